"""What searching costs beside what it is made of, and how it grows.

    python -m benchmarks.search_speed [--engine embedded|elasticsearch] [--sizes 1000,4000,16000,64000] [--json]

http        a search as JSON over the product's addresses, beside a bare view that asks the engine the same question and
            sends the same bytes
member      as a member of 50 of 1,000 private platforms, beside somebody from whom nothing is hidden
rebuild     writing the index anew per document, permissions and analysis included, beside the raw writer fed with
            what was made ready before
fresh       seconds from a change to its being found
slope       of the 95th percentile over the sizes, both on a logarithmic scale

The largest of the sizes is the one at which the ratios are taken. Texts are made of the shipped vocabulary.
"""

import argparse
import json
import math
import os
import shutil
import sys
import tempfile
import time
from itertools import islice
from pathlib import Path
from statistics import quantiles

from benchmarks.search_report import keep

QUESTIONS = 120
OF_PLATFORMS = 50
SAMPLE = 3000  # documents on which a rebuild is measured


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--engine", choices=["embedded", "elasticsearch"], default="embedded")
    parser.add_argument("--sizes", default="1000,4000,16000,64000")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--write", action="store_true", help="keep the figures in docs/search-quality.md")
    asked = parser.parse_args()
    home = Path(tempfile.mkdtemp(prefix="exchange-bench-"))
    try:
        _prepare(home, asked.engine)
        found = _measure(sorted(int(size) for size in asked.sizes.split(",")))
    finally:
        shutil.rmtree(home, ignore_errors=True)
    found |= {"engine": asked.engine, "data": f"{asked.sizes} texts of the vocabulary, {QUESTIONS} questions"}
    for case, ratio in found["ratios"].items():
        print(f"{case:8} {ratio:5.2f} times  {found['milliseconds'][case]}")
    print(f"slope    {found['slope']:5.2f}  {found['p95_ms']}")
    print(f"matched  {found['matched']:5.2f} of all documents are found by a question, in the mean")
    print(f"disk     {found['kilobytes_a_document']:5.2f} kB a document of about 100 words")
    print(f"fresh    {found['fresh_seconds']:5.2f} s from a change to its being found")
    if asked.write:
        keep(
            f"./run bench search_speed --engine {asked.engine} --sizes {asked.sizes}",
            found,
        )
    if asked.json:
        print(json.dumps(found, ensure_ascii=False))


def _prepare(home: Path, engine: str) -> None:
    """The product with an empty database, and an index of its own."""
    from tests.servers.templates import sqlite_copy

    url = os.environ.get("ELASTICSEARCH_URL", "")
    if engine == "elasticsearch" and not url:
        sys.exit("ELASTICSEARCH_URL is not set: ./run services prints it")
    sqlite_copy("demo", home)
    for name in ("DATABASE_URL", "REDIS_URL", "BASE_URL", "DEBUG", "ELASTICSEARCH_URL"):
        os.environ.pop(name, None)
    os.environ |= {"DATA_DIR": str(home), "DJANGO_SETTINGS_MODULE": "exchange.settings", "LOG_LEVEL": "ERROR"}
    if engine == "elasticsearch":
        os.environ |= {
            "ELASTICSEARCH_URL": url,
            "ELASTICSEARCH_INDEX": f"bench-{os.getpid()}",
            "SEARCH_KEEP_EMBEDDED": "false",
        }

    import django

    django.setup()
    from django.conf import settings

    settings.ROOT_URLCONF = "benchmarks.addresses"
    settings.ALLOWED_HOSTS = ["*"]


class Texts:
    """A source of `count` texts."""

    def __init__(self, count: int):
        from search.documents import KINDS

        self.kinds, self.count = KINDS, count
        self.changed: dict = {}

    def ids_for(self, entry):
        return []

    def documents(self, ids=None):
        from benchmarks.municipal_texts import documents

        if ids is None:
            return documents(self.count)
        return (self.changed[one] for one in ids if one in self.changed)

    def visible(self, ids, person):
        return set(ids)


