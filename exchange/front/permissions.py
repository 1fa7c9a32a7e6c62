"""Who may do what, drawn from the rules themselves: the text of `docs/permissions.md`.

Every function `can_…` in a room's `rules.py` is asked for a sample person of each role, about sample things that its
parameters name. A new rule comes into the table by itself; a new kind of thing needs a `Thing` in `_things`.
"""

from collections.abc import Callable
from copy import copy
from dataclasses import dataclass
from datetime import timedelta
from importlib import import_module
from importlib.util import find_spec
from inspect import getdoc, getmembers, isfunction, signature
from itertools import product
from types import ModuleType

from django.apps import apps
from django.contrib.auth.models import AnonymousUser
from django.db import models, transaction
from django.utils.translation import override
from wagtail.models import Locale

from exchange.finding.models import SavedSearch
from exchange.forum import actions as forum
from exchange.journal import now
from exchange.library.models import Attachment, GuidePage
from exchange.notifications.models import Notification
from exchange.pages.models import UploadedDocument
from exchange.people.models import LocalAuthority, Profile, Region, User
from exchange.platforms import actions as platforms
from exchange.platforms.models import Audience, LibraryPage, Membership, Platform
from exchange.workshops import actions as workshops
from exchange.workshops.models import Workshop

ROLES = {
    "administrator": "a network administrator, in no platform",
    "coordinator": "a coordinator of the platform that owns the thing",
    "editor": "an editor of that platform",
    "organiser": "an organiser of that platform",
    "member": "a member of that platform, with no role",
    "member elsewhere": "a member of the network, by another platform",
    "stranger": "an account with a verified e-mail, and nothing else",
    "visitor": "somebody without an account",
    "former member": "an account that has left the platform, its only one",
}
HEAD = """# Who may do what

Made out of the rules by `./run manage permissions_table > docs/permissions.md`; do not edit it by hand. A test makes
it anew and compares. Each line is a rule `can_…` of the room's `rules.py`, asked for a person of each role. `yes` says
that the rule allows it; whether it can be done just now (a discussion may be closed, a workshop full) the action says.
Where the answer depends on the thing, the second column says on what.
"""
AUDIENCES = {
    Audience.EVERYONE: "for everyone",
    Audience.NETWORK: "for the network",
    Audience.PLATFORM: "for its platform",
    Audience.PARTY: "for its working party",
}
OWN = {False: "somebody else's", True: "one's own"}


@dataclass(frozen=True)
class Thing:
    """What a rule can be asked about: along which lines such things differ, in words, and one made to measure."""

    lines: tuple[dict, ...]
    make: Callable


def table() -> str:
    """The whole document. Builds its sample rows in a transaction and rolls them back."""
    with transaction.atomic(), override("en"):
        people = _people()
        text = _document(people, _things(people))
        transaction.set_rollback(True)
    return text


def rules_of_rooms() -> dict[str, ModuleType]:
    """The `rules` of every room that has them, by the room's name, from the lowest floor up."""
    rooms = [app.name for app in apps.get_app_configs() if app.name.startswith("exchange.")]
    return {
        name.partition(".")[2]: import_module(f"{name}.rules")
        for name in reversed(rooms)
        if find_spec(f"{name}.rules")
    }


def deeds(rules: ModuleType) -> dict[str, Callable]:
    """The rules of a room that stand in the table, in the order in which they are written."""
    own = [
        (function.__code__.co_firstlineno, name, function)
        for name, function in getmembers(rules, isfunction)
        if name.startswith("can_") and function.__module__ == rules.__name__
    ]
    return {name: function for _line, name, function in sorted(own)}


def _document(people: dict, things: dict[str, Thing]) -> str:
    parts = [HEAD, "\n".join(f"- **{role}**: {words}" for role, words in ROLES.items()) + "\n"]
    for room, rules in rules_of_rooms().items():
        if deeds(rules):
            parts.append(_section(room, deeds(rules), people, things))
    return "\n".join(parts)


def _section(room: str, rules: dict[str, Callable], people: dict, things: dict[str, Thing]) -> str:
    lines = [
        f"## {room}",
        "",
        *_words_of(rules),
        "",
        f"| rule | which | {' | '.join(ROLES)} |",
        "|---" * 11 + "|",
    ]
    for name, rule in rules.items():
        for which, answers in _answers(rule, people, things):
            cells = " | ".join("yes" if answer else "·" for answer in answers)
            lines.append(f"| {name} | {which} | {cells} |")
    return "\n".join([*lines, ""])


