"""The pages of the forum, as they are read and sent without JavaScript, and as JSON."""

import json
import uuid
from urllib.parse import quote

import pytest
from django.test import Client

from exchange.forum import actions
from exchange.forum.models import Discussion, Post
from tests import factories
from tests.forum import talk

pytestmark = pytest.mark.django_db


@pytest.fixture
def people():
    return talk.cast()


def signed_in(person) -> Client:
    client = Client()
    if person.is_authenticated:
        client.force_login(person)
    return client


def sent(client, discussion, *, is_json=False, **fields):
    headers = {"Accept": "application/json"} if is_json else {"Accept": "text/html"}
    return client.post(f"/ar/forum/{discussion.pk}/posts/", fields, headers=headers)


# -- reading


def test_everybody_finds_in_the_list_exactly_what_they_may_read(people):
    for audience in ("everyone", "network", "platform", "party"):
        talk.discussion(people.platform, people.coordinator, title=f"عنوان {audience}", audience=audience)
    found = {}
    for name in ("visitor", "stranger", "neighbour", "member", "coordinator"):
        page = signed_in(getattr(people, name)).get("/ar/forum/").content.decode()
        found[name] = [one for one in ("everyone", "network", "platform", "party") if f"عنوان {one}" in page]
    assert found == {
        "visitor": ["everyone"],
        "stranger": ["everyone"],
        "neighbour": ["everyone", "network"],
        "member": ["everyone", "network", "platform"],
        "coordinator": ["everyone", "network", "platform", "party"],
    }


def test_a_discussion_that_one_may_not_read_answers_like_one_that_does_not_exist(people):
    closed = talk.discussion(people.platform, people.member)
    for person in (people.visitor, people.stranger, people.former, people.removed):
        client = signed_in(person)
        for path in ("/ar/forum/{}/", "/ar/forum/{}-x/", "/ar/forum/{}/changes/?after=0"):
            answers = [client.get(path.format(pk)) for pk in (closed.pk, 999_999)]
            assert [answer.status_code for answer in answers] == [404, 404]
            bodies = [
                answer.content.decode().replace(f"forum/{pk}", "forum/")
                for answer, pk in zip(answers, (closed.pk, 999_999), strict=True)
            ]
            assert "المياه" not in bodies[0]
            assert len(bodies[0]) == len(bodies[1])


@pytest.mark.parametrize("path", ["/ar/forum/", "/en/forum/"])
def test_a_list_of_fifty_asks_the_database_no_more_than_one_of_two(people, path, django_assert_num_queries):
    client = signed_in(people.member)
    for number in range(2):
        talk.discussion(people.platform, people.member, title=f"سؤال {number}")
    client.get(path)
    with CountQueries() as few:
        assert client.get(path).status_code == 200
    for number in range(48):
        talk.discussion(people.platform, factories.member(people.platform) if number < 8 else people.other)
    with CountQueries() as many:
        assert client.get(path).status_code == 200
    assert (len(many), len(many) <= 16) == (len(few), True)


def test_a_discussion_of_fifty_replies_asks_the_database_no_more_than_one_of_two(people):
    discussion = talk.discussion(people.platform, people.member, replies=2)
    client = signed_in(people.member)
    url = discussion.get_absolute_url()
    client.get(url)
    with CountQueries() as few:
        client.get(url)
    authors = [factories.member(people.platform) for _ in range(6)]
    for number in range(48):
        before = Post.objects.get(discussion=discussion, number=number + 1)
        actions.post(discussion=discussion, by=authors[number % 6], text="ردّ", reply_to=before)
    with CountQueries() as many:
        assert client.get(url).content.decode().count('<li class="post') == 51
    assert (len(many), len(many) <= 16) == (len(few), True)


class CountQueries:
    def __enter__(self):
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        self._context = CaptureQueriesContext(connection)
        return self._context.__enter__()

    def __exit__(self, *error):
        return self._context.__exit__(*error)


