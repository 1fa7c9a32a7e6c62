"""JSON for other programs: what `docs/api.md` says stays as it is."""

from datetime import date
from typing import Literal

from ninja import NinjaAPI, Query, Schema
from pydantic import Field

from exchange.finding.asking import list_for, suggest_for
from exchange.journal.refusals import Refusal

api = NinjaAPI(title="Exchange", version="1", urls_namespace="api")

FACETS = ("kind", "platform", "language", "year")

Kind = Literal[
    "guide", "position-paper", "document", "workshop", "discussion", "platform", "person", "innovation"
]


class SearchQuery(Schema):
    """What is asked, and what narrows it."""

    q: str = ""
    kind: Kind | Literal[""] = ""
    platform: str = Field("", max_length=60)
    language: Literal["ar", "en", ""] = ""
    from_: date | None = Field(None, alias="from")
    to: date | None = None
    sort: Literal["relevance", "newest"] = "relevance"
    page: int = Field(1, ge=1, le=10_000)
    page_size: int = Field(20, ge=1, le=100)


class Result(Schema):
    id: str
    kind: str
    title: str
    url: str
    language: str
    platforms: list[str]
    published_at: str | None
    snippet: str
    score: float


class Results(Schema):
    query: str
    total: int
    took_ms: float
    results: list[Result]
    facets: dict[str, dict[str, int]]
    did_you_mean: str | None
    next: str | None


class Suggestions(Schema):
    suggestions: list[str]


class Problem(Schema):
    detail: str


@api.exception_handler(Refusal)
def refused(request, refusal: Refusal):
    return api.create_response(request, {"detail": str(refusal)}, status=refusal.status)


@api.get("/search", response={200: Results, 429: Problem}, summary="Search all that you may see")
def search(request, asked: Query[SearchQuery]):
    """A visitor gets what visitors may see, a signed-in member what that member may see, in every part."""
    found = list_for(
        request.user,
        asked.q,
        kind=asked.kind,
        platform=asked.platform,
        language=asked.language,
        date_from=asked.from_,
        date_to=asked.to,
        sort=asked.sort,
        page=asked.page,
        page_size=asked.page_size,
    )
    return {
        "query": asked.q,
        "total": found.total,
        "took_ms": found.took_ms,
        "results": [
            _result(hit, place)
            for place, hit in enumerate(found.hits, (asked.page - 1) * asked.page_size + 1)
        ],
        "facets": {name: found.facets[name] for name in FACETS},
        "did_you_mean": found.did_you_mean,
        "next": _next(request, found.next_page),
    }


@api.get("/search/suggest", response=Suggestions, summary="Titles that begin like this")
def suggest(request, q: str = ""):
    """At most eight titles of what the person may see."""
    return {"suggestions": suggest_for(request.user, q)}


def _result(hit, place: int) -> dict:
    """What is told of a hit. Its own weight is not: how rare a word is, the index counts over hidden works, too."""
    return {
        "id": hit.id,
        "kind": hit.kind,
        "title": hit.title,
        "url": hit.url,
        "language": hit.language,
        "platforms": list(hit.platforms),
        "published_at": hit.published_at.isoformat() if hit.published_at else None,
        "snippet": hit.snippet,
        "score": round(1 / place, 6),
    }


def _next(request, page: int | None) -> str | None:
    if page is None:
        return None
    query = request.GET.copy()
    query["page"] = page
    return request.build_absolute_uri(f"{request.path}?{query.urlencode()}")
