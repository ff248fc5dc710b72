"""What is left when Lobra is killed, a write fails or two write at once. One command:

    python tests/faults.py --kills 200 --failures 100 --pairs 50

Everything happens in a folder of its own. A command is run in a child, which is killed at a
moment drawn by the clock or by its own file operations, or in which one file operation fails.
After each, the same command is run again undisturbed; only what that leaves is counted, but for
damage, which is looked for at once. Needs Linux (or another system with signals and /proc).
"""

from __future__ import annotations

import argparse
import errno
import hashlib
import json
import os
import random
import shutil
import signal
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).parents[1]
DOCUMENTS = ROOT / "demo" / "documents"
MARK = "LOBRA_FAULTS"
SIGNALS = [signal.SIGKILL, signal.SIGKILL, signal.SIGTERM, signal.SIGHUP, signal.SIGINT]
LONGEST = 300.0
COUNTS = ("runs", "damaged", "leftovers", "by hand", "rows lost", "orphans", "tracebacks", "hangs")
Tree = dict[str, str]


# --- the child: a command in which one file operation fails, or kills ---------------------------


def _child(place: str, number: int, fault: str, argv: list[str]) -> None:
    """Runs a command; its file operation `number` below `place` fails, or is its last.

    With fault "count" nothing happens, and the number of operations is written beside.
    """
    done = 0

    def operation(name: object) -> None:
        nonlocal done
        path = os.fsdecode(name) if isinstance(name, str | bytes | os.PathLike) else ""
        if not os.path.abspath(path).startswith(place):
            return
        done += 1
        if done != number:
            return
        if fault.isdigit():
            os.kill(os.getpid(), int(fault))
        elif fault != "count":
            raise OSError(getattr(errno, fault), os.strerror(getattr(errno, fault)), path)

    def audited(event: str, arguments: tuple) -> None:
        is_written = event == "open" and (arguments[2] or 0) & (os.O_WRONLY | os.O_RDWR)
        if is_written or event in ("os.rename", "os.remove", "os.mkdir", "os.rmdir"):
            operation(arguments[0])

    synced = os.fsync

    def fsync(descriptor: int) -> None:
        operation(os.readlink(f"/proc/self/fd/{descriptor}"))
        synced(descriptor)

    os.fsync = fsync
    sys.addaudithook(audited)
    status = 9
    try:
        status = _run(argv)
    except BaseException:
        traceback.print_exc()
    if fault == "count":
        Path(os.environ[MARK]).write_text(str(done))
    sys.stderr.flush()
    os._exit(status)


def _run(argv: list[str]) -> int:
    if argv[0] == "review":
        return _review(Path(argv[1]), argv[2])
    from lobra.command import main

    return main(argv)


def _import_all() -> None:
    """What the commands need, once for all children."""
    from lobra import command, review
    from lobra.build import build
    from lobra.privacy import rules
    from lobra.reading import drafts, limits, reader

    assert command and review and build and rules and drafts and limits and reader


def _review(folder: Path, document: str) -> int:
    """Accepts every sure row of a document, table by table, as the board does."""
    from lobra import review
    from lobra_data.errors import LobraError

    try:
        for table in sorted({one.table for one in review.drafts(document, folder)}):
            review.accept_all(document, table, folder)
    except LobraError as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:  # which the notebook shows, and goes on
        return 130
    return 0


# --- the parent ---------------------------------------------------------------------------------


@dataclass
class Child:
    """A forked child: where its messages go, and when it counts as hung."""

    process: int
    said: Path
    counted: Path
    until: float
    is_hung: bool = False

    def wait(self) -> int:
        """Its exit status, negative for a signal."""
        while True:
            ended, status = os.waitpid(self.process, os.WNOHANG)
            if ended:
                return os.waitstatus_to_exitcode(status)
            if time.monotonic() > self.until and not self.is_hung:
                self.is_hung = True
                os.kill(self.process, signal.SIGKILL)
            time.sleep(0.02)


@dataclass
class Subject:
    """A command and the folder that it changes: how to begin, and what it may leave."""

    name: str
    argv: list[str]
    place: Path
    begin: Callable[[], None]
    allowed: list[Tree] = field(default_factory=list)
    seconds: float = 0.0
    operations: int = 0

    @property
    def finished(self) -> Tree:
        return self.allowed[-1]


def tree(folder: Path) -> Tree:
    """Every file that is not hidden, with the mark of its content."""
    return {
        name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
        and not any(part.startswith(".") for part in path.relative_to(folder).parts)
        for name in (path.relative_to(folder).as_posix(),)
    }


