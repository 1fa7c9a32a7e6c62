"""Where the demo's days lie: everything is counted from the day on which it is loaded."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils import timezone

# Days before today on which the network began.
NETWORK_BEGAN = 430
FRIDAY, SATURDAY = 4, 5


@dataclass(frozen=True)
class Calendar:
    """Days counted from `today` (negative: past), as moments in the network's time zone."""

    today: date

    @classmethod
    def of_now(cls) -> "Calendar":
        return cls(timezone.localdate())

    def moment(self, days: int, clock: str = "09:00") -> datetime:
        """The aware moment at `clock` (HH:MM) on the day that lies so many days from today."""
        naive = datetime.combine(self.today + timedelta(days=days), time.fromisoformat(clock))
        return timezone.make_aware(naive, timezone.get_default_timezone())

    def workday(self, days: int) -> int:
        """The same number of days, moved from a Friday or Saturday to the Sunday after it."""
        weekday = (self.today + timedelta(days=days)).weekday()
        return days + {FRIDAY: 2, SATURDAY: 1}.get(weekday, 0)


def spread(number: int, start: datetime, end: datetime) -> list[datetime]:
    """So many moments between two, in even steps, neither the first nor the last of them included."""
    step = (end - start) / (number + 1)
    return [start + step * place for place in range(1, number + 1)]


def office_hours(moments: list[datetime], start: datetime, end: datetime) -> list[datetime]:
    """The same days in the same order, at hours when people are at their desks; none before `start` or after `end`."""
    moved = []
    for place, moment in enumerate(moments):
        morning = timezone.localtime(moment).replace(hour=8, minute=20, second=0, microsecond=0)
        moved.append(min(max(morning + timedelta(minutes=23 * place % 360), start), end))
    return sorted(moved)
