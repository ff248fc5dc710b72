"""The records as DataFrames: one function a table, with the dtypes that the descriptor defines.

All functions take `data=` (a folder of records, or `files.find` of one, which reads each file once
however many tables are asked for; else LOBRA_DATA, else the shipped ones) and
`council=` (one id or several). Tables that belong to a year take `year=` as well (one or several).
A missing value is missing (`NaN`, `NaT`, `<NA>`), never zero and never an empty string.
pandas is loaded by the functions that make a frame: who only reads files shouldn't wait for it.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterable
from functools import reduce
from operator import or_
from pathlib import Path
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from lobra_data import files, resolved, schema
from lobra_data.columns import column
from lobra_data.errors import LobraError, quoted

if TYPE_CHECKING:
    import pandas as pd

_BEGIN = {"meetings": ("held_on", "held_earliest", "held_latest"), "action_plans": ("year_from",)}
_PARENTS = {"meeting_id": "meetings", "action_plan_id": "action_plans", "measure_id": "measures"}
"""Whose year a row has that has none of its own."""
Council = str | Iterable[str] | None
Data = str | Path | files.Records | None
Year = int | str | Iterable[int | str] | None

# Written out, so that a type checker sees the names; in the order of the descriptor.
__all__ = [  # noqa: RUF022
    "councils",
    "documents",
    "organisations",
    "aliases",
    "people",
    "forums",
    "forum_members",
    "meetings",
    "attendance",
    "agenda_items",
    "statements",
    "decisions",
    "assignments",
    "planned_meetings",
    "priorities",
    "action_plans",
    "measures",
    "activities",
    "commitments",
    "place_actions",
    "programmes",
    "programme_results",
    "follow_ups",
    "assessments",
    "observations",
    "statistics",
    "conflicts",
    "clearances",
    "has_year",
    "labels",
    "years",
]


def councils(council: Council = None, data: Data = None) -> pd.DataFrame:
    """Councils with district, municipality and successor; a series breaks where one ends."""
    return _read("councils", council, data)


def documents(council: Council = None, data: Data = None) -> pd.DataFrame:
    """Source documents: kind, title, the date they state (if any) and sha256 of the file."""
    return _read("documents", council, data)


def organisations(council: Council = None, data: Data = None) -> pd.DataFrame:
    """Organisations that take part or are named; `aliases()` holds their other spellings."""
    return _read("organisations", council, data)


def aliases(council: Council = None, data: Data = None) -> pd.DataFrame:
    """Other ways in which a document writes an organisation, and why (abbreviation, misread)."""
    return _read("aliases", council, data)


def people(council: Council = None, data: Data = None) -> pd.DataFrame:
    """The only table with personal names; empty in the shipped records."""
    return _read("people", council, data)


def forums(council: Council = None, data: Data = None) -> pd.DataFrame:
    """The council itself, its working groups, networks and places of collaboration, as a tree."""
    return _read("forums", council, data)


def forum_members(council: Council = None, data: Data = None) -> pd.DataFrame:
    """Who belongs to a forum, by role and organisation."""
    return _read("forum_members", council, data)


def meetings(council: Council = None, year: Year = None, data: Data = None) -> pd.DataFrame:
    """Meetings with minutes. `held_on` is missing where the minutes don't date themselves;
    `held_earliest` and `held_latest` then bound the day, and `date_basis` says why."""
    return _read("meetings", council, data, year)


def attendance(council: Council = None, year: Year = None, data: Data = None) -> pd.DataFrame:
    """Role × organisation × status of a meeting. Called is not present."""
    return _read("attendance", council, data, year)


def agenda_items(council: Council = None, year: Year = None, data: Data = None) -> pd.DataFrame:
    """Items (level 1) and headings inside them (level 2 and below), titles in original words."""
    return _read("agenda_items", council, data, year)


def statements(council: Council = None, year: Year = None, data: Data = None) -> pd.DataFrame:
    """What the minutes say, one fact a row, by theme and place."""
    return _read("statements", council, data, year)


def decisions(council: Council = None, year: Year = None, data: Data = None) -> pd.DataFrame:
    """Decisions of the council; formalities such as an approved agenda are left out."""
    return _read("decisions", council, data, year)


def assignments(council: Council = None, year: Year = None, data: Data = None) -> pd.DataFrame:
    """Who was asked to do what, by when, and the item that closed it (missing while open)."""
    return _read("assignments", council, data, year)


def planned_meetings(council: Council = None, year: Year = None, data: Data = None) -> pd.DataFrame:
    """Announced meetings, in the year they were announced for; no proof that one was held."""
    return _read("planned_meetings", council, data, year)


def priorities(council: Council = None, year: Year = None, data: Data = None) -> pd.DataFrame:
    """Prioritised areas and themes of a year: added, kept, removed, or proposed to be."""
    return _read("priorities", council, data, year)


def action_plans(council: Council = None, year: Year = None, data: Data = None) -> pd.DataFrame:
    """Action plans; with `year`, those whose period covers it (an unknown end counts as open)."""
    return _read("action_plans", council, data, year)


def measures(council: Council = None, year: Year = None, data: Data = None) -> pd.DataFrame:
    """Measures (åtgärder) of the action plans: goal, purpose, target group, who and how."""
    return _read("measures", council, data, year)


def activities(council: Council = None, year: Year = None, data: Data = None) -> pd.DataFrame:
    """Prioritised activities of the measures, with countable targets and deadlines."""
    return _read("activities", council, data, year)


def commitments(council: Council = None, year: Year = None, data: Data = None) -> pd.DataFrame:
    """What police and district administration each undertake within a measure."""
    return _read("commitments", council, data, year)


def place_actions(council: Council = None, year: Year = None, data: Data = None) -> pd.DataFrame:
    """Rows of the working tables of platssamverkan: problem, action, lead and status."""
    return _read("place_actions", council, data, year)


def programmes(council: Council = None, data: Data = None) -> pd.DataFrame:
    """Programmes, initiatives and services that the documents name."""
    return _read("programmes", council, data)


def programme_results(
    council: Council = None, year: Year = None, data: Data = None
) -> pd.DataFrame:
    """Target and outcome of a programme in a year, as far as the documents state them."""
    return _read("programme_results", council, data, year)


def follow_ups(council: Council = None, year: Year = None, data: Data = None) -> pd.DataFrame:
    """What a later document says about a measure, activity, programme or assignment.

    Each row joins one statement or place action with what it is about; `text` carries its words.
    """
    import pandas as pd

    source = files.find(data)
    councils = _chosen(source, council)
    frame = _read("follow_ups", councils, source, year)
    keys = [*zip(frame["statement_id"], frame["place_action_id"], strict=True)]
    told = _told(keys, source, councils)
    if None in told:  # another council's document may say it
        told = _told(keys, source, source.councils)
    return frame.assign(text=pd.Series(told, frame.index, dtype="str"))


def _told(
    keys: Iterable[tuple[str, str]], source: files.Records, councils: Iterable[str]
) -> list[str | None]:
    """The words of the statement or place action of each follow-up, if it is one of a council's."""
    said, done = {}, {}
    for name in councils:
        for row in resolved.rows(source, "statements", name):
            said[row.values["statement_id"]] = row.values["text"]
        for row in resolved.rows(source, "place_actions", name):
            state = row.values["status_text"] or "status anges inte"
            done[row.values["place_action_id"]] = f"{row.values['action']}: {state}"
    return [said.get(statement) or done.get(action) for statement, action in keys]


