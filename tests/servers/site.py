"""The product itself, as a process of its own on a free port, with a data folder of its own."""

import email
import email.policy
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import uuid
from email.message import EmailMessage
from pathlib import Path

import requests

from tests.servers.postgres import execute, free_port
from tests.servers.templates import ROOT, postgres_copy, sqlite_copy

# Starting imports all of Wagtail; on two busy cores that can take long.
START_SECONDS = 60
STOP_SECONDS = 15


class Site:
    """A running server: `url`, `data_dir`, `get()`, `sign_in()`, `manage()`, `mails()`, `stop()`, `kill()`, `start()`.

    `kind` is what it holds: `empty` (structural pages only) or `demo`. With `postgres_url` (a server's address) its
    database is there, else it is a SQLite file. `env` adds to its environment.
    """

    def __init__(
        self, kind: str = "empty", *, postgres_url: str = "", redis_url: str = "", env: dict | None = None
    ) -> None:
        self.kind = kind
        self.home = Path(tempfile.mkdtemp(prefix="exchange-site-"))
        self.data_dir = self.home / "data"
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.process: subprocess.Popen | None = None
        self._server_url = postgres_url
        self._database = f"site_{uuid.uuid4().hex[:10]}" if postgres_url else ""
        self.database_url = ""
        if postgres_url:
            self.database_url = postgres_copy(kind, postgres_url, self._database, self.data_dir)
        else:
            sqlite_copy(kind, self.data_dir)
        self.env = {
            "DJANGO_SETTINGS_MODULE": "exchange.settings",
            "DATA_DIR": str(self.data_dir),
            "DATABASE_URL": self.database_url,
            "REDIS_URL": redis_url,
            # Its index would have to be built first; a test that wants it on a server gives the address.
            "ELASTICSEARCH_URL": "",
            # Sites of one run share a Redis; neither posts nor sign-in limits of one may reach another.
            "REDIS_PREFIX": f"site-{uuid.uuid4().hex[:10]}",
            "SECRET_KEY": "only-for-tests",
            "BASE_URL": self.url,
            "PORT": str(self.port),
            "EMAIL_URL": "",
            "ALLOWED_HOSTS": "",
            "DEBUG": "",
            "WEB_CONCURRENCY": "1",
            "GALLERY": "on",
            "LOG_LEVEL": "WARNING",
            "PYTHONUNBUFFERED": "1",
        } | (env or {})

    def start(self) -> "Site":
        """Start the server and wait until `/readyz` answers 200; RuntimeError with its log otherwise."""
        with self.log_path.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "deploy.serve"],
                cwd=ROOT,
                env=self._environment(),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        deadline = time.monotonic() + START_SECONDS
        said = "nothing"
        while True:
            if self.process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"the server did not become ready; /readyz: {said}\n{self.log()[-4000:]}")
            try:
                answer = requests.get(f"{self.url}/readyz", timeout=5)
                if answer.status_code == 200:
                    return self
                said = answer.text[:2000]
            except requests.RequestException:
                pass
            time.sleep(0.1)

    def stop(self) -> int:
        """SIGTERM, as a restart does it; the exit code."""
        return self._end(signal.SIGTERM)

    def kill(self) -> int:
        """`kill -9` of the server and its processes."""
        return self._end(signal.SIGKILL)

    def remove(self) -> None:
        """Stop, and leave nothing behind."""
        self._end(signal.SIGTERM)
        if self._database:
            execute(self._server_url, f'DROP DATABASE IF EXISTS "{self._database}" WITH (FORCE)')
        shutil.rmtree(self.home, ignore_errors=True)

    def manage(self, *args: str, stdin: str = "") -> str:
        """What `manage.py ARGS` prints on this site; RuntimeError with its errors if it fails."""
        done = subprocess.run(
            [sys.executable, "manage.py", *args],
            cwd=ROOT,
            env=self._environment(),
            input=stdin,
            capture_output=True,
            text=True,
        )
        if done.returncode:
            raise RuntimeError(f"manage.py {args[0]} failed:\n{done.stdout[-2000:]}\n{done.stderr[-6000:]}")
        return done.stdout

    def shell(self, code: str) -> str:
        """What this code prints in the site's own Python."""
        return self.manage("shell", "-v0", "-c", code).strip()

    def get(self, path: str, **kwargs) -> requests.Response:
        """A visitor's GET."""
        return requests.get(self.url + path, timeout=30, **kwargs)

    def sign_in(self, email: str, password: str) -> requests.Session:
        """A session of this person, through the sign-in form; `session.post` needs `csrf(session)`."""
        session = requests.Session()
        session.headers["Referer"] = self.url + "/"
        session.get(self.url + "/accounts/login/", timeout=30)
        answer = session.post(
            self.url + "/accounts/login/",
            data={"login": email, "password": password, "csrfmiddlewaretoken": csrf(session)},
            timeout=30,
            allow_redirects=False,
        )
        if answer.status_code != 302:
            raise AssertionError(f"{email} could not sign in: {answer.status_code}")
        return session

    def mails(self) -> list[EmailMessage]:
        """Every mail that was sent, oldest first; none that is still being written."""
        found = []
        for path in sorted((self.data_dir / "mail").glob("*"), key=lambda path: path.stat().st_mtime):
            # Django ends every mail of a file with a line of dashes.
            for text in path.read_bytes().split(b"-" * 79 + b"\n")[:-1]:
                if text.strip():
                    found.append(email.message_from_bytes(text, policy=email.policy.default))
        return found

    @property
    def log_path(self) -> Path:
        return self.home / "log"

    def log(self) -> str:
        """What the server wrote on its console."""
        return self.log_path.read_text(errors="replace") if self.log_path.exists() else ""

    def _environment(self) -> dict[str, str]:
        return {name: value for name, value in (os.environ | self.env).items() if value != ""}

    def _end(self, by: int) -> int:
        if self.process is None:
            return 0
        if self.process.poll() is None:
            # Its children too: with WEB_CONCURRENCY the server is several processes.
            send = os.killpg if by == signal.SIGKILL else os.kill
            send(self.process.pid, by)
            try:
                self.process.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                os.killpg(self.process.pid, signal.SIGKILL)
                self.process.wait()
        return self.process.returncode


def csrf(session: requests.Session) -> str:
    """The token that this session's forms carry."""
    return next((cookie.value for cookie in session.cookies if cookie.name.endswith("csrftoken")), "")
