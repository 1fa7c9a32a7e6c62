"""A server's bell in the test's own event loop, and clocks that do not make tests wait."""

import asyncio
import os
from types import SimpleNamespace

import pytest
import pytest_asyncio
from asgiref.sync import sync_to_async
from django.db import connections

from exchange.live import bell, hub
from tests.forum import talk
from tests.live.sockets import Socket, cookie_of
from tests.live.stage import Stage
from tests.servers.site import Site


@pytest.fixture
def people(transactional_db):
    """The cast of the forum's tests, a discussion of members, and everybody's cookie by name."""
    people = talk.cast()
    people.discussion = talk.discussion(people.platform, people.coordinator, replies=1)
    people.subject = f"forum.discussion.{people.discussion.pk}"
    named = {name: one for name, one in vars(people).items() if hasattr(one, "is_authenticated")}
    people.cookies = SimpleNamespace(**{name: cookie_of(one) for name, one in named.items()})
    return people


@pytest_asyncio.fixture
async def open_socket(people, monkeypatch):
    """`await open_socket(cookie)`: an open page; all are closed at the end. The round is quick, the bell rings here."""
    monkeypatch.setattr(hub, "ROUND_SECONDS", 0.2)
    bell.live_in(asyncio.get_running_loop())
    opened: list[Socket] = []

    async def open_(cookie: str = "", **given) -> Socket:
        opened.append(Socket(cookie, **given))
        return await opened[-1].open()

    yield open_
    for socket in opened:
        await socket.leave()
    bell.live_in(None)
    await sync_to_async(connections.close_all)()


@pytest.fixture
def act():
    """`await act(action, **fields)`: an action in a thread of its own, as a request does it."""

    async def act_(action, **fields):
        def do():
            try:
                return action(**fields)
            finally:
                connections.close_all()

        return await asyncio.to_thread(do)

    return act_


@pytest.fixture(scope="session")
def stage():
    """A server of this folder's own, with a platform and its people; where the run has Redis, of two processes."""
    redis_url = os.environ.get("REDIS_URL", "")
    several = {"WEB_CONCURRENCY": "2", "WORKER_IN_SERVER": "off"} if redis_url else {}
    site = Site("empty", postgres_url=os.environ.get("DATABASE_URL", ""), redis_url=redis_url, env=several)
    try:
        yield Stage(site.start(), members=6)
    finally:
        site.remove()
