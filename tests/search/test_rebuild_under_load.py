"""The index is written anew while people search and write, and nobody notices: neither then nor when it is killed."""

import json
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import elasticsearch
import pytest

from search import engines, indexing, sources
from search.engines.embedded import SHAPE
from search.engines.folder import Folder
from search.finding import find
from tests.search.rebuilding import Stock, word

PROJECT = Path(__file__).resolve().parents[2]
A_SECOND = 5  # searches, and as many writes
STEADY = 100  # works that nobody changes


@pytest.fixture
def stock(tmp_path, shelf):
    stock = Stock(tmp_path / "works.sqlite3")
    sources.register(stock)
    return stock


def fill(stock, count: int) -> None:
    stock.put((f"n{number}", f"خطة البلدية {word(number)}") for number in range(count))
    indexing.rebuild()


def rebuilding(stock, settings) -> subprocess.Popen:
    """Another process that rebuilds the index and prints how far it is."""
    return subprocess.Popen(
        [sys.executable, "-m", "tests.search.rebuilding", str(stock.path)],
        cwd=PROJECT,
        env=os.environ
        | {
            "INDEX_FOLDER": str(settings.SEARCH_INDEX_DIR),
            "ELASTICSEARCH_URL": settings.ELASTICSEARCH_URL,
            "ELASTICSEARCH_INDEX": settings.ELASTICSEARCH_INDEX,
            "KEEP_EMBEDDED": "",
        },
        stdout=subprocess.PIPE,
        text=True,
    )


def found(text: str) -> list[str]:
    return [hit.id for hit in find(text=text, tokens=["everyone"], corrects=False).hits]


class Load:
    """So many searches and writes a second, until it is stopped; remembers each that did not do what it should."""

    def __init__(self, stock: Stock, count: int):
        self.stock, self.count = stock, count
        self.searches, self.faults = 0, []
        self.now: dict[
            str, str | None
        ] = {}  # the word of each work that was written; None where it was deleted
        self._stop = threading.Event()
        self._threads = [
            threading.Thread(target=self._repeat, args=(one,)) for one in (self._search, self._write)
        ]

    def __enter__(self):
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *error):
        self._stop.set()
        for thread in self._threads:
            thread.join(60)

    def _repeat(self, deed):
        turn, began = 0, time.monotonic()
        # Who was held up catches up.
        while not self._stop.wait(max(0.001, began + turn / A_SECOND - time.monotonic())):
            try:
                deed(turn)
            except Exception as error:
                self.faults.append(f"{deed.__name__} {turn}: {error!r}")
            turn += 1

    def _search(self, turn: int) -> None:
        self.searches += 1
        one = turn * 7 % STEADY
        if found(word(one))[:1] != [f"guide:n{one}"]:
            self.faults.append(f"a work that nobody changed was not found: n{one}")
        total = find(text="خطة", tokens=["everyone"], page_size=1).total
        if abs(total - self.count) > len(self.now) + 1:
            self.faults.append(f"{total} works found instead of {self.count}")

    def _write(self, turn: int) -> None:
        """Changed, new and deleted works in turn, each found at once as it is now."""
        number = STEADY + turn * 13 % (self.count - STEADY)
        key = f"n{number}" if turn % 3 else f"late{turn}"
        fresh = word(500_000 + turn)
        if turn % 3 == 2:
            self.stock.remove(key)
        else:
            self.stock.put([(key, f"خطة جديدة {fresh}")])
        self.now[key] = None if turn % 3 == 2 else fresh
        indexing.refresh([f"guide:{key}"])
        if turn % 3 != 2 and found(fresh)[:1] != [f"guide:{key}"]:
            self.faults.append(f"what was written was not found at once: {key}")

    def missing(self) -> list[str]:
        """The works that are not found as they were written last."""
        return [key for key, fresh in self.now.items() if fresh and found(fresh)[:1] != [f"guide:{key}"]]


@pytest.mark.parametrize("count", [4_000, pytest.param(20_000, marks=pytest.mark.soak)])
def test_a_rebuild_while_people_search_and_write_is_noticed_by_none(stock, settings, count):
    fill(stock, count)
    with Load(stock, count) as load:
        process = rebuilding(stock, settings)
        printed = process.communicate(timeout=600)[0].splitlines()
        during = load.searches
        time.sleep(1)
    assert process.returncode == 0
    assert abs(json.loads(printed[-1])["count"] - count) <= len(load.now)
    assert during >= A_SECOND
    assert load.faults == []
    assert load.missing() == []
    assert indexing.check() == []
    print(f"{load.searches} searches and {len(load.now)} works written while {count} were read again")


def test_a_rebuild_that_is_killed_midway_leaves_the_old_index_and_the_next_one_no_litter(stock, settings):
    count = 2_000
    fill(stock, count)
    before = litter(settings)
    for killed_after in (100, 1_000):
        process = rebuilding(stock, settings)
        for line in process.stdout:
            if json.loads(line) == killed_after:
                break
        os.kill(process.pid, signal.SIGKILL)
        process.communicate()
        assert find(text="خطة", tokens=["everyone"]).total == count
        assert [found(word(one))[0] for one in (0, 500, 1_999)] == ["guide:n0", "guide:n500", "guide:n1999"]
        stock.put([("n7", f"خطة {word(600_000 + killed_after)}")])
        indexing.refresh(["guide:n7"])
        assert found(word(600_000 + killed_after)) == ["guide:n7"]
    assert len(litter(settings)) > len(before)
    if settings.ELASTICSEARCH_URL:
        # So long the next one waits for a sign of life of the one that was killed.
        engines.engine().first.state.lease = 3
    assert indexing.rebuild() == count
    assert indexing.check() == []
    assert len(litter(settings)) == len(before)


def litter(settings) -> list[str]:
    """The indices that are kept, in use or not."""
    if not settings.ELASTICSEARCH_URL:
        # The one before the current one stays for those who have just read its name.
        current = Folder(settings.SEARCH_INDEX_DIR, SHAPE).current()
        return [
            path.name for path in settings.SEARCH_INDEX_DIR.iterdir() if path.is_dir() and path != current
        ][1:]
    with elasticsearch.Elasticsearch(settings.ELASTICSEARCH_URL) as server:
        return sorted(server.indices.get(index=f"{settings.ELASTICSEARCH_INDEX}-*", features="aliases"))


def test_a_rebuild_in_place_would_be_noticed(stock, settings, embedded):
    """The twin: an index that is emptied and filled before everybody's eyes makes searches find nothing."""
    count = 300
    fill(stock, count)
    everything, real = [f"guide:n{number}" for number in range(count)], stock.documents
    with Load(stock, count) as load:
        stock.documents = lambda ids=None: iter(())
        indexing.refresh_ids(everything)
        time.sleep(1)
        stock.documents = real
        indexing.refresh_ids(everything)
    assert any("not found" in fault for fault in load.faults)
