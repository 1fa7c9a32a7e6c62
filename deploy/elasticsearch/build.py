"""The node's home under var/tools/, made where it is missing: `python -m deploy.elasticsearch.build` prints its path.

Maven fetches the published jars of Elasticsearch and compiles our few lines beside them; nothing of it is kept in the
project. It lacks what is not published (security, scripts, re-indexing, most analyzers): production runs the ordinary
distribution, as compose.yaml does.
"""

import fcntl
import hashlib
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from xml.etree import ElementTree

SOURCES = Path(__file__).resolve().parent
TOOLS = SOURCES.parents[1] / "var" / "tools"
# Some 50 MB from a cold start.
FETCH_SECONDS = 900
HEAP = "512m"


def home() -> Path:
    """The folder of a node made from these very sources; built where it is missing, which takes seconds to minutes.

    Raises FileNotFoundError where Maven or a Java compiler is missing, RuntimeError with Maven's last words where the
    build fails.
    """
    # Named after what it is made from: a folder that stands is whole, and one that a node runs from is never changed.
    made = TOOLS / f"elasticsearch-{version()}" / _fingerprint()
    if made.exists():
        return made
    made.parent.mkdir(parents=True, exist_ok=True)
    with (made.parent / "lock").open("w") as lock:
        # Whoever comes second waits, and finds it built.
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not made.exists():
            _build(made)
    return made


def version() -> str:
    """The version of Elasticsearch that pom.xml names."""
    found = ElementTree.parse(SOURCES / "pom.xml").findtext(".//{*}elasticsearch.version")  # noqa: S314
    if not found:
        raise RuntimeError("pom.xml names no elasticsearch.version")
    return found


def command(**settings: str | int) -> list[str]:
    """The command line of a node in the foreground, with settings over those of its elasticsearch.yml.

    A dot in a setting's name is written as two underscores: `http__port=9200`.
    """
    folder = home()
    return [
        "java",
        f"-Xms{HEAP}",
        f"-Xmx{HEAP}",
        # Two cores are better used by tests than by collectors that run beside them.
        "-XX:+UseSerialGC",
        "-Djava.awt.headless=true",
        "-cp",
        f"{folder}/lib/*",
        "exchange.node.StartNode",
        str(folder),
        *(f"{name.replace('__', '.')}={value}" for name, value in settings.items()),
    ]


def _build(made: Path) -> None:
    for program, package in (("mvn", "maven"), ("javac", "default-jdk-headless")):
        if shutil.which(program) is None:
            raise FileNotFoundError(f"{program} is not installed: apt-get install {package}")
    print(f"Building the Elasticsearch node in {made}", file=sys.stderr)
    # Whoever holds the lock is alone: these were left by a build that was killed.
    for left in made.parent.glob("building-*"):
        shutil.rmtree(left, ignore_errors=True)
    with tempfile.TemporaryDirectory(dir=made.parent, prefix="building-") as folder:
        work = Path(folder) / "work"
        shutil.copytree(SOURCES, work)
        try:
            done = subprocess.run(
                ["mvn", "--batch-mode", "--quiet", "package"],
                cwd=work,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
                timeout=FETCH_SECONDS,
            )
        except subprocess.TimeoutExpired as late:
            raise RuntimeError(f"Maven did not end within {FETCH_SECONDS} s") from late
        if done.returncode:
            raise RuntimeError(f"Maven could not build the Elasticsearch node:\n{done.stdout[-4000:]}")
        (work / "built").rename(made)


def _fingerprint() -> str:
    """Of everything that the node is made from."""
    sum_ = hashlib.sha256()
    for path in sorted(path for path in SOURCES.rglob("*") if path.is_file() and path.suffix != ".pyc"):
        if path.parent == SOURCES and path.suffix == ".py":
            continue
        sum_.update(path.relative_to(SOURCES).as_posix().encode() + b"\0" + path.read_bytes())
    return sum_.hexdigest()[:12]


if __name__ == "__main__":
    print(home())
