"""The records as a workbook: what nobody touched stays, and what was changed is all that does."""

import datetime as dt
import re
import shutil
import unicodedata

import pytest
from conftest import ROOT, lobra
from openpyxl import load_workbook
from workbooks import (
    COUNCIL,
    ITEM,
    MEETING,
    Book,
    changed_in_libreoffice,
    edit,
    new_council,
    one_meeting,
    plan,
    save,
)

from lobra.workbook import differences, layout
from lobra_data import files, schema


@pytest.fixture(scope="module")
def base(tmp_path_factory):
    """Records with one meeting that was entered by hand, and the workbook of them."""
    root = tmp_path_factory.mktemp("rådets mapp")
    records = new_council(root / "grund")
    book = Book(edit(records, root / "tom.xlsx"))
    one_meeting(book)
    save(book.save(root / "ifylld.xlsx"), records)
    edit(records, root / "bok.xlsx")
    return root


@pytest.fixture
def records(base, tmp_path):
    return shutil.copytree(base / "grund" / "records", tmp_path / "records")


@pytest.fixture
def book(base):
    return Book(base / "bok.xlsx")


def contents(root):
    return {path.relative_to(root): path.read_bytes() for path in root.rglob("*") if path.is_file()}


def rows(records, table):
    return [row.values for row in files.Records(records).rows(table, COUNCIL)]


# --- the workbook ---


def test_every_table_has_a_sheet_but_those_that_only_a_machine_can_write():
    assert sorted((*layout.ORDER, "clearances")) == sorted(schema.load())


def test_the_sheets_stand_in_the_order_of_the_work(book):
    assert book.book.sheetnames[:5] == ["Läs först", "Möten", "Närvaro", "Punkter", "Beslut"]
    shown = [one.title for one in book.book if one.sheet_state == "visible"]
    assert shown == ["Läs först", *(one.title for one in layout.sheets().values())]


def test_headings_are_swedish_with_the_description_as_a_note_and_stay_in_view(book):
    sheet = book["Beslut"]
    assert [cell.value for cell in sheet[1]] == [
        *("id", "Möte", "Punkt *", "Beslut *", "Dokument", "Känslig", "Granskad")
    ]
    assert sheet["D1"].comment.text == schema.load()["decisions"].field("text").description
    assert (sheet.freeze_panes, sheet.column_dimensions["A"].hidden) == ("C2", True)


def test_people_choose_a_name_where_the_records_have_an_id_or_a_word(book):
    lists = {
        str(one.sqref): one.formula1 for one in book["Närvaro"].data_validations.dataValidation
    }
    # meetings by their label, organisations by name, the status by its Swedish words
    assert lists["B2:B7"] == "'Möten'!$B$2:$B$6"
    words = book["Listor"]
    column = lists["F2:F7"].split("$")[1]
    assert [cell.value for cell in words[column] if cell.value] == [
        *("närvarande", "kallad", "anmält förhinder", "frånvarande", "okänd")
    ]
    assert [cell.value for cell in book["Möten"]["B"]][:2] == ["Benämning", MEETING]


def test_no_id_checksum_or_line_is_in_sight(book):
    shown = {
        str(cell.value)
        for sheet in book.book
        if sheet.sheet_state == "visible"
        for line in sheet.iter_rows(min_col=2)
        for cell in line
        if cell.value is not None
    }
    assert not any(f"{COUNCIL}-" in text for text in shown)
    assert not any(re.fullmatch("[0-9a-f]{64}", text) for text in shown)


@pytest.mark.parametrize(
    "start", ["=", "+", "-", "@", "\t=", "=HYPERLINK(", "{=", "_x0041_", "'=", "x" * 40_000]
)
def test_what_looks_like_a_formula_or_is_too_long_is_text_there_and_comes_back_as_it_was(
    base, records, tmp_path, start
):
    book, text = Book(base / "bok.xlsx"), f"{start}1+1"
    path = records / COUNCIL / "decisions.csv"
    path.write_text(path.read_text("utf-8").replace("Rådet går runt i maj.", text), "utf-8")
    made = edit(records, tmp_path / "bok.xlsx")
    book = Book(made)
    assert book.cell("Beslut", 2, "Beslut").data_type == "s"
    assert plan(made, records).changes == []


