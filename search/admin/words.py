"""A text as the admin's index keeps it, and a query as the index is asked.

Each word stands there once for each of its shapes, with the channel's name before it: so a skeleton meets skeletons
alone, and the databases, which know nothing of Arabic, only compare words.
"""

import hashlib
from collections import defaultdict
from functools import lru_cache
from itertools import islice
from typing import NamedTuple

from search.arabic import analysis
from search.arabic.words import words
from search.vocabulary.current import vocabulary

MOST_LETTERS = 2_000  # of a query; more is cut
MOST_WORDS = 32

_TYPED = "beginning"
_NOWHERE = "nothing"  # every word that is kept begins with a channel's name


class Term(NamedTuple):
    text: str
    begins: bool = False  # whatever begins so is meant, too


def kept(text: str, *, typed: bool = False) -> str:
    """The words to be kept, between spaces; with `typed` those that are found by their first letters, too."""
    columns = analysis.channels(text)
    places = vocabulary().places(columns["exact"].split(), text)
    columns[analysis.CONCEPT] = " ".join(_concept(place) for place in places)
    if typed:
        columns[_TYPED] = analysis.beginnings(text)
    named = (f"{channel}{term}" for channel, column in columns.items() for term in column.split())
    return " ".join([mark(), *named])


def mark() -> str:
    """A word in every text that is kept; what lacks it was kept under other rules or with another vocabulary."""
    return _mark(vocabulary())


@lru_cache(maxsize=1)
def _mark(known):
    concepts = repr(sorted(known.concepts.items())).encode()
    return f"rules{analysis.VERSION}with{hashlib.blake2b(concepts, digest_size=6).hexdigest()}"


def asked(query: str, *, typed: bool = False) -> list[list[Term]]:
    """For each telling word of a query the terms one of which must be there; with `typed` the last may go on.

    Never empty: a query without words asks for what is nowhere.
    """
    written = asked_words(query)
    concepts = defaultdict(list)
    for place in vocabulary().places(written, query[:MOST_LETTERS]):
        for word in written[place.start : place.start + place.length]:
            concepts[word].append(Term(analysis.CONCEPT + _concept(place)))
    found = analysis.telling(written)
    terms = [
        [Term(form.channel + form.term) for form in analysis.forms(word)] + concepts[word] for word in found
    ]
    if typed and terms:
        terms[-1] += [Term(_TYPED + start, begins=True) for start in analysis.beginnings(found[-1]).split()]
    return terms or [[Term(_NOWHERE)]]


def phrase(query: str) -> str:
    """The words of a query as they stand one after another in what is kept."""
    return " ".join(f"exact{word}" for word in asked_words(query)) or _NOWHERE


def asked_words(query: str) -> list[str]:
    """The normalised words of a query, as many as are looked for."""
    return [word.text for word in islice(words(query[:MOST_LETTERS]), MOST_WORDS)]


def _concept(place):
    return "".join(filter(str.isalnum, place.concept))
