"""The HTML edition, read as a browser and a screen reader would: through its elements."""

from __future__ import annotations

import base64
import doctest
import hashlib
import importlib
import pkgutil
import sys
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise

import nbformat
import pandas as pd
import pytest
from export_samples import (
    DOCUMENT,
    FACTS,
    HOSTILE,
    OTHER,
    PNG,
    SEE,
    chart,
    every_block,
    full_report,
    of_days,
    output,
    own_words,
    report,
    shown,
    table,
    told,
)
from lxml import html as lxml_html
from nbconvert.exporters import get_exporter
from nbconvert.preprocessors import Preprocessor
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from lobra import export
from lobra.blocks import (
    MIME,
    Column,
    Group,
    KeyFigure,
    KeyFigures,
    Nothing,
    Source,
    Statement,
    Statements,
    Status,
    Table,
    Text,
)
from lobra.export import markdown, overview, writing
from lobra.export.html import Link, block_html
from lobra_data.errors import LobraError


def page(notebook):
    return lxml_html.document_fromstring(writing.to_html(notebook))


def text_of(element):
    return " ".join(element.text_content().split())


def test_a_report_has_one_title_and_headings_without_leaps():
    headings = page(full_report()).xpath("//h1|//h2|//h3|//h4|//h5|//h6")
    levels = [int(h.tag[1]) for h in headings]
    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_the_page_says_its_language_title_description_and_author():
    root = page(full_report())
    council = DOCUMENT["council"]
    assert root.get("lang") == "sv"
    assert root.findtext("head/title") == f"Verksamhetsberättelse 2021 – {council}"
    named = {m.get("name"): m.get("content") for m in root.xpath("//meta[@name]")}
    assert named["author"] == f"{council}, Exempelby kommun"
    assert named["description"] == f"Verksamhetsberättelse 2021 – {council} – Exempelby kommun"


@pytest.mark.parametrize("text", ["Torget", HOSTILE])
def test_nothing_is_run_or_fetched(text):
    source = writing.to_html(full_report(text))
    root = lxml_html.document_fromstring(source)
    assert root.xpath("//script|//link|//iframe|//object|//embed|//form|//base|//svg") == []
    assert root.xpath("//@style|//@srcset|//@onclick|//@onerror|//@onload") == []
    assert all(src.startswith("data:image/") for src in root.xpath("//@src"))
    assert all(href.startswith("#") for href in root.xpath("//@href"))
    assert "url(" not in source
    assert "@import" not in source


def test_the_policy_lets_through_the_one_style_sheet_and_pictures_in_the_file():
    root = page(full_report())
    (policy,) = root.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    (style,) = root.xpath("//style/text()")
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert policy == (
        f"default-src 'none'; img-src data:; style-src 'sha256-{digest}'; "
        "base-uri 'none'; form-action 'none'"
    )


def test_landmarks_and_the_way_past_them():
    root = page(full_report())
    for way in ("header", "*/nav", "*/main", "footer"):
        assert len(root.xpath(f"//body/{way}")) == 1
    skip = root.xpath("//body/a[1]")[0]
    assert root.get_element_by_id(skip.get("href")[1:]).tag == "main"


def test_ids_are_unique_and_every_link_inside_the_page_arrives():
    twice = full_report()
    twice.cells += every_block()
    root = page(twice)
    ids = root.xpath("//@id")
    assert len(ids) == len(set(ids))
    assert {href[1:] for href in root.xpath("//a/@href")} <= set(ids)


def test_contents_name_the_headings_of_the_second_and_third_level_in_order():
    root = page(full_report())
    listed = [text_of(a) for a in root.xpath("//nav//div[@class='wide']//a")]
    assert listed == [text_of(h) for h in root.xpath("//main/h2|//main/h3")]
    folded = [text_of(a) for a in root.xpath("//nav//details//a")]
    assert folded == listed


