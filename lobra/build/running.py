"""Runs the notebook with the parameters of a report. This is the only home of papermill."""

from __future__ import annotations

import ast
import logging
import os
import re
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import nbformat
import papermill
from nbclient.exceptions import CellTimeoutError, DeadKernelError
from papermill.engines import NBClientEngine, NotebookExecutionManager, papermill_engines
from papermill.exceptions import PapermillExecutionError

from lobra.export import seal
from lobra_data.errors import LobraError, shown

KERNEL = "python3"
RECORDS = "register"  # the folder in `work` with what the edition may show
CELL_SECONDS = 600
KERNEL_OPTIONS = [
    "--IPKernelApp.log_level=50",
    "--HistoryManager.enabled=False",
    "--IPKernelApp.kernel_class=lobra.build.kernel.Kernel",
]
_ANSI = re.compile(r"\x1b\[[0-9;]*m")


class BuildError(LobraError):
    """The notebook or an export broke off. The last good report is untouched."""

    exit_status = 3


def refuse_unfit(notebook: Path, values: Mapping[str, Any]) -> None:
    """papermill would only warn about a parameter that the notebook doesn't know."""
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
    targets = [
        target
        for line in ast.parse(cell.source).body
        if isinstance(line, ast.Assign | ast.AnnAssign)
        for target in (line.targets if isinstance(line, ast.Assign) else [line.target])
    ]
    known = {target.id for target in targets if isinstance(target, ast.Name)}
    if unknown := sorted(set(values) - known):
        raise LobraError(
            f"{shown(notebook)}: parametercellen saknar {', '.join(unknown)}. "
            "Lägg till dem i cellen som har etiketten parameters."
        )


def run(
    notebook: Path, executed: Path, values: Mapping[str, Any], work: Path, failed: Path
) -> nbformat.NotebookNode:
    """The notebook with its results, which also lies in `executed`.

    `work` holds the records, and whatever else the kernel may leave. It is sealed: what its
    exports say of their edition holds until something in it changes. When the notebook breaks
    off, what was run until then lies in `failed`, and BuildError says why.
    """
    bar = {"desc": f"{values['council']} {values['year']}", "unit": "cell", "leave": False}
    logging.getLogger("papermill").setLevel(logging.CRITICAL + 1)
    try:
        with _surroundings(work):
            papermill.execute_notebook(
                str(notebook),
                str(executed),
                parameters=dict(values),
                kernel_name=KERNEL,
                cwd=str(work),
                log_output=False,
                execution_timeout=CELL_SECONDS,
                progress_bar=bar | {"disable": None},
                extra_arguments=[*KERNEL_OPTIONS],
                shutdown_kernel="immediate",  # a kernel asked to stop may take seconds
                engine_name=_Engine.__name__,
                half_run=executed.resolve(),
                request_save_on_cell_execute=False,  # else the whole notebook after every cell
            )
    except (PapermillExecutionError, CellTimeoutError, RuntimeError) as error:
        with suppress(OSError):  # nothing was written, or the disk is full
            shutil.move(executed, failed)
        raise BuildError(_told(error, failed)) from None
    node = _scrubbed(nbformat.read(executed, as_version=4))
    seal.put(node, values["edition"])
    nbformat.write(node, executed)
    return node


class _Engine(NBClientEngine):
    """papermill's own engine, which also writes the notebook when its kernel dies or hangs."""

    @classmethod
    def execute_managed_notebook(
        cls,
        nb_man: NotebookExecutionManager,
        kernel_name: str,
        half_run: Path | None = None,
        **options: Any,
    ) -> None:
        try:
            super().execute_managed_notebook(nb_man, kernel_name, **options)
        except (CellTimeoutError, RuntimeError):
            with suppress(OSError):
                nbformat.write(nb_man.nb, half_run)
            raise


papermill_engines.register(_Engine.__name__, _Engine)


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


@contextmanager
def _surroundings(work: Path) -> Iterator[None]:
    """What the kernel finds around it: the records, and a place of its own for temporary files.

    Jupyter's key to the kernel is one of those, so that a killed build leaves nothing elsewhere.
    """
    values = {"LOBRA_DATA": str(work / RECORDS), "PYDEVD_DISABLE_FILE_VALIDATION": "1"}
    values |= dict.fromkeys(("TMPDIR", "TEMP", "TMP"), str(work))
    before = {name: os.environ.get(name) for name in values}
    usual = tempfile.tempdir
    os.environ.update(values)
    tempfile.tempdir = str(work)
    try:
        yield
    finally:
        tempfile.tempdir = usual
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value


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
