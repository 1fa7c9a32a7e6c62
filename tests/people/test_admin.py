"""Accounts and local authorities in Wagtail's admin."""

import pytest
from django.test import Client

from exchange.journal.models import Entry
from exchange.people.models import LocalAuthority, User
from tests import factories as make

pytestmark = pytest.mark.django_db

PATHS = [
    "/admin/users/",
    "/admin/users/new/",
    "/admin/localauthority/",
    "/admin/localauthority/new/",
    "/admin/region/",
]


@pytest.fixture
def admin() -> Client:
    client = Client()
    client.force_login(make.administrator())
    return client


@pytest.mark.parametrize("path", PATHS)
def test_administrators_alone_open_these_pages(admin, path):
    assert admin.get(path).status_code == 200
    coordinator = Client()
    coordinator.force_login(make.member(make.platform(), is_coordinator=True))
    assert coordinator.get("/admin/").status_code == 200
    assert coordinator.get(path)["Location"] == "/admin/"


def test_an_account_is_made_found_changed_and_closed(admin):
    answer = admin.post("/admin/users/new/", {"name": "ليلى عمر", "email": "Laila@City.ps", "language": "ar"})
    assert answer["Location"] == "/admin/users/"
    person = User.objects.get(email="laila@city.ps")
    assert "ليلى عمر" in admin.get("/admin/users/", {"q": "ليلى"}).text
    path = f"/admin/users/edit/{person.pk}/"
    page = admin.get(path).text
    assert 'name="name"' in page
    assert 'name="password1"' not in page
    assert 'name="groups"' not in page
    answer = admin.post(
        path, {"name": "ليلى عمران", "email": "laila@city.ps", "language": "ar", "is_active": ""}
    )
    assert answer["Location"] == "/admin/users/"
    person.refresh_from_db()
    assert (person.name, person.is_active) == ("ليلى عمران", False)
    assert [entry.kind for entry in Entry.objects.about(person)] == [
        "people.account_made",
        "people.account_changed",
        "people.deactivated",
    ]


def test_an_address_that_is_taken_is_said_in_the_form(admin):
    taken = make.stranger()
    answer = admin.post("/admin/users/new/", {"name": "ليلى", "email": taken.email.upper(), "language": "ar"})
    assert answer.status_code == 200
    assert "عنوان البريد هذا لحساب آخر." in answer.text


def test_administrators_do_not_lock_themselves_out(admin):
    own = int(admin.session["_auth_user_id"])
    page = admin.get(f"/admin/users/edit/{own}/").text
    assert 'name="is_active"' not in page
    assert 'name="is_superuser"' not in page


@pytest.mark.parametrize("deed", ["delete", "assign_role", "set_active_state"])
def test_nothing_is_done_to_many_accounts_at_once(admin, deed):
    person = make.stranger()
    path = f"/admin/bulk/people/user/{deed}/?next=/admin/users/&id={person.pk}"
    admin.post(path, {"mark_as_active": "False", "role": "1"})
    assert User.objects.get(pk=person.pk).is_active
    assert person.groups.count() == 0


def test_no_account_is_deleted(admin):
    person = make.stranger()
    admin.post(f"/admin/users/delete/{person.pk}/")
    assert User.objects.filter(pk=person.pk).exists()
    assert f"/admin/users/delete/{person.pk}/" not in admin.get("/admin/users/").text


def test_a_local_authority_is_added_changed_and_removed(admin):
    region = make.authority().region
    form = {"name_ar": "قرية جديدة", "name_en": "", "kind": "village_council", "region": region.pk}
    assert admin.post("/admin/localauthority/new/", form)["Location"] == "/admin/localauthority/"
    place = LocalAuthority.objects.get(name_ar="قرية جديدة")
    assert "موجود" in admin.post("/admin/localauthority/new/", form).text
    admin.post(f"/admin/localauthority/edit/{place.pk}/", form | {"kind": "municipality"})
    assert LocalAuthority.objects.get(pk=place.pk).kind == "municipality"
    admin.post(f"/admin/localauthority/delete/{place.pk}/")
    kinds = [entry.kind for entry in Entry.objects.about(place)]
    assert kinds == ["people.authority_saved", "people.authority_saved", "people.place_removed"]
    assert not LocalAuthority.objects.filter(pk=place.pk).exists()


def test_a_place_in_use_stays_and_says_why(admin):
    place = make.stranger().profile.authority
    answer = admin.post(f"/admin/localauthority/delete/{place.pk}/")
    assert answer.status_code == 409
    assert "يتبعها أعضاء أو هيئات محلية." in answer.text
