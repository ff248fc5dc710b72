"""`lobra search`: Swedish words in any form, places, hostile questions, an index that is right."""

import csv
import doctest
import json
import os

import pytest
from conftest import lobra

from lobra import private, search
from lobra.search import forms, index
from lobra_data import files
from lobra_data.errors import LobraError

COUNCILS = ("hagersten-liljeholmen", "hagersten-alvsjo")


@pytest.fixture(autouse=True)
def own_index(tmp_path, monkeypatch):
    """Where the index of a test lies: nobody else's is used, and none is left."""
    folder = tmp_path / "tillfälligt"
    folder.mkdir()
    monkeypatch.setattr(private, "gettempdir", lambda: str(folder))
    index.forget()
    yield folder
    index.forget()


def rows(table):
    """The shipped rows of a table, as the files hold them."""
    for council in COUNCILS:
        with open(files.SHIPPED / council / f"{table}.csv", encoding="utf-8", newline="") as file:
            yield from csv.DictReader(file)


def ids(*arguments, **narrow):
    return [row.id for row in search.find(*arguments, **narrow).rows]


def change(path, old, new):
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


def test_the_examples_of_word_forms_hold():
    done = doctest.testmod(forms)
    assert (done.failed, done.attempted > 0) == (0, True)


def test_narkotika_in_liljeholmen_is_found_wherever_it_stands():
    named = [
        row["statement_id"]
        for row in rows("statements")
        if (row["theme"] == "narcotics" or "narkotik" in row["text"].lower())
        and "Liljeholmen" in (row["place"] + row["text"])
    ]
    found = search.find("narkotika", place="Liljeholmen")
    by_table = {row.table: [] for row in found.rows}
    for row in found.rows:
        by_table[row.table].append(row.id)
    assert {table: sorted(some) for table, some in by_table.items()} == {
        "statements": sorted(named),
        "priorities": ["hl-prio-2017-narkotika-gymnasier"],
        "measures": ["hl-m2"],
        "activities": ["hl-m2-a1", "hl-m2-a2"],
    }
    assert found.n == len(found.rows) == 8


def test_what_is_found_says_when_and_where_it_stands():
    (row,) = search.find("höga narkotika").rows
    assert (row.when, row.source, row.marks) == (
        "22 februari 2019",
        "Protokoll 22 februari 2019, rad 51",
        "",
    )


@pytest.mark.parametrize("asked", ["rån", "RÅNEN", "rånas", "rånens"])
def test_a_word_is_found_in_all_its_forms_and_within_longer_ones(asked):
    robbery = {row["statement_id"] for row in rows("statements") if row["theme"] == "robbery"}
    assert set(ids(asked)) == robbery | {"hl-2019-02-22-b1", "hl-prio-2019-personran"}


def test_the_word_itself_comes_before_longer_words():
    texts = [row.text.lower() for row in search.find("skola").rows if row.table == "statements"]
    held = [any(word in forms.stems(text) for word in forms.stems("skola")) for text in texts]
    assert held == sorted(held, reverse=True)
    assert {True, False} == set(held)


def test_letters_are_told_apart_as_in_swedish():
    assert ids("älvsjö") == ids("ÄLVSJÖ") != []
    assert ids("alvsjo") == []
    assert ids("därifrån") == []


def test_a_place_is_not_found_in_the_name_of_the_council_with_a_hyphen():
    assert "hl-2017-s024" in ids(None, place="liljeholmen")
    with pytest.raises(LobraError, match="nämns inte"):
        search.find("narkotika", place="Hägersten-Liljeholmen")


def test_an_unknown_place_is_answered_with_those_that_are_near():
    with pytest.raises(LobraError) as told:
        search.find("narkotika", place="Liljehomen")
    first, _, listed = str(told.value).partition(" Platser: ")
    assert first == 'Platsen "Liljehomen" nämns inte i registren. Menade du "Liljeholmen"?'
    assert listed.startswith("Liljeholmen, ")
    assert "\n" not in str(told.value)


def test_council_and_years_narrow_what_is_found():
    of_2019 = {row["statement_id"] for row in rows("statements") if "2019" in row["statement_id"]}
    found = search.find(None, council=COUNCILS[0], since=2019, until=2019).rows
    assert {row.id for row in found if row.table == "statements"} == of_2019
    assert ids("narkotika", since=2022) == []
    assert {row.council_id for row in search.find("narkotika", council=COUNCILS[1]).rows} == {
        COUNCILS[1]
    }


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", '"": här finns inget ord att söka efter. Skriv till exempel narkotika.'),
        ("\"'*()", '""\'*()": här finns inget ord att söka efter. Skriv till exempel narkotika.'),
        (
            "\0\x1b",
            '"\ufffd\ufffd": här finns inget ord att söka efter. Skriv till exempel narkotika.',
        ),
        ("x" * 10_000, "Sökningen har 10\xa0000 tecken. Skriv högst 500 tecken."),
    ],
)
def test_a_question_that_is_none_is_answered_in_one_line(text, told):
    with pytest.raises(LobraError) as error:
        search.find(text)
    assert str(error.value) == told


