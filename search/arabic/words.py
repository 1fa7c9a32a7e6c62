"""The words of a text, each with its place in the text as written."""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from search.arabic.normalise import INVISIBLE_RANGES, normalise

LONGEST_WORD = 64  # letters; what is longer is cut, so that no single term can swell the index

# A stretch of the original: letters, digits and what hides between them; a separator only between two digits.
_STRETCH = re.compile(rf"[\w{INVISIBLE_RANGES}]+(?:(?<=\d)[.,٫٬](?=\d)[\w{INVISIBLE_RANGES}]+)*")

# Inside a normalised stretch scripts and digits part: "GISلل" and "٢٠٢٦م" are two words each. A separator is kept
# out of thousands (1,200), kept in decimals (3.5), and ends a number anywhere else (12.10.2026).
_WORD = re.compile(
    r"[ء-ي]+|[a-z]+"
    r"|[0-9]{1,3}(?:,[0-9]{3})+(?![0-9])(?:\.[0-9]+(?![.0-9]))?"
    r"|(?<![.0-9])[0-9]+\.[0-9]+(?![.0-9])"
    r"|[0-9]+|[^\W\d_a-zء-ي]+"
)


class Word(NamedTuple):
    text: str  # normalised
    start: int  # in the original, first letter
    end: int  # in the original, after the last letter and its vowel signs


def words(text: str) -> Iterator[Word]:
    """The words of the text in their order. Offsets count characters of `text` itself."""
    for match in _STRETCH.finditer(text):
        stretch, offset = match.group(), match.start()
        parts = _known_parts(stretch) if len(stretch) <= LONGEST_WORD else _parts(stretch)
        for word, start, end in parts:
            yield Word(word, offset + start, offset + end)


def _parts(stretch):
    letters, owners = [], []
    for index, character in enumerate(stretch):
        for letter in normalise(character):
            letters.append(letter)
            owners.append(index)
    folded = "".join(letters)
    found = []
    for match in _WORD.finditer(folded):
        end = owners[match.end() - 1] + 1
        while end < len(stretch) and not normalise(stretch[end]):
            end += 1
        found.append((match.group().replace(",", "")[:LONGEST_WORD], owners[match.start()], end))
    return tuple(found)


_known_parts = lru_cache(maxsize=200_000)(_parts)
