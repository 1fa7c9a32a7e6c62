"""How mails and the inbox write hours, places and sessions: plain text in the active language."""

from datetime import datetime
from html import unescape

from django.utils.html import strip_tags
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from exchange.design.letters import isolated
from exchange.design.templatetags.design import local_date, time_range
from exchange.workshops.models import Session, Workshop


def programme(workshop: Workshop, *, has_links: bool) -> str:
    """A paragraph for each session: when, what, where, and the link for those who have a seat."""
    return "\n\n".join(_session(session, has_links) for session in workshop.sessions.all())


def moves_in_words(moves: list[dict]) -> str:
    """A paragraph for each session that moved: what was said before, and what holds now."""
    return "\n\n".join(_move(move) for move in moves)


def when(starts_at: datetime, ends_at: datetime) -> str:
    """The weekday, date and hours, in the zone of the network."""
    return _("%(date)s, %(hours)s") % {
        "date": _plain(local_date(starts_at, "weekday")),
        "hours": _plain(time_range(starts_at, ends_at)),
    }


def _session(session: Session, has_links: bool) -> str:
    lines = [
        when(session.starts_at, session.ends_at),
        session.text("title").words,
        session.text("place").words or (_("Online") if session.online_url else ""),
        session.online_url if has_links else "",
    ]
    return "\n".join(line for line in lines if line)


def _move(move: dict) -> str:
    was, is_now = move["was"], move["now"]
    if was is None:
        return _("A new session: %(now)s") % {"now": _slot(is_now)}
    if is_now is None:
        return _("No longer takes place: %(was)s") % {"was": _slot(was)}
    if was == is_now:
        return _("%(now)s: the online link is a new one.") % {"now": _slot(is_now)}
    return _("Before: %(was)s\nNow: %(now)s") % {"was": _slot(was), "now": _slot(is_now)}


def _slot(slot: dict) -> str:
    hours = when(datetime.fromisoformat(slot["starts_at"]), datetime.fromisoformat(slot["ends_at"]))
    asked, other = ("en", "ar") if get_language() == "en" else ("ar", "en")
    place = slot[f"place_{asked}"] or slot[f"place_{other}"]
    return _("%(when)s, %(place)s") % {"when": hours, "place": isolated(place)} if place else hours


def _plain(html: str) -> str:
    return unescape(strip_tags(html))
