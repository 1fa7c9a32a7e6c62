"""Workshops as calendars read them (iCalendar, RFC 5545): invitations, their withdrawal, and the file to download.

Every session is an event whose UID stays the same for everybody and for good; a higher SEQUENCE replaces what a
calendar holds. Hours are written in the zone of the network: should a government move a clock change, an hour in
Ramallah stays that hour.
"""

import unicodedata
from collections.abc import Iterable
from datetime import datetime, timedelta
from email.utils import parseaddr
from urllib.parse import urlsplit

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from icalendar import Calendar, Event, vCalAddress

from exchange.journal import now
from exchange.workshops.models import Session, Workshop

# The rules of a zone are written for the days around the sessions, not for all time.
AROUND = timedelta(days=366)


def invitation(workshop: Workshop, person, *, taken_out: Iterable[dict] = ()) -> bytes:
    """For somebody with a seat: every session as it is now (REQUEST).

    `taken_out` are moves of sessions that are no more, as the journal keeps them; they are marked as cancelled.
    """
    calendar = _calendar("REQUEST")
    for session in workshop.sessions.all():
        calendar.add_component(_addressed(_event(workshop, session, has_link=True), person))
    for move in taken_out:
        calendar.add_component(_addressed(_event(workshop, _former(move), is_off=True), person))
    return _bytes(calendar)


def withdrawal(workshop: Workshop, person) -> bytes:
    """For somebody whose seat is gone: every session taken back (CANCEL)."""
    calendar = _calendar("CANCEL")
    for session in workshop.sessions.all():
        calendar.add_component(_addressed(_event(workshop, session, is_off=True), person))
    return _bytes(calendar)


def download(workshop: Workshop, *, has_links: bool) -> bytes:
    """For whoever may see the workshop (PUBLISH): nobody's name in it, and online links only if asked for."""
    calendar = _calendar("PUBLISH")
    is_off = workshop.state == Workshop.State.CANCELLED
    for session in workshop.sessions.all():
        calendar.add_component(_event(workshop, session, is_off=is_off, has_link=has_links))
    return _bytes(calendar)


def uid_of(session: Session) -> str:
    """The name of a session's event in every calendar."""
    return f"workshop-{session.workshop_id}-session-{session.pk}@{urlsplit(settings.BASE_URL).hostname}"


def _calendar(method: str) -> Calendar:
    calendar = Calendar()
    calendar.add("prodid", "-//Exchange//Workshops//AR")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", method)
    return calendar


def _event(workshop: Workshop, session: Session, *, is_off: bool = False, has_link: bool = False) -> Event:
    event = Event()
    event.add("uid", uid_of(session))
    event.add("dtstamp", now())
    event.add("sequence", workshop.sequence)
    event.add("dtstart", timezone.localtime(session.starts_at))
    event.add("dtend", timezone.localtime(session.ends_at))
    event.add("summary", _summary(workshop, session))
    page = settings.BASE_URL + workshop.get_absolute_url()
    link = session.online_url if has_link else ""
    event.add("description", "\n".join(filter(None, [_plain(workshop.text("summary").words), link, page])))
    place = _plain(session.text("place").words) or (_("Online") if session.online_url else "")
    if place:
        event.add("location", place)
    event.add("url", page)
    event.add("status", "CANCELLED" if is_off else "CONFIRMED")
    return event


def _addressed(event: Event, person) -> Event:
    sender_name, sender = parseaddr(settings.DEFAULT_FROM_EMAIL)
    event.add("organizer", _address(sender, sender_name or _("Local Authorities Exchange")))
    attendee = _address(person.email, person.name)
    attendee.params["PARTSTAT"] = "ACCEPTED"
    attendee.params["RSVP"] = "FALSE"
    event.add("attendee", attendee)
    return event


def _address(email: str, name: str) -> vCalAddress:
    address = vCalAddress(f"mailto:{_plain(email)}")
    address.params["CN"] = _plain(name)
    return address


def _summary(workshop: Workshop, session: Session) -> str:
    title, part = _plain(workshop.text("title").words), _plain(session.text("title").words)
    return f"{title}: {part}" if part and part != title else title


def _former(move: dict) -> Session:
    was = move["was"]
    return Session(
        pk=move["session"],
        workshop_id=move["workshop"],
        starts_at=datetime.fromisoformat(was["starts_at"]),
        ends_at=datetime.fromisoformat(was["ends_at"]),
        place_ar=was["place_ar"],
        place_en=was["place_en"],
    )


def _plain(text: str) -> str:
    """One line without control characters: nothing that a person typed can begin a line of the file."""
    visible = "".join(" " if unicodedata.category(sign) in ("Cc", "Zl", "Zp") else sign for sign in text)
    return " ".join(visible.split())


def _bytes(calendar: Calendar) -> bytes:
    moments = [event.get("dtstart").dt for event in calendar.walk("VEVENT")]
    if moments:
        calendar.add_missing_timezones(min(moments).date() - AROUND, max(moments).date() + AROUND)
    return calendar.to_ical()
