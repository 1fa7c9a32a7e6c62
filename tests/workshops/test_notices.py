"""Who is told what, and who is told nothing any more."""

from datetime import timedelta

import pytest
from django.utils.translation import override
from icalendar import Calendar

from exchange import journal
from exchange.journal.models import Entry
from exchange.journal.worker import drain
from exchange.notifications.models import Notification
from exchange.platforms import actions as platforms
from exchange.workshops import actions
from exchange.workshops.notices import TELLINGS
from tests import factories as make
from tests.workshops.making import session, workshop

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def platform(transactional_db):
    return make.platform()


def told(person) -> list[str]:
    """The kinds of facts that the person was told, oldest first, besides that there is a new workshop."""
    return [kind for kind in all_told(person) if kind != "workshops.published"]


def all_told(person) -> list[str]:
    drain()
    rows = Notification.objects.visible_to(person).order_by("pk")
    return [row.entry.kind for row in rows if row.entry.kind.startswith("workshops.")]


def message(kind: str, person, language: str = "ar"):
    """What the person is told about the newest fact of this kind."""
    entry = Entry.objects.filter(kind=kind).last()
    assert person in list(TELLINGS[kind].whom(entry))
    with override(language):
        return TELLINGS[kind].words(entry, person)


def method(file: bytes) -> str:
    return str(Calendar.from_ical(file)["method"])


def test_a_seat_is_confirmed_with_an_invitation_and_a_place_in_the_line_without(platform):
    made = workshop(platform, seats=1, sessions=[session(online_url="https://meet.exchange.example/a")])
    seated, waiting = make.member(platform), make.member(platform)
    actions.register(workshop=made, by=seated)
    words = message("workshops.registered", seated)
    assert (method(words.calendar), words.calendar_method, words.is_mailed) == ("REQUEST", "REQUEST", True)
    assert "https://meet.exchange.example/a" in words.text
    assert words.url == made.get_absolute_url()
    actions.register(workshop=made, by=waiting)
    words = message("workshops.registered", waiting, "en")
    assert words.calendar is None
    assert "Your place in the waiting list: 1." in words.text
    assert "meet.exchange.example" not in words.text
    assert words.url == made.get_absolute_url("en")
    assert told(seated) == told(waiting) == ["workshops.registered"]


def test_each_promotion_is_told_once_with_an_invitation(platform):
    made = workshop(platform, seats=1)
    people = [make.member(platform) for _ in range(3)]
    registrations = [actions.register(workshop=made, by=person) for person in people]
    assert told(people[1]) == ["workshops.registered"]
    actions.cancel_registration(registration=registrations[0], by=people[0])
    assert told(people[0]) == ["workshops.registered", "workshops.registration_cancelled"]
    assert told(people[1]) == ["workshops.registered", "workshops.promoted"]
    assert told(people[2]) == ["workshops.registered"]
    assert method(message("workshops.promoted", people[1]).calendar) == "REQUEST"
    drain()
    assert Notification.objects.filter(entry__kind="workshops.promoted").count() == 1


def test_who_gives_back_a_seat_gets_it_out_of_the_calendar(platform):
    made = workshop(platform, seats=1)
    people = [make.member(platform) for _ in range(2)]
    registrations = [actions.register(workshop=made, by=person) for person in people]
    actions.cancel_registration(registration=registrations[1], by=people[1])
    words = message("workshops.registration_cancelled", people[1])
    assert (words.calendar, words.is_mailed) == (None, False)
    actions.cancel_registration(registration=registrations[0], by=people[0])
    words = message("workshops.registration_cancelled", people[0])
    assert (method(words.calendar), words.is_mailed) == ("CANCEL", True)


def test_what_was_overtaken_meanwhile_is_not_told(platform):
    """The worker was away: only what is still true reaches the inbox."""
    made = workshop(platform, seats=1)
    people = [make.member(platform) for _ in range(2)]
    registrations = [actions.register(workshop=made, by=person) for person in people]
    actions.cancel_registration(registration=registrations[0], by=people[0])
    assert told(people[1]) == ["workshops.promoted"]
    assert told(people[0]) == ["workshops.registration_cancelled"]
    registrations = [actions.register(workshop=made, by=people[0])]
    actions.cancel_registration(registration=registrations[0], by=people[0])
    actions.register(workshop=made, by=people[0])
    assert told(people[0]) == ["workshops.registration_cancelled", "workshops.registered"]


def test_a_change_says_what_was_and_what_is_now(platform):
    organiser = make.member(platform, is_organiser=True)
    made = workshop(platform, seats=1, sessions=[session(7), session(9)])
    seated, waiting, outsider = (make.member(platform) for _ in range(3))
    actions.register(workshop=made, by=seated)
    actions.register(workshop=made, by=waiting)
    drain()
    first, second = made.sessions.all()
    given = {
        "id": first.pk,
        "starts_at": first.starts_at,
        "ends_at": first.ends_at,
        "place_ar": "قاعة المكتبة",
    }
    actions.update_workshop(workshop=made, by=organiser, sessions=[given])
    words = message("workshops.changed", seated)
    assert words.text.index("قاعة البلدية") < words.text.index("قاعة المكتبة")
    calendar = Calendar.from_ical(words.calendar)
    assert calendar["method"] == "REQUEST"
    assert [(event["status"], event["sequence"]) for event in calendar.walk("VEVENT")] == [
        ("CONFIRMED", 1),
        ("CANCELLED", 1),
    ]
    assert str(calendar.walk("VEVENT")[1]["uid"]).startswith(f"workshop-{made.pk}-session-{second.pk}@")
    assert message("workshops.changed", waiting).calendar is None
    assert told(seated) == ["workshops.registered", "workshops.changed"]
    assert told(outsider) == []