class Harness:
    """A folder of its own, the commands to disturb, and the table of what became of them."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.folder, self.random = folder, random.Random(seed)
        self.temporary = folder / "tmp"
        self.temporary.mkdir(parents=True)
        self.counts: dict[str, Counter[str]] = {}
        self.notes: list[str] = []
        self.expected: dict[str, list[Tree]] = {}

    # --- running

    def start(self, argv: list[str], place: Path, number: int = 0, fault: str = "count") -> Child:
        """The command in a forked child, so that nobody waits for its imports."""
        counted = self.folder / f"count-{self.random.random()}"
        said = self.folder / f"said-{self.random.random()}"
        process = os.fork()
        if process == 0:
            self._become(said, counted)
            _child(str(place), number, fault, argv)
        return Child(process, said, counted, time.monotonic() + LONGEST)

    def _become(self, said: Path, counted: Path) -> None:
        """What a fresh process would be: its own session, folder, streams and surroundings."""
        os.setsid()
        os.chdir(self.folder)
        for name, descriptor in ((os.devnull, 0), (os.devnull, 1), (str(said), 2)):
            os.dup2(os.open(name, os.O_RDWR | os.O_CREAT), descriptor)
        sys.stdout, sys.stderr = os.fdopen(1, "w"), os.fdopen(2, "w", buffering=1)
        os.environ |= {"PYTHONPATH": str(ROOT), "TMPDIR": str(self.temporary), MARK: str(counted)}
        os.environ.pop("LOBRA_DATA", None)
        tempfile.tempdir = str(self.temporary)  # found without trying it, which writes there

    def run(self, argv: list[str], place: Path, number: int = 0, fault: str = "count"):
        """Exit status, what was said, and how many file operations there were."""
        child = self.start(argv, place, number, fault)
        return *self.ended(child, argv), _number(child.counted)

    def ended(self, child: Child, argv: list[str]) -> tuple[int, str]:
        status = child.wait()
        said = child.said.read_text("utf-8", "replace") if child.said.exists() else ""
        child.said.unlink(missing_ok=True)
        if child.is_hung:
            self.note("hangs", argv[0], f"{argv}: {LONGEST} s")
        if "Traceback" in said or "Ett fel i Lobra" in said:
            self.note("tracebacks", argv[0], said)
        return status, said

    def note(self, what: str, row: str, text: str, n: int = 1) -> None:
        self.counts.setdefault(row, Counter())[what] += n
        self.notes.append(f"{what} ({row}): {text}")

    # --- the commands

    def report(self) -> Subject:
        """A build over a good report, of which only the version differs."""
        project = self.folder / "project"
        for name in ("params", "notebooks"):
            (project / name).mkdir(parents=True)
        for path in (ROOT / "notebooks").glob("*.ipynb"):
            notebook = json.loads(path.read_text("utf-8"))
            titled = [n for n, c in enumerate(notebook["cells"]) if "title_page" in str(c)]
            notebook["cells"] = notebook["cells"][: titled[0] + 3] if titled else []
            (project / "notebooks" / path.name).write_text(json.dumps(notebook), "utf-8")
        params = (ROOT / "params" / "2021.yaml").read_text("utf-8")
        reports, last = project / "reports", self.folder / "last"
        argv = ["report", "2021", "--force", "--format", "html", "--out", str(reports)]
        argv += ["--params", str(project / "params")]

        def version(number: str) -> None:
            changed = params.replace('"1.0"', f'"{number}"')
            (project / "params" / "2021.yaml").write_text(changed, "utf-8")

        os.symlink(project / "notebooks", self.folder / "notebooks")
        version("1.0")
        self.run(argv, reports)
        shutil.copytree(reports, last)
        version("2.0")

        def begin() -> None:
            shutil.rmtree(reports, ignore_errors=True)
            shutil.copytree(last, reports)

        return self.measured(Subject("report", argv, self.folder, begin, [tree(last)]), reports)

    def read(self, name: str = "read") -> Subject:
        """A document read into records that hold another."""
        place, last = self.folder / f"register-{name}", self.folder / f"last-{name}"
        argv = ["read", str(DOCUMENTS / "protokoll-2024-05-16.md"), "--into", str(place)]
        argv += ["--workers", "1"]
        first = ["read", str(DOCUMENTS / "protokoll-2024-02-08.md"), "--into", str(last)]
        self.run(first, last)

        def begin() -> None:
            shutil.rmtree(place, ignore_errors=True)
            shutil.copytree(last, place)

        return self.measured(Subject("read", argv, place, begin, [tree(last)]), place)

    def review(self) -> Subject:
        """All sure rows of a document accepted, a table at a time."""
        place, last = self.folder / "register-review", self.folder / "last-review"
        read = ["read", str(DOCUMENTS / "protokoll-2024-02-08.md"), "--into", str(last)]
        self.run(read, last)
        (document,) = [path.stem for path in (last / "granskning").glob("*.json")]
        argv = ["review", str(place), document]

        def begin() -> None:
            shutil.rmtree(place, ignore_errors=True)
            shutil.copytree(last, place)

        subject = Subject("review", argv, place, begin, [tree(last)])
        return self.measured(subject, place)

    def measured(self, subject: Subject, result: Path) -> Subject:
        """Runs it once undisturbed: how long it takes, how much it writes, what it leaves."""
        subject.begin()
        began = time.monotonic()
        status, said, subject.operations = self.run(subject.argv, subject.place)
        assert status == 0, said
        subject.seconds = time.monotonic() - began
        after = tree(result)
        if subject.name == "review":  # a table at a time: each state in between is whole
            between = dict(subject.allowed[0])
            for name in sorted(after):
                if after[name] != between[name]:
                    between = between | {name: after[name]}
                    subject.allowed.append(dict(between))
        subject.allowed.append(after)
        return subject

    # --- faults

    def kill(self, subject: Subject, result: Path, by_clock: bool) -> None:
        subject.begin()
        number = self.random.choice(SIGNALS)
        self.count(subject, "runs")
        if by_clock:
            child = self.start(subject.argv, subject.place)
            time.sleep(self.random.uniform(0, subject.seconds))
            with suppress(OSError):
                os.kill(child.process, number)
            self.ended(child, subject.argv)
        else:
            at = self.random.randint(1, subject.operations)
            self.run(subject.argv, subject.place, at, str(int(number)))
        self.looked_at(subject, result)

    def fail(self, subject: Subject, result: Path, at: int) -> None:
        subject.begin()
        self.count(subject, "runs")
        fault = self.random.choice(["ENOSPC", "EACCES", "EIO", "EROFS"])
        status, said, _ = self.run(subject.argv, subject.place, at, fault)
        whole = tree(result)
        if status == 0 and whole != subject.finished:
            self.note("damaged", subject.name, f"operation {at} {fault}: said nothing. {said}")
        self.looked_at(subject, result)

    def looked_at(self, subject: Subject, result: Path) -> None:
        """Damage and orphans at once; then the command again, and what that leaves."""
        row = subject.name
        if orphans := self.orphans():
            self.note("orphans", row, str(orphans), len(orphans))
        if subject.name != "report":
            from lobra_data import saving

            saving.heal(result)  # what every reader does first
        found = tree(result)
        if {k: v for k, v in found.items() if k != "index.html"} not in [
            {k: v for k, v in one.items() if k != "index.html"} for one in subject.allowed
        ]:
            near = subject.allowed[-1]
            differing = [k for k in {*found, *near} if found.get(k) != near.get(k)]
            self.note("damaged", row, f"{sorted(differing)[:5]}")
        status, said, _ = self.run(subject.argv, subject.place)
        if status != 0:
            self.note("by hand", row, said)
        if tree(result) != subject.finished:
            self.note("rows lost", row, "the next run gives something else")
        hidden = [p for p in result.rglob(".*")]
        # The private folder stays, and the sum of what a finished report was made of.
        left = [
            path
            for path in self.temporary.rglob("*")
            if path.name != f"lobra-{os.getuid()}" and path.suffix != ".underlag"
        ]
        if hidden or left:
            self.note("leftovers", row, f"{[*map(str, hidden + left)]}", len(hidden + left))
            for path in left:
                shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)

    def orphans(self) -> list[int]:
        """Processes of this harness that still live two seconds after the command ended."""
        until = time.monotonic() + 2
        while (living := list(self.living())) and time.monotonic() < until:
            time.sleep(0.05)
        for number in living:
            with suppress(OSError):
                os.kill(number, signal.SIGKILL)
        return living

    def living(self) -> Iterator[int]:
        mine = f"{MARK}={self.folder}/".encode()
        for path in Path("/proc").glob("[0-9]*/environ"):
            try:
                if mine in path.read_bytes() and path.parent.joinpath("exe").exists():
                    yield int(path.parent.name)
            except OSError:
                continue

    def pair(self, n: int) -> None:
        """Two writers at once; both documents' rows must be there, as after one and then other."""
        kind = ("read and read", "read and review")[n % 2]
        row = f"pairs: {kind}"
        self.counts.setdefault(row, Counter())["runs"] += 1
        place = self.folder / "register-pair"
        begin = self.folder / "last-read"
        read = ["read", "--workers", "1", "--into", str(place)]
        (document,) = [path.stem for path in (begin / "granskning").glob("*.json")]
        one = [*read, str(DOCUMENTS / "protokoll-2024-05-16.md")]
        other = [
            [*read, str(DOCUMENTS / "protokoll-2024-09-19.md")],
            ["review", str(place), document],
        ][n % 2]
        if row not in self.expected:
            self.expected[row] = []
            for first, second in ((one, other), (other, one)):
                shutil.rmtree(place, ignore_errors=True)
                shutil.copytree(begin, place)
                for argv in (first, second):
                    assert self.run(argv, place)[0] == 0
                self.expected[row].append(tree(place))
        shutil.rmtree(place, ignore_errors=True)
        shutil.copytree(begin, place)
        started = [(argv, self.start(argv, place)) for argv in (one, other)]
        for argv, process in started:
            status, said = self.ended(process, argv)
            if status:
                self.note("by hand", row, said)
        if tree(place) not in self.expected[row]:
            self.note("rows lost", row, "neither as the one first nor as the other first")
        if hidden := [*place.rglob(".*")]:
            self.note("leftovers", row, str(hidden), len(hidden))

    def count(self, subject: Subject, what: str) -> None:
        self.counts.setdefault(subject.name, Counter())[what] += 1


