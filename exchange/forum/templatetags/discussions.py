"""Discussions on the pages of other rooms."""

from django import template
from django.urls import reverse

from exchange.forum import rules
from exchange.forum.models import Discussion

register = template.Library()


@register.inclusion_tag("forum/latest.html", takes_context=True)
def latest_discussions(context, platform=None, limit: int = 3):
    """The discussions of a platform, or of all, in which something was said last; the way to them and to a new one."""
    request = context["request"]
    discussions = Discussion.objects.visible_to(request.user).with_people()
    every = reverse("forum")
    if platform is not None:
        discussions = discussions.of(platform)
        every = f"{every}?platform={platform.slug}"
    return {
        "discussions": list(discussions[:limit]),
        "with_platform": platform is None,
        "all_url": every,
        "may_open": platform is not None and rules.can_open_discussion(request.user, platform),
        "platform": platform,
        "request": request,
    }


@register.inclusion_tag("forum/about.html", takes_context=True)
def discussions_about(context, thing, platform, limit: int = 5):
    """The discussions about a work of this platform, and the way to a new one about it."""
    request = context["request"]
    discussions = Discussion.objects.visible_to(request.user).about(thing).with_people()
    return {
        "discussions": list(discussions[:limit]),
        "may_open": rules.can_open_discussion(request.user, platform),
        "platform": platform,
        "about": f"{thing._meta.label_lower}.{thing.pk}",
        "request": request,
    }
