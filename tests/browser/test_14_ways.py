"""Small ways of getting about: what is said in passing, what is asked before it is done, and a key for the search."""

import re
from datetime import UTC, datetime, timedelta
from io import BytesIO

import pytest
from PIL import Image
from playwright.sync_api import expect

from tests.browser.people import MEMBER, OTHER_MEMBER

PROFILE = "/ar/people/profile/edit/"
SAVED = "حُفظ ملفك."
ENGINEERING = "/ar/platforms/engineering/"


def save_profile(page, *, has_clock: bool = True) -> None:
    """Save, and see it said in passing; the page's clock stands still, so that the word is not gone too soon."""
    if has_clock:
        page.clock.install()
    page.goto(PROFILE)
    if has_clock:
        page.clock.pause_at(datetime.now(UTC) + timedelta(hours=1))
    page.locator("main form button.button").last.click()
    page.wait_for_url(re.compile(r"/people/\d+/$"))


def test_what_was_done_is_said_at_the_foot_and_stays_for_whoever_looks_at_it(open_page, screenshot):
    page = open_page("ar", sign_in=MEMBER)
    save_profile(page)
    toast = page.locator(".toasts .toast")
    expect(toast).to_be_visible()
    expect(toast.get_by_role("status")).to_have_text(re.compile(r"\S"))
    assert toast.bounding_box()["y"] > 700
    screenshot(page, "toast")
    toast.hover()
    page.clock.run_for(20_000)
    expect(toast).to_be_visible()
    page.mouse.move(5, 5)
    page.clock.run_for(7_000)
    expect(toast).to_have_count(0)


def test_a_word_in_passing_is_closed_by_its_button_and_the_focus_goes_on_to_the_content(open_page):
    page = open_page("ar", 360, sign_in=MEMBER)
    save_profile(page)
    close = page.locator(".toast button")
    close.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".toast")).to_have_count(0)
    expect(page.locator("main")).to_be_focused()


def test_a_word_in_passing_gives_way_to_what_has_the_focus(open_page):
    page = open_page("ar", sign_in=MEMBER)
    save_profile(page)
    toasts = page.locator(".toasts")
    page.evaluate("""() => {
      const below = document.createElement("button");
      below.id = "below";
      document.querySelector(".toasts").after(below);
      const { left, top } = document.querySelector(".toast").getBoundingClientRect();
      below.attributeStyleMap.set("position", "fixed");
      below.attributeStyleMap.set("left", CSS.px(left));
      below.attributeStyleMap.set("top", CSS.px(top));
    }""")
    page.locator("#below").focus()
    expect(toasts).to_have_class(re.compile("toasts--up"))
    assert toasts.bounding_box()["y"] < 200


def test_without_javascript_what_was_done_stands_above_the_content(open_page):
    page = open_page("ar", javascript=False, sign_in=MEMBER)
    save_profile(page, has_clock=False)
    toast = page.locator(".toast")
    expect(toast).to_be_visible()
    expect(toast.locator("button")).to_be_hidden()
    assert toast.bounding_box()["y"] < page.locator("h1").bounding_box()["y"]


@pytest.mark.parametrize("width", [1280, 360])
def test_leaving_a_platform_is_asked_about_in_a_dialog_that_gives_the_focus_back(
    open_page, screenshot, width
):
    page = open_page("ar", width, sign_in=MEMBER)
    page.goto(ENGINEERING)
    button, dialog = page.locator(".confirm summary"), page.get_by_role("dialog")
    expect(dialog).to_be_hidden()
    button.focus()
    page.keyboard.press("Enter")
    expect(dialog).to_be_visible()
    expect(page.get_by_role("dialog", name="مغادرة المنصة")).to_be_visible()
    assert page.evaluate("document.querySelector('dialog').matches(':modal')")
    screenshot(page, "dialog")
    # It begins at the button that changes nothing.
    expect(dialog.locator("[data-closes]")).to_be_focused()
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(button).to_be_focused()
    page.keyboard.press("Space")
    expect(dialog).to_be_visible()
    dialog.locator("[data-closes]").press("Enter")
    expect(dialog).to_be_hidden()
    expect(button).to_be_focused()
    button.click()
    expect(dialog).to_be_visible()
    page.mouse.click(5, 5)
    expect(dialog).to_be_hidden()
    expect(button).to_be_focused()


