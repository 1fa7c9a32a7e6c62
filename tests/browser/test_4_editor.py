"""An editor writes a guide in Wagtail's admin, in Arabic, and the coordinator publishes it."""

import re

import pytest

from tests.browser.people import COORDINATOR, EDITOR
from tests.library.files import docx, pdf

ADD = "/admin/pages/add/library/guidepage/"


def begin(page, title: str, summary: str, paragraph: str):
    """From the admin's home to a filled form: two clicks, then writing."""
    page.goto("/admin/")
    page.locator(f"a[href*='{ADD}']").first.click()
    page.wait_for_url(re.compile(ADD))
    page.locator("[name=title]").fill(title)
    page.locator("[name=summary]").fill(summary)
    add_block(page, "#id_chapters-0-value-title")
    page.locator("[name='chapters-0-value-title']").fill("الفصل الأول")
    add_block(page, "[name='chapters-0-value-text-0-value']", kind="عنوان فرعي")
    page.locator("[name='chapters-0-value-text-0-value']").fill(paragraph)


def add_block(page, appears: str, kind: str = "") -> None:
    if page.locator(appears).count():
        return
    page.locator("button.c-sf-add-button:visible").first.click()
    if not page.locator(appears).count():
        page.get_by_role("option", name=kind or "فصل").first.click()
    page.locator(appears).wait_for()


def attach(page, number: int, name: str, content: bytes) -> None:
    page.locator("#id_attachments-ADD").click()
    row = f"#inline_child_attachments-{number}"
    page.locator(f"{row} [data-chooser-action-choose]").first.click()
    dialog = page.locator(".modal.in, .modal.show, dialog[open]").last
    dialog.get_by_role("tab", name=re.compile("رفع|Upload")).click()
    dialog.locator("input[type=file]").set_input_files({"name": name, "mimeType": "", "buffer": content})
    dialog.locator("[name$=title]").fill(name)
    dialog.locator("form button[type=submit]").last.click()
    page.locator(f"{row} .chooser__title", has_text=name).wait_for()


def found(page, words: str) -> list[str]:
    """The titles that the search page shows, asking again until the worker has heard."""
    for _attempt in range(60):
        page.goto(f"/ar/search/?q={words}")
        titles = page.locator("main ul.rows .row__title").all_inner_texts()
        if titles:
            return titles
        page.wait_for_timeout(300)
    return []


@pytest.mark.parametrize("width", [1280])
def test_an_editor_writes_attaches_submits_and_the_coordinator_publishes(open_page, screenshot, width):
    page = open_page("ar", width, sign_in=EDITOR)
    page.goto("/admin/")
    assert page.locator("html").get_attribute("dir") == "rtl"
    screenshot(page, "admin-home")
    begin(page, "دليل صيانة أرصفة المشاة", "كيف تُصان الأرصفة", "بلاط الرصيف المتشقق")
    attach(page, 0, "جدول الكشف.pdf", pdf("مطرقة الاختبار"))
    attach(page, 1, "نموذج الطلب.docx", docx("شريط القياس المعدني"))
    screenshot(page, "admin-guide")
    page.locator("[data-side-panel-toggle], .w-dropdown__toggle").first.wait_for()
    page.locator(
        "footer .w-dropdown__toggle, footer [aria-label*='المزيد'], footer button[data-w-dropdown-target]"
    ).last.click()
    page.locator("button[name=action-submit]").click()
    page.wait_for_load_state()
    edit = page.url

    reader = open_page("ar")
    assert found_now(reader, "المتشقق") == []

    coordinator = open_page("ar", sign_in=COORDINATOR)
    coordinator.goto("/admin/")
    screenshot(coordinator, "admin-coordinator")
    approve(coordinator, edit)
    assert found(reader, "المتشقق") == ["دليل صيانة أرصفة المشاة"]
    assert found(reader, "مطرقة الاختبار")[0] == "دليل صيانة أرصفة المشاة"
    assert found(reader, "شريط القياس المعدني")[0] == "دليل صيانة أرصفة المشاة"
    reader.locator("main ul.rows .row__title a").first.click()
    assert reader.locator("main h1").inner_text() == "دليل صيانة أرصفة المشاة"
    assert reader.locator("a[href*='/documents/']").count() == 2
    screenshot(reader, "new-guide")


def found_now(page, words: str) -> list[str]:
    page.goto(f"/ar/search/?q={words}")
    return page.locator("main ul.rows .row__title").all_inner_texts()


def approve(page, edit: str) -> None:
    page.goto(edit)
    page.locator(
        "footer [data-workflow-action-name=approve], footer button[data-w-dropdown-target], footer .w-dropdown__toggle"
    ).last.click()
    page.locator("[data-workflow-action-name=approve]").first.click()
    page.wait_for_load_state()
