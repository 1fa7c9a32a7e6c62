"""Adding and changing platforms."""

import uuid

from django.core.exceptions import PermissionDenied
from django.db import transaction
from wagtail.models import Collection, GroupApprovalTask, Locale, Workflow, WorkflowPage, WorkflowTask

from exchange.journal.actions import record
from exchange.pages.names import insist_on_name
from exchange.platforms import rules
from exchange.platforms.actions.groups import make_groups
from exchange.platforms.models import LibraryPage, Platform, PlatformIndexPage, PlatformPage, PriorityTopic

LIBRARY_TITLES = {"ar": "مكتبة %s", "en": "%s library"}


@transaction.atomic
def create_platform(*, by, slug: str, name_ar: str, name_en: str = "", **fields) -> Platform:
    """Add a platform with all that it stands on: pages in both languages, collection, groups and workflow."""
    if not rules.can_create_platform(by):
        raise PermissionDenied
    platform = Platform(slug=slug, name_ar=name_ar, name_en=name_en, **fields)
    platform.full_clean(exclude=["collection"])
    platform.collection = Collection.get_first_root_node().add_child(name=name_ar)
    platform.save()
    shelves = _make_pages(platform)
    groups = make_groups(platform, shelves)
    _make_workflow(platform, shelves, groups["coordinators"])
    record("platforms.platform_created", subject=platform, by=by)
    return platform


@transaction.atomic
def update_platform(*, platform: Platform, by, **fields) -> Platform:
    """Change a platform's row; the titles of its pages follow its name. The slug stays: addresses depend on it."""
    if not rules.can_edit_platform(by, platform):
        raise PermissionDenied
    for name, value in fields.items():
        setattr(platform, name, value)
    platform.full_clean(exclude=["collection", "slug"])
    platform.save(update_fields=list(fields))
    for page in platform.pages.select_related("locale"):
        page.title = page.draft_title = platform.text("name", page.locale.language_code).words
        page.save(update_fields=["title", "draft_title"])
    record("platforms.platform_changed", subject=platform, by=by, fields=sorted(fields))
    return platform


@transaction.atomic
def set_topics(*, platform: Platform, topics: list[dict], by) -> list[PriorityTopic]:
    """Write down the priority topics of a platform, in their order; each a dict of `name_ar` and `name_en`."""
    if not rules.is_coordinator(by, platform):
        raise PermissionDenied
    limit = PriorityTopic._meta.get_field("name_ar").max_length
    platform.topics.all().delete()
    rows = [
        PriorityTopic(
            platform=platform,
            position=place,
            **{column: insist_on_name(name, limit) for column, name in topic.items()},
        )
        for place, topic in enumerate(topics)
    ]
    PriorityTopic.objects.bulk_create(rows)
    record("platforms.topics_set", subject=platform, by=by, count=len(rows))
    return rows


def _make_pages(platform: Platform) -> list[LibraryPage]:
    shelves = []
    keys = {"page": uuid.uuid4(), "shelf": uuid.uuid4()}
    for locale in Locale.objects.filter(language_code__in=("ar", "en")).order_by("language_code"):
        name = platform.text("name", locale.language_code).words
        parent = PlatformIndexPage.objects.get(locale=locale)
        page = parent.add_child(
            instance=PlatformPage(
                title=name, slug=platform.slug, platform=platform, locale=locale, translation_key=keys["page"]
            )
        )
        shelf = page.add_child(
            instance=LibraryPage(
                title=LIBRARY_TITLES[locale.language_code] % name,
                slug="library",
                platform=platform,
                locale=locale,
                translation_key=keys["shelf"],
            )
        )
        shelves.append(shelf)
    return shelves


def _make_workflow(platform: Platform, shelves, coordinators) -> None:
    workflow = Workflow.objects.create(name=f"مراجعة {platform.name_ar}")
    task = GroupApprovalTask.objects.create(name=f"موافقة تنسيق {platform.name_ar}")
    task.groups.add(coordinators)
    WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
    for shelf in shelves:
        WorkflowPage.objects.create(workflow=workflow, page=shelf.page_ptr)
