"""What was built: the manifest, and the list of all reports."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Mapping
from importlib.metadata import version
from pathlib import Path

import nbformat

import lobra
from lobra.blocks import KeyFigures, Title
from lobra.build import evidence
from lobra.build.data import write_data as write_data  # build.py asks for it here
from lobra.build.folder import DOCUMENTS, FORMATS, Built
from lobra.build.params import ReportParams
from lobra.export import exporters
from lobra.privacy import disclosure
from lobra.report.cover import ANNEXES, REPORT
from lobra_data import schema

NAME = "manifest.json"

PACKAGES = (
    "lobra", "pandas", "matplotlib", "papermill", "nbconvert", "typst", "pikepdf", "python-docx",
    "xlsxwriter",
)  # fmt: skip


def write(
    nodes: Mapping[str, nbformat.NotebookNode],
    params: ReportParams,
    built: Built,
    notebooks: Iterable[Path],
    root: Path,
) -> None:
    """Says what the report was made of and what was made: `manifest.json` in its folder."""
    blocks = [*evidence.blocks(nodes[REPORT])]
    folder = built.folder
    title = next((one for one in blocks if isinstance(one, Title)), None)
    figures = [one for one in blocks if isinstance(one, KeyFigures)]
    contents = {
        "document": dict(title.document) if title else {},
        "parameters": params.as_notebook_values(),
        "smallest_count": params.smallest_count,
        "key_figures": {f.name: f.value for block in figures for f in block.figures},
        "claims": evidence.summary(*nodes.values()),
        "shown_figures": [(f.label, f.shown) for block in figures for f in block.shown],
        "versions": versions(),
        "program": program(),
        "inputs": inputs(notebooks, root),
        "documents": {document: _made(built, document) for document in DOCUMENTS},
        "files": sums(folder),
        "edition": built.edition,
    }
    text = json.dumps(contents, ensure_ascii=False, indent=2) + "\n"
    (folder / NAME).write_text(text, encoding="utf-8", newline="\n")


def _made(built: Built, document: str) -> list[str]:
    """The files of one document, the way its folder has them."""
    paths = [built.file(kind, document) for kind in (*FORMATS, "ipynb")]
    return [path.name for path in paths if path.is_file()]


def write_index(out: Path) -> Path:
    """Lists all built reports, from their manifests, in `out/index.html`."""
    reports = []
    for path in sorted(out.glob("*/*/manifest.json")):
        try:
            manifest = json.loads(path.read_text(encoding="utf-8"))
            document = manifest["document"]
            entry = {key: document[key] for key in ("title", "council", "municipality", "year")}
            entry |= {"figures": manifest["shown_figures"], "documents": manifest["documents"]}
        except (OSError, ValueError, KeyError, TypeError):
            continue
        if manifest.get("edition") != disclosure.PUBLIC:
            continue  # the list may be published; an internal edition must not be named in it
        folder = path.parent.relative_to(out).as_posix()
        files = {
            document: {Path(name).suffix[1:]: f"{folder}/{name}" for name in names}
            for document, names in entry.pop("documents").items()
        }
        reports.append(
            entry
            | {
                "council_id": path.parent.parent.name,
                "files": files[REPORT],
                "annexes": files[ANNEXES],
                "key_figures": [tuple(pair) for pair in entry.pop("figures")],
                "notice": document.get("notice"),
            }
        )
    index = out / "index.html"
    beside = index.with_name(".index.html.ny")
    beside.write_text(exporters.index_html(reports), encoding="utf-8", newline="\n")
    os.replace(beside, index)
    return index


def inputs(notebooks: Iterable[Path], root: Path) -> dict[str, str]:
    """The sum of each file that a report is made of, by what the file is called in a manifest."""
    paths = {"datapackage.json": schema.DESCRIPTOR}
    paths |= {f"notebooks/{notebook.name}": notebook for notebook in notebooks}
    for council in sorted(path for path in root.iterdir() if path.is_dir()):
        paths |= {f"records/{council.name}/{p.name}": p for p in sorted(council.glob("*.csv"))}
    return {name: _sha256(path) for name, path in paths.items()}


def sums(folder: Path) -> dict[str, str]:
    """The sum of each file of a report but the manifest itself."""
    made = sorted(path for path in folder.rglob("*") if path.is_file())
    there = {path.relative_to(folder).as_posix(): path for path in made}
    return {name: _sha256(path) for name, path in there.items() if name != NAME}


def versions() -> dict[str, str]:
    """The installed versions of what a report is made with."""
    return {name: version(name) for name in PACKAGES}


def program() -> str:
    """One sum over Lobra's own files; the records aren't among them, and have sums of their own."""
    whole = hashlib.sha256()
    for package in (Path(lobra.__file__).parent, schema.DESCRIPTOR.parent):
        for path in sorted(package.rglob("*")):
            name = path.relative_to(package)
            if path.is_file() and not {"__pycache__", "records"} & set(name.parts):
                whole.update(f"{package.name}/{name.as_posix()}\0{_sha256(path)}\n".encode())
    return whole.hexdigest()


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
