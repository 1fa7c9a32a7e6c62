"""allauth's pages in the look of the site, in both languages."""

import re

import pytest
from allauth.account.models import EmailConfirmationHMAC
from django.core.cache import cache
from django.test import Client

from tests import factories as make

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("no_limits")]

FOR_VISITORS = [
    "login/",
    "signup/",
    "confirm-email/",
    "confirm-email/unknown-key/",
    "password/reset/",
    "password/reset/done/",
    "password/reset/key/done/",
    "password/reset/key/1-unknown/",
    "inactive/",
]
FOR_MEMBERS = [
    "email/",
    "password/change/",
    "logout/",
    "reauthenticate/",
    "2fa/",
    "2fa/totp/activate/",
]


def assert_is_ours(page: str, language: str) -> None:
    direction = "rtl" if language == "ar" else "ltr"
    assert f'<html lang="{language}" dir="{direction}"' in page
    assert page.count("<h1") == 1
    assert '<meta name="robots" content="noindex">' in page
    assert "design/components.css" in page
    # The content policy allows no script and no style inside a page.
    assert re.findall(r"<script(?![^>]*\bsrc=)", page) == []
    assert re.findall(r"<style|\sstyle=|\son[a-z]+=", page) == []
    fields = re.findall(
        r'<(?:input|textarea|select)\b(?![^>]*type="(?:hidden|search)")[^>]*\bid="([^"]+)"', page
    )
    assert [name for name in fields if f'for="{name}"' not in page] == []


def signed_in():
    """A browser in which somebody has signed in and just shown that it is really them; and the person."""
    client, person = Client(), make.stranger()
    client.post("/accounts/login/", {"login": person.email, "password": make.PASSWORD})
    client.post("/accounts/reauthenticate/", {"password": make.PASSWORD})
    return client, person


def latin_words(page: str) -> list[str]:
    """Words in Latin letters that an Arabic page shows."""
    (body,) = re.findall(r"<main[^>]*>(.*)</main>", page, flags=re.DOTALL)
    return re.findall(r"[A-Za-z]{3,}", re.sub(r"<[^>]+>", " ", body))


@pytest.mark.parametrize("language", ["ar", "en"])
@pytest.mark.parametrize("path", FOR_VISITORS)
def test_pages_for_visitors(path, language):
    page = Client().get(f"/accounts/{path}?language={language}").text
    assert_is_ours(page, language)
    if language == "ar":
        assert latin_words(page) == []


@pytest.mark.parametrize("language", ["ar", "en"])
@pytest.mark.parametrize("path", FOR_MEMBERS)
def test_pages_for_members(path, language):
    client, person = signed_in()
    page = client.get(f"/accounts/{path}?language={language}").text
    assert_is_ours(page, language)
    if language == "ar":
        assert set(latin_words(page)) <= {"exchange", "example", *re.findall(r"[a-z]+", person.email)}


@pytest.mark.parametrize("path", ["login/", "signup/", "password/reset/"])
def test_mistakes_are_said_above_the_form_and_what_was_typed_stays(path):
    page = Client().post(f"/accounts/{path}", {"login": "sana@", "email": "sana@", "name": "سناء"}).text
    assert "<title>خطأ: " in page
    assert 'id="form-errors"' in page
    assert 'value="sana@"' in page
    assert "عنوان البريد غير مكتمل. مثال: name@city.ps" in page
    assert latin_words(page) == ["name", "city"] * (len(latin_words(page)) // 2)


def test_the_confirmation_page_asks_before_it_confirms():
    person = make.stranger()
    address = person.emailaddress_set.get()
    address.verified = False
    address.save()
    page = Client().get(f"/accounts/confirm-email/{EmailConfirmationHMAC(address).key}/").text
    assert_is_ours(page, "ar")
    assert '<bdi dir="ltr">' + person.email in page


def test_two_steps_are_turned_on_asked_for_and_turned_off():
    from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time

    client, person = signed_in()
    page = client.get("/accounts/2fa/totp/activate/").text
    secret = re.search(r'id="secret"[^>]*value="([A-Z2-7]+)"', page).group(1)

    def code() -> str:
        return format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))

    assert client.post("/accounts/2fa/totp/activate/", {"code": code()}).status_code == 302
    assert_is_ours(client.get("/accounts/2fa/").text, "ar")
    codes = client.get("/accounts/2fa/recovery-codes/").text
    assert_is_ours(codes, "ar")
    assert "10 رموز" in codes
    assert_is_ours(client.get("/accounts/2fa/recovery-codes/generate/").text, "ar")
    assert_is_ours(client.get("/accounts/2fa/totp/deactivate/").text, "ar")

    other = Client()
    answer = other.post("/accounts/login/", {"login": person.email, "password": make.PASSWORD})
    assert answer["Location"] == "/accounts/2fa/authenticate/"
    page = other.get("/accounts/2fa/authenticate/").text
    assert_is_ours(page, "ar")
    assert latin_words(page) == []
    assert "_auth_user_id" not in other.session
    assert "غير مطابق" in other.post("/accounts/2fa/authenticate/", {"code": "000000"}).text
    recovery = re.search(r"<textarea[^>]*>([^<]+)</textarea>", codes).group(1).split()[0]
    assert other.post("/accounts/2fa/authenticate/", {"code": recovery}).status_code == 302
    assert "_auth_user_id" in other.session


def test_too_many_attempts_are_answered_in_arabic(settings):
    settings.ACCOUNT_RATE_LIMITS = {"signup": "1/m/ip"}
    cache.clear()
    client = Client()
    client.post("/accounts/signup/", {})
    answer = client.post("/accounts/signup/", {})
    assert answer.status_code == 429
    assert "محاولات كثيرة في وقت قصير." in answer.text
