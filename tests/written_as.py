"""A text or Markdown document as an office would write it in Word, PDF, HTML or plain text.

Headings become headings, neighbouring rows a table, bullets a list; numbers stay typed text.
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from itertools import groupby
from pathlib import Path

import docx
import typst
from docx.shared import Pt

from lobra.reading.formats import load
from lobra.reading.source import Line


def as_docx(text_file: Path, out: Path) -> Path:
    """Writes the document as Word: styles for headings and lists, real tables."""
    document = docx.Document()
    document.styles["Normal"].paragraph_format.space_after = Pt(0)
    for block in _blocks(text_file):
        if block[0].cells:
            width = max(len(line.cells) for line in block)
            table = document.add_table(rows=0, cols=width, style="Table Grid")
            for line in block:
                for cell, text in zip(table.add_row().cells, line.cells, strict=False):
                    cell.text = text
            continue
        (line,) = block
        style = f"Heading {line.heading}" if line.heading else "Normal"
        paragraph = document.add_paragraph(style="List Bullet" if line.is_bullet else style)
        if line.gap:
            paragraph.paragraph_format.space_before = Pt(10)
        paragraph.add_run(line.text).bold = line.is_bold or None
    document.save(str(out))
    return out


def as_pdf(text_file: Path, out: Path) -> Path:
    """Writes the document as PDF with ruled tables, wrapped lines and page numbers."""
    source = [
        '#set page(paper: "a4", numbering: "1 (1)")',
        '#set text(size: 11pt, lang: "sv", hyphenate: false, font: "Libertinus Serif")',
        "#set par(spacing: 0.65em)",
        "#show heading: set text(weight: 700)",
        "#show heading: set block(above: 1.4em, below: 0.8em)",
        *(f"#show heading.where(level: {n}): set text(size: {18 - n}pt)" for n in range(1, 7)),
    ]
    for block in _blocks(text_file):
        if block[0].cells:
            width = max(len(line.cells) for line in block)
            cells = [c for line in block for c in [*line.cells, *[""] * (width - len(line.cells))]]
            written = ", ".join(f"[{_typst(cell)}]" for cell in cells)
            size = 8 if width > 3 else 11
            source.append(
                f"#{{set text(size: {size}pt)\ntable(columns: (1fr,) * {width}, {written})}}"
            )
            continue
        (line,) = block
        text = _typst(line.text)
        if line.gap and not line.heading:
            source.append("#v(1em, weak: false)")
        if line.heading:
            source.append(f"#heading(level: {line.heading})[{text}]")
        elif line.is_bullet:
            source.append(f"#list[{text}]")
        else:
            source.append(f"#strong[{text}]" if line.is_bold else text)
        source.append("")
    out.write_bytes(typst.compile("\n".join(source).encode()))
    return out


def as_html(text_file: Path, out: Path) -> Path:
    """Writes the document as a web page with a menu and a foot that are no part of it."""
    body = ["<nav><a href='/'>Start</a></nav>", "<main>"]
    for block in _blocks(text_file):
        if block[0].cells:
            body.append("<table>")
            for line in block:
                cells = (escape(cell).replace("\n", "<br>") for cell in line.cells)
                body.append("<tr>" + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr>")
            body.append("</table>")
            continue
        (line,) = block
        text = escape(line.text)
        if line.heading:
            body.append(f"<h{line.heading}>{text}</h{line.heading}>")
        elif line.is_bullet:
            body.append(f"<ul><li>{text}</li></ul>")
        else:
            start = '<p style="margin: 1em 0 0">' if line.gap else '<p style="margin: 0">'
            body.append(f"{start}<b>{text}</b></p>" if line.is_bold else f"{start}{text}</p>")
    body += ["</main>", "<footer>Kommunen</footer>"]
    head = '<!DOCTYPE html>\n<html lang="sv"><head><meta charset="utf-8"><title>x</title></head>'
    out.write_text(f"{head}<body>\n" + "\n".join(body) + "\n</body></html>\n", encoding="utf-8")
    return out


def as_text(text_file: Path, out: Path) -> Path:
    """Writes the document as plain text: tabs between columns, typed bullets, no markup."""
    lines = []
    for block in _blocks(text_file):
        for line in block:
            if line.gap:
                lines.append("")
            text = "\t".join(cell.replace("\n", " ") for cell in line.cells) or line.text
            lines.append(f"• {text}" if line.is_bullet and not line.cells else text)
    out.write_text("\r\n".join(lines) + "\r\n", encoding="utf-8-sig", newline="")
    return out


def _blocks(text_file: Path) -> Iterator[list[Line]]:
    """The lines of a document, neighbouring rows of a table together."""
    n_gaps = 0

    def key(line: Line) -> tuple[int, bool]:
        nonlocal n_gaps
        n_gaps += line.gap or not line.cells
        return n_gaps, bool(line.cells)

    for _, lines in groupby(load(text_file).lines, key=key):
        yield list(lines)


def _typst(text: str) -> str:
    escaped = "".join(f"\\{c}" if c in "\\#*_`$@<>[]=-+/~\"'.:" else c for c in text)
    return escaped.replace("\n", "#linebreak()")
