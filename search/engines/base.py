"""What an engine must do. It is fed analysed words and never sees a person, a room or a rule."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from search.prepared import Prepared
from search.query import Clause

SORTS = ("relevance", "newest")

Read = Callable[[Sequence[str]], Iterable[Prepared]]


class IndexBusyError(Exception):
    """Another process kept the index locked for too long. Nothing was written; try again later."""


class EngineGoneError(Exception):
    """The engine does not answer, or not in time. Nothing is known about what it holds; try again later."""


@dataclass(frozen=True)
class Row:
    """One document as found."""

    id: str
    kind: str
    published: int
    score: float
    shown: dict  # what `search.prepared` stored to be shown
    raised: float = 0.0  # of the score: what `search.closeness` added


@dataclass(frozen=True)
class Answer:
    total: int
    rows: tuple[Row, ...]
    facets: dict[str, dict[str, int]] = field(default_factory=dict)


class Engine(Protocol):
    """Reading raises EngineGoneError where the engine is on a server of its own and does not answer."""

    def replace(self, ids: Sequence[str], read: Read) -> None:
        """Read these ids under the writer's lock and write what they are now; what is not read is deleted.

        Reading inside the lock keeps two workers from writing an older reading over a newer one.
        Raises IndexBusyError.
        """

    def rebuild(self, read_all: Callable[[], Iterable[Prepared]], read: Read) -> int:
        """Write everything anew beside the index in use, catch up with what changed meanwhile, put it in place.

        Returns the number of documents read. Whoever searches sees the old index or the new, never less.
        """

    def search(
        self, query: Clause, *, sort: str, offset: int, limit: int, facets: Sequence[str] = ()
    ) -> Answer:
        """A page of what the query finds and how many there are in all.

        `sort` is one of SORTS; `newest` goes by `published`. What is equal stands in the same order on every page.
        `total` is exact; `facets` are counted along with it, as `facets()` counts them. Beyond the ten thousandth
        result the rows are empty and the total is told all the same.
        """

    def facets(self, query: Clause, names: Iterable[str]) -> dict[str, dict[str, int]]:
        """How many of the documents found stand under each value of these facets (`search.fields.FACETS`)."""

    def counts(self, queries: Sequence[Clause]) -> list[int]:
        """How many documents each query finds."""

    def words_like(self, word: str, limit: int) -> list[str]:
        """Words of the index (channel `exact`) one letter away from this one, in no order that means anything.

        One letter added, left out, changed, or swapped with its neighbour. Rights are not asked: who calls counts
        each word again within reach before it tells anybody.
        """

    def fingerprints(self) -> Iterator[tuple[str, str]]:
        """(id, fingerprint) of every document in the index."""

    def ready(self) -> bool:
        """Whether there is an index of the present shape to search in (it may lack documents)."""
