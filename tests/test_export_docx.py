"""The Word edition, read as Word reads it: the parts of the file, and python-docx."""

from __future__ import annotations

import io
import re
import time
import zipfile
from itertools import pairwise

import docx
import nbformat
import pandas as pd
import pytest
from docx.oxml.ns import qn
from lxml import etree
from lxml import html as lxml_html
from nbconvert.exporters import get_exporter
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from test_export_html import (
    DOCUMENT,
    HOSTILE,
    LONG_WORD,
    SVG,
    chart,
    full_report,
    output,
    report,
    shown,
    table,
)
from test_export_pdf import ODD_MARKDOWN, OTHERS, PNG

from lobra import command, export
from lobra.blocks import ChartTables, Group, KeyFigure, KeyFigures, Statements, Text
from lobra_data.errors import LobraError


def parts(made):
    """Name -> tree of every XML part of the file."""
    with zipfile.ZipFile(io.BytesIO(made)) as opened:
        names = [name for name in opened.namelist() if name.endswith((".xml", ".rels"))]
        return {name: etree.fromstring(opened.read(name)) for name in names}


def opened(notebook):
    return docx.Document(io.BytesIO(export.to_docx(notebook)))


def said(paragraph):
    """A paragraph's words as they are shown: with links and fields, on one line."""
    return " ".join("".join(paragraph._p.itertext(qn("w:t"))).replace("\u200b", "").split())


def styled(document, name):
    return [said(p) for p in document.paragraphs if p.style.name == name]


def everything(document):
    return " ".join("".join(document.element.body.itertext(qn("w:t"))).split())


def cells_of(made):
    """The texts of a table of python-docx, row by row."""
    return [
        [" ".join(cell.text.replace("\u200b", "").split()) for cell in row.cells]
        for row in made.rows
    ]


def test_headings_are_real_and_in_order():
    document = opened(full_report())
    found = [(p.style.name, said(p)) for p in document.paragraphs if "Head" in p.style.name]
    assert found == [
        ("Heading 1", "Sammanfattning"),
        ("Heading 2", "Torget"),
        ("Heading 1", "Nästa år"),
        ("Heading 2", "Möten"),
    ]
    assert styled(document, "Title") == ["Verksamhetsberättelse 2021"]
    levels = [int(name[-1]) for name, _ in found]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_headings_are_numbered_by_word_itself():
    styles = parts(export.to_docx(full_report()))["word/styles.xml"]
    numbering = opened(full_report()).part.numbering_part.element
    linked = [p.get(qn("w:val")) for p in numbering.iter(qn("w:pStyle"))]
    assert linked == ["Heading1", "Heading2", "Heading3"]
    for name in linked:
        (style,) = styles.xpath(f"//w:style[@w:styleId='{name}']", namespaces=styles.nsmap)
        assert style.find(f"{qn('w:pPr')}/{qn('w:numPr')}") is not None


def test_the_contents_are_a_field_whose_links_arrive():
    body = opened(full_report()).element.body
    assert 'TOC \\o "1-2" \\h \\z \\u' in "".join(body.itertext(qn("w:instrText")))
    box = body.find(qn("w:sdt"))
    links = list(box.iter(qn("w:hyperlink")))
    assert ["".join(link.itertext(qn("w:t"))) for link in links] == [
        "1Sammanfattning", "1.1Torget", "2Nästa år", "2.1Möten",
    ]  # fmt: skip
    names = [mark.get(qn("w:name")) for mark in body.iter(qn("w:bookmarkStart"))]
    assert len(names) == len(set(names))
    assert {link.get(qn("w:anchor")) for link in links} <= set(names)
    kinds = [mark.get(qn("w:fldCharType")) for mark in body.iter(qn("w:fldChar"))]
    assert kinds.count("begin") == kinds.count("separate") == kinds.count("end")


def test_the_language_is_swedish_everywhere():
    files = parts(export.to_docx(full_report()))
    languages = {
        value
        for tree in files.values()
        for element in (*tree.iter(qn("w:lang")), *tree.iter(qn("w:themeFontLang")))
        for value in [element.get(qn("w:val"))]
    }
    assert languages == {"sv-SE"}
    assert docx.Document(io.BytesIO(export.to_docx(report()))).core_properties.language == "sv-SE"


def test_the_file_says_what_it_is():
    about = opened(full_report()).core_properties
    assert about.title == "Verksamhetsberättelse 2021"
    assert about.author == f"{DOCUMENT['council']}, Exempelby kommun"
    assert (about.created.isoformat(), about.modified.isoformat()) == (
        "2022-02-15T00:00:00+00:00",
        "2022-02-15T00:00:00+00:00",
    )
    assert "python-docx" not in about.comments