def test_whoever_asks_again_in_the_moment_the_dialog_closes_is_asked_again(open_page):
    page = open_page("ar", sign_in=MEMBER)
    page.goto(ENGINEERING)
    button, dialog = page.locator(".confirm summary"), page.get_by_role("dialog")
    button.click()
    expect(dialog).to_be_visible()
    heard = page.evaluate("""async () => {
      const dialog = document.querySelector('.confirm dialog');
      const closed = new Promise((tell) => dialog.addEventListener('close', tell));
      dialog.close();
      document.querySelector('.confirm summary').click();
      await closed;
      return dialog.matches(':modal');
    }""")
    assert heard is True
    expect(dialog.locator("[data-closes]")).to_be_focused()
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(button).to_be_focused()


def test_without_javascript_the_same_question_opens_below_its_button(open_page):
    page = open_page("ar", javascript=False, sign_in=MEMBER)
    page.goto(ENGINEERING)
    deed = page.locator(".confirm form button")
    expect(deed).to_be_hidden()
    page.locator(".confirm summary").click()
    expect(deed).to_be_visible()
    expect(page.locator(".confirm [data-closes]")).to_be_hidden()


FIELD = "#site-q"


def press_slash(page, **changes) -> None:
    """The key beside the right shift key, as a keyboard of a given language sends it."""
    page.evaluate(
        "(given) => document.activeElement.dispatchEvent(new KeyboardEvent('keydown', given))",
        {"key": "/", "code": "Slash", "bubbles": True, "cancelable": True} | changes,
    )


def test_the_key_of_the_search_works_on_both_keyboards_and_never_while_one_writes(open_page):
    page = open_page("ar")
    page.goto("/ar/library/")
    field = page.locator(FIELD)
    expect(field).to_have_attribute("aria-keyshortcuts", "/")
    page.keyboard.press("/")
    expect(field).to_be_focused()
    expect(field).to_have_value("")
    page.keyboard.press("/")
    expect(field).to_have_value("/")
    field.blur()
    press_slash(page, key="ظ")
    expect(field).to_be_focused()
    others = ("ctrlKey", "altKey", "metaKey", "isComposing", "repeat")
    for changes in [{name: True} for name in others] + [{"key": "-"}, {"key": "ظ", "code": "KeyZ"}]:
        field.blur()
        press_slash(page, **changes)
        expect(field).not_to_be_focused()


def test_the_key_of_the_search_is_switched_off_at_the_foot_and_stays_off_on_this_device(open_page):
    page = open_page("ar")
    page.goto("/ar/")
    switch = page.locator("footer [data-shortcut]")
    expect(switch).to_be_checked()
    switch.press("Space")
    expect(switch).not_to_be_checked()
    page.goto("/ar/forum/")
    field = page.locator(FIELD)
    expect(switch).not_to_be_checked()
    expect(field).not_to_have_attribute("aria-keyshortcuts", "/")
    page.keyboard.press("/")
    expect(field).not_to_be_focused()
    switch.check()
    page.locator("body").press("/")
    expect(field).not_to_be_focused()
    switch.blur()
    page.keyboard.press("/")
    expect(field).to_be_focused()


def test_on_a_phone_the_key_leads_to_the_way_to_the_search(open_page):
    page = open_page("ar", 360)
    page.goto("/ar/")
    page.keyboard.press("/")
    expect(page.locator("header a[href$='/search/']")).to_be_focused()
    page.goto("/ar/search/")
    page.locator("main [type=search]").blur()
    page.keyboard.press("/")
    expect(page.locator("main [type=search]")).to_be_focused()


