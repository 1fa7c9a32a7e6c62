"""Text cut into passages, each read once: its words for an engine, and the keys by which it is found again."""

from collections.abc import Iterator
from typing import NamedTuple

from search.arabic import analysis
from search.marking import OF_CONCEPT
from search.vocabulary.current import vocabulary

LENGTH = 1200  # characters, about a screen of a telephone


class Passage(NamedTuple):
    """A piece of a text that was read."""

    text: str
    columns: dict[str, str]  # its words and concepts per channel of the analysis, between spaces

    @property
    def keys(self) -> str:
        """The keys of its words and concepts, between spaces, as `search.marking.Marker.held` takes them."""
        concepts = dict.fromkeys(self.columns[analysis.CONCEPT].split())
        return f" {' '.join([*analysis.keys_in(self.columns), *(OF_CONCEPT + name for name in concepts)])} "


def passages(text: str) -> list[Passage]:
    """The passages in the order of the text, which is clean."""
    return [read(part) for part in _cut(text)]


def read(text: str) -> Passage:
    """The text as one passage, however long."""
    columns = analysis.channels(text)
    places = vocabulary().places(columns["exact"].split(), text)
    return Passage(text, columns | {analysis.CONCEPT: " ".join(place.concept for place in places)})


def _cut(text: str) -> Iterator[str]:
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
