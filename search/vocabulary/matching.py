"""Where a text speaks of a concept, whatever word it uses."""

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from search.arabic.stems import bare, is_arabic, opened, readings, skeleton, stem
from search.arabic.stopwords import STOPWORDS
from search.arabic.words import words
from search.vocabulary.concepts import Concept

LONGEST_FORM = 8  # words
# So short a Latin form is a word of another kind in small letters: "IT" and "it", "PA" and "pa". So is "WHO".
_SHORT = 2
# So few different consonants are shared by words that have nothing else in common.
_TELLING_CONSONANTS = 3


class Place(NamedTuple):
    """A concept, and the words of the text that speak of it."""

    concept: str
    start: int  # number of the first word
    length: int  # words


# Of a form of several words: the consonants from its third word on, its words, its concept.
_Row = tuple[tuple[str, ...], tuple[str, ...], str]


class _Known(NamedTuple):
    """What the vocabulary knows of a word."""

    named: tuple[str, ...]  # the concepts that it names alone
    consonants: str
    followed: Mapping[
        str, list[_Row]
    ]  # the forms that may begin with it, by the consonants of their second word


class _Pair(NamedTuple):
    """What the vocabulary knows of two words in a row."""

    named: tuple[str, ...]  # the concepts that they name together
    longer: tuple[_Row, ...]  # the forms that may begin with them and go on


class Vocabulary:
    """Concepts made ready to be found in texts.

    A form of one word is met by what a word may stand for in a dictionary; a form of several also by the consonants
    of each, where these tell enough: so «مشاريع المياه» meets "مشروع مياه" though nobody has listed it.
    """

    def __init__(self, concepts: Iterable[Concept]):
        self.concepts = {concept.id: concept for concept in concepts}
        self._single: dict[str, tuple[str, ...]] = {}
        # The consonants of the first word -> those of the second -> the forms that begin so.
        self._several: dict[str, dict[str, list[_Row]]] = {}
        self._upper: dict[str, tuple[str, ...]] = {}
        self._words: set[str] = set()
        # A text asks for the same words again and again.
        self._of_word = lru_cache(maxsize=100_000)(self._read)
        self._of_pair = lru_cache(maxsize=100_000)(self._read_pair)
        self._agree = lru_cache(maxsize=100_000)(self._compare)
        for concept in self.concepts.values():
            for form in concept.forms:
                self._learn(form, concept.id)
        self._upper_words = re.compile(rf"\b(?:{'|'.join(sorted(self._upper))})\b") if self._upper else None

    def _learn(self, form: str, concept: str) -> None:
        found = tuple(word.text for word in words(form))
        if not found or len(found) > LONGEST_FORM:
            return
        self._words.update(found)
        if len(found) > 1:
            first, second, *rest = map(skeleton, found)
            begun = self._several.setdefault(first, {})
            begun.setdefault(second, []).append((tuple(rest), found, concept))
        elif form.isascii() and (len(form) <= _SHORT or found[0] in STOPWORDS):
            _add(self._upper, form.upper(), concept)
        else:
            for way in _ways(found[0], is_short=form.isascii() and form.isupper()):
                _add(self._single, way, concept)

    def places(self, found: Sequence[str], written: str = "") -> list[Place]:
        """Every place in a row of normalised words where a concept is spoken of; a word may belong to several.

        `written` is the text with its capitals, where short forms are to be known by them.
        """
        upper = (
            frozenset(self._upper_words.findall(written)) if self._upper_words and written else frozenset()
        )
        known = [self._of_word(word) for word in found]
        places = []
        for number, word in enumerate(known):
            named = word.named
            if upper and (letters := found[number].upper()) in upper:
                named = self._upper[letters]
            places += [Place(concept, number, 1) for concept in named]
            if number + 1 == len(known) or known[number + 1].consonants not in word.followed:
                continue
            pair = self._of_pair(found[number], found[number + 1])
            places += [Place(concept, number, 2) for concept in pair.named]
            for rest, form, concept in pair.longer:
                end = number + len(form)
                here = tuple(word.consonants for word in known[number + 2 : end])
                if here == rest and self._agree(tuple(found[number:end]), form):
                    places.append(Place(concept, number, len(form)))
        return list(dict.fromkeys(places))

    def knows(self, word: str) -> bool:
        """Whether a normalised word stands in any form: then it is no slip of the pen."""
        return word in self._words

    def _read(self, word: str) -> _Known:
        named = next((self._single[way] for way in readings(word) if way in self._single), ())
        consonants = skeleton(word)
        return _Known(named, consonants, self._several.get(consonants, {}))

    def _read_pair(self, one: str, other: str) -> _Pair:
        rows = self._of_word(one).followed.get(self._of_word(other).consonants, [])
        named = [concept for rest, form, concept in rows if not rest and self._compare((one, other), form)]
        return _Pair(tuple(dict.fromkeys(named)), tuple(row for row in rows if row[0]))

    def _compare(self, found: tuple[str, ...], form: tuple[str, ...]) -> bool:
        return all(
            _alike(one, other) or self._kin(one, other) for one, other in zip(found, form, strict=True)
        )

    def _kin(self, one: str, other: str) -> bool:
        """Whether two words with the same consonants belong together: telling ones, and not known to differ."""
        if one in STOPWORDS or other in STOPWORDS or len(set(skeleton(one))) < _TELLING_CONSONANTS:
            return False
        mine, theirs = self._of_word(one).named, self._of_word(other).named
        return not (mine and theirs and frozenset(mine).isdisjoint(theirs))


def _ways(word: str, *, is_short: bool) -> tuple[str, ...]:
    """How a form of one word is known. An abbreviation has no stem: AED would be "a"; but it has a plural: NGOs."""
    if is_arabic(word):
        return word, opened(word)
    return (word, f"{word}s") if is_short else (word, stem(word))


def _alike(one: str, other: str) -> bool:
    return (
        one == other
        or stem(one) == stem(other)
        or bare(one) == bare(other)
        or not frozenset(readings(one)).isdisjoint(readings(other))
    )


def _add(table: dict[str, tuple[str, ...]], key: str, concept: str) -> None:
    if concept not in table.get(key, ()):
        table[key] = (*table.get(key, ()), concept)
