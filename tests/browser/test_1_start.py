"""From a fresh clone to a running network by one command, and again: what HEAD holds, not what lies uncommitted."""

import os
import re
import shutil
import signal
import subprocess
import time
from pathlib import Path

import pytest
import requests

from exchange.demo.cast import CAST
from tests.browser.moves import follow
from tests.servers.postgres import free_port
from tests.servers.templates import ROOT

# Packages are fetched and the demo network is brought about; a busy machine takes its time for both.
FIRST_START_SECONDS = 600
LATER_START_SECONDS = 120
SIGN_IN = re.compile(r"^  (\S.*?)  +(\S+@\S+)  +(\S+)$", re.MULTILINE)
POSITION = "رئيسة قسم الصيانة"


class Clone:
    """`./run start` in a clone of the repository: `said` is its output, `url` where it answers."""

    def __init__(self, folder: Path) -> None:
        subprocess.run(["git", "clone", "--quiet", "--no-hardlinks", str(ROOT), str(folder)], check=True)
        self.folder = folder
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.process: subprocess.Popen | None = None
        self.log = folder.with_name("start.log")

    def start(self, seconds: int) -> None:
        """Start, and wait so many seconds at most for the sign-ins and an answer; AssertionError with its output."""
        began = time.monotonic()
        with self.log.open("w") as log:
            self.process = subprocess.Popen(
                ["./run", "start"],
                cwd=self.folder,
                env=self._environment(),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        while not (len(SIGN_IN.findall(self.said)) == len(CAST) and self._is_ready()):
            if self.process.poll() is not None or time.monotonic() - began > seconds:
                raise AssertionError(f"./run start did not come up:\n{self.said[-6000:]}")
            time.sleep(0.2)

    def stop(self) -> None:
        """SIGTERM to the server, which took the place of the command; whatever is left afterwards is killed."""
        if self.process is None:
            return
        self.process.terminate()
        try:
            self.process.wait(20)
        finally:
            if self.process.poll() is None:
                os.killpg(self.process.pid, signal.SIGKILL)
                self.process.wait()
            self.process = None

    @property
    def said(self) -> str:
        return self.log.read_text(errors="replace")

    def git_status(self) -> str:
        return subprocess.run(
            ["git", "status", "--porcelain"], cwd=self.folder, check=True, capture_output=True, text=True
        ).stdout

    def _environment(self) -> dict[str, str]:
        """The machine's own variables, and of ours the port alone: everything else is the default."""
        machine = ("PATH", "HOME", "LANG", "TMPDIR")
        network = re.compile(r"(?i).*(proxy|_cert.*|ca_bundle)$|pip_.*|uv_.*")
        kept = {name: value for name, value in os.environ.items() if name in machine or network.match(name)}
        return kept | {"PORT": str(self.port)}

    def _is_ready(self) -> bool:
        try:
            return requests.get(f"{self.url}/readyz", timeout=5).status_code == 200
        except requests.RequestException:
            return False


@pytest.fixture
def clone(tmp_path):
    clone = Clone(tmp_path / "exchange")
    yield clone
    clone.stop()
    # Half a gigabyte of packages.
    shutil.rmtree(clone.folder, ignore_errors=True)


def sign_in(page, email: str, password: str) -> None:
    page.goto("/accounts/login/")
    page.fill("main [name=login]", email)
    page.fill("main [name=password]", password)
    page.press("main [name=password]", "Enter")
    page.wait_for_url(re.compile("/desk/$"))


def test_a_clone_starts_by_one_command_and_keeps_its_data(clone, open_page, screenshot):
    clone.start(FIRST_START_SECONDS)
    assert f"{clone.url}/" in clone.said
    sign_ins = {role: (email, password) for role, email, password in SIGN_IN.findall(clone.said)}
    assert sign_ins == {one.role: (one.email, one.password) for one in CAST}

    page = open_page("ar", url=clone.url)
    assert page.goto("/").status == 200
    assert page.url == f"{clone.url}/ar/"
    assert page.locator("main h1").count() == 1
    assert page.locator("a[href^='/ar/platforms/']").count() >= 5
    screenshot(page, "start-home")
    sign_in(page, *sign_ins["member"])
    page.goto("/ar/people/profile/edit/")
    page.fill("[name=position]", POSITION)
    follow(page, page.locator("main form button.button").last)
    clone.stop()

    clone.start(LATER_START_SECONDS)
    assert "Installing" not in clone.said
    assert "Loading the demo network" not in clone.said
    page.goto("/ar/people/profile/edit/")
    assert page.locator("[name=position]").input_value() == POSITION
    # What it made lies in folders that git does not look at.
    assert clone.git_status() == ""
