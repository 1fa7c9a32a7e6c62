"""What a room hands over to be found."""

from dataclasses import dataclass
from datetime import datetime

KINDS = ("guide", "position-paper", "document", "workshop", "discussion", "platform", "person", "innovation")
LANGUAGES = ("ar", "en")


ANSWERED = "answered"  # marks a discussion in which an answer has helped


@dataclass(frozen=True)
class FileText:
    """The text of one page of an attached file; `page` counts from 1 and is None where a format has no pages."""

    name: str
    page: int | None
    text: str


@dataclass(frozen=True)
class Side:
    """A work as it reads in one language. Plain text, no markup."""

    language: str
    title: str
    url: str
    headings: str = ""
    text: str = ""

    def __post_init__(self):
        if self.language not in LANGUAGES:
            raise ValueError(f"language must be one of {LANGUAGES}, not {self.language!r}")


@dataclass(frozen=True)
class Document:
    """One work, whatever its languages. `id` is `kind:key`; `audience` holds the tokens of who may see it."""

    id: str
    kind: str
    sides: tuple[Side, ...]
    audience: tuple[str, ...]
    platforms: tuple[str, ...] = ()
    published_at: datetime | None = None
    tags: tuple[str, ...] = ()
    authorities: tuple[str, ...] = ()  # keys of the local authorities that the work comes from
    files: tuple[FileText, ...] = ()
    marks: tuple[str, ...] = ()  # what raises it among its like: ANSWERED

    def __post_init__(self):
        if self.kind not in KINDS:
            raise ValueError(f"kind must be one of {KINDS}, not {self.kind!r}")
        if kind_of(self.id) != self.kind:
            raise ValueError(f"the id of a {self.kind} begins with '{self.kind}:', not {self.id!r}")
        if not self.sides:
            raise ValueError(f"{self.id} has no side to show")


def kind_of(document_id: str) -> str:
    """The kind that an id names: `guide` for `guide:8c1d`."""
    return document_id.partition(":")[0]
