"""What a platform did: workshops held, works published, discussions led."""

from django.db.models import CharField, Count, F, Min, Q
from django.db.models.functions import Cast, TruncMonth
from django.urls import reverse
from django.utils.translation import get_language_bidi, ngettext
from django.utils.translation import gettext as _

from exchange.design.charts import Cell, Chart, Series, Table, row_drawing, said
from exchange.forum.models import Post
from exchange.front.figures.year import Topic, Year
from exchange.journal.models import Entry
from exchange.library.models import Work
from exchange.platforms.models import Platform
from exchange.workshops.models import Registration, Workshop

MOST_WORKSHOPS = 10


def workshops(platform: Platform, seen_by, year: Year) -> Topic:
    """Registrations by month, and the workshops that drew most of them."""
    charts = (_registrations(platform, seen_by, year), _fullest(platform, seen_by, year))
    return Topic(
        "workshops",
        _("Workshops"),
        tuple(chart for chart in charts if chart is not None),
        _("Nobody has registered for a workshop in these 12 months."),
        f"{reverse('workshops')}?platform={platform.slug}",
        _("See the workshops"),
    )


def _registrations(platform: Platform, seen_by, year: Year) -> Chart | None:
    own = Registration.objects.visible_to(seen_by).filter(workshop__platform=platform).order_by()
    entries = Entry.objects.filter(
        kind="workshops.registered",
        subject_type__app_label="workshops",
        subject_type__model="registration",
        subject_id__in=own.values_list(Cast("pk", CharField())),
        at__gte=year.begins,
    )
    by_month = entries.order_by().annotate(month=TruncMonth("at")).values("month")
    counted = list(by_month.annotate(
        seated=Count("pk", filter=Q(details__state="confirmed")),
        waited=Count("pk", filter=Q(details__state="waiting")),
    ))  # fmt: skip
    if not counted:
        return None
    seated = Series(_("Seat at once"), year.spread({row["month"]: row["seated"] for row in counted}))
    waited = Series(_("Waiting list"), year.spread({row["month"]: row["waited"] for row in counted}))
    everybody, late = sum(seated.values) + sum(waited.values), sum(waited.values)
    sentences = (
        ngettext(
            "%(number)s registration in 12 months.", "%(number)s registrations in 12 months.", everybody
        ) % {"number": said(everybody)},
        ngettext(
            "%(number)s of them had to wait.", "%(number)s of them had to wait.", late
        ) % {"number": said(late)},
    )  # fmt: skip
    return year.columns(
        "registrations",
        " ".join(sentences),
        [seated, waited],
        _(
            "By the month in which people registered. Who moved up later, or cancelled, is counted as on that day."
        ),
    )


def _fullest(platform: Platform, seen_by, year: Year) -> Chart | None:
    held = (
        Workshop.objects.visible_to(seen_by).filter(platform=platform).published().with_counts().with_times()
    )
    held = held.annotate(all_count=F("confirmed_count") + F("waiting_count"))
    most = list(
        held.filter(starts_at__gte=year.begins, all_count__gt=0).order_by("-all_count", "pk")[:MOST_WORKSHOPS]
    )
    if not most:
        return None
    seats = Series(_("With a seat"), tuple(one.confirmed_count for one in most))
    waits = Series(_("Waiting"), tuple(one.waiting_count for one in most))
    return Chart(
        "fullest",
        ngettext(
            "The fullest workshop has %(number)s registration.",
            "The fullest workshop has %(number)s registrations.",
            most[0].all_count,
        ) % {"number": said(most[0].all_count)},
        row_drawing([str(one) for one in most], [seats, waits], is_rtl=get_language_bidi()),
        Table(
            (_("Workshop"), seats.name, waits.name),
            tuple(
                (
                    Cell(str(one), one.address("workshop_registrations")),
                    Cell(one.confirmed_count),
                    Cell(one.waiting_count),
                )
                for one in most
            ),
        ),
        _("Most registrations: %(name)s.") % {"name": str(most[0])},
        _("Workshops of these 12 months and those to come, the ten fullest of them, as their lists stand today."),
    )  # fmt: skip


def works(platform: Platform, seen_by, year: Year) -> Topic:
    """The works of the platform's shelf by the month in which they came out."""
    found = Work.objects.visible_to(seen_by).filter(platform=platform).order_by()
    found = found.values("translation_key", "kind").annotate(came=Min("first_published_at"))
    came = {kind: [row["came"] for row in found if row["kind"] == kind] for kind in Work.Kind.values}
    guides = Series(_("Guides"), year.count(came[Work.Kind.GUIDE]))
    papers = Series(_("Position papers"), year.count(came[Work.Kind.POSITION_PAPER]))
    number = sum(guides.values) + sum(papers.values)
    chart = year.columns(
        "works",
        ngettext(
            "%(number)s work came out in 12 months.", "%(number)s works came out in 12 months.", number
        ) % {"number": said(number)},
        [guides, papers],
        _("Guides and position papers that can be read today. A work in two languages is counted once."),
    )  # fmt: skip
    return Topic(
        "library",
        _("Library"),
        (chart,) if number else (),
        _("No work came out in these 12 months."),
        f"{platform.get_absolute_url()}library/",
        _("The whole library"),
    )


def discussions(platform: Platform, seen_by, year: Year) -> Topic:
    """What was said in the platform's discussions, by month."""
    posts = Post.objects.visible_to(seen_by).readable().order_by()
    posts = posts.filter(discussion__platform=platform, posted_at__gte=year.begins)
    by_month = posts.annotate(month=TruncMonth("posted_at")).values("month")
    counted = list(by_month.annotate(
        opened=Count("pk", filter=Q(number=1)), replied=Count("pk", filter=Q(number__gt=1))
    ))  # fmt: skip
    replies = Series(_("Replies"), year.spread({row["month"]: row["replied"] for row in counted}))
    opened = Series(_("New discussions"), year.spread({row["month"]: row["opened"] for row in counted}))
    said_all, begun = sum(replies.values) + sum(opened.values), sum(opened.values)
    sentences = (
        ngettext(
            "%(number)s post in 12 months.", "%(number)s posts in 12 months.", said_all
        ) % {"number": said(said_all)},
        ngettext(
            "%(number)s of them opened a discussion.", "%(number)s of them opened a discussion.", begun
        ) % {"number": said(begun)},
    )  # fmt: skip
    chart = year.columns(
        "posts",
        " ".join(sentences),
        [replies, opened],
        _("Posts that can be read today; those deleted or hidden are not counted."),
    )
    return Topic(
        "discussions",
        _("Discussions"),
        (chart,) if said_all else (),
        _("Nothing was said in these 12 months."),
        f"{reverse('forum')}?platform={platform.slug}",
        _("See the discussions"),
    )
