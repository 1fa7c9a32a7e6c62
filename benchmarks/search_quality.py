"""How well questions are answered, and how quickly, on a data set in BEIR's layout.

The set is indexed and asked through the product's own code: `search.indexing` and `search.finding`.

    python -m benchmarks.search_quality --dataset DIR [--engine embedded|elasticsearch] [--typos] [--references]

DIR holds `corpus.jsonl` (_id, title, text), `queries.jsonl` (_id, text, perhaps class) and `qrels.tsv`. With
`--engine elasticsearch` the server is the one that ELASTICSEARCH_URL names. `--typos` puts one slip of the pen into
each question. `--references` asks the same of what others offer for Arabic as it comes: those whose server is named in
the environment (ELASTICSEARCH_URL, DATABASE_URL), and those that need none.
"""

import argparse
import json
import os
import random
import shutil
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterable
from math import log2
from pathlib import Path
from statistics import fmean, median, quantiles

from benchmarks.references import DEPTH, REFERENCES
from benchmarks.search_report import keep

LETTERS = "ابتثجحخدذرزسشصضطظعغفقكلمنهوي"
SHORTEST_MISSPELT = 4


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--dataset", required=True, type=Path)
    parser.add_argument("--engine", choices=["embedded", "elasticsearch"], default="embedded")
    parser.add_argument("--typos", action="store_true", help="one slip of the pen in each question")
    parser.add_argument("--references", action="store_true", help="and what others offer for Arabic")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--write", action="store_true", help="keep the figures in docs/search-quality.md")
    asked = parser.parse_args()
    home = Path(tempfile.mkdtemp(prefix="exchange-bench-"))
    judged = Judged(asked.dataset)
    try:
        prepare_settings(home, asked.engine)
        found = measure(judged, typos=asked.typos)
    finally:
        shutil.rmtree(home, ignore_errors=True)
    found |= {
        "name": "search_quality",
        "engine": asked.engine,
        "data": asked.dataset.name,
        "typos": asked.typos,
    }
    show(f"ours, {asked.engine}", found)
    if asked.references:
        found["references"] = of_references(judged, typos=asked.typos)
    if asked.write:
        keep(
            f"./run bench search_quality --dataset {written(asked.dataset)} --engine {asked.engine}"
            + " --typos" * asked.typos
            + " --references" * asked.references,
            found,
        )
    if asked.json:
        print(json.dumps(found, ensure_ascii=False))


def written(dataset: Path) -> str:
    """How a set is named beside its figures: by its path in the project, or by its name where it lies elsewhere."""
    return dataset.name if dataset.is_absolute() else dataset.as_posix()


def show(name: str, found: dict) -> None:
    """A line for all questions, and one for each class."""
    print(f"== {name}: {found['query_ms_p50']} ms, p95 {found['query_ms_p95']} ms")
    for row_name, row in [("all", found), *found["by_class"].items()]:
        print(
            f"{row_name:20} MRR@10 {row['mrr@10']:.3f}  recall@10 {row['recall@10']:.3f}  ({row['queries']})"
        )


def of_references(judged: "Judged", *, typos: bool) -> dict[str, dict]:
    """The same figures for what others offer, those that can be reached."""
    found = {}
    for name, (needed, offer) in REFERENCES.items():
        if needed and not os.environ.get(needed):
            print(f"{name}: not asked, {needed} is not set", file=sys.stderr)
            continue
        with offer(judged.corpus) as ask:
            found[name] = score(judged, ask, typos=typos)
        show(name, found[name])
    return found


class Judged:
    """A data set: `corpus` and `queries` as rows, `right` maps a question's id to the ids of its answers."""

    def __init__(self, folder: Path):
        self.corpus = _rows(folder / "corpus.jsonl")
        self.queries = _rows(folder / "queries.jsonl")
        self.right: dict[str, set[str]] = defaultdict(set)
        for line in (folder / "qrels.tsv").read_text().splitlines()[1:]:
            query, document, score = line.split("\t")
            if int(score) > 0:
                self.right[query].add(document)


def _rows(path: Path) -> list[dict]:
    return [json.loads(line) for line in path.read_text().splitlines() if line.strip()]


