"""Delivery: hand an entry to a listener, again and again until it is done."""

import logging
from collections.abc import Iterator
from datetime import datetime, timedelta

from django.utils import timezone
from django_tasks import task

from exchange.journal.listeners import durable

logger = logging.getLogger(__name__)

# Seconds to wait after each failure: quick at first, then hourly for three days.
WAITS = (1, 5, 30, 120, 600, *([3600] * 72))


@task()
def deliver(entry_id: int, name: str, attempt: int = 0) -> None:
    """Hand one entry to one listener; when it fails, queue it again. After the last try the task stays failed."""
    from exchange.journal.models import Entry  # tasks are imported before the apps are ready

    entry = Entry.objects.select_related("subject_type", "by").filter(pk=entry_id).first()
    listener = durable.get(name)
    if entry is None or listener is None:
        logger.warning("delivery of entry %s to %s has nothing to do", entry_id, name)
        return
    try:
        listener.hear(entry)
    except Exception:
        if attempt >= len(WAITS):
            raise
        logger.exception("delivery of entry %s to %s failed, attempt %s", entry_id, name, attempt + 1)
        later = timezone.now() + timedelta(seconds=WAITS[attempt])
        deliver.using(run_after=later).enqueue(entry_id, name, attempt + 1)


def undelivered(name: str) -> Iterator:
    """The entries that listener `name` has not heard yet: waiting, running or given up."""
    from django_tasks_db.models import DBTaskResult

    from exchange.journal.models import Entry

    waiting = (
        DBTaskResult.objects.exclude(status="SUCCESSFUL")
        .filter(task_path=deliver.module_path)
        .values_list("args_kwargs", flat=True)
    )
    ids = [call["args"][0] for call in waiting[:2000] if call["args"][1] == name]
    if not ids:
        return iter(())
    return iter(Entry.objects.filter(pk__in=ids))


def forget(name: str, *, queued_before: datetime) -> int:
    """Take what waits for listener `name` off the queue, because it has caught up by itself; says how many."""
    from django_tasks_db.models import DBTaskResult

    waiting = DBTaskResult.objects.filter(
        task_path=deliver.module_path,
        status="READY",
        enqueued_at__lt=queued_before,
        args_kwargs__args__1=name,
    )
    count, _rows = waiting.delete()
    return count