def test_every_picture_has_the_alt_text_of_its_block():
    alts = page(full_report()).xpath("//img/@alt")
    assert alts == ["Torget", "Två.", "Rådet"]


def test_every_table_has_caption_and_headings_of_columns_and_rows():
    tables = page(full_report()).xpath("//table")
    assert len(tables) == 3
    for made in tables:
        assert text_of(made.find("caption"))
        assert all(th.get("scope") == "col" for th in made.xpath("thead//th"))
        assert all(row.xpath("th[1]/@scope") == ["row"] for row in made.xpath("tbody/tr"))


def test_regions_that_scroll_have_names_of_their_own():
    root = page(report(shown(table()), shown(table(name="t2")), shown(table(name="t3"))))
    assert root.xpath("//*[@role='region']/@aria-label") == [
        "Åtgärder Torget", "Åtgärder Torget (2)", "Åtgärder Torget (3)",
    ]  # fmt: skip


def test_hostile_text_is_shown_as_it_stands():
    root = page(full_report(HOSTILE))
    assert text_of(root.xpath("//p[@class='missing']")[0]) == f"Uppgift saknas. {HOSTILE}"
    assert root.xpath("//img/@alt")[0] == HOSTILE


def test_code_streams_and_parameters_are_never_shown():
    printed = new_output("stream", text="HEMLIGT UTSKRIVET")
    source = writing.to_html(report(new_code_cell("report.x(m)", outputs=[printed])))
    assert "HEMLIGT" not in source
    assert "report.x(m)" not in source


def test_a_notice_stands_on_the_page_and_only_when_there_is_one():
    without, with_notice = page(report()), page(report(notice="Påhittade uppgifter"))
    assert without.xpath("//aside") == []
    assert text_of(with_notice.xpath("//aside")[0]) == "Obs! Påhittade uppgifter"


def test_the_same_notebook_gives_the_same_bytes():
    again = nbformat.reads(nbformat.writes(full_report()), as_version=4)
    assert writing.to_html(full_report()) == writing.to_html(again)


def test_documents_are_written_side_by_side_as_they_are_one_at_a_time(monkeypatch):
    notebook = report(new_markdown_cell("*Se* [Brå](https://bra.se/statistik-och-underlag)"))
    alone = writing.to_html(notebook)
    monkeypatch.setattr("mdurl._encode.encode_cache", letters := {})
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        for _ in range(10):
            letters.clear()  # as in a new process
            markdown._parser.cache_clear()
            with ThreadPoolExecutor(4) as threads:
                together = [*threads.map(writing.to_html, [notebook] * 4)]
            assert together == [alone] * 4
    finally:
        sys.setswitchinterval(before)


def test_an_empty_table_says_so():
    (row,) = page(report(shown(table(rows=0)))).xpath("//tbody/tr")
    assert text_of(row) == "Inga uppgifter."
    assert row.xpath("td/@colspan") == ["3"]


def test_a_word_in_a_cell_may_break_after_a_stroke_and_reads_the_same():
    (cell,) = page(report(shown(table("Fruängen/Västertorp", rows=1)))).xpath("//tbody//th")
    assert [element.tag for element in cell] == ["wbr"]
    assert text_of(cell) == "Fruängen/Västertorp"


