"""Without network: what was read stays readable on the device, for its reader and for nobody else."""

import re
import time

import pytest
from playwright.sync_api import expect

from tests.browser.moves import follow
from tests.browser.people import MEMBER, OTHER_MEMBER

GUIDE = "platforms/finance/library/budget-preparation-and-control/"
UNSEEN = "platforms/engineering/"
STORES = "async () => (await caches.keys()).filter((name) => name.startsWith('pages-'))"
# To look into a store that is being deleted makes it anew: wait with STORES first where one is.
KEPT = """async () => {
  const kept = [];
  for (const name of await caches.keys()) {
    if (!name.startsWith("pages-") || !(await caches.has(name))) continue;
    for (const one of await (await caches.open(name)).keys()) kept.push(new URL(one.url).pathname);
  }
  return kept;
}"""
# Every word that the device keeps of pages, in whatever store.
WORDS = """async () => {
  let words = "";
  for (const name of await caches.keys()) {
    if (name === "files" || !(await caches.has(name))) continue;
    const store = await caches.open(name);
    for (const one of await store.keys()) words += await (await store.match(one)).text();
  }
  return words;
}"""
PATIENCE_SECONDS = 30
LINE = {"ar": "لا اتصال بالشبكة", "en": "No connection to the network"}


def start(page) -> None:
    """The worker is there from the second page on: the first page brings it."""
    page.goto(f"/{page.language}/about/")
    page.wait_for_function("() => navigator.serviceWorker.controller !== null")


def read(page, *paths: str) -> None:
    """Open the pages with a network and wait until they are kept."""
    for path in paths:
        address = f"/{page.language}/{path}"
        assert page.goto(address).status == 200
        wait_for(page, lambda kept, address=address: kept and kept[-1] == address)


