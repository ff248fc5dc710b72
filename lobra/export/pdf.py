"""An executed notebook as a PDF that can be archived (PDF/A-2a) and heard (PDF/UA-1), by Typst."""

from __future__ import annotations

import datetime as dt
from functools import cache
from pathlib import Path
from typing import Any

import typst
from nbconvert.exporters.exporter import Exporter

from lobra.charts.fonts import FONTS
from lobra.export import contents, glyphs, markup, prose, tags
from lobra.export import typst_source as source
from lobra.export.outline import Outline
from lobra_data.errors import LobraError

TEMPLATES = Path(__file__).parent / "templates"
STANDARDS = ["a-2a", "ua-1"]


class LobraPDFExporter(Exporter):
    """PDF with cover, contents, page numbers and tags; no browser, LaTeX or system package."""

    export_from_notebook = "Lobra (PDF)"
    output_mimetype = "application/pdf"

    def _file_extension_default(self):
        return ".pdf"

    def from_notebook_node(self, nb, resources=None, **kw):
        nb, resources = super().from_notebook_node(nb, resources, **kw)
        name = resources["metadata"].get("name", "") if "metadata" in resources else ""
        return _compiled(contents.read(nb, name)), resources


def to_pdf(notebook) -> bytes:
    """The notebook as a PDF: the same notebook gives the same bytes."""
    return LobraPDFExporter().from_notebook_node(notebook)[0]


def typst_of(document: contents.Contents) -> str:
    """The document's Typst source, with a remark at the end on characters that were replaced."""
    outline = Outline()
    outline.level(1)
    parts, has_title = [], bool(document.title_html)
    for part in document.parts:
        parts.append(_part(part, outline, has_title))
        has_title = has_title or contents.is_titled(part)
    facts = source.arguments(document.facts)
    body, missing = glyphs.replaced(source.numbered("\n\n".join(parts)))
    facts, more_missing = glyphs.replaced(facts)
    if missing := sorted({*missing, *more_missing}):
        body += "\n\n" + source.call("lobra-replaced", glyphs.SUBSTITUTE, ", ".join(missing))
    template = (TEMPLATES / "report.typ").read_text(encoding="utf-8")
    return f"{template}\n#show: lobra-report.with({facts})\n\n{body}\n"


def _part(part: contents.Part, outline: Outline, has_title: bool) -> str:
    match part:
        case contents.Prose(text, pictures):
            return prose.Typst(outline, pictures, "").render(text, title_shown=has_title)
        case contents.Block(_, typst_code, _) if source.is_safe(typst_code):
            return source.in_order(typst_code, outline)
        case contents.Block(html, _, plain):
            return _markup(contents.Markup(html, plain), outline)
        case contents.Picture(mime, data, alt, title):
            return source.picture_typst(mime, data, alt, title)
        case contents.Markup():
            return _markup(part, outline)
        case contents.Plain(text):
            return prose.plain_typst(text)
        case contents.Remark():
            return _remark(part)
    raise TypeError(part)


def _markup(part: contents.Markup, outline: Outline) -> str:
    _, grids = markup.foreign_html(part.html, Outline(), part.title)
    if grids:
        return "\n\n".join(source.grid_typst(grid) for grid in grids)
    if part.plain.strip():
        return prose.plain_typst(part.plain)
    return _remark(contents.NO_SCRIPT)


def _remark(remark: contents.Remark) -> str:
    return source.call("lobra-remark", remark.label, remark.text)


def _compiled(document: contents.Contents) -> bytes:
    code = typst_of(document)
    date = _date(document.facts)
    try:
        pdf = typst.compile(
            code.encode("utf-8"),
            root=TEMPLATES,
            font_paths=fonts(),
            ignore_system_fonts=True,
            pdf_standards=STANDARDS,
            timestamp=int(date.timestamp()) if date else 0,
        )
    except typst.TypstError as error:
        said = " ".join(str(error.message).split())
        raise LobraError(
            f'PDF: "{document.title}" kunde inte sättas. Typst säger: {said}. '
            "Rätta det som cellen visar och försök igen."
        ) from None
    return tags.finished(pdf, source.tables_with_row_headings(code), is_dated=date is not None)


def _date(facts: dict[str, Any]) -> dt.datetime | None:
    """The report's date at midnight UTC; None when unknown or not a date."""
    try:
        day = dt.date.fromisoformat(facts["report_on"] or "")
    except ValueError:
        return None
    return dt.datetime(day.year, day.month, day.day, tzinfo=dt.UTC)


@cache
def fonts() -> typst.Fonts:
    """Read once a process; none of the system's, so that every machine draws the same page."""
    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=True, font_paths=[str(FONTS)]
    )
