"""Did you mean: another spelling of the words that nothing within reach holds."""

from collections import Counter

from search import sources
from search.arabic.normalise import INVISIBLE_RANGES
from search.arabic.stems import stem
from search.arabic.words import words
from search.asked import Asked, Narrowed, written_words
from search.engines import engine

_SHORTEST = 4  # letters; shorter words have too many neighbours
_MOST_WORDS = 3  # of a query that are looked into
_ROWS = 10
_PASSAGES = 20  # of each row


def suggestion(text: str, asked: Asked, within: Narrowed, person) -> str | None:
    """The query with unknown words corrected, or None.

    Unknown means unknown to this person: a word counts as known, and as a correction, only by documents that the
    person may see. So nothing can be learned here about the others.
    """
    known = engine().known(asked, within)
    unknown = [word for word, is_known in zip(asked.words, known, strict=True) if not is_known]
    better = {}
    for word in [word for word in unknown if len(word) >= _SHORTEST and word.isalpha()][:_MOST_WORDS]:
        if correction := _correction(word, within, person):
            better[word] = correction
    if not better:
        return None
    for written in reversed(written_words(text)):
        if written.text in better:
            text = text[: written.start] + better[written.text] + text[written.end :]
    return text


def _correction(word, within, person):
    rows = engine().resembling(word, within, _ROWS)
    visible = sources.visible([row.id for row in rows], person)
    seen = Counter()
    for row in rows:
        if row.id in visible:
            for text in _texts(row):
                for other in words(text):
                    if one_apart(word, other.text):
                        seen[text[other.start : other.end]] += 2
                    elif one_apart(stem(word), stem(other.text)):
                        seen[text[other.start : other.end]] += 1
    if not seen:
        return None
    # The most frequent, and among equals the first met, in the best document.
    written = seen.most_common(1)[0][0]
    return "".join(letter for letter in written if letter not in INVISIBLE_RANGES)


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
