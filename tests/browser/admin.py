"""Hands in Wagtail's admin, in Arabic: what an editor and a coordinator do there, as a browser does it."""

import re

from playwright.sync_api import expect

from tests.browser.moves import follow

ADD = "button.c-sf-add-button"
# How Wagtail's words for them are put in Arabic may change.
SUBMIT = "button[name=action-submit]"
PUBLISH = "button[name=action-publish]"
APPROVE = "button[data-workflow-action-name=approve]:not([data-workflow-action-modal-url])"
APPROVE_WITH_A_WORD = "button[data-workflow-action-name=approve][data-workflow-action-modal-url]"
# Wagtail takes the form as it is after two seconds for what it was at first: earlier changes are none to it. It
# begins twice, one time shortly after the other.
NOTE_WATCHING = """
let begun = 0;
addEventListener("w-unsaved:ready", () => { begun += 1; });
addEventListener("w-unsaved:watch-edits", () => { begun -= 1; window.isWatched = begun === 0; });
"""
IS_WATCHED = "() => window.isWatched"
NOT_SAVING = """
() => ["saved", "paused"].includes(document.querySelector("#w-autosave-indicator").dataset.wAutosaveStateValue)
"""


def begin(page, kind: str, title: str, summary: str) -> None:
    """From the admin's home to a form with a title, two clicks; `kind` is `guide` or `positionpaper`."""
    page.add_init_script(NOTE_WATCHING)
    page.goto("/admin/")
    follow(page, page.locator(f"a[href*='/admin/pages/add/library/{kind}page/']").first)
    page.wait_for_function(IS_WATCHED)
    page.fill("[name=title]", title)
    page.fill("[name=summary]", summary)


def add_chapter(page, title: str):
    """A chapter below those that are there; the chapter, to be filled with `add_block`."""
    number = page.locator("[name=chapters-count]").input_value()
    press(page.locator("[data-contentpath=chapters]").locator(ADD).last)
    page.fill(f"[name=chapters-{number}-value-title]", title)
    return page.locator(f"[data-streamfield-child]:has([name=chapters-{number}-value-title])")


def add_block(page, chapter, kind: str):
    """A block at the end of a chapter, by the name that the menu of blocks gives it in Arabic; the block."""
    blocks = chapter.locator("[data-contentpath=text] [data-streamfield-child]")
    number = blocks.count()
    press(chapter.locator("[data-contentpath=text]").locator(ADD).last)
    page.get_by_role("option", name=kind, exact=True).click()
    expect(blocks).to_have_count(number + 1)
    return blocks.nth(number)


def type_into(block, text: str) -> None:
    """Type into the rich text of a block, which takes keys as soon as it has the focus."""
    field = block.locator("[role=textbox]")
    field.click()
    expect(field).to_be_focused()
    block.page.keyboard.type(text)
    expect(field).to_have_text(text)


def attach(page, name: str, content: bytes, look=None) -> None:
    """Upload a file in the chooser's dialog as one more attachment; `look` is called while the dialog is filled."""
    rows = page.locator("[data-inline-panel-child]")
    number = rows.count()
    press(page.locator("#id_attachments-ADD"))
    expect(rows).to_have_count(number + 1)
    row = rows.nth(number)
    press(row.locator("[data-chooser-action-choose]"))
    dialog = page.locator(".modal.in")
    upload = dialog.locator("#tab-upload")
    dialog.locator("#tab-label-upload").click()
    expect(upload).to_be_visible()
    upload.locator("input[type=file]").set_input_files({"name": name, "mimeType": "", "buffer": content})
    # The title comes from the file's name, by a script.
    title = name.rpartition(".")[0]
    page.wait_for_function(
        "title => document.querySelector('#tab-upload [name$=title]').value === title", arg=title
    )
    if look:
        look()
    upload.locator("button[type=submit]").click()
    dialog.wait_for(state="hidden")
    expect(row.locator(".chooser__title")).to_have_text(title)


def tag(page, *names: str) -> None:
    """Free tags, each typed and closed with a comma."""
    field = page.locator("#page-edit-form [data-contentpath=tags] .tagit-new input")
    tags = page.locator("#page-edit-form [data-contentpath=tags] .tagit-choice")
    press(field)
    for number, name in enumerate(names, start=tags.count() + 1):
        expect(field).to_be_focused()
        page.keyboard.type(f"{name},")
        expect(tags).to_have_count(number)


def schedule(page, moment: str, look=None) -> None:
    """Set the time of publishing in its dialog, `YYYY-MM-DD HH:MM`, which saves the draft."""
    page.locator("[data-side-panel-toggle=status]").click()
    page.locator("[data-a11y-dialog-show=schedule-publishing-dialog]:visible").click()
    dialog = page.locator("#schedule-publishing-dialog")
    dialog.locator("[name=go_live_at]").fill(moment)
    if look:
        look()
    # The calendar lies over the button as long as its field has the focus.
    dialog.locator("h2").click()
    dialog.locator("button.action-save").click()
    # Saving by itself changes the address too, but says nothing on the page.
    page.locator(".messages .success").wait_for()


def wait_until_saved(page) -> None:
    """Wagtail notices a change within a second and saves it some seconds later: the page has an address of its own."""
    page.wait_for_timeout(1500)
    indicator = page.locator("#w-autosave-indicator")
    page.wait_for_function(NOT_SAVING)
    said = indicator.get_attribute("data-w-tooltip-content-value")
    expect(indicator, said).to_have_attribute("data-w-autosave-state-value", "saved")
    page.wait_for_url(re.compile("/edit/$"))


def show(page, field: str) -> None:
    """Turn to the tab of the form on which a field stands."""
    panel = page.locator(f"[role=tabpanel]:has([name={field}])").get_attribute("id")
    page.locator(f"[role=tab][href='#{panel}']").click()
    expect(page.locator(f"[name={field}]")).to_be_visible()


def do(page, action: str) -> None:
    """One of the actions in the menu beside "save draft": SUBMIT, PUBLISH, APPROVE or APPROVE_WITH_A_WORD."""
    open_actions(page)
    page.locator(f"[data-tippy-root] {action}").click()


def open_actions(page) -> None:
    page.locator("footer .w-dropdown__toggle").last.click()
    expect(page.locator("[data-tippy-root] button").first).to_be_visible()


def press(button) -> None:
    """Click what may be out of sight. Playwright's own scrolling slides the form sideways below the menu."""
    button.evaluate("e => e.scrollIntoView({block: 'center', inline: 'nearest', behavior: 'instant'})")
    button.click()
