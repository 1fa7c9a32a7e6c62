"""Discussions in search."""

import pytest

from exchange.forum import actions
from exchange.forum.index import source
from exchange.journal.models import Entry
from search.documents import ANSWERED, Document, Side
from tests import factories
from tests.forum import talk

pytestmark = pytest.mark.django_db


def test_a_discussion_is_found_by_its_title_and_by_what_can_be_read_in_it():
    people = talk.cast()
    discussion = talk.discussion(people.platform, people.member, title="جباية المياه", text="كيف **نقسّط**؟")
    hidden, _ = actions.post(discussion=discussion, by=people.other, text="مخفي")
    gone, _ = actions.post(discussion=discussion, by=people.other, text="محذوف")
    actions.post(discussion=discussion, by=people.other, text="نقسّط على سنة")
    actions.hide_post(post=hidden, by=people.coordinator, reason="سبب")
    actions.delete_post(post=gone, by=people.other)
    assert list(source.documents([f"discussion:{discussion.pk}"])) == [
        Document(
            id=f"discussion:{discussion.pk}",
            kind="discussion",
            sides=(
                Side(
                    language="ar",
                    title="جباية المياه",
                    url=discussion.get_absolute_url(),
                    text="كيف  نقسّط ؟ نقسّط على سنة",
                ),
            ),
            audience=(f"platform:{people.platform.pk}",),
            platforms=(people.platform.slug,),
            published_at=discussion.opened_at,
            authorities=(str(people.member.profile.authority_id),),
        )
    ]


def test_a_discussion_whose_question_was_answered_is_marked():
    people = talk.cast()
    discussion = talk.discussion(people.platform, people.member)
    answer, _ = actions.post(discussion=discussion, by=people.other, text="ردّ")
    actions.accept_answer(post=answer, by=people.member)
    (document,) = source.documents([f"discussion:{discussion.pk}"])
    assert document.marks == (ANSWERED,)


def test_who_moves_to_another_authority_has_their_discussions_read_again():
    people = talk.cast()
    discussion = talk.discussion(people.platform, people.member)
    entry = Entry(kind="people.profile_saved", subject_id=str(people.member.pk))
    assert source.ids_for(entry) == [f"discussion:{discussion.pk}"]


def test_an_english_discussion_is_found_as_english():
    platform = factories.platform()
    discussion = talk.discussion(
        platform, factories.member(platform), title="Water dues", text="How do you do it?"
    )
    (document,) = source.documents([f"discussion:{discussion.pk}"])
    assert (document.sides[0].language, document.sides[0].url) == (
        "en",
        f"/en/forum/{discussion.pk}-water-dues/",
    )


def test_every_fact_of_the_forum_has_its_discussion_read_again():
    people = talk.cast()
    discussion = talk.discussion(people.platform, people.member)
    post, _ = actions.post(discussion=discussion, by=people.other, text="ردّ")
    actions.edit_post(post=post, by=people.other, text="غيره")
    actions.hide_post(post=post, by=people.coordinator, reason="سبب")
    actions.show_post(post=post, by=people.coordinator)
    actions.accept_answer(post=post, by=people.member)
    actions.delete_post(post=post, by=people.other)
    actions.rename_discussion(discussion=discussion, by=people.member, title="آخر")
    actions.change_audience(discussion=discussion, by=people.coordinator, audience="network")
    actions.close_discussion(discussion=discussion, by=people.coordinator, reason="سبب")
    actions.reopen_discussion(discussion=discussion, by=people.coordinator)
    entries = Entry.objects.filter(kind__startswith="forum.")
    assert entries.count() == 11
    assert {tuple(source.ids_for(entry)) for entry in entries} == {(f"discussion:{discussion.pk}",)}
    assert {tuple(source.ids_for(entry)) for entry in Entry.objects.exclude(kind__startswith="forum.")} == {
        ()
    }


def test_the_hits_are_asked_again_for_each_person():
    people = talk.cast()
    ids = {
        audience: f"discussion:{talk.discussion(people.platform, people.coordinator, audience=audience).pk}"
        for audience in ("everyone", "network", "platform", "party")
    }
    asked = [*ids.values(), "discussion:999999", "discussion:x"]
    assert source.visible(asked, None) == {ids["everyone"]}
    assert source.visible(asked, people.neighbour) == {ids["everyone"], ids["network"]}
    assert source.visible(asked, people.member) == {ids["everyone"], ids["network"], ids["platform"]}
    assert source.visible(asked, people.organiser) == set(ids.values())
