"""A real Redis, from the system's package, on a port and in a folder of its own."""

import shutil
import signal
import socket
import subprocess
import time
from pathlib import Path

from tests.servers.postgres import free_port


class Redis:
    """One server that keeps nothing on disk: after `stop()` or `kill()` it comes back empty."""

    def __init__(self, home: Path, *, port: int | None = None) -> None:
        self.home = home
        self.port = port or free_port()
        self.process: subprocess.Popen | None = None

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self.port}/0"

    def start(self) -> "Redis":
        """Start and wait until it answers; RuntimeError if it does not within 10 s."""
        if shutil.which("redis-server") is None:
            raise FileNotFoundError("Redis is not installed: apt-get install redis-server")
        self.home.mkdir(parents=True, exist_ok=True)
        with (self.home / "log").open("ab") as log:
            self.process = subprocess.Popen(
                ["redis-server", "--port", str(self.port), "--bind", "127.0.0.1", "--dir", str(self.home),
                 "--save", "", "--appendonly", "no"],
                stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True,
            )  # fmt: skip
        deadline = time.monotonic() + 10
        while not self.is_running:
            if time.monotonic() > deadline or self.process.poll() is not None:
                raise RuntimeError("redis-server did not start:\n" + (self.home / "log").read_text()[-2000:])
            time.sleep(0.02)
        return self

    @property
    def is_running(self) -> bool:
        # Not redis-py: it would try again for seconds where the answer is no.
        try:
            with socket.create_connection(("127.0.0.1", self.port), timeout=1) as connection:
                connection.sendall(b"PING\r\n")
                return connection.recv(7) == b"+PONG\r\n"
        except OSError:
            return False

    def stop(self) -> None:
        self._end(signal.SIGTERM)

    def kill(self) -> None:
        self._end(signal.SIGKILL)

    def remove(self) -> None:
        """Stop if running, and leave nothing behind."""
        self.stop()
        shutil.rmtree(self.home, ignore_errors=True)

    def _end(self, by: int) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(by)
            self.process.wait(10)
        self.process = None
