"""`manage.py demo`: bring about the demo network, where it is not there yet."""

import time
from collections.abc import Callable
from typing import TypeVar

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from exchange.demo import arriving, cast, counting
from exchange.demo.calendar import Calendar
from exchange.demo.discussions import load_discussions
from exchange.demo.people import load_administrator, load_authorities, load_memberships, load_people
from exchange.demo.platforms import load_platforms
from exchange.demo.quickly import quick_commits
from exchange.demo.standing_pages import load_standing_pages
from exchange.demo.works import load_works
from exchange.demo.workshops import load_workshops

Made = TypeVar("Made")


class Command(BaseCommand):
    help = "Load the demo network: what is there already is left as it is. Prints who can sign in."

    def handle(self, *args, **options) -> None:
        if settings.IS_PRODUCTION:
            raise CommandError(
                "BASE_URL is an https address: this is no place for people whose passwords everybody knows."
            )
        began = time.monotonic()
        with quick_commits():
            self._load(Calendar.of_now())
        for name, count in counting.counts().items():
            self._say(f"{count:6}  {name}")
        self._say(f"{time.monotonic() - began:6.1f} s")
        self._print_sign_ins()

    def _load(self, calendar: Calendar) -> None:
        self._step("local authorities", load_authorities)
        admin = self._step("network administrator", lambda: load_administrator(calendar))
        platforms = self._step("platforms", lambda: load_platforms(calendar, admin))
        people = self._step("people", lambda: load_people(calendar))
        people = self._step("memberships", lambda: load_memberships(calendar, people, platforms))
        self._step("standing pages", lambda: load_standing_pages(calendar, admin))
        self._step("guides and papers", lambda: load_works(calendar, people, platforms))
        self._step("workshops", lambda: load_workshops(calendar, people, platforms))
        self._step("discussions", lambda: load_discussions(calendar, people, platforms))
        self._step("search and inboxes", arriving.deliver_all)

    def _step(self, name: str, load: Callable[[], Made]) -> Made:
        began = time.monotonic()
        made = load()
        self._say(f"{time.monotonic() - began:6.1f} s  {name}")
        return made

    def _say(self, line: str) -> None:
        # The standard output is for the sign-ins alone, which are kept as they are printed.
        self.stderr.write(line, style_func=str)
        self.stderr.flush()

    def _print_sign_ins(self) -> None:
        sign_ins = cast.sign_ins()
        kept = settings.DATA_DIR / "demo-sign-ins.txt"
        kept.write_text(sign_ins)
        self.stdout.write(sign_ins, ending="")
