"""The text of a PDF, page by page: read by PDFium, whose letters are put in order by their places on the page.

pypdf stands in where PDFium cannot open a file or a page. It keeps the letters and loses spaces and order.
"""

from collections.abc import Iterator
from functools import cached_property
from itertools import islice

import pypdfium2
from pypdf import PasswordType, PdfReader
from pypdfium2.raw import FPDF_PAGEOBJ_FORM as _FORM
from pypdfium2.raw import FPDF_PAGEOBJ_IMAGE as _PICTURE

from search.files.mending import mend
from search.files.places import text_of

# A page is a scan when pictures cover so much of it and it says less than a line.
_COVERED = 0.6
_FEW_LETTERS = 32
_MOST_OBJECTS = 2000  # of a page that are looked at
_DEEPEST = 4  # drawings in drawings


class LockedError(Exception):
    """The file is encrypted and the password does not open it."""


class Pdf:
    """A PDF file. Its pages raise whatever a broken file makes pypdf raise, and LockedError."""

    def __init__(self, path: str, password: str = ""):
        self._path, self._password = path, password
        self.scans: list[int] = []
        try:
            self._document = pypdfium2.PdfDocument(path, password=password or None)
        except pypdfium2.PdfiumError:
            self._document = None

    def pages(self) -> Iterator[str]:
        """The text of each page; the numbers of those that are pictures of a page are in `scans` afterwards."""
        count = len(self._second_reader.pages if self._document is None else self._document)
        for number in range(count):
            text = self._first_reading(number)
            if text is None:
                text = mend(self._second_reader.pages[number].extract_text())
            yield text

    def _first_reading(self, number) -> str | None:
        if self._document is None:
            return None
        try:
            page = self._document[number]
            text = mend(text_of(page), turned=False)
            if sum(map(str.isalnum, text)) < _FEW_LETTERS and is_covered_by_pictures(page):
                self.scans.append(number + 1)
        except pypdfium2.PdfiumError:
            return None
        return text

    @cached_property
    def _second_reader(self):
        reader = PdfReader(self._path, strict=False)
        if reader.is_encrypted and reader.decrypt(self._password) == PasswordType.NOT_DECRYPTED:
            raise LockedError
        return reader


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
