"""Platforms, roles and vouching in Wagtail's admin."""

import pytest
from django.test import Client

from exchange.journal.models import Entry
from exchange.people.models import User
from exchange.platforms.models import Membership, Platform, PlatformPage
from tests import factories as make

pytestmark = pytest.mark.django_db

PATHS = ["/admin/platform/", "/admin/platform/new/", "/admin/membership/", "/admin/standing/"]
FORM = {
    "name_ar": "منصة النفايات الصلبة",
    "name_en": "Solid Waste",
    **{f"{name}_{language}": "" for name in ("summary", "description", "who") for language in ("ar", "en")},
    "audience": "everyone",
    "position": "6",
}


@pytest.fixture
def admin() -> Client:
    client = Client()
    client.force_login(make.administrator())
    return client


def test_administrators_alone_open_these_pages(admin):
    coordinator = Client()
    coordinator.force_login(make.member(make.platform(), is_coordinator=True))
    for path in PATHS:
        assert admin.get(path).status_code == 200, path
        assert coordinator.get(path)["Location"] == "/admin/", path


def test_a_platform_is_added_with_all_that_it_stands_on(admin):
    assert (
        admin.post("/admin/platform/new/", FORM | {"slug": "solid-waste"})["Location"] == "/admin/platform/"
    )
    platform = Platform.objects.get(slug="solid-waste")
    assert PlatformPage.objects.filter(platform=platform).count() == 2
    assert Client().get("/ar/platforms/solid-waste/").status_code == 200
    path = f"/admin/platform/edit/{platform.pk}/"
    # The address is chosen once.
    assert 'name="slug"' not in admin.get(path).text
    admin.post(path, FORM | {"slug": "other", "name_ar": "منصة النفايات"})
    platform.refresh_from_db()
    assert (platform.slug, platform.name_ar) == ("solid-waste", "منصة النفايات")
    admin.post(f"/admin/platform/delete/{platform.pk}/")
    assert [entry.kind for entry in Entry.objects.about(platform)] == [
        "platforms.platform_created",
        "platforms.platform_changed",
    ]


@pytest.mark.parametrize("slug", ["", "عربي", "a b", "../x"])
def test_an_address_that_cannot_be_one_is_refused_in_the_form(admin, slug):
    assert admin.post("/admin/platform/new/", FORM | {"slug": slug}).status_code == 200
    assert not Platform.objects.exists()


def test_roles_are_given_and_wagtails_groups_follow(admin):
    platform = make.platform("finance")
    person = make.member(platform)
    membership = Membership.objects.get(person=person)
    answer = admin.post(f"/admin/membership/edit/{membership.pk}/", {"is_editor": "on"})
    assert answer["Location"] == "/admin/membership/"
    membership.refresh_from_db()
    assert (membership.is_editor, membership.is_coordinator) == (True, False)
    assert list(person.groups.values_list("name", flat=True)) == ["finance editors"]
    admin.post(f"/admin/membership/delete/{membership.pk}/")
    admin.post("/admin/membership/new/", {"is_editor": "on"})
    assert Membership.objects.filter(person=person).count() == 1


def test_an_administrator_vouches_for_a_person(admin):
    person = make.stranger()
    path = f"/admin/standing/edit/{person.pk}/"
    assert admin.get(path).status_code == 200
    admin.post(path, {"is_confirmed": "on"})
    assert User.objects.get(pk=person.pk).is_in_network
    admin.post(path, {})
    assert not User.objects.get(pk=person.pk).is_in_network
    admin.post(f"/admin/standing/delete/{person.pk}/")
    assert User.objects.filter(pk=person.pk).exists()
