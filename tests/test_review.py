"""The review without a browser: its functions, its board, its notebook."""

from __future__ import annotations

import csv
import datetime as dt
import hashlib
import html
import re
import shutil

import ipywidgets as widgets
import pytest
from conftest import ROOT, executed
from seen import change

from lobra import review
from lobra.privacy import rules as privacy_rules
from lobra.reading import drafts, reader
from lobra.reading.drafts import remembered
from lobra.review import board
from lobra.start import folder as start
from lobra_data import files, saving
from lobra_data.errors import LobraError

DOCUMENTS = ROOT / "demo" / "documents"
MINUTES = "protokoll-2024-05-16.md"
DOCUMENT = "exempelkoping-doc-2024-05-16"
MEETING = "exempelkoping-2024-05-16"
NAME = "Exempelköpings lokala brottsförebyggande råd"


@pytest.fixture(scope="module")
def read(tmp_path_factory):
    """Records with the drafts of one document, and one doubt about one of its rows."""
    folder = tmp_path_factory.mktemp("read") / "register"
    reading = reader.read_file(DOCUMENTS / MINUTES)
    reading.review = []
    reading.doubt("decisions", "Är det ett beslut?", 97)
    reading.doubt("document", "Sidan 3 saknar text.")
    drafts.write(reading, DOCUMENTS / MINUTES, folder, "exempelkoping")
    change(folder, "exempelkoping", "councils", "exempelkoping", name=NAME, municipality="Solby")
    return folder


@pytest.fixture
def folder(read, tmp_path):
    """The same for one test to change."""
    return shutil.copytree(read, tmp_path / "register")


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


def test_rows_to_read_one_by_one_come_first_in_the_order_of_the_document(folder):
    found = review.drafts(DOCUMENT, folder)
    places = [(one.is_certain, one.line) for one in found]
    assert places == sorted(places)
    doubtful = [(one.table, one.line, one.doubts) for one in found if one.doubts]
    assert doubtful == [("decisions", 97, ("Är det ett beslut?",))]


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
        ("statements", "s001", {"theme": "fotboll"}, "Tema: .fotboll. är inte tillåtet"),
        ("statements", "s001", {"text": ""}, "Uppgift: värdet saknas"),
        (
            "assignments",
            "u1",
            {"due_on": "2024-13-01"},
            "Klart senast: .2024-13-01. är inget datum",
        ),
        ("statements", "s001", {"item_id": "borta"}, "Punkt: .borta. finns inte i Punkter"),
        ("statements", "s001", {"line": "900"}, "Rad: .900. finns inte i dokumentet"),
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
    document, council = texts_of_document_and_council(folder)
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
    """The board with the decision on line 97 chosen, which has a doubt."""
    opened = board.Board(folder, str(DOCUMENTS))
    show(opened, table="decisions", line="97")
    return opened


def press(shown, button):
    """Clicks a button; what the board says then."""
    shown.buttons[button].click()
    found = re.fullmatch(
        r'<p class="lobra-message" role="status">(.*)</p>', shown.message.value, re.S
    )
    return html.unescape(found[1]) if found else ""


def show(shown, **wanted):
    """Chooses the first row in the list that has these values."""
    n = next(
        n
        for n, one in enumerate(shown.waiting)
        if all(
            {"table": one.table, "key": one.key, **one.values}.get(k) == v
            for k, v in wanted.items()
        )
    )
    shown.list.value = n


BEFORE = "Rådet beslutar att uppmärksamma bedrägerier mot äldre i kommunens sommarnummer."
TYPED = "Bedrägerier mot äldre tas upp i sommarnumret."


def decision(folder):
    found = row(folder, "decisions", line="97")
    return found["text"], found["is_reviewed"]


def test_the_board_shows_source_and_draft_side_by_side(shown):
    assert shown.list.label == f"? Beslut, rad 97: {BEFORE[:80]}"
    assert f'<div class="own"><span class="number">97</span>{BEFORE}</div>' in shown.source.value
    assert shown.fields["text"].value == BEFORE
    assert "Är det ett beslut?" in shown.form.children[0].value
    assert "Sidan 3 saknar text." in shown.doubts.value


