"""What happened here: one row per fact, written in the same transaction as the fact."""

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models

from exchange.journal.clock import now


class EntryQuerySet(models.QuerySet["Entry"]):
    def about(self, subject: models.Model) -> "EntryQuerySet":
        """The entries whose subject is this object, oldest first."""
        kind = ContentType.objects.get_for_model(subject, for_concrete_model=True)
        return self.filter(subject_type=kind, subject_id=str(subject.pk)).order_by("pk")


class Entry(models.Model):
    """One fact: what (`kind`, as "forum.posted"), about what, by whom, when, and details that JSON can hold."""

    kind = models.CharField(max_length=60, db_index=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    subject_type = models.ForeignKey(ContentType, on_delete=models.CASCADE, related_name="+")
    subject_id = models.CharField(max_length=64)
    subject = GenericForeignKey("subject_type", "subject_id")
    details = models.JSONField(default=dict)
    at = models.DateTimeField(default=now, db_index=True)

    objects = EntryQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["subject_type", "subject_id"])]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject_type_id}:{self.subject_id}"
