"""Hands in Wagtail's admin, in Arabic: what an editor and a coordinator do there, as a browser does it."""

import re

ADD = "button.c-sf-add-button"
# Wagtail takes the form as it is after two seconds for what it was at first: earlier changes are none to it.
NOTE_WATCHING = "addEventListener('w-unsaved:watch-edits', () => { window.isWatched = true; })"
NOT_SAVING = """
() => ["saved", "paused"].includes(document.querySelector("#w-autosave-indicator").dataset.wAutosaveStateValue)
"""


def begin(page, kind: str, title: str, summary: str) -> None:
    """From the admin's home to a form with a title, two clicks; `kind` is `guide` or `positionpaper`."""
    page.add_init_script(NOTE_WATCHING)
    page.goto("/admin/")
    page.locator(f"a[href*='/admin/pages/add/library/{kind}page/']").first.click()
    page.wait_for_function("() => window.isWatched")
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
    press(chapter.locator("[data-contentpath=text]").locator(ADD).last)
    page.get_by_role("option", name=kind, exact=True).click()
    return chapter.locator("[data-contentpath=text] [data-streamfield-child]").last


def attach(page, name: str, content: bytes, look=None) -> None:
    """Upload a file in the chooser's dialog as one more attachment; `look` is called while the dialog is filled."""
    press(page.locator("#id_attachments-ADD"))
    row = page.locator("[data-inline-panel-child]").last
    press(row.locator("[data-chooser-action-choose]"))
    dialog = page.locator(".modal.in")
    dialog.locator("#tab-label-upload").click()
    upload = dialog.locator("#tab-upload")
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
    assert row.locator(".chooser__title").inner_text() == title


def tag(page, *names: str) -> None:
    """Free tags, each typed and closed with a comma."""
    field = page.locator("#page-edit-form [data-contentpath=tags] .tagit-new input")
    press(field)
    for name in names:
        page.keyboard.type(f"{name},")


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
    with page.expect_navigation():
        dialog.locator("button.action-save").click()


def wait_until_saved(page) -> None:
    """Wagtail notices a change within a second and saves it some seconds later; a form sent meanwhile is sent twice."""
    page.wait_for_timeout(1500)
    indicator = page.locator("#w-autosave-indicator")
    page.wait_for_function(NOT_SAVING)
    said = indicator.get_attribute("data-w-tooltip-content-value")
    assert indicator.get_attribute("data-w-autosave-state-value") == "saved", said


def do(page, name: str) -> None:
    """One of the actions in the menu beside "save draft"."""
    page.locator("footer .w-dropdown__toggle").last.click()
    page.locator("[data-tippy-root] button").filter(has_text=re.compile(rf"^\s*{name}")).first.click()


def press(button) -> None:
    """Click what may be out of sight. Playwright's own scrolling slides the form sideways below the menu."""
    button.evaluate("e => e.scrollIntoView({block: 'center', inline: 'nearest', behavior: 'instant'})")
    button.click()
