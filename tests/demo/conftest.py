"""The demo network in the test's own database, loaded once by the command and shared by the tests of this folder."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.test import override_settings

from tests import conftest as ground
from tests.servers import templates


@dataclass(frozen=True)
class Loaded:
    """Where its files lie, and the calendar of the day on which it was loaded."""

    folder: Path

    @property
    def calendar(self):
        from datetime import timedelta

        from django.utils import timezone

        from exchange.demo.calendar import NETWORK_BEGAN, Calendar
        from exchange.people.models import User

        began = User.objects.get(email="admin@exchange.example").joined_at
        return Calendar(timezone.localtime(began).date() + timedelta(days=NETWORK_BEGAN))


@pytest.fixture(scope="package")
def demo(django_db_setup, django_db_blocker, tmp_path_factory) -> Iterator[Loaded]:
    """Tests that ask for it only read; one that writes takes `own_demo`."""
    with laid_out(django_db_blocker, tmp_path_factory.mktemp("demo")) as loaded:
        yield loaded


@pytest.fixture
def own_demo(demo, django_db_blocker, tmp_path) -> Iterator[Loaded]:
    """A fresh copy for a test that changes it; the shared one is back afterwards."""
    with laid_out(django_db_blocker, tmp_path, afterwards="demo") as loaded:
        yield loaded


@contextmanager
def laid_out(django_db_blocker, folder: Path, afterwards: str = "empty") -> Iterator[Loaded]:
    with django_db_blocker.unblock():
        _copy("demo", folder)
        with override_settings(
            DATA_DIR=folder, MEDIA_ROOT=folder / "media", SEARCH_INDEX_DIR=folder / "search"
        ):
            yield Loaded(folder)
        _copy(afterwards, None)


def _copy(kind: str, folder: Path | None) -> None:
    from django.db import connection

    ground._close_connections()
    name = str(connection.settings_dict["NAME"])
    if connection.vendor == "sqlite":
        ground._remove_sqlite(name)
        shutil.copyfile(templates.sqlite_file(kind), name)
        if folder is not None:
            templates.sqlite_copy(kind, folder)
    else:
        templates.postgres_copy(kind, ground._server_url(), name, folder)
    ground._forget_cached_rows()