def test_choices_are_drop_downs_with_swedish_words(shown):
    show(shown, table="statements")
    theme = shown.fields["theme"]
    assert isinstance(theme, widgets.Dropdown)
    assert ("narkotika", "narcotics") in [(label.lower(), value) for label, value in theme.options]
    assert shown.fields["is_sensitive"].options == (("ja", "yes"), ("nej", "no"))
    assert {key.rsplit("-p", 1)[0] for _, key in shown.fields["item_id"].options} == {MEETING}
    assert "16 · " in dict(map(reversed, shown.fields["item_id"].options))[f"{MEETING}-p1"]


def test_the_words_that_may_name_somebody_are_marked_with_what_they_may_be(folder):
    path = folder / "exempelkoping" / "decisions.csv"
    path.write_text(path.read_text("utf-8").replace("Resecentrum", "<b>Oskar"), "utf-8")
    shown = board.Board(folder, None)
    show(shown, key=DECISION)
    head = shown.form.children[0].value
    assert "<mark>Oskar</mark><small> (kan vara ett namn)</small>" in head
    assert "<mark>&lt;b&gt;</mark><small> (märkning eller kod)</small>" in head
    assert "Godkänner du raden får texten med det markerade publiceras." in head
    shown.role.value = "strateg"
    press(shown, "Godkänn")
    assert set(cleared(folder).values()) == {"strateg"}


def test_a_proposed_status_is_shown_in_the_list_and_above_the_fields(folder):
    plan = DOCUMENTS / "atgardsplan-2023-2024.md"
    drafts.write(reader.read_file(plan), plan, folder, "exempelkoping")
    drafts.write(reader.read_file(DOCUMENTS / MINUTES), DOCUMENTS / MINUTES, folder)
    shown = board.Board(folder, None)
    shown.document.value = DOCUMENT
    said = row(folder, "statements", line="69")["statement_id"]
    show(shown, table="follow_ups", statement_id=said)
    (label,) = [k for k, v in shown.fields["status"].options if v == shown.fields["status"].value]
    assert shown.list.options[shown.list.value][0].endswith(f" → {label}")
    assert f"Föreslaget: Status <strong>{label}</strong>" in shown.form.children[0].value


def test_accept_goes_on_to_the_next_row(shown, folder):
    total = review.progress(DOCUMENT, folder).n_rows
    assert press(shown, "Godkänn") == f"Godkänd: {MEETING}-b2."
    assert f"{total - 1} kvar (1 av {total} granskade)" in shown.progress.value
    assert decision(folder) == (BEFORE, "yes")
    assert shown.draft.line != 97


def test_accept_saves_what_was_changed(shown, folder):
    shown.fields["text"].value = TYPED
    assert press(shown, "Godkänn") == f"Sparad och godkänd: {MEETING}-b2."
    assert decision(folder) == (TYPED, "yes")


def elsewhere(shown):
    other = next(n for n, one in enumerate(shown.waiting) if one.table == "attendance")
    shown.list.value = other


LEAVING = {
    "next": lambda shown: press(shown, "Nästa"),
    "the list": elsewhere,
    "the reviewed": lambda shown: setattr(shown.which, "value", "Granskade"),
    "undo": lambda shown: press(shown, "Ångra"),
    "all that is certain": lambda shown: press(shown, "Godkänn alla säkra"),
    "a new row": lambda shown: press(shown, "Lägg till rad"),
}


@pytest.mark.parametrize("way", [one for one in LEAVING if one != "undo"])
def test_whatever_is_done_next_an_edit_is_saved_and_waits_for_approval(shown, folder, way):
    shown.fields["text"].value = TYPED
    LEAVING[way](shown)
    assert decision(folder) == (TYPED, "no")


@pytest.mark.parametrize("way", [one for one in LEAVING if one != "undo"])
def test_an_edit_that_can_not_be_saved_stays_in_sight_with_what_is_wrong(shown, folder, way):
    shown.fields["text"].value = ""
    LEAVING[way](shown)
    assert "Beslut: värdet saknas. Fyll i beslut" in shown.message.value
    assert (shown.draft.line, shown.fields["text"].value) == (97, "")
    assert (shown.which.value, decision(folder)) == ("Kvar att granska", (BEFORE, "no"))


