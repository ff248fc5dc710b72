"""What the machine takes for a contradiction, what it leaves alone, and how one is resolved."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path

import pytest
from conftest import lobra, sourced

from lobra.blocks import Nothing
from lobra.privacy.rules import check
from lobra.report import Material
from lobra.report.annexes import conflicts, contradictions_found, method
from lobra_data import files, rules, saving, schema
from lobra_data.rules.contradictions import Contradiction
from lobra_data.rules.view import View, place

HL, HA = "hagersten-liljeholmen", "hagersten-alvsjo"
COUNCIL = {"hl": HL, "ha": HA}
MEETING, ITEM = "hl-2019-02-22", "hl-2019-02-22-p3"
OTHER = "hl-2017"
DOCUMENTS = {
    MEETING: "hl-doc-2019-02-22",
    OTHER: "hl-doc-2017",
    "ha-2021-09-17": "ha-doc-2021-09-17",
}


def add(folder: Path, table: str, line: int, meeting: str = MEETING, **values: object) -> None:
    """Writes a row that is read from a line of the meeting's minutes."""
    council = COUNCIL[meeting[:2]]
    path = folder / council / f"{table}.csv"
    with path.open(encoding="utf-8") as file:
        names = next(csv.reader(file))
    row = {
        names[0]: f"{meeting[:2]}-prov-{table.replace('_', '-')}-{line}",
        "council_id": council,
        "meeting_id": meeting,
        "document_id": DOCUMENTS[meeting],
        "line": line,
        "is_sensitive": "no",
        "is_reviewed": "yes",
    } | values
    with path.open("a", encoding="utf-8", newline="") as file:
        csv.DictWriter(file, names, lineterminator="\n", extrasaction="ignore").writerow(row)


def found(folder: Path) -> list[Contradiction]:
    return rules.unresolved(View(files.find(folder), [HL, HA]))


def count(folder, line, value, meeting=MEETING, **more):
    told = {"what": "Deltagare på vandring", "unit": "personer", "counts_persons": "no"}
    add(folder, "observations", line, meeting, value=value, **told | more)


def done(folder, line, meeting, status, **more):
    add(folder, "follow_ups", line, meeting, status=status, basis="stated", **more)