@pytest.mark.parametrize(
    "text",
    ['"narkotika', "narkotika*", "text:narkotika^", "(narkotika", "-narkotika", "{narkotika}"],
)
def test_signs_that_the_index_would_read_are_passed_over(text):
    assert ids(text.replace("text:", "")) == ids("narkotika")


@pytest.mark.parametrize(
    "text", ["narkotika OR polis", "NEAR(narkotika polis)", "a AND b", "n" * 500]
)
def test_operators_are_words_like_others(text):
    assert isinstance(search.find(text).n, int)


def test_what_is_not_reviewed_or_withheld_is_found_and_marked(records_copy):
    path = records_copy / COUNCILS[0] / "statements.csv"
    change(
        path,
        "redovisas i en bilaga.,hl-doc-2019-02-22,33,no,yes",
        "redovisas i en bilaga.,hl-doc-2019-02-22,33,yes,no",
    )
    (row,) = [r for r in search.find("bilaga", data=records_copy).rows if r.table == "statements"]
    assert row.marks == "ogranskad, känslig"


def test_a_change_in_the_records_is_found_at_once(records_copy):
    assert ids("fjärrvärme", data=records_copy) == []
    path = records_copy / COUNCILS[0] / "statements.csv"
    change(path, "Brott och bränder redovisas", "Brott och fjärrvärme redovisas")
    assert ids("fjärrvärme", data=records_copy) == ["hl-2019-02-22-s001"]
    change(path, "fjärrvärme", "fjärrtåget")  # as many bytes
    assert ids("fjärrvärme", data=records_copy) == []


def kept(own_index):
    (path,) = own_index.glob("lobra-search-*/*.index")
    return path


def test_the_index_is_made_once_and_kept_where_only_its_user_reads(own_index, monkeypatch):
    before = ids("narkotika")
    index.forget()
    monkeypatch.setattr(index, "_fill", None)  # a second index can't be made
    assert ids("narkotika") == before
    path = kept(own_index)
    assert (path.stat().st_mode & 0o077, path.parent.stat().st_mode & 0o077) == (0, 0)


@pytest.mark.parametrize(
    "damaged",
    [
        lambda data: data.replace(b"arkotika f", b"atriumet f"),
        lambda data: data[: len(data) // 2],
        lambda data: b"",
        lambda data: b"SQLite format 3\0" + data,
    ],
    ids=["changed word", "cut", "empty", "other file"],
)
def test_a_damaged_index_is_made_anew_and_never_believed(own_index, damaged):
    before, whole = search.find("narkotika"), kept(own_index).read_bytes()
    changed = damaged(whole)
    assert changed != whole
    kept(own_index).write_bytes(changed)
    index.forget()
    assert search.find("narkotika") == before
    assert kept(own_index).read_bytes() == whole


def test_the_index_of_records_that_are_gone_is_cleared(own_index, records_copy):
    ids("narkotika", data=records_copy)
    gone = kept(own_index)
    records_copy.rename(records_copy.with_name("flyttade"))
    ids("narkotika")
    assert kept(own_index) != gone


def test_a_search_works_where_nothing_can_be_kept(own_index):
    (own_index / f"lobra-search-{os.getuid()}").write_text("något annat")
    assert ids("höga narkotika") == ["hl-2019-02-22-s013"]


def test_the_command_answers_with_text_and_source_and_the_number_on_stderr(own_index):
    run = lobra("search", "höga", "narkotika", "--place", "Liljeholmen", TMPDIR=str(own_index))
    assert (run.status, run.err) == (0, "1 träff.\n")
    assert run.out == (
        "Uppgift, Liljeholmen, 22 februari 2019\n"
        "  Nivåerna av narkotika och andra droger rapporteras som höga.\n"
        "  Protokoll 22 februari 2019, rad 51\n\n"
    )


def test_the_command_answers_in_json_with_the_fields_of_each_row(own_index):
    run = lobra("search", "höga narkotika", "--json", "--year", "2019", TMPDIR=str(own_index))
    answer = json.loads(run.out)
    assert answer["n"] == 1
    (row,) = answer["rows"]
    named = {
        key: row[key] for key in ("table", "id", "earliest", "line", "is_reviewed", "is_withheld")
    }
    assert named == {
        "table": "statements",
        "id": "hl-2019-02-22-s013",
        "earliest": "2019-02-22",
        "line": 51,
        "is_reviewed": True,
        "is_withheld": False,
    }


def test_the_command_says_on_one_line_what_is_wrong(own_index):
    run = lobra("search", "narkotika", "--council", "hagersten-liljeholm", TMPDIR=str(own_index))
    assert (run.status, run.out) == (1, "")
    assert run.err == (
        'Inget råd heter "hagersten-liljeholm". Menade du "hagersten-liljeholmen"? '
        "Råd: hagersten-alvsjo, hagersten-liljeholmen.\n"
    )
