"""The index follows the database, whatever happens to the process that writes it."""

import os
import signal
import subprocess
import sys
import textwrap
import threading
import time
from dataclasses import replace
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from search import engines, indexing
from search.documents import Side
from search.engines.base import IndexBusyError
from search.engines.embedded import SHAPE
from search.engines.folder import Folder
from search.finding import find

PROJECT = Path(__file__).resolve().parents[2]


def ids(text="تقرير"):
    return {hit.id for hit in find(text=text, tokens=["all"], page_size=100).hits}


def test_a_refresh_brings_what_is_new_changed_and_gone(shelf):
    shelf.put("a", "تقرير أول")
    shelf.put("b", "تقرير ثان")
    indexing.refresh(["guide:a", "guide:b"])
    assert ids() == {"guide:a", "guide:b"}
    shelf.put("a", "محضر أول")
    del shelf.works["guide:b"]
    for _ in range(2):  # told twice, as deliveries may be
        indexing.refresh(["guide:a", "guide:b"])
    assert (ids(), ids("محضر")) == (set(), {"guide:a"})
    assert indexing.check() == []


def test_a_refresh_that_touches_nothing_writes_nothing(shelf, index_folder):
    indexing.refresh([])
    assert not index_folder.exists()


def test_a_check_names_every_kind_of_drift_and_a_refresh_mends_it(shelf):
    works = {key: shelf.put(key, f"تقرير {key}", platforms=("finance",)) for key in "abcdef"}
    indexing.rebuild()
    del shelf.works["guide:a"]
    shelf.works["guide:b"] = replace(works["b"], audience=("platform:9",))
    shelf.works["guide:c"] = replace(works["c"], platforms=("innovation",))
    shelf.works["guide:d"] = replace(works["d"], sides=(Side("ar", "تقرير d", "/ar/d/", text="جديد"),))
    shelf.put("g", "تقرير g")
    drift = [
        ("guide:b", "rights"), ("guide:a", "extra"), ("guide:c", "platform"), ("guide:d", "stale"), ("guide:g", "missing"),
    ]  # fmt: skip
    assert indexing.check() == drift
    indexing.refresh_ids(one for one, _ in drift)
    assert indexing.check() == []


def test_the_command_prints_what_differs_and_fails(shelf, capsys):
    shelf.put("a", "تقرير")
    with pytest.raises(CommandError) as failure:
        call_command("search_index", check=True)
    assert (failure.value.returncode, capsys.readouterr().out) == (1, "missing\tguide:a\n")
    call_command("search_index", rebuild=True)
    call_command("search_index", check=True)
    assert (
        capsys.readouterr().out == "Indexed 1 documents.\nThe index holds exactly what the database holds.\n"
    )


def test_a_rebuild_is_never_seen_half_done_and_loses_no_change(shelf, monkeypatch):
    for number in range(60):
        shelf.put(f"n{number}", f"تقرير {number}")
    indexing.rebuild()
    halfway, go_on = threading.Event(), threading.Event()
    all_documents = shelf.documents

    def slow(wanted=None):
        for count, work in enumerate(all_documents(wanted)):
            if wanted is None and count == 30:
                halfway.set()
                assert go_on.wait(20)
            yield work

    monkeypatch.setattr(shelf, "documents", slow)
    rebuild = threading.Thread(target=indexing.rebuild)
    rebuild.start()
    assert halfway.wait(20)
    del shelf.works["guide:n1"]  # already read by the rebuild
    shelf.put("n2", "محضر")
    shelf.put("late", "تقرير متأخر")
    indexing.refresh(["guide:n1", "guide:n2", "guide:late"])
    assert (len(ids()), ids("محضر")) == (59, {"guide:n2"})
    go_on.set()
    rebuild.join(20)
    assert (len(ids()), ids("محضر")) == (59, {"guide:n2"})
    assert indexing.check() == []


def test_a_rebuild_that_fails_leaves_the_old_index_in_use(shelf, monkeypatch, index_folder):
    shelf.put("a", "تقرير")
    indexing.rebuild()

    def broken(ids=None):
        yield shelf.works["guide:a"]
        raise OSError("the database went away")

    monkeypatch.setattr(shelf, "documents", broken)
    with pytest.raises(OSError, match="went away"):
        indexing.rebuild()
    monkeypatch.undo()
    assert Folder(index_folder, SHAPE).current() is not None


def test_a_failing_refresh_changes_nothing(shelf, monkeypatch):
    shelf.put("a", "تقرير")
    indexing.refresh(["guide:a"])
    real = shelf.documents

    def broken(ids=None):
        yield from real(ids)
        raise OSError("the database went away")

    monkeypatch.setattr(shelf, "documents", broken)
    shelf.put("b", "تقرير")
    with pytest.raises(OSError, match="went away"):
        indexing.refresh(["guide:a", "guide:b"])
    assert ids() == {"guide:a"}


