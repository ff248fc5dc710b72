"""The last gate finds what must not be published wherever a published file can hold it."""

from __future__ import annotations

import base64
import io
import json
import zipfile
from urllib.parse import quote

import docx
import pikepdf
import pytest
import xlsxwriter
from conftest import lobra
from seen import change, clear

from lobra.privacy import gate
from lobra_data import files

NAME = "Åke Östprovsson"
SECRET = "Kvarnstugehemligheten"
LEAKS = {
    NAME: f'"{NAME}" är ett namn ur people.csv',
    "Östprovsson, Åke": f'"{NAME}" är ett namn ur people.csv',
    "åke östprovssons": f'"{NAME}" är ett namn ur people.csv',
    "Å. Östprovsson": f'"{NAME}" är ett namn ur people.csv',
    "\u0410ke O\u0308stpr\u043evss\u043en": f'"{NAME}" är ett namn ur people.csv',
    "Åke Öst\u00adprovs\u200bson": f'"{NAME}" är ett namn ur people.csv',
    "850101\u22121236": '"850101-1236" är ett personnummer',
    "070\u2011174\u00a006\u00a005": '"070-174 06 05" är ett telefonnummer',
    "trisse@planterat.example": '"trisse@planterat.example" är en e-postadress',
    "trisse snabel-a planterat punkt se": '"trisse snabel-a planterat punkt se" är en e-postadress',
    "KVARNSTUGE\u00adHEMLIGHETEN": f'"{SECRET}" är ett ord som inte får publiceras',
}
SVG = '<svg xmlns="http://www.w3.org/2000/svg"><text>{}</text></svg>'


def found(folder, **options):
    problems = gate.leaks(folder, [NAME], [SECRET], **options)
    return {problem.what for problem in problems}


def of_pdf(build):
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        build(pdf)
        out = io.BytesIO()
        pdf.save(out)
    return out.getvalue()


def pdf_content(text):
    def build(pdf):
        said = pikepdf.unparse_content_stream(
            [([pikepdf.Name.Span, pikepdf.Dictionary(ActualText=text)], pikepdf.Operator("BDC"))]
        )
        pdf.pages[0].Contents = pdf.make_stream(said + b" EMC")

    return of_pdf(build)


def pdf_attachment(text):
    def build(pdf):
        pdf.attachments["bilaga.csv"] = text.encode()

    return of_pdf(build)


def pdf_note(text):
    def build(pdf):
        note = {"Type": pikepdf.Name.Annot, "Subtype": pikepdf.Name.Text, "Contents": text}
        note["Rect"] = [0, 0, 9, 9]
        pdf.pages[0].Annots = pikepdf.Array([pdf.make_indirect(pikepdf.Dictionary(**note))])

    return of_pdf(build)


def pdf_xmp(text):
    def build(pdf):
        with pdf.open_metadata() as metadata:
            metadata["dc:description"] = text

    return of_pdf(build)


def pdf_link(text):
    return of_pdf(lambda pdf: pdf.Root.update({"/URI": f"mailto:{quote(text)}"}))


def word(change):
    file, out = docx.Document(), io.BytesIO()
    change(file)
    file.save(out)
    return out.getvalue()


def word_comment(text):
    def change(file):
        run = file.add_paragraph("Ett ord.").runs[0]
        file.add_comment(run, text=text)

    return word(change)


def word_author(text):
    return word(lambda file: setattr(file.core_properties, "author", text))


def word_alt(text):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as parts:
        part = '<w:p xmlns:w="w"><wp:docPr xmlns:wp="wp" descr="{}"/></w:p>'
        parts.writestr("word/document.xml", part.format(text))
    return out.getvalue()


def workbook(text):
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        sheet = book.add_worksheet("Tabell")
        sheet.write_string(0, 0, "Ett ord")
        sheet.write_comment(0, 0, text)
    return out.getvalue()


def workbook_cell(text):
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        book.add_worksheet("Tabell").write_string(3, 2, text)
    return out.getvalue()


def notebook(cell=None, metadata=None):
    shown = {"cell_type": "markdown", "source": "Ett", "metadata": {}} | (cell or {})
    return json.dumps({"metadata": metadata or {}, "cells": [shown]}).encode()


