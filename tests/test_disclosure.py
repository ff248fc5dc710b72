"""The public edition can't contain what must not be published: 30 plants, in every format."""

import csv
import json
import re
import shutil
import zipfile

import pikepdf
import pytest
from conftest import ROOT, lobra, pdf_text
from seen import add, change, clear

from lobra.privacy import disclosure, gate
from lobra.privacy.editions import EDITIONS, INTERNAL, PUBLIC
from lobra.privacy.rules import check
from lobra_data import files, saving

COUNCIL = "hagersten-liljeholmen"
MEETING = {"meeting_id": "hl-2019-02-22", "item_id": "hl-2019-02-22-p3"}
SOURCE = {"council_id": COUNCIL, "document_id": "hl-doc-2019-02-22", "line": "45"}
NAME = "Trisse Provnamnsson"
IN_WORDS = "i den lilla gruppen"
KINDS = {
    "personnummer": "850101-1236",
    "telefon": "070-174 06 05",
    "e-post": "trisse@planterat.example",
    "namn": NAME,
    "ord": "Kvarnstugehemligheten",
}
TEXTS = {
    "statements": {"statement_id": "", "kind": "situation", "theme": "school", "text": "{}"},
    "decisions": {"decision_id": "", "text": "{}"},
    "assignments": {"assignment_id": "", "assigned_to": "Polisen", "text": "{}"},
    "observations": {
        "observation_id": "",
        "what": "{}",
        "value": "7",
        "unit": "st",
        "counts_persons": "no",
    },
    "conflicts": {
        "conflict_id": "",
        "about": "{}",
        "value_a": "1",
        "line_a": "45",
        "value_b": "2",
        "line_b": "46",
    },
}


def append(folder, table, values):
    path = folder / COUNCIL / f"{table}.csv"
    with path.open(encoding="utf-8") as file:
        names = next(csv.reader(file))
    with path.open("a", encoding="utf-8", newline="") as file:
        csv.DictWriter(file, names, lineterminator="\n", extrasaction="ignore").writerow(values)


@pytest.fixture(scope="module")
def planted(tmp_path_factory):
    """Records with 30 plants, and every text that must appear in no public file."""
    folder = tmp_path_factory.mktemp("planted") / "records"
    shutil.copytree(files.SHIPPED, folder)
    plants = []

    def plant(table, key, text, **more):
        row = {name: value.format(text) for name, value in TEXTS[table].items()}
        row |= {next(iter(TEXTS[table])): key}
        append(folder, table, SOURCE | MEETING | row | more)

    for table in TEXTS:
        for n, (kind, value) in enumerate(KINDS.items()):
            text = f"Planta {table} {kind} {value}"
            plant(table, f"hl-plant-{table}-{n}", text, is_sensitive="yes", is_reviewed="yes")
            plants.append(text)
    for n, table in enumerate(("statements", "decisions", "assignments", "observations")):
        text = f"Ogranskad planta {n} i {table}"
        plant(table, f"hl-utkast-{n}", text, is_sensitive="no", is_reviewed="no")
        plants.append(text)
    person = {"person_id": "hl-person", "name": NAME, "role": "Preventionssamordnare"}
    append(folder, "people", SOURCE | person | {"is_sensitive": "no", "is_reviewed": "yes"})
    plant(
        "observations",
        "hl-tre",
        "ungdomar i en liten grupp",
        value="3",
        unit="ungdomar",
        counts_persons="yes",
        is_sensitive="no",
        is_reviewed="yes",
    )
    clear(folder, COUNCIL, "ungdomar i en liten grupp")
    assert len(plants) + 1 == 30
    said = {"is_sensitive": "no", "is_reviewed": "yes"}
    plant("statements", "hl-ord", f"Tre ungdomar {IN_WORDS}.", **said)
    plant("statements", "hl-dessa", f"De två eleverna {IN_WORDS}.", **said)
    return folder, plants


@pytest.fixture(scope="module")
def editions(planted, tmp_path_factory):
    out = tmp_path_factory.mktemp("editions")
    for edition in EDITIONS:
        run = lobra("report", "2019", "--data", planted[0], "--out", out, "--edition", edition)
        assert run.status == 0, run.err
    return out / COUNCIL


