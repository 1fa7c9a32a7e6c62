"""What members do, and what becomes of it."""

import uuid

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from exchange.forum import actions
from exchange.forum.models import POST_LIMIT, Discussion, Post
from exchange.journal.models import Entry
from tests import factories
from tests.forum import talk

pytestmark = pytest.mark.django_db


@pytest.fixture
def platform():
    return factories.platform()


@pytest.fixture
def sana(platform):
    return factories.member(platform, "سناء")


@pytest.fixture
def coordinator(platform):
    return factories.member(platform, is_coordinator=True)


def kinds() -> list[str]:
    return list(Entry.objects.filter(kind__startswith="forum.").order_by("pk").values_list("kind", flat=True))


def test_opening_a_discussion_says_its_first_post_and_is_one_fact(platform, sana):
    opened = talk.discussion(platform, sana, title="موازنة المياه", text="كيف **تحسبونها**؟")
    assert (opened.title, opened.platform, opened.opened_by, opened.audience) == (
        "موازنة المياه",
        platform,
        sana,
        "platform",
    )
    assert (opened.last_number, opened.last_change, opened.post_count, opened.reply_count) == (1, 1, 1, 0)
    assert [(post.number, post.author, post.html) for post in opened.posts.all()] == [
        (1, sana, '<p dir="auto">كيف <strong>تحسبونها</strong>؟</p>\n')
    ]
    assert kinds() == ["forum.discussion_opened"]


def test_posts_are_numbered_without_gaps_and_every_change_has_a_number_of_its_own(
    platform, sana, coordinator
):
    opened = talk.discussion(platform, sana)
    first, _ = actions.post(discussion=opened, by=sana, text="أول")
    second, _ = actions.post(discussion=opened, by=coordinator, text="ثانٍ")
    actions.edit_post(post=first, by=sana, text="أول، مصحّح")
    actions.hide_post(post=second, by=coordinator, reason="خارج الموضوع")
    actions.close_discussion(discussion=opened, by=coordinator, reason="انتهى النقاش")
    opened.refresh_from_db()
    assert list(opened.posts.values_list("number", "changed", "revision", "state")) == [
        (1, 1, 0, "visible"),
        (2, 4, 1, "visible"),
        (3, 5, 0, "hidden"),
    ]
    assert (opened.last_number, opened.last_change, opened.post_count) == (3, 6, 2)
    changes = [
        entry.details["change"] for entry in Entry.objects.filter(kind__startswith="forum.").order_by("pk")
    ]
    assert changes == [1, 2, 3, 4, 5, 6]


def test_the_same_client_id_is_the_same_post(platform, sana):
    opened = talk.discussion(platform, sana)
    sent = uuid.uuid4()
    first, is_new = actions.post(discussion=opened, by=sana, text="مرة", client_id=sent)
    again, is_new_again = actions.post(discussion=opened, by=sana, text="مرة", client_id=sent)
    assert (is_new, is_new_again, again.pk) == (True, False, first.pk)
    assert Post.objects.filter(discussion=opened).count() == 2
    assert kinds() == ["forum.discussion_opened", "forum.posted"]


def test_the_same_client_id_of_another_person_is_another_post(platform, sana, coordinator):
    opened = talk.discussion(platform, sana)
    sent = uuid.uuid4()
    one, _ = actions.post(discussion=opened, by=sana, text="من سناء", client_id=sent)
    other, is_new = actions.post(discussion=opened, by=coordinator, text="من غيرها", client_id=sent)
    assert (is_new, one.number, other.number) == (True, 2, 3)


def test_a_repeat_after_the_discussion_was_closed_still_gives_the_post(platform, sana, coordinator):
    opened = talk.discussion(platform, sana)
    sent = uuid.uuid4()
    first, _ = actions.post(discussion=opened, by=sana, text="وصل ولم يصل الجواب", client_id=sent)
    actions.close_discussion(discussion=opened, by=coordinator, reason="انتهى")
    assert actions.post(discussion=opened, by=sana, text="وصل ولم يصل الجواب", client_id=sent) == (
        first,
        False,
    )


def test_one_client_id_cannot_be_spent_in_two_discussions(platform, sana):
    one, other = talk.discussion(platform, sana), talk.discussion(platform, sana)
    sent = uuid.uuid4()
    actions.post(discussion=one, by=sana, text="هنا", client_id=sent)
    with pytest.raises(actions.SentElsewhere):
        actions.post(discussion=other, by=sana, text="هنا", client_id=sent)
    assert other.posts.count() == 1


def test_opening_twice_with_one_client_id_opens_once(platform, sana):
    sent = uuid.uuid4()
    first = talk.discussion(platform, sana, client_id=sent)
    assert talk.discussion(platform, sana, client_id=sent) == first
    assert Discussion.objects.count() == 1


@pytest.mark.parametrize("text", ["", "   ", "\u200b\u200f", "\u3164\u2800", "\n\n"])
def test_a_post_that_shows_nothing_is_refused(platform, sana, text):
    opened = talk.discussion(platform, sana)
    with pytest.raises(actions.NothingSaid):
        actions.post(discussion=opened, by=sana, text=text)
    assert opened.posts.count() == 1


