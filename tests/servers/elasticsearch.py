"""A real Elasticsearch node, built from the published jars, on ports and in a folder of its own."""

import json
import os
import shutil
import signal
import subprocess
import time
import urllib.error
import urllib.request
from pathlib import Path

from deploy.elasticsearch import build
from tests.servers.postgres import free_port

# It takes 4 to 7 s by itself; on two busy cores that can become long.
START_SECONDS = 90
STOP_SECONDS = 20


class Elasticsearch:
    """One node: what it holds survives `stop()` and `kill()`, and goes with `remove()` or `wipe()`."""

    def __init__(self, home: Path, *, port: int | None = None) -> None:
        self.home = home
        self.port = port or free_port()
        self.process: subprocess.Popen | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self, *, until: tuple[str, ...] = ("green", "yellow")) -> "Elasticsearch":
        """Start and wait for one of these states of health; RuntimeError with its log if that takes more than 90 s.

        The first start on a machine builds the node.
        """
        command = build.command(
            http__port=self.port,
            transport__port=free_port(),
            path__data=self.home / "data",
            path__logs=self.home / "logs",
        )
        self.home.mkdir(parents=True, exist_ok=True)
        with self.log_path.open("ab") as log:
            self.process = subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True, cwd="/"
            )
        self.pid_path.write_text(str(self.process.pid))
        deadline = time.monotonic() + START_SECONDS
        while self.health() not in until:
            if time.monotonic() > deadline or self.process.poll() is not None:
                health = self.health() or "no answer"
                self.kill()
                raise RuntimeError(f"Elasticsearch did not start; health: {health}\n{self.log()[-4000:]}")
            time.sleep(0.1)
        return self

    def health(self) -> str:
        """`green`, `yellow` or `red`, as the node says; nothing where it does not answer."""
        try:
            with urllib.request.urlopen(f"{self.url}/_cluster/health", timeout=2) as answer:
                return json.load(answer)["status"]
        except (urllib.error.URLError, OSError, ValueError):
            return ""

    @property
    def is_running(self) -> bool:
        return self.health() != ""

    @property
    def pid(self) -> int | None:
        """Of the node that runs from this folder, whoever started it."""
        if self.process is not None:
            return self.process.pid if self.process.poll() is None else None
        try:
            pid = int(self.pid_path.read_text())
        except (FileNotFoundError, ValueError):
            return None
        # Numbers of processes are given again: it must be our node that has it.
        return pid if f"path.data={self.home}" in _command_line(pid) else None

    def stop(self) -> None:
        """SIGTERM, as a restart does it."""
        self._end(signal.SIGTERM)

    def kill(self) -> None:
        """`kill -9`."""
        self._end(signal.SIGKILL)

    def pause(self) -> None:
        """Let it hang: connections are taken and nothing is answered, until `resume()`."""
        if self.process is not None:
            self.process.send_signal(signal.SIGSTOP)

    def resume(self) -> None:
        if self.process is not None:
            self.process.send_signal(signal.SIGCONT)

    def wipe(self) -> None:
        """Lose everything that it holds, as a new disk does. The node has to be stopped."""
        shutil.rmtree(self.home / "data", ignore_errors=True)

    def lose(self, shard_of: str) -> None:
        """Lose the files of an index, by its uuid: it is red from the next start on. The node has to be stopped."""
        for shard in (self.home / "data" / "indices" / shard_of).glob("[0-9]*"):
            shutil.rmtree(shard)

    def remove(self) -> None:
        """Stop if running, and leave nothing behind."""
        self.kill()
        shutil.rmtree(self.home, ignore_errors=True)

    @property
    def pid_path(self) -> Path:
        return self.home / "pid"

    @property
    def log_path(self) -> Path:
        return self.home / "log"

    def log(self) -> str:
        return self.log_path.read_text(errors="replace") if self.log_path.exists() else ""

    def _end(self, by: int) -> None:
        if (pid := self.pid) is not None:
            os.kill(pid, by)
            deadline = time.monotonic() + STOP_SECONDS
            while self.pid is not None:
                if time.monotonic() > deadline:
                    os.kill(pid, signal.SIGKILL)
                time.sleep(0.05)
        self.process = None
        self.pid_path.unlink(missing_ok=True)


def _command_line(pid: int) -> str:
    """What a process was started with; nothing where it has ended."""
    if Path("/proc/self").exists():
        try:
            return Path(f"/proc/{pid}/cmdline").read_text(errors="replace")
        except OSError:
            return ""
    return subprocess.run(["ps", "-o", "command=", "-p", str(pid)], capture_output=True, text=True).stdout
