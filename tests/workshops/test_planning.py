"""Making, changing, publishing and calling off a workshop."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from exchange.journal.models import Entry
from exchange.workshops import actions
from exchange.workshops.models import Expert, Session, Workshop
from tests import factories as make
from tests.workshops.making import session, states, workshop

pytestmark = pytest.mark.django_db


@pytest.fixture
def platform(db):
    return make.platform()


@pytest.fixture
def organiser(platform):
    return make.member(platform, is_organiser=True)


def given(one: Session, **changes) -> dict:
    """The session as an action takes it, with changes."""
    names = ("id", "starts_at", "ends_at", "title_ar", "title_en", "place_ar", "place_en", "online_url")
    return {name: getattr(one, name) for name in names} | changes


def moves(made: Workshop) -> list:
    return Entry.objects.about(made).filter(kind="workshops.changed").last().details["moves"]


@pytest.mark.parametrize("role", ["", "is_editor"])
def test_only_organisers_and_coordinators_plan(platform, role):
    person = make.member(platform, **({role: True} if role else {}))
    elsewhere = make.member(make.platform(), is_coordinator=True)
    made = workshop(platform)
    for by in (person, elsewhere, make.visitor()):
        with pytest.raises(PermissionDenied):
            actions.create_workshop(platform=platform, by=by, title_ar="ورشة")
        with pytest.raises(PermissionDenied):
            actions.update_workshop(workshop=made, by=by, title_ar="غيرها")
        with pytest.raises(PermissionDenied):
            actions.publish_workshop(workshop=made, by=by)
        with pytest.raises(PermissionDenied):
            actions.cancel_workshop(workshop=made, by=by, reason="لا")
        with pytest.raises(PermissionDenied):
            actions.set_seats(workshop=made, seats=1, by=by)


def test_a_workshop_begins_as_a_draft_with_its_sessions_and_experts(platform, organiser):
    known = Expert.objects.create(name_ar="د. سمير")
    made = actions.create_workshop(
        platform=platform,
        by=organiser,
        title_ar="إعداد الموازنة",
        seats=12,
        sessions=[session(7), session(8)],
        experts=[known],
        new_experts=[{"name_ar": "د. ليلى", "title_ar": "خبيرة مالية"}],
    )
    assert (made.state, made.seats, made.sequence, made.created_by) == ("draft", 12, 0, organiser)
    assert made.sessions.count() == 2
    assert [hosting.expert.name_ar for hosting in made.hostings.all()] == ["د. سمير", "د. ليلى"]
    assert [entry.kind for entry in Entry.objects.about(made)] == ["workshops.created"]


def test_a_session_that_ends_before_it_starts_is_refused_and_nothing_is_kept(platform, organiser):
    wrong = session(7)
    wrong["ends_at"] = wrong["starts_at"] - timedelta(minutes=1)
    for ends_at in (wrong["ends_at"], wrong["starts_at"]):
        with pytest.raises(actions.BadSession):
            actions.create_workshop(
                platform=platform,
                by=organiser,
                title_ar="ورشة",
                sessions=[session(), wrong | {"ends_at": ends_at}],
            )
    assert Workshop.objects.count() == 0


def test_the_database_has_the_last_word_on_the_hours_of_a_session(platform):
    made = workshop(platform)
    moment = made.first_start
    with pytest.raises(IntegrityError), transaction.atomic():
        Session.objects.create(workshop=made, starts_at=moment, ends_at=moment)


def test_what_cannot_be_set_is_not_set(platform, organiser):
    made = workshop(platform)
    with pytest.raises(TypeError):
        actions.update_workshop(workshop=made, by=organiser, state="draft")
    with pytest.raises(ValidationError):
        actions.update_workshop(workshop=made, by=organiser, title_ar="")
    with pytest.raises(ValidationError):
        actions.update_workshop(workshop=made, by=organiser, seats=-1)


def test_a_new_time_makes_the_sequence_grow_and_is_written_down(platform, organiser):
    made = workshop(platform, sessions=[session(7), session(9)])
    first, second = made.sessions.all()
    later = {"starts_at": first.starts_at + timedelta(days=1), "ends_at": first.ends_at + timedelta(days=1)}
    changed = actions.update_workshop(
        workshop=made, by=organiser, sessions=[given(first, **later), given(second)]
    )
    assert changed.sequence == 1
    assert [one.pk for one in changed.sessions.all()] == [first.pk, second.pk]
    assert moves(made) == [
        {
            "session": first.pk,
            "was": {
                "starts_at": first.starts_at.isoformat(),
                "ends_at": first.ends_at.isoformat(),
                "place_ar": "قاعة البلدية",
                "place_en": "",
            },
            "now": {
                "starts_at": later["starts_at"].isoformat(),
                "ends_at": later["ends_at"].isoformat(),
                "place_ar": "قاعة البلدية",
                "place_en": "",
            },
            "has_new_link": False,
        }
    ]


@pytest.mark.parametrize(
    ("change", "sequence"),
    [
        ({"place_ar": "قاعة المكتبة"}, 1),
        ({"online_url": "https://meet.exchange.example/b"}, 1),
        ({"title_ar": "مقدمة"}, 0),
        ({}, 0),
    ],
)
def test_places_and_links_count_as_changes_and_titles_do_not(platform, organiser, change, sequence):
    made = workshop(platform)
    sessions = [given(made.sessions.get(), **change)]
    assert actions.update_workshop(workshop=made, by=organiser, sessions=sessions).sequence == sequence
    assert len(moves(made)) == sequence


def test_the_address_of_a_meeting_is_not_in_the_journal(platform, organiser):
    made = workshop(platform)
    sessions = [given(made.sessions.get(), online_url="https://meet.exchange.example/secret")]
    actions.update_workshop(workshop=made, by=organiser, sessions=sessions)
    assert moves(made)[0]["has_new_link"] is True
    assert "secret" not in str(Entry.objects.about(made).last().details)


def test_sessions_are_added_and_taken_out(platform, organiser):
    made = workshop(platform, sessions=[session(7), session(9)])
    first, second = made.sessions.all()
    changed = actions.update_workshop(workshop=made, by=organiser, sessions=[given(second), session(11)])
    assert first.pk not in [one.pk for one in changed.sessions.all()]
    assert changed.sessions.count() == 2
    assert [(move["was"] is None, move["now"] is None) for move in moves(made)] == [
        (True, False),
        (False, True),
    ]


def test_the_session_of_another_workshop_is_not_changed(platform, organiser):
    made, other = workshop(platform), workshop(platform)
    foreign = other.sessions.get()
    actions.update_workshop(workshop=made, by=organiser, sessions=[given(foreign, place_ar="مسروقة")])
    foreign.refresh_from_db()
    assert (foreign.workshop_id, foreign.place_ar) == (other.pk, "قاعة البلدية")
    assert made.sessions.exclude(pk=foreign.pk).count() == 1


def test_a_published_workshop_keeps_a_session(platform, organiser):
    made = workshop(platform)
    with pytest.raises(actions.NoSessions):
        actions.update_workshop(workshop=made, by=organiser, sessions=[])
    assert made.sessions.count() == 1


def test_a_draft_without_sessions_is_not_published(platform, organiser):
    draft = workshop(platform, sessions=[], is_published=False)
    with pytest.raises(actions.NoSessions):
        actions.publish_workshop(workshop=draft, by=organiser)


def test_publishing_twice_is_publishing_once(platform, organiser):
    draft = workshop(platform, is_published=False)
    first = actions.publish_workshop(workshop=draft, by=organiser)
    second = actions.publish_workshop(workshop=draft, by=organiser)
    assert first.published_at == second.published_at
    assert Entry.objects.about(draft).filter(kind="workshops.published").count() == 1


def test_changing_the_seats_in_the_form_promotes_too(platform, organiser):
    made = workshop(platform, seats=1)
    for _ in range(3):
        actions.register(workshop=made, by=make.member(platform))
    actions.update_workshop(workshop=made, by=organiser, seats=2)
    assert states(made) == ["confirmed", "confirmed", "waiting"]


def test_calling_off_needs_a_reason_and_happens_once(platform, organiser):
    made = workshop(platform)
    with pytest.raises(actions.NeedsReason):
        actions.cancel_workshop(workshop=made, by=organiser, reason=" ")
    actions.cancel_workshop(workshop=made, by=organiser, reason="القاعة غير متاحة")
    cancelled = actions.cancel_workshop(workshop=made, by=organiser, reason="سبب آخر")
    assert (cancelled.state, cancelled.reason, cancelled.sequence) == ("cancelled", "القاعة غير متاحة", 1)
    assert Entry.objects.about(made).filter(kind="workshops.cancelled").count() == 1


def test_a_workshop_that_was_called_off_is_not_changed_any_more(platform, organiser):
    made = workshop(platform)
    actions.cancel_workshop(workshop=made, by=organiser, reason="مرض")
    for deed in (
        lambda: actions.update_workshop(workshop=made, by=organiser, title_ar="غيرها"),
        lambda: actions.publish_workshop(workshop=made, by=organiser),
        lambda: actions.set_seats(workshop=made, seats=3, by=organiser),
    ):
        with pytest.raises(actions.WorkshopCancelled):
            deed()


def test_a_draft_is_not_called_off_and_neither_is_what_is_over(platform, organiser):
    with pytest.raises(actions.NothingToCancel):
        actions.cancel_workshop(workshop=workshop(platform, is_published=False), by=organiser, reason="لا")
    with pytest.raises(actions.WorkshopOver):
        actions.cancel_workshop(
            workshop=workshop(platform, sessions=[session(-3)]), by=organiser, reason="لا"
        )


def test_calling_off_leaves_the_registrations_as_they_are(platform, organiser):
    made = workshop(platform, seats=1)
    registrations = [actions.register(workshop=made, by=make.member(platform)) for _ in range(2)]
    actions.cancel_workshop(workshop=made, by=organiser, reason="مرض")
    assert states(made) == ["confirmed", "waiting"]
    actions.cancel_registration(registration=registrations[0], by=registrations[0].person)
    assert states(made) == ["cancelled", "waiting"]
