"""Whether the same questions have the same answers on both engines: the share whose first ten agree.

    python -m benchmarks.search_agreement --dataset DIR [--json]

Both engines are fed and asked in one process; ELASTICSEARCH_URL names the server. Two results whose scores differ by
less than a thousandth are equal: each engine puts equals in an order of its own.
"""

import argparse
import json
import os
import shutil
import tempfile
from pathlib import Path

from benchmarks.references import DEPTH
from benchmarks.search_quality import Judged, Source, prepare_settings, written
from benchmarks.search_report import keep

EQUAL = 0.001


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--dataset", required=True, type=Path)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--write", action="store_true", help="keep the figures in docs/search-quality.md")
    asked = parser.parse_args()
    home = Path(tempfile.mkdtemp(prefix="exchange-bench-"))
    try:
        prepare_settings(home, "elasticsearch")
        found = measure(Judged(asked.dataset)) | {"name": "search_agreement", "data": asked.dataset.name}
    finally:
        shutil.rmtree(home, ignore_errors=True)
    print(
        f"{found['data']}: of {found['queries']} questions {found['agree']:.1%} have the same first ten in the same "
        f"order, {found['same_first']:.1%} the same first"
    )
    if asked.write:
        keep(
            f"./run bench search_agreement --dataset {written(asked.dataset)}",
            found,
        )
    if asked.json:
        print(json.dumps(found, ensure_ascii=False))


def measure(judged: Judged) -> dict:
    """Shares from 0 to 1: `agree` of the whole first ten, `same_first` of the first alone."""
    from django.conf import settings

    from search import indexing, sources

    sources.register(Source(judged.corpus))
    answers = []
    for url in ("", os.environ["ELASTICSEARCH_URL"]):
        settings.ELASTICSEARCH_URL = url
        indexing.rebuild()
        answers.append([_first_ten(query["text"]) for query in judged.queries])
    pairs = list(zip(*answers, strict=True))
    return {
        "queries": len(pairs),
        "agree": round(sum(_agree(one, other) for one, other in pairs) / len(pairs), 4),
        "same_first": round(sum(_agree(one[:1], other[:1]) for one, other in pairs) / len(pairs), 4),
    }


def _first_ten(text: str) -> list[tuple[str, float]]:
    from search.finding import find

    return [(hit.id, hit.score) for hit in find(text=text, tokens=["everyone"], page_size=DEPTH).hits]


def _agree(one: list[tuple[str, float]], other: list[tuple[str, float]]) -> bool:
    """Whether each place holds the same work, or one that scores the same there."""
    if len(one) != len(other):
        return False
    scores = dict(one)
    last = one[-1][1] if one else 0.0
    return all(
        first[0] == second[0] or abs(scores.get(second[0], last) - first[1]) < EQUAL
        for first, second in zip(one, other, strict=True)
    )


if __name__ == "__main__":
    main()
