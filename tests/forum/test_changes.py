"""What a page that was away is told: everything it missed, nothing twice, and no word that was taken away."""

import pytest
from django.test import Client

from exchange.forum import actions
from exchange.forum.models import Discussion
from exchange.forum.views import reading
from tests.forum import talk

pytestmark = pytest.mark.django_db


@pytest.fixture
def people():
    return talk.cast()


@pytest.fixture
def client(people):
    client = Client()
    client.force_login(people.other)
    return client


def told(client, discussion, after):
    answer = client.get(f"/ar/forum/{discussion.pk}/changes/?after={after}")
    assert answer.status_code == 200
    return answer.json()


def all_missed(client, discussion, after) -> list[tuple[int, int]]:
    """(number of the change, number of the post) of everything after `after`, page by page as the browser asks."""
    missed = []
    while True:
        answer = told(client, discussion, after)
        missed += [(change["number"], change["post"]) for change in answer["changes"]]
        after = answer["last"]
        if not answer["more"]:
            return missed


@pytest.mark.parametrize("missed", [0, 1, 99, 100, 101, 250])
def test_a_page_gets_exactly_what_it_missed_in_order(people, client, missed):
    discussion = talk.discussion(people.platform, people.member)
    rows = [
        discussion.posts.model(
            discussion=discussion, number=n, changed=n, author=people.member, text="ر", html="<p>ر</p>"
        )
        for n in range(2, missed + 2)
    ]
    discussion.posts.bulk_create(rows)
    Discussion.objects.filter(pk=discussion.pk).update(last_number=missed + 1, last_change=missed + 1)
    assert all_missed(client, discussion, 1) == [(n, n) for n in range(2, missed + 2)]


def test_a_page_that_is_too_far_behind_is_told_to_reload(people, client, monkeypatch):
    monkeypatch.setattr(reading, "CHANGES_KEPT", 3)
    discussion = talk.discussion(people.platform, people.member, replies=5)
    assert told(client, discussion, 2) == {"reload": True}
    assert [change["number"] for change in told(client, discussion, 3)["changes"]] == [4, 5, 6]


def test_a_number_from_the_future_or_of_a_longer_discussion_is_told_to_reload(people, client):
    discussion = talk.discussion(people.platform, people.member, replies=1)
    longer = talk.discussion(people.platform, people.member, replies=9)
    assert told(client, discussion, 3) == {"reload": True}
    assert told(client, discussion, longer.last_change) == {"reload": True}
    assert told(client, discussion, 2)["changes"] == []


@pytest.mark.parametrize("after", ["", "x", "-1", "1.5", "1e3", "99999999999999999999", "%00", "0x1"])
def test_what_is_no_number_is_refused(people, client, after):
    discussion = talk.discussion(people.platform, people.member)
    answer = client.get(f"/ar/forum/{discussion.pk}/changes/?after={after}")
    assert (answer.status_code, list(answer.json()["errors"])) == (422, ["after"])


def test_a_page_that_was_away_hears_of_edits_deletions_hiding_and_closing(people, client):
    discussion = talk.discussion(people.platform, people.member, replies=4)
    posts = {post.number: post for post in discussion.posts.all()}
    seen = discussion.last_change
    actions.edit_post(post=posts[2], by=people.member, text="بعد التعديل")
    actions.delete_post(post=posts[3], by=people.member)
    actions.hide_post(post=posts[4], by=people.coordinator, reason="سبب الإخفاء")
    actions.close_discussion(discussion=discussion, by=people.coordinator, reason="اكتمل")
    answer = told(client, discussion, seen)
    assert [
        (change["number"], change["post"], change["state"], change["revision"])
        for change in answer["changes"]
    ] == [
        (6, 2, "visible", 1),
        (7, 3, "deleted", 0),
        (8, 4, "hidden", 0),
    ]
    assert (answer["last"], answer["more"]) == (9, False)
    assert answer["discussion"] == {
        "title": discussion.title,
        "state": "closed",
        "reason": "اكتمل",
        "replies": 2,
    }
    assert "بعد التعديل" in answer["changes"][0]["html"]


def test_a_post_edited_ten_times_is_told_once_as_it_is_now(people, client):
    discussion = talk.discussion(people.platform, people.member, replies=1)
    post = discussion.posts.get(number=2)
    for number in range(10):
        actions.edit_post(post=post, by=people.member, text=f"صيغة {number}")
    answer = told(client, discussion, 1)
    assert [(change["number"], change["post"]) for change in answer["changes"]] == [(12, 2)]
    assert "صيغة 9" in answer["changes"][0]["html"]


@pytest.mark.parametrize("name", ["member", "other", "coordinator", "administrator"])
def test_words_that_were_taken_away_are_replayed_to_nobody(people, name):
    discussion = talk.discussion(people.platform, people.member)
    hidden, _ = actions.post(discussion=discussion, by=people.member, text="كلام مخفي")
    deleted, _ = actions.post(discussion=discussion, by=people.member, text="كلام محذوف")
    actions.hide_post(post=hidden, by=people.coordinator, reason="سبب خاص")
    actions.delete_post(post=deleted, by=people.member)
    client = Client()
    client.force_login(getattr(people, name))
    body = client.get(f"/ar/forum/{discussion.pk}/changes/?after=0").content.decode()
    assert [words in body for words in ("كلام مخفي", "كلام محذوف", "سبب خاص")] == [False, False, False]


def test_what_changes_between_two_readings_is_told_the_next_time(people, client, monkeypatch):
    """The discussion is read first: a change that comes in before the posts are read must not be skipped."""
    discussion = talk.discussion(people.platform, people.member, replies=1)
    visible_to = reading.Post.objects.visible_to
    is_first = True

    def late(person):
        nonlocal is_first
        if is_first:
            is_first = False
            actions.close_discussion(discussion=discussion, by=people.coordinator, reason="اكتمل")
            actions.hide_post(post=discussion.posts.get(number=2), by=people.coordinator, reason="سبب")
        return visible_to(person)

    monkeypatch.setattr(reading.Post.objects, "visible_to", late)
    first = told(client, discussion, 0)
    assert ([change["post"] for change in first["changes"]], first["last"]) == ([1], 2)
    second = told(client, discussion, first["last"])
    assert [(change["number"], change["post"], change["state"]) for change in second["changes"]] == [
        (4, 2, "hidden")
    ]
    assert (second["last"], second["discussion"]["state"]) == (4, "closed")


def test_nothing_of_it_is_kept_by_a_cache(people, client):
    discussion = talk.discussion(people.platform, people.member)
    answer = client.get(f"/ar/forum/{discussion.pk}/changes/?after=0")
    assert "no-store" in answer["Cache-Control"]
    assert "private" in answer["Cache-Control"]
