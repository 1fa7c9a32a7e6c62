"""Every page in both languages, on a desktop and on a phone: its direction, its width, and a picture to look at."""

import pytest

from tests.browser.people import COORDINATOR, MEMBER, ORGANISER

DIRECTION = {"ar": "rtl", "en": "ltr"}
GUIDE = "platforms/finance/library/budget-preparation-and-control/"
VISITOR = {
    "home": "",
    "platforms": "platforms/",
    "platform": "platforms/engineering/",
    "shelf": "platforms/engineering/library/",
    "library": "library/",
    "guide": GUIDE,
    "paper": "platforms/engineering/library/area-c-building-and-master-plan/",
    "workshops": "workshops/",
    "month": "workshops/month/",
    "workshop": "workshops/9-x/",
    "forum": "forum/",
    "search": "search/?q=الموازنة",
    "search-nothing": "search/?q=قزحلب",
    "privacy": "privacy/",
    "terms": "terms/",
    "about": "about/",
    "not-found": "nothing-here/",
}
ACCOUNTS = {
    "sign-in": "/accounts/login/",
    "sign-up": "/accounts/signup/",
    "password": "/accounts/password/reset/",
}
SIGNED_IN = {
    "desk": "desk/",
    "member-platform": "platforms/engineering/",
    "discussion": "forum/1-x/",
    "new-discussion": "forum/new/?platform=engineering",
    "member-workshop": "workshops/9-x/",
    "people": "people/",
    "notifications": "notifications/",
    "profile": "people/profile/edit/",
}
OFFICE = {
    "members": (COORDINATOR, "platforms/engineering/members/"),
    "workshop-form": (ORGANISER, "workshops/new/"),
}
SIDES = [(language, width) for language in DIRECTION for width in (1280, 360)]


def look_at(page, screenshot, name: str, address: str, language: str) -> None:
    answer = page.goto(address)
    assert answer.status == (404 if name == "not-found" else 200), address
    html = page.locator("html")
    assert (html.get_attribute("lang"), html.get_attribute("dir")) == (language, DIRECTION[language]), address
    assert page.locator("h1").count() == 1, address
    sideways = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert page.evaluate(sideways) == 0, address
    screenshot(page, f"all-{name}")


@pytest.mark.parametrize(("language", "width"), SIDES)
def test_a_visitors_pages_fit_their_screen_and_direction(open_page, screenshot, language, width):
    page = open_page(language, width)
    for name, path in VISITOR.items():
        look_at(page, screenshot, name, f"/{language}/{path}", language)
    for name, path in ACCOUNTS.items():
        look_at(page, screenshot, name, path, language)


@pytest.mark.parametrize(("language", "width"), SIDES)
def test_the_pages_of_members_fit_their_screen_and_direction(open_page, screenshot, language, width):
    page = open_page(language, width, sign_in=MEMBER)
    for name, path in SIGNED_IN.items():
        look_at(page, screenshot, name, f"/{language}/{path}", language)
    page.goto(f"/{language}/people/")
    look_at(page, screenshot, "person", page.locator("main .rows a").first.get_attribute("href"), language)
    for name, (somebody, path) in OFFICE.items():
        page = open_page(language, width, sign_in=somebody)
        look_at(page, screenshot, name, f"/{language}/{path}", language)
