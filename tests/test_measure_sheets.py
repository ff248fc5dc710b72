"""A measure's sheet: what was planned, what came of it, and nothing that is empty."""

from __future__ import annotations

import csv

import pytest
from seen import (
    DEMO,
    HA,
    HL,
    by_head,
    change,
    ever,
    material,
    parts,
    planned,
    records,
    said,
)

from lobra.blocks import Nothing
from lobra.report import Material, annexes
from lobra_data import describing, frames, words

GROUPS = [
    ["goal", "purpose", "target_group", "area"],
    ["responsible", "forum_text", "police_contact", "district_contact", "other_actors"],
    ["funding", "communication", "follow_up"],
]
TITLES = dict(describing.describe("measures")["title"]) | {"forum_text": "Samverkansforum"}


def sheets(m):
    """Heading → the facts and the table of activities of each measure; "" has what all share."""
    found = {}
    for heading, part in annexes.measure_sheets(m).parts:
        if heading or not found:
            found[heading] = [part]
        else:
            found[list(found)[-1]].append(part)
    return found


def common(measures):
    """The fields that say the same of every measure."""
    fields = [field for group in GROUPS for field in group]
    return {f: measures[0][f] for f in fields if len({row[f] for row in measures}) == 1}


@pytest.mark.parametrize("of", [(HL, 2018), (DEMO, 2024)])
def test_a_sheet_has_the_fields_that_are_filled_in_and_differ_and_the_commitments(of):
    measures, commitments = planned(*of, "measures"), planned(*of, "commitments")
    shared = common(measures)
    found = sheets(material(*of))
    found.pop("")
    assert list(found) == [f"Åtgärd {row['number']}: {row['title']}" for row in measures]
    for row, (facts, *_) in zip(measures, found.values(), strict=True):
        expected = {}
        for group in GROUPS:
            shown = [field for field in group if field not in shared and row[field]]
            if shown:
                first, *rest = shown
                told = [words.sentence(row[first])]
                told += [words.sentence(f"{TITLES[field]}:", row[field]) for field in rest]
                expected[TITLES[first]] = " ".join(told)
        pledges = []
        for party, word in (("police", "Polisen"), ("district", "Förvaltningen")):
            mine = [
                words.sentence(one["text"])
                for one in commitments
                if (one["measure_id"], one["party"]) == (row["measure_id"], party)
            ]
            pledges += [f"{word}: {' '.join(mine)}"] if mine else []
        expected |= {"Åtaganden": " ".join(pledges)} if pledges else {}
        shown = dict(facts.items)
        shown.pop("Bedömning")
        assert shown == expected


def test_what_all_measures_share_or_lack_is_told_once_before_the_first(records_copy):
    for row in records(HL, "measures"):
        change(records_copy, HL, "measures", row["measure_id"], target_group="", funding="Inom ram")
    first, *others = sheets(Material(HL, 2018, data=records_copy)).values()
    told = dict(first[0].items)
    assert told["Gemensamt för alla åtgärder"] == "Finansiering: Inom ram."
    assert told["Inte antecknat för någon åtgärd"] == "Målgrupp."
    for facts, *_ in others:
        assert "Finansiering" not in dict(facts.items)
        assert "Målgrupp" not in " ".join(text for _, text in facts.items)


def test_a_sheet_names_the_lines_of_the_measure_of_its_commitments_and_of_its_judgement():
    (facts, _) = sheets(material(DEMO, 2024))["Åtgärd 1: Tidig samverkan runt enskilda barn"]
    lines = {
        int(row["line"])
        for name in ("measures", "commitments")
        for row in records(DEMO, name)
        if row["measure_id"] == "bv-m1"
    }
    plan, *decided = facts.source
    assert (plan.document, set(plan.lines)) == ("Åtgärdsplan 2023–2024", lines)
    assert [str(one) for one in decided] == ["bedömning av preventionssamordnare, 14 januari 2025"]


def test_a_line_that_the_plan_and_the_judgement_share_is_named_once():
    facts = [part for part, *_ in sheets(material(HL, 2018)).values()][1:]
    assert [len(part.source) for part in facts] == [1] * 7


def test_a_measure_without_a_number_has_a_sheet_too(records_copy):
    change(records_copy, HL, "measures", "hl-m3", number="")
    found = sheets(Material(HL, 2019, data=records_copy))
    assert "Åtgärd: Trygga uppväxten för barn och unga" in found
    assert len({part.name for some in found.values() for part in some}) == 15


