"""The PDF edition: what its tags tell a screen reader, what an archive needs, what is drawn."""

from __future__ import annotations

import io
import re
import time
from dataclasses import replace

import nbformat
import pikepdf
import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c
import pytest
from conftest import pdf_text
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
from nbconvert.exporters import get_exporter
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from pdf_validator import failures

from lobra.blocks import Column, Group, Source, Statement, Statements, Table, Text
from lobra.build import warm
from lobra.export import writing
from lobra.export.press import Press
from lobra_data.errors import LobraError


def as_pdf(notebook):
    """Typst's process is forked, as in a build: it needs no time to start."""
    spring = warm.spring()
    return writing.to_pdf(notebook, Press(spring.typesetter) if spring else None)


def opened(notebook):
    return pikepdf.open(io.BytesIO(as_pdf(notebook)))


def elements(pdf, kind):
    """The structure elements of a kind, in reading order."""
    waiting, found = [pdf.Root.StructTreeRoot.K], []
    while waiting:
        element = waiting.pop()
        if isinstance(element, pikepdf.Array):
            waiting += reversed(list(element))
        elif isinstance(element, pikepdf.Dictionary) and "/S" in element:
            if str(element.S) == f"/{kind}":
                found.append(element)
            waiting += [element.K] if "/K" in element else []
    return found


def scopes(element):
    """The scopes of the header cells below an element."""
    holder = pikepdf.Dictionary(Root=pikepdf.Dictionary(StructTreeRoot=element))
    found = []
    for cell in elements(holder, "TH"):
        attributes = cell.A if isinstance(cell.A, pikepdf.Array) else [cell.A]
        found += [str(a.Scope) for a in attributes if "/Scope" in a]
    return found


def words(notebook):
    """The text of each page, on one line and without the places where a word may break."""
    pages = pdf_text(as_pdf(notebook))
    return [" ".join(text.replace("\u200b", "").split()) for text in pages]


def bookmarks(notebook):
    """Each bookmark's level and title, from the first."""
    with opened(notebook) as pdf:
        return list(entries(pdf.Root.Outlines.First))


def entries(entry, level=1):
    while entry is not None:
        yield level, str(entry.Title)
        if "/First" in entry:
            yield from entries(entry.First, level + 1)
        entry = entry.get("/Next")


@pytest.mark.parametrize("text", ["Torget", HOSTILE, LONG_WORD])
@pytest.mark.parametrize("profile", ["ua1", "2a"])
def test_the_file_is_valid_for_screen_readers_and_archives(text, profile):
    assert failures(as_pdf(full_report(text)), profile) == []


def test_the_file_says_what_it_is():
    with opened(full_report()) as pdf:
        assert str(pdf.Root.Lang) == "sv-SE"
        assert bool(pdf.Root.ViewerPreferences.DisplayDocTitle)
        assert bool(pdf.Root.MarkInfo.Marked)
        assert str(pdf.docinfo.Title) == "Verksamhetsberättelse 2021"
        assert DOCUMENT["council"] in str(pdf.docinfo.Author)
        metadata = pdf.Root.Metadata.read_bytes().decode()
    assert re.search(r"pdfuaid:part>1<", metadata)
    assert re.search(r"pdfaid:part>2<.*pdfaid:conformance>A<", metadata, re.DOTALL)
    assert "<xmp:CreateDate>2022-02-15T00:00:00" in metadata


def test_an_unknown_date_is_nowhere_in_the_file():
    pdf = as_pdf(report(report_on=None))
    with pikepdf.open(io.BytesIO(pdf)) as opened_pdf:
        metadata = opened_pdf.Root.Metadata.read_bytes().decode()
        assert not {"/CreationDate", "/ModDate"} & set(opened_pdf.docinfo.keys())
    assert "1970" not in metadata
    assert failures(pdf, "2a") == []


def test_bookmarks_follow_the_headings():
    assert bookmarks(full_report()) == [
        (1, "1 Sammanfattning"),
        (2, "1.1 Torget"),
        (1, "2 Nästa år"),
        (2, "2.1 Möten"),
    ]


def test_key_figures_show_number_words_and_the_unknown():
    text = " ".join(words(full_report()))
    assert "okänt Torget" in text
    assert "33 åtgärder" in text


