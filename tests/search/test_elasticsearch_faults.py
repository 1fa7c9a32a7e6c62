"""What becomes of searching, and of what is written, when Elasticsearch is stopped, slow, emptied, red or restarted.

Each of these leaves the answers as they were: the embedded index stands in, and the page is told. What could not be
written comes when it is tried again, as the outbox does, and in the end both hold what the database holds.
"""

import os
import signal
import subprocess
import sys
import textwrap
import threading
import time
import uuid
from pathlib import Path

import elasticsearch as client
import pytest

from search import engines, indexing
from search.engines.base import EngineGoneError, IndexBusyError
from search.engines.elastic import bulk
from search.engines.elastic.cluster import NoIndexError
from search.finding import find
from tests.search.conftest import remove_indices
from tests.servers.proxy import Proxy

pytestmark = pytest.mark.servers

PROJECT = Path(__file__).resolve().parents[2]
# Seconds that a search may take here: enough for a busy machine, little enough to wait for it.
TIMEOUT = 3.0


@pytest.fixture
def _index(settings, tmp_path, elasticsearch):
    """Instead of the index that other tests have: one on a node that may be harmed, with the embedded one beside it."""
    if not elasticsearch.is_running:
        elasticsearch.start()
    settings.SEARCH_INDEX_DIR = tmp_path / "index"
    settings.ELASTICSEARCH_URL, settings.SEARCH_KEEP_EMBEDDED = elasticsearch.url, True
    settings.ELASTICSEARCH_INDEX = prefix = f"faults-{uuid.uuid4().hex[:12]}"
    settings.ELASTICSEARCH_TIMEOUT = TIMEOUT
    yield
    elasticsearch.resume()
    if not elasticsearch.is_running:
        elasticsearch.start()
    remove_indices(elasticsearch.url, prefix)


@pytest.fixture
def reports(shelf):
    """Two works, indexed on both."""
    shelf.put("a", "تقرير أول")
    shelf.put("b", "تقرير ثان")
    indexing.rebuild()
    return shelf


@pytest.fixture
def through_proxy(settings, elasticsearch):
    proxy = Proxy(elasticsearch.port)
    settings.ELASTICSEARCH_URL = proxy.url
    yield proxy
    proxy.stop()


@pytest.fixture
def server(elasticsearch):
    with client.Elasticsearch(elasticsearch.url, request_timeout=60) as server:
        yield server


def asked(text="تقرير"):
    """The ids that are found, and whether another engine had to answer."""
    found = find(text=text, tokens=["all"], page_size=100)
    return {hit.id for hit in found.hits}, found.reduced


