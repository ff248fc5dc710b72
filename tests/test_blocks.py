"""A block is data: it survives the way through a notebook, and its tables are its CSV files."""

import csv
import io
import json

import pytest
from export_samples import chart, every_block, table
from IPython.core.formatters import DisplayFormatter

from lobra.blocks import (
    MIME,
    Column,
    Group,
    KeyFigure,
    KeyFigures,
    Missing,
    Nothing,
    Source,
    Statement,
    Statements,
    Status,
    Table,
    Title,
    cited,
    from_json,
    to_json,
)
from lobra.export import in_jupyter

PLAN, MINUTES = Source("Plan", lines=(5,)), Source("Protokoll", "2", (6, 7))


def rows_of(text):
    return list(csv.reader(io.StringIO(text)))


def test_a_source_says_document_item_and_lines():
    assert cited([PLAN, MINUTES, Source("registren")]) == (
        "Plan, rad 5; Protokoll, punkt 2, rad 6, 7; registren"
    )


@pytest.mark.parametrize("cell", every_block(), ids=lambda cell: cell.outputs[0].data[MIME]["kind"])
def test_a_block_is_the_same_after_its_way_through_a_notebook(cell):
    data = cell.outputs[0].data[MIME]
    block = from_json(json.loads(json.dumps(data)))
    assert to_json(block) == data
    assert [one.csv() for one in block.tables()] == [one.csv() for one in from_json(data).tables()]


def test_a_status_keeps_its_code_on_the_way():
    made = from_json(to_json(table(rows=1)))
    status = made.rows[0][2]
    assert (status, status.code, status.word) == ("✓ klar", "done", "klar")


@pytest.mark.parametrize(
    "data",
    [
        {"kind": "Okänt", "name": "x"},
        {"kind": "Table", "name": "t"},
        {"kind": "Text", "name": "t", "text": "x", "html": "<script>"},
        {"kind": ["Text"]},
        {"kind": "dict"},
        {"name": "x"},
    ],
)
def test_what_is_no_block_is_refused(data):
    with pytest.raises(ValueError, match="ingen del av en rapport"):
        from_json(data)


def test_a_notebook_shows_a_block_as_page_and_keeps_it_as_data():
    formatter = DisplayFormatter()
    formatter.formatters["text/html"].for_type(Table, in_jupyter.shown)
    data, _ = formatter.format(table(rows=1))
    assert set(data) == {MIME, "text/html", "text/plain"}
    assert from_json(data[MIME]) == from_json(to_json(table(rows=1)))
    assert "<table>" in data["text/html"]


def test_a_notebook_shows_of_a_title_page_which_edition_it_is_and_nothing_of_nothing():
    facts = [("Råd", "Rådet <i>"), ("Utgåva", "Arbetsexemplar, inte för publicering")]
    title = Title(name="titelsida", title="Läget 2024", document={}, facts=facts)
    shown = in_jupyter.shown(title)
    assert shown.partition('<div class="lobra-block">')[2] == (
        '<h1>Läget 2024</h1><dl class="facts"><div><dt>Råd:</dt> <dd>Rådet &lt;i&gt;</dd></div>'
        "<div><dt>Utgåva:</dt> <dd>Arbetsexemplar, inte för publicering</dd></div></dl></div>"
    )
    assert in_jupyter.shown(Nothing(name="tomt")) == ""


def test_csv_has_each_row_with_its_own_source_or_else_the_tables():
    columns = [Column("Plats"), Column("Antal", is_number=True)]
    block = Table(
        name="t",
        columns=columns,
        rows=[["Torget", "3"], ["Parken, norra", "4"]],
        source=(PLAN,),
        sources=[(MINUTES, PLAN), ()],
    )
    assert rows_of(block.csv()) == [
        ["Plats", "Antal", "Källa"],
        ["Torget", "3", "Protokoll, punkt 2, rad 6, 7; Plan, rad 5"],
        ["Parken, norra", "4", "Plan, rad 5"],
    ]


def test_key_figures_are_all_in_the_csv_and_the_unknown_is_said_in_words():
    figures = [KeyFigure("a", None, "A", "", (PLAN,)), KeyFigure("b", 2, "B", "n", ())]
    block = KeyFigures(name="n", figures=figures, tiles=["b"])
    (made,) = block.tables()
    assert rows_of(made.csv())[1:] == [
        ["a", "okänt", "A", "", "Plan, rad 5"],
        ["b", "2", "B", "n", ""],
    ]
    assert [figure.name for figure in block.shown] == ["b"]


def test_statements_are_a_table_of_what_is_said():
    block = Statements(name="l", title="L", items=[Statement("Ett.", (PLAN,)), Statement("Två.")])
    (made,) = block.tables()
    assert (made.name, made.title) == ("l", "L")
    assert rows_of(made.csv()) == [["Uppgift", "Källa"], ["Ett.", "Plan, rad 5"], ["Två.", ""]]


def test_a_charts_table_goes_under_the_charts_name_with_the_charts_source():
    (made,) = chart("Två av tre.").tables()
    assert (made.name, made.title) == ("diagram", "Möten: Två av tre.")
    assert {cited(source) for _, source in made.sourced()} == {"Två av tre."}


def test_a_group_has_the_tables_of_its_parts():
    group = Group(name="g", parts=[("Rubrik", table()), ("", Missing(name="m", text="x"))])
    assert list(group.tables()) == [table()]


def test_a_copied_status_is_a_status():
    import copy

    status = copy.deepcopy(Status("ongoing", "pågår"))
    assert (status, status.code) == ("◉ pågår", "ongoing")
