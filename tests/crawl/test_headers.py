"""What every kind of answer tells the browser to allow, to keep and to hand on."""

import json
import os
import re
import subprocess
import sys

import pytest
from django.conf import settings

from exchange.pages.models import UploadedDocument
from exchange.platforms.actions import give_roles
from exchange.platforms.models import Membership
from tests.crawl.inventory import GROUPS
from tests.crawl.walking import Browser, every_address, sign_in

SITE_POLICY = {
    "default-src": "'self'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "font-src": "'self'",
    "connect-src": "'self'",
    "object-src": "'none'",
    "base-uri": "'self'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
}
# Wagtail and the API's page of documentation write scripts into their pages.
ADMIN_POLICY = SITE_POLICY | {
    "script-src": "'self' 'unsafe-inline'",
    "style-src": "'self' 'unsafe-inline'",
    "img-src": "'self' data: blob:",
    "font-src": "'self' data:",
    "frame-ancestors": "'self'",
}
FILE_POLICY = {"default-src": "'none'", "frame-ancestors": "'none'", "sandbox": ""}
EVERYWHERE = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
HTML, JSON, TEXT = "text/html; charset=utf-8", "application/json; charset=utf-8", "text/plain; charset=utf-8"
# Forms that a visitor fills in: they need a token against forged requests.
VISITORS_FORMS = re.compile(
    r"/accounts/(login|signup|password/reset)/|/accounts/(confirm-email|password/reset/key)/.+"
)
# Of the pages that a whole walk goes to, these tests fetch one in so many.
ONE_IN = 4


def get(address: str, role: str = "visitor", status: int = 200, method: str = "get", **headers):
    def ask(network):
        client = sign_in(network, role)
        if address == "file":
            return client.get(UploadedDocument.objects.get(pk=network.keys["A everyone work: file"]).url)
        return getattr(client, method)(address.format(**network.slugs), **headers)

    ask.status, ask.role = status, role
    return ask


# Kind of answer: how to get one, its content policy, its type.
KINDS = {
    "public page": (get("/ar/"), SITE_POLICY, HTML),
    "public page in English": (get("/en/platforms/{A}/"), SITE_POLICY, HTML),
    "sign-in page": (get("/accounts/login/"), SITE_POLICY, HTML),
    "signed-in page": (get("/ar/desk/", "member"), SITE_POLICY, HTML),
    "public page seen by a member": (get("/ar/platforms/{A}/", "member"), SITE_POLICY, HTML),
    "redirect": (get("/", status=302), SITE_POLICY, HTML),
    "redirect to sign-in": (get("/ar/desk/", status=302), SITE_POLICY, HTML),
    "admin": (get("/admin/", "editor"), ADMIN_POLICY, HTML),
    "Django's admin": (get("/django-admin/", "administrator"), ADMIN_POLICY, HTML),
    "API": (get("/api/v1/search?q=x"), SITE_POLICY, JSON),
    "API for a member": (get("/api/v1/search?q=x", "member"), SITE_POLICY, JSON),
    "API, bad input": (get("/api/v1/search?page=x", status=422), SITE_POLICY, JSON),
    "API, no such address": (get("/api/v1/nowhere", status=404), SITE_POLICY, JSON),
    "API documentation": (get("/api/v1/docs"), ADMIN_POLICY, HTML),
    "file": (get("file"), FILE_POLICY, "application/pdf"),
    "file for a member": (get("file", "member"), FILE_POLICY, "application/pdf"),
    "calendar": (
        get("/ar/workshops/1-x/calendar.ics"),
        SITE_POLICY,
        "text/calendar; charset=utf-8; method=PUBLISH",
    ),
    "sitemap": (get("/sitemap.xml"), SITE_POLICY, "application/xml; charset=utf-8"),
    "robots": (get("/robots.txt"), SITE_POLICY, TEXT),
    "health": (get("/healthz"), SITE_POLICY, TEXT),
    "style sheet": (get("/static/design/base.css"), SITE_POLICY, 'text/css; charset="utf-8"'),
    "script": (get("/static/design/site.js"), SITE_POLICY, 'text/javascript; charset="utf-8"'),
    "400": (get("/ar/", status=400, headers={"host": "a b"}), SITE_POLICY, HTML),
    "403": (get("/ar/people/", "stranger", status=403), SITE_POLICY, HTML),
    "404": (get("/ar/nowhere/", status=404), SITE_POLICY, HTML),
    "404 for a member": (get("/ar/nowhere/", "member", status=404), SITE_POLICY, HTML),
    "405": (get("/ar/notifications/read/", "member", status=405), SITE_POLICY, HTML),
    "409": (get("/ar/platforms/{A}/leave/", "coordinator", status=409, method="post"), SITE_POLICY, HTML),
    "500": (get("/admin/failwhale/", "administrator", status=500), ADMIN_POLICY, HTML),
}


def policy_of(response) -> dict[str, str]:
    parts = (part.strip().partition(" ") for part in response.headers["Content-Security-Policy"].split(";"))
    return {name: value for name, _space, value in parts}


@pytest.fixture
def only_coordinator(network):
    """A platform needs a coordinator: who is the last one is refused when leaving."""
    others = Membership.objects.filter(platform__slug=network.slugs["A"], is_coordinator=True)
    for other in others.exclude(person=network.people["coordinator"]):
        give_roles(membership=other, by=network.person("administrator"), is_coordinator=False)


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_answer_says_what_a_browser_may_do_with_it(network, only_coordinator, kind):
    ask, policy, content_type = KINDS[kind]
    response = ask(network)
    assert response.status_code == ask.status
    assert policy_of(response) == policy
    assert {name: response.headers.get(name) for name in EVERYWHERE} == EVERYWHERE
    assert response.headers["Content-Type"] == content_type
    # A request for another host is turned away before anything else looks at it; the policy speaks of frames, too.
    if kind not in ("style sheet", "script", "400"):
        assert response.headers["X-Frame-Options"] in ("SAMEORIGIN", "DENY")


