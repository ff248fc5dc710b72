"""PDF files: opened, refused, their pictures recognised; what is told of them to a person."""

from __future__ import annotations

import os
import zlib
from collections.abc import Container, Iterator
from contextlib import suppress
from itertools import groupby
from pathlib import Path

import pikepdf
import pypdfium2 as pdfium
import pypdfium2.raw as raw

from lobra.reading.formats import scans
from lobra.reading.formats.pdf_lines import Page, lines_of_pages, page_of
from lobra.reading.formats.pdf_marks import UNKNOWN, Marks, marks_of
from lobra.reading.limits import MAX_PAGES, MAX_XML_BYTES
from lobra.reading.source import Source, UnreadableError
from lobra_data import words

_MOST_OF_IT = 0.6  # of a page: a larger picture is a page that was scanned
_STAMP = 100  # letters: fewer beside such a picture are a stamp or a number of the register


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
            pages = [page_of(marks_of(pdf, n), n + 1) for n in range(n_pages)]
            pictures = [page for page in pages if _is_picture(page)]
            found = scans.recognised(path, pdf, [page.number - 1 for page in pictures])
    except pdfium.PdfiumError:
        raise UnreadableError("PDF-filen är skadad eller ofullständig") from None
    if not pages:
        raise UnreadableError("PDF-filen har inga sidor")
    recognised = {page.number for page in pages if _has_layer(page.marks)}
    for n, marks in found.items():
        if marks.words:
            pages[n] = page_of(marks, n + 1)
            recognised.add(n + 1)
    if not any(page.rows for page in pages):
        raise _without_text(len(pages), bool(pictures), bool(found))
    notes = list(_about_pictures(pictures, found, sorted(recognised)))
    across = [page.number for page in pages if page.marks.has_unread and page.rows]
    notes += [f"text som står på tvären på sida {n} har inte lästs" for n in across]
    lines = lines_of_pages(pages)
    if any(UNKNOWN in row.text for page in pages for row in page.rows):
        notes.append("en del tecken i PDF-filen går inte att tolka och saknas")
    return Source("", lines, len(pages), tuple(notes), frozenset(recognised))


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


# --- pages that are pictures -------------------------------------------------------------------


def _has_layer(marks: Marks) -> bool:
    """Whether a scanner has told the letters of a page that is a picture."""
    return marks.pictured > _MOST_OF_IT and marks.is_layer and bool(marks.words)


def _is_picture(page: Page) -> bool:
    marks = page.marks
    if marks.pictured > _MOST_OF_IT:
        n_letters = sum(len(word.text) for word in marks.words)
        return n_letters < _STAMP and not _has_layer(marks)
    return not page.rows and marks.pictured > 0


def _without_text(n_pages: int, is_picture: bool, is_recognised: bool) -> UnreadableError:
    pages = words.form(n_pages, f"{n_pages} sida", f"{n_pages} sidor")
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
    pictures: list[Page], found: Container[int], recognised: list[int]
) -> Iterator[str]:
    """What a person must know of the pages that are pictures (`found` counts them from 0)."""
    if recognised:
        yield f"{_pictures(recognised)} som ett program har tolkat: jämför med originalet"
    left = [page for page in pictures if page.number not in recognised]
    if empty := [page.number for page in left if page.number - 1 in found]:
        yield f"{_pictures(empty)} där inga ord hittades"
    unread = [page for page in left if page.number - 1 not in found]
    why = "textigenkänningen misslyckades"
    if unread and not scans.is_installed():
        why = words.uncapitalised(scans.INSTALL)
    if bare := [page.number for page in unread if not page.rows]:
        yield f"{_pictures(bare)} och har inte lästs: {why}"
    if stamped := [page.number for page in unread if page.rows]:
        yield f"{_pictures(stamped)} med några ord bredvid, och bara de har lästs: {why}"


def _pictures(pages: list[int]) -> str:
    """Which pages are pictures.

    >>> _pictures([4]), _pictures([1, 2, 3, 7])
    ('sida 4 är en bild', 'sidorna 1–3 och 7 är bilder')
    """
    near = groupby(enumerate(pages), key=lambda one: one[1] - one[0])
    runs = [[n for _, n in run] for _, run in near]
    told = [str(run[0]) if len(run) == 1 else f"{run[0]}–{run[-1]}" for run in runs]
    one, many = f"sida {told[0]} är en bild", f"sidorna {words.listed(told)} är bilder"
    return words.form(len(pages), one, many)
