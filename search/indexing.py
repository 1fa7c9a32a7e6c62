"""Keeping the index in step with the database."""

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from search import sources
from search.engines import engine
from search.prepared import Prepared, fingerprint, prepare


class Difference(NamedTuple):
    id: str
    what: str  # missing (not in the index) · extra (not in the database) · stale (not the same in both)


def refresh(entry) -> None:
    """Bring the index up to date with a journal entry. May be repeated and reordered: it reads what is true now.

    Raises `search.engines.base.IndexBusyError` when another process holds the index; nothing is lost by trying again.
    """
    refresh_ids({one for source in sources.sources() for one in source.ids_for(entry)})


def refresh_ids(ids: Iterable[str]) -> None:
    """Read these documents again; those that are no longer there leave the index."""
    engine().replace(sorted(set(ids)), _read)


def rebuild(progress: Callable[[int], None] | None = None) -> int:
    """Write the whole index anew while the old one answers. Returns the number of documents.

    `progress` is called with the number written so far, after each hundred.
    """

    def read_all() -> Iterator[Prepared]:
        for count, document in enumerate(sources.documents(), start=1):
            yield prepare(document)
            if progress and count % 100 == 0:
                progress(count)

    return engine().rebuild(read_all, _read)


def check() -> list[Difference]:
    """What differs between the database and the index, by id. Nothing is changed."""
    held = dict(engine().fingerprints())
    found = []
    for document in sources.documents():
        known = held.pop(document.id, None)
        if known is None:
            found.append(Difference(document.id, "missing"))
        elif known != fingerprint(document):
            found.append(Difference(document.id, "stale"))
    found.extend(Difference(one, "extra") for one in held)
    return sorted(found)


def ready() -> bool:
    """Whether there is an index to search in."""
    return engine().ready()


def _read(ids) -> Iterator[Prepared]:
    return (prepare(document) for document in sources.documents(ids))
