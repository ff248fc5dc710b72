"""What stands around a report in Word: title page, contents, header, footer, properties, styles."""

from __future__ import annotations

import contextlib
import datetime as dt
import io
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import docx
from docx.document import Document as File
from docx.enum.text import WD_BREAK
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from docx.section import Section, _BaseHeaderFooter
from docx.shared import Mm
from docx.text.paragraph import Paragraph

from lobra.export.document import Document
from lobra.export.nodes import Heading, Words
from lobra.export.press import Press
from lobra.export.word.picture import BROKEN, drawing
from lobra.export.word.words import add, clean, element, strong, write, write_field

TEMPLATES = Path(__file__).parents[1] / "templates" / "word"
LANGUAGE = "sv-SE"
UNWANTED = ("customXml", "stylesWithEffects", "thumbnail", "webSettings", "fontTable")
OLDEST = (1980, 1, 1, 0, 0, 0)
SMALLER, CLOSER, LEADING = 0.92, 0.45, 0.94
"""The size of the annexes' words against those of a report, the spaces around them and between
their lines."""
LOGO = 18
"""Millimetres that the council's logo is high."""
LONGEST = 255  # characters of a property
LEVELS = 3
"""Levels of headings that Word has styles for."""
COVER = 30
"""Lines of contents that there is room for below the title; longer ones name the chapters alone."""


def blank(is_dense: bool) -> File:
    """An A4 document in the house style, without the library's own example contents.

    Annexes are looked things up in, and set smaller; so is what must stay short.
    """
    file = docx.Document()
    part = file.part
    for holder in (part, part.package):
        for key, relation in list(holder.rels.items()):
            if relation.reltype.rsplit("/", 1)[-1] in UNWANTED:
                del holder.rels[key]
    for held in (part._styles_part, part.numbering_part, part._settings_part):
        held._element = parse_xml((TEMPLATES / Path(held.partname).name).read_bytes())
    section, side = file.sections[0], Mm(18 if is_dense else 21)
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = side
    section.top_margin, section.bottom_margin = Mm(18 if is_dense else 21), Mm(18)
    section.header_distance = section.footer_distance = Mm(9)
    if is_dense:
        styles = part._styles_part._element
        _scale(styles.iter(qn("w:sz"), qn("w:szCs")), ["val"], SMALLER)
        _scale(styles.iter(qn("w:spacing")), ["before", "after"], CLOSER)
        _scale(styles.iter(qn("w:spacing")), ["line"], LEADING)
        _scale(styles.xpath("//w:tblCellMar/w:top | //w:tblCellMar/w:bottom"), ["w"], CLOSER)
    return file


def _scale(elements: Iterable[Any], names: Sequence[str], by: float) -> None:
    for one in elements:
        for name in map(qn, (f"w:{name}" for name in names)):
            if one.get(name):
                one.set(name, str(round(int(one.get(name)) * by)))


def title_page(file: File, document: Document, press: Press) -> None:
    """Council, title, notice, and what is known of the report."""
    if document.logo:
        logo = replace(document.logo, tallest=LOGO)
        with contextlib.suppress(*BROKEN):  # the page does without a picture that can't be read
            drawn = drawing(file.part, logo, press)
            add(file, "Bild").add_run()._r.add_drawing(drawn)
    where = " · ".join(filter(None, (document.council, document.municipality)))
    add(file, "Subtitle", [Words(where)])
    add(file, "Title", [Words(document.title)])
    if document.notice:
        add(file, "Anmärkning", [strong("Obs! "), Words(document.notice)])
    for label, value in document.cover:
        add(file, "Titelsidans uppgift", [Words(f"{label}\t"), strong(value)])
    if other := document.companion:
        line = [Words(f"{other.label}\t"), Words(other.title, link=other.file)]
        add(file, "Titelsidans uppgift", line)


