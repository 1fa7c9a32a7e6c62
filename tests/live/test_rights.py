"""Who may watch what, and how soon a right that ended is noticed."""

import asyncio

import pytest
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from exchange.forum import actions
from exchange.live import consumers, hub, subjects
from exchange.people.models import User
from exchange.platforms import actions as platforms
from tests import factories
from tests.forum import talk

READERS = {"member", "other", "organiser", "coordinator", "administrator"}
NAMES = (
    *(
        "visitor",
        "stranger",
        "member",
        "other",
        "organiser",
        "coordinator",
        "neighbour",
        "former",
        "removed",
        "asking",
    ),
    *("locked", "administrator"),
)


async def test_who_may_read_may_watch_and_others_get_the_answer_of_a_missing_one(people, open_socket):
    missing = "forum.discussion.999999"
    answers = {}
    for name in NAMES:
        page = await open_socket(getattr(people.cookies, name))
        assert await page.ask({"watch": missing}) == {"refused": missing}
        answers[name] = await page.ask({"watch": people.subject})
    yes, no = {"watching": people.subject, "last": 2}, {"refused": people.subject}
    assert answers == {name: yes if name in READERS else no for name in NAMES}


async def test_a_visitor_watches_a_public_discussion(people, open_socket, act):
    public = await act(talk.discussion, platform=people.platform, by=people.coordinator, audience="everyone")
    page = await open_socket()
    assert (await page.ask({"watch": f"forum.discussion.{public.pk}"}))["last"] == 1
    await act(actions.post, discussion=public, by=people.member, text="ردّ")
    assert (await page.heard())["number"] == 2


def leave(people):
    platforms.leave_platform(platform=people.platform, by=people.member)


def remove(people):
    platforms.remove_member(membership=people.member.memberships.get(), by=people.coordinator)


def narrow(people):
    actions.change_audience(discussion=people.discussion, by=people.coordinator, audience="party")


def log_out(people):
    Session.objects.filter(session_key=people.cookies.member.partition("=")[2]).delete()


def expire(people):
    key = people.cookies.member.partition("=")[2]
    Session.objects.filter(session_key=key).update(expire_date=timezone.now())


def change_password(people):
    person = User.objects.get(pk=people.member.pk)
    person.set_password("كلمة أخرى طويلة")
    person.save()


def deactivate(people):
    User.objects.filter(pk=people.member.pk).update(is_active=False)


def delete_account(people):
    User.objects.get(pk=people.member.pk).delete()


async def _posts_are_heard(people, page, act) -> bool:
    await act(actions.post, discussion=people.discussion, by=people.organiser, text="بعد انتهاء الحق")
    return not await page.hears_nothing(0.6)


@pytest.mark.parametrize("end", [leave, remove])
async def test_who_leaves_or_is_removed_hears_nothing_more(people, open_socket, act, monkeypatch, end):
    """The word of the journal alone must do it: the round comes too late here."""
    monkeypatch.setattr(hub, "ROUND_SECONDS", 3600)
    page, other = await open_socket(people.cookies.member), await open_socket(people.cookies.other)
    for one in (page, other):
        await one.ask({"watch": people.subject})
    await act(end, people=people)
    assert await page.heard() == {"refused": people.subject}
    assert await _posts_are_heard(people, page, act) is False
    assert (await other.heard())["kind"] == "forum.posted"


async def test_a_narrowed_discussion_falls_silent_for_who_may_no_longer_read(
    people, open_socket, act, monkeypatch
):
    monkeypatch.setattr(hub, "ROUND_SECONDS", 3600)
    page, stays = await open_socket(people.cookies.member), await open_socket(people.cookies.organiser)
    for one in (page, stays):
        await one.ask({"watch": people.subject})
    await act(narrow, people=people)
    frames = [await page.heard(), await page.heard()]
    assert {"refused": people.subject} in frames
    assert await _posts_are_heard(people, page, act) is False
    assert [(await stays.heard())["kind"] for _ in range(2)] == ["forum.audience_changed", "forum.posted"]


async def test_a_lowered_role_ends_what_it_alone_allowed(people, open_socket, act, monkeypatch):
    monkeypatch.setattr(hub, "ROUND_SECONDS", 3600)
    page = await open_socket(people.cookies.organiser)
    await act(narrow, people=people)
    await page.ask({"watch": people.subject})
    membership = await people.organiser.memberships.aget()
    await act(platforms.give_roles, membership=membership, by=people.administrator, is_organiser=False)
    assert await page.heard() == {"refused": people.subject}


