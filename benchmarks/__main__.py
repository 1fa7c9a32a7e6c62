"""`./run bench [NAME...] [--dataset DIR]`: every measurement, or those named, one after the other."""

import argparse
import subprocess
import sys
from pathlib import Path

# What others are made of; the rest can be run.
PARTS = {"__init__", "__main__", "measuring", "addresses", "references", "municipal_texts", "search_report"}
OF_A_SET = ("search_agreement", "search_quality")


def names() -> list[str]:
    """The measurements that there are."""
    return sorted(path.stem for path in Path(__file__).parent.glob("*.py") if path.stem not in PARTS)


def main() -> int:
    """Run them; 1 if any failed."""
    parser = argparse.ArgumentParser(
        prog="./run bench", epilog="Other options go to the measurements that are named, each has a --help."
    )
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(names()))
    parser.add_argument("--dataset", help=f"a folder in BEIR's layout, for {' and '.join(OF_A_SET)}")
    asked, others = parser.parse_known_args()
    unknown = sorted(set(asked.names) - set(names()))
    if unknown:
        parser.error(f"there is no {', '.join(unknown)}; there is {', '.join(names())}")
    if others and not asked.names:
        parser.error(f"{' '.join(others)}: for which measurement?")
    failed = False
    for name in asked.names or names():
        if name in OF_A_SET and not asked.dataset:
            print(f"{name} needs --dataset DIR", file=sys.stderr)
            failed = failed or name in asked.names
            continue
        options = ["--dataset", asked.dataset] if name in OF_A_SET else []
        print(f"== {name}", flush=True)
        command = [sys.executable, "-m", f"benchmarks.{name}", "--json", *options, *others]
        failed |= subprocess.run(command).returncode != 0
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
