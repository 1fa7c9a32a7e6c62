"""The text of a PDF page by where its letters stand, whatever order and direction the file draws them in.

Arabic PDFs draw letters from left to right, signs apart from them, spaces not at all. The places on the page are what
a reader saw: letters become glyphs, glyphs lines, and lines are turned back as they were turned to be shown.
"""

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from ctypes import c_double
from dataclasses import dataclass
from itertools import pairwise

import pypdfium2
import pypdfium2.raw as pdfium

from search.files.direction import ARABIC, LATIN, as_written

# All in heights of the letters.
_SAME_LINE = 0.5  # signs stand higher than their letters, indices lower
_TOUCHING = 0.02
_HIDDEN = (0.06, 0.16)  # to both sides of a sign that hides a narrow letter, and a wide one
_WIDE = set("جحخسشصضطظعغفقكمه")
# Gaps that are spaces: fonts differ, so each page is measured, within these borders.
_USUAL, _LEAST, _MOST = 0.16, 0.1, 0.22
_WIDEST, _FEW_GAPS = 0.6, 40

_LAM_ALEF = {pair: "ل" + alef for alef in "اأإآ" for pair in ("ل" + alef, alef + "ل")}
_HYPHEN = re.compile(r"[\u0002\ufffe]\s*|(?<=[a-z])-\r?\n(?=[a-z])")


@dataclass(slots=True)
class Glyph:
    """What the file draws at one place: a letter, a sign (with no text), or several letters in one."""

    text: str
    x: float
    y: float
    left: float
    right: float
    size: float
    is_marked: bool


def text_of(page: pypdfium2.PdfPage) -> str:
    """The lines of the page in the order in which they are drawn. Raises PdfiumError."""
    text = page.get_textpage()
    reading = text.get_text_range()
    if not ARABIC.search(reading):
        # PDFium reads what runs from left to right well.
        return _HYPHEN.sub("", reading)
    lines = [line for letters in _lines(_letters(text)) if (line := _glyphs(letters))]
    space = _space([gap for line in lines for gap in _gaps(line)])
    in_arabic = len(ARABIC.findall(reading)) >= len(LATIN.findall(reading))
    return "\n".join(as_written(_seen(line, space), in_arabic=in_arabic) for line in lines)


def _letters(text) -> Iterator[Glyph]:
    """Every letter and sign of the page in PDFium's order; its spaces are half of them guesses and left out."""
    x, y, box, matrix = c_double(), c_double(), pdfium.FS_RECTF(), pdfium.FS_MATRIX()
    for index in range(pdfium.FPDFText_CountChars(text)):
        letter = chr(pdfium.FPDFText_GetUnicode(text, index))
        if letter.isspace() or not letter.isprintable():
            continue
        pdfium.FPDFText_GetCharOrigin(text, index, x, y)
        pdfium.FPDFText_GetLooseCharBox(text, index, box)
        pdfium.FPDFText_GetMatrix(text, index, matrix)
        size = pdfium.FPDFText_GetFontSize(text, index) * math.hypot(matrix.c, matrix.d)
        is_sign = unicodedata.combining(letter) > 0
        ends = ((box.left, box.bottom), (box.right, box.top))
        (left, _), (right, _), (along, base) = _upright((*ends, (x.value, y.value)), matrix)
        yield Glyph(
            "" if is_sign else letter, along, base, min(left, right), max(left, right), size or 1.0, is_sign
        )


def _upright(points, matrix) -> list[tuple[float, float]]:
    """The points as they would lie if the letter stood upright: pages and tables may be turned by quarters."""
    turn = round(math.atan2(matrix.b, matrix.a) / (math.pi / 2)) % 4
    return [((x, y), (y, -x), (-x, -y), (-y, x))[turn] for x, y in points]


def _lines(letters: Iterable[Glyph]) -> Iterator[list[Glyph]]:
    line: list[Glyph] = []
    for letter in letters:
        if line and abs(letter.y - line[-1].y) > _SAME_LINE * max(letter.size, line[-1].size):
            yield line
            line = []
        line.append(letter)
    if line:
        yield line


