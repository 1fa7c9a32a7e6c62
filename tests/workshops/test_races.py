"""Seats under a rush: real processes, real HTTP, many people at the same moment.

The server is the product with pauses where two registrations could meet (tests/workshops/racing); one workshop goes
without the lock and shows that the test would notice.
"""

import asyncio
import json
import os
import sqlite3
import time
from contextlib import closing
from dataclasses import dataclass, field
from urllib.parse import quote

import psycopg
import pytest

from tests.servers.site import Site

TOKEN = "r" * 32
# The same race on so many workshops.
THIRTY = [f"thirty {number}" for number in range(1, 6)]

PREPARE = """
import json
from datetime import timedelta
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session as Row
from django.utils import timezone
from exchange.people.models import User
from exchange.platforms.actions import create_platform
from exchange.workshops import actions

admin = User.objects.create_superuser("admin@exchange.example", "x", name="Admin")
platform = create_platform(by=admin, slug="race", name_ar="منصة السباق", name_en="Race")
people = User.objects.bulk_create(
    User(email=f"racer{number}@exchange.example", name=f"متسابق {number}", password="!", is_in_network=True)
    for number in range(PEOPLE)
)
store, keys, rows = SessionStore(), [], []
for person in [admin, *User.objects.filter(email__startswith="racer").order_by("pk")]:
    data = {"_auth_user_id": str(person.pk), "_auth_user_backend": "django.contrib.auth.backends.ModelBackend",
            "_auth_user_hash": person.get_session_auth_hash()}
    keys.append(store._get_new_session_key())
    rows.append(Row(session_key=keys[-1], session_data=store.encode(data),
                    expire_date=timezone.now() + timedelta(days=1)))
Row.objects.bulk_create(rows)
starts_at = timezone.now() + timedelta(days=7)
made = {}
for name, seats in SEATS.items():
    workshop = actions.create_workshop(
        platform=platform, by=admin, title_ar="سباق", title_en=name, seats=seats,
        sessions=[{"starts_at": starts_at, "ends_at": starts_at + timedelta(hours=2)}],
    )
    made[name] = actions.publish_workshop(workshop=workshop, by=admin).pk
print(json.dumps({"admin": keys[0], "people": keys[1:], "workshops": made}))
"""


@dataclass
class Track:
    """A site with people who are signed in and workshops to run for."""

    site: Site
    admin: str
    people: list[str]
    workshops: dict[str, int]

    def deed(self, person: str, workshop: str, name: str, body: str = "") -> bytes:
        """The request that a browser of this person sends."""
        path = quote(f"/ar/workshops/{self.workshops[workshop]}-سباق/{name}/")
        return (
            f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1:{self.site.port}\r\nConnection: close\r\n"
            f"Cookie: sessionid={person}; csrftoken={TOKEN}\r\nX-CSRFToken: {TOKEN}\r\n"
            f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n\r\n{body}"
        ).encode()

    def rows(self, statement: str) -> list[tuple]:
        """What the site's own database answers."""
        if self.site.database_url:
            with psycopg.connect(self.site.database_url) as connection:
                return connection.execute(statement).fetchall()
        with closing(sqlite3.connect(self.site.data_dir / "exchange.sqlite3")) as connection:
            return connection.execute(statement).fetchall()

    def registrations(self, workshop: str) -> list[tuple[int, str]]:
        """Number and state of each registration, in the order of arrival."""
        return self.rows(
            "SELECT number, state FROM workshops_registration "
            f"WHERE workshop_id = {self.workshops[workshop]} ORDER BY number"
        )

    def facts(self, workshop: str) -> list[tuple[str, int, dict]]:
        """Kind, registration and details of all that happened to the seats, in the order of the commits."""
        pk = self.workshops[workshop]
        rows = self.rows(
            "SELECT kind, CAST(subject_id AS INTEGER), CAST(details AS TEXT) FROM journal_entry "
            f"WHERE (kind = 'workshops.seats_set' AND subject_id = '{pk}') "
            "OR (kind IN ('workshops.registered', 'workshops.promoted', 'workshops.registration_cancelled') "
            "AND CAST(subject_id AS INTEGER) IN "
            f"(SELECT id FROM workshops_registration WHERE workshop_id = {pk})) ORDER BY id"
        )
        return [
            (kind.removeprefix("workshops."), subject, json.loads(details)) for kind, subject, details in rows
        ]


def rush(port: int, requests: list[bytes]) -> list[int]:
    """Send all requests at the same moment, each on a connection of its own; the status of each answer, 0 for none."""

    async def one(request: bytes, start: asyncio.Event) -> int:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        try:
            await start.wait()
            writer.write(request)
            line = await asyncio.wait_for(reader.readline(), 60)
            await asyncio.wait_for(reader.read(), 60)
        finally:
            writer.close()
        return int(line.split(b" ")[1]) if line else 0

    async def everybody() -> list[int]:
        start = asyncio.Event()
        running = [asyncio.create_task(one(request, start)) for request in requests]
        await asyncio.sleep(0.3)
        start.set()
        return await asyncio.gather(*running)

    return asyncio.run(everybody())


@pytest.fixture(scope="module")
def track():
    """One server for all races, with a workshop for each."""
    parts = {"postgres_url": os.environ.get("DATABASE_URL", ""), "redis_url": os.environ.get("REDIS_URL", "")}
    site = Site("empty", env={"DJANGO_SETTINGS_MODULE": "tests.workshops.racing.settings"}, **parts)
    try:
        seats = dict.fromkeys(THIRTY, 30) | {"unlocked": 10, "one person": 5, "mixed": 20, "edited": 5}
        made = json.loads(site.shell(f"SEATS = {seats!r}\nPEOPLE = 200\n{PREPARE}"))
        yield Track(site.start(), **made)
    finally:
        site.remove()


