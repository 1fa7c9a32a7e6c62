"""Rings the open pages after a commit, and forgets. A ring may be lost; the page finds the gap by its numbers."""

import asyncio

_loop: asyncio.AbstractEventLoop | None = None


def live_in(loop: asyncio.AbstractEventLoop) -> None:
    """Remember the server's event loop, so that threads can ring through it."""
    global _loop
    _loop = loop


def ring(entry) -> None:
    """Tell the pages that watch the entry's subject."""
