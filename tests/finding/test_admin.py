"""The vocabulary and the questions in the admin: for editors of any platform, and nobody else."""

import pytest
from django.test import Client

from exchange.finding import actions, vocabulary
from exchange.finding.models import Concept, Question, VocabularyState
from exchange.journal import now, worker
from tests import factories as make

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("editable")]
PAGES = (
    "/admin/vocabulary/",
    "/admin/vocabulary/new/",
    "/admin/vocabulary/try/",
    "/admin/vocabulary/rebuild/",
    "/admin/reports/questions/",
)


def browser(person) -> Client:
    client = Client()
    client.force_login(person)
    return client


@pytest.fixture
def editor():
    return make.member(make.platform(), is_editor=True)


@pytest.fixture
def concept(editor):
    return actions.save_concept(by=editor, ar="زحلبة", en="zah")


def ask(text: str, times: int, total: int = 0) -> None:
    Question.objects.create(folded=text, text=text, language="ar", day=now().date(), times=times, found=total)


@pytest.mark.parametrize("path", PAGES)
def test_editors_open_every_page(editor, concept, path):
    assert browser(editor).get(path).status_code == 200


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("roles", [{}, {"is_organiser": True}])
def test_others_open_none(path, roles):
    person = make.member(make.platform(), **roles)
    assert browser(person).get(path).status_code in (302, 403, 404)


def test_the_list_is_searched_in_arabic_as_it_is_spoken_and_filtered(editor, concept):
    page = browser(editor)
    assert "زحلبة" in page.get("/admin/vocabulary/", {"q": "زحلبه"}).text
    assert "زحلبة" not in page.get("/admin/vocabulary/", {"q": "قرنبيط"}).text
    assert "زحلبة" in page.get("/admin/vocabulary/", {"state": "added"}).text
    assert "زحلبة" not in page.get("/admin/vocabulary/", {"state": "off"}).text
    actions.save_concept(by=editor, concept=concept, local="MA: حوش")
    assert "زحلبة" in page.get("/admin/vocabulary/", {"country": "MA", "q": "زحلبه"}).text
    assert "زحلبة" not in page.get("/admin/vocabulary/", {"country": "EG"}).text


def test_a_concept_is_added_changed_and_switched_off_by_its_pages(editor, concept):
    page = browser(editor)
    page.post(
        "/admin/vocabulary/new/", {"ar": "قرنبيط", "local": "ma : شفلور", "en": "", "short": "", "near": ""}
    )
    added = Concept.objects.get(ar="قرنبيط")
    assert added.local == "MA: شفلور"
    page.post(f"/admin/vocabulary/edit/{added.pk}/", {"ar": "قرنبيط\nزهرة", "near": "zah"})
    added.refresh_from_db()
    assert (added.forms, added.near) == (("قرنبيط", "زهرة"), "zah")
    assert page.get(f"/admin/vocabulary/delete/{added.pk}/").status_code == 200
    page.post(f"/admin/vocabulary/delete/{added.pk}/")
    added.refresh_from_db()
    assert added.is_active is False
    history = page.get(f"/admin/vocabulary/history/{added.pk}/").text
    assert history.count("take-back") == 3
    assert "+ زهرة" in history


@pytest.mark.parametrize(
    ("texts", "said"),
    [
        ({"ar": "؟!"}, "بلا حروف"),
        ({"ar": "قزحلب", "local": "شفلور"}, "حرفي البلد"),
        ({"ar": "قزحلب", "near": "nowhere"}, "nowhere"),
    ],
)
def test_a_form_says_what_is_wrong(editor, concept, texts, said):
    answer = browser(editor).post("/admin/vocabulary/new/", texts)
    assert (answer.status_code, said in answer.text) == (200, True)
    assert Concept.objects.filter(ar__contains="قزحلب").exists() is False


