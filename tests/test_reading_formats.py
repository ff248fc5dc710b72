"""Every format becomes the same lines: texts, cells, headings, bullets, numbers, pages."""

import doctest
import importlib
import re
import subprocess
import zipfile
from email.message import EmailMessage
from pathlib import Path

import docx
import pikepdf
import pytest
import typst
from browsing import CHROMIUM, for_browser
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from hostile_inputs import body, docx_with, page_with, raw_pdf
from written_as import as_docx, as_html, as_pdf, as_text

from lobra.reading import page
from lobra.reading.formats import load
from lobra_data.errors import LobraError

DOCUMENTS = Path(__file__).parents[1] / "demo" / "documents"


@pytest.fixture
def read(tmp_path):
    """Writes a file with this content and gives its lines."""

    def lines(content, name="p.txt"):
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return load(path).lines

    return lines


def texts(lines):
    return [line.text for line in lines]


def cells(lines):
    return [line.cells for line in lines if line.cells]


@pytest.mark.parametrize("name", ["lines", "pdf"])
def test_the_examples_in_the_docstrings_hold(name):
    module = importlib.import_module(f"lobra.reading.formats.{name}")
    result = doctest.testmod(module)
    assert result.attempted and not result.failed


# --- plain text --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252", "mac_roman", "cp850"]
)
def test_text_is_read_whatever_its_encoding(read, encoding):
    text = "Lokala rådet för trygghet\nÅtgärd: möte i Älvsjö för äldre\n"
    lines = read(text.encode(encoding))
    assert texts(lines) == ["Lokala rådet för trygghet", "Åtgärd: möte i Älvsjö för äldre"]


def test_lines_have_the_numbers_of_the_file_and_say_where_space_stands(read):
    lines = read("a\r\n\r\nb\rc\n\n\nd")
    assert [(line.number, line.text, line.gap) for line in lines] == [
        (1, "a", False),
        (3, "b", True),
        (4, "c", False),
        (7, "d", True),
    ]


def test_letters_that_were_encoded_twice_are_mended_and_a_person_is_told(tmp_path):
    path = tmp_path / "p.txt"
    path.write_text("MÃ¶te i Ã„lvsjÃ¶", encoding="utf-8")
    source = load(path)
    assert texts(source.lines) == ["Möte i Älvsjö"]
    assert "rättats" in source.notes[0]


def test_letters_that_only_look_encoded_twice_are_left_alone(tmp_path):
    (tmp_path / "p.txt").write_text("Möte om Ã¶ i texten", encoding="utf-8")
    source = load(tmp_path / "p.txt")
    assert texts(source.lines) == ["Möte om Ã¶ i texten"]
    assert source.notes == ()


def test_letters_in_two_pieces_become_one(read):
    assert texts(read("Mo\u0308te i A\u030angermanland")) == ["Möte i Ångermanland"]


def test_form_feeds_separate_pages(tmp_path):
    path = tmp_path / "p.txt"
    path.write_text("a\n\fb\nc\fd")
    source = load(path)
    assert source.n_pages == 3
    assert [(line.text, line.number, line.page) for line in source.lines] == [
        ("a", 1, 1),
        ("b", 2, 2),
        ("c", 3, 2),
        ("d", 3, 3),
    ]


TYPED = (
    "• Punkt|\uf0b7 Punkt|\uf0b7Punkt|▫ Punkt|- Punkt|–  Punkt|* Punkt|o Punkt|o\tPunkt|•\tPunkt"
)


@pytest.mark.parametrize("typed", [*TYPED.split("|"), "  \uf0a7\tPunkt"])
def test_a_typed_bullet_is_seen_and_taken_away(read, typed):
    (line,) = read(typed)
    assert (line.text, line.is_bullet, line.cells) == ("Punkt", True, ())


@pytest.mark.parametrize("typed", ["o.s.v.", "och sedan", "-5 grader", "*Punkt", "–", "Två - tre"])
def test_what_is_no_bullet_stays(read, typed):
    lines = read(f"rad\n{typed}\nrad")
    assert [line.is_bullet for line in lines] == [False] * len(lines)
    assert texts(lines)[1] == typed if typed != "–" else len(lines) == 2


def test_tabs_make_cells_and_empty_ones_are_kept(read):
    lines = read("Plats\tÅtgärd\tSvar\nTorget\t\tklart\nParken\tljus\t\nStationen\t\t\n")
    assert cells(lines) == [
        ("Plats", "Åtgärd", "Svar"),
        ("Torget", "", "klart"),
        ("Parken", "ljus", ""),
        ("Stationen", "", ""),
    ]
    assert lines[1].text == "Torget\t\tklart"
    assert lines[1].table is None


@pytest.mark.parametrize("typed", ["\tEn indragen rad", "1.\tMötet öppnas", "§ 12\tVal", "Slut\t"])
def test_a_tab_that_is_no_column_makes_no_cells(read, typed):
    (line,) = read(typed)
    assert (line.text, line.cells) == (" ".join(typed.split()), ())


def test_a_row_that_begins_with_a_tab_belongs_to_the_column_above(read):
    lines = read("Närvarande:\tAnna Ek, polis\n\tBo Alm, skola\n")
    assert cells(lines) == [("Närvarande:", "Anna Ek, polis"), ("", "Bo Alm, skola")]


def test_rows_with_space_between_them_belong_together(read):
    assert cells(read("Anna Ek\tPolis\n\n\tchef\n\nBo\tSkola")) == [
        ("Anna Ek", "Polis"),
        ("", "chef"),
        ("Bo", "Skola"),
    ]


def test_wide_gaps_are_columns(read):
    lines = read("Anna Andersson      Polisen\nBo Ek               Skolan\nEva  är  här.\n")
    assert cells(lines) == [("Anna Andersson", "Polisen"), ("Bo Ek", "Skolan")]
    assert lines[2].text == "Eva är här."


