"""python -m bench: measure the rows asked for and print them as a Markdown table."""

from __future__ import annotations

import argparse
import os
import platform
import sys
from pathlib import Path

from bench.county import ROOT
from bench.measure import FailedError
from bench.rows import ROWS, Plan


def main() -> int:
    """Measure and print; 1 where a command failed."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("rows", nargs="*", choices=[*ROWS, []], help="which rows (all)")
    parser.add_argument("--small", type=int, default=20_000, help="children of the smaller county")
    parser.add_argument("--large", type=int, default=100_000, help="children of the larger county")
    parser.add_argument("--times", type=int, default=3, help="how often each thing is measured")
    parser.add_argument("--folder", type=Path, default=ROOT / "build/bench", help="counties kept")
    args = parser.parse_args()
    plan = Plan(args.folder.resolve(), args.small, args.large, args.times)
    cores = len(os.sched_getaffinity(0))
    print(f"Python {platform.python_version()}, {cores} cores, median of {args.times}\n")
    print("| figure | bar | reached | behind it |\n|---|---|---|---|", flush=True)
    failed = 0
    for name in args.rows or ROWS:
        try:
            for row in ROWS[name](plan):
                print(f"| {' | '.join(row)} |", flush=True)
        except FailedError as error:
            failed = 1
            print(f"| {name} | – | – | failed |", flush=True)
            print(error, file=sys.stderr)
    return failed


if __name__ == "__main__":
    sys.exit(main())
