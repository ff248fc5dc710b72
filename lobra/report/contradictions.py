"""Contradictions that the machine finds in the records, until somebody has resolved them.

Each rule is a function over the tables and yields pairs of rows that can't both be right. A
finding goes away when a row of conflicts names its lines, whatever that row makes of it.
A weekday is known only where the words of a row state one: the records keep dates, not weekdays.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import combinations
from pathlib import Path
from typing import Any

import pandas as pd

from lobra.blocks import Block, Column, Table, Text
from lobra.report.material import RECORDS, Material, with_held
from lobra_data import schema, tables, words

Read = Callable[[str], pd.DataFrame]
"""Gives a table by its name; what it leaves out is not looked at."""

_DAY = re.compile(
    rf"\b({'|'.join(words.WEEKDAYS)})(?:en)?,?\s+(?:den\s+)?(\d{{1,2}})\s+"
    rf"({'|'.join(words.MONTHS)})\b(?:\s+(\d{{4}}))?",
    re.IGNORECASE,
)
_SPANS = (
    ("meetings", "starts_at", "ends_at", "Mötets tid"),
    ("planned_meetings", "starts_at", "ends_at", "Det annonserade mötets tid"),
    ("meetings", "held_earliest", "held_latest", "Mötets dag"),
    ("activities", "due_earliest", "due_latest", "Aktivitetens tidsgräns"),
    ("action_plans", "year_from", "year_to", "Planens period"),
    ("councils", "valid_from", "valid_to", "Rådets tid"),
)
_AWAY = ("absent", "apologies")


@dataclass(frozen=True, eq=False)
class Contradiction:
    """What is said in two ways, both ways in words, and the rows that say them."""

    about: str
    values: tuple[str, str]
    rows: tuple[Any, Any]

    @property
    def places(self) -> frozenset[tuple[str, int]]:
        """(document, line) of each row: what a row of conflicts must name."""
        return frozenset((row["document_id"], int(row["line"])) for row in self.rows)


def unresolved(read: Read) -> list[Contradiction]:
    """Every contradiction that no row of conflicts names, each pair of lines once."""
    told = [
        {
            (row["document_id"], int(row["line_a"])),
            (row["document_b_id"] or row["document_id"], int(row["line_b"])),
        }
        for _, row in read("conflicts").fillna({"document_b_id": ""}).iterrows()
    ]
    found = {}
    for rule in RULES:
        for one in rule(read):
            if not any(one.places <= places for places in told):
                found.setdefault((one.about, one.places), one)
    return list(found.values())


def of_records(councils: Iterable[str], data: str | Path | None = None) -> list[str]:
    """What there is to resolve in each council's own records, a line of text each."""

    def reader(council: str) -> Read:
        return cache(lambda table: tables.ALL[table](council, data=data))

    return [
        f"{council}: {one.about}: {one.values[0]} ({one.rows[0]['document_id']}, rad "
        f"{one.rows[0]['line']}); {one.values[1]} ({one.rows[1]['document_id']}, rad "
        f"{one.rows[1]['line']})"
        for council in councils
        for one in unresolved(reader(council))
    ]


def contradictions_found(m: Material) -> Block:
    """What the machine finds in what was known by the year's end and nobody has noted."""
    found = unresolved(_known(m))
    if not found:
        text = (
            f"Maskinen har jämfört uppgifterna till och med {m.year} och hittar inga motsägelser "
            "som inte redan är antecknade."
        )
        return Text(name="motsagelser-maskin", text=text, source=RECORDS)
    return Table(
        name="motsagelser-maskin",
        title=f"Motsägelser som maskinen hittar till och med {m.year} och ingen har rett ut",
        columns=[
            Column("Uppgift", 1.6),
            Column("Ett ställe", 1.3),
            Column("Ett annat", 1.3),
            Column("Källa", 2.2),
        ],
        rows=[
            [
                words.capitalised(one.about),
                *one.values,
                "; ".join(dict.fromkeys(m.source(row) for row in one.rows)),
            ]
            for one in found
        ],
    )


