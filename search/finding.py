"""Answering what a person asks, with what that person may see and no more."""

import time
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from datetime import time as clock

from django.utils import timezone

from search import ranking, sources, spelling
from search.arabic.analysis import beginnings
from search.arabic.normalise import clean
from search.arabic.words import words
from search.asked import Names, Narrowed, ask, shortened
from search.engines import asking, engine
from search.engines.base import SORTS, Answer
from search.fields import BEGINNINGS, FACETS
from search.query import Begins, Together
from search.results import FileHit, Hit, hit

__all__ = ["EVERYTHING", "FACETS", "SORTS", "FileHit", "Found", "Hit", "find", "suggest"]

EVERYTHING = "all"  # the token of those from whom nothing is hidden

_MOST_ON_A_PAGE = 100
_LAST_PAGE = 10_000
_MOST_SUGGESTIONS = 20
_LOOKS = 4  # readings of the index until a page holds nothing that its reader may not see


@dataclass(frozen=True)
class Found:
    """A page of results. A facet counts what would be found under each of its values, its own filter aside.

    `reduced` says that the engine of the settings is away and another one has answered, which may know less.
    """

    total: int
    took_ms: float
    hits: list[Hit]
    facets: dict[str, dict[str, int]]
    did_you_mean: str | None
    next_page: int | None
    reduced: bool = False


def find(
    *,
    text: str,
    tokens: Iterable[str],
    person=None,
    kind: str = "",
    platform: str = "",
    language: str = "",
    year: str = "",
    authority: str = "",
    file_type: str = "",
    date_from: date | datetime | None = None,
    date_to: date | datetime | None = None,
    sort: str = "relevance",
    page: int = 1,
    page_size: int = 20,
    without: Iterable[str] = (),
    shown_language: str = "ar",
    names: Names | None = None,
    corrects: bool = True,
) -> Found:
    """The works that hold any word of `text`, best first, among those that the person may see.

    `tokens` are the audiences that the person belongs to, read from the database for this search. `without` are
    the ids that the index may be wrong about at the moment; they are left out everywhere. A day given as
    `date_from` or `date_to` is included, in the network's time zone. `names` knows what people call the values of
    filters in the line (`search.asked.Names`). Without `corrects` words that nobody knows stay as they are. A work
    that is hidden from this person and a work that does not exist give the same answer. Raises ValueError for an
    unknown `sort`; anything else has an answer.
    """
    began = time.perf_counter()
    if sort not in SORTS:
        raise ValueError(f"sort must be one of {SORTS}, not {sort!r}")
    page, page_size = max(1, min(page, _LAST_PAGE)), max(1, min(page_size, _MOST_ON_A_PAGE))
    asked = ask(text, names)
    narrowed = asked.narrowed(
        Narrowed(
            audience=_audience(tokens),
            kind=clean(kind),
            platform=clean(platform),
            language=clean(language),
            year=clean(year),
            authority=clean(authority),
            file_type=clean(file_type),
            since=_seconds(date_from),
            until=_until(date_to),
            without=frozenset(without),
        )
    )
    if asked.empty or narrowed.audience == frozenset():
        return Found(0, _milliseconds(began), [], {name: {} for name in FACETS}, None, None)

    offset = (page - 1) * page_size
    page_of = {"sort": sort, "offset": offset, "limit": page_size}
    query = ranking.wanted(asked)
    with asking() as state:
        answer, narrowed = _visible_page(query, narrowed, person, **page_of)
        anywhere = Narrowed(audience=narrowed.audience, without=narrowed.without)
        others = spelling.alternatives(asked, answer.rows, anywhere) if corrects else {}
        if others:
            query = ranking.wanted(asked, others)
            answer, narrowed = _visible_page(query, narrowed, person, **page_of)
        facets = _facets(query, narrowed)
        better = spelling.suggestion(asked, others, anywhere, person) if others and page == 1 else None
    return Found(
        total=answer.total,
        hits=[hit(row, asked, shown_language) for row in answer.rows],
        facets=facets,
        did_you_mean=better,
        next_page=page + 1 if answer.rows and offset + page_size < answer.total else None,
        took_ms=_milliseconds(began),
        reduced=state.reduced,
    )


def suggest(*, text: str, tokens: Iterable[str], person=None, limit: int = 8) -> list[str]:
    """Titles in which each word of `text` begins a word, the newest first, among those that the person may see."""
    prefixes = list(dict.fromkeys(word.text for word in words(shortened(text))))[:8]
    within = Narrowed(audience=_audience(tokens))
    limit = max(1, min(limit, _MOST_SUGGESTIONS))
    if not prefixes or within.audience == frozenset():
        return []
    begun = Together(must=tuple(Begins(BEGINNINGS, prefix) for prefix in prefixes))
    query = ranking.within(begun, within)
    rows = engine().search(query, sort="newest", offset=0, limit=limit * 4).rows
    visible = sources.visible([row.id for row in rows], person)
    titles = [title for row in rows if row.id in visible if (title := _begun_title(row, prefixes))]
    return list(dict.fromkeys(titles))[:limit]


def _visible_page(query, narrowed, person, **page):
    """A page on which the database has had the last word, and the filters that led to it.

    What the index still shows but the database hides is left out of the query and the page read again, so that it
    shows neither in the hits nor in the total nor in a facet.
    """
    for _ in range(_LOOKS):
        answer = engine().search(ranking.within(query, narrowed), **page)
        hidden = {row.id for row in answer.rows} - sources.visible([row.id for row in answer.rows], person)
        if not hidden:
            return answer, narrowed
        narrowed = replace(narrowed, without=narrowed.without | hidden)
    rows = tuple(row for row in answer.rows if row.id not in hidden)
    return Answer(answer.total - len(hidden), rows), narrowed


def _facets(query, narrowed: Narrowed):
    """Every facet, each without its own filter. Facets that have no filter set are counted together."""
    without_own = {name: replace(narrowed, **{name: ""}) for name in FACETS}  # type: ignore[arg-type]
    filtered = [name for name, wider in without_own.items() if wider != narrowed]
    open_facets = [name for name in FACETS if name not in filtered]
    found = engine().facets(ranking.within(query, narrowed), open_facets)
    for name in filtered:
        found |= engine().facets(ranking.within(query, without_own[name]), [name])
    return {name: dict(sorted(found[name].items())) for name in FACETS}


def _begun_title(row, prefixes):
    """The title, among the work's sides, in which the prefixes are found."""
    for side in row.shown["sides"]:
        begun = f" {beginnings(side['title'])}"
        if all(f" {prefix}" in begun for prefix in prefixes):
            return side["title"]
    return None


def _audience(tokens):
    tokens = frozenset(clean(token) for token in tokens)
    return None if EVERYTHING in tokens else tokens


def _until(day):
    """The first second that is too late. A moment given as datetime is itself still in time."""
    if day is None:
        return None
    return _seconds(day + (timedelta(seconds=1) if isinstance(day, datetime) else timedelta(days=1)))


def _seconds(day):
    """Seconds since 1970 of a moment, or of the beginning of a day in the network's time zone."""
    if day is None:
        return None
    moment = day if isinstance(day, datetime) else datetime.combine(day, clock.min)
    return int((moment if timezone.is_aware(moment) else timezone.make_aware(moment)).timestamp())


def _milliseconds(began):
    return round((time.perf_counter() - began) * 1000, 1)
