"""What somebody may have meant by a word that nobody knows.

Unknown means unknown to this person: a word counts as known, and as a correction, only by documents that the person
may see. So nothing can be learned here about the others.
"""

from search import ranking, sources
from search.arabic.normalise import INVISIBLE_RANGES
from search.arabic.stems import is_arabic, snowball, stem
from search.arabic.words import words
from search.asked import Asked, Narrowed
from search.engines import engine
from search.engines.base import Row
from search.ranking import Alternatives
from search.spoken import spoken
from search.vocabulary.current import vocabulary

SHORTEST = 4  # letters; shorter words have too many neighbours
_MOST_WORDS = 4  # of a query that are looked into
_NEIGHBOURS = 40  # of a word that are counted
_KEPT = 3
_ROWS = (
    5  # in which a correction is looked for as it is written; a word in no more of them is vouched for by one
)
_PASSAGES = 20  # of each row


def alternatives(asked: Asked, rows: tuple[Row, ...], within: Narrowed, person) -> dict[str, tuple[str, ...]]:
    """For each unknown word of the query, the words one letter away that the person can find, likeliest first.

    `rows` are results of the query: what they hold need not be asked for again.
    """
    doubtful = [word for word in _unnamed(asked) if not _held(word, rows)][:_MOST_WORDS]
    counts = engine().counts([ranking.within(ranking.spelt(word), within) for word in doubtful])
    unknown = [word for word, count in zip(doubtful, counts, strict=True) if not count]
    found = {word: _neighbours(word, within, person) for word in unknown}
    return {word: others for word, others in found.items() if others}


def suggestion(asked: Asked, others: Alternatives, within: Narrowed, person) -> str | None:
    """The query with its unknown words put right, as the documents spell them; None where there is nothing better."""
    text, better = asked.text, {}
    for word, found in others.items():
        if written := _as_written(found[0], within, person):
            better[word] = written
    if not better:
        return None
    for place in reversed(asked.written):
        if place.text in better:
            text = text[: place.start] + better[place.text] + text[place.end :]
    return text


def _unnamed(asked: Asked) -> list[str]:
    """Words that may be slips of the pen: long enough, and unknown to the vocabulary."""
    known = vocabulary()
    named = {place.start for place in spoken(asked)}
    return [
        word
        for number, word in enumerate(asked.words)
        if number not in named and not known.knows(word) and len(word) >= SHORTEST and word.isalpha()
    ]


def _held(word: str, rows: tuple[Row, ...]) -> bool:
    wanted = (f" {stem(word)} ", f" ={snowball(word)} ") if is_arabic(word) else (f" {stem(word)} ",)
    passages = (found for row in rows for side in row.shown["sides"] for _, found in side["passages"])
    return any(key in found for found in passages for key in wanted)


def _neighbours(word: str, within: Narrowed, person) -> tuple[str, ...]:
    near = sorted(set(engine().words_like(word, _NEIGHBOURS)))
    counts = engine().counts([ranking.within(ranking.spelt(other), within) for other in near])
    known = sorted((-count, other) for count, other in zip(counts, near, strict=True) if count)[:_KEPT]
    return tuple(other for count, other in known if -count > _ROWS or _seen(other, within, person))


def _seen(word: str, within: Narrowed, person) -> list[Row]:
    """Documents that hold the word and that the database lets this person see."""
    query = ranking.within(ranking.spelt(word), within)
    rows = engine().search(query, sort="relevance", offset=0, limit=_ROWS).rows
    visible = sources.visible([row.id for row in rows], person)
    return [row for row in rows if row.id in visible]


def _as_written(word: str, within: Narrowed, person) -> str | None:
    """The word with its hamzas, as a document that the person may see has it."""
    texts = [text for row in _seen(word, within, person) for text in _texts(row)]
    for same in (lambda other: other == word, lambda other: stem(other) == stem(word)):
        for text in texts:
            for other in words(text):
                if same(other.text):
                    written = text[other.start : other.end]
                    return "".join(letter for letter in written if letter not in INVISIBLE_RANGES)
    return None


def _texts(row):
    for side in row.shown["sides"]:
        yield side["title"]
        for passage, _ in side["passages"][:_PASSAGES]:
            yield passage


def one_apart(a: str, b: str) -> bool:
    """Whether one letter added, left out, changed, or swapped with its neighbour makes one word the other."""
    if a == b or abs(len(a) - len(b)) > 1 or min(len(a), len(b)) < 2:
        return False
    start = 0
    while start < min(len(a), len(b)) and a[start] == b[start]:
        start += 1
    rest_a, rest_b = a[start:], b[start:]
    return (
        rest_a[1:] == rest_b[1:]
        or rest_a[1:] == rest_b
        or rest_a == rest_b[1:]
        or (len(rest_a) > 1 and rest_a[:2] == rest_b[1::-1] and rest_a[2:] == rest_b[2:])
    )