PLACE = {
    "forum_id": "ha-f-lobra",
    "number": "9",
    "kind": "problem",
    "spot": "Torget",
    "action": "Laga lampan",
    "status": "done",
}
WRONG = {
    "one fact, two values": (
        lambda f: [count(f, 30, 9), count(f, 31, 12)],
        ("Deltagare på vandring", ("9 personer", "12 personer")),
    ),
    "two values in two documents, of one day": (
        lambda f: [
            count(f, 30, 9, observed_on="2017-09-20"),
            count(f, 33, 12, OTHER, observed_on="2017-09-20"),
        ],
        ("Deltagare på vandring", ("9 personer", "12 personer")),
    ),
    "announced and held": (
        lambda f: [add(f, "planned_meetings", 12, OTHER, planned_on="2019-02-15")],
        ("Mötets dag", ("annonserat till 15 februari 2019", "hållet 22 februari 2019")),
    ),
    "weekday without a year": (
        lambda f: [add(f, "statements", 30, text="Vi sågs måndagen den 22 februari.")],
        (
            "Veckodag",
            (
                "måndagen den 22 februari",
                "dagen är en torsdag 2018, fredag 2019 eller lördag 2020",
            ),
        ),
    ),
    "a measure goes backwards over a change of council": (
        lambda f: [
            done(f, 30, MEETING, "done", measure_id="hl-m2"),
            done(f, 31, "ha-2021-09-17", "planned", measure_id="hl-m2"),
        ],
        (
            "Planerade insatser mot narkotikabrott ska koordineras mellan parterna",
            ("klar, 22 februari 2019", "planerad, 17 september 2021"),
        ),
    ),
    "an activity goes backwards": (
        lambda f: [
            done(f, 30, MEETING, "done", measure_id="hl-m2", activity_id="hl-m2-a2"),
            done(f, 31, "ha-2021-09-17", "not_started", measure_id="hl-m2", activity_id="hl-m2-a2"),
        ],
        (
            "Kontinuerligt dela information inom ordinarie arbete",
            ("klar, 22 februari 2019", "ej påbörjad, 17 september 2021"),
        ),
    ),
    "a place action goes backwards": (
        lambda f: [
            add(f, "place_actions", 30, MEETING, **PLACE),
            add(f, "place_actions", 31, "ha-2021-09-17", **PLACE | {"status": "planned"}),
        ],
        ("Laga lampan", ("klar, 22 februari 2019", "planerad, 17 september 2021")),
    ),
    "present and absent": (
        lambda f: [
            add(f, "attendance", 30, role="Rektor", status="present"),
            add(f, "attendance", 31, role="rektor", status="absent"),
        ],
        ("Närvaro, Rektor", ("närvarande", "frånvarande")),
    ),
    "done after it was told": (
        lambda f: [add(f, "place_actions", 30, **PLACE, done_on="2019-03-01")],
        ("Laga lampan", ("klar 1 mars 2019", "berättat 22 februari 2019")),
    ),
    "added and removed": (
        lambda f: [
            add(f, "priorities", 30, year=2019, name="Klotter", kind="theme", change="added"),
            add(f, "priorities", 31, year=2019, name="klotter", kind="theme", change="removed"),
        ],
        ("Prioritering 2019: Klotter", ("ny", "borttagen")),
    ),
}
RIGHT = {
    "spans that overlap": lambda f: [count(f, 30, 9, value_max=12), count(f, 31, 10)],
    "other unit": lambda f: [count(f, 30, 9), count(f, 31, 12, unit="grupper")],
    "other place": lambda f: [count(f, 30, 9, place="Älvsjö"), count(f, 31, 12, place="Solberga")],
    "an undated count at another meeting": lambda f: [count(f, 30, 9), count(f, 31, 12, OTHER)],
    "the weekday of the year before": lambda f: [
        add(f, "statements", 30, text="Vi sågs torsdagen den 22 februari.")
    ],
    "a meeting announced half a year away": lambda f: [
        add(f, "planned_meetings", 12, OTHER, planned_on="2018-09-14")
    ],
    "done and begun anew": lambda f: [
        done(f, 30, MEETING, "done", measure_id="hl-m2"),
        done(f, 31, "ha-2021-09-17", "ongoing", measure_id="hl-m2"),
    ],
    "a yearly activity in a new year": lambda f: [
        done(f, 30, MEETING, "done", measure_id="hl-m3", activity_id="hl-m3-a3"),
        done(f, 31, "ha-2021-09-17", "planned", measure_id="hl-m3", activity_id="hl-m3-a3"),
    ],
    "two of one role, one of them away": lambda f: [
        add(f, "attendance", 30, role="Rektor", status="present"),
        add(f, "attendance", 31, role="Rektor", status="present"),
        add(f, "attendance", 32, role="Rektor", status="absent"),
    ],
    "called and absent": lambda f: [
        add(f, "attendance", 30, role="Rektor", status="called"),
        add(f, "attendance", 31, role="Rektor", status="absent"),
    ],
    "proposed away, then kept": lambda f: [
        add(f, "priorities", 30, year=2019, name="X", kind="theme", change="proposed_removed"),
        add(f, "priorities", 31, year=2019, name="X", kind="theme", change="kept"),
    ],
}


@pytest.mark.parametrize("write, expected", WRONG.values(), ids=WRONG)
def test_a_contradiction_is_found_until_a_row_of_conflicts_names_its_lines(
    records_copy, write, expected
):
    write(records_copy)
    (one,) = found(records_copy)
    assert (one.about, one.values) == expected
    (document_a, line_a), (document_b, line_b) = map(place, one.rows)
    values = {"value_a": "a", "line_a": line_a, "value_b": "b", "line_b": line_b}
    other = "" if document_a == document_b else document_b
    meeting = next(key for key, value in DOCUMENTS.items() if value == document_a)
    noted = {"about": "Utrett", "document_b_id": other}
    add(records_copy, "conflicts", int(line_a), meeting, **noted, **values)
    assert found(records_copy) == []


