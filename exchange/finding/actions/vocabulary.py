"""Changing the vocabulary: at once for what is asked, and soon after for the works that speak of what has changed."""

from collections.abc import Iterable

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import F
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from exchange.finding import rules, vocabulary
from exchange.finding.models import Concept, VocabularyState, folded, lines
from exchange.journal import now
from exchange.journal.actions import record
from exchange.journal.models import Entry
from exchange.journal.refusals import Refusal
from search import indexing
from search.arabic.words import words
from search.vocabulary import concepts
from search.vocabulary.matching import LONGEST_FORM

CHANGES = {"finding.concept_saved", "finding.concept_removed"}
COLUMNS = ("ar", "en", "short", "local", "near")


class NoForm(Refusal):
    message = _("Write at least one form in Arabic.")


class NoLetters(Refusal):
    message = _("A form must have letters: a search for signs alone finds nothing.")


class TooManyWords(Refusal):
    message = _("A form has at most eight words.")


class NotShipped(Refusal):
    message = _(
        "This concept was added here: there is no earlier text to bring back. It can be switched off."
    )


@transaction.atomic
def save_concept(*, by, concept: Concept | None = None, **texts: str) -> Concept:
    """Add a concept, or change the one given; one that was switched off is in use again.

    `texts` are the columns `ar`, `en`, `short`, `local` and `near`, one form a line; what is left out stays.
    """
    _ask_and_load(by)
    if concept is None:
        concept, was = Concept(), {}
    else:
        concept = Concept.objects.select_for_update().get(pk=concept.pk)
        was = _columns(concept)
    for name in COLUMNS:
        if name in texts:
            setattr(concept, name, "\n".join(lines(texts[name])))
    _refuse_what_nobody_can_ask(concept)
    concept.slug = concept.slug or _free_slug(concept)
    concept.is_active, concept.is_changed = True, True
    return _save(concept, was, by)


@transaction.atomic
def remove_concept(*, concept: Concept, by) -> Concept:
    """Switch a concept off: search knows it no more, and it can be switched on again."""
    _ask_and_load(by)
    concept = Concept.objects.select_for_update().get(pk=concept.pk)
    if not concept.is_active:
        return concept
    was = _columns(concept)
    concept.is_active, concept.is_changed = False, True
    return _save(concept, was, by)


@transaction.atomic
def restore_shipped(*, concept: Concept, by) -> Concept:
    """Give a concept the text that comes with the product; from then on it follows that text again."""
    _ask_and_load(by)
    concept = Concept.objects.select_for_update().get(pk=concept.pk)
    original = {known.id: known for known in concepts.shipped()}.get(concept.slug)
    if original is None or not concept.is_shipped:
        raise NotShipped
    was = _columns(concept)
    _take(concept, _texts(original))
    concept.is_active, concept.is_changed = True, False
    return _save(concept, was, by)


@transaction.atomic
def take_back(*, entry: Entry, by) -> Concept:
    """Make a concept what it was before a change that stands in the journal; what was new by it is switched off."""
    concept = Concept.objects.filter(pk=entry.subject_id).first()
    if concept is None or entry.kind not in CHANGES:
        raise PermissionDenied
    was = entry.details["was"]
    if not was or not was["is_active"]:
        return remove_concept(concept=concept, by=by)
    return save_concept(concept=concept, by=by, **{name: was[name] for name in COLUMNS})


@transaction.atomic
def load_shipped() -> int:
    """Bring the table up to the vocabulary that comes with the product; says how many concepts changed.

    Concepts that were changed or switched off here stay as they are. Safe to repeat.
    """
    rows = {row.slug: row for row in Concept.objects.select_for_update()}
    is_first = not rows
    fresh = []
    for known in concepts.shipped():
        row = rows.pop(known.id, None) or Concept(slug=known.id)
        texts = _texts(known)
        if row.is_changed or (row.is_shipped and _columns(row) == {**texts, "is_active": True}):
            continue
        _take(row, texts)
        row.is_shipped = True
        fresh.append(row)
    Concept.objects.bulk_update(
        [row for row in fresh if row.pk], [*COLUMNS, "folded", "is_shipped"], batch_size=100
    )
    Concept.objects.bulk_create([row for row in fresh if not row.pk], batch_size=100)
    gone = [row.pk for row in rows.values() if row.is_shipped and not row.is_changed]
    Concept.objects.filter(pk__in=gone).delete()
    changed = len(fresh) + len(gone)
    if changed:
        state = _raise_version()
        if not is_first:
            _offer_rebuild()
        record("finding.vocabulary_loaded", subject=state, count=changed)
    return changed


def _ask_and_load(by) -> None:
    if not rules.can_change_vocabulary(by):
        raise PermissionDenied
    if not Concept.objects.exists():
        # An empty table stands for the shipped vocabulary; with one row in it, it would stand for that row.
        load_shipped()


