"""The last touch to the PDF, which Typst cannot give: headings of rows, no date where none is.

Typst tags the first column of a table as ordinary cells. A reader who listens needs to hear which
row a number belongs to, so they become header cells with the scope "Row".
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from tempfile import TemporaryFile

import pikepdf
from pikepdf import Array, Dictionary, Name

DATES = re.compile(rb"<(xmp:CreateDate|xmp:ModifyDate|xmp:MetadataDate|stEvt:when)>[^<]*</\1>")


_ENDS = {"/TR", "/P", "/Span", "/Caption", "/TOC", "/H1", "/H2", "/H3", "/H4", "/H5", "/H6"}
"""What holds no table: cells and lines of text are most of a report, and needn't be looked into."""


def finished(pdf: bytes, is_dated: bool) -> bytes:
    """The PDF with headings of rows in each table; the same bytes for the same input.

    Without `is_dated` the dates are taken out, since Typst will not write an archive file
    without one.
    """
    # Files without a name, which qpdf reads and writes by itself: bytes in memory take calls of
    # Python for each of thousands of objects, and twice the time.
    with TemporaryFile() as typeset, TemporaryFile() as done:
        typeset.write(pdf)
        typeset.flush()
        with pikepdf.open(typeset, access_mode=pikepdf.AccessMode.mmap) as document:
            _finish(document, is_dated)
            document.save(done, deterministic_id=True)
        done.seek(0)
        return done.read()


def _finish(document, is_dated: bool) -> None:
    for element in _elements(document.Root.StructTreeRoot.K):
        if _is(element, Name.Table):
            _head_rows(element)
    # "No suspects" goes without saying, and poppler calls it an error when it is said.
    if "/Suspects" in document.Root.MarkInfo:
        del document.Root.MarkInfo.Suspects
    if not is_dated:
        _undate(document)


def _head_rows(table) -> None:
    """The last rows stand in the template's foot to stay together, and are rows like the rest."""
    for body in _elements(table.K):
        if _is(body, Name.TFoot):
            body.S = Name.TBody
        if not _is(body, Name.TBody):
            continue
        for row in _elements(body.K):
            if not _is(row, Name.TR):
                continue
            cell = row.K[0] if isinstance(row.K, Array) else row.K
            if isinstance(cell, Dictionary) and _is(cell, Name.TD) and not _spans(cell):
                cell.S = Name.TH
                cell.A = Dictionary(O=Name.Table, Scope=Name.Row)


def _is(element, kind: Name) -> bool:
    return element.get("/S") == kind


def _spans(cell) -> bool:
    attributes = cell.get("/A", Array())
    each = attributes if isinstance(attributes, Array) else [attributes]
    return any(isinstance(a, Dictionary) and "/ColSpan" in a for a in each)


def _undate(document) -> None:
    for key in ("/CreationDate", "/ModDate"):
        if key in document.docinfo:
            del document.docinfo[key]
    metadata = document.Root.Metadata
    metadata.write(DATES.sub(b"", metadata.read_bytes()))


def _elements(kids) -> Iterator:
    """The structure elements below, from the top, as far down as there may be tables and rows; a
    loop, since a report can be deep."""
    waiting = [kids]
    while waiting:
        element = waiting.pop()
        if isinstance(element, Array):
            waiting.extend(reversed(list(element)))
        elif isinstance(element, Dictionary) and "/S" in element:
            yield element
            if str(element.S) not in _ENDS and "/K" in element:
                waiting.append(element.K)
