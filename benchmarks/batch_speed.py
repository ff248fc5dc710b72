"""How fast many reports are built: `python benchmarks/batch_speed.py` (`--quick` for a first look).

Prints tables in Markdown, for docs/many.md. First the six years that the project shows: all of them
built anew, one record changed, nothing changed. Then a made-up country of 290 councils with ten
years each, of which a sample is built and the rest worked out from it: by one worker, by two and by
a Dask cluster, in turns, against the loop of papermill and nbconvert that somebody would write in a
shell, held to one processor where the worker is; with the memory of the workers. Last what it takes
to load and check all records. For Linux.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from importlib.util import find_spec
from multiprocessing import Pool
from pathlib import Path

import psutil
import report_speed  # which runs the loop
from made_up_country import YEARS, make

from lobra.report.following import lives
from lobra.report.material import Material
from lobra_data import files, frames, rules

ROOT = Path(__file__).resolve().parents[1]
ADDRESS = "tcp://127.0.0.1:18786"
ONE, TWO, DASK = "pool, 1 worker on 1 processor", "pool, 2 workers", "Dask, 2 workers"
N_ADDED = 30_000_000


def main() -> None:
    options = _options()
    work = Path(options.folder or tempfile.mkdtemp(prefix="lobra-fart-"))
    work.mkdir(parents=True, exist_ok=True)
    six_years(work, options.loops)
    country(work, options)
    records(work, options)
    if not options.folder:
        shutil.rmtree(work)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--quick", action="store_true", help="few councils and reports")
    parser.add_argument("--councils", type=int, metavar="N", help="councils of the country (290)")
    parser.add_argument("--sample", type=int, metavar="N", help="councils whose reports are built")
    parser.add_argument("--rounds", type=int, metavar="N", help="parts of the sample, by turns (1)")
    parser.add_argument("--loops", type=int, default=1, metavar="N", help="turns of the shell loop")
    parser.add_argument("--folder", type=Path, help="where to work; kept afterwards")
    options = parser.parse_args()
    options.councils = options.councils or (12 if options.quick else 290)
    options.sample = options.sample or (1 if options.quick else 21)
    options.rounds = min(options.rounds or 1, options.sample)
    if options.councils < 3 * options.sample:
        parser.error("--sample: at most a third of --councils, as each of three ways builds others")
    return options


def lobra(folder: Path, *arguments: object) -> float:
    """Seconds that a command takes, with its reports in the folder."""
    return spent(folder, *arguments)[0]


def spent(folder: Path, *arguments: object) -> report_speed.Spent:
    """Seconds on the clock and of the processor."""
    begun, before = time.perf_counter(), report_speed._children()
    done = subprocess.run(
        [sys.executable, "-m", "lobra", *map(str, arguments)],
        cwd=folder,
        env=os.environ
        | {"PYTHONPATH": os.pathsep.join([str(ROOT), *sys.path])}
        | report_speed.AS_INSTALLED,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        sys.exit(f"lobra {' '.join(map(str, arguments))}\n{done.stderr}")
    return time.perf_counter() - begun, report_speed._children() - before


@contextmanager
def on_one_processor() -> Iterator[None]:
    """Whatever is started while the block runs is held to a single processor."""
    allowed = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {min(allowed)})
    try:
        yield
    finally:
        os.sched_setaffinity(0, allowed)


def shell_loop(work: Path, turns: int, reports: Iterable[tuple[str, str, Path]]) -> list[float]:
    """Seconds that the loop of papermill and nbconvert takes, HTML and a PDF through a browser, for
    each of some reports, each a year, a council and its records."""
    folder = work / "slinga"
    folder.mkdir(exist_ok=True)

    def once(report: tuple[str, str, Path]) -> float:
        return sum(wall for _, (wall, _) in report_speed._loop(*report, folder))

    return [statistics.median(once(report) for _ in range(turns)) for report in reports]


def six_years(work: Path, turns: int) -> None:
    """The shipped years and the demo's two, beside each other."""
    looped = [(year, *place[:2]) for year, place in report_speed.PLACES.items()]
    loop = statistics.mean(shell_loop(work, turns, looped))
    folder = work / "sex"
    shutil.copytree(ROOT / "lobra_data" / "records", folder / "records")
    demo = Path("records", "exempelkoping")
    shutil.copytree(ROOT / "demo" / demo, folder / demo)
    shutil.copytree(ROOT / "params", folder / "params")
    shutil.copytree(ROOT / "demo" / "params", folder / "params" / "exempelkoping")
    shutil.copytree(ROOT / "notebooks", folder / "notebooks")
    command = ("report", "--all", "--data", "records")
    cold = lobra(folder, *command)
    unchanged = statistics.median(lobra(folder, *command) for _ in range(3))
    change(folder / "records" / "hagersten-alvsjo" / "meetings.csv", "09:00", "09:05")
    four = lobra(folder, *command)
    change(folder / demo / "meetings.csv", "13:00", "13:05")
    two = lobra(folder, *command)
    table(
        ["six years, HTML and PDF", "seconds", "against the loop", "against cold"],
        [
            [name, f"{s:.2f}", f"{6 * loop / s:.0f} ×", f"{cold / s:.1f} ×"]
            for name, s in (
                (f"loop of papermill and nbconvert (worked out from {len(looped)})", 6 * loop),
                ("cold", cold),
                ("a row changed that one report sees", four),
                ("a row changed that two large reports see", two),
                ("unchanged", unchanged),
            )
        ],
    )


