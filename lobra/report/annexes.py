"""Annexes: sources, contradictions, gaps, method, and the tables behind the charts."""

from __future__ import annotations

import pandas as pd

from lobra import charts
from lobra.blocks import (
    Block,
    Chart,
    ChartTables,
    Column,
    Missing,
    Nothing,
    Statement,
    Statements,
    Table,
    cited,
)
from lobra.report import fulfilment
from lobra.report.drawn import bar_chart
from lobra.report.material import RECORDS, Material
from lobra_data import rules, tables, words

_FROM_DOCUMENTS = [name for name in tables.ALL if name not in ("councils", "documents", "people")]


def sources(m: Material) -> Block:
    """The documents behind the report, with a fingerprint to recognise each file by."""
    rows = m.sources_known
    counts = _taken_from(m)
    return Table(
        name="kallor",
        source=RECORDS,
        title="Dokument som rapporten bygger på",
        columns=[
            Column("Dokument", 1.8),
            Column("Råd", 1.3),
            Column("Slag", 0.9),
            Column("Daterat", 1.1),
            Column("Uppgifter", is_number=True),
            Column("Fil och kontrollsumma (sha256, början)", 2.2),
        ],
        rows=[
            [
                row["title"],
                m.area(row["council_id"]),
                m.label("documents", "kind", row["kind"]),
                words.text(row["dated_on"], "datum saknas"),
                str(counts.get(row["document_id"], 0)),
                f"{row['file_name']}, {row['sha256'][:12]}",
            ]
            for _, row in rows.iterrows()
        ],
    )


def source_coverage(m: Material) -> Block:
    """How many facts were taken from each document."""
    counts = _taken_from(m)
    bars = [
        charts.Bar(row["title"], counts.get(row["document_id"], 0))
        for _, row in m.sources_known.iterrows()
    ]
    return bar_chart(
        "kallornas-omfattning",
        "Hur mycket som är hämtat ur varje dokument, antal uppgifter",
        "Antal uppgifter per dokument",
        ("Dokument", "Uppgifter"),
        bars,
        RECORDS,
    )


def _taken_from(m: Material) -> dict[str, int]:
    """The number of facts taken from each document."""
    counts = pd.concat([m.ever(name)["document_id"] for name in _FROM_DOCUMENTS]).value_counts()
    return {key: int(n) for key, n in counts.items()}


def conflicts_chart(m: Material) -> Block:
    """The values of a contradiction beside each other."""
    rows = m.of_year("conflicts")
    bars = [
        charts.Bar(words.capitalised(row["about"]), float(value), f"Rad {line}")
        for _, row in rows.iterrows()
        for value, line in ((row["value_a"], row["line_a"]), (row["value_b"], row["line_b"]))
        if str(value).replace(",", ".").replace(".", "", 1).isdigit()
    ]
    if not bars:
        return Nothing(name="motsagelser-varden")
    title = f"Samma uppgift med två värden {m.year}"
    table = Table(
        name="motsagelser-varden",
        title="Uppgift, plats i dokumentet och värde",
        columns=[Column("Uppgift", 3), Column("Plats"), Column("Värde", is_number=True)],
        rows=[[bar.label, bar.note, words.text(bar.value)] for bar in bars],
    )
    alt = "Punkter på en skala från noll. " + " ".join(
        f"{bar.label}, {bar.note.lower()}: {words.text(bar.value)}." for bar in bars
    )
    return Chart(
        name="motsagelser-varden",
        title=title,
        source=m.sources(rows),
        alt=alt,
        table=table,
        svg=charts.dots(title, bars, ""),
    )


def conflicts(m: Material) -> Block:
    """The year's contradictions, and older ones until somebody resolves them."""
    rows = m.ever("conflicts")
    rows = rows[rows["meeting_id"].isin(m.meetings["meeting_id"])]
    of_year = rows["conflict_id"].isin(m.of_year("conflicts")["conflict_id"])
    rows = rows[of_year | rows["resolution"].isna()]
    if rows.empty:
        return Missing(name="motsagelser", text=_no_conflicts(m))
    return Table(
        name="motsagelser",
        title=f"Antecknade motsägelser i källorna {m.year}",
        source=m.sources(rows),
        columns=[
            Column("Uppgift", 2),
            Column("Ett ställe", 1.2),
            Column("Ett annat", 1.2),
            Column("Löst", 1.6),
        ],
        rows=[
            [
                words.capitalised(row["about"]),
                f"{row['value_a']} (rad {row['line_a']})",
                f"{row['value_b']} ({_second_place(m, row)})",
                words.text(row["resolution"], "nej, båda värdena redovisas"),
            ]
            for _, row in rows.iterrows()
        ],
    )


