"""A published file as anybody could read it, with whatever lies hidden in it.

Text that is cut by markup is put together again, and pictures, attachments and packed files are
opened. What isn't known here is refused rather than skipped.
"""

from __future__ import annotations

import base64
import io
import json
import re
import tempfile
import zipfile
from collections.abc import Callable, Iterable, Iterator
from html import unescape
from pathlib import Path
from typing import Any, BinaryIO
from urllib.parse import unquote, unquote_to_bytes
from xml.etree import ElementTree

import pikepdf
import pypdfium2 as pdfium

Said = Iterator[tuple[str, str]]
"""Where in the file, and a text that stands there."""

_REST_OF_TAG = r"""[^'">]*(?:(?:"[^"]*"|'[^']*')[^'">]*)*>"""
_TAG = re.compile(rf"<[!?/]?[a-zA-Z]{_REST_OF_TAG}")
_INLINE = (
    r"</?(?:a|abbr|b|code|em|i|mark|q|s|small|span|strong|sub|sup|time|tspan|u|wbr|w:(?!p\b|tab\b|tr\b"
    r"|br\b|cr\b|tc\b)\w+|[ar]|t|rPr)\b"
)
_RUN = re.compile(_INLINE + _REST_OF_TAG)
_VALUE = re.compile(r"""=\s*(?:"([^"]*)"|'([^']*)')""")
_WORDS_OWN = re.compile(r"[\dA-F]{8}")  # what Word numbers its lists and edits with
_COMMENT = re.compile(r"<!--(.*?)-->", re.S)
_VERBATIM = re.compile(r"<!\[CDATA\[(.*?)\]\]>", re.S)
_DATA = re.compile(r"""data:([\w/+.-]*)((?:;[\w=.-]+)*),([^"'\s)>]*)""")
# A long word of nothing but small letters is a word.
_LONG = 200
_BASE64 = re.compile(rf"(?=[^A-Z]*[A-Z])(?=[^0-9]*[0-9])[A-Za-z0-9+/\r\n]{{{_LONG},}}={{0,2}}\s*")
_LINE_HYPHEN = "\ufffe"  # how PDFium writes the hyphen of a word that goes on in the next line
_CUT_WORD = re.compile(rf"(?<=[^\W\d]){_LINE_HYPHEN}(?=[^\W\d])")
_SAID_IN_CONTENT = re.compile(rb"/(?:ActualText|Alt|E)\s*(?:\((?:\\.|[^\\)])*\)|<[0-9A-Fa-f\s]*>)")
_HELD = re.compile(rb'"(?<!\\")([ub]):([^"\\]*(?:\\.[^"\\]*)*)"')  # as qpdf writes what is held
_PNG, _JPEG = b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff"
_SHEETS, _SHARED = "xl/worksheets/sheet", "xl/sharedStrings.xml"
_PLAIN_CELL = re.compile(
    rb'<c r="[A-Z]{1,3}[0-9]{1,7}"(?: s="[0-9]{1,5}")?(?: t="s")?><v>[0-9]{1,5}</v></c>'
)
"""A cell of a short number, or of a text kept elsewhere, which is read in its row."""
_APART = "\n····\n"
"""What nothing that is looked for goes on over."""


class UnreadableError(ValueError):
    """A file, or something in it, that can't be read through."""


def texts(name: str, data: bytes) -> Said:
    """Each text of a file. Raises UnreadableError when it can't be read to its end."""
    try:
        reader = _READERS[name.rpartition(".")[2].casefold()]
        yield from reader(data)
    except UnreadableError:
        raise
    except Exception as error:  # damaged files raise all kinds of errors
        raise UnreadableError(name) from error


def _plain(data: bytes) -> Said:
    yield "", data.decode("utf-8-sig")


def _marked_up(data: bytes) -> Said:
    """HTML, SVG, XML: the text, comments, and every value of an attribute."""
    yield from _markup(data.decode("utf-8-sig"))


