"""What was built: the manifest, and the list of all reports."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping, Sequence
from contextlib import suppress
from importlib.metadata import version
from pathlib import Path
from typing import Any

import nbformat
from pydantic import BaseModel, ConfigDict

import lobra
from lobra.blocks import KeyFigures, Title
from lobra.build import evidence
from lobra.build.folder import DOCUMENTS, FORMATS, Built, listing
from lobra.build.params import ReportParams
from lobra.export import exporters
from lobra.privacy import disclosure
from lobra.privacy.suppression import Told
from lobra.report.cover import ANNEXES, REPORT
from lobra_data import schema
from lobra_data.errors import LobraError, shown, why

NAME = "manifest.json"

PACKAGES = (
    "lobra", "pandas", "matplotlib", "papermill", "nbconvert", "typst", "pikepdf", "python-docx",
    "xlsxwriter",
)  # fmt: skip


def write(
    nodes: Mapping[str, nbformat.NotebookNode],
    params: ReportParams,
    built: Built,
    read: Mapping[str, Path],
    root: Path,
    told: Sequence[Told],
) -> None:
    """Says what the report was made of and what was made: `manifest.json` in its folder.

    `read` are the notebooks and the files of the council's own words, by what they are called in
    the manifest; the descriptor and the records in `root` are added to them. `told` is what the
    edition tells of tables of persons: no value that it hides can be found from it.
    """
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
        "inputs": inputs(read, root),
        "documents": {document: _made(built, document) for document in DOCUMENTS},
        "files": sums(folder),
        "edition": built.edition,
        "tables_of_persons": [
            {"cells": sorted(one.cells), "hidden": sorted(one.hidden), "sha256": one.sha256}
            for one in told
        ],
    }
    text = json.dumps(contents, ensure_ascii=False, indent=2) + "\n"
    (folder / NAME).write_text(text, encoding="utf-8", newline="\n")


def _made(built: Built, document: str) -> list[str]:
    """The files of one document, the way its folder has them."""
    paths = [built.file(kind, document) for kind in (*FORMATS, "ipynb")]
    return [path.name for path in paths if path.is_file()]


class ToldTable(BaseModel):
    """What an edition has told of a table of persons, as its manifest has it."""

    model_config = ConfigDict(strict=True)

    cells: list[str]
    hidden: list[str]
    sha256: str

    @property
    def told(self) -> Told:
        return Told(frozenset(self.cells), frozenset(self.hidden), self.sha256)


class _Published(BaseModel):
    edition: str
    tables_of_persons: list[ToldTable] = []


def told(reports: Path) -> list[Told]:
    """What the public editions among a council's reports tell of tables of persons.

    A manifest that can't be used is told of by the list of reports.
    """
    found = []
    for path in sorted(reports.glob("*/manifest.json")):
        with suppress(OSError, ValueError):
            if path.is_file():  # a pipe may never end
                made = _Published.model_validate_json(path.read_bytes())
                found += made.tables_of_persons if made.edition == disclosure.PUBLIC else []
    return [one.told for one in found]


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


def inputs(read: Mapping[str, Path], root: Path) -> dict[str, str]:
    """The sum of each file that a report is made of, by what the file is called in a manifest."""
    paths = {"datapackage.json": schema.DESCRIPTOR, **read}
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
