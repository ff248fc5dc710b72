"""The Word edition, read as Word reads it: the parts of the file, and python-docx."""

from __future__ import annotations

import io
import re
import time
import zipfile
from dataclasses import replace
from itertools import pairwise

import docx
import nbformat
import pandas as pd
import pytest
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from export_samples import (
    DOCUMENT,
    FACTS,
    HOSTILE,
    LONG_WORD,
    ODD_MARKDOWN,
    OTHER,
    OTHERS,
    PNG,
    SEE,
    SVG,
    chart,
    every_block,
    full_report,
    numbers,
    of_days,
    output,
    own_words,
    picture,
    report,
    shown,
    table,
    told,
)
from lxml import etree
from lxml import html as lxml_html
from nbconvert.exporters import get_exporter
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from lobra.blocks import (
    Column,
    Group,
    KeyFigure,
    KeyFigures,
    Source,
    Statement,
    Statements,
    Status,
    Table,
    Text,
)
from lobra.export import document as reading
from lobra.export import references, word
from lobra.export.word.table import fitting_widths
from lobra_data.errors import LobraError


def written(notebook, name=""):
    """The notebook as a Word file, the way that the exporter makes it."""
    return word.written(reading.read(notebook, name, "docx"))


def parts(made):
    """Name -> tree of every XML part of the file."""
    with zipfile.ZipFile(io.BytesIO(made)) as opened:
        names = [name for name in opened.namelist() if name.endswith((".xml", ".rels"))]
        return {name: etree.fromstring(opened.read(name)) for name in names}


def opened(notebook):
    return docx.Document(io.BytesIO(written(notebook)))


def said(paragraph):
    """A paragraph's words as they are shown: with links and fields, on one line."""
    return " ".join("".join(paragraph._p.itertext(qn("w:t"))).replace("\u200b", "").split())


def styled(document, name):
    return [said(p) for p in document.paragraphs if p.style.name == name]


def fields(element):
    """What Word is to count anew, in order."""
    return [field.get(qn("w:instr")) for field in element.iter(qn("w:fldSimple"))]


def links_of(element):
    return [link.get(qn("w:anchor")) for link in element.iter(qn("w:hyperlink"))]


def bookmarks_of(element):
    return [mark.get(qn("w:name")) for mark in element.iter(qn("w:bookmarkStart"))]


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
    styles = parts(written(full_report()))["word/styles.xml"]
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
    names = bookmarks_of(body)
    assert len(names) == len(set(names))
    assert [name for name in names if name in links_of(box)] == links_of(box)
    kinds = [mark.get(qn("w:fldCharType")) for mark in body.iter(qn("w:fldChar"))]
    assert kinds.count("begin") == kinds.count("separate") == kinds.count("end")


def test_the_contents_name_two_levels_and_word_numbers_a_third():
    document = opened(
        report(new_markdown_cell("## A\n\n### B\n\n#### C\n\n##### D\n\nx\n\n## E\n\nx"))
    )
    links = document.element.body.find(qn("w:sdt")).iter(qn("w:hyperlink"))
    assert ["".join(link.itertext(qn("w:t"))) for link in links] == ["1A", "1.1B", "2E"]
    assert styled(document, "Heading 3") == ["C", "D"]


def test_the_language_is_swedish_everywhere():
    files = parts(written(full_report()))
    languages = {
        value
        for tree in files.values()
        for element in (*tree.iter(qn("w:lang")), *tree.iter(qn("w:themeFontLang")))
        for value in [element.get(qn("w:val"))]
    }
    assert languages == {"sv-SE"}
    assert docx.Document(io.BytesIO(written(report()))).core_properties.language == "sv-SE"


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
    core = parts(written(report(report_on=None)))["docProps/core.xml"]
    assert not [child for child in core if child.tag.endswith(("created", "modified"))]


