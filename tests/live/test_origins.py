"""Whose pages may open a socket."""

import pytest

from exchange.live.origins import is_own
from tests.live.sockets import Socket, headers

SITE = "https://exchange.example.ps"
HOST = "exchange.example.ps"


@pytest.fixture(autouse=True)
def the_site(settings):
    settings.BASE_URL = SITE
    settings.ALLOWED_HOSTS = [HOST, "old.example.ps", "127.0.0.1"]


@pytest.mark.parametrize(
    ("origin", "host", "is_ours"),
    [
        (SITE, HOST, True),
        (SITE, "127.0.0.1:8000", True),
        ("https://old.example.ps", "old.example.ps", True),
        (None, HOST, False),
        ("", HOST, False),
        ("null", HOST, False),
        ("http://exchange.example.ps", HOST, False),
        ("https://exchange.example.ps:8443", HOST, False),
        ("https://exchange.example.ps:443", HOST, False),
        ("https://exchange.example.ps.", HOST, False),
        ("https://exchange.example.ps/", HOST, False),
        ("https://EXCHANGE.example.ps", HOST, False),
        ("HTTPS://exchange.example.ps", HOST, False),
        ("https://www.exchange.example.ps", HOST, False),
        ("https://evil-exchange.example.ps", HOST, False),
        ("https://exchange.example.ps.evil.example", HOST, False),
        ("https://exchange.example.ps@evil.example", HOST, False),
        ("https://evil.example", HOST, False),
        ("https://evil.example", "evil.example", False),
        ("https://old.example.ps", HOST, False),
        ("https://xn--exchange-example-ps", HOST, False),
        ("https://[::1]", HOST, False),
        ("https://[::1]", "[::1]", False),
        ("file://", HOST, False),
        ("chrome-extension://abcdef", HOST, False),
        (f"{SITE}, https://evil.example", HOST, False),
        ("wss://exchange.example.ps", HOST, False),
        ("https://exchange.example.ps%00.evil.example", HOST, False),
    ],
)
def test_only_the_site_itself_is_its_own_origin(origin, host, is_ours):
    assert is_own(headers(origin=origin, host=host)) is is_ours


def test_two_origins_are_none():
    one = (b"origin", SITE.encode())
    assert is_own([(b"host", HOST.encode()), one, one]) is False
    assert is_own([(b"host", HOST.encode()), one, (b"origin", b"https://evil.example")]) is False


def test_two_hosts_are_none():
    host = (b"host", b"old.example.ps")
    assert is_own([host, host, (b"origin", b"https://old.example.ps")]) is False


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("origin", [None, "https://evil.example", "http://exchange.example.ps"])
async def test_another_page_gets_no_socket(origin):
    is_open, code = await Socket(origin=origin, host=HOST).connect()
    assert (is_open, code) == (False, 1008)
