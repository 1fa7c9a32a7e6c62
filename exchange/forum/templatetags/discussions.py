"""Discussions on the pages of other rooms."""

from django import template
from django.template.loader import render_to_string
from django.urls import reverse

from exchange.forum.models import Discussion
from exchange.pages.fragments import shared
from exchange.platforms.templatetags.platforms import audience_of, is_member, own_platforms

register = template.Library()


@register.inclusion_tag("forum/latest.html", takes_context=True)
def latest_discussions(context, platform=None, limit: int = 3):
    """The discussions of a platform in which something was said last; the way to them and to a new one.

    Without a platform: of those that the person is a member of, or of all for who is in none.
    """
    request = context["request"]
    every = reverse("forum")

    def draw():
        discussions = Discussion.objects.visible_to(request.user).with_people()
        if platform is not None:
            discussions = discussions.of(platform)
        elif mine := own_platforms(request):
            discussions = discussions.filter(platform__in=mine)
        found = {"discussions": list(discussions[:limit]), "with_platform": platform is None}
        return render_to_string("forum/rows.html", found) if found["discussions"] else ""

    return {
        "rows": shared(
            request, audience_of(request), draw, "latest discussions", platform and platform.pk, limit
        ),
        "all_url": f"{every}?platform={platform.slug}" if platform is not None else every,
        "may_open": platform is not None and is_member(request, platform),
        "platform": platform,
        "request": request,
    }


@register.inclusion_tag("forum/about.html", takes_context=True)
def discussions_about(context, thing, platform, limit: int = 5):
    """The discussions about a work of this platform, and the way to a new one about it."""
    request = context["request"]
    about = f"{thing._meta.label_lower}.{thing.pk}"

    def draw():
        discussions = Discussion.objects.visible_to(request.user).about(thing).with_people()
        return render_to_string("forum/about_rows.html", {"discussions": list(discussions[:limit])})

    return {
        "rows": shared(request, audience_of(request), draw, "discussions about", about, limit),
        "may_open": is_member(request, platform),
        "platform": platform,
        "about": about,
    }
