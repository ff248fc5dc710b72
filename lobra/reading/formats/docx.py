"""Word documents, read as the web pages that they would be saved as: only what is seen is left."""

from __future__ import annotations

import re
import zipfile
import zlib
from collections import defaultdict
from dataclasses import replace
from functools import cache
from pathlib import Path

from lxml import etree
from lxml.etree import SubElement
from lxml.etree import _Element as Element

from lobra.reading.formats.html import MARK, Around, Walk
from lobra.reading.formats.lines import Lines, whole, written
from lobra.reading.source import Source, UnreadableError

_SPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


@cache
def _path(names: str) -> str:
    """A path as lxml wants it: "pPr/numPr" of Word's names, "@before" of an attribute."""
    return re.sub(r"\w+", lambda name: f"{{{_SPACE}}}{name[0]}", names)


def _tags(names: str) -> list[str]:
    return list(map(_path, names.split()))


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
_HEADING = re.compile(r"(?:heading|rubrik|title|titel) ?([1-6])?", re.IGNORECASE)
_CONTENTS = re.compile(r"(?:toc|innehåll) ?(?:[1-9]|heading)", re.IGNORECASE)
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
    body = document.find(_BODY)
    if body is None:
        raise UnreadableError("Word-filen har ingen brödtext")
    page, lines = etree.Element("body"), Lines()
    into = _Page(_Styles(styles), _Numbering(numbering))
    for part in (head, body):
        _leave_what_is_seen(part)
        into.blocks(part, page)
    Walk(lines).inside(page, Around(is_pre=True))
    return Source("", tuple(replace(line, number=n) for n, line in enumerate(lines.done(), 1)))


def _part(archive: zipfile.ZipFile, name: str) -> Element:
    """A part of the document; the strict form of the standard names things in its own way."""
    wanted = re.compile(rf"word/{name}\d*\.xml")
    found = next(filter(wanted.fullmatch, archive.namelist()), None)
    if found is None:
        return etree.Element("missing")
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    return etree.fromstring(_STRICT.sub(_USUAL, archive.read(found)), parser)


def _leave_what_is_seen(body: Element) -> None:
    """Takes away what a reader doesn't see, and the wrappings round the rest.

    Then a body, a cell and a text box hold paragraphs, tables and boxes; a paragraph holds runs.
    """
    unseen = body.xpath(".//w:tr[w:trPr/w:del]", namespaces={"w": _SPACE})
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

    def __init__(self, styles: _Styles, numbering: _Numbering) -> None:
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
        name = _value(self._styles.said("pPr/numPr/numId", paragraph))
        depth = whole(_value(self._styles.said("pPr/numPr/ilvl", paragraph)))
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
        return said is not None and whole(said.get(_path(side))) >= 100

    def _table(self, table: Element, page: Element) -> None:
        for row in table.iterchildren(_ROW):
            into = SubElement(page, "tr")
            for cell in row.iterchildren(_CELL):
                width = _value(cell.find(_path("tcPr/gridSpan"))) or "1"
                inside = SubElement(into, "td", colspan=width)
                merged = cell.find(_path("tcPr/vMerge"))
                if merged is None or _value(merged) == "restart":
                    self.blocks(cell, inside)


def _text(part: Element) -> str:
    """What a part of a run shows."""
    if part.tag == _TEXT:
        return re.sub(r"[\n\t]", " ", part.text or "")
    return _SIGNS.get(part.tag, "")


# --- what is said apart from the text: styles, and the numbers of lists -------------------------


def _value(element: Element | None) -> str | None:
    """The attribute w:val."""
    return None if element is None else element.get(_path("val"))


