"""Keeping the index in step with the database."""

import logging
import threading
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from django.db import connections

from search import ranking, sources
from search.engines import engine
from search.engines.base import EngineGoneError, IndexBusyError
from search.prepared import Prepared, fingerprint, prepare

logger = logging.getLogger(__name__)

_mending = threading.Lock()


class Difference(NamedTuple):
    id: str
    what: str  # missing (not in the index) · extra (not in the database) · stale (not the same in both)


def refresh(entry) -> None:
    """Bring the index up to date with a journal entry. May be repeated and reordered: it reads what is true now.

    Raises `search.engines.base.IndexBusyError` when another process holds the index, `EngineGoneError` when its server
    is away; nothing is lost by trying again.
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


def mend() -> bool:
    """Rebuild where there is no index of the present shape: on a new server, or one that lost what it had.

    Says whether that was done now. What is away or being rebuilt by another process is left alone.
    """
    if ready():
        return False
    try:
        rebuild()
    except (EngineGoneError, IndexBusyError) as error:
        logger.info("The search index is not mended yet: %s", error)
        return False
    return True


def mend_beside() -> None:
    """`mend()` in a thread of its own, unless one is at it: a rebuild can take minutes, and nobody should wait."""
    if _mending.acquire(blocking=False):
        threading.Thread(target=_mend_and_let_go, name="search-mend", daemon=True).start()


def _mend_and_let_go() -> None:
    try:
        if mend():
            logger.warning("The search index was missing and has been rebuilt.")
    except Exception:
        logger.exception("The search index could not be mended")
    finally:
        connections.close_all()
        _mending.release()


def refresh_speaking_of(concept: str, forms: Iterable[str], limit: int = 2000) -> int | None:
    """Read again the documents that speak of a concept or hold any of these forms, after its words have changed.

    Returns how many there were; None, and nothing is done, where there are more than `limit`: then a rebuild is
    cheaper. What was read before is found in the meantime as it was.
    """
    wanted = ranking.speaking_of(concept, forms)
    answer = engine().search(wanted, sort="newest", offset=0, limit=limit)
    if answer.total > limit:
        return None
    refresh_ids(row.id for row in answer.rows)
    return answer.total


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
