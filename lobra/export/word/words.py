"""Running text for Word, and what python-docx has no call for: fields, bookmarks and links."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from docx.document import Document as File
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from lobra.blocks import Sources, cited
from lobra.export.document import Document
from lobra.export.nodes import Footnotes, Inline, NoteMark, Voice, Words

UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
FORMS = {"strong": "bold", "emphasis": "italic", "strike": "strike"}
FIXED_WIDTH = "Consolas"
NOWHERE: Mapping[str, int] = {}


def clean(text: str) -> str:
    """Without the characters that a Word file can't hold.

    >>> clean("Tor\\x00get\\x1b \\ud800🎉")
    'Torget 🎉'
    """
    return UNFIT.sub("", text)


def element(tag: str, *children: Any, **attributes: Any) -> Any:
    """A w: element."""
    made = OxmlElement(f"w:{tag}")
    for name, value in attributes.items():
        made.set(qn(f"w:{name}"), str(value))
    made.extend(children)
    return made


def bookmarks(document: Document) -> dict[str, int]:
    """The number of the bookmark of each id that a link can lead to."""
    every = (n for one in document.nodes for n in (one.nodes if isinstance(one, Voice) else [one]))
    notes = (node.notes for node in every if isinstance(node, Footnotes))
    ids = [*(heading.id for heading in document.headings), *(n.id for some in notes for n in some)]
    return {id: number for number, id in enumerate(dict.fromkeys(ids), start=1)}


def strong(text: str) -> Words:
    return Words(text, frozenset({"strong"}))


def add(
    file: File, style: str, words: Iterable[Inline] = (), places: Mapping[str, int] = NOWHERE
) -> Paragraph:
    """A paragraph at the end of the file."""
    made = file.add_paragraph(style=style)
    write(made, words, places)
    return made


def write(
    paragraph: Paragraph, words: Iterable[Inline], places: Mapping[str, int] = NOWHERE
) -> None:
    """The words in their form; a link to a place that the document doesn't have is mere words."""
    for one in words:
        if isinstance(one, NoteMark):
            made = _run(paragraph, f"#{one.note.id}", places)
            made.text, made.font.superscript = str(one.note.number), True
            continue
        made = _run(paragraph, one.link, places)
        made.text = clean(one.text)
        for mark in one.marks & {*FORMS}:
            setattr(made.font, FORMS[mark], True)
        if "code" in one.marks:
            made.font.name = FIXED_WIDTH


def write_named(
    paragraph: Paragraph, words: Iterable[Inline], id: str, places: Mapping[str, int]
) -> None:
    """The words with a bookmark around them, which links to `id` lead to."""
    number = places[id]
    paragraph._p.append(element("bookmarkStart", id=number, name=_name(number)))
    write(paragraph, words, places)
    paragraph._p.append(element("bookmarkEnd", id=number))


def write_source(paragraph: Paragraph, sources: Sources) -> None:
    """A claim's source as a small line below it, in the same paragraph."""
    if sources:
        paragraph.add_run(clean(f"\nKälla: {cited(sources)}"), "Källa i text")


def write_field(paragraph: Paragraph, instruction: str, shown: str) -> None:
    """Something that Word counts anew, and what it shows until then."""
    run = paragraph.add_run(shown)
    paragraph._p.append(element("fldSimple", run._r, instr=instruction))


def _name(number: int) -> str:
    """A bookmark's name; Word doesn't list those that begin so."""
    return f"_Ref{number:08d}"


def _run(paragraph: Paragraph, link: str, places: Mapping[str, int]) -> Run:
    """An empty run at the end of the paragraph, inside a link if there is one."""
    is_inside = link.startswith("#")
    if not link or (is_inside and link[1:] not in places):
        return paragraph.add_run()
    made: Any = OxmlElement("w:hyperlink")
    if is_inside:
        made.anchor = _name(places[link[1:]])
    else:
        kind = RELATIONSHIP_TYPE.HYPERLINK
        made.rId = paragraph.part.relate_to(clean(link), kind, is_external=True)
    paragraph._p.append(made)
    run = Run(made.add_r(), paragraph)
    run.style = "Hyperlink"
    return run
