"""Goal fulfilment: what a person decided, what the rule proposes, and that nobody mixes them up."""

from __future__ import annotations

import csv
import doctest
from collections import Counter

import pytest
from seen import change, values
from seen import said as said_in

from lobra.blocks import Status, cited
from lobra.report import Material, findings, year_in_numbers
from lobra.report import judgements as rule
from lobra.report.annexes import measure_sheets, method
from lobra_data import frames

HL, HA, DEMO = "hagersten-liljeholmen", "hagersten-alvsjo", "exempelkoping"
UNKNOWN = "? ej bedömt"


@pytest.fixture
def folder(records_copy):
    """The shipped records, where no minutes say anything in so many words of measure 2."""
    return records_copy


def add(folder, table, council=HL, **values):
    path = folder / council / f"{table}.csv"
    with path.open(encoding="utf-8") as file:
        names = next(csv.reader(file))
    source = {"document_id": "hl-doc-2019-02-22", "line": 30, "is_sensitive": "no"}
    key = {names[0]: f"hl-prov-{len(path.read_text('utf-8'))}", "council_id": council}
    with path.open("a", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, names, lineterminator="\n", extrasaction="ignore")
        writer.writerow(key | source | {"is_reviewed": "yes"} | values)


def said(folder, status, activity="", measure="hl-m2", **more):
    told = {"meeting_id": "hl-2019-02-22", "basis": "stated", "statement_id": "hl-2019-02-22-s013"}
    add(
        folder,
        "follow_ups",
        **told | {"measure_id": measure, "activity_id": activity, "status": status} | more,
    )


def decided(folder, **values):
    row = {"measure_id": "hl-m2", "year": 2019, "fulfilment": "partial", "ground": "Vi räknade"}
    row |= {"decided_on": "2020-01-15", "decided_by_role": "Preventionssamordnare"}
    add(folder, "assessments", **row | {"document_id": "", "line": ""} | values)


def judged(folder, number=2, year=2019, council=HL):
    """The row of a measure: judgement, who, ground, source."""
    found = rule.judgements(Material(council, year, data=folder))
    return next(in_words(one) for one in found if one.measure["number"] == number)


def in_words(one):
    word = frames.labels("assessments", "fulfilment")[one.fulfilment]
    who = f"{one.kind}: {one.by}" if one.by else one.kind
    return [Status(rule.MARKS[one.fulfilment], word), who, one.ground, cited(one.source)]


def test_without_evidence_nothing_is_judged_and_the_plan_is_the_source(folder):
    assert judged(folder) == [
        UNKNOWN,
        "förslag enligt regel",
        "Inget utfall av aktiviteterna är antecknat.",
        "Åtgärdsplan för Hägersten-Liljeholmen och polisen, rad 155",
    ]


@pytest.mark.parametrize("year", [2018, 2019, 2021])
def test_the_real_measures_are_all_unjudged_and_decided_by_nobody(year):
    council = HA if year == 2021 else HL
    who = "förslag enligt regel"
    who += " (föregångarens plan, Hägersten-Liljeholmen)" if year == 2021 else ""
    found = rule.judgements(Material(council, year))
    assert [in_words(one)[:2] for one in found] == [[UNKNOWN, who]] * 7
    assert frames.assessments().empty


def test_ongoing_is_no_outcome(folder):
    said(folder, "ongoing")
    assert judged(folder)[0] == UNKNOWN
    assert judged(folder)[2].startswith("Åtgärden pågår (22 feb 2019).")


