"""A document made ready for an engine: words per field, facts for filters, and what a result shows."""

import hashlib
import json
from dataclasses import asdict, dataclass

from django.utils import timezone

from search.arabic import analysis
from search.arabic.normalise import clean
from search.documents import LANGUAGES, Document
from search.passages import passages

# How much a part counts. Fields are kept per language, so that a long translation does not make a text look long.
WEIGHTS = {"title": 2.0, "headings": 1.3, "tags": 1.2, "text": 1.0, "files": 0.7}
_OF_A_SIDE = ("title", "headings", "text")
PARTS = {
    f"{part}_{language}" if language else part: weight
    for part, weight in WEIGHTS.items()
    for language in (LANGUAGES if part in _OF_A_SIDE else ("",))
}

_SHAPE = 1  # part of the fingerprint: raise it when what is prepared changes


@dataclass(frozen=True)
class Prepared:
    id: str
    kind: str
    audience: tuple[str, ...]
    platforms: tuple[str, ...]
    languages: tuple[str, ...]
    published: int  # seconds since 1970; 0 when the document has no date
    year: str  # in the network's own time zone; empty when the document has no date
    fields: dict[str, dict[str, str]]  # part -> channel -> words between spaces
    beginnings: str  # the words of the titles, with and without what is joined to them
    shown: bytes  # JSON of what a result needs
    fingerprint: str


def prepare(document: Document) -> Prepared:
    """The document as an engine keeps it."""
    texts: dict[str, list[str]] = {
        "tags": list(document.tags),
        "files": [file.text for file in document.files],
    }
    for side in document.sides:
        for part in _OF_A_SIDE:
            texts.setdefault(f"{part}_{side.language}", []).append(getattr(side, part))
    moment = document.published_at
    return Prepared(
        id=document.id,
        kind=document.kind,
        audience=tuple(sorted(set(document.audience))),
        platforms=tuple(dict.fromkeys(document.platforms)),
        languages=tuple(dict.fromkeys(side.language for side in document.sides)),
        published=max(0, int(moment.timestamp())) if moment else 0,
        year=str(timezone.localtime(moment).year) if moment else "",
        fields={part: analysis.channels("\n".join(lines)) for part, lines in texts.items() if any(lines)},
        beginnings=analysis.beginnings("\n".join(side.title for side in document.sides)),
        shown=json.dumps(_shown(document), ensure_ascii=False, separators=(",", ":")).encode(),
        fingerprint=fingerprint(document),
    )


def fingerprint(document: Document) -> str:
    """A short hash of everything that the index holds of a document, its audience and our own rules included."""
    facts = asdict(document) | {
        "audience": sorted(set(document.audience)),
        "rules": [_SHAPE, analysis.VERSION],
    }
    plain = json.dumps(facts, sort_keys=True, default=lambda moment: moment.timestamp())
    return hashlib.blake2b(plain.encode(), digest_size=16).hexdigest()


def _shown(document):
    return {
        "platforms": list(dict.fromkeys(document.platforms)),
        "sides": [
            {
                "language": side.language,
                "title": clean(side.title),
                "url": clean(side.url),
                "passages": passages(clean(side.text)) + passages(clean(side.headings)),
            }
            for side in document.sides
        ],
        "files": [
            {"name": clean(file.name), "page": file.page, "passages": passages(clean(file.text))}
            for file in document.files
        ],
    }