def _words_of(rules: dict[str, Callable]) -> list[str]:
    return [f"- `{name}`: {_first_paragraph(rule)}" for name, rule in rules.items()]


def _first_paragraph(rule: Callable) -> str:
    return " ".join((getdoc(rule) or "").partition("\n\n")[0].split())


def _answers(rule: Callable, people: dict, things: dict[str, Thing]) -> list[tuple[str, tuple]]:
    """What the rule says to each role, in as few lines as tell everything: (which things, one answer a role)."""
    _person, *names = signature(rule).parameters
    unknown = [name for name in names if name not in things]
    if unknown:
        raise LookupError(f"{rule.__module__}.{rule.__name__} asks about {unknown[0]!r}: add it to _things")
    asked = [things[name] for name in names]
    lines = [line for thing in asked for line in thing.lines]

    def ask(case: tuple, person) -> bool:
        left, given = list(case), []
        for thing in asked:
            own, left = left[: len(thing.lines)], left[len(thing.lines) :]
            given.append(thing.make(person, *own))
        return bool(rule(person, *given))

    found = {
        case: tuple(ask(case, people[role]) for role in ROLES) for case in product(*(line for line in lines))
    }
    return _told(lines, found)


def _told(lines: list[dict], found: dict[tuple, tuple]) -> list[tuple[str, tuple]]:
    """Groups the cases by their answers, one line of difference after another; lines that make none are left out."""
    if not lines:
        return [("", found[()])]
    groups: dict[tuple, list] = {}
    for value in lines[0]:
        same = {case[1:]: answers for case, answers in found.items() if case[0] == value}
        groups.setdefault(tuple(same.items()), []).append(value)
    told = []
    for rest, values in groups.items():
        own = "" if len(groups) == 1 else ", ".join(lines[0][value] for value in values)
        for which, answers in _told(lines[1:], dict(rest)):
            told.append(("; ".join(part for part in (own, which) if part), answers))
    return told


# -- the samples: real rows, made by the actions that make all others


def _people() -> dict:
    boss = User.objects.create_superuser("administrator@permissions.example", name="administrator")
    own, other = (
        platforms.create_platform(by=boss, slug=f"permissions-{name}", name_ar=name)
        for name in ("own", "other")
    )
    people: dict = {"administrator": boss}
    for role in ("coordinator", "editor", "organiser"):
        people[role] = _member(own, role, boss, **{f"is_{role}": True})
    people["member"] = _member(own, "member", boss)
    people["member elsewhere"] = _member(other, "elsewhere", boss)
    people["stranger"] = _account("stranger")
    people["visitor"] = AnonymousUser()
    people["former member"] = _member(own, "former", boss)
    return people


def _account(name: str) -> User:
    region, _ = Region.objects.get_or_create(name_ar="permissions", area="north")
    authority, _ = LocalAuthority.objects.get_or_create(
        name_ar="permissions", kind="municipality", region=region
    )
    person = User.objects.create_user(f"{name}@permissions.example", name=name)
    Profile.objects.update_or_create(person=person, defaults={"authority": authority, "position": name})
    return User.objects.get(pk=person.pk)


def _member(platform: Platform, name: str, boss: User, **roles: bool) -> User:
    person = _account(name)
    membership = platforms.ask_to_join(platform=platform, by=person)
    membership = platforms.accept_request(membership=membership, by=boss)
    if roles:
        platforms.give_roles(membership=membership, by=boss, **roles)
    return User.objects.get(pk=person.pk)


