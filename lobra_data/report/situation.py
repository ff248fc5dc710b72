"""Lägesbild: what the minutes tell of crime and safety, by theme and place."""

from __future__ import annotations

from functools import cache

import pandas as pd

from lobra_data import charts, tables, words
from lobra_data.blocks import Block, Chart, Column, Group, Missing, Nothing, Statements, Table
from lobra_data.report.material import Material

WHOLE_AREA = "hela området eller flera platser"


def statistics(m: Material) -> Block:
    """Figures for the year; the records hold none so far, and the report says so."""
    return Missing(
        name="brottsstatistik",
        text=f"Inga siffror över anmälda brott eller upplevd trygghet för {m.year} finns i "
        "materialet. Protokollen hänvisar i vissa fall till bilagor som inte ingår. Det som står "
        "nedan är vad som sades på mötena, inte statistik.",
    )


@cache
def themes_chart(m: Material) -> Block:
    """How many of the year's statements concern each theme."""
    rows = m.of_year("statements")
    if rows.empty:
        return Missing(name="teman", text=f"Inget protokoll från {m.year} finns i materialet.")
    names = rows["theme"].map(lambda code: m.label("statements", "theme", code))
    return _counted(m, rows, names.astype("str"), "teman", "Vad protokollen handlar om", "Tema")


@cache
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
    bars = [charts.Bar(label, int(n)) for label, n in counts.items()]
    table = Table(
        name=name,
        title="Antal återgivna uppgifter",
        columns=[Column(heading, 3), Column("Uppgifter", is_number=True)],
        rows=[[bar.label, str(int(bar.value))] for bar in bars],
    )
    most = words.listed(f"{bar.label} ({int(bar.value)})" for bar in bars)
    alt = f"Liggande staplar: antal uppgifter ur protokollen. {words.sentence(most)}"
    title = f"{title} {m.year}, antal uppgifter"
    return Chart(
        name=name,
        title=title,
        source=m.sources(rows),
        alt=alt,
        table=table,
        svg=charts.bars(title, bars),
    )


@cache
def kinds_chart(m: Material) -> Block:
    """Theme × kind: whether a theme is only described, worked with, or has shown a result."""
    rows = m.of_year("statements")
    if rows.empty:
        return Nothing(name="slags-uppgifter")
    kinds = tables.labels("statements", "kind")
    themes = tables.labels("statements", "theme")
    counts = rows.groupby(["theme", "kind"], observed=True).size()
    found = [code for code in themes if code in set(rows["theme"])]
    numbers = [(themes[t], [int(counts.get((t, k), 0)) for k in kinds]) for t in found]
    grid = [
        (name, [charts.Cell("filled", str(n)) if n else charts.Cell("none") for n in row])
        for name, row in numbers
    ]
    title = f"Läge, arbete, avsikter och resultat per tema {m.year}"
    table = Table(
        name="slags-uppgifter",
        title="Antal uppgifter per tema och slag",
        columns=[Column("Tema", 2), *(Column(word, is_number=True) for word in kinds.values())],
        rows=[[name, *map(str, row)] for name, row in numbers],
    )
    alt = "Matris över teman och slags uppgifter. " + " ".join(
        f"{name}: "
        + words.listed(f"{n} {word}" for n, word in zip(row, kinds.values(), strict=True) if n)
        + "."
        for name, row in numbers
    )
    return Chart(
        name="slags-uppgifter",
        title=title,
        source=m.sources(rows),
        alt=alt,
        table=table,
        svg=charts.matrix(
            title,
            list(kinds.values()),
            grid,
            [("filled", "nämns, antal uppgifter"), ("none", "nämns inte")],
        ),
    )


def what_was_said(m: Material) -> Block:
    """What the minutes say, theme by theme, each statement with its source."""
    rows = m.of_year("statements")
    if rows.empty:
        return Nothing(name="lagesbild")
    parts = []
    for theme, group in rows.groupby("theme", observed=True, sort=True):
        said = [(_with_place(row), m.source(row)) for _, row in group.iterrows()]
        heading = words.capitalised(m.label("statements", "theme", theme))
        parts.append((heading, Statements(name=f"lagesbild-{theme}", title=heading, items=said)))
    return Group(name="lagesbild", title="Vad protokollen säger", parts=parts)


def _with_place(row: pd.Series) -> str:
    place, text = row["place"], row["text"]
    return f"{place}: {text}" if words.is_known(place) and place not in text else text