def everything(folder):
    """All text of every file in a folder, PDF pages and their metadata included."""
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        if path.suffix == ".pdf":
            with pikepdf.open(path) as pdf:
                metadata = [str(value) for value in pdf.docinfo.values()]
            yield path, " ".join([*pdf_text(path), *metadata]).replace("\n", " ")
            yield path, path.read_bytes().decode("latin-1")
        elif path.suffix == ".xlsx":
            with zipfile.ZipFile(path) as parts:
                yield path, " ".join(parts.read(name).decode() for name in parts.namelist())
        else:
            yield path, path.read_text("utf-8-sig")


def test_planted_records_are_in_order(planted):
    assert check(files.find(planted[0])) == []


@pytest.mark.slow
def test_no_plant_is_in_any_public_file(planted, editions):
    names = [f"Planta {table}" for table in TEXTS] + ["Ogranskad planta", *KINDS.values()]
    leaks = [
        (path.name, text)
        for path, whole in everything(editions / "2019")
        for text in [*planted[1], *names]
        if text in whole
    ]
    assert leaks == []


@pytest.mark.slow
def test_the_internal_edition_has_every_plant_and_says_which_it_is(planted, editions):
    pages = sorted((editions / "2019-intern").glob("*.html"))
    names = [f"{stem}-intern" for stem in ("bilagor", "verksamhetsberattelse")]
    assert [page.stem for page in pages] == names
    assert all(page.with_suffix(".pdf").is_file() for page in pages)
    annexes, report = (page.read_text("utf-8") for page in pages)
    assert [text for text in planted[1] if text not in annexes] == []
    assert all("Intern utgåva, inte för publicering" in page for page in (annexes, report))
    assert "Intern utgåva" not in (editions / "2019" / "verksamhetsberattelse.html").read_text()


@pytest.mark.slow
def test_a_count_of_three_persons_is_a_span_in_public_and_three_inside(editions):
    def value(folder):
        with (editions / folder / "data" / "raknat.csv").open(encoding="utf-8-sig") as file:
            rows = {row["Vad"]: row["Antal"] for row in csv.DictReader(file)}
        return rows["Ungdomar i en liten grupp"]

    assert value("2019") == "1–4 ungdomar"
    assert value("2019-intern") == "3 ungdomar"


@pytest.mark.slow
def test_a_text_that_nobody_has_cleared_is_in_no_public_file_and_stands_inside(editions):
    inside = [text for path, text in everything(editions / "2019-intern") if path.suffix == ".html"]
    assert f"Tre ungdomar {IN_WORDS}." in " ".join(inside)
    for path, text in everything(editions / "2019"):
        assert not re.search(rf"(?i){IN_WORDS}\.", text), path.name


@pytest.mark.slow
def test_public_says_how_much_is_withheld(editions):
    text = (editions / "2019" / "data" / "luckor.csv").read_text("utf-8-sig")
    assert re.search(
        r"(?m)^\"?\d+ uppgifter om rådet, från alla år, visas inte: de är känsliga eller hör ", text
    )
    waiting = "Sex uppgifter väntar på granskning och visas inte i den offentliga utgåvan. "
    waiting += "Alla tal gäller det som är granskat."
    with (editions / "2019" / "data" / "luckor.csv").open(encoding="utf-8-sig") as file:
        assert next(csv.DictReader(file))["Uppgift"] == waiting
    for stem in ("verksamhetsberattelse", "bilagor"):
        assert waiting in (editions / "2019" / f"{stem}.html").read_text("utf-8")
        inside = (editions / "2019-intern" / f"{stem}-intern.html").read_text("utf-8")
        assert "väntar på granskning" not in inside
    assert "personer i rådets uppgifter från alla år visas som spann" in text
    assert "större tal tagits bort, så att små tal inte kan räknas ut" in text


@pytest.mark.slow
def test_index_lists_public_editions_only(editions):
    assert "intern" not in (editions.parent / "index.html").read_text("utf-8")


