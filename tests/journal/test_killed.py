"""What was answered with "done" is there after the server was killed: exactly once, whole, with its journal entry.

Writers send posts with ids of their own and register for workshops, and do not repeat what was answered. Meanwhile the
server is killed ten times (SIGKILL) and started again.
"""

import json
import random
import threading
import time
import uuid
from dataclasses import dataclass, field

import requests

KILLS = 10
WRITERS = 8

PREPARE = """
import json
from datetime import timedelta
from django.contrib.sessions.backends.db import SessionStore
from django.utils import timezone
from exchange.forum.actions import open_discussion
from exchange.people.models import User
from exchange.platforms import actions
from exchange.workshops import actions as workshops

admin = User.objects.create_superuser("admin@exchange.example", "x", name="Admin")
platform = actions.create_platform(by=admin, slug="kill", name_ar="منصة الصمود", name_en="Kill")
keys = []
for number in range(8):
    person = User.objects.create_user(f"writer{number}@exchange.example", None, name=f"كاتب {number}")
    actions.add_member(platform=platform, person=person, by=admin)
    person.refresh_from_db()
    session = SessionStore()
    session["_auth_user_id"] = str(person.pk)
    session["_auth_user_backend"] = "django.contrib.auth.backends.ModelBackend"
    session["_auth_user_hash"] = person.get_session_auth_hash()
    session.create()
    keys.append(session.session_key)
discussion = open_discussion(platform=platform, by=admin, title="صمود", text="نكتب ونُقطع")
starts_at = timezone.now() + timedelta(days=7)
made = []
for number in range(40):
    workshop = workshops.create_workshop(
        platform=platform, by=admin, title_ar=f"ورشة {number}", seats=4,
        sessions=[{"starts_at": starts_at, "ends_at": starts_at + timedelta(hours=2)}],
    )
    made.append(workshops.publish_workshop(workshop=workshop, by=admin).pk)
discussion = discussion[0] if isinstance(discussion, tuple) else discussion
print(json.dumps({"keys": keys, "discussion": discussion.pk, "workshops": made}))
"""

COUNT = """
import json
from collections import Counter
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from exchange.forum.models import Post
from exchange.journal.models import Entry
from exchange.workshops.models import Registration
posts = list(Post.objects.exclude(client_id=None).values_list("pk", "client_id", "number", "discussion"))
noted = Counter(Entry.objects.filter(kind="forum.posted").values_list("subject_id", flat=True))
registrations = list(Registration.objects.values_list("pk", "person__email", "workshop"))
told = Counter(Entry.objects.filter(kind="workshops.registered").values_list("subject_id", flat=True))
sound = ""
if connection.vendor == "sqlite":
    with connection.cursor() as cursor:
        sound = cursor.execute("PRAGMA integrity_check").fetchone()[0]
        sound += str(cursor.execute("PRAGMA foreign_key_check").fetchall())
print(json.dumps({
    "posts": [[str(client), number] for _pk, client, number, _d in posts],
    "posts_noted": sorted(noted[str(pk)] for pk, *_rest in posts[1:]),
    "registrations": [[email, workshop] for _pk, email, workshop in registrations],
    "registrations_noted": sorted(told[str(pk)] for pk, *_rest in registrations),
    "sound": sound,
}))
"""


@dataclass
class Writer:
    """One person who goes on writing; `posted` and `registered` are what the server said was done."""

    site: object
    key: str
    discussion: int
    workshops: list[int]
    seed: int
    posted: list[str] = field(default_factory=list)
    registered: list[int] = field(default_factory=list)
    is_done: bool = False

    def run(self) -> None:
        chance = random.Random(self.seed)
        waiting = self.workshops.copy()
        chance.shuffle(waiting)
        while not self.is_done:
            try:
                if waiting and chance.random() < 0.3:
                    self._register(waiting)
                else:
                    self._post()
            except requests.RequestException:
                time.sleep(0.05)

    def _session(self) -> requests.Session:
        session = requests.Session()
        session.cookies.set("sessionid", self.key)
        session.cookies.set("csrftoken", "r" * 32)
        session.headers.update({"X-CSRFToken": "r" * 32, "Referer": self.site.url + "/"})
        return session

    def _post(self) -> None:
        mark = str(uuid.uuid4())
        answer = self._session().post(
            f"{self.site.url}/ar/forum/{self.discussion}/posts/",
            json={"text": f"ما زلنا هنا {mark}", "client_id": mark},
            headers={"Accept": "application/json"},
            timeout=10,
        )
        if answer.status_code == 201:
            self.posted.append(mark)

    def _register(self, waiting: list[int]) -> None:
        answer = self._session().post(
            f"{self.site.url}/ar/workshops/{waiting[-1]}-x/register/", timeout=10, allow_redirects=False
        )
        if answer.status_code == 302:
            self.registered.append(waiting.pop())


def test_what_was_acknowledged_survives_ten_kills_exactly_once(make_site):
    site = make_site("empty", start=False)
    plan = json.loads(site.shell(PREPARE).splitlines()[-1])
    site.start()
    writers = [
        Writer(site, key, plan["discussion"], plan["workshops"], seed)
        for seed, key in enumerate(plan["keys"])
    ]
    threads = [threading.Thread(target=writer.run) for writer in writers]
    for thread in threads:
        thread.start()
    chance = random.Random(7)
    for _kill in range(KILLS):
        time.sleep(chance.uniform(0.2, 1.0))
        site.kill()
        site.start()
    time.sleep(1)
    for writer in writers:
        writer.is_done = True
    for thread in threads:
        thread.join()
    site.kill()

    after = json.loads(site.shell(COUNT).splitlines()[-1])
    kept = [client for client, _number in after["posts"]]
    acknowledged = [mark for writer in writers for mark in writer.posted]
    assert len(acknowledged) > WRITERS
    assert [mark for mark in acknowledged if kept.count(mark) != 1] == []
    assert sorted(number for _client, number in after["posts"]) == list(range(1, len(kept) + 1))
    assert set(after["posts_noted"]) == {1}
    seats = [
        [f"writer{number}@exchange.example", workshop]
        for number, writer in enumerate(writers)
        for workshop in writer.registered
    ]
    assert len(seats) > 0
    assert [seat for seat in seats if after["registrations"].count(seat) != 1] == []
    assert set(after["registrations_noted"]) == {1}
    assert after["sound"] in ("", "ok[]")
