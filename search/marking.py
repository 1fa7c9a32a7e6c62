"""Which words of a text answer a question: the same words, other forms of them, and other names for the same thing."""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from search.arabic.analysis import BY_ROOT, keys, stretch_keys
from search.arabic.words import STRETCH, parts, words
from search.asked import Asked
from search.ranking import Alternatives
from search.spoken import spoken
from search.vocabulary.current import vocabulary
from search.vocabulary.matching import Place

OF_CONCEPT = "#"  # begins the key of a concept, among the keys of words


class Mark(NamedTuple):
    """A stretch of the text as written, and the numbers of the question's words that it answers.

    `surely` are those among them that it answers by more than their root, which other words have too.
    """

    start: int
    end: int
    answers: frozenset[int]
    surely: frozenset[int]


def densest(marks: Sequence[Mark], length: int) -> Sequence[Mark]:
    """The marks within a stretch of so many characters: most different words, then most words, then the first."""
    best: Sequence[Mark] = ()
    worth, last = (0, 0), 0
    for first in range(len(marks)):
        last = max(last, first)
        while last < len(marks) and marks[last].end - marks[first].start <= length:
            last += 1
        here = marks[first:last]
        if (worth_here := (len(answered(here)), len(here))) > worth:
            best, worth = here, worth_here
    return best


def answered(marks: Iterable[Mark]) -> frozenset[int]:
    """The numbers of the question's words that these marks answer together."""
    return frozenset().union(*(mark.answers for mark in marks))


def sure(marks: Iterable[Mark]) -> frozenset[int]:
    """The numbers of the question's words that these marks surely answer together."""
    return frozenset().union(*(mark.surely for mark in marks))


class Marker:
    """What one question marks. Made once for a page of results: it remembers the words and texts it has seen."""

    def __init__(self, asked: Asked, others: Alternatives | None = None):
        found, others = asked.words, others or {}
        places = spoken(asked)
        self.wanted = [
            keys(word).union(*map(keys, others.get(word, ())), _concept_keys(places, number))
            for number, word in enumerate(found)
        ]
        self.concepts = tuple(dict.fromkeys(place.concept for place in places))
        self._by_key: dict[str, frozenset[int]] = {}
        for number, own in enumerate(self.wanted):
            for key in own:
                self._by_key[key] = self._by_key.get(key, frozenset()) | {number}
        self._spaced = [(f" {key} ", numbers) for key, numbers in self._by_key.items()]
        self._named = [(key, numbers) for key, numbers in self._spaced if key[1] == OF_CONCEPT]
        self._stretches: dict[str, list[Mark]] = {}
        self._texts: dict[str, list[Mark]] = {}
        self._held: dict[str, frozenset[int]] = {}

    def held(self, found: str) -> frozenset[int]:
        """The numbers of the question's words that a passage's keys (between spaces) hold."""
        numbers = self._held.get(found)
        if numbers is None:
            numbers = frozenset().union(*(numbers for key, numbers in self._spaced if key in found))
            self._held[found] = numbers
        return numbers

    def marks(self, text: str, held: str | None = None) -> list[Mark]:
        """The places of a text that answer, in their order, none inside another.

        `held` are the text's keys, where they are known: they spare looking for concepts that it does not name.
        """
        known = self._texts.get(text)
        if known is None:
            known = self._texts[text] = self._marks(text, held)
        return known

    def _marks(self, text, held):
        found = []
        for match in STRETCH.finditer(text):
            marks = self._stretches.get(match[0])
            if marks is None:
                marks = self._stretches[match[0]] = self._of_stretch(match[0])
            if marks:
                start = match.start()
                found += [mark._replace(start=start + mark.start, end=start + mark.end) for mark in marks]
        answers = answered(found)
        if any(not numbers <= answers and (held is None or key in held) for key, numbers in self._named):
            found = _apart(sorted([*found, *self._other_names(text)]))
        return found

    def _of_stretch(self, stretch: str) -> list[Mark]:
        if self._by_key.keys().isdisjoint(stretch_keys(stretch)):
            return []
        marks = []
        for word in parts(stretch):
            met = {key: self._by_key[key] for key in keys(word.text) if key in self._by_key}
            if met:
                by_more = (numbers for key, numbers in met.items() if not key.startswith(BY_ROOT))
                answers = frozenset().union(*met.values())
                marks.append(Mark(word.start, word.end, answers, frozenset().union(*by_more)))
        return marks

    def _other_names(self, text: str) -> Iterator[Mark]:
        found = list(words(text))
        for place in vocabulary().places([word.text for word in found], text):
            answers = self._by_key.get(OF_CONCEPT + place.concept)
            if answers:
                first, last = found[place.start], found[place.start + place.length - 1]
                yield Mark(first.start, last.end, answers, answers)


def _concept_keys(places: list[Place], number: int) -> list[str]:
    return [
        OF_CONCEPT + place.concept for place in places if place.start <= number < place.start + place.length
    ]


def _apart(marks: list[Mark]) -> list[Mark]:
    """The marks without those that begin inside an earlier one; of two that begin together, the longer."""
    kept: list[Mark] = []
    for mark in marks:
        if kept and mark.start == kept[-1].start and mark.end > kept[-1].end:
            last = kept[-1]
            kept[-1] = Mark(mark.start, mark.end, mark.answers | last.answers, mark.surely | last.surely)
        elif not kept or mark.start >= kept[-1].end:
            kept.append(mark)
    return kept
