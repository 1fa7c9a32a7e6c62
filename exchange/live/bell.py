"""Rings the open pages after a commit, and forgets. A ring may be lost; the page finds the gap by its numbers."""

import asyncio
import json
import logging

from asgiref.sync import async_to_sync
from channels.layers import get_channel_layer
from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.utils.translation import override

from exchange.live.hub import GROUP, Hub
from exchange.live.subjects import drawing, unsettled_by

logger = logging.getLogger(__name__)

SECONDS_TO_RING = 2

_loop: asyncio.AbstractEventLoop | None = None


def live_in(loop: asyncio.AbstractEventLoop) -> None:
    """Remember the server's event loop, so that threads can ring through it."""
    global _loop
    _loop = loop


def ring(entry) -> None:
    """Tell the pages that watch the entry's subject; have the rules asked anew where the entry ended rights.

    Outside of the server it goes through Redis if there is one, else nowhere: no page is open there.
    """
    loop = _loop if _loop is not None and _loop.is_running() else None
    if loop is None and not settings.REDIS_URL:
        return
    for message in messages_of(entry):
        if loop is not None:
            asyncio.run_coroutine_threadsafe(_spread(message), loop)
        else:
            async_to_sync(_spread)(message)


def messages_of(entry) -> list[dict]:
    """What the channel layer is given for an entry: nothing for most of them."""
    messages = []
    told = unsettled_by(entry)
    if told:
        messages.append({"type": "unsettle"} | told)
    drawn = _draw(entry)
    if drawn is not None:
        messages.append(drawn)
    return messages


def _draw(entry) -> dict | None:
    """A ring, as the very frames that go out: once for each language, whoever and however many watch."""
    renderer = drawing(entry.kind)
    if renderer is None:
        return None
    frames, subject = {}, ""
    for language, _name in settings.LANGUAGES:
        with override(language):
            ring = renderer(entry)
        if ring is None:
            return None
        subject = ring["subject"]
        frames[language] = json.dumps({"kind": entry.kind} | ring, cls=DjangoJSONEncoder, ensure_ascii=False)
    return {"type": "ring", "subject": subject, "frames": frames}


async def _spread(message: dict) -> None:
    try:
        async with asyncio.timeout(SECONDS_TO_RING):
            await get_channel_layer().group_send(GROUP, message)
    except Exception:
        logger.warning("a ring did not reach the other processes", exc_info=True)
        if (hub := Hub.running()) is not None:
            hub.hear(message)
