"""What a search can be narrowed by: choices with their counts, and what was chosen."""

import re
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext_lazy as _

from exchange.design.templatetags.design import date_words
from exchange.finding.naming import FILE_WORDS, KIND_WORDS, LANGUAGE_WORDS, authorities_by_key
from exchange.front.views.searching.question import Question
from exchange.platforms.models import Platform

LEGENDS = {
    "kind": _("Kind"),
    "platform": _("Platform"),
    "language": _("Language"),
    "year": _("Year"),
    "authority": _("Local authority"),
    "file_type": _("File in it"),
}
AT_ONCE = 6  # choices that are shown; the others unfold
MOST = 40


@dataclass
class Labels:
    """What people call the values, as this person may know them. Asks the database once for each sort of value."""

    person: Any
    platforms: dict[str, str] = field(init=False)
    authorities: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        rows = Platform.objects.visible_to(self.person)
        self.platforms = {row.slug: row.text("name").words for row in rows}

    def learn(self, keys) -> None:
        """Read the names of these authorities, too."""
        if wanted := set(keys) - self.authorities.keys():
            self.authorities |= authorities_by_key(wanted)

    def of(self, name: str, value) -> str:
        known: dict = {
            "kind": KIND_WORDS,
            "platform": self.platforms,
            "language": LANGUAGE_WORDS,
            "authority": self.authorities,
            "file_type": FILE_WORDS,
        }
        if name in ("date_from", "date_to"):
            words = _("since %(date)s") if name == "date_from" else _("until %(date)s")
            return words % {"date": date_words(value)}
        return str(known.get(name, {}).get(value, value))


def facets(found, question: Question, labels: Labels) -> list[dict]:
    """The groups of choices in the form of the component `facet_list`, those that leave a choice alone."""
    labels.learn([*found.facets.get("authority", ()), question.narrowed.get("authority", "")])
    return [
        group
        for name, legend in LEGENDS.items()
        if (group := _group(name, legend, found.facets.get(name, {}), question, labels))
    ]


def _group(name: str, legend, counts: dict[str, int], question: Question, labels: Labels) -> dict | None:
    chosen = question.narrowed.get(name, "")
    values = sorted(counts, key=lambda value: _place(name, value, counts))[:MOST]
    if chosen and chosen not in values:
        values.append(chosen)
    if len(values) < 2 and not chosen:
        return None
    choices = [_choice(name, "", _("All"), None, not chosen)]
    choices += [
        _choice(name, value, labels.of(name, value), counts.get(value, 0), value == chosen)
        for value in values
    ]
    most = AT_ONCE + 1
    if len(choices) == most + 1 or any(choice["selected"] for choice in choices[most:]):
        most = len(choices)
    return {"name": name, "legend": legend, "choices": choices[:most], "more": choices[most:]}


def _place(name: str, value: str, counts: dict[str, int]):
    """The newest year first; else what would find most."""
    return (0, -int(value)) if name == "year" and value.isdecimal() else (-counts[value], value)


def _choice(name: str, value: str, label, count: int | None, is_chosen: bool) -> dict:
    key = re.sub(r"\W+", "-", value) or "all"
    return {"value": value, "label": label, "count": count, "selected": is_chosen, "id": f"{name}-{key}"}


def chips(question: Question, labels: Labels) -> list[dict]:
    """What was chosen, each with the address of the same search without it."""
    labels.learn([question.narrowed.get("authority", "")])
    return [
        {
            "legend": LEGENDS.get(name, ""),
            "label": labels.of(name, value),
            "url": question.without(name).address(),
        }
        for name, value in question.narrowed.items()
    ]
