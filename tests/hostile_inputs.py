"""Broken and hostile files, made when a test asks for them: name -> how to make it, what to expect.

Each maker takes a folder of its own and returns the path to read. `expected` is "error" (one
line that says what is wrong) or "read" (the text that is there is read).
"""

from __future__ import annotations

import io
import os
import re
import struct
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import docx
import pikepdf
import typst

Maker = Callable[[Path], Path]
ERROR, READ = "error", "read"


@dataclass(frozen=True)
class Hostile:
    """A hostile input: how to make it, whether it can be read, a part of what is said or read."""

    make: Maker
    expected: str
    says: str


HOSTILE: dict[str, Hostile] = {}
TEXT = "Protokoll från rådets möte\n\n1. Mötet öppnas\nOrdföranden hälsar alla välkomna.\n"


def hostile(expected: str, says: str) -> Callable[[Maker], Maker]:
    """Puts a maker into the table, under its own name as a sentence."""

    def put(make: Maker) -> Maker:
        HOSTILE[make.__name__.replace("_", " ")] = Hostile(make, expected, says)
        return make

    return put


def written(name: str, data: bytes | str, expected: str, says: str, label: str) -> None:
    """Puts a file with fixed content into the table."""
    data = data.encode() if isinstance(data, str) else data

    def make(folder: Path) -> Path:
        path = folder / name
        path.write_bytes(data)
        return path

    HOSTILE[label] = Hostile(make, expected, says)


# --- building blocks ---------------------------------------------------------------------------


def a_docx(path: Path, *paragraphs: str) -> Path:
    document = docx.Document()
    for paragraph in paragraphs or TEXT.split("\n"):
        document.add_paragraph(paragraph)
    document.save(str(path))
    return path


def docx_with(path: Path, changed: dict[str, bytes | None]) -> Path:
    """A Word document with some parts changed, added, or left out (None)."""
    parts = dict(_parts(a_docx(path))) | changed
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            if data is not None:
                archive.writestr(name, data, compresslevel=1)
    return path


def _parts(path: Path) -> list[tuple[str, bytes]]:
    with zipfile.ZipFile(path) as archive:
        return [(name, archive.read(name)) for name in archive.namelist()]


def body(xml: str, head: str = "") -> bytes:
    """word/document.xml with this body."""
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    declared = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    document = f'<w:document xmlns:w="{space}"><w:body>{xml}</w:body></w:document>'
    return (declared + head + document).encode()


def a_pdf(path: Path, source: str = "Mötet öppnas av ordföranden.") -> Path:
    path.write_bytes(typst.compile(source.encode()))
    return path


def raw_pdf(*objects: str | bytes) -> bytes:
    """A PDF of these objects (numbered from 1; the first is the catalogue) with a right xref."""
    out = b"%PDF-1.7\n"
    places = []
    for n, value in enumerate(objects, start=1):
        places.append(len(out))
        value = value.encode() if isinstance(value, str) else value
        out += f"{n} 0 obj\n".encode() + value + b"\nendobj\n"
    xref = len(out)
    out += f"xref\n0 {len(places) + 1}\n0000000000 65535 f \n".encode()
    out += b"".join(f"{place:010} 00000 n \n".encode() for place in places)
    trailer = f"trailer\n<< /Size {len(places) + 1} /Root 1 0 R >>\nstartxref\n{xref}\n%%EOF\n"
    return out + trailer.encode()


def stream(data: bytes, **keys: str) -> bytes:
    entries = "".join(f"/{key} {value} " for key, value in keys.items())
    return f"<< {entries}/Length {len(data)} >>\nstream\n".encode() + data + b"\nendstream"


def packed_noughts(n: int, length: int) -> bytes:
    """As zlib packs `n * length` noughts, without going through more than a part of them: after a
    full flush a part stands for itself, and the sum of noughts is known (RFC 1950, Adler-32)."""
    packer = zlib.compressobj(9)
    head = packer.flush(zlib.Z_FULL_FLUSH)
    part = packer.compress(bytes(length)) + packer.flush(zlib.Z_FULL_FLUSH)
    end = zlib.compressobj(9, wbits=-15).flush()
    return head + part * n + end + struct.pack("!HH", n * length % 65521, 1)


