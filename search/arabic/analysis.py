"""The same text in several channels, from the letter to the consonants, for documents and for queries.

Analysis happens here, once, and every engine is fed words between spaces: so all engines find the same.
A query word is looked for in all channels and counts as the best of them, never as their sum.
"""

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from search.arabic.stems import is_arabic, opened, root, skeleton, snowball, stem
from search.arabic.stopwords import STOPWORDS
from search.arabic.words import parts, remembered, stretches, words

# Part of every document's fingerprint: a change of the rules makes what is indexed stale.
VERSION = 6

WEIGHTS = {"exact": 0.9, "stem": 1.0, "snowball": 0.9, "skeleton": 0.8, "root": 0.6}
OF_WORDS = tuple(WEIGHTS)
# The last channel holds the ids of the concepts that a text speaks of (`search.vocabulary`).
CONCEPT = "concept"
CHANNELS = (*OF_WORDS, CONCEPT)
# The channels whose terms are a word's keys, and the sign before each.
BY_ROOT = "^"
_KEYS = {"stem": "", "snowball": "=", "skeleton": "~", "root": BY_ROOT}


class Form(NamedTuple):
    """One shape of a query word: where to look for it and how much it counts there."""

    channel: str
    term: str
    weight: float


def channels(text: str) -> dict[str, str]:
    """A document's text per channel of words, words between spaces."""
    shapes = [shape for stretch in stretches(text) for shape in _shapes(stretch)]
    columns = zip(*shapes, strict=True) if shapes else [()] * len(OF_WORDS)
    return {
        channel: " ".join(filter(None, column)) for channel, column in zip(OF_WORDS, columns, strict=True)
    }


def keys_in(columns: Mapping[str, str]) -> list[str]:
    """The keys of all words of a text, by its channels; each once."""
    return [
        sign + term for channel, sign in _KEYS.items() for term in dict.fromkeys(columns[channel].split())
    ]


@remembered
def _shapes(stretch):
    """One tuple per word, in the order of OF_WORDS; "" where a word has no shape of its own in a channel."""
    terms = ({form.channel: form.term for form in forms(word.text)} for word in parts(stretch))
    return tuple(tuple(term.get(channel, "") for channel in OF_WORDS) for term in terms)


@remembered
def stretch_keys(stretch: str) -> frozenset[str]:
    """The keys of all words of a stretch (`search.arabic.words.stretches`)."""
    return frozenset().union(*(keys(word.text) for word in parts(stretch)))


def pairs(found: Sequence[str]) -> list[str]:
    """Words of a text two by two as they stand in a row, by their stems; none with a stop word.

    Kept as words of their own: looking for two words in a row costs a search as much as all the rest of it.
    """
    stems = ["" if word in STOPWORDS else stem(word) for word in found]
    return [f"{one}_{other}" for one, other in pairwise(stems) if one and other]


def beginnings(text: str) -> str:
    """The words of a title, each also without what is joined to its front, to be found by their first letters."""
    found = [word.text for word in words(text)]
    return " ".join(dict.fromkeys(found + [opened(word) for word in found]))


def forms(word: str) -> tuple[Form, ...]:
    """The shapes in which a normalised query word is looked for."""
    shapes = [("exact", word), ("stem", stem(word))]
    if is_arabic(word):
        shapes += [("snowball", snowball(word)), ("skeleton", skeleton(word)), ("root", root(word))]
    return tuple(Form(channel, term, WEIGHTS[channel]) for channel, term in shapes)


def telling(found: list[str]) -> list[str]:
    """The words without repetition and stop words; all of them where nothing else would be left."""
    kept = [word for word in found if word not in STOPWORDS] or found
    return list(dict.fromkeys(kept))


@remembered
def keys(word: str) -> frozenset[str]:
    """What a word of a document and a word of a query share when one finds the other."""
    return frozenset(_KEYS[form.channel] + form.term for form in forms(word) if form.channel in _KEYS)
