"""The folder of the embedded index: generations, which of them is current, and who may write.

current          names the generation in use; replaced by rename, so it is whole at any moment
<shape>-<hex>/   a generation: one index
writing.lock     held round each open, write and commit
rebuilding.lock  held while a rebuild runs; its content is the ids that changed meanwhile
"""

import fcntl
import shutil
import time
import uuid
from contextlib import contextmanager
from pathlib import Path

from search.engines.base import IndexBusyError


class Folder:
    def __init__(self, path: Path, shape: str, patience: float = 30.0):
        self.path, self.shape, self.patience = path, shape, patience

    def current(self) -> Path | None:
        """The generation in use, or None where there is none of the present shape."""
        try:
            name = (self.path / "current").read_text()
        except FileNotFoundError:
            return None
        generation = self.path / name
        return generation if name.startswith(f"{self.shape}-") and generation.is_dir() else None

    def fresh(self) -> Path:
        """A new, empty generation that nobody uses yet."""
        generation = self.path / f"{self.shape}-{uuid.uuid4().hex}"
        generation.mkdir(parents=True)
        return generation

    def put_in_use(self, generation: Path) -> None:
        """Make a generation the current one, and remove the ones before the last.

        The last one stays until the next time: a reader may have read its name a moment ago.
        """
        before = self.current()
        new = self.path / f"current.{uuid.uuid4().hex}"
        new.write_text(generation.name)
        new.replace(self.path / "current")
        for other in self.path.iterdir():
            if other.is_dir() and other not in (generation, before):
                shutil.rmtree(other, ignore_errors=True)

    @contextmanager
    def writing(self):
        """The only writer, among all processes and threads. Raises IndexBusyError after `patience` seconds."""
        self.path.mkdir(parents=True, exist_ok=True)
        with (self.path / "writing.lock").open("a") as lock:
            _lock(lock, self.patience)
            yield

    @contextmanager
    def rebuilding(self):
        """The only rebuild. Yields the file in which writers note what they change while it runs."""
        self.path.mkdir(parents=True, exist_ok=True)
        with (self.path / "rebuilding.lock").open("a+") as notes:
            # With the writer's lock, so that a writer either notes its ids or is done before anything is read.
            with self.writing():
                _lock(notes, 0)
                notes.truncate(0)
            yield notes

    def note(self, ids) -> None:
        """Tell a running rebuild, if there is one, what has changed. The caller holds the writer's lock."""
        with (self.path / "rebuilding.lock").open("a") as notes:
            try:
                fcntl.flock(notes, fcntl.LOCK_SH | fcntl.LOCK_NB)
            except BlockingIOError:
                notes.write("".join(f"{one}\n" for one in ids))


def _lock(file, patience):
    deadline = time.monotonic() + patience
    while True:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return
        except BlockingIOError:
            if time.monotonic() >= deadline:
                raise IndexBusyError(f"{file.name} is locked by another process") from None
            time.sleep(0.01)
