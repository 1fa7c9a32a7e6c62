"""Who belongs to a platform, since when, and which local authorities they work for."""

import datetime
from collections import defaultdict
from dataclasses import dataclass

from django.db.models import CharField, Count, F, QuerySet
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils.translation import get_language_bidi, ngettext
from django.utils.translation import gettext as _

from exchange.design.charts import (
    Cell,
    Chart,
    Series,
    Table,
    line_drawing,
    row_drawing,
    said,
    table_of,
)
from exchange.design.templatetags.design import listed
from exchange.front.figures.year import Topic, Year
from exchange.journal.models import Entry
from exchange.people.models import LocalAuthority, Region
from exchange.platforms.models import Membership, Platform

BEGINNING = "platforms.membership_accepted"
ENDINGS = ("platforms.membership_left", "platforms.membership_removed")
OFFICE = "person__profile__authority"
# More governorates than these would make a wall of bars; the table has all.
MOST_REGIONS = 24


@dataclass(frozen=True)
class Stint:
    """A time of membership: from when, and until when (None: to this day)."""

    begins: datetime.datetime
    ends: datetime.datetime | None = None

    def covers(self, moment: datetime.datetime) -> bool:
        """Whether it had begun before `moment` and was not over by then."""
        return self.begins < moment and (self.ends is None or self.ends >= moment)


def members(platform: Platform, seen_by, year: Year) -> Topic:
    """How many belonged to the platform at the end of each month, and how many came and went in it."""
    stints = stints_of(platform, seen_by=seen_by)
    standing = Series(_("Members"), tuple(sum(one.covers(end) for one in stints) for end in year.ends))
    joined = Series(_("Joined"), year.count(one.begins for one in stints))
    left = Series(_("Left"), year.count(one.ends for one in stints))
    charts = (_standing(standing, year), _moves(joined, left, year)) if stints else ()
    return Topic(
        "members",
        _("Members"),
        charts,
        _("Nobody has joined yet."),
        reverse("platform_members", args=[platform.slug]),
        _("See the members"),
    )


def _standing(standing: Series, year: Year) -> Chart:
    today = standing.values[-1]
    return Chart(
        "standing",
        ngettext(
            "The platform has %(number)s member today.", "The platform has %(number)s members today.", today
        )
        % {"number": said(today)},
        line_drawing(year.labels, [standing]),
        table_of(_("Month"), year.names, [standing]),
        year.course(standing),
        _("Counted at the end of each month; in the present month, today."),
    )


def _moves(joined: Series, left: Series, year: Year) -> Chart:
    came, went = sum(joined.values), sum(left.values)
    sentences = (
        ngettext(
            "%(number)s person joined in 12 months.", "%(number)s people joined in 12 months.", came
        ) % {"number": said(came)},
        ngettext("%(number)s person left.", "%(number)s people left.", went) % {"number": said(went)},
    )  # fmt: skip
    return year.columns(
        "moves",
        " ".join(sentences),
        [joined, left],
        _("Who left and came back is counted each time."),
    )


def stints_of(platform: Platform, *, seen_by) -> list[Stint]:
    """Every time of membership, out of the journal; a person may have several.

    What a row says today has the last word: a member of whose joining the journal knows nothing joined when the row was
    decided on.
    """
    memberships = Membership.objects.visible_to(seen_by).filter(platform=platform)
    entries = Entry.objects.filter(
        kind__in=(BEGINNING, *ENDINGS),
        subject_type__app_label="platforms",
        subject_type__model="membership",
        subject_id__in=memberships.order_by().values_list(Cast("pk", CharField())),
    )
    told = defaultdict(list)
    for key, kind, moment in entries.order_by("at", "pk").values_list("subject_id", "kind", "at"):
        told[key].append((kind, moment))
    stints = []
    for pk, state, asked_at, decided_at in memberships.values_list("pk", "state", "asked_at", "decided_at"):
        stints += _stints(told[str(pk)], state == Membership.State.ACTIVE, decided_at or asked_at)
    return stints


