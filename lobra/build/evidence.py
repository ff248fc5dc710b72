"""Where each statement of a report comes from: read back out of the finished notebook.

Every row of every table, chart, list and key figure is a claim and must name its source. The
build refuses a report with one that doesn't; `trace` answers an auditor who asks about a number.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

from lobra.blocks import UNKNOWN, Block, Sources, Table
from lobra.export.document import block_of
from lobra.export.html import Link
from lobra_data.errors import LobraError, shown
from lobra_data.files import Row


@dataclass(frozen=True)
class Claim:
    """One row that a block shows: the block's title, the row's cells by heading, its source."""

    block: str
    title: str
    cells: tuple[tuple[str, str], ...]
    source: Sources

    def __str__(self) -> str:
        said = "; ".join(f"{head}: {cell}" for head, cell in self.cells if cell)
        return f"{self.title or self.block}: {said}"

    def contains(self, text: str) -> bool:
        """Whether any cell holds the text, large and small letters alike; a number as a whole."""
        wanted = " ".join(text.casefold().split())
        if wanted.replace(",", "").isdigit():
            return any(
                wanted in cell.casefold().replace("–", " ").split() for _, cell in self.cells
            )
        return any(wanted in " ".join(cell.casefold().split()) for _, cell in self.cells)


def blocks(notebook: Mapping[str, Any]) -> Iterator[Block]:
    """The blocks of an executed report notebook, in the order of the report."""
    for cell in notebook["cells"]:
        for output in cell.get("outputs", ()):
            if block := block_of(output):
                yield block


def tables(blocks: Iterable[Block]) -> Iterator[Table]:
    """The data behind all blocks: what the CSV files hold, and every claim."""
    for block in blocks:
        yield from block.tables()


def claims(blocks: Iterable[Block]) -> Iterator[Claim]:
    """Every claim of the blocks; what the report says of itself is none."""
    for table in tables(blocks):
        heads = [column.label for column in table.columns]
        for row, source in table.sourced() if table.is_claim else ():
            yield Claim(table.name, table.title, tuple(zip(heads, row, strict=True)), source)


def without_source(claims: Iterable[Claim]) -> list[Claim]:
    """The claims that name no source; a value that is said to be unknown claims nothing."""
    unknown = ("Värde", UNKNOWN)
    return [one for one in claims if not one.source and unknown not in one.cells]


def summary(claims: Sequence[Claim]) -> dict[str, float]:
    """How many claims there are, and the share of them (0–1) that name a source."""
    n, missing = len(claims), len(without_source(claims))
    return {"n": n, "share_with_source": round((n - missing) / n, 4) if n else 1.0}


def trace(report: Path, text: str) -> list[Claim]:
    """The claims of a finished report that hold the text: where does this come from?

    `report` is the report's folder or any file in it. Raises LobraError when there is no report.
    """
    folder = report if report.is_dir() else report.parent
    notebooks = sorted(folder.glob("*.ipynb"), reverse=True)  # the report before its annexes
    if not notebooks:
        raise LobraError(
            f"{shown(folder)}: här finns ingen rapport. Ange mappen med rapporten, "
            "till exempel reports/hagersten-alvsjo/2021."
        )
    found = [one for path in notebooks for one in _read(path) if one.contains(text)]
    return list(dict.fromkeys(found))


def _read(path: Path) -> list[Claim]:
    try:
        return [*claims(blocks(json.loads(path.read_text(encoding="utf-8"))))]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise LobraError(
            f"{shown(path)}: rapporten går inte att läsa ({error}). Bygg om den."
        ) from None


class Library:
    """A folder of source documents, known by their checksums: gives the words of a line, and the
    file that a reference leads to. `changed` are files that bear a document's name but aren't it.
    """

    def __init__(self, folder: Path, documents: Iterable[Row]) -> None:
        rows = [row.values for row in documents]
        by_sum = {row["sha256"]: row["title"] for row in rows if row["sha256"]}
        by_name = {row["file_name"]: row["title"] for row in rows}
        if not folder.is_dir():
            raise LobraError(f"{shown(folder)}: mappen med dokument finns inte.")
        self._lines: dict[str, list[str]] = {}
        self._files: dict[str, Path] = {}
        changed: dict[str, Path] = {}
        for path in sorted(p for p in folder.rglob("*") if p.is_file()):
            data = path.read_bytes()
            title = by_sum.get(hashlib.sha256(data).hexdigest())
            if title:
                self._lines[title] = data.decode("utf-8", "replace").splitlines()
                self._files.setdefault(title, path)
            elif path.name in by_name:
                changed[by_name[path.name]] = path
        self.changed = {t: path for t, path in changed.items() if t not in self._files}

    def words(self, source: Sources) -> str:
        """What the document says on the first line that is named; empty when it isn't here."""
        for one in source:
            lines = self._lines.get(one.document, [])
            if one.lines and 0 < one.lines[0] <= len(lines):
                return " ".join(lines[one.lines[0] - 1].split())
        return ""

    def links(self, folder: Path) -> dict[str, Link]:
        """Title of a document → the way from a page in `folder` to its file."""
        return {
            title: Link(_address(path, folder), path.name) for title, path in self._files.items()
        }


def _address(path: Path, folder: Path) -> str:
    """The way from the report to the file, so that both can be moved together."""
    try:
        way = os.path.relpath(path.resolve(), folder.resolve())
    except ValueError:  # another drive of Windows
        return path.resolve().as_uri()
    return quote(Path(way).as_posix())