def test_an_edit_survives_a_change_of_document(folder):
    plan = DOCUMENTS / "atgardsplan-2023-2024.md"
    drafts.write(reader.read_file(plan), plan, folder, "exempelkoping")
    shown = board.Board(folder, None)
    shown.document.value = DOCUMENT
    show(shown, line="97")
    shown.fields["text"].value = TYPED
    shown.document.value = "exempelkoping-doc-atgardsplan-2023-2024"
    assert decision(folder) == (TYPED, "no")
    assert shown.draft.values["document_id"] == shown.document.value


def test_next_goes_through_the_list_and_begins_anew(shown):
    shown.list.value = len(shown.waiting) - 1
    press(shown, "Nästa")
    assert shown.list.value == 0
    press(shown, "Nästa")
    assert shown.list.value == 1


def test_a_removed_row_comes_back_with_what_was_typed_in_it(shown, folder):
    shown.fields["text"].value = TYPED
    assert press(shown, "Ta bort") == f"Borttagen: {MEETING}-b2. Ångra ger tillbaka den."
    assert b"-b2," not in (folder / "exempelkoping" / "decisions.csv").read_bytes()
    assert shown.buttons["Ångra"].description == f"Ångra: borttagningen av {MEETING}-b2"
    assert press(shown, "Ångra") == f"Ångrat: borttagningen av {MEETING}-b2."
    assert decision(folder) == (TYPED, "no")
    assert press(shown, "Ångra") == f"Ångrat: ändringen av {MEETING}-b2."
    assert decision(folder) == (BEFORE, "no")
    assert shown.buttons["Ångra"].disabled


def test_the_list_gets_the_keyboard_when_its_button_can_not_be_pressed_again(shown, monkeypatch):
    focused = []
    monkeypatch.setattr(widgets.Select, "focus", lambda one: focused.append(one.description))
    press(shown, "Godkänn")
    assert focused == []
    press(shown, "Ångra")
    assert (shown.buttons["Ångra"].disabled, focused) == (True, ["Rader"])


def test_a_choice_is_not_put_back_meanwhile_so_that_a_held_arrow_key_goes_on(shown):
    chosen = []
    shown.list.observe(lambda change: chosen.append(change["new"]), names="value")
    for n in (1, 2, 3):
        shown.list.value = n
    assert (chosen, shown.draft) == ([1, 2, 3], shown.waiting[3])


def test_undo_takes_back_step_by_step_to_the_very_bytes(shown, folder):
    before = {p: p.read_bytes() for p in (folder / "exempelkoping").glob("*.csv")}
    press(shown, "Godkänn")
    press(shown, "Godkänn alla säkra")
    press(shown, "Ta bort")
    for _ in range(3):
        press(shown, "Ångra")
    assert {p: p.read_bytes() for p in before} == before
    assert press(shown, "Ångra") == "Inget finns att ångra."


def test_undo_does_not_take_back_what_somebody_else_has_written_since(shown, folder):
    press(shown, "Godkänn")
    review.correct("decisions", f"{MEETING}-b1", {"text": "En annans ord."}, folder)
    said = "Registren har ändrats av någon annan sedan dess. Inget är ångrat."
    assert press(shown, "Ångra") == said
    assert row(folder, "decisions", decision_id=f"{MEETING}-b1")["text"] == "En annans ord."


def test_what_is_certain_is_accepted_together_and_the_rest_is_left(shown):
    n = sum(one.is_certain for one in shown.waiting)
    unsure = [(one.table, one.key) for one in shown.waiting if not one.is_certain]
    assert f"{n} säkra och {len(unsure)} att läsa en för en" in shown.progress.value
    assert press(shown, "Godkänn alla säkra") == f"{n} säkra rader är godkända."
    assert [(one.table, one.key) for one in shown.waiting] == unsure


