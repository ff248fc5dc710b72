"""Annexes: the law's demands, contradictions, gaps, sources, method, the tables of the charts."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator

import pandas as pd

from lobra import charts
from lobra.blocks import (
    Block,
    Chart,
    ChartTables,
    Column,
    Group,
    Nothing,
    Sources,
    Statement,
    Statements,
    Text,
    cited,
)
from lobra.report.chapters.fulfilment import RULE
from lobra.report.chapters.opening import waiting
from lobra.report.material import RECORDS, Material, iterated
from lobra.report.shown import NOT_NOTED, Cells, Columns, bar_chart, listing, said_missing, table
from lobra_data import files, rules, schema, tables, words
from lobra_data.rules.contradictions import Contradiction
from lobra_data.rules.view import View

IN_FORCE = dt.date(2023, 7, 1)
"""From when the Act on municipalities' responsibility for crime prevention (2023:196) applies."""
FOLLOWED_UP_WITHIN_YEARS = 2
_FOLLOW_UP = "Uppföljning av planen minst vartannat år"
UNRESOLVED = "nej, båda värdena redovisas"
_COORDINATOR = "(?i)samordn|strateg"
_FROM_DOCUMENTS = [name for name in tables.ALL if name not in ("councils", "documents", "people")]


Shown = tuple[str, Sources]
"""When something that the law asks for was last seen, in words, and where; empty if not noted."""


def legal_checklist(m: Material) -> Block:
    """What the law asks for, and when the material last shows it. It proves no breach: what the
    documents at hand don't show may well exist."""
    said, told = map(m.ever, ("statements", "follow_ups"))
    shown = {
        "Lägesbild med analys": _last(m, said[said["theme"].eq("lagesbild")]),
        "Åtgärdsplan": _last_plan(m),
        _FOLLOW_UP: _last(m, told[told["measure_id"].notna()]),
        "Råd eller motsvarande samverkan": _last(m, m.meetings),
        "Samordnande funktion": _last_coordinator(m),
    }
    columns: Cells[str] = {
        Column("Krav", 1.8): str,
        Column("Läge", 1.2): lambda what: _state(m, what, shown[what][0]),
        Column("Senast visat", 1.1): lambda what: shown[what][0] or NOT_NOTED,
    }
    title = f"Lagens krav och när de senast visas i källorna, till och med {m.year}"
    sources = [source or RECORDS for _, source in shown.values()]
    shown_when = listing(shown, "lagkrav", title, columns, sources)
    act = "Lag (2023:196) om kommuners ansvar för brottsförebyggande arbete"
    text = (
        f"{act} gäller sedan den {words.date(IN_FORCE)}. Att inget är antecknat betyder inte "
        "att det saknas."
    )
    if m.year < IN_FORCE.year:
        text = (
            f"{act} trädde i kraft den {words.date(IN_FORCE)} och är ej tillämplig på {m.year}. "
            "Tabellen visar ändå när det som lagen nu kräver senast är antecknat ur källorna."
        )
    if m.n_waiting:
        text = f"{text} {m.waiting} och kan visa mer."
    note = Text(name="lagkrav-text", text=text, is_claim=False)
    return Group(name="lagens-krav", title="Lagens krav", parts=[("", note), ("", shown_when)])


def _state(m: Material, what: str, day: str) -> str:
    if m.year < IN_FORCE.year:
        return "ej tillämplig"
    if what == _FOLLOW_UP and day and m.year - int(day[-4:]) >= FOLLOWED_UP_WITHIN_YEARS:
        return f"{NOT_NOTED} de senaste {words.number(FOLLOWED_UP_WITHIN_YEARS)} åren"
    return "visad i källorna" if day else NOT_NOTED


def _last(m: Material, rows: pd.DataFrame) -> Shown:
    """The last of the rows' meetings, in words, and the source of the row."""
    known = m.meetings[m.meetings["meeting_id"].isin(rows["meeting_id"])]
    if known.empty:
        return "", ()
    meeting = known.iloc[-1]
    row = rows[rows["meeting_id"].eq(meeting["meeting_id"])].iloc[-1]
    return m.meeting_day(meeting), m.source(row)


