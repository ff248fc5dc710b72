"""What a Word document's styles say of a paragraph: heading, bold, hidden, space, list."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from docx.oxml.ns import qn
from lxml.etree import _Element as Element

_HEADING = re.compile(r"(?:heading|rubrik) ?([1-9])", re.IGNORECASE)
_NAMES = {"title": 1, "rubrik": 1, "titel": 1, "subtitle": 2, "underrubrik": 2}
_CONTENTS = re.compile(r"(?:toc|innehåll) ?(?:[1-9]|heading)", re.IGNORECASE)
_OFF = ("0", "false", "off", "none")
_OUTLINE = f"{qn('w:pPr')}/{qn('w:outlineLvl')}"
_LIST = f"{qn('w:pPr')}/{qn('w:numPr')}"


def value(element: Element | None) -> str | None:
    """The attribute w:val."""
    return None if element is None else element.get(qn("w:val"))


def number(text: str | None, otherwise: int = 0) -> int:
    """A whole number, as far as one is written that a sane document may have."""
    return int(text) if text and re.fullmatch(r"\d{1,6}", text) else otherwise


def nearest(elements: Iterable[Element | None], path: str) -> Element | None:
    """What the first of these elements that says something says."""
    found = (element.find(path) for element in elements if element is not None)
    return next((one for one in found if one is not None), None)


def is_on(elements: Iterable[Element | None], path: str, otherwise: bool = False) -> bool:
    """What the nearest switch such as w:b is set to."""
    found = nearest(elements, path)
    return otherwise if found is None else value(found) not in _OFF


@dataclass(frozen=True, slots=True)
class Style:
    """A paragraph style with all that it is based on, nearest first."""

    chain: tuple[Element, ...]
    is_bold: bool
    is_hidden: bool
    is_contents: bool
    level: int

    def heading(self, paragraph: Element) -> int:
        """The heading level of a paragraph, 0 for body text; its own outline level goes first."""
        own = paragraph.find(_OUTLINE)
        return self.level if own is None else _outline_level(own)

    def list_level(self, paragraph: Element) -> tuple[str | None, int]:
        """Which list the paragraph belongs to (numId, or None) and its level in it from 0."""
        sayers = (paragraph, *self.chain)
        num_id = value(nearest(sayers, f"{_LIST}/{qn('w:numId')}"))
        level = number(value(nearest(sayers, f"{_LIST}/{qn('w:ilvl')}")))
        return None if num_id == "0" else num_id, min(level, 8)


class Styles:
    """The styles of a document (word/styles.xml, which may be missing)."""

    def __init__(self, root: Element | None) -> None:
        self._by_id: dict[str | None, Element] = {}
        self._default: str | None = None
        self._everywhere = nearest([root], f"{qn('w:docDefaults')}/{qn('w:pPrDefault')}")
        self._known: dict[str | None, Style] = {}
        for style in () if root is None else root.iterchildren(qn("w:style")):
            name = style.get(qn("w:styleId"))
            self._by_id[name] = style
            is_default = style.get(qn("w:default")) in ("1", "true")
            if is_default and style.get(qn("w:type")) == "paragraph":
                self._default = name

    def of(self, paragraph: Element) -> Style:
        """The style of a paragraph."""
        name = value(paragraph.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")) or self._default
        if name not in self._known:
            self._known[name] = self._read(name)
        return self._known[name]

    def of_run(self, properties: Element, style: Style) -> tuple[bool, bool]:
        """Whether a run in a paragraph of this style is bold, and whether it is hidden."""
        named = self._chain(value(properties.find(qn("w:rStyle"))))
        chain = [properties, *(one.find(qn("w:rPr")) for one in named)]
        return (
            is_on(chain, qn("w:b"), style.is_bold),
            is_on(chain, qn("w:vanish"), style.is_hidden),
        )

    def spacing(self, paragraph: Element, style: Style) -> tuple[int, int, bool]:
        """Space before and after a paragraph (twentieths of a point); not between equal styles?"""
        sayers = (paragraph, *style.chain, self._everywhere)

        def space(side: str) -> int:
            found = nearest(sayers, f"{qn('w:pPr')}/{qn('w:spacing')}[@{qn(side)}]")
            return 0 if found is None else number(found.get(qn(side)))

        is_contextual = is_on(sayers, f"{qn('w:pPr')}/{qn('w:contextualSpacing')}")
        return space("w:before"), space("w:after"), is_contextual

    def _read(self, name: str | None) -> Style:
        chain = tuple(self._chain(name))
        names = [value(style.find(qn("w:name"))) or "" for style in chain] or [name or ""]
        runs = [style.find(qn("w:rPr")) for style in chain]
        return Style(
            chain,
            is_on(runs, qn("w:b")),
            is_on(runs, qn("w:vanish")),
            bool(_CONTENTS.fullmatch(names[0])),
            _level(names, chain),
        )

    def _chain(self, name: str | None) -> Iterator[Element]:
        seen: set[str | None] = {None}
        while name in self._by_id and name not in seen:
            seen.add(name)
            yield self._by_id[name]
            name = value(self._by_id[name].find(qn("w:basedOn")))


def _level(names: list[str], chain: tuple[Element, ...]) -> int:
    for name in map(str.strip, names):
        if found := _HEADING.fullmatch(name):
            return min(int(found[1]), 6)
        if name.lower() in _NAMES:
            return _NAMES[name.lower()]
    return _outline_level(nearest(chain, _OUTLINE))


def _outline_level(said: Element | None) -> int:
    """The heading level of an outline level; body text has the ninth."""
    level = number(value(said), 9)
    return level + 1 if level < 6 else 0