def _save(concept: Concept, was: dict, by) -> Concept:
    before = _forms(was) if was.get("is_active") else set()
    concept.changed_by, concept.changed_at = by, now()
    concept.folded = _folded(concept)
    concept.save()
    after = set(concept.forms) if concept.is_active else set()
    _raise_version()
    details = {"slug": concept.slug, "was": was, "forms": sorted(before ^ after)}
    if concept.is_active:
        record("finding.concept_saved", subject=concept, by=by, **details)
    else:
        record("finding.concept_removed", subject=concept, by=by, **details)
    return concept


def _columns(concept: Concept) -> dict:
    return {name: getattr(concept, name) for name in COLUMNS} | {"is_active": concept.is_active}


def _forms(columns: dict) -> set[str]:
    return set(Concept(slug="was", **{name: columns[name] for name in COLUMNS}).forms)


def _take(concept: Concept, texts: dict[str, str]) -> None:
    for name, text in texts.items():
        setattr(concept, name, text)
    concept.folded = _folded(concept)


def _folded(concept: Concept) -> str:
    return "\n".join(dict.fromkeys(map(folded, concept.forms)))


def _texts(known: concepts.Concept) -> dict[str, str]:
    local = [f"{country}: {form}" for country, forms in known.by.items() for form in forms]
    rows: dict[str, Iterable[str]] = {
        "ar": known.ar, "en": known.en, "short": known.short, "local": local, "near": known.near,
    }  # fmt: skip
    return {name: "\n".join(forms) for name, forms in rows.items()}


def _refuse_what_nobody_can_ask(concept: Concept) -> None:
    if not concept.as_known.ar:
        raise NoForm
    for form in concept.forms:
        count = len(list(words(form)))
        if not count or not any(sign.isalpha() for sign in form):
            raise NoLetters
        if count > LONGEST_FORM:
            raise TooManyWords


def _free_slug(concept: Concept) -> str:
    """A name out of the first English form, or a number."""
    stem = slugify(next(iter(lines(concept.en)), ""))[:50] or "concept"
    taken = set(Concept.objects.filter(slug__startswith=stem).values_list("slug", flat=True))
    number, slug = 1, stem if stem != "concept" else "concept-1"
    while slug in taken:
        number += 1
        slug = f"{stem}-{number}"
    return slug


def _raise_version() -> VocabularyState:
    state, _is_new = VocabularyState.objects.get_or_create(pk=1)
    VocabularyState.objects.filter(pk=1).update(version=F("version") + 1, changed_at=now())
    vocabulary.forget()
    transaction.on_commit(vocabulary.forget)
    return state


# -- the index follows


def read_again(entry: Entry) -> None:
    """A listener: works that speak of the changed forms are read again, or a rebuild is offered where they are many."""
    vocabulary.forget()
    forms = entry.details["forms"]
    if forms and indexing.refresh_speaking_of(entry.details["slug"], forms) is None:
        _offer_rebuild()


def _offer_rebuild() -> None:
    states = VocabularyState.Rebuild
    VocabularyState.objects.filter(pk=1).exclude(rebuild=states.WAITING).update(rebuild=states.OFFERED)


@transaction.atomic
def ask_for_rebuild(*, by) -> bool:
    """Queue that the whole index is written anew; False where that is queued or running already."""
    from exchange.finding.tasks import rebuild_index

    if not rules.can_rebuild_index(by):
        raise PermissionDenied
    VocabularyState.objects.get_or_create(pk=1)
    state = VocabularyState.objects.select_for_update().get(pk=1)
    if state.is_rebuilding:
        return False
    state.rebuild, state.rebuilt, state.beat_at = VocabularyState.Rebuild.WAITING, 0, now()
    state.save()
    record("finding.rebuild_asked_for", subject=state, by=by)
    rebuild_index.enqueue()
    return True


@transaction.atomic
def begin_rebuild() -> VocabularyState | None:
    """Take a rebuild up that waits, or one that a killed worker has left; None where there is none to take up."""
    state = VocabularyState.objects.select_for_update().filter(pk=1).first()
    if state is None or state.rebuild not in (state.Rebuild.WAITING, state.Rebuild.RUNNING):
        return None
    if state.rebuild == state.Rebuild.RUNNING and not state.is_lost:
        return None
    state.rebuild, state.rebuilt, state.beat_at = state.Rebuild.RUNNING, 0, now()
    state.save()
    return state


@transaction.atomic
def note_progress(*, count: int) -> None:
    """A sign of life of the running rebuild, with the number of documents written so far."""
    VocabularyState.objects.filter(pk=1).update(rebuilt=count, beat_at=now())


@transaction.atomic
def end_rebuild(*, begun: VocabularyState, count: int | None) -> None:
    """The index is written anew; `count` None says that it failed. What was changed meanwhile offers another."""
    state = VocabularyState.objects.select_for_update().get(pk=1)
    if count is None:
        state.rebuild = state.Rebuild.FAILED
    elif state.version != begun.version:
        state.rebuild = state.Rebuild.OFFERED
    else:
        state.rebuild = state.Rebuild.NONE
    state.rebuilt, state.beat_at = count or state.rebuilt, now()
    state.save()