def _glyphs(line: list[Glyph]) -> list[Glyph]:
    """The glyphs of a line from left to right, without signs."""
    drawn: dict[tuple[float, float], list[Glyph]] = {}
    for letter in line:
        drawn.setdefault((letter.x, letter.y), []).append(letter)
    glyphs = [one for letters in drawn.values() for one in _joined(letters) if one.text]
    # A sign and its letter may each be given as both; the letter is the one that counts.
    double = {id(one) for one in glyphs if one.is_marked and any(_repeats(one, other) for other in glyphs)}
    glyphs = sorted((one for one in glyphs if id(one) not in double), key=lambda one: one.right)
    for place, (one, other) in enumerate(pairwise(glyphs)):
        # A lam that is known from its sign alone stands within its alef, and before it.
        if other.left <= one.left and one.text + other.text in _LAM_ALEF and one.text == "ل":
            glyphs[place], glyphs[place + 1] = other, one
    return glyphs


def _joined(letters: list[Glyph]) -> list[Glyph]:
    """The glyphs of one origin. PDFium gives each letter of a glyph the glyph's box, or a slice of it."""
    glyphs: list[Glyph] = []
    for one in sorted(letters, key=lambda one: one.left):
        if glyphs and _is_slice(glyphs[-1], one):
            # In Arabic the first letter has the slice on the right; of letters with the same box it comes last.
            is_backward = ARABIC.search(glyphs[-1].text + one.text)
            _join(glyphs[-1], one, one.text + glyphs[-1].text if is_backward else glyphs[-1].text + one.text)
        else:
            glyphs.append(one)
    if len(glyphs) == 2 and (pair := _LAM_ALEF.get(glyphs[0].text + glyphs[1].text)):
        # Where lam and alef are two glyphs, the alef is put on the origin of the lam.
        _join(glyphs[0], glyphs.pop(), pair)
    elif len(glyphs) == 1:
        glyphs[0].text = _LAM_ALEF.get(glyphs[0].text, glyphs[0].text)
    return glyphs


def _join(one, other, text):
    one.text, one.is_marked = text, one.is_marked or other.is_marked
    one.left, one.right = min(one.left, other.left), max(one.right, other.right)


def _is_slice(one, other):
    is_same = (one.left, one.right) == (other.left, other.right)
    return is_same or abs(one.right - other.left) < _TOUCHING * one.size


def _repeats(sign, letter):
    """Whether `sign` is drawn over a wider `letter` that says the same."""
    middle = (sign.left + sign.right) / 2
    return (
        letter is not sign
        and sign.text in letter.text
        and letter.left <= middle <= letter.right
        and letter.right - letter.left > sign.right - sign.left
    )


def _gaps(line: list[Glyph]) -> Iterator[float]:
    """How far each glyph but the first stands from those before it; less than 0 where they overlap."""
    base = Counter(one.y for one in line).most_common(1)[0][0]
    end = -math.inf
    for one in line:
        # Where a letter is known from its sign alone, it reaches further than the sign.
        is_sign = one.is_marked and abs(one.y - base) > _TOUCHING * one.size
        hidden = _HIDDEN[one.text in _WIDE] * one.size if is_sign else 0.0
        if end > -math.inf:
            # Up to the origin, since what a letter leaves free in its own place is no space.
            yield (one.x - hidden - end) / one.size
        end = max(end, one.right + hidden)


def _space(gaps: list[float]) -> float:
    """The gap from which words are apart: what best parts the gaps of a page into narrow and wide ones."""
    # Wider gaps, between the cells of a table, say, would draw the border to themselves.
    gaps = sorted(max(0.0, gap) for gap in gaps if gap < _WIDEST)
    if len(gaps) < _FEW_GAPS:
        return _USUAL
    total, below, best, border = sum(gaps), 0.0, 0.0, _USUAL
    for count, gap in enumerate(gaps[:-1], 1):
        below += gap
        narrow, wide = below / count, (total - below) / (len(gaps) - count)
        parted = count * (len(gaps) - count) * (wide - narrow) ** 2
        if parted > best:
            best, border = parted, (narrow + wide) / 2
    return min(max(border, _LEAST), _MOST)


def _seen(line: list[Glyph], space: float) -> str:
    # The letters of a glyph are turned with the line; what is turned here is turned back there.
    seen = [_turned(line[0].text)]
    for one, gap in zip(line[1:], _gaps(line), strict=True):
        seen.append((" " if gap > space else "") + _turned(one.text))
    return "".join(seen)


def _turned(text):
    return text[::-1] if len(text) > 1 and ARABIC.search(text) else text