def test_counts_of_meetings_and_measures_are_not_touched(planted, tmp_path):
    disclosure.prepare(files.find(planted[0]), tmp_path, PUBLIC, 100)
    source, shown = files.Records(planted[0]), files.Records(tmp_path)
    for table in ("meetings", "measures", "activities", "place_actions"):
        assert len(shown.rows(table)) == len(source.rows(table))
    posts = [r.values for r in shown.rows("observations") if r.values["counts_persons"] == "no"]
    assert any(row["value"] == "2" for row in posts)


def waiting(folder, tmp_path, edition=PUBLIC):
    """The rows left out for good, and those that wait by the year of a report."""
    left = disclosure.prepare(files.find(folder), tmp_path / edition, edition, 5)
    years = range(2016, 2020)
    return left.rows[COUNCIL], {year: left.n_waiting(COUNCIL, year) for year in years}


def test_rows_that_wait_for_review_are_counted_apart_and_from_their_year_on(records_copy, tmp_path):
    before, _ = waiting(records_copy, tmp_path)
    change(records_copy, COUNCIL, "statements", "hl-2017-s001", is_reviewed="no")
    change(records_copy, COUNCIL, "decisions", "hl-2019-02-22-b1", is_reviewed="no")
    change(records_copy, COUNCIL, "commitments", first_of("commitments"), is_reviewed="no")
    left = {2016: 1, 2017: 2, 2018: 2, 2019: 3}
    assert waiting(records_copy, tmp_path) == (before, left)
    assert waiting(records_copy, tmp_path, INTERNAL) == (0, dict.fromkeys(left, 0))


def test_what_waits_in_a_forerunners_records_may_be_missing_in_its_successors(
    records_copy, tmp_path
):
    change(records_copy, COUNCIL, "decisions", "hl-2019-02-22-b1", is_reviewed="no")
    left = disclosure.prepare(files.find(records_copy), tmp_path, PUBLIC, 5)
    assert [left.n_waiting(one, 2021) for one in (COUNCIL, "hagersten-alvsjo")] == [1, 1]


def test_a_sensitive_row_is_left_out_for_good(records_copy, tmp_path):
    before, _ = waiting(records_copy, tmp_path)
    change(records_copy, COUNCIL, "decisions", "hl-2019-02-22-b1", is_sensitive="yes")
    assert waiting(records_copy, tmp_path) == (before + 1, dict.fromkeys(range(2016, 2020), 0))


def first_of(table):
    return files.find().rows(table, COUNCIL)[0].values[f"{table[:-1]}_id"]


def test_what_points_at_a_withheld_row_goes_with_it(records_copy, tmp_path):
    path = records_copy / COUNCIL / "statements.csv"
    text = path.read_text("utf-8")
    path.write_text(text.replace(",no,yes\n", ",yes,yes\n"), "utf-8")
    disclosure.prepare(files.find(records_copy), tmp_path, PUBLIC, 5)
    shown = files.Records(tmp_path)
    assert shown.rows("statements", COUNCIL) == []
    assert [r for r in shown.rows("follow_ups", COUNCIL) if r.values["statement_id"]] == []
    for path in tmp_path.glob("*/*.csv"):  # what a trace is of isn't in the copy, nor could be
        rows = list(csv.DictReader(path.open(encoding="utf-8")))
        kept = [row for row in rows if "-ej-visad-" not in next(iter(row.values()))]
        path.write_bytes(saving.csv_bytes(path.stem, kept))
    assert check(files.Records(tmp_path)) == []


def test_internal_copy_is_the_whole(records_copy, tmp_path):
    disclosure.prepare(files.find(records_copy), tmp_path, INTERNAL, 5)
    for path in records_copy.glob("*/*.csv"):
        copy = tmp_path / path.relative_to(records_copy)
        with path.open(encoding="utf-8") as a, copy.open(encoding="utf-8") as b:
            assert list(csv.DictReader(a)) == list(csv.DictReader(b))


LEAKS = ["850101-1236", "070-174 06 05", "trisse@planterat.example", NAME, "Kvarnstugehemligheten"]


