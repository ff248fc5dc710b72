"""Annexes: the law's demands, contradictions and gaps."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pandas as pd

from lobra.blocks import (
    RECORDS,
    Block,
    Column,
    Group,
    Nothing,
    Sources,
    Statement,
    Statements,
    Text,
    cited,
)
from lobra.report import unseen
from lobra.report.material import Material
from lobra.report.rows import Row, iterated
from lobra.report.shown import NOT_NOTED, Cells, Columns, listing, table, waiting
from lobra_data import rules, schema, words
from lobra_data.rules.contradictions import Contradiction
from lobra_data.rules.view import View

UNRESOLVED = "nej, båda värdena redovisas"
_OF_MINUTES = {
    "statements": "återgivna uppgifter",
    "assignments": "uppdrag",
    "follow_ups": "uppföljningar",
    "place_actions": "insatser i platssamverkan",
    "observations": "räknade uppgifter",
    "decisions": "beslut utöver formalia",
}
_OF_YEAR = {
    "priorities": "prioriteringar",
    "programme_results": "program",
    "statistics": "siffror över anmälda brott eller upplevd trygghet",
}
IN_FORCE = dt.date(2023, 7, 1)
"""From when the Act on municipalities' responsibility for crime prevention (2023:196) applies."""
FOLLOWED_UP_WITHIN_YEARS = 2
_FOLLOW_UP = "Uppföljning av planen minst vartannat år"
SHOWN = "visad i källorna"
_COORDINATOR = "(?i)samordn|strateg"


Shown = tuple[str, Sources]
"""When something that the law asks for was last seen, in words, and where; empty if not noted."""


def law_shown(m: Material) -> dict[str, Shown]:
    """Each thing that the law asks for, with when it was last shown."""
    said, told = map(m.ever, ("statements", "follow_ups"))
    return {
        "Lägesbild med analys": _last(m, said[said["theme"].eq("lagesbild")]),
        "Åtgärdsplan": _last_plan(m),
        _FOLLOW_UP: _last(m, told[told["measure_id"].notna()]),
        "Råd eller motsvarande samverkan": _last(m, m.meetings),
        "Samordnande funktion": _last_coordinator(m),
    }


def legal_checklist(m: Material) -> Block:
    """What the law asks for, and when the material last shows it. It proves no breach: what the
    documents at hand don't show may well exist."""
    shown = law_shown(m)
    columns: Cells[str] = {
        Column("Krav", 1.8): str,
        Column("Läge", 1.2): lambda what: law_state(m, what, shown[what][0]),
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
            "Tabellen visar ändå när det som lagen nu kräver senast är antecknat."
        )
    if m.n_waiting:
        text = f"{text} {words.capitalised(m.waiting)} och kan visa mer."
    note = Text(name="lagkrav-text", text=text, is_claim=False)
    return Group(name="lagens-krav", title="Lagens krav", parts=[("", note), ("", shown_when)])


def law_state(m: Material, what: str, day: str) -> str:
    if m.year < IN_FORCE.year:
        return "ej tillämplig"
    if what == _FOLLOW_UP and day and m.year - int(day[-4:]) >= FOLLOWED_UP_WITHIN_YEARS:
        return f"{NOT_NOTED} de senaste {words.number(FOLLOWED_UP_WITHIN_YEARS)} åren"
    return SHOWN if day else NOT_NOTED


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
    (row,) = iterated(rows.tail(1))
    return _day(m, row["document_id"]), m.lines(row)


def _day(m: Material, document_id: str) -> str:
    """When the minutes or the plan are from: the meeting's day, or the plan's first year."""
    meetings = m.meetings[m.meetings["document_id"].eq(document_id)]
    if len(meetings):
        return m.meeting_day(meetings.iloc[0])
    plan = m.plans[m.plans["document_id"].eq(document_id)].iloc[0]
    return f"i planen från {plan['year_from']}"


def _last_plan(m: Material) -> Shown:
    if m.plans.empty:
        return "", ()
    plan = m.plans.sort_values("year_from").iloc[-1]
    return str(plan["year_from"]), m.source(plan)


def conflicts(m: Material) -> Block:
    """The year's contradictions, and older ones until somebody resolves them."""
    rows = m.told("conflicts")
    of_year = rows["conflict_id"].isin(m.of_year("conflicts")["conflict_id"])
    rows = rows[of_year | rows["resolution"].isna()]
    if rows.empty:
        return Nothing(name="motsagelser")
    columns: Columns = {
        Column("Uppgift", 2): lambda row: words.capitalised(row["about"]),
        Column("Ett ställe", 1.2): lambda row: f"{row['value_a']} (rad {row['line_a']})",
        Column("Ett annat", 1.2): lambda row: f"{row['value_b']} ({_second_place(m, row)})",
        Column("Löst", 1.6): lambda row: words.text(row["resolution"], UNRESOLVED),
    }
    title = f"Antecknade motsägelser {m.year}"
    return table(m, rows, "motsagelser", title, columns, m.sources(rows), sources=())


def _second_place(m: Material, row: Row) -> str:
    """Where the other value stands; the document is named when it is another one."""
    other = row["document_b_id"]
    if not words.is_known(other) or other == row["document_id"]:
        return f"rad {row['line_b']}"
    return cited(m.source({"document_id": other, "line": row["line_b"]}))


