"""Moves that end at a definite moment: the next page is there, or the line on which it is rung."""

import time

PATIENCE_SECONDS = 30


def follow(page, way) -> None:
    """Click a link or a form's button, and wait until the page that it leads to is loaded."""
    with page.expect_navigation():
        way.click()


def listen(page) -> None:
    """Hear what the server says on the websockets of this page; before its discussion is opened."""
    page.is_rung = False

    def on_frame(frame) -> None:
        # `{"watching": …}` answers what the page asked to be told of.
        if '"watching"' in str(frame):
            page.is_rung = True

    def on_socket(socket) -> None:
        page.is_rung = False
        socket.on("framereceived", on_frame)

    page.on("websocket", on_socket)


def wait_until_rung(page) -> None:
    """Wait until the server has said that it rings on this page; `listen(page)` came before."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not page.is_rung:
        assert time.monotonic() < deadline, "the server does not ring here"
        page.wait_for_timeout(25)
