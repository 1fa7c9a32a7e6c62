"""Calendar files: parsed again, folded by octets, and holding nothing that a person typed as a line of its own."""

from datetime import UTC, timedelta

import pytest
from django.test import Client
from icalendar import Calendar

from exchange import journal
from exchange.workshops import actions
from exchange.workshops.models import Workshop
from exchange.workshops.notices.calendar import download, invitation, uid_of, withdrawal
from tests import factories as make
from tests.workshops.making import local, session, workshop

pytestmark = pytest.mark.django_db

EVIL = [
    "ورشة\r\nATTENDEE:mailto:evil@exchange.example",
    "ورشة\nEND:VEVENT\nBEGIN:VEVENT",
    "ورشة\rX-EVIL:1",
    "ورشة; إعداد, الموازنة: \\n \\, \\;",
    "ورشة\u2028ATTENDEE:x\u2029Y:1\x85Z:1\x0bV:1\x00",
    '"ورشة" ^n ^\' ;CN=x:mailto:y',
    "ورشة" * 49,
    "a" * 73 + "ورشة",
    "\u202eورشة\u202c",
    "BEGIN:VCALENDAR",
    "🏛️" * 40,
]


def lines(file: bytes) -> list[bytes]:
    assert file.endswith(b"\r\n")
    return file[:-2].split(b"\r\n")


def events(file: bytes) -> list:
    return Calendar.from_ical(file).walk("VEVENT")


def titled(title: str, **fields) -> Workshop:
    """A workshop whose title came past every form."""
    made = workshop(**fields)
    made.title_ar = title[:200]
    made.save()
    return made


@pytest.mark.parametrize("text", EVIL)
def test_typed_text_stays_text(text):
    person = make.stranger(name=text[:100].replace("\x00", ""))
    plain, made = workshop(), titled(text.replace("\x00", ""), summary_ar="ملخص")
    made.sessions.update(place_ar=text.replace("\x00", "")[:200])
    for usual, odd in (
        (invitation(plain, make.stranger()), invitation(made, person)),
        (withdrawal(plain, make.stranger()), withdrawal(made, person)),
    ):
        (expected,), (event,) = events(usual), events(odd)
        names = set(expected) | {"DESCRIPTION"}
        assert set(event) <= names
        assert lines(odd).count(b"BEGIN:VEVENT") == lines(odd).count(b"END:VEVENT") == 1
        assert str(event["attendee"]) == f"mailto:{person.email}"
        assert (
            event["summary"].split()
            == text.replace("\x00", " ")
            .translate({ord(sign): " " for sign in "\x0b\x85\u2028\u2029"})[:200]
            .split()
        )


@pytest.mark.parametrize("text", EVIL)
def test_every_line_ends_in_crlf_and_is_75_octets_of_whole_letters_at_most(text):
    file = invitation(
        titled(text.replace("\x00", ""), summary_ar=text.replace("\x00", "")[:400]), make.stranger()
    )
    assert file.count(b"\n") == file.count(b"\r\n") == file.count(b"\r")
    for line in lines(file):
        assert len(line) <= 75
        line.decode()


def test_an_invitation_holds_each_session_in_the_zone_of_the_network():
    made = workshop(
        title_ar="إعداد الموازنة",
        sessions=[
            session(
                starts_at=local("2027-03-14 09:00"), ends_at=local("2027-03-14 12:00"), title_ar="الأساس"
            ),
            session(
                starts_at=local("2027-04-14 09:00"),
                ends_at=local("2027-04-14 12:00"),
                online_url="https://meet.exchange.example/a",
            ),
        ],
    )
    person = make.stranger("سناء حمدان")
    file = invitation(made, person)
    calendar = Calendar.from_ical(file)
    assert (calendar["method"], calendar["version"]) == ("REQUEST", "2.0")
    first, second = calendar.walk("VEVENT")
    assert b"DTSTART;TZID=Asia/Hebron:20270314T090000" in lines(file)
    assert (first["dtstart"].dt, second["dtend"].dt) == (local("2027-03-14 09:00"), local("2027-04-14 12:00"))
    # Winter and summer time: the file itself knows when the clock changes.
    assert [zone["tzid"] for zone in calendar.walk("VTIMEZONE")] == ["Asia/Hebron"]
    assert first["summary"] == "إعداد الموازنة: الأساس"
    assert second["summary"] == "إعداد الموازنة"
    assert "https://meet.exchange.example/a" in second["description"]
    assert (first["location"], first["sequence"], first["status"]) == ("قاعة البلدية", 0, "CONFIRMED")
    assert first["attendee"].params["CN"] == "سناء حمدان"
    assert first["attendee"].params["PARTSTAT"] == "ACCEPTED"
    assert first["dtstamp"].dt.tzinfo is UTC or first["dtstamp"].dt.utcoffset() == timedelta(0)


