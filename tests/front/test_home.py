"""The home page: what a member, somebody in no platform yet and a visitor find on it."""

import pytest
from bs4 import BeautifulSoup

from tests import factories as make

pytestmark = pytest.mark.django_db
NO_PLATFORM = "لا منصة لك بعد"


@pytest.fixture
def finance():
    platform = make.platform("finance")
    make.work(platform, "دليل الموازنة", slug="budget")
    make.work(make.platform("engineering"), "دليل الطرق", slug="roads")
    return platform


def titles(answer) -> list[str]:
    page = BeautifulSoup(answer.content, "html.parser")
    return [one.get_text(strip=True) for one in page.select("section .row__title a")]


def test_a_member_finds_what_is_new_in_their_platforms_a_line_each(client, finance):
    client.force_login(make.member(finance))
    answer = client.get("/ar/")
    assert titles(answer) == ["دليل الموازنة"]
    assert "جديد منصاتي" in answer.content.decode()
    assert "row__text" not in answer.content.decode()
    assert NO_PLATFORM not in answer.content.decode()


def test_who_is_in_no_platform_finds_what_is_new_everywhere_and_the_way_into_one(client, finance):
    client.force_login(make.stranger())
    answer = client.get("/ar/")
    assert sorted(titles(answer)) == ["دليل الطرق", "دليل الموازنة"]
    assert NO_PLATFORM in answer.content.decode()
    page = BeautifulSoup(answer.content, "html.parser")
    assert page.select_one(".notice a")["href"] == "/ar/platforms/"


def test_an_administrator_finds_what_is_new_everywhere(client, finance):
    client.force_login(make.administrator())
    answer = client.get("/ar/")
    assert sorted(titles(answer)) == ["دليل الطرق", "دليل الموازنة"]
    assert NO_PLATFORM not in answer.content.decode()


def test_a_visitor_finds_the_newest_with_what_they_say(client, finance):
    answer = client.get("/ar/")
    assert sorted(titles(answer)) == ["دليل الطرق", "دليل الموازنة"]


def test_position_papers_have_an_icon_of_their_own(client):
    make.work(make.platform("finance"), "ورقة التعرفة", slug="tariff", kind="position-paper")
    assert "#scroll-text" in client.get("/ar/library/").content.decode()
