"""The five platforms and what their members chose to work on."""

from django.db import transaction

from exchange.demo import reading
from exchange.demo.calendar import NETWORK_BEGAN, Calendar
from exchange.journal import at
from exchange.people.models import User
from exchange.platforms.actions import create_platform, set_topics
from exchange.platforms.models import Platform

TEXTS = ("name", "summary", "description", "who")


def load_platforms(calendar: Calendar, admin: User) -> dict[str, Platform]:
    """The platforms by slug, in the order of the programme."""
    for row in reading.rows("platforms"):
        if not Platform.objects.filter(slug=row["slug"]).exists():
            with at(calendar.moment(-NETWORK_BEGAN, f"{9 + row['order']:02}:00")):
                _create(row, admin)
    return {platform.slug: platform for platform in Platform.objects.all()}


@transaction.atomic
def _create(row: dict, admin: User) -> None:
    texts = {
        f"{text}_{language}": row[f"{text}_{language}"].strip() for text in TEXTS for language in ("ar", "en")
    }
    platform = create_platform(by=admin, slug=row["slug"], position=row["order"], **texts)
    set_topics(platform=platform, topics=row["topics"], by=admin)
