"""Who sees what: the rules and the queries agree, and nothing of drafts or of those who registered leaks."""

import pytest
from django.test import Client

from exchange.platforms.models import Audience
from exchange.workshops import actions, rules
from exchange.workshops.models import Registration, Workshop
from tests import factories as make
from tests.workshops.making import session, workshop

pytestmark = pytest.mark.django_db
LINK = "https://meet.exchange.example/room-7"


def cast(platform) -> dict:
    other = make.platform()
    return {
        "visitor": make.visitor(),
        "stranger": make.stranger(),
        "member elsewhere": make.member(other),
        "coordinator elsewhere": make.member(other, is_coordinator=True),
        "member": make.member(platform),
        "editor": make.member(platform, is_editor=True),
        "organiser": make.member(platform, is_organiser=True),
        "coordinator": make.member(platform, is_coordinator=True),
        "administrator": make.administrator(),
    }


SEEN = {
    "everyone": 9,
    "network": 7,
    "platform": 5,
    "party": 4,
}


@pytest.mark.parametrize("audience", Audience.values)
@pytest.mark.parametrize("state", Workshop.State.values)
def test_rule_and_visible_to_agree_on_workshops(audience, state):
    platform = make.platform()
    made = workshop(platform, audience=audience, is_published=state != "draft")
    if state == "cancelled":
        made = actions.cancel_workshop(workshop=made, by=make.administrator(), reason="مرض")
    people = cast(platform).values()
    by_rule = [rules.can_see_workshop(person, made) for person in people]
    by_query = [Workshop.objects.visible_to(person).filter(pk=made.pk).exists() for person in people]
    assert by_rule == by_query
    assert sum(by_rule) == (4 if state == "draft" else SEEN[audience])


def test_a_person_whose_account_is_closed_sees_what_a_visitor_sees():
    platform = make.platform()
    coordinator = make.member(platform, is_coordinator=True)
    draft, open_to_all = workshop(platform, is_published=False), workshop(platform)
    coordinator.is_active = False
    assert list(Workshop.objects.visible_to(coordinator)) == [open_to_all]
    assert not rules.can_see_workshop(coordinator, draft)
    assert not rules.can_register(coordinator, open_to_all)


def test_rule_and_visible_to_agree_on_registrations():
    platform = make.platform()
    made = workshop(platform)
    own = make.member(platform)
    registration = actions.register(workshop=made, by=own)
    people = cast(platform) | {"who registered": own}
    by_rule = {name: rules.can_see_registration(person, registration) for name, person in people.items()}
    by_query = {
        name: Registration.objects.visible_to(person).filter(pk=registration.pk).exists()
        for name, person in people.items()
    }
    assert by_rule == by_query
    assert {name for name, sees in by_rule.items() if sees} == {
        "who registered", "organiser", "coordinator", "administrator"
    }  # fmt: skip


def test_a_cancelled_workshop_stays_at_its_address_and_in_the_list_of_those_who_registered():
    platform = make.platform()
    made = workshop(platform)
    registered, other = make.member(platform), make.member(platform)
    actions.register(workshop=made, by=registered)
    actions.cancel_workshop(workshop=made, by=make.administrator(), reason="القاعة غير متاحة")
    for person, is_listed in ((registered, True), (other, False), (make.visitor(), False)):
        assert Workshop.objects.visible_to(person).listed_for(person).upcoming().exists() is is_listed
        client = Client()
        if person.is_authenticated:
            client.force_login(person)
        page = client.get(made.get_absolute_url())
        assert page.status_code == 200
        assert 'data-standing="cancelled"' in page.content.decode()
        assert "القاعة غير متاحة" in page.content.decode()


def test_a_draft_is_not_there_for_those_who_do_not_work_for_the_platform():
    platform = make.platform()
    draft = workshop(platform, is_published=False, title_ar="سرّ المنصة")
    for name, person in cast(platform).items():
        client = Client()
        if person.is_authenticated:
            client.force_login(person)
        sees = name in ("editor", "organiser", "coordinator", "administrator")
        for address in (draft.get_absolute_url(), draft.address("workshop_calendar")):
            assert client.get(address).status_code == (200 if sees else 404)
        for query in ("", "?when=past", "?when=drafts"):
            listed = "سرّ المنصة" in client.get(f"/ar/workshops/{query}").content.decode()
            assert listed is (sees and query == "?when=drafts")


PAGES = [
    "workshop_edit",
    "workshop_cancel",
    "workshop_registrations",
    "workshop_registrations_print",
    "workshop_registrations_file",
]


def test_only_organisers_open_the_pages_of_organisers():
    platform = make.platform()
    made = workshop(platform)
    person = make.member(platform, "سناء حمدان")
    person.profile.phone = "+970599777888"
    person.profile.save()
    actions.register(workshop=made, by=person)
    for who, someone in (cast(platform) | {"registered": person}).items():
        client = Client()
        if someone.is_authenticated:
            client.force_login(someone)
        for name in PAGES:
            answer = client.get(made.address(name))
            if who in ("organiser", "coordinator", "administrator"):
                assert answer.status_code == 200
            else:
                assert answer.status_code == (302 if who == "visitor" else 403)
                assert "777" not in answer.content.decode()


def test_only_organisers_post_what_organisers_decide():
    platform = make.platform()
    made = workshop(platform, is_published=False)
    before = (made.state, made.seats)
    people = cast(platform)
    for who in ("editor", "member", "coordinator elsewhere"):
        client = Client()
        client.force_login(people[who])
        for name in ("workshop_publish", "workshop_seats", "workshop_cancel", "workshop_edit"):
            answer = client.post(made.address(name), {"seats": "1", "reason": "لا"})
            assert answer.status_code == (403 if who == "editor" else 404)
    made.refresh_from_db()
    assert (made.state, made.seats) == before


def test_online_links_are_for_those_with_a_seat_and_for_the_working_party():
    platform = make.platform()
    made = workshop(platform, seats=1, sessions=[session(online_url=LINK)])
    seated, waiting = make.member(platform), make.member(platform)
    actions.register(workshop=made, by=seated)
    actions.register(workshop=made, by=waiting)
    people = cast(platform) | {"seated": seated, "waiting": waiting}
    seeing = {"seated", "editor", "organiser", "coordinator", "administrator"}
    for name, person in people.items():
        client = Client()
        if person.is_authenticated:
            client.force_login(person)
        for address in (made.get_absolute_url(), made.address("workshop_calendar")):
            assert (LINK in client.get(address).content.decode()) is (name in seeing), name


def test_nobody_registers_somebody_else_or_cancels_for_them():
    platform = make.platform()
    made = workshop(platform)
    person, other = make.member(platform), make.member(platform)
    actions.register(workshop=made, by=person)
    client = Client()
    client.force_login(other)
    assert client.post(made.address("workshop_cancel_registration")).status_code == 404
    assert made.registrations.get().state == "confirmed"
