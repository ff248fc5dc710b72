"""What each table shows, as CSV for machines and as a workbook that Excel never computes in."""

import io
import zipfile
from pathlib import Path
from xml.etree import ElementTree

import pytest

from lobra.blocks import Column, Source, Table
from lobra.build import data
from lobra.privacy import gate

ROOT = Path(__file__).parents[1]
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def table(rows, name="t", number=False, title="Tabellens namn"):
    columns = [Column("Vad"), Column("Antal", is_number=number)]
    return Table(name=name, title=title, columns=columns, rows=rows, source=(Source("Plan"),))


def sheets(book):
    """Sheet → its rows of cells; text is str, a number float, and anything else fails."""
    with zipfile.ZipFile(io.BytesIO(book)) as parts:
        shared = [
            "".join(one.itertext())
            for one in ElementTree.fromstring(parts.read("xl/sharedStrings.xml"))
        ]
        listed = ElementTree.fromstring(parts.read("xl/workbook.xml")).find(f"{MAIN}sheets")
        return {
            one.get("name"): rows(parts.read(f"xl/worksheets/sheet{n}.xml"), shared)
            for n, one in enumerate(listed, start=1)
        }


def rows(sheet, shared):
    root = ElementTree.fromstring(sheet)
    assert [*root.iter(f"{MAIN}f")] == []  # a formula
    return [[cell(c, shared) for c in row] for row in root.iter(f"{MAIN}row")]


def cell(element, shared):
    value = element.findtext(f"{MAIN}v")
    kind = element.get("t", "n")
    return {"s": lambda: shared[int(value)], "n": lambda: float(value)}[kind]()


def test_each_table_is_a_sheet_after_one_that_lists_them():
    book = data.workbook([table([["a", "1"]], "lokaler", title="Var rådet möts"), table([], "tom")])
    assert sheets(book) == {
        "Innehåll": [
            ["Blad", "Tabell"],
            ["lokaler", "Var rådet möts"],
            ["tom", "Tabellens namn"],
        ],
        "lokaler": [["Vad", "Antal", "Källa"], ["a", "1", "Plan"]],
        "tom": [["Vad", "Antal", "Källa"]],
    }


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+46",
        "-1+2",
        "@SUM(A1)",
        "=cmd|' /C calc'!A0.pdf",
        "\t=1+1",
        "{=1}",
        "2021-09-17",
        "0114",
        "1e5",
        "10 000",
        "https://example.se",
        "a < b & c",
        " mellanslag ",
        "rad\nrad",
    ],
)
def test_text_is_text_whatever_it_begins_with(text):
    book = data.workbook([table([[text, text]], number=False)])
    assert sheets(book)["t"][1] == [text, text, "Plan"]
    assert sheets(data.workbook([table([[text, "1"]], number=True)]))["t"][1] == [text, 1.0, "Plan"]


@pytest.mark.parametrize(
    ("shown", "value"),
    [
        ("7", 7.0),
        ("10 000", 10_000.0),
        ("10\u00a0000", 10_000.0),
        ("12,5", 12.5),
        ("−3", -3.0),
        ("-3", -3.0),
        ("0", 0.0),
        ("", ""),
        ("färre än 5", "färre än 5"),
        ("6 av 20", "6 av 20"),
        ("okänt", "okänt"),
        ("12 %", "12 %"),
        ("1 5", "1 5"),
        ("1.5", "1.5"),
        ("٣", "٣"),
        ("=1", "=1"),
    ],
)
def test_in_a_column_of_numbers_a_number_is_a_number_and_the_rest_text(shown, value):
    assert sheets(data.workbook([table([["a", shown]], number=True)]))["t"][1][1:-1] == [value]


def test_names_of_sheets_are_short_and_unlike_each_other():
    long = "platssamverkan-och-mer-om-den-saken"
    names = [long, f"{long}-igen", "t", "T", "innehåll"]
    made = [*sheets(data.workbook([table([], name) for name in names]))]
    assert made == [
        "Innehåll",
        "platssamverkan-och-mer-om-den-s",
        "platssamverkan-och-mer-om-den-2",
        "t",
        "T-2",
        "innehåll-2",
    ]
    assert max(map(len, made)) == 31


def test_a_cell_that_excel_cannot_hold_is_cut_where_one_sees_it():
    (_, (cut, *_)) = sheets(data.workbook([table([["x" * 40_000, ""]])]))["t"]
    assert cut == "x" * 32_766 + "…"


def test_the_same_tables_give_the_same_bytes():
    tables = [table([["a", "1"], ["b", "2,5"]], number=True)]
    assert data.workbook(tables) == data.workbook(tables)
    with zipfile.ZipFile(io.BytesIO(data.workbook(tables))) as parts:
        assert {one.date_time for one in parts.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert b"1980-01-01T00:00:00Z" in parts.read("docProps/core.xml")


def test_the_heading_stays_when_one_scrolls():
    with zipfile.ZipFile(io.BytesIO(data.workbook([table([["a", "1"]])]))) as parts:
        pane = ElementTree.fromstring(parts.read("xl/worksheets/sheet2.xml")).find(f".//{MAIN}pane")
    assert (pane.get("ySplit"), pane.get("state")) == ("1", "frozen")


# --- the last gate reads it ----------------------------------------------------------------------


def leaks(tmp_path, *rows, number=False):
    (tmp_path / "tabeller.xlsx").write_bytes(data.workbook([table(rows, number=number)]))
    found = gate.leaks(tmp_path, ["Malva Rönnbrink"], counts=["3 ungdomar"])
    return {problem.what for problem in found}


def test_the_gate_finds_a_name_and_a_small_count_in_a_workbook(tmp_path):
    named = leaks(tmp_path, ["Malva Rönnbrink", "1"])
    assert named == {'"Malva Rönnbrink" är ett namn ur people.csv'}
    counted = leaks(tmp_path, ["3", "ungdomar"])
    assert counted == {'"3, ungdomar" är ett litet antal personer'}


def test_neighbouring_numbers_of_a_workbook_are_no_telephone_number(tmp_path):
    many = [[f"rad {n}", str(n)] for n in range(200)]
    assert leaks(tmp_path, *many, number=True) == set()


# --- in a finished report ------------------------------------------------------------------------


@pytest.mark.slow
def test_a_report_has_the_same_tables_in_both_forms_and_no_byte_order_mark(demo_report):
    files = sorted((demo_report / "data").glob("*.csv"))
    assert not [path.name for path in files if path.read_bytes().startswith(b"\xef\xbb\xbf")]
    book = sheets((demo_report / "tabeller.xlsx").read_bytes())
    contents, *named = book.values()
    assert len(named) == len(files) == len(contents) - 1
    assert [row[0] for row in contents[1:]] == [*book][1:]
    numbers = [one for rows in named for row in rows[1:] for one in row if isinstance(one, float)]
    assert len(numbers) > 60
