"""Word documents, read as the web pages that they would be saved as: only what is seen is left."""

from __future__ import annotations

import re
import zipfile
import zlib
from pathlib import Path

from lxml import etree
from lxml.etree import SubElement
from lxml.etree import _Element as Element

from lobra.reading.formats.html import MARK, Around, Walk
from lobra.reading.formats.lines import Lines, whole
from lobra.reading.formats.word_parts import SPACE, Numbering, Styles, path, value
from lobra.reading.source import Source, UnreadableError


def _tags(names: str) -> list[str]:
    return list(map(path, names.split()))


_BODY, _PARAGRAPH, _TABLE, _ROW, _CELL = _tags("body p tbl tr tc")
_RUN, _TEXT, _BOX = _tags("r t txbxContent")
_VERSIONS = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_UNSEEN = _tags("del moveFrom instrText delText sdtPr")
_THROUGH = [
    *_tags("ins moveTo smartTag customXml hyperlink fldSimple sdt sdtContent"),
    *(f"{_VERSIONS}{name}" for name in ("AlternateContent", "Choice", "Fallback")),
]
_SIGNS = dict(zip(_tags("tab ptab br cr noBreakHyphen"), "\t\t\n\n-", strict=True))
_STRICT = re.compile(rb"http://purl\.oclc\.org/ooxml/(\w+)/(\w+)")
_USUAL = rb"http://schemas.openxmlformats.org/\1/2006/\2"
_DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, KeyError, NotImplementedError, ValueError)


def read(path: Path) -> Source:
    """The lines of the page's head and the body; footers, notes, comments, deleted text are not.

    Minutes often have their day and their council's name only in the head of the page.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            archive.read("[Content_Types].xml")
            document, styles, numbering, head = (
                _part(archive, name) for name in ("document", "styles", "numbering", "header")
            )
    except _DAMAGED as error:
        raise UnreadableError("Word-filen är skadad eller ofullständig") from error
    except etree.XMLSyntaxError as error:
        raise UnreadableError("Word-filens innehåll (XML) är skadat") from error
    body = None if document is None else document.find(_BODY)
    if body is None:
        raise UnreadableError("Word-filen har ingen brödtext")
    page, lines = etree.Element("body"), Lines()
    into = _Page(Styles(styles), Numbering(numbering))
    for part in (body,) if head is None else (head, body):
        _leave_what_is_seen(part)
        into.blocks(part, page)
    Walk(lines, None).inside(page, Around(is_pre=True))
    return Source("", lines.done())


def _part(archive: zipfile.ZipFile, name: str) -> Element | None:
    """A part of the document; the strict form of the standard names things in its own way."""
    wanted = re.compile(rf"word/{name}\d*\.xml")
    found = next(filter(wanted.fullmatch, archive.namelist()), None)
    if found is None:
        return None
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    return etree.fromstring(_STRICT.sub(_USUAL, archive.read(found)), parser)


def _leave_what_is_seen(body: Element) -> None:
    """Takes away what a reader doesn't see, and the wrappings round the rest.

    Then a body, a cell and a text box hold paragraphs, tables and boxes; a paragraph holds runs.
    """
    unseen = body.xpath(".//w:tr[w:trPr/w:del]", namespaces={"w": SPACE})
    for versions in body.iter(f"{_VERSIONS}AlternateContent"):
        unseen += versions[1:]
    for element in unseen:
        element.getparent().remove(element)
    etree.strip_elements(body, *_UNSEEN, with_tail=False)
    etree.strip_tags(body, *_THROUGH)
    for box in reversed(list(body.iter(_BOX))):
        next(box.iterancestors(_PARAGRAPH)).addnext(box)


class _Page:
    """The web page that is made of a body."""

    def __init__(self, styles: Styles, numbering: Numbering) -> None:
        self._styles = styles
        self._numbering = numbering

    def blocks(self, source: Element, page: Element) -> None:
        """The paragraphs and tables of the body, a cell or a text box."""
        for child in source.iterchildren(_PARAGRAPH, _TABLE, _BOX):
            if child.tag == _PARAGRAPH:
                self._paragraph(child, page)
            elif child.tag == _TABLE:
                self._table(child, SubElement(page, "table"))
            else:
                self.blocks(child, page)

    def _paragraph(self, paragraph: Element, page: Element) -> None:
        if self._styles.is_contents(paragraph):
            return
        heading = self._styles.heading(paragraph)
        name = value(self._styles.said("pPr/numPr/numId", paragraph))
        depth = whole(value(self._styles.said("pPr/numPr/ilvl", paragraph)))
        mark = self._numbering.next(name, depth)
        if self._is_apart(paragraph, "before"):
            SubElement(page, "hr")
        block = SubElement(page, f"h{heading}" if heading else "li" if mark is None else "div")
        if mark:
            block.set(MARK, mark)
        for run in paragraph.iterchildren(_RUN):
            if not self._styles.is_on("vanish", run, paragraph):
                tag = "b" if self._styles.is_on("b", run, paragraph) else "span"
                SubElement(block, tag).text = "".join(map(_text, run))
        if not "".join(block.itertext()).strip():
            block.tag = "hr"
        if self._is_apart(paragraph, "after"):
            SubElement(page, "hr")

    def _is_apart(self, paragraph: Element, side: str) -> bool:
        """Whether a paragraph has at least five points of space before or after it."""
        said = self._styles.said(f"pPr/spacing[@{side}]", paragraph)
        return said is not None and whole(said.get(path(side))) >= 100

    def _table(self, table: Element, page: Element) -> None:
        for row in table.iterchildren(_ROW):
            into = SubElement(page, "tr")
            for cell in row.iterchildren(_CELL):
                width = value(cell.find(path("tcPr/gridSpan"))) or "1"
                inside = SubElement(into, "td", colspan=width)
                merged = cell.find(path("tcPr/vMerge"))
                if merged is None or value(merged) == "restart":
                    self.blocks(cell, inside)


def _text(part: Element) -> str:
    """What a part of a run shows."""
    if part.tag == _TEXT:
        return re.sub(r"[\n\t]", " ", part.text or "")
    return _SIGNS.get(part.tag, "")