def test_the_same_records_give_the_same_bytes(base, records, tmp_path):
    assert edit(records, tmp_path / "en.xlsx").read_bytes() == (base / "bok.xlsx").read_bytes()


# --- and back ---


@pytest.mark.parametrize("source", ["demo/records", "lobra_data/records"])
def test_an_untouched_workbook_leaves_every_byte(tmp_path, source):
    root = shutil.copytree(ROOT / source, tmp_path / "records")
    before = contents(root)
    for council in files.Records(root).councils:
        made = lobra(
            "edit", "bok.xlsx", "--force", "--council", council, "--data", root, cwd=tmp_path
        )
        assert made.status == 0, made.err
        run = lobra("save", "bok.xlsx", "--yes", "--data", root, cwd=tmp_path)
        assert (run.status, run.out) == (0, "Inget är ändrat i arbetsboken.\n")
    assert contents(root) == before


def test_a_meeting_by_hand_costs_one_row_and_one_for_each_thing_of_it(base):
    records = base / "grund" / "records"
    assert rows(records, "meetings") == [
        {
            "meeting_id": "bjorkdala-2026-03-05",
            "council_id": COUNCIL,
            "forum_id": "bjorkdala-rad",
            "held_on": "2026-03-05",
            **dict.fromkeys(("held_earliest", "held_latest", "starts_at", "ends_at"), ""),
            "date_basis": "Angivet av den som förde in mötet för hand.",
            "place": "Kommunhuset",
            **dict.fromkeys(("chair_role", "secretary_role"), ""),
            "document_id": "bjorkdala-infort-for-hand-2026-03-05",
            "line": "2",
            "is_sensitive": "no",
            "is_reviewed": "yes",
        }
    ]
    (decision,) = rows(records, "decisions")
    assert decision == {
        "decision_id": "bjorkdala-decisions-1",
        "council_id": COUNCIL,
        "meeting_id": "bjorkdala-2026-03-05",
        "item_id": "bjorkdala-agenda-items-2",
        "text": "Rådet går runt i maj.",
        "document_id": "bjorkdala-infort-for-hand-2026-03-05",
        "line": "7",
        "is_sensitive": "no",
        "is_reviewed": "yes",
    }
    assert [(row["role"], row["line"]) for row in rows(records, "attendance")] == [
        *(("Kommunpolis", "3"), ("Säkerhetschef", "4"))
    ]
    assert [(row["position"], row["level"]) for row in rows(records, "agenda_items")] == [
        *(("1", "1"), ("2", "1"))
    ]


def test_what_was_entered_by_hand_leads_to_a_line_that_says_it(base):
    records = base / "grund" / "records"
    (decision,) = rows(records, "decisions")
    document = next(
        row for row in rows(records, "documents") if row["document_id"] == decision["document_id"]
    )
    text = (records / COUNCIL / "dokument" / document["file_name"]).read_text("utf-8")
    said = text.splitlines()[int(decision["line"]) - 1]
    assert said == f"Beslut: Möte: {MEETING}; Punkt: {ITEM}; Beslut: Rådet går runt i maj."
    assert document["title"] == "Mötet 5 mars 2026, infört för hand"


def test_no_name_of_a_person_stands_in_the_text_of_what_was_entered_by_hand(
    book, records, tmp_path
):
    book.put("Personer", 2, Namn="Signhild Vassbäck", Roll="Kommunpolis")
    book.put("Närvaro", 2, Person="Signhild Vassbäck · Kommunpolis")
    save(book.save(tmp_path / "b.xlsx"), records)
    assert [row["person_id"] for row in rows(records, "attendance")] == ["bjorkdala-people-1", ""]
    texts = [path.read_text("utf-8") for path in (records / COUNCIL / "dokument").iterdir()]
    assert len(texts) == 2
    assert not any("Vassbäck" in text for text in texts)
    assert any("Personer: Roll: Kommunpolis" in text for text in texts)