@pytest.mark.parametrize("of", [(HL, 2018), (DEMO, 2023), (DEMO, 2024)])
def test_every_activity_stands_with_its_target_and_deadline(of):
    per = frames.labels("activities", "target_per") | {"": ""}
    found = sheets(material(*of))
    found.pop("")
    for measure, (_, table) in zip(planned(*of, "measures"), found.values(), strict=True):
        mine = [r for r in planned(*of, "activities") if r["measure_id"] == measure["measure_id"]]
        heads = ("Aktivitet", "Mål", "Senast")
        assert [[row.get(head, "–") for head in heads] for row in by_head(table)] == [
            [
                row["title"],
                f"minst {row['target_count']} {row['target_unit']} {per[row['target_per']]}".strip()
                if row["target_count"]
                else "–",
                row["due_label"] or "–",
            ]
            for row in mine
        ]


def came_of(m, measure, activity):
    (table,) = (p for p in parts(annexes.measure_sheets(m)) if p.name == f"{measure}-aktiviteter")
    (row,) = (row for row in by_head(table) if row["Aktivitet"] == activity)
    return row["Utfall eller senaste läge"]


def test_the_outcome_is_counted_or_the_last_word_and_says_when_the_deadline_has_passed():
    m = material(DEMO, 2024)
    said_of = [
        ("atgard-20", "Starta grannsamverkan i nya områden"),
        ("atgard-3", "Sommarjobb för unga i årskurs 9 och gymnasiet"),
        ("atgard-1", "Ta fram en gemensam samtyckesblankett"),
        ("atgard-1", "Utbilda skolpersonal i arbetssättet"),
        ("atgard-4", "Besluta om en lokal rutin för avhopparstöd"),
        ("atgard-2", "Ta fram en gemensam rutin för veckoavstämning"),
        ("atgard-5", "Kampanj för att lämna tips till polisen"),
    ]
    assert [came_of(m, *one) for one in said_of] == [
        "utfall 6 av målet 5 områden; ◉ pågår, 8 feb 2024",
        "planen anger målet 40 platser, programmet 50 platser (2024); ✓ klar, 19 sep 2024",
        "✓ klar, 8 feb 2024",
        "tidsgränsen har gått ut",
        "◉ pågår, 16 maj 2024; tidsgränsen har gått ut",
        "tidsgränsen har gått ut",
        "–",
    ]


def test_an_activity_names_the_lines_of_the_plan_and_of_what_came_of_it():
    (table,) = (
        p
        for p in parts(annexes.measure_sheets(material(DEMO, 2024)))
        if p.name == "atgard-1-aktiviteter"
    )
    rows = {r["activity_id"]: r for r in records(DEMO, "activities") if r["measure_id"] == "bv-m1"}
    (last,) = (
        row
        for row in records(DEMO, "follow_ups")
        if row["activity_id"] == "bv-m1-a1" and row["meeting_id"] == "bv-2024-02-08"
    )
    first = [(one.document, one.lines) for one in table.sources[0]]
    assert first == [
        ("Åtgärdsplan 2023–2024", (int(rows["bv-m1-a1"]["line"]),)),
        ("Protokoll 8 februari 2024", (int(last["line"]),)),
    ]


def test_a_forerunners_plan_is_said_to_be_its_own_and_not_judged():
    m = material(HA, 2021)
    (text,) = said(annexes.plan_period(m))
    assert text.endswith(
        "Planen är föregångarens (Hägersten-Liljeholmen), och åtgärderna bedöms därför inte här."
    )
    found = sheets(m)
    assert len(found) == 1 + len(ever(HL, "measures"))
    assert [part for part, *_ in found.values() if "Bedömning" in dict(part.items)] == []


def test_what_somebody_has_decided_of_a_forerunners_measure_is_shown(records_copy):
    path = records_copy / HA / "assessments.csv"
    with path.open(encoding="utf-8") as file:
        names = next(csv.reader(file))
    row = {"assessment_id": "prov", "council_id": HA, "measure_id": "hl-m2", "year": "2021"}
    row |= {"fulfilment": "full", "ground": "Vi räknade", "decided_on": "2021-12-01"}
    row |= {"decided_by_role": "Rådet", "is_sensitive": "no", "is_reviewed": "yes"}
    with path.open("a", encoding="utf-8", newline="") as file:
        csv.DictWriter(file, names, lineterminator="\n").writerow(row)
    found = sheets(Material(HA, 2021, data=records_copy))
    judged = [dict(part.items).get("Bedömning") for part, *_ in found.values()]
    assert [one for one in judged if one] == [
        "✓ helt, beslut av rådet, 1 december 2021. Vi räknade. Regelns förslag var ej bedömt."
    ]


def test_the_period_of_a_plan_is_told_in_a_sentence():
    assert said(annexes.plan_period(material(DEMO, 2024))) == [
        "Åtgärdsplan 2023–2024 för Exempelköpings lokala brottsförebyggande råd gäller 2023–2024. "
        "Anges på planens första sida."
    ]
    (text,) = said(annexes.plan_period(material(HL, 2018)))
    assert "gäller från 2018; slutår anges inte." in text
    assert isinstance(annexes.plan_period(material(HL, 2017)), Nothing)
