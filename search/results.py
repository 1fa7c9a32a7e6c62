"""A row of the index turned into what a person reads."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from search.engines.base import Row
from search.marking import Marker, answered
from search.snippets import snippet

_MOST_PASSAGES = 600  # of a work's files that are looked through; about 300 printed pages


@dataclass(frozen=True)
class FileHit:
    """The attached file in which the words were found; `page` counts from 1, None where there are no pages."""

    name: str
    page: int | None


@dataclass(frozen=True)
class Hit:
    """One work found, as it reads in `language`, one of its `languages`. `snippet` is safe HTML with <mark> alone."""

    id: str
    kind: str
    title: str
    url: str
    language: str
    platforms: tuple[str, ...]
    published_at: datetime | None
    snippet: str
    score: float
    file: FileHit | None = None
    languages: tuple[str, ...] = ()
    raised: float = 0.0  # of the score: for how near the words stand to each other and to the beginning


def hit(row: Row, marker: Marker, shown_language: str) -> Hit:
    """The work in the language of the page where it has a side in it, else in the language it has."""
    side = shown_side(row, shown_language)
    passage, held = best_passage(side["passages"], marker)
    title = answered(marker.marks(side["title"]))
    file, file_passage, file_held = best_file(row.shown["files"], marker)
    # A file is named only where it holds more of the question than the work itself does.
    in_file = len(file_held) > len(title | held)
    text, text_keys = file_passage if in_file else passage
    return Hit(
        id=row.id,
        kind=row.kind,
        title=side["title"],
        url=side["url"],
        language=side["language"],
        platforms=tuple(row.shown["platforms"]),
        published_at=datetime.fromtimestamp(row.published, UTC) if row.published else None,
        snippet=snippet(text, marker, text_keys),
        score=round(row.score, 4),
        file=FileHit(file["name"], file["page"]) if file and in_file else None,
        languages=tuple(side["language"] for side in row.shown["sides"]),
        raised=round(row.raised, 4),
    )


def shown_side(row: Row, language: str) -> dict:
    """The stored side in this language, else the first."""
    sides = row.shown["sides"]
    return next((side for side in sides if side["language"] == language), sides[0])


def best_passage(passages: Sequence[list[str]], marker: Marker) -> tuple[Sequence[str], frozenset[int]]:
    """The passage that holds most of the wanted words (with its keys), and which ones; the first where none does."""
    best, best_held = (passages[0] if passages else ("", "")), frozenset()
    for passage in passages:
        held = marker.held(passage[1])
        if len(held) > len(best_held):
            best, best_held = passage, held
            if len(best_held) == len(marker.wanted):
                break
    return best, best_held


def best_file(files: Sequence[dict], marker: Marker) -> tuple[dict | None, Sequence[str], frozenset[int]]:
    """The file that holds most of the wanted words, its best passage, and which ones; None where none holds any."""
    best: dict | None = None
    fullest: Sequence[str] = ("", "")
    best_held: frozenset[int] = frozenset()
    looked = 0
    for file in files:
        passage, held = best_passage(file["passages"], marker)
        if len(held) > len(best_held):
            best, fullest, best_held = file, passage, held
        looked += len(file["passages"])
        if len(best_held) == len(marker.wanted) or looked > _MOST_PASSAGES:
            break
    return best, fullest, best_held
