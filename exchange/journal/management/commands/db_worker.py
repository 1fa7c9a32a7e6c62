"""`manage.py db_worker`: the worker as a process of its own. Run as many as there is work for."""

import signal
import threading

from django.core.management.base import BaseCommand

from exchange.journal import worker


class Command(BaseCommand):
    help = "Delivers what the journal queued, publishes what is due, clears what is old; until it is stopped."

    def add_arguments(self, parser):
        parser.add_argument("--batch", action="store_true", help="run what is due, then end")

    def handle(self, *args, batch: bool, **options):
        if batch:
            worker.drain()
            return
        stop = threading.Event()
        for name in (signal.SIGTERM, signal.SIGINT):
            signal.signal(name, lambda *_: stop.set())
        worker.run(stop)
