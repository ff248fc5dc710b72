"""Builds one report again and again in one process, and shows what stays behind each time.

    python benchmarks/soak.py --builds 300

A row a tenth of the builds: memory of this process and of the one that kernels are forked from, as
medians of the builds since the last row; open files, processes and things in the folder of work in
progress. Exits with 1 when something has grown: memory from the first third to the last, its first
builds left out, by more than a fiftieth; anything else at all.
"""

from __future__ import annotations

import argparse
import gc
import os
import statistics
import sys
import tempfile
import time
from pathlib import Path

from lobra.build import build, params
from lobra.build.folder import FORMATS

ROOT = Path(__file__).parents[1]
MAY_GROW = 1.02
WARM = 3
"""Builds until everything that is loaded once has been loaded."""


def state(temporary: Path) -> dict[str, float]:
    """What this process and those below it hold now."""
    gc.collect()
    mine = os.getpid()
    children = _below(mine)
    return {
        "MB": _kilobytes(mine) / 1024,
        "MB of others": sum(map(_kilobytes, children)) / 1024,
        "files": len(os.listdir("/proc/self/fd")),
        "processes": len(children),
        "folders": len([*temporary.rglob("*")]),
    }


def _below(parent: int) -> list[int]:
    found = []
    for one in Path(f"/proc/{parent}/task").glob("*/children"):
        for child in map(int, one.read_text().split()):
            found += [child, *_below(child)]
    return found


def _kilobytes(process: int) -> int:
    """What it holds in memory. No share of what others hold as well: that changes with them."""
    try:
        lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
    except OSError:  # it has just ended
        return 0
    return int(next(line for line in lines if line.startswith("Rss:")).split()[1])


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--builds", type=int, default=300)
    parser.add_argument("--year", type=int, default=2018)
    parser.add_argument("--format", nargs="+", choices=FORMATS, default=["html", "pdf"])
    options = parser.parse_args()
    (year,) = params.for_years(ROOT / "params", [options.year])
    step = max(options.builds // 10, 1)
    seen: list[dict[str, float]] = []
    with tempfile.TemporaryDirectory() as out, tempfile.TemporaryDirectory() as temporary:
        tempfile.tempdir = temporary
        begun = time.monotonic()
        for n in range(1, options.builds + 1):
            build.build(year, ROOT / "notebooks", Path(out), formats=options.format)
            seen.append(state(Path(temporary)))
            if n == 1:
                print("builds", *seen[0], sep="\t")
            if n % step == 0:
                print(n, *_typical(seen[-step:]).values(), sep="\t", flush=True)
        print(f"{(time.monotonic() - begun) / options.builds:.2f} s a build")
        tempfile.tempdir = None
    warm = seen[min(WARM, len(seen) - 1) :]
    third = max(len(warm) // 3, 1)
    first, last = _typical(warm[:third]), _typical(warm[-third:])
    grown = [name for name in first if last[name] > first[name] * (MAY_GROW if "MB" in name else 1)]
    print("first third", *first.values(), sep="\t")
    print("last third", *last.values(), sep="\t")
    print(f"grown: {', '.join(grown)}" if grown else "nothing has grown")
    return int(bool(grown))


def _typical(rows: list[dict[str, float]]) -> dict[str, float]:
    return {name: round(statistics.median(row[name] for row in rows), 1) for name in rows[0]}


if __name__ == "__main__":
    sys.exit(main())