def test_a_row_is_added_from_the_lines_that_are_chosen(shown, folder):
    shown.table.value, shown.lines.value = "statements", (57, 59)
    assert press(shown, "Lägg till rad") == (
        "Fyll i fälten och välj Godkänn. Ta bort lägger undan raden."
    )
    lines = (DOCUMENTS / MINUTES).read_text("utf-8").splitlines()
    assert shown.fields["text"].value == f"{lines[56]} {lines[58]}"
    assert "Tema: värdet saknas" in press(shown, "Godkänn")
    shown.fields["theme"].value, shown.fields["kind"].value = "violence", "situation"
    assert "Punkt: värdet saknas" in press(shown, "Nästa")
    shown.fields["item_id"].value = f"{MEETING}-p3"
    press(shown, "Godkänn")
    made = row(folder, "statements", text=f"{lines[56]} {lines[58]}")
    assert made == {
        "statement_id": "exempelkoping-statements-1",
        "council_id": "exempelkoping",
        "meeting_id": MEETING,
        "item_id": f"{MEETING}-p3",
        "kind": "situation",
        "theme": "violence",
        "place": "",
        "text": f"{lines[56]} {lines[58]}",
        "document_id": DOCUMENT,
        "line": "57",
        "is_sensitive": "no",
        "is_reviewed": "yes",
    }
    press(shown, "Ångra")
    assert b"statements-1" not in (folder / "exempelkoping" / "statements.csv").read_bytes()


def test_a_new_row_that_is_put_away_leaves_nothing(shown, folder):
    before = (folder / "exempelkoping" / "decisions.csv").read_bytes()
    press(shown, "Lägg till rad")
    assert press(shown, "Ta bort") == "Den nya raden är lagd undan."
    assert (folder / "exempelkoping" / "decisions.csv").read_bytes() == before
    assert shown.draft.line == 97


def test_a_priority_and_an_assessment_are_entered_on_the_board(folder):
    plan = DOCUMENTS / "atgardsplan-2023-2024.md"
    drafts.write(reader.read_file(plan), plan, folder, "exempelkoping")
    shown = board.Board(folder, str(DOCUMENTS))
    shown.document.value, shown.table.value = DOCUMENT, "priorities"
    press(shown, "Lägg till rad")
    given = {"year": "2024", "name": "Trygghet i centrum", "kind": "crime", "line": "1"}
    given["kind"] = shown.fields["kind"].options[-1][1]
    for name, value in given.items():
        shown.fields[name].value = value
    assert press(shown, "Godkänn") == "Sparad och godkänd: exempelkoping-priorities-1."
    assert row(folder, "priorities")["name"] == "Trygghet i centrum"
    shown.table.value = "assessments"
    press(shown, "Lägg till rad")
    measure = shown.fields["measure_id"].options[1][1]
    given = {"measure_id": measure, "year": "2024", "fulfilment": "partial"}
    given |= {"ground": "Planen är följd.", "decided_on": "2024-12-05", "decided_by_role": "rådet"}
    for name, value in given.items():
        shown.fields[name].value = value
    assert press(shown, "Godkänn") == "Sparad och godkänd: exempelkoping-assessments-1."
    found = row(folder, "assessments")
    assert {name: found[name] for name in given} == given
    assert (found["document_id"], found["line"], found["is_reviewed"]) == ("", "", "yes")


def test_a_new_council_waits_until_its_name_and_municipality_are_entered(folder):
    change(folder, "exempelkoping", "councils", "exempelkoping", name="Solby", municipality="okänd")
    shown = board.Board(folder, None)
    show(shown, table="councils")
    assert shown.draft.doubts == (
        "Rådets fulla namn saknas, till exempel Björkdala lokala brottsförebyggande råd. "
        "Skriv dit det.",
        "Kommunen är inte ifylld. Skriv dit den.",
    )
    shown.fields["name"].value, shown.fields["municipality"].value = NAME, "Solby"
    press(shown, "Godkänn")
    press(shown, "Godkänn")  # now that the names are seen with their words marked
    found = row(folder, "councils")
    assert (found["name"], found["municipality"]) == (NAME, "Solby")
    assert "councils" not in [one.table for one in shown.waiting]


def test_a_reviewed_row_is_found_changed_and_opened_again(shown, folder):
    press(shown, "Godkänn")
    shown.which.value = "Granskade"
    show(shown, line="97")
    shown.fields["text"].value = TYPED
    press(shown, "Godkänn")
    assert decision(folder) == (TYPED, "yes")
    show(shown, line="97")
    assert press(shown, "Öppna igen") == f"{MEETING}-b2 väntar på granskning igen."
    assert decision(folder) == (TYPED, "no")
    shown.which.value = "Kvar att granska"
    assert "decisions" in [one.table for one in shown.waiting if one.line == 97]


