"""Alive, able to serve, and what is wrong where."""

from datetime import timedelta

import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from search import indexing
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _server_without_worker(settings):
    """The test's own process runs no worker thread."""
    settings.WORKER_IN_SERVER = False
    indexing.rebuild()


def test_a_sound_server_names_its_parts(client):
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()) == (
        200,
        {"database": "ok", "cache": "ok", "files": "ok", "search": "ok", "worker": "ok"},
    )
    assert client.get("/healthz").content == b"ok"


def test_a_worker_that_is_late_is_named_and_pages_are_still_served(client):
    make.platform()
    DBTaskResult.objects.update(enqueued_at=timezone.now() - timedelta(minutes=5))
    answer = client.get("/readyz")
    assert answer.status_code == 200
    assert answer.json()["worker"].startswith("late: 300")


def test_a_dead_worker_in_the_server_is_named_and_sends_people_elsewhere(client, settings):
    settings.WORKER_IN_SERVER = True
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["worker"]) == (503, "failed: the worker has stopped")


def test_a_folder_that_cannot_be_written_is_named(client, settings, tmp_path):
    taken = tmp_path / "media"
    taken.write_text("a file where a folder should be")
    settings.MEDIA_ROOT = taken
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["files"].startswith("failed")
