"""The page of results: what it shows, what narrows it, and the ways on where nothing is found."""

import re
from html import unescape

import pytest

from exchange.finding import actions
from exchange.finding.models import Click
from exchange.finding.models import Question as Asked
from exchange.front.views.searching.clicks import MOST_A_MINUTE
from exchange.journal.worker import drain
from search import indexing
from search.engines.base import EngineGoneError
from tests import factories as make

pytestmark = pytest.mark.django_db
SEARCH = "/ar/search/"
CHIP = re.compile(r'<a class="chip" href="([^"]*)">.*?<bdi>(.*?)</bdi>', re.DOTALL)
TRY = re.compile(r'<li><a class="button[^"]*" href="([^"]*)">(.*?)</a></li>', re.DOTALL)
TITLE = re.compile(r'<h2 class="row__title"><a href="[^"]*"[^>]*>(.*?)</a>')
PART = {"HX-Request": "true"}


@pytest.fixture(autouse=True)
def index_folder(settings, tmp_path):
    """An index of the test's own: counts are of its works alone."""
    settings.SEARCH_INDEX_DIR = tmp_path / "index"


@pytest.fixture
def works():
    """Two platforms with a guide and a paper on the same matter."""
    finance = make.platform("finance", name_ar="المديرون الماليون", name_en="Finance")
    villages = make.platform("villages", name_ar="المجالس القروية", name_en="Villages")
    make.work(finance, "دليل الموازنة")
    make.work(finance, "ورقة الموازنة", kind="position-paper")
    make.work(villages, "موازنة القرية")
    drain()
    return finance


def page(client, query: str, path: str = SEARCH, **headers) -> str:
    response = client.get(f"{path}?{query}", headers=headers)
    assert response.status_code == 200
    return response.content.decode()


def titles(text: str) -> set[str]:
    return set(TITLE.findall(text))


def chips(text: str) -> list[tuple[str, str]]:
    return [(unescape(url), label) for url, label in CHIP.findall(text)]


def counts(text: str) -> dict[str, int]:
    """What the choices of the filters promise, by name and value."""
    found = re.findall(
        r'name="(\w+)" value="([^"]+)" id="[^"]*"[^>]*>.*?<span class="count"><bdi>(\d+)', text
    )
    return {f"{name}:{value}": int(count) for name, value, count in found}


def test_chosen_filters_are_shown_and_each_can_be_taken_away(client, works):
    text = page(client, "q=الموازنة&kind=guide&platform=finance")
    assert titles(text) == {"دليل الموازنة"}
    assert [label for _url, label in chips(text)] == ["دليل", "المديرون الماليون"]
    assert titles(page(client, chips(text)[0][0][1:])) == {"دليل الموازنة", "ورقة الموازنة"}


def test_filters_in_the_line_are_chosen_filters_and_leave_the_line(client, works):
    text = page(client, "q=نوع:دليل منصة:«المديرون الماليون» الموازنة")
    assert titles(text) == {"دليل الموازنة"}
    assert [label for _url, label in chips(text)] == ["دليل", "المديرون الماليون"]
    assert 'name="q" value="الموازنة"' in text


def test_what_a_filter_promises_is_what_it_finds(client, works):
    promised = counts(page(client, "q=الموازنة&kind=guide"))
    assert promised == {
        "kind:guide": 2,
        "kind:position-paper": 1,
        "platform:finance": 1,
        "platform:villages": 1,
    }
    for choice, count in promised.items():
        name, _colon, value = choice.partition(":")
        narrowed = {"kind": "guide"} | {name: value}
        query = "&".join(f"{key}={one}" for key, one in narrowed.items())
        assert len(titles(page(client, f"q=الموازنة&{query}"))) == count


def test_filters_alone_are_a_search_by_date(client, works):
    assert titles(page(client, "kind=position-paper")) == {"ورقة الموازنة"}


def test_days_alone_are_a_search_too_which_nobody_can_save(client, works):
    client.force_login(make.member(works))
    text = page(client, "from=2000-01-01")
    assert {"دليل الموازنة", "ورقة الموازنة", "موازنة القرية"} <= titles(text)
    assert "حفظ هذا البحث" not in text
    assert titles(page(client, "to=2000-01-01")) == set()


def test_an_authority_is_meant_by_its_name(client, works):
    halhul = make.authority("حلحول")
    assert chips(page(client, "q=موازنة&authority=حلحول"))[0][1] == "بلدية حلحول"
    assert chips(page(client, "q=موازنة بلدية:حلحول"))[0][1] == "بلدية حلحول"
    assert chips(page(client, f"q=موازنة&authority={halhul.pk}"))[0][1] == "بلدية حلحول"


