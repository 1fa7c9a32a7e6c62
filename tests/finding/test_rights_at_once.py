"""Who loses a right learns nothing more by any way of searching, from that moment on and with no worker running.

Each way is asked for a word that stands in one work alone, before and after; and after, its answer is that for a word
that stands nowhere.
"""

import json
import time
from dataclasses import astuple

import pytest
from django.test import Client

from exchange.finding import actions, asking
from exchange.finding.asking import find_for, suggest_for
from exchange.finding.models import Question, SavedSearch
from exchange.journal import worker
from exchange.people import actions as people
from exchange.people.models import User
from exchange.platforms import actions as platforms
from exchange.platforms.rules import audience_tokens
from search import indexing, ranking, sources
from search.finding import explain, related
from tests import factories as make

pytestmark = pytest.mark.django_db
CANARY, NOWHERE = "قزحلبان", "طغشمفان"
COMMON = "الموازنة"


@pytest.fixture(autouse=True)
def index_folder(settings, tmp_path):
    """An index of the test's own."""
    settings.SEARCH_INDEX_DIR = tmp_path / "index"


@pytest.fixture(params=["facts wait", "facts were lost"])
def deliveries(request, monkeypatch):
    """No worker runs. Either search knows what it has not heard yet, or it believes that it has heard everything."""
    if request.param == "facts were lost":
        monkeypatch.setattr(asking, "changed_since", set)


class Stage:
    """A member of a platform, a work of it with the canary, and an open one on the same matter."""

    def __init__(self, audience: str):
        self.platform, self.elsewhere = make.platform(), make.platform()
        self.person = make.member(self.platform)
        self.administrator = make.administrator()
        self.searches = {
            word: actions.save_search(by=self.person, text=word, narrowed={}).pk for word in (CANARY, NOWHERE)
        }
        text = f"{COMMON} السنوية وإيراداتها"
        self.open = make.work(self.elsewhere, "دليل إعداد الموازنة", text=text, audience="everyone")
        self.hidden = make.work(
            self.platform, f"موازنة {CANARY}", text=f"{text} {CANARY}", chapter=CANARY, audience=audience
        )
        for word in (CANARY, NOWHERE):
            for _ in range(3):
                actions.count_question(text=word, total=1, language="ar")
        actions.write_counts()
        indexing.rebuild()
        worker.drain()

    @property
    def me(self) -> User:
        """The person as the next request reads them."""
        return User.objects.get(pk=self.person.pk)

    def answers(self, word: str) -> dict:
        """What each way of searching answers this person about a word, without the word itself."""
        person, typo = self.me, f"{word[:3]}ث{word[4:]}"
        tokens = audience_tokens(person)
        told = {
            "word": seen(find_for(person, word)),
            "phrase": seen(find_for(person, f'"موازنة {word}"')),
            "newest": seen(find_for(person, word, sort="newest")),
            "page 10,000": seen(find_for(person, word, page=10_000)),
            "by platform": seen(find_for(person, word, platform=self.platform.slug)),
            "of another kind": seen(find_for(person, word, kind="discussion")),
            "typo": seen(find_for(person, typo)),
            "with others": seen(find_for(person, f"{COMMON} {word}")),
            "suggested": suggest_for(person, word[:4]),
            "news": asking.new_for(SavedSearch.objects.get(pk=self.searches[word])),
            "spoken of": asking.spoken_of(person, [word], "ar"),
            "others have asked": asking.good_questions(word[:4]),
            "related": [
                astuple(hit)
                for hit in related(f"guide:{self.open.translation_key}", tokens=tokens, person=person)
            ],
            "like it": related(self.id, tokens=tokens, person=person),
            "why": explain(f"{word} {COMMON}", [self.id], tokens=tokens, person=person),
        }
        return told | self.over_http(word)

    def over_http(self, word: str) -> dict:
        client = Client()
        if self.me.is_active:
            client.force_login(self.me)
        asked = {"q": word[:4]}
        return {
            "API's suggestions": json.loads(client.get("/api/v1/search/suggest", asked).content),
            "options": client.get("/ar/search/suggestions/", asked).content.decode().replace(word, "…"),
            "related on the page": self.hidden.title in client.get(self.open.get_url()).content.decode(),
        }

    @property
    def id(self) -> str:
        return f"guide:{self.hidden.translation_key}"