def test_a_note_of_one_of_the_two_lines_resolves_nothing(records_copy):
    count(records_copy, 30, 9)
    count(records_copy, 31, 12)
    values = {"value_a": "9", "line_a": 30, "value_b": "10", "line_b": 32}
    add(records_copy, "conflicts", 30, about="Deltagare", **values)
    assert len(found(records_copy)) == 1


@pytest.mark.parametrize("write", RIGHT.values(), ids=RIGHT)
def test_what_may_well_be_true_is_no_contradiction(records_copy, write):
    write(records_copy)
    assert found(records_copy) == []


def attends(folder, line, status, **more):
    add(folder, "attendance", line, role="Rektor", status=status, **more)


def prioritises(folder, line, change, **more):
    told = {"year": 2019, "name": "Klotter", "kind": "theme"}
    add(folder, "priorities", line, change=change, **told | more)


def aims(folder, target, year=2019):
    aimed = {"programme_id": "hl-prog-tillsyn", "target": target, "year": year}
    add(folder, "programme_results", 30, status="done", **aimed)


EDGES = {  # what just passes, and what just doesn't
    "spans that touch": (
        lambda f: [count(f, 30, 9, value_max=12), count(f, 31, 12), count(f, 32, 9, value_max=12)],
        lambda f: [count(f, 30, 9, value_max=12), count(f, 31, 13)],
    ),
    "two counts on one line": (
        lambda f: [count(f, 30, 9, observation_id="hl-x1"), count(f, 30, 12)],
        lambda f: [count(f, 30, 9, observation_id="hl-x1"), count(f, 31, 12)],
    ),
    "what stands after enligt": (
        lambda f: [count(f, 30, 9, what="Böter"), count(f, 31, 12, what="Böter i enlighet")],
        lambda f: [
            count(f, 30, 9, what="Böter, enligt A"),
            count(f, 31, 12, what="böter enligt B"),
        ],
    ),
    "announced three weeks before": (
        lambda f: add(f, "planned_meetings", 12, OTHER, planned_on="2019-01-31"),
        lambda f: add(f, "planned_meetings", 12, OTHER, planned_on="2019-02-01"),
    ),
    "the weekday of the year before the one before": (
        lambda f: add(f, "statements", 30, text="Vi sågs torsdagen den 22 februari."),  # 2018
        lambda f: add(f, "statements", 30, text="Vi sågs onsdagen den 22 februari."),  # 2017
    ),
    "a day that only leap years have": (
        lambda f: add(f, "statements", 30, text="Lördag 29 februari."),  # 2020
        lambda f: add(f, "statements", 30, text="Söndag 29 februari."),
    ),
    "something told in between": (
        lambda f: [
            done(f, 30, OTHER, "done", measure_id="hl-m2"),
            done(f, 31, MEETING, "ongoing", measure_id="hl-m2"),
            done(f, 32, "ha-2021-09-17", "planned", measure_id="hl-m2"),
        ],
        lambda f: [
            done(f, 30, OTHER, "done", measure_id="hl-m2"),
            done(f, 31, MEETING, "unknown", measure_id="hl-m2"),
            done(f, 32, "ha-2021-09-17", "planned", measure_id="hl-m2"),
        ],
    ),
    "two of one role": (
        lambda f: [
            attends(f, 30, "present"),
            attends(f, 31, "absent"),
            attends(f, 32, "present", meeting=OTHER),
            attends(f, 33, "present", meeting=OTHER),
        ],
        lambda f: [
            attends(f, 30, "present"),
            attends(f, 31, "apologies"),
            attends(f, 32, "present", meeting=OTHER),
        ],
    ),
    "one role of two organisations": (
        lambda f: [
            attends(f, 30, "present", organisation_id="hl-sdf"),
            attends(f, 31, "absent", organisation_id="hl-polisen"),
        ],
        lambda f: [
            attends(f, 30, "present", organisation_id="hl-sdf"),
            attends(f, 31, "absent", organisation_id="hl-sdf"),
        ],
    ),
    "done on the day that it was told": (
        lambda f: add(f, "place_actions", 30, **PLACE, done_on="2019-02-22"),
        lambda f: add(f, "place_actions", 30, **PLACE, done_on="2019-02-23"),
    ),
    "removed in another year": (
        lambda f: [prioritises(f, 30, "kept"), prioritises(f, 31, "removed", year=2020)],
        lambda f: [prioritises(f, 30, "kept"), prioritises(f, 31, "removed", year=2019)],
    ),
    "the target of plan and programme": (
        lambda f: aims(f, "Två gemensamma tillsynspass och tre kvällar."),
        lambda f: aims(f, "Tre gemensamma tillsynspass och två kvällar."),
    ),
    "a target from before the plan": (
        lambda f: aims(f, "3 gemensamma tillsynspass.", 2017),
        lambda f: aims(f, "3 gemensamma tillsynspass.", 2018),
    ),
}


