"""Nobody learns from the search what that person may not see."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from search import indexing, ranking, sources
from search.documents import FileText
from search.finding import explain, find, related, suggest

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
    "{}", "مشروع {}", "«مشروع {}»", "{} إدارة", '"{}"', "{}ات", "ال{}", "و{}", "ل{}", "سر {}", "audience:platform:2 {}", "id:guide:hidden {}",
    "{} -مشروع", "-{} مشروع", "«{}» «مشروع»", "tag:{}", "platform:innovation {}", "ملف:pdf {}",
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


def test_a_slip_of_the_pen_is_answered_as_one_in_a_word_that_is_nowhere(platforms):
    for slip in (
        lambda word: "ش" + word[1:],
        lambda word: word[:-1],
        lambda word: word[1] + word[0] + word[2:],
    ):
        hidden, nowhere = (answer(f"مشروع {slip(word)}", HERE) for word in (CANARY, NOWHERE))
        assert hidden == nowhere
        assert hidden.corrected == {}
    known = find(text="ش" + CANARY[1:], tokens=ELSEWHERE)
    assert (list(known.corrected.values()), known.total) == ([(CANARY,)], 1)


FILTERS = [
    ("platform", "innovation"),
    ("file_type", "pdf"),
    ("kind", "person"),
    ("year", "2019"),
    ("authority", "7"),
]


@pytest.mark.parametrize(("name", "value"), FILTERS)
def test_what_only_hidden_works_have_narrows_like_what_nothing_has(platforms, name, value):
    platforms.put("older", f"{CANARY} مشروع", kind="person", audience=("platform:2",), authorities=("7",),
                  published_at=datetime(2019, 1, 1, tzinfo=UTC))  # fmt: skip
    indexing.rebuild()
    for text in ("مشروع", CANARY, f'{name}:"{value}" مشروع'):
        assert answer(text, HERE, **{name: value}) == answer(text, HERE, **{name: "nowhere"})
    assert find(text=CANARY, tokens=ELSEWHERE, **{name: value}).total == 1


def test_related_works_and_reasons_tell_of_nothing_hidden(platforms):
    for tokens, hidden in ((HERE, set()), (ELSEWHERE, {"guide:hidden"})):
        near = {hit.id for hit in related("guide:open", tokens=tokens)}
        assert near == hidden
        assert bool(related("guide:hidden", tokens=tokens)) == bool(hidden)
        assert set(explain(f"{CANARY} مشروع", ["guide:hidden", "guide:gone"], tokens=tokens)) >= hidden
    told = explain(f"{CANARY} مشروع", ["guide:hidden"], tokens=HERE)
    assert [reasons for reasons in told.values() if reasons] == []


def test_suggestions_are_few_whatever_is_asked(shelf):
    for number in range(60):
        shelf.put(f"n{number}", f"مهندس {'ابتثجحخدذرزسشصضطظعغفقكلمنهوي'[number % 28]}{number}", kind="person")
    indexing.rebuild()
    for text in ("م", "مه", "مهندس"):
        assert len(suggest(text=text, tokens=HERE, limit=10_000)) == 20
        assert len(suggest(text=text, tokens=HERE)) == 8


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
    assert answer("مشررع", HERE).corrected == {}
    assert related("guide:open", tokens=["all"]) == []
    assert "guide:open" not in {hit.id for hit in related("guide:hidden", tokens=["all"])}
    assert explain("مشروع", ["guide:open"], tokens=["all"]) == {}


@pytest.mark.parametrize(
    "narrowed",
    [{}, {"page": 2}, {"page": 10_000}, {"kind": "person"}, {"platform": "finance"}, {"platform": "nowhere"},
     {"kind": "guide", "year": "2026"}, {"sort": "newest"}],
)  # fmt: skip
def test_what_the_database_alone_hides_is_told_by_no_page_and_no_filter(platforms, narrowed):
    """The index has heard nothing, and nobody knows that it has not."""
    platforms.hidden.add("guide:hidden")
    for text in ("{}", "مشروع {}", "«سر {}»"):
        hidden, nowhere = (answer(text.format(word), ELSEWHERE, **narrowed) for word in (CANARY, NOWHERE))
        assert hidden == nowhere
    assert answer("ش" + CANARY[1:], ELSEWHERE, **narrowed) == answer("ش" + NOWHERE[1:], ELSEWHERE, **narrowed)


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
