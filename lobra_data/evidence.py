"""Where each statement of a report comes from: read back out of the finished notebook.

Every row of every table, chart, list and key figure is a claim and must name its source. The
build refuses a report with one that doesn't; `trace` answers an auditor who asks about a number.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lobra_data.blocks import SOURCE
from lobra_data.errors import LobraError, shown
from lobra_data.records import Row


@dataclass(frozen=True)
class Claim:
    """One row that a block shows: the block's title, the row's cells by heading, its source."""

    block: str
    title: str
    cells: tuple[tuple[str, str], ...]
    source: str

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


def claims(notebook: Mapping[str, Any]) -> Iterator[Claim]:
    """Every claim of an executed report notebook, in the order of the report."""
    for cell in notebook["cells"]:
        for output in cell.get("outputs", ()):
            about = output.get("metadata", {}).get("lobra", {})
            if not about.get("is_claim", True):
                continue
            tables = dict(about.get("files", {}))
            if "text/csv" in output.get("data", {}):
                tables[about["name"]] = "".join(output["data"]["text/csv"])
            for name, table in tables.items():
                yield from _rows(name, about.get("titles", {}).get(name, about["title"]), table)


def without_source(notebook: Mapping[str, Any]) -> list[Claim]:
    """The claims that name no source; a value that is said to be unknown claims nothing."""
    return [
        claim
        for claim in claims(notebook)
        if not claim.source.strip() and ("Värde", "okänt") not in claim.cells
    ]


def summary(notebook: Mapping[str, Any]) -> dict[str, float]:
    """How many claims the report makes, and the share of them (0–1) that name a source."""
    n, missing = len([*claims(notebook)]), len(without_source(notebook))
    return {"n": n, "share_with_source": round((n - missing) / n, 4) if n else 1.0}


def trace(report: Path, text: str) -> list[Claim]:
    """The claims of a finished report that hold the text: where does this come from?

    `report` is the report's folder or any file in it. Raises LobraError when there is no report.
    """
    folder = report if report.is_dir() else report.parent
    notebooks = sorted(folder.glob("*.ipynb"))
    if not notebooks:
        raise LobraError(
            f"{shown(folder)}: här finns ingen rapport. Ange mappen med rapporten, "
            "till exempel reports/hagersten-alvsjo/2021."
        )
    try:
        notebook = json.loads(notebooks[0].read_text(encoding="utf-8"))
        found = [claim for claim in claims(notebook) if claim.contains(text)]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise LobraError(
            f"{shown(notebooks[0])}: rapporten går inte att läsa ({error}). Bygg om den."
        ) from None
    return list(dict.fromkeys(found))


class Library:
    """A folder of source documents, known by their checksums: gives the words of a line."""

    def __init__(self, folder: Path, documents: Iterable[Row]) -> None:
        by_sum = {row.values["sha256"]: row.values["title"] for row in documents}
        if not folder.is_dir():
            raise LobraError(f"{shown(folder)}: mappen med dokument finns inte.")
        self._lines: dict[str, list[str]] = {}
        for path in sorted(p for p in folder.rglob("*") if p.is_file()):
            data = path.read_bytes()
            title = by_sum.get(hashlib.sha256(data).hexdigest())
            if title:
                self._lines[title] = data.decode("utf-8", "replace").splitlines()

    def words(self, source: str) -> str:
        """What the document says on the line that a source names; empty when it isn't here."""
        for title, lines in self._lines.items():
            found = re.search(rf"{re.escape(title)}\b[^;]*?\brad (\d+)", source)
            if found and 0 < int(found[1]) <= len(lines):
                return " ".join(lines[int(found[1]) - 1].split())
        return ""


def _rows(name: str, title: str, table: str) -> Iterator[Claim]:
    rows = list(csv.reader(io.StringIO(table.removeprefix("\ufeff"))))
    heads = rows[0] if rows else []
    for row in rows[1:]:
        cells = tuple(pair for pair in zip(heads, row, strict=True) if pair[0] != SOURCE)
        yield Claim(name, title, cells, dict(zip(heads, row, strict=True)).get(SOURCE, ""))
