"""What templates draw with: icons, platform signs, dates of the country, inputs, page numbers."""

import datetime
import unicodedata
from pathlib import Path

from babel.core import Locale, UnknownLocaleError
from babel.dates import format_date
from babel.lists import format_list
from django import template
from django.conf import settings
from django.templatetags.static import static
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from exchange.design.kept import drawn

register = template.Library()

ICONS = frozenset((Path(__file__).parents[1] / "icons.txt").read_text().split())
# Those that point along the line of reading, and so turn round in Arabic.
DIRECTED = frozenset(
    [
        "arrow-right",
        "chevron-left",
        "chevron-right",
        "circle-question-mark",
        "external-link",
        "list",
        "log-in",
        "log-out",
        "reply",
        "send",
        "undo-2",
    ]
)
SIGNS = frozenset(["public-relations", "engineering", "finance", "village-councils", "innovation"])


@register.simple_tag
def kept(template_name: str, **values) -> str:
    """A template drawn with plain values alone, once for all readers: `{% kept "components/badge.html" text=… %}`."""
    return drawn(template_name, **values)


PARTS = frozenset(["platforms", "library", "workshops", "forum", "people", "desk"])


@register.filter
def part_of_site(path) -> str:
    """The entry of the main menu that an address belongs to: "home", "library"…, or an empty text."""
    below = str(path or "").strip("/").split("/")[1:]
    if not below:
        return "home" if path in ("/ar/", "/en/") else ""
    part = "library" if "library" in below else below[0]
    return part if part in PARTS else ""


@register.simple_tag
def trail(*steps) -> list[dict]:
    """The way to a page for `breadcrumb.html`, from the section down: `{% trail _("Calendar") url … as crumbs %}`."""
    return [{"title": title, "url": url} for title, url in zip(steps[::2], steps[1::2], strict=True)]


@register.simple_tag
def icon(name: str, label: str = "") -> str:
    """One icon of the sprite; silent to screen readers unless it has a label. Nothing for an unknown name."""
    if name not in ICONS:
        return ""
    directed = " icon--dir" if name in DIRECTED else ""
    address = static("vendor/icons.svg")
    if label:
        return format_html(
            '<svg class="icon{}" role="img" aria-label="{}"><use href="{}#{}"/></svg>',
            directed,
            label,
            address,
            name,
        )
    return format_html(
        '<svg class="icon{}" aria-hidden="true"><use href="{}#{}"/></svg>', directed, address, name
    )


@register.simple_tag
def platform_mark(slug: str) -> str:
    """The drawn sign of a platform, silent to screen readers: its name stands beside it."""
    return format_html(
        '<svg class="sign__mark" data-platform="{}" aria-hidden="true"><use href="{}#sign-{}"/></svg>',
        slug,
        static("vendor/icons.svg"),
        slug if slug in SIGNS else "default",
    )


@register.filter
def direction(text) -> str:
    """`rtl` or `ltr` for a title, by the script most of its letters are in; `auto` where it has none.

    `dir="auto"` asks the first letter alone: «QGIS للمبتدئين» would be laid out as if it were English.
    """
    letters = [unicodedata.bidirectional(sign) for sign in str(text or "")]
    arabic, latin = letters.count("AL") + letters.count("R"), letters.count("L")
    if not arabic and not latin:
        return "auto"
    return "rtl" if arabic * 2 >= latin else "ltr"


@register.filter
def initials(name) -> str:
    """The first letters of the first and the last name, apart, so that they do not join; the article is skipped."""
    words = [word for word in str(name or "").split() if not word.endswith((".", "/"))]
    chosen = [words[0], words[-1]] if len(words) > 1 else words
    letters = []
    for word in chosen:
        bare = word[2:] if word.startswith("ال") and len(word) > 3 else word
        letter = next((sign for sign in bare if unicodedata.category(sign).startswith("L")), "")
        letters.append(letter.upper())
    return " ".join(filter(None, letters))


def _locale() -> Locale:
    """Arabic as the country of the network writes it (month names!), or British English."""
    if (get_language() or "ar").startswith("en"):
        return Locale.parse("en_GB")
    try:
        return Locale.parse(f"ar_{settings.COUNTRY}")
    except (UnknownLocaleError, ValueError):
        return Locale.parse("ar")


def _local(value):
    """The moment in the network's zone; dates stay dates; None for what is neither."""
    if isinstance(value, datetime.datetime):
        return timezone.localtime(value) if timezone.is_aware(value) else value
    return value if isinstance(value, datetime.date) else None


def _say_date(day, form: str) -> str:
    locale = _locale()

    def part(pattern):
        # Digits are ASCII everywhere, whatever the locale's own are: one digit system on a page.
        return format_date(day, pattern, locale=locale)

    day_number, year = str(day.day), str(day.year)
    if form == "short":
        return f"{day_number} {part('MMMM')}"
    if form == "month":
        return f"{part('LLLL')} {year}"
    if form == "month_name":
        # The year is said only where it is not the present one.
        is_this_year = day.year == timezone.localdate().year
        return part("LLLL") if is_this_year else f"{part('LLLL')} {year}"
    if form == "month_short":
        # Arabic has no short names for months.
        return part("LLL")
    if form == "weekday_name":
        return part("EEEE")
    if form == "day":
        return day_number
    if form == "weekday":
        return _("%(weekday)s, %(date)s") % {
            "weekday": part("EEEE"),
            "date": f"{day_number} {part('MMMM')} {year}",
        }
    return f"{day_number} {part('MMMM')} {year}"


