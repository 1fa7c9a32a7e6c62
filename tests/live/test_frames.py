"""What a page may say, and what becomes of everything else."""

import pytest

from exchange.live import consumers
from tests.live.sockets import Socket

ONE = "forum.discussion.1"
WRONG = [
    *(
        "",
        " ",
        "{",
        "nonsense",
        "[]",
        "null",
        "7",
        '"watch"',
        "{}",
        '{"watch": 7}',
        '{"watch": null}',
        '{"watch": []}',
    ),
    f'{{"watch": "{ONE}", "extra": 1}}',
    f'{{"watch": "{ONE}", "leave": "{ONE}"}}',
    *(
        f'{{"watch": "{ONE}", "after": {after}}}'
        for after in ("-1", '"7"', "1.5", "true", "1e999", "NaN", "null")
    ),
    '{"leave": 1}',
    f'{{"leave": "{ONE}", "after": 1}}',
    f'{{"post": "{ONE}", "text": "a"}}',
    "[" * 4000,
    '{"a":' * 600,
    "1" * 4096,
    '{"watch": "' + "x" * 200 + '"}',
]
NOWHERE = [
    *(
        f"forum.discussion.{key}"
        for key in ("999999", "0", "-1", "1 ", "01", "", "٣", "1\n", "9" * 18, "9" * 60)
    ),
    *("forum.discussion", "forum.post.1", "people.user.1", "", "..", "٣", "*", "live", "\ud800", "\0"),
]


@pytest.fixture
def patient(monkeypatch):
    """So many frames as the test wants to send."""
    monkeypatch.setattr(consumers, "BURST", 1000)


async def test_a_frame_that_is_not_one_of_ours_is_answered_with_an_error(people, open_socket, patient):
    page = await open_socket(people.cookies.member)
    answers = {frame: list(await page.ask(frame)) for frame in WRONG}
    assert answers == {frame: ["error"] for frame in WRONG}
    assert (await page.ask({"watch": people.subject}))["watching"] == people.subject


async def test_a_subject_that_is_none_is_refused_like_one_that_is_forbidden(people, open_socket, patient):
    page = await open_socket(people.cookies.stranger)
    asked = [*NOWHERE, people.subject]
    answers = {subject: await page.ask({"watch": subject}) for subject in asked}
    assert answers == {subject: {"refused": subject} for subject in asked}


async def test_bytes_close_the_socket_with_1003(people, open_socket):
    page = await open_socket(people.cookies.member)
    await page.send(b"\x00\xff")
    assert await page.closed() == 1003


@pytest.mark.parametrize("length", [consumers.MAX_FRAME + 1, 64 * 1024, 1_000_000])
async def test_an_oversized_frame_closes_the_socket_with_1009(people, open_socket, length):
    page = await open_socket(people.cookies.member)
    await page.send(" " * length)
    assert await page.closed() == 1009


async def test_a_flood_closes_the_socket_with_1008(people, open_socket):
    page, other = await open_socket(people.cookies.member), await open_socket(people.cookies.other)
    for _ in range(1000):
        await page.send('{"leave": "forum.discussion.1"}')
    assert await page.closed() == 1008
    assert (await other.ask({"watch": people.subject}))["watching"] == people.subject


async def test_twenty_subjects_and_no_more(people, open_socket, monkeypatch):
    monkeypatch.setattr(consumers, "BURST", 100)
    page = await open_socket(people.cookies.member)
    page_subjects = [f"forum.discussion.{people.discussion.pk}"]
    assert "watching" in await page.ask({"watch": page_subjects[0]})
    monkeypatch.setattr(consumers, "MAX_WATCHED", 1)
    assert await page.ask({"watch": "forum.discussion.424242"}) == {"error": "no more than 1 subjects"}
    assert "watching" in await page.ask({"watch": page_subjects[0]})
    await page.send({"leave": page_subjects[0]})
    assert "refused" in await page.ask({"watch": "forum.discussion.424242"})


def test_the_limit_is_twenty():
    assert consumers.MAX_WATCHED == 20


async def test_a_database_that_is_away_is_said_and_does_not_end_the_socket(people, open_socket, monkeypatch):
    from django.db import OperationalError

    page = await open_socket(people.cookies.member)
    ask = consumers.ask

    async def away(*args):
        raise OperationalError("the database is away")

    monkeypatch.setattr(consumers, "ask", away)
    assert await page.ask({"watch": people.subject}) == {"error": "try again"}
    monkeypatch.setattr(consumers, "ask", ask)
    assert "watching" in await page.ask({"watch": people.subject})


async def test_there_is_one_address(people):
    answers = {}
    for path in ("/ws/", "/ws/live", "/ws/live/x", "/", "/ws/other/", "/ar/forum/"):
        answers[path] = await Socket(people.cookies.member, path=path).connect()
    assert set(answers.values()) == {(False, 1008)}


async def test_an_odd_query_is_still_a_page(people, open_socket):
    for query in ("", "?language=xx", "?language=%ff%fe", "?language=en&language=ar", "?" + "a=1&" * 500):
        page = await open_socket(people.cookies.member, path=f"/ws/live/{query}")
        assert "watching" in await page.ask({"watch": people.subject})
        assert (await page.ask({"watch": people.subject}))["watching"] == people.subject


async def test_an_odd_cookie_is_a_visitor(people, open_socket):
    for cookie in ("sessionid=nonsense", "sessionid=", "x", "sessionid=" + "a" * 4000, "=;=;"):
        page = await open_socket(cookie)
        assert await page.ask({"watch": people.subject}) == {"refused": people.subject}
