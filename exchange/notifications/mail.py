"""The mail of a notification: one button, a plain text twin, and a name of its own by which a repeat is known."""

from exchange.design.letters import compose, host
from exchange.notifications.models import Notification


def send(notification: Notification, message) -> None:
    """Mail one notification in the active language; raises when the mail server does not take it.

    A mail that was sent but not yet marked as sent goes out again after a crash: under the same Message-ID, so that a
    mailbox keeps one of the two.
    """
    letter = compose(
        to=notification.person.email,
        subject=message.title,
        text=message.text,
        url=message.url,
        button=message.button,
        message_id=message_id(notification),
        calendar=message.calendar,
        calendar_method=message.calendar_method,
    )
    letter.send()


def message_id(notification: Notification) -> str:
    """The same for every try of the same notification, and for no other, on this host."""
    told = int(notification.told_at.timestamp())
    return f"<notification.{notification.pk}.{notification.entry_id}.{told}@{host()}>"
