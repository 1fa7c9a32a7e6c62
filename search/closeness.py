"""How near to each other, and how near to the beginning, a work holds the words of a question.

An engine weighs words wherever they stand. Where they stand is read here, in the first results alone, from what is
kept of each to be shown: the same reading for every engine, and the one that its snippet wants anyway.
"""

from collections.abc import Sequence
from dataclasses import replace

from search.engines.base import Row
from search.fields import PARTS
from search.marking import Marker, answered, densest
from search.results import best_file, best_passage

FIRST = 20  # results that are put in order by it
# What it adds, as shares of the best result's score, for a work that holds all the words so.
NEAR = 0.5  # within a sentence
BEGINNING = 0.2  # in the title, or where the text begins: there a work says what it is about
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
    near, beginning = 0.0, 0
    for side in row.shown["sides"]:
        title = answered(marker.marks(side["title"]))
        passage, _ = best_passage(side["passages"], marker)
        near = max(near, len(title), _near(passage, marker))
        beginning = max(beginning, len(title | _begins(side["passages"], marker)))
    _, passage, _ = best_file(row.shown["files"], marker)
    near = max(near, PARTS["files"] * _near(passage, marker))
    return NEAR * near + BEGINNING * beginning


def _near(passage: Sequence[str], marker: Marker) -> int:
    return len(answered(densest(marker.marks(*passage), _SENTENCE)))


def _begins(passages: Sequence[Sequence[str]], marker: Marker) -> frozenset[int]:
    marks = marker.marks(*passages[0]) if passages else []
    return answered(mark for mark in marks if mark.end <= _BEGINS)
