"""A row of the index turned into what a person reads."""

from dataclasses import dataclass
from datetime import UTC, datetime

from search.arabic.analysis import keys
from search.arabic.words import words
from search.asked import Asked
from search.engines.base import Row
from search.passages import matched
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


def hit(row: Row, asked: Asked, shown_language: str) -> Hit:
    """The work in the language of the page where it has a side in it, else in the language it has."""
    wanted = asked.keys
    side = shown_side(row, shown_language)
    passage, held = _best(side["passages"], wanted)
    title = _held_by(_title_keys(side["title"]), wanted)
    file, file_passage, file_held = _best_file(row.shown["files"], wanted)
    # A file is named only where it holds more of the question than the work itself does.
    in_file = file is not None and len(file_held) > len(title | held)
    return Hit(
        id=row.id,
        kind=row.kind,
        title=side["title"],
        url=side["url"],
        language=side["language"],
        platforms=tuple(row.shown["platforms"]),
        published_at=datetime.fromtimestamp(row.published, UTC) if row.published else None,
        snippet=snippet(file_passage if in_file else passage, wanted),
        score=round(row.score, 4),
        file=FileHit(file["name"], file["page"]) if in_file else None,
        languages=tuple(side["language"] for side in row.shown["sides"]),
    )


def shown_side(row: Row, language: str) -> dict:
    """The stored side in this language, else the first."""
    sides = row.shown["sides"]
    return next((side for side in sides if side["language"] == language), sides[0])


def _title_keys(title: str) -> str:
    """The keys of a title, in the form that passages have."""
    return f" {' '.join(key for word in words(title) for key in keys(word.text))} "


def _held_by(found, wanted):
    return {number for number, word in enumerate(wanted) if matched(found, [word])}


def _best(passages, wanted):
    """The passage that holds most of the wanted words, and which ones; the first where none holds any."""
    best, best_held = (passages[0][0] if passages else ""), set()
    for text, found in passages:
        if matched(found, wanted) > len(best_held):
            best, best_held = text, _held_by(found, wanted)
            if len(best_held) == len(wanted):
                break
    return best, best_held


def _best_file(files, wanted):
    best, best_text, best_held, looked = None, "", set(), 0
    for file in files:
        text, held = _best(file["passages"], wanted)
        if len(held) > len(best_held):
            best, best_text, best_held = file, text, held
        looked += len(file["passages"])
        if len(best_held) == len(wanted) or looked > _MOST_PASSAGES:
            break
    return best, best_text, best_held
