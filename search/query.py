"""What an engine is asked, in the few words that every engine knows.

`search.ranking` builds these clauses once; an engine translates each of them into its own and adds nothing. That is
why the same question has the same answer, in the same order, on all of them. Scores are BM25 (k1 1.2, b 0.75) per
field, multiplied by the weights.
"""

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Term:
    """Documents whose field holds this word."""

    field: str
    text: str
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Phrase:
    """Documents whose field holds these words one after the other. The field keeps positions."""

    field: str
    words: tuple[str, ...]
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Best:
    """What any of the clauses finds, with the score of the best one; of the others' scores `tie` is added."""

    clauses: "tuple[Clause, ...]"
    tie: float = 0.0


@dataclass(frozen=True, slots=True)
class Together:
    """What all of `must` and, without `must`, any of `should` find; scores are added up.

    `filters` must hold and `without` must not; neither counts in the score.
    """

    must: "tuple[Clause, ...]" = ()
    should: "tuple[Clause, ...]" = ()
    filters: "tuple[Clause, ...]" = ()
    without: "tuple[Clause, ...]" = ()


@dataclass(frozen=True, slots=True)
class Weighted:
    """The clause with its score multiplied."""

    clause: "Clause"
    weight: float


@dataclass(frozen=True, slots=True)
class Among:
    """Documents that have any of these values, each scoring one."""

    field: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Between:
    """Documents whose number is at least `since` and below `until`, each scoring one."""

    field: str
    since: int
    until: int


@dataclass(frozen=True, slots=True)
class Begins:
    """Documents whose field holds a word that begins so, each scoring one."""

    field: str
    text: str


@dataclass(frozen=True, slots=True)
class Everything:
    """All documents, each scoring one."""


@dataclass(frozen=True, slots=True)
class Nothing:
    """No document."""


Clause = Term | Phrase | Best | Together | Weighted | Among | Between | Begins | Everything | Nothing


def unscored(clause: Clause) -> Clause:
    """What finds the same documents in the flattest form, for those who only count them: several times quicker."""
    match clause:
        case Together(must, should, filters, without):
            flat = () if must else _flat(should)
            return Together(tuple(map(unscored, must)), flat, filters, without)
        case Best() | Weighted():
            return Together(should=_flat((clause,)))
        case _:
            return clause


def _flat(clauses: tuple[Clause, ...]) -> tuple[Clause, ...]:
    return tuple(dict.fromkeys(one for clause in clauses for one in _any_of(clause)))


def _any_of(clause: Clause) -> Iterator[Clause]:
    """The clauses any of which is enough."""
    match clause:
        case Best(clauses) | Together((), clauses, (), ()):
            for one in clauses:
                yield from _any_of(one)
        case Weighted(inner):
            yield from _any_of(inner)
        case Term(field, text):
            yield Term(field, text)
        case _:
            yield unscored(clause)