def test_the_list_is_parted_into_pages_of_twenty_and_by_platform(people):
    for number in range(21):
        talk.discussion(people.platform, people.member, title=f"سؤال {number}")
    talk.discussion(people.elsewhere, people.neighbour, title="من منصة أخرى", audience="network")
    client = signed_in(people.member)
    first = client.get("/ar/forum/").content.decode()
    second = client.get("/ar/forum/?page=2").content.decode()
    assert (first.count('class="row"'), second.count('class="row"')) == (20, 2)
    assert "من منصة أخرى" in first
    narrowed = client.get(f"/ar/forum/?platform={people.platform.slug}").content.decode()
    assert "من منصة أخرى" not in narrowed


@pytest.mark.parametrize(
    "query", ["page=0", "page=x", "page=99999999999999999999", "platform=%00", "platform=nowhere"]
)
def test_odd_questions_to_the_list_are_answered_with_the_list(people, query):
    talk.discussion(people.platform, people.member)
    assert signed_in(people.member).get(f"/ar/forum/?{query}").status_code == 200


@pytest.mark.parametrize("slug", ["", "-x", "-%D8%BA%D9%84%D8%B7", "-كيف-نجبي-رسوم-المياه-"])
def test_every_other_address_of_a_discussion_leads_to_the_one(people, slug):
    discussion = talk.discussion(people.platform, people.member)
    answer = signed_in(people.member).get(f"/ar/forum/{discussion.pk}{slug}/?before=3")
    assert (answer.status_code, answer["Location"]) == (
        302,
        f"/ar/forum/{discussion.pk}-{quote('كيف-نجبي-رسوم-المياه')}/?before=3",
    )


@pytest.mark.parametrize("pk", ["0", "9" * 18, "9" * 40])
def test_numbers_that_no_discussion_can_have_are_not_found(people, pk):
    assert signed_in(people.member).get(f"/ar/forum/{pk}/").status_code == 404


def test_the_last_fifty_replies_are_shown_and_the_earlier_ones_a_link_away(people):
    discussion = talk.discussion(people.platform, people.member, replies=60)
    client = signed_in(people.member)
    page = client.get(discussion.get_absolute_url()).content.decode()
    shown = [number for number in range(1, 62) if f'id="post-{number}"' in page]
    assert shown == [1, *range(12, 62)]
    assert 'href="?before=12#replies-title"' in page
    earlier = client.get(discussion.get_absolute_url() + "?before=12").content.decode()
    assert [number for number in range(1, 62) if f'id="post-{number}"' in earlier] == [1, *range(2, 12)]
    assert "data-at-end" in page
    assert "data-at-end" not in earlier


@pytest.mark.parametrize("before", ["x", "-1", "0", "٣", "99999999999999999999", "1%00"])
def test_an_odd_place_in_a_discussion_is_still_a_page(people, before):
    discussion = talk.discussion(people.platform, people.member, replies=3)
    answer = signed_in(people.member).get(
        f"{discussion.get_absolute_url()}?before={before}&reply_to={before}"
    )
    assert answer.status_code == 200


def test_hidden_words_are_shown_to_coordinators_alone(people):
    discussion = talk.discussion(people.platform, people.member)
    post, _ = actions.post(discussion=discussion, by=people.member, text="كلام يُخفى")
    actions.hide_post(post=post, by=people.coordinator, reason="فيه رقم هاتف خاص")
    seen = {
        name: [
            words in signed_in(getattr(people, name)).get(discussion.get_absolute_url()).content.decode()
            for words in ("كلام يُخفى", "فيه رقم هاتف خاص", 'id="post-2"')
        ]
        for name in ("member", "other", "coordinator", "administrator")
    }
    assert seen == {
        "member": [False, False, True],
        "other": [False, False, True],
        "coordinator": [True, True, True],
        "administrator": [True, True, True],
    }


def test_people_find_the_ways_that_are_theirs(people):
    discussion = talk.discussion(people.platform, people.other, audience="network")
    post, _ = actions.post(discussion=discussion, by=people.member, text="ردّ")
    ways = ("edit", "delete", "accept", "hide")
    found = {
        name: [
            way
            for way in ways
            if f"/ar/forum/posts/{post.pk}/{way}/"
            in signed_in(getattr(people, name)).get(discussion.get_absolute_url()).content.decode()
        ]
        for name in ("member", "other", "organiser", "coordinator", "neighbour")
    }
    assert found == {
        "member": ["edit", "delete"],
        "other": ["accept"],
        "organiser": [],
        "coordinator": ["accept", "hide"],
        "neighbour": [],
    }