class _Styles:
    """What is said of paragraphs and runs: by themselves, else by word/styles.xml."""

    def __init__(self, root: Element) -> None:
        self._by_id = {one.get(_path("styleId")): one for one in root.iterchildren(_path("style"))}
        usual = (
            name
            for name, one in self._by_id.items()
            if one.get(_path("type")) == "paragraph" and one.get(_path("default")) in ("1", "true")
        )
        self._default = next(usual, None)
        self._said_by_style = cache(self._first_said)

    def said(self, where: str, *elements: Element) -> Element | None:
        """What the first of these says, or its style, or what that is based on."""
        for element in elements:
            found = element.find(_path(where))
            if found is None:
                found = self._said_by_style(self._style_of(element), where)
            if found is not None:
                return found
        return None

    def is_on(self, switch: str, run: Element, paragraph: Element) -> bool:
        """Whether a run is bold (b) or hidden (vanish)."""
        said = self.said(f"rPr/{switch}", run, paragraph)
        return said is not None and _value(said) not in ("0", "false", "off", "none")

    def heading(self, paragraph: Element) -> int:
        """The heading level of a paragraph, 0 for body text; its own outline level goes first."""
        said = paragraph.find(_path("pPr/outlineLvl"))
        if said is None:
            for name in self._names(paragraph):
                if found := _HEADING.fullmatch(name):
                    return int(found[1] or 1)
            said = self.said("pPr/outlineLvl", paragraph)
        level = whole(_value(said), 9)  # body text has the ninth
        return level + 1 if 0 <= level < 6 else 0

    def is_contents(self, paragraph: Element) -> bool:
        """Whether it is a line of a table of contents."""
        return any(map(_CONTENTS.fullmatch, self._names(paragraph)[:1]))

    def _names(self, paragraph: Element) -> list[str]:
        styles = self._chain(self._style_of(paragraph))
        return [_value(one.find(_path("name"))) or "" for one in styles]

    def _style_of(self, element: Element) -> str | None:
        if element.tag == _path("r"):
            return _value(element.find(_path("rPr/rStyle")))
        return _value(element.find(_path("pPr/pStyle"))) or self._default

    def _first_said(self, name: str | None, where: str) -> Element | None:
        said = (one.find(_path(where)) for one in self._chain(name))
        return next((one for one in said if one is not None), None)

    def _chain(self, name: str | None) -> list[Element]:
        """A style and those that it is based on."""
        chain: list[Element] = []
        while name in self._by_id and self._by_id[name] not in chain:
            chain.append(self._by_id[name])
            name = _value(chain[-1].find(_path("basedOn")))
        return chain


class _Numbering:
    """Counts the items of all lists (word/numbering.xml): their numbers stand nowhere else."""

    def __init__(self, root: Element) -> None:
        self._levels: dict[str, dict[int, Element]] = {}  # of each kind of list
        self._kinds: dict[str | None, str] = {}  # lists of one kind go on counting
        self._starts: dict[tuple[str | None, int], int] = {}  # a list begins anew here, once
        self._counts: defaultdict[str, dict[int, int]] = defaultdict(dict)  # of the open levels
        for kind in root.iterchildren(_path("abstractNum")):
            levels = {_depth(level): level for level in kind.iterchildren(_path("lvl"))}
            self._levels[kind.get(_path("abstractNumId")) or ""] = levels
        for one in root.iterchildren(_path("num")):
            name = one.get(_path("numId"))
            self._kinds[name] = _value(one.find(_path("abstractNumId"))) or ""
            for anew in one.iterchildren(_path("lvlOverride")):
                if start := _value(anew.find(_path("startOverride"))):
                    self._starts[name, _depth(anew)] = whole(start, 1)

    def next(self, name: str | None, depth: int) -> str | None:
        """What stands before the next item of a list, "" for nothing; None is a bullet."""
        kind = self._kinds.get(name, "")
        levels, counts = self._levels.get(kind, {}), self._counts[kind]
        if depth not in levels:
            return ""
        goes_on = counts.get(depth, _start(levels[depth]) - 1) + 1
        counts[depth] = self._starts.pop((name, depth), goes_on)
        for deeper in [one for one in counts if one > depth]:
            del counts[deeper]

        def number(found: re.Match[str]) -> str:
            other = int(found[1]) - 1
            if other not in levels:
                return ""
            return written(counts.get(other, _start(levels[other])), _kind(levels[other]))

        text = _value(levels[depth].find(_path("lvlText"))) or ""
        is_bullet = _kind(levels[depth]) == "bullet"
        return None if is_bullet else re.sub(r"%([1-9])", number, text).strip()


def _depth(element: Element) -> int:
    return whole(element.get(_path("ilvl")))


def _kind(level: Element) -> str:
    return _value(level.find(_path("numFmt"))) or "decimal"


def _start(level: Element) -> int:
    return whole(_value(level.find(_path("start"))), 1)