def assessments(council: Council = None, year: Year = None, data: Data = None) -> pd.DataFrame:
    """What somebody has decided of a measure's goal: full, partial, none, or not assessed.
    Proposals aren't here; a measure without a row has been assessed by nobody. `document_id` and
    `line` are missing where the decision stands in no document: then role and day are its source.
    """
    return _read("assessments", council, data, year)


def observations(council: Council = None, year: Year = None, data: Data = None) -> pd.DataFrame:
    """Counted facts from the minutes, such as nine residents on a safety walk."""
    return _read("observations", council, data, year)


def statistics(council: Council = None, year: Year = None, data: Data = None) -> pd.DataFrame:
    """Figures on crime and safety: one indicator, area and year a row, by place of crime."""
    return _read("statistics", council, data, year)


def conflicts(council: Council = None, year: Year = None, data: Data = None) -> pd.DataFrame:
    """Contradictions in the documents: both values, both lines, and how it was resolved, if so."""
    return _read("conflicts", council, data, year)


def clearances(council: Council = None, data: Data = None) -> pd.DataFrame:
    """Texts that a person has read and cleared for the public edition, by the hash of each."""
    return _read("clearances", council, data)


# The function of each table by name, in the order above.
ALL: dict[str, Callable[..., pd.DataFrame]] = {
    name: globals()[name] for name in __all__ if name not in ("has_year", "labels", "years")
}


