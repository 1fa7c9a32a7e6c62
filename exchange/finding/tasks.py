"""What the worker does for this room beside requests."""

import logging
import threading
import time
from collections import Counter
from datetime import timedelta

from django.core.cache import cache
from django.db import close_old_connections, connections
from django.utils import timezone
from django_tasks import task

from exchange.journal import now

logger = logging.getLogger(__name__)

ALERT_HOUR = 7  # by the clock of the network
COMPARE_HOUR = 3  # of the night, by the clock of the network
PEOPLE_AT_ONCE = 20  # between two looks at what else is due: mails and the index wait meanwhile
_MOST_FAILURES = 5
SIGN_EVERY = 1  # seconds between two signs of life of a rebuild
WRITE_EVERY = 3  # seconds that counts wait in memory


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


def forget_old_questions() -> None:
    """What people asked is kept for half a year."""
    from exchange.finding import actions

    actions.forget_old_questions()


def compare_nightly() -> None:
    """Once in a night, in the hour of COMPARE_HOUR, have a thread of its own compare the index with the database.

    May be called as often as wished, and by several workers.
    """
    moment = timezone.localtime(now())
    if moment.hour == COMPARE_HOUR and cache.add(f"search.compared.{moment:%Y-%m-%d}", True, 24 * 3600):
        # It reads every work: what is delivered meanwhile should not wait for that.
        threading.Thread(target=_compare_and_let_go, name="search-compare", daemon=True).start()


def compare_index(settle: float = 60.0) -> int:
    """Bring into step what the index holds otherwise than the database, without any delivery on its way to do so.

    Says how many works that were. What was missed is logged, other rights as an error.
    """
    from search import indexing

    differences = indexing.lasting_differences(settle)
    if differences:
        indexing.alarm(differences)
        left = indexing.put_right(differences)
        counts = Counter(one.what for one in differences)
        logger.warning(
            "the search index differed from the database, %s; %d do still", dict(counts), len(left)
        )
    return len(differences)


def _compare_and_let_go() -> None:
    try:
        compare_index()
    except Exception:
        logger.exception("the search index is compared again in the next night")
    finally:
        connections.close_all()


@task()
def rebuild_index() -> None:
    """Write the whole index anew, saying how far it is; one at a time, and again when its worker was killed."""
    from exchange.finding.actions import vocabulary as actions
    from exchange.finding.models import VocabularyState
    from search import indexing
    from search.admin import keeping

    begun = actions.begin_rebuild()
    if begun is None:
        if VocabularyState.objects.filter(rebuild=VocabularyState.Rebuild.RUNNING).exists():
            # Another worker is at it, or was until it was killed: that is seen when its signs of life end.
            later = timezone.now() + VocabularyState.LOST_AFTER
            rebuild_index.using(run_after=later).enqueue()
        return
    beat = time.monotonic()

    def progress(count: int) -> None:
        nonlocal beat
        if time.monotonic() - beat > SIGN_EVERY:
            beat = time.monotonic()
            actions.note_progress(count=count)

    count = None
    try:
        count = indexing.rebuild(progress)
        # Wagtail's own search goes by the same vocabulary.
        keeping.mend()
    except Exception:
        logger.exception("the index could not be written anew")
    actions.end_rebuild(begun=begun, count=count)


def write_counts_in_server() -> tuple[threading.Event, threading.Thread]:
    """Start the thread that writes what was counted; once the event is set it writes a last time and ends."""
    stop = threading.Event()
    thread = threading.Thread(target=_write_counts, args=(stop,), name="counts", daemon=True)
    thread.start()
    return stop, thread


def _write_counts(stop: threading.Event) -> None:
    from exchange.finding import actions

    is_last = False
    while not is_last:
        is_last = stop.wait(WRITE_EVERY)
        try:
            close_old_connections()
            actions.write_counts()
        except Exception:
            logger.exception("what people asked is written later")
    connections.close_all()
