"""Builds one report again and again in one process, and shows what stays behind each time.

    python benchmarks/soak.py --builds 300

A row a tenth of the builds: memory of this process and of the one that kernels are forked from,
open files, processes and folders of work in progress. Exits with 1 when something has grown since
the first tenth: memory by more than a twentieth, anything else at all.
"""

from __future__ import annotations

import argparse
import gc
import os
import sys
import tempfile
import time
from pathlib import Path

from lobra.build import build, params
from lobra.build.folder import FORMATS

ROOT = Path(__file__).parents[1]
MAY_GROW = 1.05


def state(temporary: Path) -> dict[str, int]:
    """What this process and those below it hold now."""
    gc.collect()
    mine = os.getpid()
    children = _below(mine)
    return {
        "MB": _kilobytes(mine) >> 10,
        "MB of others": sum(map(_kilobytes, children)) >> 10,
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
    try:
        lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
    except OSError:  # it has just ended
        return 0
    return int(next(line for line in lines if line.startswith("Pss:")).split()[1])


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--builds", type=int, default=300)
    parser.add_argument("--year", type=int, default=2018)
    parser.add_argument("--format", nargs="+", choices=FORMATS, default=["html", "pdf"])
    options = parser.parse_args()
    (year,) = params.for_years(ROOT / "params", [options.year])
    step = max(options.builds // 10, 1)
    rows: list[dict[str, int]] = []
    with tempfile.TemporaryDirectory() as out, tempfile.TemporaryDirectory() as temporary:
        tempfile.tempdir = temporary
        begun = time.monotonic()
        for n in range(1, options.builds + 1):
            build.build(year, ROOT / "notebooks", Path(out), formats=options.format)
            if n % step == 0:
                rows.append({"builds": n, **state(Path(temporary))})
                if n == step:
                    print(*rows[0], sep="\t")
                print(*rows[-1].values(), sep="\t", flush=True)
        print(f"{(time.monotonic() - begun) / options.builds:.2f} s a build")
        tempfile.tempdir = None
    first, last = rows[0], rows[-1]
    grown = [
        name
        for name in first
        if name != "builds" and last[name] > first[name] * (MAY_GROW if "MB" in name else 1)
    ]
    print(f"grown: {', '.join(grown)}" if grown else "nothing has grown")
    return int(bool(grown))


if __name__ == "__main__":
    sys.exit(main())
