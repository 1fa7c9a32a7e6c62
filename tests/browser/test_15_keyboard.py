"""Without a mouse: every stop of Tab is seen, in order, and whole deeds are done by keys alone."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.keyboard import STOPS, follow, stop, tab_through, tab_to
from tests.browser.people import MEMBER, ORGANISER
from tests.browser.scenes import GUIDE
from tests.browser.test_6_member import open_workshop

PAGES = {
    "visitor": (None, ["", "platforms/engineering/", "library/", GUIDE, "workshops/month/", "search/?q=الموازنة"]),
    "member": (MEMBER, ["", "forum/1-x/", "forum/new/?platform=engineering", "workshops/9-x/", "desk/",
                        "people/?q=م", "notifications/", "people/profile/edit/"]),
    "organiser": (ORGANISER, ["workshops/new/"]),
}  # fmt: skip


@pytest.mark.parametrize("width", [1280, 360])
@pytest.mark.parametrize("language", ["ar", "en"])
@pytest.mark.parametrize("who", PAGES)
def test_tab_comes_to_everything_in_order_and_each_stop_is_seen(open_page, who, language, width):
    person, paths = PAGES[who]
    page = open_page(language, width, sign_in=person)
    for path in paths:
        page.goto(f"/{language}/{path}", wait_until="load")
        # What scripts reveal is there a moment after the page.
        expect(page.locator("footer [data-shortcut]")).to_be_visible()
        expected = page.evaluate(STOPS)
        stops = tab_through(page)
        assert stops[0].name.startswith("a.skip"), path
        places = [one.place for one in stops]
        assert places == sorted(places), path
        assert set(expected) - set(places) == set(), path
        assert [fault for one in stops for fault in one.faults] == [], path


@pytest.mark.parametrize("width", [1280, 360])
@pytest.mark.parametrize("language", ["ar", "en"])
def test_the_skip_link_leads_to_the_content(open_page, language, width):
    page = open_page(language, width)
    page.goto(f"/{language}/library/")
    page.keyboard.press("Tab")
    skip = page.locator("a.skip")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
    page.keyboard.press("Tab")
    assert page.evaluate("document.querySelector('main').contains(document.activeElement)")


def test_one_signs_in_searches_reads_takes_a_seat_gives_it_back_and_writes_by_keys_alone(open_page, site):
    number, _address = open_workshop(site, MEMBER)
    page = open_page("ar")
    page.goto("/ar/")
    follow(page, "a[href^='/accounts/login/']", "login")
    tab_to(page, "main [name=login]")
    page.keyboard.type(MEMBER[0])
    tab_to(page, "main [name=password]")
    page.keyboard.type(MEMBER[1])
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/desk/$"))

    page.keyboard.press("/")
    expect(page.locator("#site-q")).to_be_focused()
    page.keyboard.type("الموازنة")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/search/"))
    follow(page, "main .row__title a[href*='/library/']", "/library/")

    page.goto("/ar/workshops/")
    follow(page, f"main a[href*='/workshops/{number}-']", f"/workshops/{number}-")
    tab_to(page, "form[action$='/register/'] button")
    page.keyboard.press("Enter")
    expect(page.locator("[data-standing=registered]")).to_be_visible()
    tab_to(page, ".confirm summary")
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog")
    expect(dialog).to_be_visible()
    page.keyboard.press("Shift+Tab")
    expect(dialog.locator("form button")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("[data-standing=registered]")).to_have_count(0)

    page.goto("/ar/forum/?platform=innovation")
    follow(page, "main .row__title a", r"/forum/\d+-")
    tab_to(page, "#composer [name=text]")
    words = "كتبت هذا بلوحة المفاتيح وحدها"
    page.keyboard.type(words)
    tab_to(page, "#composer button[type=submit]")
    page.keyboard.press("Enter")
    expect(page.locator("#posts > li", has_text=words).first).to_be_visible()
    assert stop(page) is not None


def test_a_menu_opens_and_closes_by_keys_and_gives_the_focus_back(open_page):
    page = open_page("ar", 360, sign_in=MEMBER)
    page.goto("/ar/desk/")
    tab_to(page, ".menu summary")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.locator(".menu__list a").first).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator(".menu__list")).to_be_hidden()
    expect(page.locator(".menu summary")).to_be_focused()


def test_results_are_narrowed_on_a_phone_by_keys_alone(open_page):
    page = open_page("ar", 360)
    page.goto("/ar/search/?q=الموازنة")
    tab_to(page, ".filters__sheet > summary")
    page.keyboard.press("Enter")
    tab_to(page, ".filters__sheet input")
    page.keyboard.press("ArrowDown")
    expect(page).to_have_url(re.compile("kind="))
    tab_to(page, ".filters__sheet button")
    page.keyboard.press("Enter")
    expect(page.locator(".filters__sheet > summary")).to_be_focused()
    expect(page.locator(".chip")).to_have_count(1)


def test_the_month_is_turned_and_a_workshop_opened_by_keys_alone(open_page, site):
    page = open_page("ar")
    page.goto("/ar/workshops/month/")
    follow(page, "a[rel=next]", "month=")
    follow(page, "a[rel=prev]", "month=")
    follow(page, ".month td a", r"/workshops/\d+-")


def test_whoever_asks_to_join_and_whoever_signs_up_needs_no_mouse(open_page):
    page = open_page("ar", sign_in=MEMBER)
    page.goto("/ar/platforms/finance/join/")
    tab_to(page, "main [name=reason]")
    tab_to(page, "main form .button")
    page = open_page("ar")
    page.goto("/accounts/signup/")
    for field in ("name", "email", "password1"):
        tab_to(page, f"main [name={field}]")
        page.keyboard.type("سناء")
    tab_to(page, "main [name=consent]")
    page.keyboard.press("Space")
    expect(page.locator("main [name=consent]")).to_be_checked()
    tab_to(page, "main form .button:not(.button--quiet)")
    page.keyboard.press("Enter")
    # The summary of what is wrong has the focus.
    expect(page.locator("#form-errors")).to_be_focused()