def listed(names: list[str]) -> str:
    """Names in a row, as the language joins them: "A, B and C"."""
    return format_list(names, locale=_locale())


def date_words(value, form: str = "long") -> str:
    """What `local_date` says, as bare words for drawings and files; also "month_short" ("Mar")."""
    return _say_date(_local(value), form)


def _say_time(moment) -> str:
    return f"{moment.hour}:{moment.minute:02d}"


def _tagged(value, words: str) -> str:
    stamp = value.isoformat(timespec="minutes") if isinstance(value, datetime.datetime) else value.isoformat()
    return format_html('<time datetime="{}"><bdi>{}</bdi></time>', stamp, words)


@register.filter
def local_date(value, form: str = "long") -> str:
    """`<time>` with the date: "long" (12 آذار 2026), "weekday", "short" (12 آذار), "month" (آذار 2026).

    Or a part of it: "day", "weekday_name", "month_name".
    """
    value = _local(value)
    return _tagged(value, _say_date(value, form)) if value else ""


@register.filter
def local_time(value) -> str:
    """`<time>` with hour and minute, 24 hours, in the network's zone."""
    if isinstance(value, datetime.time):
        return format_html(
            '<time datetime="{}"><bdi>{}</bdi></time>', value.strftime("%H:%M"), _say_time(value)
        )
    value = _local(value)
    return _tagged(value, _say_time(value)) if isinstance(value, datetime.datetime) else ""


@register.filter
def local_datetime(value) -> str:
    """`<time>` with date and time."""
    value = _local(value)
    if not isinstance(value, datetime.datetime):
        return local_date(value)
    words = _("%(date)s, %(time)s") % {"date": _say_date(value, "long"), "time": _say_time(value)}
    return _tagged(value, words)


@register.filter
def time_range(start, end) -> str:
    """From hour to hour, in an order that does not turn round in Arabic; the start alone where there is no end."""
    if not start or not end:
        return local_time(start)
    return format_html(
        _("%(start)s to %(end)s") % {"start": "{}", "end": "{}"}, local_time(start), local_time(end)
    )


@register.filter
def date_range(first, last) -> str:
    """From day to day, the month said once where it is the same; one date where the days are the same."""
    first, last = _local(first), _local(last)
    if not first or not last or _day(first) == _day(last):
        return local_date(first or last)
    if (first.year, first.month) == (last.year, last.month):
        form = "day"
    else:
        form = "short" if first.year == last.year else "long"
    words = _("%(start)s to %(end)s") % {"start": "{}", "end": "{}"}
    return format_html(words, local_date(first, form), local_date(last))


def _day(value) -> datetime.date:
    return value.date() if isinstance(value, datetime.datetime) else value


LTR_INPUTS = frozenset(["email", "url", "password", "number", "tel", "date", "time", "datetime-local"])
PLAIN_INPUTS = frozenset(["checkbox", "radio", "file", "select", "hidden", "color", "range"])


@register.simple_tag
def field_widget(field, dir: str = "") -> str:
    """The input of a bound field with its class and its direction: typed text is `auto`, addresses are `ltr`."""
    widget = field.field.widget
    kind = getattr(widget, "input_type", "text")
    attrs = {}
    if kind not in PLAIN_INPUTS and not getattr(widget, "widgets", None):
        attrs["dir"] = dir or ("ltr" if kind in LTR_INPUTS else "auto")
        if attrs["dir"] == "auto" and not widget.attrs.get("placeholder"):
            # An empty field of direction auto is drawn LTR; CSS finds it by its placeholder.
            attrs["placeholder"] = " "
    if kind not in {"checkbox", "radio", "hidden", "range"}:
        attrs["class"] = f"input {widget.attrs.get('class', '')}".strip()
    return field.as_widget(attrs=attrs)


@register.filter
def input_kind(field) -> str:
    """`checkbox`, `password`, `file`, `text`…: what sort of input a bound field draws."""
    return getattr(field.field.widget, "input_type", "text")


@register.simple_tag
def page_numbers(page) -> list:
    """Page numbers to offer, with an ellipsis where some are left out."""
    return list(page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1))


@register.simple_tag(takes_context=True)
def page_address(context, number: int, param: str = "page") -> str:
    """The present query string with another page number."""
    request = context.get("request")
    query = request.GET.copy() if request else None
    if query is None:
        return f"?{param}={number}"
    query[param] = number
    return f"?{query.urlencode()}"


@register.simple_tag
def marks(*pairs) -> str:
    """Attributes from name and value pairs, those without a value left out: `{% marks "lang" lang "dir" dir %}`."""
    given = [(pairs[at], pairs[at + 1]) for at in range(0, len(pairs), 2) if pairs[at + 1]]
    return format_html_join("", ' {}="{}"', given)
