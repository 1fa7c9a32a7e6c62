"""Nothing is done for a request that another site could have sent: each unsafe address asks for this session's token."""

import hashlib
import re

import pytest
from django.conf import settings
from django.db import connection
from django.middleware.csrf import _get_new_csrf_string, _mask_cipher_secret
from django.urls import resolve
from django.utils.translation import override

from exchange.platforms.models import Membership
from tests.crawl.inventory import GROUPS, paths
from tests.crawl.roles import ADMINISTRATOR, VISITOR
from tests.crawl.walking import sign_in

UNSAFE = ("post", "put", "patch", "delete")
# Answers to questions and nothing else; these take no deeds from anybody (405), with whatever token.
API = "/api/"


def everything() -> str:
    """A sum over every row of the database."""
    rows = hashlib.sha256()
    connection.ensure_connection()
    for line in connection.connection.iterdump():
        rows.update(line.encode("utf-8", "surrogatepass"))
    return rows.hexdigest()


def one_of_each(network, *groups: str) -> list[str]:
    """For every pattern of these groups one address, that of the last object: one that is there to be changed."""
    return [paths(route, network.rows)[-1] for group in groups for route in GROUPS[group]]


def foreign_token(client) -> dict[str, str]:
    """The fields and headers of a form that was made for somebody else's cookie."""
    client.cookies[settings.CSRF_COOKIE_NAME] = _get_new_csrf_string()
    return {"csrfmiddlewaretoken": _mask_cipher_secret(_get_new_csrf_string())}


def refused(response, address: str) -> bool:
    if address.startswith(API):
        return response.status_code in (403, 404, 405)
    return response.status_code == 403 and response.content.decode() != ""


@pytest.mark.parametrize(
    ("role", "groups"),
    [
        (ADMINISTRATOR, ("public", "signed", "admin", "machines")),
        (VISITOR, ("public",)),
        ("member", ("signed",)),
    ],
)
def test_no_unsafe_address_does_anything_without_the_token_of_this_session(network, role, groups):
    client = sign_in(network, role, enforce_csrf_checks=True)
    before, done = everything(), {}
    for number, address in enumerate(one_of_each(network, *groups)):
        # All by POST; the other methods by turns, which meet the same check.
        for method in ("post", UNSAFE[1 + number % 3]):
            client.cookies.pop(settings.CSRF_COOKIE_NAME, None)
            without = getattr(client, method)(address)
            token = foreign_token(client)
            forged = getattr(client, method)(
                address,
                token if method == "post" else None,
                headers={"X-CSRFToken": token["csrfmiddlewaretoken"]},
            )
            if not (refused(without, address) and refused(forged, address)):
                done[f"{method} {address}"] = (without.status_code, forged.status_code)
    assert done == {}
    assert everything() == before


def test_a_page_of_another_origin_is_refused_though_it_has_the_token(network):
    client = sign_in(network, "member", enforce_csrf_checks=True)
    secret = _get_new_csrf_string()
    client.cookies[settings.CSRF_COOKIE_NAME] = secret
    token = {"csrfmiddlewaretoken": _mask_cipher_secret(secret)}
    before, done = everything(), {}
    for origin in (
        "https://evil.example",
        "null",
        "http://testserver.evil.example",
        "http://testserver:8080",
    ):
        for address in one_of_each(network, "signed"):
            answer = client.post(address, token, headers={"origin": origin})
            if answer.status_code != 403:
                done[f"{origin} {address}"] = answer.status_code
    assert done == {}
    assert everything() == before


def test_a_view_that_is_exempt_checks_the_token_itself_or_takes_no_deeds(network):
    with override("ar"):
        exempt = {
            address
            for address in one_of_each(network, *GROUPS)
            if getattr(resolve(address).func, "csrf_exempt", False)
        }
    # The programs' interfaces of Wagtail's admin check for every method before they do anything.
    assert {address.split("/")[2] for address in exempt if not address.startswith(API)} == {"api", "localize"}
    checked, unchecked = (sign_in(network, ADMINISTRATOR, enforce_csrf_checks=on) for on in (True, False))
    for address in exempt:
        for method in UNSAFE:
            if address.startswith(API):
                assert getattr(unchecked, method)(address).status_code in (404, 405)
            else:
                assert getattr(checked, method)(address).status_code == 403


def test_the_token_of_the_page_lets_the_same_deed_through(network):
    """The twin: these refusals come from the check of the token and from nothing else."""
    address = f"/ar/platforms/{network.slugs['A']}/leave/"
    mine = Membership.objects.filter(person=network.people["member"], platform__slug=network.slugs["A"])
    client = sign_in(network, "member", enforce_csrf_checks=True)
    assert client.post(address).status_code == 403
    assert mine.get().state == "active"
    page = client.get(f"/ar/platforms/{network.slugs['A']}/").content.decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)[1]
    assert client.post(address, {"csrfmiddlewaretoken": token}).status_code == 302
    assert mine.get().state == "left"


def test_where_the_check_is_off_a_forged_request_does_its_deed(network):
    """The twin: with the check off, what these tests send is carried out, and the sum over the rows shows it."""
    before = everything()
    client = sign_in(network, "member", enforce_csrf_checks=False)
    assert client.post(f"/ar/platforms/{network.slugs['A']}/leave/", foreign_token(client)).status_code == 302
    assert everything() != before