def png() -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack("!I", len(data)) + kind + data + struct.pack("!I", zlib.crc32(kind + data))
        )

    head = struct.pack("!IIBBBBB", 8, 8, 8, 0, 0, 0, 0)
    rows = zlib.compress(b"".join(b"\0" + bytes(8) for _ in range(8)))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def archive_of(path: Path, **parts: bytes) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name.replace("__", "/"), data)
    return path


# --- packed files ------------------------------------------------------------------------------


@hostile(ERROR, "orimligt stort")
def docx_that_is_a_zip_bomb(folder):
    return docx_with(folder / "bomb.docx", {"word/media/image1.bin": bytes(300_000_000)})


@hostile(ERROR, "orimligt stort")
def docx_whose_body_is_a_zip_bomb(folder):
    return docx_with(folder / "bomb.docx", {"word/document.xml": body(" " * 90_000_000)})


@hostile(ERROR, "orimligt stort")
def zip_with_a_hundred_thousand_entries(folder):
    path = folder / "many.docx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("word/document.xml", b"")
        for n in range(20_000):
            archive.writestr(f"a{n}", b"")
    return path


@hostile(ERROR, "arkiv")
def zip_in_a_zip(folder):
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("protokoll.txt", TEXT)
    return archive_of(folder / "protokoll.docx", inner=inner.getvalue())


@hostile(READ, "Mötet öppnas")
def docx_with_names_that_climb_out_of_the_folder(folder):
    return docx_with(folder / "p.docx", {"../../../utanför.txt": b"x", "/etc/x": b"x"})


@hostile(READ, "Mötet öppnas")
def docx_with_a_docx_inside(folder):
    inner = a_docx(folder / "inner.docx").read_bytes()
    return docx_with(folder / "p.docx", {"word/embeddings/inner.docx": inner})


@hostile(ERROR, "utan brödtext")
def docx_without_a_body(folder):
    return docx_with(folder / "p.docx", {"word/document.xml": None})


@hostile(ERROR, "skadad")
def docx_without_content_types(folder):
    return docx_with(folder / "p.docx", {"[Content_Types].xml": None})


@hostile(ERROR, "XML")
def docx_with_broken_xml(folder):
    return docx_with(folder / "p.docx", {"word/document.xml": body("<w:p><w:r>")})


@hostile(ERROR, "")
def docx_with_broken_styles(folder):
    return docx_with(folder / "p.docx", {"word/styles.xml": b"<w:styles"})


@hostile(ERROR, "brödtext")
def docx_whose_body_is_another_kind_of_xml(folder):
    return docx_with(folder / "p.docx", {"word/document.xml": b"<html><p>hej</p></html>"})


@hostile(ERROR, "ingen text")
def docx_without_text(folder):
    return a_docx(folder / "p.docx", "", " ", "\t")


@hostile(ERROR, "")
def docx_with_an_entity_bomb(folder):
    levels = "".join(
        f'<!ENTITY l{n} "{f"&l{n - 1};" * 10 if n else "lol" * 10}">' for n in range(12)
    )
    xml = body("<w:p><w:r><w:t>&l11;</w:t></w:r></w:p>", f"<!DOCTYPE d [{levels}]>")
    return docx_with(folder / "p.docx", {"word/document.xml": xml})


@hostile(READ, "Mötet")
def docx_with_an_external_entity(folder):
    secret = folder / "secret.txt"
    secret.write_text("HEMLIGT")
    head = f'<!DOCTYPE d [<!ENTITY x SYSTEM "{secret.as_uri()}">]>'
    xml = body("<w:p><w:r><w:t>Mötet</w:t><w:t>&x;</w:t></w:r></w:p>", head)
    return docx_with(folder / "p.docx", {"word/document.xml": xml})


@hostile(READ, "cell")
def docx_with_three_thousand_tables(folder):
    row = "".join(f"<w:tc><w:p><w:r><w:t>cell {n}</w:t></w:r></w:p></w:tc>" for n in "ab")
    xml = body(f"<w:tbl><w:tr>{row}</w:tr></w:tbl>" * 3000)
    return docx_with(folder / "p.docx", {"word/document.xml": xml})