def test_captions_are_numbered_and_stand_above_with_the_source_below():
    document = opened(report(new_markdown_cell("## A"), shown(chart()), shown(table())))
    assert styled(document, "Caption") == [
        "Diagram 1 Möten: Ett möte i mars.",
        "Tabell 1 Åtgärder Torget",
    ]
    assert fields(document.element.body) == ["SEQ Diagram \\* ARABIC", "SEQ Tabell \\* ARABIC"]
    text = everything(document)
    order = [text.index(t) for t in ("Diagram 1", "Källa: Ett möte", "Tabell 1", "Källa: Torget")]
    assert order == sorted(order)


def test_every_picture_has_the_alt_text_of_its_block_and_the_width_of_its_drawing():
    document = opened(full_report())
    drawn = list(document.element.body.iter(qn("wp:docPr")))
    assert [about.get("descr") for about in drawn] == ["Torget", "Två.", "Rådet"]
    assert len({about.get("id") for about in drawn}) == 3
    charts = list(document.inline_shapes)[:2]
    assert all(abs(shape.width.mm - 160) < 0.2 for shape in charts)
    assert all(abs(shape.height.mm - 40) < 0.2 for shape in charts)


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
        assert sum(widths) == 9524
        assert all([cell.width.twips for cell in row.cells] == widths for row in made.rows)
        assert min(widths) > 400


def test_a_status_is_symbol_and_word_on_one_line():
    (made,) = opened(report(shown(table(rows=1)))).tables
    assert made.rows[1].cells[2].text == "✓\u00a0klar"
    bold = [cell.paragraphs[0].runs[0].bold for cell in made.rows[1].cells]
    assert bold == [None, None, True]
    assert cells_of(made)[0] == ["Plats", "Åtgärd", "Antal"]


def test_an_empty_table_says_so():
    (made,) = opened(report(shown(table(rows=0)))).tables
    assert cells_of(made)[1] == ["Inga uppgifter."] * 3


SOURCED = Table(
    name="t",
    title="Beslut",
    columns=[Column("Beslut"), Column("Antal", is_number=True)],
    rows=[["Belysning", "1"], ["Vandring", "20"]],
    sources=[
        (Source("Protokoll", "2", (6, 7)),),
        (Source("Protokoll", "3", (9,)), Source("Plan", "", (5,))),
    ],
)


def test_each_row_says_in_the_last_column_where_it_comes_from():
    document = opened(report(shown(SOURCED)))
    (made,) = document.tables
    assert cells_of(made) == [
        ["Beslut", "Antal", "Källa"],
        ["Belysning", "1", "A punkt 2, rad 6, 7"],
        ["Vandring", "20", "A punkt 3, rad 9; B rad 5"],
    ]
    assert styled(document, "Källa") == ["Källa: A Protokoll; B Plan"]


def test_paper_has_a_chart_without_its_table():
    document = opened(report(shown(replace(chart(), table=SOURCED))))
    assert document.tables == []
    assert styled(document, "Källa") == ["Källa: Ett möte i mars."]


def test_numbers_and_their_heads_stand_to_the_right():
    (made,) = opened(report(shown(SOURCED))).tables
    aligned = [[cell.paragraphs[0].alignment for cell in row.cells] for row in made.rows]
    assert aligned == [[None, WD_ALIGN_PARAGRAPH.RIGHT, None]] * 3


def kept(made):
    """Which rows stay on the page of the row below."""
    return [
        all(cell.paragraphs[-1].paragraph_format.keep_with_next for cell in row.cells)
        for row in list(made.rows)[1:]
    ]


def test_a_short_table_stays_whole_and_a_long_one_leaves_no_row_alone():
    short, long = (opened(report(shown(table(rows=n)))).tables[0] for n in (4, 30))
    assert kept(short) == [True] * 4
    assert kept(long) == [True, True] + [False] * 26 + [True, True]
    assert kept(opened(report(shown(replace(table(rows=2), source=())))).tables[0]) == [True, False]


