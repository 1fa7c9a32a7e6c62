import re

from search.asked import ask
from search.marking import Marker
from search.snippets import LENGTH, snippet


def show(text, query):
    return snippet(text, Marker(ask(query)))


def test_words_are_marked_as_they_are_written():
    assert show("وبالتَّخطيطِ الحضريّ (السليم)", "تخطيط حضري") == (
        "<mark>وبالتَّخطيطِ</mark> <mark>الحضريّ</mark> (السليم)"
    )


def test_only_marks_stand_in_it():
    assert (
        show('<img src=x onerror="خطة">&', "خطة")
        == "&lt;img src=x onerror=&quot;<mark>خطة</mark>&quot;&gt;&amp;"
    )


def test_direction_controls_do_not_reach_the_page():
    assert show("\u202eخطة\u202c \u2067العمل\u200f", "خطة") == "<mark>خطة</mark> العمل"


def test_the_stretch_with_most_of_the_words_is_shown():
    filler = "كلام كثير لا يعني شيئا هنا. " * 40
    text = f"{filler}النفايات وحدها. {filler}جمع النفايات الصلبة ونقلها. {filler}"
    shown = show(text, "النفايات الصلبة")
    assert "<mark>النفايات</mark> <mark>الصلبة</mark> ونقلها" in shown
    assert shown.startswith("… ") and shown.endswith(" …")
    assert len(re.sub("</?mark>", "", shown)) <= LENGTH + 4


def test_without_a_word_found_it_is_the_beginning():
    assert show("بداية النص", "غائب") == "بداية النص"
    assert show("", "غائب") == ""


def test_another_name_for_the_same_thing_is_marked_too():
    assert show("أقرّ المجلس موازنة العام", "budget") == "أقرّ المجلس <mark>موازنة</mark> العام"
    assert show("دورة في نظم المعلومات الجغرافية", "GIS") == "دورة في <mark>نظم المعلومات الجغرافية</mark>"
