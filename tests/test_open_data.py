"""Open data: the public edition's tables and what describes them, or nothing at all."""

from __future__ import annotations

import csv
import io
import json
import shutil
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import duckdb
import frictionless
import openpyxl
import pytest
from conftest import ROOT, lobra

from lobra.open_data import catalogue, chosen, handing_over
from lobra.open_data.described import Publishing
from lobra.privacy import disclosure, editions, published
from lobra_data import files, saving, schema
from lobra_data.errors import LobraError

DEMO, PARAMS = ROOT / "demo" / "records", ROOT / "demo" / "params"
RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
DCT, DCAT = "{http://purl.org/dc/terms/}", "{http://www.w3.org/ns/dcat#}"
FOAF, VCARD = "{http://xmlns.com/foaf/0.1/}", "{http://www.w3.org/2006/vcard/ns#}"
SAID = Publishing("Björkdala kommun", "CC0-1.0", "https://bjorkdala.example/data", "BRÅ, bra@b.se")
MANDATORY = {
    f"{DCAT}Catalog": {f"{DCT}title", f"{DCT}description", f"{DCT}publisher", f"{DCAT}dataset"},
    f"{DCAT}Dataset": {f"{DCT}title", f"{DCT}description", f"{DCT}publisher"},
    f"{DCAT}Distribution": {f"{DCAT}accessURL"},
    f"{FOAF}Agent": {f"{FOAF}name"},
    f"{VCARD}Organization": {f"{VCARD}fn", f"{VCARD}hasEmail"},
}
"""What DCAT-AP-SE 3.0.1 asks of each thing that is there."""


def export(folder, *arguments, **options):
    return handing_over.export(
        folder, *arguments, **{"data": DEMO, "params_folder": PARAMS, **options}
    )


@pytest.fixture(scope="module")
def exported(tmp_path_factory):
    folder = tmp_path_factory.mktemp("export") / "data"
    return export(folder, ("xlsx", "parquet"), reports=folder / "no")


@pytest.fixture(scope="module")
def shown(tmp_path_factory):
    """What the public edition's own copy of the records shows, table by table."""
    folder = tmp_path_factory.mktemp("prepared")
    disclosure.prepare(files.Records(DEMO), folder, editions.PUBLIC, 5)
    return {
        name: [
            row.values
            for row in files.Records(folder).rows(name)
            if row.values.get("is_reviewed", "yes") == "yes"
            and row.values.get("is_sensitive", "no") == "no"
        ]
        for name in schema.load()
    }


