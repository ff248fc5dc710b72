"""Pages that are pictures: a program on the PATH tells the letters from their shapes.

OCRmyPDF goes first, since it straightens the pages, then Tesseract page by page. Both need the
Swedish language data. Nothing that they tell is certain, and what they don't reach is left out.
"""

from __future__ import annotations

import math
import os
import shutil
import subprocess
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

import pypdfium2 as pdfium

from lobra.reading import limits
from lobra.reading.formats.pdf_marks import Marks, Word, marks_of

INSTALL = "Installera Tesseract med svenska (docs/lasa-in.md visar hur), så läses bilder"
SECONDS = 60  # that a page may take
_MOST_SECONDS = 1200  # that a document may take
_LANGUAGE = "swe"
_DPI = 300
_MOST_PIXELS = 40_000_000  # a page larger than A3 is drawn smaller
_LARGER = 1.3  # a heading's words, compared with the page's (boxes are as high as the letters)
_BULLETS = {"+", "«", "©", "¢", "*", "e"}  # what a dot before a line is often taken for
_WORD = "5"  # the level of a word in Tesseract's table; the others are what it stands in


def is_installed() -> bool:
    """Whether a program that can tell Swedish letters is found."""
    return bool(shutil.which("ocrmypdf") or _tesseract())


def recognised(path: Path, pdf: pdfium.PdfDocument, pages: Sequence[int]) -> dict[int, Marks]:
    """What the pages with these numbers show, without those that failed or took too long."""
    return (_by_ocrmypdf(path, pages) or _by_tesseract(pdf, pages)) if pages else {}


def _by_ocrmypdf(path: Path, pages: Sequence[int]) -> dict[int, Marks]:
    """Reads the copy that OCRmyPDF makes, where the letters lie unseen over the pictures."""
    program = shutil.which("ocrmypdf")
    if not program:
        return {}
    seconds = min(SECONDS * len(pages), _MOST_SECONDS)
    numbers = ",".join(map(str, pages))
    how = ["--quiet", "--output-type", "pdf", "--optimize", "0", "--jobs", "1", "--deskew"]
    what = ["--force-ocr", "--pages", numbers, "-l", _LANGUAGE]
    with TemporaryDirectory() as folder:
        out = Path(folder) / "read.pdf"
        if _run([program, *how, *what, str(path.resolve()), str(out)], b"", seconds) is None:
            return {}
        try:
            with pdfium.PdfDocument(out) as copy:
                return {n: marks_of(copy, n - 1) for n in pages if n <= len(copy)}
        except (pdfium.PdfiumError, OSError):
            return {}


def _by_tesseract(pdf: pdfium.PdfDocument, pages: Sequence[int]) -> dict[int, Marks]:
    found: dict[int, Marks] = {}
    program = _tesseract()
    if not program:
        return found
    end = time.monotonic() + _MOST_SECONDS
    for n in pages:
        if time.monotonic() > end:
            break
        page = pdf[n - 1]
        width, height = page.get_size()
        scale = min(_DPI / 72, math.sqrt(_MOST_PIXELS / (width * height)))
        ask = [program, "-", "-", "-l", _LANGUAGE, "--dpi", str(round(72 * scale)), "tsv"]
        table = _run(ask, _drawn(page, scale), SECONDS)
        if table is not None:
            words = list(_words(table.decode("utf-8", "replace"), scale))
            found[n] = Marks(width, height, words, [], [], 1)
    return found


def _tesseract() -> str | None:
    """Where Tesseract is, if it has Swedish."""
    program = shutil.which("tesseract")
    languages = _run([program, "--list-langs"], b"", SECONDS) if program else None
    return program if _LANGUAGE.encode() in (languages or b"").split() else None


def _run(command: Sequence[str], given: bytes, seconds: float) -> bytes | None:
    """What a program answers; None when it fails or takes too long. It uses one core."""
    limits.allow(seconds + 10)
    try:
        with limits.room_for_program():
            return subprocess.run(
                command,
                input=given,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                timeout=seconds,
                env={**os.environ, "OMP_THREAD_LIMIT": "1"},
                check=True,
            ).stdout
    except (OSError, subprocess.SubprocessError):
        return None


def _drawn(page: pdfium.PdfPage, scale: float) -> bytes:
    """The page as a grey picture (PGM), which every Tesseract can read."""
    drawn = page.render(scale=scale, grayscale=True)
    rows = bytes(drawn.buffer)
    wide = (rows[n : n + drawn.width] for n in range(0, len(rows), drawn.stride))
    return b"P5 %d %d 255\n" % (drawn.width, drawn.height) + b"".join(wide)


def _words(table: str, scale: float) -> Iterator[Word]:
    """The words of Tesseract's table; those of a line stand on one height, as typed ones do."""
    lines: dict[tuple[str, ...], list[tuple[str, list[float]]]] = {}
    for row in (row.split("\t") for row in table.splitlines()):
        if row[0] == _WORD and len(row) == 12 and all(map(str.isdecimal, row[6:10])):
            place = [int(edge) / scale for edge in row[6:10]]  # left, top, width, height
            if text := row[11].strip():
                lines.setdefault(tuple(row[1:5]), []).append((text, place))
    heights = [max(place[3] for _, place in line) for line in lines.values()]
    usual = median(heights) if heights else 0
    for line, height in zip(lines.values(), heights, strict=True):
        upper = median(place[1] for _, place in line)
        size = round(2 * usual if height > _LARGER * usual else usual)
        for n, (text, (left, _, width, _)) in enumerate(line):
            shown = "•" if not n and text in _BULLETS else text
            yield Word(shown, left, left + width, upper, upper + usual, size, False)
