"""An editor writes in Wagtail's admin, in Arabic; the coordinator publishes, unpublishes and renames."""

import re
from datetime import datetime, timedelta
from urllib.parse import unquote
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import expect

from tests.browser import admin
from tests.browser.moves import follow
from tests.browser.people import ADMINISTRATOR, COORDINATOR, EDITOR
from tests.library.files import docx, pdf

GUIDE, PAPER = "دليل صيانة أرصفة المشاة", "ورقة موقف من رسوم الأرصفة"
LIBRARY = "/ar/platforms/engineering/library/"

STAND = """
from exchange.library.models import GuidePage
from exchange.platforms.models import LibraryPage
shelf = LibraryPage.objects.get(platform__slug="engineering", locale__language_code="ar")
for slug, title, words in [("to-be-hidden", "دليل يُسحب", "زعفران"), ("to-be-renamed", "دليل يُنقل", "كركديه")]:
    chapters = [{"type": "chapter", "value": {"title": "فصل", "text": [{"type": "subheading", "value": words}]}}]
    page = GuidePage(slug=slug, title=title, summary=title, locale=shelf.locale, chapters=chapters)
    shelf.add_child(instance=page)
    page.save_revision().publish()
    print(page.pk)
"""


@pytest.fixture(scope="module")
def standing(site):
    """Two published guides of the engineers, to be hidden and to be moved; the keys of their pages."""
    return [int(line) for line in site.shell(STAND).split()]


# The server has saved what the form sent by itself; the form hears of it when it is told to.
ANSWERED_LATE = """
const send = window.fetch;
const isTold = new Promise((tell) => { window.tellAnswers = tell; });
window.fetch = async (...asked) => {
  const answer = await send(...asked);
  if (asked[1]?.method === "post") {
    window.isSavedUntold = true;
    await isTold;
  }
  return answer;
};
"""

FINANCE = """
from exchange.platforms.models import LibraryPage
shelf = LibraryPage.objects.get(platform__slug="finance", locale__language_code="ar")
print("shelf", shelf.pk, "platform", shelf.get_parent().pk, "work", shelf.get_children().live().first().pk)
"""


@pytest.fixture(scope="module")
def finance(site):
    """The pages of another platform: its own, its shelf, and a work on it."""
    words = site.shell(FINANCE).split()
    return dict(zip(words[::2], words[1::2], strict=True))


def titles(page, words: str) -> list[str]:
    page.goto(f"/ar/search/?q={words}")
    return page.locator("main ul.rows .row__title").all_inner_texts()


def wait_until(page, words: str, is_found: bool, title: str) -> None:
    """Ask again until the worker has heard."""
    for _attempt in range(100):
        if (title in titles(page, words)) == is_found:
            return
        page.wait_for_timeout(300)
    raise AssertionError(f"“{words}” finds {titles(page, words)}")


