"""The text of uploaded files, as a draft for search: never shown as the file's own text.

A file comes from anybody, so it is opened in a child process with little memory, little time and no secrets.
"""

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from functools import cache
from pathlib import Path
from typing import Literal

State = Literal["read", "empty", "scanned", "unreadable", "unsupported"]

# What the pages of a format are to its readers; formats without pages are not here.
PARTS = {"pdf": "page", "pptx": "slide", "xlsx": "sheet"}
LANGUAGES = ("ara", "eng")  # that scans are read in, as Tesseract names them
MOST_SCANS = 50  # pages of a file that are worth the time of reading them from their pictures

_PROJECT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Limits:
    seconds: float = 20  # by the clock and of processor time
    memory: int = 768 * 1024**2  # bytes of address space
    pages: int = 1500
    characters: int = 3_000_000  # of text, over all pages
    file_size: int = 200 * 1024**2  # bytes; larger files are not opened
    unpacked: int = 300 * 1024**2  # bytes that an office file may unpack to


@dataclass(frozen=True)
class Extracted:
    """`pages` has the text of each page, empty where a page has none: pages of a PDF, slides of a PPTX, sheets of
    an XLSX; a DOCX is one page. `scans` has the numbers, from 1, of the pages that are pictures of a page.

    read: there is text. empty: it opens and has none. scanned: at least half of the pages are scans; the text of
    the others is there. unreadable: broken, encrypted or beyond the limits. unsupported: none of these formats.
    """

    pages: list[str] = field(default_factory=list)
    state: State = "read"
    scans: list[int] = field(default_factory=list)


def state_of(pages: Sequence[str], scans: Sequence[int]) -> State:
    """The state of a file that could be opened."""
    has_text = any(page.strip() for page in pages)
    if scans and (not has_text or 2 * len(scans) >= len(pages)):
        return "scanned"
    return "read" if has_text else "empty"


def extract(
    file: str | os.PathLike | bytes, filename: str, *, password: str = "", limits=Limits()
) -> Extracted:
    """The text of a PDF, DOCX, PPTX or XLSX given by path or content. Never raises for what is in the file."""
    with _at_a_path(file, limits) as path:
        if path is None:
            return Extracted(state="unreadable")
        job = {"task": "read", "path": str(path), "filename": filename, "password": password}
        is_whole, answer = _ask_child(job, limits)
    if not is_whole:
        return Extracted(state="unreadable")
    try:
        return _extracted(**json.loads(answer))
    except (ValueError, TypeError):
        return Extracted(state="unreadable")


def _extracted(state: State | None = None, pages: Sequence[str] = (), scans: Sequence[int] = ()) -> Extracted:
    state = state or state_of(pages, scans)
    return Extracted([] if state == "empty" else list(pages), state, list(scans))


def can_recognise() -> bool:
    """Whether scans can be read here: Tesseract is installed and knows Arabic."""
    return bool(_recogniser())


def recognise(
    file: str | os.PathLike | bytes, numbers: Sequence[int], *, password: str = "", limits=Limits(seconds=60)
) -> dict[int, str]:
    """The text on these pages of a PDF, counted from 1, read from their picture: as many as the time allows.

    A page without words has the text "". Empty where `can_recognise` says no. Never raises for what is in the file.
    """
    program = _recogniser()
    if not program or not numbers:
        return {}
    with _at_a_path(file, limits) as path:
        if path is None:
            return {}
        job = {"task": "recognise", "path": str(path), "password": password, "numbers": list(numbers)}
        _is_whole, answer = _ask_child(job | {"program": program}, limits)
    return dict(_recognised(answer))


def _recognised(answer: bytes) -> Iterator[tuple[int, str]]:
    """What was told before the time ended; the last line may be torn."""
    for line in answer.splitlines():
        try:
            number, text = json.loads(line)
        except (ValueError, TypeError):
            continue
        yield number, text


@cache
def _recogniser() -> str:
    """The program that reads scans, with its languages; "" when it or its Arabic is missing."""
    program = shutil.which("tesseract")
    if program is None:
        return ""
    try:
        asked = subprocess.run([program, "--list-langs"], capture_output=True, text=True, timeout=10)
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return program if set(LANGUAGES) <= set(asked.stdout.split()) else ""


@contextmanager
def _at_a_path(file, limits):
    """Where the file lies; None when it is not there or too large."""
    with tempfile.TemporaryDirectory(prefix="extract-") as folder:
        if isinstance(file, bytes):
            path = Path(folder) / "file"
            path.write_bytes(file)
        else:
            path = Path(file).resolve()
        yield path if path.is_file() and path.stat().st_size <= limits.file_size else None


def _ask_child(job, limits) -> tuple[bool, bytes]:
    """Whether the child came to its end, and what it wrote."""
    with tempfile.TemporaryFile() as out:
        child = subprocess.Popen(
            [sys.executable, "-m", "search.files.child"],
            stdin=subprocess.PIPE,
            stdout=out,
            stderr=subprocess.DEVNULL,
            cwd=_PROJECT,
            # Nothing of our own environment: settings and secrets are none of its business.
            env={
                "PATH": os.defpath,
                "PYTHONDONTWRITEBYTECODE": "1",
                "PYTHONIOENCODING": "utf-8",
                "OMP_THREAD_LIMIT": "1",
            },
            start_new_session=True,
        )
        try:
            child.communicate(json.dumps(job | {"limits": asdict(limits)}).encode(), timeout=limits.seconds)
        except subprocess.TimeoutExpired:
            pass
        finally:
            if child.poll() is None:
                os.killpg(child.pid, signal.SIGKILL)
            child.wait()
        out.seek(0)
        return child.returncode == 0, out.read()