def _number(path: Path) -> int:
    try:
        return int(path.read_text())
    except (OSError, ValueError):
        return 0
    finally:
        path.unlink(missing_ok=True)


def disturb(folder: Path, kills: int, failures: int, pairs: int, seed: int = 1) -> Harness:
    """Kills, fails and pairs so many commands; half of the kills are of the writers of records."""
    _import_all()
    harness = Harness(folder, seed)
    made = [
        (harness.report(), folder / "project" / "reports"),
        (harness.read(), folder / "register-read"),
        (harness.review(), folder / "register-review"),
    ]
    names = {subject.name: subject.name for subject, _ in made}
    for n in range(kills):
        subject, result = made[n % 3]
        subject.name = f"kill {names_of(subject, names)}"
        harness.kill(subject, result, by_clock=n % 2 == 0)
        told(harness, n, kills, "kills")
    for subject, result in made:
        share = max(1, round(failures / 3))
        at = sorted(
            harness.random.sample(range(1, subject.operations + 1), min(share, subject.operations))
        )
        subject.name = f"failing write {names_of(subject, names)}"
        for n, number in enumerate(at):
            harness.fail(subject, result, number)
            told(harness, n, len(at), subject.name)
    for n in range(pairs):
        harness.pair(n)
        told(harness, n, pairs, "pairs")
    return harness


