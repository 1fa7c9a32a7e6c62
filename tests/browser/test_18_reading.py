"""A guide while it is read: the contents follow, and a line says how far one has come."""

import pytest
from playwright.sync_api import expect

from tests.browser.scenes import GUIDE

BAR = "[data-read]"
HERE = ".contents a[aria-current]"


@pytest.mark.parametrize("language", ["ar", "en"])
def test_the_contents_name_the_chapter_that_is_read_and_the_line_grows_to_the_end(open_page, language):
    page = open_page(language)
    page.goto(f"/{language}/{GUIDE}")
    links = page.locator(".contents a")
    expect(page.locator(BAR)).to_have_js_property("value", 0)
    expect(page.locator(HERE)).to_have_count(0)

    links.nth(3).click()
    expect(page.locator(HERE)).to_have_text(links.nth(3).inner_text())
    page.wait_for_function("bar => 0 < bar.value && bar.value < 100", arg=page.locator(BAR).element_handle())

    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    expect(page.locator(BAR)).to_have_js_property("value", 100)
    expect(page.locator(HERE)).to_have_text(links.last.inner_text())
    page.evaluate("scrollTo(0, 0)")
    expect(page.locator(HERE)).to_have_count(0)


def test_the_line_begins_where_lines_of_the_language_begin(open_page):
    directions = {}
    for language in ("ar", "en"):
        page = open_page(language)
        page.goto(f"/{language}/{GUIDE}")
        directions[language] = page.locator(BAR).evaluate("bar => getComputedStyle(bar).direction")
    assert directions == {"ar": "rtl", "en": "ltr"}


def test_without_javascript_there_is_no_line_that_stands_still(open_page):
    page = open_page("ar", javascript=False)
    page.goto(f"/ar/{GUIDE}")
    expect(page.locator(BAR)).to_be_hidden()
    expect(page.locator(".contents a").first).to_be_visible()