def test_a_little_markup_is_understood_in_plain_text(read):
    lines = read("# Protokoll\n**Beslut**\n2. **Rapport**\n**Plats:** Skype\n=====\n-----\n")
    assert [(line.text, line.heading, line.is_bold) for line in lines] == [
        ("Protokoll", 1, True),
        ("Beslut", 0, True),
        ("2. Rapport", 0, True),
        ("Plats: Skype", 0, False),
    ]


# --- Markdown ----------------------------------------------------------------------------------


def markdown(read, text):
    return read(text, "p.md")


def test_markdown_keeps_the_numbers_that_were_typed_and_the_lines_of_the_file(read):
    lines = markdown(read, "\n7. Ett\n9. **Två**\n\nText\n12. Tre\n3.Fyra\n\n   mer\n")
    assert [(line.number, line.text, line.is_bold) for line in lines] == [
        (2, "7. Ett", False),
        (3, "9. Två", True),
        (5, "Text", False),
        (6, "12. Tre", False),
        (7, "3.Fyra", False),
        (9, "mer", False),
    ]


def test_markdown_headings_links_and_escapes_are_read_as_text(read):
    lines = markdown(
        read,
        "### **1. Läge**\n*Se* [sidan \\(stad.se\\)](#) och <b>här</b> \\*\n[a@b.se](mailto:x)\n",
    )
    assert texts(lines) == ["1. Läge", "Se sidan (stad.se) och här *", "a@b.se"]
    assert [line.heading for line in lines] == [3, 0, 0]


def test_a_bold_sentence_over_two_lines_is_bold_on_both(read):
    lines = markdown(read, "**Rapport från  \nenheten**\nresten\n")
    assert [(line.text, line.is_bold) for line in lines] == [
        ("Rapport från", True),
        ("enheten", True),
        ("resten", False),
    ]


def test_rows_with_tabs_in_markdown_keep_empty_cells_at_both_ends(read):
    lines = markdown(read, "Plats\tVad\tSvar\n\tmer\t\nTorget\t**ljus**\t\n")
    assert cells(lines) == [("Plats", "Vad", "Svar"), ("", "mer", ""), ("Torget", "ljus", "")]


def test_a_list_inside_a_cell_keeps_its_lines(read):
    row = "<ul style='x'> <li>▫ ett</li> <li>▫ två</li> </ul>\t<b>Tre:</b> fyra"
    lines = markdown(read, f"A\tB\n{row}\nC\t\n")
    assert cells(lines) == [("A", "B"), ("ett\ntvå", "Tre: fyra"), ("C", "")]
    assert [line.number for line in lines] == [1, 2, 3]


def test_markdown_and_columns_are_read_alike_in_a_file_of_any_name(read):
    text = "## Val\n| A | B |\n|---|---|\n| *c* | d |\n\nAnna      Polis\nBo        Skola\n"
    assert read(text, "p.txt") == markdown(read, text)
    assert cells(read(text)) == [("A", "B"), ("c", "d"), ("Anna", "Polis"), ("Bo", "Skola")]


def test_what_a_letter_quotes_from_an_earlier_one_is_still_seen_to_be_quoted(read):
    assert texts(read("Från: Bo\nHej\n> Beslut: ja\n")) == ["Från: Bo", "Hej", "> Beslut: ja"]
    assert texts(read("Protokoll\nHej\n> Beslut: ja\n")) == ["Protokoll", "Hej", "Beslut: ja"]


def test_an_e_mail_is_read_as_its_receiver_saw_it_without_the_letter_it_answers(tmp_path):
    mail = EmailMessage()
    mail["From"], mail["Subject"] = '"Ek, Åsa" <asa@kommun.example>', "SV: Kallelse till rådet"
    mail["Date"] = "Wed, 04 Sep 2024 16:40:00 +0200"
    own = "Hej!\n1. Läget\nFärre stölder, men fler bedrägerier än i fjol.\nÅsa"
    answered = "\n____________\nFrån: Ek, Åsa\nSkickat: den 1 augusti\n1. Mötet öppnas\n"
    heads = ["Från: Åsa Ek", "Skickat: 2024-09-04 16:40", "Ämne: SV: Kallelse till rådet"]
    mail.set_content(own + answered, cte="quoted-printable")
    mail.add_attachment(b"%PDF", maintype="application", subtype="pdf")
    (path := tmp_path / "m.eml").write_bytes(bytes(mail))
    source = load(path)
    assert texts(page.laid_out(source)[0]) == [*heads, *own.split("\n")]
    assert source.notes == ("mejlets bilagor (1) är inte lästa",)
    quoted = own + "\n\n" + "".join(f"> {line}\n" for line in answered.split("\n")[2:])
    mail.clear_content()
    mail.set_content(quoted, cte="quoted-printable")
    path.write_bytes(bytes(mail))
    assert texts(page.laid_out(load(path))[0]) == [*heads, *own.split("\n")]
    mail.clear_content()
    mail.set_content("<p>Läget</p><p>Färre stölder.</p>", subtype="html", charset="iso-8859-1")
    path.write_bytes(bytes(mail))
    assert texts(load(path).lines) == [*heads, "Läget", "Färre stölder."]
    path.write_text("MIME-Version: 1.0\nFrom: a<\n\nhej")  # breaks the library
    assert texts(load(path).lines) == ["MIME-Version: 1.0", "From: a<", "hej"]


