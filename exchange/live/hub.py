"""What the sockets of one process share: one ear on the channel layer, and one clock that asks after them all."""

import asyncio
import contextlib
import json
import logging
import random
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from channels.db import DatabaseSyncToAsync
from channels.layers import get_channel_layer
from django.db import Error as DatabaseError

from exchange.live.standing import people_behind, rights_of
from exchange.live.subjects import last_numbers

logger = logging.getLogger(__name__)

# Every process hears every ring, and hands it to those of its sockets that watch the subject.
GROUP = "live"
# Sessions and accounts are looked at so often: two queries, however many sockets.
ROUND_SECONDS = 3
# A rule is asked again at least so often, should the word that a right ended have been lost.
SETTLE_SECONDS = 20
HEARTBEAT_SECONDS = 25
REJOIN_SECONDS = (0.5, 2.0)

# Threads of their own: sockets must not wait for the threads of pages, nor pages for theirs.
_threads = ThreadPoolExecutor(max_workers=2, thread_name_prefix="live")


async def ask(question: Callable, *args):
    """Run a question to the database in a thread and wait for its answer."""
    return await DatabaseSyncToAsync(question, thread_sensitive=False, executor=_threads)(*args)


class Hub:
    """The sockets of one event loop. It lives from the first socket to the last."""

    _current: "Hub | None" = None

    @classmethod
    def here(cls) -> "Hub":
        """The hub of the running loop; started if there is none."""
        loop = asyncio.get_running_loop()
        if cls._current is None or cls._current._loop is not loop:
            cls._current = cls(loop)
        return cls._current

    @classmethod
    def running(cls) -> "Hub | None":
        """The hub, if a socket is open."""
        return cls._current

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop
        self._sockets: set = set()
        self._watchers: dict[str, set] = {}
        self._tasks = [loop.create_task(self._listen()), loop.create_task(self._go_round())]
        self._side_tasks: set[asyncio.Task] = set()

    # -- sockets come, watch and go

    def add(self, socket) -> None:
        self._sockets.add(socket)

    def watch(self, socket, subject: str) -> None:
        self._watchers.setdefault(subject, set()).add(socket)

    def unwatch(self, socket, subject: str) -> None:
        watchers = self._watchers.get(subject)
        if watchers is not None:
            watchers.discard(socket)
            if not watchers:
                del self._watchers[subject]

    def remove(self, socket) -> None:
        for subject in socket.watched:
            self.unwatch(socket, subject)
        self._sockets.discard(socket)
        if not self._sockets:
            self._stop()

    def _stop(self) -> None:
        if Hub._current is self:
            Hub._current = None
        for task in [*self._tasks, *self._side_tasks]:
            task.cancel()

    # -- what is heard

    def hear(self, message: dict) -> None:
        """Hand a message of the bell to the sockets that it concerns."""
        if message["type"] == "ring":
            for socket in list(self._watchers.get(message["subject"], ())):
                socket.push(message["frames"][socket.language])
        elif message["type"] == "unsettle":
            task = self._loop.create_task(self._unsettle(message))
            self._side_tasks.add(task)
            task.add_done_callback(self._side_tasks.discard)

    async def _unsettle(self, message: dict) -> None:
        person, subject = message.get("person"), message.get("subject")
        concerned = [
            socket
            for socket in self._sockets
            # `watched` names those, too, whose rule is just being asked.
            if (person is not None and socket.standing.person_id == person) or subject in socket.watched
        ]
        try:
            await self._look_after(concerned, is_unsettled=True)
        except DatabaseError:
            logger.warning("rights could not be asked again; the next round does it", exc_info=True)
            for socket in concerned:
                socket.checked_at = 0.0

    async def _listen(self) -> None:
        while True:
            try:
                await self._listen_on(get_channel_layer())
            except Exception:
                logger.warning("rings of other processes cannot be heard", exc_info=True)
                await asyncio.sleep(random.uniform(*REJOIN_SECONDS))  # noqa: S311

    async def _listen_on(self, layer) -> None:
        channel = await layer.new_channel()
        try:
            await layer.group_add(GROUP, channel)
            # What rang while nobody listened shows in the numbers.
            await self._beat()
            while True:
                self.hear(await layer.receive(channel))
        finally:
            with contextlib.suppress(Exception):
                await layer.group_discard(GROUP, channel)

    # -- what is looked after

    async def _go_round(self) -> None:
        beaten_at = time.monotonic()
        while True:
            await asyncio.sleep(ROUND_SECONDS)
            try:
                await self._look_after(list(self._sockets))
                if time.monotonic() - beaten_at >= HEARTBEAT_SECONDS:
                    beaten_at = time.monotonic()
                    await self._beat()
            except Exception:
                logger.warning("sockets could not be looked after", exc_info=True)

    async def _look_after(self, sockets: list, *, is_unsettled: bool = False) -> None:
        """Close the sockets whose session or account has ended; ask the rules where it is time, or unsettled."""
        people = await ask(people_behind, [socket.standing for socket in sockets])
        for socket in sockets:
            person = people.get(socket.standing)
            if person is None:
                socket.end_session()
                continue
            has_changed = rights_of(person) != rights_of(socket.person)
            socket.person = person
            if is_unsettled or has_changed or time.monotonic() - socket.checked_at >= SETTLE_SECONDS:
                await socket.settle()

    async def _beat(self) -> None:
        """Tell every socket the last numbers of what it watches."""
        if not self._watchers:
            return
        numbers = await ask(last_numbers, list(self._watchers))
        for socket in list(self._sockets):
            heard = [subject for subject, is_on in socket.watched.items() if is_on and subject in numbers]
            known = {subject: numbers[subject] for subject in heard}
            if known:
                socket.push(json.dumps({"heartbeat": known}))
