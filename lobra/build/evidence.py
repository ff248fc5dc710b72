"""Where each statement of a report comes from: read back out of the finished notebook.

Every row of every table, chart, list and key figure is a claim and must name its source. The
build refuses a report with one that doesn't; `trace` answers an auditor who asks about a number.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import os
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any
from urllib.parse import quote

from lobra.blocks import SOURCE
from lobra_data.errors import LobraError, shown
from lobra_data.files import Row


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

    def words(self, source: str) -> str:
        """What the document says on the line that a source names; empty when it isn't here."""
        for title, lines in self._lines.items():
            found = re.search(rf"{re.escape(title)}\b[^;]*?\brad (\d+)", source)
            if found and 0 < int(found[1]) <= len(lines):
                return " ".join(lines[int(found[1]) - 1].split())
        return ""

    def linked(self, page: str, folder: Path) -> str:
        """The HTML page with its references leading to the documents, seen from `folder`.

        In a list the reference itself is the link and names the file; in a table a row's
        reference is, and the line below the table names the file.
        """
        addresses = {escape(t): _address(path, folder) for t, path in self._files.items()}
        names = {escape(t): escape(path.name) for t, path in self._files.items()}

        def link(text: str, title: str) -> str:
            return f'<a href="{escape(addresses[title])}">{text}</a>'

        def unfolded(found: re.Match[str]) -> str:
            parts = []
            for part in found[2].split("; "):
                title = _title_in(part, addresses)
                parts.append(f"{link(part, title)} i filen {names[title]}" if title else part)
            return found[1] + "; ".join(parts) + found[3]

        def foot(found: re.Match[str]) -> str:
            text = found[2]
            for title in sorted(addresses, key=len, reverse=True):
                text = re.sub(
                    rf"(?<!\w){re.escape(title)}(?![\w<])",
                    lambda m, t=title: f"{link(m[0], t)} ({names[t]})",
                    text,
                    count=1,
                )
            return found[1] + text + found[3]

        def cell(found: re.Match[str]) -> str:
            below = _FOOT.search(page, found.end())
            shared = [t for t in addresses if below and t in below[2]]
            parts = []
            for part in found[2].split("; "):
                title = _title_in(part, addresses)
                letter = re.match(r"([A-Z]) (?=rad|punkt)", part)
                if not title and letter and below:
                    named = rf"(?<!\w){letter[1]} ({'|'.join(map(re.escape, addresses)) or '(?!)'})"
                    title = m[1] if (m := re.search(named, below[2])) else ""
                elif not title and len(shared) == 1 and part.startswith(("rad ", "punkt ")):
                    title = shared[0]
                parts.append(link(part, title) if title else part)
            return found[1] + "; ".join(parts) + found[3]

        page = _CELL.sub(cell, page)
        page = _UNFOLDED.sub(unfolded, page)
        return _FOOT.sub(foot, page)


_UNFOLDED = re.compile(r"(</summary> <span>)([^<]*)(</span></details>)")
_CELL = re.compile(r'(<td class="from">)([^<]*)(</td>)')
_FOOT = re.compile(r'(<p class="source">)([^<]*)(</p>)')


def _title_in(part: str, titles: Iterable[str]) -> str:
    """The document that a reference begins with."""
    found = [t for t in titles if re.match(rf"{re.escape(t)}(?!\w)", part)]
    return max(found, key=len, default="")


def _address(path: Path, folder: Path) -> str:
    """The way from the report to the file, so that both can be moved together."""
    try:
        way = os.path.relpath(path.resolve(), folder.resolve())
    except ValueError:  # another drive of Windows
        return path.resolve().as_uri()
    return quote(Path(way).as_posix())


def _rows(name: str, title: str, table: str) -> Iterator[Claim]:
    rows = list(csv.reader(io.StringIO(table.removeprefix("\ufeff"))))
    heads = rows[0] if rows else []
    for row in rows[1:]:
        cells = tuple(pair for pair in zip(heads, row, strict=True) if pair[0] != SOURCE)
        yield Claim(name, title, cells, dict(zip(heads, row, strict=True)).get(SOURCE, ""))
