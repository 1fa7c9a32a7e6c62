"""From `./run start` to the first page: once on a fresh clone, then again and again with everything in place.

The fresh start (`cold_seconds`) makes `.venv`, installs, migrates and loads the demo network. It is measured once: the
package installer's own cache and the network decide most of it. The later starts are compared with what Django itself
needs to show the same page, `manage.py runserver --noreload` on the same data.

    python -m benchmarks.first_run [--json] [--pairs 30]
"""

import argparse
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

from benchmarks.measuring import pairs_of, ratio_of
from tests.servers.postgres import free_port

ROOT = Path(__file__).resolve().parent.parent
PAIRS = 30
PATIENCE_SECONDS = 900


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--pairs", type=int, default=PAIRS)
    asked = parser.parse_args()
    home = Path(tempfile.mkdtemp(prefix="exchange-first-run-"))
    try:
        found = _measure(home / "exchange", asked.pairs)
    finally:
        shutil.rmtree(home, ignore_errors=True)
    print(
        f"first start {found['cold_seconds']:.1f} s; later {found['ours']:.2f} s beside {found['reference']:.2f} s "
        f"of runserver: {found['ratio']:.2f} times"
    )
    if asked.json:
        print(json.dumps(found))


def _measure(clone: Path, pairs: int) -> dict:
    subprocess.run(["git", "clone", "-q", str(ROOT), str(clone)], check=True)
    cold = _seconds(clone, ["./run", "start"])
    runserver = [".venv/bin/python", "manage.py", "runserver", "--noreload", "--insecure"]
    taken = pairs_of(
        lambda: _seconds(clone, ["./run", "start"]),
        lambda: _seconds(clone, runserver, port_as_argument=True),
        pairs,
    )
    ratio, interval = ratio_of(taken)
    return {
        "name": "first_run",
        "ours": round(sorted(ours for ours, _ in taken)[pairs // 2], 3),
        "reference": round(sorted(reference for _, reference in taken)[pairs // 2], 3),
        "ratio": round(ratio, 3),
        "interval": [round(end, 3) for end in interval],
        "unit": "s to the first page of a start that is not the first",
        "data": f"demo network on SQLite, {pairs} pairs, Python {sys.version.split()[0]}",
        "cold_seconds": round(cold, 1),
    }


def _seconds(clone: Path, command: list[str], *, port_as_argument: bool = False) -> float:
    """Seconds from starting the command until the home page answers 200; the command is ended then."""
    port = free_port()
    if port_as_argument:
        command = [*command, f"127.0.0.1:{port}"]
    kept = {name: value for name, value in os.environ.items() if not name.startswith("VIRTUAL_ENV")}
    began = time.monotonic()
    with (clone.parent / "log").open("ab") as log:
        process = subprocess.Popen(
            command,
            cwd=clone,
            env=kept | {"PORT": str(port)},
            stdout=log,
            stderr=log,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
        )
    try:
        while time.monotonic() - began < PATIENCE_SECONDS and process.poll() is None:
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{port}/ar/", timeout=30) as answer:
                    answer.read()
                return time.monotonic() - began
            except (urllib.error.URLError, OSError):
                time.sleep(0.02)
        raise RuntimeError(
            f"{' '.join(command)} showed no page:\n{(clone.parent / 'log').read_text()[-4000:]}"
        )
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGTERM)
            process.wait(30)


if __name__ == "__main__":
    main()
