"""What a page that watches hears."""

import asyncio
import json

from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from exchange.forum import actions
from exchange.journal.models import Entry
from exchange.live import bell, hub
from exchange.platforms import actions as platforms


async def test_a_page_hears_of_a_new_post_with_the_html_that_the_page_itself_shows(people, open_socket, act):
    page = await open_socket(people.cookies.member)
    assert await page.ask({"watch": people.subject, "after": 2}) == {"watching": people.subject, "last": 2}
    await act(actions.post, discussion=people.discussion, by=people.other, text="جديد **الآن**")
    ring = await page.heard()
    html, post_id = ring.pop("html"), ring.pop("id")
    assert ring == {
        "kind": "forum.posted",
        "subject": people.subject,
        "number": 3,
        "post": 3,
        "state": "visible",
        "revision": 0,
        "author": people.other.pk,
        "name": "خالد",
        "discussion": {"title": people.discussion.title, "state": "open", "reason": "", "replies": 2},
    }
    assert "<strong>الآن</strong>" in html
    assert f'id="post-3" data-number="3" data-post="{post_id}"' in html


async def test_every_kind_of_change_rings_with_the_next_number(people, open_socket, act):
    page = await open_socket(people.cookies.member)
    await page.ask({"watch": people.subject})
    post, _ = await act(actions.post, discussion=people.discussion, by=people.other, text="ردّ")
    await act(actions.edit_post, post=post, by=people.other, text="كلام سحبناه")
    await act(actions.accept_answer, post=post, by=people.coordinator)
    await act(actions.hide_post, post=post, by=people.coordinator, reason="سبب")
    await act(actions.show_post, post=post, by=people.coordinator)
    await act(actions.delete_post, post=post, by=people.other)
    await act(actions.rename_discussion, discussion=people.discussion, by=people.coordinator, title="آخر")
    await act(actions.close_discussion, discussion=people.discussion, by=people.coordinator, reason="اكتمل")
    await act(actions.reopen_discussion, discussion=people.discussion, by=people.coordinator)
    heard = [await page.heard() for _ in range(9)]
    assert [(ring["number"], ring["kind"], ring.get("state")) for ring in heard] == [
        (3, "forum.posted", "visible"),
        (4, "forum.post_edited", "visible"),
        (5, "forum.answer_accepted", "visible"),
        (6, "forum.post_hidden", "hidden"),
        (7, "forum.post_shown", "visible"),
        (8, "forum.post_deleted", "deleted"),
        (9, "forum.discussion_renamed", None),
        (10, "forum.discussion_closed", None),
        (11, "forum.discussion_reopened", None),
    ]
    assert ["كلام سحبناه" in ring["html"] for ring in heard[:6]] == [False, True, True, False, True, False]
    assert heard[7]["discussion"]["reason"] == "اكتمل"


async def test_nobody_hears_of_what_they_do_not_watch(people, open_socket, act):
    page = await open_socket(people.cookies.member)
    await page.ask({"watch": people.subject})
    await page.send({"leave": people.subject})
    await asyncio.sleep(0.1)
    await act(actions.post, discussion=people.discussion, by=people.other, text="ردّ")
    assert await page.hears_nothing()


async def test_each_page_hears_in_its_own_language(people, open_socket, act):
    arabic = await open_socket(people.cookies.member, path="/ws/live/?language=ar")
    english = await open_socket(people.cookies.member, path="/ws/live/?language=en")
    for page in (arabic, english):
        await page.ask({"watch": people.subject})
    await act(actions.post, discussion=people.discussion, by=people.other, text="ردّ")
    rings = [await arabic.heard(), await english.heard()]
    assert ["/ar/forum/posts/" in ring["html"] for ring in rings] == [True, False]
    assert ["/en/forum/posts/" in ring["html"] for ring in rings] == [False, True]


async def test_what_rings_is_drawn_for_nobody_in_particular(people, open_socket, act):
    pages = [await open_socket(getattr(people.cookies, name)) for name in ("member", "other", "coordinator")]
    for page in pages:
        await page.ask({"watch": people.subject})
    await act(actions.post, discussion=people.discussion, by=people.other, text="ردّ")
    rings = [await page.heard() for page in pages]
    assert rings[0] == rings[1] == rings[2]
    ways = rings[0]["html"].count("data-for=")
    assert ways == rings[0]["html"].count(" hidden>") == 5


async def test_a_ring_asks_the_database_the_same_however_many_watch(people, open_socket, act, monkeypatch):
    """The clock of the hub stands still here: whatever is asked is asked for the post and its ring."""
    monkeypatch.setattr(hub, "ROUND_SECONDS", 3600)
    pages, asked = [], []

    def count_questions() -> int:
        with CaptureQueriesContext(connection) as queries:
            actions.post(discussion=people.discussion, by=people.other, text="ردّ")
        return len(queries)

    # The first time fills what the process remembers, such as the types of rows.
    for watchers in (1, 1, 12):
        while len(pages) < watchers:
            pages.append(await open_socket(people.cookies.member))
            await pages[-1].ask({"watch": people.subject})
        monkeypatch.setattr(hub, "ask", None)
        asked.append(await act(count_questions))
        assert len({(await page.heard())["number"] for page in pages}) == 1
        monkeypatch.undo()
        monkeypatch.setattr(hub, "ROUND_SECONDS", 3600)
    assert asked[1] == asked[2]