def test_only_one_rebuild_runs_at_a_time(shelf, index_folder):
    with Folder(index_folder, SHAPE).rebuilding():
        with pytest.raises(IndexBusyError):
            indexing.rebuild()
        with pytest.raises(CommandError, match="Another rebuild"):
            call_command("search_index", rebuild=True)


def test_an_index_of_an_older_shape_counts_as_missing_until_it_is_rebuilt(shelf, index_folder):
    shelf.put("a", "تقرير")
    indexing.rebuild()
    current = Folder(index_folder, SHAPE).current()
    current.rename(index_folder / "0-old")
    (index_folder / "current").write_text("0-old")
    assert (ids(), indexing.ready()) == (set(), False)
    indexing.rebuild()
    assert (ids(), indexing.ready()) == ({"guide:a"}, True)


def test_waiting_for_a_busy_index_has_an_end(index_folder):
    with (
        Folder(index_folder, SHAPE).writing(),
        pytest.raises(IndexBusyError),
        Folder(index_folder, SHAPE, 0.05).writing(),
    ):
        pass


def test_without_an_index_nothing_is_found_and_nothing_fails(shelf, embedded):
    shelf.put("a", "تقرير")
    assert (ids(), indexing.ready()) == (set(), False)
    indexing.refresh(["guide:a"])
    assert (ids(), indexing.ready()) == ({"guide:a"}, True)


@pytest.mark.parametrize("damage", ["meta", "segments", "current", "emptied", "truncated"])
def test_a_damaged_index_finds_less_but_takes_writes_and_a_rebuild_mends_it(shelf, index_folder, damage):
    shelf.put("a", "تقرير")
    shelf.put("b", "تقرير")
    indexing.rebuild()
    current = Folder(index_folder, SHAPE).current()
    if damage == "meta":
        (current / "meta.json").write_text("{")
    elif damage == "current":
        (index_folder / "current").write_text(f"{SHAPE}-gone")
    for path in [path for path in current.rglob("*") if path.is_file()]:
        if damage == "emptied":
            path.unlink()
        elif "." in path.name and path.suffix != ".json" and not path.name.startswith("."):
            if damage == "segments":
                path.unlink()
            elif damage == "truncated":
                path.write_bytes(path.read_bytes()[:5])
    engines._embedded.cache_clear()  # as a process that has just started
    assert ids() == set()
    indexing.refresh(["guide:a"])
    assert ids() == {"guide:a"}
    indexing.rebuild()
    assert (ids(), indexing.check()) == ({"guide:a", "guide:b"}, [])


WRITER = textwrap.dedent(
    """
    import os, sys
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.search.writer_settings"
    import django; django.setup()
    from search import indexing, sources
    from tests.search.conftest import Shelf
    shelf = Shelf(); sources.register(shelf)
    name, count = sys.argv[1], int(sys.argv[2])
    for number in range(count):
        shelf.put(f"{name}{number}", f"تقرير {number}", "كلام " * 200)
        indexing.refresh([f"guide:{name}{number}"])
        print(number, flush=True)
    """
)


def writer(folder, name, count):
    """A process that writes `count` works one by one and prints the number of each once it is written."""
    return subprocess.Popen(
        [sys.executable, "-c", WRITER, name, str(count)],
        cwd=PROJECT,
        env=os.environ | {"INDEX_FOLDER": str(folder)},
        stdout=subprocess.PIPE,
        text=True,
    )


def test_processes_that_write_at_once_lose_nothing(shelf, index_folder):
    writers = [writer(index_folder, name, 15) for name in "ab"]
    assert [len(process.communicate(timeout=60)[0].split()) for process in writers] == [15, 15]
    assert ids() == {f"guide:{name}{number}" for name in "ab" for number in range(15)}


def test_a_writer_killed_while_committing_leaves_what_it_had_written(shelf, index_folder):
    for round_ in range(3):
        process = writer(index_folder, f"k{round_}-", 10_000)
        for _ in range(3):
            process.stdout.readline()
        time.sleep(0.01 * (round_ + 1))
        os.kill(process.pid, signal.SIGKILL)
        written = 3 + len(process.communicate()[0].split())
        mine = {one for one in ids() if one.startswith(f"guide:k{round_}-")}
        # What it said is there; one more may be, committed and not yet said.
        assert {f"guide:k{round_}-{number}" for number in range(written)} <= mine
        assert len(mine) <= written + 1
        shelf.put("after", "محضر")
        indexing.refresh(["guide:after"])
        assert ids("محضر") == {"guide:after"}
