"""A country of made-up councils, each with ten years: the demo's council told over and over.

    python benchmarks/made_up_country.py FOLDER --councils 290 --seed 1

writes `records` and `params` below the folder. Names are made of syllables and a seed decides them,
and what has become of measures; years are moved by pairs, so that every report has all chapters.
All texts are cleared, for they are the demo's.
"""

from __future__ import annotations

import argparse
import random
import re
from pathlib import Path

from lobra.privacy import clearance
from lobra_data import saving, schema
from lobra_data.files import Records

ROOT = Path(__file__).resolve().parents[1]
DEMO, ID, NAME = "exempelkoping", "bv-", "Exempelköping"
YEARS = range(2015, 2025)
ONCE = (
    "councils",
    "organisations",
    "aliases",
    "people",
    "forums",
    "forum_members",
    "statistics",
    "clearances",
)
"""Tables whose rows are of no year."""
LAST = (
    "action_plans",
    "measures",
    "activities",
    "commitments",
    "follow_ups",
    "assessments",
    "planned_meetings",
)
"""Of the last two years alone: a chart doesn't take more meetings since a plan began."""
STATES = ("done", "ongoing", "planned", "not_started", "cancelled")
_YEAR = re.compile(r"(?<![\w-])(20[12]\d)(?!\w)|(?<=[a-z]-)(20[12]\d)(?=-)")

Rows = dict[str, list[dict[str, str]]]


def make(folder: Path, n_councils: int, seed: int = 1) -> None:
    """Writes the records and the parameters of that many councils."""
    demo, chance = _demo(), random.Random(seed)
    demo["councils"][0]["valid_from"] = ""
    cleared: set[str] = set()
    names = _names(n_councils, chance)
    for n, name in enumerate(names, start=1):
        council = f"ort-{n:03}"
        tables = _as_council(demo, council, f"o{n:03}-", name)
        for row in tables["follow_ups"]:
            if row["status"] in STATES and chance.random() < 0.3:
                row["status"] = chance.choice(STATES[:2])
        tables["clearances"] = _cleared(tables, council, cleared)
        for table, rows in tables.items():
            path = folder / "records" / council / f"{table}.csv"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(saving.csv_bytes(table, rows))
        for year in YEARS:
            path = folder / "params" / council / f"{year}.yaml"
            path.parent.mkdir(parents=True, exist_ok=True)
            about = f"year: {year}\ncouncil: {council}\nreport_on: {year + 1}-02-14\n"
            path.write_text(about, encoding="utf-8")


def _demo() -> Rows:
    """The demo's rows, and before them the same of earlier years."""
    records = Records(ROOT / "demo" / "records")
    own = {t: [dict(r.values) for r in records.rows(t)] for t in schema.load()}
    keys = {
        row[schema.load()[table].key]: table
        for table, rows in own.items()
        if table not in ONCE
        for row in rows
    }
    tables: Rows = {table: [] for table in own}
    for back in range(2024 - YEARS[0] - 1, -1, -2):
        for table, rows in own.items():
            if table in ONCE:
                tables[table] = rows
            elif table not in LAST or not back:
                tables[table] += [_moved(row, back, keys) for row in rows]
    return tables


def _moved(row: dict[str, str], back: int, keys: dict[str, str]) -> dict[str, str]:
    """The row as it would be some years earlier."""

    def moved(value: str) -> str:
        if back and value in keys:
            return "" if keys[value] in LAST else f"{value}-m{back}"
        return _YEAR.sub(lambda found: str(int(found[0]) - back), value)

    return {name: value if name == "sha256" else moved(value) for name, value in row.items()}


def _as_council(tables: Rows, council: str, prefix: str, name: str) -> Rows:
    def own(value: str) -> str:
        value = value.replace(DEMO, council).replace(NAME, name)
        return f"{prefix}{value[len(ID) :]}" if value.startswith(ID) else value

    return {
        table: [{field: own(value) for field, value in row.items()} for row in rows]
        for table, rows in tables.items()
    }


def _cleared(tables: Rows, council: str, cleared: set[str]) -> list[dict[str, str]]:
    """All texts that no council before has cleared."""
    texts = {
        row[field.name]
        for table, rows in tables.items()
        for field in clearance.free_fields(schema.load()[table])
        for row in rows
    }
    decided = {"council_id": council, "decided_by_role": "samordnare", "decided_on": "2026-11-26"}
    marks = sorted({*map(clearance.text_hash, texts - {""})} - cleared)
    cleared.update(marks)
    return [{"text_hash": mark} | decided for mark in marks]


def _names(n: int, chance: random.Random) -> list[str]:
    """Made-up places, each once."""
    first = "Bjälm Dovr Fagel Grinn Hjort Knav Lom Mors Nirk Ryd Skaft Tross Ulv Vess Ång".split()
    last = "ala arp berga boda fors hult inge köping lunda mark näs rud sta torp vik".split()
    every = [f"{one}{other}" for one in first for other in last]
    chance.shuffle(every)
    return [every[i % len(every)] + ("by" if i >= len(every) else "") for i in range(n)]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--councils", type=int, default=290, metavar="N")
    parser.add_argument("--seed", type=int, default=1, metavar="N")
    options = parser.parse_args()
    make(options.folder, options.councils, options.seed)


if __name__ == "__main__":
    main()
