"""Whoever leaves gives up what they held, and the next in line moves up."""

import pytest

from exchange.journal.models import Entry
from exchange.journal.worker import drain
from exchange.people import actions as accounts
from exchange.platforms import actions as platforms
from exchange.workshops import actions
from exchange.workshops.actions.following import close_lost_registrations
from tests import factories as make
from tests.workshops.making import states, workshop

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def platform(transactional_db):
    return make.platform()


def one_seat(platform, audience: str, first, second):
    """A workshop with one seat, which the first holds, and for which the second waits."""
    made = workshop(platform, seats=1, audience=audience)
    for person in (first, second):
        actions.register(workshop=made, by=person)
    drain()
    return made


def leave(platform, person):
    platforms.leave_platform(platform=platform, by=person)


def remove(platform, person):
    platforms.remove_member(membership=person.memberships.get(platform=platform), by=make.administrator())


def deactivate(_platform, person):
    accounts.set_active(person=person, is_active=False, by=make.administrator())


@pytest.mark.parametrize("end", [leave, remove, deactivate])
@pytest.mark.parametrize("audience", ["everyone", "network", "platform"])
def test_the_seat_of_who_is_no_member_any_more_goes_to_the_next_in_line(platform, audience, end):
    first, second = make.member(platform), make.member(platform)
    made = one_seat(platform, audience, first, second)
    end(platform, first)
    drain()
    assert states(made) == ["cancelled", "confirmed"]
    last = list(Entry.objects.filter(kind__startswith="workshops.").order_by("pk"))[-2:]
    assert [(entry.kind, entry.by_id) for entry in last] == [
        ("workshops.registration_closed", None),
        ("workshops.promoted", None),
    ]


def test_who_stays_in_the_network_keeps_the_seats_that_are_for_all_of_it(platform):
    first, second = make.member(platform), make.member(platform)
    make.join(first, make.platform())
    for_all, for_members = (
        one_seat(platform, audience, first, second) for audience in ("network", "platform")
    )
    leave(platform, first)
    drain()
    assert states(for_all) == ["confirmed", "waiting"]
    assert states(for_members) == ["cancelled", "confirmed"]


def test_a_workshop_that_is_for_fewer_people_now_keeps_those_whom_it_is_for(platform):
    elsewhere, member = make.member(make.platform()), make.member(platform)
    made = one_seat(platform, "network", elsewhere, member)
    actions.update_workshop(workshop=made, by=make.administrator(), audience="platform")
    drain()
    assert states(made) == ["cancelled", "confirmed"]


def test_hearing_it_again_changes_nothing(platform):
    first, second = make.member(platform), make.member(platform)
    made = one_seat(platform, "platform", first, second)
    leave(platform, first)
    drain()
    count = Entry.objects.count()
    for entry in Entry.objects.filter(kind="platforms.membership_left"):
        close_lost_registrations(entry)
    assert states(made) == ["cancelled", "confirmed"]
    assert Entry.objects.count() == count


@pytest.mark.parametrize(
    ("audience", "told"), [("everyone", ["workshops.registration_closed"]), ("platform", [])]
)
def test_who_still_sees_the_workshop_is_told_and_gets_it_out_of_the_calendar(platform, audience, told):
    from exchange.notifications.models import Notification
    from exchange.workshops.notices import TELLINGS

    first, second = make.member(platform), make.member(platform)
    one_seat(platform, audience, first, second)
    leave(platform, first)
    drain()
    rows = Notification.objects.visible_to(first).filter(entry__kind="workshops.registration_closed")
    assert [row.entry.kind for row in rows] == told
    if told:
        entry = rows.get().entry
        message = TELLINGS[entry.kind].words(entry, first)
        assert message.is_mailed
        assert b"METHOD:CANCEL" in message.calendar