@pytest.mark.parametrize("leak", LEAKS)
@pytest.mark.parametrize("kind", ["html", "alt", "csv", "ipynb", "docx"])
def test_the_gate_finds_a_leak_in_every_format(tmp_path, kind, leak):
    if kind in ("html", "alt"):
        page = f"<p>{leak}</p>" if kind == "html" else f'<img alt="{leak}">'
        (tmp_path / "rapport.html").write_text(f"<html><body>{page}</body></html>", "utf-8")
    elif kind == "csv":
        (tmp_path / "a.csv").write_text(f"Vad,Källa\n{leak},rad 1\n", "utf-8-sig")
    elif kind == "ipynb":
        output = {"output_type": "display_data", "metadata": {}, "data": {"text/plain": [leak]}}
        cells = [{"cell_type": "code", "source": "", "metadata": {}, "outputs": [output]}]
        (tmp_path / "a.ipynb").write_text(json.dumps({"metadata": {}, "cells": cells}), "utf-8")
    else:
        half = len(leak) // 2
        runs = f"<w:t>{leak[:half]}</w:t><w:t>{leak[half:]}</w:t>"
        with zipfile.ZipFile(tmp_path / "a.docx", "w") as parts:
            parts.writestr("word/document.xml", f"<w:p>{runs}</w:p>")
    (problem, *_) = gate.leaks(tmp_path, [NAME], ["Kvarnstugehemligheten"])
    assert leak in problem.what


@pytest.mark.parametrize("leak", LEAKS)
@pytest.mark.parametrize("part", ["text", "title", "alt"])
def test_the_gate_finds_a_leak_in_text_metadata_and_alt_of_a_pdf(tmp_path, part, leak):
    import typst

    alt = leak if part == "alt" else "En ruta"
    svg = "<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/>"
    source = (
        f'#set document(title: "{leak if part == "title" else "Rapport"}")\n'
        f'#image(bytes("{svg}"), format: "svg", alt: "{alt}")\n'
        f'#"{leak if part == "text" else "Inget"}"'
    )
    (tmp_path / "a.pdf").write_bytes(typst.compile(source.encode()))
    (problem, *_) = gate.leaks(tmp_path, [NAME], ["Kvarnstugehemligheten"])
    assert leak in problem.what


@pytest.mark.parametrize(
    ("drawn", "found"),
    [
        ("Trisse Provnamns\u00ad \\ son", NAME),
        ("Trisse \\ Provnamnsson", NAME),
        ("070- \\ 174 06 05", "070- 174 06 05"),
        ("Barn: 3 ung- \\ domar", "3 ungdomar"),
    ],
)
def test_the_gate_finds_a_leak_that_a_line_of_a_pdf_cuts(tmp_path, drawn, found):
    import typst

    (tmp_path / "a.pdf").write_bytes(typst.compile(drawn.encode()))
    problems = gate.leaks(tmp_path, [NAME], counts=["3 ungdomar"])
    assert any(found in " ".join(problem.what.split()) for problem in problems)


@pytest.mark.parametrize("key", ["Alt", "ActualText", "E", "Title", "Contents", "TU", "URI"])
def test_the_gate_finds_a_leak_in_what_a_pdf_says_beside_its_pages(tmp_path, key):
    with pikepdf.new() as pdf:
        said = pikepdf.Dictionary({f"/{key}": NAME})
        pdf.Root.Outlines = pdf.make_indirect(pikepdf.Dictionary(Kids=pikepdf.Array([said])))
        pdf.add_blank_page()
        pdf.save(tmp_path / "a.pdf")
    assert [problem.what for problem in gate.leaks(tmp_path, [NAME])] == [
        f'"{NAME}" är ett namn ur people.csv'
    ]


def test_the_gate_reads_a_page_to_its_end_with_its_style(tmp_path):
    page = "<style>b {color: red}</style><p>Ett <b>ord</b></p>"
    (tmp_path / "a.html").write_text(page, "utf-8")
    assert gate.leaks(tmp_path, [NAME]) == []
    for leak in (page.replace("red", f"'{NAME}'"), page.replace("</b>", f"</b> {NAME}")):
        (tmp_path / "a.html").write_text(leak, "utf-8")
        assert len(gate.leaks(tmp_path, [NAME])) == 1


