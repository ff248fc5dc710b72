"""Labels and their values on one line each, wherever a document's layout puts the two.

Values stand beside their labels, below them in columns, above them as signatures, or after all
labels. A document that lost its line breaks is cut before its labels and numbers.
"""

from __future__ import annotations

import re
from bisect import bisect
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from lobra.reading import marks, names
from lobra.reading.source import Line
from lobra.reading.vocabulary import any_of

ITEM = re.compile(r"^(?:§|\d{1,3}[.)\s]|[A-ZÅÄÖ]{2,5} \d)")
PAGE_INSIDE = re.compile(
    r"(?i)\bsid(?:a|an|\.)?\s*:?\s*\d{1,3}\s*(?:\(\s*\d{1,3}\s*\)|av\s+\d+|/\s*\d+|$)"
    r"|(?<![\d§.])\b\d{1,2}\s?\(\s?\d{1,2}\s?\)$"
)
"""The number of a page that stands in a line of text."""
LONG = 500  # characters of a line that must have lost its breaks
_HEAD_OF_LINE = 1000  # characters in which the labels of such a line stand
_HEAD = 70  # lines in which labels stand beside their values
_BLANK = re.compile(r"[\s._–—-]*")
_NUMBERED = re.compile(rf"(?:{any_of('pages.numbered')}|§)$")
_CUT_BEFORE = re.compile(
    rf"(?<=\s)(?={any_of('labels.cut_anywhere', 'labels.cut_with_colon')}\s*:)"
    rf"|(?<=[a-zåäö0-9.:)]\s)(?={any_of('labels.cut_anywhere')}\s+[A-ZÅÄÖ0-9])"
)
_CUT_IN_HEAD = re.compile(
    rf"(?<=[\w*.:)]\s)(?={any_of('labels.cut_in_head')}\s+[A-ZÅÄÖ0-9])"
    r"|(?<=\w\s)(?=Ordförande\s+\S+\s+\S+\s+Juster)"
)
_LABEL_INSIDE = re.compile(r"(?<=\s)(?=[A-ZÅÄÖ][^:\t]{1,30}:)")
_NUMBER_INSIDE = re.compile(
    r"(?:(?<=\s)|^)(§+\s*\d{1,3}\b\.?|\d{1,3}\s*[.)]|\d{1,3}(?=\s+[A-ZÅÄÖ])|"
    r"[A-ZÅÄÖ]{2,4}\s?§\s*\d{1,3}\b)\s*(?=[A-ZÅÄÖ\"”])"
)


def grids(lines: list[Line]) -> list[Line]:
    """Labels in one row of columns and values in the next: each label put before its value."""
    out: list[Line] = []
    at = 0
    while at < len(lines):
        found = _labels_of(lines[at])
        below = _row_near(lines, at, 1) if found else None
        above = out[-1] if found and out and len(out[-1].cells) == len(found) else None
        if below is not None and _fills(lines[below], found):
            for n, (name, value) in enumerate(zip(found, lines[below].cells, strict=False)):
                text = f"{name}: {' '.join(value.split())}"
                out.append(replace(lines[below], text=text, cells=(), gap=n == 0, table=None))
            at = below + 1
        elif above is not None and any(names.is_name(cell.strip(" ._")) for cell in above.cells):
            out.pop()  # names that stand above the roles they sign in
            for name, value in zip(found, above.cells, strict=True):
                out.append(replace(above, text=f"{name}: {value}", cells=(), table=None))
            at += 1
        else:
            out.append(lines[at])
            at += 1
    return out


def _labels_of(line: Line) -> list[str]:
    """The labels that a row consists of, none of them with a value; [] for other rows."""
    filled = [cell.strip() for cell in line.cells]
    if len(filled) < 2 or not all(filled):
        return []
    found = [marks.label(cell) for cell in filled]
    if not all(one and not one.value for one in found):
        return []
    if all(one and one.is_status for one in found):
        return []  # lists side by side, or columns for crosses
    return [cell.rstrip(" :") for cell in filled]


def _row_near(lines: list[Line], at: int, step: int) -> int | None:
    """The next row of columns that isn't only a rule to write on."""
    for n in range(at + step, min(at + step * 4, len(lines)), step):
        if lines[n].cells and not all(_BLANK.fullmatch(cell) for cell in lines[n].cells):
            return n
        if not _BLANK.fullmatch(lines[n].text):
            return None
    return None


def _fills(row: Line, labels: list[str]) -> bool:
    return len(row.cells) >= len(labels) and not any(marks.label(cell) for cell in row.cells)


def wrapped(lines: list[Line]) -> list[Line]:
    """Labels that a narrow column broke over two lines ("Anmält", "förhinder"), each whole."""
    out: list[Line] = []
    for line in lines:
        first, *values = (out[-1].cells if out else ()) or ("",)
        second, *more = line.cells or (line.text,)
        both = f"{first} {second}".replace("- ", "")
        is_half = first and second[:1].islower() and len(values) == 1 and len(more) < 2
        if is_half and marks.meaning(both):
            cells = (both, "\n".join([*values, *more]))
            out[-1] = replace(out[-1], text="\t".join(cells), cells=cells)
        else:
            out.append(line)
    return out


