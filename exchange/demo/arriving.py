"""What follows from the demo's facts: found in search, told in the inboxes, before anybody looks."""

from django.utils import timezone

from exchange.journal import worker
from exchange.journal.tasks import forget, undelivered
from search import indexing
from search.engines.base import IndexBusyError

# From so many on, writing the whole index anew is quicker than following each fact.
MANY = 50


def deliver_all() -> None:
    """Hand out everything that the journal has queued. A server that runs meanwhile may take its share."""
    waiting = sum(1 for _entry in undelivered("search"))
    if waiting > MANY or not indexing.ready():
        rebuild_search()
    worker.drain()


def rebuild_search() -> None:
    """Write the index anew; the facts that were queued for it by then have nothing to add."""
    began = timezone.now()
    try:
        indexing.rebuild()
    except IndexBusyError:
        # A running server holds the index: its worker brings the facts in one after the other.
        return
    forget("search", queued_before=began)
