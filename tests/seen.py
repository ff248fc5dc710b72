"""What a report shows, and what the records hold, read apart from each other.

The records are read with the csv module, not with the program: a count made here and a figure
of the report agree only if both are right. Blocks and drawings are read in one place, here.
"""

from __future__ import annotations

import csv
import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT

from lobra import report
from lobra.blocks import Block, Status
from lobra.charts import canvas
from lobra.report import Material, annexes, judgements
from lobra_data import frames

HL, HA, DEMO = "hagersten-liljeholmen", "hagersten-alvsjo", "exempelkoping"
REPORTS = [(HL, 2017), (HL, 2018), (HL, 2019), (HA, 2021), (DEMO, 2023), (DEMO, 2024)]
NOTEBOOKS = ("verksamhetsberattelse", "bilagor")
BEFORE = {HA: [HL, HA]}
Row = dict[str, str]


@cache
def material(council: str, year: int) -> Material:
    """The material of a report as the program reads it; tests share it, as its blocks do."""
    return Material(council, year, data=_folder(council))


def with_counts(council: str, year: int, **counts: int) -> Material:
    """The same for one test alone, with `n_waiting`, `n_withheld` or `n_blurred` rows."""
    return Material(council, year, data=_folder(council), **counts)


def _folder(council: str) -> str:
    return str(ROOT / ("demo/records" if council == DEMO else "lobra_data/records"))


