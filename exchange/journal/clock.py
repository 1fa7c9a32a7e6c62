"""One clock, so that the demo network can live through months that are past."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime

from django.utils import timezone

_moment: ContextVar[datetime | None] = ContextVar("moment", default=None)


def now() -> datetime:
    """The moment that actions work with: the real one, unless inside `at`. Aware, in UTC."""
    return _moment.get() or timezone.now()


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Let everything inside happen at `moment` (aware)."""
    token = _moment.set(moment)
    try:
        yield
    finally:
        _moment.reset(token)