def _stints(told: list[tuple], is_member: bool, decided_at: datetime.datetime) -> list[Stint]:
    closed, since = [], None
    for kind, moment in told:
        if kind == BEGINNING:
            since = since or moment
        elif since is not None:
            closed.append(Stint(since, moment))
            since = None
        # Else a request was taken back, which was no membership.
    if is_member:
        return [*closed, Stint(since or decided_at)]
    return [*closed, Stint(since, max(since, decided_at))] if since else closed


def places(platform: Platform, seen_by) -> Topic:
    """The members of today by governorate, and which of its local authorities have one here."""
    rows = _regions(platform, seen_by)
    offices, missing = (sum(int(row[column].value) for row in rows) for column in (2, 3))
    links = [
        (
            f"{reverse('people')}?platform={platform.slug}",
            ngettext(
                "%(number)s local authority has a member here",
                "%(number)s local authorities have a member here",
                offices,
            ) % {"number": said(offices)},
            offices,
        ),
        (
            reverse("platform_authorities", args=[platform.slug]),
            ngettext(
                "%(number)s local authority has none yet",
                "%(number)s local authorities have none yet",
                missing,
            ) % {"number": said(missing)},
            missing,
        ),
    ]  # fmt: skip
    return Topic(
        "places",
        _("Governorates"),
        (_map(rows),) if any(row[1].value for row in rows) else (),
        _("Nobody has joined yet."),
        reverse("platform_members", args=[platform.slug]),
        _("See the members"),
        tuple((url, words) for url, words, number in links if number),
    )


def _regions(platform: Platform, seen_by) -> list[tuple[Cell, Cell, Cell, Cell]]:
    """A row for each governorate, those with most members first: name, members, local authorities with and without."""
    counted = _active(platform, seen_by).values(region=F(f"{OFFICE}__region"))
    counted = counted.annotate(members=Count("pk"), offices=Count(OFFICE, distinct=True))
    found = {row["region"]: (row["members"], row["offices"]) for row in counted}
    without = reverse("platform_authorities", args=[platform.slug])
    rows = []
    for region in Region.objects.annotate(authority_count=Count("authorities")):
        people, offices = found.get(region.pk, (0, 0))
        missing = region.authority_count - offices
        link = f"{without}?region={region.pk}" if missing else ""
        rows.append((Cell(str(region)), Cell(people), Cell(offices), Cell(missing, link)))
    if None in found:
        rows.append((Cell(_("not stated")), Cell(found[None][0]), Cell(0), Cell(0)))
    return sorted(rows, key=lambda row: (-int(row[1].value), str(row[0].value)))


def _map(rows: list) -> Chart:
    shown = [row for row in rows if row[1].value][:MOST_REGIONS]
    nowhere = [row[0].words for row in rows if not row[1].value]
    people = Series(_("Members"), tuple(row[1].value for row in shown))
    number = sum(1 for row in rows if row[2].value)
    note = _("The members of today, by the local authority they work for.")
    if nowhere:
        note += " " + _("Nobody yet from: %(names)s.") % {"names": listed(nowhere)}
    return Chart(
        "map",
        ngettext(
            "Members come from %(number)s governorate.", "Members come from %(number)s governorates.", number
        ) % {"number": said(number)},
        row_drawing([row[0].words for row in shown], [people], is_rtl=get_language_bidi()),
        Table(
            (_("Governorate"), _("Members"), _("Local authorities with a member"), _("Local authorities without one")),
            tuple(rows),
        ),
        _("Most members, %(number)s: %(name)s.") % {"number": rows[0][1].words, "name": rows[0][0].words},
        note,
    )  # fmt: skip


def authorities_without_members(platform: Platform, *, seen_by, region: int = 0) -> QuerySet[LocalAuthority]:
    """The local authorities that no member of the platform works for, by governorate; only of one where it is named."""
    taken = _active(platform, seen_by).filter(**{f"{OFFICE}__isnull": False})
    found = LocalAuthority.objects.exclude(pk__in=taken.values(OFFICE))
    found = found.filter(region=region) if region else found
    return found.select_related("region").order_by("region__name_ar", "name_ar", "pk")


def _active(platform: Platform, seen_by):
    return Membership.objects.visible_to(seen_by).filter(platform=platform).active().order_by()
