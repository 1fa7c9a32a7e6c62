"""Who finds whom, and what is shown of a person."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from exchange.people import actions, rules
from exchange.people.models import User
from exchange.platforms.actions import confirm_person, leave_platform
from tests import factories as make

pytestmark = pytest.mark.django_db


def browser(person=None) -> Client:
    client = Client()
    if person is not None:
        client.force_login(person)
    return client


def names(answer) -> list[str]:
    return [person.name for person in answer.context["page_obj"]]


@pytest.fixture
def cast() -> dict:
    """Everybody there is: in two platforms, in none, once in one, vouched for, closed."""
    finance, engineering = make.platform("finance"), make.platform("engineering")
    people = {
        "member": make.member(finance, "سناء حدّاد"),
        "colleague": make.member(finance, "أحمد عودة"),
        "engineer": make.member(engineering, "خالد ناصر"),
        "coordinator": make.member(finance, "هديل القصراوي", is_coordinator=True),
        "organiser": make.member(engineering, "نرمين الشاعر", is_organiser=True),
        "editor": make.member(engineering, "باسل خوري", is_editor=True),
        "stranger": make.stranger("ليلى عمر"),
        "former": make.member(finance, "عمر سالم"),
        "vouched": make.stranger("رامي زيد"),
        "closed": make.member(finance, "يوسف علي"),
        "administrator": make.administrator(),
    }
    leave_platform(platform=finance, by=people["former"])
    confirm_person(person=people["vouched"], by=people["administrator"])
    actions.set_active(person=people["closed"], is_active=False, by=people["administrator"])
    return {name: User.objects.get(pk=person.pk) for name, person in people.items()} | {
        "visitor": AnonymousUser()
    }


def test_the_rule_and_the_query_agree_for_everybody_about_everybody(cast):
    people = [person for person in cast.values() if person.pk]
    for looking in cast.values():
        seen = set(User.objects.visible_to(looking).values_list("pk", flat=True))
        assert {person.pk for person in people if rules.can_see_person(looking, person)} == seen & {
            person.pk for person in people
        }


def test_members_of_the_network_find_one_another_and_nobody_else(cast):
    found = set(User.objects.visible_to(cast["member"]).values_list("name", flat=True))
    expected = {"member", "colleague", "engineer", "coordinator", "organiser", "editor", "vouched"}
    assert found == {cast[name].name for name in expected}


def test_a_visitor_is_led_to_sign_in(cast):
    for path in ("/ar/people/", f"/ar/people/{cast['member'].pk}/", "/ar/people/profile/edit/"):
        answer = browser().get(path)
        assert (answer.status_code, answer["Location"]) == (302, f"/accounts/login/?next={path}")


def test_a_stranger_reads_how_to_become_a_member(cast):
    for who in ("stranger", "former"):
        client = browser(cast[who])
        answer = client.get("/ar/people/")
        assert answer.status_code == 403
        assert "قائمة الأعضاء لأعضاء الشبكة." in answer.text
        assert "يمكنك طلب الانضمام إلى منصة مجالك" in answer.text
        assert 'href="/ar/platforms/"' in answer.text
        # A person who is there and one who is not look the same, and one's own page is there.
        there, nowhere = f"/ar/people/{cast['member'].pk}/", "/ar/people/999999/"
        assert [client.get(path).status_code for path in (there, nowhere)] == [404, 404]
        assert client.get(f"/ar/people/{cast[who].pk}/").status_code == 200


def test_a_closed_account_has_no_page(cast):
    assert browser(cast["member"]).get(f"/ar/people/{cast['closed'].pk}/").status_code == 404


def test_phones_are_for_shared_platforms_coordinators_and_organisers(cast):
    member = cast["member"]
    seen = {name: rules.can_see_phone(person, member) for name, person in cast.items()}
    assert seen == {
        "member": True,
        "colleague": True,
        "engineer": False,
        "coordinator": True,
        "organiser": True,
        "editor": False,
        "stranger": False,
        "former": False,
        "vouched": False,
        "closed": False,
        "administrator": True,
        "visitor": False,
    }
    for name in (
        "member",
        "colleague",
        "engineer",
        "coordinator",
        "organiser",
        "editor",
        "vouched",
        "administrator",
    ):
        page = browser(cast[name]).get(f"/ar/people/{member.pk}/")
        assert ('href="tel:+970599000001" dir="ltr"' in page.text) is seen[name], name


def test_an_e_mail_address_is_never_shown(cast):
    for looking in ("colleague", "coordinator", "administrator"):
        client = browser(cast[looking])
        for path in ("/ar/people/", f"/ar/people/{cast['member'].pk}/", "/en/people/"):
            assert cast["member"].email not in client.get(path).text


def test_platforms_in_common_are_shown_and_others_are_not(cast):
    page = browser(cast["colleague"]).get(f"/ar/people/{cast['member'].pk}/").text
    assert 'href="/ar/platforms/finance/"' in page
    main = browser(cast["engineer"]).get(f"/ar/people/{cast['member'].pk}/").text.partition("<main")[2]
    assert "/ar/platforms/finance/" not in main.partition("</main>")[0]


def test_a_name_is_found_however_it_is_spelled(cast):
    client = browser(cast["member"])
    for query in ("احمد", "أحمد", "عوده", "أحمد عودة", "عودة احمد", "أحمـد"):
        assert names(client.get("/ar/people/", {"q": query})) == ["أحمد عودة"], query


def test_a_word_of_the_office_is_found(cast):
    person = cast["colleague"]
    actions.save_profile(
        person=person,
        by=person,
        position="مدير المشتريات",
        expertise="العطاءات",
        authority=make.authority("بيت ساحور"),
    )
    for query in ("مشتريات", "العطاءات", "ساحور"):
        assert names(browser(cast["member"]).get("/ar/people/", {"q": query})) == ["أحمد عودة"]


def test_odd_queries_find_nobody_and_break_nothing(cast):
    client = browser(cast["member"])
    for query in (
        "(",
        "[",
        "\\",
        "*",
        "^",
        "]",
        ".*",
        "a{9}",
        "%",
        "'",
        '"; --',
        "٪" * 500,
        "؟",
        "x-y",
        "[أ",
    ):
        answer = client.get("/ar/people/", {"q": query})
        assert (answer.status_code, names(answer)) == (200, []), query
    # What nobody can see is no word: the list is whole.
    assert len(names(client.get("/ar/people/", {"q": "\x00"}))) == 7


def test_people_are_filtered_by_authority(cast):
    place = cast["colleague"].profile.authority
    answer = browser(cast["member"]).get("/ar/people/", {"authority": place.pk})
    assert names(answer) == ["أحمد عودة"]
    for odd in ("x", "-1", "9" * 50, "٣", ""):
        assert browser(cast["member"]).get("/ar/people/", {"authority": odd}).status_code == 200


def test_people_are_filtered_by_a_platform_of_ones_own_alone(cast):
    client = browser(cast["member"])
    answer = client.get("/ar/people/", {"platform": "finance"})
    assert names(answer) == ["أحمد عودة", "سناء حدّاد", "هديل القصراوي"]
    assert [platform.slug for platform in answer.context["platforms"]] == ["finance"]
    # Who belongs to another platform stays there: the answer is the same as for a platform that does not exist.
    assert names(client.get("/ar/people/", {"platform": "engineering"})) == []
    assert names(client.get("/ar/people/", {"platform": "nowhere"})) == []


def test_the_list_comes_in_pages(cast):
    finance = cast["member"].memberships.get().platform
    for _number in range(20):
        make.member(finance)
    client = browser(cast["member"])
    assert len(names(client.get("/ar/people/"))) == 20
    assert len(names(client.get("/ar/people/?page=2"))) == 7
    assert client.get("/ar/people/?page=99999").status_code == 200


def test_two_and_fifty_people_cost_the_same_queries():
    platform = make.platform()
    person = make.member(platform)
    make.member(platform)
    client = browser(person)

    def cost() -> int:
        client.get("/ar/people/")
        with CaptureQueriesContext(connection) as queries:
            client.get("/ar/people/")
        return len(queries)

    few = cost()
    for _number in range(48):
        make.member(platform)
    assert cost() == few