def contradictions_found(m: Material) -> Block:
    """What comparing all that was known by the year's end finds and nobody has noted."""
    found, name = rules.unresolved(_known(m)), "motsagelser-funna"
    if not found:
        text = (
            f"En automatisk jämförelse av uppgifterna till och med {m.year} visar inga motsägelser "
            "utöver dem som är antecknade."
        )
        return Text(name=name, text=m.so_far(text), source=RECORDS)
    columns: Cells[Contradiction] = {
        Column("Uppgift", 1.6): lambda one: words.capitalised(one.about),
        Column("Ett ställe", 1.3): lambda one: one.values[0],
        Column("Ett annat", 1.3): lambda one: one.values[1],
    }
    title = f"Motsägelser till och med {m.year} som ingen har rett ut"
    sources = [m.places(row.values for row in one.rows) for one in found]
    return listing(found, name, title, columns, sources)


def _known(m: Material) -> View:
    """The records as they were known by the end of the year, and as far as they may be shown."""
    keys = {name: set(_rows(m, name)[table.key]) for name, table in schema.load().items()}
    return View(m.data, m.lineage, keys)


def _rows(m: Material, table: str) -> pd.DataFrame:
    rows = m.ever(table)
    if "meeting_id" in rows:
        rows = m.told(table)
    if table == "planned_meetings":
        rows = rows[rows["planned_on"].dt.year.le(m.year)]
    if table in ("statistics", "assessments"):
        rows = rows[rows["year"].le(m.year)]
    return rows


def awaited(m: Material) -> Block:
    """What the reader of any chapter has to know first: that rows wait, in every one of them."""
    if not m.n_waiting:
        return Nothing(name="vantar-pa-granskning")
    return Text(name="vantar-pa-granskning", text=waiting(m).text, source=RECORDS)


def gaps(m: Material) -> Block:
    """What the material doesn't hold: undated minutes, missing minutes, unknown attendance."""
    first = [waiting(m)] if m.n_waiting else []
    of_rows = (*_gaps_of_meetings(m), *_gaps_of_places_and_plan(m))
    items = [*first, *of_rows, *_not_noted(m), *_left_out(m)]
    if not items:
        return Nothing(name="luckor")
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
    unheld = m.unheld
    if len(unheld):
        which = words.form(len(unheld), "Mötet", "Mötena")
        days = words.listed(words.date(day, year=False) for day in unheld["planned_on"])
        text = f"{which} {days} {m.year} annonserades, men {m.without_minutes}."
        yield Statement(text, m.places(iterated(unheld)))


def _gaps_of_places_and_plan(m: Material) -> Iterator[Statement]:
    rows = unseen.place_actions(m)
    for column, what in (
        ("status_text", "saknar beskrivning av läget"),
        ("lead", "saknar antecknad ansvarig"),
    ):
        if n := rows[column].isna().sum():
            text = f"{n} av {len(rows)} insatser i platssamverkan {what}."
            yield Statement(text, m.sources(rows))
    if m.of_year("action_plans").empty:
        text = f"Ingen åtgärdsplan från {m.council['name']} för {m.year} finns {m.here}."
        yield Statement(text, RECORDS)


def _not_noted(m: Material) -> Iterator[Statement]:
    """The tables of these annexes that aren't there, in a sentence instead of one each."""
    n, so_far = len(m.of_year("meetings")), f" {m.here}" if m.n_waiting else ""
    of_minutes = [what for table, what in _OF_MINUTES.items() if m.of_year(table).empty]
    if not n:
        text = (
            f"Inget protokoll från {m.year} finns {m.here}, så närvaro, dagordning, beslut, "
            "uppdrag och uppföljning det året är okända."
        )
        yield Statement(text, RECORDS)
    elif of_minutes:
        none, minutes = words.listed(of_minutes, last="eller"), words.form(n, "et", "en")
        yield Statement(
            f"Inga {none} är antecknade ur protokoll{minutes} från {m.year}{so_far}.", RECORDS
        )
    of_year = [what for table, what in _OF_YEAR.items() if m.of_year(table).empty]
    if of_year:
        none = words.listed(of_year, last="eller")
        yield Statement(f"Inga {none} för {m.year} är antecknade{so_far}.", RECORDS)


def _left_out(m: Material) -> Iterator[Statement]:
    """What the records hold but this edition doesn't show."""
    if m.n_withheld:
        number = words.capitalised(words.number(m.n_withheld, "en"))
        rows = (
            f"{number} {words.form(m.n_withheld, 'uppgift', 'uppgifter')} om rådet, från alla år,"
        )
        are = words.form(m.n_withheld, "den är känslig", "de är känsliga")
        text = f"{rows} visas inte: {are} eller hör till något som inte visas."
        yield Statement(text, RECORDS)
    if m.n_blurred:
        number = words.capitalised(words.number(m.n_blurred))
        small = words.form(m.n_blurred, "litet antal personer", "små antal personer")
        text = (
            f"{number} {small} i rådets uppgifter från alla år visas som spann eller "
            "inte alls, så att ingen kan pekas ut. "
            "Där det behövs har även större tal tagits bort, så att små tal inte kan räknas ut."
        )
        yield Statement(text, RECORDS)