def test_the_advanced_form_makes_the_line(client):
    form = {
        "words": "موازنة بلدية",
        "phrase": "خطة سنوية",
        "without": "مياه كهرباء",
        "kind": "guide",
        "from": "2025-01-31",
    }
    response = client.get(SEARCH, form)
    assert response.status_code == 302
    again = client.get(response.url).content.decode()
    assert 'name="q" value="موازنة بلدية «خطة سنوية» -مياه -كهرباء"' in again
    for name in ("words", "phrase", "without"):
        assert f'name="{name}" value="{form[name]}"' in again
    assert [label for _url, label in chips(again)] == ["دليل", "منذ 31 كانون الثاني 2025"]


def test_htmx_gets_the_part_that_changes_alone(client, works):
    part = page(client, "q=الموازنة", **PART)
    assert part.startswith("<title>") and '<div id="found"' in part and "<header" not in part
    assert titles(part) == titles(page(client, "q=الموازنة"))
    response = client.get(SEARCH, {"q": "الموازنة"})
    assert "HX-Request" in response.headers["Vary"]


def test_half_a_word_is_completed_while_one_types_and_left_alone_when_it_is_asked(client, works):
    part = page(client, "q=موازن", **PART)
    assert titles(part) >= {"دليل الموازنة", "موازنة القرية"}
    make.work(works, "Budget guide", language="en")
    drain()
    assert "these are results for" in client.get("/en/search/", {"q": "budg"}, headers=PART).content.decode()
    assert "No results for" in client.get("/en/search/", {"q": "budg"}).content.decode()


def test_a_work_in_two_languages_is_one_result_that_says_so(client, works):
    make.work(works, "Cost guide of the market", language="en")
    ar = make.work(works, "دليل كلفة السوق")
    drain()
    assert "متاح بالإنجليزية أيضًا" not in page(client, "q=كلفة السوق")
    english = ar.copy_for_translation(make.Locale.objects.get(language_code="en"))
    english.title = "Market cost guide"
    english.save_revision().publish()
    drain()
    assert "متاح بالإنجليزية أيضًا" in page(client, "q=كلفة السوق")


def test_nothing_found_tells_what_each_filter_less_would_bring(client, works):
    make.work(works, "كراسة الحيازات")
    drain()
    text = page(client, "q=الحيازات&kind=position-paper&platform=finance")
    ways = {unescape(re.sub(r"\s*<[^>]*>\s*", "", label)) for _url, label in TRY.findall(text)}
    assert ways == {"دون «ورقة موقف»1", "بلا أي تصفية1"}


def test_nothing_found_without_filters_offers_no_wider_search(client):
    text = page(client, "q=قزحلب")
    assert "لا نتائج لعبارة «<bdi>قزحلب</bdi>»" in text
    assert TRY.findall(text) == []


def test_a_member_asks_in_the_discussions_with_the_question_filled_in(client, works):
    client.force_login(make.member(works))
    text = page(client, "q=قزحلب -ماء&platform=finance")
    (address,) = re.findall(r'href="(/ar/forum/new/[^"]*)"', text)
    form = client.get(unescape(address)).content.decode()
    assert 'name="title" value="قزحلب"' in form


def test_a_visitor_signs_in_first_and_who_belongs_nowhere_is_not_led_to_a_closed_door(client, works):
    assert re.search(r'href="/accounts/login/\?next=%2Far%2Fforum%2Fnew%2F', page(client, "q=قزحلب"))
    client.force_login(make.stranger())
    assert "forum/new" not in page(client, "q=قزحلب")


def test_little_found_names_the_colleagues_who_know_the_matter_to_members_alone(client, works):
    expert = make.member(works, "سناء الخبيرة")
    expert.profile.expertise = "تسعير القرية"
    expert.profile.save()
    drain()
    indexing.rebuild()
    query = "q=القرية&kind=guide"
    assert "سناء الخبيرة" not in page(client, query)
    client.force_login(make.member(works))
    assert "زملاء قد يعرفون الجواب" in page(client, query)
    assert "سناء الخبيرة" in page(client, query)


def test_suggestions_are_options_in_groups_and_only_what_the_person_may_see(client, works):
    make.work(works, "الموازنة الداخلية", audience="platform")
    drain()
    offered = page(client, "q=المواز", "/ar/search/suggestions/")
    assert 'role="option"' in offered and "دليل الموازنة" in offered
    assert "الموازنة الداخلية" not in offered
    client.force_login(make.member(works))
    assert "الموازنة الداخلية" in page(client, "q=المواز", "/ar/search/suggestions/")


@pytest.mark.parametrize("query", ["q=", "q=م", "q=%00", "q=قزحلبشث"])
def test_where_nothing_is_to_be_offered_the_list_is_empty(client, works, query):
    assert page(client, query, "/ar/search/suggestions/").strip() == ""