def test_an_edit_of_a_row_that_somebody_else_has_changed_is_not_written_over_it(shown, folder):
    review.keep("decisions", f"{MEETING}-b2", {"text": "En annans ord."}, folder)
    shown.fields["text"].value = TYPED
    assert "raden har ändrats sedan den visades" in press(shown, "Godkänn")
    assert decision(folder) == ("En annans ord.", "no")


def test_a_changed_text_with_words_that_may_name_somebody_stays_to_be_read(shown):
    shown.fields["text"].value = "Nora Ramsele svarar."
    assert press(shown, "Godkänn") == (
        f"Sparad: {MEETING}-b2. Läs det som är markerat i raden och godkänn igen."
    )
    assert shown.draft.values["text"] == "Nora Ramsele svarar."
    press(shown, "Godkänn")
    assert "Nora Ramsele svarar." not in [one.values.get("text") for one in shown.waiting]


def test_a_document_without_its_file_says_how_its_lines_are_shown(shown, tmp_path):
    shown.folder.value = str(tmp_path)
    assert "Rad 97 i dokumentet. Ange mappen med dokumentet" in shown.source.value
    assert shown.lines.options == ()


def test_the_folder_of_the_documents_comes_from_the_command(folder, monkeypatch):
    monkeypatch.setenv("LOBRA_DOCUMENTS", str(DOCUMENTS))
    texts = [one.value for one in review.reviewer(folder).children if hasattr(one, "value")]
    assert str(DOCUMENTS) in texts


def test_what_is_left_is_in_sight_in_this_document_and_in_the_others(folder):
    plan = DOCUMENTS / "atgardsplan-2023-2024.md"
    drafts.write(reader.read_file(plan), plan, folder, "exempelkoping")
    shown = board.Board(folder, None)
    shown.document.value = DOCUMENT
    other = review.progress("exempelkoping-doc-atgardsplan-2023-2024", folder).n_left
    here = review.progress(DOCUMENT, folder)
    assert f"{here.n_left} kvar (0 av {here.n_rows} granskade): " in shown.progress.value
    assert f" {other} kvar i 1 annat dokument." in shown.progress.value
    assert [label.rsplit(" – ", 1)[1] for label, _ in shown.document.options] == [
        f"{n} kvar" for n in (here.n_left, other)
    ]


def test_the_board_says_when_nothing_waits():
    empty = board.Board(files.SHIPPED, None)
    assert "Inget väntar på granskning." in empty.progress.value
    assert press(empty, "Godkänn") == "Inget utkast är valt."
    assert empty.document.value == "ha-doc-2021-09-17"  # a drop-down is never blank


def test_what_was_entered_by_hand_is_shown_with_its_line_and_follows_a_correction(tmp_path):
    start.make(tmp_path / "mapp", NAME, "Solby", dt.date(2026, 1, 9), "exempelkoping")
    records = tmp_path / "mapp" / "records"
    shown = board.Board(records, None)
    shown.which.value = "Granskade"
    shown.document.value = "exempelkoping-infort-for-hand"
    show(shown, table="councils")
    assert f"Råd: Namn: {NAME}; Kommun: Solby" in shown.source.value
    shown.fields["municipality"].value = "Nyby"
    press(shown, "Godkänn")
    text = (records / "exempelkoping/dokument/infort-for-hand.txt").read_text("utf-8")
    assert f"Råd: Namn: {NAME}; Kommun: Nyby" in text
    assert row(records, "documents")["sha256"] == hash_of(text)


def test_a_broken_file_of_doubts_says_what_to_do(folder):
    remembered.doubts_path(folder, DOCUMENT).write_text("{", "utf-8")
    with pytest.raises(LobraError, match="Ta bort den och läs dokumentet igen"):
        review.drafts(DOCUMENT, folder)


