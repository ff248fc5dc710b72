"""From parameters to a finished report: papermill runs the notebook, nbconvert exports it.

Everything is made in a folder beside the last good report and renamed into place as a whole,
so that a build that fails changes nothing. This is the only home of papermill.
"""

from __future__ import annotations

import ast
import hashlib
import json
import logging
import os
import re
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

import nbformat
import papermill
from nbclient.exceptions import CellTimeoutError, DeadKernelError
from papermill.engines import NBClientEngine, papermill_engines
from papermill.exceptions import PapermillExecutionError

from lobra import export
from lobra.build import evidence
from lobra.build.params import ReportParams
from lobra.privacy import disclosure, gate
from lobra_data import files, schema
from lobra_data.errors import LobraError, shown

NAME = "verksamhetsberattelse"
SUFFIXES = {disclosure.PUBLIC: "", disclosure.INTERNAL: "-intern"}
KERNEL = "python3"
CELL_SECONDS = 600
TOLD = 20  # as many problems of one kind as a person reads
QUIET_KERNEL = ["--IPKernelApp.log_level=50", "--HistoryManager.enabled=False"]
PACKAGES = (
    "lobra", "pandas", "matplotlib", "papermill", "nbconvert", "typst", "pikepdf", "python-docx",
)  # fmt: skip
EXPORTERS: dict[str, Callable[[nbformat.NotebookNode], bytes]] = {
    "html": lambda node: export.to_html(node).encode("utf-8"),
    "pdf": export.to_pdf,
    "docx": export.to_docx,
}
_ANSI = re.compile(r"\x1b\[[0-9;]*m")


class BuildError(LobraError):
    """The notebook or an export broke off. The last good report is untouched."""

    exit_status = 3


@dataclass(frozen=True)
class Built:
    """Where a finished report lies; the files of the internal edition say so in their names."""

    folder: Path
    edition: str

    def file(self, kind: str) -> Path:
        return self.folder / f"{NAME}{SUFFIXES[self.edition]}.{kind}"


def build(
    params: ReportParams,
    notebook: Path,
    out: Path,
    data: Path | None = None,
    edition: str = disclosure.PUBLIC,
    formats: Sequence[str] = ("html", "pdf"),
    library: evidence.Library | None = None,
) -> Built:
    """Makes the report of one year and puts it in `out/<council>/<year>/`.

    The internal edition goes to `<year>-intern`. The references on the web page lead to the
    documents of `library`, if there is one. Raises BuildError when a cell fails; the
    half-run notebook then lies beside the report as `<year>-misslyckad.ipynb`. Raises LobraError,
    and publishes nothing, when a finished public file holds what must not be published.
    """
    source = files.find(data)
    target = out / params.council / f"{params.year}{SUFFIXES[edition]}"
    failed = target.with_name(f"{target.name}-misslyckad.ipynb")
    values = params.as_notebook_values() | {"edition": edition, "n_withheld": 0, "n_blurred": 0}
    _refuse_unfit(notebook, values)
    with _beside(target) as folder, tempfile.TemporaryDirectory(prefix="lobra-") as shown_records:
        withheld = disclosure.prepare(source, Path(shown_records), edition, params.smallest_count)
        values["n_withheld"] = withheld.rows[params.council]
        values["n_blurred"] = withheld.small_counts[params.council]
        built = Built(folder, edition)
        _run(notebook, built.file("ipynb"), values, Path(shown_records), failed)
        node = _scrubbed(nbformat.read(built.file("ipynb"), as_version=4))
        nbformat.write(node, built.file("ipynb"))
        for kind in formats:
            made = EXPORTERS[kind](node)
            if kind == "html" and library:
                made = library.linked(made.decode("utf-8"), target).encode("utf-8")
            built.file(kind).write_bytes(made)
        _write_data(node, folder / "data")
        _refuse_unsourced(node)
        if edition == disclosure.PUBLIC:
            _refuse_leaks(source, params, folder, target)
        manifest = _manifest(node, params, notebook, source.root, folder)
        _write_json(folder / "manifest.json", manifest | {"edition": edition})
    failed.unlink(missing_ok=True)
    return Built(target, edition)


