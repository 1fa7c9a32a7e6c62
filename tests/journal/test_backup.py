"""A backup restores: rows, files and the order of things, on the database of the run, or nothing is touched."""

import gzip
import hashlib
import io
import json
import tarfile
import threading
import time
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.utils import load_backend

from exchange.people.models import User
from tests.servers.site import Site

PASSWORD = "a-long-password"


@pytest.fixture
def lived_in(transactional_db, settings, tmp_path) -> Path:
    """A database with a person, and a folder with two files, one of them with an Arabic name; the folder."""
    settings.MEDIA_ROOT = tmp_path / "media"
    User.objects.create_user("laila@example.ps", PASSWORD, name="ليلى حمدان")
    _put(settings.MEDIA_ROOT, "documents/plan.pdf", b"%PDF-1.7 plan")
    _put(settings.MEDIA_ROOT, "documents/دليل.docx", b"PK guide")
    return settings.MEDIA_ROOT


@pytest.fixture
def backup(lived_in, tmp_path) -> Path:
    """A backup of what `lived_in` holds."""
    file = tmp_path / "backup.tar.gz"
    call_command("backup", str(file))
    return file


def test_what_came_after_the_backup_is_gone_and_all_else_is_back(backup, lived_in):
    before = _rows()
    User.objects.create_user("later@example.ps", PASSWORD, name="سامر")
    User.objects.filter(email="laila@example.ps").delete()
    _put(lived_in, "documents/later.pdf", b"later")
    (lived_in / "documents/plan.pdf").unlink()
    call_command("restore", str(backup), replace=True)
    assert _rows() == before
    assert User.objects.get(email="laila@example.ps").check_password(PASSWORD)
    assert _files(lived_in) == {"documents/plan.pdf": b"%PDF-1.7 plan", "documents/دليل.docx": b"PK guide"}


def test_a_backup_of_one_machine_serves_on_another(make_site, tmp_path):
    here = make_site(start=False)
    here.shell(
        "from exchange.people.models import User; "
        f"User.objects.create_user('laila@example.ps', {PASSWORD!r}, name='ليلى')"
    )
    _put(here.data_dir / "media", "documents/دليل.docx", b"PK guide")
    said = here.manage("backup", str(tmp_path / "backup.tar.gz"))
    assert "1 files" in said
    there = make_site(start=False)
    assert "1 files" in there.manage("restore", str(tmp_path / "backup.tar.gz"), "--replace")
    assert _files(there.data_dir / "media") == {"documents/دليل.docx": b"PK guide"}
    assert _person(there) == _person(here) == "laila@example.ps ليلى True"
    assert there.start().get("/readyz").status_code == 200


def test_a_backup_is_one_moment_while_people_write(lived_in, tmp_path):
    """Each write adds a pair; a backup that held one half of a pair would not be one moment."""
    stop = threading.Event()
    pairs = []
    writer = threading.Thread(target=_write_pairs, args=(stop, pairs))
    writer.start()
    try:
        for number in range(3):
            call_command("backup", str(tmp_path / f"{number}.tar.gz"))
    finally:
        stop.set()
        writer.join(20)
    assert len(pairs) > 10
    for number in range(3):
        call_command("restore", str(tmp_path / f"{number}.tar.gz"), replace=True)
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM django_session WHERE session_key LIKE 'pair%%'")
            assert cursor.fetchone()[0] % 2 == 0


def test_a_place_that_holds_data_is_left_alone_without_replace(backup, lived_in):
    before = _rows(), _files(lived_in)
    with pytest.raises(CommandError, match="There is data here already"):
        call_command("restore", str(backup))
    assert (_rows(), _files(lived_in)) == before


def test_an_older_file_is_never_overwritten(lived_in, tmp_path):
    file = tmp_path / "backup.tar.gz"
    file.write_bytes(b"precious")
    with pytest.raises(CommandError, match="exists already"):
        call_command("backup", str(file))
    assert file.read_bytes() == b"precious"


def test_only_its_owner_may_read_a_backup(backup):
    assert backup.stat().st_mode & 0o777 == 0o600


def _cut_short(file):
    file.write_bytes(file.read_bytes()[:-200])


def _without_manifest(file):
    _rewrite(file, lambda members: [m for m in members if m[0].name != "manifest.json"])


def _changed_upload(file):
    _rewrite(
        file,
        lambda members: [
            (e, b"%PDF-1.7 evil") if e.name.endswith("plan.pdf") else (e, c) for e, c in members
        ],
    )


