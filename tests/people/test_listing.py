"""Nobody carries the directory away: lists of people are short, and an hour has its measure."""

import pytest
from django.core.cache import cache
from django.test import Client

from exchange.journal.worker import drain
from exchange.people import listing
from exchange.people.models import User
from exchange.platforms.models import Membership
from search import indexing
from tests import factories as make

pytestmark = pytest.mark.django_db

DIRECTORY = "/ar/people/"
API = "/api/v1/search"
TOLD = "عُرض عليك عدد كبير من الأعضاء خلال ساعة."


@pytest.fixture(autouse=True)
def a_new_hour():
    cache.clear()


@pytest.fixture
def platform():
    return make.platform("finance")


@pytest.fixture
def crowd(platform):
    """520 members of the network and of one platform, who are found by the name that they share."""
    people = [User(email=f"c{at}@city.ps", name=f"قزحلب رقم{at}", is_in_network=True) for at in range(520)]
    User.objects.bulk_create(people)
    made = User.objects.filter(name__startswith="قزحلب")
    Membership.objects.bulk_create(
        Membership(platform=platform, person=person, state="active") for person in made
    )
    make.work(platform, "دليل قزحلب", text="قزحلب قزحلب")
    drain()
    indexing.rebuild()


@pytest.fixture
def viewer(platform, crowd):
    """The browser of a member who is looking for somebody."""
    return signed_in(make.member(platform, "سناء حدّاد"))


def signed_in(person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def listed(client, page: int = 1, **asked) -> list[str]:
    found = client.get(API, {"q": "قزحلب", "page": page} | asked).json()["results"]
    return [result["id"] for result in found if result["kind"] == "person"]


@pytest.mark.parametrize("address", [DIRECTORY, "/ar/platforms/finance/members/"])
def test_a_list_shows_twenty_people_and_an_hour_five_hundred(viewer, address):
    pages = [viewer.get(address, {"page": number}) for number in range(1, 27)]
    assert [page.status_code for page in pages] == [200] * 25 + [429]
    assert {len(page.context["page_obj"]) for page in pages[:25]} == {20}
    assert TOLD in pages[25].text
    assert [viewer.get(address, {"page": number}).status_code for number in (1, 25)] == [200, 200]


def test_another_hour_and_another_person_have_measures_of_their_own(viewer, platform, time_machine):
    time_machine.move_to("2026-03-01 10:59:00+00:00")
    assert [viewer.get(DIRECTORY, {"page": number}).status_code for number in range(1, 27)][-1] == 429
    assert signed_in(make.member(platform)).get(DIRECTORY, {"page": 26}).status_code == 200
    time_machine.move_to("2026-03-01 11:00:00+00:00")
    assert viewer.get(DIRECTORY, {"page": 26}).status_code == 200


def test_coordinators_see_all_of_their_platform_and_administrators_all_of_the_network(crowd, platform):
    coordinator = signed_in(make.member(platform, is_coordinator=True))
    members = [coordinator.get("/ar/platforms/finance/members/", {"page": at}) for at in range(1, 28)]
    assert {page.status_code for page in members} == {200}
    administrator = signed_in(make.administrator())
    assert {administrator.get(DIRECTORY, {"page": at}).status_code for at in range(1, 28)} == {200}


def test_search_shows_twenty_people_at_a_time_whatever_is_asked(viewer):
    assert len(listed(viewer, kind="person", page_size=100)) == 20
    assert len(listed(viewer, q="قزحلب نوع:عضو", page_size=100)) == 20
    everything = viewer.get(API, {"q": "قزحلب", "page_size": 100}).json()
    assert [result["kind"] for result in everything["results"]] == ["guide"]
    assert everything["facets"]["kind"] == {"guide": 1}
    assert 0 < len(listed(viewer)) <= 20


def test_the_pages_of_people_follow_one_another_whatever_their_size(viewer):
    first, second = (set(listed(viewer, page, kind="person", page_size=100)) for page in (1, 2))
    assert (len(first | second), first & second) == (40, set())


def test_searching_counts_as_leafing_does(viewer):
    for page in range(1, 26):
        viewer.get("/ar/search/", {"q": "قزحلب", "kind": "person", "page": page})
    assert viewer.get(DIRECTORY, {"page": 1, "q": "سناء"}).status_code == 429
    answer = viewer.get(API, {"q": "قزحلب", "kind": "person", "page": 26}, headers={"accept-language": "ar"})
    assert answer.status_code == 429
    assert TOLD in answer.json()["detail"]
    page = viewer.get("/ar/search/", {"q": "قزحلب", "kind": "person", "page": 26})
    assert (page.status_code, TOLD in page.text, 'value="قزحلب"' in page.text) == (429, True, True)
    part = viewer.get(
        "/ar/search/", {"q": "قزحلب", "kind": "person", "page": 26}, headers={"HX-Request": "true"}
    )
    assert (part.status_code, TOLD in part.text) == (200, True)


def test_whoever_has_seen_many_people_still_finds_works(viewer):
    for page in range(1, 26):
        listed(viewer, page, kind="person")
    found = viewer.get(API, {"q": "قزحلب", "page": 1}).json()
    people = [result["id"] for result in found["results"] if result["kind"] == "person"]
    seen = set().union(*(listed(viewer, page, kind="person") for page in range(1, 26)))
    assert "guide" in {result["kind"] for result in found["results"]}
    assert set(people) <= seen
    assert len(seen) == 500


def test_names_are_not_completed(viewer):
    assert viewer.get("/api/v1/search/suggest", {"q": "قزحل"}).json() == {"suggestions": ["دليل قزحلب"]}
    assert "رقم1" not in viewer.get("/ar/search/suggest/", {"q": "قزحل"}).text


def test_twin_without_the_measure_the_whole_directory_can_be_read(viewer, monkeypatch):
    monkeypatch.setattr(listing, "AN_HOUR", 10_000)
    pages = [viewer.get(DIRECTORY, {"page": number}) for number in range(1, 28)]
    assert {page.status_code for page in pages} == {200}
    assert len({person.pk for page in pages for person in page.context["page_obj"]}) == 521