@pytest.mark.parametrize(("right", "wrong"), EDGES.values(), ids=EDGES)
def test_each_rule_keeps_to_its_edge(records_copy, tmp_path, right, wrong):
    for name, write, n in (("right", right, 0), ("wrong", wrong, 1)):
        folder = Path(shutil.copytree(records_copy, tmp_path / name))
        write(folder)
        assert len(found(folder)) == n


def test_what_stands_after_enligt_is_left_out_of_what_it_is_about(records_copy):
    count(records_copy, 30, 9, what="Böter, enligt A")
    count(records_copy, 31, 12, what="Böter, enligt B")
    assert [one.about for one in found(records_copy)] == ["Böter"]


def test_two_figures_of_one_indicator_are_a_contradiction_unless_one_is_preliminary(records_copy):
    told = {"indicator": "Rån", "area": "Älvsjö", "year": 2019, "unit": "anmälda brott"}
    for line, value, is_preliminary in ((30, 4, "no"), (31, 5, "yes"), (32, 6, "no")):
        add(records_copy, "statistics", line, value=value, is_preliminary=is_preliminary, **told)
    assert [(one.about, one.values) for one in found(records_copy)] == [
        ("Rån, Älvsjö 2019", ("4", "6"))
    ]


def test_what_plan_and_programme_aim_at_is_told_with_both_numbers(records_copy):
    aims(records_copy, "3 gemensamma tillsynspass.")
    (one,) = found(records_copy)
    assert one.about == "Folköl- och tobakstillsyn, minst två gemensamma tillsynspass per år"
    assert one.values == (
        "planen: 2 gemensamma tillsynspass",
        "programmet 2019: 3 gemensamma tillsynspass",
    )


def test_the_real_records_hold_no_contradiction_that_is_not_noted():
    assert found(files.SHIPPED) == []


def test_the_machine_finds_by_itself_the_contradiction_that_a_person_noted(records_copy):
    path = records_copy / HA / "conflicts.csv"
    header, noted, of_weeks = path.read_text("utf-8").splitlines()
    path.write_text(f"{header}\n", "utf-8")
    (one,) = found(records_copy)
    assert one.values == ("46 ungdomar", "48 ungdomar")
    assert list(map(place, one.rows)) == [("ha-doc-2021-09-17", n) for n in ("225", "300")]
    assert ",46,225,48,300," in noted
    assert ",nio veckor,225," in of_weeks


def test_the_report_shows_what_is_found_with_both_sources_until_it_is_noted(records_copy):
    quiet = contradictions_found(Material(HL, 2019, data=records_copy))
    assert quiet.text.endswith("visar inga motsägelser utöver dem som är antecknade.")
    add(records_copy, "planned_meetings", 12, OTHER, planned_on="2019-02-15")
    assert sourced(contradictions_found(Material(HL, 2019, data=records_copy))) == [
        [
            "Mötets dag",
            "annonserat till 15 februari 2019",
            "hållet 22 februari 2019",
            "Protokoll utan datum, 2017, rad 12; Protokoll 22 februari 2019, rad 21",
        ]
    ]
    before = contradictions_found(Material(HL, 2018, data=records_copy))
    assert before.name == "motsagelser-funna" and not hasattr(before, "rows")


