"""What comes out of a printer: A4 with room to bind, letters to read, and nothing that is only there to be pressed."""

import io

import pypdf
import pytest
from playwright.sync_api import expect

from tests.browser.people import ORGANISER
from tests.browser.scenes import GUIDE

A4 = (595, 842)
# Points of 1/72 inch: 18 mm, and 28 mm on the side of the binding.
NARROW, WIDE = 51, 79


def printed(page) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True)))


def sides(sheet) -> tuple[float, float]:
    """How far from the left and from the right edge of a printed page its first and last signs begin."""
    places = []

    def see(text, cm, tm, _font, _size) -> None:
        if text.strip():
            places.append(tm[4] * cm[0] + tm[5] * cm[2] + cm[4])

    sheet.extract_text(visitor_text=see)
    return min(places), A4[0] - max(places)


@pytest.mark.parametrize("language", ["ar", "en"])
def test_a_guide_is_printed_to_be_read_and_bound(open_page, language):
    page = open_page(language)
    page.goto(f"/{language}/{GUIDE}")
    file = printed(page)
    assert {(round(sheet.mediabox.width), round(sheet.mediabox.height)) for sheet in file.pages} == {A4}
    assert 5 <= len(file.pages) <= 14
    left, right = sides(file.pages[1])
    if language == "ar":
        assert left >= NARROW - 1 and right >= WIDE - 1
        assert any("Naskh" in name for name in fonts(file))
    else:
        assert left >= WIDE - 1 and right >= NARROW - 1
        assert "Contents" in file.pages[0].extract_text()
    page.emulate_media(media="print")
    expect(page.locator(".contents li a").first).to_be_visible()
    expect(page.locator(".prose--reading p").nth(1)).to_have_css(
        "font-size", {"ar": "16px", "en": "14.6667px"}[language]
    )
    for pressed in ("header nav", "footer", ".reading__tools", ".skip", ".crumbs"):
        expect(page.locator(pressed).locator("visible=true")).to_have_count(0)


def fonts(file: pypdf.PdfReader) -> set[str]:
    return {
        str(font.get_object().get("/BaseFont"))
        for sheet in file.pages
        for font in (sheet["/Resources"].get("/Font") or {}).values()
    }


def test_the_address_of_a_link_is_printed_behind_it_the_right_way_round(open_page):
    page = open_page("ar")
    page.goto(f"/ar/{GUIDE}")
    page.emulate_media(media="print")
    style = page.evaluate(
        """() => {
            document.querySelector(".prose").insertAdjacentHTML("beforeend",
                "<p>انظر <a id='there' href='https://www.cbs.gov.example/a?b=1'>الإحصاء</a>.</p>");
            const style = getComputedStyle(document.querySelector("#there"), "::after");
            return [style.content, style.direction, style.unicodeBidi];
        }"""
    )
    assert style == ['" (https://www.cbs.gov.example/a?b=1)"', "ltr", "isolate"]


@pytest.mark.parametrize("language", ["ar", "en"])
def test_the_sheet_to_sign_is_a_table_with_room_for_names(open_page, language):
    page = open_page(language, sign_in=ORGANISER)
    page.goto(f"/{language}/workshops/?platform=engineering")
    address = page.locator(".rows a[href*='/workshops/']").first.get_attribute("href")
    page.goto(f"{address.rstrip('/')}/registrations/print/")
    page.emulate_media(media="print")
    rows = page.locator("table tbody tr")
    expect(rows.first).to_be_visible()
    expect(page.locator("table thead th")).to_have_count(5)
    expect(page.locator("[data-prints]")).to_be_hidden()
    to_sign = rows.first.locator("td").last.evaluate("cell => cell.getBoundingClientRect().toJSON()")
    assert to_sign["width"] >= 130 and to_sign["height"] >= 40
    file = printed(page)
    assert {(round(sheet.mediabox.width), round(sheet.mediabox.height)) for sheet in file.pages} == {A4}
