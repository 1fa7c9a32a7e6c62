"""The process that opens a file: reads a job as JSON, answers with the text as JSON, and may die of the file.

python -m search.files.child < job
"""

import json
import resource
import sys
import time
import warnings
from collections.abc import Iterable, Iterator
from pathlib import Path

from search.arabic.normalise import clean
from search.files import archives
from search.files.direction import unturned
from search.files.mending import plain

_READING = 0.7  # of the time may be spent on reading; a long file then gives its first pages
_ANSWER = 64 * 1024**2  # bytes that it may write


def main() -> None:
    warnings.simplefilter("ignore")
    job = json.load(sys.stdin)
    _confine(job["limits"])
    try:
        answer = _recognised(job) if job["task"] == "recognise" else _read(job)
    except Exception:  # A hostile file may raise anything; all of it means the same.
        answer = {"state": "unreadable"}
    json.dump(answer, sys.stdout)


def kind_of(path: str) -> str | None:
    """What the file is, by its content; its name proves nothing. "broken": it cannot be what it says it is."""
    with Path(path).open("rb") as file:
        head = file.read(1024)
    if b"%PDF-" in head:
        return "pdf"
    if head.startswith(b"PK"):
        return archives.kind_of(path)
    if archives.is_old(head):
        return archives.old_kind_of(path)
    return None


def _confine(limits):
    seconds = max(1, int(limits["seconds"]))
    for what, most in (
        (resource.RLIMIT_AS, limits["memory"]),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_FSIZE, _ANSWER),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NOFILE, 64),
    ):
        hard = resource.getrlimit(what)[1]
        most = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(what, (most, most))


def _read(job):
    kind, limits = kind_of(job["path"]), job["limits"]
    if kind is None:
        return {"state": "unsupported"}
    if kind == "broken":
        return {"state": "unreadable"}
    if kind == "pdf":
        return _read_pdf(job, limits)
    archives.check(job["path"], limits["unpacked"])
    return {"pages": _bounded(_office_pages(kind, job["path"]), limits)}


def _read_pdf(job, limits):
    # Imported under the limits, as all readers: one that does not fit into them is no reader.
    from search.files.pdf import Pdf

    file = Pdf(job["path"], job["password"])
    pages = _bounded(([text] for text in file.pages()), limits)
    return {"pages": pages, "scans": file.scans}


def _office_pages(kind, path) -> Iterator[Iterable[str]]:
    if kind == "docx":
        from search.files.docx import pages
    elif kind == "pptx":
        from search.files.pptx import pages
    else:
        from search.files.xlsx import pages
    for page in pages(path):
        yield (plain(unturned(line)) for line in page)


def _recognised(job):
    """Writes the text of each page as soon as it is known, one JSON a line: time may end before the pages do."""
    from search.files.ocr import recognised

    for number, text in recognised(job["path"], job["password"], job["numbers"], job["program"]):
        sys.stdout.write(json.dumps([number, clean(text)]) + "\n")
        sys.stdout.flush()
    return {}


def _bounded(pages: Iterable[Iterable[str]], limits) -> list[str]:
    """What was read of the file when one of the limits was met; empty lines fall away."""
    kept: list[str] = []
    left, until = limits["characters"], time.monotonic() + limits["seconds"] * _READING
    for page in pages:
        lines: list[str] = []
        kept.append("")
        for line in page:
            if line.strip():
                lines.append(line[:left])
                left -= len(line)
            if left <= 0 or time.monotonic() > until:
                break
        # What JSON and databases cannot hold must not come out of a file.
        kept[-1] = clean("\n".join(lines))
        if left <= 0 or len(kept) >= limits["pages"] or time.monotonic() > until:
            break
    return kept


if __name__ == "__main__":
    main()