def test_an_unknown_word_is_named_with_what_was_looked_for_instead(client, works):
    text = page(client, "q=الموازننة")
    assert "لم نجد «<bdi>الموازننة</bdi>»؛ هذه نتائج «<a href=" in text
    assert "الموازنة</bdi></a>»" in text
    assert "exact=1" not in text


def test_where_other_words_are_known_the_question_can_be_asked_as_it_was_typed(client, works):
    assert titles(page(client, "q=الموازننة القرية")) > {"موازنة القرية"}
    (exact,) = re.findall(r'href="(\?[^"]*exact=1)"', page(client, "q=الموازننة القرية"))
    assert "دليل الموازنة" not in titles(page(client, unescape(exact)[1:]))


def test_editors_are_told_why_a_result_stands_there_and_nobody_else_is(client, works):
    reasons = "«الموازنه»"
    for person in (None, make.member(works), make.member(works, is_organiser=True)):
        if person:
            client.force_login(person)
        text = page(client, "q=الموازنة&why=1")
        assert reasons not in text and "لماذا هذه النتائج؟" not in text
    client.force_login(make.member(works, is_editor=True))
    text = page(client, "q=الموازنة&why=1")
    assert text.count('<ul class="why">') == 3
    assert "لماذا هذه النتائج؟" in page(client, "q=الموازنة")
    assert reasons in text and "في العنوان" in text
    raised = "منه لتقارب الكلمات أو ورودها في البداية"
    assert raised not in text
    assert raised in page(client, "q=موازنة القرية&why=1")
    assert '<ul class="why">' not in page(client, "q=الموازنة")


# -- what is counted


@pytest.fixture
def counted():
    """Counts that begin at nothing; what is waiting is written by `written()`."""
    actions.write_counts()
    Asked.objects.all().delete()
    Click.objects.all().delete()

    def written():
        actions.write_counts()
        asked = {row.text: row.times for row in Asked.objects.all()}
        return asked, {(row.document, row.place): row.times for row in Click.objects.all()}

    return written


def test_a_question_is_counted_once_for_a_page_that_is_read(client, works, counted):
    page(client, "q=الموازنة", **PART)
    page(client, "q=الموازنة&kind=guide")
    page(client, "q=الموازنة&page=2")
    assert counted() == ({}, {})
    page(client, "q=الموازنة")
    assert counted() == ({"الموازنة": 1}, {})


def test_an_opened_result_is_counted_if_the_person_may_see_it(client, works, counted):
    guide = make.work(works, "دليل السوق")
    hidden = make.work(works, "دليل الخزنة", audience="platform")
    seen, unseen = f"guide:{guide.translation_key}", f"guide:{hidden.translation_key}"
    for document, place in ((seen, "3"), (unseen, "1"), ("guide:x", "1"), (seen, "0"), (seen, "x"), ("", "")):
        told = {"q": "السوق", "document": document, "place": place}
        assert client.post("/ar/search/opened/", told).status_code == 204
    assert counted() == ({}, {(seen, 3): 1})


def test_one_address_is_counted_so_often_in_a_minute_and_no_more(client, works, counted):
    guide = make.work(works, "دليل السوق")
    told = {"q": "السوق", "document": f"guide:{guide.translation_key}", "place": "1"}
    for _ in range(MOST_A_MINUTE + 5):
        client.post("/ar/search/opened/", told)
    assert set(counted()[1].values()) == {MOST_A_MINUTE}


# -- related works


def related(client, url: str) -> set[str]:
    """The titles below "related works" on a page."""
    text = client.get(url).content.decode()
    return set(re.findall(r'<h3 class="row__title"><a[^>]*>(.*?)</a>', text.partition('id="related"')[2]))


def test_a_work_leads_to_related_ones_that_the_person_may_see(client, works):
    guide = make.work(works, "دليل صيانة الآبار", text="مضخة الآبار")
    make.work(works, "صيانة مضخات الآبار")
    make.work(works, "الآبار الداخلية", audience="platform")
    drain()
    url = guide.get_url()
    assert "صيانة مضخات الآبار" in related(client, url)
    assert related(client, url).isdisjoint({"الآبار الداخلية", "دليل صيانة الآبار"})
    client.force_login(make.member(works))
    assert {"صيانة مضخات الآبار", "الآبار الداخلية"} <= related(client, url)


def test_a_work_is_read_where_the_index_is_broken(client, works, monkeypatch):
    guide = make.work(works, "دليل صيانة الآبار")

    def gone(*args, **kwargs):
        raise EngineGoneError("stopped")

    monkeypatch.setattr("exchange.front.templatetags.related.related", gone)
    assert "دليل صيانة الآبار" in client.get(guide.get_url()).content.decode()