def test_a_change_of_words_alone_tells_nobody(platform):
    organiser, member = make.member(platform, is_organiser=True), make.member(platform)
    made = workshop(platform)
    actions.register(workshop=made, by=member)
    actions.update_workshop(workshop=made, by=organiser, summary_ar="ملخص جديد")
    assert told(member) == ["workshops.registered"]


def test_who_registered_after_a_change_is_not_told_of_it(platform):
    organiser, member = make.member(platform, is_organiser=True), make.member(platform)
    made = workshop(platform)
    one = made.sessions.get()
    moved = {"id": one.pk, "starts_at": one.starts_at, "ends_at": one.ends_at + timedelta(hours=1)}
    actions.update_workshop(workshop=made, by=organiser, sessions=[moved])
    with journal.at(journal.now() + timedelta(minutes=1)):
        actions.register(workshop=made, by=member)
    assert told(member) == ["workshops.registered"]


def test_calling_off_tells_everybody_who_is_registered_why(platform):
    organiser = make.member(platform, is_organiser=True)
    made = workshop(platform, seats=1)
    seated, waiting, gone = (make.member(platform) for _ in range(3))
    for person in (seated, waiting, gone):
        actions.register(workshop=made, by=person)
    actions.cancel_registration(registration=made.registrations.get(person=gone), by=gone)
    drain()
    actions.cancel_workshop(workshop=made, by=organiser, reason="القاعة غير متاحة")
    words = message("workshops.cancelled", seated)
    assert (words.text, method(words.calendar), words.calendar_method) == (
        "القاعة غير متاحة",
        "CANCEL",
        "CANCEL",
    )
    assert message("workshops.cancelled", waiting).calendar is None
    assert told(seated)[-1] == told(waiting)[-1] == "workshops.cancelled"
    assert told(gone)[-1] == "workshops.registration_cancelled"


def test_who_is_taken_off_the_list_is_told_why(platform):
    organiser, member = make.member(platform, is_organiser=True), make.member(platform)
    made = workshop(platform)
    registration = actions.register(workshop=made, by=member)
    drain()
    actions.remove_registration(registration=registration, by=organiser, reason="للمحاسبين فقط")
    words = message("workshops.registration_removed", member)
    assert (words.text, method(words.calendar)) == ("للمحاسبين فقط", "CANCEL")
    assert told(member) == ["workshops.registered", "workshops.registration_removed"]


def test_a_new_workshop_is_told_to_the_members_of_its_platform_in_the_inbox_alone(platform):
    organiser, member = make.member(platform, is_organiser=True), make.member(platform)
    elsewhere, stranger = make.member(make.platform()), make.stranger()
    workshop(platform, by=organiser)
    assert all_told(member) == ["workshops.published"]
    assert [all_told(person) for person in (elsewhere, stranger, organiser)] == [[], [], []]
    assert not message("workshops.published", member).is_mailed


def test_who_has_a_seat_already_is_not_told_that_there_is_a_new_workshop(platform):
    member = make.member(platform)
    actions.register(workshop=workshop(platform), by=member)
    assert all_told(member) == ["workshops.registered"]


def test_a_workshop_for_the_working_party_is_told_to_it_alone(platform):
    editor, member = make.member(platform, is_editor=True), make.member(platform)
    workshop(platform, audience="party")
    assert all_told(editor) == ["workshops.published"]
    assert all_told(member) == []


def test_who_lost_the_right_is_told_nothing(platform):
    organiser, member = make.member(platform, is_organiser=True), make.member(platform)
    made = workshop(platform, audience="platform")
    actions.register(workshop=made, by=member)
    drain()
    platforms.leave_platform(platform=platform, by=member)
    before = Notification.objects.visible_to(member).count()
    one = made.sessions.get()
    moved = {"id": one.pk, "starts_at": one.starts_at, "ends_at": one.ends_at + timedelta(hours=1)}
    actions.update_workshop(workshop=made, by=organiser, sessions=[moved])
    actions.cancel_workshop(workshop=made, by=organiser, reason="مرض")
    drain()
    assert Notification.objects.visible_to(member).count() == before


def test_telling_again_tells_nobody_twice(platform):
    from exchange.notifications.telling import tell

    member = make.member(platform)
    actions.register(workshop=workshop(platform), by=member)
    drain()
    count = Notification.objects.count()
    for entry in Entry.objects.filter(kind__startswith="workshops."):
        tell(entry)
    assert Notification.objects.count() == count
