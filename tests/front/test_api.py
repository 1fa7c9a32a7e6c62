"""Search as JSON: the form that other programs hold on to."""

import pytest

from exchange.journal.worker import drain
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def works():
    platform = make.platform("finance")
    make.work(platform, "دليل الموازنة", text="تقدير الإيرادات بتحفظ", slug="budget")
    make.work(platform, "الموازنة الداخلية", audience="platform")
    drain()
    return platform


def test_the_answer_has_the_agreed_form(client, works):
    answer = client.get("/api/v1/search", {"q": "الموازنة"}).json()
    assert set(answer) == {"query", "total", "took_ms", "results", "facets", "did_you_mean", "next"}
    assert (answer["query"], answer["total"], answer["next"]) == ("الموازنة", 1, None)
    assert set(answer["facets"]) == {"kind", "platform", "language", "year"}
    (result,) = answer["results"]
    assert set(result) == {
        "id", "kind", "title", "url", "language", "platforms", "published_at", "snippet", "score",
    }  # fmt: skip
    assert (result["kind"], result["title"], result["platforms"]) == ("guide", "دليل الموازنة", ["finance"])
    assert result["url"] == "/ar/platforms/finance/library/budget/"


def test_a_member_finds_what_a_visitor_does_not(client, works):
    client.force_login(make.member(works))
    assert client.get("/api/v1/search", {"q": "الموازنة"}).json()["total"] == 2


def test_days_alone_ask_for_what_was_published_then(client, works):
    found = client.get("/api/v1/search", {"from": "2000-01-01", "platform": "finance"}).json()["results"]
    assert [result["title"] for result in found if result["kind"] == "guide"] == ["دليل الموازنة"]
    assert client.get("/api/v1/search", {"to": "2000-01-01"}).json()["total"] == 0
    assert client.get("/api/v1/search").json()["total"] == 0


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("kind", "recipe"),
        ("language", "fr"),
        ("page", "0"),
        ("page_size", "1000"),
        ("from", "yesterday"),
        ("sort", "x"),
    ],
)
def test_bad_input_is_a_422_that_names_the_field(client, field, value):
    answer = client.get("/api/v1/search", {"q": "x", field: value})
    assert answer.status_code == 422
    assert field in answer.content.decode()


def test_suggestions_are_titles_that_the_person_may_see(client, works):
    assert client.get("/api/v1/search/suggest", {"q": "المواز"}).json() == {"suggestions": ["دليل الموازنة"]}


@pytest.mark.parametrize("query", ["", "   ", "*" * 5000, "\u202e\u200b", "\x00", '«»"-', "ُ" * 5000])
def test_whatever_is_asked_has_an_answer(client, query):
    assert client.get("/api/v1/search", {"q": query}).status_code == 200
    assert client.get("/ar/search/", {"q": query}).status_code == 200
