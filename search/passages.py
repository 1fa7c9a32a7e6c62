"""Text cut into passages, each with the keys of its words, so that the right one is found without reading all."""

from search.arabic.analysis import passage_keys
from search.arabic.words import parts, stretches
from search.marking import concept_keys

LENGTH = 1200  # characters, about a screen of a telephone


def passages(text: str) -> list[list[str]]:
    """[[passage, keys between spaces], …] in the order of the text."""
    return [[part, keys_of(part)] for part in _cut(text)]


def keys_of(text: str) -> str:
    """The keys of a text's words and concepts, between spaces, as `search.marking.Marker.held` takes them."""
    found = [word.text for stretch in stretches(text) for word in parts(stretch)]
    return f" {' '.join(sorted(passage_keys(text) | concept_keys(found, text)))} "


def _cut(text):
    start = 0
    while start < len(text):
        end = start + LENGTH
        if end < len(text):
            # Cut between lines or sentences where there is one in the second half, else between words.
            for mark in ("\n", ". ", "؟ ", "، ", " "):
                place = text.rfind(mark, start + LENGTH // 2, end)
                if place > 0:
                    end = place + len(mark)
                    break
        part = text[start:end].strip()
        if part:
            yield part
        start = end
