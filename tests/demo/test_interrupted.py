"""A run that was killed is taken up again where it ended."""

import json
import os
import signal
import subprocess
import sys

import pytest

from tests.demo.test_network import expected
from tests.servers.site import Site
from tests.servers.templates import ROOT

pytestmark = pytest.mark.soak

# The run is killed when it has printed this step, in the middle of the next one.
STEPS = (
    "network administrator",
    "platforms",
    "standing pages",
    "guides and papers",
    "workshops",
    "discussions",
)

WHAT_IS_THERE = """
import json
from django_tasks_db.models import DBTaskResult
from exchange.demo.counting import counts
from exchange.journal import worker
from datetime import timedelta
from search import indexing
worker.reap(abandoned_for=timedelta(0))
worker.drain()
states = sorted(set(DBTaskResult.objects.values_list("status", flat=True)))
print(json.dumps([counts(), states, indexing.check()]))
"""


@pytest.fixture
def site():
    site = Site("empty", postgres_url=os.environ.get("DATABASE_URL", ""))
    yield site
    site.remove()


def run_and_kill_after(site: Site, step: str) -> None:
    process = subprocess.Popen(
        [sys.executable, "manage.py", "demo"],
        cwd=ROOT,
        env=site._environment(),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    for line in process.stderr:
        if line.strip().endswith(step):
            break
    try:
        process.wait(1)
    except subprocess.TimeoutExpired:
        process.send_signal(signal.SIGKILL)
    process.wait()
    process.stderr.close()
    assert process.returncode == -signal.SIGKILL


def test_a_run_killed_again_and_again_is_completed_by_the_last(site):
    for step in STEPS:
        run_and_kill_after(site, step)
    site.manage("demo")
    assert json.loads(site.shell(WHAT_IS_THERE)) == [expected(), ["SUCCESSFUL"], []]
