"""The indices of one installation on the cluster: which exist, which is in use, making and swapping them.

exchange-<shape>                 alias of the index that is searched; another shape of index has another alias
exchange-<shape>-<hex>           an index: the one in use, one that is being built, or one that a killed rebuild left
exchange-<shape>-<hex>-writes    its own alias, through which it is written to
exchange-state                   `search.engines.elastic.state`
"""

import logging
import re
import time
import uuid

from elastic_transport import TransportError
from elasticsearch import ApiError, Elasticsearch, NotFoundError
from elasticsearch.dsl import Index

from search.engines.elastic import mapping
from search.engines.elastic.cluster import Connection

logger = logging.getLogger(__name__)

_READY_SECONDS = 60
_READERS_SECONDS = 10
_READER_BEGINS_SECONDS = 0.2


class Indices:
    def __init__(self, connection: Connection):
        self.connection = connection
        self.client = connection.rebuilder
        prefix = connection.cluster.index
        self.shape = mapping.shape()
        self.alias = f"{prefix}-{self.shape}"
        # Another installation's prefix may begin with ours.
        self._ours = re.compile(rf"{re.escape(prefix)}-[0-9a-f]{{8}}-[0-9a-f]{{32}}")

    def fresh(self) -> str:
        """A new, empty index that nobody searches yet. Writers see it at once, and write to it from now on."""
        name = f"{self.alias}-{uuid.uuid4().hex}"
        index = Index(name, using=self.client)
        index.mapping(mapping.laid_out().meta("_meta", {"shape": self.shape}))
        index.settings(**mapping.settings(self.connection.cluster))
        index.aliases(**{writes(name): {}})
        index.create()
        return name

    def written(self) -> list[str]:
        """Every index that has to be told of a change: the one in use and those that are being built."""
        return [name for name in self._all(self.connection.prompt) if name.startswith(self.alias)]

    def put_in_use(self, name: str) -> list[str]:
        """Search this index from now on, in one step. The others of ours are then to be given to `clear_away`."""
        index = Index(name, using=self.client)
        index.refresh()
        index.put_settings(settings=mapping.settings_in_use(self.connection.cluster))
        self.client.cluster.health(index=name, wait_for_status="yellow", timeout=f"{_READY_SECONDS}s")
        others = [other for other in self._all() if other != name]
        actions: list[dict] = [
            {"remove": {"index": other, "alias": self.alias}} for other in self.in_use() - {name}
        ]
        # Made by a stray write, it would stand where the alias belongs.
        if self.alias in self.client.indices.get(index=f"{self.alias}*", features="aliases"):
            actions.append({"remove_index": {"index": self.alias}})
        self.client.indices.update_aliases(
            actions=[*actions, {"add": {"index": name, "alias": self.alias, "is_write_index": True}}]
        )
        return others

    def clear_away(self, indices: list[str]) -> None:
        """Remove indices that are in use no more, once the searches that have begun in them are at their end."""
        try:
            for name in indices:
                self._wait_for_readers(name)
                self.remove(name)
        except (ApiError, TransportError):
            logger.info("%s are left for the next rebuild to remove", indices, exc_info=True)

    def _wait_for_readers(self, index: str) -> None:
        until = time.monotonic() + _READERS_SECONDS
        while time.monotonic() < until:
            # Also for those that have read the alias and are about to begin.
            time.sleep(_READER_BEGINS_SECONDS)
            found = self.client.indices.stats(index=index, metric="search")
            held = found["_all"]["total"].get("search", {})
            if not held.get("query_current") and not held.get("fetch_current"):
                return

    def remove(self, name: str) -> None:
        self.client.indices.delete(index=name, ignore_unavailable=True)

    def remove_left(self) -> None:
        """Remove what killed rebuilds of this shape left. Only who has the turn to rebuild may do that."""
        used = self.in_use()
        for name in self.written():
            if name not in used:
                self.remove(name)

    def is_ready(self) -> bool:
        """Whether the index in use is laid out as this code expects."""
        try:
            found = self.connection.client.indices.get_mapping(index=self.alias)
        except NotFoundError:
            return False
        shapes = {index["mappings"].get("_meta", {}).get("shape") for index in found.values()}
        return shapes == {self.shape}

    def in_use(self) -> set[str]:
        try:
            return set(self.client.indices.get_alias(name=self.alias))
        except NotFoundError:
            return set()

    def _all(self, client: Elasticsearch | None = None) -> list[str]:
        found = (client or self.client).indices.get(
            index=f"{self.connection.cluster.index}-*", features="aliases"
        )
        return sorted(name for name in found if self._ours.fullmatch(name))


def writes(index: str) -> str:
    """The alias through which an index is written to. It goes with the index: a late write finds nothing, and makes
    nothing."""
    return f"{index}-writes"
