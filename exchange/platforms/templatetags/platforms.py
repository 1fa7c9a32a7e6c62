"""Platforms on the pages of other rooms."""

from django import template
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html, linebreaks
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from exchange.pages.fragments import shared
from exchange.platforms import rules
from exchange.platforms.models import Membership, Platform

register = template.Library()


def audience_of(request) -> set[str]:
    """The tokens of the person who asks, read once for a page: those with the same ones see the same."""
    if not hasattr(request, "_audience"):
        request._audience = rules.audience_tokens(request.user)
    return request._audience


def is_member(request, platform) -> bool:
    """What `rules.is_member` says, from the tokens that the page has read already."""
    return not audience_of(request).isdisjoint(["all", f"platform:{platform.pk}"])


def own_platforms(request) -> set[int]:
    """The keys of the platforms that the person is a member of; empty for who may see them all."""
    return {int(token.split(":")[1]) for token in audience_of(request) if token.startswith("platform:")}


@register.simple_tag(takes_context=True)
def has_platforms(context) -> bool:
    """Whether the person is a member somewhere."""
    return bool(own_platforms(context["request"]))


@register.simple_tag(takes_context=True)
def sees_members(context, platform) -> bool:
    """Whether the page leads on to the list of the platform's members."""
    return is_member(context["request"], platform)


@register.simple_tag(takes_context=True)
def sees_figures(context, platform) -> bool:
    """Whether the page leads on to the platform's numbers. Only who has a role anywhere costs a question."""
    request = context["request"]
    if audience_of(request).isdisjoint(["all", f"party:{platform.pk}"]):
        return False
    return rules.can_see_figures(request.user, platform)


@register.inclusion_tag("platforms/joining.html", takes_context=True)
def joining(context, platform):
    """Where the person stands with a platform, and the one next step."""
    request = context["request"]
    person = request.user
    membership = None
    if person.is_authenticated:
        membership = Membership.objects.visible_to(person).filter(platform=platform, person=person).first()
    return {
        "request": request,
        "csrf_token": context.get("csrf_token"),
        "platform": platform,
        "membership": membership,
        "may_ask": person.is_authenticated
        and (membership is None or membership.state not in ("active", "requested")),
        "is_visitor": not person.is_authenticated,
        "leave_url": reverse("platform_leave", args=[platform.slug]),
    }


@register.simple_tag(takes_context=True)
def platform_signs(context):
    """All platforms that the person may see, as signs."""
    request = context["request"]

    def draw():
        return render_to_string(
            "platforms/signs.html", {"platforms": Platform.objects.visible_to(request.user)}
        )

    return shared(request, audience_of(request), draw, "platform signs")


@register.simple_tag(takes_context=True)
def requests_waiting(context):
    """The requests that this person is to decide on, oldest first, at most five."""
    person = context["request"].user
    if not person.is_authenticated:
        return []
    waiting = Membership.objects.visible_to(person).waiting().select_related("person", "platform")
    if not rules.is_administrator(person):
        coordinated = [one.platform_id for one in my_memberships(context) if one.is_coordinator]
        if not coordinated:
            return []
        waiting = waiting.filter(platform__in=coordinated)
    return waiting.order_by("asked_at")[:5]


@register.simple_tag(takes_context=True)
def my_memberships(context):
    """The person's active memberships and open requests, read once for a page."""
    request = context["request"]
    if not hasattr(request, "_memberships"):
        own = request.user.memberships.filter(state__in=("active", "requested"))
        request._memberships = list(own.select_related("platform").order_by("platform__position"))
    return request._memberships


@register.simple_tag
def side_text(thing, field: str) -> str:
    """A long `Bilingual` field as paragraphs; where only the other language has it, marked up and saying so."""
    text = thing.text(field)
    body = mark_safe(linebreaks(text.words, autoescape=True))  # noqa: S308  (escaped by linebreaks)
    if not text.is_fallback:
        return body
    return format_html(
        '<p class="untranslated">{}</p><div lang="{}" dir="{}">{}</div>',
        _("not yet translated"),
        text.language,
        text.direction,
        body,
    )
