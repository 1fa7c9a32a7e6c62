"""Platforms, people, and who waits at which door."""

from exchange.people.models import Photo, Profile, User
from exchange.platforms import actions as platforms
from exchange.platforms.models import Membership, Platform
from tests import factories as make
from tests.crawl.planting.planted import Planted
from tests.crawl.roles import ACCOUNTS, ADMINISTRATOR

CAST = tuple(role for role in ACCOUNTS if role != ADMINISTRATOR)


def plant_platform(
    planted: Planted, name: str, by: User, *, outside: str, audience: str = "everyone"
) -> Platform:
    fields = {
        f"{field}_{language}": f"{field} {planted.word(outside, f'{name}: {field}_{language}')}"
        for field in ("name", "summary", "description", "who")
        for language in ("ar", "en")
    }
    slug = planted.word(outside, f"{name}: slug")
    platform = make.platform(slug, by=by, audience=audience, **fields)
    topics = [
        {f"name_{language}": planted.word(outside, f"{name}: topic {language}") for language in ("ar", "en")}
    ]
    platforms.set_topics(platform=platform, topics=topics, by=by)
    planted.slugs[name], planted.keys[f"platform {name}"] = slug, platform.pk
    return platform


def plant_person(
    planted: Planted, who: str, seen: str, *, name: str = "", email: str = "", phone: str = ""
) -> User:
    """An account whose page is for `seen`; name, e-mail and phone where they are for others than that."""
    own = f"{who} alone" if who in ACCOUNTS else "administrators"
    address = f"{planted.word(email or 'administrators', f'{who}: e-mail')}@exchange.example"
    person = make.stranger(f"موظف {planted.word(name or seen, f'{who}: name')}", email=address)
    # Of somebody at the door a coordinator reads office, position and department.
    page = seen if seen == "network" else own
    texts = {field: planted.word(seen, f"{who}: {field}") for field in ("position", "department")}
    texts |= {field: planted.word(page, f"{who}: {field}") for field in ("expertise", "about")}
    number = planted.canaries.phone(phone or "organisers", f"{who}: phone")
    Profile.objects.filter(person=person).update(phone=number, **texts)
    portrait = planted.word(page, f"{who}: photograph")
    Photo.objects.create(person=person, content=portrait.encode(), mark=f"{person.pk}")
    return person


def plant_people(planted: Planted, a, b, c, d, by: User) -> dict[str, User]:
    alone = {role: f"{role} alone" for role in ("stranger", "administrator")}
    seen = alone | {
        "network": "network",
        "requested": "requested and coordinators",
        "former": "former and coordinators",
    }
    cast = {}
    for role in CAST:
        in_a = role in ("member", "editor", "organiser", "coordinator")
        cast[role] = plant_person(
            planted,
            role,
            seen.get(role, "network"),
            name="former and members" if role == "former" else "",
            # Who registers for a workshop is known to its organisers by e-mail and phone.
            email=f"{role} and organisers" if role in ("network", "member") else f"{role} alone",
            phone="members of A"
            if in_a
            else "network and organisers"
            if role == "network"
            else f"{role} alone",
        )
    cast["administrator"] = plant_person(
        planted,
        "administrator",
        "administrator alone",
        email="administrator alone",
        phone="administrator alone",
    )
    User.objects.filter(pk=cast["administrator"].pk).update(is_superuser=True, is_staff=True)
    for name, platform in (("A", a), ("B", b), ("C", c), ("D", d)):
        for part in ("coordinator", "editor", "writer") if name in "AB" else ("coordinator",):
            who = f"{name} {part}"
            cast[who] = plant_person(
                planted,
                who,
                "network",
                # Who writes where everyone reads is named there.
                name="everyone" if part == "coordinator" and name in "AB" else "network",
                phone="members of A" if name == "A" else "organisers",
            )
            join(cast[who], platform, by, part)
    for role in ("member", "editor", "organiser", "coordinator"):
        join(cast[role], a, by, role)
    join(cast["former"], a, by, "member")
    platforms.confirm_person(person=cast["network"], by=by)
    cast = {who: User.objects.get(pk=person.pk) for who, person in cast.items()}
    for role in CAST:
        planted.people[role], planted.emails[role] = cast[role].pk, cast[role].email
    planted.people["administrator"] = cast["administrator"].pk
    planted.emails["administrator"] = cast["administrator"].email
    return cast


def join(person: User, platform: Platform, by: User, part: str) -> None:
    """Make somebody a member of the platform, who is a coordinator, editor or organiser where `part` says so."""
    membership = platforms.add_member(platform=platform, person=person, by=by)
    if part in ("coordinator", "editor", "organiser"):
        platforms.give_roles(membership=membership, by=by, **{f"is_{part}": True})


def plant_requests(planted: Planted, a, b, cast, by: User) -> None:
    """Requests, a refusal, and the removal of who was a member."""
    reason = planted.word("coordinators of A", "A request: reason")
    platforms.ask_to_join(platform=a, by=cast["requested"], reason=f"أريد أن أتعلّم {reason}")
    refused = plant_person(planted, "A refused", "coordinators of A", phone="administrators")
    membership = platforms.ask_to_join(
        platform=a, by=refused, reason=planted.word("coordinators of A", "A refused: reason")
    )
    platforms.refuse_request(membership=membership, by=by, answer=planted.word("nobody", "A refused: answer"))
    for state in ("requested", "refused"):
        waiting = plant_person(planted, f"B {state}", "B", phone="administrators")
        membership = platforms.ask_to_join(
            platform=b, by=waiting, reason=planted.word("B", f"B {state}: reason")
        )
        if state == "refused":
            platforms.refuse_request(
                membership=membership, by=by, answer=planted.word("nobody", "B refused: answer")
            )
    membership = Membership.objects.get(platform=a, person=cast["former"])
    answer = planted.word("former alone", "A removal: answer")
    platforms.remove_member(membership=membership, by=by, answer=f"انتهى عملكم {answer}")
