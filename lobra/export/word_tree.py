"""The HTML edition's parts as a tree: which are words, in which form, and which are blocks."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

from lxml import html
from lxml.html import HtmlElement

from lobra.export.word_xml import Piece, clean

INLINE = set(
    "a abbr b bdi br cite code del dfn em i ins kbd mark q s samp small span strong sub sup time u "
    "var wbr".split()
)
MARKS = {
    "b": "b", "strong": "b", "i": "i", "em": "i", "cite": "i", "dfn": "i", "var": "i",
    "del": "strike", "s": "strike", "code": "code", "kbd": "code", "samp": "code",
    "sub": "subscript", "sup": "superscript",
}  # fmt: skip
SPACE = re.compile(r"[ \t\n\r\f]+")


def tree_of(markup: str) -> HtmlElement:
    """The markup below one element, however large and however deep."""
    parser = html.HTMLParser(huge_tree=True, encoding="utf-8", remove_comments=True)
    page = f"<html><body><div>{clean(markup)}</div></body></html>".encode()
    return html.document_fromstring(page, parser=parser).find("body/div")


def classes(node: str | HtmlElement) -> str:
    return "" if isinstance(node, str) else node.get("class", "")


def nodes(parent: HtmlElement) -> Iterator[str | HtmlElement]:
    """The words and the elements right below an element, in order."""
    if parent.text:
        yield parent.text
    for child in parent:
        yield child
        if child.tail:
            yield child.tail


def is_inline(node: str | HtmlElement) -> bool:
    """Whether it runs along in a line; a picture is always a block of its own."""
    return isinstance(node, str) or (node.tag in INLINE and node.find(".//img") is None)


def leads_back(link: HtmlElement) -> bool:
    """Whether a link only leads from a note to where it is referred to."""
    return link.get("href", "").startswith("#") and text_of(link) == "↑"


def text_of(node: HtmlElement | None) -> str:
    """The words of an element on one line; "" when there is none.

    >>> text_of(html.fromstring("<p>Vid <b>torget</b><br>igen</p>"))
    'Vid torget igen'
    """
    if node is None:
        return ""
    return " ".join("".join(_in_order(node)).split())


def source_of(details: HtmlElement | None) -> str:
    """What unfolds below the word "Källa"."""
    inside = [] if details is None else nodes(details)
    parts = (part for part in inside if isinstance(part, str) or part.tag != "summary")
    words = (part if isinstance(part, str) else text_of(part) for part in parts)
    return " ".join(" ".join(words).split())


def _in_order(node: HtmlElement) -> Iterator[str]:
    for part in nodes(node):
        if isinstance(part, str):
            yield part
        else:
            yield " " if part.tag == "br" else ""
            yield from _in_order(part)


def pieces_of(content: Iterable[str | HtmlElement], place: Callable[[str], str]) -> list[Piece]:
    """Words with their form. `place` says where in Word a link leads."""
    return trimmed(_pieces(content, place, frozenset(), ""))


def _pieces(content, place, marks, link) -> Iterator[Piece]:
    for node in content:
        if isinstance(node, str):
            yield Piece(SPACE.sub(" ", node), marks, link)
        elif node.tag == "br":
            yield Piece("\n", marks, link)
        elif node.tag == "wbr":
            yield Piece("\u200b", marks, link)  # Word's own sign for a place to break a word
            yield from _pieces(nodes(node), place, marks, link)  # the parser does not close it
        elif "ref" in classes(node):
            yield Piece(f"\nKälla: {source_of(node)}", marks | {"source"})
        elif "status" in classes(node).split():
            yield Piece(text_of(node).replace(" ", "\u00a0"), marks | {"b"}, link)
        else:
            inner = marks | ({MARKS[node.tag]} if node.tag in MARKS else set())
            to = place(node.get("href")) if node.tag == "a" and node.get("href") else link
            yield from _pieces(nodes(node), place, inner, to)


def trimmed(pieces: Iterable[Piece]) -> list[Piece]:
    """Without spaces at either end, at a line break, or two after each other.

    >>> [p.text for p in trimmed([Piece(" Vid "), Piece(" torget "), Piece("\\nKälla")])]
    ['Vid ', 'torget', '\\nKälla']
    """
    kept: list[Piece] = []
    for piece in pieces:
        text = piece.text
        if not kept or kept[-1].text[-1] in " \n":
            text = text.lstrip(" ")
        if text.startswith("\n") and kept:
            kept[-1] = Piece(kept[-1].text.rstrip(" "), kept[-1].marks, kept[-1].link)
            if not kept[-1].text:
                kept.pop()
        if text:
            kept.append(Piece(text, piece.marks, piece.link))
    while kept and not kept[-1].text.rstrip():
        kept.pop()
    if kept:
        kept[-1] = Piece(kept[-1].text.rstrip(), kept[-1].marks, kept[-1].link)
    return kept
