"""The one consumer: a page says what it watches, and is rung. A socket never writes.

In:  {"watch": "forum.discussion.12", "after": 7} · {"leave": "forum.discussion.12"}
Out: {"watching", "last"} · {"refused"} (missing and forbidden alike) · rings {"subject", "number", "kind", …}
     · {"heartbeat": {subject: number}} · {"error"}
"""

import asyncio
import json
import logging
import time
from urllib.parse import parse_qs

from django.conf import settings
from django.db import Error as DatabaseError

from exchange.live.hub import Hub, ask
from exchange.live.standing import standing_of
from exchange.live.subjects import last_numbers, watchable_of

logger = logging.getLogger(__name__)

MAX_FRAME = 4096
MAX_WATCHED = 20
# Frames that a page may send at once, and each second after that. A page sends one for each thing on it.
BURST, PER_SECOND = 30, 10
# Frames that may wait for a slow reader; one more and it is cut, to come back and catch up over HTTP.
WAITING_FRAMES = 64
STALLED_SECONDS = 15

SESSION_ENDED, TOO_MUCH, TOO_LARGE, NOT_TEXT, SLOW = 4401, 1008, 1009, 1003, 1013


class BadFrame(Exception):
    """What is wrong with a frame, in English: programs read it."""


class LiveConsumer:
    """One open page. `watched` holds what it watches; `push` and `end` are what the hub does with it."""

    @classmethod
    def as_asgi(cls):
        """An ASGI application, one consumer for each connection."""

        async def app(scope, receive, send):
            await cls(scope, receive, send).run()

        return app

    def __init__(self, scope, receive, send) -> None:
        self._receive, self._send = receive, send
        asked = parse_qs(scope.get("query_string", b"").decode("latin1")).get("language", [""])[0]
        self.language = asked if asked in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
        self.standing = standing_of(scope)
        self.person = scope["user"]
        self.checked_at = time.monotonic()
        # Subjects, and whether their rule has said yes; one that is still being asked is not rung.
        self.watched: dict[str, bool] = {}
        self._frames: asyncio.Queue[str | None] = asyncio.Queue()
        self._close_code = 1000
        self._tokens, self._filled_at = float(BURST), time.monotonic()
        self._hub: Hub

    async def run(self) -> None:
        """Live until either side closes; whatever ends it, the hub forgets it."""
        await self._receive()
        await self._send({"type": "websocket.accept"})
        self._hub = Hub.here()
        self._hub.add(self)
        ways = [asyncio.ensure_future(self._read()), asyncio.ensure_future(self._write())]
        try:
            done, _rest = await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
            for way in done:
                way.result()
        except OSError:
            # The line is gone; a server may say so in words of its own, all of them kinds of OSError.
            pass
        finally:
            for way in ways:
                way.cancel()
            await asyncio.gather(*ways, return_exceptions=True)
            self._hub.remove(self)

    def push(self, text: str) -> None:
        """Queue a frame; a page that reads too slowly is cut instead of being waited for."""
        if self._frames.qsize() >= WAITING_FRAMES:
            self.end(SLOW)
        else:
            self._frames.put_nowait(text)

    def end(self, code: int) -> None:
        """Say nothing more and close with this code."""
        self._close_code = code
        while not self._frames.empty():
            self._frames.get_nowait()
        self._frames.put_nowait(None)

    def end_session(self) -> None:
        """Close, because who opened the page is signed out or locked out."""
        self.end(SESSION_ENDED)

    async def settle(self) -> None:
        """Ask the rules again for everything that is watched, and drop what is no longer for this person."""
        asked = list(self.watched)
        allowed = await ask(watchable_of, asked, self.person) if asked else set()
        self.checked_at = time.monotonic()
        for subject in asked:
            if subject not in allowed and subject in self.watched:
                was_told = self.watched.pop(subject)
                self._hub.unwatch(self, subject)
                if was_told:
                    self.push(json.dumps({"refused": subject}))

    async def _read(self) -> None:
        while True:
            message = await self._receive()
            if message["type"] == "websocket.disconnect":
                return
            if not self._may_speak():
                self.end(TOO_MUCH)
                await asyncio.Event().wait()
            await self._hear(message)

    async def _hear(self, message) -> None:
        text = message.get("text")
        if text is None:
            self.end(NOT_TEXT)
        elif len(text) > MAX_FRAME:
            self.end(TOO_LARGE)
        else:
            try:
                await self._obey(text)
            except BadFrame as wrong:
                self.push(json.dumps({"error": str(wrong)}))
            except DatabaseError:
                logger.warning("a page could not be answered: the database is not there", exc_info=True)
                self.push(json.dumps({"error": "try again"}))

    async def _obey(self, text: str) -> None:
        deed, subject = _parse(text)
        if deed == "leave":
            self.watched.pop(subject, None)
            self._hub.unwatch(self, subject)
            return
        if subject not in self.watched and len(self.watched) >= MAX_WATCHED:
            raise BadFrame(f"no more than {MAX_WATCHED} subjects")
        # Noted before the rule is asked: a right that ends in between takes the note away again.
        self.watched.setdefault(subject, False)
        try:
            allowed = await ask(watchable_of, [subject], self.person)
        except DatabaseError:
            self.watched.pop(subject, None)
            raise
        if subject not in allowed or subject not in self.watched:
            self.watched.pop(subject, None)
            self._hub.unwatch(self, subject)
            self.push(json.dumps({"refused": subject}))
            return
        self.watched[subject] = True
        self._hub.watch(self, subject)
        # Read after joining: what commits from here on rings, what came before is in this number.
        numbers = await ask(last_numbers, [subject])
        self.push(json.dumps({"watching": subject, "last": numbers.get(subject, 0)}))

    def _may_speak(self) -> bool:
        moment = time.monotonic()
        self._tokens = min(float(BURST), self._tokens + (moment - self._filled_at) * PER_SECOND) - 1
        self._filled_at = moment
        return self._tokens >= 0

    async def _write(self) -> None:
        while True:
            text = await self._frames.get()
            if text is None:
                break
            if not await self._sent({"type": "websocket.send", "text": text}):
                return
        await self._sent({"type": "websocket.close", "code": self._close_code})

    async def _sent(self, message: dict) -> bool:
        try:
            async with asyncio.timeout(STALLED_SECONDS):
                await self._send(message)
        except TimeoutError:
            return False
        return True


def _parse(text: str) -> tuple[str, str]:
    """The deed and the subject of a frame; BadFrame for anything that is not exactly one of ours."""
    try:
        frame = json.loads(text)
    except (ValueError, RecursionError):
        raise BadFrame("not JSON") from None
    if not isinstance(frame, dict):
        raise BadFrame("not an object")
    keys = set(frame)
    deed = "watch" if "watch" in keys else "leave"
    if deed not in keys or not keys <= ({"watch", "after"} if deed == "watch" else {"leave"}):
        raise BadFrame('expected {"watch", "after"} or {"leave"}')
    after = frame.get("after", 0)
    if isinstance(after, bool) or not isinstance(after, int) or after < 0:
        raise BadFrame("after is a number from 0 on")
    subject = frame[deed]
    if not isinstance(subject, str) or len(subject) > 100:
        raise BadFrame("a subject is a short text")
    return deed, subject
