"""The same text in several channels, from the letter to the consonants, for documents and for queries.

Analysis happens here, once, and every engine is fed words between spaces: so all engines find the same.
A query word is looked for in all channels and counts as the best of them, never as their sum.
"""

from functools import lru_cache
from typing import NamedTuple

from search.arabic.stems import bare, is_arabic, opened, skeleton, snowball, stem
from search.arabic.stopwords import STOPWORDS
from search.arabic.words import words

# Part of every document's fingerprint: a change of the rules makes what is indexed stale.
VERSION = 1

WEIGHTS = {"exact": 1.05, "stem": 1.0, "bare": 0.95, "snowball": 0.9, "skeleton": 0.8}
CHANNELS = tuple(WEIGHTS)


class Form(NamedTuple):
    """One shape of a query word: where to look for it and how much it counts there."""

    channel: str
    term: str
    weight: float


def channels(text: str) -> dict[str, str]:
    """A document's text per channel, words between spaces."""
    found = [word.text for word in words(text)]
    arabic = [word for word in found if is_arabic(word)]
    return {
        "exact": " ".join(found),
        "stem": " ".join(stem(word) for word in found),
        "bare": " ".join(bare(word) for word in arabic),
        "snowball": " ".join(snowball(word) for word in arabic),
        "skeleton": " ".join(skeleton(word) for word in arabic),
    }


def beginnings(text: str) -> str:
    """The words of a title, each also without what is joined to its front, to be found by their first letters."""
    found = [word.text for word in words(text)]
    return " ".join(dict.fromkeys(found + [opened(word) for word in found]))


def forms(word: str) -> tuple[Form, ...]:
    """The shapes in which a normalised query word is looked for."""
    shapes = [("exact", word), ("stem", stem(word))]
    if is_arabic(word):
        shapes += [("bare", bare(word)), ("snowball", snowball(word)), ("skeleton", skeleton(word))]
    return tuple(Form(channel, term, WEIGHTS[channel]) for channel, term in shapes)


def telling(found: list[str]) -> list[str]:
    """The words without repetition and stop words; all of them where nothing else would be left."""
    kept = [word for word in found if word not in STOPWORDS] or found
    return list(dict.fromkeys(kept))


@lru_cache(maxsize=200_000)
def keys(word: str) -> frozenset[str]:
    """What a word of a document and a word of a query share when one finds the other."""
    if not is_arabic(word):
        return frozenset((stem(word),))
    return frozenset((stem(word), "-" + bare(word), "=" + snowball(word), "~" + skeleton(word)))