def names_of(subject: Subject, names: dict[str, str]) -> str:
    return next(name for name in names if subject.name.endswith(name))


def told(harness: Harness, n: int, of: int, what: str) -> None:
    if sys.stderr.isatty() or n % 10 == 9:
        print(f"{what} {n + 1}/{of}; faults: {len(harness.notes)}", file=sys.stderr, flush=True)


def table(counts: dict[str, Counter[str]]) -> str:
    """The table of docs/faults.md."""
    lines = [f"| disturbed | {' | '.join(COUNTS)} |", f"|---{'|---:' * len(COUNTS)}|"]
    for row, found in counts.items():
        lines.append(f"| {row} | {' | '.join(str(found[what]) for what in COUNTS)} |")
    total = sum(counts.values(), Counter())
    lines.append(f"| together | {' | '.join(str(total[what]) for what in COUNTS)} |")
    return "\n".join(lines)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--failures", type=int, default=100)
    parser.add_argument("--pairs", type=int, default=50)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="faults-") as folder:
        harness = disturb(
            Path(folder), options.kills, options.failures, options.pairs, options.seed
        )
    print(*harness.notes, sep="\n", file=sys.stderr)
    print(table(harness.counts))
    return 1 if harness.notes else 0


if __name__ == "__main__":
    sys.exit(main())
