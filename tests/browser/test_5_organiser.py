"""An organiser schedules a workshop on the site itself, sees who comes, changes it and cancels it."""

import io
import re
from datetime import date, timedelta

import openpyxl
from playwright.sync_api import expect

from tests.browser.moves import follow
from tests.browser.people import MEMBER, ORGANISER

DAY = date.today() + timedelta(days=30)


def wait_for_invitation(page, site, address: str, workshop: str, line: str):
    """The latest mail about the workshop whose calendar file has this line; the worker sends it in its own time."""
    for _attempt in range(300):
        for mail in reversed(site.mails()):
            is_about = address in str(mail["To"]) and workshop in str(mail["Subject"])
            if is_about and line in calendar_of(mail).splitlines():
                return mail
        page.wait_for_timeout(200)
    raise AssertionError(f"no mail to {address} about {workshop} says {line}")


def calendar_of(mail) -> str:
    parts = [part for part in mail.walk() if part.get_content_type() == "text/calendar"]
    return parts[0].get_payload(decode=True).decode() if parts else ""


def test_an_organiser_schedules_changes_and_cancels_and_the_registered_are_told(open_page, site, screenshot):
    page = open_page("ar", sign_in=ORGANISER)
    page.goto("/ar/workshops/new/?platform=engineering")
    page.fill("[name=title_ar]", "قراءة المخططات الإنشائية")
    page.fill("[name=summary_ar]", "لمن يستلم الأعمال في الموقع")
    page.fill("[name=seats]", "٢")
    page.fill("[name$='0-day']", DAY.isoformat())
    page.fill("[name$='0-starts']", "13:00")
    page.fill("[name$='0-ends']", "10:00")
    page.fill("[name$='0-place_ar']", "قاعة بلدية البيرة")
    send = page.locator("main form .actions button.button:not(.button--secondary)").last
    follow(page, send)
    # It ends before it starts: said in words, and what was typed is still there.
    expect(page.locator(".field__error, .notice--danger, .form-errors")).not_to_have_count(0)
    expect(page.locator("[name=title_ar]")).to_have_value("قراءة المخططات الإنشائية")
    screenshot(page, "workshop-form-wrong")
    page.fill("[name$='0-starts']", "10:00")
    page.fill("[name$='0-ends']", "13:00")
    send.click()
    page.wait_for_url(re.compile(r"/ar/workshops/\d+-"))
    address = page.url
    follow(page, page.locator("form[action$='/publish/'] button").first)
    screenshot(page, "workshop-organiser")

    member = open_page("ar", sign_in=MEMBER)
    member.goto(address)
    follow(member, member.locator("form[action$='/register/'] button"))
    expect(member.locator("[data-standing=registered]")).to_have_count(1)

    page.goto(f"{address.rstrip('/')}/registrations/")
    row = page.locator("table tbody tr").first.inner_text()
    assert "إيناس عكيلة" in row
    assert "+970" in row or "059" in row
    screenshot(page, "registrations")
    page.goto(f"{address.rstrip('/')}/registrations/print/")
    screenshot(page, "registrations-print")
    file = page.request.get(f"{address.rstrip('/')}/registrations.xlsx")
    sheet = openpyxl.load_workbook(io.BytesIO(file.body())).active
    cells = [str(cell.value) for line in sheet.iter_rows() for cell in line]
    assert sheet.sheet_view.rightToLeft
    assert any("إيناس عكيلة" in cell for cell in cells)

    page.goto(f"{address.rstrip('/')}/edit/")
    page.fill("[name$='0-place_ar']", "قاعة مجلس الخدمات المشترك")
    follow(page, send)
    wait_for_invitation(page, site, MEMBER[0], "قراءة المخططات", "SEQUENCE:1")

    page.goto(f"{address.rstrip('/')}/cancel/")
    page.locator("main form textarea, main form [name=reason]").first.fill("تعذّر حضور الخبير")
    follow(page, page.locator("main form button.button").last)
    mail = wait_for_invitation(page, site, MEMBER[0], "قراءة المخططات", "METHOD:CANCEL")
    assert "تعذّر حضور الخبير" in mail.get_body(("plain",)).get_content()
    member.goto(address)
    expect(member.locator("[data-standing=cancelled]")).to_have_count(1)
    screenshot(member, "workshop-cancelled")