def test_a_word_in_a_cell_can_be_found_as_it_is_written():
    (made,) = opened(report(shown(table("Fruängen/Västertorp", rows=1)))).tables
    assert made.rows[1].cells[0].text == "Fruängen/Västertorp"


def widths_of(*cells):
    columns = [Column(f"K{n}") for n in range(len(cells))]
    made = opened(report(shown(Table(name="t", title="T", columns=columns, rows=[cells])))).tables
    return [cell.width.twips for cell in made[0].rows[0].cells]


def test_a_column_is_as_wide_as_its_words_and_what_is_left_goes_to_the_long_ones():
    long = "Belysningen vid torget och parken ses över. " * 4
    short, status, wide = widths_of("12 mars 2024", "pågår", long)
    assert (short, status) == (1452, 710)
    assert wide == 9524 - short - status
    one, two = widths_of(long[:40], long[:80])
    assert one < two < 2 * one


def test_a_wide_table_says_below_it_where_each_row_is_from():
    block = replace(
        SOURCED,
        columns=[Column(f"K{n}") for n in range(7)],
        rows=[["a", *"123456"], ["b", *"123456"]],
    )
    document = opened(report(shown(block)))
    assert len(document.tables[0].columns) == 7
    assert styled(document, "Källa") == [
        "Källa rad för rad: a: A punkt 2, rad 6, 7 · b: A punkt 3, rad 9; B rad 5",
        "Källa: A Protokoll; B Plan",
    ]


def test_the_annexes_are_set_smaller_than_a_report():
    def size(kind):
        return opened(report(kind=kind)).styles["Tabelltext"].font.size.pt

    assert (size("report"), size("annexes")) == (8.5, 8)


def test_the_contents_stand_below_the_title_and_name_the_chapters_alone_when_long():
    def contents(n):
        headings = "".join(f"### Plats {i}\n\nx\n\n" for i in range(n))
        document = opened(report(new_markdown_cell(f"## Platserna\n\n{headings}")))
        return len(list(document.element.body.find(qn("w:sdt")).iter(qn("w:hyperlink"))))

    assert (contents(29), contents(30)) == (30, 1)


def test_key_figures_are_a_table_with_number_words_and_source():
    figures = [
        KeyFigure("m", None, "möten", "", (Source("s. 1"),)),
        KeyFigure("n", 33, "insatser", "20", ()),
        KeyFigure("o", 5, "visas inte", "", ()),
    ]
    (made,) = opened(report(shown(KeyFigures(name="t", figures=figures, tiles=["n", "m"])))).tables
    assert cells_of(made) == [
        ["insatser", "möten"],
        ["33 20", "okänt Källa: s. 1"],
    ]


def test_four_key_figures_stand_in_a_row_and_the_fifth_in_the_next():
    figures = [KeyFigure(name, n, name, "", ()) for n, name in enumerate("abcde")]
    made = opened(report(shown(KeyFigures(name="t", figures=figures, tiles=list("abcde"))))).tables
    assert [cells_of(one) for one in made] == [
        [["a", "b", "c", "d"], ["0", "1", "2", "3"]],
        [["e"], ["4"]],
    ]


def test_a_text_and_each_item_of_a_list_has_its_source():
    items = [Statement("Ett.", (Source("prot.", "", (7,)), Source("plan"))), Statement("Två.")]
    text = Text(name="t", text="Rådet möttes.", source=(Source("prot."),))
    document = opened(report(shown(text), shown(Statements(name="l", items=items))))
    assert "Rådet möttes.Källa: prot." in styled(document, "Normal")
    assert styled(document, "List Bullet") == ["Ett.Källa: prot., rad 7; plan", "Två."]
    assert all(p._p.pPr.numPr is not None for p in document.paragraphs if "List" in p.style.name)
    small = [r.text for p in document.paragraphs for r in p.runs if r.style.name == "Källa i text"]
    assert small == ["\nKälla: prot.", "\nKälla: prot., rad 7; plan"]