def test_every_chart_has_the_alt_text_of_its_block():
    with opened(full_report()) as pdf:
        assert [str(figure.Alt) for figure in elements(pdf, "Figure")] == [
            "Torget",
            "Två.",
            "Rådet",
        ]


def test_cells_of_first_row_and_first_column_are_headings():
    with opened(report(shown(table(rows=2)))) as pdf:
        (made,) = elements(pdf, "Table")
        assert scopes(made) == ["/Column", "/Column", "/Column", "/Row", "/Row"]


def test_an_empty_table_says_so():
    notebook = report(shown(table(rows=0)))
    assert "Inga uppgifter." in words(notebook)[-1]
    assert failures(as_pdf(notebook), "ua1") == []


def test_a_long_table_repeats_its_headings_and_keeps_them_as_one_table():
    notebook = report(new_markdown_cell("## Platser"), shown(table(rows=200)))
    with_rows = [page for page in words(notebook) if re.search(r"\bTorget Torget\b", page)]
    assert len(with_rows) > 3
    assert all("Plats Åtgärd Antal" in page for page in with_rows)
    with opened(notebook) as pdf:
        (made,) = elements(pdf, "Table")
        assert scopes(made) == ["/Column"] * 3 + ["/Row"] * 200


def test_the_cover_says_the_facts_of_the_title_block():
    cover = words(report())[0]
    assert "Verksamhetsberättelse 2021" in cover
    assert f"{DOCUMENT['council']} Exempelby kommun" in cover
    assert "År 1" in cover
    assert "None" not in cover


def test_every_page_has_its_number_and_the_notice():
    pages = words(report(*full_report().cells[2:], notice="Påhittade uppgifter"))
    n = len(pages)
    assert n > 2
    assert [f"Sida {i} av {n}" in page for i, page in enumerate(pages, 1)] == [False] + [True] * (
        n - 1
    )
    assert all("Påhittade uppgifter" in page for page in pages)


def test_titles_stand_above_charts_and_tables_with_numbers_and_sources_below():
    text = words(report(new_markdown_cell("## A"), shown(chart()), shown(table())))[-1]
    first, second, third, fourth = (
        text.index(part) for part in ("Diagram 1", "Källa: Ett möte", "Tabell 1", "Källa: Torget")
    )
    assert first < second < third < fourth


def test_an_item_and_its_source_meet_in_a_footnote_and_the_same_source_is_one_note():
    seven, nine = (Source("prot. rad 7"),), (Source("prot. rad 9"),)
    items = [Statement("Ett.", seven), Statement("Två.", seven), Statement("Tre.", nine)]
    notebook = report(
        shown(Statements(name="a", items=items)), shown(Statements(name="b", items=items))
    )
    text = words(notebook)[-1]
    assert text.count("prot. rad 7") == 2
    assert text.count("prot. rad 9") == 2
    assert failures(as_pdf(notebook), "ua1") == []


def test_hostile_text_is_drawn_as_it_stands_and_unknown_characters_are_named():
    last = " ".join(words(report(shown(Text(name="t", text=HOSTILE))))[-2:])
    drawn = HOSTILE.replace("🎉", "□").replace("سلام", "□")
    assert drawn.replace(" ", "") in last.replace(" ", "")
    assert "U+1F389 PARTY POPPER" in last


def test_a_word_longer_than_the_page_is_broken_and_not_lost():
    notebook = report(
        shown(table(LONG_WORD, rows=1, columns=7)), shown(Text(name="t", text=LONG_WORD))
    )
    lines = [line for page in pdf_text(as_pdf(notebook)) for line in page.splitlines()]
    assert max(map(len, lines)) < 140
    assert LONG_WORD in "".join(lines).replace("\u200b", "").replace("-", "")


def test_symbols_of_statuses_have_shapes():
    symbols = "✓ ◉ ○ ● □ ■ ✗ ? – → × ◌ ▲ ▼ ◆ ▶ ☐ ☑ ≥ ≤ − … · § ½"
    text = words(report(shown(Text(name="t", text=symbols))))[-1]
    assert symbols in text


def test_the_same_notebook_gives_the_same_bytes():
    again = nbformat.reads(nbformat.writes(full_report()), as_version=4)
    first = writing.to_pdf(full_report())  # by a process of its own
    time.sleep(1.1)  # a file that tells the time does so in seconds
    assert first == as_pdf(again)


