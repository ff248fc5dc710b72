"""What is printed on a page of a PDF, as PDFium finds it: words, ruled lines and images.

All of it stands in points from the upper left corner of the page, turned so that its text is level.
"""

from __future__ import annotations

import ctypes
import math
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from operator import attrgetter
from typing import Any, NamedTuple, TypeVar

import pypdfium2 as pdfium
import pypdfium2.raw as raw

_BOLD = re.compile(rb"bold|black|heavy|demi", re.IGNORECASE)
_ASCENT = 0.76  # of the letter size, above the line that letters stand on: as in most fonts
_GAP = 0.195  # of the letter size: a wider one parts words
_LEAN = 0.36  # how steep a line of text may run: a scan lies askew, a stamp stands across
_ANY = 1e-6
_FEW = 20  # letters: a stamp or a number in the margin doesn't turn the page
_HYPHEN = 2  # what PDFium calls the hyphen of a word that goes on in the next line
_WIDEST = 6  # of a dot before a point
_MOST_DOTS = 400  # a map or a chart has more
_MOST_RULES = 20_000  # a map has more

UNKNOWN = "\ufffd"  # a letter that can't be told

Thing = TypeVar("Thing")


class Word(NamedTuple):
    """A word and where it stands."""

    text: str
    x0: float
    x1: float
    top: float
    bottom: float
    size: float
    is_bold: bool


class Rule(NamedTuple):
    """A straight line: how far from the upper or left edge it runs, from where to where."""

    at: float
    start: float
    end: float


@dataclass(slots=True)
class Marks:
    """All that a page shows; of the rules those across and those down the page."""

    width: float
    height: float
    words: list[Word]
    across: list[Rule]
    down: list[Rule]
    pictured: float  # how much of the page its largest picture covers, 1 being all of it
    has_unread: bool = False  # more than a few letters that stand in another direction
    is_layer: bool = False  # its letters lie unseen over the picture that they were told from


def marks_of(pdf: pdfium.PdfDocument, index: int) -> Marks:
    """What the page shows; rules that are too many to be a table's are left out."""
    page = pdf[index]
    pieces, across, n_unseen = _pieces(page)
    for angle, n in across.most_common(1):
        if n > max(_n_letters(pieces), 0 if page.get_rotation() else _FEW):
            page = _turned(pdf, index, angle)
            pieces, across, n_unseen = _pieces(page)
    left, bottom, right, top = page.get_mediabox()
    words = list(_words(pieces))
    marks = Marks(right - left, top - bottom, [*_points(page, words), *words], [], [], 0)
    marks.has_unread = across.total() > _FEW
    marks.is_layer = 2 * n_unseen > _n_letters(pieces)
    for image in page.get_objects([raw.FPDF_PAGEOBJ_IMAGE]):
        x0, y0, x1, y1 = image.get_bounds()
        share = (x1 - x0) * (y1 - y0) / max(marks.width * marks.height, 1)
        marks.pictured = max(marks.pictured, share, _ANY)
    for n, ((x0, y0), (x1, y1)) in enumerate(_strokes(page)):
        if abs(y1 - y0) < 1 <= abs(x1 - x0):
            marks.across.append(Rule(top - y0, *sorted((x0 - left, x1 - left))))
        elif abs(x1 - x0) < 1 <= abs(y1 - y0):
            marks.down.append(Rule(x0 - left, *sorted((top - y0, top - y1))))
        if n > _MOST_RULES:
            marks.across, marks.down = [], []
            break
    page.close()
    return marks


def runs(
    things: Iterable[Thing], goes_on: Callable[[list[Thing], Thing], bool]
) -> list[list[Thing]]:
    """Things in their order, those together that go on the run before them."""
    found: list[list[Thing]] = []
    for thing in things:
        if not found or not goes_on(found[-1], thing):
            found.append([])
        found[-1].append(thing)
    return found


def _n_letters(pieces: list[Word]) -> int:
    return sum(len(piece.text) for piece in pieces)


def _turned(pdf: pdfium.PdfDocument, index: int, angle: float) -> pdfium.PdfPage:
    """The page with its contents turned clockwise by an angle, and no longer shown turned."""
    page = pdf[index]
    matrix = pdfium.PdfMatrix().rotate(angle)
    box = matrix.on_rect(*page.get_mediabox())
    raw.FPDFPage_TransFormWithClip(page, matrix, None)
    page.set_rotation(0)
    page.set_mediabox(*box)
    page.close()
    return pdf[index]


class _Look(NamedTuple):
    """What letters that were printed together have in common; `size` is the one that is seen."""

    size: float
    is_bold: bool
    is_level: bool
    angle: float
    is_unseen: bool
    font: Any
    width: float  # what the widths of letters are multiples of, on the page