def output(kind, data):
    shown = {"output_type": "display_data", "metadata": {}, "data": {kind: data}}
    return notebook({"cell_type": "code", "outputs": [shown]})


def png(text):
    body = b"Comment\0" + text.encode()
    chunk = len(body).to_bytes(4) + b"iTXt" + body + bytes(4)
    return b"\x89PNG\r\n\x1a\n" + chunk


def coded(data, mime):
    return f"data:{mime};base64,{base64.b64encode(data).decode()}"


PLACES = {
    "a text": ("a.html", lambda t: f"<p>{t}</p>".encode()),
    "a text that markup cuts": ("a.html", lambda t: f"<p>{t[:3]}<b>{t[3:]}</b></p>".encode()),
    "an attribute": ("a.html", lambda t: f'<p title="{t}">x</p>'.encode()),
    "an attribute with >": ("a.html", lambda t: f'<p title="a > b {t}">x</p>'.encode()),
    "a comment": ("a.html", lambda t: f"<!-- {t} --><p>x</p>".encode()),
    "character references": (
        "a.html",
        lambda t: "".join(f"&#{ord(sign)};" for sign in t).encode(),
    ),
    "a percent-encoded link": ("a.html", lambda t: f'<a href="?q={quote(t)}">x</a>'.encode()),
    "a drawing in base64": (
        "a.html",
        lambda t: f'<img src="{coded(SVG.format(t).encode(), "image/svg+xml")}">'.encode(),
    ),
    "a drawing in percent code": (
        "a.html",
        lambda t: f'<img src="data:image/svg+xml,{quote(SVG.format(t))}">'.encode(),
    ),
    "what a picture says": (
        "a.html",
        lambda t: f'<img src="{coded(png(t), "image/png")}">'.encode(),
    ),
    "a row": ("data/a.csv", lambda t: f'Vad,Källa\n"{t}",rad 1\n'.encode()),
    "a manifest": ("manifest.json", lambda t: json.dumps({"documents": {t: []}}).encode()),
    "a manifest's value": ("manifest.json", lambda t: json.dumps({"a": [[t]]}).encode()),
    "metadata of a cell": ("a.ipynb", lambda t: notebook({"metadata": {"x": {"y": t}}})),
    "metadata of a notebook": ("a.ipynb", lambda t: notebook(metadata={"authors": [{"name": t}]})),
    "an output": ("a.ipynb", lambda t: output("text/plain", [t])),
    "a block": ("a.ipynb", lambda t: output("application/vnd.lobra+json", {"rows": [[t]]})),
    "a drawing among outputs": ("a.ipynb", lambda t: output("image/svg+xml", SVG.format(t))),
    "a link in markdown": ("a.ipynb", lambda t: notebook({"source": f"[x](?{quote(t)})"})),
    "a page of an output": (
        "a.ipynb",
        lambda t: output(
            "text/html", f'<img src="{coded(SVG.format(t).encode(), "image/svg+xml")}">'
        ),
    ),
    "a paragraph of Word": ("a.docx", lambda t: word(lambda file: file.add_paragraph(t))),
    "a comment in Word": ("a.docx", word_comment),
    "the author in Word": ("a.docx", word_author),
    "an alt text in Word": ("a.docx", word_alt),
    "a cell in Excel": ("tabeller.xlsx", workbook_cell),
    "a comment in Excel": ("tabeller.xlsx", workbook),
    "a text that PDF reads aloud": ("a.pdf", pdf_content),
    "an attachment of a PDF": ("a.pdf", pdf_attachment),
    "a note in a PDF": ("a.pdf", pdf_note),
    "metadata of a PDF": ("a.pdf", pdf_xmp),
    "a link in a PDF": ("a.pdf", pdf_link),
}


@pytest.mark.parametrize("leak", LEAKS)
@pytest.mark.parametrize("place", PLACES)
def test_a_leak_is_found_in_every_place_and_spelling(tmp_path, place, leak):
    name, made = PLACES[place]
    path = tmp_path / name
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(made(leak))
    assert LEAKS[leak] in found(tmp_path)
    path.write_bytes(made("Ett ord"))
    assert found(tmp_path) == set()


