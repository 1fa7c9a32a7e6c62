"""A member searches without caring about spelling, opens the guide at the hit, and takes a seat."""

import re
from urllib.parse import unquote

import icalendar
import pytest

from tests.browser.people import MEMBER, OTHER_MEMBER

SPELLINGS = ["الموازنة", "موازنه", "بالمُوازَنة", "والموازنات"]


@pytest.mark.parametrize("query", SPELLINGS)
def test_the_budget_guide_is_found_however_it_is_spelled(open_page, query):
    page = open_page("ar", sign_in=MEMBER)
    page.goto("/ar/")
    page.fill("#site-q", query)
    page.press("#site-q", "Enter")
    page.wait_for_url(re.compile("/ar/search/"))
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
    assert place.count() == 1
    box = place.bounding_box()
    assert -20 <= box["y"] <= 900
    screenshot(page, "guide")


FIND = """
from django.utils import timezone
from exchange.people.models import User
from exchange.workshops.models import Workshop
person = User.objects.get(email={email!r})
for workshop in Workshop.objects.visible_to(person).filter(state="published"):
    taken = workshop.registrations.filter(state="confirmed").count()
    is_coming = workshop.sessions.order_by("starts_at").first().starts_at > timezone.now()
    if is_coming and taken < workshop.seats and not workshop.registrations.filter(person=person).exists():
        print(workshop.pk, workshop.get_absolute_url())
        break
"""


def open_workshop(site) -> tuple[str, str]:
    """Number and address of a coming workshop with seats that the other member is not registered for."""
    number, address = site.shell(FIND.format(email=OTHER_MEMBER[0])).splitlines()[-1].split()
    return number, re.sub("^/(ar|en)/", "/", address)


@pytest.mark.parametrize("language", ["ar", "en"])
def test_a_member_takes_a_seat_gets_a_calendar_file_and_gives_the_seat_back(
    open_page, site, screenshot, language
):
    number, address = open_workshop(site)
    page = open_page(language, sign_in=OTHER_MEMBER)
    page.goto(f"/{language}{address}")
    screenshot(page, "workshop-open")
    before = len([mail for mail in site.mails() if OTHER_MEMBER[0] in str(mail["To"])])
    page.locator("form[action$='/register/'] button").click()
    page.wait_for_load_state()
    assert page.locator("[data-standing=registered]").count() == 1
    screenshot(page, "workshop-registered")

    for _attempt in range(100):
        mails = [mail for mail in site.mails() if OTHER_MEMBER[0] in str(mail["To"])]
        if len(mails) > before:
            break
        page.wait_for_timeout(200)
    parts = [part for part in mails[-1].walk() if part.get_content_type() == "text/calendar"]
    calendar = icalendar.Calendar.from_ical(parts[0].get_payload(decode=True))
    assert [event.name for event in calendar.walk("VEVENT")] != []
    assert str(calendar["METHOD"]) == "REQUEST"

    page.goto(f"/{language}/desk/")
    assert page.locator(f"main a[href*='/workshops/{number}-']").count() >= 1
    page.goto(f"/{language}{address}")
    page.locator(".box details summary").click()
    page.locator("form[action$='/cancel-registration/'] button").click()
    page.wait_for_load_state()
    assert page.locator("[data-standing=registered]").count() == 0
