"""Documents into the records: drafts that are checked, updated, and never in a person's way."""

from __future__ import annotations

import csv
import hashlib
import random
import shutil
from pathlib import Path

import pytest
from conftest import ROOT, lobra
from written_as import as_docx, as_pdf

from lobra import review
from lobra.privacy import clearance
from lobra.privacy import rules as privacy_rules
from lobra.privacy.personal import personal_data
from lobra.reading import drafts, reader
from lobra.reading.drafts import merging, remembered
from lobra.reading.found import (
    AgendaItem,
    Assignment,
    Attendant,
    Decision,
    Measure,
    MeasureStatus,
    Observation,
    PlaceAction,
    Reading,
    Statement,
)
from lobra_data import files, saving, schema
from lobra_data.errors import LobraError

DEMO = ROOT / "demo" / "documents"
MINUTES = """# Protokoll 4 mars 2024

Storköpings lokala brottsförebyggande råd

- Tid: Måndagen den 4 mars 2024 kl. 13.00–15.00
- Plats: Stadshuset, sal 3

## Närvarande

- Anna Lindberg, Kommundirektör, Kommunstyrelsen
- Karin Holm, Kommunpolis, Polisen
- Lars Ek, Skolchef, Barn- och utbildningsförvaltningen

## § 1 Mötets öppnande

Ordföranden öppnar mötet.

## § 2 Lägesbild

Cykelstölderna ökar vid stationen.

Karin Holm berättar att klottret i gångtunneln har minskat.

En elev på en skola har utsatts för hot.

Ring 08-508 23 000 för mer information.

## § 3 Karin Holm informerar om sommaren

Nattvandrarna går varje fredag.

## § 4 Beslut

Rådet beslutar att kartlägga cykelstölderna vid stationen.

## § 5 Uppdrag

Kommunpolisen får i uppdrag att kartlägga cykelstölderna senast den 3 juni 2024.

## § 6 Nästa möte

Nästa möte hålls måndagen den 3 juni 2024 kl. 13.00.
"""


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "register"


@pytest.fixture
def document(tmp_path):
    path = tmp_path / "protokoll-2024-03-04.md"
    path.write_text(MINUTES, "utf-8")
    return path


def read_into(path, folder, council=None):
    return drafts.write(reader.read_file(path), path, folder, council)