def test_a_heading_in_a_block_is_not_deeper_than_where_the_block_stands():
    notebook = report(shown(Group(name="g", parts=[("Ett", table()), ("Två", table())])))
    assert bookmarks(notebook) == [(1, "1 Ett"), (1, "2 Två")]


def test_a_hostile_title_and_hostile_markdown_stay_text():
    title = 'A "b" \\ #read("x") $1'
    notebook = report(new_markdown_cell('Text "b" \\\\ #read("x") @a'), title=title)
    with opened(notebook) as pdf:
        assert str(pdf.docinfo.Title) == title
    assert 'Text "b" \\ #read("x") @a' in words(notebook)[-1]


def n_rasters(notebook):
    with opened(notebook) as pdf:
        dictionaries = [o for o in pdf.objects if isinstance(o, pikepdf.Stream)]
        return sum(o.get("/Subtype") == "/Image" for o in dictionaries)


def test_charts_are_drawn_as_vectors():
    assert n_rasters(report(shown(chart()))) == 0
    assert n_rasters(report(output({"image/png": PNG}))) > 0


def test_markdown_has_its_form_in_the_pdf():
    markdown = (
        "## Program\n\n*lutad* **stark** `kod` [Brå](https://bra.se)\n\n<b>rå</b> $x^2$\n\n- ett\n"
        "  - två\n\n3. tre\n\n> citat\n\n| A | B |\n|---|---|\n| a | 1 |\n\nNot[^1]\n\n"
        "[^1]: Noten *själv*"
    )
    notebook = report(new_markdown_cell(markdown))
    text = words(notebook)[-1]
    for part in ("<b>rå</b> $x^2$", "– ett", "– två", "3. tre", "citat", "Tabell 1 Program"):
        assert part in text
    with opened(notebook) as pdf:
        kinds = {kind: len(elements(pdf, kind)) for kind in ("L", "BlockQuote", "Table", "Note")}
    assert kinds == {"L": 3, "BlockQuote": 1, "Table": 1, "Note": 1}
    assert failures(as_pdf(notebook), "ua1") == []


@pytest.mark.parametrize("markdown", ODD_MARKDOWN)
def test_odd_markdown_is_no_obstacle(markdown):
    pdf = as_pdf(report(new_markdown_cell(markdown)))
    assert failures(pdf, "ua1") == []


@pytest.mark.parametrize("data", OTHERS, ids=lambda data: next(iter(data)))
def test_any_output_can_be_exported(data):
    pdf = as_pdf(new_notebook(cells=[output(data)]))
    assert failures(pdf, "ua1") == []


def test_a_notebook_without_title_page_is_titled_by_heading_or_file():
    exporter = get_exporter("lobra_pdf")()
    resources = {"metadata": {"name": "skiss"}}
    for cells, title in (
        ([new_markdown_cell("# Läget\n\nText")], "Läget"),
        ([new_markdown_cell("### Djupt")], "skiss"),
        ([], "skiss"),
    ):
        pdf, made = exporter.from_notebook_node(new_notebook(cells=cells), resources=resources)
        with pikepdf.open(io.BytesIO(pdf)) as opened_pdf:
            assert str(opened_pdf.docinfo.Title) == title
        assert made["output_extension"] == ".pdf"


def test_a_failed_cell_is_told_in_one_line():
    error = new_output("error", ename="KeyError", evalue="'x'", traceback=["File x.py"])
    text = words(report(new_code_cell("x", outputs=[error])))[-1]
    assert "Cellen kunde inte köras. KeyError: 'x'" in text
    assert "File x.py" not in text


def test_what_typst_refuses_is_said_in_one_swedish_line():
    broken = replace(chart(), svg="<svg")
    with pytest.raises(LobraError) as caught:
        writing.to_pdf(report(shown(broken)))
    said = str(caught.value)
    assert said.startswith('PDF: "Verksamhetsberättelse 2021" kunde inte sättas. Typst säger: ')
    assert "\n" not in said
    assert caught.value.__cause__ is None
    assert caught.value.__suppress_context__


PLAN, MINUTES = Source("Plan", lines=(5,)), Source("Protokoll 1", "2", (6,))


def test_a_list_names_its_documents_once_when_every_item_has_its_line():
    items = [Statement("Ett.", (MINUTES,)), Statement("Två.", (Source("Protokoll 1", "2", (7,)),))]
    text = words(report(shown(Statements(name="s", items=items))))[-1]
    assert "Ett. [rad 6]" in text and "Två. [rad 7]" in text
    assert text.count("Källa: Protokoll 1, punkt 2") == text.count("Protokoll 1") == 1


