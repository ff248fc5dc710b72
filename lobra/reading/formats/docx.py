"""Word documents: the body in order, with the numbers that Word makes and what is inserted."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

import docx.package
from docx.opc.exceptions import OpcError
from docx.opc.part import Part, PartFactory
from docx.oxml.ns import qn
from docx.parts.document import DocumentPart
from lxml.etree import XMLParser, XMLSyntaxError, fromstring
from lxml.etree import _Element as Element

from lobra.reading.formats.lines import Lines, Pieces
from lobra.reading.formats.word_lists import Numbering
from lobra.reading.formats.word_styles import Styles, value
from lobra.reading.limits import UnreadableError
from lobra.reading.source import Source

# python-docx opens plain documents; those with macros and templates are built alike.
for _kind in (
    "application/vnd.ms-word.document.macroEnabled.main+xml",
    "application/vnd.ms-word.template.macroEnabledTemplate.main+xml",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml",
):
    PartFactory.part_type_for[_kind] = DocumentPart

_ALTERNATE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent"
_CHOICE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Choice"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_THROUGH = {
    qn(f"w:{n}") for n in ("ins", "moveTo", "smartTag", "customXml", "hyperlink", "fldSimple")
}
_GONE = {qn(f"w:{n}") for n in ("del", "moveFrom", "pPr", "rPr", "instrText", "delText")}
_STRICT = re.compile(rb"http://purl\.oclc\.org/ooxml/(\w+)/(\w+)")
_USUAL = rb"http://schemas.openxmlformats.org/\1/2006/\2"
_DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError)
_LONGEST_CELL = 12  # lines; a table with longer cells only places its text
_MOST_COLUMNS = 100


def read(path: Path) -> Source:
    """The lines of the body: headers, footers, notes, comments and deleted text are left out."""
    try:
        part = docx.package.Package.open(_transitional(path)).main_document_part
        body = part.element.find(qn("w:body"))
        root_of = {
            rel.reltype.rsplit("/", 1)[-1]: _root(rel.target_part)
            for rel in part.rels.values()
            if not rel.is_external and rel.reltype.endswith(("/styles", "/numbering"))
        }
    except (*_DAMAGED, OpcError, KeyError, ValueError, AttributeError) as error:
        raise UnreadableError("Word-filen är skadad eller ofullständig") from error
    except XMLSyntaxError as error:
        raise UnreadableError("Word-filens innehåll (XML) är skadat") from error
    if body is None:
        raise UnreadableError("Word-filen har ingen brödtext")
    walk = _Walk(Lines(), Styles(root_of.get("styles")), Numbering(root_of.get("numbering")))
    walk.blocks(body)
    return Source("", walk.lines.done())


def _transitional(path: Path) -> str | IO[bytes]:
    """The file; of one in the strict form of the standard a copy that names things as usual."""
    with zipfile.ZipFile(path) as archive:
        if not _STRICT.search(archive.read("_rels/.rels")):
            return str(path)
        copy = io.BytesIO()
        with zipfile.ZipFile(copy, "w") as out:
            for name in archive.namelist():
                data = archive.read(name)
                is_xml = name.endswith((".xml", ".rels"))
                out.writestr(name, _STRICT.sub(_USUAL, data) if is_xml else data)
    return copy


def _root(part: Part) -> Element | None:
    element = getattr(part, "element", None)
    if element is not None:
        return element
    parser = XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    return fromstring(part.blob, parser)


@dataclass(slots=True)
class _Text(Pieces):
    """The text of a paragraph as it is put together from its runs."""

    fields: list[bool] = field(default_factory=list)  # per open field: is its result reached?
    boxes: list[Element] = field(default_factory=list)


class _Walk:
    """Goes through the body in order and collects its lines."""

    def __init__(self, lines: Lines, styles: Styles, numbering: Numbering) -> None:
        self.lines = lines
        self._styles = styles
        self._numbering = numbering
        self._space_after = 0
        self._style_before: str | None = None
        self._fields: list[bool] = []  # fields may reach over several paragraphs

    def blocks(self, parent: Element) -> None:
        for child in _inside(parent, qn("w:p"), qn("w:tbl")):
            if child.tag == qn("w:p"):
                self._paragraph(child)
            else:
                self._table(child)

    def _paragraph(self, paragraph: Element) -> None:
        style = self._styles.of(paragraph)
        if style.is_contents:
            return
        text = _Text(fields=self._fields)
        self._inline(paragraph, text, style.is_bold, style.is_hidden)
        number, is_bullet = self._numbering.next(*style.list_level(paragraph))
        shown = str(text)
        self._spacing(paragraph, style.id, bool(shown.strip()))
        heading = style.heading(paragraph)
        parts = [shown.replace("\n", " ")] if heading else shown.split("\n")
        prefix = f"{number} " if number else ""
        for n, part in enumerate(parts):
            if not part.strip() and not (prefix and not n):
                self.lines.space()
                continue
            self.lines.add(
                prefix + part if n == 0 else part,
                heading=heading,
                is_bold=text.is_bold,
                is_bullet=is_bullet and n == 0,
            )
        for box in text.boxes:
            self.blocks(box)

    def _spacing(self, paragraph: Element, style: str | None, has_text: bool) -> None:
        """Says where space stands: an empty paragraph, or at least five points before or after."""
        before, after, is_contextual = self._styles.spacing(paragraph)
        is_alike = is_contextual and style == self._style_before
        if not has_text or (max(before, self._space_after) >= 100 and not is_alike):
            self.lines.space()
        self._space_after, self._style_before = after, style

    def _inline(self, parent: Element, text: _Text, is_bold: bool, is_hidden: bool) -> None:
        for child in parent:
            tag = child.tag
            if tag in _GONE or not isinstance(tag, str):
                continue
            if tag == qn("w:r"):
                self._run(child, text, is_bold, is_hidden)
            elif tag in _THROUGH:
                self._inline(child, text, is_bold, is_hidden)
            elif tag == qn("w:sdt"):
                for content in child.iterchildren(qn("w:sdtContent")):
                    self._inline(content, text, is_bold, is_hidden)
            elif tag in (_ALTERNATE, _CHOICE):
                self._pictures(child, text)

    def _run(self, run: Element, text: _Text, is_bold: bool, is_hidden: bool) -> None:
        properties = run.find(qn("w:rPr"))
        if properties is not None:
            is_bold, is_hidden = self._styles.of_run(properties, is_bold, is_hidden)
        for part in run:
            tag = part.tag
            if tag == qn("w:fldChar"):
                _field(part.get(qn("w:fldCharType")), text.fields)
                continue
            if is_hidden or not all(text.fields):
                continue
            if tag == qn("w:t"):
                piece = (part.text or "").replace("\n", " ").replace("\t", " ")
            elif tag in (qn("w:tab"), qn("w:ptab")):
                piece = "\t"
            elif tag in (qn("w:br"), qn("w:cr")):
                piece = "\n"
            elif tag == qn("w:noBreakHyphen"):
                piece = "-"
            elif tag == qn("w:sym"):
                piece = _symbol(part.get(qn("w:char"), ""))
            else:
                if tag in (_ALTERNATE, qn("w:pict"), qn("w:drawing"), qn("w:object")):
                    self._pictures(part, text)
                continue
            text.put(piece, is_bold)

    def _pictures(self, drawing: Element, text: _Text) -> None:
        """Text boxes stand after the paragraph they hang on; each of two versions only once."""
        for child in drawing:
            if child.tag == qn("w:txbxContent"):
                text.boxes.append(child)
            elif child.tag == _FALLBACK and drawing.find(_CHOICE) is not None:
                continue
            else:
                self._pictures(child, text)

    def _table(self, table: Element) -> None:
        rows = _rows(table)
        if _is_layout(rows):
            for row in rows:
                for cell in _cells(row):
                    if cell is not None:
                        self.blocks(cell)
                        self.lines.space()
            return
        self.lines.space()
        number = self.lines.new_table()
        for row in rows:
            self.lines.cells([self._cell(cell) for cell in _cells(row)], number)
        self.lines.space()

    def _cell(self, cell: Element | None) -> Lines | None:
        if cell is None:
            return None
        inner = _Walk(Lines(), self._styles, self._numbering)
        inner.blocks(cell)
        return inner.lines


def _inside(parent: Element, *tags: str) -> Iterator[Element]:
    """The elements of these kinds in order, also those in content controls and insertions."""
    for child in parent:
        if child.tag in tags:
            yield child
        elif child.tag == qn("w:sdt"):
            gallery = child.find(f"{qn('w:sdtPr')}//{qn('w:docPartGallery')}")
            if gallery is None or value(gallery) != "Table of Contents":
                for content in child.iterchildren(qn("w:sdtContent")):
                    yield from _inside(content, *tags)
        elif child.tag in _THROUGH:
            yield from _inside(child, *tags)
        elif child.tag == _ALTERNATE:
            for version in list(child)[:1]:
                yield from _inside(version, *tags)


def _rows(table: Element) -> list[Element]:
    """The rows that haven't been deleted."""
    deleted = f"{qn('w:trPr')}/{qn('w:del')}"
    return [row for row in _inside(table, qn("w:tr")) if row.find(deleted) is None]


