"""What a question is worth in each document: the one place where a query for the engines is built.

A word counts as its best form in its best place, never as their sum: so an inflected word that meets three channels
is not worth three words. The numbers were chosen by measuring (docs/search-quality.md) on classes of questions.
"""

import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import pairwise

from search.arabic import analysis
from search.arabic.stems import stem
from search.arabic.words import words
from search.asked import Asked, Narrowed
from search.documents import ANSWERED
from search.fields import PAIRS, PARTS, PUBLISHED, words_field
from search.query import Among, Best, Between, Clause, Everything, Nothing, Phrase, Term, Together, Weighted
from search.spoken import spoken
from search.vocabulary.matching import Place

BETWEEN_PARTS = 0.2  # of what a word's other parts score (title and text) is added to its best
CONCEPT_OF_ONE = 0.9  # what another word for the same thing counts, beside the word itself
CONCEPT_WITHIN = 0.4  # the same where the word is part of a longer name: "fire" in "fire hydrants"
CONCEPT_OF_SEVERAL = 0.7  # a concept that takes several words counts this for each of them
BESIDE_CONCEPT = 0.5  # of what the words score by themselves is added to their concept
CORRECTED = 0.7  # what a word counts that is one letter away from an unknown one
IN_A_ROW = 0.1  # what two words of the question in a row add
# What is added to a document for what it is: less than any word of the question is worth.
WORKS = 0.3  # guides and position papers: what the network has put its name to
HELPED = 0.3  # a discussion in which an answer has helped
FRESH = ((30, 1.5), (180, 1.0), (730, 0.5))  # where the question asks for what is new: (days, what is added)
_ASKS_FOR_NEW = frozenset(
    word.text
    for word in words(
        "جديد الجديد جديدة أحدث الأحدث آخر حديث حديثة مستجدات المستجدات new newest latest recent news"
    )
)
_DAY = 86_400  # seconds
_FOREVER = 2**40  # seconds since 1970

Alternatives = Mapping[str, Sequence[str]]
Way = tuple[str, str, float]  # a channel, what to look for there, and how much it counts


def wanted(asked: Asked, alternatives: Alternatives | None = None) -> Clause:
    """What the question looks for. `alternatives` has other spellings for words that nobody knows."""
    if asked.empty:
        return Nothing()
    words = _words(asked, alternatives or {}) if asked.written else Everything()
    return Together(
        must=(words, *(_anywhere(phrase, "exact") for phrase in asked.phrases)),
        should=(*_rows(asked), *_standing(asked)),
        without=_unwanted(asked),
    )


def _unwanted(asked: Asked) -> tuple[Clause, ...]:
    return tuple(_anywhere(row, "exact") if len(row) > 1 else spelt(row[0]) for row in asked.without)


def _standing(asked: Asked) -> tuple[Clause, ...]:
    """What a document is worth for what it is, whatever its words."""
    clauses: list[Clause] = [
        Weighted(Among("kind", ("guide", "position-paper")), WORKS),
        Weighted(Among("mark", (ANSWERED,)), HELPED),
    ]
    if not _ASKS_FOR_NEW.isdisjoint(asked.words):
        today = int(time.time()) // _DAY
        clauses += [
            Weighted(Between(PUBLISHED, (today - days) * _DAY, _FOREVER), added) for days, added in FRESH
        ]
    return tuple(clauses)


def holding(asked: Asked, word: Callable[[str], Clause] | None = None, *, by_concept: bool = True) -> Clause:
    """Documents that hold all that is asked: each word (as `word` takes it), or another name for the same thing."""
    one_word, found, must, number = word or known, asked.words, [], 0
    places = spoken(asked) if by_concept else []
    while number < len(found):
        here = [place for place in places if place.start == number]
        length = max((place.length for place in here), default=1)
        concepts = [place.concept for place in here if place.length == length]
        row = Together(must=tuple(map(one_word, found[number : number + length])))
        must.append(Best((row, _best_of(_named(concepts, 1.0)))) if concepts else row)
        number += length
    return Together(
        must=(*must, *(_anywhere(phrase, "exact") for phrase in asked.phrases)), without=_unwanted(asked)
    )


def known(word: str) -> Clause:
    """Documents that hold the word in any of its shapes."""
    return _word(word)


def speaking_of(concept: str, forms: Iterable[str]) -> Clause:
    """Documents in which the concept was found, and those that hold any of these forms, whatever their endings."""
    rows = [tuple(stem(word.text) for word in words(form)) for form in forms]
    return Best(
        (
            *(Term(words_field(part, analysis.CONCEPT), concept) for part in PARTS),
            *(_anywhere(row, "stem") for row in rows if row),
            *(known(row[0]) for row in rows if len(row) == 1),
        )
    )


