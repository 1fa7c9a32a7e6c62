"""On a real server: how soon rights end, and what raw bytes do to it."""

import asyncio
import base64
import json
import os
import socket
import struct
import time
from contextlib import asynccontextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import websockets


@asynccontextmanager
async def page(stage, session, *, origin: str = ""):
    cookies = "; ".join(f"{cookie.name}={cookie.value}" for cookie in session.cookies)
    address = stage.site.url.replace("http", "ws", 1) + "/ws/live/"
    async with websockets.connect(
        address, origin=origin or stage.site.url, additional_headers={"Cookie": cookies}
    ) as line:
        yield line


async def heard(line, seconds: float = 10) -> dict:
    """The next frame but for heartbeats, which come when their time has come."""
    while True:
        frame = json.loads(await asyncio.wait_for(line.recv(), seconds))
        if "heartbeat" not in frame:
            return frame


async def watch(line, discussion: int) -> dict:
    await line.send(json.dumps({"watch": f"forum.discussion.{discussion}", "after": 0}))
    return await heard(line)


async def test_a_page_is_rung_within_a_second(stage):
    discussion = await asyncio.to_thread(stage.discussion)
    async with page(stage, stage.members[0]) as line:
        assert (await watch(line, discussion))["last"] == 1
        await asyncio.to_thread(stage.say, stage.members[1], discussion, "ردّ")
        answered = time.monotonic()
        ring = await heard(line)
        assert (ring["kind"], ring["number"], time.monotonic() - answered < 1) == ("forum.posted", 2, True)


async def test_signing_out_ends_the_socket_within_five_seconds(stage):
    session = await asyncio.to_thread(stage.sign_in, stage.emails[-1])
    discussion = await asyncio.to_thread(stage.discussion)
    async with page(stage, session) as line:
        await watch(line, discussion)
        await asyncio.to_thread(stage.send, session, "/accounts/logout/")
        left = time.monotonic()
        with pytest.raises(websockets.ConnectionClosed):
            await heard(line)
        assert (line.close_code, time.monotonic() - left < 5) == (4401, True)


async def test_leaving_the_platform_ends_the_watching_within_five_seconds(stage):
    session = stage.guest
    discussion = await asyncio.to_thread(stage.discussion)
    async with page(stage, session) as line:
        await watch(line, discussion)
        answer = await asyncio.to_thread(stage.send, session, "/ar/platforms/finance/leave/")
        assert answer.status_code == 302
        left = time.monotonic()
        told = await heard(line)
        assert (told, time.monotonic() - left < 5) == ({"refused": f"forum.discussion.{discussion}"}, True)
        await asyncio.to_thread(stage.say, stage.members[0], discussion, "بعد المغادرة")
        with pytest.raises(TimeoutError):
            await heard(line, 1)


async def test_another_origin_is_refused(stage):
    with pytest.raises(websockets.InvalidStatus) as refused:
        async with page(stage, stage.members[0], origin="https://evil.example"):
            pass
    assert refused.value.response.status_code == 403


async def test_a_frame_above_64_kibibytes_is_cut_by_the_server_itself(stage):
    async with page(stage, stage.members[0]) as line:
        await line.send("a" * (64 * 1024 + 1))
        with pytest.raises(websockets.ConnectionClosed):
            await heard(line)
        assert line.close_code == 1009


def raw(stage) -> socket.socket:
    """A line after a handshake by hand, as a visitor."""
    address = urlsplit(stage.site.url)
    line = socket.create_connection((address.hostname, address.port), timeout=10)
    key = base64.b64encode(os.urandom(16)).decode()
    lines = [
        "GET /ws/live/ HTTP/1.1",
        f"Host: {address.netloc}",
        "Upgrade: websocket",
        "Connection: Upgrade",
        f"Sec-WebSocket-Key: {key}",
        "Sec-WebSocket-Version: 13",
        f"Origin: {stage.site.url}",
    ]
    line.sendall(("\r\n".join(lines) + "\r\n\r\n").encode())
    assert b" 101 " in line.recv(4096)
    return line


def framed(
    opcode: int, body: bytes, *, is_masked: bool = True, is_final: bool = True, reserved: int = 0
) -> bytes:
    head = bytes([(0x80 if is_final else 0) | reserved | opcode])
    length = len(body)
    if length < 126:
        head += bytes([(0x80 if is_masked else 0) | length])
    else:
        head += bytes([(0x80 if is_masked else 0) | 126]) + struct.pack("!H", length)
    if not is_masked:
        return head + body
    return head + b"\x00\x00\x00\x00" + body


