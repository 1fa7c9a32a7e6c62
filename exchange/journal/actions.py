"""The one way to write something down."""

import logging

from django.db import models, transaction

from exchange.journal.listeners import Listener, durable, instant
from exchange.journal.models import Entry
from exchange.journal.tasks import deliver

logger = logging.getLogger(__name__)


def record(kind: str, *, subject: models.Model, by=None, **details) -> Entry:
    """Write down what just happened, queue it for the durable listeners, ring the instant ones after the commit.

    Call it inside the action's transaction; outside of one it raises RuntimeError. `details` must be JSON.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError(f"record({kind!r}) needs the transaction of its action")
    person = by if by is not None and by.pk else None
    entry = Entry.objects.create(kind=kind, subject=subject, by=person, details=details)
    for listener in durable.values():
        if listener.hears(kind):
            deliver.enqueue(entry.pk, listener.name)
    for listener in instant.values():
        if listener.hears(kind):
            transaction.on_commit(_ring(listener, entry), robust=True)
    return entry


def _ring(listener: Listener, entry: Entry):
    return lambda: listener.hear(entry)
