"""The search page while somebody types, by keys and by touch, in both directions, and without JavaScript."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.browser.people import MEMBER

WORDS = {"ar": ("مواز", "موازنة"), "en": ("budg", "budget")}
LANGUAGES = list(WORDS)
ROWS = "#found .rows > .row"
OPTION = "#q-options [role=option]"


def opened(open_page, language, width=1280, path="search/", **options):
    page = open_page(language, width, **options)
    page.goto(f"/{language}/{path}")
    return page


def type_in(page, words: str):
    page.locator("#q").press_sequentially(words, delay=30)


@pytest.mark.parametrize("language", LANGUAGES)
def test_results_come_while_one_types_and_the_address_and_the_focus_follow(open_page, language):
    page = opened(open_page, language)
    type_in(page, WORDS[language][1])
    expect(page.locator(ROWS).first).to_be_visible()
    expect(page).to_have_url(re.compile(r"/search/\?q=[^&]+$"))
    expect(page).to_have_title(re.compile(WORDS[language][1]))
    expect(page.locator("#q")).to_be_focused()
    expect(page.locator("#search-said")).to_have_text(page.locator("#found").get_attribute("data-said"))
    assert page.evaluate("scrollY") == 0

    number = page.locator(ROWS).count()
    page.reload()
    expect(page.locator(ROWS)).to_have_count(number)
    expect(page.locator("#q")).to_have_value(WORDS[language][1])


def test_one_letter_asks_for_nothing_and_a_pause_asks_once(open_page):
    page = opened(open_page, "ar")
    asked = []
    page.on("request", lambda request: asked.append(request.url) if "/search/" in request.url else None)
    type_in(page, "م")
    page.wait_for_timeout(600)
    assert asked == []
    type_in(page, "وازنة")
    expect(page.locator(ROWS).first).to_be_visible()
    assert len([one for one in asked if "suggestions" not in one]) == 1


def test_going_back_from_a_work_leads_to_the_same_results(open_page):
    page = opened(open_page, "ar")
    type_in(page, "موازنة")
    first = page.locator(f"{ROWS} h2 a").first
    expect(first).to_be_visible()
    title = first.inner_text()
    page.keyboard.press("Escape")
    first.click()
    expect(page.locator("h1")).to_have_text(title)
    page.go_back()
    expect(page.locator("#q")).to_have_value("موازنة")
    expect(page.locator(f"{ROWS} h2 a").first).to_have_text(title)


@pytest.mark.parametrize("language", LANGUAGES)
def test_words_are_offered_and_chosen_by_keys(open_page, language):
    page = opened(open_page, language)
    field = page.locator("#q")
    expect(field).to_have_attribute("aria-expanded", "false")
    type_in(page, WORDS[language][0])
    expect(page.locator(OPTION).first).to_be_visible()
    expect(field).to_have_attribute("aria-expanded", "true")
    field.press("ArrowDown")
    expect(page.locator(OPTION).first).to_have_attribute("aria-selected", "true")
    expect(field).to_have_attribute("aria-activedescendant", page.locator(OPTION).first.get_attribute("id"))
    assert Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"] == []
    field.press("ArrowUp")
    expect(page.locator("[aria-selected=true]")).to_have_count(0)
    field.press("Escape")
    expect(page.locator("#q-options")).to_be_hidden()
    expect(field).to_have_value(WORDS[language][0])
    field.press("ArrowDown")
    field.press("ArrowDown")
    wanted = page.locator("[aria-selected=true]").inner_text()
    field.press("Enter")
    expect(page).to_have_url(re.compile("q="))
    expect(page.locator("#q")).to_have_value(wanted)
    expect(page.locator(ROWS).first).to_be_visible()


def test_a_filter_counts_at_once_and_keeps_the_focus(open_page):
    page = opened(open_page, "ar", path="search/?q=موازنة")
    number = page.locator(ROWS).count()
    promised = int(page.locator("label:has(#kind-guide) .count").inner_text())
    assert promised < number
    page.locator("#kind-guide").check()
    expect(page.locator(ROWS)).to_have_count(promised)
    expect(page.locator("#kind-guide")).to_be_focused()
    expect(page).to_have_url(re.compile("kind=guide"))
    page.locator(".chip").first.click()
    expect(page.locator(ROWS)).to_have_count(number)


def test_a_filter_of_the_line_can_be_chosen_anew_beside_it(open_page):
    page = opened(open_page, "ar")
    type_in(page, "موازنة نوع:دليل")
    expect(page.locator(".chip bdi")).to_have_text("دليل")
    expect(page.locator("#q")).to_have_value("موازنة نوع:دليل")
    page.locator("#kind-position-paper").check()
    expect(page.locator(".chip bdi")).to_have_text("ورقة موقف")
    expect(page.locator("#q")).to_have_value("موازنة")


@pytest.mark.parametrize("language", LANGUAGES)
def test_on_a_phone_the_filters_are_a_sheet_that_stays_while_one_chooses(open_page, language):
    page = opened(open_page, language, 360, f"search/?q={WORDS[language][1]}")
    page.locator("#filters > summary").click()
    expect(page.locator("#filters")).to_have_css("position", "fixed")
    page.locator("#kind-guide").check()
    expect(page).to_have_url(re.compile("kind=guide"))
    expect(page.locator("#kind-guide")).to_be_focused()
    expect(page.locator("#filters")).to_have_attribute("open", "")
    page.locator("[data-closes-filters]").click()
    expect(page.locator("#filters")).not_to_have_attribute("open", "")
    expect(page.locator("#filters > summary")).to_be_focused()
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


@pytest.mark.parametrize("language", LANGUAGES)
def test_without_javascript_the_same_page_works_with_its_buttons(open_page, language):
    page = opened(open_page, language, javascript=False)
    page.locator("#q").fill(WORDS[language][1])
    page.locator("#q").press("Enter")
    expect(page.locator(ROWS).first).to_be_visible()
    page.locator("#kind-guide").check()
    page.locator("[data-closes-filters]").click()
    expect(page).to_have_url(re.compile("kind=guide"))
    expect(page.locator(".chip")).to_have_count(1)

    page.locator(".advanced > summary").click()
    page.locator("#more-phrase").fill("خطة")
    page.locator("#more-kind").select_option("")
    page.locator(".advanced .button").click()
    expect(page).to_have_url(re.compile(r"\?q=[^&]*%C2%AB[^&]*%C2%BB$"))


def test_a_member_who_finds_nothing_asks_with_the_question_filled_in(open_page):
    page = opened(open_page, "ar", path="search/?q=قزحلب شمندور", sign_in=MEMBER)
    page.locator(".ways__ask .button").click()
    expect(page.locator("[name=title]")).to_have_value("قزحلب شمندور")


def test_what_is_opened_is_counted_without_holding_the_reader_up(open_page):
    page = opened(open_page, "ar", path="search/?q=موازنة", sign_in=MEMBER)
    with page.expect_request("**/search/opened/") as told:
        page.locator(f"{ROWS} h2 a").nth(1).click()
    sent = told.value.post_data
    assert (
        "موازنة" in sent
        and re.search(r'name="place"\s+2\s', sent)
        and re.search(r'"document"\s+\w[\w-]*:', sent)
    )
    expect(page.locator("h1")).to_be_visible()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("path", ["", "?q=موازنة&kind=guide&year=2026", "?q=قزحلب&kind=guide"])
def test_every_state_is_clean_and_fits(open_page, language, width, path):
    page = opened(open_page, language, width, f"search/{path}")
    page.locator(".advanced > summary").click()
    assert Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
