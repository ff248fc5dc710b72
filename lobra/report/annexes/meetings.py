"""The council's year: meetings announced and held, and who came."""

from __future__ import annotations

from collections import Counter

import pandas as pd

from lobra.blocks import (
    Block,
    Column,
    Nothing,
    Table,
)
from lobra.charts import Cell
from lobra.report.material import Material, iterated
from lobra.report.shown import (
    Columns,
    matrix_chart,
    meeting_column,
    none_noted,
    said_missing,
    table,
    table_or,
)
from lobra_data import words

_PRESENCE = {
    "present": "filled",
    "called": "ring",
    "apologies": "diamond",
    "absent": "cancelled",
    "unknown": "unknown",
}
_SEVERAL = {"called": "kallade", "unknown": "okända"}
_MIXED = "ongoing"


def meeting_table(m: Material) -> Block:
    """When, where and under whose lead the council met, and what had been announced."""
    held = m.of_year("meetings")
    planned = m.announced[m.announced["planned_on"].dt.year.eq(m.year)]
    moved = planned[planned["held_id"].notna() & ~planned["planned_on"].isin(held["held_on"])]
    days = dict(zip(moved["held_id"], moved["planned_on"].map(words.date), strict=True))
    states = [
        f"protokoll finns; annonserat till {days[key]}" if key in days else "protokoll finns"
        for key in held["meeting_id"]
    ]
    when = [m.meeting_day(row) for row in iterated(held)]
    held = held.assign(when=when, on=held["held_on"].fillna(held["held_latest"]), state=states)
    unheld = planned[planned["held_id"].isna()]
    unheld = unheld.assign(
        when=unheld["planned_on"].map(words.date),
        on=unheld["planned_on"],
        state=f"annonserat, {m.without_minutes}",
        chair_role=None,
    )
    columns: Columns = {
        Column("Datum", 1.3): "when",
        Column("Läge", 1.1): "state",
        Column("Tid", 1): lambda row: words.clock(row["starts_at"], row["ends_at"]),
        Column("Plats", 1.5): "place",
        Column("Ordförande", 1.2): "chair_role",
    }
    rows = pd.concat([held, unheld]).sort_values("on", kind="stable")
    missing = f"Inga möten {m.year}, hållna eller annonserade, är antecknade."
    return table_or(m, rows, "moten", f"Rådets möten {m.year}", columns, missing)


def attendance_chart(m: Material) -> Block:
    """How many from each organisation were present or called, meeting by meeting. Where they
    weren't alike, the mark says so, and the number how many of all on the list were present."""
    rows, name = m.told("attendance"), "narvaro-organisationer"
    if m.of_year("attendance").empty:
        text = f"Ingen närvarolista från {m.year} finns {m.here}."
        return said_missing(m, name, text)
    meetings = m.meetings[m.meetings["meeting_id"].isin(rows["meeting_id"])]
    names = rows["organisation_id"].map(m.organisation).replace("", "organisation anges inte")
    listed = _statuses(names, rows)
    order = names.value_counts().index.tolist()

    def cell(organisation: str, meeting: str) -> Cell:
        found = listed.get((organisation, meeting), Counter())
        if not found:
            return Cell("none")
        marks, n = [mark for code, mark in _PRESENCE.items() if found[code]], found.total()
        if marks[1:]:
            return Cell(_MIXED, f"{found['present']}/{n}", _numbers(m, found))
        return Cell(marks[0], str(n), _numbers(m, found))

    grid = [(one, [cell(one, key) for key in meetings["meeting_id"]]) for one in order]
    used = {cell.mark for _, cells in grid for cell in cells}
    said = {mark: m.label("attendance", "status", code) for code, mark in _PRESENCE.items()}
    meaning = said | {"ring": "kallad (om hen kom är okänt)", "none": "inte på listan"}
    meaning[_MIXED] = "olika besked (närvarande/alla på listan)"
    return matrix_chart(
        name,
        "Vilka organisationer som var närvarande eller kallade, antal personer",
        "Organisation",
        [m.short_day(row) for row in iterated(meetings)],
        grid,
        {"none": "ingen på listan"},
        [(mark, word) for mark, word in meaning.items() if mark in used],
        m.sources(rows),
        [m.lines(rows[names.eq(one)]) for one in order],
    )


