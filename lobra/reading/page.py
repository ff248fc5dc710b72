"""A document's lines as its author wrote them: without page heads, one label or fact a line.

Text taken out of files repeats the page's head inside sentences, may have lost every line break,
and puts labels beside, above or before their values. Line numbers are kept: a line that is cut
or put together keeps the number of the words that tell something.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from itertools import chain

from lobra.reading import layout, marks, names, vocabulary
from lobra.reading.found import Doubt
from lobra.reading.layout import PAGE_INSIDE
from lobra.reading.source import Line, Source

_PAGE, _FURNITURE = vocabulary.recogniser("pages.page"), vocabulary.recogniser("pages.below")
_SIGNED = vocabulary.recogniser("pages.signed")
_BOX = re.compile(r"^(?:\[[ xX]?\]|[☐□☑☒])\s+")  # ticked when a task is done, or who came
_ENDS = re.compile(r"\s*(?:[,(–]|$)")  # what ends a name on a list
# Pictures before a title, and what marks that somebody is meant: "👥 Deltagare", "@Anna: ring".
_DECORATION = re.compile(rf"^[\U0001F300-\U0001FAFF✅]\ufe0f?\s*(?=\w)|(?<!\S)@(?={names.WORD})")
# A label in two languages: "Datum / Päivämäärä: 9 juni", "Báiki / Plats" beside a cell.
_TWICE = re.compile(r"^(\w[\w ]{2,30}) / ([^\W\d][\w ]{2,30})(?=:|\t)")
_SEVERAL = 3
# The next item, or a point of a list, on the line of the one before it.
_SECTION = re.compile(r"§+\s*(\d{1,3})\b")
_NEXT_SECTION = re.compile(r"(?<=[.:!?])\s+(?=§+\s*\d{1,3}\b\.?\s*[A-ZÅÄÖ])")
_NEXT_POINT = re.compile(r"\s+[•●▪]\s+(?=[A-ZÅÄÖ\d])")
_DOLLAR = re.compile(r"^\$(?=\s?\d{1,3}\b)")  # a typewriter's section sign
_DASH = re.compile(r"[-–*](?=[A-ZÅÄÖ][^*]+$)|§\s+(?=[A-ZÅÄÖ])")
_PLACEHOLDER = vocabulary.recogniser("pages.placeholder")
_LEADER = re.compile(r"(?<=\w)(?: ?\.){3,60} ?(?=:)")  # "LOKAL . . . . : Rådhuset"
_LIGATURE = re.compile("[\ufb00-\ufb06]")
_ONLY_DIGITS = vocabulary.recogniser("pages.only_digits")
_MISREAD = {
    r"\b0(?=[a-zåäö]{3})": "O",
    r"(?<=[a-zåäö])0(?=[a-zåäö])": "o",
    r"\brn(?=[a-zåäö])": "m",
    r"^(\W*)l(?=[bcdfghjklmnpqrstvwxz][a-zåäö]{2,}\s[A-ZÅÄÖ])": r"\1I",
}
_DIGITS = str.maketrans("lIO", "110")
_SHORT = 110  # characters of a line that may be a page's head


def laid_out(source: Source) -> tuple[list[Line], list[Doubt]]:
    """A document's lines cut and ordered as they were written, and what is unsure about that."""
    lines = _in_one_language([one for line in source.lines if (one := _mended(line)).text.strip()])
    if sum(bool(_DOLLAR.match(line.text)) for line in lines) >= _SEVERAL:
        lines = [replace(line, text=_DOLLAR.sub("§", line.text)) for line in lines]
    lines = [piece for line in lines for piece in _parted(line)]
    lines = _listed([one for one in lines if not _SIGNED.fullmatch(one.text)])
    lines = list(_without_page_heads(_without_furniture(lines)))
    doubts: list[Doubt] = []
    if any(len(line.text) > layout.LONG for line in lines) and (
        sum(len(line.text) for line in lines) > 200 * len(lines)
    ):
        lines = [piece for line in lines for piece in layout.cut(line)]
        reason = "Radbrytningarna är borta; var {} börjar och slutar är en tolkning."
        words = {"chair": "ordförande", "secretary": "sekreterare", "attendance": "närvarolistan"}
        doubts = [Doubt(key, reason.format(word), lines[0].number) for key, word in words.items()]
    lines = list(layout.beside(layout.grids(layout.wrapped(lines))))
    return lines, doubts


def _mended(line: Line) -> Line:
    """A line with the letters that a scanner took for others, and without a box to tick; of a box
    before a name its own column tells whether it is ticked.
    """
    box = None if line.cells else _BOX.match(line.text)
    text = _DECORATION.sub("", line.text[box.end() :] if box else line.text)
    text = names.in_small_letters(_LEADER.sub("", _PLACEHOLDER.sub("", text)))
    text = _LIGATURE.sub(lambda match: unicodedata.normalize("NFKC", match[0]), text)
    text = _ONLY_DIGITS.sub(lambda match: match[0].translate(_DIGITS), text)
    for wrong, right in _MISREAD.items():
        text = re.sub(wrong, right, text)
    if text.isupper() and marks.meaning(text) and not marks.label(text):
        text = f"{text}:"  # "NÄR", over the day
    if box and any(begin == 0 and _ENDS.match(text, end) for _, begin, end in names.names_in(text)):
        row = text, "ja" if re.search("[xX☑☒]", box[0]) else "nej"
        return replace(line, text="\t".join(row), cells=row)
    if text == line.text:
        return line
    cells = tuple(text.split("\t")) if text.count("\t") == len(line.cells) - 1 else ()
    return replace(line, text=text, cells=cells if line.cells else ())


