"""Works on the pages of other rooms."""

from django import template
from django.core.paginator import Paginator
from django.utils.translation import get_language

from exchange.library.models import Work

register = template.Library()


def _works(context, platform=None):
    person = context["request"].user
    works = Work.objects.visible_to(person).in_one_language(get_language()).with_platforms().newest()
    return works.filter(platform=platform) if platform else works


@register.inclusion_tag("library/works.html", takes_context=True)
def newest_works(context, platform=None, limit=5):
    """The newest works, of one platform or of all."""
    return {"works": list(_works(context, platform)[:limit]), "request": context["request"]}


@register.inclusion_tag("library/shelf.html", takes_context=True)
def shelf(context, platform):
    """All works of a platform, in pages of 20."""
    request = context["request"]
    page = Paginator(_works(context, platform), 20).get_page(request.GET.get("page"))
    return {"page_obj": page, "platform": platform, "request": request}