def wait_for(page, is_so, look: str = KEPT) -> list[str]:
    """The addresses that are kept, or what else `look` finds, as soon as they are as they should be."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not is_so(seen := page.evaluate(look)):
        assert time.monotonic() < deadline, seen
        page.wait_for_timeout(50)
    return seen


def titles(page) -> list[str]:
    """What the page without network offers; from then on all that it shows of the device stands."""
    page.wait_for_selector("[data-kept-pages] a")
    return page.locator("[data-kept-pages] a").all_inner_texts()


def says_that_there_is_no_network(page) -> None:
    expect(page.locator("main h1")).to_have_text("بلا اتصال بالشبكة")


@pytest.mark.parametrize("language", ["ar", "en"])
def test_a_member_reads_on_without_network_and_finds_what_is_kept_and_the_timetable(
    open_page, screenshot, language
):
    page = open_page(language, sign_in=MEMBER)
    start(page)
    read(page, GUIDE, "desk/")
    days = page.locator("section[aria-labelledby=next] .workshop").all_inner_texts()
    assert days != []
    expect(page.locator("[data-offline]")).to_be_hidden()
    read(page, GUIDE)
    title, text = page.inner_text("main h1"), page.inner_text("main")

    page.context.set_offline(True)
    expect(page.locator("[data-offline]")).to_contain_text(LINE[language])
    page.goto(f"/{language}/{GUIDE}")
    expect(page.locator("[data-offline]")).to_contain_text(LINE[language])
    expect(page.locator("main h1")).to_have_text(title)
    assert page.inner_text("main") == text
    screenshot(page, "offline-guide")

    page.goto(f"/{language}/{UNSEEN}")
    assert page.locator("html").get_attribute("lang") == language
    expect(page.locator("[data-in-place]")).to_be_visible()
    assert titles(page)[0] == title
    expect(page.locator(f"[data-kept-pages] a[href='/{language}/desk/']")).to_have_count(1)
    expect(page.locator("[data-timetable] .workshop").first).to_be_visible()
    assert page.locator("[data-timetable] .workshop").all_inner_texts() == days
    expect(page.locator("[data-seen]")).not_to_be_empty()
    expect(page.locator("[data-nothing]:visible")).to_have_count(0)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    screenshot(page, "offline")
    follow(page, page.locator("[data-kept-pages] a").first)
    expect(page).to_have_url(re.compile(GUIDE))
    expect(page.locator("main h1")).to_have_text(title)


def test_the_page_that_was_asked_for_comes_when_the_network_is_back(open_page):
    page = open_page("ar")
    start(page)
    page.context.set_offline(True)
    page.goto(f"/ar/{UNSEEN}")
    says_that_there_is_no_network(page)
    page.context.set_offline(False)
    expect(page.locator("main h1")).to_have_text("منصة الهندسة والتخطيط")
    expect(page.locator("[data-offline]")).to_be_hidden()


def test_with_nothing_kept_the_page_says_what_to_do(open_page, screenshot):
    page = open_page("ar", 360)
    page.goto("/ar/search/")
    page.wait_for_function("() => navigator.serviceWorker.controller !== null")
    page.context.set_offline(True)
    page.goto("/ar/desk/")
    # By then it has begun to look what is kept, and there is nothing to be found later either.
    expect(page.locator("[data-in-place]")).to_be_visible()
    assert page.evaluate(KEPT) == []
    expect(page.locator("[data-nothing]:visible")).to_have_count(2)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    screenshot(page, "offline-nothing")


def test_after_signing_out_nothing_of_the_person_is_kept(open_page):
    page = open_page("ar", sign_in=MEMBER)
    start(page)
    read(page, "desk/", GUIDE)
    name = page.locator(".menu__name").inner_text()
    assert name in page.evaluate(WORDS)
    page.locator("details.menu summary").click()
    page.locator("form[action$='/logout/'] button").click()
    page.wait_for_url(re.compile("/ar/$"))
    # The visitor's home is kept when all of the person is gone, in the one store that names nobody.
    wait_for(page, lambda stores: stores == ["pages-"], STORES)
    wait_for(page, lambda kept: kept == ["/ar/"])
    assert page.evaluate(STORES) == ["pages-"]
    assert name not in page.evaluate(WORDS)

    page.context.set_offline(True)
    page.goto("/ar/desk/")
    says_that_there_is_no_network(page)
    assert len(titles(page)) == 1
    expect(page.locator("[data-timetable]")).to_be_hidden()


def test_signing_out_without_network_deletes_too(open_page):
    page = open_page("ar", sign_in=MEMBER)
    start(page)
    read(page, "desk/")
    page.context.set_offline(True)
    page.locator("details.menu summary").click()
    page.locator("form[action$='/logout/'] button").click()
    # It leads nowhere: Chromium's own page says so.
    page.wait_for_url("chrome-error://**")
    page.context.set_offline(False)
    page.goto("/ar/search/")
    wait_for(page, lambda kept: "/ar/desk/" not in kept)


def test_another_person_on_the_same_device_finds_nothing_of_the_first(open_page, site):
    page = open_page("ar", sign_in=MEMBER)
    start(page)
    read(page, "desk/", GUIDE)
    name, first = page.locator(".menu__name").inner_text(), page.evaluate(STORES)
    # Not signed out: the session ends, and somebody else signs in.
    session = site.sign_in(*OTHER_MEMBER)
    page.context.add_cookies([{"name": c.name, "value": c.value, "url": site.url} for c in session.cookies])
    page.goto("/ar/platforms/")
    wait_for(page, lambda stores: len(stores) == 1 and stores != first, STORES)
    wait_for(page, lambda kept: kept == ["/ar/platforms/"])
    second = page.evaluate(STORES)
    assert (len(first), len(second)) == (1, 1)
    assert first != second
    assert name not in page.evaluate(WORDS)

    page.context.set_offline(True)
    page.goto("/ar/desk/")
    assert len(titles(page)) == 1
    expect(page.locator("[data-timetable]")).to_be_hidden()


def test_an_ended_session_leaves_nothing_behind(open_page):
    page = open_page("ar", sign_in=MEMBER)
    start(page)
    read(page, "desk/")
    page.context.clear_cookies(name=re.compile("session"))
    page.goto("/ar/desk/")
    page.wait_for_url(re.compile("/accounts/login/"))
    wait_for(page, lambda stores: stores == [], STORES)


def test_discussions_people_searches_and_administration_are_never_kept(open_page):
    page = open_page("ar", sign_in=MEMBER)
    start(page)
    for path in ("ar/forum/", "ar/people/", "ar/people/profile/edit/", "ar/notifications/", "ar/search/?q=GIS",
                 "ar/library/?kind=guide", "accounts/email/", "api/v1/search?q=GIS", "ar/offline/"):  # fmt: skip
        page.goto(f"/{path}")
    read(page, "library/")
    kept = page.evaluate(KEPT)
    assert [path for path in kept if path not in ("/ar/about/", "/ar/library/")] == []


def test_thirty_pages_are_kept_and_the_desk_besides(open_page):
    page = open_page("ar", sign_in=MEMBER)
    start(page)
    read(page, "desk/")
    # As many addresses as are needed, each a page that stands.
    page.evaluate(
        """async () => {
          const name = (await caches.keys()).find((one) => one.startsWith("pages-"));
          const store = await caches.open(name);
          const page = await store.match("/ar/desk/");
          for (let i = 0; i < 40; i++) await store.put(`/ar/page-${i}/`, page.clone());
        }"""
    )
    read(page, "library/")
    kept = wait_for(page, lambda kept: len(kept) <= 31)
    assert len(kept) == 31
    assert "/ar/desk/" in kept
    assert kept[-1] == "/ar/library/"


def test_what_is_older_than_fourteen_days_is_not_shown(open_page):
    page = open_page("ar", sign_in=MEMBER)
    start(page)
    read(page, "desk/")
    page.evaluate(
        """async () => {
          const name = (await caches.keys()).find((one) => one.startsWith("pages-"));
          const store = await caches.open(name);
          const at = new Date(Date.now() - 15 * 24 * 3600 * 1000).toISOString();
          const headers = { "Content-Type": "text/html", "X-Kept-At": at };
          await store.put("/ar/desk/", new Response("<body><main><h1>Old</h1></main></body>", { headers }));
        }"""
    )
    page.context.set_offline(True)
    page.goto("/ar/desk/")
    says_that_there_is_no_network(page)
    assert "/ar/desk/" not in page.evaluate(KEPT)
