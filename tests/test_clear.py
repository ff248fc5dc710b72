"""`lobra clear`: texts that wait are read on a terminal, one by one, and cleared or left."""

import csv
import io
import sys
from datetime import date

import pytest
from conftest import ROOT, lobra
from seen import HA, HL, add, change, clear

from lobra import command, review
from lobra.privacy import clearance, disclosure, editions
from lobra.reading import drafts, reader
from lobra_data import files

DECISION = "hl-2019-02-22-b1"
TEXT = "Rådet ber Nora Ramsele om tre elevers tider."


@pytest.fixture
def waiting(records_copy):
    """Records with one text that waits, in two rows."""
    change(records_copy, HL, "decisions", DECISION, text=TEXT)
    change(records_copy, HL, "statements", "hl-2019-02-22-s001", text=TEXT)
    return records_copy


class Terminal(io.StringIO):
    def isatty(self):
        return True


@pytest.fixture
def answering(monkeypatch, capsys):
    """Runs `lobra clear` at a terminal where somebody types the lines: status, and both streams."""

    def run(folder, *lines, role="strateg"):
        typed = "".join(f"{line}\n" for line in lines)
        monkeypatch.setattr(sys, "stdin", Terminal(typed))
        monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
        status = command.main(["clear", "--data", str(folder), *(["--role", role] if role else [])])
        return status, *capsys.readouterr()

    return run


def cleared(folder):
    path = folder / HL / "clearances.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return {row.pop("text_hash"): row for row in csv.DictReader(file)}


def test_the_shipped_records_and_the_demo_have_no_text_that_waits(demo_records):
    assert clearance.waiting(files.find()) == clearance.waiting(files.find(demo_records)) == []


def test_every_clearance_of_the_shipped_records_and_the_demo_is_of_a_text_that_stands_there(
    demo_records,
):
    for records in (files.find(), files.find(demo_records)):
        rows = [row for path in records.root.glob("*/*.csv") for row in csv.DictReader(path.open())]
        texts = {clearance.text_hash(text) for row in rows for text in row.values()}
        assert clearance.cleared(records) - texts == set()


def test_a_text_that_is_cleared_is_cleared_wherever_it_stands(waiting, answering):
    before = cleared(waiting)
    status, out, _ = answering(waiting, "j")
    assert status == 0
    assert out.count("Rådet ber «Nora» «Ramsele» om «tre» elevers tider.") == 1
    assert "(kan vara ett namn, antal, andel eller ålder)" in out
    assert f"{HL}/decisions.csv:2 (text)" in out and f"{HL}/statements.csv:" in out
    assert out.endswith("1 text är klarad.\n")
    assert set(cleared(waiting)) - set(before) == {clearance.text_hash(TEXT)}
    assert cleared(waiting)[clearance.text_hash(TEXT)] == {
        "council_id": HL,
        "decided_by_role": "strateg",
        "decided_on": date.today().isoformat(),
    }
    assert clearance.waiting(files.Records(waiting)) == []


@pytest.mark.parametrize("lines", [("n",), ("h",), ("s",), (), ("kanske", "", "n")])
def test_a_text_that_is_not_cleared_waits(waiting, answering, lines):
    before = cleared(waiting)
    status, out, _ = answering(waiting, *lines)
    assert (status, cleared(waiting)) == (0, before)
    assert out.endswith("0 texter är klarade.\n")


def test_who_stops_keeps_what_was_cleared(waiting, answering):
    change(waiting, HL, "decisions", DECISION, text="Beda Kroknäs svarar.")
    _, out, _ = answering(waiting, "j", "s")
    assert out.endswith("1 text är klarad.\n")
    assert len(clearance.waiting(files.Records(waiting))) == 1


def test_a_place_that_is_cleared_explains_the_texts_that_name_it(waiting, answering):
    change(waiting, HL, "decisions", DECISION, text="Möte vid Sågtorget.")
    change(waiting, HL, "statements", "hl-2019-02-22-s001", text="Lugnt.", place="Sågtorget")
    left = clearance.waiting(files.Records(waiting))
    assert {one.text for one in left} == {"Möte vid Sågtorget.", "Sågtorget"}
    _, out, _ = answering(waiting, "j")
    assert out.endswith("1 text är klarad.\n")
    assert clearance.waiting(files.Records(waiting)) == []


