"""There is one door: what Wagtail and Django bring along for signing in leads to it and lets nobody in by itself."""

import pytest
from django.test import Client

from tests import factories as make

pytestmark = pytest.mark.django_db
PASSWORD = "long-enough-to-sign-in"
DOORS = ("/admin/login/", "/django-admin/login/", "/ar/_util/login/", "/en/_util/login/")


@pytest.mark.parametrize("door", DOORS)
def test_no_other_door_signs_anybody_in(door):
    """They would ask for no second factor, count no failed attempts and write nothing into the journal."""
    person = make.administrator()
    person.set_password(PASSWORD)
    person.save()
    client = Client()
    said = {"username": person.email, "login": person.email, "password": PASSWORD}
    assert client.post(door, said).status_code == 302
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize("door", DOORS)
def test_every_other_door_leads_to_the_one(door):
    answer = Client().get(door)
    assert (answer.status_code, answer.headers["Location"].partition("?")[0]) == (302, "/accounts/login/")


@pytest.mark.parametrize(
    "address", ["/admin/password_reset/", "/admin/password_reset/confirm/MQ/set-password/"]
)
def test_a_forgotten_password_is_replaced_at_the_one_door_alone(address):
    """Wagtail's own page would write to whoever asks as often as they ask."""
    assert Client().get(address).status_code in (302, 404)
    assert Client().post(address, {"email": "a@exchange.example"}).status_code in (302, 404)
