"""Pieces of pages that are drawn once and kept: the same template, with the same values, in the same language.

A piece is found again only by all that it was drawn from, so it can neither be stale nor show one person what another
may see: whoever asks for it holds every word of it already.
"""

import datetime
from hashlib import blake2b

from django.conf import settings
from django.core.cache.backends.locmem import LocMemCache
from django.template.loader import render_to_string
from django.utils.functional import Promise
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

# In the memory of the process: a way to Redis takes longer than most drawings, and what crowds others out must not
# crowd out the counts of failed sign-ins, which stand in the cache of the settings.
MOST = 5000
# Pieces that name the present year, or an address that was moved, are drawn anew after so many seconds.
KEPT_FOR = 300

_pieces = LocMemCache("pieces of pages", {"TIMEOUT": KEPT_FOR, "OPTIONS": {"MAX_ENTRIES": MOST}})


def drawn(template: str, **values) -> SafeString:
    """What the template gives for these values, as `{% include template with … only %}` would.

    Kept where all values are plain ones, and lists and dictionaries of them. With anything else among them (a row of
    the database, a request, a person) it is drawn anew each time: that may say something else to somebody else.
    """
    try:
        return kept(lambda: render_to_string(template, values), template, values)
    except NotPlain:
        return render_to_string(template, values)


def kept(draw, *told) -> SafeString:
    """What `draw()` gives, asked once for all the values that it depends on; the language is one by itself.

    Raises NotPlain where one of them may change while it stays the same object.
    """
    told = (get_language(), settings.COUNTRY, settings.TIME_ZONE, *(_plain(value) for value in told))
    if settings.DEBUG:
        # Who works on a template wants to see it.
        return mark_safe(draw())  # noqa: S308  (a template escaped it)
    key = blake2b(repr(told).encode(), digest_size=20).hexdigest()
    piece = _pieces.get(key)
    if piece is None:
        piece = mark_safe(draw())  # noqa: S308  (a template escaped it)
        _pieces.set(key, piece)
    return piece


def forget() -> None:
    """Keep nothing of what was drawn so far."""
    _pieces.clear()


class NotPlain(TypeError):
    """A value that may change while it stays the same object."""


PLAIN = (bool, int, float, datetime.date, datetime.time, type(None))


def _plain(value):
    if isinstance(value, Promise):
        value = str(value)
    if isinstance(value, str):
        # Marked as safe or not makes two drawings of the same words.
        return (str(value), "safe") if hasattr(value, "__html__") else str(value)
    if isinstance(value, PLAIN):
        return value
    if isinstance(value, dict):
        return [(name, _plain(part)) for name, part in value.items()]
    if isinstance(value, list | tuple):
        return [_plain(part) for part in value]
    raise NotPlain(type(value).__name__)
