"""The inbox and the bell."""

from datetime import timedelta

import pytest
from django.db import connection
from django.template import Context, Template
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from exchange.journal.actions import record
from exchange.notifications import rules
from exchange.notifications.models import Notification
from tests import factories as make

pytestmark = pytest.mark.django_db


def told(person, title: str = "طلب جديد", **fields) -> Notification:
    from django.db import transaction

    with transaction.atomic():
        entry = record("tests.told", subject=person)
    return Notification.objects.create(person=person, entry=entry, title=title, **fields)


def browser(person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def test_everybody_sees_what_they_themselves_were_told():
    sana, ahmad = make.stranger(), make.stranger()
    mine, other = told(sana), told(ahmad)
    for person in (sana, ahmad, make.administrator(), make.visitor()):
        seen = set(Notification.objects.visible_to(person))
        assert seen == {one for one in (mine, other) if rules.can_read(person, one)}
    assert set(Notification.objects.visible_to(sana)) == {mine}


def test_a_visitor_is_led_to_sign_in():
    one = told(make.stranger())
    for path in ("/ar/notifications/", f"/ar/notifications/{one.pk}/"):
        assert Client().get(path)["Location"] == f"/accounts/login/?next={path}"
    assert Client().post("/ar/notifications/read/").status_code == 302
    assert Notification.objects.unread().count() == 1


def test_notifications_stand_by_day_newest_first():
    person = make.stranger()
    today = timezone.now()
    told(person, "أول", told_at=today - timedelta(days=2))
    told(person, "ثانٍ", told_at=today - timedelta(days=2, minutes=-1))
    told(person, "ثالث", told_at=today)
    page = browser(person).get("/ar/notifications/").text
    assert page.count('class="agenda__day"') == 2
    assert page.index("ثالث") < page.index("ثانٍ") < page.index("أول")


def test_opening_one_leads_where_it_points_and_marks_it_read():
    person = make.stranger()
    one = told(person, url="/ar/platforms/")
    client = browser(person)
    answer = client.get(f"/ar/notifications/{one.pk}/")
    assert (answer.status_code, answer["Location"]) == (302, "/ar/platforms/")
    first = Notification.objects.get(pk=one.pk).read_at
    assert first is not None
    client.get(f"/ar/notifications/{one.pk}/")
    assert Notification.objects.get(pk=one.pk).read_at == first


@pytest.mark.parametrize(
    "url", ["https://evil.example/", "//evil.example", "javascript:alert(1)", "/\\evil.example", ""]
)
def test_opening_one_never_leads_to_another_site(url):
    person = make.stranger()
    answer = browser(person).get(f"/ar/notifications/{told(person, url=url).pk}/")
    assert (answer.status_code, answer["Location"]) == (302, "/ar/notifications/")


def test_what_others_were_told_is_not_there():
    other = told(make.stranger(), url="/ar/platforms/")
    client = browser(make.administrator())
    assert client.get(f"/ar/notifications/{other.pk}/").status_code == 404
    client.post("/ar/notifications/read/")
    assert Notification.objects.get(pk=other.pk).is_unread


def test_all_are_marked_read_by_a_post_alone():
    person = make.stranger()
    for _number in range(3):
        told(person)
    client = browser(person)
    assert client.get("/ar/notifications/read/").status_code == 405
    assert Notification.objects.unread().count() == 3
    page = client.post("/ar/notifications/read/", follow=True).text
    assert "3 إشعارات صارت مقروءة." in page
    assert Notification.objects.unread().count() == 0
    assert "جعلها كلها مقروءة" not in page


def test_the_list_comes_in_pages_and_costs_the_same_queries():
    person = make.stranger()
    client = browser(person)

    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            client.get("/ar/notifications/")
        return len(queries)

    told(person), told(person)
    cost()
    few = cost()
    for _number in range(48):
        told(person)
    assert cost() == few
    assert len(client.get("/ar/notifications/?page=2").context["page_obj"]) == 20


def test_an_empty_inbox_says_what_will_come():
    assert "ما يخصّك يظهر هنا ويصل إلى بريدك." in browser(make.stranger()).get("/ar/notifications/").text


def test_the_bell_counts_what_is_unread_and_asks_once():
    person = make.stranger()
    told(person), told(person), told(person, read_at=timezone.now())
    request = RequestFactory().get("/")
    request.user = person
    page = Template("{% load inbox %}{% unread_count %}{% bell %}{% unread_count as count %}{{ count }}")
    with CaptureQueriesContext(connection) as queries:
        drawn = page.render(Context({"request": request}))
    assert drawn.startswith("2") and drawn.endswith("2")
    assert "<bdi>2</bdi>" in drawn
    assert len(queries) == 1
    request = RequestFactory().get("/")
    request.user = make.visitor()
    assert Template("{% load inbox %}{% unread_count %}").render(Context({"request": request})) == "0"


def test_what_people_wrote_is_shown_as_text():
    person = make.stranger()
    told(person, "<script>alert(1)</script>")
    assert "<script>alert" not in browser(person).get("/ar/notifications/").text
