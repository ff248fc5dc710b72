"""What was built: the data that each figure shows, the manifest, the list of all reports."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Mapping
from importlib.metadata import version
from itertools import chain
from pathlib import Path
from typing import Any

import nbformat
from pydantic import BaseModel, ConfigDict

from lobra.blocks import KeyFigures, Title
from lobra.build import evidence
from lobra.build.folder import DOCUMENTS, FORMATS, Built, listing
from lobra.build.params import ReportParams
from lobra.export import exporters
from lobra.privacy import disclosure
from lobra.report.cover import ANNEXES, REPORT
from lobra_data import schema
from lobra_data.errors import LobraError, shown, why

PACKAGES = (
    "lobra", "pandas", "matplotlib", "papermill", "nbconvert", "typst", "pikepdf", "python-docx",
)  # fmt: skip


def write_data(nodes: Iterable[nbformat.NotebookNode], folder: Path) -> None:
    """What each chart and table shows, as CSV with a byte order mark so that Excel reads åäö."""
    folder.mkdir()
    for table in chain.from_iterable(map(evidence.tables, nodes)):
        with (folder / f"{table.name}.csv").open("x", encoding="utf-8-sig", newline="\n") as file:
            file.write(table.csv())


def write(
    nodes: Mapping[str, nbformat.NotebookNode],
    params: ReportParams,
    built: Built,
    inputs: Mapping[str, Path],
    root: Path,
) -> None:
    """Says what the report was made of and what was made: `manifest.json` in its folder.

    `inputs` are the notebooks and the files of the council's own words, by what they are called
    here; the descriptor and the records in `root` are added to them.
    """
    blocks = [*evidence.blocks(nodes[REPORT])]
    folder = built.folder
    title = next((one for one in blocks if isinstance(one, Title)), None)
    figures = [one for one in blocks if isinstance(one, KeyFigures)]
    inputs = {"datapackage.json": schema.DESCRIPTOR, **inputs}
    for council in sorted(path for path in root.iterdir() if path.is_dir()):
        inputs |= {f"records/{council.name}/{p.name}": p for p in sorted(council.glob("*.csv"))}
    made = sorted(path for path in folder.rglob("*") if path.is_file())
    contents = {
        "document": dict(title.document) if title else {},
        "parameters": params.as_notebook_values(),
        "key_figures": {f.name: f.value for block in figures for f in block.figures},
        "claims": evidence.summary(*nodes.values()),
        "shown_figures": [(f.label, f.shown) for block in figures for f in block.shown],
        "versions": {name: version(name) for name in PACKAGES},
        "inputs": {name: _sha256(path) for name, path in inputs.items()},
        "documents": {document: _made(built, document) for document in DOCUMENTS},
        "files": {path.relative_to(folder).as_posix(): _sha256(path) for path in made},
        "edition": built.edition,
    }
    text = json.dumps(contents, ensure_ascii=False, indent=2) + "\n"
    (folder / "manifest.json").write_text(text, encoding="utf-8", newline="\n")


def _made(built: Built, document: str) -> list[str]:
    """The files of one document, the way its folder has them."""
    paths = [built.file(kind, document) for kind in (*FORMATS, "ipynb")]
    return [path.name for path in paths if path.is_file()]


class _Document(BaseModel):
    model_config = ConfigDict(strict=True)

    title: str
    council: str
    municipality: str | None
    year: int
    notice: str | None = None


class _Manifest(BaseModel):
    """What the list of reports needs of a manifest; one that lacks it is somebody else's."""

    model_config = ConfigDict(strict=True)

    document: _Document
    shown_figures: list[tuple[str, str]]
    documents: dict[str, list[str]]
    edition: str


def write_index(out: Path) -> list[str]:
    """Lists all built reports, from their manifests, in `out/index.html`.

    Returns a message for each manifest that can't be used: its report isn't in the list.
    """
    reports, unusable = [], []
    index = out / "index.html"
    try:
        with listing(out):
            for path in sorted(out.glob("*/*/manifest.json")):
                try:
                    reports += _entries(path)
                except (OSError, ValueError):
                    unusable.append(
                        f"{shown(path)}: filen är skadad eller gjord av något annat än Lobra; "
                        "rapporten är inte med i listan. Bygg om den, eller flytta mappen."
                    )
            beside = index.with_name(".index.html.ny")
            beside.write_text(exporters.index_html(reports), encoding="utf-8", newline="\n")
            os.replace(beside, index)
    except OSError as error:
        raise LobraError(
            f"{shown(index)}: listan över rapporter går inte att skriva ({why(error)}). "
            "Rapporterna är byggda."
        ) from None
    return unusable


def _entries(path: Path) -> list[dict[str, Any]]:
    """What the list says of a report; nothing of an internal edition, for it may be published."""
    if not path.is_file():  # a pipe may never end
        raise ValueError
    found = _Manifest.model_validate_json(path.read_bytes())
    if found.edition != disclosure.PUBLIC:
        return []
    folder = f"{path.parent.parent.name}/{path.parent.name}"
    files = {
        document: {Path(name).suffix[1:]: f"{folder}/{Path(name).name}" for name in names}
        for document, names in found.documents.items()
    }
    return [
        found.document.model_dump()
        | {
            "council_id": path.parent.parent.name,
            "files": files.get(REPORT, {}),
            "annexes": files.get(ANNEXES, {}),
            "key_figures": found.shown_figures,
        }
    ]


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
