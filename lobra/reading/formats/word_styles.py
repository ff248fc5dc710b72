"""What a Word document's styles say of a paragraph: heading, bold, hidden, space, list."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache

from docx.oxml.ns import qn
from lxml.etree import _Element as Element


@cache
def path(names: str) -> str:
    """A path as lxml wants it: "pPr/numPr" of Word's names, "@before" of an attribute."""
    return re.sub(r"\w+", lambda name: qn(f"w:{name[0]}"), names)


_HEADING = re.compile(r"(?:heading|rubrik) ?([1-9])", re.IGNORECASE)
_NAMES = {"title": 1, "rubrik": 1, "titel": 1, "subtitle": 2, "underrubrik": 2}
_CONTENTS = re.compile(r"(?:toc|innehåll) ?(?:[1-9]|heading)", re.IGNORECASE)
_OFF = ("0", "false", "off", "none")


def value(element: Element | None) -> str | None:
    """The attribute w:val."""
    return None if element is None else element.get(path("val"))


def number(text: str | None, otherwise: int = 0) -> int:
    """A whole number, as far as one is written that a sane document may have."""
    return int(text) if text and re.fullmatch(r"\d{1,6}", text) else otherwise


def is_on(switch: Element | None, otherwise: bool = False) -> bool:
    """What a switch such as w:b is set to, if there is one."""
    return otherwise if switch is None else value(switch) not in _OFF


def _nearest(elements: Iterable[Element | None], where: str) -> Element | None:
    """What the first of these elements that says something says."""
    found = (element.find(path(where)) for element in elements if element is not None)
    return next((one for one in found if one is not None), None)


@dataclass(eq=False, slots=True)
class Style:
    """A paragraph style with all that it is based on, nearest first, and the document's own."""

    chain: tuple[Element | None, ...]
    is_contents: bool
    level: int
    is_bold: bool
    is_hidden: bool
    _known: dict[str, Element | None] = field(default_factory=dict)

    def _said(self, paragraph: Element, where: str) -> Element | None:
        """What the paragraph says itself, else its style."""
        own = paragraph.find(path(where))
        if own is not None:
            return own
        if where not in self._known:
            self._known[where] = _nearest(self.chain, where)
        return self._known[where]

    def heading(self, paragraph: Element) -> int:
        """The heading level of a paragraph, 0 for body text; its own outline level goes first."""
        own = paragraph.find(path("pPr/outlineLvl"))
        return self.level if own is None else _outline_level(own)

    def list_level(self, paragraph: Element) -> tuple[str | None, int]:
        """Which list the paragraph belongs to (numId, or None) and its level in it from 0."""
        num_id = value(self._said(paragraph, "pPr/numPr/numId"))
        level = number(value(self._said(paragraph, "pPr/numPr/ilvl")))
        return None if num_id == "0" else num_id, min(level, 8)

    def spacing(self, paragraph: Element) -> tuple[int, int, bool]:
        """Space before and after a paragraph (twentieths of a point); not between equal styles?"""
        before = self._said(paragraph, "pPr/spacing[@before]")
        after = self._said(paragraph, "pPr/spacing[@after]")
        return (
            0 if before is None else number(before.get(path("before"))),
            0 if after is None else number(after.get(path("after"))),
            is_on(self._said(paragraph, "pPr/contextualSpacing")),
        )


class Styles:
    """The styles of a document (word/styles.xml, which may be missing)."""

    def __init__(self, root: Element | None) -> None:
        self._by_id: dict[str | None, Element] = {}
        self._default: str | None = None
        self._everywhere = _nearest([root], "docDefaults/pPrDefault")
        self._known: dict[str | None, Style] = {}
        for style in () if root is None else root.iterchildren(path("style")):
            name = style.get(path("styleId"))
            self._by_id[name] = style
            is_default = style.get(path("default")) in ("1", "true")
            if is_default and style.get(path("type")) == "paragraph":
                self._default = name

    def of(self, paragraph: Element) -> Style:
        """The style of a paragraph."""
        name = value(paragraph.find(path("pPr/pStyle"))) or self._default
        if name not in self._known:
            self._known[name] = self._read(name)
        return self._known[name]

    def of_run(self, run: Element, style: Style) -> tuple[bool, bool]:
        """Whether a run in a paragraph of this style is bold, and whether it is hidden."""
        if run.find(path("rPr")) is None:
            return style.is_bold, style.is_hidden
        chain = [run, *self._chain(value(run.find(path("rPr/rStyle"))))]
        return (
            is_on(_nearest(chain, "rPr/b"), style.is_bold),
            is_on(_nearest(chain, "rPr/vanish"), style.is_hidden),
        )

    def _read(self, name: str | None) -> Style:
        chain = (*self._chain(name), self._everywhere)
        names = [value(one.find(path("name"))) or "" for one in chain[:-1]] or [name or ""]
        return Style(
            chain,
            bool(_CONTENTS.fullmatch(names[0])),
            next((level for level in map(_named_level, names) if level), 0)
            or _outline_level(_nearest(chain, "pPr/outlineLvl")),
            is_on(_nearest(chain, "rPr/b")),
            is_on(_nearest(chain, "rPr/vanish")),
        )

    def _chain(self, name: str | None) -> Iterator[Element]:
        seen: set[str | None] = {None}
        while name in self._by_id and name not in seen:
            seen.add(name)
            yield self._by_id[name]
            name = value(self._by_id[name].find(path("basedOn")))


def _named_level(name: str) -> int:
    found = _HEADING.fullmatch(name.strip())
    return min(int(found[1]), 6) if found else _NAMES.get(name.strip().lower(), 0)


def _outline_level(said: Element | None) -> int:
    """The heading level of an outline level; body text has the ninth."""
    level = number(value(said), 9)
    return level + 1 if level < 6 else 0