@pytest.mark.parametrize(
    ("follow_ups", "word"),
    [
        ([("done", "")], "✓ helt"),
        ([("done", "hl-m2-a1"), ("done", "hl-m2-a2")], "✓ helt"),
        ([("done", "hl-m2-a1"), ("done", "hl-m2-a2"), ("ongoing", "")], "◉ delvis"),
        ([("done", "hl-m2-a1")], "◉ delvis"),
        ([("done", "hl-m2-a1"), ("cancelled", "hl-m2-a2")], "◉ delvis"),
        ([("done", ""), ("cancelled", "hl-m2-a2")], "◉ delvis"),
        ([("done", "hl-m2-a1"), ("ongoing", "hl-m2-a1")], UNKNOWN),
        ([("cancelled", "")], "✗ inte"),
        ([("not_started", "")], "✗ inte"),
        ([("cancelled", "hl-m2-a1"), ("cancelled", "hl-m2-a2")], "✗ inte"),
        ([("cancelled", "hl-m2-a1")], UNKNOWN),
        ([("not_started", "hl-m2-a1"), ("not_started", "hl-m2-a2")], UNKNOWN),
        ([("planned", "")], UNKNOWN),
        ([("unknown", "")], UNKNOWN),
    ],
)
def test_the_rule_proposes_from_what_the_minutes_say(folder, follow_ups, word):
    for status, activity in follow_ups:
        said(folder, status, activity)
    assert judged(folder)[:2] == [word, "förslag enligt regel"]
    if word != UNKNOWN:
        assert judged(folder)[3] == "Protokoll 22 februari 2019, rad 30"


def test_the_last_meeting_that_says_something_has_the_last_word(folder):
    later = {"meeting_id": "ha-2021-09-17", "document_id": "ha-doc-2021-09-17", "council": HA}
    said(folder, "planned")
    said(folder, "done", **later)
    assert judged(folder, year=2021, council=HA)[::3] == [
        "✓ helt",
        "Protokoll 17 september 2021, rad 30",
    ]
    assert judged(folder)[0] == UNKNOWN


def test_what_a_reader_inferred_is_no_evidence(folder):
    said(folder, "done", basis="inferred")
    assert judged(folder)[0] == UNKNOWN


def test_not_begun_counts_only_at_the_last_meeting(folder):
    said(folder, "not_started")
    assert judged(folder)[0] == "✗ inte"
    assert judged(folder, year=2021, council=HA)[0] == UNKNOWN


def test_not_begun_after_the_deadline_is_missed(folder):
    said(folder, "not_started", "hl-m6-a1", "hl-m6")  # due in May 2018
    said(folder, "planned", "hl-m6-a2", "hl-m6")  # due in the autumn of 2018
    assert judged(folder, number=6)[0] == "✗ inte"
    assert "Aktiviteter: 2 inte genomförda." in judged(folder, number=6)[2]


@pytest.mark.parametrize(
    ("value", "unit", "year", "told"),
    [
        (2, "gemensamma tillsynspass", 2019, "1 genomförd"),
        (1, "gemensamma tillsynspass", 2019, "1 delvis genomförd"),
        (0, "gemensamma tillsynspass", 2019, "1 inte genomförd"),
        (2, "butiker", 2019, ""),
        (2, "gemensamma tillsynspass", 2018, ""),
    ],
)
def test_a_countable_yearly_target_is_held_against_the_years_outcome(
    folder, value, unit, year, told
):
    result = {"programme_id": "hl-prog-tillsyn", "year": year, "value": value, "unit": unit}
    add(folder, "programme_results", **result, status="done")
    ground = judged(folder, number=3)[2]
    if told:
        assert f"Aktiviteter: {told} och 4 utan uppgift om utfall." in ground
        assert f"Utfall {value} av målet 2 gemensamma tillsynspass." in ground
    else:
        assert "Inget utfall av aktiviteterna är antecknat." in ground


def test_one_activity_done_and_one_in_part_are_both_told(folder):
    result = {"programme_id": "hl-prog-tillsyn", "year": 2019, "value": 1}
    add(folder, "programme_results", **result, unit="gemensamma tillsynspass", status="done")
    said(folder, "done", "hl-m3-a1", "hl-m3")
    told = "Aktiviteter: 1 genomförd, 1 delvis genomförd och 3 utan uppgift om utfall."
    assert told in judged(folder, number=3)[2]