def test_the_role_is_asked_for_once_and_a_name_is_refused(waiting, answering):
    _, out, _ = answering(waiting, "samordnare", "j", role=None)
    assert out.count("Din roll: ") == 1
    assert cleared(waiting)[clearance.text_hash(TEXT)]["decided_by_role"] == "samordnare"
    change(waiting, HL, "decisions", DECISION, text="Beda Kroknäs svarar.")
    status, _, err = answering(waiting, "j", role="Beda Kroknäs")
    assert (status, err) == (
        1,
        "--role: skriv en roll, inte ett namn, till exempel preventionssamordnare.\n",
    )


def test_without_a_terminal_nothing_is_asked(waiting):
    run = lobra("clear", "--data", waiting)
    assert (run.status, run.out) == (1, "")
    assert run.err == (
        "lobra clear frågar text för text och behöver en terminal. "
        "Se vad som väntar med lobra clear --list.\n"
    )


def test_list_and_check_tell_the_words_that_make_a_text_wait_and_it_is_no_fault(waiting):
    said = "text: “Nora” – kan vara ett namn, “Ramsele” – kan vara ett namn"
    said += ", “tre” – antal, andel eller ålder"
    told = lobra("clear", "--list", "--data", waiting)
    check = lobra("check", "--data", waiting)
    lines = [line for line in check.out.splitlines() if f"/{HL}/decisions.csv:2: " in line]
    assert [line.partition(": ")[2] for line in lines] == [said]
    assert lines[0] in told.out.splitlines()
    assert (told.status, told.err) == (0, "1 text väntar.\n")
    assert check.status == 0
    waits = "1 text väntar på granskning och publiceras inte. "
    assert f"{waits}Läs den i lobra review eller lobra clear.\n" in check.err


@pytest.fixture
def never(tmp_path):
    """A folder with a year's parameters that keep a word of one council from being published."""
    folder = tmp_path / "params"
    folder.mkdir()
    said = "year: 2019\ncouncil: {}\nnever_publish: Smedjan; gränd\n"
    (folder / "2019.yaml").write_text(said.format(HL), encoding="utf-8")
    return folder


def test_a_text_with_a_word_that_must_not_be_published_is_told_and_cannot_be_cleared(
    records_copy, never, monkeypatch, answering
):
    change(records_copy, HL, "decisions", DECISION, text="Det gäller smedjan.")
    change(records_copy, HA, "statements", "ha-2021-09-17-s001", text="Det gäller smedjan.")
    (never / "2020.yaml").write_text("year: i fjol\n", encoding="utf-8")
    check = lobra("check", "--data", records_copy, "--params", never)
    told = [line.partition(": ")[2] for line in check.out.splitlines() if ": text: " in line]
    assert told == ["text: “smedjan” – ord som inte får publiceras"]
    assert f"{never}/2020.yaml:1: year: " in check.err
    monkeypatch.chdir(never.parent)
    before = cleared(records_copy)
    _, out, _ = answering(records_copy, "j")
    assert "Det gäller «smedjan».\n(ord som inte får publiceras)" in out
    assert "Texten väntar: never_publish i params stoppar den. Skriv om den.\n" in out
    assert cleared(records_copy) == before


def test_a_text_that_changes_after_it_was_cleared_waits_again(waiting, answering):
    answering(waiting, "j")
    change(waiting, HL, "decisions", DECISION, text=f"{TEXT} Snart.")
    assert [one.table for one in clearance.waiting(files.Records(waiting))] == ["decisions"]


def test_what_waits_is_counted_and_what_hangs_on_it_goes_too(waiting, tmp_path):
    left = disclosure.prepare(files.find(waiting), tmp_path / "a", editions.PUBLIC, 5)
    assert left.n_waiting(HL, 2019) == 2
    shown = files.Records(tmp_path / "a")
    assert DECISION not in [row.values["decision_id"] for row in shown.rows("decisions")]
    needing = [row.values["statement_id"] for row in shown.rows("follow_ups")]
    assert "hl-2019-02-22-s001" not in needing


