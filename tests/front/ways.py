"""Walks the site as a person with a mouse does: from the home page along links, so many clicks deep."""

import re
from collections import Counter
from html.parser import HTMLParser
from urllib.parse import urldefrag, urljoin, urlsplit

import requests
from django.urls import Resolver404, resolve
from django.utils.translation import override

CLICKS = 3
# Lists can be filtered in very many ways: of each path so many addresses with a query are opened.
QUERIES = 3
# Of each kind of page below a list (a person, a discussion) so many are opened; the links to all of them are counted.
OPENED = 6


class _Links(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag, attrs) -> None:
        href = dict(attrs).get("href")
        if tag == "a" and href:
            self.found.append(href)


def kind_of(path: str) -> str:
    """The pattern behind a path as the inventory writes it (in Arabic); the path itself for a page of the CMS."""
    with override("en" if path.startswith("/en/") else "ar"):
        try:
            found = resolve(path)
        except Resolver404:
            return f"nothing: {path}"
    if found.url_name == "page":
        return re.sub("^/en/", "/ar/", path)
    return re.sub("^en/", "ar/", found.route)


def clicks_to_everything(session: requests.Session, home: str) -> dict[str, int]:
    """Every path that links lead to within CLICKS clicks from the page `home`, and how many it takes."""
    reached = {urlsplit(home).path: 0}
    pages, queries, opened = [home], Counter(), Counter()
    seen = {home}
    for clicks in range(1, CLICKS + 1):
        following = []
        for page in pages:
            answer = session.get(page, timeout=60)
            if answer.status_code != 200 or "text/html" not in answer.headers["Content-Type"]:
                continue
            for href in _Links(answer.text).found:
                address = urldefrag(urljoin(answer.url, href))[0]
                parts = urlsplit(address)
                if parts.netloc != urlsplit(home).netloc:
                    continue
                reached.setdefault(parts.path, clicks)
                if address in seen or is_elsewhere(parts.path, home):
                    continue
                seen.add(address)
                queries[parts.path] += bool(parts.query)
                kind = kind_of(parts.path)
                opened[kind] += not parts.query
                if queries[parts.path] <= QUERIES and opened[kind] <= OPENED:
                    following.append(address)
        pages = following
    return reached


def is_elsewhere(path: str, home: str) -> bool:
    """The administration is a place of its own, and the other language a copy of this one; files are no pages."""
    language = urlsplit(home).path.strip("/")
    first = path.strip("/").split("/")[0]
    return first in {"admin", "django-admin", "documents", "media", "static"} | ({"ar", "en"} - {language})
