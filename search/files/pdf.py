"""The text of a PDF, page by page, from two readers that are wrong in different ways.

pypdf has the letters (it alone keeps لا in every font) and loses spaces, order and the direction of numbers.
PDFium has spaces, order and numbers, and turns لا, or whole words, round. `reconciled` takes the best of both.
"""

import contextlib
import unicodedata
from collections.abc import Iterator
from itertools import product

import pypdfium2
from pypdf import PasswordType, PdfReader

from search.files.mending import mend, plain

# Of a page's Arabic words, the share that pypdf must know before PDFium's order is believed. Words with
# vowel signs upset their neighbours in pypdf: at 0.9 forms lost a quarter of their words, at 0.75 an eighth.
_AGREED = 0.75
_MOST_SWAPS = 5  # of a letter pair in one word; 32 ways to write it


class LockedError(Exception):
    """The file is encrypted and the password does not open it."""


def pages(path: str, password: str = "") -> Iterator[str]:
    """The text of each page. Raises whatever a broken file makes pypdf raise, and LockedError."""
    reader = PdfReader(path, strict=False)
    if reader.is_encrypted and reader.decrypt(password) == PasswordType.NOT_DECRYPTED:
        raise LockedError
    second = _second_reader(path, password)
    for number, page in enumerate(reader.pages):
        yield reconciled(page.extract_text(), second(number))


def reconciled(letters: str, order: str) -> str:
    """One text from pypdf's (`letters`) and PDFium's (`order`) reading of a page."""
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


def _second_reader(path, password):
    """A function from page number to PDFium's text of it; of every page "" where PDFium cannot read the file."""
    try:
        document = pypdfium2.PdfDocument(path, password=password or None)
    except pypdfium2.PdfiumError:
        return lambda number: ""

    def text(number):
        with contextlib.suppress(pypdfium2.PdfiumError):
            return document[number].get_textpage().get_text_range()
        return ""

    return text