def test_markdown_keeps_its_form_and_raw_html_is_text():
    source = (
        "## Program\n\n*lutad* **stark** `kod` [Brå](https://bra.se) [ond](javascript:alert(1))"
        "\n\n<b onclick='x'>rå</b> $x^2$ kostar $5\n\n- ett\n  - två\n\n3. tre\n\n> citat\n\n"
        "| A | B |\n|---|---|\n| a | 1 |\n\nNot[^1]\n\n[^1]: Noten *själv*"
    )
    main = page(report(new_markdown_cell(source))).find(".//main")
    found = {tag: text_of(main.find(f".//{tag}")) for tag in ("em", "strong", "code", "blockquote")}
    assert found == {"em": "lutad", "strong": "stark", "code": "kod", "blockquote": "citat"}
    assert main.xpath(".//p//a/@href")[0] == "https://bra.se"
    assert not main.xpath(".//a[contains(@href, 'javascript')]")
    assert "<b onclick='x'>rå</b> $x^2$ kostar $5" in text_of(main)
    assert main.xpath(".//ol[not(@class)]/@start") == ["3"]
    assert text_of(main.find(".//caption")) == "Tabell 1 Program"
    (note,) = main.xpath(".//ol[@class='footnotes']/li")
    assert text_of(note) == "Noten själv ↑"
    assert main.xpath(f".//a[@href='#{note.get('id')}']")


def test_a_notebook_without_title_page_is_titled_by_its_first_heading():
    root = page(
        new_notebook(
            cells=[new_markdown_cell("# Läget\n\nText.\n\n# Annat\n\n#### Djupt\n\nText.")]
        )
    )
    assert [(h.tag, text_of(h)) for h in root.xpath("//h1|//h2|//h3|//h4")] == [
        ("h1", "Läget"), ("h2", "Annat"), ("h3", "Djupt"),
    ]  # fmt: skip


def test_a_notebook_without_any_heading_is_titled_by_its_file():
    exporter = get_exporter("lobra_html")()
    source, resources = exporter.from_notebook_node(
        new_notebook(cells=[new_code_cell("1", execution_count=1)]),
        resources={"metadata": {"name": "skiss"}},
    )
    assert lxml_html.document_fromstring(source).findtext(".//h1") == "skiss"
    assert resources["output_extension"] == ".html"


@pytest.mark.parametrize("name", ["lobra_html", "lobra_pdf", "lobra_docx"])
def test_a_notebook_that_was_not_run_is_refused_and_not_exported_empty(name):
    notebook = new_notebook(cells=[new_markdown_cell("## Ett kapitel"), new_code_cell("1")])
    with pytest.raises(LobraError) as error:
        get_exporter(name)().from_notebook_node(notebook)
    assert str(error.value) == (
        "Notebooken är inte körd och har inget att exportera. Kör alla celler (Run, Run All "
        "Cells) och exportera igen, eller lägg till --execute till jupyter nbconvert."
    )
    notebook.cells[1].execution_count = 1
    assert get_exporter(name)().from_notebook_node(notebook)[0]


def test_what_nbconvert_makes_of_a_notebook_first_is_what_is_exported():
    class Running(Preprocessor):
        def preprocess(self, nb, resources):
            nb.cells[0] = output({"text/plain": "Kört nu."})
            return nb, resources

    exporter = get_exporter("lobra_html")()
    exporter.register_preprocessor(Running(), enabled=True)
    source, _ = exporter.from_notebook_node(new_notebook(cells=[new_code_cell("1")]))
    assert "Kört nu." in lxml_html.document_fromstring(source).text_content()


def test_a_notebook_against_jupyters_rules_is_refused_though_nothing_is_to_be_done_with_it():
    broken = report(new_code_cell("1", outputs=[new_output("display_data")], execution_count=1))
    del broken.cells[-1].outputs[0]["metadata"]
    with pytest.raises(nbformat.ValidationError, match="'metadata' is a required property"):
        get_exporter("lobra_html")().from_notebook_node(broken)


def test_a_dataframe_becomes_a_real_table():
    frame = pd.DataFrame({"plats": ["Torget", "<script>x</script>"], "antal": [1, 20]})
    root = page(report(output({"text/html": frame._repr_html_(), "text/plain": "x"})))
    (made,) = root.xpath("//table")
    assert [text_of(th) for th in made.xpath("thead//th")] == ["", "plats", "antal"]
    assert [text_of(cell) for cell in made.xpath("tbody/tr[2]/*")] == [
        "1",
        "<script>x</script>",
        "20",
    ]
    assert made.xpath("tbody/tr/td[2]/@class") == ["num", "num"]
    assert made.xpath("tbody/tr/th[1]/@scope") == ["row", "row"]
    assert text_of(made.find("caption")) == "Tabell 1"