def test_a_council_and_a_document_stay_without_the_text_that_waits(records_copy, tmp_path):
    change(records_copy, HL, "councils", HL, name="Nora Ramsele ansvarar.", note="Nora ringde.")
    change(records_copy, HL, "documents", "hl-doc-2019-02-22", title="Nora Ramseles protokoll")
    left = disclosure.prepare(files.find(records_copy), tmp_path / "a", editions.PUBLIC, 5)
    shown = files.Records(tmp_path / "a")
    (council,) = [row.values for row in shown.rows("councils", HL)]
    assert (council["name"], council["note"]) == ("Namn väntar på granskning", "")
    titles = [row.values["title"] for row in shown.rows("documents", HL)]
    assert "Titel väntar på granskning" in titles
    assert left.n_waiting(HL, 2017) == 2


def test_the_name_of_a_file_is_a_text_that_waits_too(records_copy, tmp_path):
    document, name = "hl-doc-2019-02-22", "Nora Ramseles protokoll.md"
    change(records_copy, HL, "documents", document, file_name=name)
    for text, shown in (("", "Filnamn väntar på granskning"), (name, name)):
        clear(records_copy, HL, *filter(None, [text]))
        disclosure.prepare(files.find(records_copy), tmp_path / shown, editions.PUBLIC, 5)
        rows = [one.values for one in files.Records(tmp_path / shown).rows("documents", HL)]
        names = {row["document_id"]: row["file_name"] for row in rows}
        assert names[document] == shown


def test_a_surname_of_another_councils_people_makes_a_text_wait_in_small_letters_too(
    records_copy,
):
    add(records_copy, HA, "people", person_id="p", council_id=HA, name="Jorunn Kvastberga")
    change(records_copy, HL, "decisions", DECISION, text="Vi talar med kvastbergas chef.")
    change(records_copy, HL, "statements", "hl-2019-02-22-s001", text="Vi talar med jorunn.")
    (one,) = clearance.waiting(files.find(records_copy))
    assert str(one).endswith("decisions.csv:2: text: “kvastbergas” – namnet på en person")


def test_what_waits_is_told_on_one_line_each(records_copy):
    change(records_copy, HL, "decisions", DECISION, text="Ring 070\n174 06 05.")
    (one,) = clearance.waiting(files.find(records_copy))
    assert str(one).endswith("decisions.csv:2: text: “070 174 06 05” – telefonnummer")


def test_words_that_must_not_be_published_make_a_text_wait(records_copy, tmp_path):
    change(records_copy, HL, "decisions", DECISION, text="Det gäller smedjan.")
    found = files.find(records_copy)
    for never, n in (([], 0), (["smedjan"], 1)):
        left = disclosure.prepare(found, tmp_path / str(n), editions.PUBLIC, 5, never=never)
        assert left.n_waiting(HL, 2019) == n


def test_a_clearance_with_a_broken_hash_is_told(records_copy):
    path = records_copy / HL / "clearances.csv"
    path.write_text(path.read_text("utf-8") + f"abc,{HL},strateg,2026-11-26\n", "utf-8")
    run = lobra("check", "--data", records_copy)
    assert run.status == 1
    assert 'text_hash: "abc"' in run.out


def test_reading_keeps_a_person_whose_name_a_text_already_holds_and_the_text_waits(tmp_path):
    folder, document = tmp_path / "register", tmp_path / "protokoll-2024-09-19.md"
    first = ROOT / "demo" / "documents" / "protokoll-2024-05-16.md"
    drafts.write(reader.read_file(first), first, folder, "exempelkoping")
    decision = "exempelkoping-2024-05-16-b1"
    review.correct("decisions", decision, {"text": "Tyra Testberg svarar."}, folder)
    text = (ROOT / "demo" / "documents" / document.name).read_text("utf-8")
    document.write_text(text.replace("Malva Rönnbrink", "Tyra Testberg"), "utf-8")
    drafts.write(reader.read_file(document), document, folder, "exempelkoping")
    people = [row.values["name"] for row in files.Records(folder).rows("people")]
    assert "Tyra Testberg" in people
    waiting = clearance.waiting(files.Records(folder))
    (cues,) = [one.cues for one in waiting if one.table == "decisions"]
    assert {cue.kind for cue in cues} == {"namnet på en person"}
