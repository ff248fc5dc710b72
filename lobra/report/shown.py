"""Rows as they are shown: tables, and charts with table and alt text made from the same cells."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TypeVar

import pandas as pd

from lobra import charts
from lobra.blocks import RECORDS, Block, Chart, Column, Missing, Sources, Statement, Table, Text
from lobra.charts import Cell
from lobra.report.material import Material
from lobra.report.rows import Row, iterated
from lobra_data import words

T = TypeVar("T")

Cells = Mapping[Column, Callable[[T], str]]
"""Each column of a table with its cell, made of what the line is about."""
Columns = Mapping[Column, str | Callable[[Row], str]]
"""The same for records; the name of a field stands for its value as `words.text` says it."""

NOT_NOTED = "inget antecknat"
"""What a cell says where the records hold nothing, which is no claim about what minutes say."""
SILENT = ("none", "missing")
"""Marks that say that there is nothing: left out of alt texts, which would drown in them."""


def table(
    m: Material,
    rows: pd.DataFrame,
    name: str,
    title: str,
    columns: Columns,
    source: Sources = (),
    sources: Sequence[Sources] | None = None,
) -> Table:
    """A line a record, each with its own source unless `sources` say otherwise."""
    cells = {column: _cell(cell) for column, cell in columns.items()}
    places = m.each(rows) if sources is None else sources
    return listing(iterated(rows), name, title, cells, places, source)


def said_missing(m: Material, name: str, text: str) -> Block:
    """The sentence in place of what isn't there; what may only wait isn't called missing."""
    if m.n_waiting:
        return Text(name=name, text=m.so_far(text), source=RECORDS)
    return Missing(name=name, text=text)


def remark(m: Material, name: str, text: str) -> Block:
    """A sentence of the report's own in the same place: quiet, where a chapter goes on without."""
    return Text(name=name, text=m.so_far(text), is_claim=False)


def waiting(m: Material) -> Statement:
    """What the reader has to know before all else, as long as rows wait for review."""
    hidden = f"{words.capitalised(m.waiting)} och visas inte i den offentliga utgåvan."
    return Statement(f"{hidden} Alla tal gäller det som är granskat.", RECORDS)


def none_noted(m: Material, what: str) -> str:
    """Why nothing of a kind is shown: none is noted from the year's minutes, or there are none."""
    n = len(m.of_year("meetings"))
    if not n:
        return f"Inget protokoll från {m.year} finns {m.here}, så {what} är okända."
    minutes = words.form(n, "protokollet", "protokollen")
    return f"Inga {what} är antecknade ur {minutes} från {m.year}."


def listing(
    items: Iterable[T],
    name: str,
    title: str,
    columns: Cells[T],
    sources: Sequence[Sources] = (),
    source: Sources = (),
) -> Table:
    """A line for each of any items; `sources` say where each comes from."""
    rows = [[cell(item) for cell in columns.values()] for item in items]
    return Table(
        name=name, title=title, source=source, columns=[*columns], rows=rows, sources=sources
    )


def meeting_column(m: Material, rows: pd.DataFrame) -> Columns:
    """Which meeting each row is of, where they are of more than one."""
    if rows["meeting_id"].nunique() < 2:
        return {}
    return {Column("Möte", 0.8): lambda row: m.short_day(m.meeting(row["meeting_id"]))}


def retold(m: Material, row: Row) -> str:
    """What a row of minutes says, as it reads outside them; empty if it only points elsewhere."""
    if not words.is_known(row["text"]):
        return ""
    meeting = m.meeting(row["meeting_id"])
    is_dated = words.is_known(meeting["held_on"])
    return words.retold(row["text"], f"den {m.meeting_day(meeting)}" if is_dated else "vid mötet")


def _cell(cell: str | Callable[[Row], str]) -> Callable[[Row], str]:
    return (lambda row: words.text(row[cell])) if isinstance(cell, str) else cell


def matrix_chart(
    name: str,
    title: str,
    row_head: str,
    columns: Sequence[str],
    grid: Sequence[tuple[str, Sequence[Cell]]],
    said: Mapping[str, str],
    legend: Sequence[tuple[str, str]],
    source: Sources,
    sources: Sequence[Sources],
    last: str | None = None,
) -> Chart:
    """Rows × columns of symbols. `said` gives each mark's word in table and alt text; a cell's
    own text goes before it. `last` heads a column that holds words only."""
    heads = [*columns, last] if last else list(columns)
    rows = [
        [
            cell.text if last and n == len(columns) else f"{cell.text} {said[cell.mark]}".strip()
            for n, cell in enumerate(cells)
        ]
        for _, cells in grid
    ]
    told = []
    for (label, cells), row in zip(grid, rows, strict=True):
        told_cells = [
            f"{head} {shown}"
            for head, cell, shown in zip(heads, cells, row, strict=True)
            if cell.mark not in SILENT or (head == last and shown)
        ]
        told += [f"{label}: {words.listed(told_cells)}."] if told_cells else []
    rows_said = f"Matris: {row_head.lower()} i rader, {words.listed(heads)} i kolumner."
    return Chart(
        name=name,
        title=title,
        source=source,
        alt=f"{rows_said} {' '.join(told)}",
        table=Table(
            name=name,
            title=title,
            columns=[Column(row_head, 2.5), *map(Column, heads)],
            rows=[[label, *row] for (label, _), row in zip(grid, rows, strict=True)],
            sources=sources,
        ),
        svg=charts.matrix(title, heads, grid, legend, last=last),
    )