def _refuse_unsourced(node: nbformat.NotebookNode) -> None:
    missing = evidence.without_source(node)
    if missing:
        told = "\n".join(f"{claim.block}: {claim}" for claim in missing[:TOLD])
        raise BuildError(
            f"Rapporten byggs inte: {len(missing)} uppgifter saknar källa.\n{told}\n"
            "Ange dokument och rad för dem i registren."
        )


def _refuse_leaks(source: files.Records, params: ReportParams, folder: Path, target: Path) -> None:
    names = [row.values["name"] for row in source.rows("people")]
    words = (params.never_publish or "").split(";")
    counts = gate.small_counts(source, params.smallest_count)
    problems = gate.leaks(folder, names, [word.strip() for word in words], counts)
    if problems:
        told = "\n".join(map(str, problems)).replace(shown(folder), shown(target))
        raise LobraError(f"Den offentliga utgåvan publiceras inte:\n{told}")


def write_index(out: Path) -> Path:
    """Lists all built reports, from their manifests, in `out/index.html`."""
    reports = []
    for path in sorted(out.glob("*/*/manifest.json")):
        try:
            manifest = json.loads(path.read_text(encoding="utf-8"))
            document = manifest["document"]
            entry = {key: document[key] for key in ("title", "council", "municipality", "year")}
            entry["figures"] = manifest["shown_figures"]
        except (OSError, ValueError, KeyError, TypeError):
            continue
        if manifest.get("edition") != disclosure.PUBLIC:
            continue  # the list may be published; an internal edition must not be named in it
        folder = path.parent.relative_to(out).as_posix()
        made = [kind for kind in EXPORTERS if path.with_name(f"{NAME}.{kind}").is_file()]
        reports.append(
            entry
            | {
                "council_id": path.parent.parent.name,
                **{f"{kind}_path": f"{folder}/{NAME}.{kind}" for kind in made},
                "notebook_path": f"{folder}/{NAME}.ipynb",
                "key_figures": [tuple(pair) for pair in entry.pop("figures")],
                "notice": document.get("notice"),
            }
        )
    index = out / "index.html"
    beside = index.with_name(".index.html.ny")
    beside.write_text(export.index_html(reports), encoding="utf-8", newline="\n")
    os.replace(beside, index)
    return index


@contextmanager
def _beside(target: Path) -> Iterator[Path]:
    """A new folder that takes the target's place when the block ends well, and else vanishes."""
    old = target.with_name(f".{target.name}.forra")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        if old.exists():  # a build was killed between its two renamings
            shutil.rmtree(old) if target.exists() else old.rename(target)
        folder = Path(tempfile.mkdtemp(prefix=f".{target.name}-", dir=target.parent))
        folder.chmod(0o755)
    except OSError as error:
        raise LobraError(
            f"{shown(target)}: det går inte att skriva här ({error.strerror}). "
            "Välj en annan mapp med --out."
        ) from None
    try:
        yield folder
        try:
            if target.exists():
                target.rename(old)
            try:
                folder.rename(target)
            except OSError:
                if old.exists():
                    old.rename(target)
                raise
        except OSError as error:
            raise LobraError(
                f"{shown(target)}: rapporten går inte att byta ut ({error.strerror}). "
                "Stäng program som har den öppen och försök igen."
            ) from None
        shutil.rmtree(old, ignore_errors=True)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _refuse_unfit(notebook: Path, values: Mapping[str, Any]) -> None:
    """papermill would only warn about a parameter that the notebook doesn't know."""
    try:
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


