"""What a Word document says apart from its text: its styles, and the numbers of its lists."""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cache

from lxml.etree import _Element as Element

from lobra.reading.formats.lines import whole, written

SPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_HEADING = re.compile(r"(?:heading|rubrik|title|titel) ?([1-6])?", re.IGNORECASE)
_CONTENTS = re.compile(r"(?:toc|innehåll) ?(?:[1-9]|heading)", re.IGNORECASE)


@cache
def path(names: str) -> str:
    """A path as lxml wants it: "pPr/numPr" of Word's names, "@before" of an attribute."""
    return re.sub(r"\w+", lambda name: f"{{{SPACE}}}{name[0]}", names)


def value(element: Element | None) -> str | None:
    """The attribute w:val."""
    return None if element is None else element.get(path("val"))


class Styles:
    """What is said of paragraphs and runs: by themselves, else by word/styles.xml."""

    def __init__(self, root: Element | None) -> None:
        every = [] if root is None else list(root.iterchildren(path("style")))
        self._by_id: dict[str | None, Element] = {one.get(path("styleId")): one for one in every}
        usual = (
            one.get(path("styleId"))
            for one in every
            if one.get(path("type")) == "paragraph" and one.get(path("default")) in ("1", "true")
        )
        self._default = next(usual, None)
        self._known: dict[tuple[str | None, str], Element | None] = {}

    def said(self, where: str, *elements: Element) -> Element | None:
        """What the first of these says, or its style, or what that is based on."""
        for element in elements:
            found = element.find(path(where))
            if found is None:
                found = self._said_by_style(self._style_of(element), where)
            if found is not None:
                return found
        return None

    def is_on(self, switch: str, run: Element, paragraph: Element) -> bool:
        """Whether a run is bold (b) or hidden (vanish)."""
        said = self.said(f"rPr/{switch}", run, paragraph)
        return said is not None and value(said) not in ("0", "false", "off", "none")

    def heading(self, paragraph: Element) -> int:
        """The heading level of a paragraph, 0 for body text; its own outline level goes first."""
        said = paragraph.find(path("pPr/outlineLvl"))
        if said is None:
            for name in self._names(paragraph):
                if found := _HEADING.fullmatch(name):
                    return int(found[1] or 1)
            said = self.said("pPr/outlineLvl", paragraph)
        level = whole(value(said), 9)  # body text has the ninth
        return level + 1 if 0 <= level < 6 else 0

    def is_contents(self, paragraph: Element) -> bool:
        """Whether it is a line of a table of contents."""
        return any(map(_CONTENTS.fullmatch, self._names(paragraph)[:1]))

    def _names(self, paragraph: Element) -> list[str]:
        styles = self._chain(self._style_of(paragraph))
        return [value(one.find(path("name"))) or "" for one in styles]

    def _style_of(self, element: Element) -> str | None:
        if element.tag == path("r"):
            return value(element.find(path("rPr/rStyle")))
        return value(element.find(path("pPr/pStyle"))) or self._default

    def _said_by_style(self, name: str | None, where: str) -> Element | None:
        if (name, where) not in self._known:
            said = (one.find(path(where)) for one in self._chain(name))
            self._known[name, where] = next((one for one in said if one is not None), None)
        return self._known[name, where]

    def _chain(self, name: str | None) -> list[Element]:
        """A style and those that it is based on."""
        chain: list[Element] = []
        while name in self._by_id and self._by_id[name] not in chain:
            chain.append(self._by_id[name])
            name = value(chain[-1].find(path("basedOn")))
        return chain


class Numbering:
    """Counts the items of all lists (word/numbering.xml): their numbers stand nowhere else."""

    def __init__(self, root: Element | None) -> None:
        self._levels: dict[str, dict[int, Element]] = {}  # of each kind of list
        self._kinds: dict[str | None, str] = {}  # lists of one kind go on counting
        self._starts: dict[tuple[str | None, int], int] = {}  # a list begins anew here, once
        self._counts: defaultdict[str, dict[int, int]] = defaultdict(dict)  # of the open levels
        for kind in () if root is None else root.iterchildren(path("abstractNum")):
            levels = {_depth(level): level for level in kind.iterchildren(path("lvl"))}
            self._levels[kind.get(path("abstractNumId")) or ""] = levels
        for one in () if root is None else root.iterchildren(path("num")):
            name = one.get(path("numId"))
            self._kinds[name] = value(one.find(path("abstractNumId"))) or ""
            for anew in one.iterchildren(path("lvlOverride")):
                if start := value(anew.find(path("startOverride"))):
                    self._starts[name, _depth(anew)] = whole(start, 1)

    def next(self, name: str | None, depth: int) -> str | None:
        """What stands before the next item of a list, "" for nothing; None is a bullet."""
        kind = self._kinds.get(name, "")
        levels, counts = self._levels.get(kind, {}), self._counts[kind]
        if depth not in levels:
            return ""
        goes_on = counts.get(depth, _start(levels[depth]) - 1) + 1
        counts[depth] = self._starts.pop((name, depth), goes_on)
        for deeper in [one for one in counts if one > depth]:
            del counts[deeper]

        def number(found: re.Match[str]) -> str:
            other = int(found[1]) - 1
            if other not in levels:
                return ""
            return written(counts.get(other, _start(levels[other])), _kind(levels[other]))

        text = value(levels[depth].find(path("lvlText"))) or ""
        is_bullet = _kind(levels[depth]) == "bullet"
        return None if is_bullet else re.sub(r"%([1-9])", number, text).strip()


def _depth(element: Element) -> int:
    return whole(element.get(path("ilvl")))


def _kind(level: Element) -> str:
    return value(level.find(path("numFmt"))) or "decimal"


def _start(level: Element) -> int:
    return whole(value(level.find(path("start"))), 1)
