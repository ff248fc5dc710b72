"""A document's lines as its author wrote them: without page heads, one label or fact a line.

Text taken out of files repeats the page's head inside sentences, may have lost every line break,
and puts labels beside, above or before their values. Line numbers are kept: a line that is cut
or put together keeps the number of the words that tell something.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

from lobra.reading import layout, marks, names
from lobra.reading.found import Doubt
from lobra.reading.layout import PAGE_INSIDE
from lobra.reading.source import Line, Source
from lobra.reading.vocabulary import any_of

_PAGE = re.compile(
    r"(?i)^(?:sida|sid\.?|page|blad)?\s*\d{1,3}\s*(?:\(\s*\d{1,3}\s*\)|/\s*\d{1,3}|av\s+\d{1,3})$"
    r"|^(?:sida|sid\.?|blad)\s*:?\s*\d{1,3}$|^-\s*\d{1,3}\s*-$"
)
_FURNITURE = re.compile(
    rf"(?i){any_of('pages.furniture')}|{any_of('pages.furniture_alone')}$|"
    r"-{3,}\s*ursprungligt meddelande"
)
_BOX = re.compile(r"^(?:\[ ?\]|[☐□])\s+")  # to tick when a task is done
_LIGATURE = re.compile("[\ufb00-\ufb06]")
# Where only digits can stand: after §, in a time, in an ISO date; at least one is a digit.
_MISREAD = re.compile(
    r"(?<=§)\s?(?=[lIO]{0,2}\d)[lIO\d]{1,3}\b|(?<=§)\s?[lI][OlI]\b"
    r"|\b(?=[lIO]{0,3}\d)[lIO\d]{4}-[lIO\d]{2}-[lIO\d]{2}\b"
    r"|\b(?=[lIO.]{0,4}\d)[lI\d][lIO\d]?\.[lIO\d]{2}\b"
)
_DIGITS = str.maketrans("lIO", "110")


def laid_out(source: Source) -> tuple[list[Line], list[Doubt]]:
    """A document's lines cut and ordered as they were written, and what is unsure about that."""
    lines = [_mended(line) for line in source.lines if line.text.strip()]
    lines = list(_without_page_heads(_without_furniture(lines)))
    doubts: list[Doubt] = []
    if any(len(line.text) > layout.LONG for line in lines) and (
        sum(len(line.text) for line in lines) > 200 * len(lines)
    ):
        lines = [piece for line in lines for piece in layout.cut(line)]
        doubts = _doubts(
            "Radbrytningarna är borta; var {} börjar och slutar är en tolkning.", lines
        )
    lines = list(layout.beside(layout.grids(layout.wrapped(lines))))
    joined = layout.unstacked(lines)
    if len(joined) < len(lines):
        lines = joined
        doubts = _doubts("Etiketterna står för sig; vilket värde som är {} är en tolkning.", lines)
    return lines, doubts


def _mended(line: Line) -> Line:
    """A line with its ligatures apart, and digits where a scanner took them for letters."""
    text = _BOX.sub("", line.text)
    if _LIGATURE.search(text):
        text = unicodedata.normalize("NFKC", text)
    text = _MISREAD.sub(lambda match: match[0].translate(_DIGITS), text)
    text = re.sub(r"(?<=[a-zåäö])0(?=[a-zåäö])", "o", re.sub(r"\b0(?=[a-zåäö]{3})", "O", text))
    text = re.sub(r"\brn(?=[a-zåäö])", "m", text)
    text = re.sub(r"^(\W*)l(?=[bcdfghjklmnpqrstvwxz][a-zåäö]{2,}\s[A-ZÅÄÖ])", r"\1I", text)
    if text == line.text:
        return line
    cells = (
        tuple(text.split("\t")) if line.cells and text.count("\t") == len(line.cells) - 1 else ()
    )
    return replace(line, text=text, cells=cells)


def _doubts(reason: str, lines: list[Line]) -> list[Doubt]:
    """The same doubt about everything that the order of lines decides."""
    words = {"chair": "ordförande", "secretary": "sekreterare", "attendance": "närvarolistan"}
    return [Doubt(name, reason.format(word), lines[0].number) for name, word in words.items()]


def _without_furniture(lines: list[Line]) -> list[Line]:
    """Drops what a web page shows below its text: was this helpful, share, related."""
    ends = (
        n for n, line in enumerate(lines) if n > len(lines) // 2 and _FURNITURE.match(line.text)
    )
    return lines[: next(ends, len(lines))]


def _without_page_heads(lines: list[Line]) -> Iterable[Line]:
    """Drops page numbers, and the lines beside them that stand on page after page.

    The first time that such a line stands it is kept: it may be the document's title.
    """
    pages = [n for n, line in enumerate(lines) if _is_page_number(line)]
    heads = _heads(lines, pages)
    seen: set[str] = set()
    for n, line in enumerate(lines):
        if n in heads:
            shape = re.sub(r"\d+", "#", PAGE_INSIDE.sub(" ", line.text)).casefold().strip()
            if shape in seen and not _tells(line):
                continue
            seen.add(shape)
        if n in pages:
            rest = " ".join(PAGE_INSIDE.sub(" ", line.text).split())
            if not rest or _PAGE.match(line.text.strip()):
                continue
            line = replace(line, text=rest, cells=())
        yield line


def _heads(lines: list[Line], pages: list[int]) -> set[int]:
    """The places of the lines that stand at the same distance from most page numbers."""
    out = set(pages)
    least = max(2, (len(pages) + 1) // 2)
    for step in (-1, 1):
        inside = list(pages)
        for distance in range(1, 6):
            spots = [(page, page + step * distance) for page in inside]
            spots = [(page, n) for page, n in spots if 0 <= n < len(lines)]
            shapes = Counter(lines[n].text for _, n in spots if len(lines[n].text) < 110)
            shape, count = max(shapes.items(), key=lambda one: one[1], default=("", 0))
            if count < least:
                break
            inside = [page for page, n in spots if lines[n].text == shape]
            out |= {page + step * distance for page in inside}
    return out


def _tells(line: Line) -> bool:
    """Whether a repeated line may still say something of its own: a name, a label's value."""
    one = marks.label(line.text)
    return names.is_name(line.text) or bool(one and (one.has_colon or one.is_status))


def _is_page_number(line: Line) -> bool:
    text = line.text.strip()
    if line.is_bullet:
        return False  # "• 4/6" is a date
    return bool(_PAGE.match(text)) or (len(text) < 110 and bool(PAGE_INSIDE.search(text)))