def test_of_an_e_mails_two_forms_the_one_that_only_points_at_the_other_is_not_read(tmp_path):
    mail = EmailMessage()
    mail["From"], mail["Subject"] = "asa@kommun.example", "Anteckningar"
    mail.set_content("Se HTML-versionen.")
    mail.add_alternative("<p>Läget</p><p>Färre stölder än i fjol.</p>" * 9, subtype="html")
    (path := tmp_path / "m.eml").write_bytes(bytes(mail))
    assert texts(load(path).lines)[2:4] == ["Läget", "Färre stölder än i fjol."]


def test_a_pipe_table_is_a_real_table(read):
    lines = markdown(
        read, "text\n\n| A | B |\n|---|---|\n| **a** | b<br>c |\n| x \\| y | |\n\nslut\n"
    )
    assert cells(lines) == [("A", "B"), ("a", "b\nc"), ("x | y", "")]
    assert [(line.number, line.table) for line in lines] == [
        (1, None),
        (3, 0),
        (5, 0),
        (6, 0),
        (8, None),
    ]


def test_a_pipe_table_without_its_line_of_dashes_is_one_too(read):
    assert cells(markdown(read, "| A | B |\n| c | d |\n")) == [("A", "B"), ("c", "d")]


def test_an_html_table_in_markdown_is_a_table_with_the_lines_of_the_file(read):
    lines = markdown(read, "text\n\n<table>\n<tr><td>a</td><td>b</td></tr>\n</table>\n")
    assert [(line.number, line.cells, line.table) for line in lines] == [
        (1, (), None),
        (4, ("a", "b"), 0),
    ]


@pytest.mark.parametrize("end", ["</table>", ""])
def test_an_html_table_ends_where_it_is_closed_or_space_stands(read, end):
    lines = markdown(read, f"# A\n<TABLE><tr><td>a</td>\n<td>b</td></tr>{end}\n\nett\ntvå\n")
    assert [(line.number, line.text) for line in lines] == [
        (1, "A"),
        (2, "a\tb"),
        (5, "ett"),
        (6, "två"),
    ]


def test_bullets_code_and_indented_text_are_lines_and_empty_bullets_are_not(read):
    lines = markdown(read, "- ett\n- \n  * **två**\n\n    indraget\n\n```\nkod\n```\n[1]: bilaga\n")
    assert [(line.text, line.is_bullet) for line in lines] == [
        ("ett", True),
        ("två", True),
        ("indraget", False),
        ("kod", False),
        ("[1]: bilaga", False),
    ]


def test_a_link_that_goes_on_in_the_next_line_is_read_as_its_text(read):
    lines = markdown(read, "Se [rådets\nprotokoll](https://stad.se/1) och **mer**\n> + citat\n")
    assert [(line.number, line.text, line.is_bullet) for line in lines] == [
        (1, "Se rådets", False),
        (2, "protokoll och mer", False),
        (3, "citat", True),
    ]


def test_a_heading_as_long_as_a_paragraph_is_text(read):
    long = "Rådet har samtalat om belysning. " * 8
    (line,) = markdown(read, f"## {long}\n")
    assert (line.text, line.heading) == (long.strip(), 0)


def test_every_line_that_shows_text_is_read_even_where_markdown_gives_up(read):
    lines = markdown(read, "början\n\n" + "> " * 80 + "djupt\n\nslut\n")
    assert texts(lines) == ["början", "djupt", "slut"]


# --- HTML --------------------------------------------------------------------------------------


def html(read, text):
    return read(f"<!DOCTYPE html><html><body>\n{text}\n</body></html>", "p.html")


def test_html_is_read_as_a_browser_shows_it(read):
    lines = html(
        read,
        "<nav>Meny</nav><header>Logga</header><h1>Protokoll\n2020</h1>\n"
        "<p>Rad ett<br>rad <b>två</b></p><script>x()</script><p hidden>dold</p>"
        "<p style='display: none'>dold</p><p><strong>Beslut</strong></p><footer>Fot</footer>",
    )
    assert [(x.text, x.heading, x.is_bold, x.number) for x in lines] == [
        ("Protokoll 2020", 1, True, 2),
        ("Rad ett", 0, False, 4),
        ("rad två", 0, False, 4),
        ("Beslut", 0, True, 4),
    ]


def test_html_lists_show_their_numbers(read):
    lines = html(
        read,
        "<ol start=3><li>c<li value=7>g<li>h<ol type=a><li>ha<li>hb</ol></ol><ul><li>punkt</ul>",
    )
    assert texts(lines) == ["3. c", "7. g", "8. h", "a. ha", "b. hb", "punkt"]
    assert [line.is_bullet for line in lines] == [False] * 5 + [True]


def test_lines_of_html_that_are_set_as_typed_stay_lines(read):
    before = "<!-- två\nrader --><script>\n</script>Först"
    lines = html(read, f"{before}<pre>Närvarande:\n  Anna <b>Ek</b>\n\nSlut</pre>")
    assert [(line.number, line.text) for line in lines] == [
        (4, "Först"),
        (4, "Närvarande:"),
        (5, "Anna Ek"),
        (7, "Slut"),
    ]


def test_the_title_of_a_table_is_read_and_its_hidden_cells_are_not(read):
    lines = html(
        read,
        "<table><caption>Insatser</caption><tr><td>a</td><td style='display:none'>b</td>"
        "<td>c</td></tr></table>",
    )
    assert [(line.text, line.cells) for line in lines] == [("Insatser", ()), ("a\tc", ("a", "c"))]


def test_merged_cells_leave_empty_ones(read):
    lines = html(
        read,
        "<table><tr><th colspan=2>A</th><th>B</th></tr>\n<tr><td rowspan=2>a</td><td>1</td>"
        "<td>2</td></tr>\n<tr><td>3</td><td><p>4</p><p>5</p></td></tr></table>",
    )
    assert cells(lines) == [("A", "", "B"), ("a", "1", "2"), ("", "3", "4\n5")]
    assert [line.number for line in lines] == [2, 3, 4]
    assert [line.is_bold for line in lines] == [True, False, False]


