"""The planted network: made once in a run, and given to each test as a fresh copy that is really committed."""

import fcntl
import logging
import pickle
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test.utils import override_settings

from tests.crawl.planting import plant
from tests.crawl.planting.planted import Planted
from tests.servers import templates


def pytest_collection_modifyitems(items) -> None:
    """What walks the planted network belongs to the crawl; that no address is forgotten is asked in every run."""
    for item in items:
        if Path(__file__).parent in item.path.parents and "garden" in item.fixturenames:
            item.add_marker(pytest.mark.crawl)


@pytest.fixture(scope="session")
def garden(tmp_path_factory, django_db_setup, django_db_blocker) -> Path:
    """The folder of the planted network: database, files, index and what was planted; shared by all workers."""
    shared = tmp_path_factory.getbasetemp()
    if shared.name.startswith("popen-"):
        shared = shared.parent
    home = shared / "garden"
    with (shared / "garden.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (home / "planted").exists():
            with django_db_blocker.unblock():
                _plant(home)
    return home


def _plant(home: Path) -> None:
    from django.db import connection

    home.mkdir()
    _use(templates.sqlite_file())
    with override_settings(MEDIA_ROOT=home / "media", SEARCH_INDEX_DIR=home / "index"):
        planted = plant()
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    shutil.copyfile(connection.settings_dict["NAME"], home / "exchange.sqlite3")
    _use(templates.sqlite_file())
    (home / "planted").write_bytes(pickle.dumps(planted))


@pytest.fixture(autouse=True)
def _quiet(monkeypatch) -> None:
    """Thousands of refusals are expected; to write each down with its traceback would take longer than to make it."""
    monkeypatch.setattr(logging.getLogger("django.request"), "disabled", True)


@pytest.fixture
def network(garden, django_db_blocker, settings, tmp_path) -> Iterator[Planted]:
    """The planted network as the database, the files and the index of this test, to be changed as it likes."""
    settings.MEDIA_ROOT = garden / "media"
    settings.SEARCH_INDEX_DIR = shutil.copytree(garden / "index", tmp_path / "index")
    with django_db_blocker.unblock():
        _use(garden / "exchange.sqlite3")
        yield pickle.loads((garden / "planted").read_bytes())
        _use(templates.sqlite_file())


def _use(file: Path) -> None:
    """Put a copy of this database in the place of the test's own."""
    from django.contrib.contenttypes.models import ContentType
    from django.core.cache import cache
    from django.db import connection, connections
    from wagtail.models import Site

    connections.close_all()
    name = Path(connection.settings_dict["NAME"])
    for suffix in ("", "-wal", "-shm"):
        name.with_name(name.name + suffix).unlink(missing_ok=True)
    shutil.copyfile(file, name)
    ContentType.objects.clear_cache()
    Site.clear_site_root_paths_cache()
    cache.clear()
