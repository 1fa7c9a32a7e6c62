"""For every kind of object, the facts by which an address can name one."""

from django.contrib.auth.models import Group
from wagtail.models import Collection, Locale, Page, Revision, Site, TaskState, Workflow, WorkflowState
from wagtail_localize.models import Translation

from exchange.finding.models import SavedSearch
from exchange.forum.models import Discussion, Post
from exchange.notifications.models import Notification
from exchange.pages.models import Picture, UploadedDocument
from exchange.people.models import User
from exchange.platforms.models import LibraryPage, Membership
from exchange.workshops.models import Registration, Workshop
from tests.crawl.planting.planted import Planted

# The key of something that is not there.
MISSING = 999_999


def note_rows(planted: Planted) -> None:
    """For each kind of object, what every one of them would be named by in an address."""
    shelf = LibraryPage.objects.get(platform=planted.keys["platform B"], locale__language_code="ar")
    planted.rows = {
        "platforms": [
            {"slug": slug, "pk": planted.keys[f"platform {name}"]} for name, slug in planted.slugs.items()
        ],
        "memberships": [
            {"slug": one.platform.slug, "pk": one.pk, "decision": "accept"}
            for one in Membership.objects.select_related("platform").order_by("pk")
        ],
        "people": _keys(User.objects.order_by("pk")),
        "discussions": [row | {"slug": "x"} for row in _keys(Discussion.objects.order_by("pk"))],
        "posts": _keys(Post.objects.order_by("pk")),
        "workshops": [row | {"slug": "x"} for row in _keys(Workshop.objects.order_by("pk"))],
        "registrations": [
            {"pk": one.workshop_id, "slug": "x", "number": one.number}
            for one in Registration.objects.order_by("pk")
        ],
        "notifications": _keys(Notification.objects.order_by("pk")),
        "saved searches": _keys(SavedSearch.objects.order_by("pk")),
        "files": [
            {"pk": one.pk, "id": one.pk, "name": one.filename, "document_id": one.pk, "doc_id": one.pk}
            for one in UploadedDocument.objects.order_by("pk")
        ],
        "pictures": [{"pk": pk, "image_id": pk, "filter_spec": "original"} for pk in _pks(Picture)],
        "pages": [_page_row(page, planted.slugs, shelf) for page in _pages_with_secrets(planted)],
        "paths": [
            {"path": page.url.split("/", 2)[2]} for page in Page.objects.filter(depth__gte=2) if page.url
        ],
        "translations": [
            {
                "translation_id": one.pk,
                "translation_source_id": one.source_id,
                "mode": "preview",
                "string_segment_id": one.source.stringsegment_set.order_by("pk").first().pk,
                "overridable_segment_id": 1,
            }
            for one in Translation.objects.order_by("pk")
        ],
    }
    for kind, model in (
        ("collections", Collection),
        ("workflows", Workflow),
        ("groups", Group),
        ("sites", Site),
        ("locales", Locale),
    ):
        planted.rows[kind] = [{"pk": pk, "collection_id": pk} for pk in _pks(model)]


def _pks(model) -> list[int]:
    return list(model.objects.order_by("pk").values_list("pk", flat=True))


def _keys(rows) -> list[dict]:
    return [{"pk": pk} for pk in rows.values_list("pk", flat=True)]


# The pages that the admin is asked about: all that is hidden from A, and some of A's own.
ASKED_ABOUT = (
    "A everyone work",
    "A unpublished work",
    "A draft",
    "B everyone work",
    "B platform work",
    "B platform work in English",
    "B party work",
    "B draft",
    "B unpublished work",
    "C work",
)


def _pages_with_secrets(planted: Planted) -> list[Page]:
    works = Page.objects.filter(pk__in=[planted.keys[place] for place in ASKED_ABOUT])
    closed = Page.objects.filter(slug=planted.slugs["C"], locale__language_code="ar")
    shelves = LibraryPage.objects.filter(
        platform__in=[planted.keys["platform B"], planted.keys["platform C"]], locale__language_code="ar"
    )
    return list(
        (works | closed | Page.objects.filter(pk__in=shelves.values("pk"))).order_by("path").specific()
    )


def _page_row(page: Page, slugs: dict[str, str], shelf: LibraryPage) -> dict:
    revisions = list(Revision.objects.for_instance(page).order_by("pk").values_list("pk", flat=True))
    state = WorkflowState.objects.for_instance(page).first()
    task = TaskState.objects.filter(workflow_state=state).first() if state else None
    workflow = Workflow.objects.filter(workflow_pages__page__path__startswith=page.path).first()
    return {
        "platform": next((name for name, slug in slugs.items() if f"/{slug}/" in page.url_path), ""),
        "pk": page.pk,
        "page_id": page.pk,
        "page_pk": page.pk,
        "parent_page_id": page.pk,
        "page_to_move_id": page.pk,
        "destination_id": shelf.pk,
        "content_type_app_name": "library",
        "content_type_model_name": "guidepage",
        "revision_id": revisions[0] if revisions else MISSING,
        "revision_id_a": "earliest",
        "revision_id_b": "latest",
        "workflow_state_id": state.pk if state else MISSING,
        "task_state_id": task.pk if task else MISSING,
        "task_id": task.task_id if task else MISSING,
        "action_name": "approve",
        "workflow_pk": workflow.pk if workflow else MISSING,
        "app_label": "library",
        "model_name": "guidepage",
    }
