"""What a browser is given to install the product, and to show something without network."""

import json
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.test import Client
from PIL import Image

from tests import factories as make

pytestmark = pytest.mark.django_db

BACKEND = "django.contrib.auth.backends.ModelBackend"


def signed_in(person) -> Client:
    client = Client()
    client.force_login(person, backend=BACKEND)
    return client


def reader(client, address: str = "/ar/about/") -> str:
    found = re.search(r'<body[^>]* data-person="([^"]*)"', client.get(address).content.decode())
    assert found is not None
    return found[1]


@pytest.mark.parametrize(
    ("language", "direction", "name", "short"),
    [
        ("ar", "rtl", "منصات تبادل الخبرات", "تبادل الخبرات"),
        ("en", "ltr", "Local Authorities Exchange", "Exchange"),
    ],
)
def test_the_product_can_be_installed_in_either_language(language, direction, name, short):
    response = Client().get(f"/{language}/manifest.webmanifest")
    assert response.headers["Content-Type"] == "application/manifest+json"
    manifest = json.loads(response.content)
    assert (manifest["lang"], manifest["dir"]) == (language, direction)
    assert (manifest["name"], manifest["short_name"]) == (name, short)
    assert (manifest["id"], manifest["start_url"], manifest["scope"]) == ("/", f"/{language}/", "/")
    assert manifest["display"] == "standalone"
    tokens = Path(finders.find("design/tokens.css")).read_text()
    assert f"--bg: {manifest['theme_color']};" in tokens


def test_the_icons_of_the_manifest_have_the_sizes_that_it_names():
    icons = json.loads(Client().get("/ar/manifest.webmanifest").content)["icons"]
    sizes = {}
    for icon in icons:
        path = finders.find(icon["src"].removeprefix(settings.STATIC_URL))
        if icon["type"] == "image/png":
            with Image.open(path) as picture:
                assert icon["sizes"] == f"{picture.width}x{picture.height}"
        sizes[icon["sizes"], icon.get("purpose", "any")] = path
    assert sorted(sizes) == [("192x192", "any"), ("512x512", "any"), ("512x512", "maskable"), ("any", "any")]


@pytest.mark.parametrize("language", ["ar", "en"])
def test_every_page_names_the_manifest_of_its_language_and_an_icon(language):
    page = Client().get(f"/{language}/about/").content.decode()
    assert f'<link rel="manifest" href="/{language}/manifest.webmanifest">' in page
    assert re.search(r'<link rel="apple-touch-icon" href="[^"]+/sign-apple-180[^"]*\.png">', page)


def test_the_worker_is_a_script_for_the_whole_site_and_asked_for_anew():
    response = Client().get("/ar/sw.js")
    assert response.headers["Content-Type"] == "text/javascript; charset=utf-8"
    assert response.headers["Service-Worker-Allowed"] == "/"
    assert response.headers["Cache-Control"] == "no-cache"
    words = response.content.decode()
    assert re.match(r'const RELEASE = "[0-9a-f]{12}";\n', words)
    assert words.endswith(Path(finders.find("design/sw.js")).read_text())


@pytest.mark.parametrize("address", ["/ar/sw.js", "/ar/manifest.webmanifest"])
def test_what_a_browser_fetches_by_itself_leaves_the_chosen_language(address):
    client = Client()
    client.get("/en/about/")
    assert client.cookies[settings.LANGUAGE_COOKIE_NAME].value == "en"
    assert dict(client.get(address).cookies) == {}


def test_a_page_names_its_reader_by_a_key_that_tells_nothing():
    first, second = make.stranger("أولى"), make.stranger("ثانية")
    keys = [reader(signed_in(first)), reader(signed_in(second)), reader(Client())]
    assert keys[0] == reader(signed_in(first), "/en/about/")
    assert len(set(keys)) == 3
    assert keys[2] == ""
    assert re.fullmatch("[0-9a-f]{20}", keys[0])
    assert re.fullmatch("[0-9a-f]{20}", keys[1])


@pytest.mark.parametrize(("language", "direction"), [("ar", "rtl"), ("en", "ltr")])
def test_the_page_without_network_stands_in_both_languages_and_is_nobodys(language, direction):
    for client in (Client(), signed_in(make.stranger())):
        response = client.get(f"/{language}/offline/")
        assert response.status_code == 200
        page = response.content.decode()
        assert f'<html lang="{language}" dir="{direction}"' in page
        assert "data-person" not in page
        assert f'data-locale="{language}-{settings.COUNTRY}-u-nu-latn"' in page
        assert page.count("data-nothing") == 2
        assert '<meta name="robots" content="noindex">' in page


def test_a_page_says_hidden_that_there_is_no_network():
    page = Client().get("/ar/about/").content.decode()
    line = re.search(r'<div class="wrap" data-offline hidden>(.*?)</div>\s*</div>', page, re.S)
    assert "لا اتصال بالشبكة" in line[1]
