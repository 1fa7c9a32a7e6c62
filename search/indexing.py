"""Keeping the index in step with the database."""

import logging
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

from django.db import connections

from search import ranking, sources
from search.engines import engine
from search.engines.base import EngineGoneError, IndexBusyError
from search.prepared import Prepared, differing, fingerprint, prepare

logger = logging.getLogger(__name__)

_mending = threading.Lock()

_AT_ONCE = 500  # documents of one write
_MOST_ONE_BY_ONE = 2000  # differences; with more of them everything is written anew


class Difference(NamedTuple):
    """What the index holds otherwise than the database, by one word.

    missing (not in the index) · extra (not in the database) · rights (other people may see it) · platform (it stands
    elsewhere) · stale (anything else about it has changed). Rights come before platform, platform before stale.
    """

    id: str
    what: str


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
    """What differs between the database and the index: differing rights first, then by id. Nothing is changed.

    Works that are being delivered at this moment are among them.
    """
    held = dict(engine().fingerprints())
    found = []
    for document in sources.documents():
        known = held.pop(document.id, None)
        what = "missing" if known is None else differing(known, fingerprint(document))
        if what:
            found.append(Difference(document.id, what))
    found.extend(Difference(one, "extra") for one in held)
    return sorted(found, key=lambda one: (one.what != "rights", one.id))


def lasting_differences(settle: float = 60.0) -> list[Difference]:
    """What differs now and differs still after `settle` seconds: no delivery on its way brings that into step."""
    first = set(check())
    if not first:
        return []
    time.sleep(settle)
    return [one for one in check() if one in first]


def alarm(differences: Iterable[Difference]) -> None:
    """Tell whoever looks after the machine that the index has rights which the database has not.

    Nobody sees more than they may, for the database has the last word; but something was written past the journal,
    or a delivery was lost.
    """
    ids = [one.id for one in differences if one.what == "rights"]
    if ids:
        logger.error("The search index holds %d works with other rights: %s", len(ids), " ".join(ids[:20]))


def put_right(differences: Sequence[Difference]) -> list[Difference]:
    """Write anew what differs, or everything where that is quicker, and compare again: what differs still.

    Raises IndexBusyError or EngineGoneError.
    """
    if len(differences) > _MOST_ONE_BY_ONE or not ready():
        rebuild()
    else:
        ids = [one.id for one in differences]
        for start in range(0, len(ids), _AT_ONCE):
            refresh_ids(ids[start : start + _AT_ONCE])
    return check() if differences else []


def ready() -> bool:
    """Whether there is an index to search in."""
    return engine().ready()


def _read(ids) -> Iterator[Prepared]:
    return (prepare(document) for document in sources.documents(ids))
