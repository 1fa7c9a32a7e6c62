"""What people ask: counted without who, offered to others only where everybody may know it."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from exchange.finding import actions, asking, tasks
from exchange.finding.models import Click, Question
from exchange.journal import at, now, worker
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nothing_waits():
    """What another test has counted is written by none of these."""
    actions.questions._waiting = actions.questions._Waiting()


def asked(text: str, times: int = 1, total: int = 1, language: str = "ar") -> None:
    for _ in range(times):
        actions.count_question(text=text, total=total, language=language)
    actions.write_counts()


def test_what_is_asked_is_summed_by_day_and_language_however_it_is_spelt():
    for text in ("الموازنة", "المُوازنة", "الموازنه"):
        actions.count_question(text=text, total=4, language="ar")
    actions.count_question(text="الموازنة", total=2, language="en")
    actions.write_counts()
    with at(now() + timedelta(days=1)):
        asked("الموازنة", total=9)
    rows = Question.objects.order_by("day", "language").values_list("language", "times", "found")
    assert list(rows) == [("ar", 3, 4), ("en", 1, 2), ("ar", 1, 9)]


def test_counting_asks_the_database_nothing():
    with CaptureQueriesContext(connection) as queries:
        actions.count_question(text="الموازنة", total=4, language="ar")
        actions.count_click(text="الموازنة", document="guide:1", place=1)
    assert len(queries) == 0


def test_nothing_in_the_tables_can_name_a_person():
    fields = {model: {field.name for field in model._meta.get_fields()} for model in (Question, Click)}
    assert fields == {
        Question: {"id", "folded", "text", "language", "day", "times", "found"},
        Click: {"id", "folded", "document", "place", "day", "times"},
    }


@pytest.mark.parametrize(
    "text",
    [
        "muna@town.example", "رقم 0599 123 456", "هوية 901234567", "٠٥٩٩١٢٣٤٥٦", "ر" * 101, "https://a.example/x",
        "", "؟!", "من 059-912-3456",
    ],
)  # fmt: skip
def test_what_looks_personal_or_says_nothing_is_not_kept(text):
    actions.count_question(text=text, total=1, language="ar")
    actions.count_click(text=text, document="guide:1", place=1)
    assert actions.write_counts() == 0


@pytest.mark.parametrize("text", ["موازنة 2024-2025", "خطة 2030", "12-10-2026", "قرار رقم 15", "GIS 3.34"])
def test_years_and_small_numbers_are_kept(text):
    actions.count_question(text=text, total=1, language="ar")
    assert actions.write_counts() == 1


def test_filters_of_the_line_are_not_kept_with_the_question():
    asked("ميزانية منصة:سرية")
    assert Question.objects.get().text == "ميزانية"


def test_counts_that_cannot_be_written_wait_for_the_next_time(monkeypatch):
    actions.count_question(text="الموازنة", total=4, language="ar")
    with monkeypatch.context() as locked:
        locked.setattr(Question.objects, "get_or_create", lambda **_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            actions.write_counts()
    actions.count_question(text="الموازنة", total=5, language="ar")
    actions.write_counts()
    assert list(Question.objects.values_list("times", "found")) == [(2, 5)]


def test_clicks_are_summed_by_place():
    for place in (1, 1, 3):
        actions.count_click(text="الموازنة", document="guide:1", place=place)
    actions.write_counts()
    assert list(Click.objects.order_by("place").values_list("place", "times")) == [(1, 2), (3, 1)]


def test_after_half_a_year_all_is_forgotten():
    # At noon, so that neither midnight nor a change of the clocks lies between the days.
    noon = now().replace(hour=10, minute=0)
    with at(noon):
        asked("الموازنة")
    with at(noon + timedelta(days=180)):
        assert actions.forget_old_questions() == 0
    with at(noon + timedelta(days=181)):
        assert actions.forget_old_questions() == 1
    assert Question.objects.count() == 0


# -- offered to others


def open_work(title: str, **fields) -> None:
    make.work(make.platform(), title, **({"audience": "everyone"} | fields))
    worker.drain()


def test_what_several_have_asked_is_offered_to_who_begins_to_type_it():
    open_work("صيانة الطرق الزراعية")
    asked("صيانة الطرق", 3)
    asked("صيانة الطرق الزراعية", 5)
    asked("صيانة", 2)
    assert asking.good_questions("صيان") == ["صيانة الطرق الزراعية", "صيانة الطرق"]
    assert asking.good_questions("صيان", limit=1) == ["صيانة الطرق الزراعية"]
    assert asking.good_questions("طرق") == asking.good_questions("") == []


def test_what_found_nothing_is_not_offered():
    open_work("صيانة الطرق")
    asked("صيانة الطرق", 3, total=0)
    assert asking.good_questions("صيانة") == []


@pytest.mark.parametrize("audience", ["network", "platform", "party"])
def test_words_of_hidden_works_are_offered_to_nobody(audience):
    open_work("صيانة الطرق")
    open_work("صيانة قزحلب", audience=audience)
    asked("صيانة قزحلب", 9)
    asked("قزحلب", 9)
    assert asking.good_questions("صيانة") == asking.good_questions("قزح") == []


def test_the_same_words_of_an_open_work_are_offered():
    open_work("صيانة قزحلب")
    asked("صيانة قزحلب", 9)
    assert asking.good_questions("صيان") == ["صيانة قزحلب"]


def test_a_work_that_is_hidden_later_takes_its_question_along_at_once():
    platform = make.platform()
    work = make.work(platform, "صيانة قزحلب", audience="everyone")
    worker.drain()
    asked("صيانة قزحلب", 9)
    assert asking.good_questions("صيان") == ["صيانة قزحلب"]
    work.audience = "party"
    work.save_revision().publish()
    assert asking.good_questions("صيان") == []


def test_what_was_found_out_is_remembered_until_something_happens():
    open_work("صيانة الطرق")
    asked("صيانة الطرق", 3)
    asking.good_questions("صيانة")
    with CaptureQueriesContext(connection) as queries:
        assert asking.good_questions("صيانة") == ["صيانة الطرق"]
    assert len(queries) == 2


@pytest.mark.django_db(transaction=True)
def test_a_server_that_ends_writes_what_it_has_counted():
    stop, thread = tasks.write_counts_in_server()
    actions.count_question(text="الموازنة", total=4, language="ar")
    stop.set()
    thread.join(10)
    assert list(Question.objects.values_list("text", "times")) == [("الموازنة", 1)]


def test_without_that_question_to_the_index_and_the_database_they_would_be_offered(monkeypatch):
    open_work("صيانة قزحلب", audience="platform")
    asked("صيانة قزحلب", 9)
    monkeypatch.setattr(asking, "_is_open", lambda question: True)
    assert asking.good_questions("صيان") == ["صيانة قزحلب"]