def rows(folder, table, council="storkoping"):
    with (folder / council / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def key(table, row):
    return row[schema.load()[table].key]


def found(folder, table, **values):
    """The only row with these values."""
    (row,) = (r for r in rows(folder, table) if all(r[k] == v for k, v in values.items()))
    return row


def problems(folder):
    return [str(problem) for problem in privacy_rules.check(files.find(folder))]


def texts(folder):
    """Everything that the tables hold, but for the names' own table."""
    paths = [p for p in folder.rglob("*.csv") if p.stem != "people"]
    return "\n".join(p.read_text("utf-8") for p in paths)


def test_a_new_council_gets_every_table_with_its_header(folder, document):
    read_into(document, folder)
    for name, table in schema.load().items():
        content = (folder / "storkoping" / f"{name}.csv").read_bytes()
        assert content.split(b"\n")[0].decode() == ",".join(table.names)
        assert b"\r" not in content
    assert rows(folder, "councils")[0]["municipality"] == "okänd"


def test_drafts_are_unreviewed_and_in_order(folder, document):
    out = read_into(document, folder)
    assert problems(folder) == []
    written = [r for p in folder.rglob("*.csv") for r in rows(folder, p.stem)]
    assert {r.get("is_reviewed") for r in written} == {"no", None}
    assert sum(out.new.values()) == sum("is_reviewed" in r for r in written)
    assert found(folder, "meetings")["held_on"] == "2024-03-04"
    row = found(folder, "statements", line="20")
    assert row["text"] == "Cykelstölderna ökar vid stationen."
    assert (row["kind"], row["item_id"]) == ("situation", "storkoping-2024-03-04-p2")


def test_the_document_is_known_by_checksum_and_lines(folder, document):
    read_into(document, folder)
    row = found(folder, "documents")
    assert row["sha256"] == hashlib.sha256(document.read_bytes()).hexdigest()
    assert row["n_lines"] == str(len(MINUTES.splitlines()))
    assert (row["kind"], row["dated_on"]) == ("minutes", "2024-03-04")


def test_names_stand_in_people_only(folder, document):
    read_into(document, folder)
    people = [row["name"] for row in rows(folder, "people")]
    assert people == ["Anna Lindberg", "Karin Holm", "Lars Ek"]
    assert [name for name in people if name in " ".join(texts(folder).split())] == []
    assert (
        found(folder, "agenda_items", number="3")["title"] == "Kommunpolis informerar om sommaren"
    )
    assert found(folder, "attendance", role="Skolchef")["person_id"] == "storkoping-person-lars-ek"


def test_what_tells_of_a_person_is_proposed_as_sensitive(folder, document):
    read_into(document, folder)
    sensitive = {row["line"]: row["is_sensitive"] for row in rows(folder, "statements")}
    assert sensitive == {"20": "no", "22": "yes", "24": "yes", "26": "yes", "30": "no"}
    assert list(personal_data(texts(folder))) == []


def test_a_decision_and_an_assignment_are_no_statements_too(folder, document):
    read_into(document, folder)
    decision = found(folder, "decisions")
    assert decision["text"] == "Rådet beslutar att kartlägga cykelstölderna vid stationen."
    asked = found(folder, "assignments")
    assert (asked["assigned_to"], asked["due_on"]) == ("Kommunpolisen", "2024-06-03")
    assert asked["organisation_id"] == "storkoping-org-polisen"
    assert not {"34", "38"} & {row["line"] for row in rows(folder, "statements")}


def test_reading_the_same_document_again_changes_nothing(folder, document):
    read_into(document, folder)
    before = {p: p.read_bytes() for p in folder.rglob("*.*")}
    out = read_into(document, folder)
    assert {p: p.read_bytes() for p in folder.rglob("*.*")} == before
    assert (out.new, out.updated, out.removed) == ({}, {}, {})
    assert "inget nytt" in str(out)


def test_a_corrected_document_updates_its_drafts_and_keeps_their_keys(folder, document):
    read_into(document, folder)
    cycles = key("statements", found(folder, "statements", line="20"))
    walkers = key("statements", found(folder, "statements", line="30"))
    corrected = MINUTES.replace("ökar vid stationen", "ökar kraftigt vid stationen")
    corrected = corrected.replace("En elev på en skola har utsatts för hot.\n\n", "")
    document.write_text(corrected, "utf-8")
    out = read_into(document, folder)
    assert problems(folder) == []
    row = found(folder, "statements", statement_id=cycles)
    assert row["text"] == "Cykelstölderna ökar kraftigt vid stationen."
    assert found(folder, "statements", statement_id=walkers)["line"] == "28"
    assert "utsatts för hot" not in texts(folder)
    assert out.removed == {"statements": 1}
    assert len(rows(folder, "documents")) == 1


def test_a_document_with_another_name_but_the_same_day_is_the_same_document(folder, document):
    read_into(document, folder)
    other = document.with_name("protokoll, justerat.md")
    other.write_text(MINUTES.replace("varje fredag", "varje lördag"), "utf-8")
    read_into(other, folder)
    assert [row["file_name"] for row in rows(folder, "documents")] == ["protokoll, justerat.md"]
    assert len(rows(folder, "meetings")) == 1


def test_reviewed_rows_survive_byte_for_byte_and_get_no_twin(folder, document):
    read_into(document, folder)
    cycles = key("statements", found(folder, "statements", line="20"))
    review.correct("statements", cycles, {"text": "Fler cyklar stjäls, men färre hittas."}, folder)
    for row in rows(folder, "attendance"):
        review.accept("attendance", row["attendance_id"], folder)
    reviewed = [
        line
        for name in ("statements", "attendance")
        for line in (folder / "storkoping" / f"{name}.csv").read_bytes().split(b"\n")
        if line.endswith(b",yes")
    ]
    document.write_text(MINUTES.replace("# Protokoll", "Justerat.\n\n# Protokoll"), "utf-8")
    out = read_into(document, folder)
    after = b"\n".join(
        (folder / "storkoping" / f"{name}.csv").read_bytes()
        for name in ("statements", "attendance")
    ).split(b"\n")
    assert [line for line in after if line.endswith(b",yes")] == reviewed
    assert len(reviewed) == 4
    assert len(rows(folder, "attendance")) == 3
    assert "Cykelstölderna ökar vid stationen" not in texts(folder)
    assert out.kept == {"statements": 1, "attendance": 3}


def test_a_reviewed_row_whose_words_have_changed_is_told_of(folder, document):
    read_into(document, folder)
    cycles = key("statements", found(folder, "statements", line="20"))
    review.accept("statements", cycles, folder)
    corrected = MINUTES.replace("Cykelstölderna ökar vid stationen", "Det är lugnt överallt")
    document.write_text(corrected.replace("- Tid", "\n" * 8 + "- Tid"), "utf-8")
    out = read_into(document, folder)
    assert found(folder, "statements", line="20")["text"] == "Cykelstölderna ökar vid stationen."
    assert "lugnt" not in texts(folder)
    assert [d.line for d in out.doubts if "är granskad" in d.reason] == [20]


def test_a_row_written_by_hand_inside_a_paragraph_gets_no_twin(folder, document):
    reading = Reading("minutes", council="Storköping", held_on="2024-03-04")
    reading.agenda_items = [AgendaItem("1", "Läget", 1, 16)]
    reading.statements = [
        Statement("1", None, "Ett stycke som går över tre rader.", 18),
        Statement("1", None, "Nästa stycke.", 22),
    ]
    drafts.write(reading, document, folder)
    first = key("statements", found(folder, "statements", line="18"))
    review.correct("statements", first, {"text": "Skrivet för hand.", "line": "20"}, folder)
    shutil.rmtree(folder / remembered.DOUBTS)
    drafts.write(reading, document, folder)
    assert [row["line"] for row in rows(folder, "statements")] == ["20", "22"]


def test_what_a_person_has_removed_does_not_come_back(folder, document):
    read_into(document, folder)
    review.remove("statements", key("statements", found(folder, "statements", line="20")), folder)
    out = read_into(document, folder)
    assert "20" not in {row["line"] for row in rows(folder, "statements")}
    assert out.new == {}


def test_a_draft_that_a_reviewed_row_needs_stays_though_the_document_dropped_it(folder, document):
    read_into(document, folder)
    walkers = found(folder, "statements", line="30")
    review.accept("statements", walkers["statement_id"], folder)
    corrected = MINUTES.replace("## § 3 Karin Holm informerar om sommaren\n\n", "")
    document.write_text(corrected, "utf-8")
    read_into(document, folder)
    assert problems(folder) == []
    assert walkers["item_id"] in {row["item_id"] for row in rows(folder, "agenda_items")}


def changed(text, chance):
    """The text with a few lines taken away, doubled, moved or misspelt."""
    lines = text.split("\n")
    for _ in range(5):
        n = chance.randrange(10, len(lines))
        kind = chance.randrange(4)
        if kind == 0:
            del lines[n]
        elif kind == 1:
            lines.insert(n, chance.choice(lines))
        elif kind == 2:
            lines.insert(n, "Ett nytt stycke om något helt annat.")
        else:
            lines[n] = lines[n].replace("e", "é", 1)
    return "\n".join(lines)


@pytest.mark.parametrize("seed", range(6))
def test_whatever_changes_reviewed_rows_stay_and_the_records_are_sound(folder, document, seed):
    chance = random.Random(seed)
    read_into(document, folder)
    drafts = review.drafts("storkoping-doc-2024-03-04", folder)
    rows_to_review = [one for one in drafts if "is_reviewed" in one.values]
    for one in chance.sample(rows_to_review, 12):
        review.accept(one.table, one.key, folder)
    said = [
        d for d in review.drafts("storkoping-doc-2024-03-04", folder) if d.table == "statements"
    ]
    for one in said[:1]:
        review.remove(one.table, one.key, folder)
    before = [line for line in snapshot_lines(folder) if line.endswith(b",yes")]
    document.write_text(changed(MINUTES, chance), "utf-8")
    read_into(document, folder)
    after = snapshot_lines(folder)
    assert [line for line in after if line.endswith(b",yes")] == before
    assert len(before) == 12
    told = [one for one in problems(folder) if "finns inte i dokumentet" not in one]
    assert told == []
    read_into(document, folder)
    assert snapshot_lines(folder) == after


def snapshot_lines(folder):
    return [line for p in sorted(folder.rglob("*.csv")) for line in p.read_bytes().split(b"\n")]


def test_another_documents_rows_are_not_touched(folder, document, tmp_path):
    read_into(document, folder)
    june = tmp_path / "protokoll-2024-06-03.md"
    june.write_text(
        MINUTES.replace("4 mars", "3 juni")
        .replace("Måndagen", "Måndagen")
        .replace("3 juni 2024 kl. 13.00.", "2 september 2024 kl. 13.00."),
        "utf-8",
    )
    read_into(june, folder)
    ours = [r for r in rows(folder, "statements") if r["document_id"].endswith("06-03")]
    june.write_text(june.read_text("utf-8").replace("ökar vid", "minskar vid"), "utf-8")
    document.write_text(MINUTES.replace("ökar vid", "är färre vid"), "utf-8")
    read_into(document, folder)
    assert [r for r in rows(folder, "statements") if r["document_id"].endswith("06-03")] == ours
    assert len(rows(folder, "organisations")) == len(rows(folder, "people")) == 3
    assert problems(folder) == []


def test_an_assignment_of_one_meeting_is_proposed_followed_up_by_the_next(
    folder, document, tmp_path
):
    read_into(document, folder)
    june = tmp_path / "protokoll-2024-06-03.md"
    text = MINUTES.replace("4 mars", "3 juni").replace(
        "## § 2 Lägesbild", "## § 2 Uppföljning av uppdrag"
    )
    june.write_text(
        text.replace("Cykelstölderna ökar vid", "Cykelstölderna är kartlagda vid"), "utf-8"
    )
    read_into(june, folder)
    row = found(folder, "follow_ups", assignment_id="storkoping-2024-03-04-u1")
    assert (row["basis"], row["is_reviewed"]) == ("inferred", "no")
    assert row["note"] == 'Föreslagen av orden "Cykelstölderna".'
    assert row["status"] == "unknown"


def told_of(*statuses, held_on="2024-03-04"):
    """A reading of minutes with a table that tells how measures go."""
    items = [AgendaItem("1", "Åtgärdsplanen", 1, 16)]
    reading = Reading("minutes", council="Exempelköping", held_on=held_on, agenda_items=items)
    reading.measure_statuses = [MeasureStatus(*one) for one in statuses]
    return reading


@pytest.fixture(scope="module")
def with_plan(tmp_path_factory):
    """Records with the made-up council's plan of 2023–2024 and its measures; for reading only."""
    made = tmp_path_factory.mktemp("plan") / "register"
    read_into(DEMO / "atgardsplan-2023-2024.md", made, "exempelkoping")
    return made


@pytest.fixture
def planned(with_plan, folder):
    """A copy of these records."""
    return Path(shutil.copytree(with_plan, folder))


def follow_ups(folder):
    said = {row["statement_id"]: row for row in rows(folder, "statements", "exempelkoping")}
    title = {row["measure_id"]: row["title"] for row in rows(folder, "measures", "exempelkoping")}
    return [
        (title[row["measure_id"]], row["status"], row["basis"], said[row["statement_id"]]["text"])
        for row in rows(folder, "follow_ups", "exempelkoping")
    ]


def test_a_measure_that_its_plan_names_only_by_the_area_is_kept_and_told_of(folder):
    reading = Reading("action_plan", council="Storköping")
    reading.measures = [Measure("Alkohol", None, goal="Färre ska börja dricka.", line=1)]
    plan = folder.parent / "handlingsplan.md"
    plan.write_text("Handlingsplan 2025\n", "utf-8")
    told = drafts.write(reading, plan, folder).doubts
    (row,) = rows(folder, "measures")
    assert (row["area"], row["title"], row["goal"]) == (
        "Alkohol",
        "Alkohol",
        "Färre ska börja dricka.",
    )
    assert [one.reason for one in told if one.field == "measures.title"] == [
        "Planen namnger inte åtgärden, bara området."
    ]


def test_a_table_of_statuses_becomes_follow_ups_of_the_measures_of_the_plan(planned, document):
    second, first = [row["title"] for row in rows(planned, "measures", "exempelkoping")][:2]
    reading = told_of(
        (first, "done", "Klart i februari.", 20),
        (second, None, f"{second} väntar på besked.", 21),
    )
    out = drafts.write(reading, document, planned, "exempelkoping")
    assert follow_ups(planned) == [
        (first, "done", "stated", f"{first}: Klart i februari."),
        (second, "unknown", "stated", f"{second} väntar på besked."),
    ]
    assert [one for one in out.doubts if one.field == "follow_ups"] == []
    assert problems(planned) == []


def test_a_status_of_a_measure_whose_name_is_misspelt_is_a_doubt_that_names_it(planned, document):
    measure = rows(planned, "measures", "exempelkoping")[0]
    misspelt = measure["title"].replace("i", "í", 1)
    out = drafts.write(told_of((misspelt, "ongoing", "Pågår.", 20)), document, planned)
    assert follow_ups(planned) == []
    assert [(one.reason, one.line) for one in out.doubts if one.field == "follow_ups"] == [
        (
            f'"{misspelt}" kan vara {measure["title"]} ({measure["measure_id"]}). '
            "Lägg till uppföljningen för hand.",
            20,
        )
    ]


def test_a_row_may_name_a_measure_by_its_number_with_or_without_its_name(planned, document):
    first, second = [row["title"] for row in rows(planned, "measures", "exempelkoping")][:2]
    reading = told_of(
        (f"1. {first}", "ongoing", "Pågår.", 20),
        ("Åtgärd 2", "done", "Klart.", 21),
        ("2. Nya badhuset", "done", "Klart.", 22),
    )
    out = drafts.write(reading, document, planned, "exempelkoping")
    assert follow_ups(planned) == [
        (first, "ongoing", "stated", f"1. {first}: Pågår."),
        (second, "done", "stated", "Åtgärd 2: Klart."),
    ]
    assert [(one.reason, one.line) for one in out.doubts if one.field == "follow_ups"] == [
        ('"2. Nya badhuset" är inte namnet på någon åtgärd i planen.', 22)
    ]


def test_a_status_of_what_is_no_measure_is_a_doubt_and_no_follow_up(planned, document):
    out = drafts.write(told_of(("Nya badhuset", "done", "Klart.", 20)), document, planned)
    assert follow_ups(planned) == []
    assert [(one.reason, one.line) for one in out.doubts if one.field == "follow_ups"] == [
        ('"Nya badhuset" är inte namnet på någon åtgärd i planen.', 20)
    ]
    (said,) = rows(planned, "statements", "exempelkoping")
    assert (said["text"], said["line"]) == ("Nya badhuset: Klart.", "20")


def test_statuses_without_a_plan_are_one_doubt(folder, document):
    statuses = ("Lampor", "done", "Klart.", 20), ("Vandringar", None, "Väntar.", 21)
    out = drafts.write(told_of(*statuses), document, folder)
    assert [(one.reason, one.line) for one in out.doubts if one.field == "follow_ups"] == [
        ("Det står hur åtgärder går, men ingen åtgärdsplan är införd för den tiden.", None)
    ]


def test_a_status_is_of_the_plan_in_force_where_an_older_one_has_the_same_measure(
    planned, document
):
    plan = rows(planned, "action_plans", "exempelkoping")[0]
    measure = rows(planned, "measures", "exempelkoping")[0]
    older = {
        "action_plans": plan | {"action_plan_id": "old", "year_from": "2019", "year_to": "2022"},
        "measures": measure | {"action_plan_id": "old", "measure_id": "old-m1"},
    }
    saving.save(
        {
            planned / "exempelkoping" / f"{name}.csv": saving.csv_bytes(
                name, [row, *rows(planned, name, "exempelkoping")]
            )
            for name, row in older.items()
        }
    )
    status = (measure["title"], "ongoing", "Pågår.", 20)
    drafts.write(told_of(status), document, planned)
    (row,) = rows(planned, "follow_ups", "exempelkoping")
    assert row["measure_id"] == measure["measure_id"]


def test_a_status_in_a_row_that_is_a_statement_already_gives_one_follow_up(planned, document):
    measure = rows(planned, "measures", "exempelkoping")[0]
    text = f"Åtgärd {measure['number']} har kommit en bra bit på väg."
    reading = told_of((measure["title"], "ongoing", "En bra bit på väg.", 20))
    reading.statements = [Statement("1", None, text, 20)]
    drafts.write(reading, document, planned)
    assert follow_ups(planned) == [(measure["title"], "ongoing", "stated", text)]
    assert len(rows(planned, "statements", "exempelkoping")) == 1


def test_a_person_is_kept_though_a_text_holds_the_name_and_the_text_waits(folder, document):
    read_into(document, folder)
    statement = found(folder, "statements", line="20")["statement_id"]
    text = "Eva Nyman såg att cykelstölderna ökar."
    review.correct("statements", statement, {"text": text}, folder)
    document.write_text(MINUTES.replace("- Lars Ek,", "- Eva Nyman, Rektor\n- Lars Ek,"), "utf-8")
    read_into(document, folder)
    assert "Eva Nyman" in [row["name"] for row in rows(folder, "people")]
    assert found(folder, "statements", statement_id=statement)["text"] == text
    waiting = clearance.waiting(files.find(folder))
    assert [one.key for one in waiting if one.table == "statements"] == [statement]


def test_ids_are_unique_across_councils(folder, document):
    read_into(document, folder, "storkoping")
    read_into(document, folder, "lillkoping")
    assert problems(folder) == []
    for name in ("meetings", "statements", "people"):
        keys = [key(name, r) for c in ("storkoping", "lillkoping") for r in rows(folder, name, c)]
        assert len(keys) == len(set(keys)) > 0


def council(folder, council_id, **values):
    """Adds a council without any rows of its own."""
    tables = {table: [] for table in schema.load()}
    row = dict.fromkeys(schema.load()["councils"].names, "")
    document = dict.fromkeys(schema.load()["documents"].names, "")
    tables["councils"] = [
        row
        | {
            "council_id": council_id,
            "name": council_id,
            "municipality": "Storköping",
            "is_made_up": "yes",
            "document_id": f"{council_id}-doc-0",
            "line": "1",
        }
        | values
    ]
    tables["documents"] = [
        document
        | {
            "document_id": f"{council_id}-doc-0",
            "council_id": council_id,
            "kind": "other",
            "title": "Grund",
            "file_name": "grund.txt",
            "sha256": "0" * 64,
            "n_lines": "9",
        }
    ]
    saving.save(
        {folder / council_id / f"{t}.csv": saving.csv_bytes(t, rows) for t, rows in tables.items()}
    )


def test_a_council_is_known_by_its_area(folder, document):
    council(folder, "sk", district="Storköping")
    assert read_into(document, folder).council_id == "sk"


def test_a_council_that_did_not_exist_then_is_asked_for(folder, document):
    council(folder, "nya", name="Storköping", valid_from="2025-01-01")
    with pytest.raises(LobraError, match=r'"Storköping" fanns inte då \(nya\)\. Ange --council'):
        read_into(document, folder)


def test_of_two_councils_with_one_area_the_one_that_existed_then_is_meant(folder, document):
    council(folder, "gamla", name="Storköping", valid_to="2020-12-31")
    council(folder, "nya", name="Storköping", valid_from="2021-01-01")
    assert read_into(document, folder).council_id == "nya"


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("Storköpinge", '"Storköping" liknar rådet x men är inte säkert samma.'),
        ("Storköping", '"Storköping" kan vara flera råd (x, y).'),
    ],
)
def test_a_doubtful_council_is_asked_for(folder, document, name, message):
    council(folder, "x", name=name, municipality="Annan")
    council(folder, "y", name=name if name == "Storköping" else "Annat", municipality="Annan")
    with pytest.raises(LobraError) as error:
        read_into(document, folder)
    assert message in str(error.value) and "--council" in str(error.value)
    assert not (folder / "storkoping").exists()


