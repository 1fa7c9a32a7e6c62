"""A visitor reads what is open to everybody, in both languages."""

import re

import pytest

HOME = {"ar": "rtl", "en": "ltr"}
SLUGS = ["public-relations", "engineering", "finance", "village-councils", "innovation"]


@pytest.mark.parametrize("language", ["ar", "en"])
def test_a_visitor_reads_home_platforms_library_workshops_and_standing_pages(open_page, screenshot, language):
    page = open_page(language)
    for name, path in (
        ("home", "/"),
        ("platforms", "/platforms/"),
        ("library", "/library/"),
        ("workshops", "/workshops/"),
        ("privacy", "/privacy/"),
        ("terms", "/terms/"),
        ("about", "/about/"),
    ):
        answer = page.goto(f"/{language}{path}")
        assert answer.status == 200
        html = page.locator("html")
        assert (html.get_attribute("lang"), html.get_attribute("dir")) == (language, HOME[language])
        assert page.locator("main h1").count() == 1
        assert len(page.locator("main").inner_text()) > 150
        screenshot(page, f"visitor-{name}")


@pytest.mark.parametrize("slug", SLUGS)
def test_every_platform_has_a_page_in_both_languages(page_ar, slug):
    names = []
    for language in ("ar", "en"):
        assert page_ar.goto(f"/{language}/platforms/{slug}/").status == 200
        names.append(page_ar.locator("main h1").inner_text())
    assert re.search("[ء-ي]", names[0])
    assert re.search("[A-Za-z]", names[1])


@pytest.mark.parametrize(
    "path",
    ["", "platforms/", "platforms/finance/", "platforms/finance/library/", "library/", "workshops/", "forum/",
     "privacy/", "platforms/finance/library/budget-preparation-and-control/"],
)  # fmt: skip
def test_the_language_switch_stays_on_the_same_page(page_ar, path):
    page_ar.goto(f"/ar/{path}")
    page_ar.locator("a[hreflang=en]").first.click()
    page_ar.wait_for_url(re.compile(rf"/en/{path}$"))
    page_ar.locator("a[hreflang=ar]").first.click()
    page_ar.wait_for_url(re.compile(rf"/ar/{path}$"))


def test_robots_sitemap_canonical_and_hreflang_are_there(page_ar, site):
    robots = site.get("/robots.txt").text
    assert f"Sitemap: {site.url}/sitemap.xml" in robots
    sitemap = site.get("/sitemap.xml").text
    assert f"<loc>{site.url}/ar/platforms/finance/library/budget-preparation-and-control/</loc>" in sitemap
    page_ar.goto("/ar/library/")
    assert page_ar.locator("link[rel=canonical]").get_attribute("href") == f"{site.url}/ar/library/"
    alternates = {
        link.get_attribute("hreflang"): link.get_attribute("href")
        for link in page_ar.locator("link[rel=alternate][hreflang]").all()
    }
    assert alternates == {
        "ar": f"{site.url}/ar/library/",
        "en": f"{site.url}/en/library/",
        "x-default": f"{site.url}/ar/library/",
    }


@pytest.mark.parametrize(("path", "language"), [("/ar/nothing-here/", "ar"), ("/en/nothing-here/", "en")])
def test_an_unknown_address_is_answered_in_the_language_of_the_address(open_page, screenshot, path, language):
    page = open_page(language)
    assert page.goto(path).status == 404
    assert page.locator("html").get_attribute("lang") == language
    screenshot(page, "not-found")


@pytest.mark.parametrize("language", ["ar", "en"])
@pytest.mark.parametrize(
    "path", ["", "library/", "workshops/", "platforms/engineering/", "forum/", "search/?q=GIS"]
)
def test_nothing_scrolls_sideways_on_a_phone(open_page, screenshot, language, path):
    page = open_page(language, 360)
    page.goto(f"/{language}/{path}")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    screenshot(page, f"phone-{path.strip('/').replace('/', '-').split('?')[0] or 'home'}")
