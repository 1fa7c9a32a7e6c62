"""A stranger and a visitor see nothing that belongs to members, wherever they look with a real browser."""

import pytest
from playwright.sync_api import expect

from tests.browser.people import STRANGER

LOOK = """
from exchange.forum.models import Discussion
from exchange.library.models import Work
from exchange.workshops.models import Workshop
for model in (Discussion, Work, Workshop):
    row = model.objects.filter(audience="platform").first()
    print(model.__name__, row.get_absolute_url() if hasattr(row, "get_absolute_url") else row.get_url(), sep="|")
print("Titles", *[d.title for d in Discussion.objects.filter(audience="platform")],
      *[w.title for w in Work.objects.filter(audience="platform")], sep="|")
"""


@pytest.fixture(scope="module")
def closed(site):
    """Addresses and titles of what is for members of a platform."""
    lines = dict(line.split("|", 1) for line in site.shell(LOOK).splitlines() if "|" in line)
    titles = lines.pop("Titles").split("|")
    assert len(titles) > 5
    return list(lines.values()), titles


@pytest.mark.parametrize("who", [None, STRANGER])
def test_what_belongs_to_members_is_not_there_for_others(open_page, closed, who):
    addresses, titles = closed
    page = open_page("ar", sign_in=who)
    for address in addresses:
        assert page.goto(address).status == 404
    for path in (
        "/ar/",
        "/ar/forum/",
        "/ar/library/",
        "/ar/workshops/",
        "/ar/platforms/engineering/",
    ):
        page.goto(path)
        text = page.content()
        assert [title for title in titles if title in text] == []
    sitemap = page.request.get("/sitemap.xml").text()
    assert [address for address in addresses if address in sitemap] == []
    for title in titles[:6]:
        page.goto(f"/ar/search/?q={title}")
        shown = page.locator("main ul.rows .row__title").all_inner_texts()
        assert title not in shown


@pytest.mark.parametrize("who", [None, STRANGER])
def test_the_api_answers_others_as_if_it_were_not_there(open_page, closed, who):
    _addresses, titles = closed
    page = open_page("ar", sign_in=who)
    for title in titles[:6]:
        answer = page.request.get("/api/v1/search", params={"q": title}).json()
        assert title not in [result["title"] for result in answer["results"]]
        suggested = page.request.get("/api/v1/search/suggest", params={"q": title}).json()
        assert suggested["suggestions"] == []


def test_the_people_directory_is_for_members(open_page, screenshot):
    page = open_page("ar", sign_in=STRANGER)
    page.goto("/ar/people/")
    expect(page.locator("main h1")).to_be_visible()
    expect(page.locator("main ul.rows li.person")).to_have_count(0)
    screenshot(page, "stranger-people")
