"""What stands first, and why."""

from dataclasses import replace
from datetime import timedelta

from django.utils import timezone

from search import indexing
from search.documents import ANSWERED
from search.finding import explain, find, related

HERE = ["everyone"]


def ids(text, **narrowed):
    return [hit.id for hit in find(text=text, tokens=HERE, **narrowed).hits]


def test_of_two_alike_the_work_of_the_network_stands_before_the_discussion(shelf):
    shelf.put("a", "جباية المياه", kind="discussion")
    shelf.put("b", "جباية المياه", kind="guide")
    indexing.rebuild()
    assert ids("جباية المياه") == ["guide:b", "discussion:a"]


def test_of_two_discussions_the_one_whose_answer_helped_stands_first(shelf):
    shelf.put("a", "جباية المياه", kind="discussion")
    shelf.put("b", "جباية المياه", kind="discussion", marks=(ANSWERED,))
    indexing.rebuild()
    assert ids("جباية المياه") == ["discussion:b", "discussion:a"]


def test_the_new_stands_first_only_where_the_question_asks_for_it(shelf):
    now = timezone.now()
    shelf.put("old", "تقرير المياه", "المياه", published_at=now - timedelta(days=2000))
    shelf.put("new", "تقرير عن المياه", published_at=now - timedelta(days=2))
    indexing.rebuild()
    assert ids("تقرير المياه") == ["guide:old", "guide:new"]
    assert ids("أحدث تقرير المياه") == ["guide:new", "guide:old"]


def test_words_in_a_row_stand_before_the_same_words_apart(shelf):
    shelf.put("apart", "أ", "شبكة الطرق في البلدة، ومياه الينابيع")
    shelf.put("row", "ب", "في البلدة الطرق وسواها، وشبكة المياه")
    indexing.rebuild()
    assert ids("شبكة المياه") == ["guide:row", "guide:apart"]


def test_another_name_for_the_same_thing_finds_it_and_the_name_itself_finds_it_first(shelf):
    shelf.put("other", "موازنة البلدية")
    shelf.put("same", "ميزانية البلدية")
    indexing.rebuild()
    assert ids("ميزانية") == ["guide:same", "guide:other"]


def test_related_works_are_about_the_same_and_hide_what_may_not_be_seen(shelf):
    shelf.put("here", "إدارة النفايات الصلبة", "جمع النفايات ونقلها إلى المكبّ")
    shelf.put("near", "مكبّات النفايات", "إغلاق المكبّات العشوائية")
    shelf.put("far", "أرشفة الوثائق", "حفظ السجلات")
    hidden = shelf.put("hidden", "النفايات الصلبة", audience=("platform:9",))
    indexing.rebuild()
    asked = {"tokens": HERE, "person": None}
    assert [hit.id for hit in related("guide:here", **asked)] == ["guide:near"]
    assert related("guide:hidden", **asked) == related("guide:nowhere", **asked) == []
    shelf.works["guide:hidden"] = replace(hidden, audience=("everyone",))
    indexing.refresh(["guide:hidden"])
    assert {hit.id for hit in related("guide:here", **asked)} == {"guide:near", "guide:hidden"}


def test_it_can_be_told_why_a_work_was_found(shelf):
    shelf.put("a", "المشاريع", "خطة")
    shelf.put("hidden", "مشروع", audience=("platform:9",))
    indexing.rebuild()
    reasons = explain("مشروع budget", ["guide:a", "guide:hidden"], tokens=HERE)
    assert list(reasons) == ["guide:a"]
    (reason,) = reasons["guide:a"]
    assert (reason.word, reason.channel, reason.part, reason.term) == ("مشروع", "concept", "title", "project")
    assert reason.score > 0


def test_what_is_not_wanted_is_left_out_in_its_inflections_and_nothing_that_only_shares_its_root(shelf):
    shelf.put("plural", "جباية المياه في المشاريع", "مشروعاتنا كثيرة")
    shelf.put("root", "جباية المياه والتشريعات")
    shelf.put("other", "جباية المياه")
    indexing.rebuild()
    assert set(ids("جباية المياه")) == {"guide:plural", "guide:root", "guide:other"}
    assert set(ids("جباية المياه -مشروع")) == {"guide:root", "guide:other"}
    assert set(ids('جباية المياه -"المياه والتشريعات"')) == {"guide:plural", "guide:other"}
