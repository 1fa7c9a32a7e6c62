"""An organiser schedules a workshop on the site itself, sees who comes, changes it and cancels it."""

import io
import re
from datetime import date, timedelta

import openpyxl

from tests.browser.people import MEMBER, ORGANISER

DAY = date.today() + timedelta(days=30)


def wait_for_mail(page, site, address: str, words: str):
    for _attempt in range(100):
        for mail in reversed(site.mails()):
            if address in str(mail["To"]) and words in str(mail["Subject"]):
                return mail
        page.wait_for_timeout(200)
    raise AssertionError(f"no mail to {address} says {words}")


def calendar_of(mail) -> str:
    part = next(part for part in mail.walk() if part.get_content_type() == "text/calendar")
    return part.get_payload(decode=True).decode()


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
    page.locator("main form .actions button.button:not(.button--secondary)").last.click()
    # It ends before it starts: said in words, and what was typed is still there.
    assert page.locator("[name=title_ar]").input_value() == "قراءة المخططات الإنشائية"
    assert page.locator(".field__error, .notice--danger, .form-errors").count() >= 1
    screenshot(page, "workshop-form-wrong")
    page.fill("[name$='0-starts']", "10:00")
    page.fill("[name$='0-ends']", "13:00")
    page.locator("main form .actions button.button:not(.button--secondary)").last.click()
    page.wait_for_url(re.compile(r"/ar/workshops/\d+-"))
    address = page.url
    page.locator("form[action$='/publish/'] button").first.click()
    page.wait_for_load_state()
    screenshot(page, "workshop-organiser")

    member = open_page("ar", sign_in=MEMBER)
    member.goto(address)
    member.locator("form[action$='/register/'] button").click()
    member.wait_for_load_state()
    assert member.locator("[data-standing=registered]").count() == 1

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
    page.locator("main form .actions button.button:not(.button--secondary)").last.click()
    page.wait_for_load_state()
    mail = wait_for_mail(page, site, MEMBER[0], "قراءة المخططات")
    for _attempt in range(100):
        mail = [mail for mail in site.mails() if MEMBER[0] in str(mail["To"])][-1]
        if "SEQUENCE:1" in calendar_of(mail):
            break
        page.wait_for_timeout(200)
    assert "SEQUENCE:1" in calendar_of(mail)

    page.goto(f"{address.rstrip('/')}/cancel/")
    page.locator("main form textarea, main form [name=reason]").first.fill("تعذّر حضور الخبير")
    page.locator("main form button.button").last.click()
    page.wait_for_load_state()
    for _attempt in range(100):
        mail = [mail for mail in site.mails() if MEMBER[0] in str(mail["To"])][-1]
        if "METHOD:CANCEL" in calendar_of(mail):
            break
        page.wait_for_timeout(200)
    assert "METHOD:CANCEL" in calendar_of(mail)
    assert "تعذّر حضور الخبير" in mail.get_body(("plain",)).get_content()
    member.goto(address)
    assert member.locator("[data-standing=cancelled]").count() == 1
    screenshot(member, "workshop-cancelled")