def _markup(page: str) -> Said:
    for kind, how, coded in set(_DATA.findall(page)):
        raw = base64.b64decode(unquote(coded)) if ";base64" in how else unquote_to_bytes(coded)
        yield from texts(f"data.{_ending(kind)}", raw) if raw else ()
    page = _VERBATIM.sub(r"\1", _DATA.sub("data:", page))
    yield "", "\n".join(map(unescape, _COMMENT.findall(page)))
    page = _COMMENT.sub("", page)
    values = {
        one or other
        for tag in set(_TAG.findall(page))
        for one, other in _VALUE.findall(tag)
        if not (tag.startswith("<w:") and _WORDS_OWN.fullmatch(one))
    }
    yield "", "\n".join(map(unescape, sorted(values)))
    yield "", unescape(_TAG.sub("\n", _RUN.sub("", page)))


def _ending(kind: str) -> str:
    return kind.partition("/")[2].partition("+")[0] or "txt"


def _picture(data: bytes) -> Said:
    """What a picture says of itself beside what it shows."""
    if data.startswith(_JPEG):
        yield "", data[: data.find(b"\xff\xda")].decode("latin-1")
        return
    if not data.startswith(_PNG):
        raise UnreadableError("bild")
    at = len(_PNG)
    while at < len(data):
        size, kind = int.from_bytes(data[at : at + 4]), data[at + 4 : at + 8]
        if kind in (b"tEXt", b"iTXt", b"eXIf"):
            yield "", data[at + 8 : at + 8 + size].decode("utf-8", "replace")
        elif kind == b"zTXt":
            raise UnreadableError("bild")
        at += size + 12


def _packed(data: bytes) -> Said:
    """A Word file or a workbook, part by part."""
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        names = parts.namelist()
        yield "", "\n".join([*names, parts.comment.decode("utf-8", "replace")])
        shared = _strings_of(parts.read(_SHARED)) if _SHARED in names else []
        for name in names:
            if name.startswith(_SHEETS):
                sheet = parts.read(name)
                yield name, _sheet(sheet, shared)
                yield from ((name, text) for _, text in _marked_up(_PLAIN_CELL.sub(b"", sheet)))
            elif name == _SHARED:  # a heap of cells, in which none is another's neighbour
                yield name, _APART.join(shared)
            else:
                yield from ((name, text) for _, text in texts(name, parts.read(name)))


def _strings_of(shared: bytes) -> list[str]:
    return ["".join(one.itertext()) for one in ElementTree.fromstring(shared)]


def _sheet(data: bytes, shared: list[str]) -> str:
    """A sheet row by row, its cells kept apart: else their numbers would be one long number."""
    return "\n".join(
        ", ".join(
            shared[int("".join(cell.itertext()))]
            if cell.get("t") == "s"
            else "".join(cell.itertext())
            for cell in row
        )
        for row in ElementTree.fromstring(data).iter()
        if row.tag.endswith("}row")
    )


def _json(data: bytes) -> Said:
    """A notebook cell by cell: what it says beside them belongs to no cell."""
    value = json.loads(data)
    cells = value.pop("cells", []) if isinstance(value, dict) else []
    for number, cell in enumerate(cells, start=1):
        yield from ((f"cell {number}", text) for _, text in _valued(cell))
    yield from _valued(value)


def _valued(value: Any) -> Said:
    """The texts of a JSON value: neighbours as one, and what is packed into one of them."""
    plain = []
    for text in _strings(value):
        if len(text) >= _LONG and _BASE64.fullmatch(text):
            yield from _picture(base64.b64decode(text))
        elif ("<" in text and _TAG.search(text)) or "data:" in text:
            yield from _markup(text)
        else:
            plain.append(text)
    yield "", "\n".join(plain)


def _strings(value: Any) -> list[str]:
    """Every text of a JSON value, keys as well, as they stand there."""
    found, left = [], [value]
    while left:
        one = left.pop()
        if isinstance(one, str):
            found.append(one)
        elif isinstance(one, list):
            left += reversed(one)
        elif isinstance(one, dict):
            left += [part for pair in reversed(one.items()) for part in reversed(pair)]
    return found


