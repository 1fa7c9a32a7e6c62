"""Every mail of the product, to readers of both languages, keeps the same rules; and none is missing here."""

import email
import email.policy
from pathlib import Path

import allauth.account
import allauth.mfa
import pytest
import wagtail.admin
from allauth.account import app_settings as account_settings
from django.conf import settings
from django.core import mail
from django.template.loader import get_template
from django.urls import get_resolver

from exchange.journal import worker
from exchange.notifications import telling
from exchange.people.notices import MAILS
from tests.notifications.dress import faults
from tests.notifications.mailing import (
    ACCOUNTS,
    FACTS,
    INBOX_ALONE,
    MAILINGS,
    WAGTAIL,
    a_platform,
    cast,
    names,
)

# Mails of allauth for ways in that are not open here; the tests below hold the settings to that.
BY_CODE = {"account/email/login_code", "account/email/password_reset_code"}
SECURITY_KEYS = {"mfa/email/webauthn_added", "mfa/email/webauthn_removed"}
# The page about addresses keeps several and never swaps one for another: allauth's mails for that way lie unused.
UNUSED = {"account/email/email_confirm"}
# From before workflows; nothing in Wagtail sends them any more.
OF_OLD = {"approved", "rejected"}


@pytest.fixture
def send(db, django_capture_on_commit_callbacks, settings):
    """`send(name, language)` brings a mail about and gives it as its reader gets it, with all that we know of it."""
    settings.BASE_URL = "https://exchange.city.example"
    settings.DEFAULT_FROM_EMAIL = "exchange@city.example"

    platform = a_platform()

    def do(name: str, language: str):
        of = cast(platform, language)

        def forget() -> None:
            worker.drain()
            mail.outbox.clear()

        of.forget, of.address = forget, None
        forget()
        with django_capture_on_commit_callbacks(execute=True):
            MAILINGS[name](of)
        worker.drain()
        sent = [one for one in mail.outbox if one.to == [of.address or of.reader.email]]
        assert sent, f"{name} sends nothing"
        return email.message_from_bytes(sent[-1].message().as_bytes(), policy=email.policy.default)

    return do


@pytest.mark.parametrize("language", ["ar", "en"])
@pytest.mark.parametrize("group", [FACTS, ACCOUNTS, WAGTAIL], ids=["facts", "accounts", "wagtail"])
def test_every_mail_keeps_the_rules(send, group, language):
    found = {name: faults(send(name, language), language, names(language)) for name in group}
    assert {name: wrong for name, wrong in found.items() if wrong} == {}


def test_no_mail_of_a_fact_is_missing_here():
    assert {name.split(" (")[0] for name in FACTS} | INBOX_ALONE == set(telling.kinds())


def test_no_mail_about_an_account_is_missing_here():
    assert set(ACCOUNTS) == set(MAILS)
    packages = {"account": allauth.account, "mfa": allauth.mfa}
    written = {
        f"{package}/email/{path.name.removesuffix('_subject.txt')}"
        for package, module in packages.items()
        for path in (Path(module.__file__).parents[1] / f"templates/{package}/email").glob("*_subject.txt")
    }
    assert len(written) > 15
    assert not account_settings.LOGIN_BY_CODE_ENABLED and not account_settings.PASSWORD_RESET_BY_CODE_ENABLED
    assert "webauthn" not in settings.MFA_SUPPORTED_TYPES
    assert written - BY_CODE - SECURITY_KEYS - UNUSED == set(MAILS) - {"invitation"}


def test_no_mail_of_wagtail_is_missing_here():
    folder = Path(wagtail.admin.__file__).parent / "templates/wagtailadmin/notifications"
    written = {path.name.removesuffix("_subject.txt") for path in folder.glob("*_subject.txt")}
    assert written - OF_OLD == set(WAGTAIL)
    ours = settings.BASE_DIR / "templates"
    for name in (
        "base.html",
        "base.txt",
        *(f"{one}{end}" for one in WAGTAIL for end in (".html", ".txt", "_subject.txt")),
    ):
        origin = get_template(f"wagtailadmin/notifications/{name}").origin.name
        assert Path(origin).is_relative_to(ours), origin


def test_every_template_of_a_mail_is_used_by_one_of_these():
    """A template in a folder of mails that nobody sends would be dressed by nobody."""
    folder = settings.BASE_DIR / "templates"
    found = {
        path.relative_to(folder).as_posix()
        for pattern in ("**/email/*", "**/emails/*", "**/mail/*", "**/mails/*", "**/notifications/*.txt")
        for path in folder.glob(pattern)
    }
    dress = {"mail/base.html", "mail/button.html", "mail/notice.html", "mail/notice.txt"}
    texts = {f"wagtailadmin/notifications/{one}{end}" for one in WAGTAIL for end in (".txt", "_subject.txt")}
    assert found == dress | texts | {"wagtailadmin/notifications/base.txt"}


def test_djangos_and_wagtails_own_ways_to_a_new_password_are_closed():
    """Their mails are not dressed: nothing here may send one."""
    names_of_ways = {name for name in get_resolver().reverse_dict if isinstance(name, str)}
    assert not {"password_reset", "admin_password_reset"} & names_of_ways
    assert settings.WAGTAIL_PASSWORD_RESET_ENABLED is False
    assert settings.ADMINS == [] and settings.MANAGERS == []