def _parted(line: Line) -> Iterator[Line]:
    """A line for each item and each point of a list, where the next follows on the same line:
    "§ 2 Dagordningen fastställdes. § 3 Ekonomi", "Belysning • Stolpar är lagade • Fler köps in".
    """
    is_whole = bool(line.cells) or len(line.text) > layout.LONG  # more is missing than its ends
    items = [line.text] if is_whole else _NEXT_SECTION.split(line.text)
    numbers = [int(one[1]) for text in items if (one := _SECTION.match(text))]
    is_series = len(numbers) == len(items) and numbers == [*range(numbers[0], numbers[-1] + 1)]
    for n, item in enumerate(items if is_series else [line.text]):
        first, *points = [item] if is_whole else _NEXT_POINT.split(item)
        first, points = (first, points) if len(points) > 1 and first.strip() else (item, [])
        yield replace(line, text=first, gap=line.gap or n > 0)
        yield from (replace(line, text=x, is_bullet=True, heading=0, gap=False) for x in points)


def _listed(lines: list[Line]) -> list[Line]:
    """The lines, as points of a list where several begin with the same sign: "-Lampor"."""
    found = [None if line.cells else _DASH.match(line.text) for line in lines]
    n_of = Counter(one[0] for one in found if one)
    return [
        replace(line, text=line.text[one.end() :], is_bullet=True)
        if one and n_of[one[0]] >= _SEVERAL
        else line
        for line, one in zip(lines, found, strict=True)
    ]


def _in_one_language(lines: list[Line]) -> list[Line]:
    """Labels without their words in a second language, where of several only one half is known:
    "Datum / Päivämäärä: 9 juni"."""
    found = {n: m for n, line in enumerate(lines) if (m := _TWICE.match(line.text))}
    own = {n: [text for text in m.groups() if marks.meaning(text)] for n, m in found.items()}
    if len({*chain.from_iterable(texts for texts in own.values() if len(texts) == 1)}) < _SEVERAL:
        return lines
    out = list(lines)
    for n, known in own.items():
        text = known[0] if known else found[n][1]
        whole, cells = text + out[n].text[found[n].end() :], out[n].cells
        out[n] = replace(out[n], text=whole, cells=(text, *cells[1:]) if cells else ())
    return out


def _without_furniture(lines: list[Line]) -> list[Line]:
    """Drops what a web page shows below its text, and a letter the letter that it answers."""
    half = len(lines) // 2 + 1
    below = ("\n".join(line.text for line in lines[n : n + 2]) for n in range(half, len(lines)))
    ends = (n for n, text in enumerate(below, half) if _FURNITURE.match(text))
    return lines[: next(ends, len(lines))]


def _without_page_heads(lines: list[Line]) -> Iterator[Line]:
    """Leaves out the numbers of pages and what repeats itself beside them.

    The first time that such a line stands it is kept: it may be the document's title.
    """
    pages = {n for n, line in enumerate(lines) if _is_page_number(line)}
    heads = pages | _heads(lines, sorted(pages))
    seen: set[str] = set()
    for n, line in enumerate(lines):
        rest = " ".join(PAGE_INSIDE.sub(" ", line.text).split()) if n in pages else line.text
        if n not in heads:
            yield line
        elif rest.casefold() not in seen and not _PAGE.match(line.text.strip()) and rest:
            seen.add(rest.casefold())
            yield _without_number(line) if n in pages else line


def _without_number(line: Line) -> Line:
    """A page's head without the number of the page."""
    cells = [" ".join(PAGE_INSIDE.sub(" ", cell).split()) for cell in line.cells or (line.text,)]
    cells = [cell for cell in cells if cell]
    return replace(line, text="\t".join(cells), cells=tuple(cells) if cells[1:] else ())


def _heads(lines: list[Line], pages: list[int]) -> set[int]:
    """The places of the lines that stand at the same distance from most page numbers."""
    out: set[int] = set()
    for step in (-1, 1):
        near = pages
        for _ in range(5):
            near = [n + step for n in near if 0 <= n + step < len(lines)]
            text, times = (
                Counter(lines[n].text for n in near).most_common(1)[0] if near else ("", 0)
            )
            is_head = times >= max(2, (len(pages) + 1) // 2) and len(text) < _SHORT
            near = [n for n in near if is_head and lines[n].text == text]
            out.update(near)
    return out


def _is_page_number(line: Line) -> bool:
    text = line.text.strip()
    is_inside = len(text) < _SHORT and PAGE_INSIDE.search(text)
    return not line.is_bullet and bool(_PAGE.match(text) or is_inside)  # "• 4/6" is a date