def test_an_editor_writes_a_guide_with_files_and_the_coordinator_publishes_it(open_page, screenshot):
    page = open_page("ar", sign_in=EDITOR)
    page.goto("/admin/")
    assert (page.locator("html").get_attribute("lang"), page.locator("html").get_attribute("dir")) == (
        "ar",
        "rtl",
    )
    screenshot(page, "admin-home")
    admin.begin(page, "guide", GUIDE, "كيف تُصان الأرصفة قبل الشتاء")
    first = admin.add_chapter(page, "المسح الميداني")
    admin.type_into(admin.add_block(page, first, "فقرة"), "بلاط الرصيف المتشقق يُستبدل قبل الشتاء")
    second = admin.add_chapter(page, "التنفيذ")
    admin.add_block(page, second, "عنوان فرعي").locator("input[type=text]").fill("منشار الرخام")
    admin.add_block(page, second, "اقتباس").locator("textarea").fill("من قاس مرّتين قصّ مرّة")
    admin.attach(
        page, "جدول الكشف.pdf", pdf("مطرقة الاختبار"), look=lambda: screenshot(page, "admin-document-chooser")
    )
    admin.attach(page, "نموذج الطلب.docx", docx("شريط القياس المعدني"))
    admin.tag(page, "أرصفة", "سلامة المشاة")
    screenshot(page, "admin-guide")
    admin.wait_until_saved(page)
    admin.do(page, admin.SUBMIT)
    page.locator(".messages .success", has_text=GUIDE).wait_for()
    screenshot(page, "admin-submitted")

    reader = open_page("ar")
    assert GUIDE not in titles(reader, "المتشقق")

    coordinator = open_page("ar", sign_in=COORDINATOR)
    coordinator.goto("/admin/")
    screenshot(coordinator, "admin-to-review")
    follow(coordinator, coordinator.get_by_role("link", name=GUIDE).first)
    admin.open_actions(coordinator)
    coordinator.wait_for_timeout(400)  # the menu fades in
    screenshot(coordinator, "admin-approval")
    coordinator.keyboard.press("Escape")
    expect(coordinator.locator("[data-tippy-root] button:visible")).to_have_count(0)
    admin.do(coordinator, admin.APPROVE_WITH_A_WORD)
    coordinator.locator(".modal.in textarea").fill("نصّ واضح")
    coordinator.locator(".modal.in [type=submit]").click()
    coordinator.locator(".messages .success").wait_for()

    wait_until(reader, "المتشقق", True, GUIDE)
    for words in ("منشار الرخام", "قاس مرتين", "مطرقة الاختبار", "شريط القياس المعدني"):
        wait_until(reader, words, True, GUIDE)
        assert titles(reader, words)[0] == GUIDE
    follow(reader, reader.get_by_role("link", name=GUIDE).first)
    expect(reader.locator("main h1")).to_have_text(GUIDE)
    assert reader.locator("main h2").all_inner_texts()[:2] == ["المسح الميداني", "التنفيذ"]
    assert reader.locator("main a[href*='/documents/']").count() == 2
    screenshot(reader, "new-guide")
    reader.goto("/ar/library/?tag=أرصفه")
    assert reader.locator("main .row__title").all_inner_texts() == [GUIDE]


THREE_DAYS_PASS = """
from datetime import timedelta
from wagtail.models import Revision
for row in Revision.objects.filter(object_id="{key}", approved_go_live_at__isnull=False):
    row.approved_go_live_at -= timedelta(days=3)
    row.content["go_live_at"] = row.approved_go_live_at.isoformat()
    row.save(update_fields=["approved_go_live_at", "content"])
"""


def test_a_paper_that_is_set_to_a_time_is_published_then(open_page, site, screenshot):
    moment = datetime.now(ZoneInfo("Asia/Hebron")) + timedelta(days=2)
    page = open_page("ar", sign_in=EDITOR)
    admin.begin(page, "positionpaper", PAPER, "لتكن رسوم الأرصفة للأرصفة")
    demands = admin.add_chapter(page, "المطالب")
    note = admin.add_block(page, demands, "ملاحظة")
    note.locator("[name$=-title]").fill("للتنبيه")
    admin.type_into(note, "صندوق الأرصفة المستقل")
    admin.press(page.locator("[name=addressed_to]"))
    page.fill("[name=addressed_to]", "وزارة الحكم المحلي")
    admin.wait_until_saved(page)
    admin.schedule(page, moment.strftime("%Y-%m-%d 08:00"), look=lambda: screenshot(page, "admin-schedule"))
    page.wait_for_url(re.compile("/edit/$"))
    key = page.url.split("/")[-3]
    admin.do(page, admin.SUBMIT)
    page.locator(".messages .success", has_text=PAPER).wait_for()

    coordinator = open_page("ar", sign_in=COORDINATOR)
    coordinator.goto(f"/admin/pages/{key}/edit/")
    admin.do(coordinator, admin.APPROVE)
    coordinator.locator(".messages .success").wait_for()
    coordinator.goto(f"/admin/pages/{key}/edit/")
    coordinator.locator(".messages", has_text=re.compile("مجدول|موعد")).wait_for()
    screenshot(coordinator, "admin-scheduled")

    reader = open_page("ar")
    site.manage("publish_scheduled")
    assert PAPER not in titles(reader, "صندوق الأرصفة المستقل")
    site.shell(THREE_DAYS_PASS.format(key=key))
    site.manage("publish_scheduled")
    wait_until(reader, "صندوق الأرصفة المستقل", True, PAPER)
    follow(reader, reader.get_by_role("link", name=PAPER).first)
    expect(reader.locator("main h1")).to_have_text(PAPER)
    expect(reader.locator("main")).to_contain_text("وزارة الحكم المحلي")
    screenshot(reader, "new-paper")


