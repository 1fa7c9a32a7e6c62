"""From facts to people: who is told, in which words, in the inbox and by mail."""

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import override

from exchange.notifications.mail import send
from exchange.notifications.models import Notification

logger = logging.getLogger(__name__)

# What is longer past is no news: it is told in the inbox alone, under the day on which it happened. Deliveries are
# tried again for three days, so that no outage of the mail server of that length turns news into such.
NEWS_FOR = timedelta(days=4)


@dataclass(frozen=True)
class Message:
    """What one person is told: a title, plain paragraphs, where the button leads; an .ics that goes with the mail."""

    title: str
    text: str = ""
    url: str = ""
    button: str = ""
    is_mailed: bool = True
    calendar: bytes | None = None
    calendar_method: str = "REQUEST"


@dataclass(frozen=True)
class Telling:
    """Whom a kind of entry tells (`whom(entry)`), and in which words (`words(entry, person)`, None for nothing).

    `words` is called in the person's language and asks the rules anew: who lost the right is told nothing.
    """

    whom: Callable[..., Iterable]
    words: Callable[..., Message | None]


_tellings: dict[str, Telling] = {}


def register(tellings: dict[str, Telling]) -> None:
    """Add a room's tellings, by kind of entry."""
    _tellings.update(tellings)


def kinds() -> list[str]:
    """The kinds of entries that tell somebody."""
    return sorted(_tellings)


def tell(entry) -> None:
    """Tell everybody whom this fact concerns; safe to repeat: nobody is told twice.

    One mailbox that takes nothing keeps no other waiting: the failure is raised when everybody else has been told.
    """
    telling = _tellings.get(entry.kind)
    if telling is None:
        return
    failures = []
    for person in telling.whom(entry):
        if person.is_active:
            try:
                with override(person.language):
                    _tell_one(entry, person, telling.words(entry, person))
            except Exception as failure:
                logger.warning("telling %s to person %s failed: %r", entry.kind, person.pk, failure)
                failures.append(failure)
    if failures:
        raise ExceptionGroup(f"{entry.kind} {entry.pk} is not told to everybody yet", failures)


def _tell_one(entry, person, message: Message | None) -> None:
    if message is None:
        return
    is_news = entry.at > timezone.now() - NEWS_FOR
    wanted = Notification.MailState.WAITING if message.is_mailed and is_news else Notification.MailState.NONE
    words = {"title": message.title[:300], "text": message.text, "url": message.url[:500], "mail": wanted}
    if not is_news:
        words["told_at"] = entry.at
    with transaction.atomic():
        notification, _created = Notification.objects.get_or_create(
            person=person, entry=entry, defaults=words
        )
    if notification.mail == Notification.MailState.WAITING:
        send(notification, message)
        Notification.objects.filter(pk=notification.pk).update(mail=Notification.MailState.SENT)
