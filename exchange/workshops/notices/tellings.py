"""Whom each fact tells. What is told is read anew: who moved on meanwhile hears of that, not of what was."""

from dataclasses import replace

from django.utils.translation import gettext as _

from exchange.design.letters import isolated
from exchange.notifications.telling import Message, Telling
from exchange.people.models import User
from exchange.platforms.models import Audience, Membership
from exchange.workshops import rules
from exchange.workshops.models import Registration, Workshop
from exchange.workshops.notices.calendar import invitation, withdrawal
from exchange.workshops.notices.wording import moves_in_words, programme

State = Registration.State


def _person(entry):
    return [entry.subject.person] if entry.subject else []


def _registered_people(entry):
    """Those who had a seat or waited for one when it happened, and still do."""
    if entry.subject is None:
        return User.objects.none()
    held = Registration.objects.filter(workshop=entry.subject, registered_at__lte=entry.at).held()
    return User.objects.filter(workshop_registrations__in=held).order_by("pk")


def _those_told_of_change(entry):
    return _registered_people(entry) if entry.details.get("moves") else User.objects.none()


def _members(entry):
    """The members of the platform, or its working party where the workshop is for that alone."""
    if entry.subject is None:
        return User.objects.none()
    memberships = Membership.objects.active().filter(platform=entry.subject.platform_id)
    if entry.subject.audience == Audience.PARTY:
        memberships = memberships.filter(Membership.is_staff_condition())
    return User.objects.filter(memberships__in=memberships).order_by("pk")


def _still(entry, person, *states: str) -> Registration | None:
    """The registration that the entry is about, if it is the same one still, in one of these states, and seen."""
    registration = entry.subject
    if registration is None or registration.state not in states:
        return None
    if registration.number != entry.details.get("number"):
        return None
    return registration if rules.can_see_workshop(person, registration.workshop) else None


def _registered(entry, person) -> Message | None:
    registration = _still(entry, person, entry.details["state"])
    if registration is None or registration.workshop.state != Workshop.State.PUBLISHED:
        return None
    if registration.is_waiting:
        return _waits(registration)
    return _has_seat(registration, _("Your seat in “%(workshop)s” is reserved"))


def _promoted(entry, person) -> Message | None:
    registration = _still(entry, person, State.CONFIRMED)
    if registration is None or registration.workshop.state != Workshop.State.PUBLISHED:
        return None
    return _has_seat(registration, _("A seat has come free: you are in “%(workshop)s”"))


def _waits(registration: Registration) -> Message:
    workshop = registration.workshop
    return Message(
        title=_("You are on the waiting list of “%(workshop)s”") % {"workshop": _title(workshop)},
        text="\n\n".join(
            [
                _("Your place in the waiting list: %(position)s.") % {"position": registration.position},
                _("We write to you as soon as a seat is yours. There is nothing that you need to do."),
                programme(workshop, has_links=False),
            ]
        ),
        url=workshop.get_absolute_url(),
        button=_("Open the workshop"),
    )


def _has_seat(registration: Registration, title: str) -> Message:
    workshop = registration.workshop
    return Message(
        title=title % {"workshop": _title(workshop)},
        text="\n\n".join(
            [
                programme(workshop, has_links=True),
                _(
                    "If you cannot come, please cancel on the page of the workshop, so that a colleague gets the seat."
                ),
            ]
        ),
        url=workshop.get_absolute_url(),
        button=_("Open the workshop"),
        calendar=invitation(workshop, registration.person),
        calendar_method="REQUEST",
    )


