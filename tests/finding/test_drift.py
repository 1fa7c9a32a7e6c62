"""What was changed past the journal is named by `search_index --check`, and mended by the worker in the night."""

import logging
import threading
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from exchange.finding import tasks
from exchange.forum.models import Discussion
from exchange.journal import at, now, worker
from exchange.library.models import GuidePage
from search import indexing
from tests import factories as make

pytestmark = pytest.mark.django_db
EACH = 20
KINDS = ("missing", "extra", "stale", "rights", "platform")


@pytest.fixture(autouse=True)
def index_folder(settings, tmp_path):
    """An index of the test's own, so that nothing else differs."""
    settings.SEARCH_INDEX_DIR = tmp_path / "index"


@pytest.fixture
def drift():
    """For each kind of drift twenty works, written past the journal: nineteen discussions and a guide."""
    here, there = make.platform(), make.platform()
    guides = {kind: make.work(here, f"تقرير {kind}", is_live=kind != "missing") for kind in KINDS}
    keys = {kind: discussions(here) for kind in KINDS[1:]}
    make.work(here, "تقرير كما كان")
    indexing.rebuild()
    keys["missing"] = discussions(here)
    changes = {
        "stale": {"title": "محضر"},
        "rights": {"audience": "party"},
        "platform": {"platform": there},
    }
    for kind, change in changes.items():
        Discussion.objects.filter(pk__in=keys[kind]).update(**change)
        GuidePage.objects.filter(pk=guides[kind].pk).update(**change)
    GuidePage.objects.filter(pk=guides["missing"].pk).update(live=True)
    GuidePage.objects.filter(pk=guides["extra"].pk).update(live=False)
    Discussion.objects.filter(pk__in=keys["extra"]).delete()
    return {
        *((f"discussion:{key}", kind) for kind in KINDS for key in keys[kind]),
        *((f"guide:{guide.translation_key}", kind) for kind, guide in guides.items()),
    }


def discussions(platform) -> list[int]:
    made = [Discussion(platform=platform, title="تقرير", audience="everyone") for _ in range(EACH - 1)]
    return [one.pk for one in Discussion.objects.bulk_create(made)]


def test_what_was_changed_past_the_journal_is_named_and_mended_by_the_command(drift, capsys):
    assert len(drift) == EACH * len(KINDS)
    with pytest.raises(CommandError, match="100 differences"):
        call_command("search_index", check=True)
    told = [tuple(line.split("\t")) for line in capsys.readouterr().out.splitlines()]
    assert sorted(told) == sorted((kind, one) for one, kind in drift)
    call_command("search_index", mend=True)
    assert indexing.check() == []


def test_the_worker_mends_it_in_the_night_and_cries_out_about_rights(drift, caplog):
    with caplog.at_level(logging.WARNING):
        assert tasks.compare_index(settle=0) == EACH * len(KINDS)
    assert indexing.check() == []
    alarms = [record.getMessage() for record in caplog.records if record.levelno == logging.ERROR]
    assert len(alarms) == 1 and "20 works with other rights" in alarms[0]
    caplog.clear()
    assert tasks.compare_index(settle=0) == 0
    assert caplog.records == []


def test_what_is_delivered_in_the_meantime_is_no_drift(monkeypatch, caplog):
    platform = make.platform()
    work = make.work(platform, "تقرير", audience="everyone")
    indexing.rebuild()
    worker.drain()
    work.audience = "party"
    work.save_revision().publish()
    assert [one.what for one in indexing.check()] == ["rights"]
    monkeypatch.setattr(indexing.time, "sleep", lambda seconds: worker.drain())
    assert tasks.compare_index() == 0
    assert caplog.records == []


def test_of_many_workers_one_compares_once_in_a_night(monkeypatch):
    began = []
    monkeypatch.setattr(tasks, "compare_index", lambda: began.append(now()))
    night = timezone.localtime(now()).replace(hour=tasks.COMPARE_HOUR, minute=5) + timedelta(days=400)
    for minutes in (-120, 0, 10, 50, 60, 24 * 60):
        with at(night + timedelta(minutes=minutes)):
            tasks.compare_nightly()
            for thread in threading.enumerate():
                if thread.name == "search-compare":
                    thread.join()
    assert len(began) == 2