@hostile(ERROR, "")
def docx_with_tables_in_tables_ten_thousand_deep(folder):
    start, end = "<w:tbl><w:tr><w:tc>", "<w:p/></w:tc></w:tr></w:tbl>"
    xml = body(start * 10_000 + "<w:p><w:r><w:t>djupt</w:t></w:r></w:p>" + end * 10_000)
    return docx_with(folder / "p.docx", {"word/document.xml": xml})


@hostile(READ, "stor")
def docx_with_a_cell_over_a_billion_columns(folder):
    span = '<w:tcPr><w:gridSpan w:val="1000000000"/></w:tcPr>'
    cell = "<w:p><w:r><w:t>stor</w:t></w:r></w:p></w:tc>"
    xml = body(f"<w:tbl><w:tr><w:tc>{span}{cell}<w:tc>{cell}</w:tr></w:tbl>")
    return docx_with(folder / "p.docx", {"word/document.xml": xml})


@hostile(READ, "Mötet öppnas")
def docx_with_styles_that_are_based_on_each_other(folder):
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    style = '<w:style w:type="paragraph" w:styleId="{}"><w:basedOn w:val="{}"/></w:style>'
    styles = f'<w:styles xmlns:w="{space}">{style.format("A", "B")}{style.format("B", "A")}'
    paragraph = '<w:p><w:pPr><w:pStyle w:val="A"/></w:pPr><w:r><w:t>Mötet öppnas</w:t></w:r></w:p>'
    parts = {
        "word/styles.xml": f"{styles}</w:styles>".encode(),
        "word/document.xml": body(paragraph),
    }
    return docx_with(folder / "p.docx", parts)


@hostile(ERROR, "lösenord")
def docx_with_a_password(folder):
    path = folder / "p.docx"
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(1016)
    path.write_bytes(head + "EncryptedPackage".encode("utf-16-le") + bytes(1000))
    return path


def _cut_docx(share: float) -> Maker:
    def make(folder: Path) -> Path:
        path = a_docx(folder / "p.docx")
        path.write_bytes(path.read_bytes()[: int(path.stat().st_size * share)])
        return path

    return make


for _share in (0.02, 0.5, 0.99):
    HOSTILE[f"docx cut at {_share}"] = Hostile(_cut_docx(_share), ERROR, "skadad")