def test_a_table_that_only_places_text_is_read_as_text(read):
    many = "".join(f"<p>stycke {n}</p>" for n in range(15))
    inner = "<table><tr><td>a</td><td>b</td></tr></table>"
    lines = html(read, f"<table><tr><td>{many}</td><td>{inner}</td></tr></table>")
    assert texts(lines) == [*(f"stycke {n}" for n in range(15)), "a\tb"]
    assert cells(lines) == [("a", "b")]


def test_paragraphs_of_html_have_space_between_them_and_boxes_have_not(read):
    lines = html(read, "<p>a</p><p>b</p><div>c</div><div>d<br>e<br><br>f</div><p>\n\ng</p>")
    assert [line.text for line in lines if line.gap] == ["b", "c", "f", "g"]
    assert [line.number for line in lines] == [2, 2, 2, 2, 2, 2, 4]


def test_html_saved_by_a_word_processor_keeps_tabs_and_loses_heads_and_feet(read):
    lines = html(
        read,
        "<div title='header'><p>Kommunen</p></div>\n\t<p><b>Plats:</b>\tSkype</p>\n"
        "<p><![if !supportLists]><span>·<span>&nbsp;&nbsp;&nbsp; </span></span><![endif]>Val</p>\n"
        "<div title='footer'><p>Box 1</p></div>",
    )
    assert [(line.text, line.is_bullet) for line in lines] == [
        ("Plats:\tSkype", False),
        ("Val", True),
    ]


# --- Word --------------------------------------------------------------------------------------


@pytest.fixture
def word(tmp_path):
    """Gives the lines of a Word document with this XML as its body."""

    def lines(xml, **parts):
        changed = {f"word/{name}.xml": text.encode() for name, text in parts.items()}
        return load(
            docx_with(tmp_path / "p.docx", changed | {"word/document.xml": body(xml)})
        ).lines

    return lines


def paragraph(text, properties=""):
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"


def numbering(levels, extra=""):
    """word/numbering.xml with one kind of list (numId 1) and extra lists."""
    written = "".join(
        f'<w:lvl w:ilvl="{n}"><w:start w:val="{start}"/><w:numFmt w:val="{kind}"/>'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
        for n, (kind, text, start) in enumerate(levels)
    )
    return (
        f'<w:numbering {nsdecls("w")}><w:abstractNum w:abstractNumId="0">{written}</w:abstractNum>'
        f'<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>{extra}</w:numbering>'
    )


def item(text, level=0, num_id=1):
    return paragraph(
        text, f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{num_id}"/></w:numPr>'
    )


@pytest.mark.parametrize(
    ("kind", "text", "expected"),
    [
        ("decimal", "%1.", ["4. a", "5. b"]),
        ("decimal", "§ %1", ["§ 4 a", "§ 5 b"]),
        ("upperLetter", "%1)", ["D) a", "E) b"]),
        ("lowerLetter", "%1", ["d a", "e b"]),
        ("upperRoman", "%1.", ["IV. a", "V. b"]),
        ("decimalZero", "%1", ["04 a", "05 b"]),
        ("none", "", ["a", "b"]),
    ],
)
def test_automatic_numbers_are_counted(word, kind, text, expected):
    lines = word(item("a") + item("b"), numbering=numbering([(kind, text, 4)]))
    assert texts(lines) == expected


def test_numbers_on_several_levels_begin_anew_and_bullets_have_none(word):
    levels = [("decimal", "%1.", 1), ("decimal", "%1.%2", 1), ("bullet", "\uf0b7", 1)]
    xml = "".join(
        [
            *(item("a"), item("b", 1), item("c", 1), item("d", 2), paragraph("text")),
            *(item("e"), item("f", 1), item("g", 1)),
        ]
    )
    lines = word(xml, numbering=numbering(levels))
    assert texts(lines) == ["1. a", "1.1 b", "1.2 c", "d", "text", "2. e", "2.1 f", "2.2 g"]
    assert [line.text for line in lines if line.is_bullet] == ["d"]


def test_a_list_can_begin_anew_or_go_on(word):
    extra = (
        '<w:num w:numId="2"><w:abstractNumId w:val="0"/></w:num>'
        '<w:num w:numId="3"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0">'
        '<w:startOverride w:val="1"/></w:lvlOverride></w:num>'
    )
    xml = item("a") + item("b", 0, 2) + item("c", 0, 3) + item("d", 0, 3)
    lines = word(xml, numbering=numbering([("decimal", "%1.", 1)], extra))
    assert texts(lines) == ["1. a", "2. b", "1. c", "2. d"]


def test_headings_are_seen_by_style_also_in_swedish(tmp_path):
    document = docx.Document()
    document.add_heading("Protokoll", 0)
    document.add_heading("Beslut", 2)
    style = document.styles.add_style("Rubrik 3", 1)
    document.add_paragraph("Nästa möte", style=style)
    document.add_paragraph("Text")
    path = tmp_path / "p.docx"
    document.save(path)
    assert [(line.text, line.heading) for line in load(path).lines] == [
        ("Protokoll", 1),
        ("Beslut", 2),
        ("Nästa möte", 3),
        ("Text", 0),
    ]