def test_the_gate_names_the_cell_of_a_notebook(tmp_path):
    cells = [{"cell_type": "markdown", "source": text, "metadata": {}} for text in ("Ett", NAME)]
    (tmp_path / "a.ipynb").write_text(json.dumps({"metadata": {}, "cells": cells}), "utf-8")
    (problem,) = gate.leaks(tmp_path, [NAME])
    assert problem.file.endswith("a.ipynb (cell 2)")


def test_the_gate_reads_what_a_notebook_says_of_itself(tmp_path):
    notebook = {"metadata": {"authors": [{"name": "Åke Östprovsson"}]}, "cells": []}
    (tmp_path / "a.ipynb").write_text(json.dumps(notebook), "utf-8")
    assert len(gate.leaks(tmp_path, ["Åke Östprovsson"])) == 1


def test_an_empty_count_is_looked_for_nowhere(tmp_path):
    (tmp_path / "a.csv").write_text("Antal\n3 ungdomar\n", "utf-8")
    assert gate.leaks(tmp_path, [], counts=["", " "]) == []
    assert len(gate.leaks(tmp_path, [], counts=["", "3 ungdomar"])) == 1


def test_of_two_values_that_contradict_each_other_a_small_number_is_hidden_and_a_word_is_kept(
    records_copy, tmp_path
):
    values = {"value_a": "några", "line_a": 12, "value_b": "2", "line_b": 30}
    add(records_copy, "hagersten-liljeholmen", "conflicts", about="antal ungdomar", **values)
    disclosure.prepare(files.find(records_copy), tmp_path / "shown", PUBLIC, 5)
    rows = files.find(tmp_path / "shown").rows("conflicts", "hagersten-liljeholmen")
    (row,) = [row.values for row in rows if row.values["about"] == "antal ungdomar"]
    assert (row["value_a"], row["value_b"]) == ("några", "1–4")


def test_a_small_count_whose_unit_is_persons_is_a_span_whatever_its_row_says(
    records_copy, tmp_path
):
    told = {"what": "gripna", "unit": "ungdomar", "value": "3", "counts_persons": "no"}
    add(records_copy, COUNCIL, "observations", observation_id="o", **told)
    disclosure.prepare(files.find(records_copy), tmp_path / "shown", PUBLIC, 5)
    rows = [row.values for row in files.find(tmp_path / "shown").rows("observations", COUNCIL)]
    (row,) = [row for row in rows if row["observation_id"] == "o"]
    assert (row["value"], row["value_max"]) == ("1", "4")


def test_each_small_count_of_the_shipped_records_is_a_span_and_is_counted(tmp_path):
    withheld = disclosure.prepare(files.find(), tmp_path, PUBLIC, 5)
    assert withheld.small_counts == {"hagersten-alvsjo": 1, "hagersten-liljeholmen": 1}
    for council in files.find().councils:
        before, after = (
            [row.values for row in records.rows("observations", council)]
            for records in (files.find(), files.find(tmp_path))
        )
        kept = {row["observation_id"]: row for row in before}
        changed = [row for row in after if row != kept[row["observation_id"]]]
        assert [(kept[row["observation_id"]]["value"], row["value"], row["value_max"])
                for row in changed] == [("2", "1", "4")]  # fmt: skip


@pytest.mark.slow
def test_a_leak_stops_the_public_report_and_leaves_the_last_one(tmp_path):
    params = tmp_path / "params"
    params.mkdir()
    data = shutil.copytree(files.SHIPPED, tmp_path / "records")
    change(data, COUNCIL, "decisions", "hl-2019-02-22-b1", text="Det gäller smedjan.")
    clear(data, COUNCIL, "Det gäller smedjan.")
    text = (ROOT / "params" / "2019.yaml").read_text("utf-8")
    (params / "2019.yaml").write_text(text + "never_publish: smedjan; finns inte\n", "utf-8")
    more = ["--params", params, "--data", data, "--format", "html"]
    run = lobra("report", "2019", *more, "--out", tmp_path / "ut")
    assert (run.status, run.out) == (1, "")
    assert run.err.startswith("Den offentliga utgåvan publiceras inte:\n")
    assert '"smedjan" är ett ord som inte får' in run.err
    assert not (tmp_path / "ut" / COUNCIL / "2019").exists()