def change(path: Path, was: str, now: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert was in text
    path.write_text(text.replace(was, now, 1), encoding="utf-8")


@dataclass
class Built:
    """What one way of building took: for each round the seconds a report on the clock and of the
    processor, and the memory of its largest worker as time went."""

    n_reports: int = 0
    walls: list[float] = field(default_factory=list)
    processors: list[float] = field(default_factory=list)
    memory: list[list[int]] = field(default_factory=list)

    def add(self, n: int, seconds: report_speed.Spent, used: list[int]) -> None:
        self.n_reports += n
        self.walls.append(seconds[0] / n)
        self.processors.append(seconds[1] / n)
        self.memory.append(used)

    def against(self, other: Built) -> list[float]:
        """How many times as long each round took as the other way in the same round."""
        return [mine / its for mine, its in zip(self.walls, other.walls, strict=True)]


def country(work: Path, options: argparse.Namespace) -> None:
    """A sample of the country's reports, all its records beside them.

    The loop takes the first council's first, middle and last year, with its records alone; where
    there are several rounds each in another, since the machine may grow slower or faster. One
    worker is held to one processor: its two kernels and Typst else use both, and a second worker
    would seem to give little. It is compared with a loop that is held to one as well. Each round
    builds a part of the sample by every way, other councils for each; what is told is the median
    of the rounds. Seconds of the processor say what a report costs, whoever else works on the
    machine; those of Dask's workers are unknown.
    """
    folder, n = work / "land", options.councils
    make(folder, n)
    shutil.copytree(ROOT / "notebooks", folder / "notebooks")
    first, alone = files.find(folder / "records").councils[0], work / "ett"
    shutil.copytree(folder / "records" / first, alone / first)
    looped = [(str(YEARS[at]), first, alone) for at in (0, len(YEARS) // 2, -1)]
    n_parts = max(n * options.rounds // options.sample, 1)
    ways = {TWO: Built(), ONE: Built()} | ({DASK: Built()} if find_spec("distributed") else {})
    if DASK not in ways:
        print("Dask is left out: distributed is not installed.\n")
    at_once, free, held = [], [], []
    for turn in range(options.rounds):
        part = 3 * turn
        at_once.append(two_at_once())
        free += shell_loop(work, options.loops, looped[turn :: options.rounds])
        build(folder, n, ways[TWO], part, n_parts, "--jobs", 2)
        with on_one_processor():
            held += shell_loop(work, options.loops, looped[turn :: options.rounds])
            build(folder, n, ways[ONE], part + 1, n_parts * 2, "--jobs", 1)
        if DASK in ways:
            with dask(folder):
                build(folder, n, ways[DASK], part + 2, n_parts, "--cluster", ADDRESS)
    loop, loop_on_one = statistics.mean(free), statistics.mean(held)
    print(f"The loop takes {loop:.1f} s a report, held to one processor {loop_on_one:.1f}.\n")
    rows = []
    for name, way in ways.items():
        each, n_workers = statistics.median(way.walls), 1 if name == ONE else 2
        processor = statistics.median(way.processors)
        flats = [flat(used) for used in way.memory if len(used) > 2]
        rows.append(
            [
                name,
                str(way.n_reports),
                f"{each:.2f}",
                "–" if name == DASK else f"{processor:.2f}",
                f"{3600 / each / n_workers:.0f}",
                told(ways[ONE].against(way)),
                told(way.against(ways[TWO])),
                f"{(loop_on_one if name == ONE else loop) / each:.1f} ×",
                f"{each * n * len(YEARS) / 3600:.1f}",
                f"{max(max(used, default=0) for used in way.memory) / 1e6:.0f} MB",
                f"{max(flats):.2f} ×" if flats else "–",
            ]
        )
    heads = ["way", "reports built", "s a report", "of the processor"]
    heads += ["reports an hour a worker", "one worker's time to it", "its time to two workers'"]
    heads += ["against the loop", f"hours for {n} × {len(YEARS)} (worked out)"]
    table([*heads, "peak memory of a worker", "last third against first"], rows)
    print(f"{options.rounds} rounds, medians, and the lowest and highest in brackets.")
    print(f"Two processors add numbers {told(at_once)} as fast as one.")
    part, count = f"1/{n_parts}", len(range(0, n, n_parts)) * len(YEARS)
    again = lobra(folder, "report", "--all", "--data", "records", "--shard", part)
    print(f"Nothing changed: {count} reports in {again:.1f} s.\n")


def build(folder: Path, n: int, way: Built, part: int, n_parts: int, *how: object) -> None:
    """One part of the country's reports by one way."""
    n_parts = min(n_parts, n)
    command = ("report", "--all", "--data", "records", "--shard", f"{part % n_parts + 1}/{n_parts}")
    with memory() as used:
        seconds = spent(folder, *command, *how)
    way.add(len(range(part % n_parts, n, n_parts)) * len(YEARS), seconds, used)


def two_at_once() -> float:
    """How many times as much two processors add as one, to see what the machine itself gives."""
    with Pool(2) as pool:
        alone = statistics.median(pool.map(additions, [N_ADDED])[0] for _ in range(3))
        both = statistics.median(max(pool.map(additions, [N_ADDED] * 2, 1)) for _ in range(3))
    return 2 * alone / both


def additions(n: int) -> float:
    """Seconds that they take."""
    return timed(lambda: sum(range(n)))


def told(ratios: list[float]) -> str:
    """Their median, with the lowest and the highest."""
    return f"{statistics.median(ratios):.2f} × ({min(ratios):.2f}–{max(ratios):.2f})"


def flat(used: list[int]) -> float:
    """How the memory of workers was in the last third, against the first."""
    third = len(used) // 3
    return statistics.median(used[-third:]) / statistics.median(used[:third])


@contextmanager
def memory() -> Iterator[list[int]]:
    """The largest worker with all its processes, each half second while the block runs; what
    processes share is counted once for all of them, and of the process that all workers of a pool
    get their kernels from, with these kernels, each has its part."""
    used: list[int] = []
    is_over = threading.Event()

    def look() -> None:
        while not is_over.wait(0.5):
            used.extend(filter(None, [max(map(_used, _workers()), default=0)]))

    watching = threading.Thread(target=look)
    watching.start()
    try:
        yield used
    finally:
        is_over.set()
        watching.join()


def _workers() -> list[psutil.Process]:
    """The processes that build: the pool's, and Dask's."""
    found = []
    for process in psutil.Process().children(recursive=True):
        with suppress(psutil.Error):
            found += [process] if _is("spawn_main", process) else []
    return found


def _used(process: psutil.Process) -> int:
    try:
        beside = process.parent().children()
        workers = [one for one in beside if _is("spawn_main", one)]
        springs = [one for one in beside if _is("lobra.build.warm", one)]
        return _with_children(process) + sum(map(_with_children, springs)) // len(workers)
    except (psutil.Error, AttributeError, ZeroDivisionError):  # it has just ended
        return 0


def _is(name: str, process: psutil.Process) -> bool:
    return name in " ".join(process.cmdline())


def _with_children(process: psutil.Process) -> int:
    return sum(map(_alone, (process, *process.children(recursive=True))))


def _alone(process: psutil.Process) -> int:
    """One that has ended, though nobody has asked how, holds nothing."""
    try:
        return process.memory_full_info().pss
    except psutil.Error:
        return 0


@contextmanager
def dask(folder: Path) -> Iterator[None]:
    """A scheduler and two workers on this machine."""
    port = ADDRESS.rpartition(":")[2]
    env = os.environ | {"PYTHONPATH": os.pathsep.join([str(ROOT), *sys.path])}
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "env": env}
    cli = [sys.executable, "-m", "distributed.cli"]
    scheduler = ["dask_scheduler", "--host", "127.0.0.1", "--port", port, "--no-dashboard"]
    worker = ["dask_worker", ADDRESS, "--nworkers", "2", "--nthreads", "1", "--no-dashboard"]
    scratch = ["--local-directory", str(folder / "dask")]
    running = [
        subprocess.Popen([*cli[:2], f"{cli[2]}.{one[0]}", *one[1:]], **quiet)
        for one in (scheduler, [*worker, *scratch])
    ]
    try:
        yield
    finally:
        for process in reversed(running):
            process.terminate()
            process.wait()


def records(work: Path, options: argparse.Namespace) -> None:
    """What it takes to load and check the country's records, and to follow measures up."""
    root, n = work / "land" / "records", options.councils
    os.environ["LOBRA_DATA"] = str(root)
    sample = files.find().councils[:: max(n // 10, 1)]
    seconds = {
        "load all tables of all councils as DataFrames": timed(
            lambda: [read() for read in frames.ALL.values()]
        ),
        "check all": timed(lambda: rules.check(files.find())),
    }
    followed = timed(lambda: [lives(Material(c, y)) for c in sample for y in YEARS])
    each = followed / len(sample) / len(YEARS)
    seconds[f"follow measures up, {len(sample) * len(YEARS)} council-years"] = followed
    seconds[f"… all {n} × {len(YEARS)} (worked out)"] = each * n * len(YEARS)
    rows = [[name, f"{spent:.1f}"] for name, spent in seconds.items()]
    table([f"records of {n} councils × {len(YEARS)} years", "seconds"], rows)


def timed(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def table(heads: list[str], rows: list[list[str]]) -> None:
    lines = [heads, ["---", *["---:"] * (len(heads) - 1)], *rows]
    print(*(f"| {' | '.join(line)} |" for line in lines), sep="\n", end="\n\n", flush=True)


if __name__ == "__main__":
    main()