def test_insertions_are_read_and_deletions_hidden_text_and_field_codes_are_not(word):
    run = "<w:r>{}<w:t>{}</w:t></w:r>"
    xml = (
        "<w:p>"
        + run.format("", "Möte ")
        + "<w:ins>" + run.format("", "nytt ") + "</w:ins>"
        + "<w:del><w:r><w:delText>gammalt </w:delText></w:r></w:del>"
        + run.format("<w:rPr><w:vanish/></w:rPr>", "dolt ")
        + '<w:r><w:fldChar w:fldCharType="begin"/><w:instrText>DATE</w:instrText></w:r>'
        + '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
        + run.format("", "2020-01-02")
        + '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
        + "<w:sdt><w:sdtContent>" + run.format("", " i Solna") + "</w:sdtContent></w:sdt>"
        + "</w:p>"
    )  # fmt: skip
    assert texts(word(xml)) == ["Möte nytt 2020-01-02 i Solna"]


def test_line_breaks_make_lines_and_tabs_make_cells(word):
    row = "<w:t>{}</w:t><w:tab/><w:t>{}</w:t>"
    run = f"{row.format('Anna', 'Polis')}<w:br/>{row.format('Bo', 'Skola')}"
    assert cells(word(f"<w:p><w:r>{run}</w:r></w:p>")) == [("Anna", "Polis"), ("Bo", "Skola")]


def test_word_tables_keep_columns_merged_cells_and_line_breaks(word):
    def cell(text, properties=""):
        inner = "".join(paragraph(part) for part in text.split("|"))
        return f"<w:tc><w:tcPr>{properties}</w:tcPr>{inner}</w:tc>"

    rows = [
        cell("Rubrik", '<w:gridSpan w:val="2"/>') + cell("c"),
        cell("Torget", '<w:vMerge w:val="restart"/>') + cell("ett|två") + cell("x"),
        cell("Torget", "<w:vMerge/>") + cell("tre") + cell("y"),
    ]
    xml = "<w:tbl>" + "".join(f"<w:tr>{row}</w:tr>" for row in rows) + "</w:tbl>"
    lines = word(xml + xml)
    assert cells(lines)[:3] == [("Rubrik", "", "c"), ("Torget", "ett\ntvå", "x"), ("", "tre", "y")]
    assert [line.table for line in lines] == [0, 0, 0, 1, 1, 1]


