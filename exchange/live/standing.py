"""Who stands behind a socket: a session and an account, asked again every few seconds, all sockets in two queries."""

from dataclasses import dataclass

from django.contrib.auth import HASH_SESSION_KEY, get_user_model
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.models import Session
from django.utils import timezone
from django.utils.crypto import constant_time_compare


@dataclass(frozen=True)
class Standing:
    """What a socket was opened with; a visitor has none of it."""

    session_key: str = ""
    person_id: int | None = None
    auth_hash: str = ""


VISITOR = Standing()


def standing_of(scope) -> Standing:
    """The standing that Channels' middleware found for a connection. Ask it before the session is closed."""
    person, session = scope["user"], scope["session"]
    if not person.is_authenticated:
        return VISITOR
    return Standing(session.session_key, person.pk, session.get(HASH_SESSION_KEY, ""))


def people_behind(standings) -> dict[Standing, object]:
    """The person of each standing as they are now; those whose session or account has ended are left out.

    Logout takes the session away, a new password changes its hash, deactivation shows in the account.
    """
    standings = set(standings)
    found: dict[Standing, object] = {VISITOR: AnonymousUser()} if VISITOR in standings else {}
    signed_in = standings - {VISITOR}
    if not signed_in:
        return found
    sessions = set(
        Session.objects.filter(
            session_key__in=[standing.session_key for standing in signed_in], expire_date__gt=timezone.now()
        ).values_list("session_key", flat=True)
    )
    people = get_user_model().objects.in_bulk({standing.person_id for standing in signed_in})
    for standing in signed_in:
        person = people.get(standing.person_id)
        if (
            person is not None
            and person.is_active
            and standing.session_key in sessions
            and _fits(standing, person)
        ):
            found[standing] = person
    return found


def rights_of(person) -> tuple:
    """What of an account changes everything that it may see; when this changes, the rules are asked anew."""
    return (person.is_superuser, getattr(person, "is_in_network", False))


def _fits(standing: Standing, person) -> bool:
    hashes = [person.get_session_auth_hash(), *person.get_session_auth_fallback_hash()]
    return any(constant_time_compare(standing.auth_hash, one) for one in hashes)