def _climbing(file):
    def climb(members):
        entry = tarfile.TarInfo("media/../../outside.txt")
        entry.size = 4
        return [(entry, b"evil"), *members]

    _rewrite(file, climb)


def _linking(file):
    def link(members):
        entry = tarfile.TarInfo("media/link")
        entry.type, entry.linkname = tarfile.SYMTYPE, "/etc/passwd"
        return [(entry, b""), *members]

    _rewrite(file, link)


def _from_a_newer_version(file):
    def renew(members):
        manifest = json.loads(members[-1][1])
        manifest["migrations"].append(["people", "9999_from_the_future"])
        return [*members[:-1], _entry("manifest.json", json.dumps(manifest).encode())]

    _rewrite(file, renew)


def _of_another_engine(file):
    def change(members):
        manifest = json.loads(members[-1][1])
        manifest["engine"] = "oracle"
        return [*members[:-1], _entry("manifest.json", json.dumps(manifest).encode())]

    _rewrite(file, change)


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (_cut_short, "cannot be read"),
        (_without_manifest, "cut short"),
        (_changed_upload, "is damaged: media/documents/plan.pdf"),
        (_climbing, "would be written outside"),
        (_linking, "does not belong into one"),
        (_from_a_newer_version, "newer version: people.9999_from_the_future"),
        (_of_another_engine, "The backup is of oracle"),
    ],
)
def test_a_bad_file_is_refused_before_anything_is_touched(spoil, said, backup, lived_in):
    User.objects.create_user("later@example.ps", PASSWORD, name="سامر")
    before = _rows(), _files(lived_in)
    spoil(backup)
    with pytest.raises(CommandError, match=said):
        call_command("restore", str(backup), replace=True)
    assert (_rows(), _files(lived_in)) == before
    # Nothing climbed out, and nothing half unpacked lies about.
    assert sorted(path.name for path in lived_in.parent.iterdir()) == ["backup.tar.gz", "media"]


# -- how a place is filled and read


def _put(media: Path, name: str, content: bytes) -> None:
    (media / name).parent.mkdir(parents=True, exist_ok=True)
    (media / name).write_bytes(content)


def _files(media: Path) -> dict[str, bytes]:
    return {
        path.relative_to(media).as_posix(): path.read_bytes() for path in media.rglob("*") if path.is_file()
    }


def _rows() -> dict[str, tuple[int, str]]:
    """Of each table the number of rows and a digest of their contents."""
    found = {}
    with connection.cursor() as cursor:
        for table in sorted(connection.introspection.table_names(cursor)):
            cursor.execute(f'SELECT * FROM "{table}"')
            rows = sorted(repr(row) for row in cursor.fetchall())
            found[table] = (len(rows), hashlib.sha256("\n".join(rows).encode()).hexdigest())
    return found


def _person(site: Site) -> str:
    return site.shell(
        "from exchange.people.models import User; one = User.objects.get(); "
        f"print(one.email, one.name, one.check_password({PASSWORD!r}))"
    )


def _write_pairs(stop: threading.Event, pairs: list[int]) -> None:
    """Two sessions in each transaction, on a connection of its own, until told to stop."""
    own = load_backend(connection.settings_dict["ENGINE"]).DatabaseWrapper(connection.settings_dict)
    own.inc_thread_sharing()
    while not stop.is_set():
        own.set_autocommit(False)
        for half in "ab":
            with own.cursor() as cursor:
                cursor.execute(
                    "INSERT INTO django_session VALUES (%s, '', '2030-01-01 00:00:00')",
                    [f"pair{len(pairs)}-{half}"],
                )
            time.sleep(0.002)
        own.commit()
        pairs.append(1)
    own.close()


def _entry(name: str, content: bytes) -> tuple[tarfile.TarInfo, bytes]:
    entry = tarfile.TarInfo(name)
    entry.size = len(content)
    return entry, content


def _rewrite(file, change) -> None:
    with tarfile.open(file) as tar:
        members = [(entry, tar.extractfile(entry).read()) for entry in tar]
    raw = io.BytesIO()
    with tarfile.open(fileobj=raw, mode="w") as tar:
        for entry, content in change(members):
            entry.size = len(content)
            tar.addfile(entry, io.BytesIO(content))
    file.write_bytes(gzip.compress(raw.getvalue()))
