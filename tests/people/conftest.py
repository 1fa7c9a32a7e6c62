"""Browsers without a screen, and the mails that have really gone out."""

import re

import pytest
from django.conf import settings
from django.core import mail
from django.test import Client

from exchange.journal import worker

PASSWORD = "جملة طويلة للسر"


@pytest.fixture
def client() -> Client:
    return Client()


@pytest.fixture
def no_limits(settings) -> None:
    """For tests that ask more often than a person does."""
    settings.ACCOUNT_RATE_LIMITS = False


@pytest.fixture
def mails():
    """`mails()` lets the worker do all that waits, and gives the mails since the last call."""

    def take():
        worker.drain()
        found, mail.outbox[:] = list(mail.outbox), []
        return found

    return take


@pytest.fixture
def sign_up(mails):
    """`sign_up(client, email)` as a visitor does it; the path in the mail that came."""

    def do(client: Client, email: str, name: str = "سناء حدّاد", **data) -> str:
        form = {"name": name, "email": email, "password1": PASSWORD, "consent": "on"} | data
        answer = client.post("/accounts/signup/", form)
        assert (answer.status_code, answer["Location"]) == (302, "/accounts/confirm-email/")
        (sent,) = mails()
        return path_in(sent)

    return do


def path_in(sent) -> str:
    """The path that the button of a mail leads to."""
    (href,) = re.findall(r'class="button" href="([^"]+)"', sent.alternatives[0][0])
    assert href.startswith(settings.BASE_URL + "/")
    return href.removeprefix(settings.BASE_URL).replace("&amp;", "&")