def test_a_list_whose_sources_name_no_line_keeps_them_whole_in_footnotes():
    items = [Statement("Ett.", (Source("Protokoll 1"),)), Statement("Två.", (PLAN, MINUTES))]
    text = words(report(shown(Statements(name="s", items=items))))[-1]
    assert "Källa:" not in text
    assert "Plan, rad 5; Protokoll 1, punkt 2, rad 6" in text


def test_a_wide_table_says_below_it_where_each_row_is_from():
    block = Table(
        name="t",
        title="T",
        columns=[Column(f"K{n}") for n in range(7)],
        rows=[["a", *"123456"], ["b", *"123456"]],
        sources=[(PLAN,), (MINUTES,)],
    )
    text = words(report(shown(block)))[-1]
    assert "Källa: A Plan; B Protokoll 1" in text
    assert "Källa rad för rad: a: A rad 5 · b: B punkt 2, rad 6" in text


def test_the_councils_own_words_and_facts_are_set_whole():
    text = " ".join(words(report(shown(own_words()), shown(FACTS))))
    for said in ("Rådets egna ord ordföranden, 1 mars 2022", "Vi är nöjda. Varför", "Noten."):
        assert said in text
    assert "Mål: Tryggare torg Utfall: ✓ klar Källa: Plan, rad 5" in text
    with opened(report(shown(own_words()))) as pdf:
        assert [str(figure.Alt) for figure in elements(pdf, "Figure")] == ["Rådet"]


def test_the_chapter_of_the_years_numbers_begins_a_page():
    cells = [new_markdown_cell("## Förord\n\nHej."), new_markdown_cell("## Året"), shown(numbers())]
    _, first, second = words(report(*cells, new_markdown_cell("## Sedan\n\nDå.")))
    assert "1 Förord Hej." in first
    assert "2 Året 0 mål nådda 1 möten hållna 2 brott färre 3 insatser klara 3 Sedan" in second


def test_short_words_of_the_council_stay_on_one_page():
    said = own_words("\n\n".join(f"Stycke {n}." for n in range(8)))
    n_pages = set()
    for n in range(28, 40):
        _, *pages = words(report(new_markdown_cell("Före.\n\n" * n), shown(said), kind="report"))
        (page,) = [one for one in pages if "Rådets egna ord" in one]
        assert all(f"Stycke {k}." in page for k in range(8)), n
        n_pages.add(len(pages))
    assert n_pages == {1, 2}


def test_long_words_of_the_council_begin_with_some_lines_of_them():
    said = own_words("\n\n".join(f"Stycke {n}." for n in range(40)))
    for n in range(26, 44):
        pages = words(report(new_markdown_cell("Före.\n\n" * n), shown(said), kind="report"))
        (page,) = [one for one in pages if "Rådets egna ord" in one]
        assert page.count("Stycke") >= 3, n


def test_a_picture_of_the_councils_is_eighty_millimetres_high_and_has_its_words_below():
    said = replace(
        own_words('![Rådet](a.png "Torget i kväll.")'), pictures={"a.png": picture(9, 12)}
    )
    high = replace(said, pictures={"a.png": picture(900, 1200)})
    heights = []
    for block in (said, high):
        made = as_pdf(report(shown(block)))
        assert "Torget i kväll." in " ".join(pdf_text(made))
        with pdfium.PdfDocument(made) as pdf:
            found = [*pdf[1].get_objects(filter=[pdfium_c.FPDF_PAGEOBJ_IMAGE])]
            ((_, bottom, _, top),) = [one.get_bounds() for one in found]
        heights.append(round((top - bottom) / 72 * 25.4))
    assert heights == [4, 80]


def test_the_councils_logo_stands_on_the_cover():
    with opened(report(logo=PNG)) as pdf:
        assert [str(figure.Alt) for figure in elements(pdf, "Figure")] == ["En sköld"]
    with opened(report()) as pdf:
        assert elements(pdf, "Figure") == []


def test_the_documents_of_a_year_are_told_by_their_days_and_no_source_that_nobody_can_read():
    text = " ".join(words(report(*of_days(), kind="report")))
    assert "Sagt. Källa: Protokoll 8 februari och 16 maj 2024; Plan" in text
    assert ("Räknat. Sida" in text, "registren" in text) == (True, False)