@cache
def records(council: str, table: str) -> tuple[Row, ...]:
    """The rows of one council's file that may be published, as the file has them."""
    with open(f"{_folder(council)}/{council}/{table}.csv", encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    if council == DEMO and table == "statements":  # the one text of which the conflicts know better
        (text,) = [row for row in rows if "deltog 34 boende" in row["text"]]
        text["text"] += " Rätt uppgift: 38."
    return tuple(
        row
        for row in rows
        if row.get("is_sensitive", "no") == "no" and row.get("is_reviewed", "yes") == "yes"
    )


def ever(council: str, table: str) -> list[Row]:
    """The same with the rows of the council before, whose minutes come first."""
    return [row for one in BEFORE.get(council, [council]) for row in records(one, table)]


def days(meeting: Row) -> tuple[str, str]:
    """The first and the last day on which a meeting can have been held."""
    held = meeting["held_on"]
    return held or meeting["held_earliest"], held or meeting["held_latest"]


def meetings_of(council: str, year: int) -> list[Row]:
    """The meetings of a year that have minutes."""
    rows = records(council, "meetings")
    return [row for row in rows if days(row)[0][:4] <= str(year) <= days(row)[1][:4]]


def told_at(council: str, year: int, table: str) -> list[Row]:
    """The rows that the minutes of a year hold."""
    keys = {row["meeting_id"] for row in meetings_of(council, year)}
    return [row for row in records(council, table) if row["meeting_id"] in keys]


def planned(council: str, year: int, table: str) -> list[Row]:
    """Measures, or what hangs on them, of the council's own plans that cover the year."""
    plans = {
        row["action_plan_id"]
        for row in records(council, "action_plans")
        if row["year_from"] <= str(year) <= (row["year_to"] or "9999")
    }
    measures = [row for row in records(council, "measures") if row["action_plan_id"] in plans]
    keys = {row["measure_id"] for row in measures}
    return [row for row in records(council, table) if row["measure_id"] in keys]


def followed(council: str, year: int) -> list[Row]:
    """The measures of every plan that had begun by the year."""
    plans = {
        row["action_plan_id"]
        for row in ever(council, "action_plans")
        if row["year_from"] <= str(year)
    }
    return [row for row in ever(council, "measures") if row["action_plan_id"] in plans]


def in_the_notebook(m: Material) -> list[Block]:
    """What the cells of both notebooks show, in order, the title pages left out."""
    return [block for name in NOTEBOOKS for block in shown_by(name, m)]


def shown_by(notebook: str, m: Material) -> list[Block]:
    """What the cells of one notebook show, in order, the title page left out."""
    cells = json.loads((ROOT / f"notebooks/{notebook}.ipynb").read_text("utf-8"))["cells"]
    calls = [re.fullmatch(r"(\w+)\.(\w+)\(m\)", "".join(cell["source"])) for cell in cells]
    rooms = {"report": report, "annexes": annexes}
    return [getattr(rooms[call[1]], call[2])(m) for call in calls if call]


@cache
def made_by(notebook: str, council: str, year: int) -> tuple[Block, ...]:
    """What the cells of a report's notebook show, charts without their picture: made once."""
    with pytest.MonkeyPatch.context() as patch:
        drawings(patch)
        return tuple(shown_by(notebook, material(council, year)))


def in_both(council: str, year: int) -> list[Block]:
    """The same of both notebooks."""
    return [block for name in NOTEBOOKS for block in made_by(name, council, year)]


def values(block: Any) -> dict[str, int | None]:
    """The number of every key figure by name."""
    return {figure.name: figure.value for figure in block.figures}


def said(block: Any) -> list[str]:
    """The sentences of a list, without their sources."""
    return [getattr(item, "text", None) or item[0] for item in block.items]


def cells(block: Any) -> list[list[str]]:
    """The rows of a table, or of the table behind a chart, without where each is from."""
    n = len(heads(block))
    return [list(map(str, row))[:n] for row in getattr(block, "table", block).rows]


def heads(block: Any) -> list[str]:
    """The headings of those columns."""
    labels = [column.label for column in getattr(block, "table", block).columns]
    return [label for label in labels if label != "Källa"]


def by_head(block: Any) -> list[Row]:
    """The same rows, each cell by its heading."""
    return [dict(zip(heads(block), row, strict=True)) for row in cells(block)]


def parts(block: Any) -> list[Any]:
    """The blocks of a group."""
    return [part for _, part in block.parts]


def judged(m: Material) -> list[Row]:
    """How each measure is judged, by whom and on what ground."""
    labels = frames.labels("assessments", "fulfilment")
    return [
        {
            "Åtgärd": m.measure(one.measure),
            "Bedömning": str(Status(judgements.MARKS[one.fulfilment], labels[one.fulfilment])),
            "Slag": one.kind,
            "Grund": one.ground,
        }
        for one in judgements.judgements(m)
    ]


def add(folder: Path, council: str, table: str, **values: object) -> None:
    """Writes a row into a copy of the records, from the minutes of February 2019."""
    path = folder / council / f"{table}.csv"
    with path.open(encoding="utf-8") as file:
        names = next(csv.reader(file))
    row: dict[str, object] = {
        names[0]: f"prov-{len(path.read_text('utf-8'))}",
        "council_id": council,
        "meeting_id": "hl-2019-02-22",
        "document_id": "hl-doc-2019-02-22",
        "line": 30,
        "is_sensitive": "no",
        "is_reviewed": "yes",
    }
    with path.open("a", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, names, lineterminator="\n", extrasaction="ignore")
        writer.writerow(row | values)
    clear(folder, council, *(str(value) for value in values.values()))


def clear(folder: Path, council: str, *texts: str) -> None:
    """Clears texts in a copy of the records, as a person does who has read them."""
    path = folder / council / "clearances.csv"
    there = "".join(one.read_text("utf-8") for one in folder.glob("*/clearances.csv"))
    marks = dict.fromkeys(hashlib.sha256(text.encode()).hexdigest() for text in texts)
    new = [f"{mark},{council},granskare,2026-11-26\n" for mark in marks if mark not in there]
    path.write_text(path.read_text("utf-8") + "".join(new), "utf-8")


def clear_all(folder: Path) -> None:
    """Clears every value of every row of a copy of the records."""
    for path in folder.glob("*/*.csv"):
        with path.open(encoding="utf-8", newline="") as file:
            said = {value for row in csv.DictReader(file) for value in row.values() if value}
        if path.stem != "clearances":
            clear(folder, path.parent.name, *sorted(said))


def change(folder: Path, council: str, table: str, key: str, **values: str) -> None:
    """Rewrites fields of one row of a copy of the records, known by its first field."""
    path = folder / council / f"{table}.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    names = list(rows[0])
    (row,) = (row for row in rows if row[names[0]] == key)
    row |= values
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, names, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


@dataclass(frozen=True)
class Text:
    """A text as it was placed on the sheet; `y` is its middle where it was centred on a line."""

    x: float
    y: float
    text: str
    align: str
    weight: str
    is_middle: bool


@dataclass(frozen=True)
class Mark:
    """A symbol and its middle."""

    x: float
    y: float
    kind: str
    size: float


@dataclass(frozen=True)
class Box:
    """A rectangle by its upper left corner."""

    x: float
    y: float
    width: float
    height: float
    is_dashed: bool


@dataclass(frozen=True)
class Line:
    """A line through points."""

    points: tuple[tuple[float, float], ...]
    colour: str
    width: float


@dataclass
class Drawing:
    """What was drawn on one sheet, in order."""

    title: str = ""
    shapes: list[Any] = field(default_factory=list)

    def of(self, kind: type) -> list[Any]:
        return [shape for shape in self.shapes if isinstance(shape, kind)]

    def text(self, text: str) -> Text:
        """The only text that says this."""
        (found,) = [one for one in self.of(Text) if one.text == text]
        return found

    def legend(self) -> dict[str, str]:
        """What each symbol is said to mean: symbols and words by turns before the first line."""
        found = {}
        for shape, after in zip(self.shapes, self.shapes[1:], strict=False):
            if isinstance(shape, Line):
                break
            if isinstance(shape, Mark) and isinstance(after, Text):
                found[shape.kind] = after.text
        return found


def drawings(monkeypatch: Any) -> list[Drawing]:
    """A list that every sheet drawn from now on is added to, with the shapes that it was given.

    Nothing becomes an SVG meanwhile, which would take most of the time.
    """
    done: list[Drawing] = []
    open_sheets: dict[int, Drawing] = {}
    is_inside = [False]

    def spied(name: str, seen: Any) -> None:
        real = getattr(canvas.Sheet, name)

        def call(sheet: Any, *given: Any, **more: Any) -> Any:
            if is_inside[0]:  # what a symbol is made of is the symbol's own matter
                return real(sheet, *given, **more)
            open_sheets.setdefault(id(sheet), Drawing()).shapes.append(seen(*given, **more))
            is_inside[0] = True
            try:
                return real(sheet, *given, **more)
            finally:
                is_inside[0] = False

        monkeypatch.setattr(canvas.Sheet, name, call)

    spied("text", _text)
    spied("mark", lambda x, y, kind, size=4.4: Mark(x, y, kind, size))
    spied("box", lambda x, y, w, h, **more: Box(x, y, w, h, more.get("dashed", False)))
    spied("line", _line)

    def finished(sheet: Any, title: str) -> str:
        drawing = open_sheets.pop(id(sheet), Drawing())
        drawing.title = title
        done.append(drawing)
        return ""

    monkeypatch.setattr(canvas.Sheet, "svg", finished)
    return done


def _text(x: float, y: float, text: str, **more: Any) -> Text:
    align, weight = more.get("align", "left"), more.get("weight", "normal")
    return Text(x, y, text, align, weight, more.get("middle", False))


def _line(xs: list[float], ys: list[float], **more: Any) -> Line:
    points = tuple(zip(xs, ys, strict=True))
    return Line(points, more.get("colour", canvas.RULE), more.get("width", 0.7))


def in_row(shapes: list[Any], y: float) -> Iterator[Any]:
    """The shapes whose middle is on the line, from left to right."""
    return iter(sorted((one for one in shapes if abs(one.y - y) < 0.01), key=lambda one: one.x))
