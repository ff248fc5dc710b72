"""Many reports: only those that have changed, as many at once as there are workers.

The public editions of one council say what they tell of tables of persons, and each must know what
those before it have told: where there are such tables, a council's years are built one after the
other, in order. Everything else is independent. So the reports are the same, however many workers
build them and wherever a batch was stopped.
"""

from __future__ import annotations

import gc
import traceback
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from lobra.build import current, fingerprint, warm
from lobra.build.current import Wanted
from lobra.build.folder import place, remove
from lobra.build.kin import Kin
from lobra.build.kin import of as kin_of
from lobra.build.params import ReportParams
from lobra.privacy import editions
from lobra.report.publications import PUBLICATIONS, REPORT, Publication
from lobra_data import files, schema
from lobra_data.errors import LobraError, RecordsError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lobra.export.html import Link
    from lobra.privacy.suppression import Told

BUILDING, BUILT, UNCHANGED, FAILED = "building", "built", "unchanged", "failed"


@dataclass(frozen=True)
class Task:
    """One report to be built: all that a process needs which knows nothing else."""

    params: ReportParams
    notebooks: Path
    out: Path
    data: Path | None
    edition: str
    formats: tuple[str, ...]
    links: Mapping[str, Link] = field(default_factory=dict)
    before: Mapping[str, Sequence[Told]] | None = None
    """What editions have told that lie elsewhere than in `out`."""
    publication: Publication = PUBLICATIONS[REPORT]

    @property
    def target(self) -> Path:
        about = self.params.council, self.params.year, self.edition, self.publication
        return place(self.out, *about)

    def wanted(self, kin: Kin) -> Wanted:
        how = self.edition, self.formats, self.links, self.publication
        return Wanted(self.params, self.notebooks, kin, *how)


@dataclass(frozen=True)
class Event:
    """What has become of a task. `unwritten` says what the council itself hasn't written yet, and
    `note` is a sum over the records that the report came of, as they lay."""

    task: Task
    state: str
    unwritten: str = ""
    note: str = ""
    error: LobraError | None = None
    trace: str = ""


class Workers(Protocol):
    """Whoever builds: this process, others beside it, or others on many machines."""

    @property
    def is_free(self) -> bool:
        """Whether one more task would be begun at once."""

    def prepare(self) -> None:
        """Something is going to be built; perhaps more, which is still being found out."""

    def submit(self, task: Task, is_alone: bool = False) -> None:
        """Begins it. `is_alone` says that nothing else can be built beside it."""

    def next(self) -> Event:
        """What has become of one of the tasks, as soon as one is done."""


class Here:
    """This very process, one report at a time."""

    def __init__(self) -> None:
        self._task: Task | None = None

    @property
    def is_free(self) -> bool:
        return self._task is None

    def prepare(self) -> None:
        warm.spring()  # which loads what notebooks need while more is found out

    def submit(self, task: Task, is_alone: bool = False) -> None:
        self._task = task

    def next(self) -> Event:
        task, self._task = self._task, None
        assert task
        return made(task)


def run(
    tasks: Iterable[Task], data: Path | None, workers: Workers, is_forced: bool = False
) -> Iterator[Event]:
    """Builds what isn't current, and says of each task when it is begun and what has become of it.

    Nothing that happens to one report stops another.
    """
    known = _Known(data)
    lines = _lines(tasks, known)
    ready = deque[deque[Task]]()  # to be built: one more than is begun, to know of more
    begun: dict[Path, deque[Task]] = {}
    while True:
        while len(ready) < 2 and (line := next(lines, None)):
            yield from () if is_forced else _unchanged(line, known)
            if line:
                workers.prepare()
                ready.append(line)
        if ready and workers.is_free:
            line = ready.popleft()
            task = line.popleft()
            yield Event(task, BUILDING)
            workers.submit(task, is_alone=not (ready or begun))
            begun[task.target] = line
            continue
        if not begun:
            return
        event = workers.next()
        if event.state == BUILT:
            current.keep_in_mind(event.task.target, event.note)
        line = begun.pop(event.task.target)
        yield event
        yield from () if is_forced else _unchanged(line, known)
        # Before all others: it takes the longest, and who built its last report knows its records.
        ready.extendleft([line] if line else [])