def test_a_decision_goes_before_the_rule_and_says_who_and_when(folder):
    decided(folder)
    assert judged(folder) == [
        "◉ delvis",
        "beslut: Preventionssamordnare, 15 januari 2020",
        "Vi räknade. Regelns förslag var ej bedömt.",
        "bedömning av preventionssamordnare, 15 januari 2020",
    ]


def test_a_decision_that_stands_in_a_document_has_that_line_as_its_source(folder):
    decided(folder, fulfilment="not_assessed", document_id="hl-doc-2019-02-22", line=31)
    word, by, ground, source = judged(folder)
    assert (word, by.split(":")[0]) == (UNKNOWN, "beslut")
    assert (ground, source) == ("Vi räknade.", "Protokoll 22 februari 2019, rad 31")


def test_a_decision_holds_for_its_year_only(folder):
    decided(folder)
    assert judged(folder, year=2018)[1] == "förslag enligt regel"


def test_an_unreviewed_decision_is_not_in_the_public_edition(folder):
    decided(folder, is_reviewed="no")
    assert judged(folder)[1] == "förslag enligt regel"
    internal = rule.judgements(Material(HL, 2019, edition="internal", data=folder))
    assert internal[1].by == "Preventionssamordnare, 15 januari 2020"


def test_a_sheet_tells_decisions_from_proposals_in_words(demo_records):
    parts = measure_sheets(Material(DEMO, 2024, data=demo_records)).parts
    sheets = {heading: dict(part.items)["Bedömning"] for heading, part in parts if heading}
    assert len(sheets) == 20
    assert sheets["Åtgärd 3: Meningsfull sommar"] == (
        "✓ helt, beslut av rådet, 5 december 2024. Fler unga än planerat hade sommarjobb. "
        "Regelns förslag var ej bedömt."
    )
    assert sheets["Åtgärd 4: Stöd att lämna kriminalitet"].startswith(
        "? ej bedömt, förslag enligt regel. "
    )
    (sheet,) = (part for heading, part in parts if heading.startswith("Åtgärd 1:"))
    assert "bedömning av preventionssamordnare, 14 januari 2025" in cited(sheet.source)


def test_a_plan_that_has_ended_is_not_judged(demo_records):
    m = Material(DEMO, 2025, data=demo_records)
    assert len(m.measures) == 20
    assert rule.judgements(m) == ()


def test_the_method_says_how_what_nobody_has_decided_is_proposed():
    assert {*rule.RULE} <= {item.text for item in method(Material(HL, 2019)).items}


def test_a_council_is_not_told_how_the_plan_of_the_council_before_went():
    m = Material(HA, 2021)
    assert rule.own_judgements(m) == ()
    assert not [text for text in said_in(findings(m)) if " mål" in text]
    assert values(year_in_numbers(m))["goals_reached"] is None


def test_the_councils_own_judgements_are_counted(demo_records):
    found = rule.own_judgements(Material(DEMO, 2024, data=demo_records))
    assert Counter(one.fulfilment for one in found) == {
        "full": 5,
        "partial": 5,
        "none": 1,
        "not_assessed": 9,
    }
    assert sum(bool(one.by) for one in found) == 10


def outcome_told(folder, **values):
    row = {"programme_id": "hl-prog-tillsyn", "year": 2019, "value": 3, "status": "done"}
    row |= {"unit": "gemensamma tillsynspass"}
    add(folder, "programme_results", **row | values)


def test_a_target_is_met_in_the_singular_too(folder):
    change(folder, HL, "activities", "hl-m3-a3", target_count="1")
    outcome_told(folder, value=1, unit="gemensamt tillsynspass")
    assert "Utfall 1 av målet 1 gemensamma tillsynspass." in judged(folder, number=3)[2]


