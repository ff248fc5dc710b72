"""WordprocessingML in small pieces: elements, runs, fields, bookmarks and links."""

from __future__ import annotations

import re
from dataclasses import dataclass

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
MARKS = ("b", "i", "strike")
_XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


@dataclass(frozen=True)
class Piece:
    """Some words with their form; `link` is an address, or the name of a bookmark after "#"."""

    text: str
    marks: frozenset[str] = frozenset()
    link: str = ""


def clean(text: str) -> str:
    """Without the characters that a Word file can't hold.

    >>> clean("Tor\\x00get\\x1b \\ud800🎉")
    'Torget 🎉'
    """
    return UNFIT.sub("", text)


def element(tag: str, *children, **attributes):
    """A w: element; an attribute's name may end in _ where Python owns the word."""
    made = OxmlElement(f"w:{tag}")
    for name, value in attributes.items():
        made.set(qn(f"w:{name.rstrip('_')}"), str(value))
    made.extend(children)
    return made


def paragraph(style: str, *children):
    """A paragraph in the style with this id."""
    about = element("pPr", element("pStyle", val=style))
    return element("p", about, *children)


def run(text: str, marks: frozenset[str] = frozenset()):
    """Words in one form: bold, italic, struck, code, raised, lowered, or a source's small text."""
    about = []
    if "source" in marks:
        about.append(element("rStyle", val="KallaText"))
    elif "link" in marks:
        about.append(element("rStyle", val="Hyperlink"))
    if "code" in marks:
        about.append(element("rFonts", ascii="Consolas", hAnsi="Consolas", cs="Consolas"))
    about += [element(mark) for mark in MARKS if mark in marks]
    if raised := marks & {"superscript", "subscript"}:
        about.append(element("vertAlign", val=min(raised)))
    made = element("r", *([element("rPr", *about)] if about else []))
    for n, line in enumerate(re.split(r"([\n\t])", text)):
        if n % 2:
            made.append(element("br" if line == "\n" else "tab"))
        elif line:
            made.append(_text("t", line))
    return made


def runs(pieces: list[Piece], part) -> list:
    """The pieces as runs and links; `part` is the part of the file that holds them."""
    made = []
    for piece in pieces:
        if not piece.link:
            made.append(run(piece.text, piece.marks))
            continue
        link = element("hyperlink")
        if piece.link.startswith("#"):
            link.set(qn("w:anchor"), piece.link[1:])
        else:
            kind = RELATIONSHIP_TYPE.HYPERLINK
            link.set(qn("r:id"), part.relate_to(piece.link, kind, is_external=True))
        link.append(run(piece.text, piece.marks | {"link"}))
        made.append(link)
    return made


def field(instruction: str, shown: str) -> list:
    """A field that Word can count anew, and what it shows until then."""
    return [
        element("r", element("fldChar", fldCharType="begin")),
        element("r", _text("instrText", f" {instruction} ")),
        element("r", element("fldChar", fldCharType="separate")),
        run(shown),
        element("r", element("fldChar", fldCharType="end")),
    ]


def bookmarked(number: int, name: str, children: list) -> list:
    """The children with a bookmark around them, which a link can lead to."""
    start = element("bookmarkStart", id=number, name=name)
    return [start, *children, element("bookmarkEnd", id=number)]


def _text(tag: str, text: str):
    made = element(tag)
    made.text = clean(text)
    made.set(_XML_SPACE, "preserve")
    return made