def test_text_boxes_are_read_once_and_the_head_of_the_page_comes_first(tmp_path):
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "Sidhuvud"
    inner = "<w:txbxContent><w:p><w:r><w:t>Ruta</w:t></w:r></w:p></w:txbxContent>"
    spaces = (
        f'{nsdecls("w")} xmlns:v="urn:schemas-microsoft-com:vml" '
        'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    )
    box = (
        f'<w:r {spaces}><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing>'
        f"{inner}</w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox>{inner}</v:textbox></w:pict></mc:Fallback>"
        "</mc:AlternateContent></w:r>"
    )
    document.add_paragraph("Text")._p.append(parse_xml(box))
    path = tmp_path / "p.docx"
    document.save(path)
    assert texts(load(path).lines) == ["Sidhuvud", "Text", "Ruta"]


def test_a_document_with_macros_is_read_as_word(tmp_path):
    kind = b"application/vnd.ms-word.document.macroEnabled.main+xml"
    path = docx_with(tmp_path / "p.docx", {})
    types = zipfile.ZipFile(path).read("[Content_Types].xml")
    plain = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    path = docx_with(tmp_path / "p.docm", {"[Content_Types].xml": types.replace(plain, kind)})
    assert "1. Mötet öppnas" in texts(load(path).lines)


def test_a_document_whose_parts_are_numbered_is_read_as_word(tmp_path):
    """As Word on the web saves it: word/document2.xml."""
    parts = {"word/document.xml": None, "word/document2.xml": body(paragraph("Protokoll"))}
    assert texts(load(docx_with(tmp_path / "p.docx", parts)).lines) == ["Protokoll"]


def test_a_document_in_the_strict_form_is_read_like_any_other(tmp_path):
    """As Word writes "Strict Open XML Document": the same parts, with other names of namespaces."""
    usual = re.compile(rb"http://schemas\.openxmlformats\.org/(\w+)/2006/(main|relationships)")
    document = docx.Document()
    document.add_heading("Protokoll", 1)
    document.add_paragraph("Anna Ek", style="List Number")
    document.add_table(1, 2).cell(0, 1).text = "Polis"
    document.save(tmp_path / "usual.docx")
    with (
        zipfile.ZipFile(tmp_path / "usual.docx") as archive,
        zipfile.ZipFile(tmp_path / "strict.docx", "w") as strict,
    ):
        for name in archive.namelist():
            data = usual.sub(
                lambda found: (
                    found[0]
                    if found[1] == b"package"
                    else b"http://purl.oclc.org/ooxml/%b/%b" % found.groups()
                ),
                archive.read(name),
            )
            strict.writestr(name, data)
    assert b"purl.oclc.org" in zipfile.ZipFile(tmp_path / "strict.docx").read("word/styles.xml")
    assert load(tmp_path / "strict.docx").lines == load(tmp_path / "usual.docx").lines
    assert texts(load(tmp_path / "strict.docx").lines) == ["Protokoll", "1. Anna Ek", "\tPolis"]


# --- PDF ---------------------------------------------------------------------------------------


@pytest.fixture
def pdf(tmp_path):
    """Gives the source of a PDF made from Typst markup."""

    def source(text):
        path = tmp_path / "p.pdf"
        path.write_bytes(typst.compile(text.encode()))
        return load(path)

    return source


def test_pdf_headings_are_seen_by_size_and_bold_by_font(pdf):
    source = pdf(
        "#text(size: 20pt)[Protokoll] \n\n#text(size: 14pt)[Beslut]\n\n*Fet rad*\n\n"
        "*Fet* och inte\n\n" + "Vanlig text i protokollet. " * 20
    )
    assert [(x.text, x.heading, x.is_bold) for x in source.lines[:4]] == [
        ("Protokoll", 1, True),
        ("Beslut", 2, True),
        ("Fet rad", 0, True),
        ("Fet och inte", 0, False),
    ]


def test_pdf_pages_are_numbered_and_heads_and_feet_that_repeat_are_dropped(pdf):
    source = pdf(
        '#set page(height: 12cm, header: [Dnr 12/2020 #h(1fr) Nämnden], numbering: "1 (1)")\n'
        + "#pagebreak()\n".join(f"Text på sidan {word}\n\n" for word in ["ett", "två", "tre"])
    )
    assert source.n_pages == 3
    assert [(line.text, line.page) for line in source.lines] == [
        ("Dnr 12/2020\tNämnden", 1),
        ("Text på sidan ett", 1),
        ("Text på sidan två", 2),
        ("Text på sidan tre", 3),
    ]


def test_a_table_that_goes_on_over_the_page_is_one_table(pdf):
    rows = "".join(f"[Plats {n}], [Åtgärd {n} \\ mer], [], " for n in range(30))
    source = pdf(
        f"#set page(height: 12cm)\n#table(columns: (1fr,) * 3, table.header[A][B][C], {rows})\nSlut"
    )
    assert cells(source.lines) == [
        ("A", "B", "C"),
        *((f"Plats {n}", f"Åtgärd {n}\nmer", "") for n in range(30)),
    ]
    assert {line.table for line in source.lines} == {0, None}
    assert source.lines[-1].text == "Slut"


def test_a_row_that_the_page_cuts_in_two_is_one_row(pdf):
    long = "ord " * 900
    source = pdf(f"#set page(height: 12cm, width: 15cm)\n#table(columns: 2, [Plats], [{long}])")
    assert source.n_pages > 1
    assert cells(source.lines) == [("Plats", long.strip())]


def test_wrapped_lines_in_a_cell_are_joined_and_others_keep_their_break(pdf):
    text = "En lång åtgärd som inte får plats på en rad i cellen \\ Ny rad"
    source = pdf(f"#table(columns: (3cm, 5cm), [{text}], [b], [c], [d])")
    first, _ = source.lines[0].cells
    assert first == "En lång åtgärd som inte får plats på en rad i cellen\nNy rad"


def test_a_span_of_hours_that_a_cell_breaks_is_whole(pdf):
    (line,) = pdf("#table(columns: (3cm, 5cm), [fredagar kl. 17–21 i juni], [b])").lines
    assert line.cells == ("fredagar kl. 17–21 i juni", "b")


def test_wide_gaps_in_a_pdf_are_columns(pdf):
    source = pdf(
        "#grid(columns: (6cm, 6cm), row-gutter: 6pt, [Anna Ek], [Polisen], [Bo Alm], [Skolan])"
    )
    assert cells(source.lines) == [("Anna Ek", "Polisen"), ("Bo Alm", "Skolan")]
    assert [line.table for line in source.lines] == [None, None]


def test_lines_of_a_pdf_that_begin_under_a_column_belong_to_it(pdf):
    cells_of = "[Närvarande:], [Anna Ek], [polis], [], [Bo Alm], [], [Frånvarande:], [], [skola]"
    source = pdf(f"#grid(columns: (4cm, 4cm, 4cm), row-gutter: 6pt, {cells_of})\nSlut")
    assert cells(source.lines) == [
        ("Närvarande:", "Anna Ek", "polis"),
        ("", "Bo Alm", ""),
        ("Frånvarande:", "", "skola"),
    ]


def test_a_name_that_is_wrapped_in_a_centred_cell_is_in_the_row_of_its_role(pdf):
    people = (
        "[Anna-Karin Lindström], [Polisen], [Bo Ek], [Fastighetsägarna i centrum], [Li], [Stad]"
    )
    where = "columns: (3cm, 4cm), column-gutter: 1cm, row-gutter: 9pt, align: horizon"
    source = pdf(f"#set text(hyphenate: false)\n#grid({where}, {people})\nSlut")
    assert texts(source.lines) == [
        "Anna-Karin Lindström\tPolisen",
        "Bo Ek\tFastighetsägarna i centrum",
        "Li\tStad",
        "Slut",
    ]


def test_a_role_beside_one_of_three_names_is_not_given_to_all(pdf):
    people = "[Anna Ek], [], [Bo Alm], [Polisen], [Li Lund], []"
    source = pdf(f"#grid(columns: (3cm, 4cm), row-gutter: 6pt, {people})\n#v(2em)\nSlut")
    assert texts(source.lines) == ["Anna Ek", "Bo Alm\tPolisen", "Li Lund", "Slut"]


def test_a_side_column_is_read_by_itself_and_labels_stay_with_their_values(pdf):
    side = " \\\n".join(f"Rad {n}" for n in range(12))
    main = " ".join(f"ord{n}" for n in range(140))
    source = pdf(
        f"#grid(columns: (3cm, 10cm), [#set par(leading: 9pt)\n{side}], [{main}])",
    )
    assert texts(source.lines)[:12] == [f"Rad {n}" for n in range(12)]
    assert " ".join(texts(source.lines)[12:]) == main
    rows = ", ".join(f"[Rad {n}], [en två tre fyra fem]" for n in range(12))
    source = pdf(f"#grid(columns: (3cm, 10cm), row-gutter: 6pt, {rows})")
    assert texts(source.lines) == [f"Rad {n}\ten två tre fyra fem" for n in range(12)]


def test_two_columns_of_text_are_read_one_after_the_other(pdf):
    left = " ".join(f"vänster{n} text som fyller raden" for n in range(30))
    right = " ".join(f"höger{n} text som fyller raden" for n in range(30))
    source = pdf(
        "#set par(justify: true)\n= Rubrik över båda spalterna\n"
        f"#grid(columns: (1fr, 1fr), gutter: 1cm, [{left}], [{right}])"
    )
    words = " ".join(texts(source.lines)).split()
    numbers = [word for word in words if word.startswith(("vänster", "höger"))]
    assert numbers == [f"{side}{n}" for side in ("vänster", "höger") for n in range(30)]


def test_a_second_column_of_a_few_lines_is_read_after_the_first(pdf):
    left = " ".join(f"vänster{n} text som fyller raden" for n in range(30))
    right = " ".join(f"höger{n} text som fyller raden" for n in range(13))
    source = pdf(
        f"#grid(columns: (1fr, 1fr), gutter: 1cm, [#set par(leading: 14pt)\n{left}], [{right}])"
    )
    words = " ".join(texts(source.lines)).split()
    numbers = [word for word in words if word.startswith(("vänster", "höger"))]
    assert numbers == [f"vänster{n}" for n in range(30)] + [f"höger{n}" for n in range(13)]


def test_the_day_that_a_browser_printed_a_page_is_not_the_documents(pdf):
    def page(stamp, address):
        return pdf(
            f"#set page(margin: 2cm, header: [#set text(8pt)\n{stamp} #h(1fr) Brå den 3 maj],"
            f" footer: [#set text(8pt)\n{address} #h(1fr) 1/1])\nMötet inleddes 10.05."
        )

    own = ["Mötet inleddes 10.05."]
    web = "naset\\.example/sida"
    for stamp in ("2024-01-12 09:14", "11/27/26, 5:22 PM"):
        printed = texts(page(stamp, f"https:\\/\\/{web}").lines)
        assert [text.strip() for text in printed][:2] == ["Brå den 3 maj", *own]
    assert texts(page("2024-01-12 09:14", "Diarienummer 3").lines)[0].startswith("2024-01-12 09:14")


def test_space_between_lines_of_a_pdf_is_seen(pdf):
    source = pdf("a \\ b\n#v(2em)\nc \\ d \\ e")
    assert [line.text for line in source.lines if line.gap] == ["c"]


DOT = "#place(dx: {at}, dy: 3pt, circle(radius: {radius}, fill: black))"


@pytest.mark.parametrize(
    ("at", "radius", "is_point"),
    [("-9pt", "1.5pt", True), ("-60pt", "1.5pt", False), ("4pt", "1.5pt", False),
     ("-9pt", "5pt", False)],
)  # fmt: skip
def test_a_dot_that_is_drawn_before_a_line_makes_it_a_point(pdf, at, radius, is_point):
    (line,) = pdf(f"#pad(left: 70pt)[{DOT.format(at=at, radius=radius)}Polisen går förbi]").lines
    assert (line.text, line.is_bullet) == ("Polisen går förbi", is_point)


@for_browser
def test_a_list_that_a_browser_printed_is_a_list(tmp_path):
    page, printed = tmp_path / "sida.html", tmp_path / "sida.pdf"
    page.write_text("<p>Vi ska:</p><ul><li>laga</li><li>sanera</li></ul><p>Slut.</p>", "utf-8")
    quiet = ["--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer"]
    run = [CHROMIUM, *quiet, f"--print-to-pdf={printed}", page.as_uri()]
    subprocess.run(run, check=True, capture_output=True, timeout=60)
    assert [(line.text, line.is_bullet) for line in load(printed).lines] == [
        ("Vi ska:", False),
        ("laga", True),
        ("sanera", True),
        ("Slut.", False),
    ]


def test_a_locked_pdf_is_said_to_be_locked(tmp_path):
    path = tmp_path / "p.pdf"
    path.write_bytes(typst.compile(b"Text"))
    with pikepdf.open(path) as opened:
        opened.save(tmp_path / "l.pdf", encryption=pikepdf.Encryption(owner="a", user="b"))
    with pytest.raises(LobraError, match=r"l\.pdf: PDF-filen är låst med lösenord\. Ta bort"):
        load(tmp_path / "l.pdf")


def test_a_pdf_without_pages_is_not_said_to_be_locked_after_one_that_was(tmp_path):
    test_a_locked_pdf_is_said_to_be_locked(tmp_path)
    tree = "<< /Type /Pages /Kids [] /Count 0 >>"
    (tmp_path / "p.pdf").write_bytes(raw_pdf("<< /Type /Catalog /Pages 2 0 R >>", tree))
    with pytest.raises(LobraError, match=r"p\.pdf: PDF-filen har inga sidor\."):
        load(tmp_path / "p.pdf")


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_page_that_is_shown_turned_is_read_as_it_is_shown(tmp_path, pdf, turn):
    original = pdf("= Rubrik\nText \\ mer\n#table(columns: 2, [A], [B], [C], [D])")
    with pikepdf.open(tmp_path / "p.pdf") as opened:
        page = opened.pages[0]
        _, _, width, height = map(float, page.mediabox)
        matrix = {
            90: f"0 1 -1 0 {height + 7} 5",
            180: f"-1 0 0 -1 {width + 7} {height + 5}",
            270: f"0 -1 1 0 7 {width + 5}",
        }[turn]
        page.contents_add(f"q {matrix} cm".encode(), prepend=True)
        page.contents_add(b"Q")
        page.obj.Rotate = turn
        across, up = (width, height) if turn == 180 else (height, width)
        page.mediabox = [7, 5, across + 7, up + 5]
        opened.save(tmp_path / "turned.pdf")
    assert texts(original.lines) == ["Rubrik", "Text", "mer", "A\tB", "C\tD"]
    assert load(tmp_path / "turned.pdf").lines == original.lines


@pytest.mark.parametrize("turn", [90, 180, 270, 40])
def test_text_that_is_printed_turned_is_read_when_it_is_most_of_the_page(pdf, turn):
    page = "= Rubrik\nAnna Ek öppnar mötet \\ och hälsar alla välkomna"
    lines = pdf(f"#rotate({turn}deg, reflow: true)[{page}]").lines
    assert [(line.text, line.heading) for line in lines] == [
        ("Rubrik", 1),
        ("Anna Ek öppnar mötet", 0),
        ("och hälsar alla välkomna", 0),
    ]


def test_cells_that_span_rows_or_columns_are_read_where_they_begin(pdf):
    spanning = "table.cell(colspan: 2)[A], [B], table.cell(rowspan: 2)[C], [D], [E], [F], [G]"
    source = pdf(f"#table(columns: (2cm,) * 3, {spanning})")
    assert cells(source.lines) == [("A", "", "B"), ("C", "D", "E"), ("", "F", "G")]


def test_a_frame_round_text_is_no_table(pdf):
    assert cells(pdf("#rect[Ett] #rect[Två]").lines) == []


def test_text_that_stands_across_the_page_is_left_out(pdf):
    across = "#place(rotate(45deg)[UTKAST])\n#rotate(90deg)[Kant]"
    assert texts(pdf(f"{across}\n\n#rotate(3deg)[Sned]").lines) == ["Sned"]


def test_much_text_that_stands_across_the_page_is_said_to_be_left_out(pdf):
    page = "#rotate(90deg, reflow: true)[Rådet beslutar om belysning]\n\n" + "Vanlig text. " * 9
    assert pdf(page).notes == ("text som står på tvären på sida 1 har inte lästs",)
    assert pdf(page.replace("beslutar om belysning", "")).notes == ()


def test_letters_that_are_printed_twice_to_be_bold_are_read_once(read):
    drawn = b"BT /F 12 Tf 100 700 Td (Beslut) Tj 0.3 0.3 Td (Beslut) Tj ET"
    assert texts(read(page_with(drawn), "p.pdf")) == ["Beslut"]


def test_words_of_a_pdf_are_parted_by_gaps_where_no_space_was_typed(read):
    drawn = b"BT /F 12 Tf 100 700 Td [(Ett) -220 (tal) -150 (et) -2500 (roll)] TJ ET"
    assert texts(read(page_with(drawn), "p.pdf")) == ["Ett talet\troll"]


def test_letters_of_a_pdf_that_cannot_be_told_are_left_out_and_it_is_said(tmp_path):
    path = tmp_path / "p.pdf"
    path.write_bytes(typst.compile(b"Text *Fet*"))
    with pikepdf.open(path) as opened:
        fonts = opened.pages[0].Resources.Font
        del fonts[sorted(fonts.keys())[1]].ToUnicode
        opened.save(tmp_path / "q.pdf")
    source = load(tmp_path / "q.pdf")
    assert texts(source.lines) == ["Text"]
    assert source.notes == ("en del tecken i PDF-filen går inte att tolka och saknas",)


# --- all formats -------------------------------------------------------------------------------

MINUTES = """\
# Protokoll Lokala rådet 2020-02-14

**Närvarande:**
Anna Andersson\tOrdförande
Bo Berg\tKommunpolis

1. Mötet öppnas
Ordföranden hälsar alla välkomna till mötet.

2. **Lägesbild**

- Inbrotten har minskat
- Trafiken har ökat

## Arbetsdokument

Problem\tÅtgärd\tStatus
Mörkt på torget\tNy belysning\t
Skräp i parken\t\tKlart

§ 3 Nästa möte är den 3 april kl. 9-11.
"""


def same_as(original, other):
    """Whether two sources say the same in the same order, apart from where lines are wrapped."""
    assert " ".join(texts(other.lines)).split() == " ".join(texts(original.lines)).split()
    assert cells(other.lines) == cells(original.lines)
    return True


@pytest.mark.parametrize(
    ("write", "name"),
    [(as_docx, "p.docx"), (as_pdf, "p.pdf"), (as_html, "p.html"), (as_text, "p.txt")],
)
def test_the_same_minutes_give_the_same_lines_in_every_format(tmp_path, write, name):
    original = tmp_path / "original.md"
    original.write_text(MINUTES, encoding="utf-8")
    expected, found = load(original), load(write(original, tmp_path / name))
    assert len(expected.lines) == 14
    assert same_as(expected, found)
    assert [x.is_bullet for x in found.lines] == [x.is_bullet for x in expected.lines]
    if name != "p.txt":
        assert [x.heading for x in found.lines] == [x.heading for x in expected.lines]
        assert [x.is_bold for x in found.lines] == [x.is_bold for x in expected.lines]


@pytest.mark.parametrize("name", ["p.docx", "p.pdf", "p.html", "p.txt"])
@pytest.mark.parametrize(
    "document",
    ["protokoll-2023-09-14.md", "protokoll-2024-05-16.md", "atgardsplan-2023-2024.md"],
)
def test_a_whole_document_gives_the_same_lines_in_every_format(tmp_path, document, name):
    write = {"p.docx": as_docx, "p.pdf": as_pdf, "p.html": as_html, "p.txt": as_text}[name]
    expected, found = load(DOCUMENTS / document), load(write(DOCUMENTS / document, tmp_path / name))

    def said(lines):
        return "".join("".join(texts(lines)).split())

    def rows(lines):
        return [tuple("".join(cell.split()) for cell in row) for row in cells(lines)]

    assert said(found.lines) == said(expected.lines)
    assert rows(found.lines) == rows(expected.lines)


def test_marks_are_not_looked_for_in_a_paragraph_without_end(tmp_path):
    for n, start in ((10, "fet ord"), (60_000, "**fet** ord")):
        (tmp_path / "p.txt").write_text("**fet** " + "ord " * n, "utf-8")
        assert load(tmp_path / "p.txt").lines[0].text.startswith(start)