def prepare_settings(home: Path, engine: str) -> None:
    """A process that has nothing but the search, with its index below `home` or on the server."""
    from django.conf import settings

    url = os.environ.get("ELASTICSEARCH_URL", "")
    if engine == "elasticsearch" and not url:
        sys.exit("ELASTICSEARCH_URL is not set: ./run services prints it")
    settings.configure(
        INSTALLED_APPS=["search"],
        USE_TZ=True,
        TIME_ZONE="Asia/Hebron",
        SEARCH_INDEX_DIR=home / "index",
        SEARCH_KEEP_EMBEDDED=False,
        ELASTICSEARCH_URL=url if engine == "elasticsearch" else "",
        ELASTICSEARCH_INDEX=f"bench-{os.getpid()}",
        ELASTICSEARCH_SHARDS=1,
        ELASTICSEARCH_REPLICAS=0,
        ELASTICSEARCH_REFRESH="1s",
        ELASTICSEARCH_TIMEOUT=10.0,
        ELASTICSEARCH_CA_CERTS="",
    )
    import django

    django.setup()


class Source:
    """A data set as a room of the product would offer it."""

    kinds = ("document",)

    def __init__(self, corpus: Iterable[dict]):
        from search.documents import Document, Side

        self.works = {
            f"document:{row['_id']}": Document(
                id=f"document:{row['_id']}",
                kind="document",
                sides=(Side("ar", row.get("title", ""), "/", text=row["text"]),),
                audience=("everyone",),
            )
            for row in corpus
        }

    def ids_for(self, entry):
        return []

    def documents(self, ids=None):
        wanted = self.works if ids is None else ids
        return (self.works[one] for one in wanted if one in self.works)

    def visible(self, ids, person):
        return set(ids)


def measure(judged: Judged, *, typos: bool = False) -> dict:
    """Index the set, ask all its questions; the figures of `docs/search-quality.md`."""
    from search import indexing, sources
    from search.finding import find

    sources.register(Source(judged.corpus))
    began = time.perf_counter()
    indexing.rebuild()
    took = time.perf_counter() - began

    def ask(text: str) -> list[str]:
        hits = find(text=text, tokens=["everyone"], page_size=DEPTH).hits
        return [hit.id.partition(":")[2] for hit in hits]

    return score(judged, ask, typos=typos) | {"docs_per_second": round(len(judged.corpus) / took, 1)}


def score(judged: Judged, ask: Callable[[str], list[str]], *, typos: bool = False) -> dict:
    """Ask every question; `ask` gives the ids found, best first."""
    by_class: dict[str, list[tuple[float, float, float]]] = defaultdict(list)
    times = []
    for query in judged.queries:
        text = misspelt(query["text"], query["_id"]) if typos else query["text"]
        began = time.perf_counter()
        found = ask(text)[:DEPTH]
        times.append((time.perf_counter() - began) * 1000)
        by_class[query.get("class", "all")].append(_worth(found, judged.right[query["_id"]]))
    everything = [row for rows in by_class.values() for row in rows]
    return _means(everything) | {
        "by_class": {name: _means(rows) for name, rows in sorted(by_class.items())},
        "query_ms_p50": round(median(times), 2),
        "query_ms_p95": round(quantiles(times, n=20)[-1], 2),
    }


def _worth(found: list[str], right: set[str]) -> tuple[float, float, float]:
    """Reciprocal rank, recall and nDCG of the first ten."""
    places = [place for place, one in enumerate(found, 1) if one in right]
    ideal = sum(1 / log2(place + 1) for place in range(1, min(len(right), DEPTH) + 1))
    gain = sum(1 / log2(place + 1) for place in places)
    return (
        1 / places[0] if places else 0.0,
        len(places) / max(1, len(right)),
        gain / ideal if ideal else 0.0,
    )


def _means(rows: list[tuple[float, float, float]]) -> dict:
    names = ("mrr@10", "recall@10", "ndcg@10")
    return {name: round(fmean(row[i] for row in rows), 4) for i, name in enumerate(names)} | {
        "queries": len(rows)
    }


def misspelt(text: str, seed: str) -> str:
    """The text with one slip in one of its longer words: a letter left out, doubled, changed, or two swapped."""
    chance = random.Random(seed)
    words = text.split()
    long = [number for number, word in enumerate(words) if len(word) >= SHORTEST_MISSPELT and word.isalpha()]
    if not long:
        return text
    number = chance.choice(long)
    word = words[number]
    place = chance.randrange(1, len(word) - 1)
    slip = chance.choice(["out", "twice", "changed", "swapped"])
    if slip == "out":
        word = word[:place] + word[place + 1 :]
    elif slip == "twice":
        word = word[:place] + word[place] + word[place:]
    elif slip == "changed":
        word = word[:place] + chance.choice(LETTERS) + word[place + 1 :]
    else:
        word = word[:place] + word[place + 1] + word[place] + word[place + 2 :]
    words[number] = word
    return " ".join(words)


if __name__ == "__main__":
    main()