def test_without_javascript_nobody_is_told_of_a_key(open_page):
    page = open_page("ar", javascript=False)
    page.goto("/ar/")
    expect(page.locator("footer [data-shortcut]")).to_be_hidden()
    expect(page.locator("[aria-keyshortcuts]")).to_have_count(0)


ABOUT = "أعمل في البلدية منذ 2015."
SLOW = {"offline": False, "latency": 0, "downloadThroughput": -1, "uploadThroughput": 40_000}
FAST = SLOW | {"uploadThroughput": -1}


def noise(side: int) -> dict:
    """A picture that cannot be made smaller by packing, as a file to choose."""
    made = BytesIO()
    Image.effect_noise((side, side), 80).convert("RGB").save(made, "JPEG", quality=95)
    return {"name": "me.jpg", "mimeType": "image/jpeg", "buffer": made.getvalue()}


def test_a_photograph_is_sent_with_its_progress_can_be_stopped_and_costs_no_word(open_page, screenshot):
    page = open_page("ar", 360, sign_in=OTHER_MEMBER)
    network = page.context.new_cdp_session(page)
    network.send("Network.enable")
    page.goto(PROFILE)
    upload, save = page.locator("[data-upload]"), page.locator("main form .button").last
    expect(upload.locator(".field__help")).to_contain_text("5 ميغابايت")
    page.fill("[name=about]", ABOUT)
    page.set_input_files("[name=photo]", noise(900))
    network.send("Network.emulateNetworkConditions", SLOW)
    save.click()
    stop = upload.locator("[data-stops]")
    expect(stop).to_be_focused()
    expect(upload.get_by_role("progressbar", name="جارٍ رفع الملف")).to_be_visible()
    expect(save).to_be_disabled()
    screenshot(page, "upload")
    stop.press("Enter")
    expect(upload.locator("[data-said]")).to_contain_text("توقّف الرفع")
    expect(save).to_be_enabled()
    expect(page.locator("[name=about]")).to_have_value(ABOUT)
    network.send("Network.emulateNetworkConditions", FAST)
    save.click()
    page.wait_for_url(re.compile(r"/people/\d+/$"))
    expect(page.locator(".toast")).to_be_visible()
    expect(page.locator("main img.avatar")).to_be_visible()
    assert page.locator("main img.avatar").evaluate(
        "picture => picture.decode().then(() => picture.naturalWidth)"
    )
    screenshot(page, "photo")


def test_a_photograph_that_is_refused_leaves_the_words_and_says_what_to_do(open_page):
    page = open_page("ar", sign_in=MEMBER)
    page.goto(PROFILE)
    page.fill("[name=about]", ABOUT)
    page.set_input_files("[name=photo]", noise(100) | {"buffer": b"0" * 6_000_000})
    said = page.locator("[data-said]")
    expect(said).to_contain_text("أكبر من الحد")
    page.set_input_files("[name=photo]", noise(100) | {"buffer": b"no picture"})
    expect(said).to_have_text("")
    page.locator("main form .button").last.click()
    expect(page.locator("#form-errors")).to_be_focused()
    expect(page.locator("#form-errors")).to_contain_text("تعذّرت قراءة هذا الملف")
    expect(page.locator("[name=about]")).to_have_value(ABOUT)
    expect(page).to_have_title(re.compile("^خطأ:"))
    page.set_input_files("[name=photo]", noise(100))
    page.context.set_offline(True)
    page.locator("main form .button").last.click()
    expect(page.locator("[data-said]")).to_contain_text("لم يصل الملف")
    expect(page.locator("[name=about]")).to_have_value(ABOUT)
    page.context.set_offline(False)


def test_a_photograph_is_sent_without_javascript_too(open_page):
    page = open_page("ar", javascript=False, sign_in=OTHER_MEMBER)
    page.goto(PROFILE)
    expect(page.locator(".upload__state")).to_be_hidden()
    page.set_input_files("[name=photo]", noise(100))
    page.locator("main form .button").last.click()
    page.wait_for_url(re.compile(r"/people/\d+/$"))
    expect(page.locator("main img.avatar")).to_be_visible()
