"""Lägesbild: what the minutes tell of crime and safety, by theme and place."""

from __future__ import annotations

import pandas as pd

from lobra import charts
from lobra.blocks import (
    Block,
    Chart,
    Column,
    Group,
    Missing,
    Nothing,
    Source,
    Statement,
    Statements,
    Table,
)
from lobra.report.drawn import bar_chart, counted, matrix_chart
from lobra.report.material import Material
from lobra_data import tables, words

WHOLE_AREA = "hela området eller flera platser"


def statistics(m: Material) -> Block:
    """Reported crime and safety up to the year, each indicator beside its comparison area."""
    rows = m.ever("statistics")
    rows = rows[rows["year"].le(m.year).fillna(False)]
    if len(rows):
        return _statistics_chart(m, rows)
    return Missing(
        name="brottsstatistik",
        text=f"Inga siffror över anmälda brott eller upplevd trygghet för {m.year} finns i "
        "materialet. Protokollen hänvisar i vissa fall till bilagor som inte ingår. Det som står "
        "nedan är vad som sades på mötena, inte statistik.",
    )


def _statistics_chart(m: Material, rows: pd.DataFrame) -> Chart:
    """Small multiples: rates where the source gives them, since areas differ in size."""
    panels, lines, places = [], [], []
    for indicator, group in rows.groupby("indicator", sort=False):
        is_rate = group["per_100k"].notna().any()
        unit = "per 100 000 invånare" if is_rate else group["unit"].iloc[0]
        series = []
        for _, area in group.groupby(["is_comparison", "area"], sort=True):
            values = area["per_100k" if is_rate else "value"]
            found = dict(zip(area["year"].astype(int), values, strict=True))
            series.append(
                (
                    area["area"].iloc[0],
                    {y: None if pd.isna(v) else float(v) for y, v in found.items()},
                )
            )
            places += [m.lines(one) for _, one in area.groupby("year", sort=False)]
            prel = sorted(area.loc[area["is_preliminary"], "year"])
            lines += [
                [
                    f"{indicator}, {unit}",
                    area["area"].iloc[0],
                    f"{year}{' prel.' if year in prel else ''}",
                    words.text(value if pd.isna(value) else float(value), "redovisas inte"),
                ]
                for year, value in found.items()
            ]
        panels.append(charts.Panel(str(indicator), unit, series))
    title = f"Anmälda brott och trygghet till och med {m.year}"
    last = max(int(year) for year in rows["year"])
    told = " ".join(
        f"{panel.title}, {panel.unit}: "
        + words.listed(
            f"{area} {words.text(values.get(last), 'redovisas inte')} år {last}"
            for area, values in panel.series
        )
        + "."
        for panel in panels
    )
    publishers = tuple(map(Source, dict.fromkeys(rows["publisher"])))
    return Chart(
        name="brottsstatistik",
        title=title,
        source=(*publishers, *m.sources(rows)),
        alt=f"Små linjediagram, ett per indikator, med jämförelseområdet intill. {told}",
        table=Table(
            name="brottsstatistik",
            title=title,
            columns=[
                Column("Indikator", 2),
                Column("Område"),
                Column("År"),
                Column("Värde", is_number=True),
            ],
            rows=lines,
            sources=places,
        ),
        svg=charts.multiples(title, panels),
    )


def themes_chart(m: Material) -> Block:
    """How many of the year's statements concern each theme."""
    rows = m.of_year("statements")
    if rows.empty:
        return Missing(name="teman", text=f"Inget protokoll från {m.year} finns i materialet.")
    names = rows["theme"].map(lambda code: m.label("statements", "theme", code))
    return _counted(m, rows, names.astype("str"), "teman", "Vad protokollen handlar om", "Tema")


def places_chart(m: Material) -> Block:
    """How many of the year's statements concern each place."""
    rows = m.of_year("statements")
    names = rows["place"].fillna(WHOLE_AREA)
    return _counted(m, rows, names, "platser", "Platser som protokollen nämner", "Plats")


def _counted(
    m: Material, rows: pd.DataFrame, names: pd.Series, name: str, title: str, heading: str
) -> Block:
    if rows.empty:
        return Nothing(name=name)
    counts = names.value_counts().sort_index().sort_values(ascending=False, kind="stable")
    return bar_chart(
        name,
        f"{title} {m.year}, antal uppgifter",
        "Antal återgivna uppgifter",
        (heading, "Uppgifter"),
        [charts.Bar(str(label), int(n)) for label, n in counts.items()],
        m.sources(rows),
        [m.lines(rows[names.eq(label)]) for label in counts.index],
    )


def kinds_chart(m: Material) -> Block:
    """Theme × kind: whether a theme is only described, worked with, or has shown a result."""
    rows = m.of_year("statements")
    if rows.empty:
        return Nothing(name="slags-uppgifter")
    kinds = tables.labels("statements", "kind")
    themes = tables.labels("statements", "theme")
    counts = rows.groupby(["theme", "kind"], observed=True).size()
    grid, places = [], []
    for theme in (code for code in themes if code in set(rows["theme"])):
        places.append(m.lines(rows[rows["theme"].eq(theme)]))
        numbers = [int(counts.get((theme, kind), 0)) for kind in kinds]
        grid.append((themes[theme], [counted(n) for n in numbers]))
    return matrix_chart(
        "slags-uppgifter",
        f"Läge, arbete, avsikter och resultat per tema {m.year}",
        "Tema",
        list(kinds.values()),
        grid,
        {"filled": "", "none": "0"},
        [("filled", "nämns, antal uppgifter"), ("none", "nämns inte")],
        m.sources(rows),
        sources=places,
    )


def what_was_said(m: Material) -> Block:
    """What the minutes say, theme by theme, each statement with its source."""
    rows = m.of_year("statements")
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
