"""Words of the vocabulary that begin like what somebody types."""

from bisect import bisect_left

from search.arabic.stems import opened
from search.arabic.words import words
from search.vocabulary.current import vocabulary
from search.vocabulary.matching import Vocabulary

_sorted: tuple[Vocabulary | None, list[tuple[str, str, str]]] = (None, [])


def offered(text: str, limit: int = 8) -> list[str]:
    """Forms that begin so, whether the article is typed or not: the shortest first, one for each concept."""
    begun = _folded(text)
    first, _space, rest = begun.partition(" ")
    starts = {begun, f"{opened(first)} {rest}".strip()} if begun else set()
    met = {entry for start in starts for entry in _beginning(start)}
    by_concept: dict[str, str] = {}
    for _form, written, concept in sorted(met, key=lambda entry: (len(entry[0]), entry)):
        by_concept.setdefault(concept, written)
    return list(dict.fromkeys(by_concept.values()))[:limit]


def _beginning(start: str):
    table = _table()
    at = bisect_left(table, (start, "", ""))
    while at < len(table) and table[at][0].startswith(start):
        yield table[at]
        at += 1


def _table() -> list[tuple[str, str, str]]:
    """(folded form, form as written, concept) in order, made anew when the vocabulary has changed."""
    global _sorted
    known = vocabulary()
    if _sorted[0] is not known:
        rows = {
            (_folded(form), form, concept.id) for concept in known.concepts.values() for form in concept.forms
        }
        _sorted = (known, sorted(rows))
    return _sorted[1]


def _folded(text: str) -> str:
    return " ".join(word.text for word in words(text))