def test_a_platform_without_discussions_for_the_reader_says_what_they_can_do(people):
    said = {
        "visitor": "Most discussions are for members.",
        "stranger": "There is nothing here for you to read.",
        "member": "No discussion has begun yet.",
    }
    for name, words in said.items():
        text = signed_in(getattr(people, name)).get(f"/en/platforms/{people.platform.slug}/").content.decode()
        assert [one for one in said.values() if one in text] == [words]


def test_a_visitor_reads_a_public_discussion_and_is_shown_the_way_in(people):
    discussion = talk.discussion(people.platform, people.coordinator, audience="everyone")
    page = Client().get(discussion.get_absolute_url())
    assert page.status_code == 200
    assert "csrfmiddlewaretoken" not in page.content.decode()
    assert f"/accounts/login/?next={discussion.get_absolute_url()}" in page.content.decode()


# -- writing, as a form


def test_a_reply_sent_as_a_form_leads_back_to_itself(people):
    discussion = talk.discussion(people.platform, people.member)
    answer = sent(signed_in(people.other), discussion, text="جواب\r\nفي سطرين")
    assert (answer.status_code, answer["Location"]) == (302, f"{discussion.get_absolute_url()}#post-2")
    assert discussion.posts.get(number=2).text == "جواب\nفي سطرين"


def test_a_form_sent_twice_says_it_once(people):
    discussion = talk.discussion(people.platform, people.member)
    client, client_id = signed_in(people.other), str(uuid.uuid4())
    answers = [sent(client, discussion, text="مرة", client_id=client_id) for _ in range(2)]
    assert [answer["Location"] for answer in answers] == [f"{discussion.get_absolute_url()}#post-2"] * 2
    assert discussion.posts.count() == 2


def test_new_words_in_a_form_that_was_used_up_are_not_lost(people):
    discussion = talk.discussion(people.platform, people.member)
    client, client_id = signed_in(people.other), str(uuid.uuid4())
    sent(client, discussion, text="الأول", client_id=client_id)
    answer = sent(client, discussion, text="كلام جديد بعد الرجوع", client_id=client_id)
    page = answer.content.decode()
    assert (answer.status_code, "كلام جديد بعد الرجوع" in page, client_id in page) == (409, True, False)
    assert discussion.posts.count() == 2


def test_a_far_too_long_reply_is_refused_in_plain_words_and_stays_in_the_form(people):
    discussion = talk.discussion(people.platform, people.member)
    text = "م" * 200_000
    answer = sent(signed_in(people.other), discussion, text=text)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert text in page
    assert ("200000" in page, "10000" in page) == (True, True)
    assert discussion.posts.count() == 1


def test_a_reply_to_a_reply_says_so(people):
    discussion = talk.discussion(people.platform, people.member, replies=1)
    client = signed_in(people.other)
    form = client.get(f"{discussion.get_absolute_url()}?reply_to=2").content.decode()
    assert 'name="reply_to" value="2"' in form
    sent(client, discussion, text="إليك", reply_to="2")
    assert discussion.posts.get(number=3).reply_to.number == 2
    assert 'href="#post-2"' in client.get(discussion.get_absolute_url()).content.decode()


def test_a_reply_to_what_is_not_there_is_a_reply_to_everybody(people):
    discussion = talk.discussion(people.platform, people.member)
    other = talk.discussion(people.platform, people.member, replies=5)
    sent(signed_in(people.other), discussion, text="إلى مجهول", reply_to=str(other.last_number))
    assert discussion.posts.get(number=2).reply_to is None


