"""The library in Wagtail's admin: what is served, what choosers show, where an editor begins."""

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.urls import path
from wagtail import hooks
from wagtail.admin.auth import require_admin_access
from wagtail.admin.ui.components import Component
from wagtail.admin.views.chooser import ChosenMultipleView
from wagtail.admin.views.reports.page_types_usage import PageTypesUsageReportView
from wagtail.admin.viewsets.pages import page_viewset_registry
from wagtail.models import Page
from wagtail.permissions import page_permission_policy

from exchange.library import rules
from exchange.library.models import Work
from exchange.platforms.models import LibraryPage

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
    return Page.objects.filter(pk__in=editable.values("pk")) | Page.objects.filter(live=True).exclude(
        pk__in=hidden
    )


class ChosenPagesView(ChosenMultipleView):
    """Wagtail's own answers for any page; this one only for pages whose titles the person may know."""

    def get(self, request):
        asked = request.GET.getlist("id")
        if not all(pk.isdigit() for pk in asked):
            raise Http404
        if seen_by(request.user).filter(pk__in=asked).count() != len(set(asked)):
            raise Http404
        return super().get(request)


def explore(request, parent_page_id: int, view: str):
    """Wagtail's list below a page, for pages whose titles the person may know; Wagtail itself asks nothing."""
    if not seen_by(request.user).filter(pk=parent_page_id).exists():
        raise Http404
    listing = page_viewset_registry.as_view(view, parent_page_id_kwarg="parent_page_id")
    return listing(request, parent_page_id=parent_page_id)


def count_page_types(request, results_only: bool = False):
    """Wagtail's report names the newest page of every kind, whoever's it is: it is for administrators."""
    if not request.user.is_superuser:
        raise PermissionDenied
    return PageTypesUsageReportView.as_view(results_only=results_only)(request)


# These stand before Wagtail's own addresses, which show more than the person may see.
guards = [
    path("choose-page/chosen-multiple/", require_admin_access(ChosenPagesView.as_view())),
    path("pages/<int:parent_page_id>/", require_admin_access(explore), {"view": "index"}),
    path("pages/<int:parent_page_id>/results/", require_admin_access(explore), {"view": "index_results"}),
    path("reports/page-types-usage/", require_admin_access(count_page_types)),
    path("reports/page-types-usage/results/", require_admin_access(count_page_types), {"results_only": True}),
]


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