def test_an_unknown_date_is_nowhere_in_the_file():
    core = parts(export.to_docx(report(report_on=None)))["docProps/core.xml"]
    assert not [child for child in core if child.tag.endswith(("created", "modified"))]


def test_captions_are_numbered_and_stand_above_with_the_source_below():
    document = opened(report(new_markdown_cell("## A"), shown(chart()), shown(table())))
    assert styled(document, "Caption") == [
        "Diagram 1 Möten: Ett möte i mars.",
        "Tabell 1 Åtgärder Ett möte i mars.",
        "Tabell 2 Åtgärder Torget",
    ]
    fields = "".join(document.element.body.itertext(qn("w:instrText")))
    assert "SEQ Diagram" in fields
    assert "SEQ Tabell" in fields
    text = everything(document)
    order = [text.index(t) for t in ("Diagram 1", "Källa: Ett möte", "Tabell 2", "Källa: Torget")]
    assert order == sorted(order)


def test_every_picture_has_the_alt_text_of_its_block_and_the_width_of_its_drawing():
    document = opened(full_report())
    drawn = list(document.element.body.iter(qn("wp:docPr")))
    assert [about.get("descr") for about in drawn] == ["Torget", "Två."]
    assert len({about.get("id") for about in drawn}) == 2
    assert all(abs(shape.width.mm - 160) < 0.2 for shape in document.inline_shapes)
    assert all(abs(shape.height.mm - 40) < 0.2 for shape in document.inline_shapes)