def test_a_discussion_is_opened_with_the_form_and_stays_filled_in_when_something_is_missing(people):
    client = signed_in(people.member)
    page = client.get(f"/ar/forum/new/?platform={people.platform.slug}").content.decode()
    assert f'name="platform" value="{people.platform.pk}"' in page
    fields = {"platform": people.platform.pk, "title": "", "text": "نص باقٍ", "audience": "network"}
    answer = client.post("/ar/forum/new/", fields)
    assert (answer.status_code, "نص باقٍ" in answer.content.decode(), Discussion.objects.count()) == (
        422,
        True,
        0,
    )
    answer = client.post("/ar/forum/new/", fields | {"title": "  سؤال   جديد "})
    opened = Discussion.objects.get()
    assert (answer["Location"], opened.title, opened.audience) == (
        opened.get_absolute_url(),
        "سؤال جديد",
        "network",
    )


def test_one_opens_discussions_in_ones_own_platforms_alone(people):
    fields = {"title": "سؤال", "text": "نص", "audience": "platform"}
    answer = signed_in(people.member).post("/ar/forum/new/", fields | {"platform": people.elsewhere.pk})
    assert (answer.status_code, Discussion.objects.count()) == (422, 0)
    for person, status in ((people.visitor, 302), (people.stranger, 403), (people.former, 403)):
        assert signed_in(person).get("/ar/forum/new/").status_code == status


def test_a_member_who_asks_for_the_public_is_told_why_not(people):
    fields = {"platform": people.platform.pk, "title": "سؤال", "text": "نص", "audience": "everyone"}
    answer = signed_in(people.member).post("/ar/forum/new/", fields)
    assert (answer.status_code, Discussion.objects.count()) == (422, 0)


def test_a_title_that_turns_its_direction_is_refused(people):
    fields = {
        "platform": people.platform.pk,
        "title": "تقرير\u202efdp.exe",
        "text": "نص",
        "audience": "platform",
    }
    assert signed_in(people.member).post("/ar/forum/new/", fields).status_code == 422


def test_a_discussion_about_a_work_names_it_to_those_who_may_see_it(people):
    guide = factories.work(people.platform, "دليل الجباية")
    client = signed_in(people.member)
    about = f"library.guidepage.{guide.pk}"
    page = client.get(f"/ar/forum/new/?platform={people.platform.slug}&about={about}").content.decode()
    assert "دليل الجباية" in page
    fields = {
        "platform": people.platform.pk,
        "title": "سؤال",
        "text": "نص",
        "audience": "platform",
        "about": about,
    }
    client.post("/ar/forum/new/", fields)
    opened = Discussion.objects.get()
    assert opened.about == guide
    assert "دليل الجباية" in client.get(opened.get_absolute_url()).content.decode()


@pytest.mark.parametrize(
    "about", ["x", "people.user.1", "library.guidepage.x", "a.b.c", ".", "library.guidepage.1%00"]
)
def test_an_odd_work_is_no_work(people, about):
    answer = signed_in(people.member).get(f"/ar/forum/new/?about={about}")
    assert answer.status_code == 200


# -- deeds with pages of their own


def test_editing_deleting_hiding_showing_accepting_closing_work_without_javascript(people):
    discussion = talk.discussion(people.platform, people.other)
    post, _ = actions.post(discussion=discussion, by=people.member, text="أول")
    author, moderator = signed_in(people.member), signed_in(people.coordinator)
    steps = [
        (author, f"posts/{post.pk}/edit", {"text": "معدّل"}),
        (moderator, f"posts/{post.pk}/accept", {}),
        (moderator, f"posts/{post.pk}/hide", {"reason": "سبب"}),
        (moderator, f"posts/{post.pk}/show", {}),
        (moderator, f"{discussion.pk}/rename", {"title": "عنوان أوضح"}),
        (moderator, f"{discussion.pk}/audience", {"audience": "network"}),
        (moderator, f"{discussion.pk}/close", {"reason": "اكتمل"}),
        (moderator, f"{discussion.pk}/reopen", {}),
        (author, f"posts/{post.pk}/delete", {}),
    ]
    for client, path, fields in steps:
        assert client.get(f"/ar/forum/{path}/").status_code == 200
        answer = client.post(f"/ar/forum/{path}/", fields)
        assert (path, answer.status_code) == (path, 302)
        assert client.get(answer["Location"], follow=True).status_code == 200
    discussion.refresh_from_db()
    assert (discussion.title, discussion.audience, discussion.state, discussion.last_change) == (
        "عنوان أوضح",
        "network",
        "open",
        11,
    )
    assert discussion.posts.get(number=2).state == "deleted"


