"""Nobody learns from the search what that person may not see."""

from dataclasses import replace

import pytest

from search import indexing, ranking, sources
from search.documents import FileText
from search.finding import find, suggest

HERE, ELSEWHERE = ["everyone", "network", "platform:1"], ["everyone", "network", "platform:2"]
CANARY, NOWHERE = "زقزوقستان", "قرقوزستان"  # alike in length and shape; one is in a hidden work, one in none


@pytest.fixture
def platforms(shelf):
    shelf.put("open", "إدارة المشاريع", "مشروع لكل البلديات", platforms=("finance",))
    shelf.put(
        "hidden",
        f"سر {CANARY}",
        f"مشروع {CANARY} البلديات",
        audience=("platform:2",),
        platforms=("innovation",),
        tags=(CANARY,),
        files=(FileText(f"{CANARY}.pdf", 1, CANARY),),
    )
    indexing.rebuild()
    return shelf


def answer(text, tokens, **narrowed):
    return replace(find(text=text, tokens=tokens, **narrowed), took_ms=0, concepts=())


def test_members_find_the_works_of_their_platform(platforms):
    assert [hit.id for hit in find(text=CANARY, tokens=ELSEWHERE).hits] == ["guide:hidden"]
    assert [hit.id for hit in find(text=CANARY, tokens=["all"]).hits] == ["guide:hidden"]


MIXTURES = [
    "{}", "مشروع {}", "«مشروع {}»", "{} إدارة", '"{}"', "{}ات", "ال{}", "و{}", "ل{}", "سر {}", "audience:platform:2 {}",
]  # fmt: skip


@pytest.mark.parametrize(
    "narrowed", [{"sort": "relevance"}, {"sort": "newest"}, {"page": 2}, {"page": 10_000}]
)
def test_the_answer_for_hidden_and_for_nowhere_is_the_same(platforms, narrowed):
    for mixture in MIXTURES:
        hidden, nowhere = (answer(mixture.format(word), HERE, **narrowed) for word in (CANARY, NOWHERE))
        assert hidden == nowhere


def test_one_wrong_letter_does_not_bring_a_hidden_word_to_light(platforms):
    for word in (CANARY, NOWHERE):
        typo = "ش" + word[1:]
        assert answer(typo, HERE).did_you_mean is None
        assert answer(typo, []).did_you_mean is None
    assert find(text="ش" + CANARY[1:], tokens=ELSEWHERE).did_you_mean == CANARY


def test_totals_and_facets_count_only_what_may_be_seen(platforms):
    found = find(text="مشروع", tokens=HERE)
    assert found.total == 1
    assert found.facets["platform"] == {"finance": 1}
    assert find(text="مشروع", tokens=HERE, platform="innovation").total == 0
    assert find(text="مشروع", tokens=ELSEWHERE).facets["platform"] == {"finance": 1, "innovation": 1}


def test_suggestions_hide_what_may_not_be_seen(platforms):
    assert suggest(text="سر", tokens=HERE) == []
    assert suggest(text=CANARY[:3], tokens=ELSEWHERE) == [f"سر {CANARY}"]


def test_who_belongs_nowhere_finds_nothing(platforms):
    assert answer("مشروع", []) == answer(NOWHERE, HERE)
    assert suggest(text="إد", tokens=[]) == []


def test_the_database_has_the_last_word_before_the_index_knows(platforms):
    platforms.hidden.add("guide:open")
    assert answer("مشروع", HERE) == answer(NOWHERE, HERE)
    assert suggest(text="إد", tokens=HERE) == []
    assert answer("مشررع", HERE).did_you_mean is None


def test_what_the_database_hides_is_replaced_from_the_next_page(shelf):
    for number in range(30):
        shelf.put(f"n{number}", f"تقرير {number}")
    indexing.rebuild()
    first = find(text="تقرير", tokens=HERE, page_size=10)
    shelf.hidden = {hit.id for hit in first.hits[:4]}
    found = find(text="تقرير", tokens=HERE, page_size=10)
    assert (len(found.hits), found.total, found.facets["kind"]) == (10, 26, {"guide": 26})
    assert not shelf.hidden & {hit.id for hit in found.hits}


def test_works_with_a_pending_delivery_are_neither_shown_nor_counted(platforms):
    found = find(text="مشروع", tokens=["all"], without=["guide:hidden"])
    assert (found.total, found.facets["platform"]) == (1, {"finance": 1})


def test_an_id_that_no_source_knows_is_not_shown(platforms, monkeypatch):
    monkeypatch.setattr(sources, "_sources", {})
    assert find(text="مشروع", tokens=["all"]).total == 0


def test_without_the_filter_in_the_engine_the_canary_would_be_found(platforms, monkeypatch):
    """The twin of the tests above: they can fail."""
    monkeypatch.setattr(ranking, "within", lambda clause, narrowed: clause)
    assert [hit.id for hit in find(text=CANARY, tokens=HERE).hits] == ["guide:hidden"]