def _second_place(m: Material, row: pd.Series) -> str:
    """Where the other value stands; the document is named when it is another one."""
    other = row["document_b_id"]
    is_same = not words.is_known(other) or other == row["document_id"]
    if is_same:
        return f"rad {row['line_b']}"
    return cited(m.source({"document_id": other, "line": row["line_b"]}))


def gaps(m: Material) -> Block:
    """What the material doesn't hold: undated minutes, missing minutes, unknown attendance."""
    items: list[Statement] = []
    for _, row in m.of_year("meetings").iterrows():
        if not words.is_known(row["held_on"]):
            text = f"Mötets datum saknas i protokollet; mötet hölls {m.meeting_day(row)}."
            text = " ".join([text, words.sentence(row["date_basis"])]).strip()
            items.append(Statement(text, m.source(row)))
    listed = m.of_year("attendance")
    for _, row in m.of_year("meetings").iterrows():
        mine = listed[listed["meeting_id"].eq(row["meeting_id"])]
        if mine.empty:
            items.append(Statement("Protokollet har ingen närvarolista.", m.source(row)))
        elif not mine["status"].eq("present").any():
            text = "Protokollet anger vilka som kallades, inte vilka som kom."
            items.append(Statement(text, m.source(mine.iloc[0])))
    for _, row in m.announced[m.announced["planned_on"].dt.year.eq(m.year)].iterrows():
        if not words.is_known(row["held_id"]):
            text = f"Mötet {words.date(row['planned_on'])} annonserades, men protokoll saknas."
            items.append(Statement(text, m.source(row)))
    places = m.of_year("place_actions")
    for column, what in (("status_text", "saknar uppgift om läget"), ("lead", "saknar ansvarig")):
        n = int(places[column].isna().sum())
        if n:
            text = f"{n} av {len(places)} insatser i platssamverkan {what}."
            items.append(Statement(text, m.sources(places)))
    if m.of_year("action_plans").empty:
        text = f"Ingen åtgärdsplan från {m.council['name']} för {m.year} finns i materialet."
        items.append(Statement(text, RECORDS))
    if m.n_withheld:
        rows = words.count(m.n_withheld, "uppgift", "uppgifter")
        text = f"{rows} i registren är känsliga eller ogranskade och visas inte."
        items.append(Statement(text, RECORDS))
    if m.n_blurred:
        numbers = words.count(m.n_blurred, "litet antal personer", "små antal personer")
        text = (
            f"{numbers} i registren visas som spann eller inte alls, så att ingen kan pekas ut. "
            "Där det behövs har även större tal tagits bort, så att små tal inte kan räknas ut."
        )
        items.append(Statement(text, RECORDS))
    if not items:
        return Missing(name="luckor", text="Inga luckor i årets material är kända.")
    return Statements(name="luckor", title="Luckor i materialet", items=items)


def method(m: Material) -> Block:
    """How the report was made, and what the reader should keep in mind."""
    items = [
        "Rapporten är gjord av strukturerade uppgifter som hämtats ur rådets protokoll och "
        "åtgärdsplan. Varje uppgift anger dokument, punkt och rad.",
        "Det som källorna inte säger redovisas som okänt. Okänt är inte noll.",
        "Kallad betyder att personen stod på kallelsen; det säger inte att personen kom.",
        "Läget för en insats är en bedömning av källans ord: "
        f"{words.listed(m.status_labels('place_actions').values())}.",
        "Uppföljningar vars grund är en slutsats bygger på att protokollet rör samma sak som "
        "åtgärden, utan att nämna den.",
        *fulfilment.RULE,
        f"Maskinen letar efter motsägelser: {words.listed(rules.CONTRADICTIONS.values())}. "
        "Veckodagar kan prövas bara där en text i registren nämner dem. Ett fynd visas "
        "tills någon har antecknat det i registren.",
        "Personnamn, telefonnummer och e-postadresser ingår inte. Känsliga uppgifter visas inte.",
    ]
    return Statements(name="metod", title="Metod", is_claim=False, items=[*map(Statement, items)])


def accessibility(m: Material) -> Block:
    """What a reader can expect, and where the same facts are found in another form."""
    items = [
        "Varje diagram har en text som beskriver det och en tabell med samma uppgifter.",
        "Symboler i diagram och tabeller skiljs åt av form och ord, inte bara av färg.",
        "Webbsidan, PDF-filen och CSV-filerna i mappen data innehåller samma uppgifter.",
    ]
    return Statements(
        name="tillganglighet",
        title="Tillgänglighet",
        is_claim=False,
        items=[*map(Statement, items)],
    )


def chart_tables(m: Material) -> Block:
    """Where paper has the tables of all charts; a page has each under its chart."""
    return ChartTables(name="diagrammens-tabeller", title="Diagrammens tabeller")


def _no_conflicts(m: Material) -> str:
    return f"Inga motsägelser i källorna från {m.year} är antecknade."