def test_markdown_has_its_form_and_each_list_its_own_numbers():
    markdown = (
        "## Program\n\n*lutad* **stark** ~~struken~~ `kod` [Brå](https://bra.se) "
        "[ond](javascript:alert(1))\n\n"
        "<b>rå</b> $x^2$\n\n- ett\n  - två\n\n3. tre\n\ntext\n\n1. ny\n\n> citat\n\n"
        "| A | B |\n|---|---|\n| a | 1 |\n\nNot[^1]\n\n[^1]: Noten *själv*"
    )
    document = opened(report(new_markdown_cell(markdown)))
    runs = [run for p in document.paragraphs for run in p.runs]
    assert [run.text for run in runs if run.italic] == ["lutad", "själv"]
    assert "stark" in [run.text for run in runs if run.bold]
    assert [run.text for run in runs if run.font.strike] == ["struken"]
    assert [run.text for run in runs if run.font.name == "Consolas"] == ["kod"]
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
    (mark,) = [run for run in document.element.body.iter(qn("w:vertAlign"))]
    assert "".join(mark.getparent().getparent().itertext(qn("w:t"))) == "1"
    assert links_of(document.element.body)[-1] == bookmarks_of(document.element.body)[-1]


def test_a_link_inside_the_document_leads_to_its_heading_or_is_mere_words():
    markdown = "[till](#nästa-år) [bort](#saknas)\n\n## Nästa år\n\nx"
    document = opened(report(new_markdown_cell(markdown)))
    (paragraph,) = [p for p in document.paragraphs if p.text == "till bort"]
    (link,) = paragraph.hyperlinks
    assert (link.text, link.runs[0].style.name) == ("till", "Hyperlink")
    assert link.fragment == bookmarks_of(document.element.body)[0]


def test_a_line_break_and_the_lines_of_preformatted_text_are_kept():
    markdown = "ett\\\ntvå\n\n```\nrad 1\n\trad 2\n```\n\n***"
    document = opened(report(new_markdown_cell(markdown)))
    texts = {p.style.name: p.text for p in document.paragraphs}
    assert texts["Normal"] == "ett\ntvå"
    assert texts["Oformaterad text"] == "rad 1\n    rad 2"
    assert texts["Linje"] == ""


def test_lists_in_lists_are_numbered_each_for_itself_and_keep_their_paragraphs():
    markdown = "1. ett\n\n   mer\n\n   4. fyra\n      - djupt\n        - djupare\n2. två"
    document = opened(report(new_markdown_cell(markdown)))
    found = [(p.style.name, said(p)) for p in document.paragraphs if "List" in p.style.name]
    assert found == [
        ("List Number", "ett"),
        ("List Continue", "mer"),
        ("List Number 2", "fyra"),
        ("List Bullet 3", "djupt"),
        ("List Bullet 3", "djupare"),
        ("List Number", "två"),
    ]
    places = [p._p.pPr.numPr for p in document.paragraphs if "List" in p.style.name]
    depths = [place.ilvl.val for place in places if place is not None]
    assert depths == [0, 1, 2, 3, 0]
    outer, inner = places[0].numId.val, places[2].numId.val
    assert (places[5].numId.val, inner) == (outer, outer + 1)


@pytest.mark.parametrize("markdown", ["> ### Rubrik\n>\n> Text", "- ### Rubrik\n\n  Text"])
def test_a_heading_within_a_quote_or_a_list_is_no_heading_of_the_report(markdown):
    document = opened(report(new_markdown_cell(f"## Ett\n\n{markdown}\n\n## Två\n\nx")))
    assert styled(document, "Heading 1") == ["Ett", "Två"]
    assert [r.text for p in document.paragraphs for r in p.runs if r.bold][-1:] == ["Rubrik"]
    contents = document.element.body.find(qn("w:sdt"))
    assert "".join(contents.itertext(qn("w:t"))) == "Innehåll1Ett2Två"


