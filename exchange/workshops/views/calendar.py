"""What everybody sees: coming and past workshops, the month, and the page of one workshop."""

import calendar as month_table
from datetime import date, datetime
from itertools import groupby

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dates import WEEKDAYS
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from exchange.journal import now
from exchange.platforms.models import Platform
from exchange.workshops import rules
from exchange.workshops.models import Registration, Session, Workshop, platforms_to_organise
from exchange.workshops.notices.calendar import download
from exchange.workshops.rendering import description_html

PAGE_SIZE = 20
# Friday and Saturday; the week begins on Saturday. Locale data has it otherwise and is not asked.
WEEKEND = (month_table.FRIDAY, month_table.SATURDAY)
WEEK = month_table.Calendar(firstweekday=month_table.SATURDAY)


def workshops(request):
    """The agenda: what is coming, by month; `?when=past` or `drafts`, and `?platform=` narrow it."""
    when = request.GET.get("when", "")
    platforms = list(Platform.objects.visible_to(request.user))
    platform = _chosen(request, platforms)
    organised = list(platforms_to_organise(request.user)) if request.user.is_authenticated else []
    rows = Workshop.objects.visible_to(request.user)
    if platform:
        rows = rows.filter(platform=platform)
    if when == "past":
        rows = rows.listed_for(request.user).past()
    elif when == "drafts" and request.user.is_authenticated:
        rows = rows.drafts().with_times().order_by("-created_at", "-pk")
    else:
        when, rows = "", rows.listed_for(request.user).upcoming()
    page = Paginator(rows.with_standing_of(request.user), PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "page_obj": page,
        "months": _by_month(page.object_list, when),
        "when": when,
        "platform": platform,
        "organised": organised,
        "tabs": _tabs(when, platform, has_drafts=bool(organised)),
        "platform_choices": _choices(platforms, platform),
    }
    return render(request, "workshops/workshops.html", context)


def month(request):
    """One month as a table of days; `?month=2026-03`, the present one where that says nothing."""
    first = _month_asked(request)
    platforms = list(Platform.objects.visible_to(request.user))
    platform = _chosen(request, platforms)
    listed = Workshop.objects.visible_to(request.user).listed_for(request.user)
    if platform:
        listed = listed.filter(platform=platform)
    weeks = WEEK.monthdatescalendar(first.year, first.month)
    sessions = (
        Session.objects.filter(
            workshop__in=listed, ends_at__gte=_midnight(first), starts_at__lt=_midnight(_next_month(first))
        )
        .select_related("workshop__platform")
        .order_by("starts_at", "pk")
    )
    by_day: dict[date, list[Session]] = {}
    for session in sessions[:300]:
        by_day.setdefault(timezone.localdate(session.starts_at), []).append(session)
    context = {
        "first": first,
        "month": f"{first:%Y-%m}",
        "weeks": [[_day(day, first, by_day) for day in week] for week in weeks],
        "days": sorted(by_day.items()),
        "weekdays": [WEEKDAYS[day] for day in WEEK.iterweekdays()],
        "previous_month": f"{_month_before(first):%Y-%m}",
        "next_month": f"{_next_month(first):%Y-%m}",
        "platform": platform,
        "tabs": _tabs("month", platform, has_drafts=False),
        "platform_choices": _choices(platforms, platform),
    }
    return render(request, "workshops/month.html", context)


def workshop(request, pk: int, slug: str = ""):
    """The page of a workshop, with the one state in which the person stands to it. A wrong slug is put right."""
    rows = Workshop.objects.visible_to(request.user).with_standing_of(request.user)
    found = get_object_or_404(rows.prefetch_related("hostings__expert"), pk=pk)
    if slug != found.slug:
        return redirect(found.get_absolute_url())
    registration = _own(request, found)
    description = found.text("description")
    context = {
        "workshop": found,
        "title": found.text("title"),
        "platform": found.platform,
        "sessions": found.sessions.all(),
        "standing": rules.standing(request.user, found),
        "availability": rules.availability(found),
        "registration": registration,
        "seats_left": None if found.seats is None else max(0, found.seats - found.confirmed_count),
        "description": description,
        "description_html": description_html(description.words),
        "experts": [hosting.expert for hosting in found.hostings.all()],
        "sees_links": rules.can_see_links(request.user, found),
        "may_organise": rules.can_organise(request.user, found.platform),
        "crumbs": crumbs(found.platform),
    }
    return render(request, "workshops/workshop.html", context)