def _run(
    notebook: Path, executed: Path, values: Mapping[str, Any], root: Path, failed: Path
) -> None:
    bar = {"desc": f"{values['council']} {values['year']}", "unit": "cell", "leave": False}
    logging.getLogger("papermill").setLevel(logging.CRITICAL + 1)
    try:
        with _environment(LOBRA_DATA=str(root), PYDEVD_DISABLE_FILE_VALIDATION="1"):
            papermill.execute_notebook(
                str(notebook),
                str(executed),
                parameters=dict(values),
                kernel_name=KERNEL,
                cwd=str(executed.parent),
                log_output=False,
                execution_timeout=CELL_SECONDS,
                progress_bar=bar | {"disable": None},
                extra_arguments=QUIET_KERNEL,
                shutdown_kernel="immediate",  # a kernel asked to stop may take seconds
                engine_name=_Engine.__name__,
                half_run=executed.resolve(),
                request_save_on_cell_execute=False,  # else the whole notebook after every cell
            )
    except (PapermillExecutionError, CellTimeoutError, DeadKernelError) as error:
        if executed.exists():
            os.replace(executed, failed)
        raise BuildError(_told(error, failed)) from None


class _Engine(NBClientEngine):
    """papermill's own engine, which also writes the notebook when its kernel dies or hangs."""

    @classmethod
    def execute_managed_notebook(cls, nb_man, kernel_name, half_run=None, **options):
        try:
            super().execute_managed_notebook(nb_man, kernel_name, **options)
        except (CellTimeoutError, DeadKernelError):
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
    first = next((line for line in cell.splitlines() if line.strip()), "")
    return (
        f'Rapporten kunde inte byggas: cellen "{first}" gav felet {what}. '
        f"Den halvkörda notebooken ligger i {shown(failed)}; den förra rapporten är orörd."
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
def _environment(**values: str) -> Iterator[None]:
    before = {name: os.environ.get(name) for name in values}
    os.environ.update(values)
    try:
        yield
    finally:
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


def _blocks(node: nbformat.NotebookNode) -> Iterator[tuple[Mapping[str, Any], Mapping[str, Any]]]:
    """(what the block says of itself, its data by MIME type) for each block in the notebook."""
    for cell in node.cells:
        for output in cell.get("outputs", ()):
            if "lobra" in output.get("metadata", {}):
                yield output.metadata.lobra, output.data


def _write_data(node: nbformat.NotebookNode, folder: Path) -> None:
    """What each chart and table shows, as CSV with a byte order mark so that Excel reads åäö."""
    folder.mkdir()
    for about, data in _blocks(node):
        files = {about["name"]: data["text/csv"]} if "text/csv" in data else about.get("files", {})
        for name, text in files.items():
            (folder / f"{name}.csv").write_text(text, encoding="utf-8-sig", newline="\n")


def _manifest(
    node: nbformat.NotebookNode, params: ReportParams, notebook: Path, root: Path, folder: Path
) -> dict[str, Any]:
    blocks = [about for about, _ in _blocks(node)]
    document = next((dict(b["document"]) for b in blocks if b["kind"] == "title"), {})
    figures = {k: v for b in blocks for k, v in b.get("key_figures", {}).items()}
    inputs = {"datapackage.json": schema.DESCRIPTOR, f"notebooks/{notebook.name}": notebook}
    for council in sorted(path for path in root.iterdir() if path.is_dir()):
        inputs |= {f"records/{council.name}/{p.name}": p for p in sorted(council.glob("*.csv"))}
    made = sorted(path for path in folder.rglob("*") if path.is_file())
    return {
        "document": document,
        "parameters": params.as_notebook_values(),
        "key_figures": figures,
        "claims": evidence.summary(node),
        "shown_figures": [pair for b in blocks for pair in b.get("shown", [])],
        "versions": {name: version(name) for name in PACKAGES},
        "inputs": {name: _sha256(path) for name, path in inputs.items()},
        "files": {path.relative_to(folder).as_posix(): _sha256(path) for path in made},
    }


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _write_json(path: Path, value: Any) -> None:
    text = json.dumps(value, ensure_ascii=False, indent=2) + "\n"
    path.write_text(text, encoding="utf-8", newline="\n")
