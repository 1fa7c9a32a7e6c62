"""Who is told of what, in the inbox and by mail."""

import pytest

from exchange.forum import actions
from exchange.journal.models import Entry
from exchange.notifications.models import Notification
from exchange.notifications.telling import tell
from exchange.platforms.actions import leave_platform
from tests.forum import talk

pytestmark = pytest.mark.django_db


@pytest.fixture
def people():
    return talk.cast()


@pytest.fixture
def discussion(people):
    return talk.discussion(people.platform, people.member, title="الجباية")


def tell_all() -> None:
    for entry in Entry.objects.filter(kind__startswith="forum.").order_by("pk"):
        tell(entry)


def told() -> list[tuple[str, str]]:
    return list(Notification.objects.order_by("pk").values_list("person__name", "title"))


def test_a_reply_tells_who_asked_and_who_took_part_but_not_who_speaks(people, discussion):
    actions.post(discussion=discussion, by=people.other, text="ردّ خالد")
    actions.post(discussion=discussion, by=people.organiser, text="ردّ المنظّمة")
    tell_all()
    assert sorted(Notification.objects.values_list("person__name", "entry__details__number")) == [
        ("خالد", 3),
        ("سناء", 2),
    ]


def test_replies_after_the_first_wait_until_it_was_read(people, discussion):
    for number in range(3):
        actions.post(discussion=discussion, by=people.other, text=f"ردّ {number}")
    tell_all()
    assert [name for name, _title in told()] == ["سناء"]
    Notification.objects.update(read_at="2026-01-01T00:00Z")
    actions.post(discussion=discussion, by=people.other, text="بعد القراءة")
    tell(Entry.objects.latest("pk"))
    assert [name for name, _title in told()] == ["سناء", "سناء"]


def test_who_answered_meanwhile_is_told_of_the_next_reply(people, discussion):
    actions.post(discussion=discussion, by=people.other, text="ردّ")
    tell_all()
    actions.post(discussion=discussion, by=people.member, text="شكرًا")
    actions.post(discussion=discussion, by=people.other, text="عفوًا")
    tell_all()
    assert [name for name, _title in told()].count("سناء") == 2


def test_only_who_asked_is_told_by_mail(people, discussion, mailoutbox):
    actions.post(discussion=discussion, by=people.other, text="ردّ")
    actions.post(discussion=discussion, by=people.organiser, text="ردّ")
    tell_all()
    wanted = dict(Notification.objects.values_list("person__name", "mail"))
    assert (wanted["سناء"], wanted["خالد"]) == ("sent", "none")


def test_who_may_no_longer_read_is_told_nothing(people, discussion):
    actions.post(discussion=discussion, by=people.other, text="ردّ")
    leave_platform(platform=people.platform, by=people.member)
    tell_all()
    assert told() == []


def test_a_reply_that_was_taken_away_before_the_telling_tells_nobody(people, discussion):
    post, _ = actions.post(discussion=discussion, by=people.other, text="ردّ")
    actions.delete_post(post=post, by=people.other)
    tell_all()
    assert told() == []


def test_the_author_of_a_hidden_post_is_told_the_reason(people, discussion):
    post, _ = actions.post(discussion=discussion, by=people.other, text="ردّ")
    actions.hide_post(post=post, by=people.coordinator, reason="فيه أسماء مواطنين")
    tell(Entry.objects.get(kind="forum.post_hidden"))
    notification = Notification.objects.get()
    assert (notification.person, "فيه أسماء مواطنين" in notification.text) == (people.other, True)


def test_a_post_shown_again_before_the_telling_tells_nobody(people, discussion):
    post, _ = actions.post(discussion=discussion, by=people.other, text="ردّ")
    actions.hide_post(post=post, by=people.coordinator, reason="سبب")
    actions.show_post(post=post, by=people.coordinator)
    tell(Entry.objects.get(kind="forum.post_hidden"))
    assert told() == []


def test_an_accepted_answer_and_a_closed_discussion_are_told_to_those_concerned(people, discussion):
    post, _ = actions.post(discussion=discussion, by=people.other, text="ردّ")
    actions.accept_answer(post=post, by=people.member)
    actions.close_discussion(discussion=discussion, by=people.coordinator, reason="اكتمل")
    for kind in ("forum.answer_accepted", "forum.discussion_closed"):
        tell(Entry.objects.get(kind=kind))
    assert [name for name, _title in told()] == ["خالد", "سناء"]


def test_telling_twice_tells_once(people, discussion):
    actions.post(discussion=discussion, by=people.other, text="ردّ")
    tell_all()
    tell_all()
    assert len(told()) == 1
