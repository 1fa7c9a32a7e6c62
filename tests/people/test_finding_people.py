"""People in search."""

import pytest

from exchange.journal.models import Entry
from exchange.people import actions
from exchange.people.index import source
from exchange.people.models import User
from exchange.platforms.actions import leave_platform
from tests import factories as make

pytestmark = pytest.mark.django_db


def documents() -> dict:
    return {document.id: document for document in source.documents()}


def ids_of_last(kind: str) -> list[str]:
    return list(source.ids_for(Entry.objects.filter(kind=kind).last()))


def test_a_member_is_found_by_members_by_what_colleagues_may_know():
    person = make.member(make.platform("finance"), "سناء حدّاد")
    place = make.authority("سلفيت")
    actions.save_profile(
        person=person, by=person, authority=place, position="مديرة مالية", expertise="الموازنة", about="نبذة"
    )
    document = documents()[f"person:{person.pk}"]
    assert (document.kind, document.audience, document.platforms) == ("person", ("network",), ())
    arabic, english = document.sides
    assert (arabic.language, arabic.title, arabic.url) == ("ar", "سناء حدّاد", f"/ar/people/{person.pk}/")
    assert (english.language, english.url) == ("en", f"/en/people/{person.pk}/")
    assert arabic.text == f"مديرة مالية بلدية سلفيت {place.region.name_ar} الموازنة نبذة"
    assert place.name_en in english.text
    everything = str(document)
    assert person.email not in everything
    assert "599000001" not in everything


def test_strangers_closed_accounts_and_those_who_left_are_not_found():
    platform = make.platform()
    stranger, closed, left = make.stranger(), make.member(platform), make.member(platform)
    actions.set_active(person=closed, is_active=False, by=make.administrator())
    leave_platform(platform=platform, by=left)
    assert {f"person:{person.pk}" for person in (stranger, closed, left)} & documents().keys() == set()


def test_every_fact_that_changes_what_is_found_names_the_person():
    platform, administrator = make.platform(), make.administrator()
    person = make.member(platform)
    one = [f"person:{person.pk}"]
    assert ids_of_last("platforms.membership_accepted") == one
    actions.save_profile(person=person, by=person, position="مدير")
    assert ids_of_last("people.profile_saved") == one
    actions.change_account(person=person, by=administrator, name="سناء")
    assert ids_of_last("people.account_changed") == one
    actions.set_active(person=person, is_active=False, by=administrator)
    assert ids_of_last("people.deactivated") == one
    actions.set_active(person=person, is_active=True, by=administrator)
    assert ids_of_last("people.reactivated") == one
    authority = User.objects.get(pk=person.pk).profile.authority
    authority.name_ar = "اسم جديد"
    actions.save_authority(authority=authority, by=administrator)
    assert ids_of_last("people.authority_saved") == one
    leave_platform(platform=platform, by=User.objects.get(pk=person.pk))
    assert ids_of_last("platforms.membership_left") == one


def test_visible_says_what_the_directory_says():
    platform = make.platform()
    person, other, stranger = make.member(platform), make.member(platform), make.stranger()
    ids = [f"person:{one.pk}" for one in (person, other, stranger)]
    assert source.visible(ids, person) == set(ids[:2])
    assert source.visible(ids, stranger) == {ids[2]}
    assert source.visible(ids, make.visitor()) == set()
