"""A document as a Word file, for councils that comment and sign in Word."""

from __future__ import annotations

from lobra.export.document import Document
from lobra.export.press import Press
from lobra.export.word import page
from lobra.export.word.body import Writer
from lobra.export.word.words import bookmarks


def written(document: Document, press: Press | None = None) -> bytes:
    """The document as a Word file: the same document gives the same bytes."""
    file, places = page.blank(document.kind in ("annexes", "brief")), bookmarks(document)
    with press or Press() as press:
        page.title_page(file, document, press)
        page.contents(file, document.headings, places)
        Writer(file, places, press).all(document.nodes)
    page.running_lines(file.sections[0], document)
    page.properties(file, document)
    return page.packed(file)