def test_headings_over_several_columns_are_said_in_each_of_them():
    columns = pd.MultiIndex.from_tuples([("2021", "möten"), ("2021", "beslut")])
    frame = pd.DataFrame([[1, 2]], columns=columns, index=["rådet"])
    root = page(report(output({"text/html": frame._repr_html_()})))
    assert [text_of(th) for th in root.xpath("//thead//th")] == [
        "",
        "2021 – möten",
        "2021 – beslut",
    ]
    assert [text_of(cell) for cell in root.xpath("//tbody/tr/*")] == ["rådet", "1", "2"]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({"text/html": "<script>draw()</script><div id='x'></div>"}, "kräver ett skript"),
        ({"application/javascript": "draw()"}, "kräver ett skript"),
        ({"application/vnd.jupyter.widget-view+json": {"model_id": "1"}}, "bara i JupyterLab"),
        ({"text/plain": "rad 1\n  rad 2"}, "rad 1 rad 2"),
        ({"image/png": "inte base64!"}, "Bilden är skadad"),
        ({"text/markdown": "**fet**"}, "fet"),
        ({"text/html": "<p>öppen <b>fet"}, "öppen fet"),
    ],
)
def test_other_outputs_are_shown_or_explained(data, said):
    root = page(report(output(data)))
    assert said in text_of(root.find(".//main"))
    assert root.xpath("//script") == []


@pytest.mark.parametrize(
    ("metadata", "plain", "alt"),
    [
        ({"image/png": {"alt": "Två kurvor"}}, "<Figure size 1x1>", "Två kurvor"),
        ({"alt": "Tre kurvor"}, "<Figure size 1x1>", "Tre kurvor"),
        ({}, "En karta", "En karta"),
        ({}, "<Figure size 1x1>", "Bild utan beskrivning"),
    ],
)
def test_a_picture_from_elsewhere_takes_its_alt_text_from_metadata_or_text(metadata, plain, alt):
    data = {"image/png": base64.b64encode(b"png").decode(), "text/plain": plain}
    assert page(report(output(data, metadata))).xpath("//img/@alt") == [alt]


def test_a_failed_cell_is_told_in_one_line():
    error = new_output("error", ename="KeyError", evalue="'x'", traceback=["\x1b[31mFile x.py"])
    root = page(report(new_code_cell("x", outputs=[error])))
    said = text_of(root.xpath("//p[@class='missing']")[0])
    assert said == "Cellen kunde inte köras. KeyError: 'x'"


def test_the_html_beside_a_block_is_never_read():
    cell = shown(Text(name="t", text="Text."))
    cell.outputs[0].data["text/html"] = "<p>Något annat</p><script>x()</script>"
    source = writing.to_html(report(cell))
    assert "Text." in source and "Något annat" not in source


def test_markup_from_another_library_leaves_only_its_words_and_pictures():
    markup = (
        '<h3 onclick="x()">Rubrik</h3><p style="x">Ord <b>fetare</b> ord</p><script>x()</script>'
        '<img src="http://a.se/x.png" onerror="x()" alt="Foto"><a href="javascript:x()">länk</a>'
        '<iframe src="http://a.se"></iframe><svg onload="x()"></svg><ul><li>ett<li>två</ul>'
        '<img src="data:image/png;base64,AA==">'
    )
    main = page(report(output({"text/html": markup}))).find(".//main")
    assert text_of(main.find(".//h2")) == "Rubrik"
    assert [text_of(p) for p in main.findall("p")] == ["Ord fetare ord", "Foto", "länk"]
    assert [text_of(li) for li in main.iter("li")] == ["ett", "två"]
    assert main.xpath(".//img/@alt") == ["Bild utan beskrivning"]
    assert not main.xpath(".//script|.//iframe|.//svg|.//a|.//@onclick|.//@style|.//@onerror")


