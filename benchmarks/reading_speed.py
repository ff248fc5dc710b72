"""How fast documents are read, and whether memory stays flat: run it by hand.

    python benchmarks/reading_speed.py --documents 1000

Makes minutes of made-up councils as text and as PDF in a temporary folder (a few different PDF
files, copied), reads them all in child processes, and prints documents a minute and memory.
For Linux. The goals on two cores: 1,000 text documents in one minute, 1,000 PDF documents in ten.
"""

from __future__ import annotations

import argparse
import os
import random
import resource
import shutil
import sys
import tempfile
import time
from importlib import import_module
from pathlib import Path

import typst

from lobra.reading import limits
from lobra_data.errors import LobraError

GOALS = {"text": 1000, "pdf": 100}  # documents a minute
WORDS = (
    "rådet trygghet samverkan polisen skolan torget parken belysning ungdomar information insats "
    "förvaltningen planerar fortsätter nästa möte lägesbild inbrott minskat ökat under våren och "
    "i på av med för att som har ska"
).split()
N_PDF_TEMPLATES = 8


def main() -> int:
    options = _options()
    work = _named(options.work)
    with tempfile.TemporaryDirectory() as folder:
        answers = [
            _measured(kind, make(Path(folder), options.documents), work, options.workers)
            for kind, make in (("text", _texts), ("pdf", _pdfs))
        ]
    text, pdf = answers
    print(f"A PDF takes {text / pdf:.0f} times as long as a text document.")
    return 0 if text >= GOALS["text"] and pdf >= GOALS["pdf"] else 1


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--documents", type=int, default=1000, metavar="N", help="of each kind")
    parser.add_argument("--workers", type=int, default=2, metavar="N")
    parser.add_argument(
        "--work",
        default="lobra.reading.formats:load",
        metavar="MODULE:FUNCTION",
        help="what is done with each file (%(default)s)",
    )
    return parser.parse_args()


def _named(name: str):
    module, _, function = name.partition(":")
    return getattr(import_module(module), function)


def _measured(kind: str, paths: list[Path], work, workers: int) -> float:
    """Reads all files; prints the speed, and memory along the way. Documents a minute."""
    marks = {max(1, round(len(paths) * share)): share for share in (0.25, 0.5, 1)}
    n_failed = 0
    began = time.perf_counter()
    used = _children_seconds()
    print(f"{kind}: {len(paths)} documents, {workers} workers")
    with limits.Readers(work, workers=workers) as readers:
        for n, (_, answer) in enumerate(readers.read(paths), start=1):
            n_failed += isinstance(answer, LobraError)
            if n in marks:
                parent, children = _peak_megabytes()
                print(f"  {marks[n]:4.0%}: parent {parent:.0f} MB, largest child {children:.0f} MB")
    per_minute = 60 * len(paths) / (time.perf_counter() - began)
    seconds = (_children_seconds() - used) / len(paths)
    print(f"  {per_minute:.0f} documents a minute (goal {GOALS[kind]}), {n_failed} failed")
    print(f"  {1000 * seconds:.0f} ms of one processor for each document")
    return per_minute


def _children_seconds() -> float:
    """Processor time of all children that have ended: free of what else the machine does."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _peak_megabytes() -> tuple[float, float]:
    """The most memory that this process and the largest of its children use or have used."""
    own = os.getpid()
    children = [pid for pid in map(int, filter(str.isdigit, os.listdir("/proc"))) if pid != own]
    peaks = [_peak(pid) for pid in children if _parent(pid) == own]
    return _peak(own), max(peaks, default=0)


def _status(pid: int, field: str) -> int:
    try:
        status = Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return 0
    values = (line.split()[1] for line in status.splitlines() if line.startswith(f"{field}:"))
    return int(next(values, 0))


def _parent(pid: int) -> int:
    return _status(pid, "PPid")


def _peak(pid: int) -> float:
    return _status(pid, "VmHWM") / 1024


def _texts(folder: Path, n_documents: int) -> list[Path]:
    paths = [folder / f"protokoll-{n}.txt" for n in range(n_documents)]
    for n, path in enumerate(paths):
        path.write_text("\n".join(_minutes(n)), encoding="utf-8")
    return paths


def _pdfs(folder: Path, n_documents: int) -> list[Path]:
    """About five pages each, with a table of five columns."""
    templates = []
    for n in range(min(N_PDF_TEMPLATES, n_documents)):
        lines = _minutes(n)
        cells = ", ".join(f"[{_sentence(random.Random(k))}]" for k in range(30))
        table = f"#table(columns: (1fr,) * 5, {cells})"
        source = ["= Protokoll", *(line.replace("#", "") + "\n" for line in lines), table]
        templates.append(folder / f"template-{n}.pdf")
        templates[-1].write_bytes(typst.compile("\n".join(source).encode()))
    paths = [folder / f"protokoll-{n}.pdf" for n in range(n_documents)]
    for n, path in enumerate(paths):
        shutil.copy(templates[n % len(templates)], path)
    return paths


def _minutes(seed: int) -> list[str]:
    """Made-up minutes of about 130 lines."""
    chance = random.Random(seed)
    lines = [f"Protokoll {2000 + seed % 25}-0{1 + seed % 9}-12", "", "Närvarande:"]
    lines += [f"Person {chance.randrange(99)}\tRoll {n}" for n in range(12)]
    for item in range(1, 12):
        lines += ["", f"{item}. {_sentence(chance)}", ""]
        lines += [" ".join(_sentence(chance) for _ in range(3)) for _ in range(7)]
    return [*lines, "", "Nästa möte: den 3 maj kl. 9-11."]


def _sentence(chance: random.Random) -> str:
    return " ".join(chance.choices(WORDS, k=8)).capitalize() + "."


if __name__ == "__main__":
    sys.exit(main())