def _statuses(who: pd.Series, rows: pd.DataFrame) -> dict[tuple[str, str], Counter[str]]:
    """How many stand with each status, by who and meeting."""
    found: dict[tuple[str, str], Counter[str]] = {}
    for name, meeting, status in zip(who, rows["meeting_id"], rows["status"], strict=True):
        found.setdefault((name, meeting), Counter())[status] += 1
    return found


def _numbers(m: Material, found: Counter[str]) -> str:
    """3 närvarande, 1 anmält förhinder."""
    word = {code: m.label("attendance", "status", code) for code in _PRESENCE}
    return ", ".join(
        words.count(n, word[code], _SEVERAL.get(code, word[code]))
        for code in _PRESENCE
        if (n := found[code])
    )


def attendance(m: Material) -> Block:
    """The roles on the list; called and present are kept apart."""
    rows = m.of_year("attendance")
    if rows.empty:
        return Nothing(name="narvaro")
    if rows["meeting_id"].nunique() > 1:
        return _attendance_by_meeting(m, rows)
    names: Columns = {Column("Namn", 1.4): lambda row: words.text(m.people.get(row["person_id"]))}
    is_named = rows["person_id"].isin(m.people).any()  # never in the public edition
    columns: Columns = {
        Column("Roll", 2.2): "role",
        **(names if is_named else {}),
        Column("Organisation", 1.8): lambda row: words.text(m.organisation(row["organisation_id"])),
        Column("Möte", 0.9): lambda row: m.short_day(m.meeting(row["meeting_id"])),
        Column("Status", 0.9): lambda row: m.label("attendance", "status", row["status"]),
    }
    return table(m, rows, "narvaro", f"Roller på närvarolistan {m.year}", columns, m.sources(rows))


def _attendance_by_meeting(m: Material, rows: pd.DataFrame) -> Table:
    """Role by meeting, for a year with several lists."""
    who = rows["role"]
    if m.people:  # never in the public edition
        who = who.str.cat(rows["person_id"].map(m.people), sep=", ", na_rep="namn anges inte")
    meetings = m.meetings[m.meetings["meeting_id"].isin(rows["meeting_id"])]
    found = _statuses(who, rows)

    def said(name: str, key: str) -> str:
        """The status; with numbers where several share the role, so that none hides another's."""
        mine = found.get((name, key), Counter())
        if mine.total() == 1:
            return m.label("attendance", "status", *mine)
        return _numbers(m, mine) or "inte på listan"

    return Table(
        name="narvaro",
        title=f"Roller på närvarolistorna {m.year}",
        source=m.sources(rows),
        columns=[Column("Roll", 2), *(Column(m.short_day(row)) for row in iterated(meetings))],
        rows=[
            [name, *(said(name, key) for key in meetings["meeting_id"])]
            for name in dict.fromkeys(who)
        ],
    )


def agenda(m: Material) -> Block:
    """The numbered items of the year's meetings, titles in their original words."""
    rows = m.by_meeting(m.of_year("agenda_items"), "position")
    rows = rows[rows["level"].le(2)]
    columns: Columns = {
        **meeting_column(m, rows),
        Column("Punkt", 0.7): lambda row: _item_number(m, row),
        Column("Rubrik", 4): lambda row: words.text(row["title"], "(utan rubrik)"),
    }
    title = f"Vad som stod på dagordningen {m.year}"
    missing = none_noted(m, "punkter på dagordningen")
    return table_or(m, rows, "dagordning", title, columns, missing, m.sources(rows))


def _item_number(m: Material, row: pd.Series) -> str:
    """The item's number, or that of the item which a heading stands under."""
    if words.is_known(row["number"]):
        return row["number"]
    return f"under {m.item({'item_id': row['parent_id']})}".strip()
