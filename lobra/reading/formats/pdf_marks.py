"""What is printed on a page of a PDF, as PDFium finds it: words, ruled lines and images.

All of it stands in points from the upper left corner of the page as it is shown.
"""

from __future__ import annotations

import ctypes
import math
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
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
_MOST_RULES = 20_000  # a map has more

UNKNOWN = "\ufffd"  # a letter that can't be told

Thing = TypeVar("Thing")


@dataclass(slots=True)
class Word:
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
    if angle := page.get_rotation():
        page = _turned(pdf, index, angle)
    letters, angle, n_across = _letters(page)
    if n_across > max(len(letters), _FEW):
        page = _turned(pdf, index, angle)
        letters, _, n_across = _letters(page)
    left, bottom, right, top = page.get_mediabox()
    lines = clustered(letters, attrgetter("top"), 2)
    words = [word for line in lines for word in _words(line)]
    marks = Marks(right - left, top - bottom, words, [], [], 0)
    marks.has_unread = n_across > _FEW
    marks.is_layer = 2 * sum(letter.run.is_unseen for letter in letters) > len(letters)
    n_rules = 0
    for item in page.get_objects([raw.FPDF_PAGEOBJ_PATH, raw.FPDF_PAGEOBJ_IMAGE]):
        if item.type == raw.FPDF_PAGEOBJ_IMAGE:
            x0, y0, x1, y1 = item.get_bounds()
            share = (x1 - x0) * (y1 - y0) / max(marks.width * marks.height, 1)
            marks.pictured = max(marks.pictured, share, _ANY)
            continue
        if n_rules > _MOST_RULES:
            continue
        for (x0, y0), (x1, y1) in _strokes(item):
            n_rules += 1
            if abs(y1 - y0) < 1 <= abs(x1 - x0):
                marks.across.append(Rule(top - y0, *sorted((x0 - left, x1 - left))))
            elif abs(x1 - x0) < 1 <= abs(y1 - y0):
                marks.down.append(Rule(x0 - left, *sorted((top - y0, top - y1))))
    if n_rules > _MOST_RULES:
        marks.across, marks.down = [], []
    page.close()
    return marks


def clustered(
    things: Iterable[Thing], place: Callable[[Thing], float], step: float
) -> list[list[Thing]]:
    """Things by their places, those together that follow each other with no larger step."""
    groups: list[list[Thing]] = []
    before = -math.inf
    for thing in sorted(things, key=place):
        at = place(thing)
        if at - before > step:
            groups.append([])
        groups[-1].append(thing)
        before = at
    return groups


def _turned(pdf: pdfium.PdfDocument, index: int, angle: float) -> pdfium.PdfPage:
    """The page with its contents turned clockwise by an angle, and no longer shown turned."""
    page = pdf[index]
    x0, y0, x1, y1 = page.get_mediabox()
    cos, sin = math.cos(math.radians(angle)), math.sin(math.radians(angle))
    across = [x * cos + y * sin for x in (x0, x1) for y in (y0, y1)]
    up = [y * cos - x * sin for x in (x0, x1) for y in (y0, y1)]
    matrix = raw.FS_MATRIX(cos, -sin, sin, cos, -min(across), -min(up))
    raw.FPDFPage_TransFormWithClip(page, matrix, None)
    page.set_rotation(0)
    page.set_mediabox(0, 0, max(across) - min(across), max(up) - min(up))
    page.close()
    return pdf[index]


# --- words -------------------------------------------------------------------------------------


class _Run:
    """What letters that were printed together have in common; `size` is the one that is seen."""

    def __init__(self, text: Any, n: int, item: Any) -> None:
        matrix, name, flags = raw.FS_MATRIX(), ctypes.create_string_buffer(128), ctypes.c_int()
        raw.FPDFText_GetMatrix(text, n, matrix)
        raw.FPDFText_GetFontInfo(text, n, name, len(name), flags)
        size = raw.FPDFText_GetFontSize(text, n)
        self.size = size * math.hypot(matrix.c, matrix.d)
        self.is_bold = bool(_BOLD.search(name.value))
        self.is_level = matrix.d > 0 and abs(matrix.b) < _LEAN * matrix.a
        self.angle = round(math.degrees(math.atan2(matrix.b, matrix.a)), 1)
        mode = raw.FPDFTextObj_GetTextRenderMode(item)
        self.is_unseen = mode == raw.FPDF_TEXTRENDERMODE_INVISIBLE
        self._font = raw.FPDFTextObj_GetFont(item)
        self._width = size * matrix.a
        self._advances: dict[str, float] = {}

    def advance(self, letter: str) -> float:
        """From where the letter begins to where the next one does; 0 when the font doesn't say."""
        if letter not in self._advances:
            width = ctypes.c_float()
            raw.FPDFFont_GetGlyphWidth(self._font, ord(letter), self._width, width)
            self._advances[letter] = width.value
        return self._advances[letter]


