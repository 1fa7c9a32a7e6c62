"""`docs/search-quality.md`, made of what the measurements of the search leave in `docs/search-quality.json`.

    python -m benchmarks.search_quality … --write

keeps what it has found under its own command, and writes the page anew. Nothing on the page is typed by hand.
"""

import json
import platform
from datetime import UTC, datetime
from pathlib import Path

DOCS = Path(__file__).resolve().parents[1] / "docs"
KEPT = DOCS / "search-quality.json"
PAGE = DOCS / "search-quality.md"

_HEAD = """\
# How well the search finds, and what it costs

This page is written by the measurements themselves (`./run bench … --write`); the command beside each figure prints it
again. MRR@10 is the mean of 1 divided by the place of the first right answer among ten, 0 where there is none: 1.000
means that every question is answered by the first result. How the words of a text are compared stands in
`search/arabic/`, how they are weighed in `search/ranking.py`.

The machine is shared, so times are upper bounds; ratios, measured in turn in the same run, hold.
"""


def keep(command: str, found: dict) -> None:
    """Keep the figures of a command, in the place of its older ones, and write the page.

    What it costs is kept once for each engine, whatever the sizes.
    """
    known = json.loads(KEPT.read_text()) if KEPT.exists() else {}
    known = {other: row for other, row in known.items() if not _is_older_cost(row, found)}
    known[command] = found | {
        "day": datetime.now(UTC).date().isoformat(),
        "python": platform.python_version(),
    }
    KEPT.write_text(json.dumps(known, ensure_ascii=False, indent=1, sort_keys=True) + "\n")
    PAGE.write_text(page(known))


def _is_older_cost(row: dict, found: dict) -> bool:
    return row["name"] == found["name"] == "search_speed" and row["engine"] == found["engine"]


def page(known: dict[str, dict]) -> str:
    """The page that tells of these figures."""
    by_name: dict[str, dict[str, dict]] = {}
    for command, found in sorted(known.items()):
        by_name.setdefault(found["name"], {})[command] = found
    parts = [_HEAD]
    parts += [_quality(command, found) for command, found in by_name.get("search_quality", {}).items()]
    parts += [_agreement(by_name["search_agreement"])] if "search_agreement" in by_name else []
    parts += [_speed(command, found) for command, found in by_name.get("search_speed", {}).items()]
    return "\n".join(parts)


def _quality(command: str, found: dict) -> str:
    others = found.get("references", {})
    columns = {f"**ours, {found['engine']}**": found, **others}
    title = f"## {found['data']}" + (", one slip of the pen in each question" if found["typos"] else "")
    lines = [title, "", f"`{command}`, {found['day']}", ""]
    lines += [f"| MRR@10 | questions | {' | '.join(columns)} |", "|---" * (len(columns) + 2) + "|"]
    for name in ["all", *found["by_class"]]:
        rows = [column if name == "all" else column["by_class"][name] for column in columns.values()]
        cells = " | ".join(f"{row['mrr@10']:.3f}" for row in rows)
        lines.append(f"| {name} | {rows[0]['queries']} | {cells} |")
    recall = " | ".join(f"{column['recall@10']:.3f}" for column in columns.values())
    lines.append(f"| recall@10 | | {recall} |")
    times = " | ".join(f"{column['query_ms_p50']} / {column['query_ms_p95']}" for column in columns.values())
    lines += [f"| ms, median / p95 | | {times} |", ""]
    return "\n".join(lines)


def _agreement(measured: dict[str, dict]) -> str:
    lines = ["## The same answers from both engines", ""]
    lines += ["| set | questions | first ten agree | first agrees | command |", "|---|---|---|---|---|"]
    for command, found in measured.items():
        lines.append(
            f"| {found['data']} | {found['queries']} | {found['agree']:.1%} | {found['same_first']:.1%} | `{command}` |"
        )
    return "\n".join([*lines, ""])


def _speed(command: str, found: dict) -> str:
    lines = [f"## What it costs, {found['engine']}", "", f"`{command}`, {found['day']}: {found['data']}.", ""]
    lines += ["| case | times the reference | |", "|---|---|---|"]
    for case, ratio in found["ratios"].items():
        lines.append(f"| {case} | {ratio:.2f} | {found['milliseconds'][case]} |")
    by_size = sorted((int(size), cost) for size, cost in found["p95_ms"].items())
    grown = ", ".join(f"{size:,}: {cost} ms" for size, cost in by_size)
    lines += [
        "",
        f"95th percentile by number of documents: {grown}; slope {found['slope']:.2f} (both logarithmic).",
    ]
    lines += [
        f"A question finds {found['matched']:.0%} of the documents in the mean; all are counted, in six facets, too."
    ]
    lines += [f"On the disk: {found['kilobytes_a_document']:.2f} kB a document of about 100 words."]
    lines += [f"From a change to its being found: {found['fresh_seconds']:.2f} s.", ""]
    return "\n".join(lines)
