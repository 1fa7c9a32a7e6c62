"""The calendar and the page of a workshop, as they come to a browser."""

from datetime import timedelta
from urllib.parse import unquote

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.template import Context, Template
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext

from exchange import journal
from exchange.workshops import actions
from tests import factories as make
from tests.workshops.making import local, session, workshop

pytestmark = pytest.mark.django_db


@pytest.fixture
def platform(db):
    return make.platform("finance", name_ar="منصة المدراء الماليين")


def signed_in(person) -> Client:
    client = Client()
    if person.is_authenticated:
        client.force_login(person)
    return client


def html(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def standing(person, made) -> str:
    page = html(signed_in(person), made.get_absolute_url())
    assert page.count("data-standing=") == 1
    return page.partition('data-standing="')[2].partition('"')[0]


def test_the_box_shows_exactly_one_state(platform):
    member, other = make.member(platform), make.member(platform)
    made = workshop(platform, seats=1)
    assert standing(make.visitor(), made) == "visitor"
    assert standing(make.stranger(), made) == "stranger"
    assert standing(member, made) == "open"
    actions.register(workshop=made, by=member)
    assert standing(member, made) == "registered"
    assert standing(other, made) == "full"
    actions.register(workshop=made, by=other)
    assert standing(other, made) == "waiting"
    draft = workshop(platform, is_published=False)
    assert standing(make.member(platform, is_organiser=True), draft) == "draft"
    past = workshop(platform, sessions=[session(-3)])
    running = workshop(platform, sessions=[session(-0.05)])
    closed = workshop(platform, registration_closes_at=journal.now() - timedelta(minutes=1))
    assert [standing(member, one) for one in (past, running, closed)] == ["past", "closed", "closed"]
    cancelled = actions.cancel_workshop(workshop=workshop(platform), by=make.administrator(), reason="مرض")
    assert standing(member, cancelled) == "cancelled"


def test_a_workshop_without_a_limit_is_open_and_counts_no_seats(platform):
    made = workshop(platform, seats=None)
    member = make.member(platform)
    assert standing(member, made) == "open"
    assert actions.register(workshop=made, by=member).state == "confirmed"


def test_the_whole_way_from_the_page_to_the_seat_and_back(platform):
    made = workshop(platform, seats=1)
    member, other = make.member(platform), make.member(platform)
    client = signed_in(member)
    page = html(client, made.get_absolute_url())
    assert f'action="{made.address("workshop_register")}"' in page
    answer = client.post(made.address("workshop_register"))
    assert (answer.status_code, answer["Location"]) == (302, made.get_absolute_url())
    assert made.registrations.get().state == "confirmed"
    signed_in(other).post(made.address("workshop_register"))
    assert "<bdi>1</bdi>" in html(signed_in(other), made.get_absolute_url())
    client.post(made.address("workshop_cancel_registration"))
    assert standing(other, made) == "registered"
    assert standing(member, made) == "full"


def test_who_was_taken_off_the_list_reads_why_until_they_register_again(platform):
    made, member, why = workshop(platform), make.member(platform), "سجّلتم مرتين"
    registration = actions.register(workshop=made, by=member)
    actions.remove_registration(registration=registration, by=make.administrator(), reason=why)
    address = made.get_absolute_url()
    assert why in html(signed_in(member), address)
    assert why not in html(signed_in(make.member(platform)), address)
    actions.register(workshop=made, by=member)
    assert why not in html(signed_in(member), address)


def test_a_visitor_is_led_to_sign_in_and_back_to_the_workshop(platform):
    made = workshop(platform)
    page = html(Client(), made.get_absolute_url())
    assert "csrfmiddlewaretoken" not in page
    assert unquote(made.get_absolute_url()) in unquote(
        page.partition("/accounts/login/?next=")[2].partition('"')[0]
    )
    answer = Client().post(made.address("workshop_register"))
    assert answer.status_code == 302
    assert answer["Location"].startswith("/accounts/login/?next=")
    assert made.registrations.count() == 0


def test_a_refusal_stands_on_the_page_of_the_workshop(platform):
    made = workshop(platform, registration_closes_at=journal.now() - timedelta(minutes=1))
    client = signed_in(make.member(platform))
    answer = client.post(made.address("workshop_register"), follow=True)
    assert answer.redirect_chain == [(made.get_absolute_url(), 302)]
    assert "notice--danger" in answer.content.decode()
    assert made.registrations.count() == 0


def test_asking_for_the_address_of_a_deed_leads_to_the_page(platform):
    made = workshop(platform)
    client = signed_in(make.member(platform))
    for name in ("workshop_register", "workshop_cancel_registration"):
        assert client.get(made.address(name))["Location"] == made.get_absolute_url()
    assert made.registrations.count() == 0


def test_another_slug_and_no_slug_lead_to_the_right_one(platform):
    made = workshop(platform, title_ar="إعداد الموازنة", title_en="Preparing the budget")
    assert unquote(made.get_absolute_url()) == f"/ar/workshops/{made.pk}-إعداد-الموازنة/"
    assert made.get_absolute_url("en") == f"/en/workshops/{made.pk}-preparing-the-budget/"
    for wrong in (f"/ar/workshops/{made.pk}-x/", f"/ar/workshops/{made.pk}/"):
        assert Client().get(wrong)["Location"] == made.get_absolute_url()
    assert Client().get(f"/en/workshops/{made.pk}-إعداد-الموازنة/")["Location"] == made.get_absolute_url("en")
    for gone in ("999999-x", "99999999999999999999999-x", "0-x"):
        assert Client().get(f"/ar/workshops/{gone}/").status_code == 404


def test_a_title_of_signs_alone_has_an_address_too(platform):
    made = workshop(platform, title_ar="!!!")
    assert made.get_absolute_url() == f"/ar/workshops/{made.pk}-workshop/"
    assert Client().get(made.get_absolute_url()).status_code == 200


def test_a_missing_translation_is_shown_in_its_own_language_and_says_so(platform):
    made = workshop(platform, title_ar="إعداد الموازنة", description_ar="وصف", is_published=True)
    page = html(Client(), made.get_absolute_url("en"))
    assert '<bdi lang="ar" dir="rtl">إعداد الموازنة</bdi>' in page
    assert 'class="prose" lang="ar" dir="rtl"' in page
    assert '<bdi lang="ar" dir="rtl">قاعة البلدية</bdi>' in page


def test_descriptions_are_markdown_in_which_nothing_runs(platform):
    evil = "# عنوان\n\n- بند\n\n<script>alert(1)</script>\n\n[x](javascript:alert(1)) ![y](https://evil.example/p.png)"
    page = html(
        Client(),
        workshop(platform, description_ar=evil + " [ok](https://exchange.example/)").get_absolute_url(),
    )
    assert '<h3 dir="auto">عنوان</h3>' in page
    assert '<ul dir="rtl">' in page
    assert "<script>alert" not in page
    assert 'href="javascript:' not in page
    assert "<img" not in page
    assert '<a href="https://exchange.example/" rel="nofollow ugc noopener">ok</a>' in page


def test_the_agenda_lists_what_is_coming_by_month_and_the_rest_under_past(platform):
    with journal.at(local("2027-01-01 00:00")):
        for title, day in (("في آذار", "2027-03-20"), ("في شباط", "2027-02-10"), ("مضت", "2027-01-15")):
            starts_at = local(f"{day} 09:00")
            workshop(
                platform,
                title_ar=title,
                sessions=[session(starts_at=starts_at, ends_at=starts_at + timedelta(hours=2))],
            )
    with journal.at(local("2027-01-20 12:00")):
        coming, past = html(Client(), "/ar/workshops/"), html(Client(), "/ar/workshops/?when=past")
    assert coming.index("في شباط") < coming.index("في آذار")
    assert "مضت" not in coming
    assert "شباط 2027" in coming
    assert "مضت" in past
    assert "في شباط" not in past


def test_a_workshop_that_runs_stands_among_the_coming_until_its_last_session_ends(platform):
    made = workshop(platform, title_ar="على يومين", sessions=[session(1), session(3)])
    with journal.at(made.last_end - timedelta(seconds=1)):
        assert "على يومين" in html(Client(), "/ar/workshops/")
    with journal.at(made.last_end):
        assert "على يومين" not in html(Client(), "/ar/workshops/")
        assert "على يومين" in html(Client(), "/ar/workshops/?when=past")


def test_the_list_is_narrowed_to_a_platform(platform):
    workshop(platform, title_ar="ورشة المالية")
    workshop(make.platform("innovation"), title_ar="ورشة الابتكار")
    page = html(Client(), "/ar/workshops/?platform=finance")
    assert "ورشة المالية" in page
    assert "ورشة الابتكار" not in page
    assert "ورشة الابتكار" in html(Client(), "/ar/workshops/?platform=no-such")


@pytest.mark.parametrize(
    "query", ["?page=0", "?page=x", "?page=99999999999999999999", "?when=x&platform=%00", "?when="]
)
def test_odd_questions_get_the_list(platform, query):
    assert Client().get(f"/ar/workshops/{query}").status_code == 200


@pytest.mark.parametrize("who", ["visitor", "member", "organiser"])
def test_a_long_list_takes_as_many_queries_as_a_short_one(platform, who):
    person = {
        "visitor": make.visitor,
        "member": lambda: make.member(platform),
        "organiser": lambda: make.member(platform, is_organiser=True),
    }[who]()
    client, by = signed_in(person), make.administrator()

    def queries(address) -> int:
        html(client, address)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            html(client, address)
        return len(asked)

    addresses = ["/ar/workshops/", "/ar/workshops/?when=past", "/ar/workshops/month/"]
    for days in (7, -7):
        for _ in range(2):
            workshop(platform, by=by, sessions=[session(days)])
    few = [queries(address) for address in addresses]
    for days in (7, -7):
        for number in range(48):
            made = workshop(platform, by=by, sessions=[session(days + number / 100), session(days + 1)])
            if who == "member" and days > 0 and number < 5:
                actions.register(workshop=made, by=person)
    assert [queries(address) for address in addresses] == few
    assert max(few) <= 16


def test_a_long_list_of_registrations_takes_as_many_queries_as_a_short_one(platform):
    client, made = signed_in(make.member(platform, is_organiser=True)), workshop(platform)

    def queries() -> list[int]:
        found = []
        for name in ("workshop_registrations", "workshop_registrations_print", "workshop_registrations_file"):
            with CaptureQueriesContext(connection) as asked:
                html_or_file = client.get(made.address(name))
            assert html_or_file.status_code == 200
            found.append(len(asked))
        return found

    for _ in range(2):
        actions.register(workshop=made, by=make.member(platform))
    few = queries()
    for _ in range(20):
        actions.register(workshop=made, by=make.member(platform))
    assert queries() == few


def test_the_page_of_a_workshop_asks_as_often_with_many_sessions_and_experts(platform):
    experts = [{"name_ar": f"خبير {number}"} for number in range(12)]
    one = workshop(platform, new_experts=experts[:1])
    many = workshop(platform, sessions=[session(number) for number in range(1, 13)], new_experts=experts)
    client = signed_in(make.member(platform))
    counts = []
    for made in (one, many):
        html(client, made.get_absolute_url())
        with CaptureQueriesContext(connection) as asked:
            html(client, made.get_absolute_url())
        counts.append(len(asked))
    assert counts[0] == counts[1]
    assert counts[0] <= 16


def test_the_month_is_a_table_that_begins_on_saturday(platform):
    starts_at = local("2027-03-14 09:00")
    with journal.at(local("2027-03-01 08:00")):
        workshop(
            platform,
            title_ar="ورشة آذار",
            sessions=[session(starts_at=starts_at, ends_at=starts_at + timedelta(hours=2))],
        )
        page = Client().get("/ar/workshops/month/")
    weeks = page.context["weeks"]
    assert weeks[0][0]["date"].isoformat() == "2027-02-27"
    assert {day["date"].strftime("%A") for week in weeks for day in week if day["is_weekend"]} == {
        "Friday",
        "Saturday",
    }
    day = next(day for week in weeks for day in week if day["date"].isoformat() == "2027-03-14")
    assert [one.workshop.title_ar for one in day["sessions"]] == ["ورشة آذار"]
    assert [day["date"].isoformat() for week in weeks for day in week if day["is_today"]] == ["2027-03-01"]


@pytest.mark.parametrize(
    ("asked", "shown"),
    [("2027-12", "2027-12-01"), ("2028-01", "2028-01-01"), ("x", None), ("9999-99", None), ("0001-01", None)],
)
def test_every_month_can_be_asked_for_and_what_is_none_shows_the_present(platform, asked, shown):
    page = Client().get(f"/ar/workshops/month/?month={asked}")
    assert page.status_code == 200
    assert page.context["first"].isoformat() == (shown or journal.now().date().replace(day=1).isoformat())


def test_the_list_of_registrations_shows_office_phone_state_and_order(platform):
    made = workshop(platform, seats=1)
    people = [make.member(platform, name) for name in ("سناء حمدان", "فادي عودة")]
    for person in people:
        actions.register(workshop=made, by=person)
    page = html(signed_in(make.member(platform, is_organiser=True)), made.address("workshop_registrations"))
    assert page.index("سناء حمدان") < page.index("فادي عودة")
    assert page.count('href="tel:+970599000001" dir="ltr"') == 2
    assert str(people[0].profile.authority.name_ar) in page


def test_the_sign_in_sheet_holds_those_with_a_seat(platform):
    made = workshop(platform, seats=1)
    for name in ("سناء حمدان", "فادي عودة"):
        actions.register(workshop=made, by=make.member(platform, name))
    page = html(
        signed_in(make.member(platform, is_organiser=True)), made.address("workshop_registrations_print")
    )
    assert "سناء حمدان" in page
    assert "فادي عودة" not in page


def draw(template: str, person, **context) -> str:
    request = RequestFactory().get("/ar/")
    request.user = person
    return Template("{% load workshops %}" + template).render(Context(context | {"request": request}))


def test_other_rooms_show_the_next_workshops(platform):
    member = make.member(platform)
    workshop(platform, title_ar="الثانية", sessions=[session(9)])
    first = workshop(platform, title_ar="الأولى", sessions=[session(2)])
    workshop(platform, title_ar="مسودة", is_published=False)
    workshop(platform, title_ar="للأعضاء", audience="platform", sessions=[session(3)])
    rows = draw("{% next_workshops platform %}", member, platform=platform)
    assert [rows.find(title) > 0 for title in ("الأولى", "للأعضاء", "الثانية", "مسودة")] == [
        True,
        True,
        True,
        False,
    ]
    assert rows.index("الأولى") < rows.index("للأعضاء") < rows.index("الثانية")
    assert "للأعضاء" not in draw("{% next_workshops None 3 %}", AnonymousUser())
    assert "الأولى" in draw("{% upcoming_workshops platform %}", AnonymousUser(), platform=platform)
    assert "الأولى" not in draw("{% my_next_workshop %}", member)
    actions.register(workshop=first, by=member)
    assert "الأولى" in draw("{% my_next_workshop %}", member)
    assert "الأولى" in draw("{% my_workshops %}", member)
    assert "الأولى" not in draw("{% my_next_workshop %}", AnonymousUser())


def test_what_is_said_about_a_workshop_stands_on_its_page(platform):
    from exchange.forum.actions import open_discussion

    made = workshop(platform)
    member = make.member(platform)
    open_discussion(
        by=member, platform=platform, title="ما الذي نحضره معنا؟", text="أوراق الموازنة؟", about=made
    )
    assert "ما الذي نحضره معنا؟" in html(signed_in(member), made.get_absolute_url())
    assert "ما الذي نحضره معنا؟" not in html(Client(), made.get_absolute_url())