def test_a_text_of_a_pdf_that_is_no_unicode_is_read_as_well(tmp_path):
    text = pikepdf.String(b"\0" + NAME.encode("latin-1"))
    (tmp_path / "a.pdf").write_bytes(of_pdf(lambda pdf: pdf.Root.update({"/X": text})))
    assert found(tmp_path) == {LEAKS[NAME]}


@pytest.mark.parametrize("name", ["ake-ostprovsson.csv", "Åke_Östprovsson.txt"])
def test_a_files_name_is_a_text_as_well(tmp_path, name):
    (tmp_path / name).write_text("Ett ord", "utf-8")
    (problem,) = gate.leaks(tmp_path, [NAME])
    assert problem.file.endswith(f"{name} (filens namn)")


def test_a_name_in_two_cells_is_a_name(tmp_path):
    (tmp_path / "a.csv").write_text("Efternamn,Förnamn\nÖstprovsson,Åke\n", "utf-8")
    assert len(gate.leaks(tmp_path, [NAME])) == 1


def test_a_name_of_which_only_the_genitive_stands_there_is_found(tmp_path):
    (tmp_path / "a.csv").write_text("Å. Östprovssons förslag\n", "utf-8")
    assert found(tmp_path) == {LEAKS[NAME]}


@pytest.mark.parametrize(
    "text",
    [
        "Åke var inte där, och Östprovsson är en ort.",
        "Lund och Berg",
        "Mötet på Åkern i Östprovssonby",
        "a_b 2021-09-17 kl. 09-11, dnr 2019/0123-456789",
        "beda" * 16,
    ],
)
def test_single_words_dates_and_checksums_are_no_leaks(tmp_path, text):
    (tmp_path / "a.csv").write_text(text, "utf-8")
    assert gate.leaks(tmp_path, [NAME, "Lund", "Eva af Berg"], ["beda"]) == []


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.pdf", b"%PDF-1.7 trasig"),
        ("a.docx", b"PK trasig"),
        ("a.xlsx", b""),
        ("a.ipynb", b"{"),
        ("a.csv", "Åke".encode("cp1252")),
        ("a.bin", b"vad som helst"),
        ("utan-andelse", b"vad som helst"),
        ("a.html", f'<img src="{coded(b"GIF89a", "image/gif")}">'.encode()),
        ("a.html", f'<img src="{coded(b"PK", "application/zip")}">'.encode()),
    ],
)
def test_what_cannot_be_read_through_is_not_let_through(tmp_path, name, data):
    (tmp_path / name).write_bytes(data)
    (problem,) = gate.leaks(tmp_path, [NAME])
    assert problem.file.endswith(f"/{name}")
    assert problem.what == "filen går inte att läsa igenom, så ingen vet vad den röjer"


def test_a_part_of_a_packed_file_that_cannot_be_read_stops_it_too(tmp_path):
    with zipfile.ZipFile(tmp_path / "a.docx", "w") as parts:
        parts.writestr("word/document.xml", "<w:p/>")
        parts.writestr("word/embeddings/oleObject1.bin", b"\0")
    assert len(gate.leaks(tmp_path, [])) == 1


def test_the_row_of_the_records_is_named_where_the_text_stands_there(tmp_path):
    (tmp_path / "a.html").write_text("<p>Se Öst&shy;provsson, Åke.</p>", "utf-8")
    lines = [
        gate.Line("records/x/statements.csv", 7, "text", "Inget. Se Östprovsson,  Åke.", gate.FIX),
        gate.Line("records/x/statements.csv", 8, "text", "Annat", gate.FIX),
    ]
    (problem,) = gate.leaks(tmp_path, [NAME], written=lines)
    assert str(problem) == (
        f'records/x/statements.csv:7: text: "{NAME}" är ett namn ur people.csv. '
        "Ta bort uppgiften ur registren eller märk raden som känslig, och bygg om."
    )