def _known(m: Material) -> Read:
    """The tables as they were known by the end of the year."""

    def read(table: str) -> pd.DataFrame:
        rows = m.ever(table)
        if "meeting_id" in rows:
            rows = rows[rows["meeting_id"].isin(m.meetings["meeting_id"])]
        if table == "planned_meetings":
            rows = rows[rows["planned_on"].dt.year.le(m.year)]
        if table in ("statistics", "assessments"):
            rows = rows[rows["year"].le(m.year)]
        return rows

    return read


def one_fact_two_values(read: Read) -> Iterator[Contradiction]:
    """The same thing counted twice with values that exclude each other.

    What has no date of its own is tied to its meeting; the same words at the next one are a new
    count, and two numbers on one line are two counts. What stands after "enligt" in a text says
    where the number stands, not what it counts.
    """
    counts = read("observations")
    keys = pd.DataFrame(
        {
            "council": counts["council_id"],
            "what": counts["what"].str.casefold().str.replace(r",? enligt .*", "", regex=True),
            "unit": counts["unit"].str.casefold(),
            "place": counts["place"].str.casefold(),
            "on": counts["observed_on"].astype("str"),
            "meeting": counts["meeting_id"].where(counts["observed_on"].isna(), ""),
        }
    ).fillna("")
    for a, b in _pairs(counts, keys):
        low = [float(row["value"]) for row in (a, b)]
        high = [
            float(row["value_max"]) if words.is_known(row["value_max"]) else float(row["value"])
            for row in (a, b)
        ]
        is_one_sentence = (a["document_id"], a["line"]) == (b["document_id"], b["line"])
        if not is_one_sentence and (low[0] > high[1] or low[1] > high[0]):
            unit = words.text(a["unit"], "")
            said = [f"{words.text(float(row['value']))} {unit}".strip() for row in (a, b)]
            yield Contradiction(a["what"].split(", enligt")[0], (said[0], said[1]), (a, b))
    known = read("statistics").dropna(subset=["value"])
    keys = known[["council_id", "indicator", "area", "year", "unit", "is_preliminary"]].astype(
        "str"
    )
    for a, b in _pairs(known, keys):
        if float(a["value"]) != float(b["value"]):
            said = [words.text(float(row["value"])) for row in (a, b)]
            about = f"{a['indicator']}, {a['area']} {a['year']}"
            yield Contradiction(about, (said[0], said[1]), (a, b))


def announced_and_held(read: Read) -> Iterator[Contradiction]:
    """A meeting that was announced for one day and held on another."""
    meetings = read("meetings").set_index("meeting_id")
    for _, row in with_held(read("planned_meetings"), read("meetings")).iterrows():
        if words.is_known(row["held_id"]):
            held = meetings.loc[row["held_id"]]
            if held["held_on"] != row["planned_on"]:
                said = (
                    f"annonserat till {words.date(row['planned_on'])}",
                    f"hållet {words.date(held['held_on'])}",
                )
                yield Contradiction("Mötets dag", said, (row, held))


def wrong_weekday(read: Read) -> Iterator[Contradiction]:
    """A day in a text on a weekday that it isn't. Without a year in the text, that of a date in
    the row is taken if the day agrees; else it is wrong only if no year around the meeting fits."""
    held = _first_days(read)
    for name, table in schema.load().items():
        keys = {table.key, *(key.field for key in table.foreign_keys)}
        texts = [f.name for f in table.fields if f.type == "string" and not f.labels]
        texts = [field for field in texts if field not in keys]
        dates = [field.name for field in table.fields if field.type == "date"]
        if name == "conflicts" or not {"document_id", "line"} <= set(table.names):
            continue
        for row in read(name).dropna(subset=["document_id"]).to_dict("records"):
            said = "\n".join(row[field] for field in texts if isinstance(row[field], str))
            for found in _DAY.finditer(said):
                days = [row[date] for date in dates if words.is_known(row[date])]
                around = held.get(row.get("meeting_id"))
                if right := _right_weekday(found, days, around):
                    yield Contradiction("Veckodag", (found[0], right), (row, row))


