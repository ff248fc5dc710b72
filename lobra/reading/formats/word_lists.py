"""The numbers of Word's automatic lists: they stand nowhere in the text, so they are counted."""

from __future__ import annotations

import re
from dataclasses import dataclass

from docx.oxml.ns import qn
from lxml.etree import _Element as Element

from lobra.reading.formats.numerals import written
from lobra.reading.formats.word_styles import is_on, value

_N_LEVELS = 9
_KINDS = {"bullet", "none"}


@dataclass(frozen=True, slots=True)
class _Level:
    """One level of a list: how it writes its number, where it begins, what starts it anew."""

    kind: str
    text: str
    start: int
    restart: int | None
    is_decimal: bool


class Numbering:
    """Counts the items of all lists of a document (word/numbering.xml, which may be missing)."""

    def __init__(self, root: Element | None) -> None:
        self._lists: dict[str, tuple[str, dict[int, _Level], dict[int, int]]] = {}
        self._counts: dict[str, list[int | None]] = {}
        self._begun: set[tuple[str, int]] = set()
        if root is None:
            return
        kinds = {a.get(qn("w:abstractNumId")): a for a in root.iterchildren(qn("w:abstractNum"))}
        linked = {value(a.find(qn("w:styleLink"))): a for a in kinds.values()}
        for num in root.iterchildren(qn("w:num")):
            kind = value(num.find(qn("w:abstractNumId")))
            abstract = kinds.get(kind)
            if abstract is None:
                continue
            link = value(abstract.find(qn("w:numStyleLink")))
            abstract = linked.get(link, abstract) if link else abstract
            levels = {_index(lvl): _level(lvl) for lvl in abstract.iterchildren(qn("w:lvl"))}
            starts: dict[int, int] = {}
            for override in num.iterchildren(qn("w:lvlOverride")):
                own = override.find(qn("w:lvl"))
                if own is not None:
                    levels[_index(override)] = _level(own)
                start = value(override.find(qn("w:startOverride")))
                if start and re.fullmatch(r"\d{1,6}", start):
                    starts[_index(override)] = int(start)
            name = abstract.get(qn("w:abstractNumId")) or ""
            self._lists[num.get(qn("w:numId")) or ""] = (name, levels, starts)

    def next(self, num_id: str | None, depth: int) -> tuple[str, bool]:
        """What stands before the next item of a list: its number, and whether that is a bullet."""
        if num_id not in self._lists:
            return "", False
        name, levels, starts = self._lists[num_id]
        level = levels.get(depth)
        if level is None:
            return "", False
        counts = self._counts.setdefault(name, [None] * _N_LEVELS)
        if depth in starts and (num_id, depth) not in self._begun:
            counts[depth] = starts[depth] - 1
        self._begun.add((num_id, depth))
        before = counts[depth]
        counts[depth] = level.start if before is None else before + 1
        for deeper in range(depth + 1, _N_LEVELS):
            restart = levels[deeper].restart if deeper in levels else None
            if restart is None or 0 < depth + 1 <= restart:
                counts[deeper] = None
        if level.kind in _KINDS:
            return ("", level.kind == "bullet")

        def filled(found: re.Match[str]) -> str:
            n = int(found[1]) - 1
            other = levels.get(n)
            if other is None:
                return ""
            number = counts[n]
            shown = other.start if number is None else number
            return written(shown, "decimal" if level.is_decimal else other.kind)

        return re.sub(r"%([1-9])", filled, level.text).strip(), False


def _index(element: Element) -> int:
    text = element.get(qn("w:ilvl")) or "0"
    return int(text) if re.fullmatch(r"[0-8]", text) else 0


def _level(element: Element) -> _Level:
    start = value(element.find(qn("w:start"))) or "1"
    restart = value(element.find(qn("w:lvlRestart")))
    return _Level(
        kind=value(element.find(qn("w:numFmt"))) or "decimal",
        text=value(element.find(qn("w:lvlText"))) or "",
        start=int(start) if re.fullmatch(r"\d{1,6}", start) else 1,
        restart=int(restart) if restart and re.fullmatch(r"\d", restart) else None,
        is_decimal=bool(is_on(element, "w:isLgl")),
    )