def test_what_leads_in_stays_with_what_it_leads_to():
    document = opened(report(new_markdown_cell("Fritt."), new_markdown_cell("## A\n\nLeder in.")))
    stays = {p.text: p.paragraph_format.keep_with_next for p in document.paragraphs if p.text}
    assert (stays["Leder in."], stays["Fritt."]) == (True, None)


def test_hostile_text_is_shown_as_it_stands():
    document = opened(full_report(HOSTILE))
    text = everything(document)
    assert text.count(HOSTILE) >= 5
    assert next(p.get("descr") for p in document.element.body.iter(qn("wp:docPr"))) == HOSTILE


def test_characters_that_word_cannot_hold_are_left_out():
    bad = "Tor\x00get\x1b\x0c \ufffe\uffff\ud800slut"
    heading = new_markdown_cell(f"## {bad}\n\n- {bad}\n\n> {bad}\n\n```\n{bad}\n```")
    cells = [*every_block(bad), heading, output({"text/plain": bad})]
    document = opened(report(*cells, council=bad, notice=bad, title=bad))
    text = everything(document).replace(
        "\ufffd", ""
    )  # markdown's sign for a character of no number
    assert text.count("Torget slut") > 20
    assert "Tor get" not in text
    assert document.core_properties.title == "Torget slut"
    drawn = document.element.body.iter(qn("wp:docPr"))
    assert [about.get("descr") for about in drawn] == ["Torget slut", "Två.", "Rådet"]


@pytest.mark.parametrize("text", [LONG_WORD, "Två ord"])
def test_a_word_longer_than_the_page_is_kept(text):
    document = opened(
        report(shown(table(text, rows=1, columns=7)), shown(Text(name="t", text=text)))
    )
    assert everything(document).count(text) >= 3


def test_a_cell_may_be_longer_than_a_page():
    (made,) = opened(report(shown(table("ord " * 2000, rows=1)))).tables
    assert made.rows[1].cells[0].text == "ord " * 2000


def test_every_page_has_title_council_and_notice_and_its_number():
    section = opened(report(notice="Påhittade uppgifter")).sections[0]
    running, cover = (said(h.paragraphs[0]) for h in (section.header, section.first_page_header))
    assert running == (f"Verksamhetsberättelse 2021 · {DOCUMENT['council']} Påhittade uppgifter")
    assert cover == "Påhittade uppgifter"
    assert said(section.footer.paragraphs[0]) == "Sida 1 av 1"
    assert fields(section.footer._element) == ["PAGE", "NUMPAGES"]
    assert said(section.first_page_footer.paragraphs[0]) == ""
    assert section.different_first_page_header_footer


def test_a_title_page_without_notice_has_no_line_above_or_below():
    section = opened(report()).sections[0]
    for holder in (section.first_page_header, section.first_page_footer):
        assert [(p.style.name, p.text) for p in holder.paragraphs] == [("Normal", "")]


def test_the_title_page_has_the_facts_of_the_title_block_and_the_notice():
    document = opened(report(notice="Påhittade uppgifter"))
    assert styled(document, "Subtitle") == [f"{DOCUMENT['council']} · Exempelby kommun"]
    (fact,) = [p for p in document.paragraphs if p.style.name == "Titelsidans uppgift"]
    assert [(run.text, run.bold) for run in fact.runs] == [("År\t", None), ("1", True)]
    assert styled(document, "Anmärkning") == ["Obs! Påhittade uppgifter"]
    without = opened(report())
    assert styled(without, "Anmärkning") == []
    assert "None" not in everything(without)


def test_what_is_missing_has_a_style_of_its_own():
    document = opened(full_report())
    assert styled(document, "Anmärkning") == ["Uppgift saknas. Torget"]


