"""Who knows what can be found: each room offers a source, and is asked again whenever it matters."""

from collections.abc import Iterable, Iterator
from typing import Protocol

from search.documents import Document, kind_of


class Source(Protocol):
    """A room's word on its own documents. Every answer comes from the database as it is now."""

    kinds: tuple[str, ...]

    def ids_for(self, entry) -> Iterable[str]:
        """The ids of the documents that this journal entry may have changed."""

    def documents(self, ids: Iterable[str] | None = None) -> Iterator[Document]:
        """All documents, or these; an id that is not yielded is gone."""

    def visible(self, ids: Iterable[str], person) -> set[str]:
        """Those of the ids that this person (None is a visitor) may see."""


_sources: dict[str, Source] = {}


def register(source: Source) -> None:
    """Make a room's kinds findable. Registering a kind again puts the new source in the old one's place."""
    for kind in source.kinds:
        _sources[kind] = source


def sources() -> tuple[Source, ...]:
    """Every registered source, once."""
    return tuple({id(source): source for source in _sources.values()}.values())


def documents(ids: Iterable[str] | None = None) -> Iterator[Document]:
    """The documents of all sources, or those of these ids."""
    if ids is None:
        for source in sources():
            yield from source.documents()
        return
    for source, own in _by_source(ids):
        yield from source.documents(own)


def visible(ids: Iterable[str], person) -> set[str]:
    """Those of the ids that this person may see; an id that no source knows is not among them."""
    return {one for source, own in _by_source(ids) for one in set(source.visible(own, person)) & set(own)}


def _by_source(ids):
    groups: dict[int, tuple[Source, list[str]]] = {}
    for one in ids:
        source = _sources.get(kind_of(one))
        if source is not None:
            groups.setdefault(id(source), (source, []))[1].append(one)
    return groups.values()
