"""The numbers of a platform, for those who look after it."""

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from exchange.front.figures import authorities_without_members, book, topics
from exchange.platforms import rules
from exchange.platforms.models import Platform

PAGE_SIZE = 50
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@login_required
@never_cache
def figures(request, slug: str):
    """The last 12 months in charts, each with its table."""
    platform = _platform(request, slug)
    context = {
        "platform": platform,
        "topics": topics(platform, seen_by=request.user),
        "crumbs": _crumbs(platform)[:-1],
    }
    return render(request, "front/figures.html", context)


@login_required
@never_cache
def figures_file(request, slug: str):
    """The same numbers as a workbook."""
    platform = _platform(request, slug)
    response = HttpResponse(book(topics(platform, seen_by=request.user)), content_type=XLSX)
    response["Content-Disposition"] = content_disposition_header(True, f"figures-{platform.slug}.xlsx")
    return response


@login_required
@never_cache
def authorities(request, slug: str):
    """The local authorities that nobody in the platform works for."""
    platform = _platform(request, slug)
    given = request.GET.get("region", "")
    region = int(given) if given.isdecimal() and len(given) < 10 else 0
    found = authorities_without_members(platform, seen_by=request.user, region=region)
    context = {
        "platform": platform,
        "page_obj": Paginator(found, PAGE_SIZE).get_page(request.GET.get("page")),
        "is_narrowed": bool(region),
        "crumbs": _crumbs(platform),
    }
    return render(request, "front/figures_authorities.html", context)


def _platform(request, slug: str) -> Platform:
    platform = get_object_or_404(Platform.objects.visible_to(request.user), slug=slug)
    if not rules.can_see_figures(request.user, platform):
        raise Http404
    return platform


def _crumbs(platform: Platform) -> list[dict]:
    return [
        {"title": _("Platforms"), "url": f"/{get_language()}/platforms/"},
        {"title": str(platform), "url": platform.get_absolute_url()},
        {"title": _("Figures"), "url": reverse("platform_figures", args=[platform.slug])},
    ]
