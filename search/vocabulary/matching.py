"""Where a text speaks of a concept, whatever word it uses."""

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from search.arabic.stems import is_arabic, opened, readings, skeleton, stem
from search.arabic.words import words
from search.vocabulary.concepts import Concept

LONGEST_FORM = 8  # words
# So short a Latin form is a word of another kind in small letters: "IT" and "it", "PA" and "pa".
_SHORT = 2


class Place(NamedTuple):
    """A concept, and the words of the text that speak of it."""

    concept: str
    start: int  # number of the first word
    length: int  # words


class Vocabulary:
    """Concepts made ready to be found in texts.

    A form of one word is met by what a word may stand for in a dictionary; a form of several by the consonants of
    each, since a false meeting of several words in a row is rare: so «مشاريع المياه» meets "مشروع مياه" though nobody
    has listed it.
    """

    def __init__(self, concepts: Iterable[Concept]):
        self.concepts = {concept.id: concept for concept in concepts}
        self._single: dict[str, tuple[str, ...]] = {}
        self._several: dict[str, list[tuple[tuple[str, ...], str]]] = {}
        self._upper: dict[str, tuple[str, ...]] = {}
        self._words: set[str] = set()
        for concept in self.concepts.values():
            for form in concept.forms:
                self._learn(form, concept.id)
        self._upper_words = re.compile(rf"\b(?:{'|'.join(sorted(self._upper))})\b") if self._upper else None

    def _learn(self, form: str, concept: str) -> None:
        found = [word.text for word in words(form)]
        if not found or len(found) > LONGEST_FORM:
            return
        self._words.update(found)
        if len(found) > 1:
            first, *rest = map(skeleton, found)
            known = self._several.setdefault(first, [])
            if (tuple(rest), concept) not in known:
                known.append((tuple(rest), concept))
        elif len(form) <= _SHORT and form.isascii():
            _add(self._upper, form.upper(), concept)
        else:
            for way in (found[0], opened(found[0]) if is_arabic(found[0]) else stem(found[0])):
                _add(self._single, way, concept)

    def places(self, found: Sequence[str], written: str = "") -> list[Place]:
        """Every place in a row of normalised words where a concept is spoken of; a word may belong to several.

        `written` is the text with its capitals, where short forms are to be known by them.
        """
        upper = (
            frozenset(self._upper_words.findall(written)) if self._upper_words and written else frozenset()
        )
        consonants = list(map(skeleton, found))
        places = []
        for number, word in enumerate(found):
            for concept in self._of_word(word, upper):
                places.append(Place(concept, number, 1))
            for rest, concept in self._several.get(consonants[number], ()):
                if tuple(consonants[number + 1 : number + 1 + len(rest)]) == rest:
                    places.append(Place(concept, number, 1 + len(rest)))
        return list(dict.fromkeys(places))

    def knows(self, word: str) -> bool:
        """Whether a normalised word stands in any form: then it is no slip of the pen."""
        return word in self._words

    def _of_word(self, word: str, upper: frozenset[str]) -> tuple[str, ...]:
        if len(word) <= _SHORT and word.upper() in upper:
            return self._upper[word.upper()]
        return next((self._single[way] for way in readings(word) if way in self._single), ())


def _add(table: dict[str, tuple[str, ...]], key: str, concept: str) -> None:
    if concept not in table.get(key, ()):
        table[key] = (*table.get(key, ()), concept)
