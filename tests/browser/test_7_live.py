"""Two members in two browsers: what one writes stands on the other's page, and nothing is lost on a bad line."""

import re
import time

from playwright.sync_api import expect

from tests.browser.moves import follow, listen, wait_until_rung
from tests.browser.people import ADMINISTRATOR, MEMBER, OTHER_MEMBER

SHARED = "innovation"
# By the bell a reply is there at once; by asking every now and then it would take twenty seconds.
BY_THE_BELL_SECONDS = 15


def open_discussion(page, title: str) -> str:
    listen(page)
    page.goto(f"/ar/forum/new/?platform={SHARED}")
    page.fill("[name=title]", title)
    page.fill("[name=text]", "من جرّب هذا قبلنا؟")
    page.locator("main form button.button").last.click()
    page.wait_for_url(re.compile(r"/ar/forum/\d+-"))
    wait_until_rung(page)
    return page.url


def read(page, address: str) -> None:
    listen(page)
    page.goto(address)
    wait_until_rung(page)


def write(page, text: str) -> None:
    page.fill("#composer [name=text]", text)
    page.locator("#composer button[type=submit]").first.click()


def bodies(page) -> list[str]:
    """The replies as they stand, from top to bottom; what waits behind the button is shown first."""
    button = page.locator("#posts-new:not([hidden]) button")
    if button.count():
        button.click()
    return [text.strip() for text in page.locator("#posts > li .prose").all_inner_texts()]


def wait_for(page, expected: list[str], seconds: float = BY_THE_BELL_SECONDS) -> None:
    began = time.monotonic()
    while (seen := bodies(page)) != expected:
        assert time.monotonic() - began < seconds, seen
        page.wait_for_timeout(25)


def test_a_post_stands_on_the_other_page_and_a_cut_line_loses_nothing(open_page, screenshot):
    first, second = open_page("ar", sign_in=MEMBER), open_page("ar", 360, sign_in=OTHER_MEMBER)
    read(second, open_discussion(first, "عدّادات المياه الذكية"))
    write(first, "الرسالة الأولى")
    wait_for(second, ["الرسالة الأولى"])
    write(second, "الردّ عليها")
    wait_for(first, ["الرسالة الأولى", "الردّ عليها"])
    wait_for(second, ["الرسالة الأولى", "الردّ عليها"])
    screenshot(first, "discussion")
    screenshot(second, "discussion")

    second.context.set_offline(True)
    expect(second.locator("#live-trouble")).to_be_visible()
    expected = ["الرسالة الأولى", "الردّ عليها"]
    for number in range(3):
        write(first, f"في أثناء الانقطاع {number}")
        expected.append(f"في أثناء الانقطاع {number}")
        wait_for(first, expected)
    assert bodies(second) == expected[:2]
    second.context.set_offline(False)
    wait_for(second, expected, 60)
    second.reload()
    assert bodies(second) == expected
    assert bodies(first) == expected


def test_authors_mend_and_delete_and_the_coordinator_hides_and_closes(open_page, screenshot):
    author, reader = open_page("ar", sign_in=MEMBER), open_page("en", sign_in=OTHER_MEMBER)
    address = open_discussion(author, "جدول صيانة الآليات")
    read(reader, address)
    write(author, "نصّ فيه خطاء")
    wait_for(reader, ["نصّ فيه خطاء"])
    written = author.locator("#posts > li[data-post]").first
    written.wait_for()
    post = written.get_attribute("data-post")
    author.goto(f"/ar/forum/posts/{post}/edit/")
    author.fill("main [name=text]", "نصّ بلا خطأ")
    follow(author, author.locator("main form button.button").last)
    wait_for(reader, ["نصّ بلا خطأ"])

    number = re.search(r"/forum/(\d+)-", address).group(1)
    administrator = open_page("ar", sign_in=ADMINISTRATOR)
    administrator.goto(f"/ar/forum/posts/{post}/hide/")
    administrator.fill("main [name=reason]", "فيه رقم هاتف شخصي")
    follow(administrator, administrator.locator("main form button.button").last)
    expect(reader.locator("main")).not_to_contain_text("نصّ بلا خطأ")
    administrator.goto(f"/ar/forum/{number}/close/")
    administrator.fill("main [name=reason]", "اكتمل النقاش")
    follow(administrator, administrator.locator("main form button.button").last)
    reader.reload()
    expect(reader.locator("main")).to_contain_text("اكتمل النقاش")
    expect(reader.locator("#composer")).to_have_count(0)
    screenshot(reader, "discussion-closed")
