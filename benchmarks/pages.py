"""What a page costs: its processor time beside a bare Django view's.

The reference runs the same middleware, makes as many queries (each one row by its key) and sends the same bytes. The
data is the demo network on SQLite, caches warm. The goal is twice the reference. Beside it stands what a page costs its
first reader, for whom nothing was kept (docs/decisions/0009-what-pages-keep.md).

    python -m benchmarks.pages [--json] [--pairs 40]
"""

import argparse
import json
import os
import shutil
import sys
import tempfile
import time
from pathlib import Path
from statistics import geometric_mean, median

PAIRS = 40
# One page takes milliseconds; several in a row even out the collector's and the cache's turns.
PAGES_PER_TURN = 3
FIRST_READERS = 15


def main() -> None:
    """Measure every case and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--pairs", type=int, default=PAIRS)
    asked = parser.parse_args()
    home = Path(tempfile.mkdtemp(prefix="exchange-bench-"))
    try:
        report(_measure(home, asked.pairs), as_json=asked.json)
    finally:
        shutil.rmtree(home, ignore_errors=True)


def report(found: dict, *, as_json: bool) -> None:
    """A line for each case, then the whole as one object where it is asked for."""
    for case, ratio in found["ratios"].items():
        low, high = found["intervals"][case]
        ours, reference = found["milliseconds"][case]
        print(
            f"{case:20} {ratio:5.2f} times ({low:.2f} to {high:.2f})  {ours:6.1f} ms beside {reference:5.1f} ms, "
            f"{found['queries'][case]:3} queries, {found['bytes'][case]:6} bytes; "
            f"first reader {found['first'][case]:6.1f} ms, {found['first_queries'][case]:3} queries"
        )
    if as_json:
        print(json.dumps(found, ensure_ascii=False))


def _measure(home: Path, pairs: int) -> dict:
    from tests.servers.templates import sqlite_copy

    sqlite_copy("demo", home)
    for name in ("DATABASE_URL", "REDIS_URL", "BASE_URL", "DEBUG"):
        os.environ.pop(name, None)
    os.environ |= {"DATA_DIR": str(home), "DJANGO_SETTINGS_MODULE": "exchange.settings", "LOG_LEVEL": "ERROR"}

    import django

    django.setup()
    from django.conf import settings

    settings.ROOT_URLCONF = "benchmarks.addresses"
    settings.ALLOWED_HOSTS = ["*"]

    from benchmarks.measuring import pairs_of, ratio_of

    measures = ("ratios", "intervals", "milliseconds", "queries", "bytes", "first", "first_queries")
    found: dict = {name: {} for name in measures}
    for case, (person, path) in _cases().items():
        ours, reference, queries, size = _turns(case, person, path)
        found["first"][case], found["first_queries"][case] = _first(person, path)
        taken = pairs_of(ours, reference, pairs)
        ratio, interval = ratio_of(taken)
        found["ratios"][case] = round(ratio, 3)
        found["intervals"][case] = [round(end, 3) for end in interval]
        found["milliseconds"][case] = [
            round(median(turn[side] for turn in taken) / PAGES_PER_TURN * 1000, 3) for side in (0, 1)
        ]
        found["queries"][case], found["bytes"][case] = queries, size
    costs = list(found["milliseconds"].values())
    worst = max(found["ratios"], key=found["ratios"].get)
    return {
        "name": "pages",
        "ours": round(geometric_mean(ours for ours, _ in costs), 3),
        "reference": round(geometric_mean(reference for _, reference in costs), 3),
        "ratio": found["ratios"][worst],
        "interval": found["intervals"][worst],
        "unit": "ms of processor time per page; ratio and interval are those of the dearest case",
        "data": f"demo network on SQLite, {pairs} pairs of {PAGES_PER_TURN} pages, Python {sys.version.split()[0]}",
        "worst": worst,
        **found,
    }


def _cases() -> dict:
    """Case -> (who looks, address): a visitor, and a member of the platform where only members may look."""
    from exchange.demo.cast import CAST
    from exchange.forum.models import Discussion
    from exchange.library.models import Work
    from exchange.people.models import User
    from exchange.workshops.models import Workshop

    member = User.objects.get(email=next(one.email for one in CAST if one.role == "member"))
    guide = Work.objects.live().filter(locale__language_code="ar").order_by("pk").first()
    workshop = Workshop.objects.visible_to(member).order_by("pk").last()
    discussion = Discussion.objects.visible_to(member).order_by("pk").first()
    return {
        "home": (None, "/ar/"),
        "platform": (None, "/ar/platforms/engineering/"),
        "guide": (None, guide.url),
        "search": (None, "/ar/search/?q=%D9%85%D9%88%D8%A7%D8%B2%D9%86%D8%A9"),
        "workshop": (None, workshop.get_absolute_url()),
        "discussion": (member, discussion.get_absolute_url()),
        "desk": (member, "/ar/desk/"),
    }


def _browser(person):
    from django.test import Client

    client = Client()
    if person is not None:
        client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return client


def _first(person, path: str) -> tuple[float, int]:
    """What the page costs where nothing was kept: milliseconds of processor time, and queries."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from exchange.design import kept

    client, costs = _browser(person), []
    for _ in range(FIRST_READERS):
        kept.forget()
        with CaptureQueriesContext(connection) as captured:
            began = time.process_time()
            client.get(path)
            costs.append(time.process_time() - began)
    return round(median(costs) * 1000, 3), len(captured)


def _turns(case: str, person, path: str) -> tuple:
    """Two functions that cost one turn each (seconds of processor time), the page's queries and its bytes."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from benchmarks.addresses import answers

    client = _browser(person)

    def get(address: str):
        answer = client.get(address, headers={"accept-language": "ar"})
        if answer.status_code != 200:
            raise RuntimeError(f"{case}: {address} answered {answer.status_code}")
        return answer

    for _ in range(3):
        answer = get(path)
    # What the session and its person cost is paid by the bare view too, in its middleware: not counted twice.
    with CaptureQueriesContext(connection) as captured:
        answer = get(path)
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    answers[case] = (body, 0)
    with CaptureQueriesContext(connection) as before_ours:
        get(f"/bare/{case}/")
    answers[case] = (body, max(0, len(captured) - len(before_ours)))

    def turn(address: str) -> float:
        began = time.process_time()
        for _ in range(PAGES_PER_TURN):
            get(address)
        return time.process_time() - began

    return lambda: turn(path), lambda: turn(f"/bare/{case}/"), len(captured), len(body)


if __name__ == "__main__":
    main()
