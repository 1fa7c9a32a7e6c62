"""Seats, the waiting list, and who is refused: what each deed does when nobody else is there."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils.translation import override

from exchange import journal
from exchange.journal.models import Entry
from exchange.journal.refusals import Refusal
from exchange.workshops import actions
from exchange.workshops.models import Registration
from tests import factories as make
from tests.workshops.making import people, session, states, workshop

pytestmark = pytest.mark.django_db


@pytest.fixture
def platform(db):
    return make.platform()


def full(platform, seats: int, waiting: int):
    """A workshop whose seats are taken, with some who wait; the registrations in the order of arrival."""
    made = workshop(platform, seats=seats)
    everybody = people(seats + waiting, platform)
    return made, [actions.register(workshop=made, by=person) for person in everybody]


def test_seats_are_given_in_the_order_of_arrival_and_the_rest_wait(platform):
    made, registrations = full(platform, seats=2, waiting=2)
    assert states(made) == ["confirmed", "confirmed", "waiting", "waiting"]
    assert [registration.number for registration in registrations] == [1, 2, 3, 4]
    assert [registration.position for registration in registrations] == [None, None, 1, 2]
    assert [entry.kind for entry in Entry.objects.about(registrations[2])] == ["workshops.registered"]


def test_registering_twice_is_registering_once(platform):
    made = workshop(platform)
    person = make.member(platform)
    first = actions.register(workshop=made, by=person)
    second = actions.register(workshop=made, by=person)
    assert (first.pk, first.number) == (second.pk, second.number)
    assert made.registrations.count() == 1
    assert Entry.objects.filter(kind="workshops.registered").count() == 1


def test_a_cancelled_seat_goes_to_the_first_in_line_and_to_nobody_else(platform):
    made, registrations = full(platform, seats=1, waiting=3)
    actions.cancel_registration(registration=registrations[0], by=registrations[0].person)
    assert states(made) == ["cancelled", "confirmed", "waiting", "waiting"]
    assert [entry.subject_id for entry in Entry.objects.filter(kind="workshops.promoted")] == [
        str(registrations[1].pk)
    ]


def test_leaving_the_waiting_list_moves_the_others_up_and_promotes_nobody(platform):
    made, registrations = full(platform, seats=1, waiting=3)
    actions.cancel_registration(registration=registrations[1], by=registrations[1].person)
    assert states(made) == ["confirmed", "cancelled", "waiting", "waiting"]
    assert [Registration.objects.get(pk=one.pk).position for one in registrations[2:]] == [1, 2]


def test_cancelling_twice_promotes_once(platform):
    made, registrations = full(platform, seats=1, waiting=2)
    for _ in range(2):
        actions.cancel_registration(registration=registrations[0], by=registrations[0].person)
    assert states(made) == ["cancelled", "confirmed", "waiting"]
    assert Entry.objects.filter(kind="workshops.promoted").count() == 1


def test_who_comes_back_stands_at_the_end_of_the_line(platform):
    made, registrations = full(platform, seats=1, waiting=1)
    first = registrations[0]
    actions.cancel_registration(registration=first, by=first.person)
    again = actions.register(workshop=made, by=first.person)
    assert (again.pk, again.state, again.number) == (first.pk, "waiting", 3)
    assert again.cancelled_at is None


def test_nobody_gives_back_the_seat_of_another(platform):
    _made, registrations = full(platform, seats=1, waiting=0)
    for person in (make.member(platform), make.member(platform, is_organiser=True), make.visitor()):
        with pytest.raises(PermissionDenied):
            actions.cancel_registration(registration=registrations[0], by=person)


def test_an_organiser_takes_somebody_off_the_list_with_a_reason(platform):
    made, registrations = full(platform, seats=1, waiting=1)
    organiser = make.member(platform, is_organiser=True)
    with pytest.raises(actions.NeedsReason):
        actions.remove_registration(registration=registrations[0], by=organiser, reason="  ")
    removed = actions.remove_registration(
        registration=registrations[0], by=organiser, reason="الورشة للمحاسبين"
    )
    assert removed.reason == "الورشة للمحاسبين"
    assert states(made) == ["cancelled", "confirmed"]


@pytest.mark.parametrize("role", ["", "is_editor"])
def test_only_organisers_and_coordinators_take_people_off_the_list(platform, role):
    _made, registrations = full(platform, seats=1, waiting=0)
    other = make.member(make.platform(), is_coordinator=True)
    person = make.member(platform, **({role: True} if role else {}))
    for who in (person, other):
        with pytest.raises(PermissionDenied):
            actions.remove_registration(registration=registrations[0], by=who, reason="لا")


@pytest.mark.parametrize(
    ("seats", "expected"),
    [
        (2, ["confirmed", "confirmed", "waiting", "waiting", "waiting"]),
        (4, ["confirmed"] * 4 + ["waiting"]),
        (7, ["confirmed"] * 5),
        (None, ["confirmed"] * 5),
        (1, ["confirmed", "confirmed", "waiting", "waiting", "waiting"]),
        (0, ["confirmed", "confirmed", "waiting", "waiting", "waiting"]),
    ],
)
def test_raising_the_seats_by_k_promotes_exactly_k_and_lowering_takes_none_away(platform, seats, expected):
    made, registrations = full(platform, seats=2, waiting=3)
    actions.set_seats(workshop=made, seats=seats, by=make.member(platform, is_organiser=True))
    assert states(made) == expected
    promoted = Entry.objects.filter(kind="workshops.promoted").order_by("pk")
    gained = expected.count("confirmed") - 2
    assert [entry.subject_id for entry in promoted] == [str(one.pk) for one in registrations[2 : 2 + gained]]


def test_after_lowering_a_cancelled_seat_promotes_nobody_until_seats_are_free_again(platform):
    made, registrations = full(platform, seats=3, waiting=1)
    actions.set_seats(workshop=made, seats=2, by=make.member(platform, is_organiser=True))
    actions.cancel_registration(registration=registrations[0], by=registrations[0].person)
    assert states(made) == ["cancelled", "confirmed", "confirmed", "waiting"]
    actions.cancel_registration(registration=registrations[1], by=registrations[1].person)
    assert states(made) == ["cancelled", "cancelled", "confirmed", "confirmed"]


def test_a_workshop_without_seats_puts_everybody_on_the_waiting_list(platform):
    made = workshop(platform, seats=0)
    registration = actions.register(workshop=made, by=make.member(platform))
    assert (registration.state, registration.position) == ("waiting", 1)


def test_promotion_ends_when_the_first_session_begins(platform):
    made, registrations = full(platform, seats=1, waiting=2)
    begins = made.first_start
    with journal.at(begins - timedelta(seconds=1)):
        actions.cancel_registration(registration=registrations[0], by=registrations[0].person)
    assert states(made) == ["cancelled", "confirmed", "waiting"]
    with journal.at(begins):
        actions.cancel_registration(registration=registrations[1], by=registrations[1].person)
        actions.set_seats(workshop=made, seats=5, by=make.member(platform, is_organiser=True))
    assert states(made) == ["cancelled", "cancelled", "waiting"]


def test_nothing_is_cancelled_when_all_is_over(platform):
    made, registrations = full(platform, seats=1, waiting=0)
    with journal.at(made.last_end), pytest.raises(actions.WorkshopOver):
        actions.cancel_registration(registration=registrations[0], by=registrations[0].person)


@pytest.mark.parametrize(
    ("offset", "refusal"), [(-1, None), (0, actions.RegistrationClosed), (1, actions.RegistrationClosed)]
)
def test_registration_closes_to_the_second(platform, offset, refusal):
    closes_at = journal.now().replace(microsecond=0) + timedelta(days=2)
    made = workshop(platform, registration_closes_at=closes_at)
    person = make.member(platform)
    with journal.at(closes_at + timedelta(seconds=offset)):
        if refusal is None:
            assert actions.register(workshop=made, by=person).state == "confirmed"
        else:
            with pytest.raises(refusal):
                actions.register(workshop=made, by=person)


@pytest.mark.parametrize("offset", [-1, 0, 1])
def test_registration_ends_to_the_second_when_the_first_session_begins(platform, offset):
    made = workshop(platform, sessions=[session(9), session(7)])
    person = make.member(platform)
    with journal.at(made.first_start + timedelta(seconds=offset)):
        if offset < 0:
            assert actions.register(workshop=made, by=person).state == "confirmed"
        else:
            with pytest.raises(actions.WorkshopStarted):
                actions.register(workshop=made, by=person)


def test_each_refusal_says_in_arabic_and_english_what_holds(platform):
    person, admin = make.member(platform), make.administrator()
    past = workshop(platform, sessions=[session(-3)])
    closed = workshop(platform, registration_closes_at=journal.now() - timedelta(hours=1))
    cancelled = actions.cancel_workshop(workshop=workshop(platform), by=admin, reason="مرض")
    draft = workshop(platform, is_published=False)
    told = {}
    for made, by in ((past, person), (closed, person), (cancelled, person), (draft, admin)):
        with pytest.raises(Refusal) as refused:
            actions.register(workshop=made, by=by)
        with override("en"):
            told[type(refused.value)] = str(refused.value)
    assert set(told) == {
        actions.WorkshopOver, actions.RegistrationClosed, actions.WorkshopCancelled, actions.NotYetOpen
    }  # fmt: skip
    assert told[actions.RegistrationClosed] == (
        "Registration for this workshop is closed. Please ask the coordinator of the platform."
    )
    assert Registration.objects.count() == 0


def test_a_member_of_any_platform_registers_and_a_stranger_is_told_how_to_join(platform):
    made = workshop(platform)
    assert actions.register(workshop=made, by=make.member(make.platform())).state == "confirmed"
    with pytest.raises(actions.NotInNetwork):
        actions.register(workshop=made, by=make.stranger())
    with pytest.raises(actions.NotInNetwork):
        actions.register(workshop=made, by=make.visitor())


def test_who_may_not_see_a_workshop_may_not_register(platform):
    made = workshop(platform, audience="platform")
    with pytest.raises(PermissionDenied):
        actions.register(workshop=made, by=make.member(make.platform()))
    assert actions.register(workshop=made, by=make.member(platform)).state == "confirmed"


def test_registering_for_a_past_workshop_works_inside_its_own_time(platform):
    moment = journal.now() - timedelta(days=90)
    with journal.at(moment):
        made = workshop(platform)
        registration = actions.register(workshop=made, by=make.member(platform))
    assert (registration.state, registration.registered_at) == ("confirmed", moment)