@hostile(ERROR, "")
def docx_with_bytes_turned_over(folder):
    path = a_docx(folder / "p.docx")
    data = bytearray(path.read_bytes())
    for n in range(60, len(data) // 2, 7):
        data[n] ^= 0xFF
    path.write_bytes(data)
    return path


# --- PDF ---------------------------------------------------------------------------------------


def _cut_pdf(share: float) -> Maker:
    def make(folder: Path) -> Path:
        path = a_pdf(folder / "p.pdf")
        path.write_bytes(path.read_bytes()[: int(path.stat().st_size * share)])
        return path

    return make


for _share in (0.01, 0.3, 0.6):
    HOSTILE[f"pdf cut at {_share}"] = Hostile(_cut_pdf(_share), ERROR, "PDF")


@hostile(READ, "Mötet öppnas")
def pdf_without_its_last_lines(folder):
    path = a_pdf(folder / "p.pdf")
    data = path.read_bytes()
    path.write_bytes(data[: data.rindex(b"startxref")])
    return path


def _encrypted(folder: Path, user: str) -> Path:
    path = a_pdf(folder / "p.pdf")
    out = folder / "locked.pdf"
    with pikepdf.open(path) as pdf:
        pdf.save(out, encryption=pikepdf.Encryption(owner="ägare", user=user, R=6))
    return out


@hostile(ERROR, "lösenord")
def pdf_with_a_password(folder):
    return _encrypted(folder, "hemligt")


@hostile(READ, "Mötet öppnas")
def pdf_locked_with_an_empty_password(folder):
    return _encrypted(folder, "")


@hostile(ERROR, "10000 sidor")
def pdf_with_ten_thousand_pages(folder):
    with pikepdf.new() as pdf:
        for _ in range(10_000):
            pdf.add_blank_page(page_size=(100, 100))
        pdf.save(folder / "p.pdf")
    return folder / "p.pdf"


@hostile(ERROR, "PDF")
def pdf_that_says_it_has_a_billion_pages(folder):
    path = folder / "p.pdf"
    page = "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] >>"
    tree = "<< /Type /Pages /Kids [3 0 R] /Count 1000000000 >>"
    path.write_bytes(raw_pdf("<< /Type /Catalog /Pages 2 0 R >>", tree, page))
    return path


@hostile(ERROR, "PDF")
def pdf_whose_page_tree_is_a_loop(folder):
    path = folder / "p.pdf"
    tree = "<< /Type /Pages /Kids [3 0 R 3 0 R] /Count 2 >>"
    loop = "<< /Type /Pages /Parent 2 0 R /Kids [2 0 R 3 0 R] /Count 2 >>"
    path.write_bytes(raw_pdf("<< /Type /Catalog /Pages 2 0 R >>", tree, loop))
    return path


@hostile(ERROR, "PDF")
def pdf_without_pages(folder):
    path = folder / "p.pdf"
    tree = "<< /Type /Pages /Kids [] /Count 0 >>"
    path.write_bytes(raw_pdf("<< /Type /Catalog /Pages 2 0 R >>", tree))
    return path


@hostile(ERROR, "PDF")
def pdf_without_a_catalogue(folder):
    path = folder / "p.pdf"
    path.write_bytes(raw_pdf("<< >>"))
    return path


def page_with(content: bytes, box: str = "0 0 600 800", **keys: str) -> bytes:
    """A PDF of one page that draws this, with Helvetica as /F."""
    page = f"<< /Type /Page /Parent 2 0 R /MediaBox [{box}] /Contents 4 0 R /Resources << "
    page += "/Font << /F 5 0 R >> >> >>"
    font = "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"
    tree = "<< /Type /Pages /Kids [3 0 R] /Count 1 >>"
    catalogue = "<< /Type /Catalog /Pages 2 0 R >>"
    return raw_pdf(catalogue, tree, page, stream(content, **keys), font)


@hostile(READ, "Mote")
def pdf_with_a_page_as_large_as_a_country(folder):
    path = folder / "p.pdf"
    text = b"BT /F 12 Tf 100 100 Td (Mote i radet) Tj ET"
    path.write_bytes(page_with(text, "0 0 1000000000000 1000000000000"))
    return path


@hostile(ERROR, "orimligt stor när den packas upp")
def pdf_with_a_stream_that_is_a_bomb(folder):
    path = folder / "p.pdf"
    path.write_bytes(page_with(packed_noughts(150, 10_000_000), Filter="/FlateDecode"))
    return path


@hostile(ERROR, "PDF")
def pdf_with_a_stream_of_rubbish(folder):
    path = folder / "p.pdf"
    path.write_bytes(page_with(bytes(range(256)) * 400 + b"[[[<<" * 1000))
    return path


@hostile(ERROR, "inläst bild")
def pdf_that_is_a_scan(folder):
    (folder / "scan.png").write_bytes(png())
    source = "\n".join(['#image("scan.png", width: 10cm)'] * 3)
    (folder / "p.typ").write_text(source)
    (folder / "p.pdf").write_bytes(typst.compile(folder / "p.typ", root=folder))
    return folder / "p.pdf"


@hostile(READ, "Mötet öppnas")
def pdf_with_a_script_and_an_attached_program(folder):
    with pikepdf.open(a_pdf(folder / "a.pdf")) as pdf:
        script = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=pikepdf.String("app.alert(1)"))
        pdf.Root.OpenAction = script
        pdf.attachments["program.exe"] = pikepdf.AttachedFileSpec(pdf, b"MZ\x90\x00")
        pdf.save(folder / "p.pdf")
    return folder / "p.pdf"


# --- names that lie ----------------------------------------------------------------------------