async def test_a_heartbeat_carries_the_last_numbers_of_what_is_watched(people, open_socket, monkeypatch):
    monkeypatch.setattr(hub, "HEARTBEAT_SECONDS", 0.1)
    page = await open_socket(people.cookies.member)
    await page.ask({"watch": people.subject})
    assert await page.heard() == {"heartbeat": {people.subject: 2}}


async def test_a_lost_ring_shows_in_the_heartbeat(people, open_socket, act, monkeypatch):
    """The canary twin of the heartbeat: without it this page would never know."""
    monkeypatch.setattr(hub, "HEARTBEAT_SECONDS", 1)

    async def lost(message):
        pass

    page = await open_socket(people.cookies.member)
    await page.ask({"watch": people.subject})
    monkeypatch.setattr(bell, "_spread", lost)
    await act(actions.post, discussion=people.discussion, by=people.other, text="لا يرنّ")
    heard = [await page.heard()]
    while heard[-1] == {"heartbeat": {people.subject: 2}}:
        heard.append(await page.heard())
    assert heard[-1] == {"heartbeat": {people.subject: 3}}


async def test_a_ring_that_cannot_be_spread_still_reaches_the_pages_of_this_process(
    people, open_socket, act, monkeypatch
):
    from channels.layers import get_channel_layer

    async def broken(group, message):
        raise ConnectionError("no channel layer")

    page = await open_socket(people.cookies.member)
    await page.ask({"watch": people.subject})
    monkeypatch.setattr(get_channel_layer(), "group_send", broken)
    await act(actions.post, discussion=people.discussion, by=people.other, text="ردّ")
    assert (await page.heard())["number"] == 3


async def test_what_is_rolled_back_does_not_ring(people, open_socket, act):
    def undone():
        with transaction.atomic():
            actions.post(discussion=people.discussion, by=people.other, text="لم يُقل")
            transaction.set_rollback(True)

    page = await open_socket(people.cookies.member)
    await page.ask({"watch": people.subject})
    await act(undone)
    assert await page.hears_nothing()


async def test_what_commits_while_a_page_is_asking_is_in_its_number_or_rings(
    people, open_socket, act, monkeypatch
):
    """A post between the rule's answer and the joining, and one between the joining and the number."""
    from exchange.live import consumers

    posted = []
    ask = consumers.ask

    async def slowed(question, *args):
        answer = await ask(question, *args)
        posted.append(await act(actions.post, discussion=people.discussion, by=people.other, text="بين بين"))
        return answer

    monkeypatch.setattr(consumers, "ask", slowed)
    page = await open_socket(people.cookies.member)
    first = await page.ask({"watch": people.subject, "after": 2})
    monkeypatch.setattr(consumers, "ask", ask)
    # Change 3 came before the joining and is in the number, though its ring may be late; change 4 came after it.
    frame, answered, rung = first, [], set()
    while True:
        answered += [frame["last"]] if "watching" in frame else []
        rung |= {frame["number"]} if "number" in frame else set()
        if answered and 4 in rung:
            break
        frame = await page.heard()
    assert answered == [3]
    assert rung <= {3, 4}


async def test_a_slow_page_is_cut_and_the_others_are_not(people, open_socket, act, monkeypatch):
    from exchange.live import consumers

    monkeypatch.setattr(consumers, "WAITING_FRAMES", 3)
    slow, quick = await open_socket(people.cookies.member), await open_socket(people.cookies.other)
    for page in (slow, quick):
        await page.ask({"watch": people.subject})
    (consumer,) = [one for one in hub.Hub.running()._sockets if one.person.pk == people.member.pk]
    is_open = asyncio.Event()

    async def stalled(message):
        await is_open.wait()

    consumer._send = stalled
    for number in range(8):
        await act(actions.post, discussion=people.discussion, by=people.other, text=f"ردّ {number}")
        assert (await quick.heard())["number"] == number + 3
    assert consumer._frames.qsize() <= 3
    assert consumer._close_code == consumers.SLOW


async def test_the_numbers_of_the_promises():
    assert hub.ROUND_SECONDS <= 3
    assert hub.HEARTBEAT_SECONDS == 25
    assert hub.SETTLE_SECONDS + hub.ROUND_SECONDS < 60


async def test_facts_that_concern_no_page_draw_nothing(people, act):
    entry = await act(lambda: Entry.objects.filter(kind="platforms.membership_accepted").first())
    assert await act(bell.messages_of, entry=entry) == []


async def test_frames_are_drawn_once_for_each_language(people, act):
    post, _ = await act(actions.post, discussion=people.discussion, by=people.other, text="ردّ")
    entry = await act(lambda: Entry.objects.get(kind="forum.posted", details__number=post.number))
    (message,) = await act(bell.messages_of, entry=entry)
    assert (message["type"], message["subject"], sorted(message["frames"])) == (
        "ring",
        people.subject,
        ["ar", "en"],
    )
    assert json.loads(message["frames"]["ar"])["number"] == 3


def test_a_membership_that_ends_unsettles_the_person(people):
    platforms.leave_platform(platform=people.platform, by=people.other)
    entry = Entry.objects.get(kind="platforms.membership_left", by=people.other)
    assert bell.messages_of(entry) == [{"type": "unsettle", "person": people.other.pk}]
