"""Runs the notebook with the parameters of a report. This is the only home of papermill."""

from __future__ import annotations

import ast
import logging
import os
import re
import shutil
import uuid
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import nbformat
from nbclient.exceptions import CellTimeoutError, DeadKernelError
from papermill.clientwrap import PapermillNotebookClient
from papermill.engines import NBClientEngine, NotebookExecutionManager, papermill_engines
from papermill.exceptions import PapermillExecutionError
from papermill.execute import (
    prepare_notebook_metadata,
    raise_for_execution_errors,
    remove_error_markers,
)
from papermill.iorw import load_notebook_node
from papermill.parameterize import parameterize_notebook

from lobra.build import steps, warm
from lobra.build.provisioning import Manager, place
from lobra.export import seal
from lobra_data.errors import LobraError, shown

KERNEL = "python3"
RECORDS = "register"  # the folder in `work` with what the edition may show
CELL_SECONDS = 600
KERNEL_OPTIONS = [
    "--IPKernelApp.log_level=50",
    "--HistoryManager.enabled=False",
    "--IPKernelApp.kernel_class=lobra.build.kernel.Kernel",
    "--IPKernelApp.outstream_class=lobra.build.kernel.Stream",
]
_ANSI = re.compile(r"\x1b\[[0-9;]*m")


class BuildError(LobraError):
    """The notebook or an export broke off. The last good report is untouched."""

    exit_status = 3


def refuse_unfit(notebook: Path, names: Iterable[str]) -> None:
    """papermill would only warn about a parameter that the notebook doesn't know."""
    if unknown := sorted({*names} - parameters(notebook)):
        raise LobraError(
            f"{shown(notebook)}: parametercellen saknar {', '.join(unknown)}. "
            "Lägg till dem i cellen som har etiketten parameters."
        )


def parameters(notebook: Path) -> set[str]:
    """The names of the parameters that a notebook knows."""
    try:
        if notebook.exists() and not notebook.is_file():  # a pipe may never end
            raise ValueError("här ligger ingen vanlig fil")
        node = nbformat.read(notebook, as_version=4)
    except FileNotFoundError:
        raise LobraError(
            f"{shown(notebook)}: notebooken finns inte. Kör kommandot i projektets rot."
        ) from None
    except Exception as error:  # nbformat raises many kinds for a broken file
        raise LobraError(f"{shown(notebook)}: filen är ingen notebook ({error}).") from None
    cell = next((c for c in node.cells if "parameters" in c.metadata.get("tags", ())), None)
    if cell is None:
        raise LobraError(f'{shown(notebook)}: ingen cell har etiketten "parameters".')
    try:
        lines = ast.parse(cell.source).body
    except SyntaxError as error:
        raise LobraError(
            f"{shown(notebook)}: parametercellen går inte att läsa (rad {error.lineno}: "
            f"{cell.source.splitlines()[(error.lineno or 1) - 1].strip()}). Rätta raden."
        ) from None
    targets = [
        target
        for line in lines
        if isinstance(line, ast.Assign | ast.AnnAssign)
        for target in (line.targets if isinstance(line, ast.Assign) else [line.target])
    ]
    return {target.id for target in targets if isinstance(target, ast.Name)}


class Runs:
    """The notebooks of one report, run side by side where there are processors for it.

    `work` holds the records, and whatever else the kernels may leave; `failed` is where a notebook
    lies that broke off, with what was run until then. When the block is left by an error, no
    kernel is left behind.
    """

    def __init__(self, work: Path, failed: Path) -> None:
        self._work, self._failed = work.resolve(), failed
        self._places: dict[str, str] = {}
        self._managers: list[Manager] = []
        self._threads = ThreadPoolExecutor(warm.at_once, "notebook")

    def __enter__(self) -> Runs:
        logging.getLogger("papermill").setLevel(logging.CRITICAL + 1)
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        for manager in self._managers if kind else ():
            manager.end()
        self._threads.shutdown(cancel_futures=kind is not None)

    def begin(self, notebook: Path, executed: Path, values: Mapping[str, Any]) -> Run:
        """Starts to run a notebook; its results will lie in `executed`."""
        notebook, executed = notebook.resolve(), executed.resolve()
        # Jupyter's key to the kernel lies among the work too: a killed build leaves none elsewhere.
        key = self._work / f"kernel-{uuid.uuid4()}.json"
        where = place(self._work)
        manager = Manager(kernel_name=KERNEL, connection_file=str(key), **where)
        self._managers.append(manager)
        done = self._threads.submit(self._execute, notebook, executed, values, manager)
        return Run(done, executed, self._failed, values["edition"])

    def _execute(
        self, notebook: Path, executed: Path, values: Mapping[str, Any], manager: Manager
    ) -> nbformat.NotebookNode:
        """The notebook with its results and papermill's record. What papermill does in one call,
        but for writing what is then sealed and written; one that broke off is in `executed`."""
        node = load_notebook_node(str(notebook))
        node = parameterize_notebook(node, dict(values), kernel_name=KERNEL)
        node = remove_error_markers(prepare_notebook_metadata(node, str(notebook), None))
        node = papermill_engines.execute_notebook_with_engine(
            _Engine.__name__,
            node,
            KERNEL,
            log_output=False,
            execution_timeout=CELL_SECONDS,
            progress_bar=False,
            half_run=executed,
            manager=manager,
            tell=partial(self._tell, notebook.stem),
            folder=str(self._work),
        )
        raise_for_execution_errors(node, str(executed))
        return node

    def _tell(self, name: str, n: int, of: int) -> None:
        self._places[name] = f"{name} {n} av {of}"
        steps.tell(f"kör cell för cell: {', '.join(self._places.values())}")