def _parquet(data: bytes) -> Said:
    """A table row by row, and what the file says beside it."""
    import duckdb

    with tempfile.TemporaryDirectory(prefix="lobra-las-") as folder, duckdb.connect() as database:
        database.execute("SET autoinstall_known_extensions = false")
        path = Path(folder) / "tabell.parquet"
        path.write_bytes(data)
        table = database.from_parquet(str(path))
        yield "", "\n".join([", ".join(table.columns), *map(_cells, table.fetchall())])
        for query in ("parquet_file_metadata", "parquet_kv_metadata", "parquet_schema"):
            said = database.execute(f"SELECT * FROM {query}(?)", [str(path)]).fetchall()
            yield "metadata", "\n".join(map(_cells, said)).replace(str(path), "")


def _cells(row: tuple[Any, ...]) -> str:
    values = (one.decode("utf-8", "replace") if isinstance(one, bytes) else one for one in row)
    return ", ".join("" if one is None else str(one) for one in values)


def _pdf(data: bytes) -> Said:
    with pdfium.PdfDocument(data) as shown:
        for number, page in enumerate(shown, start=1):
            for text in _as_read(page.get_textpage().get_text_range()):
                yield f"sida {number}", text
    # A file without a name, which qpdf reads by itself: bytes in memory take twice the time.
    with tempfile.TemporaryFile() as file:
        file.write(data)
        file.flush()
        yield from _within(file)


def _within(file: BinaryIO) -> Said:
    """What lies in a PDF beside what its pages show."""
    with pikepdf.open(file, access_mode=pikepdf.AccessMode.mmap) as pdf:
        items = [item for item in pdf.objects if isinstance(item, pikepdf.Object)]
        yield "bokmärken, alternativtexter och metadata", "\n".join(_held(items))
        for name, attached in pdf.attachments.items():
            yield from ((name, text) for _, text in texts(name, attached.get_file().read_bytes()))
        for item in items:
            if isinstance(item, pikepdf.Stream) and item.get("/Type") == "/Metadata":
                yield from (("metadata", text) for _, text in _marked_up(item.read_bytes()))
        for number, sheet in enumerate(pdf.pages, start=1):
            sheet.contents_coalesce()
            content = sheet.Contents.read_bytes() if "/Contents" in sheet else b""
            for said in set(_SAID_IN_CONTENT.findall(content)):
                value = pikepdf.Object.parse(re.sub(rb"^/\w+\s*", b"", said))
                yield f"sida {number}", str(value)


def _as_read(text: str) -> set[str]:
    """A page's text with each hyphen at a line's end as it stands, and with those words whole."""
    text = text.replace("\xad", "").replace("\r\n", "\n")
    whole = _CUT_WORD.sub("", text)
    return {text.replace(_LINE_HYPHEN, "-"), whole.replace(_LINE_HYPHEN, "-")}


def _held(items: Iterable[pikepdf.Object]) -> Iterator[str]:
    """Every text that objects of a PDF hold, themselves or in what lies directly in them."""
    said = b"\n".join(item.to_json(dereference=True) for item in items)
    for kind, text in dict.fromkeys(_HELD.findall(said)):
        if kind == b"u":
            yield json.loads(b'"%b"' % text)
        else:
            yield bytes.fromhex(text.decode()).decode("latin-1")


_READERS: dict[str, Callable[[bytes], Said]] = {
    **dict.fromkeys(("csv", "txt"), _plain),
    **dict.fromkeys(("html", "svg", "xml", "rels", "vml", "rdf"), _marked_up),
    **dict.fromkeys(("png", "jpg", "jpeg"), _picture),
    **dict.fromkeys(("docx", "xlsx"), _packed),
    **dict.fromkeys(("json", "ipynb"), _json),
    "parquet": _parquet,
    "pdf": _pdf,
}
