"""The worker: delivers what the journal queued, publishes what is due, clears what is old.

On the embedded default it is a thread of the server; scaled, it is `manage.py db_worker`, as often as wished.
"""

import logging
import threading
import time
import uuid
from collections.abc import Callable
from datetime import timedelta

from django.core.management import call_command
from django.db import close_old_connections, connections
from django.utils import timezone

logger = logging.getLogger(__name__)

POLL_SECONDS = 0.2
PUBLISH_EVERY = 60
PRUNE_EVERY = 24 * 3600
# A task that has been running for so long lost its worker; ours take seconds.
LEASE = timedelta(minutes=10)

_thread: threading.Thread | None = None
_repeated: dict[Callable[[], object], float] = {}


def repeat(deed: Callable[[], object], *, every: float) -> None:
    """Have the workers call `deed` each `every` seconds, for the first time soon after they start.

    Several workers may call it at the same moment, and one that is killed in the middle calls it anew.
    """
    _repeated[deed] = every


def start_in_server() -> threading.Event:
    """Start the worker as a daemon thread that is restarted whenever it fails; set the event to stop it."""
    global _thread
    stop = threading.Event()
    _thread = threading.Thread(
        target=run, args=(stop,), kwargs={"is_alone": True}, name="worker", daemon=True
    )
    _thread.start()
    return stop


def is_alive_in_server() -> bool:
    """Whether the thread started by `start_in_server` still runs."""
    return _thread is not None and _thread.is_alive()


def run(stop: threading.Event, *, is_alone: bool = False) -> None:
    """Work until `stop` is set. A locked or lost database is waited out; nothing ends the loop but `stop`.

    `is_alone` says that no other worker runs on this database, so that every task left running was abandoned.
    """
    wait = POLL_SECONDS
    ticks: dict = {_publish_due: 0.0, _prune: time.monotonic() - PRUNE_EVERY + 300, _reap: 0.0}
    ticks |= dict.fromkeys(_repeated, 0.0)
    must_reap_all = is_alone
    while not stop.is_set():
        try:
            close_old_connections()
            if must_reap_all:
                reap(abandoned_for=timedelta(0))
                must_reap_all = False
            drain()
            _tick(ticks)
            wait = POLL_SECONDS
        except Exception:
            logger.exception("the worker stumbled and goes on")
            connections.close_all()
            wait = min(wait * 2, 5)
        stop.wait(wait)
    connections.close_all()


def drain() -> int:
    """Run every task that is due, one after the other; says how many."""
    from django_tasks_db.management.commands.db_worker import Worker

    name = f"worker-{uuid.uuid4().hex[:8]}"
    runner = Worker(
        queue_names=["*"],
        interval=0,
        batch=True,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id=name,
        excluded_queue_names=[],
    )
    done = 0
    while task := _claim(name):
        runner.run_task(task)
        done += 1
    return done


def _claim(name: str):
    """The next due task, marked as this worker's; None when none is due."""
    from django_tasks_db.models import DBTaskResult
    from django_tasks_db.utils import exclusive_transaction

    due = DBTaskResult.objects.ready()
    # Asking first spares SQLite the exclusive lock that claiming takes.
    if not due.exists():
        return None
    with exclusive_transaction(due.db):
        task = due.get_locked()
        if task is not None:
            task.claim(name)
    return task


def reap(*, abandoned_for: timedelta = LEASE) -> int:
    """Queue again the tasks that a killed worker left running for longer than `abandoned_for`; says how many."""
    from django_tasks_db.models import DBTaskResult

    lost = DBTaskResult.objects.running().filter(started_at__lte=timezone.now() - abandoned_for)
    return lost.update(status="READY", started_at=None)


def seconds_behind() -> float:
    """For how long the oldest due task has been waiting; 0 when none waits."""
    from django_tasks_db.models import DBTaskResult

    due = DBTaskResult.objects.ready().order_by("enqueued_at").first()
    if due is None:
        return 0.0
    since = due.enqueued_at if due.run_after.year > 9000 else max(due.enqueued_at, due.run_after)
    return max(0.0, (timezone.now() - since).total_seconds())


def _tick(ticks: dict) -> None:
    intervals: dict = {_publish_due: PUBLISH_EVERY, _prune: PRUNE_EVERY, _reap: PUBLISH_EVERY} | _repeated
    for deed, last in ticks.items():
        if time.monotonic() - last >= intervals[deed]:
            ticks[deed] = time.monotonic()
            deed()


def _reap() -> None:
    reap()


def _publish_due() -> None:
    call_command("publish_scheduled", verbosity=0)


def _prune() -> None:
    call_command("prune_db_task_results", verbosity=0)
    call_command("clearsessions", verbosity=0)
