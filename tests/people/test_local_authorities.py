"""The list that members choose their local authority from."""

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.utils.translation import override

from exchange.people import actions
from exchange.people.models import LocalAuthority, Region
from tests import factories as make

pytestmark = pytest.mark.django_db


def test_the_list_is_loaded_once_however_often_it_is_asked_for(capsys):
    call_command("load_local_authorities")
    assert capsys.readouterr().out == "404 local authorities added\n"
    assert (LocalAuthority.objects.count(), Region.objects.count()) == (404, 16)
    assert actions.load_local_authorities(by=make.administrator()) == 0
    assert LocalAuthority.objects.filter(kind="municipality", region__name_ar="نابلس").exists()


def test_what_was_changed_by_hand_stays():
    actions.load_local_authorities()
    one = LocalAuthority.objects.get(name_ar="قباطية")
    one.name_en = "Qabatya"
    actions.save_authority(authority=one, by=make.administrator())
    actions.load_local_authorities()
    assert LocalAuthority.objects.get(name_ar="قباطية").name_en == "Qabatya"


def test_names_are_said_with_their_kind():
    region = Region(name_ar="جنين", name_en="Jenin", area="north")
    town = LocalAuthority(name_ar="قباطية", name_en="Qabatiya", kind="municipality", region=region)
    village = LocalAuthority(name_ar="رابا", name_en="Raba", kind="village_council", region=region)
    joint = LocalAuthority(
        name_ar="مجلس الخدمات المشترك", name_en="", kind="joint_services_council", region=region
    )
    with override("ar"):
        assert [str(one) for one in (town, village, joint)] == [
            "بلدية قباطية",
            "مجلس قروي رابا",
            "مجلس الخدمات المشترك",
        ]
    with override("en"):
        assert [str(one) for one in (town, village, joint)] == [
            "Qabatiya Municipality",
            "Raba Village Council",
            "مجلس الخدمات المشترك",
        ]


def test_a_place_that_people_belong_to_is_not_removed():
    person, administrator = make.stranger(), make.administrator()
    place = person.profile.authority
    with pytest.raises(actions.PlaceInUse):
        actions.remove_place(place=place, by=administrator)
    with pytest.raises(actions.PlaceInUse):
        actions.remove_place(place=place.region, by=administrator)
    with pytest.raises(PermissionDenied):
        actions.remove_place(place=make.authority(), by=person)
    actions.remove_place(place=make.authority("مؤقتة"), by=administrator)
    assert not LocalAuthority.objects.filter(name_ar="مؤقتة").exists()