def _unchanged(line: deque[Task], known: _Known) -> Iterator[Event]:
    """Takes what needn't be built from the beginning of a line."""
    while line and _is_current(line[0], known):
        yield Event(line.popleft(), UNCHANGED)


class _Known:
    """The records; of those of single councils the last ones alone, for there may be hundreds."""

    def __init__(self, data: Path | None) -> None:
        self._everyone = files.find(data)
        self._last: tuple[str, Kin] | None = None

    def kin(self, council: str) -> Kin:
        if not self._last or self._last[0] != council:
            self._last = council, Kin(self._everyone, council)
        return self._last[1]


def _is_current(task: Task, known: _Known) -> bool:
    """Whether the report lies there as it would be built: cheap, and asked at its turn."""
    try:
        return current.is_current(task.target, task.wanted(known.kin(task.params.council)))
    except (LobraError, OSError):  # whatever is wrong is told by the build
        return False


def prune(out: Path, tasks: Iterable[Task], edition: str) -> list[Path]:
    """Removes the finished reports of the edition that are none of the tasks; the folders that are
    gone. What is no report of Lobra's stays."""
    asked = [*tasks]
    kept, gone = {task.target for task in asked}, []
    kinds = {task.publication for task in asked}
    for path in fingerprint.manifests(out):
        there = path.parent
        with suppress(LobraError):
            made = None if there in kept else current.read(there)
            if made and made.edition == edition and made.publication in kinds:
                remove(there)
                gone.append(there)
    return gone


def _lines(tasks: Iterable[Task], known: _Known) -> Iterator[deque[Task]]:
    """Tasks that must wait for each other stand in one line; every other has its own."""
    by_council: dict[str, list[Task]] = {}
    for task in tasks:
        by_council.setdefault(task.params.council, []).append(task)
    # The longest line last would be built when nothing is left beside it.
    for mine in sorted(by_council.values(), key=len, reverse=True):
        if len(mine) > 1 and _must_wait(mine[0], known):
            yield deque(mine)
        else:
            yield from (deque([task]) for task in mine)


def _must_wait(task: Task, known: _Known) -> bool:
    """Whether public editions of the council tell, or have told, of sums of persons."""
    if task.edition != editions.PUBLIC:
        return False
    if any(current.told(task.target.parent).values()):
        return True
    kin = known.kin(task.params.council)
    return any(
        row.values["part_of"]
        for council in kin.councils
        for name, table in schema.load().items()
        if "part_of" in table.names
        for row in kin.read(council, name)[0]
    )


def made(task: Task) -> Event:
    """The report built, or why it wasn't: no exception gets out."""
    try:
        return _made(task)
    except LobraError as error:
        return Event(task, FAILED, error=error, trace=traceback.format_exc())
    except Exception as error:
        from lobra.build import build

        what = f"ett fel i Lobra ({type(error).__name__}: {' '.join(str(error).split())})"
        told = build.BuildError(build.broken_off(task.target, what))
        return Event(task, FAILED, error=told, trace=traceback.format_exc())


def _made(task: Task) -> Event:
    warm.spring()  # which loads what notebooks need while the records are checked
    kin = kin_of(task.data, task.params.council)
    if kin.problems:
        raise RecordsError(kin.problems)
    _load()  # only now: it takes longer than to check the records
    from lobra.build import build
    from lobra.report import own_words

    known = task.wanted(kin).known
    build.build(
        task.params,
        task.notebooks,
        task.out,
        task.data,
        task.edition,
        task.formats,
        task.links,
        task.before,
        task.publication,
    )
    note = current.noted(task.target, known)
    unwritten = own_words.load(task.params.own_words).still_to_write
    return Event(task, BUILT, unwritten, note)


@cache
def _load() -> None:
    """Loads what builds, once for all reports. Since it stays, Python needn't look through it for
    what can be thrown away, neither while it is loaded nor during each report."""
    gc.disable()
    try:
        from lobra.build import build  # noqa: F401

        gc.freeze()
    finally:
        gc.enable()