def status_goes_backwards(read: Read) -> Iterator[Contradiction]:
    """Done at one meeting, and planned or not begun at a later one. What recurs every year may
    begin anew in the next; so does a programme, which is why programmes aren't looked at."""
    follow_ups, activities = read("follow_ups"), read("activities").set_index("activity_id")
    measures = read("measures").set_index("measure_id")["title"]
    whole = follow_ups[
        follow_ups["activity_id"].isna() & follow_ups["measure_id"].isin(measures.index)
    ]
    yield from _backwards(read, whole, whole["measure_id"], lambda row: measures[row["measure_id"]])
    parts = follow_ups[follow_ups["activity_id"].isin(activities.index)]
    yearly = activities["target_per"].eq("year").fillna(False)
    years = parts["meeting_id"].map(lambda key: str(_first_days(read).get(key, ""))[:4])
    anew = years.where(parts["activity_id"].map(yearly).astype(bool), "")
    key = parts["activity_id"] + anew
    yield from _backwards(read, parts, key, lambda row: activities.loc[row["activity_id"], "title"])
    places = read("place_actions")
    fields = places[["forum_id", "kind", "spot", "problem", "action"]].to_numpy()
    key = pd.Series(["|".join(map(str, row)).casefold() for row in fields], places.index, "str")
    yield from _backwards(read, places, key, lambda row: row["action"])


def end_before_start(read: Read) -> Iterator[Contradiction]:
    """What ends before it has begun."""
    for table, first, last, about in _SPANS:
        rows = read(table).dropna(subset=[first, last])
        for _, row in rows[rows[last] < rows[first]].iterrows():
            said = (f"från {words.text(row[first])}", f"till {words.text(row[last])}")
            yield Contradiction(about, said, (row, row))


def present_and_absent(read: Read) -> Iterator[Contradiction]:
    """The same person both came and didn't. Where no person is known, a role counts as one only
    if no list has it twice under one heading."""
    rows = read("attendance")
    role = rows["role"].str.casefold() + "|" + rows["organisation_id"].fillna("").astype("str")
    listed = rows.assign(who=role).groupby(["who", "meeting_id", "status"], observed=True).size()
    shared = {who for (who, *_), n in listed.items() if n > 1}
    who = rows["person_id"].astype("object").where(rows["person_id"].notna(), role)
    mine = rows[~(rows["person_id"].isna() & role.isin(shared))]
    keys = pd.DataFrame({"who": who.loc[mine.index], "meeting": mine["meeting_id"]})
    labels = tables.labels("attendance", "status")
    for a, b in _pairs(mine, keys):
        if "present" in (a["status"], b["status"]) and {a["status"], b["status"]} & set(_AWAY):
            said = (labels[a["status"]], labels[b["status"]])
            yield Contradiction(f"Närvaro, {a['role']}", said, (a, b))


def done_after_it_was_told(read: Read) -> Iterator[Contradiction]:
    """Something that a meeting says was done on a day after the meeting."""
    last = _last_days(read)
    for _, row in read("place_actions").dropna(subset=["done_on"]).iterrows():
        held = last.get(row["meeting_id"])
        if held is not None and row["done_on"] > held:
            said = (f"klar {words.date(row['done_on'])}", f"berättat {words.date(held)}")
            yield Contradiction(row["action"], said, (row, row))