@pytest.mark.parametrize("is_protected", [True, False])
def test_a_form_that_is_sent_while_it_saves_itself_is_taken_once(open_page, is_protected):
    """And the twin: without the script that waits it is refused, because its page is there already."""
    page = open_page("ar", sign_in=EDITOR)
    if not is_protected:
        page.route("**/pages/admin*.js", lambda route: route.abort())
    page.add_init_script(ANSWERED_LATE)
    admin.begin(page, "guide", f"دليل يُحفظ مرّة {is_protected}", "ملخّص")
    page.wait_for_function("() => window.isSavedUntold")
    page.locator("footer button.action-save").click()
    if is_protected:
        page.evaluate("window.tellAnswers()")
    page.locator(".messages li").wait_for()
    expect(page.locator(".messages .success")).to_have_count(int(is_protected))
    assert page.url.endswith("/edit/") == is_protected


def test_who_publishes_while_the_form_saves_itself_publishes(open_page, standing):
    key, _renamed = standing
    coordinator = open_page("ar", sign_in=COORDINATOR)
    coordinator.add_init_script(admin.NOTE_WATCHING)
    coordinator.add_init_script(ANSWERED_LATE)
    coordinator.goto(f"/admin/pages/{key}/edit/")
    coordinator.wait_for_function(admin.IS_WATCHED)
    coordinator.fill("[name=summary]", "ملخّص نُشر في أثناء الحفظ")
    coordinator.wait_for_function("() => window.isSavedUntold")
    admin.do(coordinator, admin.PUBLISH)
    # Wagtail takes a button that was pressed out of use, and with it out of the form.
    expect(coordinator.locator(admin.PUBLISH)).to_be_disabled()
    coordinator.evaluate("window.tellAnswers()")
    coordinator.locator(".messages .success").wait_for()
    reader = open_page("ar")
    reader.goto(f"{LIBRARY}to-be-hidden/")
    expect(reader.locator("main")).to_contain_text("ملخّص نُشر في أثناء الحفظ")


def test_a_form_that_was_sent_saves_itself_no_more(open_page):
    page = open_page("ar", sign_in=EDITOR)
    admin.begin(page, "guide", "دليل يُرسل على عجل", "ملخّص")
    admin.wait_until_saved(page)
    saved = []

    def note(request) -> None:
        if (request.method, request.resource_type) == ("POST", "fetch") and request.url.endswith("/edit/"):
            saved.append(request.url)

    def answer_late(route) -> None:
        if route.request.method == "POST" and route.request.is_navigation_request():
            # Longer than it takes Wagtail to see a change and to save it.
            page.wait_for_timeout(5000)
        route.continue_()

    page.on("request", note)
    page.route("**/edit/", answer_late)
    page.fill("[name=summary]", "ملخّص آخر")
    page.locator("footer button.action-save").click()
    page.locator(".messages .success").wait_for()
    assert saved == []


