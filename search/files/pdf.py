"""The text of a PDF, page by page, from two readers that are wrong in different ways.

pypdf has the letters (it alone keeps لا in every font) and loses spaces, order and the direction of numbers.
PDFium has spaces, order and numbers, and turns لا, or whole words, round. `reconciled` takes the best of both.
"""

import contextlib
import unicodedata
from collections.abc import Iterator
from itertools import islice, product

import pypdfium2
from pypdf import PasswordType, PdfReader
from pypdfium2.raw import FPDF_PAGEOBJ_FORM as _FORM
from pypdfium2.raw import FPDF_PAGEOBJ_IMAGE as _PICTURE

from search.files.mending import mend, plain

# Of a page's Arabic words, the share that pypdf must know before PDFium's order is believed. Words with
# vowel signs upset their neighbours in pypdf: at 0.9 forms lost a quarter of their words, at 0.75 an eighth.
_AGREED = 0.75
_MOST_SWAPS = 5  # of a letter pair in one word; 32 ways to write it

# A page is a scan when pictures cover so much of it and it says less than a line.
_COVERED = 0.6
_FEW_LETTERS = 32
_MOST_OBJECTS = 2000  # of a page that are looked at
_DEEPEST = 4  # drawings in drawings


class LockedError(Exception):
    """The file is encrypted and the password does not open it."""


class Pdf:
    """An opened PDF. Raises whatever a broken file makes pypdf raise, and LockedError."""

    def __init__(self, path: str, password: str = ""):
        self.letters = PdfReader(path, strict=False)
        if self.letters.is_encrypted and self.letters.decrypt(password) == PasswordType.NOT_DECRYPTED:
            raise LockedError
        try:
            self.order = pypdfium2.PdfDocument(path, password=password or None)
        except pypdfium2.PdfiumError:
            self.order = None
        self.scans: list[int] = []

    def pages(self) -> Iterator[str]:
        """The text of each page; the numbers of those that are pictures of a page are in `scans` afterwards."""
        for number, page in enumerate(self.letters.pages):
            second, is_picture = self._second_reading(number)
            text = reconciled(_letters(page), second)
            if is_picture and sum(map(str.isalnum, text)) < _FEW_LETTERS:
                self.scans.append(number + 1)
            yield text

    def _second_reading(self, number):
        """PDFium's text of a page, and whether a picture covers it; "" where PDFium cannot read the page."""
        with contextlib.suppress(pypdfium2.PdfiumError):
            if self.order is not None:
                page = self.order[number]
                text = page.get_textpage().get_text_range()
                return text, is_covered_by_pictures(page)
        return "", False


def _letters(page):
    """pypdf's text of a page; "" where the page is too much for it (large maps are), without the rest's loss."""
    try:
        return page.extract_text()
    except MemoryError:
        raise
    except Exception:
        return ""


def is_covered_by_pictures(page: pypdfium2.PdfPage) -> bool:
    """Whether pictures, or drawings made of pictures, cover most of a page. Raises PdfiumError."""
    left, bottom, right, top = page.get_bbox()
    covered = 0.0
    for thing in islice(page.get_objects(max_depth=1), _MOST_OBJECTS):
        if thing.type == _PICTURE or (thing.type == _FORM and _has_picture(page, thing)):
            l, b, r, t = thing.get_bounds()  # noqa: E741
            covered += max(0, min(r, right) - max(l, left)) * max(0, min(t, top) - max(b, bottom))
    return covered >= _COVERED * (right - left) * (top - bottom)


def _has_picture(page, form):
    inner = islice(page.get_objects(form=form, level=1, max_depth=_DEEPEST), _MOST_OBJECTS)
    return any(thing.type == _PICTURE for thing in inner)


def reconciled(letters: str, order: str) -> str:
    """One text from pypdf's (`letters`) and PDFium's (`order`) reading of a page."""
    if not letters.strip():
        return mend(order, turned=False)
    known = "".join(mend(letters).split())
    arabic = agreed = 0
    lines = []
    for line in plain(order).splitlines():
        written = []
        for word in line.split():
            stripped = word.strip("()[]{}«»\"'.,،؛:؟!-–٪%/")
            # Where vowel signs stand apart from their letters, pypdf mixes the word up and has no say in it.
            if _is_arabic(stripped) and not any(map(unicodedata.combining, stripped)):
                arabic += 1
                # The article alone is no word: it is "no" turned round.
                spelling = (
                    "لا" if stripped == "ال" else next((way for way in _ways(stripped) if way in known), None)
                )
                agreed += spelling is not None
                word = word.replace(stripped, spelling or stripped)
            written.append(word)
        lines.append(" ".join(written))
    if not arabic or agreed / arabic < _AGREED:
        return mend(letters, numbers=plain(order))
    return mend("\n".join(lines), turned=False)


def _is_arabic(word):
    return len(word) > 1 and any("ء" <= letter <= "ي" for letter in word)


def _ways(word):
    """The word as it stands and as it is when its ligatures, or all of it, were turned round."""
    for letters in (word, word[::-1]):
        pairs = [
            place
            for place in range(len(letters) - 1)
            if letters[place] in "اأإآى" and letters[place + 1] == "ل"
        ]
        for turned in product((False, True), repeat=min(len(pairs), _MOST_SWAPS)):
            way = list(letters)
            for place, turn in zip(pairs, turned, strict=False):
                if turn:
                    way[place], way[place + 1] = way[place + 1], way[place]
            yield "".join(way)
