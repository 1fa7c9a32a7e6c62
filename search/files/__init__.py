"""The text of uploaded files, as a draft for search: never shown as the file's own text.

A file comes from anybody, so it is opened in a child process with little memory, little time and no secrets.
"""

import json
import os
import signal
import subprocess
import sys
import tempfile
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Literal

State = Literal["read", "empty", "unreadable", "unsupported"]

_PROJECT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Limits:
    seconds: float = 20  # by the clock and of processor time
    memory: int = 768 * 1024**2  # bytes of address space
    pages: int = 1500
    characters: int = 3_000_000  # of text, over all pages
    file_size: int = 200 * 1024**2  # bytes; larger files are not opened
    unpacked: int = 300 * 1024**2  # bytes that a DOCX may unpack to


@dataclass(frozen=True)
class Extracted:
    """`pages` has the text of each page, empty where a page has none; a DOCX is one page.

    read: there is text. empty: it opens and has none (a scan). unreadable: broken, encrypted or beyond the
    limits. unsupported: neither PDF nor DOCX.
    """

    pages: list[str] = field(default_factory=list)
    state: State = "read"


def extract(
    file: str | os.PathLike | bytes, filename: str, *, password: str = "", limits=Limits()
) -> Extracted:
    """The text of a PDF or DOCX given by path or content. Never raises for what is in the file."""
    with tempfile.TemporaryDirectory(prefix="extract-") as folder:
        if isinstance(file, bytes):
            path = Path(folder) / "file"
            path.write_bytes(file)
        else:
            path = Path(file).resolve()
        try:
            if path.stat().st_size > limits.file_size:
                return Extracted(state="unreadable")
        except OSError:
            return Extracted(state="unreadable")
        job = {"path": str(path), "filename": filename, "password": password, "limits": asdict(limits)}
        return _read_in_child(job, Path(folder) / "text.json", limits)


def _read_in_child(job, answer, limits):
    with answer.open("wb") as out:
        child = subprocess.Popen(
            [sys.executable, "-m", "search.files.child"],
            stdin=subprocess.PIPE,
            stdout=out,
            stderr=subprocess.DEVNULL,
            cwd=_PROJECT,
            # Nothing of our own environment: settings and secrets are none of its business.
            env={"PATH": os.defpath, "PYTHONDONTWRITEBYTECODE": "1", "PYTHONIOENCODING": "utf-8"},
            start_new_session=True,
        )
        try:
            child.communicate(json.dumps(job).encode(), timeout=limits.seconds)
        except subprocess.TimeoutExpired:
            pass
        finally:
            if child.poll() is None:
                os.killpg(child.pid, signal.SIGKILL)
            child.wait()
    if child.returncode != 0:
        return Extracted(state="unreadable")
    try:
        return Extracted(**json.loads(answer.read_bytes()))
    except (ValueError, TypeError):
        return Extracted(state="unreadable")