def _pieces(page: pdfium.PdfPage) -> tuple[list[Word], Counter[float], int]:
    """All text that runs from left to right, cut where a space stands or letters begin anew.

    A piece after a space begins with it. Also how the letters of other text are turned, and how
    many of the first are not seen.
    """
    left, _, _, top = page.get_mediabox()
    textpage = page.get_textpage()
    text = textpage.raw  # is closed with the object that holds it
    box, x, y = raw.FS_RECTF(), ctypes.c_double(), ctypes.c_double()
    width = ctypes.c_float()
    place, before, n_unseen, blank = 0, math.nan, 0, ""
    look: _Look
    pieces: list[Word] = []
    across: Counter[float] = Counter()
    for n in range(raw.FPDFText_CountChars(text)):
        item = raw.FPDFText_GetTextObject(text, n)
        letter = _character(text, n)
        if not item or (letter.isspace() and raw.FPDFText_IsGenerated(text, n)):
            continue  # a space that PDFium thinks there should be
        if place != ctypes.addressof(item.contents):
            place, look, is_new = ctypes.addressof(item.contents), _look(text, n, item), True
        if letter.isspace():
            blank = " "
            continue
        if not look.is_level:
            across[look.angle] += 1
            continue
        raw.FPDFText_GetCharOrigin(text, n, x, y)
        raw.FPDFFont_GetGlyphWidth(look.font, ord(letter), look.width, width)
        x0, x1 = x.value - left, x.value + width.value - left
        # The width is not known of the letters in one glyph (ff), which all begin where it does;
        # the box is, but takes in what hangs over into the next letter.
        if not width.value or x.value == before:
            raw.FPDFText_GetLooseCharBox(text, n, box)
            x1 = box.right - left
        before = x.value
        upper = top - y.value - _ASCENT * look.size
        if not math.isfinite(x0 + x1 + upper + look.size):
            continue
        if is_new or blank or x0 > pieces[-1].x1 + _GAP * look.size:
            size, bottom = round(look.size * 2) / 2, upper + look.size
            pieces.append(Word(blank + letter, x0, x1, upper, bottom, size, look.is_bold))
        else:
            pieces[-1] = pieces[-1]._replace(text=pieces[-1].text + letter, x1=x1)
        n_unseen += look.is_unseen
        is_new, blank = False, ""
    return pieces, across, n_unseen


def _look(text: Any, n: int, item: Any) -> _Look:
    matrix, name, flags = raw.FS_MATRIX(), ctypes.create_string_buffer(128), ctypes.c_int()
    raw.FPDFText_GetMatrix(text, n, matrix)
    raw.FPDFText_GetFontInfo(text, n, name, len(name), flags)
    size = raw.FPDFText_GetFontSize(text, n)
    return _Look(
        size=size * math.hypot(matrix.c, matrix.d),
        is_bold=bool(_BOLD.search(name.value)),
        is_level=matrix.d > 0 and abs(matrix.b) < _LEAN * matrix.a,
        angle=round(math.degrees(math.atan2(matrix.b, matrix.a)), 1),
        is_unseen=raw.FPDFTextObj_GetTextRenderMode(item) == raw.FPDF_TEXTRENDERMODE_INVISIBLE,
        font=raw.FPDFTextObj_GetFont(item),
        width=size * matrix.a,
    )


def _character(text: Any, n: int) -> str:
    code = raw.FPDFText_GetUnicode(text, n)
    if code == _HYPHEN and raw.FPDFText_IsHyphen(text, n):
        return "-"
    return chr(code) if code and not raw.FPDFText_HasUnicodeMapError(text, n) else UNKNOWN


def _words(pieces: list[Word]) -> Iterator[Word]:
    """The words of a page: pieces of one stand beside each other on a line."""
    by_height = sorted(pieces, key=attrgetter("top"))
    for line in runs(by_height, lambda line, piece: piece.top - line[-1].top <= 2):
        words: list[Word] = []
        for piece in sorted(line, key=attrgetter("x0")):
            word = words[-1] if words else piece
            is_part = not piece.text[0].isspace() and abs(piece.x0 - word.x1) <= _GAP * word.size
            if words and is_part:
                longer = max(word, piece, key=lambda one: len(one.text))
                words[-1] = longer._replace(text=word.text + piece.text, x0=word.x0, x1=piece.x1)
            else:
                words.append(piece)
        yield from (word._replace(text=word.text.strip()) for word in words)


def _points(page: pdfium.PdfPage, words: list[Word]) -> Iterator[Word]:
    """The dots before the points of a list where they are drawn and no letters: browsers do."""
    left, _, _, top = page.get_mediabox()
    paths = islice(page.get_objects([raw.FPDF_PAGEOBJ_PATH]), _MOST_RULES)
    bounds = (path.get_bounds() for path in paths)
    boxes = ((x0 - left, top - y1, x1 - left, top - y0) for x0, y0, x1, y1 in bounds)
    dots = [(*box, box[2] - box[0]) for box in boxes if 1 < box[2] - box[0] < _WIDEST]
    for x0, upper, x1, lower, wide in dots if len(dots) < _MOST_DOTS else ():
        y = (upper + lower) / 2
        beside = [one for one in words if one.top < y < one.bottom and one.x1 > x0 - 2 * one.size]
        first = min(beside, key=attrgetter("x0"), default=None)
        is_round = abs(lower - upper - wide) < 1
        if first and is_round and x1 < first.x0 < x1 + 2 * first.size and wide < first.size / 2:
            yield first._replace(text="•", x0=x0, x1=x1)


def _strokes(
    page: pdfium.PdfPage,
) -> Iterator[tuple[tuple[float, float], tuple[float, float]]]:
    """The ends of each straight piece of a path, as it lies on the page."""
    x, y = ctypes.c_float(), ctypes.c_float()
    for path in page.get_objects([raw.FPDF_PAGEOBJ_PATH]):
        matrix, holder = path.get_matrix(), path.container
        while holder:
            matrix, holder = matrix.multiply(holder.get_matrix()), holder.container
        start = here = (0.0, 0.0)
        for n in range(raw.FPDFPath_CountSegments(path)):
            piece = raw.FPDFPath_GetPathSegment(path, n)
            raw.FPDFPathSegment_GetPoint(piece, x, y)
            before, here = here, matrix.on_point(x.value, y.value)
            kind = raw.FPDFPathSegment_GetType(piece)
            if kind == raw.FPDF_SEGMENT_MOVETO:
                start = here
            elif kind == raw.FPDF_SEGMENT_LINETO:
                yield before, here
            if raw.FPDFPathSegment_GetClose(piece):
                yield here, start
                here = start
