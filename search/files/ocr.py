"""Scanned pages, read by Tesseract from a picture that PDFium makes of them."""

import math
import subprocess
from collections.abc import Iterable, Iterator

import pypdfium2

from search.files import LANGUAGES
from search.files.mending import plain

_DOTS = 200  # an inch, as offices scan; PDF counts 72
_MOST_PIXELS = 8_000_000  # of one page, more than an A4 page has; a larger page is made smaller
_SECONDS = 30  # for one page
_FEWEST = 8  # letters and digits; less is what Tesseract sees in photographs


def recognised(path: str, password: str, numbers: Iterable[int], program: str) -> Iterator[tuple[int, str]]:
    """The numbers of the pages and their text, one after the other. Raises PdfiumError for a broken file."""
    document = pypdfium2.PdfDocument(path, password=password or None)
    for number in numbers:
        if 1 <= number <= len(document):
            yield number, _read(_picture(document[number - 1]), program)


def _picture(page):
    """The page as a grey picture in PGM, the plainest format that Tesseract reads."""
    width, height = page.get_size()
    scale = min(_DOTS / 72, math.sqrt(_MOST_PIXELS / max(1.0, width * height)))
    bitmap = page.render(scale=scale, grayscale=True)
    line, rows = bitmap.stride, bytes(bitmap.buffer)
    pixels = b"".join(rows[start : start + bitmap.width] for start in range(0, line * bitmap.height, line))
    return b"P5 %d %d 255\n" % (bitmap.width, bitmap.height) + pixels


def _read(picture, program):
    try:
        read = subprocess.run(
            [program, "stdin", "stdout", "-l", "+".join(LANGUAGES), "--dpi", str(_DOTS)],
            input=picture,
            capture_output=True,
            timeout=_SECONDS,
        )
    except subprocess.TimeoutExpired:
        return ""
    text = plain(read.stdout.decode("utf-8", "replace")).strip()
    return text if sum(map(str.isalnum, text)) >= _FEWEST else ""
