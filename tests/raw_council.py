"""A made-up council as raw drafts are: nothing in it is tidy, and nobody need have reviewed it.

It has an assignment for nobody, a working table with empty statuses, an attendance list without
names and an action plan without measures; when bare, the measures of the other have no number.
`write(folder, reviewed)` gives `folder/records` and `folder/params`, which is what `lobra report
2025 --data … --params …` takes.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import seen

from lobra_data import saving, schema

COUNCIL, YEAR = "ramslinge", 2025
NONE, HALF, ALL = "none", "half", "all"
SPRING, AUTUMN = "rl-2025-03-12", "rl-2025-10-08"
ASKED_FOR = {"status": "unknown", "period_basis": "Anges inte", "is_made_up": "yes"}
"""What a draft has in a field that must be filled where it knows no better; else a number."""
DOCUMENT = {SPRING: "rl-doc-mars", AUTUMN: "rl-doc-oktober"}

Rows = list[dict[str, Any]]


def write(folder: Path, reviewed: str = NONE, is_bare: bool = False) -> Path:
    """Writes records and params; `reviewed` says which rows a person has read.

    `lobra check` lets them pass, unless they are `is_bare`: then numbers and statuses are missing
    that it asks for, as when somebody runs a notebook on what isn't checked yet.
    """
    for name, table in schema.load().items():
        rows = [_filled(name, n, row) for n, row in enumerate(TABLES.get(name, []), start=1)]
        for n, row in enumerate(rows):
            is_read = reviewed == ALL or (reviewed == HALF and n % 2 == 0)
            row |= {"is_sensitive": "no", "is_reviewed": "yes" if is_read else "no"}
            if not is_bare:
                asked = {one.name for one in table.fields if one.is_required}
                missing = {key for key in asked if row.get(key, "") == ""}
                row |= {key: ASKED_FOR.get(key, n + 1) for key in missing}
        kept = [{key: str(row.get(key, "")) for key in table.names} for row in rows]
        path = folder / "records" / COUNCIL / f"{name}.csv"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(saving.csv_bytes(name, kept))
    seen.clear_all(folder / "records")  # what waits is what nobody has reviewed
    params = folder / "params" / f"{YEAR}.yaml"
    params.parent.mkdir(exist_ok=True)
    params.write_text(f"year: {YEAR}\ncouncil: {COUNCIL}\nreport_on: 2026-02-10\n", "utf-8")
    return folder / "records"


def n_unreviewed(reviewed: str = NONE) -> int:
    """How many rows wait for review, people by name left out."""
    tables = schema.load()
    lengths = [len(rows) for name, rows in TABLES.items() if "is_reviewed" in tables[name].names]
    return {NONE: sum(lengths), HALF: sum(n // 2 for n in lengths), ALL: 0}[reviewed]


def _filled(table: str, n: int, row: dict[str, Any]) -> dict[str, Any]:
    key = schema.load()[table].key
    document = DOCUMENT.get(str(row.get("meeting_id")), "rl-doc-plan")
    usual = {key: f"rl-{table.replace('_', '-')}-{n}", "council_id": COUNCIL}
    return usual | {"document_id": document, "line": 10 + n} | row


def _at(meeting: str, rows: Iterable[dict[str, Any]]) -> Rows:
    return [{"meeting_id": meeting} | row for row in rows]


TABLES: dict[str, Rows] = {
    "councils": [
        {
            "council_id": COUNCIL,
            "name": "Ramslinge lokala brottsförebyggande råd",
            "municipality": "Ramslinge",
            "is_made_up": "yes",
        }
    ],
    "documents": [
        {
            "document_id": key,
            "kind": kind,
            "title": title,
            "dated_on": day,
            "file_name": f"{key}.docx",
            "sha256": digit * 64,
            "n_lines": 200,
        }
        for key, kind, title, day, digit in (
            (DOCUMENT[SPRING], "minutes", "Protokoll 12 mars 2025", "2025-03-12", "1"),
            (DOCUMENT[AUTUMN], "minutes", "Protokoll 8 oktober 2025", "2025-10-08", "2"),
            ("rl-doc-plan", "action_plan", "Åtgärdsplan för Ramslinge", "", "3"),
            ("rl-doc-tom", "action_plan", "Plan för torget", "", "4"),
        )
    ],
    "organisations": [
        {"organisation_id": "rl-polisen", "name": "Polisen", "kind": "police"},
        {"organisation_id": "rl-kommunen", "name": "Kommunen", "kind": "city_administration"},
    ],
    "forums": [
        {"forum_id": "rl-rad", "name": "Rådet", "kind": "council"},
        {
            "forum_id": "rl-torget",
            "name": "Platssamverkan Torget",
            "kind": "place",
            "parent_id": "rl-rad",
        },
    ],
    "forum_members": [{"forum_id": "rl-rad", "organisation_id": "rl-polisen"}],
    "meetings": [
        {
            "meeting_id": SPRING,
            "forum_id": "rl-rad",
            "held_on": "2025-03-12",
            "date_basis": "Angivet",
        },
        {
            "meeting_id": AUTUMN,
            "forum_id": "rl-rad",
            "held_earliest": "2025-10-06",
            "held_latest": "2025-10-08",
            "date_basis": "Mellan kallelsen och protokollets datum",
        },
    ],
    "attendance": [
        *_at(
            SPRING,
            [
                {"role": "Kommunpolis", "organisation_id": "rl-polisen", "status": "unknown"},
                {"role": "Rektor", "status": "unknown"},
            ],
        ),
        *_at(
            AUTUMN,
            [
                {"role": "Kommunpolis", "organisation_id": "rl-polisen", "status": "present"},
                {"role": "Kommunpolis", "organisation_id": "rl-polisen", "status": "called"},
                {"role": "Rektor", "status": "apologies"},
                {"role": "Deltagare", "status": "present"},
            ],
        ),
    ],
    "agenda_items": [
        *_at(
            SPRING,
            [
                {"item_id": "rl-p1", "number": "1", "position": 1, "level": 1, "title": "Läget"},
                {"item_id": "rl-p2", "number": "2", "position": 2, "level": 1},
            ],
        ),
        *_at(
            AUTUMN,
            [
                {"item_id": "rl-p3", "number": "", "position": 1, "level": 1, "title": "Torget"},
                {"item_id": "rl-p4", "number": "4", "position": 2, "level": 1, "title": "Övrigt"},
            ],
        ),
    ],
    "statements": [
        *_at(
            SPRING,
            [
                {
                    "kind": "situation",
                    "theme": "burglary",
                    "text": "Inbrotten är färre.",
                    "item_id": "rl-p1",
                },
                {
                    "kind": "work",
                    "theme": "school",
                    "text": "Skolan har infört rutinen.",
                    "item_id": "rl-p2",
                },
                {
                    "kind": "intention",
                    "theme": "other",
                    "text": "Två personrån ska följas upp.",
                    "item_id": "rl-p1",
                },
            ],
        ),
        *_at(
            AUTUMN,
            [
                {
                    "kind": "situation",
                    "theme": "youth_crime",
                    "text": "Tre ungdomar greps.",
                    "item_id": "rl-p3",
                },
                {
                    "kind": "outcome",
                    "theme": "school",
                    "text": "Rutinen är avslutad.",
                    "item_id": "rl-p4",
                },
                {
                    "kind": "work",
                    "theme": "other",
                    "text": "Belysningen är lagad.",
                    "place": "Torget",
                    "item_id": "rl-p3",
                },
            ],
        ),
    ],
    "decisions": _at(AUTUMN, [{"item_id": "rl-p4", "text": "Rådet beslutar att fortsätta."}]),
    "assignments": [
        *_at(
            SPRING,
            [
                {
                    "item_id": "rl-p2",
                    "text": "Ta fram en lista över lampor.",
                    "closed_item_id": "rl-p3",
                },
                {
                    "item_id": "rl-p2",
                    "text": "Bjuda in skolan.",
                    "assigned_to": "Polisen",
                    "due_on": "2025-09-01",
                },
            ],
        ),
        *_at(AUTUMN, [{"item_id": "rl-p4", "text": "Boka lokal."}]),
    ],
    "planned_meetings": _at(
        SPRING,
        [
            {"forum_id": "rl-rad", "planned_on": "2025-06-04"},
            {"forum_id": "rl-rad", "planned_on": "2026-03-11"},
        ],
    ),
    "priorities": _at(
        SPRING,
        [
            {"year": YEAR, "name": "torget", "kind": "area"},
            {"year": YEAR, "name": "narkotika", "kind": "theme", "change": "proposed_added"},
        ],
    ),
    "action_plans": [
        {
            "action_plan_id": "rl-plan",
            "title": "Åtgärdsplan",
            "year_from": 2024,
            "period_basis": "",
        },
        {
            "action_plan_id": "rl-plan-tom",
            "title": "Plan för torget",
            "year_from": YEAR,
            "period_basis": "Året står på första sidan",
            "document_id": "rl-doc-tom",
        },
    ],
    "measures": [
        {
            "measure_id": "rl-m1",
            "action_plan_id": "rl-plan",
            "area": "Skola",
            "title": "Rutin mot våld",
        },
        {
            "measure_id": "rl-m2",
            "action_plan_id": "rl-plan",
            "area": "Skola",
            "title": "Fler vuxna ute",
        },
        {"measure_id": "rl-m3", "action_plan_id": "rl-plan", "area": "Torget", "title": "Mer ljus"},
    ],
    "activities": [
        {"activity_id": "rl-a1", "measure_id": "rl-m1", "number": 1, "title": "Skriva rutinen"},
        {
            "activity_id": "rl-a2",
            "measure_id": "rl-m2",
            "title": "Nattvandra",
            "target_count": 10,
            "target_unit": "kvällar",
            "programme_id": "rl-nattvandring",
        },
    ],
    "commitments": [{"measure_id": "rl-m1", "party": "police", "text": "Deltar."}],
    "place_actions": _at(
        AUTUMN,
        [
            {
                "forum_id": "rl-torget",
                "kind": "problem",
                "action": action,
                "lead": lead,
                "lead_organisation_id": organisation,
                "status": status,
                "status_text": told,
                "item_id": "rl-p3",
            }
            for action, lead, organisation, status, told in (
                ("Laga lampor", "Kommunen och polisen", "rl-kommunen", "done", "Klart."),
                ("Klippa buskar", "", "", "", ""),
                ("Ronda", "Föreningen", "", "ongoing", "Två kvällar i veckan."),
            )
        ],
    ),
    "programmes": [
        {"programme_id": "rl-nattvandring", "name": "Nattvandring", "kind": "initiative"}
    ],
    "programme_results": [
        {
            "programme_id": "rl-nattvandring",
            "year": YEAR,
            "target": "12 kvällar.",
            "value": 11,
            "unit": "kväll",
            "document_id": "rl-doc-oktober",
        }
    ],
    "follow_ups": [
        *_at(
            SPRING,
            [
                {
                    "statement_id": "rl-statements-2",
                    "measure_id": "rl-m1",
                    "status": "ongoing",
                    "basis": "stated",
                }
            ],
        ),
        *_at(
            AUTUMN,
            [
                {
                    "statement_id": "rl-statements-5",
                    "measure_id": "rl-m1",
                    "status": "done",
                    "basis": "stated",
                },
                {
                    "statement_id": "rl-statements-6",
                    "measure_id": "rl-m3",
                    "status": "",
                    "basis": "inferred",
                },
                {
                    "place_action_id": "rl-place-actions-1",
                    "measure_id": "rl-m3",
                    "status": "done",
                    "basis": "stated",
                },
            ],
        ),
    ],
    "observations": _at(
        AUTUMN,
        [
            {"what": "gripna ungdomar", "value": 3, "unit": "ungdomar", "counts_persons": "yes"},
            {"what": "personrån", "value": 2, "unit": "personrån", "counts_persons": "yes"},
        ],
    ),
    "conflicts": _at(
        AUTUMN,
        [
            {
                "about": "Antal trasiga lampor",
                "value_a": "4",
                "line_a": 15,
                "value_b": "6",
                "line_b": 19,
                "line": 15,
            }
        ],
    ),
}
