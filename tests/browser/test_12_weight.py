"""What pages weigh on the wire, and that they stand still while they come to a cheap phone."""

from collections.abc import Iterator
from statistics import median

import pytest

from tests.browser.people import MEMBER
from tests.browser.wire import LISTS, STILL, Wire, collected_site
from tests.servers.site import Site

KB = 1000
# Cumulative layout shift.
STILL_ENOUGH = 0.05
LANGUAGES = ("ar", "en")


@pytest.fixture(scope="module")
def collected() -> Iterator[Site]:
    site = collected_site()
    yield site
    site.remove()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_first_page_weighs_at_most_150_kb_with_its_fonts(open_page, collected, language):
    wire = Wire(open_page(language, 360, url=collected.url))
    assert wire.visit(f"/{language}/") == 200
    weights = wire.weights
    assert {"Document", "Stylesheet", "Script", "Font"} <= set(weights)
    assert sum(weights.values()) <= 150 * KB, weights
    assert weights["Script"] <= 40 * KB
    assert weights["Stylesheet"] <= 15 * KB
    assert len(wire.asked) <= 20


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", LISTS.values())
def test_a_list_comes_in_at_most_10_kb(open_page, collected, path, language):
    wire = Wire(open_page(language, 360, url=collected.url))
    assert wire.visit(f"/{language}/{path}") == 200
    assert 0 < wire.weights["Document"] <= 10 * KB


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", STILL)
def test_a_page_stands_still_while_it_comes_to_a_slow_phone(open_page, collected, name, language):
    def shift() -> float:
        who = MEMBER if name == "discussion" else None
        page = open_page(language, 360, url=collected.url, sign_in=who)
        wire = Wire(page, slow=True)
        assert wire.visit(f"/{language}/{STILL[name]}") == 200
        assert page.evaluate("[...document.fonts].some((face) => face.status === 'loaded')")
        assert wire.largest_paint_ms > 0
        return wire.shift

    # Which of two fonts comes first is a race: where one visit shifts more, two others decide.
    first = shift()
    assert first < STILL_ENOUGH or median([first, shift(), shift()]) < STILL_ENOUGH
