"""The line that somebody writes: filters in it, what they are called, and what is left without them."""

import pytest

from search import indexing
from search.arabic.normalise import normalise
from search.asked import ask
from search.documents import Side
from search.finding import find


def called(name, written):
    """A network with one platform and one authority."""
    known = {("platform", normalise("العلاقات العامة")): "public-relations", ("authority", "حلحول"): "7"}
    return known.get((name, written), "")


@pytest.mark.parametrize(
    ("line", "plain", "filters"),
    [
        ("موازنة نوع:دليل", "موازنة", {"kind": "guide"}),
        (
            "منصة:«العلاقات العامة» خطة اتصال سنة:٢٠٢٥",
            "خطة اتصال",
            {"platform": "public-relations", "year": "2025"},
        ),
        ("النوع:ورشة", "", {"kind": "workshop"}),
        ("بلدية:حلحول مياه -شبكة «عداد ذكي»", "مياه -شبكة «عداد ذكي»", {"authority": "7"}),
        ("platform:finance", "", {"platform": "finance"}),
        ("الساعة:9", "الساعة:9", {}),
        ("", "", {}),
    ],
)
def test_filters_of_the_line_are_understood_by_name_and_the_rest_is_left(line, plain, filters):
    asked = ask(line, called)
    assert (asked.plain, dict(asked.filters)) == (plain, filters)


def test_a_name_that_nobody_knows_stays_as_it_is_written():
    assert dict(ask("منصة:الفضاء", called).filters) == {"platform": "الفضاء"}


def test_a_search_narrows_by_the_name_in_the_line(shelf):
    shelf.put("plan", "خطة اتصال", platforms=("public-relations",))
    shelf.put("other", "خطة موازنة", platforms=("finance",))
    indexing.rebuild()
    line = "خطة منصة:«العلاقات العامة»"
    assert [hit.id for hit in find(text=line, tokens=["everyone"], names=called).hits] == ["guide:plan"]
    assert find(text=line, tokens=["everyone"]).total == 0


def test_an_unknown_word_is_left_as_it_is_where_nothing_is_to_be_corrected(shelf):
    shelf.put("budget", "دليل الموازنة")
    indexing.rebuild()
    assert find(text="الموازننة", tokens=["everyone"]).total == 1
    assert find(text="الموازننة", tokens=["everyone"], corrects=False).total == 0


def test_a_result_says_in_which_languages_it_can_be_read(shelf):
    sides = (Side("ar", "دليل النفايات", "/ar/waste/"), Side("en", "Waste guide", "/en/waste/"))
    shelf.put("waste", sides=sides)
    indexing.rebuild()
    (hit,) = find(text="النفايات", tokens=["everyone"]).hits
    assert (hit.language, hit.languages) == ("ar", ("ar", "en"))
