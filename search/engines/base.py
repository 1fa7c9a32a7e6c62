"""What an engine must do. It is fed analysed words and never sees a person, a room or a rule."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from search.asked import Asked, Narrowed
from search.prepared import Prepared

SORTS = ("relevance", "newest")
FACETS = ("kind", "platform", "language", "year")

Read = Callable[[Sequence[str]], Iterable[Prepared]]


class IndexBusyError(Exception):
    """Another process kept the index locked for too long. Nothing was written; try again later."""


@dataclass(frozen=True)
class Row:
    """One document as found."""

    id: str
    kind: str
    published: int
    score: float
    shown: dict  # what `search.prepared` stored to be shown


@dataclass(frozen=True)
class Answer:
    total: int
    rows: tuple[Row, ...]


class Engine(Protocol):
    def replace(self, ids: Sequence[str], read: Read) -> None:
        """Read these ids under the writer's lock and write what they are now; what is not read is deleted.

        Reading inside the lock keeps two workers from writing an older reading over a newer one.
        Raises IndexBusyError.
        """

    def rebuild(self, read_all: Callable[[], Iterable[Prepared]], read: Read) -> int:
        """Write everything anew beside the index in use, catch up with what changed meanwhile, put it in place.

        Returns the number of documents read. Whoever searches sees the old index or the new, never less.
        """

    def search(self, asked: Asked, within: Narrowed, *, sort: str, offset: int, limit: int) -> Answer: ...

    def facets(self, asked: Asked, within: Narrowed, names: Iterable[str]) -> dict[str, dict[str, int]]:
        """How many of the documents found stand under each value of these facets."""

    def beginning(self, prefixes: Sequence[str], within: Narrowed, limit: int) -> tuple[Row, ...]:
        """Documents in whose titles each prefix begins a word, the newest first."""

    def known(self, asked: Asked, within: Narrowed) -> list[bool]:
        """For each word of the query, whether any document within reach holds it."""

    def resembling(self, word: str, within: Narrowed, limit: int) -> tuple[Row, ...]:
        """Documents within reach that hold a word one letter away from this one."""

    def fingerprints(self) -> Iterator[tuple[str, str]]:
        """(id, fingerprint) of every document in the index."""

    def ready(self) -> bool:
        """Whether there is an index of the present shape to search in (it may lack documents)."""
