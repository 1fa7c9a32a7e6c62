"""Workshops for tests, made by the room's own actions."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from exchange.journal import now
from exchange.workshops import actions
from exchange.workshops.models import Workshop
from tests import factories as make

HEBRON = ZoneInfo("Asia/Hebron")


def local(text: str) -> datetime:
    """The moment "2026-03-12 09:00" in Hebron."""
    return datetime.fromisoformat(text).replace(tzinfo=HEBRON)


def session(days: float = 7, hours: float = 3, **fields) -> dict:
    """A session that begins so many days from now."""
    starts_at = (now() + timedelta(days=days)).replace(second=0, microsecond=0)
    given = {
        "starts_at": starts_at,
        "ends_at": starts_at + timedelta(hours=hours),
        "place_ar": "قاعة البلدية",
    }
    return given | fields


def workshop(platform=None, *, by=None, sessions=None, is_published: bool = True, **fields) -> Workshop:
    """A workshop of one session in a week, with 30 seats."""
    platform = platform or make.platform()
    by = by or make.administrator()
    fields = {"title_ar": "إعداد الموازنة", "seats": 30} | fields
    sessions = [session()] if sessions is None else sessions
    made = actions.create_workshop(platform=platform, by=by, sessions=sessions, **fields)
    return actions.publish_workshop(workshop=made, by=by) if is_published else made


def people(number: int, platform) -> list:
    """Members of the platform."""
    return [make.member(platform) for _ in range(number)]


def states(of: Workshop) -> list[str]:
    """The states of all registrations, in the order of arrival."""
    return list(of.registrations.order_by("number").values_list("state", flat=True))
