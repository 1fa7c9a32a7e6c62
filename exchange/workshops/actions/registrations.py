"""Seats: taking one, waiting for one, giving one back. Everything is decided under the lock of the workshop's row."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Max

from exchange.journal import now
from exchange.journal.actions import record
from exchange.workshops import rules
from exchange.workshops.actions.refusals import (
    NeedsReason,
    NotInNetwork,
    NotYetOpen,
    RegistrationClosed,
    WorkshopCancelled,
    WorkshopOver,
    WorkshopStarted,
)
from exchange.workshops.models import Registration, Workshop

State = Registration.State


@transaction.atomic
def register(*, workshop: Workshop, by) -> Registration:
    """Give `by` a seat, or the next place in the waiting list. Registering twice is registering once."""
    workshop = locked(workshop)
    if not rules.can_see_workshop(by, workshop):
        raise PermissionDenied
    if not rules.is_of_network(by):
        raise NotInNetwork
    registration = workshop.registrations.filter(person=by).first()
    if registration is not None and registration.is_held:
        return registration
    _refuse_when_closed(workshop)
    registration = _take_place(workshop, registration or Registration(workshop=workshop, person=by))
    record(
        "workshops.registered",
        subject=registration,
        by=by,
        state=registration.state,
        number=registration.number,
    )
    return registration


@transaction.atomic
def cancel_registration(*, registration: Registration, by) -> Registration:
    """Give back one's seat or place; the next in line moves up. Cancelling twice is cancelling once."""
    workshop, registration = _locked_with(registration)
    if not rules.can_cancel_registration(by, registration):
        raise PermissionDenied
    if not registration.is_held:
        return registration
    if workshop.is_over():
        raise WorkshopOver
    had = _give_back(registration)
    record(
        "workshops.registration_cancelled", subject=registration, by=by, had=had, number=registration.number
    )
    promote_next_in_line(workshop)
    return registration


@transaction.atomic
def remove_registration(*, registration: Registration, by, reason: str) -> Registration:
    """Take somebody off the list, with a word to them; the next in line moves up."""
    workshop, registration = _locked_with(registration)
    if not rules.can_see_registrations(by, workshop):
        raise PermissionDenied
    if not reason.strip():
        raise NeedsReason
    if not registration.is_held:
        return registration
    had = _give_back(registration, reason=reason.strip())
    record("workshops.registration_removed", subject=registration, by=by, had=had, number=registration.number)
    promote_next_in_line(workshop)
    return registration


@transaction.atomic
def close_registration(*, registration: Registration) -> Registration:
    """End what somebody holds who may no longer take part, and leave all others alone; the next in line moves up."""
    workshop, registration = _locked_with(registration)
    if not registration.is_held or workshop.is_over() or rules.can_register(registration.person, workshop):
        return registration
    had = _give_back(registration)
    record("workshops.registration_closed", subject=registration, had=had, number=registration.number)
    promote_next_in_line(workshop)
    return registration


def locked(workshop: Workshop) -> Workshop:
    """The workshop as it is now; until the transaction ends nobody else changes its seats."""
    return Workshop.objects.select_for_update(of=("self",)).select_related("platform").get(pk=workshop.pk)


def promote_next_in_line(workshop: Workshop) -> list[Registration]:
    """Give the free seats to those who wait, in order, until the first session begins. Needs the workshop's lock."""
    if workshop.state != Workshop.State.PUBLISHED or workshop.has_begun():
        return []
    promoted = list(workshop.registrations.waiting()[: workshop.free_seats()])
    for registration in promoted:
        registration.state = State.CONFIRMED
        registration.save(update_fields=["state"])
        record("workshops.promoted", subject=registration, number=registration.number)
    return promoted


def _locked_with(registration: Registration) -> tuple[Workshop, Registration]:
    workshop = locked(Workshop(pk=registration.workshop_id))
    registration = Registration.objects.select_related("person").get(pk=registration.pk)
    registration.workshop = workshop
    return workshop, registration


def _refuse_when_closed(workshop: Workshop) -> None:
    if workshop.state == Workshop.State.CANCELLED:
        raise WorkshopCancelled
    if workshop.state == Workshop.State.DRAFT:
        raise NotYetOpen
    if workshop.is_over():
        raise WorkshopOver
    if workshop.has_begun():
        raise WorkshopStarted
    if not workshop.takes_registrations():
        raise RegistrationClosed


def _take_place(workshop: Workshop, registration: Registration) -> Registration:
    registration.state = State.WAITING if workshop.free_seats() == 0 else State.CONFIRMED
    registration.number = _next_number(workshop)
    registration.registered_at, registration.cancelled_at, registration.reason = now(), None, ""
    registration.save()
    return registration


def _next_number(workshop: Workshop) -> int:
    return (workshop.registrations.aggregate(highest=Max("number"))["highest"] or 0) + 1


def _give_back(registration: Registration, reason: str = "") -> str:
    """Ends the registration and says which state it had."""
    had = registration.state
    registration.state, registration.cancelled_at, registration.reason = State.CANCELLED, now(), reason
    registration.save(update_fields=["state", "cancelled_at", "reason"])
    return had
