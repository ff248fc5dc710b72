"""What a Word document's styles say of a paragraph: heading, bold, hidden, space, list."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from docx.oxml.ns import qn
from lxml.etree import _Element as Element

_HEADING = re.compile(r"(?:heading|rubrik) ?([1-9])", re.IGNORECASE)
_NAMES = {"title": 1, "rubrik": 1, "titel": 1, "subtitle": 2, "underrubrik": 2}
_CONTENTS = re.compile(r"(?:toc|innehåll) ?(?:[1-9]|heading)", re.IGNORECASE)


def value(element: Element | None) -> str | None:
    """The attribute w:val."""
    return None if element is None else element.get(qn("w:val"))


def is_on(properties: Element | None, name: str) -> bool | None:
    """A switch such as w:b: True, False, or None where nothing is said."""
    found = None if properties is None else properties.find(qn(name))
    return None if found is None else value(found) not in ("0", "false", "off", "none")


@dataclass(frozen=True, slots=True)
class Style:
    """A paragraph style with all that it is based on, nearest first."""

    id: str | None
    chain: tuple[Element, ...]
    is_bold: bool
    is_hidden: bool
    is_contents: bool
    level: int

    def heading(self, paragraph: Element) -> int:
        """The heading level of a paragraph, 0 for body text; its own outline level goes first."""
        properties = paragraph.find(qn("w:pPr"))
        own = None if properties is None else value(properties.find(qn("w:outlineLvl")))
        if own and own.isdigit():
            return int(own) + 1 if int(own) < 6 else 0
        return self.level

    def list_level(self, paragraph: Element) -> tuple[str | None, int]:
        """Which list the paragraph belongs to (numId, or None) and its level in it from 0."""
        num_id, level = None, None
        for element in (paragraph, *self.chain):
            properties = element.find(qn("w:pPr"))
            found = None if properties is None else properties.find(qn("w:numPr"))
            if found is None:
                continue
            num_id = num_id or value(found.find(qn("w:numId")))
            level = level or value(found.find(qn("w:ilvl")))
        number = int(level) if level and level.isdigit() else 0
        return (None if num_id in (None, "0") else num_id), min(number, 8)


class Styles:
    """The styles of a document (word/styles.xml, which may be missing)."""

    def __init__(self, root: Element | None) -> None:
        self._by_id: dict[str, Element] = {}
        self._default: str | None = None
        self._everywhere: Element | None = None
        self._known: dict[str | None, Style] = {}
        if root is None:
            return
        self._everywhere = root.find(f"{qn('w:docDefaults')}/{qn('w:pPrDefault')}")
        for style in root.iterchildren(qn("w:style")):
            name = style.get(qn("w:styleId"))
            if name is None:
                continue
            self._by_id[name] = style
            if style.get(qn("w:type")) == "paragraph" and style.get(qn("w:default")) in (
                "1",
                "true",
            ):
                self._default = name

    def of(self, paragraph: Element) -> Style:
        """The style of a paragraph."""
        found = paragraph.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
        name = value(found) or self._default
        if name not in self._known:
            self._known[name] = self._read(name)
        return self._known[name]

    def of_run(self, properties: Element, is_bold: bool, is_hidden: bool) -> tuple[bool, bool]:
        """Whether a run is bold and hidden, within a paragraph that is so or not."""
        chain = [properties]
        for style in self._chain(value(properties.find(qn("w:rStyle")))):
            chain.append(style.find(qn("w:rPr")))
        return _first(chain, "w:b", is_bold), _first(chain, "w:vanish", is_hidden)

    def spacing(self, paragraph: Element) -> tuple[int, int, bool]:
        """Space before and after a paragraph (twentieths of a point); not between equal styles?"""
        before = after = None
        is_contextual = None
        for element in (paragraph, *self.of(paragraph).chain, self._everywhere):
            properties = None if element is None else element.find(qn("w:pPr"))
            if properties is None:
                continue
            if is_contextual is None:
                is_contextual = is_on(properties, "w:contextualSpacing")
            space = properties.find(qn("w:spacing"))
            if space is not None:
                before = before if before is not None else space.get(qn("w:before"))
                after = after if after is not None else space.get(qn("w:after"))
        return _twips(before), _twips(after), bool(is_contextual)

    def _read(self, name: str | None) -> Style:
        chain = tuple(self._chain(name))
        runs = [style.find(qn("w:rPr")) for style in chain]
        names = [value(style.find(qn("w:name"))) or "" for style in chain] or [name or ""]
        is_contents = bool(_CONTENTS.fullmatch(names[0]))
        is_bold, is_hidden = _first(runs, "w:b", False), _first(runs, "w:vanish", False)
        return Style(name, chain, is_bold, is_hidden, is_contents, _level(names, chain))

    def _chain(self, name: str | None) -> Iterator[Element]:
        seen: set[str] = set()
        while name in self._by_id and name not in seen:
            seen.add(name)
            yield self._by_id[name]
            name = value(self._by_id[name].find(qn("w:basedOn")))


def _first(chain: list[Element | None], name: str, otherwise: bool) -> bool:
    said = (is_on(properties, name) for properties in chain)
    return next((answer for answer in said if answer is not None), otherwise)


def _level(names: list[str], chain: tuple[Element, ...]) -> int:
    for name in names:
        if found := _HEADING.fullmatch(name.strip()):
            return min(int(found[1]), 6)
        if name.strip().lower() in _NAMES:
            return _NAMES[name.strip().lower()]
    for style in chain:
        outline = value(style.find(f"{qn('w:pPr')}/{qn('w:outlineLvl')}"))
        if outline and outline.isdigit():
            return int(outline) + 1 if int(outline) < 6 else 0
    return 0


def _twips(text: str | None) -> int:
    return int(text) if text and re.fullmatch(r"\d{1,6}", text) else 0
