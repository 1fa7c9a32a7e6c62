"""What a person asks, made ready for an engine."""

import re
from dataclasses import dataclass, field

from search.arabic import analysis
from search.arabic.normalise import clean
from search.arabic.stems import stem
from search.arabic.words import Word, words

MOST_LETTERS = 300  # of the query as written; more is cut
MOST_WORDS = 32
_READ_AT_MOST = 20_000  # characters looked at before invisible ones are dropped

_QUOTED = re.compile(r'"([^"]+)"|«([^»]+)»|“([^”]+)”|„([^“”]+)[“”]')
_NOTHING_SEEN = re.compile(r"[\u00ad\u0300-\u036f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]")


@dataclass(frozen=True)
class Asked:
    """A query: words, each in all its shapes; and stems that should stand close together."""

    words: tuple[str, ...] = ()
    forms: tuple[tuple[analysis.Form, ...], ...] = ()
    phrases: tuple[tuple[str, ...], ...] = ()

    @property
    def keys(self) -> list[frozenset[str]]:
        return [analysis.keys(word) for word in self.words]


@dataclass(frozen=True)
class Narrowed:
    """Where an engine may look. `audience` None means everywhere; an empty audience sees nothing."""

    audience: frozenset[str] | None
    kind: str = ""
    platform: str = ""
    language: str = ""
    since: int | None = None  # seconds since 1970, inclusive
    until: int | None = None  # seconds since 1970, exclusive
    without: frozenset[str] = field(default_factory=frozenset)


def shortened(text: str) -> str:
    """The query within its bounds: storable, without invisible characters, at most MOST_LETTERS long."""
    return _NOTHING_SEEN.sub("", clean(text[:_READ_AT_MOST]))[:MOST_LETTERS].strip()


def written_words(text: str) -> list[Word]:
    """The words of a shortened query that are looked for, with their places in it."""
    found = list(words(text))[:MOST_WORDS]
    kept = set(analysis.telling([word.text for word in found]))
    return [word for word in found if word.text in kept]


def ask(text: str) -> Asked:
    """The query of a person. Anything at all may be asked; what holds no word finds nothing."""
    text = shortened(text)
    found = tuple(dict.fromkeys(word.text for word in written_words(text)))
    phrases = []
    for match in _QUOTED.finditer(text):
        phrase = tuple(stem(word.text) for word in words(next(filter(None, match.groups()))))[:MOST_WORDS]
        if len(phrase) > 1:
            phrases.append(phrase)
    return Asked(words=found, forms=tuple(analysis.forms(word) for word in found), phrases=tuple(phrases))
