"""From facts to people: who is told, in which words, in the inbox and by mail."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import override

from exchange.notifications.mail import send
from exchange.notifications.models import Notification


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
    """Tell everybody whom this fact concerns; safe to repeat: nobody is told twice."""
    telling = _tellings.get(entry.kind)
    if telling is None:
        return
    for person in telling.whom(entry):
        if person.is_active:
            with override(person.language):
                _tell_one(entry, person, telling.words(entry, person))


def _tell_one(entry, person, message: Message | None) -> None:
    if message is None:
        return
    wanted = Notification.MailState.WAITING if message.is_mailed else Notification.MailState.NONE
    with transaction.atomic():
        notification, _created = Notification.objects.get_or_create(
            person=person,
            entry=entry,
            defaults={"title": message.title, "text": message.text, "url": message.url, "mail": wanted},
        )
    if notification.mail == Notification.MailState.WAITING:
        send(notification, message)
        Notification.objects.filter(pk=notification.pk).update(mail=Notification.MailState.SENT)
