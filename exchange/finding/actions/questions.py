"""What people ask, in daily sums and without who; and which works they open from the answers.

A search waits for no write lock: what is counted waits in the memory of the process, and a small thread of the server
writes it every few seconds and when the server ends (`exchange.finding.tasks.write_counts_in_server`). A process that
is killed takes the counts of those seconds with it.
"""

import re
import threading
from collections import Counter
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from exchange.finding.models import LONGEST_QUESTION, Click, Question, folded
from exchange.journal import now
from search.asked import ask

KEPT_FOR = timedelta(days=180)
_MOST_WAITING = 5000  # different questions, and clicks, between two writings
_LAST_PLACE = 1000

_ADDRESS = re.compile(r"\S@|@\S|https?:|www\.", re.IGNORECASE)
# Numbers of telephones, identity cards and accounts; a year, and with it a span of years or a date, is none.
_YEAR = re.compile(r"(?<!\d)(?:1[89]|20|١[٨٩]|٢٠)\d\d(?!\d)")
_LONG_NUMBER = re.compile(r"(?:\d[\s\-./()]*){6}")


@dataclass
class _Waiting:
    """What has been counted and is not written yet."""

    asked: Counter = field(default_factory=Counter)  # (day, folded, language)
    said: dict = field(
        default_factory=dict
    )  # the same key: how it was written, and how many works were found
    opened: Counter = field(default_factory=Counter)  # (day, folded, document, place)


_waiting = _Waiting()
_lock = threading.Lock()


def count_question(*, text: str, total: int, language: str) -> None:
    """Count a question that somebody asked, `language` being that of the page; nothing is written yet.

    To be called once for an answer that is read: not for its further pages, nor for each letter that is typed. What
    looks personal is not counted at all: an address, a long number, more than LONGEST_QUESTION letters.
    """
    plain = _countable(text)
    if plain is None:
        return
    key = (_today(), folded(plain), language)
    with _lock:
        if key in _waiting.asked or len(_waiting.asked) < _MOST_WAITING:
            _waiting.asked[key] += 1
            _waiting.said[key] = (plain, max(0, total))


def count_click(*, text: str, document: str, place: int) -> None:
    """Count that a work, by its id in the index, was opened from its place (from 1) in the answer to a question."""
    plain = _countable(text)
    if plain is None or not document or len(document) > 120:
        return
    key = (_today(), folded(plain), document, max(1, min(place, _LAST_PLACE)))
    with _lock:
        if key in _waiting.opened or len(_waiting.opened) < _MOST_WAITING:
            _waiting.opened[key] += 1


def write_counts() -> int:
    """Write what has been counted in this process; says how many rows. What cannot be written waits for the next."""
    global _waiting
    with _lock:
        taken, _waiting = _waiting, _Waiting()
    try:
        _write(taken)
    except Exception:
        with _lock:
            _waiting.asked.update(taken.asked)
            _waiting.said = taken.said | _waiting.said
            _waiting.opened.update(taken.opened)
        raise
    return len(taken.asked) + len(taken.opened)


@transaction.atomic
def forget_old_questions() -> int:
    """Take away what was asked, and opened, longer ago than KEPT_FOR; says how many rows."""
    oldest = _today() - KEPT_FOR
    return sum(kept.objects.filter(day__lt=oldest).delete()[0] for kept in (Question, Click))


def _write(taken: _Waiting) -> None:
    if not taken.asked and not taken.opened:
        return
    with transaction.atomic():
        for (day, words, language), times in taken.asked.items():
            text, found = taken.said[day, words, language]
            row, _is_new = Question.objects.get_or_create(
                day=day, folded=words, language=language, defaults={"text": text}
            )
            Question.objects.filter(pk=row.pk).update(times=F("times") + times, found=found)
        for (day, words, document, place), times in taken.opened.items():
            opened, _is_new = Click.objects.get_or_create(
                day=day, folded=words, document=document, place=place
            )
            Click.objects.filter(pk=opened.pk).update(times=F("times") + times)


def _countable(text: str) -> str | None:
    """The question without the filters that stand in its line; None where it says nothing or looks personal."""
    plain = ask(text).plain
    if len(plain) > LONGEST_QUESTION or not 0 < len(folded(plain)) <= 2 * LONGEST_QUESTION:
        return None
    if _ADDRESS.search(plain) or _LONG_NUMBER.search(_YEAR.sub(" - ", plain)):
        return None
    return plain


def _today() -> date:
    return timezone.localdate(now())
