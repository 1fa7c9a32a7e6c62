"""A document made ready for an engine: words per field, facts for filters, and what a result shows."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import chain

from django.utils import timezone

from search.arabic import analysis
from search.arabic.normalise import clean
from search.documents import Document
from search.fields import EMPTY, PAIRS, PARTS, words_field
from search.passages import Passage, passages

_OF_A_SIDE = ("title", "headings", "text")

_SHAPE = 5  # part of the fingerprint: raise it when what is prepared changes


@dataclass(frozen=True)
class Prepared:
    id: str
    kind: str
    audience: tuple[str, ...]
    platforms: tuple[str, ...]
    languages: tuple[str, ...]
    published: int  # seconds since 1970; 0 when the document has no date
    year: str  # in the network's own time zone; empty when the document has no date
    authorities: tuple[str, ...]
    marks: tuple[str, ...]
    file_types: tuple[str, ...]  # endings of the attached files' names, in small letters
    fields: dict[str, str]  # every field of words (`search.fields`): words between spaces
    beginnings: str  # the words of the titles, with and without what is joined to them
    shown: bytes  # JSON of what a result needs
    fingerprint: str

    def facts(self) -> dict[str, tuple[str, ...]]:
        """The plain values of `search.fields.FACTS`."""
        return {
            "id": (self.id,),
            "fingerprint": (self.fingerprint,),
            "audience": self.audience,
            "mark": self.marks,
            "kind": (self.kind,),
            "platform": self.platforms,
            "language": self.languages,
            "year": (self.year,) if self.year else (),
            "authority": self.authorities,
            "file_type": self.file_types,
        }


def prepare(document: Document) -> Prepared:
    """The document as an engine keeps it."""
    sides = [{part: passages(clean(getattr(side, part))) for part in _OF_A_SIDE} for side in document.sides]
    files = [passages(clean(file.text)) for file in document.files]
    texts = {part: [one for side in sides for one in side[part]] for part in _OF_A_SIDE}
    texts |= {
        "tags": passages(clean("\n".join(document.tags))),
        "files": [one for file in files for one in file],
    }
    moment = document.published_at
    return Prepared(
        id=document.id,
        kind=document.kind,
        audience=tuple(sorted(set(document.audience))),
        platforms=tuple(dict.fromkeys(document.platforms)),
        languages=tuple(dict.fromkeys(side.language for side in document.sides)),
        published=max(0, int(moment.timestamp())) if moment else 0,
        year=str(timezone.localtime(moment).year) if moment else "",
        marks=tuple(dict.fromkeys(document.marks)),
        authorities=tuple(dict.fromkeys(document.authorities)),
        file_types=tuple(dict.fromkeys(filter(None, (_ending(file.name) for file in document.files)))),
        fields={
            words_field(part, channel): " ".join(filter(None, (one.columns[channel] for one in texts[part])))
            or EMPTY
            for part in PARTS
            for channel in analysis.CHANNELS
        }
        | {PAIRS: _pairs(texts) or EMPTY},
        beginnings=analysis.beginnings("\n".join(side.title for side in document.sides)),
        shown=json.dumps(_shown(document, sides, files), ensure_ascii=False, separators=(",", ":")).encode(),
        fingerprint=fingerprint(document),
    )


def _pairs(texts: Mapping[str, Sequence[Passage]]) -> str:
    found = (analysis.pairs(one.columns["exact"].split()) for part in PARTS for one in texts[part])
    return " ".join(chain.from_iterable(found))


def _ending(name: str) -> str:
    return clean(name).rpartition(".")[2].lower() if "." in name else ""


def fingerprint(document: Document) -> str:
    """Three short hashes of all that the index holds of a document: its audience, its platforms, and the rest.

    Apart, so that a comparison can say what is not the same (`differing`). Our own rules are part of the rest.
    """
    rest = dict(vars(document))
    audience, platforms = sorted(set(rest.pop("audience"))), list(dict.fromkeys(rest.pop("platforms")))
    rules = [_SHAPE, analysis.VERSION]
    return ".".join(map(_hashed, (audience, platforms, [rules, rest])))


def differing(held: str, true: str) -> str:
    """Which part of two fingerprints is not the same, the gravest: `rights`, `platform` or `stale`; else nothing."""
    before, now = held.split("."), true.split(".")
    if before == now:
        return ""
    if len(before) != len(now):
        return "stale"  # written by an older code
    return next(
        word for word, a, b in zip(("rights", "platform", "stale"), before, now, strict=True) if a != b
    )


def _hashed(facts) -> str:
    plain = json.dumps(facts, sort_keys=True, default=_plain)
    return hashlib.blake2b(plain.encode(), digest_size=10).hexdigest()


def _plain(fact):
    """A moment, or a part of a document, as JSON knows it."""
    return fact.timestamp() if isinstance(fact, datetime) else vars(fact)


def _shown(document: Document, sides: Sequence[Mapping[str, list[Passage]]], files: Sequence[list[Passage]]):
    return {
        "platforms": list(dict.fromkeys(document.platforms)),
        "sides": [
            {
                "language": side.language,
                "title": clean(side.title),
                "url": clean(side.url),
                "passages": _kept(read["text"] + read["headings"]),
            }
            for side, read in zip(document.sides, sides, strict=True)
        ],
        "files": [
            {"name": clean(file.name), "page": file.page, "passages": _kept(read)}
            for file, read in zip(document.files, files, strict=True)
        ],
    }


def _kept(found: Sequence[Passage]) -> list[list[str]]:
    return [[passage.text, passage.keys] for passage in found]
