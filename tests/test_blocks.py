"""A block says the same in HTML, Typst, CSV and plain text, and data can't become markup."""

import csv
import io

import pytest
from lxml import html

from lobra.blocks import (
    Chart,
    Column,
    Group,
    KeyFigure,
    KeyFigures,
    Missing,
    Statements,
    Status,
    Table,
    Text,
)
from lobra.blocks.typst_text import literal

HOSTILE = '<script>x</script> & "citat" \\ #let $x$ *fet* // `kod`'


def table(**kwargs):
    return Table(
        name="t",
        title="Titel",
        columns=[Column("Plats", 2), Column("Antal", is_number=True)],
        rows=[["Liljeholmen", "3"], [HOSTILE, "4"]],
        **kwargs,
    )


def parsed(block):
    return html.fragment_fromstring(block.html(), create_parent="div")


def test_table_has_caption_column_heads_and_row_heads():
    tree = parsed(table())
    assert tree.xpath("string(//caption)") == "Titel"
    assert tree.xpath("//thead//th/@scope") == ["col", "col"]
    assert tree.xpath("//tbody//th/@scope") == ["row", "row"]
    assert tree.xpath("//tbody/tr[2]/th")[0].text_content() == HOSTILE
    assert tree.xpath("//td/@class") == ["num", "num"]


def test_scrolling_box_is_named_and_can_be_reached_by_keyboard():
    (box,) = parsed(table()).xpath("//div[@class='scroll']")
    assert (box.get("role"), box.get("tabindex"), box.get("aria-label")) == ("region", "0", "Titel")


@pytest.mark.parametrize(
    "block",
    [
        table(),
        Text(name="x", text=HOSTILE, source=HOSTILE),
        Missing(name="x", text=HOSTILE),
        Statements(name="x", items=[(HOSTILE, HOSTILE)]),
        Group(name="x", parts=[(HOSTILE, Missing(name="y", text=HOSTILE))]),
        KeyFigures(name="x", figures=[KeyFigure("n", 1, HOSTILE, HOSTILE, HOSTILE)], tiles=["n"]),
        Chart(name="x", title=HOSTILE, svg="<svg/>", alt=HOSTILE, table=table(), source=HOSTILE),
    ],
    ids=lambda block: block.kind,
)
def test_hostile_text_is_text_in_every_form(block):
    tree = parsed(block)
    assert tree.xpath("//script") == []
    assert HOSTILE in tree.text_content()
    assert literal(HOSTILE) in block.typst()
    assert HOSTILE in block.plain()


def test_csv_holds_the_cells_of_the_table():
    rows = list(csv.reader(io.StringIO(table().csv())))
    assert rows == [["Plats", "Antal", "Källa"], ["Liljeholmen", "3", ""], [HOSTILE, "4", ""]]


def test_status_has_a_word_and_a_symbol_everywhere():
    block = Table(
        name="t",
        title="T",
        columns=[Column("A"), Column("Läge")],
        rows=[["x", Status("ongoing", "pågår")]],
    )
    (pill,) = parsed(block).xpath("//td/span")
    assert pill.get("class") == "status status-ongoing"
    assert pill.text == "◉ pågår"
    assert '"◉ pågår"' in block.typst()


def test_unknown_key_figure_is_said_in_words_and_is_null_in_the_metadata():
    figure = KeyFigure("present", None, "närvarande", "anges inte", "")
    block = KeyFigures(name="n", figures=[figure], tiles=["present"])
    assert parsed(block).xpath("string(//dd[@class='value'])") == "okänt"
    assert block.metadata()["key_figures"] == {"present": None}


def test_key_figures_outside_the_tiles_are_kept_for_csv_and_manifest():
    figures = [KeyFigure("a", 1, "A", "", ""), KeyFigure("b", 2, "B", "", "")]
    block = KeyFigures(name="n", figures=figures, tiles=["b"])
    assert [dt.text for dt in parsed(block).xpath("//dt")] == ["B"]
    assert block.metadata()["key_figures"] == {"a": 1, "b": 2}


def test_chart_carries_alt_text_and_its_table():
    chart = Chart(name="c", title="T", svg="<svg/>", alt="Tre av fyra.", table=table())
    tree = parsed(chart)
    assert tree.xpath("//img/@alt") == ["Tre av fyra."]
    assert tree.xpath("//details//caption/text()") == ["Titel"]
    assert 'alt: "Tre av fyra."' in chart.typst()
    assert chart.csv() == table().csv()


def test_notebook_output_carries_every_form_and_what_the_block_is():
    data, metadata = table()._repr_mimebundle_()
    assert set(data) == {"text/html", "text/plain", "text/x-typst", "text/csv"}
    assert metadata == {"lobra": {"kind": "table", "name": "t", "title": "Titel"}}


def test_group_gives_the_files_of_its_parts():
    group = Group(
        name="g", title="G", parts=[("Rubrik", table()), ("", Missing(name="m", text="x"))]
    )
    assert group.metadata()["files"] == {"t": table().csv()}
    assert parsed(group).xpath("//h3/text()") == ["Rubrik"]


def test_a_list_on_paper_names_its_documents_once():
    items = [("Ett.", "Protokoll 1, punkt 2, rad 5"), ("Två.", "Protokoll 1, punkt 2, rad 6")]
    made = Statements(name="s", items=items).typst()
    assert made.count("Protokoll 1") == 1
    assert 'source: "rad 6"' in made and 'source: "Protokoll 1, punkt 2"' in made


def test_a_list_whose_sources_name_no_place_keeps_them_whole():
    items = [("Ett.", "Protokoll 1"), ("Två.", "Plan, rad 5; Protokoll 2, rad 6")]
    made = Statements(name="s", items=items).typst()
    assert 'source: "Protokoll 1"' in made and made.endswith('source: "")')


def test_whole_references_in_a_column_are_short_on_paper_and_whole_on_the_page():
    whole = ["Protokoll 1, punkt 2, rad 5", "Protokoll 2, rad 6"]
    columns = [Column("A"), Column("Källa")]
    block = Table(name="t", title="T", columns=columns, rows=[["a", whole[0]], ["b", whole[1]]])
    assert '"A punkt 2, rad 5"' in block.typst() and "A Protokoll 1; B Protokoll 2" in block.typst()
    assert parsed(block).xpath("//td[@class='from']/text()") == whole


def test_a_wide_table_on_paper_says_below_it_where_each_row_is_from():
    columns = [Column(f"K{n}") for n in range(7)]
    rows, sources = [["a", *"123456"], ["b", *"123456"]], ["P, rad 1", "P, rad 2"]
    block = Table(name="t", title="T", source="P", columns=columns, rows=rows, sources=sources)
    assert block.typst().endswith('#lobra-note("Källa rad för rad: a: rad 1 · b: rad 2")')
    assert parsed(block).xpath("//td[@class='from']/text()") == ["rad 1", "rad 2"]


def test_what_unfolds_a_chart_is_named_after_the_chart():
    block = Chart(name="c", title="Teman", source="P", alt="Alt.", svg="<svg/>", table=table())
    summary = parsed(block).xpath("//details[@class='data']/summary")[0]
    assert summary.text_content() == "Visa diagrammet som tabell: Teman"
