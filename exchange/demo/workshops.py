"""Fifteen workshops, past and coming: announced, registered for in turn, some full, one called off."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from exchange.demo import reading
from exchange.demo.calendar import Calendar, office_hours, spread
from exchange.journal import at
from exchange.people.models import User
from exchange.platforms.models import Platform
from exchange.workshops.actions import cancel_workshop, create_workshop, publish_workshop, register
from exchange.workshops.models import Expert, Workshop

# A workshop is announced five weeks before it begins; one that lies far ahead, a week ago.
ANNOUNCED_DAYS_BEFORE = 35
ANNOUNCED_AT_LEAST_DAYS_AGO = 7
CANCELLED_DAYS_AGO = 2
TEXTS = ("title", "summary", "description")
SESSION_TEXTS = ("title_ar", "title_en", "place_ar", "place_en", "online_url")


def load_workshops(calendar: Calendar, people: dict[str, User], platforms: dict[str, Platform]) -> None:
    """Every workshop that is not there yet."""
    for row in reading.rows("workshops"):
        platform = platforms[row["platform"]]
        if not Workshop.objects.filter(platform=platform, title_ar=row["title_ar"]).exists():
            _hold(calendar, row, platform, people)


@transaction.atomic
def _hold(calendar: Calendar, row: dict, platform: Platform, people: dict[str, User]) -> None:
    organiser = people[row["organiser"]]
    first_day = calendar.workday(row["sessions"][0]["days"])
    announced_days = min(first_day - ANNOUNCED_DAYS_BEFORE, -ANNOUNCED_AT_LEAST_DAYS_AGO)
    announced = calendar.moment(announced_days, "10:00")
    closes = calendar.moment(first_day - row["registration_closes_days_before"], "15:00")
    with at(announced - timedelta(days=3)):
        workshop = create_workshop(
            platform=platform,
            by=organiser,
            sessions=[_session(calendar, session) for session in row["sessions"]],
            **_experts(row),
            audience=row["audience"],
            seats=row["seats"],
            registration_closes_at=closes,
            **{f"{text}_{side}": row[f"{text}_{side}"].strip() for text in TEXTS for side in ("ar", "en")},
        )
    with at(announced):
        publish_workshop(workshop=workshop, by=organiser)
    cancelled = calendar.moment(-CANCELLED_DAYS_AGO, "12:00")
    last = min(closes, cancelled if row.get("cancelled") else _now(calendar))
    moments = office_hours(spread(len(row["registered"]), announced, last), announced, last)
    for key, moment in zip(row["registered"], moments, strict=True):
        with at(moment):
            register(workshop=workshop, by=people[key])
    if row.get("cancelled"):
        with at(cancelled):
            cancel_workshop(workshop=workshop, by=organiser, reason=row["cancelled_reason_ar"])


def _session(calendar: Calendar, session: dict) -> dict:
    day = calendar.workday(session["days"])
    return {
        "starts_at": calendar.moment(day, session["starts"]),
        "ends_at": calendar.moment(day, session["ends"]),
        **{text: session[text] for text in SESSION_TEXTS},
    }


def _experts(row: dict) -> dict[str, list]:
    """The guest: known already from another workshop, or new."""
    guest = row["expert"]
    known = Expert.objects.filter(name_ar=guest["name_ar"]).first()
    return {"experts": [known]} if known else {"new_experts": [guest]}


def _now(calendar: Calendar) -> datetime:
    """This morning, or the hour itself where that is earlier: nobody registers tomorrow."""
    return min(calendar.moment(0, "08:00"), timezone.now())
