"""The numbers of Word's automatic lists: they stand nowhere in the text, so they are counted."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field

from lxml.etree import _Element as Element

from lobra.reading.formats.numerals import written
from lobra.reading.formats.word_styles import is_on, number, path, value

_N_LEVELS = 9


@dataclass(frozen=True, slots=True)
class _Level:
    """One level of a list: how it writes its number, where it begins, what starts it anew."""

    kind: str
    text: str
    start: int
    restart: int
    is_decimal: bool


@dataclass(slots=True)
class _List:
    """Paragraphs that are numbered together; lists of one kind (`abstract`) go on counting."""

    abstract: str
    levels: dict[int, _Level]
    starts: dict[int, int] = field(default_factory=dict)  # begins anew here, once


class Numbering:
    """Counts the items of all lists of a document (word/numbering.xml, which may be missing)."""

    def __init__(self, root: Element | None) -> None:
        self._lists: dict[str | None, _List] = {}
        self._counts: defaultdict[str, dict[int, int]] = defaultdict(dict)  # of the open levels
        if root is None:
            return
        kinds = {a.get(path("abstractNumId")): a for a in root.iterchildren(path("abstractNum"))}
        linked = {value(a.find(path("styleLink"))): a for a in kinds.values()}
        for num in root.iterchildren(path("num")):
            abstract = kinds.get(value(num.find(path("abstractNumId"))))
            if abstract is not None:
                link = value(abstract.find(path("numStyleLink")))
                abstract = linked.get(link, abstract) if link else abstract
                self._lists[num.get(path("numId"))] = _list(num, abstract)

    def next(self, num_id: str | None, depth: int) -> tuple[str, bool]:
        """What stands before the next item of a list: its number, and whether that is a bullet."""
        one = self._lists.get(num_id)
        if one is None or depth not in one.levels:
            return "", False
        level, counts = one.levels[depth], self._counts[one.abstract]
        goes_on = depth in counts and depth not in one.starts
        start = one.starts.pop(depth, level.start)
        counts[depth] = counts[depth] + 1 if goes_on else start
        for deeper in range(depth + 1, _N_LEVELS):
            restart = one.levels[deeper].restart if deeper in one.levels else _N_LEVELS
            if depth < restart:
                counts.pop(deeper, None)
        if level.kind in ("bullet", "none"):
            return "", level.kind == "bullet"

        def filled(found: re.Match[str]) -> str:
            n = int(found[1]) - 1
            if n not in one.levels:
                return ""
            kind = "decimal" if level.is_decimal else one.levels[n].kind
            return written(counts.get(n, one.levels[n].start), kind)

        return re.sub(r"%([1-9])", filled, level.text).strip(), False


def _list(num: Element, abstract: Element) -> _List:
    levels = {_depth(lvl): _level(lvl) for lvl in abstract.iterchildren(path("lvl"))}
    found = _List(abstract.get(path("abstractNumId")) or "", levels)
    for override in num.iterchildren(path("lvlOverride")):
        own = override.find(path("lvl"))
        if own is not None:
            levels[_depth(override)] = _level(own)
        start = override.find(path("startOverride"))
        if start is not None:
            found.starts[_depth(override)] = number(value(start), 1)
    return found


def _depth(element: Element) -> int:
    return min(number(element.get(path("ilvl"))), _N_LEVELS - 1)


def _level(element: Element) -> _Level:
    return _Level(
        kind=value(element.find(path("numFmt"))) or "decimal",
        text=value(element.find(path("lvlText"))) or "",
        start=number(value(element.find(path("start"))), 1),
        restart=number(value(element.find(path("lvlRestart"))), _N_LEVELS),
        is_decimal=is_on(element.find(path("isLgl"))),
    )
