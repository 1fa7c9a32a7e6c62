"""Writing many documents: in portions that a server can take, and no faster than it takes them."""

import json
import logging
import random
import time
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass

from elastic_transport import TransportError
from elasticsearch import ApiError, Elasticsearch

from search.engines.base import EngineGoneError
from search.engines.elastic.cluster import UNWELL

logger = logging.getLogger(__name__)

_MOST_BYTES = 4_000_000  # of a portion
_MOST_WRITES = 500
_FIRST_WAIT = 0.2  # seconds; doubled with every refusal
_LONGEST_WAIT = 10.0


class RefusedWriteError(Exception):
    """Elasticsearch will never take a document as it is."""


class MovedError(Exception):
    """An index that was to be written to is gone: another one has taken its place."""


@dataclass(frozen=True, slots=True)
class Write:
    """What is to become of a document: its line of JSON, or nothing, which deletes it."""

    index: str  # an alias that goes with its index, so that a late write cannot bring the index back
    id: str
    ticket: int
    document: bytes | None

    def lines(self) -> bytes:
        """As the bulk interface takes it. What was written under a larger ticket stays."""
        deed = "delete" if self.document is None else "index"
        head = {"_index": self.index, "_id": self.id, "version": self.ticket, "version_type": "external_gte"}
        line = json.dumps({deed: head}, ensure_ascii=False).encode()
        return line if self.document is None else line + b"\n" + self.document


class Bulk:
    """Writes in the background, one portion at a time, while the next one is being prepared.

    `patience` is how many seconds a portion is tried again while the server is overloaded or away. Leaving the block
    waits for the last portion, and has it found at once with `refresh`. A document that will never be taken is left
    out, and is an error at the end unless `is_lenient`. Raises EngineGoneError, MovedError or RefusedWriteError, from
    `add` or at the end.
    """

    def __init__(
        self, client: Elasticsearch, *, patience: float, refresh: bool = False, is_lenient: bool = False
    ):
        self.client, self.patience, self.refresh = client, patience, refresh
        self.is_lenient = is_lenient
        self._refused: list[str] = []
        self._portion: list[Write] = []
        self._bytes = 0
        self._sending: Future | None = None
        self._sender = ThreadPoolExecutor(1, thread_name_prefix="search-bulk")

    def __enter__(self) -> "Bulk":
        return self

    def __exit__(self, kind, error, trace) -> None:
        try:
            if kind is None:
                self._send()
                self._wait()
                self._tell_refused()
        finally:
            self._sender.shutdown(wait=True, cancel_futures=True)

    def add(self, write: Write) -> None:
        self._portion.append(write)
        self._bytes += len(write.document or b"")
        if len(self._portion) >= _MOST_WRITES or self._bytes >= _MOST_BYTES:
            self._send()

    def _send(self) -> None:
        self._wait()
        portion, self._portion, self._bytes = self._portion, [], 0
        if portion:
            self._sending = self._sender.submit(self._until_taken, portion)

    def _wait(self) -> None:
        if self._sending is not None:
            sending, self._sending = self._sending, None
            sending.result()

    def _tell_refused(self) -> None:
        if self._refused:
            told = "; ".join(self._refused[:10])
            logger.error("Elasticsearch will not take %d documents: %s", len(self._refused), told)
            if not self.is_lenient:
                raise RefusedWriteError(told)

    def _until_taken(self, portion: list[Write]) -> None:
        wait, deadline = _FIRST_WAIT, time.monotonic() + self.patience
        while True:
            portion, why = self._offered(portion)
            if not portion:
                return
            if time.monotonic() + wait > deadline:
                raise EngineGoneError(f"Elasticsearch did not take {len(portion)} writes: {why}")
            logger.info("Elasticsearch takes no more at the moment (%s): waiting %.1f s", why, wait)
            # Not all writers at the same moment.
            time.sleep(wait * random.uniform(0.8, 1.2))  # noqa: S311
            wait = min(wait * 2, _LONGEST_WAIT)

    def _offered(self, portion: list[Write]) -> tuple[list[Write], str]:
        """The writes that were turned away for now, and why. Writing twice does no harm."""
        try:
            answer = self.client.bulk(
                # Lines that are written out already are taken as they are.
                operations=[write.lines() for write in portion],  # type: ignore[misc]
                refresh=self.refresh,
                require_alias=True,
                filter_path=["errors", "items.*.status", "items.*.error"],
            )
        except TransportError as error:
            return portion, str(error)
        except ApiError as error:
            if error.status_code in UNWELL:
                return portion, str(error)
            raise RefusedWriteError(str(error)) from error
        return self._turned_away(portion, answer["items"]) if answer["errors"] else ([], "")

    def _turned_away(self, portion: Sequence[Write], items: Iterable[dict]) -> tuple[list[Write], str]:
        again, why = [], ""
        for write, problem in _problems(portion, items):
            error = problem["error"]
            if problem["status"] in UNWELL:
                again.append(write)
                why = error["type"]
            elif problem["status"] == 404:
                raise MovedError(write.index)
            elif problem["status"] != 409:
                self._refused.append(f"{write.id}: {error['type']} ({error['reason'][:200]})")
        return again, why


def _problems(portion: Sequence[Write], items: Iterable[dict]) -> Iterator[tuple[Write, dict]]:
    for write, item in zip(portion, items, strict=True):
        (done,) = item.values()
        # A deletion of what is not there is 404 as well, and no error.
        if "error" in done:
            yield write, done