def test_the_name_of_an_event_is_the_same_for_everybody_and_after_every_change():
    platform = make.platform()
    organiser = make.member(platform, is_organiser=True)
    made = workshop(platform)
    one = made.sessions.get()
    before = events(invitation(made, make.stranger()))[0]
    moved = {
        "id": one.pk,
        "starts_at": one.starts_at + timedelta(days=1),
        "ends_at": one.ends_at + timedelta(days=1),
    }
    changed = actions.update_workshop(workshop=made, by=organiser, sessions=[moved])
    after = events(invitation(changed, make.stranger()))[0]
    assert before["uid"] == after["uid"] == uid_of(one)
    assert (before["sequence"], after["sequence"]) == (0, 1)
    assert after["dtstart"].dt == one.starts_at + timedelta(days=1)
    assert events(download(changed, has_links=False))[0]["uid"] == before["uid"]


def test_a_withdrawal_cancels_each_session_under_its_name():
    made = workshop(sessions=[session(7), session(8)])
    cancelled = actions.cancel_workshop(workshop=made, by=make.administrator(), reason="مرض")
    calendar = Calendar.from_ical(withdrawal(cancelled, make.stranger()))
    assert calendar["method"] == "CANCEL"
    assert [str(event["uid"]) for event in calendar.walk("VEVENT")] == [
        uid_of(one) for one in made.sessions.all()
    ]
    assert {(event["status"], event["sequence"]) for event in calendar.walk("VEVENT")} == {("CANCELLED", 1)}


def test_the_file_to_download_names_nobody_and_holds_no_link():
    made = workshop(sessions=[session(online_url="https://meet.exchange.example/a")])
    answer = Client().get(made.address("workshop_calendar"))
    assert answer["Content-Type"] == "text/calendar; charset=utf-8; method=PUBLISH"
    assert answer["Content-Disposition"].startswith("attachment; filename")
    assert answer["Cache-Control"] == "private, no-cache"
    calendar = Calendar.from_ical(answer.content)
    (event,) = calendar.walk("VEVENT")
    assert calendar["method"] == "PUBLISH"
    assert "attendee" not in event
    assert b"meet.exchange.example" not in answer.content
    assert str(event["url"]).endswith(made.get_absolute_url())


def test_the_file_speaks_the_language_of_its_address():
    made = workshop(title_ar="إعداد الموازنة", title_en="Preparing the budget")
    address = f"/en/workshops/{made.pk}-preparing-the-budget/calendar.ics"
    (event,) = events(Client().get(address).content)
    assert event["summary"] == "Preparing the budget"


def test_a_workshop_that_was_called_off_is_marked_so_in_the_file():
    made = actions.cancel_workshop(workshop=workshop(), by=make.administrator(), reason="مرض")
    (event,) = events(Client().get(made.address("workshop_calendar")).content)
    assert (event["status"], event["sequence"]) == ("CANCELLED", 1)


def test_the_stamp_of_a_file_is_the_moment_of_its_making():
    made = workshop()
    moment = journal.now().replace(microsecond=0) + timedelta(hours=1)
    with journal.at(moment):
        (event,) = events(download(made, has_links=False))
    assert event["dtstamp"].dt == moment