@pytest.mark.parametrize("data", [{"kind": "Okänt"}, {"kind": "Table", "name": "t"}, "x", 3])
def test_a_damaged_block_is_told_in_its_place(data):
    cell = shown(Text(name="t", text="Text."))
    cell.outputs[0].data[MIME] = data
    (said,) = page(report(cell)).xpath("//p[@class='missing']")
    assert text_of(said) == "Visas inte här. Den här delen är skadad och kan inte läsas."


def test_a_heading_in_a_block_is_not_deeper_than_where_the_block_stands():
    root = page(report(shown(Group(name="g", parts=[("Ett", table()), ("Två", table())]))))
    assert [text_of(h) for h in root.xpath("//h2")] == ["Ett", "Två"]


def test_pictures_pasted_into_markdown_come_along_and_others_are_named():
    cell = new_markdown_cell("![Karta](attachment:k.png) ![Foto](http://a.se/x.png)")
    cell["attachments"] = {"k.png": {"image/png": base64.b64encode(b"png").decode()}}
    root = page(report(cell))
    assert root.xpath("//img/@alt") == ["Karta"]
    assert "[Bild: Foto]" in text_of(root.find(".//main"))


@pytest.mark.parametrize(
    "name", [m.name for m in pkgutil.iter_modules(export.__path__, "lobra.export.")]
)
def test_examples_in_the_documentation_are_true(name):
    assert doctest.testmod(importlib.import_module(name)).failed == 0


REPORT = {
    "council": "Rådet <b>",
    "council_id": "exempelby",
    "municipality": "Exempelby kommun",
    "year": 2021,
    "title": "Verksamhetsberättelse 2021",
    "files": {kind: f"exempelby/2021/v.{kind}" for kind in ("html", "pdf", "ipynb")},
    "annexes": {"html": "exempelby/2021/b.html"},
    "key_figures": [("möten", 1), ("närvarande", None)],
    "notice": None,
}


def test_the_index_lists_each_council_with_its_newest_report_first():
    older = REPORT | {
        "year": 2019,
        "title": "Verksamhetsberättelse 2019",
        "files": {"html": "o.html"},
    }
    other = REPORT | {"council": "Andra rådet", "council_id": "andra", "notice": "Påhittat"}
    root = lxml_html.document_fromstring(overview.page([older, REPORT, other]))
    assert [text_of(h) for h in root.xpath("//h2")] == ["Andra rådet", "Rådet <b>"]
    hrefs = root.xpath("//section[2]//h3/a/@href")
    assert hrefs == ["exempelby/2021/v.html", "o.html"]
    assert root.xpath("//section[1]//@href")[1:] == [
        "exempelby/2021/v.pdf",
        "exempelby/2021/v.ipynb",
        "exempelby/2021/b.html",
    ]
    assert "Påhittat" in text_of(root.xpath("//section[1]")[0])
    assert [text_of(d) for d in root.xpath("//section[2]//li[1]//dl/div")] == [
        "möten1", "närvarandeokänt",
    ]  # fmt: skip
    assert (root.get("lang"), len(root.xpath("//h1")), root.xpath("//script")) == ("sv", 1, [])


def test_the_index_without_reports_says_how_to_build_one():
    root = lxml_html.document_fromstring(overview.page([]))
    assert "lobra report 2021" in text_of(root.find(".//main"))


# --- how a block looks ---

PLAN, MINUTES = Source("Plan", lines=(5,)), Source("Protokoll 1", "2", (6, 7))


def parsed(block):
    return lxml_html.fragment_fromstring(block_html(block), create_parent="div")


