"""How near to each other, and how near to the beginning, a work holds the words of a question.

An engine weighs words wherever they stand. Where they stand is read here, in the first results alone, from what is
kept of each to be shown: the same reading for every engine, and the one that its snippet wants anyway.
"""

from collections.abc import Sequence
from dataclasses import replace

from search.engines.base import Row
from search.marking import Mark, Marker, answered, densest, sure
from search.results import best_file, best_passage

FIRST = 20  # results that are put in order by it
# What it adds, as shares of the best result's score, for a work that holds all the words so.
NEAR = 0.5  # within a sentence
BEGINNING = 0.2  # in the title, or where the text begins: there a work says what it is about
BY_ROOT_ALONE = 0.5  # what a word counts that is met by its root alone, as other words are, too
_SENTENCE = 100  # characters
_BEGINS = 80  # characters


def nearest_first(rows: Sequence[Row], marker: Marker) -> tuple[Row, ...]:
    """The rows, best first, as the words of the question stand in them; beyond the first `FIRST` they stay.

    A single word stands near nothing: where one alone was asked for, all rows stay.
    """
    if not rows or len(marker.wanted) < 2:
        return tuple(rows)
    share = rows[0].score / len(marker.wanted)
    first = [_raised(row, share * _worth(row, marker)) for row in rows[:FIRST]]
    return (*sorted(first, key=lambda row: -row.score), *rows[FIRST:])


def _raised(row: Row, added: float) -> Row:
    return replace(row, score=row.score + added, raised=added)


def _worth(row: Row, marker: Marker) -> float:
    """How many words stand near each other and at the beginning, weighed."""
    near = beginning = 0.0
    for side in row.shown["sides"]:
        title = marker.marks(side["title"])
        passage, _ = best_passage(side["passages"], marker)
        near = max(near, _held(title), _near(passage, marker))
        beginning = max(beginning, _held([*title, *_begins(side["passages"], marker)]))
    _, passage, _ = best_file(row.shown["files"], marker)
    return NEAR * max(near, _near(passage, marker)) + BEGINNING * beginning


def _near(passage: Sequence[str], marker: Marker) -> float:
    return _held(densest(marker.marks(*passage), _SENTENCE))


def _begins(passages: Sequence[Sequence[str]], marker: Marker) -> list[Mark]:
    marks = marker.marks(*passages[0]) if passages else []
    return [mark for mark in marks if mark.end <= _BEGINS]


def _held(marks: Sequence[Mark]) -> float:
    """How many of the words these marks answer."""
    by_more = len(sure(marks))
    return by_more + BY_ROOT_ALONE * (len(answered(marks)) - by_more)