def contents(file: File, headings: Sequence[Heading], places: Mapping[str, int]) -> None:
    """A table of contents that Word can make anew; until then it links, without page numbers."""
    if not headings:
        return
    title = file.add_paragraph("Innehåll", "TOC Heading")
    depth = 2 if sum(heading_level(one) <= 2 for one in headings) <= COVER else 1
    lines = [
        add(file, f"toc {level}", [Words(f"{number}\t{one.text}", link=f"#{one.id}")], places)
        for level, number, one in _numbered(headings)
        if level <= depth
    ]
    _as_field(lines[0], lines[-1], f'TOC \\o "1-{depth}" \\h \\z \\u')
    kind = element("docPartObj", element("docPartGallery", val="Table of Contents"))
    kind.append(element("docPartUnique"))
    inside = element("sdtContent", *(line._p for line in (title, *lines)))
    box = element("sdt", element("sdtPr", kind), inside)
    file.element.body.insert_element_before(box, "w:sectPr")
    add(file, "Mellanrum").add_run().add_break(WD_BREAK.PAGE)


def _as_field(first: Paragraph, last: Paragraph, contents: str) -> None:
    """From the first to the last paragraph is what Word makes anew."""
    begin, middle, end = (
        element("fldChar", fldCharType=kind) for kind in ("begin", "separate", "end")
    )
    order = element("instrText")
    order.text = contents
    for place, part in enumerate((begin, order, middle), start=1):
        first._p.insert(place, element("r", part))
    last._p.append(element("r", end))


def heading_level(heading: Heading) -> int:
    """Its level in Word, where the title stands above the first."""
    return min(heading.level - 1, LEVELS)


def _numbered(headings: Sequence[Heading]) -> Iterator[tuple[int, str, Heading]]:
    """Each heading with its level in Word and the number that Word gives it."""
    counts = [0] * LEVELS
    for heading in headings:
        level = heading_level(heading)
        counts[level - 1] += 1
        counts[level:] = [0] * (LEVELS - level)
        yield level, ".".join(map(str, counts[:level])), heading


def running_lines(section: Section, document: Document) -> None:
    """Title, council and notice above each page, its number below; the title page has no number."""
    section.different_first_page_header_footer = True
    running = " · ".join(filter(None, (document.title, document.council)))
    for header, words in ((section.header, running), (section.first_page_header, "")):
        line = _only_line(header)
        write(line, [Words(f"{words}  " if words and document.notice else words)])
        write(line, [strong(document.notice or "")])
        if not line.text:
            line.style = "Normal"
    line = _only_line(section.footer)
    write(line, [Words("Sida ")])
    write_field(line, "PAGE", "1")
    write(line, [Words(" av ")])
    write_field(line, "NUMPAGES", "1")
    _only_line(section.first_page_footer).style = "Normal"


def _only_line(holder: _BaseHeaderFooter) -> Paragraph:
    holder.is_linked_to_previous = False
    return holder.paragraphs[0]


def properties(file: File, document: Document) -> None:
    """Title, author, language and date; an unknown date is left out."""
    about = file.core_properties
    about.title, about.author, about.subject = (
        clean(text)[:LONGEST] for text in (document.title, document.author, document.notice or "")
    )
    about.last_modified_by, about.comments, about.keywords = about.author, "", ""
    about.language, about.revision = LANGUAGE, 1
    if date := document.report_on:
        about.created = about.modified = dt.datetime(date.year, date.month, date.day)
        return
    for child in about._element.xpath("dcterms:created | dcterms:modified"):
        about._element.remove(child)


def packed(file: File) -> bytes:
    """The finished file: the same document gives the same bytes, whenever it is written."""
    first, out = io.BytesIO(), io.BytesIO()
    file.save(first)
    with zipfile.ZipFile(first) as parts, zipfile.ZipFile(out, "w") as made:
        for name in parts.namelist():
            entry = zipfile.ZipInfo(name, OLDEST)
            entry.compress_type, entry.create_system = zipfile.ZIP_DEFLATED, 0
            made.writestr(entry, parts.read(name))
    return out.getvalue()