def test_a_document_that_names_no_council_asks_for_it(folder, document):
    reading = Reading("minutes", held_on="2024-03-04")
    with pytest.raises(LobraError, match="säger inte vilket råd.*--council"):
        drafts.write(reading, document, folder)
    assert not folder.exists()


def test_a_council_whose_title_stands_apart_from_its_place_is_that_of_the_place(folder, document):
    reading = Reading("minutes", council="Trygghetsrådet i Näs", held_on="2024-03-04")
    assert drafts.write(reading, document, folder).council_id == "nas"
    (council,) = rows(folder, "councils", "nas")
    assert (council["name"], council["district"]) == ("Trygghetsrådet i Näs", "Näs")


def test_a_title_without_a_place_asks_which_council_it_is(folder, document):
    reading = Reading("minutes", council="Trygghetsrådet", held_on="2024-03-04")
    with pytest.raises(LobraError, match="säger inte vilket råd.*--council"):
        drafts.write(reading, document, folder)


def test_a_council_that_the_user_names_is_made(folder, document):
    reading = Reading("minutes", held_on="2024-03-04")
    assert drafts.write(reading, document, folder, "min-by").council_id == "min-by"
    assert problems(folder) == []


def snapshot(folder):
    return {p: p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def test_a_failed_rename_takes_back_those_before_it(tmp_path):
    folder = tmp_path / "register"
    folder.mkdir()
    (folder / "a.csv").write_bytes(b"gammal")
    (folder / "c.csv" / "i-vagen").mkdir(parents=True)
    before = snapshot(folder)
    files = {folder / name: b"ny" for name in ("a.csv", "b.csv", "c.csv", "d.csv")}
    with pytest.raises(
        LobraError, match=r"c\.csv: filen gick inte att skriva .* Inget har ändrats"
    ):
        saving.save(files | {folder / "granskning" / "x.json": b"ny"})
    assert snapshot(folder) == before
    assert sorted(p.name for p in folder.iterdir()) == ["a.csv", "c.csv"]


def test_a_failed_write_leaves_everything_as_it_was(folder, document):
    read_into(document, folder)
    shutil.rmtree(folder / remembered.DOUBTS)
    (folder / remembered.DOUBTS).write_text("en fil i vägen", "utf-8")
    before = snapshot(folder)
    document.write_text(MINUTES.replace("ökar", "minskar").replace("Lars Ek", "Lars Alm"), "utf-8")
    with pytest.raises(LobraError):
        read_into(document, folder)
    assert snapshot(folder) == before


def test_a_failed_first_write_leaves_no_folder(folder, document):
    folder.parent.mkdir(exist_ok=True)
    folder.write_text("inte en mapp", "utf-8")
    with pytest.raises(LobraError):
        read_into(document, folder)
    assert folder.read_text("utf-8") == "inte en mapp"


def test_a_day_that_is_not_in_the_calendar_becomes_a_contradiction(folder, document):
    document.write_text(MINUTES.replace("varje fredag", "tisdagen den 31 maj 2024"), "utf-8")
    read_into(document, folder)
    assert problems(folder) == []
    row = found(folder, "conflicts", line="30")
    assert (row["value_a"], row["value_b"]) == (
        "tisdagen den 31 maj 2024",
        "dagen är en fredag år 2024",
    )
    assert "31 maj" in found(folder, "statements", line="30")["text"]


def test_what_stands_under_no_item_is_left_out_and_told(folder, document):
    reading = Reading("minutes", council="Storköping", held_on="2024-03-04")
    reading.agenda_items = [AgendaItem("1", "Läget", 1, 20)]
    reading.statements = [Statement(None, None, "Detta står före alla punkter.", 5)]
    out = drafts.write(reading, document, folder)
    assert rows(folder, "statements") == []
    assert [d.line for d in out.doubts if "inte under någon punkt" in d.reason] == [5]


def test_what_its_table_would_refuse_is_left_empty_or_out_and_told(folder, document):
    reading = Reading("minutes", council="Storköping", held_on="2024-03-04")
    reading.starts_at, reading.ends_at = "15:00", "13:00"
    reading.agenda_items = [AgendaItem("1", "Läget", 1, 16)]
    reading.assignments = [Assignment("1", "Polisen", "Mäta farten.", "2024-01-31", 17)]
    reading.observations = [Observation("Bilar", 12, None, None, None, 18)]
    nobody = {"participants": None, "lead": None, "due_on": None, "done_on": None}
    reading.place_actions = [
        PlaceAction(
            "Torget", "problem", "Mörkt", said, status="ongoing", status_text=None, line=n, **nobody
        )
        for said, n in ((None, 19), ("Lampor sätts upp", 20))
    ]
    out = drafts.write(reading, document, folder)
    assert problems(folder) == []
    assert (found(folder, "meetings")["starts_at"], found(folder, "meetings")["ends_at"]) == (
        "15:00",
        "",
    )
    assert found(folder, "assignments")["due_on"] == ""
    assert rows(folder, "observations") == []
    assert [(r["number"], r["action"]) for r in rows(folder, "place_actions")] == [
        ("1", "Lampor sätts upp")
    ]
    assert {(one.field, one.reason, one.line) for one in out.doubts} == {
        ("place_actions", "Inte med i utkastet: åtgärd saknas.", 19),
        ("observations", "Inte med i utkastet: enhet saknas.", 18),
        ("assignments.due_on", 'Tömt: "2024-01-31" är före mötet 2024-03-04.', 17),
        ("meetings.ends_at", 'Tömt: "13:00" är inte senare än starts_at "15:00".', 1),
    }


def test_a_name_that_is_only_like_a_known_one_is_a_doubt_and_no_new_row(folder, document):
    read_into(document, folder)
    later = document.with_name("protokoll-2024-06-03.md")
    text = MINUTES.replace("4 mars", "3 juni").replace("Karin Holm", "Karin Holmer")
    later.write_text(text, "utf-8")
    out = read_into(later, folder)
    assert [row["name"] for row in rows(folder, "people")] == [
        "Anna Lindberg",
        "Karin Holm",
        "Lars Ek",
    ]
    assert [(one.reason, one.line) for one in out.doubts if one.field == "people"] == [
        (
            '"Karin Holmer" kan vara Karin Holm (storkoping-person-karin-holm). '
            "Välj, eller lägg till en ny.",
            11,
        )
    ]


def test_an_item_number_that_comes_twice_is_kept_once(folder, document):
    reading = Reading("minutes", council="Storköping", held_on="2024-03-04")
    reading.agenda_items = [AgendaItem("1", "Läget", 1, 16), AgendaItem("1", "Mer om läget", 1, 18)]
    drafts.write(reading, document, folder)
    assert [row["number"] for row in rows(folder, "agenda_items")] == ["1", ""]
    assert problems(folder) == []


def test_a_formal_decision_is_no_decision_and_a_person_listed_twice_is_one(folder, document):
    reading = Reading("minutes", council="Storköping", held_on="2024-03-04")
    reading.agenda_items = [AgendaItem("1", "Öppnande", 1, 16)]
    reading.decisions = [
        Decision("1", "Dagordningen godkändes.", 16),
        Decision("1", "Att mäta.", 17),
    ]
    reading.attendance = [
        Attendant("Asta Ek", "Rektor", "Ekskolan", "present", 10),
        Attendant("Asta Ek", "Ordförande", "Ekskolan", "present", 11),
    ]
    drafts.write(reading, document, folder)
    assert [row["text"] for row in rows(folder, "decisions")] == ["Att mäta."]
    assert len(rows(folder, "people")) == len(rows(folder, "organisations")) == 1
    assert len({row["person_id"] for row in rows(folder, "attendance")}) == 1


def test_the_same_file_under_another_name_keeps_the_name_it_was_read_by(folder, document):
    read_into(document, folder)
    copy = shutil.copy(document, document.with_name("kopia.md"))
    read_into(Path(copy), folder)
    assert found(folder, "documents")["file_name"] == document.name


@pytest.mark.parametrize(("name", "n"), [("protokoll.md", 2), ("protokoll-2024-03.md", 1)])
def test_a_file_of_another_day_is_another_document_unless_its_name_is_its_own(
    folder, document, name, n
):
    path = document.rename(document.with_name(name))
    read_into(path, folder)
    path.write_text(
        MINUTES.replace("Måndagen den 4 mars", "Tisdagen den 5 mars").replace("4 mars", "5 mars"),
        "utf-8",
    )
    read_into(path, folder)
    assert len(rows(folder, "documents")) == len(rows(folder, "meetings")) == n
    assert problems(folder) == []


@pytest.mark.parametrize("write", [as_docx, as_pdf])
def test_lines_of_a_document_without_lines_of_its_own_are_those_that_were_read(
    folder, document, write
):
    path = write(document, document.with_suffix(".docx" if write is as_docx else ".pdf"))
    read_into(path, folder)
    assert problems(folder) == []
    row = next(r for r in rows(folder, "statements") if r["text"].startswith("Cykelstölderna"))
    shown = dict(review.source_lines(row["document_id"], int(row["line"]), path.parent, folder))
    assert shown[int(row["line"])] == "Cykelstölderna ökar vid stationen."


def test_a_key_that_another_council_uses_is_not_used_again():
    row = dict.fromkeys(schema.load()["people"].names, "")
    draft = row | {"person_id": "p-asta", "name": "Asta Ek", "document_id": "d", "line": "3"}
    member = dict.fromkeys(schema.load()["attendance"].names, "")
    listed = member | {"attendance_id": "n1", "person_id": "p-asta", "line": "3"}
    nothing = {name: [] for name in schema.load()}
    tables = nothing | {"people": [draft | {"document_id": "another council's"}], "attendance": []}
    drafted = {"people": [draft], "attendance": [listed]}
    merging.Merging(tables, "d", {}).merge(nothing | drafted)
    assert [one["person_id"] for one in tables["people"]] == ["p-asta", "p-asta-2"]
    assert [one["person_id"] for one in tables["attendance"]] == ["p-asta-2"]


def test_what_was_written_is_counted_in_the_right_form():
    one = drafts.Drafts("storkoping", "d", "p.md", {"meetings": 1}, {}, {"statements": 1})
    two = drafts.Drafts("storkoping", "d", "p.md", {}, {"meetings": 2}, {}, {"statements": 1})
    begins = "p.md → storkoping (d): "
    assert str(one) == f"{begins}1 nytt utkast, 1 granskad rad orörd."
    assert str(two) == f"{begins}2 ändrade utkast, 1 utkast borttaget."


def test_a_notice_gives_its_document_and_no_meeting(folder, document):
    out = drafts.write(
        Reading("notice", council="Storköping", held_on="2024-03-04"), document, folder
    )
    assert found(folder, "documents")["kind"] == "notice"
    assert rows(folder, "meetings") == []
    assert any("kallelse" in doubt.reason for doubt in out.doubts)


def test_doubts_are_kept_beside_the_councils(folder, document):
    out = read_into(document, folder)
    kept = remembered.read_doubts(folder, out.document_id)
    assert {one["field"] for one in kept["doubts"]} == {doubt.field for doubt in out.doubts}
    assert files.find(folder).councils == ["storkoping"]


def test_a_plans_years_and_title_are_those_of_its_text_where_a_page_has_a_head(folder, tmp_path):
    plan = tmp_path / "plan.md"
    _, _, rest = (DEMO / "atgardsplan-2023-2024.md").read_text("utf-8").partition("\n")
    text = "Solby kommun\tÅtgärdsplan\n# Åtgärdsplan för Exempelköping\n\n"
    text += "Planen gäller från 1 mars 2023.\n"
    plan.write_text(text + rest, "utf-8")
    out = read_into(plan, folder, "exempelkoping")
    (row,) = rows(folder, "action_plans", "exempelkoping")
    assert {
        name: row[name] for name in ("title", "year_from", "year_to", "period_basis", "line")
    } == {
        "title": "Åtgärdsplan för Exempelköping",
        "year_from": "2023",
        "year_to": "",
        "period_basis": "Åren står i planen (rad 4).",
        "line": "2",
    }
    assert [one for one in out.doubts if one.field == "action_plans"] == []


def test_a_plan_gives_measures_with_all_their_fields(folder, tmp_path):
    plan = Path(shutil.copy(DEMO / "atgardsplan-2023-2024.md", tmp_path))
    reading = reader.read_file(plan)
    drafts.write(reading, plan, folder, "exempelkoping")
    assert problems(folder) == []
    found_rows = rows(folder, "measures", "exempelkoping")
    named = [one for one in reading.measures if one.title]
    assert [row["title"] for row in found_rows] == [one.title for one in named]
    assert [row["goal"] for row in found_rows] == [one.goal or "" for one in named]
    (row,) = rows(folder, "action_plans", "exempelkoping")
    assert (row["year_from"], row["year_to"]) == ("2023", "2024")
    assert rows(folder, "councils", "exempelkoping")[0]["is_made_up"] == "yes"


def accept_everything(folder):
    for document_id in review.documents(folder):
        for table in {one.table for one in review.drafts(document_id, folder)}:
            review.accept_all(document_id, table, folder)
        for one in review.drafts(document_id, folder):
            review.accept(one.table, one.key, folder)


def report(folder, tmp_path, year, council_id):
    params = tmp_path / "params"
    params.mkdir()
    (params / f"{year}.yaml").write_text(f"year: {year}\ncouncil: {council_id}\n", "utf-8")
    run = lobra(
        "report", year, "--data", folder, "--params", params, "--out", tmp_path / "reports",
        "--format", "html",
    )  # fmt: skip
    assert run.status == 0, run.err
    return (tmp_path / "reports" / council_id / str(year) / "verksamhetsberattelse.html").read_text(
        "utf-8"
    )


@pytest.mark.slow
@pytest.mark.thorough
def test_from_nothing_to_report_with_the_made_up_council(folder, tmp_path):
    for path in sorted(DEMO.glob("*2024*.md"), key=lambda p: (p.stem[:1], p.stem)):
        if "statistik" not in path.name:
            read_into(path, folder)
    assert problems(folder) == []
    accept_everything(folder)
    assert problems(folder) == []
    report(folder, tmp_path, 2024, "exempelkoping")
    (html,) = (path.read_text("utf-8") for path in tmp_path.rglob("bilagor.html"))
    assert "Cykelstölderna ökar vid Resecentrum när våren kommer." in html
    people = [row["name"] for row in rows(folder, "people", "exempelkoping")]
    assert people
    assert [name for name in people if name in " ".join(html.split())] == []


def test_records_keep_every_reviewed_row_when_their_minutes_are_read(demo_records, tmp_path):
    folder = Path(shutil.copytree(demo_records, tmp_path / "records"))

    def reviewed():
        return [
            line
            for path in sorted(folder.rglob("*.csv"))
            for line in path.read_bytes().split(b"\n")
            if line.endswith(b",yes")
        ]

    before = reviewed()
    read_into(DEMO / "protokoll-2024-12-05.md", folder, "exempelkoping")
    assert reviewed() == before
    actions = rows(folder, "place_actions", "exempelkoping")
    assert {row["is_reviewed"] for row in actions} == {"yes"}
    assert problems(folder) == []


def test_check_counts_what_is_unreviewed(folder, document):
    out = read_into(document, folder)
    run = lobra("check", "--data", folder)
    assert run.status == 0, run.out
    last = run.err.splitlines()[-1]
    assert last.startswith(f"{sum(out.new.values())} rader är inte granskade (organisationer 3, ")
    assert last.endswith("Granska dem med lobra review.")
    accept_everything(folder)
    assert "granskad" not in lobra("check", "--data", folder).err