def test_what_is_unpublished_is_gone_from_the_site_and_from_search(open_page, standing, screenshot):
    key, _renamed = standing
    reader = open_page("ar")
    wait_until(reader, "زعفران", True, "دليل يُسحب")
    assert reader.goto(f"{LIBRARY}to-be-hidden/").status == 200
    coordinator = open_page("ar", sign_in=COORDINATOR)
    coordinator.goto(f"/admin/pages/{key}/edit/")
    coordinator.locator("header .w-dropdown__toggle").first.click()
    follow(coordinator, coordinator.locator("[data-tippy-root] a[href*='/unpublish/']").first)
    expect(coordinator).to_have_url(re.compile("/unpublish/"))
    screenshot(coordinator, "admin-unpublish")
    coordinator.locator("main form button[type=submit], main form input[type=submit]").first.click()
    coordinator.locator(".messages .success").wait_for()
    assert reader.goto(f"{LIBRARY}to-be-hidden/").status == 404
    assert "دليل يُسحب" not in titles(reader, "زعفران")
    reader.goto("/ar/library/?platform=engineering")
    assert "دليل يُسحب" not in reader.locator("main .row__title").all_inner_texts()


def test_a_renamed_and_a_moved_page_are_found_at_their_old_addresses(
    open_page, site, standing, finance, screenshot
):
    _hidden, key = standing
    renamed = "دليل-باسم-جديد"
    coordinator = open_page("ar", sign_in=COORDINATOR)
    coordinator.goto(f"/admin/pages/{key}/edit/")
    admin.show(coordinator, "slug")
    coordinator.fill("[name=slug]", renamed)
    screenshot(coordinator, "admin-rename")
    admin.do(coordinator, admin.PUBLISH)
    coordinator.locator(".messages .success").wait_for()
    assert leads_to(site, f"{LIBRARY}to-be-renamed/") == [f"{LIBRARY}{renamed}/"]

    network = open_page("ar", sign_in=ADMINISTRATOR)
    network.goto(f"/admin/pages/{key}/move/")
    network.locator(".chosen .w-dropdown__toggle").click()
    network.get_by_role("button", name="صفحة أخرى").click()
    dialog = network.locator(".modal.in")
    dialog.get_by_role("link", name="المنصات", exact=True).click()
    dialog.locator(f"a.navigate-pages[href*='/choose-page/{finance['platform']}/']").click()
    screenshot(network, "admin-move")
    dialog.locator(f"a.choose-page[href='#{finance['shelf']}']").click()
    dialog.wait_for(state="hidden")
    network.locator("main form [type=submit]").click()
    network.wait_for_url(re.compile("/confirm/"))
    network.locator("main form [type=submit]").click()
    network.locator(".messages .success").wait_for()
    now = f"{LIBRARY.replace('engineering', 'finance')}{renamed}/"
    assert leads_to(site, f"{LIBRARY}{renamed}/") == [now]
    assert leads_to(site, f"{LIBRARY}to-be-renamed/") == [now]


def leads_to(site, path: str) -> list[str]:
    """The addresses that one leads to by permanent redirects, the last of which answers 200."""
    answer = site.get(path)
    assert (answer.status_code, {step.status_code for step in answer.history}) == (200, {301})
    steps = [*answer.history[1:], answer]
    return [unquote(step.url.removeprefix(site.url)) for step in steps]


def test_an_editor_of_one_platform_is_refused_at_the_pages_of_another(open_page, finance, screenshot):
    work = finance["work"]
    page = open_page("ar", sign_in=EDITOR)
    for address in (
        f"/admin/pages/{work}/edit/",
        f"/admin/pages/{work}/unpublish/",
        f"/admin/pages/{work}/move/",
        f"/admin/pages/{work}/delete/",
        f"/admin/pages/add/library/guidepage/{finance['shelf']}/",
    ):
        answer = page.goto(address)
        assert answer.status == 403 or page.url.endswith("/admin/"), address
        assert page.locator("[name=title]").count() == 0
    screenshot(page, "admin-refused")
