"""What stands first, and why."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils import timezone

from search import closeness, indexing
from search.asked import ask
from search.documents import ANSWERED, FileText, Side
from search.finding import explain, find, related
from search.spoken import spoken

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


APART = "تعلن البلدية عن {} الذي سيبدأ بعد انتهاء العطلة الرسمية، وتدعو سكان الأحياء جميعا إلى متابعة صفحتها حيث تجد كل أسرة {}"
NEAR = "تعلن البلدية عن {} و{} الذي سيبدأ بعد انتهاء العطلة الرسمية، وتدعو سكان الأحياء جميعا إلى متابعة صفحتها حيث تجد كل أسرة"


def put_near_and_apart(shelf):
    shelf.put("apart", "أ", APART.format("التوزيع", "برنامج المياه"))
    shelf.put("near", "ب", NEAR.format("التوزيع", "برنامج المياه"))
    indexing.rebuild()


def test_words_of_one_sentence_stand_before_the_same_words_far_apart(shelf, monkeypatch):
    put_near_and_apart(shelf)
    assert ids("مياه التوزيع") == ["guide:near", "guide:apart"]
    monkeypatch.setattr(closeness, "NEAR", 0)
    monkeypatch.setattr(closeness, "BEGINNING", 0)
    assert ids("مياه التوزيع") == ["guide:apart", "guide:near"]


def test_how_near_words_stand_is_part_of_the_weight_that_is_told(shelf):
    put_near_and_apart(shelf)
    near, apart = find(text="مياه التوزيع", tokens=HERE).hits
    assert near.raised > apart.raised > 0
    assert near.score - near.raised == pytest.approx(apart.score - apart.raised, abs=0.0002)


def test_what_a_work_begins_with_counts_more_than_what_it_ends_with(shelf):
    filler = "وتدعو سكان الأحياء جميعا إلى متابعة صفحتها حيث تجد كل أسرة ما يهمها من أخبار"
    shelf.put("end", "أ", f"{filler} توزيع المياه")
    shelf.put("beginning", "ب", f"توزيع المياه {filler}")
    indexing.rebuild()
    assert ids("توزيع المياه") == ["guide:beginning", "guide:end"]


def test_words_near_each_other_in_a_file_or_in_the_other_language_count_too(shelf):
    arabic = Side("ar", "أ", "/ar/", text="نص")
    for key, text in (("apart", APART), ("near", NEAR)):
        words = text.format("التوزيع", "برنامج المياه")
        shelf.put(f"file-{key}", sides=(arabic,), files=(FileText("a.pdf", 1, words),))
        shelf.put(
            f"side-{key}", sides=(Side("en", "A", "/en/", text="text"), Side("ar", "أ", "/ar/", text=words))
        )
    indexing.rebuild()
    assert ids("مياه التوزيع") == [
        "guide:side-near",
        "guide:side-apart",
        "guide:file-near",
        "guide:file-apart",
    ]
    in_english = find(text="مياه التوزيع", tokens=HERE, shown_language="en").hits
    assert [hit.id for hit in in_english] == ids("مياه التوزيع")


def test_a_single_word_stands_where_its_part_puts_it(shelf):
    shelf.put(
        "late", "أ", "تعلن البلدية لسكان الأحياء جميعا عن برنامجها السنوي الجديد في الصيف: المياه المياه"
    )
    shelf.put("early", "ب", "المياه: تعلن البلدية لسكان الأحياء جميعا عن برنامجها السنوي الجديد في الصيف")
    indexing.rebuild()
    assert ids("المياه") == ["guide:late", "guide:early"]


def test_each_result_stands_on_one_page_alone_and_the_weights_go_down(shelf):
    for number in range(closeness.FIRST + 15):
        text = (NEAR, APART)[number % 2].format("التوزيع", "برنامج المياه")
        shelf.put(f"{number:02}", "ب", f"{text} {'كلمة ' * (number % 7)}")
    indexing.rebuild()
    for size in (7, 10, 20, 30):
        hits, page = [], 1
        while page:
            found = find(text="مياه التوزيع", tokens=HERE, page=page, page_size=size)
            hits, page = hits + found.hits, found.next_page
        assert sorted(hit.id for hit in hits) == sorted(shelf.works), size
        assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True), size


@pytest.mark.parametrize("question", ["بناء بدون ترخيص", "terms of reference", "مياه بدون «بناء بدون ترخيص»"])
def test_a_name_is_known_by_the_words_too_that_nobody_looks_for(question):
    """`without` and `of` are looked for in no document; the names that hold them are names all the same."""
    asked = ask(question)
    assert not {"بدون", "of"} & set(asked.words)
    names = {place.concept: asked.words[place.start :][: place.length] for place in spoken(asked)}
    known = {"unlicensed-building": ("بناء", "ترخيص"), "terms-of-reference": ("terms", "reference")}
    assert {name: words for name, words in names.items() if name in known} in (
        {"unlicensed-building": known["unlicensed-building"]},
        {"terms-of-reference": known["terms-of-reference"]},
    )


def test_where_nothing_has_the_whole_name_what_has_a_part_of_it_is_found(shelf):
    shelf.put("hydrant", "صنبور إطفاء", "صيانة حنفيات الحريق")
    shelf.put("fire", "سيارة الإطفاء", "أخمد الفريق الحريق")
    shelf.put("other", "تشجير الأرصفة")
    indexing.rebuild()
    assert ids("fire hydrants") == ["guide:hydrant", "guide:fire"]


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
