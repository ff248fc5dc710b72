"""Nodes as a PDF that can be archived (PDF/A-2a) and heard (PDF/UA-1), set by Typst.

The template gets the report as JSON and draws it; no text ever becomes Typst's own code.
"""

from __future__ import annotations

import datetime as dt
import json
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from lobra.blocks import (
    Chart,
    Column,
    Facts,
    KeyFigure,
    KeyFigures,
    Statements,
    Table,
    Text,
    cited,
)
from lobra.export import glyphs, references, tags
from lobra.export.document import Document
from lobra.export.nodes import (
    Captioned,
    Footnotes,
    Heading,
    Inline,
    Listing,
    Node,
    NoteMark,
    Paragraph,
    Picture,
    Preformatted,
    Quote,
    Remark,
    Rule,
    Told,
    Voice,
)
from lobra.export.press import Press, RefusedError
from lobra_data.errors import LobraError

TEMPLATE = Path(__file__).parent / "templates" / "report.typ"
STANDARDS = ["a-2a", "ua-1"]
ROOM = 60
"""Characters that narrow columns may take of a line, so that the others can be read."""
NARROW = 13
LONGEST = 1000
"""Characters of a cell that stay together; a row with more may be parted between two pages."""
ENDLESS = 200
"""Characters of a word that Typst may part anywhere, as it must in a table that has one."""
MANY_COLUMNS = 7
IMAGE_FORMATS = {"image/svg+xml": "svg", "image/png": "png", "image/jpeg": "jpg"}

LONG_WORD = re.compile(r"([^\W\d_]{12,})")
LONG_WORD_OF_MANY_COLUMNS = re.compile(r"([^\W\d_]{9,})")
LONG_WORD_OF_FIGURES = re.compile(r"([^\W\d_]{16,})")
"""What may be hyphenated in a table or below a key figure; nothing else there is."""

Drawn = dict[str, Any]


@dataclass(frozen=True)
class Parted:
    """A text that the template gets in parts, of which every second one is a long word; in one
    part when there is no such thing as a long word."""

    text: str
    long_word: re.Pattern[str] | None


def written(document: Document, press: Press | None = None) -> bytes:
    """The document as a PDF; LobraError when Typst refuses something in it."""
    date = document.report_on
    midnight = dt.datetime(date.year, date.month, date.day, tzinfo=dt.UTC) if date else None
    report, stamp = source(document), int(midnight.timestamp()) if midnight else 0
    try:
        with press or Press() as press:
            pdf, is_settled = _printed(press, report, stamp, fits=True)
            if not is_settled:
                pdf, _ = _printed(press, report, stamp, fits=False)
    except RefusedError as error:
        raise LobraError(
            f'PDF: "{document.title}" kunde inte sättas. Typst säger: {error}. '
            "Rätta det som cellen visar och försök igen."
        ) from None
    return tags.finished(pdf, is_dated=date is not None)


def _printed(press: Press, report: str, stamp: int, fits: bool) -> tuple[bytes, bool]:
    """The PDF, and whether Typst is sure where things stand.

    With `fits` a chart's size depends on its place, and its place on the sizes of those before;
    Typst tries a few times and warns when pages still move, so that contents may be wrong.
    """
    pdf, warnings = press.printed(
        input=TEMPLATE,
        root=TEMPLATE.parent,
        pdf_standards=STANDARDS,
        sys_inputs={"report": report, "fits": "yes" if fits else "no"},
        timestamp=stamp,
    )
    return pdf, not any("converge" in one for one in warnings)


def source(document: Document) -> str:
    """What the template gets; its last node tells of characters that no typeface here has."""
    body = [part for node in document.nodes for part in _drawn(node)]
    for number, part in enumerate(body):
        part["id"] = number
    report, missing = _drawable(
        {
            "title": document.title,
            "kind": document.kind,
            "council": document.council,
            "municipality": document.municipality,
            "notice": document.notice,
            "cover": document.cover,
            "logo": _picture(document.logo, None) if document.logo else None,
            "companion": asdict(document.companion) if document.companion else None,
            "nodes": body,
        }
    )
    if missing:
        named = ", ".join(sorted(missing))
        report["nodes"].append({"kind": "replaced", "sign": glyphs.SUBSTITUTE, "text": named})
    return json.dumps(report, ensure_ascii=False)


def _drawn(node: Node) -> list[Drawn]:
    """What the template draws for a node, each with the name of the function that does."""
    match node:
        case Heading(level, _, words, begins_page):
            heading = {"kind": "heading", "level": level, "words": _inline(words)}
            return [heading | {"begins-page": begins_page}]
        case Paragraph(words, leads_in):
            kind = "lead-in" if leads_in else "paragraph"
            return [{"kind": kind, "words": _inline(words)}]
        case Listing(items, start):
            return [{"kind": "listing", "start": start, "items": [_all(item) for item in items]}]
        case Quote(nodes):
            return [{"kind": "quotation", "nodes": _all(nodes)}]
        case Preformatted(text):
            return [{"kind": "plain", "text": text.expandtabs(4)}]
        case Rule():
            return [{"kind": "rule"}]
        case Remark(label, text):
            return [{"kind": "remark", "label": label, "text": text}]
        case Footnotes():
            return []  # they stand at the foot of the page where they are referred to
        case Picture():
            return [_picture(node, None)]
        case Told(documents=documents):
            return [one | {"foot": references.joined(documents)} for one in _drawn(node.bare)]
        case Voice(label, by, nodes):
            return [{"kind": "voice", "label": label, "by": by, "nodes": _all(nodes)}]
        case Captioned(label, number, title, inner, is_short):
            return _captioned(inner, {"number": f"{label} {number}", "title": title}, is_short)
        case Chart() | Table():
            return _captioned(node, {"number": "", "title": node.title})
        case Facts(items=items, source=source):
            return [{"kind": "facts", "items": items, "source": cited(source)}]
        case KeyFigures():
            return [{"kind": "key-figures", "figures": [*map(_key_figure, node.shown)]}]
        case Text(text=text, source=source):
            return [{"kind": "text", "text": text, "source": cited(source)}]
        case Statements():
            return [_statements(node)]
    raise TypeError(node)