def sourced(*sources, columns=2, **kwargs):
    """A table with a row for each of the sources."""
    return Table(
        name="t",
        title="Titel",
        columns=[Column(f"K{n}", is_number=n == 1) for n in range(columns)],
        rows=[[str(n)] * columns for n in range(len(sources))],
        sources=sources,
        **kwargs,
    )


def test_a_box_that_scrolls_is_named_and_can_be_reached_by_keyboard():
    (box,) = parsed(table()).xpath("//div[@class='scroll']")
    named = (box.get("role"), box.get("tabindex"), box.get("aria-label"))
    assert named == ("region", "0", "Åtgärder Torget")


def test_a_status_has_a_word_a_symbol_and_a_class():
    rows = [["x", Status("ongoing", "pågår")]]
    block = Table(name="t", title="T", columns=[Column("A"), Column("Läge")], rows=rows)
    (pill,) = parsed(block).xpath("//td/span")
    assert (pill.get("class"), pill.text) == ("status status-ongoing", "◉ pågår")


def test_numbers_stand_to_the_right():
    tree = parsed(sourced((PLAN,)))
    assert tree.xpath("//td/@class") == ["num", "from"]
    assert tree.xpath("//thead/tr/th[2]/@class") == ["num"]


def test_an_unknown_key_figure_is_said_in_words_and_only_tiles_are_shown():
    figures = [KeyFigure("present", None, "närvarande", "", ()), KeyFigure("b", 2, "B", "", ())]
    tree = parsed(KeyFigures(name="n", figures=figures, tiles=["present"]))
    assert tree.xpath("//dd[@class='value']/text()") == ["okänt"]


def test_rows_of_one_document_say_the_line_and_the_foot_the_document():
    tree = parsed(sourced((PLAN,), (Source("Plan", lines=(9,)),)))
    assert tree.xpath("//td[@class='from']/text()") == ["rad 5", "rad 9"]
    assert tree.xpath("//p[@class='source']/text()") == ["Källa: Plan"]


def test_rows_of_several_documents_have_letters_that_the_foot_explains():
    tree = parsed(sourced((MINUTES,), (PLAN, MINUTES)))
    assert tree.xpath("//td[@class='from']/text()") == [
        "A punkt 2, rad 6, 7",
        "B rad 5; A punkt 2, rad 6, 7",
    ]
    assert tree.xpath("//p[@class='source']/text()") == ["Källa: A Protokoll 1; B Plan"]


def test_a_chart_carries_alt_text_its_table_and_what_unfolds_it_is_named_after_it():
    tree = parsed(chart("Tre av fyra."))
    assert tree.xpath("//img/@alt") == ["Tre av fyra."]
    assert tree.xpath("//details//caption/text()") == ["Åtgärder Tre av fyra."]
    (summary,) = tree.xpath("//details[@class='data']/summary")
    assert summary.text_content() == "Visa diagrammet som tabell: Möten: Tre av fyra."


def test_what_unfolds_is_named_after_its_claim():
    long = "Rådet möttes i ett stort rum vid torget. " * 3
    blocks = [
        Text(name="a", text=long, source=(PLAN,)),
        Statements(name="b", items=[Statement("Ett.", (PLAN,)), Statement("Två.", (PLAN,))]),
        KeyFigures(name="c", figures=[KeyFigure("n", 3, "möten", "", (PLAN,))], tiles=["n"]),
    ]
    names = [text_of(summary) for b in blocks for summary in parsed(b).xpath("//summary")]
    assert names == [
        "Källa till: Rådet möttes i ett stort rum vid torget. Rådet …",
        "Källa till: Ett.",
        "Källa till: Två.",
        "Källa till: möten",
    ]


LINKS = {"Protokoll 1": Link("../a%20b.md", "a b.md")}


def links(block):
    root = lxml_html.document_fromstring(writing.to_html(report(shown(block)), LINKS))
    main = root.find(".//main")
    return [(a.text, a.get("href")) for a in main.iter("a")], text_of(main)