@pytest.mark.parametrize(
    ("text", "field", "is_cleared", "is_leak"),
    [
        ("Läsåret 230814-0614", "text", True, False),
        ("Läsåret 230814-0614", "text", False, True),
        ("Förslag (a) t.ex. ljus", "text", True, False),
        ("Förslag (a) t.ex. ljus", "text", False, True),
        ("850101-1236", "text", True, True),
        ("850101-xxxx", "text", True, True),
        ("trisse@planterat.example", "text", True, True),
        ("070-174 06 05", "text", True, True),
        ("Kiosken Åke Östprovsson AB", "place", True, False),
        ("Kiosken Åke Östprovsson AB", "place", False, True),
        ("Åke Östprovsson", "text", True, True),
        (SECRET, "place", True, True),
    ],
)
def test_a_cleared_text_stops_no_report_by_what_may_be_a_period_or_a_place(
    tmp_path, text, field, is_cleared, is_leak
):
    (tmp_path / "a.csv").write_text(text, "utf-8")
    line = gate.Line("records/x/statements.csv", 7, field, text, gate.FIX, is_cleared)
    assert bool(gate.leaks(tmp_path, [NAME], [SECRET], written=[line])) == is_leak
    own = gate.Line("params/2024.md", 3, None, text)
    assert gate.leaks(tmp_path, [NAME], [SECRET], written=[line, own])


def test_the_lines_of_records_say_which_texts_are_cleared(records_copy):
    change(records_copy, "hagersten-liljeholmen", "decisions", "hl-2019-02-22-b1", text="Ny text.")
    for is_cleared in (False, True):
        lines = [one for one in gate.lines_of(files.find(records_copy)) if one.text == "Ny text."]
        assert [one.is_cleared for one in lines] == [is_cleared]
        clear(records_copy, "hagersten-liljeholmen", "Ny text.")


def test_only_values_that_an_edition_may_show_are_named():
    told = {(line.file.rpartition("/")[2], line.field) for line in gate.lines_of(files.find())}
    assert ("statements.csv", "text") in told
    assert not [file for file, _ in told if file == "people.csv"]


@pytest.mark.parametrize(
    ("text", "is_leak"),
    [
        ("3 ungdomar", True),
        ("tre ungdomar", True),
        ("Tre  ungdomar.", True),
        ("Ungdomar\n3,ungdomar\n", True),
        ("13 ungdomar", False),
        ("2021-3 ungdomar", False),
        ("punkt 3 ungdomar", False),
        ("3 ungdomarna", False),
    ],
)
def test_a_small_count_stands_alone_with_what_it_counts(tmp_path, text, is_leak):
    (tmp_path / "a.csv").write_text(text, "utf-8")
    problems = gate.leaks(tmp_path, [], counts=["3 ungdomar", "tre ungdomar"])
    assert bool(problems) == is_leak


@pytest.mark.parametrize("count", ["2 %", "4 14-åringar"])
def test_a_small_count_is_found_whatever_its_unit_is_written_with(tmp_path, count):
    (tmp_path / "a.csv").write_text(f"Andel,{count}\n", "utf-8")
    assert len(gate.leaks(tmp_path, [], counts=[count])) == 1


def test_small_counts_come_from_every_number_that_is_said_to_count_persons():
    found = gate.small_counts(files.find(), 5)
    assert {"2 ungdomar", "två ungdomar"} <= found
    assert not [phrase for phrase in found if phrase.startswith(("en ", "ett "))]
    assert gate.small_counts(files.find(), 2) == set()


@pytest.mark.slow
def test_a_report_that_leaks_a_name_names_the_row_and_publishes_nothing(demo_copy, tmp_path):
    people = demo_copy / "exempelkoping" / "people.csv"
    text = people.read_text("utf-8")
    people.write_text(text.replace("Signhild Vassbäck", "Startade Samtalsgruppen"), "utf-8")
    clear(demo_copy, "exempelkoping", "Samtalsgruppen startade inte.")  # which it should not be
    out = tmp_path / "ut"
    run = lobra(
        "report", "2024", "--data", demo_copy, "--params", "demo/params", "--format", "html",
        "--out", out,
    )  # fmt: skip
    assert (run.status, run.out) == (1, "")
    head, *told = run.err.splitlines()
    assert head == "Den offentliga utgåvan publiceras inte:"
    assert (
        f'{demo_copy}/exempelkoping/assessments.csv:7: ground: "Startade Samtalsgruppen"' in told[0]
    )
    assert not [*out.glob("exempelkoping/2024*")]
