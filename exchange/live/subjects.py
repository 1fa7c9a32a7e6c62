"""What can be watched, and what rings: the rooms' side, handed over by the wiring, for this floor knows no room."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

# "forum.discussion.12": a kind of subject and the key of its row.
SUBJECT = re.compile(r"([a-z]{1,30}\.[a-z]{1,30})\.([1-9][0-9]{0,17})", re.ASCII)


@dataclass(frozen=True)
class Watchable:
    """A kind of subject: `can_watch(person, keys)` and `last_numbers(keys)`, each one query for many rows."""

    can_watch: Callable[..., set[int]]
    last_numbers: Callable[..., dict[int, int]]


_kinds: dict[str, Watchable] = {}
_drawings: dict[str, Callable] = {}
_unsettling: dict[str, dict[str, Callable]] = {}


def watchable(
    kind: str, *, can_watch: Callable[..., set[int]], last_numbers: Callable[..., dict[int, int]]
) -> None:
    """Let pages watch subjects of this kind ("forum.discussion").

    `can_watch(person, keys)` gives those of the keys that the person may watch; `last_numbers(keys)` the number of
    the latest change of each.
    """
    _kinds[kind] = Watchable(can_watch, last_numbers)


def draw(kind: str, renderer: Callable) -> None:
    """Have entries of this kind ring: `renderer(entry)` gives a dict with `subject` and `number`, or None.

    It is called once for each language, with that language active, and must not depend on who watches.
    """
    _drawings[kind] = renderer


def unsettle(kind: str, *, person: Callable | None = None, subject: Callable | None = None) -> None:
    """Have entries of this kind ask the rules anew: for `person(entry)` (a key), or all who watch `subject(entry)`."""
    told = {"person": person, "subject": subject}
    _unsettling[kind] = {name: ask for name, ask in told.items() if ask is not None}


def drawing(kind: str) -> Callable | None:
    """How entries of this kind are drawn, if they ring at all."""
    return _drawings.get(kind)


def unsettled_by(entry) -> dict[str, object]:
    """Whose rights this entry may have ended: {"person": key} or {"subject": name}; empty for most entries."""
    return {name: ask(entry) for name, ask in _unsettling.get(entry.kind, {}).items()}


def watchable_of(subjects: Iterable[str], person) -> set[str]:
    """Those of the subjects that `person` may watch; what does not exist or is no subject is not among them."""
    allowed = set()
    for kind, keys in _by_kind(subjects).items():
        allowed |= {f"{kind}.{key}" for key in _kinds[kind].can_watch(person, keys)}
    return allowed


def last_numbers(subjects: Iterable[str]) -> dict[str, int]:
    """The number of the latest change of each subject that exists."""
    numbers = {}
    for kind, keys in _by_kind(subjects).items():
        numbers |= {f"{kind}.{key}": number for key, number in _kinds[kind].last_numbers(keys).items()}
    return numbers


def _by_kind(subjects: Iterable[str]) -> dict[str, list[int]]:
    groups: dict[str, list[int]] = {}
    for subject in subjects:
        found = SUBJECT.fullmatch(subject)
        if found is not None and found[1] in _kinds:
            groups.setdefault(found[1], []).append(int(found[2]))
    return groups