def test_a_reference_leads_to_its_document_and_names_the_file():
    items = [Statement("x", (MINUTES,)), Statement("y", (PLAN,))]
    found, text = links(Statements(name="l", items=items))
    assert found == [("Protokoll 1, punkt 2, rad 6, 7", "../a%20b.md")]
    assert "Protokoll 1, punkt 2, rad 6, 7 i filen a b.md" in text


def test_the_rows_and_the_foot_of_a_table_lead_there_too():
    found, text = links(sourced((MINUTES,), (PLAN, Source("Protokoll 1", lines=(9,)))))
    assert [label for label, _ in found] == ["A punkt 2, rad 6, 7", "A rad 9", "A Protokoll 1"]
    assert "A Protokoll 1 (a b.md); B Plan" in text


def test_a_document_is_not_taken_for_one_with_a_longer_title():
    assert links(Text(name="t", text="x", source=(Source("Protokoll 11", lines=(5,)),)))[0] == []


def test_captions_are_numbered_each_kind_on_its_own():
    cells = [shown(chart("Ett.", "a")), shown(table()), shown(chart("Två.", "b"))]
    root = page(report(*cells))
    captions = root.xpath("//figcaption|//div[@class='table']//caption")
    assert [text_of(caption)[:9] for caption in captions] == ["Diagram 1", "Tabell 1 ", "Diagram 2"]


def test_the_councils_own_words_stand_apart_with_who_stands_for_them():
    (said,) = page(report(shown(own_words()))).find_class("voice")
    assert text_of(said[0]) == "Rådets egna ord ordföranden, 1 mars 2022"
    assert [text_of(e) for e in said.xpath("p[2]|*/em|ul/li")] == [
        "Vi är nöjda.",
        "nöjda",
        "Fler möten1",
    ]
    assert said.xpath(".//img/@alt") == ["Rådet"]


@pytest.mark.parametrize("picture", ["![](a.png)", "x ![Rådet](b.png)"])
def test_own_words_show_no_picture_that_is_not_described_or_not_theirs(picture):
    (said,) = page(report(shown(own_words(picture)))).find_class("voice")
    assert said.xpath(".//img") == []
    assert text_of(said[1]) in (
        "Visas inte här. Bilden saknar en text som beskriver den.",
        "x [Bild: Rådet]",
    )


def test_own_words_are_words_and_never_markup():
    (said,) = page(report(shown(own_words(HOSTILE)))).find_class("voice")
    assert "<script>alert(1)</script>" in text_of(said)


def test_a_picture_of_the_councils_has_its_words_below_it():
    root = page(report(shown(own_words('![Rådet](a.png "Torget i kväll.")'))))
    (figure,) = root.find_class("picture")
    assert [(one.tag, text_of(one)) for one in figure] == [
        ("div", ""),
        ("figcaption", "Torget i kväll."),
    ]


def test_the_councils_logo_stands_at_the_top():
    (logo,) = page(report(logo=PNG)).find_class("top")[0].iter("img")
    assert (logo.get("alt"), logo.get("src")) == ("En sköld", f"data:image/png;base64,{PNG}")
    assert [*page(report()).iter("img")] == []


def test_a_report_names_no_source_that_nobody_can_read():
    root = page(report(*of_days(), kind="report"))
    assert [text_of(e) for e in root.find_class("text")] == [
        "Sagt.Källa till: Sagt. Protokoll 16 maj 2024, rad 4; Plan, rad 4; "
        "Protokoll 8 februari 2024, rad 4",
        "Räknat.",
    ]
    annexes = page(report(*of_days(), kind="annexes"))
    assert text_of(annexes.find_class("text")[1]) == "Räknat.Källa till: Räknat. registren, rad 4"


