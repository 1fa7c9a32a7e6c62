"""Databases ready to be copied: made once by the product's own commands, kept under var/tests while the code stays.

`empty` is migrated and no more; `demo` holds the demo network. A template is a data folder, as a server finds it
under DATA_DIR; on PostgreSQL the database beside it has the same name.
"""

import contextlib
import fcntl
import functools
import hashlib
import os
import shutil
import socket
import sqlite3
import subprocess
import sys
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg

from tests.servers.postgres import execute

ROOT = Path(__file__).resolve().parents[2]
KEPT = ROOT / "var" / "tests"
LAYS_OUT = {"fields", "analysis", "embedded", "folder"}  # the files that say how an index is laid out
SHOWS = {"views", "urls", "forms", "templatetags", "wagtail_hooks", "api", "feeds", "rendering", "middleware"}


def sqlite_copy(kind: str, data_dir: Path) -> Path:
    """A data folder with a copy of the template's files and SQLite database; the database's path."""
    shutil.copytree(_sqlite_template(kind), data_dir, dirs_exist_ok=True)
    return data_dir / "exchange.sqlite3"


def sqlite_file(kind: str = "empty") -> Path:
    """The template's database file itself, to be copied and never opened."""
    return _sqlite_template(kind) / "exchange.sqlite3"


def postgres_copy(kind: str, server_url: str, name: str, data_dir: Path | None = None) -> str:
    """A new database `name` on the server, copied from the template, and its files; the database's address."""
    template, files = _postgres_template(kind, server_url)
    if data_dir is not None:
        shutil.copytree(files, data_dir, dirs_exist_ok=True)
    execute(server_url, f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
    execute(server_url, f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
    return with_name(server_url, name)


def with_name(url: str, name: str) -> str:
    """The same server's address with another database."""
    return urlunsplit(urlsplit(url)._replace(path=f"/{name}"))


def _sqlite_template(kind: str) -> Path:
    kept = KEPT / f"{kind}-{_fingerprint(kind)}"
    if not kept.exists():
        with _alone():
            if not kept.exists():
                _make_room(kind)
                building = _fresh(kept.with_name(f"building-{kept.name}"))
                if kind == "demo":
                    sqlite_copy("empty", building)
                _build(kind, building, database_url="")
                with contextlib.closing(sqlite3.connect(building / "exchange.sqlite3")) as database:
                    # Everything into the one file, which is then copied without its journal.
                    database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
                building.rename(kept)
    return kept


def _postgres_template(kind: str, server_url: str) -> tuple[str, Path]:
    name = f"{kind}-{_fingerprint(kind)}"
    files = KEPT / f"postgres-{urlsplit(server_url).port}-{name}"
    with _alone():
        if not (_exists(server_url, name) and files.exists()):
            building = f"building-{name}"
            _forget_ended_servers()
            _fresh(files)
            execute(server_url, f'DROP DATABASE IF EXISTS "{building}" WITH (FORCE)')
            if kind == "demo" and _exists(server_url, f"empty-{_fingerprint('empty')}"):
                execute(server_url, f'CREATE DATABASE "{building}" TEMPLATE "empty-{_fingerprint("empty")}"')
            else:
                execute(server_url, f'CREATE DATABASE "{building}"')
            _build(kind, files, database_url=with_name(server_url, building))
            execute(server_url, f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
            execute(server_url, f'ALTER DATABASE "{building}" RENAME TO "{name}"')
    return name, files


def _build(kind: str, data_dir: Path, *, database_url: str) -> None:
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "exchange.settings",
        "DATA_DIR": str(data_dir),
        "DATABASE_URL": database_url,
        "REDIS_URL": "",
        "ELASTICSEARCH_URL": "",
        "LOG_LEVEL": "WARNING",
    }
    demo = [["load_vocabulary"], ["demo"]] if kind == "demo" else []
    # A template that is ready to serve holds an index, be it an empty one.
    for command in [["migrate", "--verbosity=0"], *demo, ["search_index", "--rebuild"]]:
        done = subprocess.run(
            [sys.executable, "manage.py", *command],
            cwd=ROOT,
            env=environment,
            capture_output=True,
            text=True,
        )
        if done.returncode:
            raise RuntimeError(
                f"manage.py {command[0]} failed:\n{done.stdout[-2000:]}\n{done.stderr[-6000:]}"
            )


@functools.cache
def _fingerprint(kind: str) -> str:
    """Changes whenever what the template is made of does; one run uses one template, whatever is edited meanwhile."""
    if kind == "empty":
        # Tables and the rows that come with them: migrations, and the models that permissions are made from.
        patterns = ["**/migrations/*.py", "**/models.py", "**/models/*.py", "settings/django.py"]
    else:
        patterns = ["**/*.py", "demo/**/*"]
    paths = {path for pattern in patterns for path in (ROOT / "exchange").glob(pattern) if path.is_file()}
    # What shows the network has no part in making it.
    paths = {path for path in paths if not SHOWS & {path.stem, path.parent.name}}
    paths |= {
        path
        for path in (ROOT / "search").rglob("*.py")
        if kind == "demo" or "migrations" in path.parts or path.stem in LAYS_OUT
    }
    sum_ = hashlib.sha256((ROOT / "requirements" / "base.txt").read_bytes())
    if kind == "demo":
        # Its dates are laid around today.
        sum_.update(date.today().isoformat().encode())
    # How a template is built is part of what it is.
    paths.add(Path(__file__))
    for path in sorted(paths):
        if "__pycache__" not in path.parts:
            sum_.update(path.relative_to(ROOT).as_posix().encode())
            sum_.update(path.read_bytes())
    return sum_.hexdigest()[:12]


def _make_room(kind: str) -> None:
    """Remove the templates of older code but the newest, which other runs may be copying."""
    older = sorted(KEPT.glob(f"{kind}-*"), key=lambda path: path.stat().st_mtime)
    for path in older[:-6]:
        shutil.rmtree(path, ignore_errors=True)


def _forget_ended_servers() -> None:
    """Files that belong to databases of a server that runs no more."""
    for path in KEPT.glob("postgres-*"):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", int(path.name.split("-")[1]))):
                shutil.rmtree(path, ignore_errors=True)


def _fresh(folder: Path) -> Path:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder


def _exists(server_url: str, name: str) -> bool:
    with psycopg.connect(server_url) as connection:
        return bool(connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchall())


_held = False


@contextlib.contextmanager
def _alone():
    """One process at a time makes templates; the others wait and find them made."""
    global _held
    if _held:
        yield
        return
    KEPT.mkdir(parents=True, exist_ok=True)
    with (KEPT / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        _held = True
        try:
            yield
        finally:
            _held = False
