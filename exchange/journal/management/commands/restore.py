"""`manage.py restore FILE.tar.gz`: what `backup` wrote, back in its place, or nothing changed and the reason said."""

import json
import shutil
import sqlite3
import tarfile
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path, PurePosixPath

from django.conf import settings
from django.core.management import call_command, get_commands
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader

from exchange.journal.management.commands.backup import (
    DATABASE,
    FORMAT,
    MANIFEST,
    MEDIA,
    Digesting,
    postgresql_address,
    run_postgresql,
)

CHUNK = 1024 * 1024
# A manifest names every file in about 150 bytes; this is room for half a million.
LARGEST_MANIFEST = 100 * 1024 * 1024


class Command(BaseCommand):
    help = "Put a backup in the place of an empty database and folder; with --replace, of those in use."
    requires_system_checks = []

    def add_arguments(self, parser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--replace", action="store_true", help="throw away what is there now")

    def handle(self, *args, file: Path, replace: bool, **options) -> None:
        started = time.monotonic()
        media = Path(settings.MEDIA_ROOT)
        manifest = read_manifest(file)
        _refuse_what_does_not_fit(manifest)
        if not replace and (_has_tables() or any(media.glob("*"))):
            raise CommandError("There is data here already. To throw it away: restore FILE --replace")
        media.parent.mkdir(parents=True, exist_ok=True)
        with _staging(media.parent) as staged:
            unpack(file, manifest, staged)
            LOADS[connection.vendor](staged / DATABASE)
            _swap(staged / MEDIA.rstrip("/"), media, aside=staged / "replaced")
        if MigrationExecutor(connection).migration_plan(MigrationLoader(None).graph.leaf_nodes()):
            call_command("migrate", interactive=False, verbosity=0)
        if "search_index" in get_commands():
            call_command("search_index", "--rebuild", stdout=self.stdout)
        self.stdout.write(
            f"Restored as of {manifest['made_at']}: {connection.vendor}, {len(manifest['members']) - 1} files, "
            f"{time.monotonic() - started:.1f} s. What happened after that moment is not in it."
        )


def read_manifest(file: Path) -> dict:
    """The manifest of a backup whose every member was read and found whole; CommandError otherwise."""
    found: dict[str, dict] = {}
    manifest = None
    with _opened(file) as tar:
        for entry in tar:
            if not entry.isreg() or entry.name in found or manifest is not None:
                raise CommandError(f"{file} is no backup: {entry.name!r} does not belong into one.")
            content = Digesting(tar.extractfile(entry))
            if entry.name == MANIFEST:
                if entry.size > LARGEST_MANIFEST:
                    raise CommandError(f"{file} is no backup: its manifest is too large.")
                manifest = _parsed(file, content.read())
                continue
            _refuse_name(file, entry.name)
            while content.read(CHUNK):
                pass
            found[entry.name] = {"size": entry.size, "sha256": content.digest.hexdigest()}
    if manifest is None:
        raise CommandError(f"{file} is cut short: its manifest is missing.")
    if DATABASE not in found:
        raise CommandError(f"{file} is no backup: it holds no database.")
    if found != manifest["members"]:
        differ = [name for name in found.keys() | manifest["members"].keys()
                  if found.get(name) != manifest["members"].get(name)]  # fmt: skip
        raise CommandError(f"{file} is damaged: {', '.join(sorted(differ)[:5])}")
    return manifest


def unpack(file: Path, manifest: dict, staged: Path) -> None:
    """Write the members below `staged`, and compare once more: the file may have changed since it was read."""
    (staged / MEDIA).mkdir()
    with _opened(file) as tar:
        for entry in tar:
            if entry.name == MANIFEST:
                continue
            _refuse_name(file, entry.name)
            target = staged / entry.name
            target.parent.mkdir(parents=True, exist_ok=True)
            content = Digesting(tar.extractfile(entry))
            with target.open("xb") as written:
                shutil.copyfileobj(content, written, CHUNK)
            expected = manifest["members"].get(entry.name, {})
            if not entry.isreg() or content.digest.hexdigest() != expected.get("sha256"):
                raise CommandError(f"{file} changed while it was read: {entry.name}")


@contextmanager
def _opened(file: Path) -> Iterator[tarfile.TarFile]:
    try:
        with tarfile.open(file, "r:gz") as tar:
            yield tar
    except (OSError, EOFError, tarfile.TarError) as error:
        raise CommandError(f"{file} cannot be read: {error}") from error


def _parsed(file: Path, written: bytes) -> dict:
    try:
        manifest = json.loads(written)
        if manifest["format"] != FORMAT:
            raise CommandError(f"{file} has format {manifest['format']}; this version reads {FORMAT}.")
        if not {"engine", "made_at", "migrations", "members"} <= manifest.keys():
            raise KeyError("members")
    except (ValueError, KeyError, TypeError) as error:
        raise CommandError(f"{file} is no backup: its manifest is malformed.") from error
    return manifest


def _refuse_name(file: Path, name: str) -> None:
    """A member is the database or lies below media/, and nowhere else."""
    if name == DATABASE:
        return
    parts = PurePosixPath(name).parts
    is_plain = (
        PurePosixPath(name).as_posix() == name and ".." not in parts and "\\" not in name and "\0" not in name
    )
    if not (name.startswith(MEDIA) and len(parts) > 1 and is_plain):
        raise CommandError(f"{file} is no backup: {name!r} would be written outside.")


def _refuse_what_does_not_fit(manifest: dict) -> None:
    if manifest["engine"] != connection.vendor:
        raise CommandError(
            f"The backup is of {manifest['engine']}, the database here is {connection.vendor}: set DATABASE_URL."
        )
    known = MigrationLoader(None).disk_migrations.keys()
    # Squashed and removed migrations of libraries stay recorded; ours are never removed.
    ours = {app for app, name in known}
    newer = [
        f"{app}.{name}" for app, name in manifest["migrations"] if app in ours and (app, name) not in known
    ]
    if newer:
        raise CommandError(f"The backup is of a newer version: {', '.join(newer[:5])} is unknown here.")


def _has_tables() -> bool:
    if connection.vendor == "sqlite" and not Path(connection.settings_dict["NAME"]).exists():
        return False
    with connection.cursor() as cursor:
        return bool(connection.introspection.table_names(cursor))


@contextmanager
def _staging(beside: Path) -> Iterator[Path]:
    """A folder on the same disk, so that what was unpacked there is moved into place and not copied."""
    with tempfile.TemporaryDirectory(prefix="restoring-", dir=beside) as folder:
        yield Path(folder)


def _load_sqlite(snapshot: Path) -> None:
    """One transaction over the whole file, seen by whoever has it open: all of it or nothing."""
    connection.close()
    with closing(sqlite3.connect(snapshot)) as copy:
        if copy.execute("PRAGMA integrity_check").fetchone()[0] != "ok":
            raise CommandError("The database in the backup is damaged.")
        with closing(sqlite3.connect(connection.settings_dict["NAME"], timeout=20)) as live:
            try:
                copy.backup(live)
            except sqlite3.OperationalError as error:
                raise CommandError(f"The database is in use ({error}): stop the server first.") from error


def _load_postgresql(snapshot: Path) -> None:
    connection.close()
    if hasattr(connection, "close_pool"):
        connection.close_pool()
    where, environment = postgresql_address()
    script = snapshot.with_name("database.sql")
    run_postgresql("pg_restore", ["--no-owner", "--no-privileges", "-f", str(script), str(snapshot)], {})
    # The schema goes and comes in one transaction, so that a failure leaves the old one as it was.
    run_postgresql(
        "psql",
        [
            "--no-psqlrc", "--quiet", "--single-transaction", "--set=ON_ERROR_STOP=1",
            "-c", "SET lock_timeout = '10s'",
            "-c", "DROP SCHEMA IF EXISTS public CASCADE",
            "-c", "CREATE SCHEMA public",
            "-f", str(script),
            *where,
        ],
        environment,
    )  # fmt: skip


LOADS = {"sqlite": _load_sqlite, "postgresql": _load_postgresql}


def _swap(fresh: Path, place: Path, *, aside: Path) -> None:
    if place.exists():
        place.rename(aside)
    fresh.rename(place)