def test_one_changed_cell_changes_that_and_nothing_else(book, records, tmp_path):
    book.put("Beslut", 2, Beslut="Rådet går runt i juni.")
    made = save(book.save(tmp_path / "b.xlsx"), records)
    assert made.changes == [
        "Beslut",
        f"  ~ {ITEM} · Rådet går runt i maj.",
        '      Beslut: "Rådet går runt i maj." → "Rådet går runt i juni."',
    ]
    assert made.counts["Beslut"] == (0, 1, 0)
    assert [row["text"] for row in rows(records, "decisions")] == ["Rådet går runt i juni."]
    assert sorted(path.name for path in made.files) == [
        *("decisions.csv", "documents.csv", "infort-for-hand-2026-03-05.txt")
    ]


def test_a_removed_row_is_removed_and_its_id_is_not_given_again(book, records, tmp_path):
    book["Närvaro"].delete_rows(2)
    book.put("Närvaro", 3, Möte=MEETING, Roll="Fritidschef", Närvaro="kallad")
    made = save(book.save(tmp_path / "b.xlsx"), records)
    assert made.counts["Närvaro"] == (1, 0, 1)
    assert [(row["attendance_id"], row["role"]) for row in rows(records, "attendance")] == [
        *(("bjorkdala-attendance-2", "Säkerhetschef"), ("bjorkdala-attendance-3", "Fritidschef"))
    ]


def test_rows_that_came_into_the_records_since_stay(book, records, tmp_path):
    path = records / COUNCIL / "organisations.csv"
    extra = path.read_text("utf-8").splitlines()[1].replace("organisations-1", "org-x")
    path.write_text(path.read_text("utf-8") + extra.replace("Polisen", "Skolan") + "\n", "utf-8")
    book.put("Organisationer", 2, Kort_namn="Pol")
    save(book.save(tmp_path / "b.xlsx"), records)
    assert [(row["name"], row["short_name"]) for row in rows(records, "organisations")] == [
        *(("Polisen", "Pol"), ("Skolan", ""))
    ]


@pytest.mark.slow
def test_a_cell_changed_in_libreoffice_is_the_only_difference(base, records, tmp_path):
    soffice = shutil.which("soffice")
    if not (soffice and shutil.which("localc")):
        pytest.skip("LibreOffice Calc is not installed here")
    cell = "D2"
    assert load_workbook(base / "bok.xlsx")["Beslut"][cell].value == "Rådet går runt i maj."
    path = changed_in_libreoffice(
        soffice, base / "bok.xlsx", tmp_path, "Beslut", cell, "Rådet går runt i juni."
    )
    before = {name: rows(records, name) for name in layout.ORDER}
    made = save(path, records)
    after = {name: rows(records, name) for name in layout.ORDER}
    before["decisions"][0]["text"] = "Rådet går runt i juni."
    assert made.changes[:3] == [
        "Beslut",
        f"  ~ {ITEM} · Rådet går runt i maj.",
        '      Beslut: "Rådet går runt i maj." → "Rådet går runt i juni."',
    ]
    assert after | {"documents": []} == before | {"documents": []}


def test_a_row_is_named_among_those_of_its_own_council(tmp_path):
    root = shutil.copytree(ROOT / "lobra_data" / "records", tmp_path / "records")
    labels = layout.Labels(differences.all_rows(files.Records(root)))
    doubled = [one for one in labels.of("organisations").values() if one.endswith(" (2)")]
    assert doubled == []
    assert len(set(labels.of("organisations").values())) < len(labels.of("organisations"))


def test_a_meeting_of_another_forum_is_named_with_it(book, records, tmp_path):
    book.put("Forum", 3, Namn="Platssamverkan", Slag="platssamverkan")
    book.put("Möten", 3, Mötesdag="2026-03-05", Forum="Platssamverkan")
    book.put("Punkter", 4, Möte="2026-03-05 · Platssamverkan", Titel="Torget")
    save(book.save(tmp_path / "b.xlsx"), records)
    assert [row["meeting_id"] for row in rows(records, "agenda_items")] == [
        *("bjorkdala-2026-03-05", "bjorkdala-2026-03-05", "bjorkdala-2026-03-05-1")
    ]
    made = Book(edit(records, tmp_path / "igen.xlsx"))
    assert [made.cell("Möten", line, "Benämning").value for line in (2, 3)] == [
        *(MEETING, f"{MEETING} · Platssamverkan")
    ]


# --- what Excel and people do that changes nothing, or what was meant ---


def sort(book):
    first, second = ([cell.value for cell in book["Närvaro"][line]] for line in (2, 3))
    for line, values in ((2, second), (3, first)):
        for n, value in enumerate(values, start=1):
            book["Närvaro"].cell(line, n).value = value