written("bild.pdf", png(), ERROR, "bild", "png as pdf")
written("p.docx", b"MZ\x90\x00" + bytes(500), ERROR, "program", "program as docx")
written("p.md", b"\x7fELF" + bytes(500), ERROR, "program", "linux program as markdown")
written("p.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000), ERROR, ".doc", "old word file")
written("p.docx", rb"{\rtf1\ansi Hej}", ERROR, "RTF", "rtf as docx")
written("p.pdf", TEXT, READ, "Mötet öppnas", "text as pdf")
written("p.txt", f"<!DOCTYPE html><p>{TEXT}</p>", READ, "Mötet öppnas", "html as text")
written("p.html", TEXT, READ, "Mötet öppnas", "text as html")
written("p", TEXT, READ, "Mötet öppnas", "text without extension")
written("p.txt", "<?xml version='1.0'?><a>hej</a>", ERROR, "XML", "xml as text")


@hostile(READ, "Mötet öppnas")
def pdf_as_text(folder):
    return a_pdf(folder / "p.txt")


@hostile(READ, "Mötet öppnas")
def docx_as_markdown(folder):
    return a_docx(folder / "p.md")


@hostile(ERROR, "OpenDocument")
def odt_as_docx(folder):
    kind = b"application/vnd.oasis.opendocument.text"
    return archive_of(folder / "p.docx", mimetype=kind, content=b"<x/>")


@hostile(ERROR, "Excel")
def xlsx_as_docx(folder):
    return archive_of(folder / "p.docx", xl__workbook=b"<x/>")


@hostile(ERROR, "PowerPoint")
def pptx_as_docx(folder):
    return archive_of(folder / "p.docx", ppt__presentation=b"<x/>")


# --- text --------------------------------------------------------------------------------------

written("p.txt", b"", ERROR, "tom", "empty file")
written("p.docx", b"", ERROR, "tom", "empty docx")
written("p.txt", " \n\t\r\n \f", ERROR, "tom", "only whitespace")
written("p.txt", b"\xef\xbb\xbf", ERROR, "tom", "only a byte order mark")
written("p.txt", b"\xff\xfe", ERROR, "tom", "only a mark of utf-16")
written("p.txt", TEXT.encode("utf-16"), READ, "Mötet öppnas", "utf-16")
written("p.txt", TEXT.encode("utf-16-le"), READ, "Mötet öppnas", "utf-16 without a mark")
written("p.txt", TEXT.encode() + b"\0\0\0", ERROR, "inte text", "nul bytes in a text")
written("p.txt", bytes(range(1, 256)) * 40, ERROR, "inte text", "control characters")
written(
    "p.txt", TEXT.encode("mac_roman").replace(b"\n", b"\r"), READ, "Mötet öppnas", "old mac text"
)
written(
    "p.txt",
    TEXT.encode() + TEXT.replace("Mötet", "Rådet").encode("cp1252"),
    READ,
    "Rådet öppnas",
    "two encodings in one file",
)
written("p.txt", TEXT.encode().decode("cp1252"), READ, "Mötet öppnas", "letters encoded twice")
written("p.txt", TEXT.encode() + b"\xed\xa0\x80\xff\n", READ, "Mötet öppnas", "lone surrogates")
written("p.txt", b"a" * 20_000_000, ERROR, "rad är längre", "one line of twenty megabytes")
written(
    "p.md", b"a " * 10_000_000, ERROR, "rad är längre", "one line of twenty megabytes in markdown"
)
written("p.html", b"<p>" + b"a " * 10_000_000, ERROR, "längre", "one paragraph of twenty megabytes")
written("p.txt", b"rad\n" * 2_000_000, ERROR, "rader", "two million lines")
written("p.txt", b"x" * 60_000_000, ERROR, "större än", "text of sixty megabytes")


# --- HTML and Markdown -------------------------------------------------------------------------

written(
    "p.html",
    "<html><body>" + "<div>" * 100_000 + "<p>Mötet</p>" + "</div>" * 100_000,
    ERROR,
    "nästlad",
    "a hundred thousand nested divs",
)
written(
    "p.html",
    '<html><table><tr><td colspan="1000000000" rowspan="999999999">Mötet<td>b<tr><td>c</table>',
    READ,
    "Mötet",
    "html cell over a billion columns",
)
written(
    "p.html",
    "<html><table><tr>" + '<td colspan="1000" rowspan="1000">x' * 20_000 + "</table>",
    READ,
    "x",
    "html table with twenty thousand merged cells",
)
written(
    "p.html",
    "<!DOCTYPE html [<!ENTITY a 'lol'>"
    + "".join(f"<!ENTITY a{n} '{'&a;' * 10}'>" for n in range(10))
    + "]><html><p>Mötet &a9;</p>",
    READ,
    "Mötet",
    "html with an entity bomb",
)
written(
    "p.html",
    '<!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/hostname">]><html><p>Mötet &x;</p>',
    READ,
    "Mötet",
    "html with an external entity",
)
written(
    "p.html", "<html><script>while(true){}</script>", ERROR, "ingen text", "html of script only"
)
written(
    "p.html", "<html><p>Mötet" + "<b>" * 50_000 + "öppnas", ERROR, "nästlad", "html never closed"
)
written("p.md", ">" * 50_000 + " Mötet", READ, "Mötet", "fifty thousand nested quotes")
written("p.md", "[" * 50_000 + "Mötet" + "]" * 50_000, READ, "Mötet", "fifty thousand brackets")
written("p.md", "Mötet " + "*a_" * 30_000, READ, "Mötet", "markdown of emphasis never closed")
written("p.md", "- " * 5_000 + "Mötet", READ, "Mötet", "five thousand nested lists")
written(
    "p.md",
    "Mötet\n\n" + "|a" * 20_000 + "\n" + "|-" * 20_000,
    READ,
    "Mötet",
    "twenty thousand columns",
)
written("p.md", "Mötet " + "<!--" * 50_000, READ, "Mötet", "markdown comments never closed")
written(
    "p.md",
    "Mötet " + "`" * 1 + "".join("`" * n + "a" for n in range(1, 400)),
    READ,
    "Mötet",
    "backticks",
)
written("p.txt", "Mötet\n" + " " * 900_000 + "x", READ, "Mötet", "nearly a million spaces")
written("p.txt", "Mötet\n" + "** " * 200_000, READ, "Mötet", "two hundred thousand stars")
written(
    "p.txt",
    "Mötet\n" + "§" * 300_000 + "\n" + "1." * 300_000,
    READ,
    "Mötet",
    "number signs without end",
)
written("p.txt", "Mötet\n" + "- " * 300_000 + "!", READ, "Mötet", "dashes without end")


# --- places ------------------------------------------------------------------------------------


@hostile(ERROR, "mapp")
def a_folder(folder):
    path = folder / "mapp.txt"
    path.mkdir()
    return path


@hostile(ERROR, "finns inte")
def a_missing_file(folder):
    return folder / "saknas.pdf"


@hostile(ERROR, "finns inte")
def a_file_below_a_file(folder):
    (folder / "p.txt").write_text(TEXT)
    return folder / "p.txt" / "q.txt"


@hostile(ERROR, "finns inte")
def a_name_with_a_line_break_that_is_missing(folder):
    return folder / "rad\nbrytning\x1b[31m.txt"


if os.name == "posix":

    @hostile(READ, "Mötet öppnas")
    def a_name_with_odd_bytes(folder):
        path = folder / os.fsdecode(b"m\xf6te\nett.txt")
        path.write_text(TEXT, encoding="utf-8")
        return path

    @hostile(ERROR, "vanlig fil")
    def a_pipe_that_nobody_writes_to(folder):
        os.mkfifo(folder / "p.txt")
        return folder / "p.txt"

    @hostile(ERROR, "vanlig fil")
    def a_device(folder):
        return Path("/dev/zero")

    @hostile(ERROR, "")
    def links_in_a_circle(folder):
        (folder / "a.txt").symlink_to(folder / "b.txt")
        (folder / "b.txt").symlink_to(folder / "a.txt")
        return folder / "a.txt"

    if os.geteuid():

        @hostile(ERROR, "kan inte läsas")
        def a_file_that_may_not_be_read(folder):
            path = folder / "p.txt"
            path.write_text(TEXT)
            path.chmod(0)
            return path


def is_one_line(message: str) -> bool:
    """Whether an error is one line that names a cause, and no trace of the program."""
    return not re.search(r"[\n\r\x00-\x1f]|Traceback|File \"", message) and message.endswith(
        (".", "?")
    )
