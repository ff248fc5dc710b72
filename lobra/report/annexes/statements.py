"""Lägesbild: what the minutes tell of crime and safety, by theme and place."""

from __future__ import annotations

import pandas as pd

from lobra import charts
from lobra.blocks import (
    Block,
    Chart,
    Column,
    Group,
    Nothing,
    Source,
    Statement,
    Statements,
)
from lobra.report.material import Material
from lobra.report.shown import (
    Cells,
    count_chart,
    listing,
    said_missing,
)
from lobra_data import words

WHOLE_AREA = "hela området eller flera platser"
UNTOLD = "redovisas inte"


def statistics(m: Material) -> Block:
    """Reported crime and safety up to the year, each indicator beside its comparison area."""
    rows = m.ever("statistics")
    rows = rows[rows["year"].le(m.year).fillna(False)]
    if len(rows):
        return _statistics_chart(m, rows)
    return said_missing(
        m,
        "brottsstatistik",
        f"Inga siffror över anmälda brott eller upplevd trygghet för {m.year} finns "
        f"{m.here}. Det som står nedan är vad som sades på mötena, inte statistik.",
    )


def _statistics_chart(m: Material, rows: pd.DataFrame) -> Chart:
    """Small multiples: rates where the source gives them, since areas differ in size."""
    panels: list[charts.Panel] = []
    shown: list[tuple[charts.Panel, pd.DataFrame]] = []
    for indicator, group in rows.groupby("indicator", sort=False):
        is_rate = group["per_100k"].notna().any()
        unit = "per 100 000 invånare" if is_rate else group["unit"].iloc[0]
        group = group.assign(shown=group["per_100k" if is_rate else "value"])
        areas = [area for _, area in group.groupby(["is_comparison", "area"], sort=True)]
        series = [(area["area"].iloc[0], _by_year(area)) for area in areas]
        panels.append(charts.Panel(str(indicator), unit, series))
        shown += [(panels[-1], year) for a in areas for _, year in a.groupby("year", sort=False)]
    columns: Cells[tuple[charts.Panel, pd.DataFrame]] = {
        Column("Indikator", 2): lambda one: f"{one[0].title}, {one[0].unit}",
        Column("Område"): lambda one: one[1]["area"].iloc[0],
        Column("År"): lambda one: _year(one[1]),
        Column("Värde", is_number=True): lambda one: words.text(one[1]["shown"].iloc[-1], UNTOLD),
    }
    name, title = "brottsstatistik", f"Anmälda brott och trygghet till och med {m.year}"
    told = " ".join(_last_values(panel, int(rows["year"].max())) for panel in panels)
    publishers = tuple(map(Source, dict.fromkeys(rows["publisher"])))
    return Chart(
        name=name,
        title=title,
        source=(*publishers, *m.sources(rows)),
        alt=f"Små linjediagram, ett per indikator, med jämförelseområdet intill. {told}",
        table=listing(shown, name, title, columns, [m.lines(year) for _, year in shown]),
        svg=charts.multiples(title, panels),
    )


def _last_values(panel: charts.Panel, year: int) -> str:
    said = words.listed(
        f"{area} {words.text(values.get(year), UNTOLD)} år {year}" for area, values in panel.series
    )
    return f"{panel.title}, {panel.unit}: {said}."


def _by_year(rows: pd.DataFrame) -> dict[int, float | None]:
    pairs = zip(rows["year"], rows["shown"], strict=True)
    return {int(year): None if pd.isna(value) else float(value) for year, value in pairs}


def _year(rows: pd.DataFrame) -> str:
    return f"{rows['year'].iloc[0]}{' prel.' if rows['is_preliminary'].any() else ''}"


def _statements_chart(
    m: Material, rows: pd.DataFrame, labels: pd.Series, name: str, title: str, head: str
) -> Chart:
    title, heads = f"{title} {m.year}, antal uppgifter", (head, "Uppgifter")
    return count_chart(m, rows, labels, name, title, "Antal återgivna uppgifter", heads)


def what_was_said(m: Material) -> Block:
    """What the minutes say, theme by theme, meeting by meeting, each statement with its source."""
    rows = m.by_meeting(m.of_year("statements"))
    if rows.empty:
        return Nothing(name="lagesbild")
    parts = []
    for theme, group in rows.groupby("theme", observed=True, sort=True):
        said = [Statement(_with_place(row), m.source(row)) for _, row in group.iterrows()]
        heading = words.capitalised(m.label("statements", "theme", theme))
        parts.append((heading, Statements(name=f"lagesbild-{theme}", title=heading, items=said)))
    return Group(name="lagesbild", title="Vad protokollen säger", parts=parts)


def _with_place(row: pd.Series) -> str:
    place, text = row["place"], row["text"]
    return f"{place}: {text}" if words.is_known(place) and place not in text else text
