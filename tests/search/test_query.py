"""What is only counted is asked in a flatter form, which finds the same."""

import random

import pytest

from search import indexing, ranking
from search.asked import Narrowed, ask
from search.engines import engine
from search.fields import FACETS
from search.query import (
    Among,
    Begins,
    Best,
    Clause,
    Everything,
    Nothing,
    Phrase,
    Term,
    Together,
    Weighted,
    unscored,
)  # fmt: skip

WORDS = ["موازنه", "بلديه", "خطه", "طريق", "مياه", "مجلس"]
KINDS = ["guide", "workshop", "discussion"]


@pytest.fixture
def works(shelf):
    """60 works of a few words each, of several kinds."""
    chance = random.Random(3)
    for number in range(60):
        text = " ".join(chance.choices(WORDS, k=chance.randint(1, 4)))
        shelf.put(f"{number}", chance.choice(WORDS), text, kind=chance.choice(KINDS))
    indexing.rebuild()


def anything(chance: random.Random, depth: int) -> Clause:
    """Any clause at all, this deep at most."""
    if depth == 0:
        field = chance.choice(["title_exact", "text_exact"])
        return chance.choice(
            [
                Term(field, chance.choice(WORDS), chance.random()),
                Phrase(field, tuple(chance.choices(WORDS, k=2))),
                Among("kind", tuple(chance.sample(KINDS, k=2))),
                Begins("beginnings", chance.choice(WORDS)[:2]),
                Everything(),
                Nothing(),
            ]
        )

    def several(least: int, most: int) -> tuple[Clause, ...]:
        return tuple(anything(chance, depth - 1) for _ in range(chance.randint(least, most)))

    match chance.randrange(4):
        case 0:
            return Best(several(1, 3), chance.random())
        case 1:
            return Weighted(anything(chance, depth - 1), 2.0)
        case 2:
            return Together(
                must=several(1, 2), should=several(0, 2), filters=several(0, 1), without=several(0, 1)
            )
        case _:
            return Together(should=several(1, 3), filters=several(0, 1), without=several(0, 1))


def counted(clause: Clause) -> tuple:
    answer = engine().search(clause, sort="relevance", offset=0, limit=60)
    return answer.total, sorted(row.id for row in answer.rows)


def test_the_flat_form_of_any_clause_finds_the_same(works):
    chance = random.Random(1)
    clauses = [anything(chance, chance.randint(0, 3)) for _ in range(300)]
    different = [clause for clause in clauses if counted(unscored(clause)) != counted(clause)]
    assert different == []
    assert {counted(clause)[0] for clause in clauses} > {0, 60}


def test_the_facets_of_a_question_count_what_it_finds(works):
    asked = ranking.wanted(ask("خطة الموازنة -طريق"))
    for audience in (None, frozenset(["everyone"]), frozenset(["nobody"])):
        within = ranking.within(asked, Narrowed(audience=audience))
        answer = engine().search(within, sort="relevance", offset=0, limit=60, facets=FACETS)
        kinds = [row.kind for row in answer.rows]
        assert answer.facets["kind"] == {kind: kinds.count(kind) for kind in set(kinds)}
        assert engine().counts([within]) == [answer.total]


def test_words_that_may_be_there_are_left_out_where_others_must():
    must, may = Term("title_exact", "a"), Term("title_exact", "b")
    assert unscored(Together(must=(must,), should=(may,))) == Together(must=(must,))
    assert unscored(Together(should=(may,), filters=(must,))) == Together(should=(may,), filters=(must,))
    assert unscored(Best((Weighted(Best((must, may)), 3.0), Term("title_exact", "a", 2.0)))) == Together(
        should=(must, may)
    )
