"""With Redis between two processes: what happens when it is gone, and when it comes back with nothing in it."""

import asyncio
import json
import time

import pytest
import websockets

from tests.live.stage import Stage

PAGES = 8


class Watcher:
    """A page that only notes the highest number it has been told, by a ring or a heartbeat."""

    def __init__(self, line, subject: str) -> None:
        self.line, self.subject, self.number = line, subject, 0

    async def listen(self) -> None:
        async for text in self.line:
            frame = json.loads(text)
            told = (frame.get("number"), frame.get("last"), frame.get("heartbeat", {}).get(self.subject))
            self.number = max(self.number, *(number or 0 for number in told))


@pytest.fixture
def two_processes(redis, make_site):
    site = make_site(redis_url=redis.url, env={"WEB_CONCURRENCY": "2", "WORKER_IN_SERVER": "off"})
    yield Stage(site, members=2)
    if not redis.is_running:
        redis.start()


async def all_know(watchers: list[Watcher], number: int, seconds: float) -> float:
    """How long it took until every page was told of this number; fails after so many seconds."""
    began = time.monotonic()
    while any(watcher.number < number for watcher in watchers):
        assert time.monotonic() - began < seconds, [watcher.number for watcher in watchers]
        await asyncio.sleep(0.05)
    return time.monotonic() - began


async def test_pages_of_both_processes_go_on_while_redis_is_gone_and_after_it_came_back_empty(
    two_processes, redis
):
    stage = two_processes
    discussion = await asyncio.to_thread(stage.discussion)
    subject = f"forum.discussion.{discussion}"
    cookies = "; ".join(f"{cookie.name}={cookie.value}" for cookie in stage.members[0].cookies)
    address = stage.site.url.replace("http", "ws", 1) + "/ws/live/"
    watchers, listening = [], []
    for _ in range(PAGES):
        line = await websockets.connect(
            address, origin=stage.site.url, additional_headers={"Cookie": cookies}
        )
        await line.send(json.dumps({"watch": subject}))
        watchers.append(Watcher(line, subject))
        listening.append(asyncio.create_task(watchers[-1].listen()))
    await all_know(watchers, 1, 10)

    async def say(text: str) -> int:
        answer = await asyncio.to_thread(stage.say, stage.members[1], discussion, text)
        assert answer.status_code == 201
        return answer.json()["number"]

    assert await all_know(watchers, await say("وكل شيء يعمل"), 5) < 2

    await asyncio.to_thread(redis.kill)
    began = time.monotonic()
    number = await say("بلا ريدِس")
    # Writing waits for no ring.
    assert time.monotonic() - began < 3
    # The pages of the process that took it are rung after two seconds at most, the others see it in their heartbeat.
    await all_know(watchers, number, 35)

    await asyncio.to_thread(redis.start)
    # A ring reaches everybody again: no page has gone deaf, none has had to come back.
    for attempt in range(9):
        number = await say(f"عاد فارغًا {attempt}")
        try:
            took = await all_know(watchers, number, 5)
            break
        except AssertionError:
            continue
    assert took < 5
    assert all(not task.done() for task in listening)
    for watcher in watchers:
        await watcher.line.close()
