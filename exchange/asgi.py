"""The entry: sockets go to Channels, pages to Django's WSGI handler in a pool of threads, in one process."""

import asyncio
import os
import tempfile
import threading
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "exchange.settings")

import django

django.setup()

from a2wsgi import WSGIMiddleware  # noqa: E402
from channels.routing import ProtocolTypeRouter  # noqa: E402
from django.conf import settings  # noqa: E402
from django.core.handlers.wsgi import WSGIHandler  # noqa: E402

from exchange.finding import tasks as finding_tasks  # noqa: E402
from exchange.journal import worker  # noqa: E402
from exchange.live import bell  # noqa: E402
from exchange.live.routing import sockets  # noqa: E402

MAX_BODY = 30 * 1024 * 1024
IN_MEMORY = 512 * 1024
# Chunks that may wait for a slow reader before the thread waits too; a page fits whole.
SEND_QUEUE = 64


class Spooled:
    """Receives a request's body on the event loop before a thread is taken, so that slow senders hold none up."""

    def __init__(self, app) -> None:
        self.app = app

    async def __call__(self, scope, receive, send) -> None:
        # `X_Y` and `X-Y` become the same name in WSGI: the forged twin is dropped.
        scope["headers"] = [(name, value) for name, value in scope["headers"] if b"_" not in name]
        with tempfile.SpooledTemporaryFile(max_size=IN_MEMORY) as body:
            size = 0
            while True:
                message = await receive()
                if message["type"] == "http.disconnect":
                    return
                chunk = message.get("body", b"")
                size += len(chunk)
                if size > MAX_BODY:
                    await _answer(send, 413, b"Request body too large")
                    return
                body.write(chunk)
                if not message.get("more_body"):
                    break
            body.seek(0)
            await self.app(scope, _replay(body, receive), send)


def _replay(body, receive):
    is_done = False

    async def replay():
        nonlocal is_done
        if is_done:
            return await receive()
        chunk = body.read(IN_MEMORY)
        is_done = len(chunk) < IN_MEMORY
        return {"type": "http.request", "body": chunk, "more_body": not is_done}

    return replay


async def _answer(send, status: int, text: bytes) -> None:
    headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"content-length", str(len(text)).encode())]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": text})


class Lifespan:
    """Starts and stops what lives as long as the server.

    That is the bell's event loop, the writing of what people ask and, on one process, the worker.
    """

    async def __call__(self, scope, receive, send) -> None:
        stop: threading.Event | None = None
        counting = None
        while True:
            message = await receive()
            if message["type"] == "lifespan.startup":
                bell.live_in(asyncio.get_running_loop())
                counting = finding_tasks.write_counts_in_server()
                if settings.WORKER_IN_SERVER:
                    stop = worker.start_in_server()
                await send({"type": "lifespan.startup.complete"})
            else:
                if stop is not None:
                    stop.set()
                if counting is not None:
                    counting[0].set()
                    await asyncio.to_thread(counting[1].join, 5)
                await send({"type": "lifespan.shutdown.complete"})
                return


# Django's handler answers with a response object, which is the iterable that WSGI asks for.
django_pages: Any = WSGIHandler()
pages = WSGIMiddleware(django_pages, workers=settings.THREADS, send_queue_size=SEND_QUEUE)
application = ProtocolTypeRouter({"http": Spooled(pages), "websocket": sockets, "lifespan": Lifespan()})
