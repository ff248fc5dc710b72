"""The lines of a document as its author wrote them: without page heads, and one fact a line.

Text taken out of PDF files and web pages repeats the page's head inside sentences and may have
lost every line break. Line numbers are kept, so a line that is split keeps its number.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import replace

from lobra.reading import headings, labels, names, vocabulary
from lobra.reading.found import Doubt
from lobra.reading.source import Line, Source

_PAGE = re.compile(
    r"(?i)^(?:sida|sid\.?|page|blad)?\s*\d{1,3}\s*(?:\(\s*\d{1,3}\s*\)|/\s*\d{1,3}|av\s+\d{1,3})$"
    r"|^(?:sida|sid\.?|blad)\s*:?\s*\d{1,3}$|^-\s*\d{1,3}\s*-$"
)
_PAGE_INSIDE = re.compile(
    r"(?i)\bsid(?:a|an|\.)?\s*:?\s*\d{1,3}\s*(?:\(\s*\d{1,3}\s*\)|av\s+\d+|/\s*\d+|$)"
    r"|(?<![\d§.])\b\d{1,2}\s?\(\s?\d{1,2}\s?\)$"
)
_ITEM = re.compile(r"^(?:§|\d{1,3}[.)\s]|[A-ZÅÄÖ]{2,5} \d)")
_FURNITURE = re.compile(
    rf"(?i){vocabulary.any_of('pages.furniture')}|{vocabulary.any_of('pages.furniture_alone')}$|"
    r"-{3,}\s*ursprungligt meddelande"
)
_NUMBERED = re.compile(rf"(?:{vocabulary.any_of('pages.numbered')}|§)$")
_LIGATURE = re.compile("[\ufb00-\ufb06]")
# Where only digits can stand: after §, in a time, in an ISO date; at least one is a digit.
_MISREAD = re.compile(
    r"(?<=§)\s?(?=[lIO]{0,2}\d)[lIO\d]{1,3}\b|(?<=§)\s?[lI][OlI]\b"
    r"|\b(?=[lIO]{0,3}\d)[lIO\d]{4}-[lIO\d]{2}-[lIO\d]{2}\b"
    r"|\b(?=[lIO.]{0,4}\d)[lI\d][lIO\d]?\.[lIO\d]{2}\b"
)
_DIGITS = str.maketrans("lIO", "110")
_LONG = 500
_STRONG_LABEL = re.compile(
    rf"(?<=\s)(?={vocabulary.any_of('labels.cut_anywhere', 'labels.cut_with_colon')}\s*:)"
    rf"|(?<=[a-zåäö0-9.)]\s)(?={vocabulary.any_of('labels.cut_anywhere')}\s+[A-ZÅÄÖ0-9])"
)
_NUMBER_INSIDE = re.compile(
    r"(?<=\s)(§+\s*\d{1,3}\b\.?|\d{1,3}\s*[.)]|\d{1,3}(?=\s+[A-ZÅÄÖ])|"
    r"[A-ZÅÄÖ]{2,4}\s?§\s*\d{1,3}\b)\s*(?=[A-ZÅÄÖ\"”])"
)


def clean(source: Source) -> tuple[list[Line], list[Doubt]]:
    """A document's lines without heads and feet of pages, cut and ordered as they were written.

    The doubts say where lines had to be cut or moved, since that may go wrong.
    """
    lines = [_mended(line) for line in source.lines if line.text.strip()]
    lines = list(_without_page_heads(_without_furniture(lines)))
    doubts = []
    if sum(len(line.text) for line in lines) > 200 * max(1, len(lines)) and any(
        len(line.text) > _LONG for line in lines
    ):
        lines = [piece for line in lines for piece in _cut(line)]
        doubts = _doubts(
            "Radbrytningarna är borta; var {} börjar och slutar är en tolkning.", lines
        )
    joined = _unstacked(lines)
    if len(joined) < len(lines):
        lines = joined
        doubts = _doubts("Etiketterna står för sig; vilket värde som är {} är en tolkning.", lines)
    return lines, doubts


def _mended(line: Line) -> Line:
    """A line with its ligatures apart, and digits where a scanner took them for letters."""
    text = line.text
    if _LIGATURE.search(text):
        text = unicodedata.normalize("NFKC", text)
    if _MISREAD.search(text):
        text = _MISREAD.sub(lambda match: match[0].translate(_DIGITS), text)
    text = re.sub(r"(?<=[a-zåäö])0(?=[a-zåäö])", "o", re.sub(r"\b0(?=[a-zåäö]{3})", "O", text))
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
    half = len(lines) // 2
    end = next(
        (n for n, line in enumerate(lines) if n > half and _FURNITURE.match(line.text)), len(lines)
    )
    return lines[:end]


def _without_page_heads(lines: list[Line]) -> Iterable[Line]:
    """Drops page numbers, and the lines beside them that stand on page after page.

    The first time that such a line stands it is kept: it may be the document's title.
    """
    pages = [n for n, line in enumerate(lines) if _is_page_number(line)]
    heads = _heads(lines, pages)
    seen: set[str] = set()
    for n, line in enumerate(lines):
        if n in heads:
            shape = _shape(line.text)
            if shape in seen and not _tells(line):
                continue
            seen.add(shape)
        if n in pages:
            rest = " ".join(_PAGE_INSIDE.sub(" ", line.text).split())
            if not rest or _PAGE.match(line.text.strip()):
                continue
            line = replace(line, text=rest, cells=())
        yield line


def _unstacked(lines: list[Line]) -> list[Line]:
    """Labels in a row with their values after them, each label put before its value again.

    Web pages become so when they are copied. Where there are as many values as labels they
    belong together in order; otherwise only up to the first label that has a list.
    """
    for at in range(min(len(lines), 40)):
        stack: list[labels.Label] = []
        while at + len(stack) < len(lines):
            one = labels.label(lines[at + len(stack)])
            if one is None or one.value:
                break
            stack.append(one)
        meanings = {one.meaning for one in stack}
        if len(stack) < 3 and not (len(stack) == 2 and meanings == {"when", "where"}):
            continue
        start = at + len(stack)
        end = start
        while end < len(lines) and not (
            lines[end].is_bullet
            or lines[end].heading
            or _ITEM.match(lines[end].text)
            or labels.label(lines[end])
        ):
            end += 1
        certain = len(stack)
        if end - start != len(stack):
            certain = next(
                (n for n, one in enumerate(stack) if one.meaning in labels.STATUSES), len(stack)
            )
        joined = [
            replace(line, text=f"{one.words.capitalize()}: {line.text}", cells=())
            for one, line in zip(stack[:certain], lines[start:end], strict=False)
        ]
        return [*lines[:at], *joined, *lines[start + len(joined) :]]
    return lines


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
    one = labels.label(line)
    return names.is_name(line.text) or bool(
        one and (one.has_colon or one.meaning in labels.STATUSES)
    )


def _is_page_number(line: Line) -> bool:
    text = line.text.strip()
    return bool(_PAGE.match(text)) or (len(text) < 110 and bool(_PAGE_INSIDE.search(text)))


def _shape(text: str) -> str:
    return re.sub(r"\d+", "#", _PAGE_INSIDE.sub(" ", text)).casefold().strip()


def _cut(line: Line) -> list[Line]:
    """A document that came as one line, cut before its labels and numbered items."""
    if len(line.text) <= _LONG // 2:
        return [line]
    text = _PAGE_INSIDE.sub(" ", line.text)
    cuts = {0, *(match.start() for match in _STRONG_LABEL.finditer(text))}
    cuts |= set(_numbered(text))
    order = sorted(cuts)
    pieces = [
        part
        for a, b in zip(order, [*order[1:], None], strict=True)
        for part in _points(text[a:b].strip())
    ]
    return [
        replace(
            line,
            text=piece.removeprefix("• "),
            gap=bool(_ITEM.match(piece)),
            is_bullet=piece[:2] == "• ",
            is_bold=piece[:2] == "• ",
            heading=0,
        )
        for piece in pieces
        if piece
    ]


def _points(text: str) -> list[str]:
    """A piece cut before its bullets; a bullet's heading is cut from the text that runs on."""
    out = []
    for n, part in enumerate(re.split(r"\s[•▪▫]\s", text)):
        end = headings.boundary(part) if n else None
        out += [f"• {part[:end]}", part[end:].strip()] if end else [part]
    return out


