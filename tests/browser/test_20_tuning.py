"""An editor tunes the search: from what people ask to a concept, tried first, and it counts at the next search."""

from playwright.sync_api import expect

from tests.browser.people import EDITOR

ASKED = """
from exchange.finding.models import Question
from exchange.journal import now
for text, times, found in [("قرنبيط", 7, 0), ("الموازنة", 5, 9)]:
    Question.objects.create(folded=text, text=text, language="ar", day=now().date(), times=times, found=found)
"""


def results(page, words: str) -> int:
    page.goto(f"/ar/search/?q={words}")
    return page.locator("main ul.rows .row__title").count()


def wait_for(page, words: str, is_found: bool) -> None:
    """Ask again until the worker has read the works again."""
    for _attempt in range(100):
        if bool(results(page, words)) == is_found:
            return
        page.wait_for_timeout(300)
    raise AssertionError(f"“{words}” finds {results(page, words)}")


def test_a_question_that_found_nothing_becomes_a_concept_and_finds(open_page, site, screenshot):
    site.shell(ASKED)
    page = open_page("ar", sign_in=EDITOR)
    assert results(page, "قرنبيط") == 0
    page.goto("/admin/reports/questions/")
    row = page.get_by_role("row").filter(has_text="قرنبيط")
    expect(row).to_be_visible()
    screenshot(page, "admin-questions")
    row.get_by_role("link", name="مفهوم جديد").click()
    expect(page.locator("[name=ar]")).to_have_value("قرنبيط")
    page.fill("[name=ar]", "قرنبيط\nموازنة")
    screenshot(page, "admin-concept")
    with page.expect_popup() as tried:
        page.get_by_role("button", name="تجربة هذه الصيغ").click()
    expect(tried.value.get_by_role("row").nth(1)).to_contain_text("قرنبيط")
    tried.value.language = page.language
    screenshot(tried.value, "admin-try")
    tried.value.close()
    page.locator("footer button[type=submit]").first.click()
    expect(page.locator(".messages")).to_contain_text("حُفظ «قرنبيط»")
    screenshot(page, "admin-vocabulary")
    wait_for(page, "قرنبيط", True)
    page.goto("/admin/vocabulary/?q=قرنبيط")
    page.get_by_role("link", name="قرنبيط", exact=True).first.click()
    expect(page.locator("[name=ar]")).to_have_value("قرنبيط\nموازنة")
    page.goto(page.url.replace("/edit/", "/history/"))
    screenshot(page, "admin-concept-history")
    page.get_by_role("button", name="العودة إلى ما قبل هذا التغيير").click()
    wait_for(page, "قرنبيط", False)


def test_the_help_and_the_rebuild_are_found_from_the_vocabulary(open_page, screenshot):
    page = open_page("ar", sign_in=EDITOR)
    page.goto("/admin/vocabulary/")
    page.get_by_role("link", name="كيف يُضبط البحث").last.click()
    expect(page.locator(".help-page")).to_contain_text("ما الصيغة الجيدة")
    page.goto("/admin/vocabulary/rebuild/")
    page.get_by_role("button", name="قراءة الأعمال كلها من جديد").click()
    expect(page.get_by_role("button", name="قراءة الأعمال كلها من جديد")).to_be_visible(timeout=60_000)
    screenshot(page, "admin-rebuild")
