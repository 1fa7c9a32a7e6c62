"""Accounts, profiles and memberships: everybody asks to join, and the coordinators decide."""

from datetime import timedelta

from allauth.account.models import EmailAddress
from django.db import transaction

from exchange.demo import reading
from exchange.demo.calendar import NETWORK_BEGAN, Calendar
from exchange.demo.cast import password_of
from exchange.journal import at
from exchange.people.actions import (
    load_local_authorities,
    note_confirmation,
    record_consent,
    save_profile,
    sign_up,
)
from exchange.people.models import LocalAuthority, User
from exchange.platforms.actions import accept_request, ask_to_join, give_roles
from exchange.platforms.models import Membership, Platform

# Days before today.
FIRST_MEMBERS_CAME = 420
LAST_MEMBERS_CAME = 300
APPLICANTS_CAME = 3
STRANGER_CAME = 2

ROLES = ("coordinator", "editor", "organiser")


def load_authorities() -> int:
    """The local authorities of the country; how many came new."""
    return load_local_authorities()


def load_administrator(calendar: Calendar) -> User:
    """The network administrator, with whom the network begins."""
    row = next(row for row in reading.rows("people") if row.get("network_administrator"))
    person = User.objects.filter(email=row["email"]).first()
    if person is not None:
        return person
    with transaction.atomic(), at(calendar.moment(-NETWORK_BEGAN, "08:30")):
        person = User.objects.create_superuser(
            row["email"], password_of(row["key"]), name=row["name_ar"], language=row["language"]
        )
        EmailAddress.objects.create(user=person, email=person.email, primary=True, verified=True)
        record_consent(person=person, by=person)
        _fill_profile(person, row)
    return person


def load_people(calendar: Calendar) -> dict[str, User]:
    """Everybody of `content/people.toml` by key, each with an account, a verified address and a profile."""
    rows = reading.rows("people")
    known = {person.email: person for person in User.objects.filter(email__in=[row["email"] for row in rows])}
    return {
        row["key"]: known.get(row["email"]) or _make_person(row, calendar, place)
        for place, row in enumerate(rows)
    }


def load_memberships(
    calendar: Calendar, people: dict[str, User], platforms: dict[str, Platform]
) -> dict[str, User]:
    """Everybody joins the platforms that the content names, or waits to; coordinators first, who then decide.

    Returns the same people as they are now, members of the network or not.
    """
    rows = reading.rows("people")
    admin = people["admin"]
    coordinators: dict[str, User] = {}
    for row in sorted(rows, key=lambda row: "coordinator" not in str(row["roles"])):
        person = people[row["key"]]
        for slug in row["memberships"]:
            roles = row["roles"].get(slug, [])
            by = admin if "coordinator" in roles else coordinators.get(slug, admin)
            _join(person, platforms[slug], roles, by)
            if "coordinator" in roles:
                coordinators[slug] = person
        for slug in row.get("requested", []):
            if not Membership.objects.filter(person=person, platform=platforms[slug]).exists():
                with at(person.joined_at + timedelta(hours=2)):
                    ask_to_join(platform=platforms[slug], by=person, reason=row["reason_ar"])
    return {key: User.objects.get(pk=person.pk) for key, person in people.items()}


@transaction.atomic
def _make_person(row: dict, calendar: Calendar, place: int) -> User:
    with at(_came(row, calendar, place)):
        # Who is not of the cast gets no password, and so cannot sign in.
        person = sign_up(
            name=row["name_ar"],
            email=row["email"],
            password=password_of(row["key"]),
            language=row["language"],
        )
        EmailAddress.objects.create(user=person, email=person.email, primary=True, verified=True)
        note_confirmation(person=person)
        _fill_profile(person, row)
    return person


def _came(row: dict, calendar: Calendar, place: int):
    """Those who have a role came first; who is in no platform came these days."""
    if row["key"] == "stranger":
        return calendar.moment(-STRANGER_CAME, "11:20")
    if row.get("requested"):
        return calendar.moment(-APPLICANTS_CAME, "09:40") + timedelta(minutes=35 * place)
    if row["roles"]:
        return calendar.moment(-FIRST_MEMBERS_CAME, "09:00") + timedelta(minutes=20 * place)
    days = FIRST_MEMBERS_CAME - 4 * place
    return calendar.moment(-max(days, LAST_MEMBERS_CAME), "10:15") + timedelta(minutes=5 * place)


def _fill_profile(person: User, row: dict) -> None:
    authority = None
    if "authority" in row:
        authority = LocalAuthority.objects.get(name_ar=row["authority"], region__name_ar=row["governorate"])
    save_profile(
        person=person,
        by=person,
        authority=authority,
        position=row["position_ar"],
        department=row["department_ar"],
        phone=row["phone"].replace(" ", ""),
        expertise="، ".join(row["expertise_ar"]),
        about=row["about_ar"],
    )


@transaction.atomic
def _join(person: User, platform: Platform, roles: list[str], by: User) -> None:
    """Asked, accepted and given roles in one go, so that an interrupted run leaves nobody half a member."""
    if Membership.objects.filter(person=person, platform=platform).exists():
        return
    asked = person.joined_at + timedelta(hours=1, minutes=platform.position)
    with at(asked):
        membership = ask_to_join(platform=platform, by=person)
    with at(asked + timedelta(hours=3)):
        membership = accept_request(membership=membership, by=by)
        if roles:
            give_roles(
                membership=membership, by=by, **{f"is_{role}": True for role in roles if role in ROLES}
            )
