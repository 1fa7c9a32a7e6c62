"""Two members in two browsers: what one writes stands on the other's page, and nothing is lost on a bad line."""

import re
import time

from tests.browser.people import ADMINISTRATOR, MEMBER, OTHER_MEMBER

SHARED = "innovation"


def open_discussion(page, title: str) -> str:
    page.goto(f"/ar/forum/new/?platform={SHARED}")
    page.fill("[name=title]", title)
    page.fill("[name=text]", "من جرّب هذا قبلنا؟")
    page.locator("main form button.button").last.click()
    page.wait_for_url(re.compile(r"/ar/forum/\d+-"))
    return page.url


def write(page, text: str) -> None:
    page.fill("#composer [name=text]", text)
    page.locator("#composer button[type=submit]").first.click()


def bodies(page) -> list[str]:
    """The replies as they stand, from top to bottom; what waits behind the button is shown first."""
    button = page.locator("#posts-new:not([hidden]) button")
    if button.count():
        button.click()
    return [text.strip() for text in page.locator("#posts > li .prose").all_inner_texts()]


def wait_for(page, expected: list[str], seconds: float) -> float:
    began = time.monotonic()
    while (seen := bodies(page)) != expected:
        assert time.monotonic() - began < seconds, seen
        page.wait_for_timeout(25)
    return time.monotonic() - began


def test_a_post_stands_on_the_other_page_and_a_cut_line_loses_nothing(open_page, screenshot):
    first, second = open_page("ar", sign_in=MEMBER), open_page("ar", 360, sign_in=OTHER_MEMBER)
    address = open_discussion(first, "عدّادات المياه الذكية")
    second.goto(address)
    second.wait_for_timeout(1000)
    write(first, "الرسالة الأولى")
    wait_for(second, ["الرسالة الأولى"], 5)
    write(second, "الردّ عليها")
    wait_for(first, ["الرسالة الأولى", "الردّ عليها"], 5)
    screenshot(first, "discussion")
    screenshot(second, "discussion")

    second.context.set_offline(True)
    expected = ["الرسالة الأولى", "الردّ عليها"]
    for number in range(3):
        write(first, f"في أثناء الانقطاع {number}")
        expected.append(f"في أثناء الانقطاع {number}")
        wait_for(first, expected, 5)
    assert bodies(second) == expected[:2]
    second.context.set_offline(False)
    wait_for(second, expected, 45)
    second.reload()
    assert bodies(second) == expected
    assert bodies(first) == expected


def test_authors_mend_and_delete_and_the_coordinator_hides_and_closes(open_page, screenshot):
    author, reader = open_page("ar", sign_in=MEMBER), open_page("en", sign_in=OTHER_MEMBER)
    address = open_discussion(author, "جدول صيانة الآليات")
    reader.goto(address)
    reader.wait_for_timeout(800)
    write(author, "نصّ فيه خطاء")
    wait_for(reader, ["نصّ فيه خطاء"], 5)
    written = author.locator("#posts > li[data-post]").first
    written.wait_for()
    post = written.get_attribute("data-post")
    author.goto(f"/ar/forum/posts/{post}/edit/")
    author.fill("main [name=text]", "نصّ بلا خطأ")
    author.locator("main form button.button").last.click()
    author.wait_for_load_state()
    wait_for(reader, ["نصّ بلا خطأ"], 5)

    number = re.search(r"/forum/(\d+)-", address).group(1)
    administrator = open_page("ar", sign_in=ADMINISTRATOR)
    administrator.goto(f"/ar/forum/posts/{post}/hide/")
    administrator.fill("main [name=reason]", "فيه رقم هاتف شخصي")
    administrator.locator("main form button.button").last.click()
    administrator.wait_for_load_state()
    reader.wait_for_timeout(1500)
    assert "نصّ بلا خطأ" not in reader.locator("main").inner_text()
    administrator.goto(f"/ar/forum/{number}/close/")
    administrator.fill("main [name=reason]", "اكتمل النقاش")
    administrator.locator("main form button.button").last.click()
    administrator.wait_for_load_state()
    reader.reload()
    assert "اكتمل النقاش" in reader.locator("main").inner_text()
    assert reader.locator("#composer").count() == 0
    screenshot(reader, "discussion-closed")
