"""The vocabulary as its editors keep it: handed to search, looked over before it is saved, offered for a question."""

import time
from collections.abc import Hashable, Iterable

from django.db import DatabaseError
from django.utils.translation import gettext as _

from exchange.finding import asking
from exchange.finding.models import Concept, VocabularyState
from search.arabic.stems import stem
from search.arabic.words import words
from search.vocabulary.concepts import Concept as Known
from search.vocabulary.concepts import shipped
from search.vocabulary.current import Changes
from search.vocabulary.current import vocabulary as known_vocabulary

KEPT_SECONDS = 1.0  # for so long a process asks the database no second time whether something has changed
OTHERS = 2  # concepts that a form may belong to before its editor is warned
MOST_NAMED = 5
# A single word is wide from so many works on: a share of all, and at least so many.
WIDE_SHARE, WIDE = 0.1, 20
_MOST_LOOKED_AT = 30  # forms, in one look over them

_version: tuple[float, Hashable] | None = None


def changes() -> Changes:
    """What `search.vocabulary.current.provide` asks for: a version that is cheap to ask, and a reader of all concepts.

    One query, at most one a second in a process. Where there are no tables yet, it is the shipped vocabulary.
    """
    global _version
    if _version is None or time.monotonic() - _version[0] > KEPT_SECONDS:
        _version = (time.monotonic(), _asked_version())
    return _version[1], _read


def forget() -> None:
    """Ask for the version at the next search, whenever it was asked last."""
    global _version
    _version = None


def warnings(forms: Iterable[str], person, concept: Concept | None = None) -> list[str]:
    """What an editor should know about these forms before they join works, in sentences: nothing of it forbids."""
    found, owners = [], _owners(concept)
    for form in list(forms)[:_MOST_LOOKED_AT]:
        others = owners.get(_stems(form), [])
        if len(others) >= OTHERS:
            found.append(
                _("“%(form)s” already belongs to %(concepts)s. A search for it finds all of them.")
                % {"form": form, "concepts": "، ".join(others[:MOST_NAMED])}
            )
        count = _works_if_wide(form, person)
        if count:
            found.append(
                _("“%(form)s” is a wide word: it joins %(count)s works. Two words together say more.")
                % {"form": form, "count": count}
            )
    return found


def suggested_for(questions: Iterable[str], limit: int = 3) -> dict[str, list[Concept]]:
    """For each question concepts that it may belong to: those it speaks of in part, then those that share a word."""
    rows = list(Concept.objects.in_use().only("slug", "ar", "folded"))
    by_slug = {row.slug: row for row in rows}
    by_word: dict[str, list[Concept]] = {}
    for row in rows:
        for word in dict.fromkeys(row.folded.split()):
            by_word.setdefault(word, []).append(row)

    def suggested(question: str) -> list[Concept]:
        found = [word.text for word in words(question)]
        spoken = [place.concept for place in known_vocabulary().places(found, question)]
        near = [by_slug[slug] for slug in spoken if slug in by_slug]
        for word in sorted(found, key=len, reverse=True):
            near += by_word.get(word, [])
        return list(dict.fromkeys(near))[:limit]

    return {question: suggested(question) for question in questions}


def _asked_version() -> Hashable:
    try:
        # The time tells two vocabularies apart that were changed equally often, one of them in vain.
        return VocabularyState.objects.values_list("version", "changed_at").first() or "shipped"
    except DatabaseError:
        return _version[1] if _version else "shipped"


def _read() -> Iterable[Known]:
    try:
        rows = list(Concept.objects.all())
    except DatabaseError:
        rows = []
    return [row.as_known for row in rows if row.is_active] if rows else shipped()


def _owners(concept: Concept | None) -> dict[tuple[str, ...], list[str]]:
    """The other concepts in use by their forms, with or without an article and endings."""
    owners: dict[tuple[str, ...], list[str]] = {}
    rows = Concept.objects.in_use()
    for row in rows.exclude(pk=concept.pk) if concept is not None and concept.pk else rows:
        for key in {_stems(form) for form in row.folded.splitlines()}:
            owners.setdefault(key, []).append(str(row))
    return owners


def _stems(form: str) -> tuple[str, ...]:
    return tuple(stem(word.text) for word in words(form))


def _works_if_wide(form: str, person) -> int:
    """How many works a single word joins, if they are many; else 0. Counted are works that the editor may see."""
    if len(list(words(form))) != 1:
        return 0
    count, _titles = asking.spoken_of(person, [form], "ar", limit=1)
    return count if count >= max(WIDE, WIDE_SHARE * asking.count_all(person)) else 0
