"""What paragraphs have in common that are written already: an edge along them, and their page."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from docx.oxml.ns import qn

from lobra.export.word.words import element

INDENT, STEP = 284, 340
"""How far in the words stand, and how much deeper each level of a list, in twentieths of a point
(templates/word)."""
SPACE, MOST_SPACE, POINT = 10, 31, 20
"""From the edge to the words in points; Word takes no more than the most."""
AFTER_EDGE = (
    *("shd", "tabs", "suppressAutoHyphens", "kinsoku", "wordWrap", "overflowPunct", "topLinePunct"),
    *("autoSpaceDE", "autoSpaceDN", "bidi", "adjustRightInd", "snapToGrid", "spacing", "ind"),
    *("contextualSpacing", "mirrorIndents", "suppressOverlap", "jc", "textDirection"),
    *("textAlignment", "textboxTightWrap", "outlineLvl", "divId", "cnfStyle", "rPr", "sectPr"),
    "pPrChange",
)
LETTERS_OF_A_PICTURE = 900


def edged(paragraphs: Iterable[Any]) -> None:
    """One line to the left of them all, also where a style draws none of its own."""
    for paragraph in paragraphs:
        about = paragraph.get_or_add_pPr()
        if about.style == "Egnaord":
            continue
        level = _level(about)
        space = min(SPACE + STEP * (level or 0) // POINT, MOST_SPACE)
        line = element("left", val="single", sz=24, space=space, color="12436D")
        later = (f"w:{tag}" for tag in AFTER_EDGE)
        about.insert_element_before(element("pBdr", line), *later)
        indent = about.get_or_add_ind()
        if level is None:
            indent.set(qn("w:left"), str(INDENT))
        else:
            indent.set(qn("w:left"), str(INDENT + STEP * (level + 1)))
            indent.set(qn("w:hanging"), str(STEP))


def keep_with_next(paragraphs: Sequence[Any]) -> None:
    """None of them is the last on its page."""
    for paragraph in paragraphs:
        paragraph.get_or_add_pPr().keepNext_val = True


def n_letters(paragraph: Any) -> int:
    """How much room a paragraph takes, counted in letters."""
    pictures = paragraph.xpath("count(.//w:drawing)")
    return sum(len(one.text or "") for one in paragraph.iter(qn("w:t"))) + int(
        pictures * LETTERS_OF_A_PICTURE
    )


def _level(about: Any) -> int | None:
    """How deep in a list a paragraph stands; None outside lists."""
    number = about.numPr
    return None if number is None else int(number.ilvl.val)
