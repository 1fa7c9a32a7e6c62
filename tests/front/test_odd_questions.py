"""Whatever is typed or sent, page, API and suggestions give a clear answer at a bounded cost."""

import time
from html.parser import HTMLParser

import pytest

from exchange.journal.worker import drain
from tests import factories as make
from tests.search.odd import ODD

pytestmark = pytest.mark.django_db
PAGE, API = "/ar/search/", "/api/v1/search"
# Seconds of the processor for one answer, on a slow machine too.
MOST = 3
BIDI = set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


@pytest.fixture
def works(settings, tmp_path):
    settings.SEARCH_INDEX_DIR = tmp_path / "index"
    make.work(make.platform("finance"), "خطة العمل", text="خطة البلدية", audience="everyone")
    drain()


class Field(HTMLParser):
    """What the field of the page holds, and whether the page is whole."""

    value, is_whole = "", False

    def handle_starttag(self, tag, attributes):
        named = dict(attributes)
        if tag == "input" and named.get("name") == "q" and not self.value:
            self.value = named.get("value") or ""

    def handle_endtag(self, tag):
        self.is_whole = self.is_whole or tag == "html"


def sendable(text: str) -> str:
    """As a browser sends it: halves of characters are replaced."""
    return text.encode("utf-8", "replace").decode()


def timed(client, path: str, asked: dict):
    began = time.process_time()
    response = client.get(path, asked)
    assert time.process_time() - began < MOST, path
    return response


@pytest.mark.parametrize("text", ODD.values(), ids=ODD.keys())
def test_an_odd_question_has_a_clear_answer(client, works, text):
    text = sendable(text)
    response = timed(client, PAGE, {"q": text})
    page = response.content.decode()
    field = Field()
    field.feed(page)
    assert (response.status_code, field.is_whole) == (200, True)
    # What is shown again is what was read, and no longer; nothing in it turns the page around.
    assert len(field.value) <= 400 and not BIDI & set(field.value)
    assert len(page) < 300_000
    for path in (API, "/api/v1/search/suggest", "/ar/search/suggestions/"):
        assert timed(client, path, {"q": text}).status_code == 200
    answer = client.get(API, {"q": text}).json()
    assert answer["total"] == len(answer["results"]) <= 20


ODD_FILTERS = [
    {"page": "10000"}, {"page": "10001"}, {"page": "9" * 5_000}, {"page": "-1"}, {"page": "٣"}, {"page": "x"},
    {"kind": "recipe"}, {"kind": "a" * 50_000}, {"platform": "no-such"}, {"platform": "\x00"}, {"year": "٢٠٢٦"},
    {"year": "x" * 50_000}, {"authority": "1"}, {"authority": "9" * 5_000}, {"authority": "ا" * 20_000}, {"file_type": "*"},
    {"from": "yesterday"}, {"from": "0000-00-00"}, {"to": "99999-01-01"}, {"sort": "x"}, {"language": "\u202e"},
    {"no-such": "filter"}, {f"f{number}": "x" for number in range(900)},
]  # fmt: skip


@pytest.mark.parametrize("narrowed", ODD_FILTERS, ids=lambda narrowed: str(narrowed)[:40])
def test_an_odd_filter_has_a_clear_answer(client, works, narrowed):
    page = timed(client, PAGE, {"q": "خطة"} | narrowed)
    assert page.status_code == 200
    assert len(page.content) < 600_000
    api = timed(client, API, {"q": "خطة"} | narrowed)
    # The API names the field that it does not understand.
    assert api.status_code == 200 or (api.status_code == 422 and next(iter(narrowed)) in api.content.decode())
    assert len(api.content) < 200_000
