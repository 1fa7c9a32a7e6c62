"""Whatever changes something needs the token of its form."""

import pytest
from django.test import Client

from exchange.notifications.models import Notification
from exchange.people.models import User
from tests import factories as make

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("no_limits")]

UNSAFE = [
    "/accounts/login/",
    "/accounts/signup/",
    "/accounts/logout/",
    "/accounts/confirm-email/any-key/",
    "/accounts/email/",
    "/accounts/password/change/",
    "/accounts/password/reset/",
    "/accounts/password/reset/key/1-set-password/",
    "/accounts/password/set/",
    "/accounts/reauthenticate/",
    "/accounts/2fa/authenticate/",
    "/accounts/2fa/reauthenticate/",
    "/accounts/2fa/totp/activate/",
    "/accounts/2fa/totp/deactivate/",
    "/accounts/2fa/recovery-codes/generate/",
    "/ar/people/profile/edit/",
    "/en/people/profile/edit/",
    "/ar/notifications/read/",
    "/admin/users/new/",
    "/admin/localauthority/new/",
    "/admin/region/new/",
    "/admin/platform/new/",
]


@pytest.mark.parametrize("path", UNSAFE)
@pytest.mark.parametrize("token", ["", "a" * 32, "b" * 64, "foreign"])
def test_without_its_token_nothing_is_done(path, token):
    client = Client(enforce_csrf_checks=True)
    administrator = make.administrator()
    client.force_login(administrator)
    before = User.objects.count()
    form = {"name": "سناء", "email": "sana@city.ps", "password1": "جملة طويلة للسر", "consent": "on"}
    if token == "foreign":
        other = Client()
        form["csrfmiddlewaretoken"] = other.get("/accounts/login/").cookies["csrftoken"].value
    elif token:
        form["csrfmiddlewaretoken"] = token
    assert client.post(path, form).status_code == 403
    assert User.objects.count() == before
    assert "_auth_user_id" in client.session


def test_with_its_token_it_is_done():
    client, person = Client(enforce_csrf_checks=True), make.stranger()
    page = client.get("/accounts/login/")
    form = {
        "login": person.email,
        "password": make.PASSWORD,
        "csrfmiddlewaretoken": page.cookies["csrftoken"].value,
    }
    assert client.post("/accounts/login/", form).status_code == 302
    assert Notification.objects.visible_to(person).count() == 0
