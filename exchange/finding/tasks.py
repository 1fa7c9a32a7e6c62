"""What the worker does for this room beside requests."""

import logging
from datetime import timedelta

from django.utils import timezone

from exchange.journal import now

logger = logging.getLogger(__name__)

ALERT_HOUR = 7  # by the clock of the network
PEOPLE_AT_ONCE = 100  # between two looks at what else is due
_MOST_FAILURES = 5


def tell_daily() -> int:
    """Tell everybody once a day, from ALERT_HOUR on, what is new in their saved searches; says to how many.

    May be called as often as wished, and by several workers: whoever was looked after today is left alone.
    """
    from exchange.finding import actions, asking  # tasks are imported before the apps are ready
    from exchange.finding.models import SavedSearch
    from exchange.people.models import User

    moment = now()
    due = timezone.localtime(moment).replace(hour=ALERT_HOUR, minute=0, second=0, microsecond=0)
    if due > moment:
        due -= timedelta(days=1)
    waiting = SavedSearch.objects.filter(told_until__lt=due, person__is_active=True)
    # In no order: one whose search fails must not keep the others waiting day after day.
    people = User.objects.filter(pk__in=waiting.values("person")).order_by("?")[:PEOPLE_AT_ONCE]
    told = failed = 0
    for person in people:
        try:
            found = {saved.pk: asking.new_for(saved) for saved in waiting.filter(person=person)}
            told += bool(actions.tell_what_is_new(person=person, found=found, until=moment))
        except Exception:
            logger.exception("the saved searches of person %s are looked at again later", person.pk)
            failed += 1
            if failed == _MOST_FAILURES:
                break
    return told
