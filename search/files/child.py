"""The process that opens a file: reads a job as JSON, answers with the text as JSON, and may die of the file.

python -m search.files.child < job
"""

import json
import resource
import sys
import time
import zipfile
from pathlib import Path

from search.arabic.normalise import clean

_READING = 0.7  # of the time may be spent on reading; a long file then gives its first pages
_ANSWER = 64 * 1024**2  # bytes that it may write


def main() -> None:
    job = json.load(sys.stdin)
    limits = job["limits"]
    _confine(limits)
    kind = kind_of(job["path"])
    if kind is None:
        json.dump({"pages": [], "state": "unsupported"}, sys.stdout)
        return
    try:
        pages = _bounded(_pages(kind, job, limits), limits)
    except Exception:  # A hostile file may raise anything; all of it means the same.
        json.dump({"pages": [], "state": "unreadable"}, sys.stdout)
        return
    state = "read" if any(page.strip() for page in pages) else "empty"
    json.dump({"pages": pages if state == "read" else [], "state": state}, sys.stdout)


def kind_of(path: str) -> str | None:
    """What the file is, by its content; its name proves nothing."""
    with Path(path).open("rb") as file:
        head = file.read(1024)
    if b"%PDF-" in head:
        return "pdf"
    if head.startswith(b"PK"):
        try:
            with zipfile.ZipFile(path) as archive:
                return "docx" if "word/document.xml" in archive.namelist() else None
        except (zipfile.BadZipFile, OSError, ValueError):
            # It calls itself an archive and is none: broken, as a DOCX would be.
            return "docx"
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


def _pages(kind, job, limits):
    # Imported under the limits: a reader that does not fit into them is no reader.
    if kind == "pdf":
        from search.files.pdf import pages

        return pages(job["path"], job["password"])
    from search.files.docx import pages

    return pages(job["path"], limits["unpacked"])


def _bounded(pages, limits):
    """What was read of the file when one of the limits was met."""
    kept, left, until = [], limits["characters"], time.monotonic() + limits["seconds"] * _READING
    for page in pages:
        # What JSON and databases cannot hold must not come out of a file.
        kept.append(clean(page[:left]))
        left -= len(page)
        if left <= 0 or len(kept) >= limits["pages"] or time.monotonic() > until:
            break
    return kept


if __name__ == "__main__":
    main()
