"""Platssamverkan: what is done at each place, by whom, and how far it has come."""

from __future__ import annotations

import pandas as pd

from lobra.blocks import Block, Column, Group, Nothing, Table
from lobra.report import unseen
from lobra.report.annexes.compact import EMPTY, filled, numbered, value
from lobra.report.material import Material, once
from lobra.report.rows import Row, by, iterated
from lobra.report.shown import Columns, table
from lobra_data import words


def place_tables(m: Material) -> Block:
    """The working tables, one a place: problems first, then development."""
    rows = unseen.place_actions(m)
    if rows.empty:
        return Nothing(name="platssamverkan")
    places = m.place_names
    parts = [
        ("", _actions(m, mine, f"platssamverkan-{number}", f"{places[str(key)]}: insatser"))
        for number, (key, mine) in enumerate(rows.groupby("forum_id", sort=False), start=1)
    ]
    return Group(name="platssamverkan", title="Platssamverkan", parts=parts)


def _actions(m: Material, rows: pd.DataFrame, name: str, title: str) -> Table:
    columns: Columns = {
        Column("Plats och problem", 2.2): _about,
        Column("Slag", 0.8): lambda row: m.label("place_actions", "kind", row["kind"]),
        Column("Insats", 1.9): lambda row: _action(m, row),
        Column("Ansvarig och deltagare", 1.9): _who,
        Column("Läge", 0.9): lambda row: m.status("place_actions", row["status"]),
        Column("Vad som sägs", 1.9): _said,
    }
    rows = rows.sort_values("kind", kind="stable")
    return filled(table(m, rows, name, title, columns, m.sources(rows)))


def _about(row: Row) -> str:
    known = [str(part) for part in (row["spot"], row["problem"]) if words.is_known(part)]
    return ": ".join(known) or EMPTY


def _who(row: Row) -> str:
    """Who leads the action, and who takes part."""
    others = row["participants"]
    parts = [words.sentence(row["lead"])]
    parts += [words.sentence("deltar:", others)] if words.is_known(others) else []
    return " ".join(filter(None, parts)) or EMPTY


def _action(m: Material, row: Row) -> str:
    """The action, and the measures that it is taken to follow up."""
    keys = [one["measure_id"] for one in _followed(m).get(row["place_action_id"], ())]
    measures = m.keyed("measures")
    which = numbered(measures[key]["number"] for key in keys if key in measures)
    return f"{value(row['action'])} ({which})" if which else value(row["action"])


@once
def _followed(m: Material) -> dict[str, list[Row]]:
    """The follow-ups that each action is told of in."""
    return by(iterated(m.told("follow_ups")), "place_action_id")


def _said(row: Row) -> str:
    """The words on how it goes, and the days that the table behind them gives."""
    days = [
        words.sentence(label, words.date(row[field]))
        for field, label in (("due_on", "senast"), ("done_on", "klart"))
        if words.is_known(row[field])
    ]
    return " ".join(filter(None, (words.sentence(row["status_text"]), *days))) or EMPTY
