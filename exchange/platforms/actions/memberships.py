"""Joining, leaving, roles."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from exchange.journal import now
from exchange.journal.actions import record
from exchange.journal.refusals import Refusal
from exchange.people.models import User
from exchange.people.rules import can_confirm_people
from exchange.platforms import rules
from exchange.platforms.actions.groups import sync_groups
from exchange.platforms.models import Membership, Platform

ROLE_FLAGS = ("is_coordinator", "is_editor", "is_organiser")


class ProfileNeeded(Refusal):
    message = _(
        "Please fill in your local authority and position first, so that the coordinator knows who is asking."
    )


class AlreadyMember(Refusal):
    message = _("You already belong to this platform.")


class NotWaiting(Refusal):
    message = _("This request has been decided meanwhile. Please reload the list.")


class LastCoordinator(Refusal):
    message = _("A platform needs a coordinator. Please have the administrator name another one first.")


@transaction.atomic
def ask_to_join(*, platform: Platform, by, reason: str = "") -> Membership:
    """Ask for membership; asking twice is asking once. The coordinators decide."""
    Platform.objects.select_for_update().get(pk=platform.pk)
    membership = Membership.objects.filter(person=by, platform=platform).first() if by.pk else None
    if membership is not None and membership.state == Membership.State.ACTIVE:
        raise AlreadyMember
    if not rules.can_ask_to_join(by, platform):
        raise PermissionDenied
    profile = getattr(by, "profile", None)
    if profile is None or not profile.is_filled:
        raise ProfileNeeded
    if membership is not None and membership.state == Membership.State.REQUESTED:
        return membership
    if membership is None:
        membership = Membership(person=by, platform=platform)
    membership.state = Membership.State.REQUESTED
    membership.reason, membership.answer = reason, ""
    membership.asked_at, membership.decided_at, membership.decided_by = now(), None, None
    membership.save()
    record("platforms.membership_requested", subject=membership, by=by)
    return membership


@transaction.atomic
def add_member(*, platform: Platform, person: User, by) -> Membership:
    """Make somebody a member without a request: the way into a platform that only its members see."""
    if not rules.can_decide_memberships(by, platform):
        raise PermissionDenied
    Platform.objects.select_for_update().get(pk=platform.pk)
    membership = Membership.objects.filter(person=person, platform=platform).first()
    if membership is not None and membership.state == Membership.State.ACTIVE:
        raise AlreadyMember
    membership = membership or Membership(person=person, platform=platform)
    membership.state, membership.decided_at, membership.decided_by = Membership.State.ACTIVE, now(), by
    # What a coordinator said to an earlier request or at an earlier end is no word of welcome.
    membership.answer = ""
    membership.save()
    _settle(membership)
    record("platforms.membership_accepted", subject=membership, by=by)
    return membership


@transaction.atomic
def accept_request(*, membership: Membership, by, answer: str = "") -> Membership:
    """Make the person who asked a member."""
    membership = _decide(membership, by, Membership.State.ACTIVE, answer)
    _settle(membership)
    record("platforms.membership_accepted", subject=membership, by=by)
    return membership


@transaction.atomic
def refuse_request(*, membership: Membership, by, answer: str) -> Membership:
    """Decline a request, with a word for the person who asked."""
    membership = _decide(membership, by, Membership.State.REFUSED, answer)
    record("platforms.membership_refused", subject=membership, by=by)
    return membership


@transaction.atomic
def leave_platform(*, platform: Platform, by) -> Membership:
    """Leave; roles end and whatever was open closes."""
    membership = Membership.objects.select_for_update().filter(person=by, platform=platform).first()
    if membership is None or membership.state not in (Membership.State.ACTIVE, Membership.State.REQUESTED):
        raise PermissionDenied
    _end(membership, Membership.State.LEFT, by)
    record("platforms.membership_left", subject=membership, by=by)
    return membership


@transaction.atomic
def remove_member(*, membership: Membership, by, answer: str = "") -> Membership:
    """End somebody's membership, with a word to them."""
    membership = (
        Membership.objects.select_for_update(of=("self",)).select_related("platform").get(pk=membership.pk)
    )
    if not rules.can_decide_memberships(by, membership.platform):
        raise PermissionDenied
    if membership.state != Membership.State.ACTIVE:
        raise NotWaiting
    if membership.is_coordinator and not rules.is_administrator(by):
        raise PermissionDenied
    membership.answer = answer
    _end(membership, Membership.State.REMOVED, by)
    record("platforms.membership_removed", subject=membership, by=by)
    return membership


@transaction.atomic
def give_roles(*, membership: Membership, by, **roles: bool) -> Membership:
    """Set any of `is_coordinator`, `is_editor`, `is_organiser`; Wagtail's groups follow at once."""
    membership = (
        Membership.objects.select_for_update(of=("self",)).select_related("platform").get(pk=membership.pk)
    )
    changes_coordinator = roles.get("is_coordinator", membership.is_coordinator) != membership.is_coordinator
    if not rules.can_give_roles(by, membership.platform) or not set(roles) <= set(ROLE_FLAGS):
        raise PermissionDenied
    if changes_coordinator and not rules.is_administrator(by):
        raise PermissionDenied
    if membership.state != Membership.State.ACTIVE:
        raise NotWaiting
    for flag, value in roles.items():
        setattr(membership, flag, value)
    membership.save(update_fields=list(roles))
    sync_groups(membership)
    record("platforms.roles_given", subject=membership, by=by, **roles)
    return membership


@transaction.atomic
def confirm_person(*, person: User, by, is_confirmed: bool = True) -> User:
    """An administrator vouches for a person, who then is a member of the network; or takes that back."""
    if not can_confirm_people(by):
        raise PermissionDenied
    person.is_confirmed = is_confirmed
    person.save(update_fields=["is_confirmed"])
    _refresh_standing(person)
    record("people.confirmed" if is_confirmed else "people.confirmation_withdrawn", subject=person, by=by)
    return person


def _decide(membership: Membership, by, state: str, answer: str) -> Membership:
    membership = (
        Membership.objects.select_for_update(of=("self",))
        .select_related("platform", "person")
        .get(pk=membership.pk)
    )
    if not rules.can_decide_memberships(by, membership.platform):
        raise PermissionDenied
    if membership.state != Membership.State.REQUESTED:
        raise NotWaiting
    membership.state, membership.answer = state, answer
    membership.decided_at, membership.decided_by = now(), by
    membership.save(update_fields=["state", "answer", "decided_at", "decided_by"])
    return membership


def _end(membership: Membership, state: str, by) -> None:
    if membership.is_coordinator and not rules.is_administrator(by):
        others = Membership.objects.active().filter(platform=membership.platform_id, is_coordinator=True)
        if not others.exclude(pk=membership.pk).exists():
            raise LastCoordinator
    membership.state = state
    membership.is_coordinator = membership.is_editor = membership.is_organiser = False
    membership.decided_at, membership.decided_by = now(), by
    membership.save()
    _settle(membership)


def _settle(membership: Membership) -> None:
    sync_groups(membership)
    _refresh_standing(membership.person)


def _refresh_standing(person: User) -> None:
    is_active_somewhere = Membership.objects.active().filter(person=person).exists()
    person.is_in_network = person.is_confirmed or is_active_somewhere
    person.save(update_fields=["is_in_network"])
