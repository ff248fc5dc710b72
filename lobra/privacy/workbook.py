"""A finished Excel workbook as anybody could read it, for the last gate."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

_SHEETS = "xl/worksheets/"
_TEXTS = "xl/sharedStrings.xml"
_APART = "\n¶\n"  # texts that aren't neighbours in any sheet must not be read as one phrase


def texts(path: Path) -> Iterator[tuple[str, str]]:
    """(part of the file, its text): a sheet row by row, cells kept apart; the rest as it stands.

    Taken as one run, the numbers of neighbouring cells would be read as one long number.
    """
    with zipfile.ZipFile(path) as parts:
        names = parts.namelist()
        shared = []
        if _TEXTS in names:
            shared = ["".join(one.itertext()) for one in ElementTree.fromstring(parts.read(_TEXTS))]
        for name in names:
            if name.startswith(_SHEETS) and name.endswith(".xml"):
                yield name, _rows(ElementTree.fromstring(parts.read(name)), shared)
            elif name.endswith((".xml", ".rels")):
                root = ElementTree.fromstring(parts.read(name))
                said = [value for one in root.iter() for value in one.attrib.values()]
                yield name, _APART.join([*root.itertext(), *said])


def _rows(sheet: ElementTree.Element, shared: list[str]) -> str:
    return "\n".join(
        ", ".join(_said(cell, shared) for cell in row if _is(cell, "c"))
        for row in sheet.iter()
        if _is(row, "row")
    )


def _said(cell: ElementTree.Element, shared: list[str]) -> str:
    text = "".join(cell.itertext())
    return shared[int(text)] if cell.get("t") == "s" else text


def _is(element: ElementTree.Element, name: str) -> bool:
    """Whether it is an element of that name, whatever its namespace."""
    return element.tag.rpartition("}")[2] == name
