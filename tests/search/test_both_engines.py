"""The same question has the same answer in the same order on both engines."""

import json
import random
import uuid
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from search import engines, indexing, ranking
from search.asked import Narrowed, ask
from search.fields import FACETS
from tests.search.conftest import remove_indices

pytestmark = pytest.mark.servers

DATA = Path(__file__).parent / "data" / "municipal"


@pytest.fixture
def _index(settings, tmp_path, elasticsearch):
    """Both engines, each with all that is written."""
    if not elasticsearch.is_running:
        elasticsearch.start()
    settings.SEARCH_INDEX_DIR = tmp_path / "index"
    settings.ELASTICSEARCH_URL, settings.SEARCH_KEEP_EMBEDDED = elasticsearch.url, True
    settings.ELASTICSEARCH_INDEX = prefix = f"both-{uuid.uuid4().hex[:12]}"
    settings.ELASTICSEARCH_TIMEOUT = 20.0
    yield
    remove_indices(elasticsearch.url, prefix)


def lines(name):
    return [json.loads(line) for line in (DATA / name).read_text().splitlines()]


@pytest.fixture
def municipal(shelf):
    """The judged documents, and as many again that are made of the same words, so that there is enough to order."""
    documents = lines("corpus.jsonl")
    chance = random.Random(5)
    words = [word for document in documents for word in document["text"].split()]
    day = datetime(2024, 1, 1, tzinfo=UTC)
    for number, document in enumerate(documents):
        at = day + timedelta(hours=number)
        shelf.put(document["_id"], document["title"], document["text"], kind="document", published_at=at)
    for number in range(400):
        text = " ".join(chance.choices(words, k=chance.randint(5, 300)))
        shelf.put(
            f"made{number}",
            " ".join(chance.choices(words, k=5)),
            text,
            audience=(chance.choice(["everyone", "platform:1"]),),
            platforms=(chance.choice(["finance", "planning"]),),
            published_at=day + timedelta(days=number),
        )
    indexing.rebuild()
    return shelf


def questions():
    chance = random.Random(6)
    asked = [line["text"] for line in lines("queries.jsonl")]
    words = " ".join(asked).split()
    made = [" ".join(chance.choices(words, k=chance.randint(1, 6))) for _ in range(100)]
    quoted = [f'"{" ".join(text.split()[:2])}" {text}' for text in asked[:20]]
    without = [f"{text} -{text.split()[0]}" for text in asked[20:40] if " " in text]
    return asked + made + quoted + without


def test_the_first_ten_totals_facets_and_neighbours_are_the_same(municipal):
    server, embedded = engines.engine().first, engines.engine().second
    within = Narrowed(audience=frozenset(["everyone"]), without=frozenset(["guide:made7"]))
    asked = questions()
    same = 0
    for text in asked:
        clause = ranking.within(ranking.wanted(ask(text)), within)
        for sort in ("relevance", "newest"):
            there, here = (
                engine.search(clause, sort=sort, offset=0, limit=10) for engine in (server, embedded)
            )
            assert there.total == here.total
            assert_the_same_but_for_ties(there.rows, here.rows, by=sort)
            same += [row.id for row in there.rows] == [row.id for row in here.rows]
        assert server.facets(clause, FACETS) == embedded.facets(clause, FACETS)
    print(f"{same} of {2 * len(asked)} pages of ten are the same to the last place")
    assert same / (2 * len(asked)) > 0.95
    for word in {word for text in asked for word in ask(text).words}:
        misspelt = word[:-1] + "غ"
        assert sorted(server.words_like(misspelt, 40)) == sorted(embedded.words_like(misspelt, 40))
    clauses = [ranking.within(ranking.known(ask(text).words[0]), within) for text in asked[:30]]
    assert server.counts(clauses) == embedded.counts(clauses)
    assert dict(server.fingerprints()) == dict(embedded.fingerprints())


def test_pages_follow_each_other_and_the_ten_thousandth_result_is_the_last(municipal):
    server, embedded = engines.engine().first, engines.engine().second
    clause = ranking.within(ranking.wanted(ask("البلدية")), Narrowed(audience=None))
    for engine in (server, embedded):
        pages = [engine.search(clause, sort="relevance", offset=at, limit=7) for at in range(0, 28, 7)]
        at_once = engine.search(clause, sort="relevance", offset=0, limit=28)
        assert [row.id for page in pages for row in page.rows] == [row.id for row in at_once.rows]
        beyond = engine.search(clause, sort="relevance", offset=10_000, limit=7)
        assert (beyond.total, beyond.rows) == (at_once.total, ())
        none = engine.search(clause, sort="newest", offset=0, limit=0)
        assert (none.total, none.rows) == (at_once.total, ())


def assert_the_same_but_for_ties(there, here, *, by):
    """Place by place the same worth; what one page has and the other has not is worth what the last one is."""

    def worth(row):
        return row.published if by == "newest" else row.score

    assert [worth(row) for row in there] == pytest.approx([worth(row) for row in here], rel=1e-5)
    ids = [{row.id for row in rows} for rows in (there, here)]
    alone = [row for row in (*there, *here) if row.id not in ids[0] & ids[1]]
    assert [worth(row) for row in alone] == pytest.approx(
        [worth(here[-1])] * len(alone) if here else [], rel=1e-5
    )