def test_a_report_knows_nothing_that_was_said_after_its_year(records_copy):
    WRONG["one fact, two values"][0](records_copy)
    assert hasattr(contradictions_found(Material(HL, 2019, data=records_copy)), "rows")
    assert not hasattr(contradictions_found(Material(HL, 2018, data=records_copy)), "rows")


@pytest.mark.parametrize("hidden", [{"is_reviewed": "no"}, {"is_sensitive": "yes"}])
def test_what_may_not_be_shown_contradicts_nothing_in_the_public_edition(records_copy, hidden):
    count(records_copy, 30, 9)
    count(records_copy, 31, 12, **hidden)
    public, internal = (
        contradictions_found(Material(HL, 2019, edition=edition, data=records_copy))
        for edition in ("public", "internal")
    )
    assert not hasattr(public, "rows")
    assert [row[1:3] for row in internal.rows] == [["9 personer", "12 personer"]]


def test_a_note_that_may_not_be_shown_resolves_nothing_in_the_public_edition(records_copy):
    count(records_copy, 30, 9)
    count(records_copy, 31, 12)
    values = {"value_a": "9", "line_a": 30, "value_b": "12", "line_b": 31, "is_reviewed": "no"}
    add(records_copy, "conflicts", 30, about="Deltagare", **values)
    assert hasattr(contradictions_found(Material(HL, 2019, data=records_copy)), "rows")
    internal = Material(HL, 2019, edition="internal", data=records_copy)
    assert not hasattr(contradictions_found(internal), "rows")


def test_what_is_looked_up_may_not_be_what_is_hidden_either(records_copy):
    """The title of a measure that nobody has reviewed stands in no public finding."""
    for line, meeting, status in ((30, MEETING, "done"), (31, "ha-2021-09-17", "planned")):
        done(records_copy, line, meeting, status, measure_id="hl-m2")
    path = records_copy / HL / "measures.csv"
    rows = list(csv.DictReader(path.open(encoding="utf-8")))
    rows[1]["is_reviewed"] = "no"
    path.write_bytes(saving.csv_bytes("measures", rows))
    assert rows[1]["measure_id"] == "hl-m2"
    assert not hasattr(contradictions_found(Material(HA, 2021, data=records_copy)), "rows")
    assert len(contradictions_found(Material(HA, 2021, "internal", data=records_copy)).rows) == 1


def test_a_narrowed_view_finds_nothing_else_in_another_council_either():
    meeting, nothing = "ha-2021-09-17", {name: set() for name in schema.load()}
    assert View(files.find(), [HL]).find("meetings", meeting) is not None
    assert View(files.find(), [HL], nothing).find("meetings", meeting) is None


def test_the_method_names_every_rule_in_the_rulebooks_own_words():
    items = method(Material(HL, 2019)).items
    said = [item.text for item in items if "motsägelser" in item.text]
    assert said == [
        "En automatisk jämförelse letar efter motsägelser: samma uppgift med två värden, "
        "annonserade och hållna mötesdagar som skiljer sig, fel veckodag, läge som går bakåt, "
        "samma person närvarande och frånvarande, något klart efter mötet som berättar det, "
        "prioriteringar som både läggs till och tas bort och mål som planen och programmet anger "
        "olika. Veckodagar kan prövas bara där en text nämner dem. Ett fynd visas tills någon har "
        "antecknat det."
    ]
    assert all(words in said[0] for words in rules.CONTRADICTIONS.values())


def test_a_meeting_announced_for_next_year_is_not_taken_for_the_years_last(records_copy):
    path = records_copy / HL / "meetings.csv"
    path.write_text(path.read_text("utf-8").replace(",2019-02-22,", ",2019-12-20,"), "utf-8")
    add(records_copy, "planned_meetings", 30, planned_on="2020-01-06")
    assert not hasattr(contradictions_found(Material(HL, 2019, data=records_copy)), "rows")


