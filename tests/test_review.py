"""The review without a browser: its functions, its board, its notebook."""

from __future__ import annotations

import csv
import hashlib
import os
import subprocess
import sys

import ipywidgets as widgets
import nbformat
import pytest
from conftest import ROOT
from seen import change

from lobra import review
from lobra.privacy import rules as privacy_rules
from lobra.reading import drafts, reader
from lobra.reading.drafts import remembered
from lobra.review import board
from lobra_data import files, saving
from lobra_data.errors import LobraError

DOCUMENTS = ROOT / "demo" / "documents"
MINUTES = "protokoll-2024-05-16.md"
DOCUMENT = "exempelkoping-doc-2024-05-16"
MEETING = "exempelkoping-2024-05-16"


@pytest.fixture
def folder(tmp_path):
    """Records with the drafts of one document, and one doubt about one of its rows."""
    folder = tmp_path / "register"
    reading = reader.read_file(DOCUMENTS / MINUTES)
    reading.review = []
    reading.doubt("decisions", "Är det ett beslut?", 97)
    reading.doubt("document", "Sidan 3 saknar text.")
    drafts.write(reading, DOCUMENTS / MINUTES, folder, "exempelkoping")
    return folder


def row(folder, table, **values):
    path = folder / "exempelkoping" / f"{table}.csv"
    with path.open(encoding="utf-8", newline="") as file:
        (found,) = (
            one for one in csv.DictReader(file) if all(one[k] == v for k, v in values.items())
        )
    return found


def others(folder, table, key):
    """The lines of a table's file but the row with this key."""
    content = (folder / "exempelkoping" / f"{table}.csv").read_bytes()
    return [line for line in content.split(b"\n") if not line.startswith(key.encode() + b",")]


def test_only_documents_with_something_to_review_are_offered(folder):
    assert review.documents(folder) == {DOCUMENT: "Protokoll 2024-05-16 (exempelkoping)"}
    assert review.documents(files.SHIPPED) == {}


def test_rows_with_doubts_come_first_with_their_doubts(folder):
    first, second, *_ = review.drafts(DOCUMENT, folder)
    assert (first.table, first.line, first.doubts) == ("decisions", 97, ("Är det ett beslut?",))
    assert second.doubts == ()


def test_a_doubt_about_no_row_is_told_apart(folder):
    assert review.loose_doubts(DOCUMENT, folder) == [
        "Sidan 3 saknar text.",
        "Det står hur åtgärder går, men ingen åtgärdsplan är införd för den tiden.",
    ]


def test_accepting_changes_the_mark_of_one_row_and_nothing_else(folder):
    key = f"{MEETING}-b1"
    before, rest = row(folder, "decisions", decision_id=key), others(folder, "decisions", key)
    assert str(review.progress(DOCUMENT, folder)).startswith("0 av ")
    review.accept("decisions", key, folder)
    assert row(folder, "decisions", decision_id=key) == before | {"is_reviewed": "yes"}
    assert others(folder, "decisions", key) == rest
    assert review.progress(DOCUMENT, folder).n_reviewed == 1


def test_a_correction_is_written_and_reviewed(folder):
    key = f"{MEETING}-b1"
    changes = {"text": "Fyra  vandringar\nska göras.", "is_sensitive": "yes"}
    review.correct("decisions", key, changes, folder)
    after = row(folder, "decisions", decision_id=key)
    assert (after["text"], after["is_sensitive"]) == ("Fyra vandringar ska göras.", "yes")
    assert after["is_reviewed"] == "yes"


@pytest.mark.parametrize(
    ("table", "key", "changes", "message"),
    [
        ("statements", "s001", {"theme": "fotboll"}, "theme: .fotboll. är inte tillåtet"),
        ("statements", "s001", {"text": ""}, "text: värdet saknas"),
        ("assignments", "u1", {"due_on": "2024-13-01"}, "due_on: .2024-13-01. är inget datum"),
        ("statements", "s001", {"item_id": "borta"}, "item_id: .borta. finns inte i agenda_items"),
        ("statements", "s001", {"line": "900"}, "line: .900. finns inte i dokumentet"),
        ("statements", "s001", {"document_id": "x"}, "document_id kan inte ändras"),
        ("statements", "s001", {"is_reviewed": "yes"}, "is_reviewed kan inte ändras"),
        ("statements", "s999", {"text": "Ny"}, "finns inte i statements.csv"),
    ],
)
def test_a_wrong_value_is_refused_and_nothing_is_written(folder, table, key, changes, message):
    path = folder / "exempelkoping" / f"{table}.csv"
    before = path.read_bytes()
    with pytest.raises(LobraError, match=message):
        review.correct(table, f"{MEETING}-{key}", changes, folder)
    assert path.read_bytes() == before


