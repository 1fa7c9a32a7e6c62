"""A member searches without caring about spelling, opens the guide at the hit, and takes a seat."""

import re
from urllib.parse import unquote

import icalendar
import pytest
from playwright.sync_api import expect

from tests.browser.moves import follow
from tests.browser.people import MEMBER, OTHER_MEMBER

SPELLINGS = ["الموازنة", "موازنه", "بالمُوازَنة", "والموازنات"]


@pytest.mark.parametrize("query", SPELLINGS)
def test_the_budget_guide_is_found_however_it_is_spelled(open_page, query):
    page = open_page("ar", sign_in=MEMBER)
    page.goto("/ar/")
    page.fill("#site-q", query)
    with page.expect_navigation(url=re.compile("/ar/search/")):
        page.press("#site-q", "Enter")
    titles = page.locator("main ul.rows li").all_inner_texts()
    assert any("إعداد الموازنة والرقابة على تنفيذها" in title for title in titles)
    assert page.locator("main mark").count() > 0


@pytest.mark.parametrize("language", ["ar", "en"])
def test_a_member_filters_by_kind_and_platform_and_opens_the_guide_at_the_hit(
    open_page, screenshot, language
):
    page = open_page(language, sign_in=MEMBER)
    page.goto(f"/{language}/search/?q=موازنة&kind=guide&platform=finance")
    screenshot(page, "search")
    links = page.locator("main ul.rows li h3 a, main ul.rows li .row__title a")
    assert links.count() >= 1
    links.first.click()
    page.wait_for_url(re.compile("/library/.*#"))
    anchor = unquote(page.url.split("#")[1])
    place = page.locator(f"[id='{anchor}']")
    expect(place).to_have_count(1)
    expect(place).to_be_in_viewport()
    box = place.bounding_box()
    assert -20 <= box["y"] <= 900
    screenshot(page, "guide")


FIND = """
from datetime import timedelta
from exchange.journal import now
from exchange.people.models import User
from exchange.workshops.models import Workshop
person = User.objects.get(email={email!r})
for workshop in Workshop.objects.visible_to(person).filter(state="published"):
    # Open for longer than the test takes.
    is_open = workshop.closes_at() > now() + timedelta(hours=1) and workshop.free_seats()
    if is_open and not workshop.registrations.filter(person=person).exists():
        print(workshop.pk, workshop.get_absolute_url())
        break
"""


def open_workshop(site, person: tuple[str, str] = OTHER_MEMBER) -> tuple[str, str]:
    """Number and address of a workshop that takes registrations and that the person was never registered for."""
    number, address = site.shell(FIND.format(email=person[0])).splitlines()[-1].split()
    return number, re.sub("^/(ar|en)/", "/", address)


def calendars(site) -> list[icalendar.Calendar]:
    """The calendar files that the other member was sent, oldest first."""
    return [
        icalendar.Calendar.from_ical(part.get_payload(decode=True))
        for mail in site.mails()
        if OTHER_MEMBER[0] in str(mail["To"])
        for part in mail.walk()
        if part.get_content_type() == "text/calendar"
    ]


@pytest.mark.parametrize("language", ["ar", "en"])
def test_a_member_takes_a_seat_gets_a_calendar_file_and_gives_the_seat_back(
    open_page, site, screenshot, language
):
    number, address = open_workshop(site)
    page = open_page(language, sign_in=OTHER_MEMBER)
    page.goto(f"/{language}{address}")
    screenshot(page, "workshop-open")
    before = len(calendars(site))
    follow(page, page.locator("form[action$='/register/'] button"))
    expect(page.locator("[data-standing=registered]")).to_have_count(1)
    screenshot(page, "workshop-registered")

    # Mail about a seat that was given back before may still come among them.
    requests = []
    for _attempt in range(300):
        requests = [one for one in calendars(site)[before:] if str(one["METHOD"]) == "REQUEST"]
        if requests:
            break
        page.wait_for_timeout(200)
    assert len(requests) == 1
    assert [event.name for event in requests[0].walk("VEVENT")] != []

    page.goto(f"/{language}/desk/")
    expect(page.locator(f"main a[href*='/workshops/{number}-']")).not_to_have_count(0)
    page.goto(f"/{language}{address}")
    page.locator(".box details summary").click()
    follow(page, page.locator("form[action$='/cancel-registration/'] button"))
    expect(page.locator("[data-standing]")).not_to_have_count(0)
    expect(page.locator("[data-standing=registered]")).to_have_count(0)