def spelt(word: str) -> Clause:
    """Documents that hold the word with this spelling, whatever is joined to its front or end."""
    forms = [form for form in analysis.forms(word) if form.channel in ("exact", "stem", "snowball")]
    return Best(tuple(Term(words_field(part, form.channel), form.term) for part in PARTS for form in forms))


def within(clause: Clause, narrowed: Narrowed) -> Clause:
    """The clause where the person may look."""
    filters: list[Clause] = []
    if narrowed.audience is not None:
        filters.append(Among("audience", tuple(sorted(narrowed.audience))))
    for name in ("kind", "platform", "language", "year", "authority", "file_type"):
        if value := getattr(narrowed, name):
            filters.append(Among(name, (value,)))
    if narrowed.since is not None or narrowed.until is not None:
        # A document without a date (0) is outside any span of time.
        until = _FOREVER if narrowed.until is None else narrowed.until
        filters.append(Between(PUBLISHED, max(1, narrowed.since or 1), until))
    without: list[Clause] = []
    if narrowed.without:
        without.append(Among("id", tuple(sorted(narrowed.without))))
    if narrowed.without_kind:
        without.append(Among("kind", (narrowed.without_kind,)))
    return Together(must=(clause,), filters=tuple(filters), without=tuple(without))


def ways(asked: Asked) -> Iterator[tuple[str, str, str, Term]]:
    """Every single way in which a word of the question can meet a document, to explain what was found.

    Gives the word, the part, the channel, and what to look for there.
    """
    places = spoken(asked)
    for number, word in enumerate(asked.words):
        around = [one.concept for one in places if one.start <= number < one.start + one.length]
        for channel, term, own in _forms(word) + _named(around, CONCEPT_OF_ONE):
            for part, weight in PARTS.items():
                yield word, part, channel, Term(words_field(part, channel), term, weight * own)


def _words(asked: Asked, alternatives: Alternatives) -> Clause:
    """Any of the words, the more the better; words that name a concept together also by the concept."""
    found = asked.words
    every = spoken(asked)
    places = _outermost(every)
    clauses: list[Clause] = []
    number = 0
    while number < len(found):
        here = [place for place in places if place.start == number]
        length = max((place.length for place in here), default=1)
        alone = CONCEPT_OF_ONE if length == 1 else CONCEPT_WITHIN
        words = tuple(
            _word(word, alternatives.get(word, ()), _named(_concepts(every, number + offset, 1), alone))
            for offset, word in enumerate(found[number : number + length])
        )
        if length > 1:
            concepts = [place.concept for place in here if place.length == length]
            named = Weighted(_best_of(_named(concepts, 1.0)), CONCEPT_OF_SEVERAL * length)
            clauses.append(Best((named, Together(should=words)), BESIDE_CONCEPT))
        else:
            clauses += words
        number += length
    return Together(should=tuple(clauses))


def _outermost(places: list[Place]) -> list[Place]:
    """Places that lie in no longer one."""

    def inside(one, other):
        return (
            other.length > one.length
            and other.start <= one.start
            and (one.start + one.length <= other.start + other.length)
        )

    return [one for one in places if not any(inside(one, other) for other in places)]


def _concepts(places, start, length):
    return [place.concept for place in places if (place.start, place.length) == (start, length)]


def _word(word: str, others: Sequence[str] = (), named: Sequence[Way] = ()) -> Clause:
    found = _forms(word)
    for other in others:
        found += _forms(other, CORRECTED)
    return _best_of([*found, *named])


def _forms(word: str, weight: float = 1.0) -> list[Way]:
    return [(form.channel, form.term, form.weight * weight) for form in analysis.forms(word)]


def _named(concepts: Sequence[str], weight: float) -> list[Way]:
    """Where to look for concepts. What is near to them is another thing, and not looked for."""
    return [(analysis.CONCEPT, concept, weight) for concept in concepts]


def _best_of(ways: Sequence[Way]) -> Clause:
    """The best of these words in the best part."""
    return Best(
        tuple(
            Best(tuple(Term(words_field(part, channel), term, weight * own) for channel, term, own in ways))
            for part, weight in PARTS.items()
        ),
        BETWEEN_PARTS,
    )


def _rows(asked: Asked) -> tuple[Clause, ...]:
    """What is worth a little more: two words of the question standing in a row, as they were asked."""
    rows = [
        pair
        for one, other in pairwise(asked.written)
        if not asked.text[one.end : other.start].strip()
        for pair in analysis.pairs((one.text, other.text))
    ]
    return tuple(Term(PAIRS, row, IN_A_ROW) for row in dict.fromkeys(rows))


def _anywhere(row: Sequence[str], channel: str) -> Clause:
    """The words in a row in any part."""
    return Best(
        tuple(Phrase(words_field(part, channel), tuple(row), weight) for part, weight in PARTS.items()),
        BETWEEN_PARTS,
    )
