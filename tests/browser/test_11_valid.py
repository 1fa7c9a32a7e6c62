"""Every page in both languages is valid HTML, by the Nu Html Checker."""

import pytest
import requests

from tests.browser.scenes import PARTS, scenes
from tests.servers import nu


# No browser looks here, but these are the browser's pages on the browser's server: they run in that part alone.
@pytest.mark.browser
def test_every_page_is_valid_html(site, tmp_path):
    pages = []
    for language in ("ar", "en"):
        for part in PARTS:
            who, addresses = scenes(part, language)
            session = site.sign_in(*who) if who else requests.Session()
            session.cookies.set("language", language)
            for name, address in addresses.items():
                answer = session.get(site.url + address, timeout=30)
                assert answer.status_code == (404 if name == "not-found" else 200), address
                assert f'<html lang="{language}"' in answer.text, address
                page = tmp_path / f"{language}-{part}-{name}.html"
                page.write_bytes(answer.content)
                pages.append(page)
    assert nu.messages(pages) == []
