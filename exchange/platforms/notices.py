"""Which facts about memberships tell whom, in which words.

The coordinator's word stands in the membership and belongs to its present state: what was overtaken by a later
decision before it could be told is not told any more, or it would carry the word of another decision.
"""

from django.urls import reverse
from django.utils.translation import gettext as _

from exchange.design.letters import isolated
from exchange.notifications.telling import Message, Telling
from exchange.people.models import User
from exchange.platforms import rules
from exchange.platforms.models import Membership


def _coordinators(entry):
    membership = entry.subject
    return User.objects.filter(
        memberships__platform=membership.platform_id,
        memberships__state=Membership.State.ACTIVE,
        memberships__is_coordinator=True,
    )


def _person(entry):
    return [entry.subject.person] if entry.subject else []


def _requested(entry, person) -> Message | None:
    membership = entry.subject
    if membership.state != Membership.State.REQUESTED or not rules.is_coordinator(
        person, membership.platform
    ):
        return None
    platform = isolated(membership.platform.text("name").words)
    return Message(
        title=_("%(name)s asks to join %(platform)s")
        % {"name": isolated(membership.person.name), "platform": platform},
        text=membership.reason,
        url=reverse("membership", args=[membership.platform.slug, membership.pk]),
        button=_("Decide on the request"),
    )


def _accepted(entry, person) -> Message | None:
    membership = entry.subject
    if membership.state != Membership.State.ACTIVE:
        return None
    platform = isolated(membership.platform.text("name").words)
    return Message(
        title=_("Welcome to %(platform)s") % {"platform": platform},
        text="\n\n".join(
            part for part in (_("Your request to join has been accepted."), membership.answer) if part
        ),
        url=membership.platform.get_absolute_url(),
        button=_("Open the platform"),
    )


def _refused(entry, person) -> Message | None:
    membership = entry.subject
    if membership.state != Membership.State.REFUSED:
        return None
    platform = isolated(membership.platform.text("name").words)
    return Message(
        title=_("Your request to join %(platform)s was not accepted") % {"platform": platform},
        text=membership.answer,
        url=membership.platform.get_absolute_url(),
        button=_("Open the platform"),
    )


def _removed(entry, person) -> Message | None:
    membership = entry.subject
    if membership.state != Membership.State.REMOVED:
        return None
    platform = membership.platform
    title = _("Your membership of %(platform)s has ended") % {
        "platform": isolated(platform.text("name").words)
    }
    if not rules.can_see_platform(person, platform):
        return Message(title=title, text=membership.answer)
    return Message(
        title=title,
        text=membership.answer,
        url=platform.get_absolute_url(),
        button=_("Open the platform"),
    )


TELLINGS = {
    "platforms.membership_requested": Telling(_coordinators, _requested),
    "platforms.membership_accepted": Telling(_person, _accepted),
    "platforms.membership_refused": Telling(_person, _refused),
    "platforms.membership_removed": Telling(_person, _removed),
}
