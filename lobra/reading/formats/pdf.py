"""PDF: words put together into lines, columns and ruled tables, as the page shows them."""

from __future__ import annotations

import os
import re
import zlib
from collections import Counter
from collections.abc import Container, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path

import pikepdf
import pypdfium2 as pdfium
import pypdfium2.raw as raw

from lobra.reading.formats import scans
from lobra.reading.formats.lines import Lines
from lobra.reading.formats.pdf_layout import Row, rows_of
from lobra.reading.formats.pdf_marks import UNKNOWN, Marks, marks_of
from lobra.reading.formats.pdf_tables import tables_of
from lobra.reading.limits import MAX_PAGES, MAX_XML_BYTES
from lobra.reading.source import Line, Source, UnreadableError
from lobra_data import words

_PAGE_NUMBER = re.compile(
    r"(?:(?:sida|sidan|page|sid|s\.?) ?)?[-–(]? ?\d{1,4} ?"
    r"(?:(?:\(|/|av|of|:) ?\d{1,4} ?\)?)? ?[-–)]?",
    re.IGNORECASE,
)
_MOST_OF_IT = 0.6  # of a page: a larger picture is a page that was scanned
_STAMP = 100  # letters: fewer beside such a picture are a stamp or a number of the register
_EDGE = 0.12  # of the page's height: where heads and feet stand
_LARGER = 1.1  # a heading's letters, compared with the body's
_LONGEST_HEADING = 200


@dataclass(slots=True)
class _Page:
    """A page read into rows; a table's cells are kept apart from the running text."""

    number: int
    height: float
    rows: list[Row]
    is_picture: bool
    is_layer: bool
    has_unread: bool


def read(path: Path) -> Source:
    """The lines of all pages; UnreadableError for locked, damaged, unread and huge files."""
    try:
        with _opened(path) as pdf:
            n_pages = len(pdf)
            if n_pages > MAX_PAGES:
                raise UnreadableError(
                    f"PDF-filen har {n_pages} sidor, och högst {MAX_PAGES} läses",
                    "Spara de sidor som behövs som en egen fil.",
                )
            _check_size(path)
            pages = [_page(marks_of(pdf, n), n) for n in range(n_pages)]
            pictures = [n for n, page in enumerate(pages) if page.is_picture]
            found = scans.recognised(path, pdf, pictures)
    except pdfium.PdfiumError:
        raise UnreadableError("PDF-filen är skadad eller ofullständig") from None
    if not pages:
        raise UnreadableError("PDF-filen har inga sidor")
    for n, marks in found.items():
        if marks.words:
            pages[n] = replace(_page(marks, n), is_layer=True)
    if not any(page.rows for page in pages):
        raise _without_text(len(pages), bool(pictures), bool(found))
    recognised = [page.number for page in pages if page.is_layer]
    notes = list(_about_pictures([pages[n] for n in pictures], found, recognised))
    across = [page.number for page in pages if page.has_unread and page.rows]
    notes += [f"text som står på tvären på sida {n} har inte lästs" for n in across]
    _drop_heads_and_feet(pages)
    if any(UNKNOWN in row.text for page in pages for row in page.rows):
        notes.append("en del tecken i PDF-filen går inte att tolka och saknas")
    return Source("", _lines(pages), len(pages), tuple(notes), frozenset(recognised))


def _opened(path: Path) -> pdfium.PdfDocument:
    """The file; PDFium keeps the reason of an earlier failure, so it is asked only after one."""
    opened = raw.FPDF_LoadDocument(os.fsencode(path), None)
    if opened:
        return pdfium.PdfDocument(opened)
    if raw.FPDF_GetLastError() in (raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY):
        raise UnreadableError(
            "PDF-filen är låst med lösenord", "Ta bort lösenordet och försök igen."
        )
    raise pdfium.PdfiumError("not opened")


def _check_size(path: Path) -> None:
    """Refuses packed contents that would become far too large: PDFium would end the process."""
    with suppress(pikepdf.PdfError), pikepdf.open(path) as pdf:
        for item in pdf.objects:
            is_packed = isinstance(item, pikepdf.Stream) and item.get("/Filter") == "/FlateDecode"
            if is_packed and item.get("/Subtype") != "/Image":
                opened = zlib.decompressobj()
                with suppress(zlib.error):
                    opened.decompress(item.read_raw_bytes(), MAX_XML_BYTES)
                if opened.unconsumed_tail:
                    raise UnreadableError("PDF-filen blir orimligt stor när den packas upp")


