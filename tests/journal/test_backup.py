"""A backup restores: rows, files and the order of things, on both databases, or nothing is touched."""

import gzip
import hashlib
import io
import json
import sqlite3
import tarfile
import threading
import time

import psycopg
import pytest

from tests.servers.site import Site

ADD_PERSON = (
    "from exchange.people.models import User; "
    "User.objects.create_user('{email}', 'a-long-password', name='ليلى حمدان')"
)


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.servers)])
def make_home(request):
    """Sites without a running server, on the database that the test runs on."""
    options = {}
    if request.param == "postgres":
        options["postgres_url"] = request.getfixturevalue("postgres").url
    made = []

    def make() -> Site:
        made.append(Site("empty", **options))
        return made[-1]

    yield make
    for site in made:
        site.remove()


@pytest.fixture
def lived_in(make_home) -> Site:
    """A site with a person and two files, one of them with an Arabic name."""
    site = make_home()
    _shell(site, ADD_PERSON.format(email="laila@example.ps"))
    _put(site, "documents/plan.pdf", b"%PDF-1.7 plan")
    _put(site, "documents/دليل.docx", b"PK guide")
    return site


def test_a_backup_restores_every_row_and_every_file(lived_in, make_home, tmp_path):
    file = tmp_path / "backup.tar.gz"
    assert "2 files" in lived_in.manage("backup", str(file))
    there = make_home()
    assert "2 files" in there.manage("restore", str(file), "--replace")
    assert _rows(there) == _rows(lived_in)
    assert (
        _files(there)
        == _files(lived_in)
        == {"documents/plan.pdf": b"%PDF-1.7 plan", "documents/دليل.docx": b"PK guide"}
    )


def test_a_restored_site_serves_and_lets_its_people_in(lived_in, make_home, tmp_path):
    file = tmp_path / "backup.tar.gz"
    lived_in.manage("backup", str(file))
    there = make_home()
    there.manage("restore", str(file), "--replace")
    there.start()
    assert there.get("/readyz").status_code == 200
    checked = (
        "from django.contrib.auth import authenticate; "
        "print(authenticate(username='laila@example.ps', password='a-long-password').name)"
    )
    assert _shell(there, checked) == "ليلى حمدان"


def test_what_came_after_the_backup_is_gone(lived_in, tmp_path):
    file = tmp_path / "backup.tar.gz"
    lived_in.manage("backup", str(file))
    before = _rows(lived_in)
    _shell(lived_in, ADD_PERSON.format(email="later@example.ps"))
    _put(lived_in, "documents/later.pdf", b"later")
    assert _rows(lived_in) != before
    lived_in.manage("restore", str(file), "--replace")
    assert _rows(lived_in) == before
    assert sorted(_files(lived_in)) == ["documents/plan.pdf", "documents/دليل.docx"]


def test_a_backup_is_one_moment_while_people_write(lived_in, make_home, tmp_path):
    """Each write adds a pair; a backup that saw one half of a pair would not be one moment."""
    lived_in.start()
    stop = threading.Event()
    wrote = _write_pairs(lived_in, stop)
    try:
        for number in range(3):
            lived_in.manage("backup", str(tmp_path / f"{number}.tar.gz"))
    finally:
        stop.set()
    assert wrote() > 10
    for number in range(3):
        there = make_home()
        there.manage("restore", str(tmp_path / f"{number}.tar.gz"), "--replace")
        halves = _query(there, "SELECT count(*) FROM django_session WHERE session_key LIKE 'pair%'")
        assert halves[0][0] % 2 == 0


def test_a_place_that_holds_data_is_left_alone_without_replace(lived_in, make_home, tmp_path):
    file = tmp_path / "backup.tar.gz"
    lived_in.manage("backup", str(file))
    there = make_home()
    before = _rows(there)
    assert "There is data here already" in _refusal(there, "restore", str(file))
    assert _rows(there) == before


def test_an_older_file_is_never_overwritten(lived_in, tmp_path):
    file = tmp_path / "backup.tar.gz"
    file.write_bytes(b"precious")
    assert "exists already" in _refusal(lived_in, "backup", str(file))
    assert file.read_bytes() == b"precious"


def test_only_its_owner_may_read_a_backup(lived_in, tmp_path):
    file = tmp_path / "backup.tar.gz"
    lived_in.manage("backup", str(file))
    assert file.stat().st_mode & 0o777 == 0o600


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
def test_a_bad_file_is_refused_before_anything_is_touched(spoil, said, tmp_path):
    site = Site("empty")
    try:
        _shell(site, ADD_PERSON.format(email="laila@example.ps"))
        _put(site, "documents/plan.pdf", b"%PDF-1.7 plan")
        file = tmp_path / "backup.tar.gz"
        site.manage("backup", str(file))
        spoil(file)
        before = _rows(site), _files(site)
        assert said in _refusal(site, "restore", str(file), "--replace")
        assert (_rows(site), _files(site)) == before
        assert not (site.home / "outside.txt").exists()
        assert (
            sorted(path.name for path in site.data_dir.iterdir() if path.name.startswith("restoring")) == []
        )
    finally:
        site.remove()


# -- how a site is filled and read from outside


def _shell(site: Site, code: str) -> str:
    return site.manage("shell", "-v0", "-c", code).strip()


def _put(site: Site, name: str, content: bytes) -> None:
    path = site.data_dir / "media" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


def _files(site: Site) -> dict[str, bytes]:
    media = site.data_dir / "media"
    return {
        path.relative_to(media).as_posix(): path.read_bytes() for path in media.rglob("*") if path.is_file()
    }


def _rows(site: Site) -> dict[str, tuple[int, str]]:
    """Of each table the number of rows and a digest of their contents."""
    if site.database_url:
        tables = "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
    else:
        tables = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
    found = {}
    for (table,) in sorted(_query(site, tables)):
        rows = sorted(repr(row) for row in _query(site, f'SELECT * FROM "{table}"'))
        found[table] = (len(rows), hashlib.sha256("\n".join(rows).encode()).hexdigest())
    assert found["people_user"]
    return found


def _query(site: Site, statement: str) -> list[tuple]:
    if site.database_url:
        with psycopg.connect(site.database_url) as database:
            return database.execute(statement).fetchall()
    with sqlite3.connect(site.data_dir / "exchange.sqlite3") as database:
        return database.execute(statement).fetchall()


def _write_pairs(site: Site, stop: threading.Event):
    """Write two sessions per transaction until told to stop; call what it returns for how many pairs there were."""
    pairs = 0

    def write() -> None:
        nonlocal pairs
        if site.database_url:
            database, sign = psycopg.connect(site.database_url), "%s"
        else:
            database, sign = sqlite3.connect(site.data_dir / "exchange.sqlite3", timeout=20), "?"
        insert = f"INSERT INTO django_session VALUES ({sign}, '', '2030-01-01 00:00:00')"
        while not stop.is_set():
            database.execute(insert, [f"pair{pairs}-a"])
            time.sleep(0.002)
            database.execute(insert, [f"pair{pairs}-b"])
            database.commit()
            pairs += 1
        database.close()

    thread = threading.Thread(target=write)
    thread.start()

    def wrote() -> int:
        thread.join(20)
        return pairs

    return wrote


def _refusal(site: Site, *args: str) -> str:
    with pytest.raises(RuntimeError) as refused:
        site.manage(*args)
    assert "Traceback" not in str(refused.value)
    return str(refused.value)


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