def _things(people: dict) -> dict[str, Thing]:
    platform, elsewhere = (
        Membership.objects.get(person=people[role]).platform for role in ("member", "member elsewhere")
    )
    shelf = LibraryPage.objects.get(platform=platform, locale=Locale.objects.get(language_code="ar"))
    works = {audience: _work(shelf, audience) for audience in AUDIENCES} | {"draft": _work(shelf, "draft")}
    files = {"none": _file()} | {name: _file(work) for name, work in works.items()}
    discussion = forum.open_discussion(
        platform=platform, by=people["member"], title="permissions", text="permissions"
    )
    post = discussion.posts.get()
    workshop, with_seats = (_workshop(platform, people["coordinator"]) for _ in range(2))
    registration = _fill(with_seats, people)
    met = {
        "colleague": _member(platform, "colleague", people["administrator"]),
        "elsewhere": _member(elsewhere, "colleague-elsewhere", people["administrator"]),
        "stranger": _account("another-stranger"),
    }
    # Only now: until here the former member was one.
    platforms.leave_platform(platform=platform, by=people["former member"])
    people["former member"].refresh_from_db()

    audience = (AUDIENCES,)
    states = {"published": "published", "draft": "a draft", "cancelled": "called off"}
    seats = {False: "without a seat", True: "with a seat"}
    work_words: dict = {name: f"published {words}" for name, words in AUDIENCES.items()} | {
        "draft": "a draft"
    }
    file_words: dict = {name: f"of a work {words}" for name, words in AUDIENCES.items()}
    file_words |= {"draft": "of a draft", "none": "of no work"}
    others = {
        "self": "oneself",
        "colleague": "a member of the platform",
        "elsewhere": "a member elsewhere",
        "stranger": "a stranger",
    }
    return {
        "platform": Thing(audience, lambda person, audience: _like(platform, audience=audience)),
        "audience": Thing(audience, lambda person, audience: audience),
        "work": Thing((work_words,), lambda person, name: works[name]),
        "document": Thing(
            (OWN, file_words),
            lambda person, is_own, name: _like(
                files[name], uploaded_by_user_id=person.pk if is_own else None
            ),
        ),
        "discussion": Thing(
            (OWN, AUDIENCES),
            lambda person, is_own, audience: _discussion(discussion, person, is_own, audience),
        ),
        "post": Thing(
            (OWN, AUDIENCES),
            lambda person, is_own, audience: _like(
                post,
                author_id=person.pk if is_own else None,
                discussion=_discussion(discussion, person, False, audience),
            ),
        ),
        "workshop": Thing(
            (states, seats, AUDIENCES),
            lambda person, state, has_seat, audience: _like(
                with_seats if has_seat else workshop, state=state, audience=audience
            ),
        ),
        "registration": Thing(
            (OWN,), lambda person, is_own: _like(registration, person_id=person.pk if is_own else None)
        ),
        "notification": Thing(
            (OWN,), lambda person, is_own: _like(Notification(), person_id=person.pk if is_own else None)
        ),
        "saved": Thing(
            (OWN,), lambda person, is_own: _like(SavedSearch(), person_id=person.pk if is_own else None)
        ),
        "other": Thing((others,), lambda person, which: person if which == "self" else met[which]),
    }


def _like(thing: models.Model, **columns):
    """The same row in memory, with other values in these columns; nothing is saved."""
    twin = copy(thing)
    for name, value in columns.items():
        setattr(twin, name, value)
    return twin


def _discussion(discussion, person, is_own: bool, audience: str):
    return _like(discussion, audience=audience, opened_by_id=person.pk if is_own else None)


def _work(shelf: LibraryPage, name: str) -> GuidePage:
    work = GuidePage(
        title=f"permissions {name}", slug=f"permissions-{name}", locale=shelf.locale, summary="-"
    )
    work.audience = Audience.EVERYONE if name == "draft" else name
    work = shelf.add_child(instance=work)
    if name == "draft":
        work.unpublish()
    return work


def _file(work: GuidePage | None = None) -> UploadedDocument:
    document = UploadedDocument.objects.create(title="permissions", file="permissions.pdf")
    if work is not None:
        Attachment.objects.create(work=work.work_ptr, document=document)
    return document


def _workshop(platform: Platform, by: User) -> Workshop:
    begins = now() + timedelta(days=30)
    session = {"starts_at": begins, "ends_at": begins + timedelta(hours=2), "place_ar": "permissions"}
    workshop = workshops.create_workshop(
        platform=platform, by=by, title_ar="permissions", audience=Audience.EVERYONE, sessions=[session]
    )
    return workshops.publish_workshop(workshop=workshop, by=by)


def _fill(workshop: Workshop, people: dict):
    """A seat for everybody who can have one; the registration of one of them."""
    for role, person in people.items():
        if role not in ("stranger", "visitor"):
            registration = workshops.register(workshop=workshop, by=person)
    return registration
