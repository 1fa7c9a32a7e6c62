"""The admin as an Arabic editor's place: words, direction, help and uploads, as a browser shows them."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.browser import admin
from tests.browser.people import EDITOR
from tests.library.files import pdf
from tests.pages.wording import foreign

# What is seen: texts, and what fields and buttons say instead of one. Keys of the keyboard have their own names.
SEEN = """
() => {
  const said = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const parent = walker.currentNode.parentElement;
    if (parent.closest("script, style, template, noscript, kbd, textarea, iframe, [lang=en]")) continue;
    if (parent.checkVisibility({ visibilityProperty: true })) said.push(walker.currentNode.nodeValue.trim());
  }
  for (const field of document.querySelectorAll("[placeholder], [title], [aria-label]:not(.Draftail-ToolbarButton)")) {
    if (!field.checkVisibility()) continue;
    for (const name of ["placeholder", "title", "aria-label"]) said.push(field.getAttribute(name) || "");
  }
  return said.filter(Boolean);
}
"""
# Titles of the network's English pages, and the end of a file's name.
NAMED = {"Engineering and Planning library", "Home", "Root", "exe"}


def english(page) -> set[str]:
    return foreign(page.evaluate(SEEN), NAMED)


def test_an_editor_meets_no_english_word_on_the_way_to_the_review(open_page):
    page = open_page("ar", sign_in=EDITOR)
    page.goto("/admin/")
    assert english(page) == set()
    admin.begin(page, "guide", "دليل تُعدّ كلماته", "ملخّص")
    chapter = admin.add_chapter(page, "الفصل الأول")
    admin.press(chapter.locator("[data-contentpath=text]").locator(admin.ADD).last)
    expect(page.get_by_role("option", name="فقرة", exact=True)).to_be_visible()
    assert english(page) == set()
    page.get_by_role("option", name="صورة", exact=True).click()
    expect(chapter.get_by_text("اختيار صورة")).to_be_visible()
    assert english(page) == set()
    page.locator("[data-side-panel-toggle=status]").click()
    expect(page.get_by_text("لا موعد للنشر")).to_be_visible()
    page.locator("footer .w-dropdown__toggle").last.click()
    expect(page.locator("[data-tippy-root] button").first).to_be_visible()
    assert english(page) == set()


@pytest.mark.parametrize("is_held", [True, False])
def test_the_form_does_not_slide_below_the_menu(open_page, is_held):
    """What is brought into sight may push it sideways; the twin shows that without our script it stays there."""
    page = open_page("ar", sign_in=EDITOR)
    if not is_held:
        page.route("**/pages/admin*.js", lambda route: route.abort())
    admin.begin(page, "guide", f"دليل لا ينزلق {is_held}", "ملخّص")
    page.evaluate("() => { document.querySelector('.content-wrapper').scrollLeft = -200; }")
    place = 0 if is_held else -200
    page.wait_for_function(f"() => document.querySelector('.content-wrapper').scrollLeft === {place}")


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("language", ["ar", "en"])
def test_the_help_is_readable_by_everybody(open_page, screenshot, language, width):
    page = open_page(language, width, sign_in=EDITOR)
    page.goto("/admin/")
    page.locator("main a[href='/admin/help/writing/']").click()
    expect(page.locator(".help-page h2").first).to_be_visible()
    screenshot(page, "admin-help")
    found = (
        Axe().run(page, context=".help-page", options={"resultTypes": ["violations"]}).response["violations"]
    )
    assert [(fault["id"], fault["nodes"][0]["target"]) for fault in found] == []
    place = page.locator(".help-page").bounding_box()
    assert place["x"] >= 0
    assert place["x"] + place["width"] <= width


def test_files_are_dropped_in_and_their_upload_is_told_in_arabic(open_page, screenshot):
    page = open_page("ar", sign_in=EDITOR)
    page.goto("/admin/documents/multiple/add/")
    files = [{"name": f"ملفّ {n}.pdf", "mimeType": "application/pdf", "buffer": pdf("ماء")} for n in (1, 2)]
    page.locator("input[type=file]").set_input_files(files)
    expect(page.locator("#upload-list > li.upload-success")).to_have_count(2)
    expect(page.locator("#upload-list")).to_contain_text("رُفع الملفّ.")
    # A bar that is full: its width comes from a script, which the content policy must let through.
    expect(page.locator("#upload-list .progress .bar").first).to_have_attribute("style", "width: 100%;")
    screenshot(page, "admin-upload")


def test_a_file_of_a_wrong_kind_is_refused_in_arabic(open_page):
    page = open_page("ar", sign_in=EDITOR)
    page.goto("/admin/documents/multiple/add/")
    page.locator("input[type=file]").set_input_files(
        {"name": "برنامج.exe", "mimeType": "application/pdf", "buffer": b"MZ"}
    )
    expect(page.locator("#upload-list > li.upload-failure")).to_have_count(1)
    expect(page.locator("#upload-list li .error_messages")).not_to_be_empty()
    assert english(page) == set()