def has_year(table: str) -> bool:
    """Whether the rows of a table belong to a year, so that its function takes `year=`."""
    return "year" in inspect.signature(ALL[table]).parameters


def labels(table: str, field: str) -> dict[str, str]:
    """The Swedish word for each value of an enum field, in the descriptor's order."""
    return schema.load()[table].field(field).labels


def years(council: str, data: Data = None) -> list[int]:
    """The years that a report can be made of: a meeting was held, or a plan begins."""
    found: set[str] = set()
    for table, fields in _BEGIN.items():
        rows = resolved.rows(files.find(data), table, council)
        found |= {row.values[name][:4] for row in rows for name in fields}
    return sorted(int(year) for year in found if year.isdecimal())


def _read(table: str, council: Council, data: Data, year: Year = None) -> pd.DataFrame:
    import pandas as pd

    source = files.find(data)
    frame = _frame(source, table, _chosen(source, council))
    years = [] if year is None else _years(year)
    if years and len(frame):  # else there is nothing to choose from
        wanted = reduce(or_, [_in_year(table, frame, one, source) for one in years])
        frame = frame[wanted]
        frame.index = pd.RangeIndex(len(frame))
    return frame


def _chosen(source: files.Records, council: Council) -> tuple[str, ...]:
    """The councils that somebody asks for, all for None; LobraError for one that isn't there."""
    if council is None:
        return tuple(source.councils)
    wanted = (council,) if isinstance(council, str) else tuple(council)
    for name in wanted:
        if name not in source.councils:
            raise LobraError(f'Rådet "{name}" finns inte. Råd: {", ".join(source.councils)}.')
    return wanted


_frames: WeakKeyDictionary[files.Records, dict[tuple[str, ...], pd.DataFrame]] = WeakKeyDictionary()
_of_years: WeakKeyDictionary[files.Records, dict[tuple[str, int], list[str]]] = WeakKeyDictionary()


def _frame(source: files.Records, table: str, councils: tuple[str, ...]) -> pd.DataFrame:
    """The rows of some councils: made once of the same records. What is handed out is a copy that
    shares its values until it is written to."""
    import pandas as pd

    made, key = _frames.setdefault(source, {}), (table, *councils)
    if key not in made:
        rows = [row for name in councils for row in resolved.rows(source, table, name)]
        columns = {
            field.name: column(field, [row.values[field.name] for row in rows], rows)
            for field in schema.load()[table].fields
        }
        made[key] = pd.DataFrame(columns, copy=False)
    return made[key].copy(deep=False)


def _years(year: int | str | Iterable[int | str]) -> list[int]:
    """The years that somebody asks for, however they are written; LobraError for anything else."""
    asked = [year] if isinstance(year, int | str) or not isinstance(year, Iterable) else [*year]
    found = [re.fullmatch(r"[0-9]{4}", str(one).strip()) for one in asked]
    wrong = [quoted(str(one)) for one, is_year in zip(asked, found, strict=True) if not is_year]
    if wrong or not asked:
        told = f"{wrong[0]} är inget årtal" if wrong else "inget år är angivet"
        raise LobraError(f'year: {told}. Skriv till exempel 2021, "2021" eller [2019, 2021].')
    return [int(str(one)) for one in asked]


def _in_year(table: str, frame: pd.DataFrame, year: int, data: files.Records) -> pd.Series:
    """Which rows belong to the year: by their own year, date or period, else by their meeting's."""
    if table == "meetings":
        first = frame["held_on"].fillna(frame["held_earliest"]).dt.year
        last = frame["held_on"].fillna(frame["held_latest"]).dt.year
        return first.le(year) & last.ge(year)
    if table == "action_plans":
        return frame["year_from"].le(year).fillna(False) & frame["year_to"].ge(year).fillna(True)
    if table == "planned_meetings":
        return frame["planned_on"].dt.year.eq(year)
    if "year" in frame:
        return frame["year"].eq(year).fillna(False)
    for key, parent in _PARENTS.items():
        if key in frame:
            return frame[key].isin(_keys(parent, key, year, data))
    raise LobraError(f'Tabellen "{table}" har inget år att välja på.')


def _keys(table: str, key: str, year: int, source: files.Records) -> list[str]:
    """What names the rows of any council that belong to the year: looked up once."""
    found = _of_years.setdefault(source, {})
    if (table, year) not in found:
        found[table, year] = [*_read(table, None, source, year)[key]]
    return found[table, year]
