"""Charts with their table and alt text, all made from the same cells."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from lobra import charts
from lobra.blocks import Chart, Column, Sources, Table
from lobra.charts import Bar, Cell
from lobra_data import words

SILENT = ("none", "missing")
"""Marks that say that there is nothing: left out of alt texts, which would drown in them."""


def counted(n: int) -> Cell:
    """A filled symbol with the number, or nothing for none."""
    return Cell("filled", str(n)) if n else Cell("none")


def bar_chart(
    name: str,
    title: str,
    table_title: str,
    heads: tuple[str, str],
    bars: Sequence[Bar],
    source: Sources,
    sources: Sequence[Sources] = (),
) -> Chart:
    """Bars from zero. `heads` are the table's headings for the label and the number; `sources`
    say where each bar comes from."""
    said = words.listed(f"{bar.label} {words.text(float(bar.value))}" for bar in bars)
    return Chart(
        name=name,
        title=title,
        source=source,
        alt=f"Liggande staplar. {words.sentence(said)}",
        table=Table(
            name=name,
            title=table_title,
            columns=[Column(heads[0], 3), Column(heads[1], is_number=True)],
            rows=[[bar.label, words.text(float(bar.value))] for bar in bars],
            sources=sources,
        ),
        svg=charts.bars(title, bars),
    )


def matrix_chart(
    name: str,
    title: str,
    row_head: str,
    columns: Sequence[str],
    grid: Sequence[tuple[str, Sequence[Cell]]],
    said: Mapping[str, str],
    legend: Sequence[tuple[str, str]],
    source: Sources,
    last: str | None = None,
    sources: Sequence[Sources] = (),
) -> Chart:
    """Rows × columns of symbols. `said` gives each mark's word in table and alt text; a cell's
    own text goes before it. `last` heads a column that holds words only. `sources` say where
    each row comes from."""
    heads = [*columns, last] if last else list(columns)

    def text(cell: Cell, is_last: bool) -> str:
        return cell.text if is_last else f"{cell.text} {said[cell.mark]}".strip()

    rows = [
        [label, *(text(c, bool(last) and n == len(heads) - 1) for n, c in enumerate(cells))]
        for label, cells in grid
    ]
    told = []
    for (label, cells), row in zip(grid, rows, strict=True):
        told_cells = [
            f"{head} {shown}"
            for head, cell, shown in zip(heads, cells, row[1:], strict=True)
            if cell.mark not in SILENT or (head == last and shown)
        ]
        if told_cells:
            told.append(f"{label}: {words.listed(told_cells)}.")
    return Chart(
        name=name,
        title=title,
        source=source,
        alt=f"Matris: {row_head.lower()} i rader, {words.listed(heads)} i "
        f"kolumner. {' '.join(told)}",
        table=Table(
            name=name,
            title=title,
            columns=[Column(row_head, 2.5), *(Column(head) for head in heads)],
            rows=rows,
            sources=sources,
        ),
        svg=charts.matrix(title, heads, grid, legend, last=last),
    )
