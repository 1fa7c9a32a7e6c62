"""The lines of a text that answer a query, with the words found marked as they are written."""

from html import escape

from search.arabic.normalise import BIDI_CONTROLS
from search.marking import Marker, densest

LENGTH = 240  # characters of text in a snippet, marks not counted


def snippet(text: str, marker: Marker, held: str | None = None, length: int = LENGTH) -> str:
    """Safe HTML of the stretch of `text` that answers most of the question's words.

    Only <mark> stands in it. Letters are those of the text; direction controls are left out, since half of a pair
    would turn the page's own words round.
    """
    found = marker.marks(text, held)
    start, end = _window(text, found, length)
    pieces, place = [], start
    for hit_start, hit_end, *_ in found:
        if start <= hit_start and hit_end <= end:
            pieces += [escape(text[place:hit_start]), "<mark>", escape(text[hit_start:hit_end]), "</mark>"]
            place = hit_end
    pieces.append(escape(text[place:end]))
    shown = " ".join("".join(pieces).translate(BIDI_CONTROLS).split())
    return ("… " if start else "") + shown + (" …" if end < len(text.rstrip()) else "")


def _window(text, found, length):
    """Where the best stretch begins and ends: most different words, then most words, then the first."""
    if len(text) <= length or not found:
        return 0, _before_word(text, min(length, len(text)))
    first = densest(found, length) or found
    # Some words before the first hit, so that it is read in its sentence.
    lead = length // 4
    start = max(0, first[0].start - lead)
    if start:
        start = text.find(" ", start, first[0].start) + 1 or first[0].start
    return start, _before_word(text, min(start + length, len(text)))


def _before_word(text, end):
    if end >= len(text):
        return len(text)
    space = text.rfind(" ", max(0, end - 40), end)
    return space if space > 0 else end