def test_removing_a_statement_takes_its_proposed_follow_ups_with_it(folder):
    plan = DOCUMENTS / "atgardsplan-2023-2024.md"
    drafts.write(reader.read_file(plan), plan, folder, "exempelkoping")
    drafts.write(reader.read_file(DOCUMENTS / MINUTES), DOCUMENTS / MINUTES, folder)
    said = row(folder, "statements", line="69")["statement_id"]
    assert row(folder, "follow_ups", statement_id=said)
    review.remove("statements", said, folder)
    assert said.encode() not in (folder / "exempelkoping" / "statements.csv").read_bytes()
    assert said.encode() not in (folder / "exempelkoping" / "follow_ups.csv").read_bytes()
    assert privacy_rules.check(files.find(folder)) == []


def texts_of_document_and_council(folder):
    change(folder, "exempelkoping", "documents", DOCUMENT, file_name="Nora Ramseles protokoll.md")
    change(folder, "exempelkoping", "councils", "exempelkoping", note="Ring Nora Ramsele.")
    return [
        one for one in review.drafts(DOCUMENT, folder) if one.table in ("documents", "councils")
    ]


def test_a_document_and_a_council_are_on_the_board_while_a_text_of_theirs_waits(folder):
    review.accept("councils", "exempelkoping", folder)  # the district's name, which nobody knew yet
    n = review.progress(DOCUMENT, folder).n_rows
    council, document = texts_of_document_and_council(folder)
    said = [(one.words, one.kind) for one in council.cues["note"]]
    assert said == [("Nora", "kan vara ett namn"), ("Ramsele", "kan vara ett namn")]
    assert (document.key, document.line, [*document.cues]) == (DOCUMENT, 0, ["file_name"])
    assert review.progress(DOCUMENT, folder).n_rows == n + 2
    review.accept("documents", DOCUMENT, folder)
    review.correct("councils", "exempelkoping", {"note": "Ring växeln."}, folder)
    assert {"documents", "councils"} & {
        one.table for one in review.drafts(DOCUMENT, folder)
    } == set()
    assert (
        row(folder, "documents", document_id=DOCUMENT)["file_name"] == "Nora Ramseles protokoll.md"
    )
    assert row(folder, "councils", council_id="exempelkoping")["note"] == "Ring växeln."
    assert privacy_rules.check(files.find(folder)) == []


def test_of_a_document_only_its_texts_can_be_changed_and_it_is_not_removed(folder):
    texts_of_document_and_council(folder)
    with pytest.raises(LobraError, match="sha256 kan inte ändras"):
        review.correct("documents", DOCUMENT, {"sha256": "0" * 64}, folder)
    with pytest.raises(LobraError, match="raden är granskad"):
        review.remove("documents", DOCUMENT, folder)


def test_a_row_that_others_need_can_not_be_removed(folder):
    with pytest.raises(LobraError, match=f"{MEETING}-p9: 3 rader hör till den"):
        review.remove("agenda_items", f"{MEETING}-p9", folder)
    assert row(folder, "agenda_items", item_id=f"{MEETING}-p9")


def test_a_removed_organisation_leaves_its_people_and_attendance_without_it(folder):
    key = "exempelkoping-org-socialforvaltningen"
    review.remove("organisations", key, folder)
    assert row(folder, "attendance", line="20")["organisation_id"] == ""
    assert row(folder, "people", line="20")["organisation_id"] == ""
    assert privacy_rules.check(files.find(folder)) == []


def test_a_reviewed_row_is_not_removed_by_a_click(folder):
    review.accept("decisions", f"{MEETING}-b1", folder)
    with pytest.raises(LobraError, match="raden är granskad"):
        review.remove("decisions", f"{MEETING}-b1", folder)


def test_all_rows_of_a_table_without_doubt_or_marked_words_are_accepted_at_once(folder):
    assert review.accept_all(DOCUMENT, "decisions", folder) == 1
    left = [one for one in review.drafts(DOCUMENT, folder) if one.table == "decisions"]
    assert [(one.line, list(one.cues)) for one in left] == [(97, []), (99, ["text"])]


DECISION = f"{MEETING}-b3"


def cleared(folder):
    path = folder / "exempelkoping" / "clearances.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return {one["text_hash"]: one["decided_by_role"] for one in csv.DictReader(file)}


def hash_of(text):
    return hashlib.sha256(text.encode()).hexdigest()


