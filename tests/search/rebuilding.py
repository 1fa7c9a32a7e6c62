"""Works in a database of their own, and a process that rebuilds the index out of it: python -m tests.search.rebuilding

The database is a SQLite file, so that one process may change works while another one reads them and is killed.
"""

import json
import os
import sqlite3
import sys
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path

from search.documents import KINDS, Document, Side

LETTERS = "bcdfgklmpz"  # one for each digit: a word of Latin letters for each number, and no two share a stem


def word(number: int) -> str:
    """A word that stands in one work alone."""
    return "q" + "".join(LETTERS[int(digit)] for digit in f"{number:06}") + "x"


class Stock:
    """A source of works that are rows: a key, and a text."""

    kinds = KINDS

    def __init__(self, path: Path):
        self.path = path
        with closing(self._open()) as rows, rows:
            rows.execute("PRAGMA journal_mode=WAL")
            rows.execute("CREATE TABLE IF NOT EXISTS work (key TEXT PRIMARY KEY, text TEXT)")

    def put(self, works: Iterable[tuple[str, str]]) -> None:
        with closing(self._open()) as rows, rows:
            rows.executemany("INSERT OR REPLACE INTO work VALUES (?, ?)", works)

    def remove(self, key: str) -> None:
        with closing(self._open()) as rows, rows:
            rows.execute("DELETE FROM work WHERE key = ?", [key])

    def ids_for(self, entry) -> Iterable[str]:
        return entry

    def documents(self, ids=None) -> Iterator[Document]:
        asked, values = "SELECT key, text FROM work", []
        if ids is not None:
            values = [one.partition(":")[2] for one in ids]
            asked += f" WHERE key IN ({','.join('?' * len(values))})"
        with closing(self._open()) as rows:
            for key, text in rows.execute(f"{asked} ORDER BY key", values):
                side = Side("ar", f"تقرير {key}", f"/ar/{key}/", text=text)
                yield Document(f"guide:{key}", "guide", (side,), ("everyone",))

    def visible(self, ids, person) -> set[str]:
        return {document.id for document in self.documents(list(ids))}

    def _open(self) -> sqlite3.Connection:
        return sqlite3.connect(self.path, timeout=30)


def main() -> None:
    import django

    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.search.writer_settings"
    django.setup()
    from search import indexing, sources

    sources.register(Stock(Path(sys.argv[1])))
    count = indexing.rebuild(lambda read: print(json.dumps(read), flush=True))
    print(json.dumps({"count": count}), flush=True)


if __name__ == "__main__":
    main()
