"""PDF: words put together into lines, columns and ruled tables, as the page shows them."""

from __future__ import annotations

import logging
import re
from collections import Counter
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

import pdfplumber
from pdfminer.pdfdocument import (
    PDFEncryptionError,
    PDFPasswordIncorrect,
    PDFTextExtractionNotAllowed,
)
from pdfminer.pdftypes import PDFException, resolve1
from pdfplumber.page import Page
from pdfplumber.utils.exceptions import MalformedPDFException, PdfminerException

from lobra.reading.formats.lines import Lines
from lobra.reading.formats.pdf_layout import Row, Word, rows_of, tables_of
from lobra.reading.limits import MAX_PAGES, UnreadableError
from lobra.reading.source import Line

logging.getLogger("pdfminer").setLevel(logging.CRITICAL)

_BOLD = re.compile(r"bold|black|heavy|semibold|demi", re.IGNORECASE)
_CID = re.compile(r"\(cid:\d+\)")
_PAGE_NUMBER = re.compile(
    r"(?:(?:sida|sidan|page|sid|s\.?) ?)?[-–(]? ?\d{1,4} ?"
    r"(?:(?:\(|/|av|of|:) ?\d{1,4} ?\)?)? ?[-–)]?",
    re.IGNORECASE,
)
_EDGE = 0.12  # of the page's height: where heads and feet stand
_LARGER = 1.1  # a heading's letters, compared with the body's
_LONGEST_HEADING = 200


@dataclass(slots=True)
class _Page:
    """A page read into rows; a table's cells are kept apart from the running text."""

    number: int
    height: float
    rows: list[Row] = field(default_factory=list)
    is_scanned: bool = False


def read(path: Path) -> tuple[tuple[Line, ...], int, tuple[str, ...]]:
    """The lines of all pages; UnreadableError for locked, damaged, scanned and huge files."""
    try:
        with pdfplumber.open(path, password="", unicode_norm="NFC") as pdf:
            _check_pages(pdf)
            pages = [_page(page) for page in pdf.pages]
    except (PdfminerException, MalformedPDFException, PDFException) as error:
        raise _why(error) from None
    except (RecursionError, AssertionError, KeyError, TypeError, ValueError, IndexError) as error:
        raise UnreadableError("PDF-filen är skadad och kan inte läsas") from error
    if not pages:
        raise UnreadableError("PDF-filen har inga sidor")
    scanned = [page.number for page in pages if page.is_scanned]
    if not any(page.rows for page in pages):
        raise _without_text(len(pages), bool(scanned))
    notes = [f"sida {n} är en bild utan text och har inte lästs" for n in scanned]
    _drop_heads_and_feet(pages)
    if any(_CID.search(row.text) for page in pages for row in page.rows):
        notes.append("en del tecken i PDF-filen går inte att tolka och saknas")
    return _lines(pages), len(pages), tuple(notes)


def _check_pages(pdf: pdfplumber.PDF) -> None:
    """Refuses a file with too many pages before any of them is read."""
    tree = resolve1(pdf.doc.catalog.get("Pages"))
    said = resolve1(tree.get("Count")) if isinstance(tree, dict) else 0
    n_pages = said if isinstance(said, int) and said > MAX_PAGES else len(pdf.pages)
    if n_pages > MAX_PAGES:
        raise UnreadableError(
            f"PDF-filen har {n_pages} sidor, och högst {MAX_PAGES} läses",
            "Spara de sidor som behövs som en egen fil.",
        )


def _why(error: Exception) -> UnreadableError:
    cause = error.args[0] if isinstance(error, PdfminerException) and error.args else error
    if isinstance(cause, (PDFPasswordIncorrect, PDFEncryptionError, PDFTextExtractionNotAllowed)):
        return UnreadableError(
            "PDF-filen är låst med lösenord", "Ta bort lösenordet och försök igen."
        )
    if isinstance(cause, MemoryError):
        raise cause
    return UnreadableError("PDF-filen är skadad eller ofullständig")


