"""Every page in both languages, on a desktop and on a phone, in both themes: what can be counted, and a picture."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.scenes import PARTS, scenes

DIRECTION = {"ar": "rtl", "en": "ltr"}
SIDEWAYS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
TWICE_AS_LARGE = "document.documentElement.style.fontSize = '200%'"
AS_LARGE = "document.documentElement.style.fontSize = ''"
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
# The rules that look at colours are all that another theme can break.
LOOKED_FOR = {
    "light": {"runOnly": {"type": "tag", "values": WCAG}},
    "dark": {"runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}},
}


@pytest.fixture(scope="module")
def axe() -> Axe:
    return Axe()


def found_by(axe: Axe, page, theme: str) -> list[tuple]:
    """What axe-core finds against WCAG 2.2 A and AA: the rule, and where."""
    answer = axe.run(page, options=LOOKED_FOR[theme] | {"resultTypes": ["violations"]}).response
    return [
        (theme, fault["id"], [node["target"] for node in fault["nodes"]][:3])
        for fault in answer["violations"]
    ]


@pytest.mark.parametrize("width", [1280, 360])
@pytest.mark.parametrize("language", DIRECTION)
@pytest.mark.parametrize("part", PARTS)
def test_every_page_fits_its_direction_its_screen_and_everybody(
    open_page, screenshot, axe, part, language, width
):
    who, addresses = scenes(part, language)
    page = open_page(language, width, sign_in=who)
    faults = {}
    for name, address in addresses.items():
        page.emulate_media(color_scheme="light", reduced_motion="reduce")
        answer = page.goto(address)
        assert answer.status == (404 if name == "not-found" else 200), address
        html = page.locator("html")
        assert (html.get_attribute("lang"), html.get_attribute("dir")) == (language, DIRECTION[language]), (
            address
        )
        assert page.locator("h1").count() == 1, address
        seen = []
        for theme in LOOKED_FOR:
            page.emulate_media(color_scheme=theme, reduced_motion="reduce")
            screenshot(page, f"all-{name}-{theme}")
            seen += found_by(axe, page, theme)
        faults[name] = seen + too_wide(page, width)
    assert {name: seen for name, seen in faults.items() if seen} == {}


def too_wide(page, width: int) -> list[tuple]:
    """How many pixels the page can be pushed sideways: as it is, on the smallest phone, and with text at 200 %."""
    seen = [("as it is", page.evaluate(SIDEWAYS))]
    if width == 360:
        page.set_viewport_size({"width": 320, "height": 640})
        seen.append(("at 320 px", page.evaluate(SIDEWAYS)))
    else:
        page.evaluate(TWICE_AS_LARGE)
        seen.append(("at 200 %", page.evaluate(SIDEWAYS)))
        page.evaluate(AS_LARGE)
    page.set_viewport_size({"width": width, "height": 780 if width < 600 else 900})
    return [(where, pixels) for where, pixels in seen if pixels]
