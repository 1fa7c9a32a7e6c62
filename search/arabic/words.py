"""The words of a text, each with its place in the text as written."""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from search.arabic.normalise import INVISIBLE_RANGES, normalise

LONGEST_WORD = 64  # letters; what is longer is cut, so that no single term can swell the index

# A stretch of the original: letters, digits and what hides between them; a separator only between two digits. Its
# length has a bound, so that stretches can be remembered; what runs on without end is several.
_RUN = rf"[\w{INVISIBLE_RANGES}]{{1,128}}"
STRETCH = re.compile(rf"{_RUN}(?:(?<=\d)[.,٫٬](?=\d){_RUN}){{0,7}}")

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
    for stretch, offset in placed_stretches(text):
        for word, start, end in parts(stretch):
            yield Word(word, offset + start, offset + end)


def placed_stretches(text: str) -> Iterator[tuple[str, int]]:
    """What `parts` takes, as written, and where each begins."""
    return ((match.group(), match.start()) for match in STRETCH.finditer(text))


def stretches(text: str) -> list[str]:
    """The same without places, and quicker."""
    return STRETCH.findall(text)


# For functions of a word or a stretch: as many answers as a large collection has different words.
remembered = lru_cache(maxsize=200_000)


@remembered
def parts(stretch: str) -> tuple[Word, ...]:
    """The words of a stretch, with their places in it."""
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
        found.append(Word(match.group().replace(",", "")[:LONGEST_WORD], owners[match.start()], end))
    return tuple(found)
