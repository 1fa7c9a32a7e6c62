"""Answering what a person asks, with what that person may see and no more."""

import time
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from datetime import time as clock

from django.utils import timezone

from search import ranking, sources, spelling
from search.arabic.analysis import beginnings
from search.arabic.normalise import clean
from search.arabic.words import words
from search.asked import Asked, Names, Narrowed, ask, shortened
from search.closeness import FIRST, nearest_first
from search.engines import asking, engine
from search.engines.base import SORTS
from search.fields import BEGINNINGS, FACETS
from search.marking import Marker
from search.query import Among, Begins, Everything, Together
from search.results import FileHit, Hit, hit, shown_side

__all__ = ["EVERYTHING", "FACETS", "SORTS", "FileHit", "Found", "Hit", "find", "suggest"]

EVERYTHING = "all"  # the token of those from whom nothing is hidden

_MOST_ON_A_PAGE = 100
_LAST_PAGE = 10_000
_MOST_SUGGESTIONS = 20
_FEW = 20  # works that are looked at before they are counted
_LOOKS = 4  # readings of the index until a page holds nothing that its reader may not see


@dataclass(frozen=True)
class Found:
    """A page of results. A facet counts what would be found under each of its values, its own filter aside.

    `reduced` says that the engine of the settings is away and another one has answered, which may know less.
    `corrected` has the words of the question that nobody knows (normalised), and what was looked for instead.
    `concepts` are those of the vocabulary that the question names.
    """

    total: int
    took_ms: float
    hits: list[Hit]
    facets: dict[str, dict[str, int]]
    did_you_mean: str | None
    next_page: int | None
    reduced: bool = False
    corrected: dict[str, tuple[str, ...]] = field(default_factory=dict)
    concepts: tuple[str, ...] = ()


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
    without_kind: str = "",
    shown_language: str = "ar",
    names: Names | None = None,
    corrects: bool = True,
) -> Found:
    """The works that hold any word of `text`, best first, among those that the person may see.

    `tokens` are the audiences that the person belongs to, read from the database for this search. `without` are
    the ids that the index may be wrong about at the moment; they are left out everywhere, and so are the works of
    the kind `without_kind`. A day given as
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
            without_kind=without_kind,
            since=_seconds(date_from),
            until=_until(date_to),
            without=frozenset(without),
        )
    )
    # Days alone are a question, too: what was there at that time.
    has_days = narrowed.since is not None or narrowed.until is not None
    if (asked.empty and not has_days) or narrowed.audience == frozenset():
        return Found(0, _milliseconds(began), [], {name: {} for name in FACETS}, None, None)

    offset = (page - 1) * page_size
    unfiltered = [name for name in FACETS if not getattr(narrowed, name)]
    sort = "newest" if asked.empty else sort
    # The first results are read together, whatever the page, and put in order by how near their words stand.
    is_first = sort == "relevance" and offset < FIRST
    page_of = {
        "sort": sort,
        "offset": 0 if is_first else offset,
        "limit": max(FIRST, offset + page_size) if is_first else page_size,
        "facets": unfiltered,
    }
    query = Everything() if asked.empty else ranking.wanted(asked)
    with asking() as state:
        answer, narrowed = visible_page(query, narrowed, person, **page_of)
        anywhere = Narrowed(audience=narrowed.audience, without=narrowed.without)
        others = spelling.alternatives(asked, answer.rows, anywhere, person) if corrects else {}
        if others:
            query = ranking.wanted(asked, others)
            answer, narrowed = visible_page(query, narrowed, person, **page_of)
        facets = answer.facets | _filtered_facets(query, narrowed, person)
        better = spelling.suggestion(asked, others, anywhere, person) if others and page == 1 else None
    marker = Marker(asked, others)
    rows = nearest_first(answer.rows, marker)[offset : offset + page_size] if is_first else answer.rows
    return Found(
        total=answer.total,
        hits=[hit(row, marker, shown_language) for row in rows],
        facets={name: dict(sorted(facets[name].items())) for name in FACETS},
        did_you_mean=better,
        next_page=page + 1 if rows and offset + page_size < answer.total else None,
        took_ms=_milliseconds(began),
        reduced=state.reduced,
        corrected=others,
        concepts=marker.concepts,
    )


def related(
    document_id: str,
    *,
    tokens: Iterable[str],
    person=None,
    limit: int = 5,
    shown_language: str = "ar",
    **narrowed,
) -> list[Hit]:
    """Other works about the same, nearest first, among those that the person may see.

    `narrowed` is as for `find`. A work that the person may not see is like no other: the list is empty.
    """
    within = Narrowed(audience=_audience(tokens), **narrowed)
    itself = ranking.within(Among("id", (document_id,)), within)
    if within.audience == frozenset() or document_id not in sources.visible([document_id], person):
        return []
    rows = engine().search(itself, sort="relevance", offset=0, limit=1).rows
    if not rows:
        return []
    asked = _about(shown_side(rows[0], shown_language))
    others = replace(within, without=within.without | {document_id})
    page = {"sort": "relevance", "offset": 0, "limit": limit}
    answer, _ = visible_page(ranking.wanted(asked), others, person, **page)
    marker = Marker(asked)
    return [hit(row, marker, shown_language) for row in answer.rows]


def _about(side: dict) -> Asked:
    """What a work is about, as a question: its title and the beginning of its text."""
    beginning = side["passages"][0][0] if side["passages"] else ""
    # No operator: a minus or a filter in a title is a word like others.
    plain = " ".join(word.text for word in words(f"{side['title']} {beginning}"))
    return ask(plain)


@dataclass(frozen=True)
class Reason:
    """Why a document was found: how a word of the question met it, where, and what that was worth there."""

    word: str
    channel: str  # of search.arabic.analysis.CHANNELS
    part: str  # of search.fields.PARTS
    term: str  # what stands in the index: a stem, the consonants, the id of a concept
    score: float


def explain(text: str, ids: Iterable[str], *, tokens: Iterable[str], person=None) -> dict[str, list[Reason]]:
    """For each of these documents that the person may see: the best way in which each word met it, best first."""
    asked, within = ask(text), Narrowed(audience=_audience(tokens))
    seen = tuple(sorted(sources.visible(ids, person)))
    if not seen or asked.empty or within.audience == frozenset():
        return {}
    best: dict[tuple[str, str], Reason] = {}
    for word, part, channel, clause in ranking.ways(asked):
        query = ranking.within(Together(must=(clause,), filters=(Among("id", seen),)), within)
        for row in engine().search(query, sort="relevance", offset=0, limit=len(seen)).rows:
            reason = Reason(word, channel, part, clause.text, round(row.score, 3))
            known = best.get((row.id, word))
            if known is None or reason.score > known.score:
                best[row.id, word] = reason
    found: dict[str, list[Reason]] = {}
    for (one, _), reason in best.items():
        found.setdefault(one, []).append(reason)
    return {one: sorted(reasons, key=lambda reason: -reason.score) for one, reasons in found.items()}


def suggest(
    *, text: str, tokens: Iterable[str], person=None, limit: int = 8, without_kind: str = ""
) -> list[str]:
    """Titles in which each word of `text` begins a word, the newest first, among those that the person may see."""
    prefixes = list(dict.fromkeys(word.text for word in words(shortened(text))))[:8]
    within = Narrowed(audience=_audience(tokens), without_kind=without_kind)
    limit = max(1, min(limit, _MOST_SUGGESTIONS))
    if not prefixes or within.audience == frozenset():
        return []
    begun = Together(must=tuple(Begins(BEGINNINGS, prefix) for prefix in prefixes))
    query = ranking.within(begun, within)
    rows = engine().search(query, sort="newest", offset=0, limit=limit * 4).rows
    visible = sources.visible([row.id for row in rows], person)
    titles = [title for row in rows if row.id in visible if (title := _begun_title(row, prefixes))]
    return list(dict.fromkeys(titles))[:limit]


def visible_page(query, narrowed, person, **page):
    """A page on which the database has had the last word, and the filters that led to it.

    What the index still shows but the database hides is left out of the query and the page read again, so that it
    shows neither in the hits nor in the total nor in a facet.
    """
    for _ in range(_LOOKS):
        answer = engine().search(ranking.within(query, narrowed), **page)
        rows = answer.rows
        if answer.total and not rows:
            # Beyond the last page the number is all that is told: it is vouched for by the first.
            rows = engine().search(ranking.within(query, narrowed), **page | {"offset": 0}).rows
        hidden = {row.id for row in rows} - sources.visible([row.id for row in rows], person)
        if not hidden:
            return answer, narrowed
        narrowed = replace(narrowed, without=narrowed.without | hidden)
    rows = tuple(row for row in answer.rows if row.id not in hidden)
    return replace(answer, total=answer.total - len(hidden), rows=rows), narrowed


def _filtered_facets(query, narrowed: Narrowed, person):
    """The facets that have a filter set, each counted without its own filter.

    They count works that no page shows. Where these are so few that one of them could be told, the database is asked.
    """
    found: dict[str, dict[str, int]] = {}
    for name in FACETS:
        if getattr(narrowed, name):
            wider = replace(narrowed, **{name: ""})  # type: ignore[arg-type]
            found |= engine().facets(ranking.within(query, wider), [name])
            if 0 < sum(found[name].values()) <= _FEW:
                few = {"sort": "relevance", "offset": 0, "limit": _FEW, "facets": [name]}
                found |= visible_page(query, wider, person, **few)[0].facets
    return found


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
