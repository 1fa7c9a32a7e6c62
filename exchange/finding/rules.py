"""Who may tend the search, and who keeps which searches."""

from django.db.models import Q

from exchange.platforms.rules import is_administrator


def can_change_vocabulary(person) -> bool:
    """Editors and coordinators of any platform, and network administrators: the vocabulary belongs to all."""
    return is_administrator(person) or _is_editor_anywhere(person)


def can_see_questions(person) -> bool:
    """What people ask, in sums and without who, is for those who tend the vocabulary."""
    return can_change_vocabulary(person)


def can_rebuild_index(person) -> bool:
    """Whoever tends the vocabulary may have all works read again."""
    return can_change_vocabulary(person)


def can_save_search(person) -> bool:
    """Everybody with an account."""
    return bool(person.is_authenticated and person.is_active)


def can_remove_saved_search(person, saved) -> bool:
    """Saved searches are their owner's alone."""
    return can_save_search(person) and saved.person_id == person.pk


def _is_editor_anywhere(person) -> bool:
    if not person.is_authenticated or not person.is_active:
        return False
    edits = Q(is_editor=True) | Q(is_coordinator=True)
    return person.memberships.filter(edits, state="active").exists()
