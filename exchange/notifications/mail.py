"""The mail of a notification: one button, a plain text twin, and a name of its own by which a repeat is known.

And the way out for the mails that Wagtail writes: through the queue, with our sender and headers.
"""

from django.core.mail.backends.base import BaseEmailBackend
from django.utils.translation import get_language

from exchange.design.letters import compose, host
from exchange.notifications.models import Notification
from exchange.notifications.tasks import send_written
from exchange.people.models import User


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


class Queued(BaseEmailBackend):
    """For mails that are written already, in HTML and text: each goes out after the answer, and again if it fails."""

    def send_messages(self, messages) -> int:
        for message in messages:
            html = next((body for body, kind in message.alternatives if kind == "text/html"), "")
            for to in message.recipients():
                person = User.objects.filter(email=to).first()
                language = person.language if person else get_language() or "ar"
                send_written.enqueue(to, message.subject, message.body, html, language)
        return len(messages)
