"""Numbers follow the order of commits, whoever comes at the same time; and what happens where the lock is missing."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import IntegrityError, connection, connections, transaction
from django.test import Client

from exchange.forum import actions
from exchange.forum.actions import changes, talking
from exchange.forum.models import Discussion, Post
from tests import factories
from tests.forum import talk

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def sana():
    return factories.member(factories.platform(), "سناء")


@pytest.fixture
def discussion(sana):
    return talk.discussion(sana.memberships.get().platform, sana)


def at_once(deeds):
    """Run these together, each on a connection of its own; their results, or the errors they ended with."""

    def run(deed):
        try:
            return deed()
        except Exception as error:
            return error
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(deeds)) as pool:
        return list(pool.map(run, deeds))


def test_posts_sent_at_once_are_numbered_one_after_the_other(discussion, sana):
    results = at_once(
        [
            lambda n=n: actions.post(discussion=discussion, by=sana, text=f"ردّ {n}")[0].number
            for n in range(12)
        ]
    )
    assert sorted(results) == list(range(2, 14))
    discussion.refresh_from_db()
    assert (discussion.last_number, discussion.last_change, discussion.post_count) == (13, 13, 13)


def test_edits_and_posts_at_once_never_share_a_number(discussion, sana):
    posts = [actions.post(discussion=discussion, by=sana, text=f"ردّ {n}")[0] for n in range(4)]
    at_once(
        [
            *(lambda post=post: actions.edit_post(post=post, by=sana, text="معدّل") for post in posts),
            *(lambda n=n: actions.post(discussion=discussion, by=sana, text=f"جديد {n}") for n in range(4)),
        ]
    )
    changed = sorted(discussion.posts.values_list("changed", flat=True))
    assert changed == [1, *range(6, 14)]


def test_a_change_that_commits_late_is_not_skipped(discussion, sana):
    """Two transactions, one held open: whoever catches up in between must still get the other afterwards."""
    client = Client()
    client.force_login(sana)
    is_in, may_commit = threading.Event(), threading.Event()

    def slow():
        with transaction.atomic():
            post, _ = actions.post(discussion=discussion, by=sana, text="البطيء")
            is_in.set()
            may_commit.wait(10)
        return post.number

    def quick():
        is_in.wait(10)
        # It cannot overtake: it waits for the row until the other has committed.
        return actions.post(discussion=discussion, by=sana, text="السريع")[0].number

    def reader():
        is_in.wait(10)
        first = client.get(f"/ar/forum/{discussion.pk}/changes/?after=1").json()
        may_commit.set()
        return first["last"]

    numbers = at_once([slow, quick, reader])
    assert numbers == [2, 3, 1]
    missed = client.get(f"/ar/forum/{discussion.pk}/changes/?after={numbers[2]}").json()
    assert [change["number"] for change in missed["changes"]] == [2, 3]


def test_without_the_lock_numbers_collide(discussion, sana, monkeypatch):
    """The canary: the same race with the lock taken away must go wrong, or the tests above prove nothing."""
    have_read = threading.Barrier(2, timeout=10)

    def unlocked(discussion):
        found = Discussion.objects.select_related("platform").get(pk=discussion.pk)
        have_read.wait()
        return found

    monkeypatch.setattr(talking, "locked", unlocked)
    deed = actions.post
    if connection.vendor == "sqlite":
        # Here the transaction itself is the lock: it takes the database when it begins.
        deed = actions.post.__wrapped__
        monkeypatch.setattr(talking, "record", lambda *args, **kwargs: None)
    results = at_once([lambda n=n: deed(discussion=discussion, by=sana, text=f"ردّ {n}") for n in range(2)])
    assert [type(result) for result in results].count(IntegrityError) == 1
    assert Post.objects.filter(discussion=discussion, number=2).count() == 1


def test_twenty_at_once_with_one_client_id_are_one_post(discussion, sana):
    sent = "5f0c1f6e-6f0a-4e0e-9a55-0d7b0f6f1a11"
    results = at_once(
        [lambda: actions.post(discussion=discussion, by=sana, text="مرة واحدة", client_id=sent)] * 20
    )
    assert {result[0].pk for result in results} == {discussion.posts.get(number=2).pk}
    assert sorted(result[1] for result in results) == [False] * 19 + [True]
    assert discussion.posts.count() == 2


def test_opening_at_once_with_one_client_id_opens_one(sana):
    platform = sana.memberships.get().platform
    sent = "5f0c1f6e-6f0a-4e0e-9a55-0d7b0f6f1a12"
    results = at_once([lambda: talk.discussion(platform, sana, client_id=sent)] * 4)
    assert len({result.pk for result in results}) == 1
    assert Discussion.objects.count() == 1


def test_the_lock_is_a_lock_of_the_row(discussion):
    """On PostgreSQL the row is held; SQLite holds the database, and says nothing of rows."""
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as asked, transaction.atomic():
        changes.locked(discussion)
    is_held = any("FOR UPDATE" in query["sql"] for query in asked.captured_queries)
    assert is_held == (connection.vendor == "postgresql")