def _last_coordinator(m: Material) -> Shown:
    """The last meeting that a coordinator is listed at, or else the last document that names one
    among the forums' members or as the contact of a measure."""
    came = m.ever("attendance")
    found = _last(m, came[came["role"].str.contains(_COORDINATOR, na=False)])
    if found[0]:
        return found
    named = [
        rows[rows[field].str.contains(_COORDINATOR, na=False)]
        for rows, field in ((m.ever("forum_members"), "role"), (m.measures, "district_contact"))
    ]
    rows = pd.concat([some[["document_id", "line"]] for some in named])
    rows = rows[rows["document_id"].isin({*m.meetings["document_id"], *m.plans["document_id"]})]
    if rows.empty:
        return "", ()
    row = rows.iloc[-1]
    return m.document_day(row["document_id"]), m.lines(row)


def _last_plan(m: Material) -> Shown:
    if m.plans.empty:
        return "", ()
    plan = m.plans.sort_values("year_from").iloc[-1]
    return str(plan["year_from"]), m.source(plan)


def sources(m: Material) -> Block:
    """The documents behind the report, with a fingerprint to recognise each file by."""
    counts, none = _taken_from(m), "väntar" if m.n_waiting else "0"
    columns: Columns = {
        Column("Dokument", 1.8): "title",
        Column("Råd", 1.3): lambda row: m.area(row["council_id"]),
        Column("Slag", 0.9): lambda row: m.label("documents", "kind", row["kind"]),
        Column("Daterat", 1.1): lambda row: words.text(row["dated_on"], "datum saknas"),
        Column("Uppgifter", is_number=True): lambda row: str(counts[row["document_id"]] or none),
        Column("Fil och kontrollsumma (sha256, början)", 2.2): lambda row: (
            f"{row['file_name']}, {row['sha256'][:12]}"
        ),
    }
    title = "Dokument som rapporten bygger på"
    return table(m, m.sources_known, "kallor", title, columns, RECORDS, sources=())


def source_coverage(m: Material) -> Block:
    """How many facts were taken from each document."""
    counts, rows = _taken_from(m), iterated(m.sources_known)
    if not counts:
        return Nothing(name="kallornas-omfattning")
    return bar_chart(
        "kallornas-omfattning",
        "Hur mycket som är hämtat ur varje dokument, antal uppgifter",
        "Antal uppgifter per dokument",
        ("Dokument", "Uppgifter"),
        [charts.Bar(row["title"], n) for row in rows if (n := counts[row["document_id"]])],
        RECORDS,
    )


def _taken_from(m: Material) -> Counter[str]:
    """The number of facts taken from each document."""
    return Counter(key for name in _FROM_DOCUMENTS for key in m.ever(name)["document_id"])


def conflicts_chart(m: Material) -> Block:
    """The values of a contradiction beside each other."""
    rows, name = m.of_year("conflicts"), "motsagelser-varden"
    bars = [
        charts.Bar(words.capitalised(row["about"]), float(row[value]), f"Rad {row[line]}")
        for row in iterated(rows)
        for value, line in (("value_a", "line_a"), ("value_b", "line_b"))
        if str(row[value]).replace(",", ".").replace(".", "", 1).isdigit()
    ]
    if not bars:
        return Nothing(name=name)
    columns: Cells[charts.Bar] = {
        Column("Uppgift", 3): lambda bar: bar.label,
        Column("Plats"): lambda bar: bar.note,
        Column("Värde", is_number=True): lambda bar: words.text(bar.value),
    }
    title = f"Samma uppgift med två värden {m.year}"
    told = " ".join(f"{bar.label}, {bar.note.lower()}: {words.text(bar.value)}." for bar in bars)
    return Chart(
        name=name,
        title=title,
        source=m.sources(rows),
        alt=f"Punkter på en skala från noll. {told}",
        table=listing(bars, name, "Uppgift, plats i dokumentet och värde", columns),
        svg=charts.dots(title, bars),
    )


