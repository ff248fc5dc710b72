"""Labels and their values on one line each, wherever a document's layout puts the two.

Values stand beside their labels, below them in columns, or above them as signatures. A document
that lost its line breaks is cut before its labels and numbers.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise, zip_longest

from lobra.reading import clock, marks, names, vocabulary
from lobra.reading.source import Line

PAGE_INSIDE = vocabulary.recogniser("pages.page_inside")
"""The number of a page that stands in a line of text."""
LONG = 500  # characters of a line that must have lost its breaks
_ITEM = re.compile(r"^(?:§|\d{1,3}[.)\s]|[A-ZÅÄÖ]{2,5} \d)")
_BLANK = re.compile(r"[\s._–—-]*")
_COLUMNS = vocabulary.meanings("items.columns")
_ALIKE = (("title", "text", "decision"), ("task", "who", "due"))
_LABEL_INSIDE = re.compile(r"(?<=\s)(?=[A-ZÅÄÖ][^:\t]{1,30}:)")
_CUT_BEFORE, _NO_ITEM = map(vocabulary.recogniser, ("pages.cut_before", "pages.no_item"))
_NUMBER_INSIDE = vocabulary.recogniser("pages.number_inside")


def column(cell: str) -> str:
    """What the head of a table of minutes calls a column; nothing for other words.

    A column of several things is called by the first of those that are told in one breath, and a
    question by the word that it asks with.

    >>> column("Beslut / åtgärd:"), column("Diskussion och beslut"), column("Vem gör det?")
    ('decision', 'text', 'who')
    """
    words = " ".join(cell.casefold().split()).strip(" :.?").replace(" / ", "/")
    if found := _COLUMNS.get("nr" if words in ("§", "#") else words):
        return found
    first, *more = words.split(" ")
    if more and first in ("vem", "när"):
        return _COLUMNS[first]
    own = {_COLUMNS.get(part, "") for part in re.split(r"/|, | [–-] | och | samt ", words)}
    return next((like[min(map(like.index, own))] for like in _ALIKE if own <= {*like}), "")


def grids(lines: list[Line]) -> list[Line]:
    """Labels in one row of columns and values in the next, or names in the row above that sign in
    these roles: each label put before its value.
    """
    out: list[Line] = []
    for line, below in zip_longest(lines, lines[1:]):
        above = out[-1] if out else line
        labels, own = _labels_of(above), _labels_of(line)
        if labels and _BLANK.fullmatch(line.text):
            continue  # a rule to write on
        is_list = below and below.table == line.table == above.table is not None
        if is_list and not _labels_of(below) and len(below.cells) == len(line.cells) > 2:
            labels = []  # over a column each
        if labels and len(line.cells) >= len(labels) and not any(map(marks.label, line.cells)):
            out[-1:] = _paired(labels, line)
        elif (
            own
            and any(names.is_name(cell.strip(" ._")) for cell in above.cells)
            and not any(map(marks.label, above.cells))
        ):
            out[-1:] = _paired(own, above)
        else:
            out.append(line)
    return out


def _paired(labels: list[str], row: Line) -> Iterator[Line]:
    pairs = [pair for pair in zip(labels, row.cells, strict=False) if pair[0]]
    for n, (name, value) in enumerate(pairs):
        text = f"{name}: {' '.join(value.split())}"
        yield replace(row, text=text, cells=(), gap=n == 0, table=None)


def _labels_of(line: Line) -> list[str]:
    """The labels that a row consists of, none of them with a value; [] for other rows.

    Lists of people side by side are none, nor are columns for crosses.
    """
    # "Ordförande   sekreterare, tfn 0999-23 45 00"
    cells = [cell.split(",")[0].strip().capitalize() for cell in line.cells]
    found = {cell: marks.label(cell) for cell in cells if cell}
    known = [one for one in found.values() if one]
    is_row = len(known) > 1 and not any(one.value for one in known)
    # "Löpnummer:" beside "Datum:"
    is_row = is_row and all(one or cell[-1] == ":" for cell, one in found.items())
    is_row = is_row and not all(one.is_status for one in known)
    return [cell.rstrip(" :") for cell in cells] if is_row else []


def wrapped(lines: list[Line]) -> list[Line]:
    """Labels that a narrow column broke over two lines ("Anmält", "förhinder"), each whole."""
    out: list[Line] = []
    for line in lines:
        first, *values = (out[-1].cells or (out[-1].text,)) if out else ("",)
        second, *more = line.cells or (line.text,)
        both = f"{first} {second}".replace("- ", "")
        is_half = first and second[:1].islower() and len(values) < 2 and len(more) < 2
        if is_half and marks.meaning(both):
            cells = (both, "\n".join([*values, *more]))
            out[-1] = replace(out[-1], text="\t".join(cells), cells=cells)
        else:
            out.append(line)
    return out


def beside(lines: list[Line]) -> Iterator[Line]:
    """Labels in a column of their own, or several on a line, each with its value on one line."""
    for line in lines:
        cells = [cell.strip() for cell in line.cells] or [""]
        own = cells[0].capitalize() if cells[0].islower() else cells[0]
        first, found = marks.label(own), [one for cell in cells if (one := marks.label(cell))]
        # "Trygghetsrådet   Sammanträdesdatum" has its value below or right behind the second
        whens = [one for one in found if one.meaning[:3] == "whe"]
        is_over = any(not one.value or one.value[0].isdigit() for one in whens)
        if not line.cells:
            yield from _by_labels(line)
        elif all(map(column, cells)):  # which head a table
            yield line
        elif stacks := _stacks(line):
            yield from (replace(line, text=text, cells=()) for text in stacks)
        elif len(cells) > 3 and _is_in_pairs(cells):
            for label, value in zip(cells[::2], cells[1::2], strict=True):
                text = f"{label.rstrip(' :')}: {' '.join(value.split())}"
                yield replace(line, text=text, cells=(), table=None)
        elif sum(one.has_colon or bool(one.value) for one in found) >= 2 and not all(
            one.is_status and not one.value
            for one in found  # over a list of people each
        ):
            for cell in cells:
                yield replace(line, text=cell, cells=())
        elif line.table is None and len(cells) == 2 and (not cells[0] or (is_over and not first)):
            yield from (replace(line, text=cell, cells=()) for cell in cells if cell)
        elif first and (len(cells) == 2 or (first.has_colon and not first.value)):
            is_each = all(map(names.is_name, cells[1].split("\n")))  # "Anna Ek", below "Bo Al"
            if names.is_name(name := " ".join(cells[1].split())) and not is_each:
                cells[1] = name  # that its cell wrapped
            value = clock.whole("\n".join(cells[1:]))
            rest = [" ".join(part.split()) for part in value.split("\n")]
            rest = [part for part in rest if not _BLANK.fullmatch(part)]
            value, *more = rest if len(cells) == 2 and rest else [", ".join(rest)]
            yield replace(line, text=f"{own.rstrip(' :')}: {value}".strip(), cells=())
            yield from (replace(line, text=part, cells=(), gap=False) for part in more)
        else:
            yield line


def _is_in_pairs(cells: Sequence[str]) -> bool:
    """Whether every second cell is a label, and those between are their values."""
    labels = [marks.label(cell) for cell in cells]
    is_each = all(one and not one.value for one in labels[::2])
    return len(cells) % 2 == 0 and is_each and not any(labels[1::2]) and all(cells)


def _stacks(line: Line) -> list[str]:
    """The texts of lists side by side, each below its label, or of labels beside as many values."""
    cells = [cell.strip().split("\n") for cell in line.cells if cell.strip()]
    if len(cells) == 2 and 1 < len(cells[0]) == len(cells[1]) and all(map(marks.meaning, cells[0])):
        return [": ".join(pair) for pair in zip(*cells, strict=True)]
    heads = [marks.label(rows[0].strip()) for rows in cells if len(rows) > 1]
    is_each = 1 < len(heads) == len(cells) and all(one and not one.value for one in heads)
    return [text.strip() for rows in cells for text in rows] if is_each else []


def _by_labels(line: Line) -> Iterator[Line]:
    """A line that begins with a label, cut before the other labels on it."""
    if not (own := marks.label(line.text)) or not own.has_colon:
        yield line
        return
    inside = [one.start() for one in _LABEL_INSIDE.finditer(line.text)]
    starts = [at for at in inside if marks.label(line.text[at : at + 80])]
    for begin, end in pairwise([0, *starts, len(line.text)]):
        if text := line.text[begin:end].strip(" ,;"):
            yield replace(line, text=text, gap=line.gap and begin == 0)


def cut(line: Line) -> Iterator[Line]:
    """A document that came as one line, cut before its labels and numbered items."""
    text = PAGE_INSIDE.sub(" ", line.text) if len(line.text) > LONG // 2 else line.text
    cuts = {match.start() for match in _CUT_BEFORE.finditer(text)} | set(_numbered(text))
    for begin, end in pairwise(sorted({0, len(text), *cuts})):
        if piece := text[begin:end].strip():
            yield replace(line, text=piece, gap=bool(_ITEM.match(piece)), heading=0)


def _numbered(text: str) -> Iterator[int]:
    """Where the numbers of a running series stand: chains of at least three, n, n + 1, …"""
    chains: dict[tuple[str, int], list[int]] = {}
    for match in _NUMBER_INSIDE.finditer(text):
        before = text[max(0, match.start() - 12) : match.start()].rstrip().casefold()
        if not _NO_ITEM.search(before):
            style = re.sub(r"[\d\s]|\w", "", match[0]).replace(")", ".")
            number = int(re.sub(r"\D", "", match[0]))
            chain = chains.pop((style, number - 1), [])
            if len(chain) >= len(chains.get((style, number), ())):
                chains[style, number] = [*chain, match.start()]
    for chain in chains.values():
        if len(chain) >= 3:
            yield from chain
