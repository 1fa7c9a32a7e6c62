"""A question, its filters, and the shape of the answer."""

from datetime import UTC, date, datetime

import pytest

from search import indexing
from search.documents import FileText, Side
from search.finding import FileHit, find, suggest


def ids(found):
    return [hit.id for hit in found.hits]


def search(text, **narrowed):
    return find(text=text, tokens=["everyone"], **narrowed)


@pytest.fixture
def library(shelf):
    shelf.put(
        "waste",
        kind="guide",
        sides=(
            Side(
                "ar",
                "دليل إدارة النفايات الصلبة",
                "/ar/waste/",
                "الجمع والنقل",
                "تجمع البلدية النفايات كل يوم.",
            ),
            Side(
                "en",
                "Solid waste guide",
                "/en/waste/",
                "Collection",
                "The municipality collects waste daily.",
            ),
        ),
        platforms=("village-councils", "engineering"),
        published_at=datetime(2025, 12, 31, 23, 0, tzinfo=UTC),
        tags=("بيئة",),
    )
    shelf.put(
        "budget", "موازنة البلدية", "إيرادات البلدية ومصروفاتها", kind="document", platforms=("finance",)
    )
    shelf.put(
        "talk",
        "كم تكلف النفايات؟",
        "سؤال عن رسوم النفايات في البلدية",
        kind="discussion",
        platforms=("village-councils",),
        published_at=datetime(2026, 6, 1, tzinfo=UTC),
    )
    shelf.put("english", "Waste fees", "How much?", kind="discussion", language="en", published_at=None)
    indexing.rebuild()
    return shelf


def test_a_title_counts_more_than_headings_tags_text_and_files(shelf):
    shelf.put("text", "أ", "مياه")
    shelf.put("title", "مياه")
    shelf.put("heading", sides=(Side("ar", "ب", "/", headings="مياه"),))
    shelf.put("tag", "ج", tags=("مياه",))
    shelf.put("file", "د", files=(FileText("a.pdf", 1, "مياه"),))
    indexing.rebuild()
    assert ids(search("المياه")) == ["guide:title", "guide:heading", "guide:tag", "guide:text", "guide:file"]


def test_each_work_is_found_once_in_the_language_of_the_page(library):
    arabic, english = search("النفايات waste"), search("النفايات waste", shown_language="en")
    assert arabic.total == english.total == 3
    waste = {
        hit.language: hit for found in (arabic, english) for hit in found.hits if hit.id == "guide:waste"
    }
    assert (waste["ar"].title, waste["ar"].url) == ("دليل إدارة النفايات الصلبة", "/ar/waste/")
    assert (waste["en"].title, waste["en"].url) == ("Solid waste guide", "/en/waste/")


def test_a_work_without_the_language_of_the_page_is_shown_as_it_is(library):
    (hit,) = search("how much").hits
    assert (hit.id, hit.language, hit.published_at) == ("discussion:english", "en", None)


def test_facets_count_what_was_found(library):
    found = search("النفايات البلدية")  # and "Waste fees", for the vocabulary knows both words
    assert found.total == 4
    assert found.facets == {
        "kind": {"discussion": 2, "document": 1, "guide": 1},
        "platform": {"engineering": 1, "finance": 1, "village-councils": 2},
        "language": {"ar": 3, "en": 2},
        "year": {"2026": 3},  # the last hour of 2025 is already 2026 in Hebron
        "authority": {},
        "file_type": {},
    }


def test_a_facet_tells_what_its_other_values_would_find(library):
    found = search("النفايات البلدية", kind="guide")
    assert found.total == 1
    assert found.facets["kind"] == {"discussion": 2, "document": 1, "guide": 1}
    assert found.facets["platform"] == {"engineering": 1, "village-councils": 1}