@pytest.mark.parametrize("kind", [kind for kind, (ask, *_rest) in KINDS.items() if ask.role != "visitor"])
def test_no_cache_keeps_what_somebody_was_shown_who_is_signed_in(network, only_coordinator, kind):
    kept = {part.strip() for part in KINDS[kind][0](network).headers["Cache-Control"].split(",")}
    assert "private" in kept
    assert "public" not in kept
    assert ("no-cache" if kind.startswith("file") else "no-store") in kept


@pytest.mark.parametrize("kind", ["file", "calendar"])
def test_what_is_downloaded_is_asked_for_anew(network, kind):
    response = KINDS[kind][0](network)
    assert response.headers["Cache-Control"] == "private, no-cache"
    assert response.headers["Content-Disposition"].startswith("attachment; ")


def some(addresses) -> list[str]:
    """Each pattern is met: those without objects all, of the others each fourth object."""
    addresses = list(addresses)
    return [
        one for number, one in enumerate(addresses) if number % ONE_IN == 0 or not re.search(r"\d|\?|zq", one)
    ]


def test_every_page_of_somebody_who_is_signed_in_is_kept_by_no_cache(network):
    client, kept = sign_in(network, "member"), {}
    for address in some(every_address(network, ("public", "signed"), role="member")):
        response = client.get(address)
        cache = response.headers.get("Cache-Control", "")
        if "private" not in cache and "no-store" not in cache:
            kept[address] = cache
    assert kept == {}


def test_a_page_that_differs_by_reader_says_so(network):
    for address in ("/ar/", "/ar/library/", "/ar/forum/", "/ar/workshops/", "/api/v1/search?q=x"):
        assert "Cookie" in sign_in(network, "visitor").get(address).headers["Vary"]


def test_the_pages_of_visitors_set_no_cookie_and_carry_no_token(network):
    faults = {}
    for address in some(every_address(network, ("public", "machines"))):
        response = Browser().get(address)
        body = b"".join(response.streaming_content) if response.streaming else response.content
        cookies = set(response.cookies)
        if address.startswith("/en/"):
            # The language of the address is remembered, which is the same for everybody.
            cookies -= {settings.LANGUAGE_COOKIE_NAME}
        if VISITORS_FORMS.match(address):
            cookies -= {settings.CSRF_COOKIE_NAME, settings.SESSION_COOKIE_NAME}
        elif b"csrfmiddlewaretoken" in body:
            faults[address] = "token"
        if cookies:
            faults[address] = sorted(cookies)
    assert faults == {}


def test_every_cookie_is_for_this_site_alone(network):
    member = network.person("member")
    member.set_password("long-enough-to-sign-in")
    member.save()
    signed_in = Browser().post(
        "/accounts/login/", {"login": member.email, "password": "long-enough-to-sign-in"}
    )
    assert signed_in.status_code == 302
    set_by = {
        settings.SESSION_COOKIE_NAME: signed_in.cookies,
        settings.CSRF_COOKIE_NAME: Browser().get("/accounts/login/").cookies,
        settings.LANGUAGE_COOKIE_NAME: Browser().get("/en/").cookies,
    }
    for name, cookies in set_by.items():
        assert cookies[name]["samesite"] == "Lax"
        assert cookies[name]["path"] == "/"
        assert cookies[name]["domain"] == ""
    assert signed_in.cookies[settings.SESSION_COOKIE_NAME]["httponly"]


def test_the_groups_of_the_inventory_are_all_looked_at():
    assert list(GROUPS) == ["public", "signed", "admin", "machines"]


SECURE = """
import json
from exchange import settings as s
print(json.dumps({name: getattr(s, name) for name in (
    "SESSION_COOKIE_NAME", "CSRF_COOKIE_NAME", "SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE",
    "LANGUAGE_COOKIE_SECURE", "SECURE_SSL_REDIRECT", "SECURE_HSTS_SECONDS", "SECURE_HSTS_INCLUDE_SUBDOMAINS",
    "ALLOWED_HOSTS", "DEBUG")}))
"""


def test_where_the_address_is_https_cookies_are_bound_to_the_host_and_plain_http_ends(tmp_path):
    environment = os.environ | {
        "BASE_URL": "https://exchange.example",
        "DATA_DIR": str(tmp_path),
        "DATABASE_URL": "",
    }
    done = subprocess.run(
        [sys.executable, "-c", SECURE], env=environment, capture_output=True, text=True, check=True
    )
    assert json.loads(done.stdout) == {
        "SESSION_COOKIE_NAME": "__Host-session",
        "CSRF_COOKIE_NAME": "__Host-csrf",
        "SESSION_COOKIE_SECURE": True,
        "CSRF_COOKIE_SECURE": True,
        "LANGUAGE_COOKIE_SECURE": True,
        "SECURE_SSL_REDIRECT": True,
        "SECURE_HSTS_SECONDS": 31536000,
        "SECURE_HSTS_INCLUDE_SUBDOMAINS": True,
        "ALLOWED_HOSTS": ["exchange.example"],
        "DEBUG": False,
    }
