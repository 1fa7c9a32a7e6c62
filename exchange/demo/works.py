"""Guides and position papers, published by the editors of their platforms in both languages."""

import json
import uuid

from django.db import transaction
from django.utils.translation import override
from wagtail.models import Locale

from exchange.demo import markdown, reading
from exchange.demo.attachments import stored
from exchange.demo.calendar import Calendar
from exchange.demo.publishing import publish
from exchange.demo.reading import Written
from exchange.journal import at
from exchange.library.models import Attachment, GuidePage, PositionPaperPage, Work
from exchange.people.models import User
from exchange.platforms.models import LibraryPage, Platform

PAGES = {"guide": GuidePage, "position-paper": PositionPaperPage}
HOURS = {"ar": "10:30", "en": "13:00"}


def load_works(calendar: Calendar, people: dict[str, User], platforms: dict[str, Platform]) -> None:
    """Every side of every work that is not there yet."""
    names = {row["key"]: row["name_en"] for row in reading.rows("people")}
    for written in reading.works():
        platform = platforms[written.fields["platform"]]
        if _side(platform, written.fields["slug"], written.language) is None:
            author = people[written.fields["author"]]
            byline = _byline(author, written.language, names[written.fields["author"]])
            coordinator = people[f"coordinator-{platform.slug}"]
            _add(calendar, written, platform, author=author, byline=byline, approved_by=coordinator)


def _side(platform: Platform, slug: str, language: str) -> Work | None:
    return Work.objects.filter(platform=platform, slug=slug, locale__language_code=language).first()


@transaction.atomic
def _add(
    calendar: Calendar, written: Written, platform: Platform, *, author: User, byline: str, approved_by: User
) -> None:
    fields = written.fields
    moment = calendar.moment(-fields["days_ago"], HOURS[written.language])
    shelf = LibraryPage.objects.get(platform=platform, locale__language_code=written.language)
    page = PAGES[fields["kind"]](
        title=fields["title"],
        slug=fields["slug"],
        owner=author,
        locale=Locale.objects.get(language_code=written.language),
        translation_key=_translation_key(platform, written),
        live=False,
        audience=fields["audience"],
        summary=fields["summary"],
        byline=byline,
        sources="\n".join(fields["sources"]),
        chapters=json.dumps(markdown.chapters(written.text), ensure_ascii=False),
        first_published_at=moment,
        **({"edition": fields["edition"]} if "edition" in fields else {}),
    )
    with at(moment):
        shelf.add_child(instance=page)
        page.tags.add(*fields["tags"])
        page.attachments = [
            Attachment(
                document=stored(
                    source=one["source"], format=one["format"], platform=platform, by=author, moment=moment
                ),
                title=one["title"],
                sort_order=place,
            )
            for place, one in enumerate(fields["attachments"])
        ]
    publish(page, by=author, approved_by=approved_by, moment=moment)


def _translation_key(platform: Platform, written: Written) -> uuid.UUID:
    """What makes the two sides one work to Wagtail: the English side takes the key of the Arabic one."""
    if written.language == "ar":
        return uuid.uuid4()
    return Work.objects.get(
        platform=platform, slug=written.fields["slug"], locale__language_code="ar"
    ).translation_key


def _byline(author: User, language: str, name_en: str) -> str:
    with override(language):
        office = str(author.profile.authority)
    return f"{author.name}، {office}" if language == "ar" else f"{name_en}, {office}"
