"""Municipal staff sign up, confirm, fill a profile, ask to join, and are accepted or refused."""

import re

from playwright.sync_api import expect

from tests.browser.moves import follow
from tests.browser.people import COORDINATOR

PASSWORD = "نخلة-على-التلة-42"


def mail_to(site, address: str):
    return [mail for mail in site.mails() if address in str(mail["To"])]


def text_of(mail) -> str:
    return mail.get_body(("plain",)).get_content()


def wait_for_mails(page, site, address: str, count: int):
    for _attempt in range(300):
        if len(mail_to(site, address)) >= count:
            return mail_to(site, address)
        page.wait_for_timeout(200)
    raise AssertionError(f"{address} got {len(mail_to(site, address))} mails, not {count}")


def sign_up(page, site, name: str, address: str) -> None:
    page.goto("/accounts/signup/")
    page.fill("[name=name]", name)
    page.fill("main [name=email]", address)
    page.fill("main [name=password1]", PASSWORD)
    page.check("main [name=consent]")
    page.locator("main form button.button:not(.button--quiet)").click()
    page.wait_for_url(re.compile("confirm-email"))
    mail = wait_for_mails(page, site, address, 1)[0]
    assert re.search("[ء-ي]", str(mail["Subject"]))
    link = re.search(rf"{re.escape(site.url)}/accounts/confirm-email/\S+/", text_of(mail)).group()
    page.goto(link)
    follow(page, page.locator("main form button.button").first)


def fill_profile(page) -> None:
    page.goto("/ar/people/profile/edit/")
    page.locator("[name=authority]").select_option(index=5)
    page.fill("[name=position]", "مهندسة طرق")
    page.fill("[name=phone]", "٠٥٩٩ ١٢٣ ٤٥٦")
    follow(page, page.locator("main form button.button").last)


def ask(page, reason: str) -> None:
    page.goto("/ar/platforms/engineering/")
    follow(page, page.locator("a[href$='/join/']"))
    page.fill("[name=reason]", reason)
    page.locator("main form button.button").click()
    page.wait_for_url(re.compile("/ar/platforms/engineering/$"))


def test_a_newcomer_signs_up_asks_to_join_and_is_accepted_with_a_word(open_page, site, screenshot):
    page = open_page("ar")
    sign_up(page, site, "هديل قاسم", "hadeel@exchange.example")
    if "login" in page.url:
        page.fill("main [name=login]", "hadeel@exchange.example")
        page.fill("main [name=password]", PASSWORD)
        with page.expect_navigation():
            page.press("main [name=password]", "Enter")
    fill_profile(page)
    screenshot(page, "after-profile")
    ask(page, "أشرف على صيانة الشوارع وأريد أن أتعلم من غيرنا")
    screenshot(page, "asked-to-join")

    coordinator = open_page("ar", sign_in=COORDINATOR)
    coordinator.goto("/ar/platforms/engineering/members/")
    screenshot(coordinator, "coordinator-members")
    follow(coordinator, coordinator.get_by_role("link", name="هديل قاسم").first)
    screenshot(coordinator, "coordinator-request")
    coordinator.locator("form[action$='/accept/'] [name=answer]").fill("أهلًا بك بيننا")
    coordinator.locator("form[action$='/accept/'] button").click()
    coordinator.wait_for_url(re.compile("/members/$"))

    mails = wait_for_mails(page, site, "hadeel@exchange.example", 2)
    assert "أهلًا بك بيننا" in text_of(mails[-1])
    page.goto("/ar/desk/")
    expect(page.get_by_role("link", name="منصة الهندسة والتخطيط")).not_to_have_count(0)
    screenshot(page, "desk-of-a-new-member")
    # A discussion for members of the platform is open now, and closed again after leaving.
    page.goto("/ar/forum/?platform=engineering")
    discussion = page.locator("main ul.rows a").first.get_attribute("href")
    assert page.goto(discussion).status == 200
    page.goto("/ar/platforms/engineering/")
    page.locator("details summary", has_text="مغادرة").click()
    follow(page, page.locator("form[action$='/leave/'] button"))
    assert page.goto(discussion).status == 404


def test_a_refusal_comes_with_a_reason_by_mail(open_page, site):
    page = open_page("ar")
    sign_up(page, site, "معتز ناصر", "mutaz@exchange.example")
    if "login" in page.url:
        page.fill("main [name=login]", "mutaz@exchange.example")
        page.fill("main [name=password]", PASSWORD)
        with page.expect_navigation():
            page.press("main [name=password]", "Enter")
    fill_profile(page)
    ask(page, "أريد أن أطّلع")
    coordinator = open_page("ar", sign_in=COORDINATOR)
    coordinator.goto("/ar/platforms/engineering/members/")
    follow(coordinator, coordinator.get_by_role("link", name="معتز ناصر").first)
    coordinator.locator("form[action$='/refuse/'] [name=answer]").fill("المنصة لمهندسي الهيئات وحدهم")
    coordinator.locator("form[action$='/refuse/'] button").click()
    coordinator.wait_for_url(re.compile("/members/$"))
    mails = wait_for_mails(page, site, "mutaz@exchange.example", 2)
    assert "المنصة لمهندسي الهيئات وحدهم" in text_of(mails[-1])
