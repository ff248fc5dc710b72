"""Word documents: the body in order, with the numbers that Word makes and what is inserted."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO

import docx.package
from docx.opc.exceptions import OpcError
from docx.opc.part import PartFactory
from docx.parts.document import DocumentPart
from lxml import etree
from lxml.etree import _Element as Element

from lobra.reading.formats.lines import MOST_COLUMNS, Lines, Pieces
from lobra.reading.formats.word_lists import Numbering
from lobra.reading.formats.word_styles import Style, Styles, number, path, value
from lobra.reading.source import Source, UnreadableError

# python-docx opens plain documents; those with macros and templates are built alike.
for _kind in (
    "application/vnd.ms-word.document.macroEnabled.main+xml",
    "application/vnd.ms-word.template.macroEnabledTemplate.main+xml",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml",
):
    PartFactory.part_type_for[_kind] = DocumentPart


def _tags(names: str) -> list[str]:
    return list(map(path, names.split()))


_BODY, _PARAGRAPH, _TABLE, _RUN, _TEXT, _SYMBOL, _BOX = _tags("body p tbl r t sym txbxContent")
_ROW, _CELL = _tags("tr tc")
_VERSIONS = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_UNSEEN = _tags("del moveFrom instrText delText sdtPr")
_THROUGH = [
    *_tags("ins moveTo smartTag customXml hyperlink fldSimple sdt sdtContent"),
    *(f"{_VERSIONS}{name}" for name in ("AlternateContent", "Choice", "Fallback")),
]
_SIGNS = dict(zip(_tags("tab ptab br cr noBreakHyphen"), "\t\t\n\n-", strict=True))
_STRICT = re.compile(rb"http://purl\.oclc\.org/ooxml/(\w+)/(\w+)")
_USUAL = rb"http://schemas.openxmlformats.org/\1/2006/\2"
_DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError)


def read(path: Path) -> Source:
    """The lines of the body: headers, footers, notes, comments and deleted text are left out."""
    try:
        part = docx.package.Package.open(_transitional(path)).main_document_part
        body = part.element.find(_BODY)
        root_of = {
            rel.reltype.rsplit("/", 1)[-1]: getattr(rel.target_part, "element", None)
            for rel in part.rels.values()
            if not rel.is_external and rel.reltype.endswith(("/styles", "/numbering"))
        }
    except (*_DAMAGED, OpcError, KeyError, ValueError, AttributeError) as error:
        raise UnreadableError("Word-filen är skadad eller ofullständig") from error
    except etree.XMLSyntaxError as error:
        raise UnreadableError("Word-filens innehåll (XML) är skadat") from error
    if body is None:
        raise UnreadableError("Word-filen har ingen brödtext")
    _leave_what_is_seen(body)
    walk = _Walk(Styles(root_of.get("styles")), Numbering(root_of.get("numbering")))
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


def _leave_what_is_seen(body: Element) -> None:
    """Takes away what a reader doesn't see, and the wrappings round the rest.

    Then a body and a cell hold paragraphs and tables, a table rows, and a paragraph runs.
    """
    unseen = body.xpath(".//w:tr[w:trPr/w:del]")
    unseen += body.xpath(".//w:sdt[w:sdtPr//w:docPartGallery/@w:val='Table of Contents']")
    for versions in body.iter(f"{_VERSIONS}AlternateContent"):
        unseen += versions[1:]
    open_fields: list[bool] = []  # of each field that has begun: is its result reached?
    for run in body.iter(_RUN):
        for part in run:
            kind = part.get(path("fldCharType"))
            if kind == "begin":
                open_fields.append(False)
            elif kind == "separate" and open_fields:
                open_fields[-1] = True
            elif kind == "end" and open_fields:
                open_fields.pop()
            elif not all(open_fields):
                unseen.append(part)
    for element in unseen:
        element.getparent().remove(element)
    etree.strip_elements(body, *_UNSEEN, with_tail=False)
    etree.strip_tags(body, *_THROUGH)


class _Walk:
    """Goes through the body in order and collects its lines."""

    def __init__(self, styles: Styles, numbering: Numbering) -> None:
        self.lines = Lines()
        self._styles = styles
        self._numbering = numbering
        self._space_after = 0
        self._style_before: Style | None = None

    def blocks(self, parent: Element) -> None:
        """The paragraphs and tables of the body, a cell or a text box."""
        for child in parent.iterchildren(_PARAGRAPH, _TABLE):
            if child.tag == _PARAGRAPH:
                self._paragraph(child)
            else:
                self._table(child)

    def _paragraph(self, paragraph: Element) -> None:
        style = self._styles.of(paragraph)
        if style.is_contents:
            return
        text = Pieces()
        for run in paragraph.iterchildren(_RUN):
            self._run(run, text, style)
        shown = str(text)
        self._spacing(paragraph, style, bool(shown.strip()))
        mark, is_bullet = self._numbering.next(*style.list_level(paragraph))
        shown = f"{mark} {shown}" if mark else shown
        heading = style.heading(paragraph)
        for n, part in enumerate([shown.replace("\n", " ")] if heading else shown.split("\n")):
            if part.strip():
                self.lines.add(
                    part, heading=heading, is_bold=text.is_bold, is_bullet=is_bullet and not n
                )
            else:
                self.lines.space()
        for box in paragraph.iter(_BOX):
            if next(box.iterancestors(_PARAGRAPH)) is paragraph:
                self.blocks(box)

    def _spacing(self, paragraph: Element, style: Style, has_text: bool) -> None:
        """Says where space stands: an empty paragraph, or at least five points before or after."""
        before, after, is_contextual = style.spacing(paragraph)
        is_alike = is_contextual and style is self._style_before
        if not has_text or (max(before, self._space_after) >= 100 and not is_alike):
            self.lines.space()
        self._space_after, self._style_before = after, style

    def _run(self, run: Element, text: Pieces, style: Style) -> None:
        is_bold, is_hidden = self._styles.of_run(run, style)
        for part in () if is_hidden else run:
            if part.tag == _TEXT:
                text.put((part.text or "").replace("\n", " ").replace("\t", " "), is_bold)
            elif part.tag == _SYMBOL:
                code = part.get(path("char"), "")
                text.put(chr(int(code, 16)) if re.fullmatch("[0-9A-Fa-f]{4}", code) else "", False)
            else:
                text.put(_SIGNS.get(part.tag, ""), is_bold)

    def _table(self, table: Element) -> None:
        self.lines.space()
        rows = [list(self._cells(row)) for row in table.iterchildren(_ROW)]
        self.lines.table(rows, [0] * len(rows))
        self.lines.space()

    def _cells(self, row: Element) -> Iterator[Lines | None]:
        """The columns of a row; None where a merged cell goes on."""
        n_cells = _said(row, "trPr/gridBefore", 0)
        yield from [None] * n_cells
        for cell in row.iterchildren(_CELL):
            merge = cell.find(path("tcPr/vMerge"))
            goes_on = merge is not None and value(merge) in (None, "continue")
            yield None if goes_on else self._cell(cell)
            width = max(1, _said(cell, "tcPr/gridSpan", 1))
            yield from [None] * (width - 1)
            n_cells += width
            if n_cells >= MOST_COLUMNS:
                return

    def _cell(self, cell: Element) -> Lines:
        outside, self.lines = self.lines, Lines()
        self.blocks(cell)
        inside, self.lines = self.lines, outside
        return inside


def _said(element: Element, where: str, otherwise: int) -> int:
    return min(number(value(element.find(path(where))), otherwise), MOST_COLUMNS)
