"""The library in Wagtail's admin: what is served, what choosers show, where an editor begins."""

from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import Http404, JsonResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLResolver, path, reverse
from django.urls.resolvers import RegexPattern
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin.auth import require_admin_access
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component
from wagtail.admin.views.chooser import ChosenMultipleView
from wagtail.documents.views import bulk_actions as documents
from wagtail.images.views import bulk_actions as pictures
from wagtail.models import Page
from wagtail.permissions import page_permission_policy

from exchange.library import rules
from exchange.library.models import TaggedWork, Work, WorkTag, fold_tag
from exchange.platforms.models import LibraryPage, Platform, PlatformPage

EDITING = {"add", "change", "publish"}


@hooks.register("before_serve_document", order=-10)
def serve_only_to_readers(document, request):
    """A file is there for whoever may read or edit a work that it belongs to; for others it does not exist."""
    if not rules.can_download(request.user, document):
        raise Http404


@hooks.register("construct_page_chooser_queryset")
def offer_only_what_is_seen(pages, request):
    """Published pages that the person may read, and pages that they may edit; no titles of others' drafts."""
    return pages & seen_by(request.user)


def seen_by(person):
    """All pages whose titles this person may know."""
    editable = page_permission_policy.instances_user_has_any_permission_for(person, EDITING)
    works = Work.objects.all()
    hidden = works.exclude(pk__in=works.visible_to(person)).values("pk")
    closed = Platform.objects.exclude(pk__in=Platform.objects.visible_to(person)).values("pk")
    standing = Page.objects.filter(live=True).exclude(pk__in=hidden)
    for pages in (PlatformPage, LibraryPage):
        standing = standing.exclude(pk__in=pages.objects.filter(platform__in=closed).values("pk"))
    return Page.objects.filter(pk__in=editable.values("pk")) | standing


class ChosenPagesView(ChosenMultipleView):
    """Wagtail's own answers for any page; this one only for pages whose titles the person may know."""

    def get(self, request):
        asked = request.GET.getlist("id")
        if not all(pk.isdigit() for pk in asked):
            raise Http404
        if seen_by(request.user).filter(pk__in=asked).count() != len(set(asked)):
            raise Http404
        return super().get(request)


WAGTAILS = URLResolver(RegexPattern(r"^/admin/"), "wagtail.admin.urls")
# Lists over all platforms, whoever asks.
OF_ALL_PLATFORMS = (
    "reports/workflow/",
    "reports/workflow/results/",
    "reports/workflow_tasks/",
    "reports/workflow_tasks/results/",
    "reports/page-types-usage/",
    "reports/page-types-usage/results/",
    "localize/reports/translations/",
    "localize/reports/translations/results/",
    "workflows/task_chooser/",
    "workflows/task_chooser/results/",
    "workflows/task_chooser/create/",
    "workflows/task_chooser/<int:task_id>/",
    *(f"api/main/{kind}/{rest}" for kind in ("documents", "images") for rest in ("", "find/", "<int:pk>/")),
)
# The names of those that stand in the menu of reports.
REPORTS_OF_ALL = {"workflows", "workflow-tasks", "page-types-usage", "translations"}
TAGS = 10


def wagtails_own(request):
    """What Wagtail itself answers at an address before which one of ours stands."""
    view, args, kwargs = WAGTAILS.resolve(request.path_info)
    return view(request, *args, **kwargs)


def explore(request, parent_page_id: int):
    """Wagtail's list below a page: for what the person edits and the way to it. Wagtail itself asks nothing."""
    get_object_or_404(page_permission_policy.explorable_instances(request.user), pk=parent_page_id)
    return wagtails_own(request)


def choose_below(request, parent_page_id: int):
    """Wagtail's chooser below a page whose title the person may know; Wagtail itself names any page."""
    get_object_or_404(seen_by(request.user), pk=parent_page_id)
    return wagtails_own(request)


