"""Pauses between the steps of a registration and, for some workshops, takes the lock away."""

import itertools
import random
import threading
import time

from django.apps import AppConfig

SHORT, LONG = 0.004, 0.3
_here = threading.local()


class RacingConfig(AppConfig):
    name = "tests.workshops.racing"
    label = "racing"

    def ready(self) -> None:
        from exchange.workshops import actions
        from exchange.workshops.actions import registrations

        actions.register = _register(registrations)
        # After the row was read and locked, after the decision, and before the commit.
        registrations.locked = _locked(registrations.locked)
        registrations._next_number = _slow(registrations._next_number)
        registrations.record = _recorded(registrations.record)


def is_unlocked() -> bool:
    return getattr(_here, "is_unlocked", False)


def _pause() -> None:
    longest = LONG if is_unlocked() else SHORT
    time.sleep(random.uniform(longest / 2, longest))


def _register(registrations):
    from django.db import connection

    with_transaction, without = registrations.register, registrations.register.__wrapped__

    def register(*, workshop, by):
        _here.is_unlocked = workshop.title_en == "unlocked"
        try:
            # SQLite knows no row locks: the transaction, which begins by taking the one write lock, is the lock.
            if is_unlocked() and connection.vendor == "sqlite":
                return without(workshop=workshop, by=by)
            return with_transaction(workshop=workshop, by=by)
        finally:
            _here.is_unlocked = False

    return register


def _locked(locked):
    from exchange.workshops.models import Workshop

    def paused(workshop):
        if is_unlocked():
            found = Workshop.objects.select_related("platform").get(pk=workshop.pk)
        else:
            found = locked(workshop)
        _pause()
        return found

    return paused


def _slow(next_number):
    # Two people with the same number would fail on the constraint and hide what the lock is for.
    own = itertools.count(1)

    def paused(workshop):
        _pause()
        return next(own) if is_unlocked() else next_number(workshop)

    return paused


def _recorded(record):
    from django.db import transaction

    def paused(*args, **kwargs):
        # Without the action's transaction the journal asks for one of its own.
        with transaction.atomic():
            entry = record(*args, **kwargs)
        _pause()
        return entry

    return paused
