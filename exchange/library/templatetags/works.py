"""Works on the pages of other rooms."""

from django import template
from django.core.paginator import Paginator
from django.template.loader import render_to_string
from django.utils.translation import get_language

from exchange.design.kept import kept
from exchange.library.models import Work
from exchange.pages.fragments import shared
from exchange.platforms.templatetags.platforms import audience_of, own_platforms

register = template.Library()

KIND_ICONS: dict[str, str] = {Work.Kind.GUIDE: "book-open", Work.Kind.POSITION_PAPER: "scroll-text"}


@register.filter
def kind_icon(work) -> str:
    """The icon that stands beside a work in lists."""
    return KIND_ICONS.get(work.kind, "file-text")


def _works(context, platform=None):
    person = context["request"].user
    works = Work.objects.visible_to(person).in_one_language(get_language()).with_platforms().newest()
    return works.filter(platform=platform) if platform else works


@register.simple_tag(takes_context=True)
def newest_works(context, platform=None, limit=5):
    """The newest works, of one platform or of all."""

    def works():
        return _works(context, platform)[:limit]

    return _drawn(context, works, "newest works", platform and platform.pk, limit)


@register.simple_tag(takes_context=True)
def newest_works_of_mine(context, limit=7):
    """The newest works of the person's own platforms, a line each; of all platforms for who is in none."""

    def works():
        mine = own_platforms(context["request"])
        return (_works(context).filter(platform__in=mine) if mine else _works(context))[:limit]

    return _drawn(context, works, "newest works of mine", limit, short=True)


def _drawn(context, works, *told, short: bool = False):
    """The list that `works()` gives, as a piece of its own: asked for only when it is drawn anew."""
    request = context["request"]

    def draw():
        return render_to_string("library/works.html", {"works": list(works()), "short": short})

    return shared(request, audience_of(request), draw, *told)


@register.inclusion_tag("library/shelf.html", takes_context=True)
def shelf(context, platform):
    """All works of a platform, in pages of 20."""
    request = context["request"]
    page = Paginator(_works(context, platform), 20).get_page(request.GET.get("page"))
    return {"page_obj": page, "platform": platform, "request": request}


@register.simple_tag
def chapters_of(work, template_name: str) -> str:
    """The chapters of a work as a template draws them; drawn once for each state of the text, drafts too."""

    def draw():
        return render_to_string(template_name, {"chapters": work.chapters})

    return kept(draw, template_name, work.chapters.get_prep_value())