def _without_text(n_pages: int, is_scanned: bool) -> UnreadableError:
    pages = f"{n_pages} sida" if n_pages == 1 else f"{n_pages} sidor"
    if not is_scanned:
        return UnreadableError(
            f"PDF-filen har ingen text ({pages})", "Kontrollera att det är rätt fil."
        )
    return UnreadableError(
        f"PDF-filen är en inläst bild utan text ({pages})",
        "Kör textigenkänning (OCR), till exempel i skannern eller med programmet OCRmyPDF, "
        "eller skriv av protokollet i ett textdokument.",
    )


# --- one page ----------------------------------------------------------------------------------


def _page(page: Page) -> _Page:
    read = _Page(page.page_number, float(page.height))
    if _has_double_letters(page.chars):
        page = page.dedupe_chars()
    found = page.extract_words(
        x_tolerance_ratio=0.2, y_tolerance=2, return_chars=True, extra_attrs=["upright"]
    )
    words = [_word(word) for word in found if word["upright"]]
    tables, rest = tables_of(page, words)
    read.rows = rows_of(rest, float(page.width), tables)
    read.is_scanned = not read.rows and bool(page.images)
    page.close()
    return read


def _has_double_letters(chars: list[dict]) -> bool:
    """Whether letters are printed twice in the same place, as some programs make bold."""
    places = {(c["text"], round(c["x0"]), round(c["top"])) for c in chars}
    return len(places) < 0.95 * len(chars)


def _word(word: dict) -> Word:
    chars = word["chars"]
    n_bold = sum(bool(_BOLD.search(char["fontname"])) for char in chars)
    size = Counter(round(char["size"] * 2) / 2 for char in chars).most_common(1)[0][0]
    return Word(
        word["text"],
        word["x0"],
        word["x1"],
        word["top"],
        word["bottom"],
        size,
        2 * n_bold > len(chars),
    )


# --- the whole document ------------------------------------------------------------------------


def _drop_heads_and_feet(pages: list[_Page]) -> None:
    """Leaves out page numbers, and what stands at the edge of most pages.

    The first time that a page head stands is kept: it may be the only place with the title.
    """
    seen: Counter[str] = Counter()
    for page in pages:
        seen.update({_pattern(row) for row in page.rows if _is_at_edge(row, page)})
    repeated = {
        text for text, n in seen.items() if len(pages) > 1 and n >= max(2, 0.6 * len(pages))
    }
    shown: set[str] = set()
    for page in pages:
        kept = []
        for row in page.rows:
            pattern = _pattern(row)
            if _is_at_edge(row, page):
                if _PAGE_NUMBER.fullmatch(row.text):
                    continue
                is_first_head = pattern not in shown and row.top < page.height / 2
                shown.add(pattern)
                if pattern in repeated and not is_first_head:
                    continue
            kept.append(row)
        page.rows = kept


def _is_at_edge(row: Row, page: _Page) -> bool:
    edge = _EDGE * page.height
    return row.table is None and (row.bottom < edge or row.top > page.height - edge)


def _pattern(row: Row) -> str:
    return re.sub(r"\d+", "#", row.text)


def _lines(pages: list[_Page]) -> tuple[Line, ...]:
    lines = Lines()
    levels = _heading_levels(pages)
    table = _Tables(lines)
    for page in pages:
        pitch = _usual_pitch(page.rows)
        before = None
        for row in _with_whole_headings(page.rows, levels):
            if row.table is not None:
                table.row(row, page.number)
                before = None
                continue
            table.end()
            if before and (row.top - before.top > 1.3 * pitch or row.top < before.top - pitch):
                lines.space()
            lines.add(
                "\t".join(_CID.sub("", part) for part in row.parts),
                heading=levels.get(row.size, 0) if len(row.text) < _LONGEST_HEADING else 0,
                is_bold=row.is_bold,
                page=page.number,
            )
            before = row
    table.end()
    return lines.done()


