"""The engine on Elasticsearch. Any number of processes on any number of hosts read and write."""

import logging
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager

from search.engines.base import Answer, EngineGoneError, Read, Row
from search.engines.elastic.bulk import Bulk, MovedError, Write
from search.engines.elastic.cluster import Cluster, Connection, NoIndexError, UnwellError
from search.engines.elastic.indices import Indices, writes
from search.engines.elastic.mapping import DEEPEST, document, first
from search.engines.elastic.query import translated
from search.engines.elastic.state import State
from search.fields import PARTS, PUBLISHED, SHOWN, words_field
from search.prepared import Prepared
from search.query import Clause

logger = logging.getLogger(__name__)

_MOST_VALUES = 1000  # of one facet
_PAGE_OF_ALL = 5000  # documents read at once where all of them are
_PATIENCE = 5.0  # seconds that a write is tried again; then whoever writes tries again later
_REBUILD_PATIENCE = 120.0  # a rebuild outlasts a restart of the server
_RETRIES = 3
_INSPECTED = 100  # likely words looked up for each that is wanted
_SHORTEST = 4  # letters; shorter words have too many neighbours


class ElasticEngine:
    def __init__(self, cluster: Cluster):
        self.cluster = cluster
        self.connection = Connection(cluster)
        self.state = State(self.connection)
        self.indices = Indices(self.connection)

    # Writing

    def replace(self, ids: Sequence[str], read: Read) -> None:
        """As the protocol says, without a lock: an older reading is turned away by its ticket.

        Raises EngineGoneError where not everything was written, NoIndexError where there is nothing to write to.
        """
        ids = list(dict.fromkeys(ids))
        if not ids:
            return
        for _ in range(_RETRIES):
            try:
                self._replace(ids, read)
                return
            except MovedError:
                # A rebuild has ended between our looking and our writing.
                continue
        raise EngineGoneError("the search index was replaced again and again while it was written to")

    def _replace(self, ids: Sequence[str], read: Read) -> None:
        with self.connection.writing():
            ticket = self.state.ticket()
            # Before reading: an index that is made later is filled from a later reading.
            indices = self.indices.written()
        if not indices:
            raise NoIndexError("there is no search index on Elasticsearch")
        gone = set(ids)
        with (
            self.connection.writing(),
            Bulk(self.connection.patient, patience=_PATIENCE, refresh=True) as bulk,
        ):
            for prepared in read(ids):
                gone.discard(prepared.id)
                line = document(prepared)
                for index in indices:
                    bulk.add(Write(writes(index), prepared.id, ticket, line))
            for one in sorted(gone):
                for index in indices:
                    bulk.add(Write(writes(index), one, ticket, None))

    def rebuild(self, read_all: Callable[[], Iterable[Prepared]], read: Read) -> int:
        """As the protocol says. What changes meanwhile is written to the new index by whoever writes it.

        Raises IndexBusyError while another rebuild runs, EngineGoneError where the server goes away for good; the
        index in use then stays as it is.
        """
        count = 0
        with self.rebuilding() as add:
            for prepared in read_all():
                add(prepared)
                count += 1
        return count

    @contextmanager
    def rebuilding(self) -> Iterator[Callable[[Prepared], None]]:
        """A new index, to be filled by calling what is given; put in use at the end of the block if all went well."""
        with self.connection.patiently(), self.state.rebuilding() as turn:
            self.indices.remove_left()
            name = self.indices.fresh()
            try:
                # After the index is there, before anything is read: writers that come later write to it themselves.
                ticket = self.state.ticket()
                with Bulk(self.connection.rebuilder, patience=_REBUILD_PATIENCE, is_lenient=True) as bulk:

                    def add(prepared: Prepared) -> None:
                        turn.check()
                        bulk.add(Write(writes(name), prepared.id, ticket, document(prepared)))

                    yield add
                turn.check()
                others = self.indices.put_in_use(name)
            except BaseException:
                self._forget(name)
                raise
            self.indices.clear_away(others)

    def _forget(self, name: str) -> None:
        """Remove an index that will never be used; where that cannot be done now, the next rebuild does it."""
        try:
            # It is in use where the swap was done and its answer lost.
            if name not in self.indices.in_use():
                self.indices.remove(name)
        except Exception:
            logger.info("%s is left for the next rebuild to remove", name, exc_info=True)

    # Reading

    def ready(self) -> bool:
        with self.connection.reading():
            if not self.indices.is_ready():
                return False
            # An index of the right shape may have lost a part: then it says so here.
            self._ask({"size": 0, "terminate_after": 1})
            return True

    def search(
        self, query: Clause, *, sort: str, offset: int, limit: int, facets: Sequence[str] = ()
    ) -> Answer:
        order: list = [{PUBLISHED: "desc"}] if sort == "newest" else ["_score"]
        asked = {
            "query": translated(query),
            "sort": [*order, {"id": "asc"}],
            "from": offset if offset < DEEPEST else 0,
            "size": limit if offset < DEEPEST else 0,
            "track_total_hits": True,
        }
        if facets:
            asked["aggs"] = _counted(facets)
        with self.connection.reading():
            answer = self._ask(asked, steady=True)
        found = answer["hits"]
        return Answer(
            total=found["total"]["value"],
            rows=tuple(map(_row, found["hits"])),
            facets=_buckets(answer, facets),
        )

    def facets(self, query: Clause, names: Iterable[str]) -> dict[str, dict[str, int]]:
        names = list(names)
        if not names:
            return {}
        with self.connection.reading():
            answer = self._ask({"query": _unscored(query), "size": 0, "aggs": _counted(names)})
        return _buckets(answer, names)

    def counts(self, queries: Sequence[Clause]) -> list[int]:
        if not queries:
            return []
        asked = []
        for query in queries:
            asked.append({})
            asked.append({"query": _unscored(query), "size": 0, "track_total_hits": True})
        with self.connection.reading():
            answers = self.connection.client.msearch(
                index=self.indices.alias,
                searches=asked,
                filter_path=["responses.hits.total", "responses.error"],
            )["responses"]
            return [_whole(answer)["hits"]["total"]["value"] for answer in answers]

    def words_like(self, word: str, limit: int) -> list[str]:
        if len(word) < _SHORTEST:
            return []
        like = {
            part: {
                "text": word,
                "term": {
                    "field": words_field(part, "exact"),
                    "suggest_mode": "always",
                    "max_edits": 1,
                    "prefix_length": 0,
                    "size": limit,
                    "shard_size": limit,
                    "max_inspections": _INSPECTED,
                    # Also for words that stand in many documents.
                    "max_term_freq": 2**31 - 1,
                },
            }
            for part in PARTS
        }
        with self.connection.reading():
            found = self._ask({"size": 0, "suggest": like})["suggest"]
        options = (option["text"] for part in PARTS for entry in found[part] for option in entry["options"])
        # Neither numbers nor scraps: they are no other spelling of anything.
        words = (
            other for other in options if other != word and other.isalpha() and len(other) >= _SHORTEST - 1
        )
        return list(dict.fromkeys(words))[:limit]

    def fingerprints(self) -> Iterator[tuple[str, str]]:
        client = self.connection.patient
        with self.connection.patiently():
            if not self.indices.in_use():
                return
            view = client.open_point_in_time(index=self.indices.alias, keep_alive="5m")["id"]
            after: list | None = None
            try:
                while True:
                    page = client.search(
                        pit={"id": view, "keep_alive": "5m"},
                        size=_PAGE_OF_ALL,
                        sort=[{"id": "asc"}],
                        search_after=after,
                        source=False,
                        docvalue_fields=[{"field": "fingerprint"}],
                        track_total_hits=False,
                        allow_partial_search_results=False,
                    )["hits"]["hits"]
                    if not page:
                        return
                    for found in page:
                        yield found["_id"], found["fields"]["fingerprint"][0]
                    after = page[-1]["sort"]
            finally:
                client.close_point_in_time(id=view)

    def _ask(self, asked: dict, *, steady: bool = False) -> dict:
        """The answer of all shards, or an exception. `steady` asks for the same order at each asking."""
        parameters: dict = {"allow_partial_search_results": False}
        if self.cluster.shards > 1:
            # Shards count words each for itself; so they agree first, and score as one index would.
            parameters["search_type"] = "dfs_query_then_fetch"
        if steady and self.cluster.replicas:
            # Copies of a shard differ in what they have not cleared away yet, and score a little differently.
            parameters["preference"] = f"q{zlib.crc32(repr(asked['query']).encode())}"
        answer = self.connection.client.search(index=self.indices.alias, **parameters, body=asked)
        return answer.body


def _counted(names: Iterable[str]) -> dict:
    return {name: {"terms": {"field": name, "size": _MOST_VALUES}} for name in names}


def _buckets(answer: dict, names: Iterable[str]) -> dict[str, dict[str, int]]:
    return {
        name: {bucket["key"]: bucket["doc_count"] for bucket in answer["aggregations"][name]["buckets"]}
        for name in names
    }


def _row(found: dict) -> Row:
    held = found["_source"]
    return Row(
        id=found["_id"],
        kind=first(held, "kind"),
        published=held[PUBLISHED],
        score=float(found["_score"] or 0),
        shown=held[SHOWN],
    )


def _unscored(query: Clause) -> dict:
    """What only counts is spared the scoring."""
    return {"constant_score": {"filter": translated(query)}}


def _whole(answer: dict) -> dict:
    if "error" in answer:
        raise UnwellError(answer["error"]["type"])
    return answer
