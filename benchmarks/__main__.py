"""`./run bench [NAME...] [--dataset DIR]`: every measurement, or those named, one after the other."""

import argparse
import subprocess
import sys
from pathlib import Path

# What others are made of; the rest can be run.
PARTS = {"__init__", "__main__", "measuring", "addresses", "references", "municipal_texts"}


def names() -> list[str]:
    """The measurements that there are."""
    return sorted(path.stem for path in Path(__file__).parent.glob("*.py") if path.stem not in PARTS)


def main() -> int:
    """Run them; 1 if any failed."""
    parser = argparse.ArgumentParser(prog="./run bench")
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(names()))
    parser.add_argument("--dataset", help="a folder in BEIR's layout, for search_quality")
    asked = parser.parse_args()
    unknown = sorted(set(asked.names) - set(names()))
    if unknown:
        parser.error(f"there is no {', '.join(unknown)}; there is {', '.join(names())}")
    failed = False
    for name in asked.names or names():
        if name == "search_quality" and not asked.dataset:
            print("search_quality needs --dataset DIR", file=sys.stderr)
            failed = failed or name in asked.names
            continue
        options = ["--dataset", asked.dataset] if name == "search_quality" else []
        print(f"== {name}", flush=True)
        failed |= (
            subprocess.run([sys.executable, "-m", f"benchmarks.{name}", "--json", *options]).returncode != 0
        )
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
