"""The open page in a browser: nothing that was written is lost, nothing jumps, and it goes on without the socket."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.moves import listen, wait_until_rung
from tests.factories import PASSWORD


@pytest.fixture
def visit(stage, open_page):
    """`visit(discussion, member=0, **options)`: the page of a discussion, open in a browser of this member's own.

    Its line is open, where it can have one: from then on what happens there comes at once.
    """

    def visit_(discussion: int, member: int = 0, **options):
        email = stage.emails[member + 1]
        page = open_page(url=stage.site.url, sign_in=(email, PASSWORD), **options)
        go(page, f"/ar/forum/{discussion}/", is_rung=options.get("javascript", True))
        return page

    return visit_


def go(page, address: str, *, is_rung: bool = True) -> None:
    """Open a discussion, and wait until the server rings there."""
    listen(page)
    page.goto(address)
    if is_rung:
        wait_until_rung(page)


def wait_for_post(page, number: int, seconds: float = 30) -> None:
    """Wait until the post stands in the list; on a slow machine the end may be out of sight when it comes."""
    place = f"#post-{number}"
    page.wait_for_selector(f"{place}, #posts-new:not([hidden])", timeout=seconds * 1000)
    if not page.locator(place).count():
        page.click("#posts-new button")
    page.wait_for_selector(place)


def write(page, text: str) -> None:
    page.fill("#composer [name=text]", text)
    page.click("#composer [type=submit]")


def test_what_could_not_be_sent_stays_and_is_sent_when_the_line_returns(stage, visit):
    discussion = stage.discussion()
    page = visit(discussion)
    page.context.set_offline(True)
    write(page, "كتبتها بلا شبكة")
    page.wait_for_selector(".post--failed")
    page.wait_for_selector("#live-trouble:not([hidden])")
    page.context.set_offline(False)
    page.wait_for_selector("#post-2")
    expect(page.locator("[data-unsent]")).to_have_count(0)
    assert [change["post"] for change in stage.log(discussion)] == [1, 2]


def test_an_unsent_reply_survives_the_closing_of_the_page_and_is_said_once(stage, visit):
    discussion = stage.discussion()
    page = visit(discussion)
    page.route("**/posts/", lambda route: route.abort())
    write(page, "قبل إغلاق الصفحة")
    page.wait_for_selector(".post--failed")
    page.unroute("**/posts/")
    page.goto("/ar/forum/")
    page.goto(f"/ar/forum/{discussion}/")
    expect(page.locator("#post-2 .prose")).to_have_text("قبل إغلاق الصفحة")
    expect(page.locator("[data-unsent]")).to_have_count(0)
    assert [change["post"] for change in stage.log(discussion)] == [1, 2]


def test_an_answer_that_was_lost_on_its_way_does_not_double_the_reply(stage, visit):
    discussion = stage.discussion()
    page = visit(discussion)

    def lose_the_answer(route) -> None:
        route.fetch()
        route.abort()

    page.route("**/posts/", lose_the_answer)
    write(page, "وصلت ولم يصل الجواب")
    page.wait_for_selector(".post--failed")
    page.unroute("**/posts/")
    page.click(".post--failed button")
    page.wait_for_selector("[data-unsent]", state="detached")
    expect(page.locator("#posts > li")).to_have_count(1)
    assert [change["post"] for change in stage.log(discussion)] == [1, 2]


def test_what_the_server_refuses_is_said_and_can_be_taken_back(stage, visit):
    discussion = stage.discussion()
    page = visit(discussion)
    write(page, "م" * 10_001)
    expect(page.locator(".post--failed .meta[role=status]")).to_contain_text("10000")
    page.locator(".post--failed button").nth(1).click()
    expect(page.locator("#composer [name=text]")).to_have_value("م" * 10_001)
    expect(page.locator("[data-unsent]")).to_have_count(0)


def test_a_draft_is_there_again_after_the_page_was_closed(stage, visit):
    page = visit(stage.discussion())
    page.fill("#composer [name=text]", "لم أكمل بعد")
    page.reload()
    expect(page.locator("#composer [name=text]")).to_have_value("لم أكمل بعد")


def test_new_replies_wait_behind_a_button_when_the_end_is_out_of_sight(stage, visit):
    discussion = stage.discussion()
    for number in range(12):
        stage.say(stage.members[1], discussion, f"ردّ {number}")
    page = visit(discussion)
    before = page.evaluate("scrollY")
    stage.say(stage.members[1], discussion, "جديد")
    # Said at once; of what comes right after it the number alone is said, five seconds later.
    expect(page.locator("#live-status")).to_have_text(re.compile("^ردّ جديد من"))
    for number in range(2):
        stage.say(stage.members[1], discussion, f"جديد أيضًا {number}")
    button = page.locator("#posts-new button")
    expect(button).to_have_text("3 ردود جديدة")
    assert (page.evaluate("scrollY"), page.locator("#post-14").count()) == (before, 0)
    button.click()
    expect(page.locator("#post-14, #post-15, #post-16")).to_have_count(3)
    expect(page.locator("#posts-new")).to_be_hidden()


def test_an_earlier_page_is_not_filled_with_what_comes_at_the_end(stage, visit):
    discussion = stage.discussion()
    for number in range(3):
        stage.say(stage.members[1], discussion, f"ردّ {number}")
    page = visit(discussion)
    go(page, f"/ar/forum/{discussion}/?before=3")
    stage.say(stage.members[1], discussion, "في آخر النقاش")
    page.wait_for_selector("#posts-new:not([hidden])")
    expect(page.locator("#posts > li")).to_have_count(1)
    page.click("#posts-new button")
    page.wait_for_selector("#post-5")


def test_without_a_socket_the_page_asks_every_now_and_then(stage, visit, open_page):
    discussion = stage.discussion()
    page = open_page(url=stage.site.url, sign_in=(stage.emails[1], PASSWORD))
    page.route_web_socket("**/ws/live/**", lambda socket: socket.close())
    page.goto(f"/ar/forum/{discussion}/")
    stage.say(stage.members[1], discussion, "بلا مقبس")
    wait_for_post(page, 2, 90)


def test_who_signs_out_elsewhere_is_told_and_keeps_what_was_written(stage, visit):
    discussion = stage.discussion()
    page = visit(discussion, member=2)
    page.fill("#composer [name=text]", "لم تُرسل بعد")
    token = page.input_value("[name=csrfmiddlewaretoken] >> nth=0")
    cookies = {cookie["name"]: cookie["value"] for cookie in page.context.cookies()}
    page.request.post(
        f"{stage.site.url}/accounts/logout/",
        form={"csrfmiddlewaretoken": token},
        headers={"Referer": stage.site.url + "/"},
    )
    assert "sessionid" in cookies
    expect(page.locator("#live-trouble")).to_contain_text("انتهت جلستك")
    expect(page.locator("#live-trouble")).to_be_visible()
    assert page.evaluate("Object.keys(localStorage).some((key) => key.startsWith('draft:'))") is True


def test_without_javascript_a_reply_is_sent_and_stands_where_the_page_leads(stage, visit):
    discussion = stage.discussion()
    page = visit(discussion, javascript=False)
    write(page, "بلا سكربت")
    page.wait_for_url("**#post-2")
    expect(page.locator("#post-2 .prose")).to_have_text("بلا سكربت")


def test_edits_and_hiding_reach_the_open_page(stage, visit):
    discussion = stage.discussion()
    page = visit(discussion)
    post = stage.say(stage.members[1], discussion, "نصّ أول").json()["id"]
    wait_for_post(page, 2)
    stage.send(stage.members[1], f"/ar/forum/posts/{post}/edit/", text="نصّ ثانٍ")
    page.wait_for_selector("#post-2:has-text('نصّ ثانٍ')")
    stage.send(stage.coordinator, f"/ar/forum/posts/{post}/hide/", reason="سبب")
    page.wait_for_selector("#post-2:not(:has-text('نصّ'))")
    stage.send(stage.coordinator, f"/ar/forum/{discussion}/close/", reason="اكتمل النقاش")
    page.wait_for_selector("#discussion-closed .notice")
    expect(page.locator("#discussion-closed")).to_contain_text("اكتمل النقاش")
    expect(page.locator("#composer")).to_be_hidden()
    stage.send(stage.coordinator, f"/ar/forum/{discussion}/reopen/")
    page.wait_for_selector("#composer:not([hidden])")
