"""The last twelve months of the network's calendar, and a part of the page."""

import datetime
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from exchange.design.charts import Chart, Series, column_drawing, said, table_of
from exchange.design.templatetags.design import date_words
from exchange.journal import now

MONTHS = 12


@dataclass(frozen=True)
class Topic:
    """A part of the page: its charts, or, where there is nothing to count, the words and the way on."""

    key: str
    title: str
    charts: tuple[Chart, ...]
    empty: str
    url: str
    url_label: str
    # Address and words of what goes with the charts.
    links: tuple[tuple[str, str], ...] = ()


class Year:
    """Eleven whole months and the present one up to this moment, in the network's zone."""

    def __init__(self):
        today = timezone.localdate(now())
        last = today.year * 12 + today.month - 1
        firsts = [datetime.date(at // 12, at % 12 + 1, 1) for at in range(last - MONTHS + 1, last + 2)]
        self.months = firsts[:-1]
        moments = [timezone.make_aware(datetime.datetime.combine(day, datetime.time())) for day in firsts]
        self.begins = moments[0]
        # Where each month ends: the first moment that is not in it.
        self.ends = moments[1:]

    @property
    def names(self) -> list[str]:
        """The months as tables write them: with their year."""
        return [date_words(month, "month") for month in self.months]

    @property
    def labels(self) -> list[str]:
        """The months as an axis writes them: short, with the year where one begins."""
        return [
            f"{date_words(month, 'month_short')} {month.year}" if at == 0 or month.month == 1
            else date_words(month, "month_short")
            for at, month in enumerate(self.months)
        ]  # fmt: skip

    def count(self, moments: Iterable[datetime.datetime | None]) -> tuple[int, ...]:
        """How many of the moments lie in each month."""
        days = (timezone.localdate(moment) for moment in moments if moment is not None)
        return self.spread(Counter(day.replace(day=1) for day in days))

    def spread(self, counted: dict) -> tuple[int, ...]:
        """One number a month out of numbers by its first day, or its first moment; 0 where there is none."""
        by_day = {
            timezone.localdate(key) if isinstance(key, datetime.datetime) else key: number
            for key, number in counted.items()
        }
        return tuple(by_day.get(month, 0) for month in self.months)

    def columns(self, key: str, title: str, series: list[Series], note: str) -> Chart:
        """Bars for each month with their table; told to who does not see them is the course of the first series."""
        drawing = column_drawing(self.labels, series)
        return Chart(
            key, title, drawing, table_of(_("Month"), self.names, series), self.course(series[0]), note
        )

    def course(self, series: Series) -> str:
        """A series in a sentence, for who does not see its drawing."""
        most = max(series.values)
        return _("%(first)s in %(start)s, %(last)s in %(end)s; the most is %(most)s, in %(peak)s.") % {
            "first": said(series.values[0]),
            "start": self.names[0],
            "last": said(series.values[-1]),
            "end": self.names[-1],
            "most": said(most),
            "peak": self.names[series.values.index(most)],
        }
