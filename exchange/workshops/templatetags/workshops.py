"""Workshops on the pages of other rooms, and their rows on our own."""

from django import template
from django.template.loader import render_to_string

from exchange.pages.fragments import shared
from exchange.platforms.templatetags.platforms import audience_of
from exchange.workshops import rules
from exchange.workshops.models import Workshop, platforms_to_organise

register = template.Library()


@register.simple_tag(takes_context=True)
def next_workshops(context, platform=None, limit: int = 3):
    """The next workshops as rows, of one platform or of all."""
    request = context["request"]

    def draw():
        found = {"workshops": list(_coming(context, platform)[:limit]), "request": request}
        return render_to_string("workshops/rows.html", found)

    if request.user.is_authenticated:
        # A row says where the person stands with the workshop.
        return draw()
    return shared(request, audience_of(request), draw, "next workshops", platform and platform.pk, limit)


@register.inclusion_tag("workshops/next.html", takes_context=True)
def upcoming_workshops(context, platform):
    """The next workshop of a platform as a card, and the way to all of them."""
    return {
        "workshop": _coming(context, platform).first(),
        "platform": platform,
        "may_organise": rules.can_organise(context["request"].user, platform),
        "request": context["request"],
    }


@register.inclusion_tag("workshops/mine.html", takes_context=True)
def my_next_workshop(context):
    """The next workshop in which the person has a seat or waits for one, as a card."""
    person = context["request"].user
    mine = Workshop.objects.visible_to(person).attended_by(person).upcoming().with_standing_of(person)
    return {"workshop": mine.first(), "request": context["request"]}


@register.inclusion_tag("workshops/rows.html", takes_context=True)
def my_workshops(context, limit: int = 20):
    """All coming workshops in which the person has a seat or waits for one, as rows."""
    person = context["request"].user
    mine = Workshop.objects.visible_to(person).attended_by(person).upcoming().with_standing_of(person)
    return {"workshops": list(mine[:limit]), "request": context["request"]}


@register.simple_tag(takes_context=True)
def workshops_to_run(context, limit: int = 5) -> list[Workshop]:
    """The next published workshops of the platforms that the person organises; none for who has no role."""
    request = context["request"]
    if not any(one == "all" or one.startswith("party:") for one in audience_of(request)):
        return []
    coming = Workshop.objects.visible_to(request.user).published().upcoming()
    return list(coming.filter(platform__in=platforms_to_organise(request.user))[:limit])


@register.inclusion_tag("workshops/row.html", takes_context=True)
def workshop_row(context, workshop, card: bool = False, heading: str = "h3"):
    """One workshop, as `with_standing_of` gives it: a row of a list, or a card."""
    session, title = _session_to_show(workshop), workshop.text("title")
    return {
        "workshop": workshop,
        "session": session,
        "title": title,
        "foreign": title.language if title.is_fallback else "",
        "place": session.text("place").words if session else "",
        "platform_name": workshop.platform.text("name").words,
        "action_url": workshop.get_absolute_url() if card else "",
        "state": _state(context["request"].user, workshop),
        "seats_left": None if workshop.seats is None else max(0, workshop.seats - workshop.confirmed_count),
        "card": card,
        "heading": heading,
    }


@register.inclusion_tag("workshops/session.html")
def session_item(session, number: int, has_link: bool = False):
    """One session of the timeline; the way in stands there for those who may use it, until it is over."""
    state = "cancelled" if session.workshop.state == "cancelled" else session.state
    may_enter = has_link and state in ("now", "coming")
    return {
        "session": session,
        "number": number,
        "state": state,
        "link_url": session.online_url if may_enter else "",
    }


def _coming(context, platform):
    person = context["request"].user
    coming = Workshop.objects.visible_to(person).published().upcoming().with_standing_of(person)
    return coming.filter(platform=platform) if platform else coming


def _state(person, workshop) -> str:
    # Rows show seats to everybody; who has to sign in or to join first learns that on the page.
    state = rules.standing(person, workshop)
    return rules.availability(workshop) if state in ("visitor", "stranger") else state


def _session_to_show(workshop):
    """The session that runs now or comes next; of a past workshop the first."""
    sessions = list(workshop.sessions.all())
    return next(
        (session for session in sessions if session.state != "past"), sessions[0] if sessions else None
    )
