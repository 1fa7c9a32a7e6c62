"""Planning workshops: making, changing, publishing and calling off."""

from collections.abc import Iterable
from datetime import UTC

from django.core.exceptions import PermissionDenied
from django.db import transaction

from exchange.journal import now
from exchange.journal.actions import record
from exchange.platforms.models import Platform
from exchange.workshops import rules
from exchange.workshops.actions.refusals import (
    BadSession,
    NeedsReason,
    NoSessions,
    NothingToCancel,
    WorkshopCancelled,
    WorkshopOver,
)
from exchange.workshops.actions.registrations import locked, promote_next_in_line
from exchange.workshops.models import Expert, Hosting, Session, Workshop

FIELDS = (
    "title_ar",
    "title_en",
    "summary_ar",
    "summary_en",
    "description_ar",
    "description_en",
    "audience",
    "seats",
    "registration_closes_at",
)
SESSION_FIELDS = ("starts_at", "ends_at", "title_ar", "title_en", "place_ar", "place_en", "online_url")


@transaction.atomic
def create_workshop(
    *,
    platform: Platform,
    by,
    sessions: Iterable[dict] = (),
    experts: Iterable[Expert] = (),
    new_experts: Iterable[dict] = (),
    **fields,
) -> Workshop:
    """Add a draft. `fields` are those of FIELDS, each session a dict of SESSION_FIELDS with aware moments.

    `seats=None` says that there is no limit. `new_experts` are dicts of an Expert's columns.
    """
    if not rules.can_organise(by, platform):
        raise PermissionDenied
    _check_names(fields)
    workshop = Workshop(platform=platform, created_by=by, **fields)
    workshop.full_clean()
    workshop.save()
    _write_sessions(workshop, sessions)
    _write_experts(workshop, experts, new_experts)
    record("workshops.created", subject=workshop, by=by)
    return workshop


@transaction.atomic
def update_workshop(
    *,
    workshop: Workshop,
    by,
    sessions: Iterable[dict] | None = None,
    experts: Iterable[Expert] | None = None,
    new_experts: Iterable[dict] = (),
    **fields,
) -> Workshop:
    """Change a workshop; what is not given stays. `sessions` are all of them: a dict with `id` changes that one,
    one without adds a session, and those not named are taken out.

    A new time, place or link makes the calendars' sequence grow, and those who are registered are told.
    """
    workshop = locked(workshop)
    if not rules.can_organise(by, workshop.platform):
        raise PermissionDenied
    if workshop.state == Workshop.State.CANCELLED:
        raise WorkshopCancelled
    _check_names(fields)
    changed = [name for name, value in fields.items() if getattr(workshop, name) != value]
    for name, value in fields.items():
        setattr(workshop, name, value)
    workshop.full_clean(exclude=["platform"])
    moves = [] if sessions is None else _write_sessions(workshop, sessions)
    if workshop.state == Workshop.State.PUBLISHED and not workshop.sessions.exists():
        raise NoSessions
    if experts is not None:
        _write_experts(workshop, experts, new_experts)
    workshop.sequence += bool(moves)
    workshop.save()
    record("workshops.changed", subject=workshop, by=by, fields=sorted(changed), moves=moves)
    promote_next_in_line(workshop)
    return workshop


@transaction.atomic
def publish_workshop(*, workshop: Workshop, by) -> Workshop:
    """Announce a draft; the members of its platform are told. Publishing twice is publishing once."""
    workshop = locked(workshop)
    if not rules.can_organise(by, workshop.platform):
        raise PermissionDenied
    if workshop.state == Workshop.State.PUBLISHED:
        return workshop
    if workshop.state == Workshop.State.CANCELLED:
        raise WorkshopCancelled
    if not workshop.sessions.exists():
        raise NoSessions
    workshop.state, workshop.published_at = Workshop.State.PUBLISHED, now()
    workshop.save(update_fields=["state", "published_at"])
    record("workshops.published", subject=workshop, by=by)
    return workshop


@transaction.atomic
def cancel_workshop(*, workshop: Workshop, by, reason: str) -> Workshop:
    """Call a published workshop off; everybody who is registered is told why."""
    workshop = locked(workshop)
    if not rules.can_organise(by, workshop.platform):
        raise PermissionDenied
    if workshop.state == Workshop.State.CANCELLED:
        return workshop
    if workshop.state == Workshop.State.DRAFT:
        raise NothingToCancel
    if workshop.is_over():
        raise WorkshopOver
    if not reason.strip():
        raise NeedsReason
    workshop.state, workshop.reason, workshop.cancelled_at = Workshop.State.CANCELLED, reason.strip(), now()
    workshop.sequence += 1
    workshop.save(update_fields=["state", "reason", "cancelled_at", "sequence"])
    record("workshops.cancelled", subject=workshop, by=by)
    return workshop


@transaction.atomic
def set_seats(*, workshop: Workshop, seats: int | None, by) -> Workshop:
    """Set the number of seats, None for no limit. More seats go to those who wait; fewer take none away."""
    workshop = locked(workshop)
    if not rules.can_organise(by, workshop.platform):
        raise PermissionDenied
    if workshop.state == Workshop.State.CANCELLED:
        raise WorkshopCancelled
    had, workshop.seats = workshop.seats, seats
    workshop.full_clean(exclude=["platform"])
    workshop.save(update_fields=["seats"])
    record("workshops.seats_set", subject=workshop, by=by, had=had, seats=seats)
    promote_next_in_line(workshop)
    return workshop


def _check_names(fields: dict) -> None:
    unknown = set(fields) - set(FIELDS)
    if unknown:
        raise TypeError(f"a workshop has no {', '.join(sorted(unknown))} to set")


def _write_sessions(workshop: Workshop, sessions: Iterable[dict]) -> list[dict]:
    """Make the sessions these; says for each that moved what it was and what it is now (None: there is none)."""
    kept = {session.pk: session for session in workshop.sessions.all()}
    moves = []
    for given in sessions:
        values = {name: given[name] for name in SESSION_FIELDS if name in given}
        session = kept.pop(given["id"]) if given.get("id") in kept else Session(workshop=workshop)
        was, had_link = _slot(session), session.online_url
        for name, value in values.items():
            setattr(session, name, value)
        if session.starts_at is None or session.ends_at is None or session.ends_at <= session.starts_at:
            raise BadSession
        session.full_clean(exclude=["workshop"])
        session.save()
        if was != _slot(session) or had_link != session.online_url:
            moves.append(_move(session.pk, was, _slot(session), had_link != session.online_url))
    for pk, session in kept.items():
        moves.append(_move(pk, _slot(session), None, False))
        session.delete()
    return moves


def _slot(session: Session) -> dict | None:
    if session.pk is None:
        return None
    return {
        "starts_at": session.starts_at.astimezone(UTC).isoformat(),
        "ends_at": session.ends_at.astimezone(UTC).isoformat(),
        "place_ar": session.place_ar,
        "place_en": session.place_en,
    }


def _move(pk: int, was: dict | None, is_now: dict | None, has_new_link: bool) -> dict:
    return {"session": pk, "was": was, "now": is_now, "has_new_link": has_new_link}


def _write_experts(workshop: Workshop, experts: Iterable[Expert], new_experts: Iterable[dict]) -> None:
    hosted = [*experts]
    for given in new_experts:
        expert = Expert(**given)
        expert.full_clean()
        expert.save()
        hosted.append(expert)
    workshop.hostings.all().delete()
    rows = [Hosting(workshop=workshop, expert=expert, position=place) for place, expert in enumerate(hosted)]
    Hosting.objects.bulk_create(rows)