def test_facts_stand_with_their_labels_before_them():
    (facts,) = page(report(shown(FACTS))).find_class("facts")
    assert [text_of(e) for e in facts] == ["Mål: Tryggare torg", "Utfall: ✓ klar"]
    assert facts.xpath(".//span/@class") == ["status status-done"]
    assert text_of(facts.getnext()) == "Källa till: Torget Plan, rad 5"


def test_a_key_figure_says_of_how_many_and_what_it_was_the_year_before():
    figures = [
        KeyFigure("m", 6, "mål nådda", "", (), of=20, before="2020: 5 av 18"),
        KeyFigure("n", 10500, "brott", "", ()),
        KeyFigure("o", None, "möten", "", (), of=4),
    ]
    root = page(report(shown(KeyFigures(name="k", figures=figures, tiles=list("mno")))))
    values = [e.text_content() for e in root.find_class("value")]
    assert values == ["6 av 20", "10\u00a0500", "okänt"]
    assert [text_of(e) for e in root.find_class("before")] == ["2020: 5 av 18"]


@pytest.mark.parametrize(
    "markdown, headings",
    [
        ("## Tom", []),
        ("## A\n\n### Tom\n\n### Tom\n\n## B\n\nx", ["B"]),
        ("## A\n\n### Tom\n\n### B\n\nx\n\n#### Tom", ["A", "B"]),
    ],
)
def test_a_heading_with_nothing_below_it_is_left_out(markdown, headings):
    cells = [new_markdown_cell(markdown), shown(Nothing(name="n"))]
    root = page(report(*cells))
    assert [text_of(h) for h in root.xpath("//main/h2|//main/h3|//main/h4")] == headings


def test_a_group_leaves_out_the_heading_of_what_shows_nothing():
    group = Group(name="g", parts=[("Tom", Nothing(name="n")), ("Plan", table())])
    root = page(report(new_markdown_cell("## A"), shown(group)))
    assert [text_of(h) for h in root.xpath("//main/h2|//main/h3")] == ["A", "Plan"]


def test_a_report_folds_the_sources_of_its_rows_and_names_its_annexes_file():
    root = page(report(SEE, shown(BY_ROW), kind="report", companion=OTHER))
    heads = [[text_of(h) for h in t.xpath(".//th[@scope='col']")] for t in root.xpath("//table")]
    assert heads == [["Beslut"], ["Beslut", "Källa"]]
    (outer, folded) = root.find_class("source")
    assert text_of(outer) == "Källa: Plan; Protokoll"
    assert text_of(folded) == "Källa: A Plan; B Protokoll"
    assert folded.xpath("ancestor::details/summary/text()") == ["Visa källan till varje rad"]
    links = {text_of(a): a.get("href") for a in root.xpath("//main//a")}
    assert links == {"Bilagor 2021": "bilagor-intern.html", "bilagorna": "bilagor-intern.html"}
    annexes = page(report(shown(BY_ROW), kind="annexes", companion=OTHER))
    assert [text_of(h) for h in annexes.xpath("//th[@scope='col']")] == ["Beslut", "Källa"]
    (companion,) = annexes.find_class("companion")
    assert text_of(companion) == "Verksamhetsberättelse: Bilagor 2021"


BY_ROW = Table(
    name="t",
    title="Beslut",
    columns=[Column("Beslut")],
    rows=[["Belysning"], ["Vandring"]],
    sources=[(Source("Plan", "", (5,)),), (Source("Protokoll", "2", (6,)),)],
)


def test_prose_in_a_report_folds_the_source_of_each_paragraph():
    root = page(report(*told(), kind="report"))
    assert [text_of(one) for one in root.find_class("ref")] == [
        "Källa till: Först. Plan, rad 5",
        "Källa till: Ett. Protokoll, punkt 2, rad 6",
        "Källa till: Två. Protokoll, punkt 2, rad 6; Plan, rad 5",
        "Källa till: Sedan. Plan, rad 5",
    ]
    assert root.find_class("source") == []