def test_accepting_a_row_clears_its_texts_and_no_others(folder):
    text = row(folder, "decisions", decision_id=DECISION)["text"]
    review.accept("decisions", DECISION, folder, "strateg")
    assert cleared(folder) == {hash_of(text): "strateg"}
    review.accept("decisions", f"{MEETING}-b2", folder)  # has nothing that may name anybody
    assert cleared(folder) == {hash_of(text): "strateg"}


def test_a_text_that_is_changed_on_the_board_waits_with_its_own_words_marked(folder):
    review.correct("decisions", DECISION, {"text": "Ring Oskar om torget."}, folder)
    assert cleared(folder) == {}
    (draft,) = [one for one in review.drafts(DOCUMENT, folder) if one.key == DECISION]
    assert [cue.words for cue in draft.cues["text"]] == ["Oskar"]
    review.accept("decisions", DECISION, folder)
    assert cleared(folder) == {hash_of("Ring Oskar om torget."): "granskare"}
    assert DECISION not in [one.key for one in review.drafts(DOCUMENT, folder)]


def test_a_text_that_is_changed_in_the_file_waits_again_and_is_not_reviewed(folder):
    review.accept("decisions", DECISION, folder)
    before = review.progress(DOCUMENT, folder).n_reviewed
    path = folder / "exempelkoping" / "decisions.csv"
    path.write_text(path.read_text("utf-8").replace("Resecentrum", "Nora Ramsele"), "utf-8")
    assert DECISION in [one.key for one in review.drafts(DOCUMENT, folder)]
    assert review.progress(DOCUMENT, folder).n_reviewed == before - 1
    assert DOCUMENT in review.documents(folder)


def test_a_row_that_was_changed_after_it_was_shown_is_not_accepted(folder):
    (draft,) = [one for one in review.drafts(DOCUMENT, folder) if one.key == DECISION]
    review.correct("decisions", DECISION, {"text": "Nora Ramsele ringer."}, folder)
    with pytest.raises(LobraError, match=f"{DECISION}: raden har ändrats sedan den visades"):
        review.accept("decisions", DECISION, folder, seen=draft.values)
    assert cleared(folder) == {}


def test_row_and_clearance_are_saved_together_or_not_at_all(folder, monkeypatch):
    before = {p: p.read_bytes() for p in (folder / "exempelkoping").glob("*.csv")}
    write = saving._write

    def full(path, data):
        if path.name == ".clearances.csv.ny":
            raise OSError(28, "No space left")
        write(path, data)

    monkeypatch.setattr(saving, "_write", full)
    with pytest.raises(LobraError, match="gick inte att skriva"):
        review.accept("decisions", DECISION, folder)
    assert {p: p.read_bytes() for p in before} == before


def test_the_source_is_shown_only_when_it_is_the_file_that_was_read(folder, tmp_path):
    shown = review.source_lines(DOCUMENT, 97, DOCUMENTS, folder)
    assert [n for n, _ in shown] == list(range(93, 102))
    assert "uppmärksamma bedrägerier" in dict(shown)[97]
    (tmp_path / MINUTES).write_text("En annan fil\n" * 200, "utf-8")
    assert review.source_lines(DOCUMENT, 97, tmp_path, folder) == []
    assert review.source_lines(DOCUMENT, 97, None, folder) == []


@pytest.fixture
def shown(folder):
    return board._Board(folder, str(DOCUMENTS))


def test_the_board_shows_source_and_draft_side_by_side(shown):
    assert shown.list.options[0][0].startswith("? Beslut, rad 97: Rådet beslutar")
    assert 'class="own"' in shown.source.value
    assert "uppmärksamma bedrägerier mot äldre" in shown.source.value
    assert "uppmärksamma bedrägerier mot äldre" in shown.fields["text"].value
    assert "Är det ett beslut?" in shown.form.children[0].value
    assert "Sidan 3 saknar text." in shown.doubts.value


def test_choices_are_drop_downs_with_swedish_words(shown):
    shown.list.value = next(n for n, one in enumerate(shown.waiting) if one.table == "statements")
    theme = shown.fields["theme"]
    assert isinstance(theme, widgets.Dropdown)
    assert ("narkotika", "narcotics") in [(label.lower(), value) for label, value in theme.options]
    assert shown.fields["is_sensitive"].options == (("ja", "yes"), ("nej", "no"))
    assert {key.rsplit("-p", 1)[0] for _, key in shown.fields["item_id"].options} == {MEETING}


def test_the_words_that_may_name_somebody_are_marked_with_what_they_may_be(shown, folder):
    path = folder / "exempelkoping" / "decisions.csv"
    path.write_text(path.read_text("utf-8").replace("Resecentrum", "<b>Oskar"), "utf-8")
    shown._document_changed()
    shown.list.value = next(n for n, one in enumerate(shown.waiting) if one.key == DECISION)
    head = shown.form.children[0].value
    assert "<mark>Oskar</mark><small> (kan vara ett namn)</small>" in head
    assert "<mark>&lt;b&gt;</mark><small> (märkning eller kod)</small>" in head
    assert "Godkänner du raden får texten med det markerade publiceras." in head
    shown.role.value = "strateg"
    shown.buttons["Godkänn"].click()
    assert set(cleared(folder).values()) == {"strateg"}