def seen(found) -> tuple:
    """All that is told but the time that it took and the words that were asked."""
    return (found.total, [astuple(hit) for hit in found.hits], found.facets, found.did_you_mean, found.next_page,
            [] if found.total else list(found.corrected.values()))  # fmt: skip


def removed(stage: Stage) -> None:
    membership = stage.person.memberships.get(platform=stage.platform)
    platforms.remove_member(membership=membership, by=stage.administrator)


def locked_out(stage: Stage) -> None:
    people.set_active(person=stage.person, is_active=False, by=stage.administrator)


def narrowed(stage: Stage) -> None:
    stage.hidden.audience = "party"
    stage.hidden.save_revision().publish()


def taken_back(stage: Stage) -> None:
    stage.hidden.unpublish()


def deleted(stage: Stage) -> None:
    stage.hidden.delete()


# How the right ends, and who could read the work until then.
ENDS = [(removed, "platform"), (locked_out, "platform"), (locked_out, "network"), (narrowed, "everyone"),
        (taken_back, "everyone"), (deleted, "everyone")]  # fmt: skip
# What is offered to everybody, and so tells of open works alone.
OF_OPEN_WORKS = "others have asked"


@pytest.mark.parametrize(("end", "audience"), ENDS, ids=[f"{end.__name__}, {who}" for end, who in ENDS])
def test_from_the_moment_on_every_way_of_searching_answers_as_for_a_word_that_is_nowhere(
    deliveries, end, audience
):
    stage = Stage(audience)
    before, nowhere = stage.answers(CANARY), stage.answers(NOWHERE)
    alike = {way for way in before if before[way] == nowhere[way]}
    # Each way tells of it while the right is there; these do not depend on the word, or ask beyond the last result.
    assert alike - {"page 10,000", "related", "like it", "why", "related on the page"} == (
        set() if audience == "everyone" else {OF_OPEN_WORKS}
    )
    assert (
        before["related"] and before["like it"] and before["why"][stage.id] and before["related on the page"]
    )
    end(stage)
    began = time.process_time()
    after, nowhere = stage.answers(CANARY), stage.answers(NOWHERE)
    assert time.process_time() - began < 10  # for some forty questions
    assert [way for way in after if after[way] != nowhere[way]] == []
    assert stage.id not in str(after) and CANARY not in str(after)
    assert (after["related"], after["like it"], after["why"], after["related on the page"]) == (
        [],
        [],
        {},
        False,
    )
    assert Question.objects.count() == 2  # they stand in the tables and are offered to nobody


@pytest.mark.parametrize("protection", ["the database's last word", "the audience of the question"])
def test_without_a_protection_some_way_would_tell(monkeypatch, protection):
    """The twins."""
    stage = Stage("platform")
    monkeypatch.setattr(asking, "changed_since", set)
    if protection == "the database's last word":
        narrowed(stage)
        monkeypatch.setattr(sources, "visible", lambda ids, person: set(ids))
    else:
        removed(stage)
        # The database still says no: what leaks is how much there is.
        monkeypatch.setattr(asking, "audience_tokens", lambda person: {"all"})
        monkeypatch.setattr(ranking, "within", lambda clause, within: clause)
        monkeypatch.setattr(sources, "visible", lambda ids, person: set(ids))
    after, nowhere = stage.answers(CANARY), stage.answers(NOWHERE)
    telling = {way for way in after if after[way] != nowhere[way]}
    assert telling >= {"word", "phrase", "newest", "typo", "suggested", "news", "spoken of", "options"}
