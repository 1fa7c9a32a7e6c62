"""How well questions of municipalities are answered: a floor under each class that the analysis alone can carry."""

import json
from collections import defaultdict
from pathlib import Path

import pytest

from search import indexing
from search.finding import find

DATA = Path(__file__).parent / "data" / "municipal"

FLOORS = {"broken_plural": 0.95, "clitic": 0.95, "ortho": 0.95, "digits": 0.95, "phrase": 0.95, "typo": 0.9}


def lines(name):
    return [json.loads(line) for line in (DATA / name).read_text().splitlines()]


@pytest.fixture
def ranks(shelf) -> dict[str, list[float]]:
    """1 / rank of the first right answer among ten, 0 where there is none, per class of questions."""
    for document in lines("corpus.jsonl"):
        shelf.put(document["_id"], document["title"], document["text"], kind="document")
    indexing.rebuild()
    right = defaultdict(set)
    for line in (DATA / "qrels.tsv").read_text().splitlines()[1:]:
        query, document, score = line.split("\t")
        if int(score):
            right[query].add(f"document:{document}")
    ranks = defaultdict(list)
    for query in lines("queries.jsonl"):
        hits = find(text=query["text"], tokens=["everyone"], page_size=10).hits
        places = [place for place, hit in enumerate(hits, start=1) if hit.id in right[query["_id"]]]
        ranks[query["class"]].append(1 / places[0] if places else 0.0)
    return ranks


def test_each_class_of_questions_keeps_its_floor(ranks):
    means = {name: sum(values) / len(values) for name, values in ranks.items()}
    print(json.dumps(means, ensure_ascii=False))
    assert {name: mean for name, mean in means.items() if mean < FLOORS.get(name, 0)} == {}
