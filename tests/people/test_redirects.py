"""No address of ours sends anybody to another site, whatever `next` says."""

from urllib.parse import urlsplit

import pytest
from django.test import Client

from tests import factories as make
from tests.people.conftest import PASSWORD, path_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("no_limits")]

ELSEWHERE = [
    "https://evil.example/",
    "http://evil.example",
    "HTTPS://EVIL.EXAMPLE",
    "//evil.example/",
    "///evil.example/",
    "////evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "\\/evil.example",
    "/\\/evil.example",
    "/\t/evil.example",
    "/\n/evil.example",
    "\t//evil.example",
    " //evil.example",
    "\x00//evil.example",
    "/\x00/evil.example",
    "\u200f//evil.example",
    "http:evil.example",
    "http:/evil.example",
    "http:///evil.example",
    "https:evil.example",
    "ftp://evil.example/",
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "java\tscript:alert(1)",
    "javascript://127.0.0.1/%0aalert(1)",
    "data:text/html,<script>alert(1)</script>",
    "vbscript:x",
    "file:///etc/passwd",
    "https://127.0.0.1@evil.example/",
    "https://127.0.0.1:8000@evil.example/",
    "//127.0.0.1:8000@evil.example/",
    "https://evil.example#127.0.0.1",
    "https://evil.example?127.0.0.1:8000",
    "https://127.0.0.1.evil.example/",
    "https://evil-127.0.0.1/",
    "//testserver.evil.example/",
    "http://testserver:80@evil.example/",
    "https://evil。example/",
    "//evil%E3%80%82example/",
    "//%65vil.example",
    "https://xn--evil-123.example/",
    "evil.example",
    "@evil.example",
    "http://[::1]@evil.example/",
    "//[evil.example",
    "https://evil.example\\@127.0.0.1:8000/",
    "/\r\nLocation: https://evil.example/",
    "mailto:a@evil.example",
    "?next=//evil.example",
]
HERE = "/ar/platforms/?page=2"


def stays(address: str) -> bool:
    parts = urlsplit(address)
    return (
        address.startswith("/")
        and not address.startswith(("//", "/\\"))
        and not parts.netloc
        and not parts.scheme
    )


@pytest.mark.parametrize("following", ELSEWHERE)
def test_signing_in_and_out_and_the_profile_stay_here(following):
    person, client = make.stranger(), Client()
    answer = client.post(
        "/accounts/login/", {"login": person.email, "password": make.PASSWORD, "next": following}
    )
    assert (answer.status_code, answer["Location"]) == (302, "/ar/desk/")
    # Signed in already, the page leads on by itself.
    assert client.get("/accounts/login/", {"next": following})["Location"] == "/ar/desk/"
    form = {"name": "سناء", "language": "ar", "authority": person.profile.authority_id, "position": "مهندسة"}
    form["consent"] = "on"
    answer = client.post("/ar/people/profile/edit/", form | {"next": following})
    assert (answer.status_code, answer["Location"]) == (302, f"/ar/people/{person.pk}/")
    page = client.get("/ar/people/profile/edit/", {"next": following})
    assert (page.status_code, 'name="next"' in page.text) == (200, False)
    answer = client.post("/accounts/password/reset/", {"email": person.email, "next": following})
    assert answer["Location"] == "/accounts/password/reset/done/"
    answer = client.post("/accounts/logout/", {"next": following})
    assert (answer.status_code, answer["Location"]) == (302, "/")
    # Signed out already, too.
    assert client.get("/accounts/logout/", {"next": following})["Location"] == "/"


@pytest.mark.parametrize("following", ELSEWHERE)
def test_signing_up_and_confirming_stay_here(following, mails):
    client = Client()
    form = {
        "name": "سناء",
        "email": "sana@city.ps",
        "password1": PASSWORD,
        "consent": "on",
        "next": following,
    }
    assert client.post("/accounts/signup/", form)["Location"] == "/accounts/confirm-email/"
    (sent,) = mails()
    assert "evil" not in sent.body
    answer = client.post(path_in(sent), {"next": following})
    assert answer["Location"] == "/ar/people/profile/edit/?next=%2Far%2Fdesk%2F"


@pytest.mark.parametrize("following", ELSEWHERE)
def test_the_language_switch_stays_here(following):
    page = Client().get("/accounts/login/", {"next": following, "language": following})
    links = [part.split('"')[0] for part in page.text.split('href="')[1:]]
    assert [link for link in links if not stays(link) and not link.startswith("#")] == []


def test_addresses_of_the_site_are_followed():
    person, client = make.stranger(), Client()
    answer = client.post("/accounts/login/", {"login": person.email, "password": make.PASSWORD, "next": HERE})
    assert answer["Location"] == HERE
    form = {"name": "سناء", "language": "ar", "authority": person.profile.authority_id, "position": "مهندسة"}
    form["consent"] = "on"
    assert client.post(f"/ar/people/profile/edit/?next={HERE}", form)["Location"] == HERE
    assert client.post("/accounts/logout/", {"next": HERE})["Location"] == HERE


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example"])
def test_links_in_mails_name_the_network_whatever_host_was_asked(host, mails, settings):
    person = make.stranger()
    Client().post("/accounts/password/reset/", {"email": person.email}, headers={"host": host})
    (sent,) = mails()
    assert path_in(sent).startswith("/accounts/password/reset/key/")
    assert "evil" not in sent.body + sent.alternatives[0][0]