def _without_text(n_pages: int, is_picture: bool, is_recognised: bool) -> UnreadableError:
    pages = f"{n_pages} sida" if n_pages == 1 else f"{n_pages} sidor"
    if not is_picture:
        return UnreadableError(
            f"PDF-filen har ingen text ({pages})", "Kontrollera att det är rätt fil."
        )
    fix = f"{scans.INSTALL}, eller skriv av protokollet i ett textdokument."
    if is_recognised:
        fix = "Textigenkänningen hittade inga ord: läs in pappret igen, rakt och skarpt."
    elif scans.is_installed():
        fix = "Textigenkänningen misslyckades: skriv av protokollet i ett textdokument."
    return UnreadableError(f"PDF-filen är en inläst bild utan text ({pages})", fix)


def _about_pictures(
    pictures: list[_Page], found: Container[int], recognised: list[int]
) -> Iterator[str]:
    """What a person must know of the pages that are pictures."""
    if recognised:
        yield f"{_pictures(recognised)} som ett program har tolkat: jämför med originalet"
    left = [page for page in pictures if not page.is_layer]
    if empty := [page.number for page in left if page.number - 1 in found]:
        yield f"{_pictures(empty)} där inga ord hittades"
    why = "textigenkänningen misslyckades"
    if left and not scans.is_installed():
        why = words.uncapitalised(scans.INSTALL)
    unread = [page for page in left if page.number - 1 not in found]
    if bare := [page.number for page in unread if not page.rows]:
        yield f"{_pictures(bare)} och har inte lästs: {why}"
    if stamped := [page.number for page in unread if page.rows]:
        yield f"{_pictures(stamped)} med några ord bredvid, och bara de har lästs: {why}"


def _pictures(pages: list[int]) -> str:
    """Which pages are pictures.

    >>> _pictures([4]), _pictures([1, 2, 3, 7])
    ('sida 4 är en bild', 'sidorna 1–3 och 7 är bilder')
    """
    runs: list[list[int]] = []
    for n in pages:
        if runs and n == runs[-1][-1] + 1:
            runs[-1].append(n)
        else:
            runs.append([n])
    told = [str(run[0]) if len(run) == 1 else f"{run[0]}–{run[-1]}" for run in runs]
    one, many = f"sida {told[0]} är en bild", f"sidorna {words.listed(told)} är bilder"
    return words.form(len(pages), one, many)


def _page(marks: Marks, index: int) -> _Page:
    tables, rest = tables_of(marks)
    rows = rows_of(rest, marks.width, tables)
    n_letters = sum(len(word.text) for word in marks.words)
    is_scan = marks.pictured > _MOST_OF_IT
    is_layer = is_scan and marks.is_layer and n_letters > 0
    is_picture = not rows and marks.pictured > 0
    if is_scan:
        is_picture = n_letters < _STAMP and not is_layer
    return _Page(index + 1, marks.height, rows, is_picture, is_layer, marks.has_unread)


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
                "\t".join(part.replace(UNKNOWN, "") for part in row.parts),
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
        self._at: tuple[int, int | None] = (0, None)  # page and table on it
        self._number = 0
        self._head: list[str] = []
        self._edges: tuple[float, ...] = ()
        self._last: tuple[Row, int] | None = None  # waits: the next page may go on with it

    def row(self, row: Row, page: int) -> None:
        """Takes the next row of a table."""
        row.parts = [cell.replace(UNKNOWN, "") for cell in row.parts]
        before, self._at = self._at, (page, row.table)
        last = self._last[0] if self._last and before[0] == page - 1 and self._fits(row) else None
        if before == self._at:
            self._write()
        elif last is None:
            self.end()
            self._lines.space()
            self._number = self._lines.new_table()
            self._head, self._edges = row.parts, row.edges
        elif row.parts == self._head:
            return
        elif _is_rest_of(row.parts, last.parts):
            pairs = zip(last.parts, row.parts, strict=True)
            last.parts = [f"{above} {cell}".strip() for above, cell in pairs]
            return
        else:
            self._write()
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
