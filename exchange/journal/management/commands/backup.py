"""`manage.py backup FILE.tar.gz`: the database and every uploaded file, in one file, while people go on working."""

import hashlib
import io
import json
import os
import shutil
import sqlite3
import subprocess
import tarfile
import tempfile
import time
from contextlib import closing
from importlib.metadata import version
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.db.backends.postgresql.client import DatabaseClient
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

# Raised when a restore of this product could no longer read the file.
FORMAT = 1
MANIFEST = "manifest.json"
DATABASE = "database"
MEDIA = "media/"


class Command(BaseCommand):
    help = "Write the database and the uploaded files into one .tar.gz; the server may go on running."
    requires_system_checks = []

    def add_arguments(self, parser) -> None:
        parser.add_argument("file", type=Path, help="must not exist yet; readable by its owner alone")

    def handle(self, *args, file: Path, **options) -> None:
        started = time.monotonic()
        if file.exists():
            raise CommandError(f"{file} exists already.")
        unfinished = file.with_name(f"{file.name}.part")
        unfinished.parent.mkdir(parents=True, exist_ok=True)
        unfinished.unlink(missing_ok=True)
        unfinished.touch(mode=0o600)
        try:
            manifest = write_backup(unfinished)
            unfinished.rename(file)
        finally:
            unfinished.unlink(missing_ok=True)
        self.stdout.write(
            f"{file}: {connection.vendor} as of {manifest['made_at']}, {len(manifest['members']) - 1} files, "
            f"{file.stat().st_size / 1e6:.1f} MB, {time.monotonic() - started:.1f} s"
        )


def write_backup(file: Path) -> dict:
    """Fill the file and return its manifest; CommandError where the database cannot be read."""
    members: dict[str, dict] = {}
    manifest = {
        "format": FORMAT,
        "made_at": timezone.now().isoformat(timespec="seconds"),
        "engine": connection.vendor,
        "versions": {name: version(name) for name in ("Django", "wagtail")},
        "migrations": sorted(MigrationRecorder(connection).applied_migrations()),
        "members": members,
    }
    with tempfile.TemporaryDirectory() as folder, tarfile.open(file, "w:gz", compresslevel=6) as tar:
        snapshot = Path(folder) / DATABASE
        DUMPS[connection.vendor](snapshot)
        # The database first: a file uploaded meanwhile is one too many, never one too few.
        members[DATABASE] = _add(tar, snapshot, DATABASE)
        for path in _uploads():
            name = MEDIA + path.relative_to(settings.MEDIA_ROOT).as_posix()
            try:
                members[name] = _add(tar, path, name)
            except FileNotFoundError:
                # Deleted since it was listed.
                continue
        # Last, so that a file that was cut short has none and is refused.
        written = json.dumps(manifest, ensure_ascii=False, indent=1).encode()
        entry = tarfile.TarInfo(MANIFEST)
        entry.size, entry.mode = len(written), 0o600
        tar.addfile(entry, io.BytesIO(written))
    return manifest


def _uploads() -> list[Path]:
    return sorted(
        path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file() and not path.is_symlink()
    )


def _add(tar: tarfile.TarFile, path: Path, name: str) -> dict:
    """Put one file into the archive; its size and digest as the manifest has them."""
    with path.open("rb") as file:
        entry = tar.gettarinfo(arcname=name, fileobj=file)
        # Whose it was on this machine says nothing on another.
        entry.uid = entry.gid = 0
        entry.uname = entry.gname = ""
        entry.mode = 0o600
        reader = Digesting(file)
        # It reads exactly as many bytes as the file had when it was opened.
        tar.addfile(entry, reader)
    return {"size": entry.size, "sha256": reader.digest.hexdigest()}


class Digesting:
    """A file that is read once, with the SHA-256 of what was read."""

    def __init__(self, file) -> None:
        self.file = file
        self.digest = hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        chunk = self.file.read(size)
        self.digest.update(chunk)
        return chunk


def _dump_sqlite(snapshot: Path) -> None:
    """SQLite's own online copy: one consistent moment, and writers go on."""
    with closing(sqlite3.connect(connection.settings_dict["NAME"], timeout=20)) as live:
        with closing(sqlite3.connect(snapshot)) as copy:
            live.backup(copy)
            copy.execute("PRAGMA journal_mode=DELETE")
            found = copy.execute("PRAGMA integrity_check").fetchone()[0]
    if found != "ok":
        raise CommandError(f"The database is damaged: {found}")


def _dump_postgresql(snapshot: Path) -> None:
    where, environment = postgresql_address()
    run_postgresql(
        "pg_dump", ["--format=custom", "--compress=0", "--no-owner", "--no-privileges", "-f", str(snapshot), *where],
        environment,
    )  # fmt: skip


DUMPS = {"sqlite": _dump_sqlite, "postgresql": _dump_postgresql}


def postgresql_address() -> tuple[list[str], dict[str, str]]:
    """Arguments and environment with which PostgreSQL's own programs find the database."""
    address = dict(connection.settings_dict)
    # The pool is ours alone; what remains are settings of the connection itself, such as sslmode.
    address["OPTIONS"] = {name: value for name, value in address["OPTIONS"].items() if name != "pool"}
    command, environment = DatabaseClient.settings_to_cmd_args_env(address, [])
    return command[1:], environment or {}


def run_postgresql(program: str, arguments: list[str], environment: dict[str, str]) -> None:
    """Run one of PostgreSQL's programs; CommandError with its own words when it fails or is missing."""
    found = shutil.which(program) or _debian_program(program)
    if found is None:
        raise CommandError(f"{program} is missing: install PostgreSQL's client programs (postgresql-client).")
    done = subprocess.run([found, *arguments], env=os.environ | environment, capture_output=True, text=True)
    if done.returncode:
        raise CommandError(f"{program} failed:\n{done.stderr.strip()[-2000:]}")


def _debian_program(program: str) -> str | None:
    versions = sorted(
        Path("/usr/lib/postgresql").glob(f"*/bin/{program}"),
        key=lambda path: int(path.parts[-3]),
    )
    return str(versions[-1]) if versions else None
