"""Keeping a search, and telling what is new in it."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from exchange.finding import rules
from exchange.finding.models import SavedSearch
from exchange.journal import now
from exchange.journal.actions import record
from exchange.journal.refusals import Refusal
from exchange.people.models import User
from search.asked import ask, shortened

# What a saved search may be narrowed by, as `search.finding.find` takes it.
NARROWING = ("kind", "platform", "language", "year", "authority", "file_type")
LONGEST = 100  # letters of a value


class NothingAsked(Refusal):
    message = _("Write what you look for, then save the search.")


class TooManySaved(Refusal):
    message = _("You have saved as many searches as can be kept. Remove one that you no longer need.")


@transaction.atomic
def save_search(*, by, text: str, narrowed: Mapping[str, str]) -> SavedSearch:
    """Keep a search for this person, who is told once a day what is new in it; saving it twice keeps the first.

    Of `narrowed` those values are kept that can narrow a search; the rest, such as a page's number, is left out.
    """
    if not rules.can_save_search(by):
        raise PermissionDenied
    if ask(text).empty:
        raise NothingAsked
    kept = {name: value[:LONGEST] for name in NARROWING if (value := str(narrowed.get(name) or "").strip())}
    moment = now()
    saved = SavedSearch(person=by, text=shortened(text), narrowed=kept, created_at=moment, told_until=moment)
    saved.key = saved.key_of_address()
    # Two requests at once count one after the other.
    User.objects.select_for_update().get(pk=by.pk)
    own = SavedSearch.objects.visible_to(by)
    if known := own.filter(key=saved.key).first():
        return known
    if own.count() >= SavedSearch.MOST:
        raise TooManySaved
    saved.save()
    record("finding.search_saved", subject=saved, by=by)
    return saved


@transaction.atomic
def remove_search(*, saved: SavedSearch, by) -> None:
    """Keep a search no longer; nothing more is told of it."""
    if not rules.can_remove_saved_search(by, saved):
        raise PermissionDenied
    record("finding.search_removed", subject=saved, by=by)
    saved.delete()


@transaction.atomic
def tell_what_is_new(*, person, found: Mapping[int, list[str]], until: datetime) -> list[str]:
    """Note what is new for a person, to be told to them once; returns the ids of the works.

    `found` has, for each of their saved searches by its number, the works found now, best first. What they were told
    of before is left out, whichever of their searches it was for. That it is told, and until when was looked, is
    written together: a process that is killed in between has done neither.
    """
    own = {saved.pk: saved for saved in SavedSearch.objects.select_for_update().filter(person=person)}
    known = {one for saved in own.values() for one in saved.told}
    news = {
        pk: fresh
        for pk, ids in found.items()
        if pk in own and (fresh := [one for one in ids if one not in known])
    }
    for pk, saved in own.items():
        if pk in found:
            _look_no_further_back(saved, news.get(pk, []), until)
    told = list(dict.fromkeys(one for fresh in news.values() for one in fresh))
    if told:
        record("finding.new_found", subject=person, searches={str(pk): fresh for pk, fresh in news.items()})
    return told


def _look_no_further_back(saved: SavedSearch, fresh: list[str], until: datetime) -> None:
    """Note until when was looked. What can no longer be found again, because it is too old, is forgotten."""
    day = timezone.localdate(until)
    oldest = (day - SavedSearch.OVERLAP - timedelta(days=1)).isoformat()
    kept = {one: told for one, told in saved.told.items() if told >= oldest}
    saved.told = kept | {one: day.isoformat() for one in fresh}
    saved.told_until = until
    saved.save(update_fields=["told", "told_until"])