def _cells(row: Element) -> Iterator[Element | None]:
    """The columns of a row; None where a merged cell goes on."""
    n_cells = 0
    properties = row.find(qn("w:trPr"))
    if properties is not None:
        for _ in range(_number(properties.find(qn("w:gridBefore")), 0)):
            yield None
    for cell in _inside(row, qn("w:tc")):
        properties = cell.find(qn("w:tcPr"))
        span, merge = 1, None
        if properties is not None:
            span = _number(properties.find(qn("w:gridSpan")), 1)
            merge = properties.find(qn("w:vMerge"))
        yield None if merge is not None and value(merge) in (None, "continue") else cell
        for _ in range(span - 1):
            yield None
        n_cells += span
        if n_cells >= _MOST_COLUMNS:
            return


def _number(element: Element | None, otherwise: int) -> int:
    text = value(element) if element is not None else None
    return min(int(text), _MOST_COLUMNS) if text and re.fullmatch(r"\d{1,6}", text) else otherwise


def _is_layout(rows: list[Element]) -> bool:
    """Whether a table only places its text: boxes, columns, tables in tables."""
    cells = [list(_cells(row)) for row in rows]
    return max(map(len, cells), default=0) < 2 or any(
        cell.find(qn("w:tbl")) is not None or len(cell.findall(qn("w:p"))) > _LONGEST_CELL
        for row in cells
        for cell in row
        if cell is not None
    )


def _field(kind: str | None, fields: list[bool]) -> None:
    """Follows a field: only what stands after "separate" is shown."""
    if kind == "begin":
        fields.append(False)
    elif kind == "separate" and fields:
        fields[-1] = True
    elif kind == "end" and fields:
        fields.pop()


def _symbol(code: str) -> str:
    """A sign from a symbol font; a bullet is seen as one wherever it comes from."""
    return chr(int(code, 16)) if re.fullmatch(r"[0-9A-Fa-f]{4}", code) else ""