@dataclass(frozen=True)
class Run:
    """A notebook that is being run."""

    done: Future[nbformat.NotebookNode]
    executed: Path
    failed: Path
    edition: str

    def result(self) -> nbformat.NotebookNode:
        """The notebook with its results, when they are there.

        It is sealed: what its exports say of their edition holds until something in it changes.
        As in its file, texts are lists of their lines. BuildError says why the notebook broke off.
        """
        try:
            node = _scrubbed(self.done.result())
        except (PapermillExecutionError, CellTimeoutError, RuntimeError) as error:
            with suppress(OSError):  # nothing was written, or the disk is full
                shutil.move(self.executed, self.failed)
            raise BuildError(_told(error, self.failed)) from None
        seal.put(node, self.edition)
        nbformat.validate(node)
        text = f"{nbformat.writes(node)}\n"
        self.executed.write_text(text, encoding="utf-8", newline="\n")
        return node


class _Client(PapermillNotebookClient):
    """papermill's own client, but for what a cell comes to: nbformat would look it up in a grammar
    that it compiles for each, and the whole notebook is looked up in one when it is done."""

    def output(
        self, outs: list[Any], msg: dict[str, Any], display_id: str | None, cell_index: int
    ) -> Any:
        is_awaited = self.output_hook_stack[msg["parent_header"].get("msg_id")]
        is_plain = not (display_id or is_awaited or self.clear_before_next_output)
        if msg["msg_type"] != "execute_result" or not is_plain:
            return super().output(outs, msg, display_id, cell_index)
        held = {name: msg["content"][name] for name in ("data", "execution_count", "metadata")}
        outs.append(nbformat.from_dict({"output_type": "execute_result", **held}))
        return outs[-1]


class _Engine(NBClientEngine):
    """papermill's own engine with kernels of ours, which also writes the notebook when its kernel
    dies or hangs."""

    @classmethod
    def execute_managed_notebook(
        cls,
        nb_man: NotebookExecutionManager,
        kernel_name: str,
        half_run: Path | None = None,
        manager: Manager | None = None,
        tell: Callable[[int, int], None] | None = None,
        folder: str = "",
        execution_timeout: int | None = None,
        **_: Any,
    ) -> None:
        assert manager and tell
        _count_cells(nb_man, tell)
        client = _Client(
            nb_man,
            km=manager,
            kernel_name=kernel_name,
            timeout=execution_timeout,
            extra_arguments=[*KERNEL_OPTIONS],
            shutdown_kernel="immediate",  # a kernel asked to stop may take seconds
        )
        client.owns_km = True  # else the kernel would be left running
        try:
            client.execute(cwd=folder, env=_surroundings(folder))
        except (CellTimeoutError, RuntimeError):
            with suppress(OSError):
                nbformat.write(nb_man.nb, half_run)
            raise


papermill_engines.register(_Engine.__name__, _Engine)


def _count_cells(nb_man: NotebookExecutionManager, tell: Callable[[int, int], None]) -> None:
    """Tells of each cell that is begun, where papermill would move its bar."""
    begin = nb_man.cell_start

    def begun(cell: nbformat.NotebookNode, cell_index: int | None = None, **rest: Any) -> Any:
        tell((cell_index or 0) + 1, len(nb_man.nb.cells))
        return begin(cell, cell_index, **rest)

    nb_man.cell_start = begun


def _told(error: Exception, failed: Path) -> str:
    """One message: which cell, what went wrong, and where the half-run notebook lies."""
    cell, what = _failing_cell(failed), str(error).strip().splitlines()[0]
    if isinstance(error, PapermillExecutionError):
        cell = error.source
        what = f"{error.ename}: {_ANSI.sub('', error.evalue)}".strip().splitlines()[0]
    elif isinstance(error, CellTimeoutError):
        what = f"cellen tog mer än {CELL_SECONDS} sekunder"
    elif isinstance(error, DeadKernelError):
        what = "kärnan dog, oftast för att minnet tog slut"
    if "Errno 28" in what:  # as the system's own words have it
        what = f"{what} (disken är full)"
    elif what.startswith("MemoryError"):
        what = f"{what.rstrip(': ')}: minnet tog slut"
    first = next((line for line in cell.splitlines() if line.strip()), "")
    kept = f"Den halvkörda notebooken ligger i {shown(failed)}; den" if failed.exists() else "Den"
    return (
        f'Rapporten kunde inte byggas: cellen "{first}" gav felet {what}. '
        f"{kept} förra rapporten är orörd."
    )


def _failing_cell(failed: Path) -> str:
    """The last cell that papermill began: where the kernel was when it stopped."""
    try:
        cells = nbformat.read(failed, as_version=4).cells
    except Exception:  # nothing was written before the kernel stopped
        return ""
    begun = [cell for cell in cells if cell.metadata.get("papermill", {}).get("start_time")]
    return next((cell.source for cell in reversed(begun) if cell.cell_type == "code"), "")


def _surroundings(work: str) -> dict[str, str]:
    """What a kernel finds around it: the records, and a place of its own for temporary files."""
    places = dict.fromkeys(("TMPDIR", "TEMP", "TMP"), work)
    return {**os.environ, "LOBRA_DATA": str(Path(work, RECORDS)), **places}


def _scrubbed(node: nbformat.NotebookNode) -> nbformat.NotebookNode:
    """The notebook without times, paths, process ids and chance."""
    node.metadata.pop("papermill", None)
    for number, cell in enumerate(node.cells):
        cell.id = f"cell-{number}"
        cell.metadata = nbformat.from_dict(
            {key: cell.metadata[key] for key in ("tags",) if cell.metadata.get(key)}
        )
        if cell.cell_type == "code":
            cell.outputs = [out for out in cell.outputs if out.output_type != "stream"]
    return node