def test_the_line_of_sources_is_never_alone_on_a_page():
    n_pages = set()
    for n in range(30, 44):
        made = report(new_markdown_cell("Före.\n\n" * n), *told(), kind="report")
        _, *pages = words(made)
        assert not [page for page in pages if "rådet Exempelby Källa" in page], n
        n_pages.add(len(pages))
    assert n_pages == {1, 2}


def test_nothing_is_said_of_suspects_that_readers_take_for_an_error():
    with opened(report()) as pdf:
        assert {**pdf.Root.MarkInfo} == {"/Marked": True}


def test_a_word_is_split_in_a_table_only_when_it_is_long():
    cells = ["avbruten 19 september", "Samhällsbyggnadsförvaltningen"] * 2
    columns = [Column(f"Kolumn {n}") for n in range(6)]
    for width in range(1, 12):
        row = [*cells, "x " * 9 * width, "y"]
        made = Table(name="t", title="T", columns=columns, rows=[row] * 3)
        text = " ".join(words(report(shown(made), kind="report")))
        assert text.count("september") == 6, width
    assert "Samhällsbyggnads- förvaltningen" in text or "Samhällsbygg- nadsförvalt" in text


def test_a_report_names_its_tables_documents_and_its_annexes_file():
    made = report(SEE, shown(BY_PLACE), kind="report", companion=OTHER)
    assert "Tabell 1 Beslut Beslut Belysning Källa: Plan Sida" in words(made)[-1]
    assert "rad 5" in words(report(shown(BY_PLACE), kind="annexes", companion=OTHER))[-1]
    with opened(made) as pdf:
        linked = [str(a.A.URI) for page in pdf.pages for a in page.get("/Annots", []) if "/A" in a]
    assert [one for one in linked if one.startswith("bilagor")] == ["bilagor-intern.pdf"] * 2


BY_PLACE = Table(
    name="t",
    title="Beslut",
    columns=[Column("Beslut")],
    rows=[["Belysning"]],
    sources=[(Source("Plan", "", (5,)),)],
)


def test_prose_in_a_report_shares_one_line_of_documents():
    text = words(report(*told(), kind="report"))[-1]
    assert "1 A Först. – Ett. – Två. Källa: Plan; Protokoll 2 B Sedan. Källa: Plan Sida" in text


@pytest.mark.parametrize(
    "address",
    [
        "https://www.exempelby.se/trygghet/lokalt-brottsforebyggande-rad?ar=2024",
        "samhallsbyggnadsforvaltningen@exempelby.se",
        "Fruängen/Västertorp/Hägerstensåsen",
    ],
)
def test_an_address_that_has_room_is_found_as_it_is_written(address):
    pages = pdf_text(as_pdf(report(shown(Text(name="t", text=f"Se {address} här.")))))
    assert f"Se {address} här." in pages[-1]


def test_a_usual_word_between_strokes_breaks_only_at_them():
    whole, n_broken = "Fruängen/Västertorp/Hägerstensåsen).", 0
    for n in range(3, 28, 3):
        said = f"Närin{'g' * n}: näringsidkare och förskolegårdar har problem ({whole} "
        said += "Näringsidkare och fastigheter har problem (Älvsjö/Solberga)."
        text = pdf_text(as_pdf(report(shown(Text(name="t", text=said)))))[-1]
        n_broken += whole not in text
        assert whole in text.replace("/\n", "/"), n
    assert n_broken


def test_the_text_of_the_pages_has_no_spaces_without_width():
    pages = pdf_text(as_pdf(full_report(f"{LONG_WORD} a/b https://x.se/{'ab' * 99}")))
    assert not {"\u200b", "\u00ad"} & {*"".join(pages)}


@pytest.mark.parametrize(("kind", "least"), [("report", 46), ("annexes", 58)])
def test_no_row_of_a_table_stands_alone_on_a_page(kind, least):
    n_pages = set()
    for n in range(least, least + 18):
        _, *pages = words(report(shown(table(rows=n, columns=3)), kind=kind))
        assert min(page.count("✓ klar") for page in pages) >= 2, n
        n_pages.add(len(pages))
    assert n_pages == {1, 2}