def test_code_streams_and_parameters_are_never_shown():
    printed = new_output("stream", text="HEMLIGT UTSKRIVET")
    files = parts(written(report(new_code_cell("report.x(m)", outputs=[printed]))))
    for tree in files.values():
        text = "".join(tree.itertext())
        assert "HEMLIG" not in text
        assert "report.x(m)" not in text


def test_the_same_notebook_gives_the_same_bytes():
    again = nbformat.reads(nbformat.writes(full_report()), as_version=4)
    first = written(full_report())
    time.sleep(2.1)  # a zip file tells the time in steps of two seconds
    assert first == written(again)
    with zipfile.ZipFile(io.BytesIO(first)) as opened_file:
        assert {entry.date_time for entry in opened_file.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_the_file_holds_nothing_of_the_librarys_example():
    names = set(parts(written(full_report())))
    assert not [name for name in names if "customXml" in name or "Effects" in name]
    with zipfile.ZipFile(io.BytesIO(written(report()))) as opened_file:
        assert "docProps/thumbnail.jpeg" not in opened_file.namelist()


def test_two_tables_in_a_row_stay_two():
    plain = {"text/html": pd.DataFrame({"a": [1]}).to_html()}
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


def test_a_picture_is_never_larger_than_the_page():
    wide, high = (
        SVG.replace("160mm", width).replace("40mm", height)
        for width, height in (("400mm", "100mm"), ("100mm", "400mm"))
    )
    cells = [output({"image/svg+xml": drawn}) for drawn in (wide, high)]
    shapes = opened(new_notebook(cells=cells)).inline_shapes
    assert [(round(s.width.mm), round(s.height.mm)) for s in shapes] == [(160, 40), (50, 200)]


def test_a_drawing_that_cannot_be_drawn_is_said_in_one_swedish_line():
    with pytest.raises(LobraError) as caught:
        written(new_notebook(cells=[output({"image/svg+xml": "<svg"})]))
    assert str(caught.value).startswith("DOCX: en bild kunde inte ritas. Typst säger: ")
    assert "\n" not in str(caught.value)


def test_a_notebook_without_title_page_is_titled_by_its_file():
    document = docx.Document(io.BytesIO(written(new_notebook(cells=[]), "skiss")))
    assert styled(document, "Title") == ["skiss"]
    assert document.element.body.find(qn("w:sdt")) is None


def test_the_exporter_is_registered():
    made, resources = get_exporter("lobra_docx")().from_notebook_node(
        new_notebook(cells=[]), resources={"metadata": {"name": "skiss"}}
    )
    assert resources["output_extension"] == ".docx"
    assert made == written(new_notebook(cells=[]), "skiss")


def test_a_heading_in_a_block_is_not_deeper_than_where_the_block_stands():
    document = opened(report(shown(Group(name="g", parts=[("Ett", table()), ("Två", table())]))))
    assert styled(document, "Heading 1") == ["Ett", "Två"]


# --- the real report -----------------------------------------------------------------------------


@pytest.fixture
def built_docx(reported):
    run, out = reported("2021", "--format", "html,pdf,docx")
    assert run.status == 0, run.err
    page, pdf, word, *annexes = run.out.splitlines()
    assert len(annexes) == 3
    assert (word[-5:], page[-5:], pdf[-4:]) == (".docx", ".html", ".pdf")
    return out, word, page


@pytest.mark.slow
def test_the_real_report_has_every_table_of_the_page_with_the_same_cells(built_docx):
    _, word, page = (str(path).replace("verksamhetsberattelse", "bilagor") for path in built_docx)
    root = lxml_html.parse(page).getroot()
    on_page = [
        [[" ".join(cell.text_content().split()) for cell in tr.xpath("th|td")]
         for tr in made.iter("tr")]
        for made in root.iter("table") if not made.xpath("ancestor::details")
    ]  # fmt: skip
    in_word = [cells_of(made) for made in docx.Document(word).tables]
    in_word = [made for made in in_word if made[0] != ["Antal", "Nyckeltal"]]
    assert len(on_page) > 10
    for seen, made in zip(on_page, in_word, strict=True):  # a wide one has its sources below it
        n = len(made[0])
        assert [row[:n] for row in seen] == made
        assert n in (len(seen[0]), references.WIDE + 1)


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
    for source in root.xpath("//details[@class='ref']/span"):
        for one in " ".join(source.text_content().split()).split("; "):
            parts = re.fullmatch(r"(.+?)(?:, (punkt [^,]+))?(?:, (rad .+))?", one).groups("")
            assert [part for part in parts if part not in text] == []


@pytest.mark.slow
def test_the_real_report_is_listed_with_the_files_that_were_made(built_docx):
    out, _, _ = built_docx
    links = lxml_html.parse(out / "index.html").getroot().xpath("//main//a/@href")
    assert {link.rsplit(".", 1)[-1] for link in links} == {"docx", "html", "ipynb", "pdf"}
    assert all((out / link).is_file() for link in links)
    assert not re.search("None", (out / "index.html").read_text("utf-8"))


def test_the_councils_own_words_stand_apart_with_who_stands_for_them():
    document = opened(report(shown(own_words())))
    assert styled(document, "Egna ord") == [
        "Rådets egna ord ordföranden, 1 mars 2022",
        "Vi är nöjda.",
        "Varför",
    ]
    assert styled(document, "List Bullet") == ["Fler möten1"]
    (picture,) = document.element.body.iter(qn("wp:docPr"))
    assert picture.get("descr") == "Rådet"


def test_one_edge_runs_along_all_of_the_councils_own_words():
    said = opened(report(shown(own_words()), new_markdown_cell("Efter.")))
    styles = {p.style.name: p for p in said.paragraphs}

    def edge(name):
        line = styles[name]._p.find(f"{qn('w:pPr')}/{qn('w:pBdr')}/{qn('w:left')}")
        return None if line is None else (line.get(qn("w:sz")), line.get(qn("w:color")))

    blue = ("24", "12436D")
    assert [edge(name) for name in ("List Bullet", "Bild", "Normal")] == [blue, blue, None]
    indent = styles["List Bullet"].paragraph_format
    assert (indent.left_indent.twips, indent.first_line_indent.twips) == (624, -340)


@pytest.mark.parametrize(("n", "kept"), [(3, [True] * 3 + [None]), (60, [True] + [None] * 60)])
def test_short_words_of_the_council_stay_on_one_page_and_a_label_is_never_alone(n, kept):
    text = "\n\n".join(["Ett stycke om trettio tecken till."] * n)
    made = [p for p in opened(report(shown(own_words(text)))).paragraphs]
    said = [p.paragraph_format.keep_with_next for p in made if p.style.name == "Egna ord"]
    assert said == kept


def test_a_picture_of_the_councils_is_eighty_millimetres_high_and_has_its_words_below():
    text = 'Så här.\n\n![Rådet](a.png "Torget i kväll.")'
    said = replace(own_words(text), pictures={"a.png": picture(900, 1200)})
    made = opened(report(shown(said)))
    assert [round(shape.height.mm) for shape in made.inline_shapes] == [80]
    assert styled(made, "Källa") == ["Torget i kväll."]


def test_the_councils_logo_stands_first_on_the_first_page():
    made = opened(report(logo=picture(400, 300)))
    assert made.paragraphs[0].style.name == "Bild"
    (shape,) = made.inline_shapes
    assert (round(shape.height.mm), shape._inline.docPr.get("descr")) == (18, "En sköld")
    assert opened(report()).paragraphs[0].style.name == "Subtitle"


def test_the_chapter_of_the_years_numbers_begins_a_page():
    cells = [new_markdown_cell("## Förord\n\nHej."), new_markdown_cell("## Året"), shown(numbers())]
    made = opened(report(*cells, new_markdown_cell("## Sedan\n\nDå.")))
    begins = {
        p.text: p.paragraph_format.page_break_before
        for p in made.paragraphs
        if p.style.name == "Heading 1"
    }
    assert begins == {"Förord": None, "Året": True, "Sedan": None}


def test_the_documents_of_a_year_are_told_by_their_days_and_no_source_that_nobody_can_read():
    made = opened(report(*of_days(), kind="report"))
    assert styled(made, "Källa") == ["Källa: Protokoll 8 februari och 16 maj 2024; Plan"]


def test_the_line_of_sources_is_never_alone_on_a_page():
    made = opened(report(*told(), kind="report")).paragraphs
    for before, line in pairwise(made):
        if line.style.name == "Källa":
            assert before.paragraph_format.keep_with_next


def test_no_column_is_squeezed_to_a_word_a_line():
    labels = ["Roll", "Organisation", "8 feb", "16 maj", "19 sep", "5 dec", "Källa"]
    row = ["Samhällsbyggnadschef", "Samhällsbyggnadsförvaltningen"]
    row += [Status("done", "närvarande")] * 4 + ["A rad 14; B rad 15; C rad 14; D rad 14"]
    widths = fitting_widths([*map(Column, labels)], [row] * 5, 9865)
    assert sum(widths) == 9865
    assert min(widths) >= len("rad 14;") * 100 + 180
    assert min(widths[2:6]) >= len("✓ närvarande") * 100 + 180


def test_facts_stand_with_their_labels_before_them():
    document = opened(report(shown(FACTS)))
    assert styled(document, "Uppgift") == ["Mål: Tryggare torg", "Utfall: ✓ klar"]
    assert styled(document, "Källa") == ["Källa: Plan, rad 5"]


def test_a_report_names_its_tables_documents_and_its_annexes_file():
    document = opened(report(SEE, shown(SOURCED), kind="report", companion=OTHER))
    assert cells_of(document.tables[0])[0] == ["Beslut", "Antal"]
    assert styled(document, "Källa") == ["Källa: Protokoll; Plan"]
    targets = {link.text: link.address for p in document.paragraphs for link in p.hyperlinks}
    assert targets == {"Bilagor 2021": "bilagor-intern.docx", "bilagorna": "bilagor-intern.docx"}
    annexes = opened(report(shown(SOURCED), kind="annexes", companion=OTHER))
    assert cells_of(annexes.tables[0])[0] == ["Beslut", "Antal", "Källa"]


def test_prose_in_a_report_shares_one_line_of_documents():
    document = opened(report(*told(), kind="report"))
    assert styled(document, "List Bullet") == ["Ett.", "Två."]
    assert styled(document, "Källa") == ["Källa: Plan; Protokoll", "Källa: Plan"]


def test_a_list_names_its_documents_once_when_every_item_has_its_line():
    minutes, plan = (Source("prot.", "", (7,)),), (Source("plan", "2"),)
    items = [Statement("Ett.", minutes), Statement("Två.", plan)]
    document = opened(report(shown(Statements(name="l", items=items))))
    assert styled(document, "List Bullet") == ["Ett. [A rad 7]", "Två. [B punkt 2]"]
    assert styled(document, "Källa") == ["Källa: A prot.; B plan"]


def test_a_key_figure_stands_on_one_line():
    figures = [KeyFigure("m", 6, "mål", "", (), of=20), KeyFigure("n", 1250000, "kronor", "", ())]
    (made,) = opened(report(shown(KeyFigures(name="k", figures=figures, tiles=["m", "n"])))).tables
    assert [cell.text for cell in made.rows[1].cells] == ["6 av 20", "1\u00a0250\u00a0000"]
    assert [cell.width.twips for cell in made.rows[1].cells] == [4762, 4762]