def rows(folder, name):
    with (folder / "csv" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_the_tables_are_those_of_the_public_edition_without_people(exported, shown):
    there = {path.stem for path in (exported.folder / "csv").iterdir()}
    assert there == set(schema.load()) - {"people", "clearances"}
    for name in there - {"attendance", "forum_members"}:
        assert rows(exported.folder, name) == shown[name], name
    assert [{**row, "person_id": ""} for row in rows(exported.folder, "attendance")] == shown[
        "attendance"
    ]


def test_frictionless_finds_the_data_package_valid(exported):
    report = frictionless.Package(exported.folder / "datapackage.json").validate()
    assert [*report.errors, *(error for task in report.tasks for error in task.errors)] == []
    assert {task.name for task in report.tasks} == set(chosen.about())


def test_the_descriptor_says_nothing_that_nobody_has_said(exported):
    package = json.loads((exported.folder / "datapackage.json").read_text("utf-8"))
    assert package.keys() == {"$schema", "name", "title", "description", "keywords", "resources"}
    assert "personal" not in json.dumps(package["resources"])
    assert exported.missing == [
        "utgivare (--publisher)",
        "licens (--license)",
        "webbadress (--url)",
        "en e-postadress (contact i parametrarna)",
    ]


def test_parquet_has_the_same_rows_with_types(exported):
    path = exported.folder / "parquet" / "meetings.parquet"
    with duckdb.connect() as database:
        found = database.execute(f"SELECT * FROM '{path}'")
        types = {name: str(kind) for name, kind, *_ in found.description}
        values = found.fetchall()
    assert types["held_on"] == "DATE"
    assert types["line"] == "BIGINT"
    assert types["is_reviewed"] == "BOOLEAN"
    said = [
        {name: "" if one is None else str(one) for name, one in zip(types, row, strict=True)}
        for row in values
    ]
    wanted = rows(exported.folder, "meetings")
    words = {"yes": "True", "no": "False"}
    assert said == [{k: words.get(one, one) for k, one in row.items()} for row in wanted]


def test_the_workbook_has_swedish_words_numbers_and_days(exported):
    book = openpyxl.load_workbook(exported.folder / "tabeller.xlsx")
    sheet = book["Möten"]
    head, first = ([cell.value for cell in row] for row in sheet.iter_rows(max_row=2))
    said = dict(zip(head, first, strict=True))
    (row, *_) = rows(exported.folder, "meetings")
    assert said["Mötesdag"].date().isoformat() == row["held_on"]
    assert said["Rad"] == int(row["line"])
    assert said["Granskad"] == "ja"
    listed = [sheet.cell(n, 1).value for sheet in [book["Innehåll"]] for n in range(2, 99)]
    assert [name for name in listed if name] == book.sheetnames[1:]


def test_a_year_has_its_rows_and_all_that_they_point_at(tmp_path):
    made = export(tmp_path / "data", year=2023)
    days = {row["meeting_id"]: row["held_on"] for row in rows(made.folder, "meetings")}
    of_decisions = [days[row["meeting_id"]] for row in rows(made.folder, "decisions")]
    assert {day[:4] for day in of_decisions} == {"2023"}
    for name, table in chosen.about().items():
        for link in table.foreign_keys:
            if link.table in chosen.about():
                there = {row[link.target] for row in rows(made.folder, link.table)} | {""}
                assert {row[link.field] for row in rows(made.folder, name)} <= there


def test_what_is_sensitive_or_unreviewed_is_in_no_file(demo_copy, tmp_path):
    path = demo_copy / "exempelkoping" / "decisions.csv"
    with path.open(encoding="utf-8", newline="") as file:
        there = list(csv.DictReader(file))
    there[0] |= {"is_sensitive": "yes", "text": "Kvarnstugan stängs."}
    there[1] |= {"is_reviewed": "no", "text": "Sågverket öppnar."}
    path.write_bytes(saving.csv_bytes("decisions", there))
    path = demo_copy / "exempelkoping" / "follow_ups.csv"
    path.write_text(path.read_text("utf-8").replace(",no,yes\n", ",yes,yes\n"), "utf-8")
    made = export(tmp_path / "data", ("xlsx", "parquet"), data=demo_copy)
    texts = "\n".join(
        text
        for path in made.folder.rglob("*.*")
        for _, text in published.texts(path.name, path.read_bytes())
    )
    assert there[2]["text"] in texts
    assert "Kvarnstugan" not in texts
    assert "Sågverket" not in texts
    assert rows(made.folder, "follow_ups") == []  # nor the traces of them


def test_a_file_that_holds_a_word_not_to_be_published_stops_all_of_it(tmp_path):
    params = shutil.copytree(PARAMS, tmp_path / "params")
    path = params / "2024.yaml"
    path.write_text(path.read_text("utf-8") + "\nnever_publish: ogranskade\n", "utf-8")
    with pytest.raises(LobraError) as told:
        export(tmp_path / "data", params_folder=params)
    where, what = f"{tmp_path}/data", '"ogranskade" är ett ord som inte får publiceras'
    fix = "Ta bort uppgiften ur registren eller märk raden som känslig, och bygg om"
    assert str(told.value).splitlines() == [
        "Öppna data lämnas inte ut:",
        f"{where}/datapackage.json: {what}. {fix}.",
        f"{where}/dcat.rdf: {what}. {fix}.",
    ]
    assert not (tmp_path / "data").exists()


@pytest.mark.parametrize(
    ("make", "told"),
    [
        (lambda path: path.write_text("min fil", "utf-8"), "här ligger en fil, inte en mapp."),
        (lambda path: path.symlink_to(path.parent), "här ligger en länk, inte en mapp."),
        (
            lambda path: (path.mkdir(), (path / "min.txt").write_text("x", "utf-8")),
            "här ligger redan något annat än öppna data. Ange en mapp som är tom eller inte finns.",
        ),
    ],
)
def test_what_is_somebody_elses_is_left_alone(tmp_path, make, told):
    make(tmp_path / "data")
    before = sorted(path.name for path in tmp_path.rglob("*"))
    with pytest.raises(LobraError) as error:
        export(tmp_path / "data")
    assert str(error.value).startswith(f"{tmp_path}/data: {told}")
    assert sorted(path.name for path in tmp_path.rglob("*")) == before


def test_the_folder_that_one_stands_in_is_refused(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(LobraError, match="det är mappen som kommandot körs i. Ange en annan mapp"):
        export(Path("."))


def test_a_year_without_data_names_those_that_have_some(tmp_path):
    with pytest.raises(LobraError) as error:
        export(tmp_path / "data", year=1999)
    told = "1999: det finns inga uppgifter för året. År med uppgifter: 2023, 2024."
    assert str(error.value) == told


def test_an_earlier_export_is_replaced_whole(exported, tmp_path):
    folder = shutil.copytree(exported.folder, tmp_path / "data")
    (folder / "gammal.txt").write_text("x", "utf-8")
    export(folder, council="exempelkoping")
    assert {path.name for path in folder.iterdir()} == {"csv", "datapackage.json", "dcat.rdf"}


@pytest.mark.parametrize(
    ("option", "told"),
    [
        (("--format", "pdf"), "'pdf' finns inte (csv, xlsx, parquet)"),
        (("--url", "min mapp"), "'min mapp' är ingen hel webbadress"),
        (("--license", "fri"), "'fri' är ingen hel webbadress"),
    ],
)
def test_an_option_that_can_not_be_right_is_refused(tmp_path, option, told):
    run = lobra("export", tmp_path / "data", *option)
    assert run.status == 2
    assert told in run.err


# --- the catalogue -------------------------------------------------------------------------------


def things(data):
    """The things of a catalogue: what they are, their names, and what is said of them."""
    root = ElementTree.parse(io.BytesIO(data)).getroot()
    assert root.tag == f"{RDF}RDF"
    return [(one.tag, one.get(f"{RDF}about"), one) for one in root]


def made(said):
    paths = {"csv": ["csv/a.csv", "csv/b.csv"], "parquet": ["parquet/a.parquet"]}
    return things(catalogue.catalogue("Namn & <tecken>", "Om", said, paths, [2019, 2021]))


def test_the_catalogue_has_all_that_the_swedish_profile_asks_for():
    found = made(SAID)
    names = [name for _, name, _ in found]
    assert len(set(names)) == len(names)
    for kind, name, one in found:
        assert name.startswith("https://bjorkdala.example/data/dcat.rdf#")
        assert MANDATORY.get(kind, set()) <= {part.tag for part in one}
        for target in filter(None, (part.get(f"{RDF}resource") for part in one)):
            assert target.startswith(("https://", "http://", "mailto:"))
            assert target in names or not target.startswith(f"{SAID.url}/dcat.rdf#")
    assert set(MANDATORY) <= {kind for kind, *_ in found}
    assert [one.find(f"{DCT}license").get(f"{RDF}resource") for kind, _, one in found[2:4]] == [
        "http://creativecommons.org/publicdomain/zero/1.0/"
    ] * 2


def test_many_files_of_one_format_are_one_distribution():
    (one,) = [one for _, name, one in made(SAID) if name.endswith("#csv")]
    assert [part.get(f"{RDF}resource") for part in one.findall(f"{DCAT}downloadURL")] == [
        "https://bjorkdala.example/data/csv/a.csv",
        "https://bjorkdala.example/data/csv/b.csv",
    ]


@pytest.mark.parametrize(
    ("field", "gone"),
    [
        ("publisher", {f"{DCT}publisher", f"{FOAF}Agent"}),
        ("licence", {f"{DCT}license"}),
        ("contact", {f"{DCAT}contactPoint", f"{VCARD}Organization"}),
    ],
)
def test_what_nobody_has_said_is_left_out_and_told(field, gone):
    said = replace(SAID, **{field: ""})
    tags = {tag for kind, _, one in made(said) for tag in (kind, *(part.tag for part in one))}
    assert tags & gone == set()
    assert tags < {tag for kind, _, one in made(SAID) for tag in (kind, *(p.tag for p in one))}
    assert len(said.missing) == 1
    assert SAID.missing == []


def test_without_an_address_names_follow_where_the_catalogue_lies():
    found = made(replace(SAID, url=""))
    assert {name[0] for _, name, _ in found} == {"#"}