def test_a_table_has_a_header_row_that_repeats_and_rows_that_stay_whole():
    (made,) = opened(report(shown(table(rows=40)))).tables
    about = made._tbl.tblPr
    assert about.find(qn("w:tblLook")).get(qn("w:firstRow")) == "1"
    assert about.find(qn("w:tblCaption")).get(qn("w:val")) == "Åtgärder Torget"
    headed = [row._tr.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") for row in made.rows]
    assert [mark is not None for mark in headed] == [True] + [False] * 40
    assert all(row._tr.find(f"{qn('w:trPr')}/{qn('w:cantSplit')}") is not None for row in made.rows)


def test_columns_have_widths_that_fill_the_page():
    for made in opened(full_report()).tables:
        widths = [int(column.get(qn("w:w"))) for column in made._tbl.iter(qn("w:gridCol"))]
        assert sum(widths) == 9071
        assert min(widths) > 400


def test_a_status_is_symbol_and_word_on_one_line():
    (made,) = opened(report(shown(table(rows=1)))).tables
    assert made.rows[1].cells[2].text == "✓\u00a0klar"
    assert cells_of(made)[0] == ["Plats", "Åtgärd", "Antal"]


def test_an_empty_table_says_so():
    (made,) = opened(report(shown(table(rows=0)))).tables
    assert cells_of(made)[1] == ["Inga uppgifter."] * 3


def test_the_tables_of_the_charts_stand_at_their_place_or_else_below_the_chart():
    first, second = chart("Ett.", "a"), chart("Två.", "b")
    below = opened(report(shown(first), shown(second)))
    assert [said(p)[:9] for p in below.paragraphs if p.style.name == "Caption"] == [
        "Diagram 1", "Tabell 1 ", "Diagram 2", "Tabell 2 ",
    ]  # fmt: skip
    place = ChartTables(name="t", parts=[("", first.table), ("", second.table)])
    at_place = opened(report(shown(first), shown(second), shown(place)))
    assert styled(at_place, "Caption") == [
        "Diagram 1 Möten: Ett.",
        "Diagram 2 Möten: Två.",
        "Tabell 1 Möten: Ett.",
        "Tabell 2 Möten: Två.",
    ]
    assert "På webbsidan" not in everything(at_place)


def test_key_figures_are_a_table_with_number_words_and_source():
    figures = [KeyFigure("m", None, "möten", "", "s. 1"), KeyFigure("n", 33, "insatser", "20", "")]
    (made,) = opened(report(shown(KeyFigures(name="t", figures=figures, tiles=["n", "m"])))).tables
    assert cells_of(made) == [
        ["Antal", "Nyckeltal"],
        ["33", "insatser 20"],
        ["okänt", "möten Källa: s. 1"],
    ]


def test_lists_are_real_and_each_item_has_its_source():
    items = Statements(name="l", items=[("Ett.", "prot. rad 7"), ("Två.", "")])
    document = opened(report(shown(items)))
    assert styled(document, "List Bullet") == ["Ett.Källa: prot. rad 7", "Två."]
    assert all(p._p.pPr.numPr is not None for p in document.paragraphs if "List" in p.style.name)


def test_markdown_has_its_form_and_each_list_its_own_numbers():
    markdown = (
        "## Program\n\n*lutad* **stark** `kod` [Brå](https://bra.se) [ond](javascript:alert(1))\n\n"
        "<b>rå</b> $x^2$\n\n- ett\n  - två\n\n3. tre\n\ntext\n\n1. ny\n\n> citat\n\n"
        "| A | B |\n|---|---|\n| a | 1 |\n\nNot[^1]\n\n[^1]: Noten *själv*"
    )
    document = opened(report(new_markdown_cell(markdown)))
    runs = [run for p in document.paragraphs for run in p.runs]
    assert [run.text for run in runs if run.italic] == ["lutad", "själv"]
    assert "stark" in [run.text for run in runs if run.bold]
    assert styled(document, "List Bullet") == ["ett"]
    assert styled(document, "List Bullet 2") == ["två"]
    assert styled(document, "List Number") == ["tre", "ny", "Noten själv"]
    assert styled(document, "Quote") == ["citat"]
    assert "<b>rå</b> $x^2$" in everything(document)
    targets = [r.target_ref for r in document.part.rels.values() if r.is_external]
    assert targets == ["https://bra.se"]
    starts = [s.get(qn("w:val")) for s in document.part.numbering_part.element.iter(
        qn("w:startOverride"))]  # fmt: skip
    assert starts == ["3", "1", "1"]
    anchors = {link.get(qn("w:anchor")) for link in document.element.body.iter(qn("w:hyperlink"))}
    names = {mark.get(qn("w:name")) for mark in document.element.body.iter(qn("w:bookmarkStart"))}
    assert anchors - {None} <= names


def test_hostile_text_is_shown_as_it_stands():
    document = opened(full_report(HOSTILE))
    text = everything(document)
    assert text.count(HOSTILE) >= 5
    assert next(p.get("descr") for p in document.element.body.iter(qn("wp:docPr"))) == HOSTILE


def test_characters_that_word_cannot_hold_are_left_out():
    bad = "Tor\x00get\x1b\x0c \ufffe\uffff\ud800slut"
    cells = [shown(Text(name="t", text=bad)), new_markdown_cell(f"## {bad}"), shown(chart(bad))]
    made = export.to_docx(report(*cells, council=bad, notice=bad))
    text = everything(docx.Document(io.BytesIO(made)))
    assert text.count("Torget slut") >= 4


@pytest.mark.parametrize("text", [LONG_WORD, "Två ord"])
def test_a_word_longer_than_the_page_is_kept(text):
    document = opened(
        report(shown(table(text, rows=1, columns=7)), shown(Text(name="t", text=text)))
    )
    assert everything(document).count(text) >= 3


def test_every_page_has_title_council_and_notice_and_its_number():
    section = opened(report(notice="Påhittade uppgifter")).sections[0]
    running, cover = (said(h.paragraphs[0]) for h in (section.header, section.first_page_header))
    assert running == (f"Verksamhetsberättelse 2021 · {DOCUMENT['council']} Påhittade uppgifter")
    assert cover == "Påhittade uppgifter"
    fields = "".join(section.footer._element.itertext(qn("w:instrText"))).split()
    assert fields == ["PAGE", "NUMPAGES"]
    assert section.different_first_page_header_footer


def test_the_title_page_has_the_facts_of_the_title_block_and_the_notice():
    document = opened(report(notice="Påhittade uppgifter"))
    assert styled(document, "Titelsidans uppgift") == ["År1"]
    assert styled(document, "Anmärkning") == ["Obs! Påhittade uppgifter"]
    without = opened(report())
    assert styled(without, "Anmärkning") == []
    assert "None" not in everything(without)


def test_what_is_missing_has_a_style_of_its_own():
    document = opened(full_report())
    assert styled(document, "Anmärkning") == ["Uppgift saknas. Torget"]


def test_code_streams_and_parameters_are_never_shown():
    printed = new_output("stream", text="HEMLIGT UTSKRIVET")
    files = parts(export.to_docx(report(new_code_cell("report.x(m)", outputs=[printed]))))
    for tree in files.values():
        text = "".join(tree.itertext())
        assert "HEMLIG" not in text
        assert "report.x(m)" not in text


def test_the_same_notebook_gives_the_same_bytes():
    again = nbformat.reads(nbformat.writes(full_report()), as_version=4)
    first = export.to_docx(full_report())
    time.sleep(2.1)  # a zip file tells the time in steps of two seconds
    assert first == export.to_docx(again)
    with zipfile.ZipFile(io.BytesIO(first)) as opened_file:
        assert {entry.date_time for entry in opened_file.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_the_file_holds_nothing_of_the_librarys_example():
    names = set(parts(export.to_docx(full_report())))
    assert not [name for name in names if "customXml" in name or "Effects" in name]
    with zipfile.ZipFile(io.BytesIO(export.to_docx(report()))) as opened_file:
        assert "docProps/thumbnail.jpeg" not in opened_file.namelist()


def test_two_tables_in_a_row_stay_two():
    plain = {"text/html": pd.DataFrame({"a": [1]})._repr_html_()}
    document = opened(new_notebook(cells=[output(plain), output(plain)]))
    assert len(document.tables) == 2
    kinds = [child.tag for child in document.element.body]
    table_tag = qn("w:tbl")
    assert all(after != table_tag for before, after in pairwise(kinds) if before == table_tag)
    assert kinds[-2:] == [qn("w:p"), qn("w:sectPr")]


@pytest.mark.parametrize("markdown", ODD_MARKDOWN)
def test_odd_markdown_is_no_obstacle(markdown):
    assert opened(report(new_markdown_cell(markdown))).paragraphs


@pytest.mark.parametrize("data", OTHERS, ids=lambda data: next(iter(data)))
def test_any_output_can_be_exported(data):
    document = opened(report(output(data), shown(Text(name="t", text="Efter."))))
    assert "Efter." in everything(document)


def test_pictures_are_placed_and_broken_ones_are_told():
    broken = "iVBORw0KGgo="  # the first bytes of a PNG and nothing more
    cells = [output({"image/png": PNG}), output({"image/svg+xml": SVG}),
             output({"image/png": broken}, {"alt": "Kartan"})]  # fmt: skip
    document = opened(new_notebook(cells=cells))
    assert len(document.inline_shapes) == 2
    assert "[Bild: Kartan]" in everything(document)


def test_a_drawing_that_cannot_be_drawn_is_said_in_one_swedish_line():
    with pytest.raises(LobraError) as caught:
        export.to_docx(new_notebook(cells=[output({"image/svg+xml": "<svg"})]))
    assert str(caught.value).startswith("DOCX: en bild kunde inte ritas. Typst säger: ")
    assert "\n" not in str(caught.value)


def test_the_exporter_is_registered():
    made, resources = get_exporter("lobra-docx")().from_notebook_node(
        new_notebook(cells=[]), resources={"metadata": {"name": "skiss"}}
    )
    assert resources["output_extension"] == ".docx"
    assert styled(docx.Document(io.BytesIO(made)), "Title") == ["skiss"]


def test_a_heading_in_a_block_is_not_deeper_than_where_the_block_stands():
    document = opened(report(shown(Group(name="g", parts=[("Ett", table()), ("Två", table())]))))
    assert styled(document, "Heading 1") == ["Ett", "Två"]


def test_the_command_knows_the_formats_that_can_be_built():
    from lobra.build import build

    assert tuple(build.EXPORTERS) == command.FORMATS


# --- the real report -----------------------------------------------------------------------------


@pytest.fixture
def built_docx(reported):
    run, out = reported("2021", "--format", "html,pdf,docx")
    assert run.status == 0, run.err
    page, pdf, word = run.out.splitlines()
    assert (word[-5:], page[-5:], pdf[-4:]) == (".docx", ".html", ".pdf")
    return out, word, page


@pytest.mark.slow
def test_the_real_report_has_every_table_of_the_page_with_the_same_cells(built_docx):
    _, word, page = built_docx
    root = lxml_html.parse(page).getroot()
    on_page = [
        [[" ".join(cell.text_content().split()) for cell in tr.xpath("th|td")]
         for tr in made.iter("tr")]
        for made in root.iter("table")
    ]  # fmt: skip
    in_word = [cells_of(made) for made in docx.Document(word).tables]
    assert len(on_page) > 25
    assert sorted(map(repr, on_page)) == sorted(
        repr(made) for made in in_word if made[0] != ["Antal", "Nyckeltal"]
    )


@pytest.mark.slow
def test_the_real_report_has_the_pages_headings_pictures_and_sources(built_docx):
    _, word, page = built_docx
    root, document = lxml_html.parse(page).getroot(), docx.Document(word)
    headings = [(h.tag, " ".join(h.text_content().split())) for h in root.xpath("//h2|//h3|//h4")]
    levels = {"Heading 1": "h2", "Heading 2": "h3", "Heading 3": "h4"}
    found = [(levels[p.style.name], said(p)) for p in document.paragraphs
             if p.style.name in levels]  # fmt: skip
    assert found == headings
    alts = [about.get("descr") for about in document.element.body.iter(qn("wp:docPr"))]
    assert alts == root.xpath("//img/@alt")
    text = everything(document)
    for source in root.xpath("//details[@class='ref']/span/text()"):
        assert " ".join(source.split()) in text


@pytest.mark.slow
def test_the_real_report_is_listed_with_the_files_that_were_made(built_docx):
    out, _, _ = built_docx
    links = lxml_html.parse(out / "index.html").getroot().xpath("//main//a/@href")
    assert {link.rsplit(".", 1)[-1] for link in links} == {"docx", "html", "ipynb", "pdf"}
    assert all((out / link).is_file() for link in links)
    assert not re.search("None", (out / "index.html").read_text("utf-8"))
