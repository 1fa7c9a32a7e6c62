"""Alive, and able to serve: for load balancers and for people who look after the machine."""

import tempfile

from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.http import HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache

from exchange.journal import worker
from search import engines

LATE_SECONDS = 60


@never_cache
def healthz(request):
    """The process answers."""
    return HttpResponse("ok", content_type="text/plain; charset=utf-8")


@never_cache
def readyz(request):
    """Every part by name with "ok" or what is wrong; 503 when one of them has failed.

    A worker that is late is named, and no reason to send people away: what they do is kept and follows later. So is a
    search that is `reduced`: Elasticsearch is away, and the embedded index answers.
    """
    parts = {name: _state(probe) for name, probe in PROBES.items()}
    has_failed = any(state.startswith("failed") for state in parts.values())
    return JsonResponse(parts, status=503 if has_failed else 200)


def _state(probe) -> str:
    try:
        return probe() or "ok"
    except Exception as error:
        return f"failed: {type(error).__name__}"


def _database() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return ""


def _cache() -> str:
    cache.set("readyz", "1", 10)
    return "" if cache.get("readyz") == "1" else "failed: nothing kept"


def _files() -> str:
    settings.MEDIA_ROOT.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=settings.MEDIA_ROOT):
        return ""


def _search() -> str:
    return engines.state()


def _worker() -> str:
    if settings.WORKER_IN_SERVER and not worker.is_alive_in_server():
        return "failed: the worker has stopped"
    behind = worker.seconds_behind()
    return f"late: {behind:.0f} s" if behind > LATE_SECONDS else ""


PROBES = {"database": _database, "cache": _cache, "files": _files, "search": _search, "worker": _worker}