@pytest.mark.parametrize("end", [log_out, expire, change_password, deactivate, delete_account])
async def test_a_session_or_account_that_ended_closes_the_socket(people, open_socket, act, end):
    """With the round at a fifth of a second; in the product it comes every three."""
    page, other = await open_socket(people.cookies.member), await open_socket(people.cookies.other)
    for one in (page, other):
        await one.ask({"watch": people.subject})
    await act(end, people=people)
    assert await page.closed(2) == consumers.SESSION_ENDED
    await act(actions.post, discussion=people.discussion, by=people.organiser, text="ردّ")
    assert (await other.heard())["kind"] == "forum.posted"


async def test_signing_out_on_the_site_closes_the_socket(people, open_socket, act):
    page = await open_socket(people.cookies.member)
    await page.ask({"watch": people.subject})
    client = Client(headers={"cookie": people.cookies.member})
    await act(client.post, path="/accounts/logout/")
    assert await page.closed(2) == consumers.SESSION_ENDED


async def test_a_right_that_ends_without_a_word_is_noticed_by_the_clock(
    people, open_socket, act, monkeypatch
):
    """As with Redis down, or a row that was changed by hand."""
    monkeypatch.setattr(hub, "SETTLE_SECONDS", 0.5)
    page = await open_socket(people.cookies.member)
    await page.ask({"watch": people.subject})
    await act(people.member.memberships.update, state="left")
    assert await page.heard() == {"refused": people.subject}


async def test_an_administrator_who_is_one_no_longer_hears_nothing_more(people, open_socket, act):
    page = await open_socket(people.cookies.administrator)
    await page.ask({"watch": people.subject})
    await act(User.objects.filter(pk=people.administrator.pk).update, is_superuser=False)
    assert await page.heard(2) == {"refused": people.subject}


async def test_a_right_that_ends_while_its_rule_is_being_asked_is_not_given(
    people, open_socket, act, monkeypatch
):
    monkeypatch.setattr(hub, "ROUND_SECONDS", 3600)
    page = await open_socket(people.cookies.member)
    ask = consumers.ask
    asked = []

    async def slowed(question, *args):
        answer = await ask(question, *args)
        if question is subjects.watchable_of and not asked:
            asked.append(answer)
            await act(leave, people=people)
            await asyncio.sleep(0.3)
        return answer

    monkeypatch.setattr(consumers, "ask", slowed)
    assert await page.ask({"watch": people.subject}) == {"refused": people.subject}
    assert asked == [{people.subject}]
    assert await _posts_are_heard(people, page, act) is False


async def test_without_the_second_question_an_ended_right_goes_on(people, open_socket, act, monkeypatch):
    """The canary: with the asking-anew taken away, the one who left still hears, so the tests above prove something."""
    monkeypatch.setattr(hub, "ROUND_SECONDS", 3600)
    monkeypatch.setattr(consumers.LiveConsumer, "settle", lambda self: asyncio.sleep(0))
    page = await open_socket(people.cookies.member)
    await page.ask({"watch": people.subject})
    await act(leave, people=people)
    assert await _posts_are_heard(people, page, act) is True


async def test_looking_after_all_sockets_takes_two_questions(people, open_socket, act):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from exchange.live.standing import VISITOR, people_behind

    pages = [
        await open_socket(getattr(people.cookies, name))
        for name in ("member", "other", "organiser", "visitor")
    ]
    assert len(pages) == 4
    standings = [socket.standing for socket in hub.Hub.running()._sockets]
    found = {}

    def look() -> int:
        with CaptureQueriesContext(connection) as queries:
            found.update(people_behind(standings * 50))
        return len(queries)

    assert await act(look) == 2
    assert {person.pk for person in found.values()} == {
        None,
        people.member.pk,
        people.other.pk,
        people.organiser.pk,
    }
    assert found[VISITOR] == AnonymousUser()


async def test_a_page_that_closes_is_forgotten(people, open_socket):
    page = await open_socket(people.cookies.member)
    await page.ask({"watch": people.subject})
    running = hub.Hub.running()
    await page.leave()
    assert (running._sockets, running._watchers, hub.Hub.running()) == (set(), {}, None)


def test_what_is_watched_is_asked_in_one_question_for_each_kind(people, django_assert_num_queries):
    other = talk.discussion(people.platform, factories.member(people.platform))
    asked = [people.subject, f"forum.discussion.{other.pk}", "forum.discussion.999999", "nonsense"]
    with django_assert_num_queries(1):
        assert subjects.watchable_of(asked, people.member) == {people.subject, f"forum.discussion.{other.pk}"}
    with django_assert_num_queries(1):
        assert subjects.last_numbers(asked) == {people.subject: 2, f"forum.discussion.{other.pk}": 1}