def bare(request, pk: int):
    """The address without a title leads to the page."""
    return redirect(get_object_or_404(Workshop.objects.visible_to(request.user), pk=pk).get_absolute_url())


def calendar_file(request, pk: int, slug: str):
    """The sessions as a file for calendars; online links are in it for those who see them on the page."""
    found = get_object_or_404(Workshop.objects.visible_to(request.user), pk=pk)
    file = download(found, has_links=rules.can_see_links(request.user, found))
    response = HttpResponse(file, content_type="text/calendar; charset=utf-8; method=PUBLISH")
    response["Content-Disposition"] = content_disposition_header(True, f"{found.slug}.ics")
    response["Cache-Control"] = "private, no-cache"
    return response


def crumbs(platform: Platform, workshop: Workshop | None = None) -> list[dict]:
    """The trail to a workshop's page, or to a page below it."""
    trail = [
        {"title": _("Calendar"), "url": reverse("workshops")},
        {"title": platform.text("name").words, "url": platform.get_absolute_url()},
    ]
    if workshop:
        trail.append({"title": workshop.text("title").words, "url": workshop.get_absolute_url()})
    return trail


def _own(request, found: Workshop) -> Registration | None:
    if not request.user.is_authenticated:
        return None
    return Registration.objects.visible_to(request.user).filter(workshop=found, person=request.user).first()


def _chosen(request, platforms: list[Platform]) -> Platform | None:
    slug = request.GET.get("platform", "")
    return next((platform for platform in platforms if platform.slug == slug), None)


def _choices(platforms: list[Platform], chosen: Platform | None) -> list[dict]:
    rows = [{"value": "", "label": _("All"), "selected": chosen is None}]
    for platform in platforms:
        name = platform.text("name").words
        rows.append({"value": platform.slug, "label": name, "selected": platform == chosen})
    return rows


def _tabs(current: str, platform: Platform | None, *, has_drafts: bool) -> list[dict]:
    query = f"platform={platform.slug}" if platform else ""
    offered = [
        ("", pgettext("workshops", "Coming")),
        ("past", pgettext("workshops", "Past")),
        ("month", _("Month")),
    ]
    if has_drafts or current == "drafts":
        offered.append(("drafts", _("Drafts")))
    return [
        {"url": _tab_url(name, query), "label": label, "current": name == current} for name, label in offered
    ]


def _tab_url(name: str, query: str) -> str:
    path = reverse("workshops_month") if name == "month" else reverse("workshops")
    parts = [f"when={name}" if name not in ("", "month") else "", query]
    asked = "&".join(filter(None, parts))
    return f"{path}?{asked}" if asked else path


def _by_month(rows, when: str) -> list[tuple[date | None, list[Workshop]]]:
    """The rows of a page under the month of the session that runs or comes next; of past ones, of the first."""

    def month_of(row):
        moment = row.starts_at if when else row.next_at
        return timezone.localdate(moment).replace(day=1) if moment else None

    return [(first, list(group)) for first, group in groupby(rows, key=month_of)]


def _month_asked(request) -> date:
    try:
        asked = datetime.strptime(request.GET.get("month", "")[:7], "%Y-%m").date()  # noqa: DTZ007
    except ValueError:
        asked = None
    if asked is None or not 2000 <= asked.year <= 2100:
        asked = timezone.localdate(now())
    return asked.replace(day=1)


def _next_month(first: date) -> date:
    return date(first.year + first.month // 12, first.month % 12 + 1, 1)


def _month_before(first: date) -> date:
    return date(first.year - (first.month == 1), (first.month - 2) % 12 + 1, 1)


def _midnight(day: date) -> datetime:
    """The first moment of a day in the network's zone, on days that begin at one o'clock too."""
    return datetime(day.year, day.month, day.day, tzinfo=timezone.get_current_timezone())


def _day(day: date, first: date, by_day: dict) -> dict:
    return {
        "date": day,
        "is_other_month": day.month != first.month,
        "is_weekend": day.weekday() in WEEKEND,
        "is_today": day == timezone.localdate(now()),
        "sessions": by_day.get(day, []) if day.month == first.month else [],
    }
