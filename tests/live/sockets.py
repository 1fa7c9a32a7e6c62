"""Open pages for tests: in the test's own process, and against a running server the way live.js does it."""

import asyncio
import json
import random

import requests
import websockets
from asgiref.testing import ApplicationCommunicator
from django.conf import settings
from django.test import Client

from exchange.live.routing import sockets

HOST = "127.0.0.1:8000"


def cookie_of(person) -> str:
    """The cookie of a fresh session of this person; call it outside of the event loop."""
    if not person.is_authenticated:
        return ""
    client = Client()
    client.force_login(person)
    return f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"


def headers(
    cookie: str = "", origin: str | None = f"http://{HOST}", host: str = HOST
) -> list[tuple[bytes, bytes]]:
    given = {"host": host, "origin": origin, "cookie": cookie}
    return [(name.encode(), value.encode("latin1")) for name, value in given.items() if value]


class Socket:
    """A page of this process, opened with a cookie: `ask(frame)`, `heard()`, `hears_nothing()`, `closed()`.

    Channels' own communicator keeps database connections from being closed; here tests replace the database.
    """

    def __init__(self, cookie: str = "", path: str = "/ws/live/", **given) -> None:
        path, _mark, query = path.partition("?")
        scope = {
            "type": "websocket",
            "path": path,
            "query_string": query.encode(),
            "headers": headers(cookie, **given),
        }
        self._line = ApplicationCommunicator(sockets, scope | {"subprotocols": []})

    async def connect(self) -> tuple[bool, int | None]:
        """Whether the socket was opened, and the code if not."""
        await self._line.send_input({"type": "websocket.connect"})
        answer = await self._line.receive_output(5)
        return answer["type"] == "websocket.accept", answer.get("code")

    async def open(self) -> "Socket":
        assert await self.connect() == (True, None)
        return self

    async def send(self, frame: str | bytes | dict) -> None:
        kind = "bytes" if isinstance(frame, bytes) else "text"
        sent = json.dumps(frame) if isinstance(frame, dict) else frame
        await self._line.send_input({"type": "websocket.receive", kind: sent})

    async def ask(self, frame: str | dict) -> dict:
        await self.send(frame)
        return await self.heard()

    async def heard(self, seconds: float = 5) -> dict:
        message = await self._line.receive_output(seconds)
        assert message["type"] == "websocket.send", message
        return json.loads(message["text"])

    async def hears_nothing(self, seconds: float = 0.5) -> bool:
        return await self._line.receive_nothing(seconds, 0.05)

    async def closed(self, seconds: float = 5) -> int:
        """The code that the server closes with; what it says before is let go."""
        while True:
            message = await self._line.receive_output(seconds)
            if message["type"] == "websocket.close":
                return message["code"]

    async def leave(self) -> None:
        """Close from this side, and wait until the server's side has ended."""
        await self._line.send_input({"type": "websocket.disconnect", "code": 1000})
        await self._line.wait(5)


class Reader:
    """A page on a running server: applies rings in order, fetches gaps, comes back after every cut."""

    def __init__(self, site, session: requests.Session, discussion: int, *, seed: int) -> None:
        self.site, self.discussion = site, discussion
        self.cookies = "; ".join(f"{cookie.name}={cookie.value}" for cookie in session.cookies)
        self.subject = f"forum.discussion.{discussion}"
        self.last = 0
        # What the reader shows: the post by its number, with the number of the change it is from.
        self.log: dict[int, tuple[int, str, int]] = {}
        # The same as a list of what was done, to see that nothing came twice or out of order.
        self.applied: list[int] = []
        self.rings = self.fetches = self.cuts = 0
        self._random = random.Random(seed)
        self._is_over = False

    async def run(self, *, cuts: bool) -> None:
        """Read until `stop`; with `cuts` the line breaks every now and then."""
        while not self._is_over:
            try:
                await self._read_until(self._random.uniform(0.2, 1.5) if cuts else None)
                self.cuts += 1
            except (OSError, TimeoutError, websockets.WebSocketException):
                pass
            await asyncio.sleep(self._random.uniform(0, 0.2))

    def stop(self) -> None:
        self._is_over = True

    async def _read_until(self, seconds: float | None) -> None:
        address = self.site.url.replace("http", "ws", 1) + "/ws/live/"
        sent = {"Cookie": self.cookies}
        async with websockets.connect(address, origin=self.site.url, additional_headers=sent) as line:
            await line.send(json.dumps({"watch": self.subject, "after": self.last}))
            deadline = None if seconds is None else asyncio.get_running_loop().time() + seconds
            while not self._is_over:
                left = 0.5 if deadline is None else deadline - asyncio.get_running_loop().time()
                if left <= 0:
                    # Cut as a lost network cuts: without a word.
                    line.transport.abort()
                    return
                try:
                    await self._hear(json.loads(await asyncio.wait_for(line.recv(), left)))
                except TimeoutError:
                    continue

    async def _hear(self, frame: dict) -> None:
        if frame.get("subject") == self.subject:
            self.rings += 1
            if frame["number"] == self.last + 1:
                self._apply(frame)
                self.last += 1
            elif frame["number"] > self.last:
                await self.catch_up()
        number = frame.get("last") if "watching" in frame else frame.get("heartbeat", {}).get(self.subject)
        if number is not None and number != self.last:
            await self.catch_up()

    async def catch_up(self) -> None:
        has_more = True
        while has_more:
            told = await asyncio.to_thread(self.fetch, self.last)
            self.fetches += 1
            for change in told["changes"]:
                self._apply(change)
            self.last, has_more = told["last"], told["more"]

    def fetch(self, after: int) -> dict:
        answer = requests.get(
            f"{self.site.url}/ar/forum/{self.discussion}/changes/?after={after}",
            headers={"Cookie": self.cookies},
            timeout=30,
        )
        assert answer.status_code == 200
        return answer.json()

    def _apply(self, change: dict) -> None:
        if "post" not in change:
            return
        assert change["number"] > self.last
        self.applied.append(change["number"])
        self.log[change["post"]] = (change["number"], change["state"], change["revision"])
