"""Text cut into passages, each with the keys of its words, so that the right one is found without reading all."""

from search.arabic.analysis import passage_keys

LENGTH = 1200  # characters, about a screen of a telephone


def passages(text: str) -> list[list[str]]:
    """[[passage, keys between spaces], …] in the order of the text."""
    return [[part, _keys(part)] for part in _cut(text)]


def matched(found: str, wanted: list[frozenset[str]]) -> int:
    """How many of the wanted words (each as its keys) a passage's keys hold."""
    return sum(1 for word in wanted if any(f" {key} " in found for key in word))


def _keys(text):
    return f" {' '.join(sorted(passage_keys(text)))} "


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
