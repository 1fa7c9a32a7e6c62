"""On a real server: what every reader ends with is what the database holds, in its order, nothing twice."""

import asyncio
import random
import uuid
from concurrent.futures import ThreadPoolExecutor

import pytest
import requests

from tests.live.sockets import Reader


async def read_while_writing(
    stage, discussion: int, *, readers: int, writers: int, messages: int
) -> list[Reader]:
    """Readers with random cuts, writers that post and now and then edit; the readers when all has settled."""
    sessions = stage.members
    pages = [Reader(stage.site, sessions[n % len(sessions)], discussion, seed=n) for n in range(readers)]
    reading = [asyncio.create_task(page.run(cuts=n % 3 == 0)) for n, page in enumerate(pages)]

    def write(writer: int) -> None:
        chance = random.Random(writer)
        for number in range(messages):
            text = f"كاتب {writer}، رسالة {number}"
            answer = stage.say(sessions[writer], discussion, text)
            assert answer.status_code == 201, answer.text
            if chance.random() < 0.1:
                path = f"/ar/forum/posts/{answer.json()['id']}/edit/"
                assert stage.send(sessions[writer], path, text=f"{text}، معدّلة").status_code == 302

    with ThreadPoolExecutor(writers) as pool:
        loop = asyncio.get_running_loop()
        await asyncio.gather(*(loop.run_in_executor(pool, write, writer) for writer in range(writers)))
    last = (await asyncio.to_thread(stage.log, discussion))[-1]["number"]
    for _ in range(600):
        if all(page.last >= last for page in pages):
            break
        await asyncio.sleep(0.1)
    for page in pages:
        page.stop()
    await asyncio.gather(*reading)
    return pages


async def assert_all_read_the_same(stage, discussion: int, pages: list[Reader]) -> None:
    log = await asyncio.to_thread(stage.log, discussion)
    held = {change["post"]: (change["number"], change["state"], change["revision"]) for change in log}
    for page in pages:
        assert page.log == held
        # Nothing came twice, and nothing before what it follows.
        assert page.applied == sorted(set(page.applied))


async def test_every_reader_ends_with_what_the_database_holds_whatever_was_cut(stage):
    discussion = await asyncio.to_thread(stage.discussion)
    pages = await read_while_writing(stage, discussion, readers=20, writers=3, messages=40)
    await assert_all_read_the_same(stage, discussion, pages)
    assert sorted(pages[0].log) == list(range(1, 122))
    # Both ways were walked: pages were rung, and cut pages caught up.
    assert sum(page.rings for page in pages) > 500
    assert sum(page.cuts for page in pages) > 10
    assert "Exception in ASGI application" not in stage.site.log()
    assert "Internal Server Error" not in stage.site.log()


@pytest.mark.soak
async def test_sixty_readers_and_five_writers_of_two_hundred(stage):
    discussion = await asyncio.to_thread(stage.discussion)
    pages = await read_while_writing(stage, discussion, readers=60, writers=5, messages=200)
    await assert_all_read_the_same(stage, discussion, pages)


def test_twenty_sendings_at_once_and_a_retry_are_one_post(stage):
    discussion, sent = stage.discussion(), str(uuid.uuid4())

    def send(_number: int) -> tuple[int, int]:
        answer = stage.say(stage.members[0], discussion, "مرة واحدة", sent)
        return answer.status_code, answer.json()["id"]

    with ThreadPoolExecutor(20) as pool:
        answers = list(pool.map(send, range(20)))
    answers.append(send(20))
    assert sorted(status for status, _id in answers) == [200] * 20 + [201]
    assert len({post for _status, post in answers}) == 1
    assert [change["post"] for change in stage.log(discussion)] == [1, 2]


def test_a_sending_that_timed_out_is_sent_again_and_said_once(stage):
    discussion, sent = stage.discussion(), str(uuid.uuid4())
    with pytest.raises(requests.Timeout):
        stage.say(stage.members[0], discussion, "بلا جواب", sent, timeout=0.001)
    answer = stage.say(stage.members[0], discussion, "بلا جواب", sent)
    assert answer.status_code in (200, 201)
    assert [change["post"] for change in stage.log(discussion)] == [1, 2]


def test_a_post_that_was_acknowledged_survives_the_end_of_the_server(stage):
    discussion = stage.discussion()
    acknowledged = [stage.say(stage.members[0], discussion, f"رسالة {n}").json()["post"] for n in range(5)]
    stage.site.kill()
    stage.site.start()
    assert acknowledged == [2, 3, 4, 5, 6]
    assert [change["post"] for change in stage.log(discussion)] == [1, 2, 3, 4, 5, 6]
