"""A platform's pages, as people in each role open them."""

import pytest
from django.urls import reverse

from exchange.platforms import actions
from exchange.platforms.models import LibraryPage, Membership, PlatformPage
from tests import factories as make

pytestmark = pytest.mark.django_db


def test_a_platform_stands_in_both_languages_from_the_moment_it_is_made(client):
    platform = make.platform("finance", name_ar="منصة المدراء الماليين", name_en="Finance Managers")
    assert PlatformPage.objects.filter(platform=platform, live=True).count() == 2
    assert LibraryPage.objects.filter(platform=platform, live=True).count() == 2
    arabic = client.get("/ar/platforms/finance/")
    english = client.get("/en/platforms/finance/")
    assert (arabic.status_code, english.status_code) == (200, 200)
    assert 'dir="rtl"' in arabic.content.decode()
    assert "منصة المدراء الماليين" in arabic.content.decode()
    assert 'dir="ltr"' in english.content.decode()
    assert "Finance Managers" in english.content.decode()


def test_a_platform_for_its_members_is_not_there_for_others(client):
    platform = make.platform("closed", audience="platform")
    assert client.get("/ar/platforms/closed/").status_code == 404
    client.force_login(make.stranger())
    assert client.get("/ar/platforms/closed/").status_code == 404
    client.force_login(make.member(platform))
    assert client.get("/ar/platforms/closed/").status_code == 200


def test_a_person_asks_to_join_and_the_coordinator_accepts_on_the_site(client):
    platform = make.platform("finance")
    coordinator, person = make.member(platform, is_coordinator=True), make.stranger()
    client.force_login(person)
    answer = client.post(reverse("platform_join", args=["finance"]), {"reason": "أعمل في الموازنة"})
    assert answer.status_code == 302
    membership = Membership.objects.get(person=person)
    client.force_login(coordinator)
    page = client.get(reverse("platform_members", args=["finance"]))
    assert person.name in page.content.decode()
    decide = reverse("membership_decide", args=["finance", membership.pk, "accept"])
    assert client.post(decide, {"answer": "أهلًا"}).status_code == 302
    membership.refresh_from_db()
    assert membership.state == Membership.State.ACTIVE


def test_a_refusal_without_a_reason_is_sent_back_with_a_message(client):
    platform = make.platform("finance")
    coordinator = make.member(platform, is_coordinator=True)
    membership = actions.ask_to_join(platform=platform, by=make.stranger())
    client.force_login(coordinator)
    answer = client.post(
        reverse("membership_decide", args=["finance", membership.pk, "refuse"]), {"answer": ""}
    )
    assert answer.status_code == 422
    membership.refresh_from_db()
    assert membership.state == Membership.State.REQUESTED


def test_a_member_cannot_open_a_request(client):
    platform = make.platform("finance")
    membership = actions.ask_to_join(platform=platform, by=make.stranger())
    client.force_login(make.member(platform))
    assert client.get(reverse("membership", args=["finance", membership.pk])).status_code == 404


def test_the_list_of_members_asks_as_often_for_fifty_as_for_two(client, count_queries):
    platform = make.platform("finance")
    reader = make.member(platform)
    make.member(platform)
    client.force_login(reader)
    address = reverse("platform_members", args=["finance"])
    few = count_queries(client, address)
    for _number in range(48):
        person = make.stranger()
        Membership.objects.create(person=person, platform=platform, state="active")
    assert count_queries(client, address) == few