def test_what_a_programme_counts_of_two_activities_meets_the_target_of_neither(folder):
    outcome_told(folder)
    assert "Utfall 3 av målet 2" in judged(folder, number=3)[2]
    shared = {"programme_id": "hl-prog-tillsyn", "target_unit": "gemensamma tillsynspass"}
    change(folder, HL, "activities", "hl-m2-a1", **shared, target_count="1", target_per="year")
    assert judged(folder, number=3)[2] == "Inget utfall av aktiviteterna är antecknat."
    assert judged(folder, number=2)[2] == "Inget utfall av aktiviteterna är antecknat."


@pytest.mark.parametrize(
    ("outcome", "is_met"),
    [
        ("Tre pass i hela området.", False),
        ("Tre pass i Telefonplan.", False),
        ("Tre pass vid Midsommarkransens torg, ett i Telefonplan.", True),
    ],
)
def test_a_target_for_one_place_is_not_met_by_what_was_counted_elsewhere(folder, outcome, is_met):
    place = "Midsommarkransens torg"
    told = {"meeting_id": "hl-2019-02-22", "kind": "work", "theme": "other"}
    add(folder, "statements", **told, text="Tillsyn.", place=place)
    change(folder, HL, "activities", "hl-m3-a3", title=f"Tillsyn vid {place}")
    outcome_told(folder, outcome=outcome)
    assert ("Utfall 3 av målet 2" in judged(folder, number=3)[2]) == is_met


def test_what_was_counted_before_the_plan_began_meets_none_of_its_targets(folder):
    change(folder, HL, "activities", "hl-m3-a3", target_per="once")
    outcome_told(folder, year=2017)
    assert judged(folder, number=3)[2] == "Inget utfall av aktiviteterna är antecknat."


APART = "Planen anger målet 2 gemensamma tillsynspass, programmet 6 gemensamma tillsynspass (2019)."


def test_a_target_that_plan_and_programme_state_differently_is_no_success(folder):
    outcome_told(folder, value=5, target="6 gemensamma tillsynspass.")
    said(folder, "done", "hl-m3-a1", "hl-m3")
    word, _, ground, source = judged(folder, number=3)
    assert word == UNKNOWN
    assert ground == (
        "Aktiviteter: 1 genomförd, 1 med motstridiga uppgifter och 3 utan uppgift om utfall. "
        + APART
    )
    assert source == (
        "Protokoll 22 februari 2019, rad 30; "
        "Åtgärdsplan för Hägersten-Liljeholmen och polisen, rad 226"
    )


def test_when_somebody_has_found_out_which_target_holds_the_plan_is_followed(folder):
    outcome_told(folder, value=5, target="6 gemensamma tillsynspass.")
    noted = {"meeting_id": "hl-2019-02-22", "about": "Mål för tillsynen", "value_a": "2"}
    noted |= {"line_a": 226, "value_b": "6", "line_b": 30, "document_b_id": "hl-doc-2019-02-22"}
    noted |= {"document_id": "hl-doc-plan", "line": 226}
    add(folder, "conflicts", **noted)
    assert APART in judged(folder, number=3)[2]
    change(
        folder,
        HL,
        "conflicts",
        csv_keys(folder, "conflicts")[-1],
        resolution="Planens mål gäller.",
        resolved_on="2020-01-01",
    )
    assert "Utfall 5 av målet 2 gemensamma tillsynspass." in judged(folder, number=3)[2]


def test_two_outcomes_of_one_year_are_no_outcome(folder):
    outcome_told(folder, value=1)
    outcome_told(folder, value=3)
    word, _, ground, _ = judged(folder, number=3)
    assert word == UNKNOWN
    assert "Utfallet 2019 anges som 1 och 3 gemensamma tillsynspass." in ground


def csv_keys(folder, table):
    path = folder / HL / f"{table}.csv"
    return [line.split(",")[0] for line in path.read_text("utf-8").splitlines()]


def test_the_examples_of_the_rule_hold():
    result = doctest.testmod(rule)
    assert result.attempted > 0
    assert result.failed == 0