def until(condition, seconds=40):
    """Wait for what comes about by itself."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.1)


def is_back():
    return not asked()[1]


BOTH = {"guide:a", "guide:b"}


def test_all_is_well_first(reports):
    assert (asked(), engines.state(), indexing.ready(), indexing.check()) == ((BOTH, False), "", True, [])


def test_stopped_the_other_index_answers_is_kept_current_and_elasticsearch_catches_up(reports, elasticsearch):
    elasticsearch.stop()
    assert asked() == (BOTH, True)
    assert engines.state().startswith("reduced: ")
    # Nothing that a rebuild could mend.
    assert indexing.ready()
    reports.put("c", "تقرير ثالث")
    del reports.works["guide:a"]
    with pytest.raises(EngineGoneError):
        indexing.refresh(["guide:a", "guide:c"])
    assert asked() == ({"guide:b", "guide:c"}, True)
    with pytest.raises(EngineGoneError):
        indexing.check()
    elasticsearch.start()
    until(is_back)
    # What it missed is known to be missing, and comes with the next try.
    assert indexing.check() == [("guide:a", "extra"), ("guide:c", "missing")]
    indexing.refresh(["guide:a", "guide:c"])
    assert (asked(), indexing.check(), engines.state()) == (({"guide:b", "guide:c"}, False), [], "")


def test_a_server_that_hangs_costs_a_page_or_two_their_time_and_the_others_nothing(reports, elasticsearch):
    elasticsearch.pause()
    began = time.monotonic()
    # Failures in a row are counted by page: a page that has waited once does not wait again.
    assert [asked(), asked()] == [(BOTH, True)] * 2
    assert time.monotonic() - began < 2 * TIMEOUT + 3
    began = time.monotonic()
    assert [asked() for _ in range(20)] == [(BOTH, True)] * 20
    assert time.monotonic() - began < TIMEOUT + 2
    began = time.monotonic()
    with pytest.raises(EngineGoneError):
        indexing.refresh(["guide:a"])
    # A worker has other things to deliver than the index.
    assert time.monotonic() - began < 8
    elasticsearch.resume()
    until(is_back)
    assert asked() == (BOTH, False)


def test_slow_the_other_index_answers_in_time(through_proxy, reports):
    assert asked() == (BOTH, False)
    through_proxy.delay = TIMEOUT * 3
    began = time.monotonic()
    assert asked() == (BOTH, True)
    assert time.monotonic() - began < TIMEOUT + 2
    through_proxy.delay = 0
    until(is_back)


def test_without_an_index_that_stands_in_nothing_is_found_and_nothing_fails(reports, elasticsearch, settings):
    settings.SEARCH_KEEP_EMBEDDED = False
    assert asked() == (BOTH, False)
    elasticsearch.stop()
    assert asked() == (set(), True)
    assert engines.state().startswith("failed: ")


def test_emptied_it_is_filled_again(reports, elasticsearch, server, settings):
    remove_indices(elasticsearch.url, settings.ELASTICSEARCH_INDEX)
    assert (asked(), indexing.ready()) == ((BOTH, True), False)
    assert engines.state() == "reduced: no index on Elasticsearch"
    # A write must not make an index that holds this document and looks whole.
    with pytest.raises(NoIndexError):
        indexing.refresh(["guide:a"])
    assert indexing.mend()
    assert (asked(), indexing.check(), indexing.mend()) == ((BOTH, False), [], False)
    # Tickets go on above those that were lost.
    del reports.works["guide:a"]
    indexing.refresh(["guide:a"])
    assert asked() == ({"guide:b"}, False)


def test_all_of_its_disk_lost_it_is_filled_again(reports, elasticsearch):
    elasticsearch.stop()
    elasticsearch.wipe()
    elasticsearch.start()
    until(lambda: not indexing.ready())
    assert asked() == (BOTH, True)
    assert indexing.mend()
    assert (asked(), indexing.check()) == ((BOTH, False), [])


def test_red_the_other_index_answers_and_a_rebuild_mends_it(reports, elasticsearch, server):
    (index,) = engine().indices.in_use()
    uuid_ = server.indices.get_settings(index=index)[index]["settings"]["index"]["uuid"]
    elasticsearch.stop()
    elasticsearch.lose(uuid_)
    elasticsearch.start(until=("red",))
    until(lambda: "no connection" not in engines.state())
    assert server.cluster.health(index=index)["status"] == "red"
    assert asked() == (BOTH, True)
    assert engines.state().startswith("reduced: ")
    # A part that is away may come back, so nobody throws the index away but who is told to.
    assert not indexing.mend()
    assert indexing.rebuild() == 2
    until(is_back)
    assert (asked(), engines.state(), indexing.check()) == ((BOTH, False), "", [])


def test_an_index_laid_out_otherwise_counts_as_missing_and_goes_with_the_next_rebuild(
    reports, server, monkeypatch
):
    monkeypatch.setattr("search.engines.elastic.mapping.shape", lambda: "0" * 8)
    engines._on_a_server.cache_clear()  # as the process of another version
    assert (asked(), indexing.ready()) == ((BOTH, True), False)
    assert indexing.mend()
    assert (asked(), indexing.ready()) == ((BOTH, False), True)
    kept = server.indices.get(index=f"{engine().cluster.index}-*")
    assert sorted(kept) == sorted([engine().state.name, *engine().indices.in_use()])


def test_a_foreign_index_in_the_place_of_ours_is_not_taken_for_it(reports, server):
    alias = engine().indices.alias
    (index,) = engine().indices.in_use()
    server.indices.delete(index=index)
    server.indices.create(index=alias)
    server.index(index=alias, document={"title": "تقرير"}, refresh=True)
    assert (asked(), indexing.ready()) == ((BOTH, True), False)
    assert indexing.mend()
    assert (asked(), indexing.check()) == ((BOTH, False), [])


def test_restarted_in_the_middle_of_a_rebuild_the_old_index_serves_and_the_rebuild_comes_to_its_end(
    reports, elasticsearch, monkeypatch
):
    monkeypatch.setattr(bulk, "_MOST_WRITES", 10)
    for number in range(60):
        reports.put(f"n{number}", f"محضر {number}")
    halfway, go_on = half(reports, monkeypatch)
    done = []
    rebuild = threading.Thread(target=lambda: done.append(indexing.rebuild()))
    rebuild.start()
    assert halfway.wait(30)
    elasticsearch.kill()
    assert asked() == (BOTH, True)
    elasticsearch.start()
    until(is_back)
    assert asked() == (BOTH, False)
    go_on.set()
    rebuild.join(60)
    assert done == [62]
    assert (indexing.check(), len(asked("محضر")[0])) == ([], 60)


def half(shelf, monkeypatch):
    """Reading all of the shelf stops after 30 works until it is told to go on."""
    halfway, go_on = threading.Event(), threading.Event()
    real = shelf.documents

    def slow(wanted=None):
        for count, work in enumerate(real(wanted)):
            if wanted is None and count == 30:
                halfway.set()
                assert go_on.wait(60)
            yield work

    monkeypatch.setattr(shelf, "documents", slow)
    return halfway, go_on


REBUILDER = textwrap.dedent(
    """
    import os, time
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.search.writer_settings"
    import django; django.setup()
    from search import indexing, sources
    from search.engines.elastic import bulk
    from tests.search.conftest import Shelf
    bulk._MOST_WRITES = 5
    class Slow(Shelf):
        def documents(self, ids=None):
            for count, work in enumerate(super().documents(ids)):
                if count == 20:
                    print("halfway", flush=True)
                    time.sleep(600)
                yield work
    shelf = Slow(); sources.register(shelf)
    for number in range(40):
        shelf.put(f"n{number}", f"محضر {number}")
    indexing.rebuild()
    """
)


def test_a_rebuild_that_is_killed_leaves_the_old_index_in_use_and_the_next_one_clears_up(reports, settings):
    process = subprocess.Popen(
        [sys.executable, "-c", REBUILDER],
        cwd=PROJECT,
        env=os.environ
        | {
            "INDEX_FOLDER": str(settings.SEARCH_INDEX_DIR.with_name("another")),
            "ELASTICSEARCH_URL": settings.ELASTICSEARCH_URL,
            "ELASTICSEARCH_INDEX": settings.ELASTICSEARCH_INDEX,
        },
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout.readline() == "halfway\n"
    # While it lives, nobody else rebuilds.
    with pytest.raises(IndexBusyError):
        indexing.rebuild()
    os.kill(process.pid, signal.SIGKILL)
    process.communicate()
    assert (asked(), len(engine().indices.written())) == ((BOTH, False), 2)
    # What is written now is written to what it left, too, and does no harm.
    reports.put("c", "تقرير ثالث")
    indexing.refresh(["guide:c"])
    engine().state.lease = 3
    assert indexing.rebuild() == 3
    assert (asked(), indexing.check()) == ((BOTH | {"guide:c"}, False), [])
    assert engine().indices.written() == sorted(engine().indices.in_use())


def test_of_two_rebuilds_at_once_one_is_turned_away(reports):
    with engine().state.rebuilding():
        with pytest.raises(IndexBusyError):
            indexing.rebuild()
    assert indexing.rebuild() == 2


@pytest.mark.parametrize("now", ["changed", "gone"])
def test_an_older_reading_that_is_written_late_changes_nothing(reports, now):
    """Two workers with the same work: the one that read first is held up, and writes last."""
    late_has_read, go_on = threading.Event(), threading.Event()

    def read_long_ago(ids):
        prepared = list(indexing._read(ids))
        late_has_read.set()
        assert go_on.wait(30)
        return prepared

    late = threading.Thread(target=lambda: engine().replace(["guide:a"], read_long_ago))
    late.start()
    assert late_has_read.wait(30)
    if now == "changed":
        reports.put("a", "محضر أول")
    else:
        del reports.works["guide:a"]
    engine().replace(["guide:a"], indexing._read)
    go_on.set()
    late.join(30)
    assert asked() == ({"guide:b"}, False)
    assert indexing.check() == []


def test_without_tickets_the_older_reading_would_win(reports, monkeypatch):
    """The twin of the test above: it can fail."""
    monkeypatch.setattr(engine().state, "ticket", lambda: 1 << 62)
    old = list(indexing._read(["guide:a"]))
    reports.put("a", "محضر أول")
    engine().replace(["guide:a"], indexing._read)
    engine().replace(["guide:a"], lambda ids: old)
    assert asked() == (BOTH, False)


def test_a_server_that_takes_no_more_is_given_time(through_proxy, reports):
    through_proxy.refusals = 3
    reports.put("c", "تقرير ثالث")
    indexing.refresh(["guide:c"])
    assert through_proxy.refused_so_far == 3
    assert asked() == (BOTH | {"guide:c"}, False)


def test_its_patience_has_an_end(through_proxy, reports, monkeypatch):
    monkeypatch.setattr("search.engines.elastic.engine._PATIENCE", 0.5)
    through_proxy.refusals = 100
    with pytest.raises(EngineGoneError, match="did not take 1 writes"):
        indexing.refresh(["guide:a"])
    through_proxy.refusals = 0


def test_a_work_that_elasticsearch_will_never_take_is_named_and_stops_no_rebuild(reports):
    reports.put("bad", "تقرير", platforms=("p" * 40_000,))
    with pytest.raises(bulk.RefusedWriteError, match="guide:bad"):
        indexing.refresh(["guide:bad"])
    indexing.rebuild()
    assert indexing.check() == [("guide:bad", "missing")]


def engine():
    """The one on the server."""
    return engines.engine().first
