"""A shelf of works that stands for a room, and an index of the test's own."""

from collections.abc import Iterable
from datetime import UTC, datetime

import pytest

from search import sources
from search.documents import KINDS, Document, Side


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
def index_folder(settings, tmp_path):
    """Where the index of this test lies."""
    settings.SEARCH_INDEX_DIR = tmp_path / "index"
    return settings.SEARCH_INDEX_DIR


@pytest.fixture(autouse=True)
def shelf(monkeypatch) -> Shelf:
    """The only source there is."""
    monkeypatch.setattr(sources, "_sources", {})
    shelf = Shelf()
    sources.register(shelf)
    return shelf
