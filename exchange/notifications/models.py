"""What a person was told, for good: the inbox, and whether the mail went out."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from exchange.journal import now


class NotificationQuerySet(models.QuerySet["Notification"]):
    def visible_to(self, person) -> "NotificationQuerySet":
        """Everybody sees what they themselves were told."""
        return self.filter(person_id=person.pk) if person.is_authenticated else self.none()

    def unread(self) -> "NotificationQuerySet":
        return self.filter(read_at=None)


class Notification(models.Model):
    """One fact told to one person, in the language that the person had then."""

    class MailState(models.TextChoices):
        NONE = "none", _("not mailed")
        WAITING = "waiting", pgettext_lazy("mail", "waiting")
        SENT = "sent", pgettext_lazy("mail", "sent")

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notifications"
    )
    entry = models.ForeignKey("journal.Entry", on_delete=models.CASCADE, related_name="+")
    title = models.CharField(max_length=300)
    text = models.TextField(blank=True)
    url = models.CharField(max_length=500, blank=True)
    mail = models.CharField(max_length=8, choices=MailState.choices, default=MailState.NONE)
    told_at = models.DateTimeField(default=now, db_index=True)
    read_at = models.DateTimeField(null=True, blank=True)

    objects = NotificationQuerySet.as_manager()

    class Meta:
        ordering = ["-told_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["person", "entry"], name="a_fact_is_told_once_to_a_person")
        ]
        verbose_name = _("notification")
        verbose_name_plural = _("notifications")

    def __str__(self) -> str:
        return self.title

    @property
    def is_unread(self) -> bool:
        return self.read_at is None

    @property
    def day(self):
        """The day on which the person was told, in the network's zone."""
        return timezone.localdate(self.told_at)
