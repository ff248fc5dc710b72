"""How `lobra report` builds: with how many workers, and what it tells of it."""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lobra.build.folder import Built
from lobra.command.terminal import fail, is_for_machines, progress, tell
from lobra.processes import n_processors
from lobra_data import files, words
from lobra_data.errors import LobraError, shown

if TYPE_CHECKING:
    from lobra.build.batch import Event, Task, Workers

_SHARD = re.compile(r"([1-9]\d{0,4})/([1-9]\d{0,4})")


def add(report: argparse.ArgumentParser) -> None:
    """Adds the options of how it is built."""
    report.add_argument(
        "--force", action="store_true", help="bygg också rapporter som inget har ändrats i"
    )
    how = report.add_mutually_exclusive_group()
    how.add_argument(
        "--jobs",
        type=_jobs,
        metavar="ANTAL",
        help="hur många rapporter som byggs samtidigt (en per processorkärna)",
    )
    how.add_argument(
        "--cluster",
        metavar="ADRESS",
        help="låt ett Dask-kluster bygga, till exempel tcp://10.0.0.5:8786 (docs/many.md)",
    )
    report.add_argument(
        "--prune",
        action="store_true",
        help="med --all: ta bort färdiga rapporter som inte längre byggs",
    )
    report.add_argument(
        "--shard",
        type=_shard,
        metavar="DEL/ANTAL",
        help="bygg bara en av flera lika stora delar, till exempel 2/4",
    )


def build(
    tasks: Sequence[Task], options: argparse.Namespace, wrong: Sequence[LobraError] = ()
) -> int:
    """Builds the reports, prints where they lie, in order, and tells at the end what went wrong,
    that with other files of parameters too."""
    from lobra.build import batch, current, steps

    _refuse_to_prune_a_part(options)
    told = _Told(tasks)
    with steps.told_to(progress), _workers(tasks, options) as workers:
        for event in batch.run(tasks, options.data, workers, options.force):
            told.take(event)
            if event.trace and options.traceback:
                print(event.trace, file=sys.stderr)
    status = told.end()
    if options.prune and not wrong:  # a file that can't be read may be that of any report
        for gone in batch.prune(options.out, tasks, options.edition):
            tell(f"{shown(gone)} byggs inte längre och är borttagen.", always=True, event="pruned")
    if told.n_there and not current.is_listed(options.out):
        from lobra.build import manifest

        for message in manifest.write_index(options.out, files.find(options.data)):
            print(message, file=sys.stderr)
    for error in wrong:
        fail(error)
    return max(status, 1) if wrong else status


def _refuse_to_prune_a_part(options: argparse.Namespace) -> None:
    if options.prune and (not options.all or options.council or options.shard):
        raise LobraError(
            "--prune tar bort allt som inte byggs och går därför bara ihop med --all, utan "
            "--council och --shard."
        )


def _workers(tasks: Sequence[Task], options: argparse.Namespace) -> AbstractContextManager[Workers]:
    """A single report is built in this process, where whoever sits at the terminal sees it."""
    from lobra.build.batch import Here

    if options.cluster and tasks:
        try:
            from lobra.build.cluster import Cluster
        except ModuleNotFoundError as error:
            raise LobraError(
                f"--cluster: {error.name} är inte installerat. Installera det med "
                "python -m pip install distributed."
            ) from None
        return Cluster(options.cluster, options.params, tasks[0].notebooks, options.data)
    if len(tasks) <= 1:
        return nullcontext(Here())
    from lobra.build.pool import Pool

    return Pool(options.jobs or n_processors(), is_silent=not options.traceback)


class _Told:
    """What is told of many reports: how far it has come, the answers in order, failures last."""

    def __init__(self, tasks: Sequence[Task]) -> None:
        self._order = {task.target: n for n, task in enumerate(tasks)}
        self._done: dict[int, Event] = {}
        self._n_answered = 0

    def take(self, event: Event) -> None:
        n, of = self._order[event.task.target], len(self._order)
        if event.state == "building":
            about = _about(event)
            text = f"{about['council']} {about['year']}" if of == 1 else ""
            tell(text, event=event.state, **about, n=n + 1, of=of)
        else:
            self._done[n] = event
            progress("")
            self._answer()
        if of > 1:
            progress(self._how_far())

    @property
    def n_there(self) -> int:
        """How many of the reports lie there as they should."""
        return self._n("built") + self._n("unchanged")

    def end(self) -> int:
        """Tells what wasn't built, and why; the exit status of the command."""
        progress("")
        of, n = len(self._order), self._n("unchanged")
        if n:
            all_of_them = "Rapporten är oförändrad" if of == 1 else f"{n} av {of} är oförändrade"
            text = f"{all_of_them} och byggdes inte om. Med --force byggs de ändå."
            text = text.replace("byggs de", "byggs den") if of == 1 else text
            tell(text, always=True, event="skipped", n=n, of=of)
        failed = [self._done[n] for n in sorted(self._done) if self._done[n].error]
        if failed and of > 1:
            text = f"{len(failed)} av {of} rapporter kunde inte byggas:"
            tell(text, always=True, event="failures", n=len(failed), of=of)
        said = set[str]()
        for event in failed:
            # What is wrong with a council's records stops all its reports, and is said once.
            if event.error and (str(event.error) not in said or is_for_machines()):
                fail(event.error, **_about(event))
                said.add(str(event.error))
        return max((getattr(event.error, "exit_status", 1) for event in failed), default=0)

    def _n(self, state: str) -> int:
        return sum(event.state == state for event in self._done.values())

    def _how_far(self) -> str:
        """What is done and what is left, on one line."""
        n, of = len(self._done), len(self._order)
        kinds = {
            "built": ("byggd", "byggda"),
            "unchanged": ("oförändrad", "oförändrade"),
            "failed": ("misslyckad", "misslyckade"),
        }
        counted = [words.count(self._n(s), *forms) for s, forms in kinds.items() if self._n(s)]
        return f"{n} av {of} klara, {of - n} kvar" + (f": {', '.join(counted)}" if counted else "")

    def _answer(self) -> None:
        """Prints where reports lie, as far as all before them are done."""
        while event := self._done.get(self._n_answered):
            self._n_answered += 1
            if not event.error:
                tell("", event=event.state, **_about(event))
                print(*_files(event.task), sep="\n", flush=True)
            if event.unwritten:
                tell(event.unwritten, always=True, event="unwritten", **_about(event))


def _about(event: Event) -> dict[str, Any]:
    return {"council": event.task.params.council, "year": event.task.params.year}


def _files(task: Task) -> list[Path]:
    """What somebody reads of a report and its annexes, or of another publication."""
    built = Built(task.target, task.edition)
    documents = task.publication.documents
    return [built.file(kind, document) for document in documents for kind in task.formats]


def _jobs(text: str) -> int:
    if not (text.isdecimal() and 1 <= int(text) <= 1000):
        raise argparse.ArgumentTypeError(f"{text!r} är inget antal (1 eller fler)")
    return int(text)


def _shard(text: str) -> tuple[int, int]:
    found = _SHARD.fullmatch(text)
    if not found or int(found[1]) > int(found[2]):
        raise argparse.ArgumentTypeError(f"{text!r} är ingen del (2/4 är den andra av fyra)")
    return int(found[1]), int(found[2])