def code_after(line: socket.socket, sent: bytes) -> int | None:
    """The code of the close frame that the server answers with; None if it hangs up without one."""
    line.sendall(sent)
    received = b""
    while True:
        try:
            chunk = line.recv(4096)
        except ConnectionResetError:
            return None
        received += chunk
        at = received.find(b"\x88")
        if at >= 0 and len(received) >= at + 4:
            # The server now waits for our own close frame, for as long as we for its end of the line.
            return struct.unpack("!H", received[at + 2 : at + 4])[0]
        if not chunk:
            return None


GARBAGE: dict[str, tuple[bytes, set]] = {
    "bytes that are no UTF-8": (framed(1, b"\xff\xfe"), {1007}),
    "a frame that is not masked": (framed(1, b"{}", is_masked=False), {1002}),
    "reserved bits": (framed(1, b"{}", reserved=0x40), {1002}),
    "an unknown opcode": (framed(3, b""), {1002}),
    "a continuation of nothing": (framed(0, b"x"), {1002}),
    "a control frame in pieces": (framed(9, b"", is_final=False), {1002}),
    "a close frame of one byte": (framed(8, b"\x03"), {1002}),
    "bytes": (framed(2, b"\x00\x01"), {1003}),
    "no frame at all": (b"GET / HTTP/1.1\r\n\r\n", {1002}),
}


def test_garbage_is_closed_with_a_code_and_leaves_no_traceback(stage):
    codes = {}
    for name, (sent, _expected) in GARBAGE.items():
        # A reset of the line may overtake the close frame, which is lost then: the next try shows it.
        for _attempt in range(3):
            with raw(stage) as line:
                codes[name] = code_after(line, sent)
            if codes[name] is not None:
                break
    assert {name for name, code in codes.items() if code not in GARBAGE[name][1]} == set(), codes
    # uvicorn itself reports bytes that are no UTF-8; none of it may reach our code.
    assert "exchange/live" not in stage.site.log()
    assert "Exception in ASGI application" not in stage.site.log()


def test_ten_thousand_pings_hurt_nobody(stage):
    with raw(stage) as line:
        for _ in range(100):
            line.sendall(framed(9, b"x") * 100)
        assert line.recv(2)[0] == 0x8A
    assert stage.site.get("/readyz").status_code == 200


async def test_coming_and_going_leaves_nothing_behind(stage):
    """Descriptors of the server's processes before and after a hundred pages."""
    discussion = await asyncio.to_thread(stage.discussion)

    async def come_and_go() -> None:
        async with page(stage, stage.members[0]) as line:
            await watch(line, discussion)

    def descriptors() -> int:
        pid = stage.site.process.pid
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        return sum(len(list(Path(f"/proc/{one}/fd").iterdir())) for one in [pid, *children])

    async def settled() -> int:
        """The number when it no longer changes: what is closed is given back a moment later."""
        last = -1
        for _ in range(20):
            now = descriptors()
            if now == last:
                break
            last = now
            await asyncio.sleep(1)
        return last

    for _ in range(2):
        await asyncio.gather(*(come_and_go() for _ in range(10)))
    before = await settled()
    for _ in range(5):
        await asyncio.gather(*(come_and_go() for _ in range(20)))
    # A database or worker thread may come or go; a hundred pages that stayed would be seen.
    assert await settled() <= before + 5


async def test_a_page_that_stops_reading_holds_up_nobody(stage):
    discussion = await asyncio.to_thread(stage.discussion)
    async with page(stage, stage.members[0]) as stalled, page(stage, stage.members[1]) as quick:
        for line in (stalled, quick):
            await watch(line, discussion)
        stalled.transport.pause_reading()
        waits = []
        for number in range(30):
            await asyncio.to_thread(stage.say, stage.members[2], discussion, "م" * 9000)
            answered = time.monotonic()
            assert (await heard(quick))["number"] == number + 2
            waits.append(time.monotonic() - answered)
        assert sorted(waits)[15] < 0.5
        stalled.transport.resume_reading()


async def test_a_restart_says_so_to_the_pages_and_they_come_back(stage):
    discussion = await asyncio.to_thread(stage.discussion)
    async with page(stage, stage.members[0]) as line:
        await watch(line, discussion)
        began = time.monotonic()
        await asyncio.to_thread(stage.site.stop)
        assert time.monotonic() - began < 10
        with pytest.raises(websockets.ConnectionClosed):
            await heard(line)
        assert line.close_code == 1012
    await asyncio.to_thread(stage.site.start)
    assert "Exception in ASGI application" not in stage.site.log()
    async with page(stage, stage.members[0]) as line:
        assert (await watch(line, discussion))["last"] == 1