def test_accept_goes_on_to_the_next_row(shown, folder):
    total = review.progress(DOCUMENT, folder).n_rows
    shown.buttons["Godkänn"].click()
    assert f"1 av {total} granskade" in shown.progress.value
    assert shown.list.options[0][0].startswith("Råd, rad 1")
    assert row(folder, "decisions", line="97")["is_reviewed"] == "yes"


def test_a_saved_change_is_what_the_fields_say(shown, folder):
    shown.fields["text"].value = "Bedrägerier mot äldre tas upp i sommarnumret."
    shown.buttons["Spara ändring"].click()
    assert "Ändringen är sparad" in shown.message.value
    assert row(folder, "decisions", line="97")["text"].startswith("Bedrägerier mot äldre tas upp")


def test_a_saved_change_with_words_that_may_name_somebody_stays_to_be_read(shown):
    shown.fields["text"].value = "Nora Ramsele svarar."
    shown.buttons["Spara ändring"].click()
    assert "Läs det som är markerat i texten och godkänn." in shown.message.value
    assert shown.draft.values["text"] == "Nora Ramsele svarar."
    shown.buttons["Godkänn"].click()
    assert "Nora Ramsele svarar." not in [one.values.get("text") for one in shown.waiting]


def test_an_error_is_shown_and_the_row_stays(shown, folder):
    shown.fields["text"].value = ""
    shown.buttons["Spara ändring"].click()
    assert "text: värdet saknas" in shown.message.value
    assert shown.draft.line == 97
    assert row(folder, "decisions", line="97")["is_reviewed"] == "no"


def test_remove_and_next_and_accept_all(shown, folder):
    shown.buttons["Ta bort"].click()
    assert "Borttagen" in shown.message.value
    first = shown.list.value
    shown.buttons["Nästa"].click()
    assert shown.list.value == first + 1
    shown.buttons["Godkänn alla i tabellen utan tvivel"].click()
    assert "godkända i tabellen Organisationer" in shown.message.value
    left = [one for one in shown.waiting if one.table == "organisations"]
    assert left and all(one.cues for one in left)


def test_what_the_document_says_is_shown_as_text(shown, tmp_path):
    shown.folder.value = str(tmp_path)
    assert "Rad 97 i dokumentet" in shown.source.value
    assert board._short(shown.draft).startswith("? Beslut")


def test_the_board_says_when_nothing_waits():
    empty = board._Board(files.SHIPPED, None)
    assert "Inget väntar på granskning." in empty.progress.value
    empty.buttons["Godkänn"].click()
    assert "Inget utkast är valt." in empty.message.value


def test_a_broken_file_of_doubts_says_what_to_do(folder):
    remembered.doubts_path(folder, DOCUMENT).write_text("{", "utf-8")
    with pytest.raises(LobraError, match="Ta bort den och läs dokumentet igen"):
        review.drafts(DOCUMENT, folder)


@pytest.mark.slow
def test_the_notebook_shows_the_board_from_top_to_bottom(folder, tmp_path):
    notebook = ROOT / "notebooks" / "granska.ipynb"
    command = "nbconvert --to notebook --execute --output-dir".split()
    done = subprocess.run(
        [sys.executable, "-m", *command, tmp_path, notebook],
        capture_output=True,
        text=True,
        check=False,
        env=os.environ | {"LOBRA_DATA": str(folder)},
    )
    assert done.returncode == 0, done.stderr
    executed = nbformat.read(tmp_path / "granska.ipynb", as_version=4)
    outputs = [out for cell in executed.cells for out in cell.get("outputs", [])]
    assert not [out for out in outputs if out.output_type in ("error", "stream")]
    assert [o for o in outputs if "application/vnd.jupyter.widget-view+json" in o.get("data", {})]
    assert "Protokoll 2024-05-16" in outputs[-1].data["text/plain"]


def test_what_waits_is_counted_by_document(folder):
    before = review.waiting(folder)
    (title,) = before.index
    assert title == "Protokoll 2024-05-16 (exempelkoping)"
    draft = review.drafts(DOCUMENT, folder)[0]
    review.accept(draft.table, draft.key, folder)
    change = review.waiting(folder).loc[title] - before.loc[title]
    assert change.to_dict() == {"Väntar": -1, "Granskade": 1}
