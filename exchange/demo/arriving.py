"""What follows from the demo's facts: found in search, told in the inboxes, before anybody looks."""

from datetime import timedelta

from django.utils import timezone

from exchange.journal import at, worker
from exchange.journal.tasks import forget, undelivered
from exchange.notifications.actions import mark_read
from exchange.notifications.models import Notification
from search import indexing
from search.engines.base import IndexBusyError

# From so many on, writing the whole index anew is quicker than following each fact.
MANY = 50
# What is older has been read, by people who come here every few days.
UNREAD_FOR = timedelta(days=7)
READ_AFTER = timedelta(hours=20)


def deliver_all() -> None:
    """Hand out everything that the journal has queued. A server that runs meanwhile may take its share."""
    waiting = sum(1 for _entry in undelivered("search"))
    if waiting > MANY or not indexing.ready():
        rebuild_search()
    told = set(Notification.objects.values_list("pk", flat=True))
    worker.drain()
    read_what_is_old(but=told)


def rebuild_search() -> None:
    """Write the index anew; the facts that were queued for it by then have nothing to add."""
    began = timezone.now()
    try:
        indexing.rebuild()
    except IndexBusyError:
        # A running server holds the index: its worker brings the facts in one after the other.
        return
    forget("search", queued_before=began)


def read_what_is_old(*, but: set[int]) -> None:
    """Nobody of the demo finds a year of notifications unread; those that were there before are left alone."""
    old = Notification.objects.unread().filter(told_at__lt=timezone.now() - UNREAD_FOR).exclude(pk__in=but)
    for notification in old.select_related("person"):
        with at(notification.told_at + READ_AFTER):
            mark_read(notification=notification, by=notification.person)