def beside(lines: list[Line]) -> Iterator[Line]:
    """Labels in a column of their own, or several on a line, each with its value on one line."""
    for n, line in enumerate(lines):
        cells = tuple(cell.strip() for cell in line.cells)
        if not cells:
            yield from _by_labels(line) if n < _HEAD else [line]
            continue
        first = marks.label(cells[0].capitalize() if cells[0].islower() else cells[0])
        several = [marks.label(cell) for cell in cells]
        if sum(bool(one and (one.has_colon or one.value)) for one in several) >= 2:
            for cell in cells:
                yield replace(line, text=cell, cells=())
        elif line.table is None and len(cells) == 2 and not cells[0]:
            yield replace(line, text=cells[1], cells=())
        elif first and (len(cells) == 2 or (first.has_colon and not first.value)):
            own = cells[0].rstrip(" :")
            own = own.capitalize() if own.islower() else own
            rest = [" ".join(part.split()) for part in "\n".join(cells[1:]).split("\n")]
            rest = [part for part in rest if not _BLANK.fullmatch(part)]
            if len(cells) > 2:
                wrapped = " ".join(cells[1].split())
                rest = [wrapped, *cells[2:]] if names.is_name(wrapped) else rest
                rest = [", ".join(" ".join(part.split()) for part in rest)]
            yield replace(line, text=f"{own}: {rest[0] if rest else ''}".strip(), cells=())
            yield from (replace(line, text=part, cells=(), gap=False) for part in rest[1:])
        else:
            yield line


def _by_labels(line: Line) -> Iterator[Line]:
    """A line that begins with a label, cut before the other labels on it."""
    if not (own := marks.label(line.text)) or not own.has_colon or line.cells:
        yield line
        return
    inside = [found.start() for found in _LABEL_INSIDE.finditer(line.text)]
    at = [0, *(one for one in inside if marks.label(line.text[one : one + 80])), len(line.text)]
    for begin, end in pairwise(at):
        if text := line.text[begin:end].strip(" ,;"):
            yield replace(line, text=text, gap=line.gap and begin == 0)


def unstacked(lines: list[Line]) -> list[Line]:
    """Labels in a row with their values after them, each label put before its value again.

    Web pages become so when they are copied. Where there are as many values as labels they
    belong together in order; otherwise only up to the first label that has a list.
    """
    for at in range(min(len(lines), 40)):
        stack: list[marks.Label] = []
        while at + len(stack) < len(lines):
            one = marks.label(lines[at + len(stack)].text)
            if one is None or one.value or lines[at + len(stack)].cells:
                break
            stack.append(one)
        meanings = {one.meaning for one in stack}
        if len(stack) < 3 and not (len(stack) == 2 and meanings == {"when", "where"}):
            continue
        start = at + len(stack)
        end = next((n for n in range(start, len(lines)) if _ends_values(lines[n])), len(lines))
        certain = len(stack)
        if end - start != len(stack):
            certain = next((n for n, one in enumerate(stack) if one.is_status), len(stack))
        joined = [
            replace(line, text=f"{one.words.capitalize()}: {line.text}", cells=())
            for one, line in zip(stack[:certain], lines[start:end], strict=False)
        ]
        left = lines[at + len(joined) : start]
        return [*lines[:at], *joined, *left, *lines[start + len(joined) :]]
    return lines


def _ends_values(line: Line) -> bool:
    return bool(line.is_bullet or line.heading or ITEM.match(line.text) or marks.label(line.text))


def cut(line: Line) -> list[Line]:
    """A document that came as one line, cut before its labels and numbered items."""
    if len(line.text) <= LONG // 2:
        return [line]
    text = PAGE_INSIDE.sub(" ", line.text)
    cuts = {match.start() for match in _CUT_BEFORE.finditer(text)} | set(_numbered(text))
    cuts |= {match.start() for match in _CUT_IN_HEAD.finditer(text[:_HEAD_OF_LINE])}
    order = sorted({0, *cuts})
    pieces = [
        part
        for a, b in zip(order, [*order[1:], None], strict=True)
        for part in _points(text[a:b].strip())
    ]
    return [
        replace(
            line,
            text=piece.removeprefix("• "),
            gap=bool(ITEM.match(piece)),
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
        end = marks.boundary(part) if n else None
        out += [f"• {part[:end]}", part[end:].strip()] if end else [part]
    return out


def _numbered(text: str) -> list[int]:
    """Where the numbers of a running series stand: chains of at least three, n, n + 1, …"""
    found: dict[str, list[tuple[int, int]]] = {"§": [], ".": [], "n": []}
    for match in _NUMBER_INSIDE.finditer(text):
        before = text[max(0, match.start() - 12) : match.start()].rstrip().casefold()
        if not _NUMBERED.search(before):
            style = "§" if "§" in match[0] else "." if match[0].rstrip()[-1:] in ".)" else "n"
            found[style].append((int(re.sub(r"\D", "", match[0])), match.start()))
    return [at for own in found.values() for at in _chains(own)]


def _chains(left: list[tuple[int, int]]) -> Iterator[int]:
    """The places of every chain of at least three numbers that follow each other."""
    while left:
        places = defaultdict(list)
        for at, (number, _) in enumerate(left):
            places[number].append(at)
        best: list[int] = []
        for start in range(min(len(left), 200)):
            chain = [start]
            while later := places[left[chain[-1]][0] + 1]:
                if (after := bisect(later, chain[-1])) == len(later):
                    break
                chain.append(later[after])
            best = max(best, chain, key=len)
        if len(best) < 3:
            return
        yield from (left[at][1] for at in best)
        taken = set(best)
        left = [one for at, one in enumerate(left) if at not in taken]
