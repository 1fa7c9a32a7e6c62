"""Publishing a page as people do in the admin, on a day that is past."""

from datetime import datetime

from django.db import transaction
from wagtail.models import Page, Revision

from exchange.journal import at
from exchange.people.models import User


@transaction.atomic
def publish(page: Page, *, by: User, approved_by: User, moment: datetime) -> None:
    """Write a revision of the page as `by` and publish it as `approved_by`; everything is stamped with `moment`."""
    page.first_published_at = page.first_published_at or moment
    with at(moment):
        revision = page.save_revision(user=by)
        revision.publish(user=approved_by)
    # Wagtail asks the clock of the machine. What came first is kept by it; what came last is put right here.
    Revision.objects.filter(pk=revision.pk).update(created_at=moment)
    Page.objects.filter(pk=page.pk).update(
        first_published_at=page.first_published_at,
        last_published_at=moment,
        latest_revision_created_at=moment,
    )
