"""The words of the embedded index, by which slips of the pen are put right: whole after all that may happen to it."""

import logging
import os
import signal
import subprocess
import sys

import pytest

from search import engines, indexing
from search.engines.embedded import SHAPE
from search.engines.folder import Folder
from search.engines.lexicon import Lexicon
from search.finding import find
from tests.search.rebuilding import word
from tests.search.test_indexing import PROJECT

WRITER = """
import os, sys
os.environ["DJANGO_SETTINGS_MODULE"] = "tests.search.writer_settings"
import django; django.setup()
from search import indexing, sources
from tests.search.conftest import Shelf
from tests.search.rebuilding import word
shelf = Shelf(); sources.register(shelf)
for number in range(int(sys.argv[1]), int(sys.argv[2])):
    shelf.put(f"n{number}", "تقرير", word(number))
    indexing.refresh([f"guide:n{number}"])
    print(number, flush=True)
"""


@pytest.fixture
def words_folder(index_folder):
    """Where the words of the generation in use lie."""
    return lambda: Folder(index_folder, SHAPE).current() / "words"


def writer(folder, start: int, end: int) -> subprocess.Popen:
    """A process that writes works with a word of their own each, and prints the number of each once it is written."""
    return subprocess.Popen(
        [sys.executable, "-c", WRITER, str(start), str(end)],
        cwd=PROJECT,
        env=os.environ | {"INDEX_FOLDER": str(folder)},
        stdout=subprocess.PIPE,
        text=True,
    )


def known(number: int) -> bool:
    """Whether a slip of the pen leads to the word of this number."""
    slip = "w" + word(number)[1:]
    return word(number) in engines.engine().words_like(slip, 40)


def test_processes_that_write_at_once_lose_no_word(shelf, index_folder):
    writers = [writer(index_folder, start, start + 12) for start in (100_000, 200_000)]
    assert [len(process.communicate(timeout=120)[0].split()) for process in writers] == [12, 12]
    lost = [n for start in (100_000, 200_000) for n in range(start, start + 12) if not known(n)]
    assert lost == []


def test_a_writer_killed_while_committing_leaves_the_words_of_what_it_had_written(shelf, index_folder):
    for round_ in range(3):
        start = 100_000 * (round_ + 1)
        process = writer(index_folder, start, start + 10_000)
        for _ in range(3):
            process.stdout.readline()
        os.kill(process.pid, signal.SIGKILL)
        written = 3 + len(process.communicate()[0].split())
        assert [n for n in range(start, start + written) if not known(n)] == []
        # The next writer finds nothing locked and nothing broken.
        shelf.put("after", "تقرير", word(900_000 + round_))
        indexing.refresh(["guide:after"])
        assert known(900_000 + round_)


def test_words_that_were_not_written_come_with_the_repeated_delivery(shelf, index_folder, monkeypatch):
    """As when the process is killed between the work and its words."""
    shelf.put("a", "تقرير", word(1))
    with monkeypatch.context() as killed:
        killed.setattr(Lexicon, "add", lambda self, words: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            indexing.refresh(["guide:a"])
    assert not known(1)
    indexing.refresh(["guide:a"])
    assert known(1)


@pytest.mark.parametrize("damage", ["meta", "segments gone", "truncated", "emptied", "folder gone"])
def test_damaged_words_take_no_search_along_and_come_again(shelf, words_folder, damage, caplog):
    shelf.put("a", "تقرير", word(1))
    shelf.put("b", "تقرير", word(2))
    indexing.rebuild()
    assert known(1) and known(2)
    folder = words_folder()
    segments = [path for path in folder.iterdir() if path.suffix != ".json" and not path.name.startswith(".")]
    if damage == "meta":
        (folder / "meta.json").write_text("{")
    elif damage in ("emptied", "folder gone"):
        for path in folder.iterdir():
            path.unlink()
        if damage != "emptied":
            folder.rmdir()
    for path in segments:
        if damage == "segments gone":
            path.unlink()
        elif damage == "truncated":
            path.write_bytes(path.read_bytes()[:5])
    engines._embedded.cache_clear()  # as a process that has just started
    with caplog.at_level(logging.ERROR):
        assert {hit.id for hit in find(text="تقرير", tokens=["all"]).hits} == {"guide:a", "guide:b"}
        # A slip of the pen is not put right, and no more.
        assert find(text="w" + word(1)[1:], tokens=["all"]).total == 0
    shelf.put("c", "تقرير", word(3))
    indexing.refresh(["guide:c"])
    assert known(3)
    indexing.rebuild()
    assert all(map(known, (1, 2, 3)))
    assert indexing.check() == []
