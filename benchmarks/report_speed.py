"""One year's report, cold, against what a user of Jupyter would do instead: run it by hand.

    python benchmarks/report_speed.py --rounds 5

The loop runs the same two notebooks with `papermill`, and each result through `nbconvert --to html`
and `--to webpdf` (Debian's Chromium, by way of Playwright). All ways take turns in every round, so
that only their ratios count, whatever else the machine does. Seconds of the processor are those of
all processes that were waited for. `--profile` shows where the milliseconds of one report go.
For Linux.
"""

from __future__ import annotations

import argparse
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from itertools import pairwise
from pathlib import Path
from statistics import median

ROOT = Path(__file__).parents[1]
NOTEBOOKS = ("verksamhetsberattelse", "bilagor")
PLACES = {
    "2021": ("hagersten-alvsjo", ROOT / "lobra_data" / "records", ROOT / "params"),
    "2024": ("exempelkoping", ROOT / "demo" / "records", ROOT / "demo" / "params"),
}
BESIDE = Path(sys.executable).parent
AS_INSTALLED = {"PYTHONDONTWRITEBYTECODE": ""}
"""Whoever installs Lobra compiles it once; where that is forbidden each process does it anew."""
Spent = tuple[float, float]
"""Seconds on the clock and of the processor."""


def main() -> int:
    options = _options()
    if options.profile:
        profile(options.year)
        return 0
    with tempfile.TemporaryDirectory() as folder:
        rounds = [_round(options.year, Path(folder)) for _ in range(options.rounds)]
    told = {way: tuple(median(one[way][n] for one in rounds) for n in (0, 1)) for way in rounds[0]}
    print(f"{options.year}, {options.rounds} rounds, medians")
    for way, (wall, processor) in told.items():
        print(f"| {way} | {wall:.1f} | {processor:.1f} |")
    loop, bare = "the loop", "the loop without webpdf"
    report, page = "lobra report", "lobra report --format html"
    pdf = median(1 - one[bare][0] / one[loop][0] for one in rounds)
    print(f"webpdf is {pdf:.0%} of the loop")
    for slow, fast in ((loop, report), (bare, page)):
        ratios = [[one[slow][n] / one[fast][n] for one in rounds] for n in (0, 1)]
        print(
            f"{slow} / {fast}: {median(ratios[0]):.1f} on the clock "
            f"({min(ratios[0]):.1f} to {max(ratios[0]):.1f}), "
            f"{median(ratios[1]):.1f} of the processor"
        )
    return 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--rounds", type=int, default=3, metavar="N")
    parser.add_argument(
        "--year", choices=PLACES, default="2021", help="2024 is the made-up council"
    )
    parser.add_argument("--profile", action="store_true")
    return parser.parse_args()


def _round(year: str, folder: Path) -> dict[str, Spent]:
    """Every way once."""
    council, records, params = PLACES[year]
    asked = ["report", year, "--data", records, "--params", params, "--out", folder / "reports"]
    shutil.rmtree(folder / "reports", ignore_errors=True)
    found = {"lobra report": _timed([sys.executable, "-m", "lobra", *asked])}
    parts = _loop(year, council, records, folder)
    for name in ("papermill", "html", "webpdf"):
        found[name] = _sum(*(spent for part, spent in parts if part == name))
    found["the loop without webpdf"] = _sum(found["papermill"], found["html"])
    found["the loop"] = _sum(found["the loop without webpdf"], found["webpdf"])
    shutil.rmtree(folder / "reports", ignore_errors=True)
    page = [sys.executable, "-m", "lobra", *asked, "--format", "html"]
    return found | {"lobra report --format html": _timed(page)}


def _loop(year: str, council: str, records: Path, folder: Path) -> list[tuple[str, Spent]]:
    """What somebody would do by hand: three commands for each of the two notebooks."""
    around = {"LOBRA_DATA": str(records), "PLAYWRIGHT_BROWSERS_PATH": str(_browsers(folder))}
    spent = []
    for name in NOTEBOOKS:
        made = folder / f"{name}.ipynb"
        values = ["-p", "year", year, "-p", "council", council]
        source = ROOT / "notebooks" / made.name
        run = [BESIDE / "papermill", source, made, *values, "-k", "python3", "--no-progress-bar"]
        spent.append(("papermill", _timed(run, around)))
        for kind in ("html", "webpdf"):
            export = [BESIDE / "jupyter-nbconvert", "--to", kind, made]
            free = ["--disable-chromium-sandbox"] if kind == "webpdf" else []
            spent.append((kind, _timed([*export, *free], around)))
    return spent


def _browsers(folder: Path) -> Path:
    """Where Playwright looks for its browsers: a folder in which the system's is called so."""
    place = folder / "browsers"
    if not place.exists():
        missing = (
            "from playwright.sync_api import sync_playwright\n"
            "with sync_playwright() as p: p.chromium.launch()"
        )
        around = os.environ | {"PLAYWRIGHT_BROWSERS_PATH": str(place)}
        asked = [sys.executable, "-c", missing]
        said = subprocess.run(asked, env=around, capture_output=True, text=True, check=False).stderr
        wanted = Path(next(word for word in said.split() if word.startswith(str(place))))
        wanted.parent.mkdir(parents=True)
        chromium = shutil.which("chromium") or sys.exit("chromium saknas")
        wanted.write_text(f'#!/bin/sh\nexec {chromium} --headless "$@"\n')
        wanted.chmod(0o755)
    return place


def _timed(command: list[object], around: dict[str, str] | None = None) -> Spent:
    before, begun = _children(), time.perf_counter()
    subprocess.run(
        [*map(str, command)],
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT)} | AS_INSTALLED | (around or {}),
        check=True,
        capture_output=True,
    )
    return time.perf_counter() - begun, _children() - before


def _children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _sum(*spent: Spent) -> Spent:
    return sum(wall for wall, _ in spent), sum(processor for _, processor in spent)


# --- where the milliseconds go --------------------------------------------------------------------


def profile(year: str) -> None:
    """Milliseconds on the clock and of this process, step by step, of one build of a report."""
    steps: list[tuple[str, float, float]] = []

    def begin(step: str) -> None:
        kind = " ".join(step.split()[:2]) if step.startswith("skriver") else step.partition(":")[0]
        if not steps or steps[-1][0] != kind:
            steps.append((kind, time.perf_counter(), time.process_time()))

    begin("startar")
    sys.path.insert(0, str(ROOT))
    from lobra.build import params, warm

    warm.spring()
    _, records, folder = PLACES[year]
    (wanted,) = params.for_years(folder, [int(year)], records)
    begin("laddar byggets bibliotek")
    from lobra.build import build
    from lobra.build import steps as told

    begin("kontrollerar registren")
    from lobra.privacy import rules
    from lobra_data import files

    rules.check(files.find(records))
    with tempfile.TemporaryDirectory() as out, told.told_to(lambda step: begin(step or "klart")):
        build.build(wanted, ROOT / "notebooks", Path(out), records)
    begin("slut")
    warm.dry()
    for (name, wall, own), (_, wall_after, own_after) in pairwise(steps):
        print(f"| {name} | {1000 * (wall_after - wall):.0f} | {1000 * (own_after - own):.0f} |")
    print(f"| forkade kärnor, med det de laddar | | {1000 * _children():.0f} |")
    print(f"| tillsammans | {1000 * (steps[-1][1] - steps[0][1]):.0f} | "
          f"{1000 * (steps[-1][2] - steps[0][2] + _children()):.0f} |")  # fmt: skip


if __name__ == "__main__":
    sys.exit(main())
