"""How many people somebody is shown in lists: enough to look for somebody, too few to carry the directory away."""

import logging
import time
from collections.abc import Iterable

from django.core.cache import cache
from django.utils.translation import gettext_lazy as _
from redis.exceptions import RedisError

from exchange.journal.refusals import Refusal
from exchange.people import rules

logger = logging.getLogger(__name__)

AT_ONCE = 20  # people in one list
AN_HOUR = 500  # different people; whoever is listed again counts once
_HOUR = 3600  # seconds


class TooManyPeople(Refusal):
    status = 429
    message = _(
        "You have been shown a great many members within an hour. Please go on in an hour, or ask the network's "
        "administrators if your work needs a list."
    )


def may_list(viewer, people: Iterable[int]) -> bool:
    """Whether these people may be listed for the viewer now, too; they count from now on if so.

    The keys are those of accounts. Administrators of the network have the whole list anyway.
    """
    if rules.can_manage_accounts(viewer):
        return True
    key = f"people-listed:{viewer.pk}:{int(time.time()) // _HOUR}"
    try:
        known = cache.get(key, frozenset())
        listed = known.union(people)
        if len(listed) > AN_HOUR:
            return False
        if listed != known:
            cache.set(key, listed, _HOUR)
    except RedisError:
        logger.warning("who was listed could not be counted", exc_info=True)
    return True


def insist_on_measure(viewer, people: Iterable[int]) -> None:
    """Raise TooManyPeople where these people may not be listed for the viewer now."""
    if not may_list(viewer, people):
        raise TooManyPeople
