"""Who sees and who may: for every person, audience and deed."""

import pytest
from django.core.exceptions import PermissionDenied

from exchange.forum import actions, rules
from exchange.forum.models import Discussion, Post
from tests import factories
from tests.forum import talk

pytestmark = pytest.mark.django_db

AUDIENCES = ("everyone", "network", "platform", "party")
PEOPLE = (
    *(
        "visitor",
        "stranger",
        "member",
        "other",
        "organiser",
        "coordinator",
        "neighbour",
        "neighbour_coordinator",
    ),
    *("former", "removed", "asking", "locked", "administrator"),
)
READERS = {
    "everyone": set(PEOPLE),
    "network": {
        "member",
        "other",
        "organiser",
        "coordinator",
        "neighbour",
        "neighbour_coordinator",
        "administrator",
    },
    "platform": {"member", "other", "organiser", "coordinator", "administrator"},
    "party": {"organiser", "coordinator", "administrator"},
}


@pytest.fixture
def people():
    return talk.cast()


@pytest.fixture
def discussions(people):
    return {
        audience: talk.discussion(
            people.platform, people.coordinator, title=audience, audience=audience, replies=1
        )
        for audience in AUDIENCES
    }


def test_the_list_and_the_rule_agree_on_who_reads_what(people, discussions):
    by_list = {
        audience: {
            name for name in PEOPLE if discussion in Discussion.objects.visible_to(getattr(people, name))
        }
        for audience, discussion in discussions.items()
    }
    by_rule = {
        audience: {name for name in PEOPLE if rules.can_see_discussion(getattr(people, name), discussion)}
        for audience, discussion in discussions.items()
    }
    by_posts = {
        audience: {
            name
            for name in PEOPLE
            if Post.objects.visible_to(getattr(people, name)).filter(discussion=discussion).count() == 2
        }
        for audience, discussion in discussions.items()
    }
    assert by_list == by_rule == by_posts == READERS


def _may(deed) -> bool:
    try:
        deed()
    except PermissionDenied:
        return False
    return True


def test_members_talk_where_they_may_read_and_nobody_else_does(people, discussions):
    allowed = {
        audience: {
            name
            for name in PEOPLE
            if _may(
                lambda d=discussion, n=name: actions.post(discussion=d, by=getattr(people, n), text="كلمة")
            )
        }
        for audience, discussion in discussions.items()
    }
    members = {"member", "other", "organiser", "coordinator", "administrator"}
    assert allowed == {
        "everyone": members,
        "network": members,
        "platform": members,
        "party": {"organiser", "coordinator", "administrator"},
    }


def test_who_opens_a_discussion_for_whom(people):
    allowed = {
        audience: {
            name
            for name in PEOPLE
            if _may(
                lambda a=audience, n=name: talk.discussion(people.platform, getattr(people, n), audience=a)
            )
        }
        for audience in AUDIENCES
    }
    members = {"member", "other", "organiser", "coordinator", "administrator"}
    party = {"organiser", "coordinator", "administrator"}
    assert allowed == {"everyone": party, "network": members, "platform": members, "party": party}


DEEDS = {
    "edit": lambda d, p, by: actions.edit_post(post=p, by=by, text="غيره"),
    "delete": lambda d, p, by: actions.delete_post(post=p, by=by),
    "hide": lambda d, p, by: actions.hide_post(post=p, by=by, reason="سبب"),
    "show": lambda d, p, by: actions.show_post(post=p, by=by),
    "accept": lambda d, p, by: actions.accept_answer(post=p, by=by),
    "close": lambda d, p, by: actions.close_discussion(discussion=d, by=by, reason="سبب"),
    "reopen": lambda d, p, by: actions.reopen_discussion(discussion=d, by=by),
    "rename": lambda d, p, by: actions.rename_discussion(discussion=d, by=by, title="عنوان آخر"),
    "narrow": lambda d, p, by: actions.change_audience(discussion=d, by=by, audience="network"),
}
MODERATORS = {"coordinator", "administrator"}
DOERS = {
    # The post is `member`'s, the discussion `other`'s.
    "edit": {"member"},
    "delete": {"member"},
    "hide": MODERATORS,
    "show": MODERATORS,
    "accept": MODERATORS | {"other"},
    "close": MODERATORS,
    "reopen": MODERATORS,
    "rename": MODERATORS | {"other"},
    "narrow": MODERATORS,
}


@pytest.mark.parametrize("deed", DEEDS)
def test_who_may_do_what(people, deed):
    done = set()
    for name in PEOPLE:
        discussion = talk.discussion(people.platform, people.other)
        post, _ = actions.post(discussion=discussion, by=people.member, text="ردّ")
        if deed == "show":
            actions.hide_post(post=post, by=people.coordinator, reason="سبب")
        if deed == "reopen":
            actions.close_discussion(discussion=discussion, by=people.coordinator, reason="سبب")
        if _may(lambda d=discussion, p=post, n=name: DEEDS[deed](d, p, getattr(people, n))):
            done.add(name)
    assert done == DOERS[deed]


def test_who_left_the_platform_may_no_longer_change_their_posts(people):
    discussion = talk.discussion(people.platform, people.other, audience="network")
    post, _ = actions.post(discussion=discussion, by=people.member, text="ردّ")
    from exchange.platforms.actions import leave_platform

    leave_platform(platform=people.platform, by=people.member)
    with pytest.raises(PermissionDenied):
        actions.edit_post(post=post, by=people.member, text="بعد المغادرة")


def test_a_coordinator_elsewhere_moderates_nothing_here(people):
    discussion = talk.discussion(people.platform, people.other, audience="network")
    assert rules.can_see_discussion(people.neighbour_coordinator, discussion) is True
    with pytest.raises(PermissionDenied):
        actions.hide_post(post=discussion.posts.get(), by=people.neighbour_coordinator, reason="سبب")


def test_a_work_that_somebody_may_not_see_is_not_named_to_them(people):
    from exchange.forum.views.reading import about_for

    guide = factories.work(people.platform, audience="platform")
    discussion = talk.discussion(people.platform, people.member, audience="network", about=guide)
    assert about_for(people.member, discussion) == guide
    assert about_for(people.neighbour, discussion) is None