@pytest.mark.slow
def test_the_notebook_shows_the_board_from_top_to_bottom(folder):
    run = executed("granska", LOBRA_DATA=str(folder))
    outputs = [out for cell in run.cells for out in cell.get("outputs", [])]
    assert not [out for out in outputs if out.output_type in ("error", "stream")]
    assert [o for o in outputs if "application/vnd.jupyter.widget-view+json" in o.get("data", {})]
    assert "Protokoll 2024-05-16" in outputs[-1].data["text/plain"]


def test_what_waits_is_counted_by_document(folder):
    before = review.waiting(folder)
    (title,) = before.index
    assert title == "Protokoll 2024-05-16 (exempelkoping)"
    review.accept("decisions", f"{MEETING}-b2", folder)
    change = review.waiting(folder).loc[title] - before.loc[title]
    assert change.to_dict() == {"Väntar": -1, "Granskade": 1}


@pytest.fixture
def followed(folder):
    """The records with the plan, so that the document's follow-ups are proposed."""
    plan = DOCUMENTS / "atgardsplan-2023-2024.md"
    drafts.write(reader.read_file(plan), plan, folder, "exempelkoping")
    drafts.write(reader.read_file(DOCUMENTS / MINUTES), DOCUMENTS / MINUTES, folder)
    return folder


def test_an_inferred_follow_up_is_a_doubt_until_somebody_has_read_it_and_then_loses_its_note(
    followed,
):
    proposed = [one for one in review.drafts(DOCUMENT, followed) if one.table == "follow_ups"]
    sure = {one.values["basis"] for one in proposed if one.is_certain}
    assert sure == {"stated"}
    told = {one.values["status"]: one.doubts[:1] for one in proposed}
    assert told["unknown"] == (
        "Orden säger inte hur långt det har kommit. Välj status, om du vet.",
    )
    assert told["done"] == ("Statusen gäller hela åtgärden. Är bara en del gjord väljer du pågår.",)
    one = next(one for one in proposed if one.values["basis"] == "inferred")
    assert one.values["note"].startswith("Föreslagen av orden ")
    assert one.doubts[-1] == (
        f"{one.values['note']} Nämner raden själva åtgärden väljer du grunden uttrycklig: en "
        "tolkad räknas inte när målen bedöms."
    )
    assert "note" not in one.cues
    review.accept(one.table, one.key, followed)
    assert row(followed, "follow_ups", follow_up_id=one.key)["note"] == ""


@pytest.fixture
def asked(folder):
    """The records with an earlier meeting, one of whose assignments the document follows up; the
    keys of the assignment and of the proposed follow-up."""
    for name in ("protokoll-2024-02-08.md", MINUTES):
        drafts.write(reader.read_file(DOCUMENTS / name), DOCUMENTS / name, folder, "exempelkoping")
    task = "exempelkoping-2024-02-08-u2"
    return folder, task, row(folder, "follow_ups", assignment_id=task)


def test_a_proposed_follow_up_is_removed_as_any_other_row(followed):
    left, *_ = (one for one in review.drafts(DOCUMENT, followed) if one.table == "follow_ups")
    review.remove("follow_ups", left.key, followed)
    assert left.key not in {one.key for one in review.drafts(DOCUMENT, followed)}


def test_an_assignment_is_closed_when_its_follow_up_is_approved_as_done(asked):
    folder, task, proposed = asked
    key, item = proposed["follow_up_id"], f"{MEETING}-p2"
    review.accept("follow_ups", key, folder)
    assert row(folder, "assignments", assignment_id=task)["closed_item_id"] == ""
    review.correct("follow_ups", key, {"status": "done"}, folder)
    assert row(folder, "assignments", assignment_id=task)["closed_item_id"] == item
    review.correct("assignments", task, {"closed_item_id": ""}, folder)
    review.correct("follow_ups", key, {"status": "ongoing"}, folder)
    assert row(folder, "assignments", assignment_id=task)["closed_item_id"] == ""


def test_what_is_wrong_with_a_row_is_told_in_the_words_of_the_board(folder):
    values = {"meeting_id": MEETING, "status": "done", "basis": "stated", "line": "1"}
    with pytest.raises(LobraError) as error:
        review.add("follow_ups", DOCUMENT, values | {"is_sensitive": "no"}, folder)
    assert "Fyll i antingen Uppgift eller Rad i platssamverkan" in str(error.value)
    assert "_" not in str(error.value)
