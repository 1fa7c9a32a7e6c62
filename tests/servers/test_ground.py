"""What the other tests stand on."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest
import requests
from wagtail.models import Locale, Page

from deploy.elasticsearch import build
from tests.servers.templates import ROOT


@pytest.mark.django_db
def test_the_rows_of_the_migrations_are_there():
    assert sorted(Locale.objects.values_list("language_code", flat=True)) == ["ar", "en"]
    assert Page.objects.filter(depth=1).count() == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("time", ["first", "second"])
def test_a_transactional_test_leaves_the_rows_of_the_migrations_to_the_next(time):
    assert Page.objects.filter(depth=1).count() == 1
    Page.objects.all().delete()
    assert Page.objects.count() == 0


def test_a_site_answers_is_stopped_in_good_order_and_starts_again_on_the_same_data(make_site):
    site = make_site()
    assert site.get("/healthz").status_code == 200
    assert site.shell("from django.conf import settings; print(settings.DATA_DIR)") == str(site.data_dir)
    # uvicorn finishes what is in flight and then ends by the signal that it was sent.
    assert site.stop() == -signal.SIGTERM
    assert "Traceback" not in site.log()
    assert site.start().get("/readyz").status_code == 200


def test_postgres_copies_a_database(postgres):
    postgres.create("first")
    assert postgres.create("second", template="first") == postgres.database_url("second")
    postgres.drop("first")
    postgres.drop("second")


def test_redis_comes_back_empty_after_a_kill(redis):
    import redis as client

    with client.Redis(port=redis.port) as connection:
        connection.set("kept", "no")
        redis.kill()
        assert not redis.is_running
        redis.start()
        assert connection.get("kept") is None


def test_elasticsearch_keeps_what_it_holds_when_killed_and_loses_it_when_wiped(elasticsearch):
    address = f"{elasticsearch.url}/kept"
    assert requests.put(address, json={}, timeout=30).status_code == 200
    elasticsearch.kill()
    assert not elasticsearch.is_running
    elasticsearch.start()
    assert requests.get(address, timeout=30).status_code == 200
    elasticsearch.stop()
    elasticsearch.wipe()
    elasticsearch.start()
    assert requests.get(address, timeout=30).status_code == 404


def test_elasticsearch_reads_arabic_as_the_distribution_does(elasticsearch):
    asked = {"analyzer": "arabic", "text": "والمشاريع بالبلديات في ٢٠٢٤"}
    answer = requests.post(f"{elasticsearch.url}/_analyze", json=asked, timeout=30).json()
    assert [found["token"] for found in answer["tokens"]] == ["مشاريع", "بلد", "2024"]


def test_elasticsearch_makes_no_index_by_guessing(elasticsearch):
    answer = requests.post(f"{elasticsearch.url}/nobody-made-it/_doc", json={"a": 1}, timeout=30)
    assert answer.status_code == 404


def test_the_node_that_is_built_and_the_image_are_of_one_version():
    assert f"elasticsearch/elasticsearch:{build.version()}\n" in (ROOT / "compose.yaml").read_text()


@pytest.mark.servers
def test_processes_that_want_the_node_at_once_build_it_once(tmp_path):
    """The second waits for the first; a build that was killed leaves nothing that is taken for a node."""
    left = tmp_path / f"elasticsearch-{build.version()}" / "building-killed"
    left.mkdir(parents=True)
    code = f"from deploy.elasticsearch import build; build.TOOLS = __import__('pathlib').Path({str(tmp_path)!r}); print(build.home())"
    running = [
        subprocess.Popen(
            [sys.executable, "-c", code], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        for _ in range(2)
    ]
    said = [process.communicate(timeout=300) for process in running]
    assert len({path for path, _ in said}) == 1
    assert sorted("Building" in errors for _, errors in said) == [False, True]
    assert sorted(path.name for path in left.parent.iterdir()) == [Path(said[0][0].strip()).name, "lock"]
