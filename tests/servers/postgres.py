"""A real PostgreSQL, from the system's package, on a port and in a folder of its own."""

import os
import shutil
import socket
import subprocess
import time
from pathlib import Path

import psycopg


class Postgres:
    """One cluster: `start()` makes it where it is missing, `stop()` ends it. Trusts connections from this machine.

    With `is_durable=False` (the default) it does not wait for the disk, which suits tests; a test that kills the
    server wants `is_durable=True`.
    """

    def __init__(self, home: Path, *, port: int | None = None, is_durable: bool = False) -> None:
        self.home = home
        self.port = port or free_port()
        self.is_durable = is_durable
        self.data = home / "data"

    @property
    def url(self) -> str:
        """Address of the server's own database, from which others are made."""
        return self.database_url("postgres")

    def database_url(self, name: str) -> str:
        return f"postgres://postgres@127.0.0.1:{self.port}/{name}"

    def start(self) -> "Postgres":
        """Make the cluster if there is none and wait until it answers; RuntimeError with its log if it does not."""
        self.home.mkdir(parents=True, exist_ok=True)
        if os.geteuid() == 0:
            shutil.chown(self.home, "postgres", "postgres")
        if not (self.data / "PG_VERSION").exists():
            self._run(
                "initdb", "-D", str(self.data), "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8",
                *([] if self.is_durable else ["--no-sync"]),
            )  # fmt: skip
        options = {
            "port": self.port,
            "listen_addresses": "127.0.0.1",
            "unix_socket_directories": "",
            "max_connections": 200,
            "timezone": "UTC",
        }
        if not self.is_durable:
            options |= {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
        written = "\n".join(f"{name} = '{value}'" for name, value in options.items())
        (self.data / "postgresql.auto.conf").write_text(written + "\n")
        self._run("pg_ctl", "-D", str(self.data), "-l", str(self.home / "log"), "-w", "-t", "60", "start")
        return self

    def stop(self, *, how: str = "fast") -> None:
        """End the server: `fast` closes connections, `immediate` is a crash that the next start recovers from."""
        self._run("pg_ctl", "-D", str(self.data), "-m", how, "-w", "stop")

    def kill(self) -> None:
        """`kill -9` of the postmaster; its children notice and end by themselves."""
        pid = self.pid
        if pid is None:
            return
        os.kill(pid, 9)
        while self.is_running:
            time.sleep(0.05)
        # The next start refuses while the shared memory is in use, and while the old pid looks alive.
        (self.data / "postmaster.pid").unlink(missing_ok=True)

    def remove(self) -> None:
        """Stop if running, and leave nothing behind."""
        if self.is_running:
            self.stop(how="immediate")
        shutil.rmtree(self.home, ignore_errors=True)

    @property
    def pid(self) -> int | None:
        try:
            return int((self.data / "postmaster.pid").read_text().split("\n", 1)[0])
        except (FileNotFoundError, ValueError):
            return None

    @property
    def is_running(self) -> bool:
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self.port)) == 0

    def create(self, name: str, *, template: str = "template1") -> str:
        """A new database, a copy of `template`; its address."""
        execute(self.url, f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
        return self.database_url(name)

    def drop(self, name: str) -> None:
        execute(self.url, f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')

    def _run(self, program: str, *args: str) -> None:
        command = [str(bin_dir() / program), *args]
        if os.geteuid() == 0:
            # PostgreSQL refuses to run as root.
            command = ["runuser", "-u", "postgres", "--", *command]
        # Not a pipe: the server would inherit it and hold us up for as long as it lives.
        with (self.home / "commands.log").open("ab") as log:
            done = subprocess.run(command, stdout=log, stderr=log, stdin=subprocess.DEVNULL, cwd="/")
        if done.returncode:
            logs = [self.home / "commands.log", self.home / "log"]
            tail = "".join(path.read_text(errors="replace")[-2000:] for path in logs if path.exists())
            raise RuntimeError(f"{program} failed:\n{tail}")


def execute(url: str, statement: str) -> None:
    """Run one statement outside a transaction."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(statement)


def bin_dir() -> Path:
    """Where the server's programs are; Debian keeps them out of PATH. FileNotFoundError where there is none."""
    found = shutil.which("pg_ctl")
    if found:
        return Path(found).parent
    versions = sorted(Path("/usr/lib/postgresql").glob("*/bin/pg_ctl"), key=lambda path: int(path.parts[-3]))
    if not versions:
        raise FileNotFoundError("PostgreSQL is not installed: apt-get install postgresql")
    return versions[-1].parent


def free_port() -> int:
    """A port of this machine on which nothing listens now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