def _numbered(text: str) -> list[int]:
    """Where the numbers of a running series stand: the longest chains of n, n + 1, …"""
    marks = []
    for match in _NUMBER_INSIDE.finditer(text):
        number = int(re.sub(r"\D", "", match[0]))
        before = text[max(0, match.start() - 12) : match.start()].rstrip().casefold()
        if _NUMBERED.search(before):
            continue
        style = "§" if "§" in match[0] else "." if match[0].rstrip()[-1:] in ".)" else "n"
        marks.append((style, number, match.start()))
    out: list[int] = []
    for style in ("§", ".", "n"):
        chain = _chains([(n, at) for kind, n, at in marks if kind == style])
        out += chain
    return out


def _chains(marks: list[tuple[int, int]]) -> list[int]:
    """The places of every chain of at least three numbers that follow each other."""
    out = []
    left = list(marks)
    while left:
        places = defaultdict(list)
        for at, (number, _) in enumerate(left):
            places[number].append(at)
        best: list[int] = []
        for start in range(min(len(left), 200)):
            chain = [start]
            while later := places[left[chain[-1]][0] + 1]:
                after = bisect(later, chain[-1])
                if after == len(later):
                    break
                chain.append(later[after])
            best = max(best, chain, key=len)
        if len(best) < 3:
            break
        out += [left[at][1] for at in best]
        taken = set(best)
        left = [mark for at, mark in enumerate(left) if at not in taken]
    return out