def test_a_refusal_is_told_above_the_form_and_what_was_typed_stays(people):
    discussion = talk.discussion(people.platform, people.member)
    actions.close_discussion(discussion=discussion, by=people.coordinator, reason="اكتمل")
    answer = signed_in(people.member).post(
        f"/ar/forum/posts/{discussion.posts.get().pk}/edit/", {"text": "نص طويل باقٍ"}
    )
    assert (answer.status_code, "نص طويل باقٍ" in answer.content.decode()) == (409, True)


# -- writing, as JSON


def test_json_answers_201_and_then_200_with_the_same_post(people):
    discussion = talk.discussion(people.platform, people.member)
    client, client_id = signed_in(people.other), str(uuid.uuid4())
    first = sent(client, discussion, is_json=True, text="جواب", client_id=client_id)
    again = sent(client, discussion, is_json=True, text="جواب", client_id=client_id)
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json() == again.json()
    told = first.json()
    assert {name: told[name] for name in ("post", "number", "state", "author", "name", "revision")} == {
        "post": 2,
        "number": 2,
        "state": "visible",
        "author": people.other.pk,
        "name": "خالد",
        "revision": 0,
    }
    assert '<p dir="auto">جواب</p>' in told["html"]


def test_json_may_be_sent_as_json(people):
    discussion = talk.discussion(people.platform, people.member)
    answer = signed_in(people.other).post(
        f"/ar/forum/{discussion.pk}/posts/",
        json.dumps({"text": "جواب", "client_id": str(uuid.uuid4())}),
        content_type="application/json",
        headers={"Accept": "application/json"},
    )
    assert (answer.status_code, answer.json()["post"]) == (201, 2)


@pytest.mark.parametrize(
    "body",
    [
        "", "{", "[]", "null", "7", '{"text": ["a"]}', '{"text": null}', '{"text": "\\ud800"}', '{"text": "\\u0000"}',
        '{"text": "a", "client_id": "x"}', '{"text": "a", "reply_to": "x"}', "[" * 100_000, '{"text": {"a": 1}}',
        '{"text": "a", "reply_to": 99999999999999999999}', '{"text": true}', '{"\\udfff": 1, "text": ""}',
    ],
)  # fmt: skip
@pytest.mark.parametrize("accept", ["application/json", "text/html"])
def test_odd_json_is_refused_and_changes_nothing(people, body, accept):
    discussion = talk.discussion(people.platform, people.member)
    answer = signed_in(people.other).post(
        f"/ar/forum/{discussion.pk}/posts/", body, content_type="application/json", headers={"Accept": accept}
    )
    assert (answer.status_code, discussion.posts.count()) == (422, 1)


def test_json_says_plainly_why_not(people):
    discussion = talk.discussion(people.platform, people.coordinator, audience="everyone")
    told = {
        name: sent(signed_in(getattr(people, name)), discussion, is_json=True, text="كلمة").status_code
        for name in ("visitor", "stranger", "neighbour", "former", "member")
    }
    assert told == {"visitor": 401, "stranger": 403, "neighbour": 403, "former": 403, "member": 201}
    actions.close_discussion(discussion=discussion, by=people.coordinator, reason="اكتمل")
    closed = sent(signed_in(people.member), discussion, is_json=True, text="كلمة")
    assert (closed.status_code, bool(closed.json()["message"])) == (409, True)


def test_a_post_from_another_site_is_refused(people):
    discussion = talk.discussion(people.platform, people.member)
    client = Client(enforce_csrf_checks=True)
    client.force_login(people.member)
    assert sent(client, discussion, text="مزوّر").status_code == 403
    assert discussion.posts.count() == 1


def test_a_reading_address_takes_no_writing(people):
    discussion = talk.discussion(people.platform, people.member)
    client = signed_in(people.member)
    assert client.post(discussion.get_absolute_url()).status_code == 405
    assert client.get(f"/ar/forum/{discussion.pk}/posts/").status_code == 405
    assert client.put(f"/ar/forum/posts/{discussion.posts.get().pk}/edit/").status_code == 405