class _Letter(NamedTuple):
    text: str
    x0: float
    x1: float
    top: float
    run: _Run


def _letters(page: pdfium.PdfPage) -> tuple[list[_Letter], float, int]:
    """Every letter that runs from left to right, with the spaces that were typed.

    Also how far most of the other letters are turned, and how many those are.
    """
    left, _, _, top = page.get_mediabox()
    textpage = page.get_textpage()
    text = textpage.raw  # is closed with the object that holds it
    box, x, y = raw.FS_RECTF(), ctypes.c_double(), ctypes.c_double()
    place, run, before = 0, None, math.nan
    letters: list[_Letter] = []
    across: Counter[float] = Counter()
    for n in range(raw.FPDFText_CountChars(text)):
        item = raw.FPDFText_GetTextObject(text, n)
        letter = _character(text, n)
        if not item or (letter.isspace() and raw.FPDFText_IsGenerated(text, n)):
            continue  # a space that PDFium thinks there should be
        if run is None or place != ctypes.addressof(item.contents):
            place, run = ctypes.addressof(item.contents), _Run(text, n, item)
        if not run.is_level:
            across[run.angle] += 1
            continue
        raw.FPDFText_GetCharOrigin(text, n, x, y)
        x0 = x.value
        # The advance is not known of the letters in one glyph (ff), which all begin where it does;
        # the box is, but takes in what hangs over into the next letter.
        x1 = x0 + run.advance(letter) if x0 != before else x0
        if x1 == x0:
            raw.FPDFText_GetLooseCharBox(text, n, box)
            x1 = box.right
        upper = top - y.value - _ASCENT * run.size
        if math.isfinite(x0 + x1 + upper + run.size):
            letters.append(_Letter(letter, x0 - left, x1 - left, upper, run))
        before = x0
    angle, n_across = across.most_common(1)[0] if across else (0.0, 0)
    return letters, angle, n_across


def _character(text: Any, n: int) -> str:
    code = raw.FPDFText_GetUnicode(text, n)
    if code == _HYPHEN and raw.FPDFText_IsHyphen(text, n):
        return "-"
    return chr(code) if code and not raw.FPDFText_HasUnicodeMapError(text, n) else UNKNOWN


def _words(line: list[_Letter]) -> Iterator[Word]:
    word: list[_Letter] = []
    for letter in sorted(line, key=attrgetter("x0")):
        is_blank = letter.text.isspace()
        if word:
            last = word[-1]
            is_apart = letter.x0 > last.x1 + _GAP * last.run.size or abs(letter.top - last.top) > 2
            if is_blank or is_apart:
                yield _word(word)
                word = []
        if not is_blank:
            word.append(letter)
    if word:
        yield _word(word)


def _word(letters: list[_Letter]) -> Word:
    usual = letters[len(letters) // 2].run  # neither a first letter nor a note's number at the end
    return Word(
        # Where letters have 16 bits, PDFium gives the halves of a larger one.
        "".join([letter.text for letter in letters])
        .encode("utf-16", "surrogatepass")
        .decode("utf-16", "replace"),
        letters[0].x0,
        max([letter.x1 for letter in letters]),
        min([letter.top for letter in letters]),
        max([letter.top + letter.run.size for letter in letters]),
        round(usual.size * 2) / 2,
        usual.is_bold,
    )


# --- rules -------------------------------------------------------------------------------------


def _strokes(path: pdfium.PdfObject) -> Iterator[tuple[tuple[float, float], tuple[float, float]]]:
    """The ends of each straight piece of a path, as it lies on the page."""
    matrix, holder = path.get_matrix(), path.container
    while holder:
        matrix, holder = matrix.multiply(holder.get_matrix()), holder.container
    x, y = ctypes.c_float(), ctypes.c_float()
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
