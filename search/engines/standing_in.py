"""An engine on a server, and the embedded one that answers while the server is away.

Both are written, so what stands in is a current index and not yesterday's. The folder of the embedded index belongs to
one host: it is current where deliveries are made on this host. With workers on other hosts alone, switch
SEARCH_KEEP_EMBEDDED off; search then says that it is closed while the server is away.
"""

import logging
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from search.engines.base import Answer, Engine, EngineGoneError, Read
from search.prepared import Prepared
from search.query import Clause

if TYPE_CHECKING:
    from search.engines.elastic import ElasticEngine

logger = logging.getLogger(__name__)

T = TypeVar("T")


@dataclass
class Asking:
    """What becomes of one person's question. `reduced`: another engine than the one of the settings answers."""

    reduced: bool = False


_asking: ContextVar[Asking | None] = ContextVar("asking", default=None)


@contextmanager
def asking() -> Iterator[Asking]:
    """Round all that is asked for one page: once the server has failed, it is not asked again for this page."""
    state = Asking()
    token = _asking.set(state)
    try:
        yield state
    finally:
        _asking.reset(token)


class StandingIn:
    """`first` answers; while it is gone, `second` does. Writes go to both."""

    def __init__(self, first: "ElasticEngine", second: Engine):
        self.first, self.second = first, second
        self._is_away = False

    # Writing

    def replace(self, ids: Sequence[str], read: Read) -> None:
        # What stands in is written first: while the server is away it must not fall behind.
        self.second.replace(ids, read)
        self.first.replace(ids, read)

    def rebuild(self, read_all: Callable[[], Iterable[Prepared]], read: Read) -> int:
        """Both, from one reading. Where the server is away the embedded one all the same; then EngineGoneError."""
        try:
            with self.first.rebuilding() as add:

                def read_once() -> Iterator[Prepared]:
                    for prepared in read_all():
                        add(prepared)
                        yield prepared

                return self.second.rebuild(read_once, read)
        except EngineGoneError:
            self.second.rebuild(read_all, read)
            raise

    # Reading

    def search(
        self, query: Clause, *, sort: str, offset: int, limit: int, facets: Sequence[str] = ()
    ) -> Answer:
        page = {"sort": sort, "offset": offset, "limit": limit, "facets": facets}
        return self._ask(lambda engine: engine.search(query, **page))  # type: ignore[arg-type]

    def facets(self, query: Clause, names: Iterable[str]) -> dict[str, dict[str, int]]:
        names = list(names)
        return self._ask(lambda engine: engine.facets(query, names))

    def counts(self, queries: Sequence[Clause]) -> list[int]:
        return self._ask(lambda engine: engine.counts(queries))

    def words_like(self, word: str, limit: int) -> list[str]:
        return self._ask(lambda engine: engine.words_like(word, limit))

    def fingerprints(self) -> Iterator[tuple[str, str]]:
        """Of the server's index alone: who compares wants to know what that one holds."""
        return self.first.fingerprints()

    def ready(self) -> bool:
        """Whether nothing has to be rebuilt. Of a server that is away, nobody can say more than that it comes back."""
        try:
            return self.first.ready() and self.second.ready()
        except EngineGoneError:
            return self.second.ready()

    def state(self) -> str:
        """Nothing where all is well; `reduced: …` while the other one answers; `failed: …` where none can."""
        try:
            if self.first.ready():
                return ""
            why = "no index on Elasticsearch"
        except EngineGoneError as error:
            why = str(error)
        answers = self.second.ready() and not isinstance(self.second, Closed)
        return f"reduced: {why}" if answers else f"failed: {why}"

    def _ask(self, question: Callable[[Engine], T]) -> T:
        state = _asking.get()
        if state is None or not state.reduced:
            try:
                answer = question(self.first)
                self._say(away=False)
                return answer
            except EngineGoneError as error:
                self._say(away=True, why=error)
                if state is not None:
                    state.reduced = True
        return question(self.second)

    def _say(self, *, away: bool, why: object = "") -> None:
        """One line of the log when it goes and one when it is back, whatever the number of pages in between."""
        if away != self._is_away:
            self._is_away = away
            if away:
                logger.error("Search is answered by the engine that stands in: %s", why)
            else:
                logger.warning("Elasticsearch answers again.")


class Closed:
    """Stands in where there is nothing that could: it finds nothing, and keeps nothing."""

    def replace(self, ids: Sequence[str], read: Read) -> None:
        return

    def rebuild(self, read_all: Callable[[], Iterable[Prepared]], read: Read) -> int:
        # To be read all the same: who stands beside it is filled by this reading.
        return sum(1 for _ in read_all())

    def search(
        self, query: Clause, *, sort: str, offset: int, limit: int, facets: Sequence[str] = ()
    ) -> Answer:
        return Answer(total=0, rows=(), facets={name: {} for name in facets})

    def facets(self, query: Clause, names: Iterable[str]) -> dict[str, dict[str, int]]:
        return {name: {} for name in names}

    def counts(self, queries: Sequence[Clause]) -> list[int]:
        return [0] * len(queries)

    def words_like(self, word: str, limit: int) -> list[str]:
        return []

    def fingerprints(self) -> Iterator[tuple[str, str]]:
        return iter(())

    def ready(self) -> bool:
        # There is nothing that a rebuild could mend.
        return True
