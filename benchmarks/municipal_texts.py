"""Any number of texts of the kind that municipalities write, put together from the vocabulary: for measuring speed."""

import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import lru_cache

PLATFORMS = 1000
TEXT_WORDS = 90
_CONNECTING = (
    "في",
    "من",
    "على",
    "إلى",
    "عن",
    "مع",
    "أن",
    "التي",
    "بعد",
    "قبل",
    "كل",
    "هذا",
    "بين",
    "خلال",
    "حول",
    "لدى",
)
_KINDS = (
    "guide",
    "guide",
    "position-paper",
    "workshop",
    "discussion",
    "discussion",
    "discussion",
    "document",
)
_FIRST_DAY = datetime(2015, 1, 1, tzinfo=UTC)


@lru_cache(maxsize=1)
def forms() -> tuple[str, ...]:
    """The Arabic forms of the vocabulary, in an order that has nothing to do with their alphabet."""
    from search.vocabulary.concepts import shipped

    found = [form for concept in shipped() for form in concept.ar]
    random.Random(0).shuffle(found)
    return tuple(found)


def documents(count: int, *, private: float = 0.5) -> Iterator:
    """`count` documents; this share of them belongs to one of PLATFORMS platforms, the rest is for everyone."""
    from search.documents import Document, Side

    for number in range(count):
        chance = random.Random(number)
        kind = chance.choice(_KINDS)
        platform = chance.randrange(PLATFORMS)
        audience = f"platform:{platform}" if chance.random() < private else "everyone"
        yield Document(
            id=f"{kind}:{number}",
            kind=kind,
            sides=(Side("ar", _row(chance, 5), f"/ar/{kind}/{number}/", text=_row(chance, TEXT_WORDS)),),
            audience=(audience,),
            platforms=(f"p{platform}",),
            published_at=_FIRST_DAY + timedelta(hours=chance.randrange(100_000)),
        )


def questions(count: int) -> list[str]:
    """Questions of one to four words, the common ones more often."""
    chance = random.Random(1)
    return [" ".join(_form(chance) for _ in range(chance.choice((1, 1, 2)))) for _ in range(count)]


def _row(chance: random.Random, length: int) -> str:
    words: list[str] = []
    while len(words) < length:
        words += _form(chance).split()
        if chance.random() < 0.4:
            words.append(chance.choice(_CONNECTING))
    return " ".join(words)


def _form(chance: random.Random) -> str:
    """A form; like words in texts, the first are frequent and most are rare."""
    known = forms()
    if chance.random() < 0.3:
        return chance.choice(known)
    return known[min(int(chance.paretovariate(0.6)) - 1, len(known) - 1)]
