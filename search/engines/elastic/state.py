"""What the writers of one index agree on, in a small index of its own: tickets, and whose turn it is to rebuild.

A ticket is a number that only grows. Who writes takes one before reading the database and writes under it, and a
document is never written under a smaller one than it has. So of two workers that read the same work at different
times, the one that read first cannot win by writing last, though nobody waits for anybody and no clocks are compared.
"""

import logging
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

from elasticsearch import ApiError, BadRequestError, ConflictError, NotFoundError
from elasticsearch.dsl import Keyword, Long, Mapping

from search.engines.base import EngineGoneError, IndexBusyError
from search.engines.elastic.cluster import Connection

logger = logging.getLogger(__name__)

_BEGAN = 1_700_000_000  # seconds since 1970; keeps tickets within 63 bits until 2091
_TURN = "rebuild"


class Version(NamedTuple):
    """Which writing of a document one has seen."""

    if_seq_no: int
    if_primary_term: int


class State:
    """A rebuild gives a sign of life every `beat` seconds; after `lease` seconds without one it counts as dead.

    `patience` is how many seconds a rebuild waits for a server that has gone away under it.
    """

    def __init__(
        self, connection: Connection, *, beat: float = 2.0, lease: float = 15.0, patience: float = 120.0
    ):
        self.connection = connection
        self.client = connection.prompt
        self.name = f"{connection.cluster.index}-state"
        self.beat, self.lease, self.patience = beat, lease, patience

    def ticket(self) -> int:
        """A number larger than all that were given before."""

        def draw():
            return self.client.update(
                index=self.name,
                id="ticket",
                doc={"sign": uuid.uuid4().hex},
                # Should this index be lost, the tickets of the next one begin above those of the last.
                upsert={"began": int(time.time()) - _BEGAN, "sign": ""},
                source=["began"],
                retry_on_conflict=20,
            )

        drawn = self._made(draw)
        return (drawn["get"]["_source"]["began"] << 32) + drawn["_version"]

    @contextmanager
    def rebuilding(self) -> Iterator["Turn"]:
        """The only rebuild. Raises IndexBusyError while another one lives."""
        turn = Turn(self, self._take_turn())
        with turn:
            yield turn

    def _take_turn(self) -> Version:
        try:
            return _version(
                self._made(lambda: self.client.create(index=self.name, id=_TURN, document=_sign()))
            )
        except ConflictError:
            pass
        # Somebody has it. Who lives gives signs; who gave none for a lease was killed.
        seen = self._seen_turn()
        until = time.monotonic() + self.lease
        while time.monotonic() < until:
            time.sleep(self.beat / 4)
            if self._seen_turn() != seen:
                raise IndexBusyError("another rebuild is running")
        logger.warning("A rebuild of the search index has ended without a word. Taking its turn.")
        try:
            return self.renewed(seen)
        except ConflictError as error:
            raise IndexBusyError("another rebuild has begun") from error

    def _seen_turn(self) -> Version:
        try:
            return _version(self.client.get(index=self.name, id=_TURN))
        except NotFoundError as error:
            raise IndexBusyError("another rebuild has just ended") from error

    def renewed(self, version: Version) -> Version:
        """A sign of life; ConflictError where the turn is no longer ours."""
        return _version(self.client.index(index=self.name, id=_TURN, document=_sign(), **version._asdict()))

    def _made(self, ask: Callable[[], Any]) -> Any:
        """What `ask` answers, the state's index made first where it is missing."""
        try:
            return ask()
        except NotFoundError:
            pass
        patient = self.connection.patient
        laid_out = Mapping().field("began", Long()).field("sign", Keyword(index=False))
        laid_out.meta("dynamic", "strict")
        try:
            patient.indices.create(
                index=self.name,
                mappings=laid_out.to_dict(),
                settings={"number_of_shards": 1, "number_of_replicas": self.connection.cluster.replicas},
            )
        except BadRequestError as error:
            if error.error != "resource_already_exists_exception":
                raise
        return ask()


class Turn:
    """A rebuild's own turn, kept alive by a thread. `check()` before each step that must not be done by two."""

    def __init__(self, state: State, version: Version):
        self.state, self._version = state, version
        self._heard = time.monotonic()
        self._is_lost = False
        self._signing = threading.Lock()
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._keep, name="search-rebuild", daemon=True)

    def __enter__(self) -> "Turn":
        self._thread.start()
        return self

    def __exit__(self, *error) -> None:
        self._stop.set()
        self._thread.join()
        try:
            self.state.client.delete(index=self.state.name, id=_TURN, **self._version._asdict())
        except Exception:
            # The next one finds it silent.
            logger.info("The turn of a rebuild was not given back.", exc_info=True)

    def check(self) -> None:
        """Raises IndexBusyError where somebody else has taken over, or may have: nothing was heard for too long.

        A server that restarts is waited for; whoever still has the turn then, goes on.
        """
        deadline = time.monotonic() + self.state.patience
        while self._is_silent() and time.monotonic() < deadline:
            self._give_sign()
            if self._is_silent():
                time.sleep(self.state.beat / 4)
        if self._is_lost or self._is_silent():
            raise IndexBusyError("this rebuild was not heard of for too long, and another one may have begun")

    def _is_silent(self) -> bool:
        return not self._is_lost and time.monotonic() - self._heard > self.state.lease

    def _keep(self) -> None:
        while not self._is_lost and not self._stop.wait(self.state.beat):
            self._give_sign()

    def _give_sign(self) -> None:
        with self._signing:
            began = time.monotonic()
            try:
                with self.state.connection.writing():
                    self._version = self.state.renewed(self._version)
                self._heard = began
            except EngineGoneError:
                # A server that restarts comes back, in time or too late.
                return
            except ApiError:
                self._is_lost = True


def _sign() -> dict:
    return {"sign": uuid.uuid4().hex}


def _version(answer: Any) -> Version:
    return Version(answer["_seq_no"], answer["_primary_term"])
