"""The twins of the crawl: with a protection off, the same walk reports what then leaks."""

import pytest
from django.db.models import Q

from exchange.forum import models as forum
from exchange.library import models as library
from exchange.library import rules as library_rules
from exchange.library import wagtail_hooks
from exchange.pages.models import UploadedDocument
from exchange.platforms import models as platforms
from exchange.platforms import rules as platform_rules
from exchange.workshops import models as workshops
from exchange.workshops import rules as workshop_rules
from search import finding, sources
from tests.crawl.planting.planted import COMMON
from tests.crawl.roles import VISITOR
from tests.crawl.walking import Walk

SEARCHES = (f"/api/v1/search?q={COMMON}&page_size=100", f"/ar/search/?q={COMMON}")


@pytest.fixture
def audiences_off(monkeypatch):
    """Every row is for everybody."""
    for room in (platforms, library, forum, workshops):
        monkeypatch.setattr(room, "within_audience", lambda *_args, **_columns: Q())
    for rules in (platform_rules, library_rules, workshop_rules):
        monkeypatch.setattr(rules, "is_in_audience", lambda *_args: True)


@pytest.fixture
def index_unfiltered(monkeypatch):
    """The index answers as if the asker belonged to every audience."""
    monkeypatch.setattr(finding, "_audience", lambda tokens: None)


@pytest.fixture
def database_unasked(monkeypatch):
    """What the index found is not looked up in the database."""
    monkeypatch.setattr(sources, "visible", lambda ids, person: set(ids))


def leaked(network, *addresses: str) -> list[list[str]]:
    """For each address what a visitor sees there that is not for them."""
    walk = Walk(network, VISITOR)
    for address in addresses:
        walk.look(address)
    return [walk.leaks.get(address, []) for address in addresses]


def pages(network) -> list[str]:
    """One page of each room that hides something from visitors."""
    work = library.Work.objects.get(pk=network.keys["B party work"])
    return [
        "/ar/",
        f"/ar/platforms/{network.slugs['C']}/",
        work.url,
        "/ar/library/",
        forum.Discussion.objects.get(pk=network.keys["C discussion"]).get_absolute_url(),
        "/ar/forum/",
        workshops.Workshop.objects.get(pk=network.keys["B party workshop"]).get_absolute_url(),
        "/ar/workshops/",
    ]


def test_these_pages_leak_nothing(network):
    assert leaked(network, *pages(network), *SEARCHES) == [[]] * (len(pages(network)) + len(SEARCHES))


def test_without_audiences_the_walk_reports_every_one_of_these_pages(network, audiences_off):
    for address, leaks in zip(pages(network), leaked(network, *pages(network)), strict=True):
        assert leaks != [], address


def test_without_either_filter_of_search_the_walk_reports_its_answers(
    network, index_unfiltered, database_unasked
):
    for leaks in leaked(network, *SEARCHES):
        assert any(told.startswith("C | ") for told in leaks)
        assert any(told.startswith("party of A | ") for told in leaks)


def test_the_filter_of_the_index_holds_alone(network, database_unasked):
    assert leaked(network, *SEARCHES) == [[], []]


def test_the_question_to_the_database_holds_alone(network, index_unfiltered):
    assert leaked(network, *SEARCHES) == [[], []]


def test_without_the_question_to_the_rules_files_are_served_and_the_walk_reports_them(network, monkeypatch):
    document = UploadedDocument.objects.get(pk=network.keys["B platform work: file"])
    assert leaked(network, document.url) == [[]]
    monkeypatch.setattr(wagtail_hooks.rules, "can_download", lambda *_who: True)
    assert leaked(network, document.url) == [["B | B platform work: file body"]]