def due_before_it_was_given(read: Read) -> Iterator[Contradiction]:
    """An assignment whose last day had passed when it was given."""
    first = _first_days(read)
    for _, row in read("assignments").dropna(subset=["due_on"]).iterrows():
        held = first.get(row["meeting_id"])
        if held is not None and row["due_on"] < held:
            said = (f"senast {words.date(row['due_on'])}", f"gavs {words.date(held)}")
            yield Contradiction(f"Uppdrag: {row['text']}", said, (row, row))


def added_and_removed(read: Read) -> Iterator[Contradiction]:
    """A priority that one meeting both takes in (or keeps) and takes away, for the same year.

    A proposal and a decision may differ: that is what meetings are for.
    """
    rows = read("priorities")
    keys = rows[["meeting_id", "year"]].astype("str").assign(name=rows["name"].str.casefold())
    labels = tables.labels("priorities", "change")
    against = ({"added", "removed"}, {"kept", "removed"}, {"proposed_added", "proposed_removed"})
    for a, b in _pairs(rows, keys):
        if {a["change"], b["change"]} in against:
            said = (labels[a["change"]], labels[b["change"]])
            yield Contradiction(f"Prioritering {a['year']}: {a['name']}", said, (a, b))


RULES = (
    one_fact_two_values,
    announced_and_held,
    wrong_weekday,
    status_goes_backwards,
    end_before_start,
    present_and_absent,
    done_after_it_was_told,
    due_before_it_was_given,
    added_and_removed,
)


def _pairs(rows: pd.DataFrame, keys: pd.DataFrame) -> Iterator[tuple[Any, Any]]:
    """Every two rows with the same key."""
    for _, group in rows.groupby([keys[name] for name in keys], sort=False, observed=True):
        yield from combinations((row for _, row in group.iterrows()), 2)


def _backwards(
    read: Read, rows: pd.DataFrame, key: pd.Series, named: Callable[[Any], str]
) -> Iterator[Contradiction]:
    """Done, and at the next meeting that speaks of it planned or not begun."""
    first, last = _first_days(read), _last_days(read)
    labels = tables.labels("follow_ups", "status")
    rows = rows.assign(on=rows["meeting_id"].map(first))
    for _, group in rows.dropna(subset=["on"]).sort_values("on").groupby(key, sort=False):
        told = [row for _, row in group.iterrows() if row["status"] != "unknown"]
        for a, b in combinations(told, 2):
            is_later = last[a["meeting_id"]] < first[b["meeting_id"]]
            between = [r for r in told if a["on"] < r["on"] < b["on"]]
            is_back = a["status"] == "done" and b["status"] in ("planned", "not_started")
            if is_later and is_back and not between:
                said = [f"{labels[row['status']]}, {words.date(row['on'])}" for row in (a, b)]
                yield Contradiction(named(a), (said[0], said[1]), (a, b))


def _first_days(read: Read) -> dict[str, pd.Timestamp]:
    rows = read("meetings").set_index("meeting_id")
    return rows["held_on"].fillna(rows["held_earliest"]).dropna().to_dict()


def _last_days(read: Read) -> dict[str, pd.Timestamp]:
    rows = read("meetings").set_index("meeting_id")
    return rows["held_on"].fillna(rows["held_latest"]).dropna().to_dict()


def _right_weekday(found: re.Match[str], days: list[pd.Timestamp], around: Any) -> str:
    """What weekday the day is, in words, when it isn't the one that is stated."""
    weekday, day, month, year = found.groups()
    number = words.MONTHS.index(month.casefold()) + 1
    same = [known.year for known in days if (known.day, known.month) == (int(day), number)]
    years = [int(year)] if year else same[:1]
    if not years and around is not None:
        years = [around.year - 1, around.year, around.year + 1]
    right = []
    for one in years:
        try:
            right.append((one, words.WEEKDAYS[pd.Timestamp(one, number, int(day)).weekday()]))
        except ValueError:
            continue
    if not right or weekday.casefold() in (name for _, name in right):
        return ""
    return "dagen är en " + words.listed((f"{name} {one}" for one, name in right), last="eller")