def test_ten_thousand_characters_fit_and_one_more_does_not(platform, sana):
    opened = talk.discussion(platform, sana)
    post, _ = actions.post(discussion=opened, by=sana, text="م" * POST_LIMIT)
    assert len(post.text) == 10_000
    with pytest.raises(actions.TooLong):
        actions.post(discussion=opened, by=sana, text="م" * (POST_LIMIT + 1))
    assert opened.posts.count() == 2


def test_the_database_itself_refuses_a_longer_post_and_a_number_used_twice(platform, sana):
    opened = talk.discussion(platform, sana)
    with pytest.raises(IntegrityError), transaction.atomic():
        Post.objects.create(discussion=opened, number=2, changed=2, author=sana, text="م" * (POST_LIMIT + 1))
    with pytest.raises(IntegrityError), transaction.atomic():
        Post.objects.create(discussion=opened, number=1, changed=2, author=sana, text="مكرر")


def test_a_closed_discussion_takes_no_more_words_until_it_is_reopened(platform, sana, coordinator):
    opened = talk.discussion(platform, sana)
    post = opened.posts.get()
    actions.close_discussion(discussion=opened, by=coordinator, reason="اكتمل")
    for deed in (
        lambda: actions.post(discussion=opened, by=sana, text="متأخر"),
        lambda: actions.edit_post(post=post, by=sana, text="متأخر"),
    ):
        with pytest.raises(actions.DiscussionClosed):
            deed()
    actions.reopen_discussion(discussion=opened, by=coordinator)
    assert actions.post(discussion=opened, by=sana, text="عدنا")[0].number == 2


def test_closing_and_hiding_need_a_reason(platform, sana, coordinator):
    opened = talk.discussion(platform, sana)
    with pytest.raises(actions.ReasonNeeded):
        actions.close_discussion(discussion=opened, by=coordinator, reason="  ")
    with pytest.raises(actions.ReasonNeeded):
        actions.hide_post(post=opened.posts.get(), by=coordinator, reason="")
    opened.refresh_from_db()
    assert (opened.state, opened.posts.get().state) == ("open", "visible")


def test_a_deleted_post_leaves_its_place_and_none_of_its_words(platform, sana):
    opened = talk.discussion(platform, sana, replies=2)
    gone = opened.posts.get(number=2)
    actions.delete_post(post=gone, by=sana)
    opened.refresh_from_db()
    assert list(opened.posts.values_list("number", "state", "text", "html"))[1] == (2, "deleted", "", "")
    assert (opened.post_count, opened.reply_count) == (2, 1)


def test_a_hidden_post_comes_back_with_its_words(platform, sana, coordinator):
    opened = talk.discussion(platform, sana, replies=1)
    post = opened.posts.get(number=2)
    actions.hide_post(post=post, by=coordinator, reason="نتحقق منه")
    with pytest.raises(actions.PostGone):
        actions.edit_post(post=post, by=sana, text="غير ذلك")
    shown = actions.show_post(post=post, by=coordinator)
    opened.refresh_from_db()
    assert (shown.state, shown.hidden_reason, shown.text, opened.post_count) == ("visible", "", "ردّ رقم 1", 2)


def test_an_accepted_answer_gives_way_to_another_and_goes_with_its_post(platform, sana, coordinator):
    opened = talk.discussion(platform, sana)
    first, _ = actions.post(discussion=opened, by=coordinator, text="جرّبوا كذا")
    second, _ = actions.post(discussion=opened, by=coordinator, text="أو كذا")
    actions.accept_answer(post=first, by=sana)
    actions.accept_answer(post=second, by=sana)
    opened.refresh_from_db()
    assert (opened.answer, opened.progress) == (second, "solved")
    # The one that gave way has changed, too: open pages must draw it again.
    assert list(opened.posts.values_list("number", "changed")) == [(1, 1), (2, 5), (3, 6)]
    actions.delete_post(post=second, by=coordinator)
    opened.refresh_from_db()
    assert (opened.answer, opened.progress) == (None, "open")


def test_a_refused_deed_writes_nothing_at_all(platform, sana):
    opened = talk.discussion(platform, sana)
    before = kinds()
    with pytest.raises(PermissionDenied):
        actions.post(discussion=opened, by=factories.stranger(), text="من الخارج")
    opened.refresh_from_db()
    assert (opened.last_number, opened.last_change, kinds()) == (1, 1, before)


def test_a_discussion_about_a_work_is_found_by_the_work(platform, sana):
    guide = factories.work(platform)
    opened = talk.discussion(platform, sana, about=guide)
    talk.discussion(platform, sana)
    assert list(Discussion.objects.about(guide)) == [opened]
    assert opened.about == guide


def test_words_outlive_the_account_of_who_wrote_them(platform, sana, coordinator):
    opened = talk.discussion(platform, sana)
    actions.post(discussion=opened, by=coordinator, text="باقٍ")
    sana.delete()
    opened.refresh_from_db()
    assert [(post.author, post.number) for post in opened.posts.all()] == [(None, 1), (coordinator, 2)]
    assert actions.hide_post(post=opened.posts.get(number=1), by=coordinator, reason="سبب").author is None