def _changed(entry, person) -> Message | None:
    workshop = entry.subject
    registration = _held(workshop, person)
    if registration is None or workshop.state != Workshop.State.PUBLISHED:
        return None
    moves = [move | {"workshop": workshop.pk} for move in entry.details["moves"]]
    taken_out = [move for move in moves if move["now"] is None]
    parts = [moves_in_words(moves), _("All sessions as they are now:"), programme(workshop, has_links=False)]
    if registration.is_confirmed:
        parts[2] = programme(workshop, has_links=True)
    return Message(
        title=_("Time or place of “%(workshop)s” has changed") % {"workshop": _title(workshop)},
        text="\n\n".join(parts),
        url=workshop.get_absolute_url(),
        button=_("Open the workshop"),
        calendar=invitation(workshop, person, taken_out=taken_out) if registration.is_confirmed else None,
        calendar_method="REQUEST",
    )


def _cancelled(entry, person) -> Message | None:
    workshop = entry.subject
    registration = _held(workshop, person)
    if registration is None:
        return None
    return Message(
        title=_("“%(workshop)s” has been cancelled") % {"workshop": _title(workshop)},
        text=workshop.reason,
        url=workshop.get_absolute_url(),
        button=_("Open the workshop"),
        calendar=withdrawal(workshop, person) if registration.is_confirmed else None,
        calendar_method="CANCEL",
    )


def _given_back(entry, person) -> Message | None:
    registration = _still(entry, person, State.CANCELLED)
    if registration is None:
        return None
    workshop, had_seat = registration.workshop, entry.details["had"] == State.CONFIRMED
    return Message(
        title=_("Your registration for “%(workshop)s” is cancelled") % {"workshop": _title(workshop)},
        text=_("If you can come after all, you can register again while registration is open."),
        url=workshop.get_absolute_url(),
        button=_("Open the workshop"),
        # Only a mail can take the sessions out of the person's calendar again.
        is_mailed=had_seat,
        calendar=withdrawal(workshop, person) if had_seat else None,
        calendar_method="CANCEL",
    )


def _closed(entry, person) -> Message | None:
    """For who still sees the workshop; whom it is hidden from hears nothing more of it."""
    message = _given_back(entry, person)
    if message is None:
        return None
    return replace(message, text=_("Seats are for members of the network, and your membership has ended."))


def _removed(entry, person) -> Message | None:
    registration = _still(entry, person, State.CANCELLED)
    if registration is None:
        return None
    workshop, had_seat = registration.workshop, entry.details["had"] == State.CONFIRMED
    return Message(
        title=_("Your registration for “%(workshop)s” was taken off the list")
        % {"workshop": _title(workshop)},
        text=registration.reason,
        url=workshop.get_absolute_url(),
        button=_("Open the workshop"),
        calendar=withdrawal(workshop, person) if had_seat else None,
        calendar_method="CANCEL",
    )


def _published(entry, person) -> Message | None:
    workshop = entry.subject
    if workshop.state != Workshop.State.PUBLISHED or workshop.is_over() or person.pk == entry.by_id:
        return None
    if not rules.can_see_workshop(person, workshop) or _held(workshop, person):
        return None
    return Message(
        title=_("A new workshop: “%(workshop)s”") % {"workshop": _title(workshop)},
        text=workshop.text("summary").words,
        url=workshop.get_absolute_url(),
        button=_("Open the workshop"),
        is_mailed=False,
    )


def _held(workshop: Workshop, person) -> Registration | None:
    """What the person holds in a workshop that they still may see."""
    if not rules.can_see_workshop(person, workshop):
        return None
    return workshop.registrations.held().filter(person=person).first()


def _title(workshop: Workshop) -> str:
    return isolated(workshop.text("title").words)


TELLINGS = {
    "workshops.registered": Telling(_person, _registered),
    "workshops.promoted": Telling(_person, _promoted),
    "workshops.changed": Telling(_those_told_of_change, _changed),
    "workshops.cancelled": Telling(_registered_people, _cancelled),
    "workshops.registration_cancelled": Telling(_person, _given_back),
    "workshops.registration_closed": Telling(_person, _closed),
    "workshops.registration_removed": Telling(_person, _removed),
    "workshops.published": Telling(_members, _published),
}
