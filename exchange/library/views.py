"""The shared library over all platforms."""

from django.core.paginator import Paginator
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from exchange.library.models import Work
from exchange.platforms.models import Platform

PAGE_SIZE = 20


def library(request):
    """All works that the person may read, newest first; `?kind=`, `?platform=` and `?tag=` narrow the list."""
    works = Work.objects.visible_to(request.user).in_one_language(get_language()).with_platforms().newest()
    kind, platform, tag = (request.GET.get(name, "").strip() for name in ("kind", "platform", "tag"))
    if kind in Work.Kind.values:
        works = works.of_kind(kind)
    if platform:
        works = works.filter(platform__slug=platform)
    if tag:
        works = works.tagged(tag)
    context = {
        "page_obj": Paginator(works, PAGE_SIZE).get_page(request.GET.get("page")),
        "kind_choices": choices(Work.Kind.choices, kind),
        "platform_choices": choices(
            [(row.slug, row.text("name").words) for row in Platform.objects.visible_to(request.user)],
            platform,
        ),
        "tag": tag,
    }
    return render(request, "library/library.html", context)


def choices(pairs, selected: str) -> list[dict]:
    """Pairs of value and label as a group of radio buttons takes them, "all" first."""
    rows = [("", _("All")), *pairs]
    return [{"value": value, "label": label, "selected": value == selected} for value, label in rows]
