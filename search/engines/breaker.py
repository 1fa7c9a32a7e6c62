"""A breaker between us and a server: who has not answered a few times in a row is left alone for a while.

Without it every page would wait for its timeout as long as the server hangs, and all threads with it.
"""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager


class OpenError(Exception):
    """The server is left alone at the moment; nothing was asked."""


class Breaker:
    """Shared by the threads of a process: opens after `failures` in a row within `window` seconds, for `pause` seconds.

    After the pause one caller may try. When that succeeds all may ask again; when it fails the next pause is twice as
    long, up to `longest`.
    """

    def __init__(
        self,
        *,
        failures: int = 2,
        window: float = 30.0,
        pause: float = 2.0,
        longest: float = 15.0,
        clock: Callable[[], float] = time.monotonic,
    ):
        self.failures, self.window = failures, window
        self.pause, self.longest = pause, longest
        self._clock = clock
        self._lock = threading.Lock()
        self._failed: list[float] = []
        self._next_try: float | None = None  # while open: when the next one may try
        self._pause = pause

    @contextmanager
    def call(self, counts: tuple[type[BaseException], ...]) -> Iterator[None]:
        """Round one call; exceptions in `counts` are failures. Raises OpenError instead of letting the call begin."""
        self._let_in()
        try:
            yield
        except counts:
            self._fail()
            raise
        except BaseException:
            # An answer that says no is an answer.
            self._succeed()
            raise
        self._succeed()

    @property
    def is_open(self) -> bool:
        return self._next_try is not None

    def _let_in(self) -> None:
        with self._lock:
            if self._next_try is None:
                return
            now = self._clock()
            if now < self._next_try:
                raise OpenError
            # This caller tries; the others wait for what comes of it, no longer than another pause.
            self._next_try = now + self._pause

    def _succeed(self) -> None:
        with self._lock:
            self._failed.clear()
            self._next_try, self._pause = None, self.pause

    def _fail(self) -> None:
        with self._lock:
            now = self._clock()
            self._failed = [moment for moment in self._failed if now - moment < self.window] + [now]
            if self._next_try is not None:
                self._pause = min(self._pause * 2, self.longest)
            elif len(self._failed) < self.failures:
                return
            self._next_try = now + self._pause