def conflicts(m: Material) -> Block:
    """The year's contradictions, and older ones until somebody resolves them."""
    rows = m.told("conflicts")
    of_year = rows["conflict_id"].isin(m.of_year("conflicts")["conflict_id"])
    rows = rows[of_year | rows["resolution"].isna()]
    if rows.empty:
        text = f"Inga motsägelser i källorna från {m.year} är antecknade."
        return said_missing(m, "motsagelser", text)
    columns: Columns = {
        Column("Uppgift", 2): lambda row: words.capitalised(row["about"]),
        Column("Ett ställe", 1.2): lambda row: f"{row['value_a']} (rad {row['line_a']})",
        Column("Ett annat", 1.2): lambda row: f"{row['value_b']} ({_second_place(m, row)})",
        Column("Löst", 1.6): lambda row: words.text(row["resolution"], UNRESOLVED),
    }
    title = f"Antecknade motsägelser i källorna {m.year}"
    return table(m, rows, "motsagelser", title, columns, m.sources(rows), sources=())


def _second_place(m: Material, row: pd.Series) -> str:
    """Where the other value stands; the document is named when it is another one."""
    other = row["document_b_id"]
    if not words.is_known(other) or other == row["document_id"]:
        return f"rad {row['line_b']}"
    return cited(m.source({"document_id": other, "line": row["line_b"]}))


def contradictions_found(m: Material) -> Block:
    """What the machine finds in what was known by the year's end and nobody has noted."""
    found = rules.unresolved(_known(m))
    if not found:
        text = (
            f"Maskinen har jämfört uppgifterna till och med {m.year} och hittar inga motsägelser "
            "som inte redan är antecknade."
        )
        text = m.so_far(text)
        return Text(name="motsagelser-maskin", text=text, source=RECORDS)
    columns: Cells[Contradiction] = {
        Column("Uppgift", 1.6): lambda one: words.capitalised(one.about),
        Column("Ett ställe", 1.3): lambda one: one.values[0],
        Column("Ett annat", 1.3): lambda one: one.values[1],
    }
    title = f"Motsägelser som maskinen hittar till och med {m.year} och ingen har rett ut"
    sources = [m.places(row.values for row in one.rows) for one in found]
    return listing(found, "motsagelser-maskin", title, columns, sources)


def _known(m: Material) -> View:
    """The records as they were known by the end of the year, and as far as they may be shown."""
    keys = {name: set(_rows(m, name)[table.key]) for name, table in schema.load().items()}
    return View(files.find(m.data), m.lineage, keys)


def _rows(m: Material, table: str) -> pd.DataFrame:
    rows = m.ever(table)
    if "meeting_id" in rows:
        rows = m.told(table)
    if table == "planned_meetings":
        rows = rows[rows["planned_on"].dt.year.le(m.year)]
    if table in ("statistics", "assessments"):
        rows = rows[rows["year"].le(m.year)]
    return rows


def gaps(m: Material) -> Block:
    """What the material doesn't hold: undated minutes, missing minutes, unknown attendance."""
    first = [waiting(m)] if m.n_waiting else []
    items = [*first, *_gaps_of_meetings(m), *_gaps_of_places_and_plan(m), *_left_out(m)]
    if not items:
        return said_missing(m, "luckor", "Inga luckor i årets material är kända.")
    return Statements(name="luckor", title="Luckor i materialet", items=items)


def _gaps_of_meetings(m: Material) -> Iterator[Statement]:
    meetings, listed = iterated(m.of_year("meetings")), m.of_year("attendance")
    for row in meetings:
        if not words.is_known(row["held_on"]):
            text = f"Mötets datum saknas i protokollet; mötet hölls {m.meeting_day(row)}."
            text = " ".join([text, words.sentence(row["date_basis"])]).strip()
            yield Statement(text, m.source(row))
    for row in meetings:
        mine = listed[listed["meeting_id"].eq(row["meeting_id"])]
        if mine.empty:
            text = f"Ingen närvarolista ur protokollet finns {m.here}."
            yield Statement(text, m.source(row))
        elif not mine["status"].eq("present").any():
            text = "Närvarolistan i protokollet skiljer inte på närvarande och frånvarande."
            if mine["status"].eq("called").any():
                text = "Protokollet anger vilka som kallades, inte vilka som kom."
            yield Statement(text, m.source(mine.iloc[0]))
    planned = m.announced[m.announced["planned_on"].dt.year.eq(m.year)]
    for row in iterated(planned[planned["held_id"].isna()]):
        text = f"Mötet {words.date(row['planned_on'])} annonserades, men {m.without_minutes}."
        yield Statement(text, m.source(row))