def test_a_change_is_taken_back_by_its_button(editor, concept):
    actions.save_concept(by=editor, concept=concept, ar="زحلبة\nقرنبيط")
    page = browser(editor)
    change = page.get(f"/admin/vocabulary/history/{concept.pk}/").context["rows"][0]["entry"]
    page.post(f"/admin/vocabulary/take-back/{concept.pk}/{change.pk}/")
    concept.refresh_from_db()
    assert concept.ar == "زحلبة"


def test_trying_forms_shows_what_each_finds_and_what_they_find_together(editor):
    platform = make.platform()
    for title in ("دليل الزحلبة", "دليل القرنبيط"):
        make.work(platform, title, audience="everyone")
    make.work(platform, "زحلبة خفية", audience="platform")
    worker.drain()
    answer = browser(editor).post("/admin/vocabulary/try/", {"ar": "زحلبة\nقرنبيط"})
    assert [(form, count) for form, count, _titles in answer.context["alone"]] == [
        ("زحلبة", 1),
        ("قرنبيط", 1),
    ]
    assert answer.context["together"][0] == 2
    assert "زحلبة خفية" not in answer.text
    assert Concept.objects.filter(ar__contains="قرنبيط").exists() is False


def test_a_rebuild_is_asked_for_by_its_button_and_shows_how_far_it_is(editor, concept):
    page = browser(editor)
    page.post("/admin/vocabulary/rebuild/")
    assert "data-renews" in page.get("/admin/vocabulary/rebuild/").text
    worker.drain()
    assert VocabularyState.objects.get().rebuild == "none"
    assert "data-renews" not in page.get("/admin/vocabulary/rebuild/").text


# -- what people ask


def test_what_one_person_asked_once_stands_nowhere(editor):
    ask("قرنبيط", 1)
    ask("زحلبه", 2)
    text = browser(editor).get("/admin/reports/questions/").text
    assert ("قرنبيط" in text, "زحلبه" in text) == (False, True)


def test_questions_stand_where_they_belong(editor):
    ask("قرنبيط", 5)
    ask("زحلبه", 3, total=4)
    ask("موازنه", 2, total=9)
    actions.count_click(text="موازنة", document="guide:1", place=1)
    actions.write_counts()
    page = browser(editor)

    def asked(**chosen) -> list[str]:
        return [row["words"] for row in page.get("/admin/reports/questions/", chosen).context["rows"]]

    assert asked() == asked(kind="nothing") == ["قرنبيط"]
    assert asked(kind="most") == ["قرنبيط", "زحلبه", "موازنه"]
    assert asked(kind="unopened") == ["زحلبه"]
    Question.objects.update(day="2020-01-01")
    assert asked(kind="most", days="180") == []


def test_from_the_report_one_click_leads_to_a_form_filled_in_with_the_question(editor, concept):
    ask("شوندر", 3)
    page = browser(editor)
    (row,) = page.get("/admin/reports/questions/").context["rows"]
    form = page.get(row["add_url"])
    assert ">\nشوندر</textarea>" in form.text
    page.post(row["add_url"], {"ar": "شوندر\nبنجر"})
    assert Concept.objects.get(ar="شوندر\nبنجر").is_active


def test_a_question_is_joined_to_the_concept_that_is_suggested(editor, concept):
    ask("شتلة زحلبة", 3)
    page = browser(editor)
    (row,) = page.get("/admin/reports/questions/").context["rows"]
    ((_suggested, url),) = [one for one in row["joining"] if one[0] == concept]
    assert "زحلبة\nشتلة زحلبة</textarea>" in page.get(url).text


def test_a_list_of_many_questions_asks_the_database_as_often_as_one_of_few(
    editor, concept, count_queries, monkeypatch
):
    # Once a second the version of the vocabulary is asked for; whether that falls into a page is chance.
    monkeypatch.setattr(vocabulary, "KEPT_SECONDS", 3600)
    page, counts = browser(editor), []
    for upto in (2, 30):
        for number in range(Question.objects.count(), upto):
            ask(f"سؤال {number}", 2)
        counts.append(count_queries(page, "/admin/reports/questions/"))
    assert counts[0] == counts[1]
