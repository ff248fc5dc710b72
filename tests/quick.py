"""Reports without a kernel: files and a manifest as a build leaves them."""

from __future__ import annotations

import json
import tempfile
from collections import deque
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from lobra.blocks import Title
from lobra.build import current, fingerprint, manifest, seen
from lobra.build.batch import BUILT, Event, Task
from lobra.build.folder import Built
from lobra.build.kin import Kin
from lobra.privacy import editions
from lobra.privacy.suppression import Told
from lobra.report import own_words
from lobra_data import files

PAGE = "Hägersten-Älvsjös råd"
_CELL = {"cell_type": "markdown", "id": "sida", "metadata": {}, "source": [PAGE]}
_NOTEBOOK = {"cells": [_CELL], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}


def build(task: Task, told: Sequence[Told] | None = None) -> None:
    """Leaves a page a document, with a manifest and a note that say of it what is true; `told` is
    what it is made to tell of tables of persons."""
    wanted = task.wanted(Kin(files.find(task.data), task.params.council))
    before = current.told(task.target.parent)
    built = Built(task.target, task.edition)
    task.target.mkdir(parents=True, exist_ok=True)
    for document in ("report", "annexes"):
        for kind in task.formats:
            built.file(kind, document).write_text(
                f"{kind} {task.params.council} {task.params.year}", "utf-8"
            )
        built.file("ipynb", document).write_text(json.dumps(_NOTEBOOK), "utf-8")
    read = current.read_files(task.notebooks, own_words.load(task.params.own_words).files)
    sums = fingerprint.inputs(read)
    everything = [one for some in before.values() for one in some]
    with tempfile.TemporaryDirectory() as folder:
        handed_over = seen.hand_over(wanted, everything, Path(folder))
    if told is not None:
        handed_over = replace(handed_over, told=[*told])
    others = current.otherwise(before, task.target.name, handed_over.told)
    blocks = {"report": [_title(task)], "annexes": []}
    others = others if task.edition == editions.PUBLIC else []
    manifest.write(blocks, wanted, sums, handed_over, built, others)
    current.keep_in_mind(task.target, note(task))


def _title(task: Task) -> Title:
    """The title page, as the list of reports needs it."""
    params = task.params
    about = {"title": f"Verksamhetsberättelse {params.year}", "council": params.council}
    about |= {"municipality": None, "year": params.year}
    return Title(name="titel", document=about, facts=())


def note(task: Task) -> str:
    """What a worker says of the records that a report came of."""
    return current.noted(
        task.target, task.wanted(Kin(files.find(task.data), task.params.council)).known
    )


class Quick:
    """Workers that build so, `n` reports at a time, the last begun first; `told` is what each year
    tells of tables of persons, and `at` keeps which years were begun together, `alone` whether
    nothing could be built beside a year."""

    def __init__(self, n: int = 1, told: dict[int, list[Told]] | None = None) -> None:
        self._n, self._told = n, told or {}
        self._begun: deque[Task] = deque()
        self.built: list[str] = []
        self.at: list[list[int]] = []
        self.alone: dict[int, bool] = {}
        self.n_prepared = 0

    @property
    def is_free(self) -> bool:
        return len(self._begun) < self._n

    def prepare(self) -> None:
        self.n_prepared += 1

    def submit(self, task: Task, is_alone: bool = False) -> None:
        self._begun.append(task)
        self.alone[task.params.year] = is_alone

    def next(self) -> Event:
        self.at.append(sorted(task.params.year for task in self._begun))
        task = self._begun.pop()
        build(task, self._told.get(task.params.year))
        self.built.append(f"{task.params.council} {task.params.year}")
        return Event(task, BUILT, note=note(task))
