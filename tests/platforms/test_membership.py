"""Joining, leaving, roles, and what follows from them."""

import pytest
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied

from exchange.journal.models import Entry
from exchange.people.models import User
from exchange.platforms import actions, rules
from exchange.platforms.models import Audience, Membership, Platform
from tests import factories as make

pytestmark = pytest.mark.django_db


def fresh(person):
    return User.objects.get(pk=person.pk)


def test_a_stranger_asks_and_becomes_a_member_when_the_coordinator_accepts():
    platform = make.platform()
    coordinator = make.member(platform, is_coordinator=True)
    person = make.stranger()
    membership = actions.ask_to_join(platform=platform, by=person, reason="عملي في المشتريات")
    assert not rules.is_member(person, platform)
    assert not fresh(person).is_in_network
    actions.accept_request(membership=membership, by=coordinator, answer="أهلًا بك")
    assert rules.is_member(fresh(person), platform)
    assert fresh(person).is_in_network
    assert [entry.kind for entry in Entry.objects.about(membership)] == [
        "platforms.membership_requested",
        "platforms.membership_accepted",
    ]


def test_asking_twice_is_asking_once():
    platform, person = make.platform(), make.stranger()
    first = actions.ask_to_join(platform=platform, by=person)
    second = actions.ask_to_join(platform=platform, by=person)
    assert first.pk == second.pk
    assert Entry.objects.filter(kind="platforms.membership_requested").count() == 1


def test_asking_needs_a_profile_and_says_so():
    platform, person = make.platform(), make.stranger()
    person.profile.position = ""
    person.profile.save()
    with pytest.raises(actions.ProfileNeeded):
        actions.ask_to_join(platform=platform, by=person)
    assert Membership.objects.filter(person=person).count() == 0


@pytest.mark.parametrize("deed", ["accept_request", "refuse_request", "remove_member"])
@pytest.mark.parametrize("role", ["is_editor", "is_organiser", ""])
def test_only_coordinators_decide(deed, role):
    platform = make.platform()
    person = make.member(platform, **({role: True} if role else {}))
    membership = actions.ask_to_join(platform=platform, by=make.stranger())
    with pytest.raises(PermissionDenied):
        getattr(actions, deed)(membership=membership, by=person, answer="لا")


def test_a_coordinator_of_another_platform_decides_nothing_here():
    other = make.member(make.platform(), is_coordinator=True)
    membership = actions.ask_to_join(platform=make.platform(), by=make.stranger())
    with pytest.raises(PermissionDenied):
        actions.accept_request(membership=membership, by=other)


def test_a_decided_request_is_not_decided_again():
    platform = make.platform()
    coordinator = make.member(platform, is_coordinator=True)
    membership = actions.ask_to_join(platform=platform, by=make.stranger())
    actions.refuse_request(membership=membership, by=coordinator, answer="المنصة للمهندسين")
    with pytest.raises(actions.NotWaiting):
        actions.accept_request(membership=membership, by=coordinator)


def test_leaving_ends_roles_groups_and_standing():
    platform = make.platform()
    make.member(platform, is_coordinator=True)
    editor = make.member(platform, is_editor=True)
    assert Group.objects.filter(user=editor).count() == 1
    actions.leave_platform(platform=platform, by=editor)
    editor = fresh(editor)
    assert Group.objects.filter(user=editor).count() == 0
    assert not editor.is_in_network
    membership = Membership.objects.get(person=editor)
    assert (membership.state, membership.is_editor) == (Membership.State.LEFT, False)


def test_the_last_coordinator_cannot_leave():
    platform = make.platform()
    coordinator = make.member(platform, is_coordinator=True)
    with pytest.raises(actions.LastCoordinator):
        actions.leave_platform(platform=platform, by=coordinator)


def test_a_member_of_two_platforms_stays_in_the_network_when_leaving_one():
    first, second = make.platform(), make.platform()
    person = make.member(first)
    make.join(person, second)
    actions.leave_platform(platform=first, by=person)
    assert fresh(person).is_in_network


def test_who_is_removed_can_ask_again():
    platform = make.platform()
    coordinator, person = make.member(platform, is_coordinator=True), make.member(platform)
    actions.remove_member(
        membership=Membership.objects.get(person=person), by=coordinator, answer="انتقل إلى عمل آخر"
    )
    again = actions.ask_to_join(platform=platform, by=fresh(person))
    assert again.state == Membership.State.REQUESTED


def test_a_coordinator_makes_editors_but_no_coordinators():
    platform = make.platform()
    coordinator, person = make.member(platform, is_coordinator=True), make.member(platform)
    membership = Membership.objects.get(person=person)
    actions.give_roles(membership=membership, by=coordinator, is_editor=True)
    with pytest.raises(PermissionDenied):
        actions.give_roles(membership=membership, by=coordinator, is_coordinator=True)


def test_groups_are_exactly_what_the_roles_call_for():
    platforms = [make.platform(), make.platform()]
    people = [make.member(platforms[0], is_editor=True), make.member(platforms[1], is_coordinator=True)]
    make.join(people[0], platforms[1], is_editor=True, is_organiser=True)
    expected = {
        (membership.person_id, f"{membership.platform.slug} {role}")
        for membership in Membership.objects.select_related("platform")
        for role, flag in (("editors", "is_editor"), ("coordinators", "is_coordinator"))
        if getattr(membership, flag)
    }
    derived = set(User.objects.filter(groups__isnull=False).values_list("pk", "groups__name"))
    assert derived == expected
    assert len(expected) == 3


@pytest.mark.parametrize("audience", Audience.values)
def test_rule_and_visible_to_agree_on_platforms(audience):
    platform = make.platform(audience=audience)
    other = make.platform()
    people = [
        make.visitor(),
        make.stranger(),
        make.member(other),
        make.member(platform),
        make.member(platform, is_editor=True),
        make.member(platform, is_coordinator=True),
        make.administrator(),
    ]
    by_rule = [rules.can_see_platform(person, platform) for person in people]
    by_query = [Platform.objects.visible_to(person).filter(pk=platform.pk).exists() for person in people]
    assert by_rule == by_query
    assert sum(by_rule) == {"everyone": 7, "network": 5, "platform": 4, "party": 3}[audience]


def test_a_former_member_sees_what_a_stranger_sees():
    platform = make.platform(audience="platform")
    make.member(platform, is_coordinator=True)
    person = make.member(platform)
    actions.leave_platform(platform=platform, by=person)
    assert rules.audience_tokens(fresh(person)) == {"everyone"}
    assert list(Platform.objects.visible_to(fresh(person))) == []
