"""Loading without waiting for the disk."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

# The setting, and what it is while the demo is loaded. What a power cut would take (the last commits, and never a
# part of one) the next run brings back.
SETTINGS = {
    "sqlite": ("PRAGMA synchronous", "PRAGMA synchronous=NORMAL", "PRAGMA synchronous={}"),
    "postgresql": (
        "SHOW synchronous_commit",
        "SET synchronous_commit TO off",
        "SET synchronous_commit TO {}",
    ),
}


@contextmanager
def quick_commits() -> Iterator[None]:
    """Let this connection's commits reach the disk a moment after they are made."""
    ask, hasten, restore = SETTINGS[connection.vendor]
    with connection.cursor() as cursor:
        cursor.execute(ask)
        (usual,) = cursor.fetchone()
        cursor.execute(hasten)
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute(restore.format(usual))