def test_a_noted_contradiction_stays_in_later_reports_until_it_is_resolved(records_copy):
    values = {"value_a": "1", "line_a": 12, "value_b": "2", "line_b": 30}
    other = {"about": "antal", "document_b_id": "hl-doc-2019-02-22"}
    add(records_copy, "conflicts", 12, OTHER, **values, **other)
    (row,) = conflicts(Material(HL, 2019, data=records_copy)).rows
    assert row == [
        "Antal",
        "1 (rad 12)",
        "2 (Protokoll 22 februari 2019, rad 30)",
        "nej, båda värdena redovisas",
    ]
    path = records_copy / HL / "conflicts.csv"
    path.write_text(
        path.read_text("utf-8").replace(
            "hl-doc-2019-02-22,,,", "hl-doc-2019-02-22,Ettan stämmer.,2020-01-01,"
        ),
        "utf-8",
    )
    assert isinstance(conflicts(Material(HL, 2019, data=records_copy)), Nothing)
    assert conflicts(Material(HL, 2017, data=records_copy)).rows[0][3] == "Ettan stämmer."


REFUSED = {
    "ends_at": lambda f: add(
        f,
        "planned_meetings",
        30,
        forum_id="hl-f-lobra",
        planned_on="2019-09-06",
        starts_at="11:00",
        ends_at="09:00",
    ),
    "held_earliest": lambda f: add(
        f,
        "meetings",
        30,
        meeting_id="hl-prov",
        forum_id="hl-f-lobra",
        held_earliest="2019-03-02",
        held_latest="2019-03-01",
        date_basis="Prov",
    ),
    "due_on": lambda f: add(f, "assignments", 30, item_id=ITEM, text="Räkna", due_on="2019-02-21"),
    "text": lambda f: add(
        f,
        "statements",
        30,
        item_id=ITEM,
        kind="work",
        theme="other",
        text="Vi ses torsdagen den 22 februari 2019.",
    ),
}


@pytest.mark.parametrize("field", REFUSED)
def test_what_is_refused_until_conflicts_names_its_line_is_never_a_contradiction_as_well(
    records_copy, field
):
    REFUSED[field](records_copy)
    assert [problem.field for problem in check(files.find(records_copy))] == [field]
    assert found(records_copy) == []
    values = {"value_a": "a", "line_a": 30, "value_b": "b", "line_b": 30}
    add(records_copy, "conflicts", 30, about="Fel i protokollet", **values)
    assert check(files.find(records_copy)) == []
    assert found(records_copy) == []


def test_check_tells_what_there_is_to_resolve_and_is_still_content(demo_records):
    run = lobra("check", "--data", demo_records)
    assert run.status == 0
    assert run.out == (
        "exempelkoping: Mötets dag: annonserat till 12 september 2024 (bv-doc-2023-11-30, rad 158)"
        "; hållet 19 september 2024 (bv-doc-2024-09-19, rad 7)\n"
        "exempelkoping: Nattvandring med föreningar på fredagar: planen: 20 fredagar (bv-doc-plan, "
        "rad 163); programmet 2024: 25 fredagar (bv-doc-2024-12-05, rad 150)\n"
        "exempelkoping: Sommarjobb för unga i årskurs 9 och gymnasiet: planen: 40 platser "
        "(bv-doc-plan, rad 188); programmet 2024: 50 platser (bv-doc-2024-12-05, rad 147)\n"
        "exempelkoping: Seniorträffar mot bedrägerier: planen: 6 träffar (bv-doc-plan, rad 598); "
        "programmet 2024: 8 träffar (bv-doc-2024-12-05, rad 153)\n"
    )
    assert run.err.splitlines() == [
        "Registren är i ordning (1 råd). 4 motsägelser att reda ut i arbetsbokens blad "
        "Motsägelser.",
        "1 rad är inte granskad (uppgifter ur protokollen 1). Granska dem med lobra review.",
    ]
