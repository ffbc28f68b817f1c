"""``python benchmarks/run.py [ROW...] [--quick]``: measures newsbot beside its peers, writes ``benchmarks/results.md``.

Rows: those of ROWS; without a name, all of them, in about an hour and a half: soak alone takes a quarter of an hour.
What is measured again replaces its row in the file, the others stay; scale reckons with its own file of costs and
measures nothing. ``--quick`` is a look at the order of magnitude: smaller, once, and never written. No row is a timed
test: a slow machine fails nothing, and where a peer does the same work, what counts is the ratio beside it.
"""

import argparse
import importlib
import os
import sys

from results import PATH, Row, shown, write

ROWS = [
    "crawl", "recrawl", "snapshot", "frontier", "near", "extraction", "export", "browse", "schedule", "soak", "workers",
    "scale",
]  # fmt: skip


def main() -> int:
    """Measure what the command line asks for."""
    parser = argparse.ArgumentParser(description="Measure newsbot beside its peers.")
    parser.add_argument("rows", nargs="*", metavar="ROW", help=f"{', '.join(ROWS)}; all by default")
    parser.add_argument("--quick", action="store_true", help="small and once; the file is not written")
    given = parser.parse_args()
    if unknown := set(given.rows) - set(ROWS):
        parser.error(f"no row {', '.join(sorted(unknown))}; accepted: {', '.join(ROWS)}")
    # pip compiled the peers' modules: where nothing else may be, newsbot alone would be compiled anew at every start.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    rows = []
    for name in given.rows or ROWS:
        print(f"measuring {name} ...", file=sys.stderr, flush=True)
        row: Row = importlib.import_module(name).measure(is_quick=given.quick)
        print(f"\n{shown(row)}\n", flush=True)
        rows.append(row)
        if not given.quick:
            write([row], ROWS)  # at once: the rows take minutes, and the next one may fail
    if not given.quick:
        print(f"written: {PATH}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