def decompose(book):
    for line in book["Möten"].iter_rows():
        for cell in line:
            if isinstance(cell.value, str) and cell.data_type == "s":
                cell.value = unicodedata.normalize("NFD", cell.value)


UNCHANGED = {
    "sorted rows": sort,
    "the letters of a Mac": decompose,
    "no-break spaces": lambda b: b.put("Beslut", 2, Beslut="Rådet\u00a0går runt i maj. "),
    "a row above the headings": lambda b: b["Beslut"].insert_rows(1),
    "a column moved to the end": lambda b: (
        b["Möten"].move_range("J1:J6", cols=10),
        b["Möten"].delete_cols(10),
    ),
    "a day written out": lambda b: b.put("Möten", 2, Mötesdag="5 mars 2026"),
    "a day with slack zeros": lambda b: b.put("Möten", 2, Mötesdag="2026-3-5"),
    "yes in other letters": lambda b: b.put("Möten", 2, Granskad="JA"),
    "TRUE and FALSE": lambda b: b.put("Möten", 2, Granskad=True, Känslig=False),
    "a number as text": lambda b: b.put("Punkter", 2, Ordning="1"),
    "a filter and another active sheet": lambda b: setattr(b.book, "active", 3),
    "an empty row between": lambda b: b["Närvaro"].insert_rows(3),
    "a sheet moved": lambda b: b.book.move_sheet("Beslut", 5),
}


@pytest.mark.parametrize("does", UNCHANGED.values(), ids=UNCHANGED)
def test_what_excel_does_by_itself_changes_nothing(book, records, tmp_path, does):
    does(book)
    found = plan(book.save(tmp_path / "b.xlsx"), records)
    assert (found.problems, found.changes, found.files) == ([], [], {})


MEANT = {
    "a clock as Excel keeps it": (dict(Börjar=dt.time(9, 30)), {"starts_at": "09:30"}),
    "a clock with a point": (dict(Börjar="9.30"), {"starts_at": "09:30"}),
    "a day as text": (dict(Mötesdag="2026-3-7"), {"held_on": "2026-03-07"}),
    "a cell that was emptied": (dict(Plats=None), {"place": ""}),
    "spaces only": (dict(Plats="  \u00a0"), {"place": ""}),
    "two lines": (dict(Plats="Rum A\r\noch B"), {"place": "Rum A\noch B"}),
    "a number where text belongs": (dict(Plats=12), {"place": "12"}),
}


@pytest.mark.parametrize(("values", "wanted"), MEANT.values(), ids=MEANT)
def test_what_a_person_meant_is_written_as_the_records_write_it(
    book, records, tmp_path, values, wanted
):
    before = rows(records, "meetings")
    book.put("Möten", 2, **values)
    save(book.save(tmp_path / "b.xlsx"), records)
    assert rows(records, "meetings") == [before[0] | wanted]


def test_a_copied_row_that_was_changed_is_a_new_one(book, records, tmp_path):
    for n in range(1, 9):
        book["Närvaro"].cell(4, n).value = book["Närvaro"].cell(3, n).value
    book.put("Närvaro", 4, Roll="Skolchef")
    save(book.save(tmp_path / "b.xlsx"), records)
    assert [(row["attendance_id"][-1], row["role"]) for row in rows(records, "attendance")] == [
        *(("1", "Kommunpolis"), ("2", "Säkerhetschef"), ("3", "Skolchef"))
    ]


@pytest.mark.parametrize(
    ("does", "note"),
    [
        (
            lambda b: b["Möten"].cell(1, 20, "Mina tankar"),
            'Möten: kolumnen "Mina tankar" läses inte.',
        ),
        (lambda b: b["Möten"].cell(2, 20, "x"), "Möten: kolumn T saknar rubrik och läses inte."),
        (lambda b: b.book.create_sheet("Anteckningar"), 'Bladet "Anteckningar" läses inte.'),
    ],
)
def test_what_is_not_read_is_told(book, records, tmp_path, does, note):
    does(book)
    found = plan(book.save(tmp_path / "b.xlsx"), records)
    assert (found.notes, found.problems, found.changes) == ([note], [], [])
