"""A shelf of works that stands for a room, and an index of the test's own.

With ELASTICSEARCH_URL in the environment, as in the servers' part of `./run test`, that index is on Elasticsearch.
"""

import os
import uuid
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import elasticsearch as client
import pytest

from search import sources
from search.documents import KINDS, Document, Side
from search.engines.elastic import ElasticEngine
from search.engines.elastic.cluster import NoIndexError
from search.vocabulary import current


class Shelf:
    """A source that holds its documents in memory. `hidden` are the ids that the database would not show."""

    kinds = KINDS

    def __init__(self):
        self.works: dict[str, Document] = {}
        self.hidden: set[str] = set()

    def put(
        self, key: str, title: str = "", text: str = "", *, kind="guide", language="ar", **facts
    ) -> Document:
        """Place a work of one side, or of the `sides` given, seen by everyone unless `audience` says otherwise."""
        name = f"{kind}:{key}"
        sides = facts.pop("sides", None) or (Side(language, title, f"/{language}/{key}/", text=text),)
        facts = {"audience": ("everyone",), "published_at": datetime(2026, 3, 1, tzinfo=UTC)} | facts
        self.works[name] = Document(name, kind, sides, **facts)
        return self.works[name]

    def ids_for(self, entry) -> Iterable[str]:
        return entry

    def documents(self, ids=None):
        yield from [work for name, work in self.works.items() if ids is None or name in ids]

    def visible(self, ids, person):
        return set(ids) - self.hidden


@pytest.fixture(autouse=True)
def _shipped_vocabulary(monkeypatch) -> None:
    """The concepts as they are shipped: what editors change lies in a database."""
    monkeypatch.setattr(current, "_provider", None)
    monkeypatch.setattr(current, "_known", None)


ON_A_SERVER = os.environ.get("ELASTICSEARCH_URL", "")


def pytest_collection_modifyitems(config, items) -> None:
    """Leave out, on a server, the tests of what lies in the embedded index's folder: they run beside it."""
    if not ON_A_SERVER:
        return
    here = Path(__file__).parent
    left_out = [item for item in items if here in item.path.parents and "index_folder" in item.fixturenames]
    config.hook.pytest_deselected(items=left_out)
    items[:] = [item for item in items if item not in left_out]


@pytest.fixture(autouse=True)
def _index(settings, tmp_path, monkeypatch) -> Iterator[None]:
    """An index of this test alone."""
    settings.SEARCH_INDEX_DIR = tmp_path / "index"
    if not ON_A_SERVER:
        yield
        return
    # Nothing stands in: an answer that Elasticsearch owes is then missing.
    settings.ELASTICSEARCH_URL, settings.SEARCH_KEEP_EMBEDDED = ON_A_SERVER, False
    settings.ELASTICSEARCH_INDEX = prefix = f"test-{uuid.uuid4().hex[:12]}"
    # Two cores that do other things as well may let it wait.
    settings.ELASTICSEARCH_TIMEOUT = 20.0
    _begin_empty(monkeypatch)
    yield
    remove_indices(ON_A_SERVER, prefix)


def _begin_empty(monkeypatch) -> None:
    """The embedded index begins empty with the first write. So does this one here, which elsewhere has to be built."""
    real = ElasticEngine.replace

    def replace(engine, ids, read):
        try:
            real(engine, ids, read)
        except NoIndexError:
            engine.rebuild(lambda: (), read)
            real(engine, ids, read)

    monkeypatch.setattr(ElasticEngine, "replace", replace)


def remove_indices(url: str, prefix: str) -> None:
    """Everything that was made under this prefix."""
    with client.Elasticsearch(url, request_timeout=60) as server:
        # By name: deleting by a pattern is switched off on many clusters.
        if names := list(server.indices.get(index=f"{prefix}-*", features="aliases")):
            server.indices.delete(index=names)


@pytest.fixture
def index_folder(settings):
    """The folder of the embedded index, for tests of what lies there. On a server there is none, and no such test."""
    return settings.SEARCH_INDEX_DIR


@pytest.fixture
def embedded(index_folder) -> None:
    """For tests of what the embedded index does by itself."""


@pytest.fixture(autouse=True)
def shelf(monkeypatch) -> Shelf:
    """The only source there is."""
    monkeypatch.setattr(sources, "_sources", {})
    shelf = Shelf()
    sources.register(shelf)
    return shelf
