"""The deeds of this room. That somebody has read something is their own affair: no fact is recorded."""

from django.core.exceptions import PermissionDenied
from django.db import transaction

from exchange.journal import now
from exchange.notifications import rules
from exchange.notifications.models import Notification


@transaction.atomic
def mark_read(*, notification: Notification, by) -> Notification:
    """Put a notification among the read ones; doing it twice keeps the first moment."""
    if not rules.can_read(by, notification):
        raise PermissionDenied
    if notification.is_unread:
        notification.read_at = now()
        notification.save(update_fields=["read_at"])
    return notification


@transaction.atomic
def mark_all_read(*, by) -> int:
    """Put everything that the person was told among the read ones; says how many that were."""
    return Notification.objects.visible_to(by).unread().update(read_at=now())