def _measure(sizes: list[int]) -> dict:
    from benchmarks.municipal_texts import questions
    from search import indexing, sources
    from search.engines import engine

    asked = questions(QUESTIONS)
    p95: dict[int, float] = {}
    for size in sizes:
        texts = Texts(size)
        sources._sources.clear()
        sources.register(texts)
        indexing.rebuild()
        p95[size] = _percentile([_timed(_everything, text) for text in asked])
    kilobytes = _bytes() / sizes[-1] / 1000
    matched = sum(_everything(text).total for text in asked) / len(asked) / sizes[-1]
    ratios, milliseconds = {}, {}
    for case, (ours, reference) in {"http": _http(asked), "member": _member(asked)}.items():
        ratios[case] = round(ours / reference, 3)
        milliseconds[case] = f"p95 {ours:.1f} ms beside {reference:.1f} ms"
    ours, reference = _rebuild(engine())
    ratios["rebuild"] = round(ours / reference, 3)
    milliseconds["rebuild"] = f"{ours:.3f} ms a document beside {reference:.3f} ms"
    return {
        "name": "search_speed",
        "ours": p95[sizes[-1]],
        "reference": None,
        "ratio": ratios["http"],
        "interval": None,
        "unit": "95th percentile of milliseconds a search",
        "ratios": ratios,
        "milliseconds": milliseconds,
        "p95_ms": {str(size): round(cost, 2) for size, cost in p95.items()},
        "slope": round(_slope(p95), 3) if len(p95) > 1 else 0.0,
        "kilobytes_a_document": round(kilobytes, 2),
        "matched": round(matched, 3),
        "fresh_seconds": round(_fresh(texts), 3),
    }


def _bytes() -> int:
    """What the index takes on the disk."""
    from django.conf import settings

    if settings.ELASTICSEARCH_URL:
        from elasticsearch import Elasticsearch

        with Elasticsearch(settings.ELASTICSEARCH_URL) as client:
            index = f"{settings.ELASTICSEARCH_INDEX}-*"
            return client.indices.stats(index=index, metric="store")["_all"]["primaries"]["store"][
                "size_in_bytes"
            ]
    folder = Path(settings.SEARCH_INDEX_DIR)
    generation = folder / (folder / "current").read_text()
    return sum(path.stat().st_size for path in generation.rglob("*") if path.is_file())


def _http(asked: list[str]) -> tuple[float, float]:
    """95th percentiles of the product's address and of the bare one, asked in turn."""
    from urllib.parse import quote

    from django.test import Client

    from benchmarks import addresses

    client = Client()
    ours, reference = [], []
    for number, text in enumerate(asked):
        path = f"/api/v1/search?q={quote(text)}"
        addresses.answers["search"] = (client.get(path).content, 0)
        addresses.question = text
        turns = [(ours, path), (reference, "/bare-search/")]
        for costs, address in turns if number % 2 else reversed(turns):
            costs.append(_timed(client.get, address))
    return _percentile(ours), _percentile(reference)


def _member(asked: list[str]) -> tuple[float, float]:
    tokens = ["everyone", *(f"platform:{number * 20}" for number in range(OF_PLATFORMS))]
    ours, reference = [], []
    for number, text in enumerate(asked):
        turns = [(ours, lambda text: _find(text, tokens)), (reference, _everything)]
        for costs, function in turns if number % 2 else reversed(turns):
            costs.append(_timed(function, text))
    return _percentile(ours), _percentile(reference)


def _everything(text: str):
    return _find(text, ["all"])


def _find(text: str, tokens: list[str]):
    from search.finding import find

    return find(text=text, tokens=tokens)


def _rebuild(engine) -> tuple[float, float]:
    """Milliseconds a document: from the database's reading on, and of the writer alone. The index is then small."""
    from benchmarks.municipal_texts import documents
    from search.prepared import prepare

    ready = [prepare(document) for document in islice(documents(SAMPLE * 2), SAMPLE)]
    ours, reference = [], []
    for number in range(4):
        turns = [
            (ours, lambda: engine.rebuild(lambda: map(prepare, documents(SAMPLE)), lambda ids: [])),
            (reference, lambda: engine.rebuild(lambda: ready, lambda ids: [])),
        ]
        for costs, function in turns if number % 2 else reversed(turns):
            costs.append(_timed(function) / SAMPLE)
    return sorted(ours)[len(ours) // 2], sorted(reference)[len(reference) // 2]


def _fresh(texts: Texts) -> float:
    from search import indexing
    from search.documents import Document, Side
    from search.finding import find

    word = "قطمير"
    texts.changed["guide:new"] = Document("guide:new", "guide", (Side("ar", word, "/"),), ("everyone",))
    began = time.perf_counter()
    indexing.refresh_ids(["guide:new"])
    while not find(text=word, tokens=["everyone"]).total:
        time.sleep(0.01)
    return time.perf_counter() - began


def _timed(function, *arguments) -> float:
    """Milliseconds by the clock."""
    began = time.perf_counter()
    function(*arguments)
    return (time.perf_counter() - began) * 1000


def _percentile(costs: list[float]) -> float:
    return quantiles(costs, n=20)[-1]


def _slope(costs: dict[int, float]) -> float:
    """Of the line through the points, by least squares, both axes logarithmic."""
    points = [(math.log(size), math.log(cost)) for size, cost in costs.items()]
    middle = [sum(values) / len(points) for values in zip(*points, strict=True)]
    above = sum((x - middle[0]) * (y - middle[1]) for x, y in points)
    return above / sum((x - middle[0]) ** 2 for x, _ in points)


if __name__ == "__main__":
    main()
