"""Search tells nobody of what they may not see: a hidden word is answered like one that stands nowhere."""

import json
import re

import pytest

from tests.crawl.canaries import CANARY, NOWHERE
from tests.crawl.planting.planted import COMMON
from tests.crawl.roles import ROLES, may_know
from tests.crawl.walking import sign_in

API, SUGGEST = "/api/v1/search", "/api/v1/search/suggest"
NOTHING = {
    "total": 0,
    "results": [],
    "facets": {"kind": {}, "platform": {}, "language": {}, "year": {}},
    "did_you_mean": None,
    "next": None,
}
# So many words fit into one question.
AT_ONCE = 25
# Titles that stand in the index, for those who may read them.
FINDABLE = re.compile(
    r"(?:[AB] (?:everyone|network|platform|party)|C) (?:work|workshop): title(?:_ar)?|.*discussion.*: title"
)
# Part of the forms on every page of somebody who is signed in, and different each time.
CSRF = re.compile(r'name="csrfmiddlewaretoken" value="\w+"')


def ask(client, words: str, **narrowed) -> dict:
    """The answer of the API but for the time that it took and the question."""
    answer = json.loads(client.get(API, {"q": words} | narrowed).content)
    return {name: value for name, value in answer.items() if name not in ("took_ms", "query")}


def suggestions(client, words: str) -> list[str]:
    return json.loads(client.get(SUGGEST, {"q": words}).content)["suggestions"]


def page(client, word: str, **asked) -> str:
    """The page of results, with the word that was asked for taken out."""
    text = client.get("/ar/search/", {"q": word} | asked).content.decode()
    return CSRF.sub("", text).replace(word, "…")


def misspelled(word: str) -> str:
    """The word with another last letter: so near that its right spelling would be offered."""
    return word[:-1] + ("b" if word[-1] != "b" else "d")


def one_of_each_kind(network, words: set[str]) -> list[str]:
    """For every kind of text ("title", "file body", "about"…) one of these words."""
    kinds = {network.canaries.place[word].rpartition(": ")[2]: word for word in sorted(words)}
    return sorted(kinds.values())


@pytest.mark.parametrize("role", ROLES)
def test_a_hidden_word_is_answered_like_one_that_is_nowhere(network, role):
    client = sign_in(network, role)
    hidden = sorted(set(network.canaries.audience) - network.canaries.of(*may_know(role)))
    assert ask(client, NOWHERE) == NOTHING
    for start in range(0, len(hidden), AT_ONCE):
        words = hidden[start : start + AT_ONCE]
        assert ask(client, " ".join(words)) == NOTHING, network.canaries.told(set(words))
    for word in one_of_each_kind(network, set(hidden)):
        assert ask(client, misspelled(word)) == NOTHING, network.canaries.place[word]
        assert suggestions(client, word[:6]) == [], network.canaries.place[word]


@pytest.mark.parametrize("role", ROLES)
def test_the_page_of_results_for_a_hidden_word_is_that_for_a_word_that_is_nowhere(network, role):
    client = sign_in(network, role)
    hidden = set(network.canaries.audience) - network.canaries.of(*may_know(role))
    kinds = ("title", "text", "tag", "file body", "name", "question", "description_ar", "slug", "link")
    for kind in kinds:
        word = next(
            (one for one in sorted(hidden) if network.canaries.place[one].endswith(f": {kind}")), None
        )
        if word:
            assert page(client, word) == page(client, NOWHERE), network.canaries.place[word]


@pytest.mark.parametrize("role", ROLES)
def test_a_word_of_all_finds_what_is_for_the_role_and_counts_nothing_else(network, role):
    client = sign_in(network, role)
    places, allowed = network.canaries.place, network.canaries.of(*may_know(role))
    expected = {word for word in allowed if FINDABLE.fullmatch(places[word])}
    answer = ask(client, COMMON, page_size=100)
    found = [CANARY.search(result["title"])[0] for result in answer["results"]]
    assert sorted(found) == sorted(expected)
    assert answer["total"] == len(expected)
    assert {name: sum(counts.values()) for name, counts in answer["facets"].items() if name in ("kind", "platform")} == {
        "kind": len(expected),
        "platform": len(expected),
    }  # fmt: skip
    assert CANARY.findall(str(answer["facets"])) != []
    assert not set(CANARY.findall(str(answer))) - allowed


@pytest.mark.parametrize("role", ROLES)
def test_suggestions_are_titles_that_the_role_may_read(network, role):
    client = sign_in(network, role)
    offered = {word for text in suggestions(client, COMMON) for word in CANARY.findall(text)}
    assert offered
    assert network.canaries.told(offered - network.canaries.of(*may_know(role))) == []


@pytest.mark.parametrize("role", [role for role in ROLES if role != "administrator"])
def test_a_hidden_platform_narrows_a_search_like_one_that_does_not_exist(network, role):
    client = sign_in(network, role)
    hidden = network.slugs["C"]
    assert ask(client, COMMON, platform=hidden) == ask(client, COMMON, platform=NOWHERE)
    there, nowhere = (page(client, COMMON, platform=slug).replace(slug, "…") for slug in (hidden, NOWHERE))
    assert there == nowhere


def test_who_may_read_a_word_finds_it(network):
    """What the tests above ask for could be found: each of these words stands in the index."""
    client = sign_in(network, "administrator")
    asked = ("B platform work: text", "B platform work: file body", "B platform work: tag", "C work: title",
             "B party discussion: reply", "B platform workshop: session place_ar", "C: description_ar", "B editor: about",
             "B platform discussion: text after editing")  # fmt: skip
    words = {place: word for word, place in network.canaries.place.items() if place in asked}
    assert {place: ask(client, words[place])["total"] for place in asked} == dict.fromkeys(asked, 1)
    gone = ("B platform discussion: deleted post", "B platform discussion: hidden post", "B draft: text",
            "B platform discussion: text before editing", "B unpublished work: title", "B draft workshop: title_ar")  # fmt: skip
    words = {place: word for word, place in network.canaries.place.items() if place in gone}
    assert {place: ask(client, words[place])["total"] for place in gone} == dict.fromkeys(gone, 0)