class _Tables:
    """Writes the rows of tables; one that goes on over the page is one table."""

    def __init__(self, lines: Lines) -> None:
        self._lines = lines
        self._key: tuple[int, int] | None = None  # page and table on it
        self._number = 0
        self._head: list[str] = []
        self._edges: tuple[float, ...] = ()
        self._last: tuple[Row, int] | None = None  # waits: the next page may go on with it

    def row(self, row: Row, page: int) -> None:
        """Takes the next row of a table."""
        row.parts = [_CID.sub("", cell) for cell in row.parts]
        if (page, row.table) == self._key:
            self._write()
        else:
            goes_on = self._last is not None and self._key[0] == page - 1 and self._fits(row)
            self._key = (page, row.table)
            if goes_on and row.parts == self._head:
                return
            if goes_on and _is_rest_of(row.parts, self._last[0].parts):
                last = self._last[0]
                last.parts = [
                    f"{a} {b}".strip() for a, b in zip(last.parts, row.parts, strict=True)
                ]
                return
            if goes_on:
                self._write()
            else:
                self.end()
                self._lines.space()
                self._number = self._lines.new_table()
                self._head, self._edges = row.parts, row.edges
        self._last = (row, page)

    def end(self) -> None:
        """Says that text follows."""
        if self._last:
            self._write()
            self._lines.space()

    def _write(self) -> None:
        if self._last:
            row, page = self._last
            self._lines.row(row.parts, table=self._number, is_bold=row.is_bold, page=page)
        self._last = None

    def _fits(self, row: Row) -> bool:
        return len(row.edges) == len(self._edges) and all(
            abs(a - b) < 3 for a, b in zip(row.edges, self._edges, strict=True)
        )


def _is_rest_of(cells: list[str], above: list[str]) -> bool:
    """Whether a page's first row is the end of a row that the page break cut in two."""
    pairs = [(cell, over) for cell, over in zip(cells, above, strict=True) if over or cell]
    are_small = [cell[0].islower() for cell, _ in pairs if cell]
    is_short = len(are_small) < len(pairs)
    return all(over for _, over in pairs) and (all(are_small) or (is_short and any(are_small)))


def _heading_levels(pages: list[_Page]) -> dict[float, int]:
    """Heading level of each letter size that is larger than the body's."""
    letters: Counter[float] = Counter()
    for page in pages:
        for row in page.rows:
            letters[row.size] += len(row.text)
    body = letters.most_common(1)[0][0] if letters else 0
    n_letters = sum(letters.values())
    larger = [s for s, n in letters.items() if s > _LARGER * body and n < 0.25 * n_letters]
    return {size: min(n, 6) for n, size in enumerate(sorted(larger, reverse=True), start=1)}


def _with_whole_headings(rows: list[Row], levels: dict[float, int]) -> list[Row]:
    """Headings that were wrapped to the next line, put together again."""
    whole: list[Row] = []
    for row in rows:
        last = whole[-1] if whole else None
        if (
            last
            and row.size in levels
            and row.table is None is last.table
            and (row.size, row.is_bold) == (last.size, last.is_bold)
            and len(row.parts) == 1 == len(last.parts)
            and 0 < row.top - last.top < 1.6 * row.size
            and last.x1 + row.first_width > row.right
        ):
            last.parts = [f"{last.parts[0]} {row.parts[0]}"]
            last.top, last.x1 = row.top, row.x1
            continue
        whole.append(row)
    return whole


def _usual_pitch(rows: list[Row]) -> float:
    """The usual distance from line to line on a page, in points."""
    steps = Counter(
        round((b.top - a.top) * 2) / 2
        for a, b in pairwise(rows)
        if a.table is None is b.table and 0 < b.top - a.top < 3 * a.size
    )
    if not steps:
        return 1.4 * (rows[0].size if rows else 10)
    most = max(steps.values())
    return min(step for step, n in steps.items() if n >= 0.3 * most)