@pytest.mark.parametrize("kind", ["report", "annexes"])
def test_the_contents_stand_on_the_cover_however_long_they_are(kind):
    for n in (3, 30, 51, 200):
        headings = "".join(f"### Plats {i}\n\nx\n\n" for i in range(n))
        pages = words(report(new_markdown_cell(f"## Platserna\n\n{headings}"), kind=kind))
        assert "Innehåll 1 Platserna" in pages[0]
        assert "Sida 2 av" in pages[1]
        assert (f"1.{n} Plats {n - 1}" in pages[0]) == (n <= 51)


def tall(mm):
    svg = SVG.replace("40mm", f"{mm}mm").replace("160 40", f"160 {mm}")
    return replace(chart(), svg=svg)


def test_a_chart_is_drawn_smaller_where_that_keeps_it_on_the_page():
    def pages(mm):
        before = [shown(replace(tall(150), name="a")), new_markdown_cell("## Läget")]
        made = words(report(*before, shown(tall(mm))))
        return [n for n, page in enumerate(made, 1) if "Diagram 2" in page]

    assert (pages(40), pages(65), pages(110)) == ([2], [2], [3])


def test_a_chart_beside_many_sources_is_still_drawn_as_small_as_fits():
    """What stands below it doesn't shrink with it."""
    sources = tuple(Source(f"Protokoll från mötet nummer {n}") for n in range(40))
    made = [shown(replace(tall(100), name="a")), shown(replace(tall(105), source=sources))]
    *_, last = words(report(*made))
    assert "Diagram 2" in last and "Diagram 1" in last


def test_charts_of_the_annexes_are_small_as_their_words_are():
    charts = shown(replace(tall(150), name="a")), shown(tall(130))
    *_, last = words(report(*charts, kind="annexes"))
    assert "Diagram 1" in last and "Diagram 2" in last
    *_, last = words(report(*charts, kind="report"))
    assert "Diagram 1" not in last and "Diagram 2" in last


def test_a_chart_taller_than_a_page_is_drawn_smaller_until_it_is_on_one():
    for mm in (240, 900):
        low = replace(tall(mm), svg=tall(mm).svg.replace('y="5"', f'y="{mm - 21}"'))
        with pdfium.PdfDocument(as_pdf(report(shown(low)))) as pages:
            bounds = [item.get_bounds() for page in pages for item in page.get_objects()]
        assert min(bottom for _, bottom, _, _ in bounds) > 20


def test_a_list_a_source_and_words_without_end_go_on_over_pages():
    long, word = "mycket text. " * 700, "åbäk" * 300
    items = [Statement("Kort.", (Source("Plan"),)), Statement(long, (Source("Plan"),))]
    made = report(
        shown(Statements(name="a", items=items)),
        shown(replace(table(word, rows=1, columns=7), source=(Source(long),))),
        shown(replace(table(rows=6), name="b", source=(Source(long),))),
        shown(replace(chart(), name="d", source=(Source(long),))),
    )
    with pdfium.PdfDocument(as_pdf(made)) as pages:
        bounds = [item.get_bounds() for page in pages for item in page.get_objects()]
    assert min(bottom for _, bottom, _, _ in bounds) > 20


def test_a_councils_name_that_fills_a_page_takes_one_line_or_two_of_the_others():
    named = report(new_markdown_cell("## A"), shown(table()), council="mycket namn " * 200)
    *_, last = words(named)
    assert f"· {('mycket namn ' * 200)[:89]}…" in last


@pytest.mark.parametrize("n_columns", [2, 5, 7])
@pytest.mark.parametrize("word", ["värd ", "å"])
def test_a_cell_of_pages_goes_on_over_pages_and_loses_nothing(word, n_columns):
    text = (word * 9000)[:9000]
    made = replace(table(text, rows=2, columns=n_columns), title="Lång", source=())
    places = []
    with pdfium.PdfDocument(as_pdf(report(shown(made)))) as pages:
        for page in pages:
            said = page.get_textpage()
            signs = range(said.count_chars())
            places += [said.get_charbox(n) for n in signs if said.get_text_range(n, 1) in "åä"]
    in_tables = sum(len(re.findall("[åä]", cell)) for row in made.rows for cell in row)
    assert len(places) >= in_tables
    assert min(bottom for _, bottom, _, _ in places) > 20
    assert max(right for _, _, right, _ in places) < 595