def confirm_move(request, page_to_move_id: int, destination_id: int):
    """Wagtail's last question before it moves a page, for who may move it; Wagtail asks only afterwards."""
    page = get_object_or_404(Page, pk=page_to_move_id)
    get_object_or_404(seen_by(request.user), pk=destination_id)
    if not page.permissions_for_user(request.user).can_move():
        raise PermissionDenied
    return wagtails_own(request)


def complete_tag(request, app_name: str = "", model_name: str = ""):
    """Tags with a word that begins like `?term=`, on what the person may know of. Wagtail itself completes any tag."""
    term = fold_tag(request.GET.get("term", ""))
    works = Work.objects.filter(pk__in=seen_by(request.user).values("pk"))
    tags = WorkTag.objects.filter(pk__in=TaggedWork.objects.filter(content_object__in=works).values("tag"))
    if not term or (app_name, model_name) != ("library", "worktag"):
        tags = tags.none()
    tags = tags.filter(Q(key__startswith=term) | Q(key__contains=f" {term}")).order_by("name")
    return JsonResponse(list(tags.values_list("name", flat=True)[:TAGS]), safe=False)


def for_administrators(request, **arguments):
    """What Wagtail shows over all platforms, to those alone who see all of them."""
    if not request.user.is_superuser:
        raise PermissionDenied
    return wagtails_own(request)


# These stand before Wagtail's own addresses, which show more than the person may see.
guards = [
    path("choose-page/chosen-multiple/", require_admin_access(ChosenPagesView.as_view())),
    path("choose-page/<int:parent_page_id>/", require_admin_access(choose_below)),
    path("pages/<int:parent_page_id>/", require_admin_access(explore)),
    path("pages/<int:parent_page_id>/results/", require_admin_access(explore)),
    path(
        "pages/<int:page_to_move_id>/move/<int:destination_id>/confirm/", require_admin_access(confirm_move)
    ),
    path("tag-autocomplete/", require_admin_access(complete_tag)),
    path("tag-autocomplete/<slug:app_name>/<slug:model_name>/", require_admin_access(complete_tag)),
    *(path(address, require_admin_access(for_administrators)) for address in OF_ALL_PLATFORMS),
]


@hooks.register("construct_reports_menu")
def offer_only_reports_that_open(request, items):
    """Reports over all platforms stand in the menu of those who may open them."""
    if not request.user.is_superuser:
        items[:] = [item for item in items if item.name not in REPORTS_OF_ALL]


def _closed(action):
    """Wagtail's deed on many files at once, allowed to nobody."""
    return type(f"Closed{action.__name__}", (action,), {"check_perm": lambda self, file: False})


for _action in (documents.AddTagsBulkAction, pictures.AddTagsBulkAction):
    # Files have no tags. Wagtail registers its own with the order 0; the last one counts.
    hooks.register("register_bulk_action", _closed(_action), order=100)


class WritePanel(Component):
    """The first thing on an editor's admin home: begin a guide or a paper, two clicks from the text."""

    name = "write"
    template_name = "library/admin/write_panel.html"
    order = 50

    def get_context_data(self, parent_context):
        person = parent_context["request"].user
        shelves = LibraryPage.objects.filter(
            pk__in=page_permission_policy.instances_user_has_permission_for(person, "add").values("pk")
        ).select_related("platform", "locale")
        return {"shelves": shelves.order_by("platform__position", "locale__language_code")}


@hooks.register("construct_homepage_panels")
def begin_writing(request, panels):
    panels.insert(0, WritePanel())


def explain_writing(request):
    """How guides and papers are written here, in the person's language."""
    language = get_language() if get_language() in ("ar", "en") else "en"
    context = {
        "header_title": _("How a guide is written"),
        "page_title": _("How a guide is written"),
        "header_icon": "help",
        "text": f"library/admin/help_{language}.html",
    }
    return TemplateResponse(request, "library/admin/help.html", context)


@hooks.register("register_admin_urls")
def address_help():
    return [path("help/writing/", explain_writing, name="writing_help")]


@hooks.register("register_help_menu_item")
def lead_to_help():
    return MenuItem(_("How a guide is written"), reverse("writing_help"), icon_name="doc-full", order=10)
