"""What the minutes tell of crime and safety, statement by statement, and the statistics."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import pandas as pd

from lobra.blocks import Block, Column, Group, Nothing, Source, Table
from lobra.report.annexes.compact import EMPTY
from lobra.report.material import Material
from lobra.report.rows import Row, alike, iterated
from lobra.report.shown import Cells, Columns, listing, meeting_column, retold, table
from lobra_data import words

UNTOLD = "redovisas inte"
MOST_YEARS = 7


def what_was_said(m: Material) -> Block:
    """What the minutes say, theme by theme and within a theme meeting by meeting."""
    rows = m.by_meeting(m.of_year("statements"))
    if rows.empty:
        return Nothing(name="lagesbild")
    rows = rows.sort_values("theme", kind="stable")
    columns: Columns = {
        Column("Tema", 1): lambda row: _theme(m, row),
        Column("Vad protokollet säger", 4.2): lambda row: _with_place(m, row),
        **meeting_column(m, rows),
    }
    title = f"Vad protokollen från {m.year} säger, tema för tema"
    return table(m, rows, "lagesbild", title, columns, m.sources(rows))


def _theme(m: Material, row: Row) -> str:
    return words.capitalised(m.label("statements", "theme", row["theme"]))


def _with_place(m: Material, row: Row) -> str:
    place, text = row["place"], retold(m, row) or row["text"]
    return f"{place}: {text}" if words.is_known(place) and place not in text else text


def statistics(m: Material) -> Block:
    """Every value up to the year: a line an indicator and area, a column a year. Where the source
    gives a rate too, it stands within brackets. More years than fit side by side go on below."""
    rows = m.ever("statistics")
    rows = rows[rows["year"].le(m.year).fillna(False) & rows["month"].isna()]
    first = {name: n for n, name in enumerate(rows["indicator"].drop_duplicates())}
    rows = rows.sort_values("indicator", key=lambda names: names.map(first), kind="stable")
    years = sorted(map(int, rows["year"].unique()))
    spans = [years[n : n + MOST_YEARS] for n in range(0, len(years), MOST_YEARS)]
    if not spans:
        return Nothing(name="statistik")
    parts = [("", _of_years(m, rows, span, n)) for n, span in enumerate(spans, start=1)]
    return Group(name="statistik", title="Statistik", parts=parts)


def _of_years(m: Material, rows: pd.DataFrame, years: list[int], number: int) -> Table:
    rows, span = rows[rows["year"].isin(years)], (years[0], years[-1])
    keys = ["indicator", "is_comparison", "area", "unit"]
    found = alike(iterated(rows), *keys)
    columns: Cells[Sequence[Row]] = {
        Column("Indikator", 2): _indicator,
        Column("Område", 1): lambda mine: mine[0]["area"],
        **{Column(str(year), is_number=True): partial(_values, year=year) for year in years},
    }
    title = f"Anmälda brott och upplevd trygghet {'–'.join(dict.fromkeys(map(str, span)))}"
    if rows["per_100k"].notna().any():
        title += " (inom parentes: per 100 000 invånare)"
    sources = [m.lines(*mine) for mine in found]
    return listing(found, f"statistik-{number}", title, columns, sources, _published(m, rows))


def _indicator(mine: Sequence[Row]) -> str:
    return ", ".join(
        str(mine[0][key]) for key in ("indicator", "unit") if words.is_known(mine[0][key])
    )


def _values(mine: Sequence[Row], year: int) -> str:
    """212 (688), with a mark where it is preliminary; what isn't there for the year is a dash."""
    return ", ".join(_value(row) for row in mine if row["year"] == year) or EMPTY


def _value(row: Row) -> str:
    said = words.text(row["value"], UNTOLD)
    if words.is_known(row["per_100k"]):
        said = f"{said} ({words.text(row['per_100k'])})"
    return (
        f"{said} prel." if words.is_known(row["is_preliminary"]) and row["is_preliminary"] else said
    )


def _published(m: Material, rows: pd.DataFrame) -> tuple[Source, ...]:
    """Who published the values and when they were fetched, and the documents they stand in."""
    pairs = dict.fromkeys(zip(rows["publisher"], rows["retrieved_on"], strict=True))
    who = [
        f"{publisher}, hämtat {words.date(day)}" if words.is_known(day) else str(publisher)
        for publisher, day in pairs
        if words.is_known(publisher)
    ]
    return (*map(Source, who), *m.sources(rows))