def _gaps_of_places_and_plan(m: Material) -> Iterator[Statement]:
    rows = m.of_year("place_actions")
    for column, what in (("status_text", "saknar uppgift om läget"), ("lead", "saknar ansvarig")):
        if n := rows[column].isna().sum():
            text = f"{n} av {len(rows)} insatser i platssamverkan {what}."
            yield Statement(text, m.sources(rows))
    if m.of_year("action_plans").empty:
        text = f"Ingen åtgärdsplan från {m.council['name']} för {m.year} finns {m.here}."
        yield Statement(text, RECORDS)


def _left_out(m: Material) -> Iterator[Statement]:
    """What the records hold but this edition doesn't show."""
    if m.n_withheld:
        rows = words.count(m.n_withheld, "uppgift", "uppgifter")
        are = words.form(m.n_withheld, "den är känslig", "de är känsliga")
        text = f"{rows} i registren visas inte: {are} eller hör till något som inte visas."
        yield Statement(text, RECORDS)
    if m.n_blurred:
        numbers = words.count(m.n_blurred, "litet antal personer", "små antal personer")
        text = (
            f"{numbers} i registren visas som spann eller inte alls, så att ingen kan pekas ut. "
            "Där det behövs har även större tal tagits bort, så att små tal inte kan räknas ut."
        )
        yield Statement(text, RECORDS)


def method(m: Material) -> Block:
    """How the report was made, and what the reader should keep in mind."""
    items = [
        "Rapporten är gjord av strukturerade uppgifter som hämtats ur rådets protokoll och "
        "åtgärdsplan. Varje uppgift anger dokument, punkt och rad.",
        "Det som källorna inte säger redovisas som okänt. Okänt är inte noll.",
        "Inget antecknat betyder att registren inte har någon uppgift; protokollen kan ändå ha en.",
        "Kallad betyder att personen stod på kallelsen; det säger inte att personen kom.",
        "Läget för en insats är en bedömning av källans ord: "
        f"{words.listed(m.status_labels('place_actions').values())}.",
        "Uppföljningar vars grund är en slutsats bygger på att protokollet rör samma sak som "
        "åtgärden, utan att nämna den.",
        *RULE,
        f"Maskinen letar efter motsägelser: {words.listed(rules.CONTRADICTIONS.values())}. "
        "Veckodagar kan prövas bara där en text i registren nämner dem. Ett fynd visas "
        "tills någon har antecknat det i registren.",
        "Personnamn, telefonnummer och e-postadresser ingår inte. Känsliga uppgifter visas inte.",
    ]
    return _of_itself("metod", "Metod", items)


def accessibility(m: Material) -> Block:
    """What a reader can expect, and where the same facts are found in another form."""
    items = [
        "Varje diagram har en text som beskriver det och en tabell med samma uppgifter.",
        "Symboler i diagram och tabeller skiljs åt av form och ord, inte bara av färg.",
        "Webbsidan, PDF-filen och CSV-filerna i mappen data innehåller samma uppgifter.",
    ]
    return _of_itself("tillganglighet", "Tillgänglighet", items)


def _of_itself(name: str, title: str, items: list[str]) -> Statements:
    """What the report says of itself, without sources."""
    return Statements(name=name, title=title, is_claim=False, items=[*map(Statement, items)])


def chart_tables(m: Material) -> Block:
    """Where paper has the tables of all charts; a page has each under its chart."""
    return ChartTables(name="diagrammens-tabeller", title="Diagrammens tabeller")
