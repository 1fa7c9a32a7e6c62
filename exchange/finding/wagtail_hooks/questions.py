"""What people ask, for those who tend the search; and a page on how that is done."""

from datetime import timedelta

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from exchange.finding import rules, vocabulary
from exchange.finding.models import Concept, Question
from exchange.journal import now

# So often a question must have been asked before anybody reads it: what one person asked once is theirs.
AT_LEAST = 2
PAGE_SIZE = 30
DAYS = {
    "7": gettext_lazy("Last 7 days"),
    "30": gettext_lazy("Last 30 days"),
    "180": gettext_lazy("Last 180 days"),
}
KINDS = {
    "nothing": gettext_lazy("Found nothing"),
    "most": gettext_lazy("Asked most"),
    "unopened": gettext_lazy("Found, but never opened"),
}


def report(request):
    """Questions of a span of days by kind, each with a way into the vocabulary. No person stands behind them."""
    if not rules.can_see_questions(request.user):
        raise PermissionDenied
    kind = request.GET.get("kind") if request.GET.get("kind") in KINDS else "nothing"
    days = request.GET.get("days") if request.GET.get("days") in DAYS else "30"
    since = timezone.localdate(now()) - timedelta(days=int(days) - 1)
    page = Paginator(_questions(request.user, kind, since), PAGE_SIZE).get_page(request.GET.get("p"))
    context = {
        "header_title": _("What people ask"),
        "page_title": _("What people ask"),
        "header_icon": "search",
        "kinds": [(name, label, name == kind) for name, label in KINDS.items()],
        "days": [(name, label, name == days) for name, label in DAYS.items()],
        "page": page,
        "elided_page_range": page.paginator.get_elided_page_range(page.number),
        "rows": _rows(page),
    }
    return TemplateResponse(request, "finding/admin/questions.html", context)


def _questions(person, kind: str, since):
    asked = Question.objects.visible_to(person).since(since).in_sums(at_least=AT_LEAST)
    found = {
        "nothing": asked.filter(results=0),
        "most": asked,
        "unopened": asked.filter(results__gt=0, opened=0),
    }[kind]
    return found.order_by("-asked", "folded")


def _rows(page) -> list[dict]:
    suggested = vocabulary.suggested_for(question["words"] for question in page)
    return [_row(question, suggested[question["words"]]) for question in page]


def _row(question: dict, near: list[Concept]) -> dict:
    words = question["words"]
    side = "en" if words.isascii() else "ar"
    joining = [
        (concept, f"{reverse('vocabulary:edit', args=[concept.pk])}?{urlencode({'add': words})}")
        for concept in near
    ]
    return question | {
        "add_url": f"{reverse('vocabulary:add')}?{urlencode({side: words})}",
        "search_url": f"/{get_language()}/search/?{urlencode({'q': words})}",
        "joining": joining,
    }


def explain_tuning(request):
    """How the search is tuned, in the person's language."""
    language = get_language() if get_language() in ("ar", "en") else "en"
    context = {
        "header_title": _("How the search is tuned"),
        "page_title": _("How the search is tuned"),
        "header_icon": "help",
        "text": f"finding/admin/help_{language}.html",
    }
    return TemplateResponse(request, "library/admin/help.html", context)


@hooks.register("register_admin_urls")
def address_questions():
    return [
        path("reports/questions/", report, name="questions_report"),
        path("help/tuning/", explain_tuning, name="tuning_help"),
    ]


class ForThoseWhoTend(MenuItem):
    def is_shown(self, request):
        return rules.can_see_questions(request.user)


@hooks.register("register_reports_menu_item")
def lead_to_questions():
    return ForThoseWhoTend(
        _("What people ask"), reverse("questions_report"), name="questions", icon_name="search", order=50
    )


@hooks.register("register_help_menu_item")
def lead_to_help():
    return ForThoseWhoTend(
        _("How the search is tuned"), reverse("tuning_help"), name="tuning", icon_name="search", order=20
    )
