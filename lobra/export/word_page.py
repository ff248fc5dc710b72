"""What stands around a report in Word: title page, contents, header, footer, properties, styles."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from pathlib import Path
from typing import Any

from docx import Document
from docx.oxml import parse_xml
from docx.shared import Mm

from lobra.export.outline import Outline
from lobra.export.word_body import Body, heading_bookmark
from lobra.export.word_xml import Piece, clean, element, field, paragraph, run, runs

TEMPLATES = Path(__file__).parent / "templates" / "word"
LANGUAGE = "sv-SE"
UNWANTED = ("customXml", "stylesWithEffects", "thumbnail", "webSettings", "fontTable")
OLDEST = (1980, 1, 1, 0, 0, 0)
CONTENTS = 'TOC \\o "1-2" \\h \\z \\u'


def blank():
    """An A4 document in the house style, without the library's own example contents."""
    document = Document()
    part = document.part
    for holder in (part, part.package):
        for key, relation in list(holder.rels.items()):
            if relation.reltype.rsplit("/", 1)[-1] in UNWANTED:
                del holder.rels[key]
    for name, held in (
        ("styles", part._styles_part),
        ("numbering", part.numbering_part),
        ("settings", part._settings_part),
    ):
        held._element = parse_xml((TEMPLATES / f"{name}.xml").read_bytes())
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(25)
    section.top_margin, section.bottom_margin = Mm(28), Mm(25)
    section.header_distance = section.footer_distance = Mm(12)
    return document


def title_page(body: Body, facts: dict[str, Any]) -> None:
    """Council, title and notice; the title block's facts follow, and the rest of the page."""
    where = " · ".join(filter(None, (facts["council"], facts["municipality"])))
    body.paragraph("Subtitle", [Piece(clean(where))])
    body.paragraph("Title", [Piece(clean(facts["title"]))])
    if facts["notice"]:
        notice = [Piece("Obs! ", frozenset("b")), Piece(clean(facts["notice"]))]
        body.paragraph("Anmarkning", notice)


def contents_list(document, outline: Outline) -> None:
    """A table of contents that Word can make anew; until then it links, without page numbers."""
    entries = _numbered(outline)
    if not entries:
        return
    heading = paragraph("TOCHeading", run("Innehåll"))
    heading.pPr.append(element("pageBreakBefore"))
    begin, instruction, separate, _, end = field(CONTENTS, "")
    lines = []
    for n, (level, number, text) in enumerate(entries, start=1):
        words = runs([Piece(f"{number}\t{clean(text)}", link=f"#{heading_bookmark(n)}")], None)
        lines.append((level, words))
    shown = [paragraph(f"TOC{level}", *words) for level, words in lines if level < 3]
    first, last = shown[0], shown[-1]
    for n, part in enumerate((begin, instruction, separate), start=1):
        first.insert(n, part)
    last.append(end)
    kind = element("docPartObj", element("docPartGallery", val="Table of Contents"))
    kind.append(element("docPartUnique"))
    box = element("sdt", element("sdtPr", kind), element("sdtContent", heading, *shown))
    document.element.body.insert_element_before(box, "w:sectPr")
    turn = element("r", element("br", type="page"))
    document.element.body.insert_element_before(paragraph("Normal", turn), "w:sectPr")


def _numbered(outline: Outline) -> list[tuple[int, str, str]]:
    """(level in Word, number, text) of each heading below the title."""
    found, counts = [], [0, 0, 0]
    for level, _, text in outline.entries:
        at = min(level - 1, 3)
        if at < 1 or not text:
            continue
        counts[at - 1] += 1
        counts[at:] = [0] * (3 - at)
        found.append((at, ".".join(map(str, counts[:at])), text))
    return found


def running_lines(document, facts: dict[str, Any]) -> None:
    """Title, council and notice above each page, its number below; the title page has no number."""
    section = document.sections[0]
    section.different_first_page_header_footer = True
    running = " · ".join(filter(None, (facts["title"], facts["council"])))
    for header, words in ((section.header, running), (section.first_page_header, "")):
        header.is_linked_to_previous = False
        line = paragraph("Header", run(clean(words)))
        if facts["notice"]:
            line.append(run(f"{'  ' if words else ''}{clean(facts['notice'])}", frozenset("b")))
        _filled(header, line if words or facts["notice"] else paragraph("Normal"))
    for footer in (section.footer, section.first_page_footer):
        footer.is_linked_to_previous = False
    number, total = field("PAGE", "1"), field("NUMPAGES", "1")
    _filled(section.footer, paragraph("Footer", run("Sida "), *number, run(" av "), *total))
    _filled(section.first_page_footer, paragraph("Normal"))


def _filled(holder, line) -> None:
    for child in list(holder._element):
        holder._element.remove(child)
    holder._element.append(line)


def properties(document, facts: dict[str, Any]) -> None:
    """Title, author, language and date; an unknown date is left out."""
    about = document.core_properties
    author = ", ".join(filter(None, (facts["council"], facts["municipality"])))
    about.title = clean(facts["title"])[:255]
    about.author = about.last_modified_by = clean(author)[:255]
    about.subject = clean(facts["notice"] or "")[:255]
    about.comments = about.keywords = ""
    about.language, about.revision = LANGUAGE, 1
    date = _date(facts)
    if date:
        about.created = about.modified = date
    else:
        for child in list(about._element):
            if child.tag.rsplit("}", 1)[-1] in ("created", "modified"):
                about._element.remove(child)


def _date(facts: dict[str, Any]) -> dt.datetime | None:
    try:
        day = dt.date.fromisoformat(facts["report_on"] or "")
    except ValueError:
        return None
    return dt.datetime(day.year, day.month, day.day)


def packed(document) -> bytes:
    """The finished file: the same document gives the same bytes, whenever it is written."""
    first, out = io.BytesIO(), io.BytesIO()
    document.save(first)
    with zipfile.ZipFile(first) as parts, zipfile.ZipFile(out, "w") as made:
        for name in parts.namelist():
            entry = zipfile.ZipInfo(name, OLDEST)
            entry.compress_type, entry.create_system = zipfile.ZIP_DEFLATED, 0
            made.writestr(entry, parts.read(name))
    return out.getvalue()