def _all(nodes: Iterable[Node]) -> list[Drawn]:
    return [part for node in nodes for part in _drawn(node)]


def _captioned(
    node: Chart | Table | Picture, caption: Drawn, names_documents: bool = False
) -> list[Drawn]:
    match node:
        case Table():
            return _table(node, caption, names_documents)
        case Picture():
            return [_picture(node, caption)]
    shown = references.documents if names_documents else references.whole
    return [{
        "kind": "chart", "caption": caption, "svg": node.svg, "alt": node.alt,
        "source": references.joined(shown(node.source)),
    }]  # fmt: skip


def _picture(picture: Picture, caption: Drawn | None) -> Drawn:
    """A picture that no block made: as wide as it was drawn, at most the width of the page."""
    is_text = picture.mime == "image/svg+xml"
    data = picture.data.decode("utf-8", "replace") if is_text else [*picture.data]
    shape = IMAGE_FORMATS[picture.mime]
    return {
        "kind": "picture", "data": data, "format": shape, "alt": picture.alt, "caption": caption,
        "said": "" if caption else picture.title, "tallest": picture.tallest,
    }  # fmt: skip


def _key_figure(figure: KeyFigure) -> Drawn:
    words = {"label": figure.label, "before": figure.before, "note": figure.note}
    parted = {name: Parted(text, LONG_WORD_OF_FIGURES) for name, text in words.items()}
    return parted | {"value": figure.shown, "source": cited(figure.source)}


def _statements(block: Statements) -> Drawn:
    places, foot = references.of_statements(block)
    pairs = zip(block.items, places, strict=True)
    listed = [{"text": item.text, "source": place} for item, place in pairs]
    return {"kind": "statements", "items": listed, "source": references.joined(foot)}


def _table(table: Table, caption: Drawn, names_documents: bool) -> list[Drawn]:
    laid = references.laid_out(table, names_documents)
    narrow = _narrow(laid.columns, laid.rows)
    rows = [[_pieces(text) for text in row] for row in laid.rows]
    long_rows = [n for n, row in enumerate(rows) if _is_long(row)]
    # Typst gives up on single words in very long texts, which may then part any word.
    is_wide = len(laid.columns) >= MANY_COLUMNS
    long_word = None if long_rows else LONG_WORD_OF_MANY_COLUMNS if is_wide else LONG_WORD

    def parted(text: str) -> Parted:
        return Parted(text, long_word)

    made: Drawn = {
        "kind": "sheet", "caption": caption | {"title": parted(caption["title"])},
        "rows": [[[*map(parted, pieces)] for pieces in row] for row in rows],
        "long-rows": long_rows,
        "source": parted(references.joined(laid.foot)),
        "columns": [
            {
                "label": parted(column.label), "align": "right" if column.is_number else "left",
                "share": 0 if n in narrow else column.share,
            }
            for n, column in enumerate(laid.columns)
        ],
    }  # fmt: skip
    return [made, {"kind": "note", "text": laid.note}] if laid.note else [made]


def _pieces(text: str) -> list[str]:
    """A cell's text, cut where it is longer than a page may hold in one: it then goes on."""
    return re.findall(rf".{{1,{LONGEST}}}(?:\s+|\Z)|.{{{LONGEST}}}", text, re.S) or [text]


def _is_long(row: Sequence[Sequence[str]]) -> bool:
    return any(
        len(pieces) > 1 or any(len(word) >= ENDLESS for word in pieces[0].split()) for pieces in row
    )


def _narrow(columns: Sequence[Column], rows: Sequence[Sequence[str]]) -> set[int]:
    """Columns whose every cell is a word or two: they take the room they need, no more."""
    longest = [max(map(len, column)) for column in zip(*rows, strict=True)]
    narrow = {
        n
        for n, (column, width) in enumerate(zip(columns, longest, strict=False))
        if column.is_number or max(width, len(column.label)) <= NARROW
    }
    is_room = sum(longest[n] for n in narrow) <= ROOM
    return narrow if is_room and len(narrow) < len(columns) else set()


def _inline(words: Iterable[Inline]) -> list[Drawn]:
    return [
        {"note": _inline(one.note.words)}
        if isinstance(one, NoteMark)
        else {"text": one.text, "marks": sorted(one.marks), "link": _outside(one.link)}
        for one in words
    ]


def _outside(link: str) -> str:
    """An address outside the document; inside it the contents and the bookmarks lead."""
    return "" if link.startswith("#") else link


def _drawable(value: Any) -> tuple[Any, set[str]]:
    """The same in composed form, without control characters and with "□" for what has no shape."""
    missing: set[str] = set()

    def walk(one: Any) -> Any:
        match one:
            case str():
                text = unicodedata.normalize("NFC", one.replace("\r\n", "\n"))
                text, found = glyphs.replaced(_UNSEEN.sub("", text))
                missing.update(found)
                return text
            case Parted(text, long_word):
                return long_word.split(walk(text)) if long_word else [walk(text)]
            case Mapping():
                return {key: walk(inner) for key, inner in one.items()}
            case Sequence():
                return [walk(inner) for inner in one]
        return one

    return walk(value), missing


_UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
"""Control characters but tab and the end of a line, and halves of characters."""