FILTERS = [
    ({"kind": "discussion"}, {"discussion:talk", "discussion:english"}),
    ({"platform": "village-councils"}, {"guide:waste", "discussion:talk"}),
    ({"language": "en"}, {"guide:waste", "discussion:english"}),
    ({"date_from": date(2026, 3, 1)}, {"document:budget", "discussion:talk"}),
    ({"date_from": date(2026, 6, 1), "date_to": date(2026, 6, 1)}, {"discussion:talk"}),
    ({"date_to": date(2025, 12, 31)}, set()),
    ({"date_to": date(2026, 1, 1)}, {"guide:waste"}),
    ({"date_to": datetime(2026, 3, 1, tzinfo=UTC)}, {"guide:waste", "document:budget"}),
    ({"kind": "no-such"}, set()),
    ({"platform": "\ud800"}, set()),
    ({"without": ["guide:waste", "discussion:talk"]}, {"document:budget", "discussion:english"}),
]


@pytest.mark.parametrize(("narrowed", "expected"), FILTERS)
def test_filters_narrow_hits_and_total_alike(library, narrowed, expected):
    found = search("النفايات البلدية fees", **narrowed)
    assert (set(ids(found)), found.total) == (expected, len(expected))


def test_newest_first_puts_what_has_no_date_last(library):
    found = search("النفايات البلدية fees", sort="newest")
    assert ids(found) == ["discussion:talk", "document:budget", "guide:waste", "discussion:english"]


def test_an_unknown_order_is_an_error(library):
    with pytest.raises(ValueError, match="sort must be one of"):
        search("النفايات", sort="random")


def test_pages_follow_each_other_without_gap_or_repetition(shelf):
    for number in range(25):
        shelf.put(f"n{number}", f"تقرير رقم {number}")
    indexing.rebuild()
    pages = [search("تقرير", page=page, page_size=10) for page in (1, 2, 3, 4)]
    assert [len(page.hits) for page in pages] == [10, 10, 5, 0]
    assert [page.next_page for page in pages] == [2, 3, None, None]
    assert {page.total for page in pages} == {25}
    assert len({one for page in pages for one in ids(page)}) == 25
    assert (search("تقرير", page=10_000, page_size=100).total, search("تقرير", page=0).total) == (25, 25)


def test_an_attached_file_is_named_with_its_page_where_it_alone_has_the_words(shelf):
    shelf.put(
        "plan",
        "الخطة",
        "نص قصير",
        files=(
            FileText("خطة.pdf", 1, "مقدمة"),
            FileText("خطة.pdf", 2, "شبكة الصرف <b>الصحي</b> في المدينة"),
            FileText("ملحق.docx", None, "جدول"),
        ),
    )
    indexing.rebuild()
    (hit,) = search("الصرف الصحي").hits
    assert hit.file == FileHit("خطة.pdf", 2)
    assert hit.snippet == "شبكة <mark>الصرف</mark> &lt;b&gt;<mark>الصحي</mark>&lt;/b&gt; في المدينة"
    assert search("الخطة").hits[0].file is None
    assert search("جدول").hits[0].file == FileHit("ملحق.docx", None)


def test_words_in_quotation_marks_are_wanted_as_they_stand(shelf):
    shelf.put("apart", "خطة", "العمل في القرية كثير والعمل في المدينة أكثر وهذه خطة لا تكفي وتلك خطة أخرى")
    for number in range(10):
        shelf.put(f"other{number}", "محضر", "كلام عن سواه")
    shelf.put("close", "أوراق", "نناقش اليوم خطة العمل السنوية في المجلس مع المهندسين")
    indexing.rebuild()
    for asked in ('"خطة العمل"', "«خطة العمل»", "“خطة العمل”"):
        assert ids(search(asked)) == ["guide:close"]


def test_suggestions_are_titles_in_which_what_is_typed_begins_a_word(library):
    tokens = ["everyone"]
    assert suggest(text="نفا", tokens=tokens) == ["كم تكلف النفايات؟", "دليل إدارة النفايات الصلبة"]
    assert suggest(text="النفايات دل", tokens=tokens) == ["دليل إدارة النفايات الصلبة"]
    assert suggest(text="wast", tokens=tokens) == ["Solid waste guide", "Waste fees"]
    assert suggest(text="نفا", tokens=tokens, limit=1) == ["كم تكلف النفايات؟"]
    assert suggest(text="فايات", tokens=tokens) == []
    assert suggest(text="", tokens=tokens) == []
