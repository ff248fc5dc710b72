"""PDF files: opened, refused, their pictures recognised; what is told of them to a person."""

from __future__ import annotations

import zlib
from collections.abc import Container
from contextlib import suppress
from pathlib import Path

import pikepdf
import pypdfium2 as pdfium
import pypdfium2.raw as raw

from lobra.reading.formats import scans
from lobra.reading.formats.pdf_lines import Page, lines_of_pages
from lobra.reading.formats.pdf_marks import UNKNOWN, marks_of, runs
from lobra.reading.limits import MAX_PAGES, MAX_XML_BYTES
from lobra.reading.source import Source, UnreadableError
from lobra_data import words

_LOCKS = (raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY)
_MOST_OF_IT = 0.6  # of a page: a larger picture is a page that was scanned
_STAMP = 100  # letters: fewer beside such a picture are a stamp or a number of the register


def read(path: Path) -> Source:
    """The lines of all pages; UnreadableError for locked, damaged, unread and huge files."""
    _check_contents(path)
    try:
        with pdfium.PdfDocument(path) as pdf:
            if len(pdf) > MAX_PAGES:
                raise UnreadableError(
                    f"PDF-filen har {len(pdf)} sidor, och högst {MAX_PAGES} läses",
                    "Spara de sidor som behövs som en egen fil.",
                )
            pages = [Page(marks_of(pdf, n), n + 1) for n in range(len(pdf))]
            pictures = [page for page in pages if _is_picture(page)]
            found = scans.recognised(path, pdf, [page.number for page in pictures])
    except pdfium.PdfiumError as error:
        if error.err_code in _LOCKS:
            fix = "Ta bort lösenordet och försök igen."
            raise UnreadableError("PDF-filen är låst med lösenord", fix) from None
        raise UnreadableError("PDF-filen är skadad eller ofullständig") from None
    scanned = [page for page in pages if page.marks.pictured > _MOST_OF_IT]
    recognised = {page.number for page in scanned if page.marks.is_layer}
    for n, marks in found.items():
        if marks.words:
            pages[n - 1] = Page(marks, n)
            recognised.add(n)
    if not any(page.rows for page in pages):
        raise _without_text(len(pages), bool(pictures), bool(found))
    notes = _about_pictures(pictures, found, sorted(recognised))
    across = [page.number for page in pages if page.marks.has_unread and page.rows]
    notes += [f"text som står på tvären på sida {n} har inte lästs" for n in across]
    lines = lines_of_pages(pages)
    if any(UNKNOWN in row.text for page in pages for row in page.rows):
        notes.append("en del tecken i PDF-filen går inte att tolka och saknas")
    return Source("", lines, len(pages), tuple(notes), frozenset(recognised))


def _check_contents(path: Path) -> None:
    """Refuses what has no pages, or packed contents so large that PDFium would end the process."""
    with suppress(pikepdf.PdfError, pikepdf.PasswordError), pikepdf.open(path) as pdf:
        if not pdf.pages:
            raise UnreadableError("PDF-filen har inga sidor")
        for item in pdf.objects:
            is_packed = isinstance(item, pikepdf.Stream) and item.get("/Filter") == "/FlateDecode"
            if is_packed and item.get("/Subtype") != "/Image":
                opened = zlib.decompressobj()
                with suppress(zlib.error):
                    opened.decompress(item.read_raw_bytes(), MAX_XML_BYTES)
                if opened.unconsumed_tail:
                    raise UnreadableError("PDF-filen blir orimligt stor när den packas upp")


# --- pages that are pictures -------------------------------------------------------------------


def _is_picture(page: Page) -> bool:
    """Whether nobody has told the letters of a page that is a picture, but for a stamp."""
    if page.marks.pictured > _MOST_OF_IT:
        n_letters = sum(len(word.text) for word in page.marks.words)
        return n_letters < _STAMP and not page.marks.is_layer
    return not page.rows and page.marks.pictured > 0


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
) -> list[str]:
    """What a person must know of the pages that are pictures."""
    left = [page for page in pictures if page.number not in recognised]
    unread = [page for page in left if page.number not in found]
    why = "textigenkänningen misslyckades"
    if unread and not scans.is_installed():
        why = words.uncapitalised(scans.INSTALL)
    told = {
        "som ett program har tolkat: jämför med originalet": recognised,
        "där inga ord hittades": [page.number for page in left if page.number in found],
        f"och har inte lästs: {why}": [page.number for page in unread if not page.rows],
        f"med några ord bredvid, och bara de har lästs: {why}": [
            page.number for page in unread if page.rows
        ],
    }
    return [f"{_pictures(pages)} {what}" for what, pages in told.items() if pages]


def _pictures(pages: list[int]) -> str:
    """Which pages are pictures.

    >>> _pictures([4]), _pictures([1, 2, 3, 7])
    ('sida 4 är en bild', 'sidorna 1–3 och 7 är bilder')
    """
    near = runs(pages, lambda run, page: page == run[-1] + 1)
    told = [str(run[0]) if len(run) == 1 else f"{run[0]}–{run[-1]}" for run in near]
    one, many = f"sida {told[0]} är en bild", f"sidorna {words.listed(told)} är bilder"
    return words.form(len(pages), one, many)