@dataclass
class Ledger:
    """The seats as the journal tells of them, checked at every commit."""

    seats: int
    confirmed: set[int] = field(default_factory=set)
    line: list[int] = field(default_factory=list)
    promotions: list[int] = field(default_factory=list)

    def read(self, facts: list[tuple[str, int, dict]]) -> "Ledger":
        for kind, subject, details in facts:
            if kind != "promoted":
                # Promotions belong to the commit before them: now it is whole.
                assert not (self.line and len(self.confirmed) < self.seats), (
                    "a seat is free while somebody waits"
                )
            getattr(self, kind)(subject, details)
        assert not (self.line and len(self.confirmed) < self.seats)
        return self

    def registered(self, subject: int, details: dict) -> None:
        has_seat = len(self.confirmed) < self.seats
        assert details["state"] == ("confirmed" if has_seat else "waiting")
        assert subject not in self.confirmed
        assert subject not in self.line
        if has_seat:
            self.confirmed.add(subject)
        else:
            self.line.append(subject)

    def registration_cancelled(self, subject: int, details: dict) -> None:
        (self.confirmed if details["had"] == "confirmed" else self.line).remove(subject)

    def promoted(self, subject: int, details: dict) -> None:
        assert self.line.pop(0) == subject
        self.confirmed.add(subject)
        self.promotions.append(subject)
        assert len(self.confirmed) <= self.seats

    def seats_set(self, subject: int, details: dict) -> None:
        self.seats = details["seats"]


def test_one_person_pressing_twenty_times_gets_one_seat(track):
    """C3."""
    request = track.deed(track.people[0], "one person", "register")
    assert rush(track.site.port, [request] * 20) == [302] * 20
    assert track.registrations("one person") == [(1, "confirmed")]
    assert [kind for kind, _subject, _details in track.facts("one person")] == ["registered"]


def test_cancelled_seats_go_to_those_who_wait_once_and_in_order(track):
    """C2: at every commit nobody is over the seats and nobody waits beside a free one; each promotion is told once."""
    first, second = track.people[:30], track.people[30:60]
    port = track.site.port
    assert rush(port, [track.deed(person, "mixed", "register") for person in first]) == [302] * 30
    requests = []
    for at, person in enumerate(second):
        requests.append(track.deed(person, "mixed", "register"))
        if at < 20:
            requests.append(track.deed(first[at], "mixed", "cancel-registration"))
    assert rush(port, requests) == [302] * 50
    ledger = Ledger(seats=20).read(track.facts("mixed"))
    assert (len(ledger.confirmed), len(ledger.line)) == (20, 20)
    assert len(ledger.promotions) == len(set(ledger.promotions))
    states = [state for _number, state in track.registrations("mixed")]
    assert [states.count(state) for state in ("confirmed", "waiting", "cancelled")] == [20, 20, 20]
    promotions = (
        "SELECT entry.id, COUNT(told.id) FROM journal_entry entry "
        "LEFT JOIN notifications_notification told ON told.entry_id = entry.id "
        "WHERE entry.kind = 'workshops.promoted' AND CAST(entry.subject_id AS INTEGER) IN "
        f"(SELECT id FROM workshops_registration WHERE workshop_id = {track.workshops['mixed']} "
        "AND state = 'confirmed') GROUP BY entry.id"
    )
    deadline = time.monotonic() + 60
    while any(count == 0 for _entry, count in track.rows(promotions)) and time.monotonic() < deadline:
        time.sleep(0.2)
    assert {count for _entry, count in track.rows(promotions)} == {1}


def test_seats_that_change_during_the_rush_are_given_exactly(track):
    """C4: lowered below what is taken, to nothing, and raised again, while people register."""
    requests = [track.deed(person, "edited", "register") for person in track.people[:40]]
    for seats in (12, 3, 0, 20, 9):
        requests.insert(len(requests) * 2 // 3, track.deed(track.admin, "edited", "seats", f"seats={seats}"))
    assert rush(track.site.port, requests) == [302] * 45
    # Whatever the order was, more seats in the end reach exactly those who have waited longest.
    before = [state for _number, state in track.registrations("edited")]
    taken = before.count("confirmed")
    final = track.deed(track.admin, "edited", "seats", f"seats={taken + 4}")
    assert rush(track.site.port, [final]) == [302]
    ledger = Ledger(seats=5).read(track.facts("edited"))
    assert len(ledger.confirmed) == taken + 4
    after = [state for _number, state in track.registrations("edited")]
    assert after == ["confirmed"] * (taken + 4) + ["waiting"] * (36 - taken)


def test_without_the_lock_seats_are_oversold(track):
    """The twin of C1: were the lock of no use, this would fail."""
    rush(track.site.port, [track.deed(person, "unlocked", "register") for person in track.people[:40]])
    confirmed = [number for number, state in track.registrations("unlocked") if state == "confirmed"]
    assert len(confirmed) > 10


@pytest.mark.parametrize("workshop", THIRTY)
def test_thirty_seats_are_never_given_to_thirty_one(track, workshop):
    """C1: 200 people at once for 30 seats, again and again."""
    statuses = rush(track.site.port, [track.deed(person, workshop, "register") for person in track.people])
    assert statuses == [302] * 200
    assert track.registrations(workshop) == [
        (number, "confirmed" if number <= 30 else "waiting") for number in range(1, 201)
    ]
    facts = track.facts(workshop)
    assert [details["number"] for _kind, _subject, details in facts] == list(range(1, 201))
    assert Ledger(seats=30).read(facts).promotions == []
