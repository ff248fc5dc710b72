"""A notebook as a file in each format: what the build writes. Nothing of nbconvert is loaded, which
takes its time and 10 MB in each worker. `is_sealed` says that the notebook has just been sealed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

import jinja2

from lobra.export import overview, typst
from lobra.export.document import Document, read
from lobra.export.html import Link, Writer, address
from lobra.export.nodes import Heading


def to_html(
    notebook: Mapping[str, Any], links: Mapping[str, Link] | None = None, is_sealed: bool = False
) -> str:
    """The notebook as one page; its references lead to the documents of `links`, by title."""
    return page(read(notebook, is_sealed=is_sealed), links)


def to_pdf(notebook: Mapping[str, Any], is_sealed: bool = False) -> bytes:
    """The notebook as a PDF: the same notebook gives the same bytes."""
    return typst.written(read(notebook, form="pdf", is_sealed=is_sealed))


def to_docx(notebook: Mapping[str, Any], is_sealed: bool = False) -> bytes:
    """The notebook as a Word document: the same notebook gives the same bytes."""
    from lobra.export import word  # who wants no Word waits for none of it

    return word.written(read(notebook, form="docx", is_sealed=is_sealed))


def page(document: Document, links: Mapping[str, Link] | None = None) -> str:
    """One self-contained Swedish page with contents, print style, light and dark."""
    return _template().render(
        document=document,
        logo=address(document.logo) if document.logo else "",
        body_html=Writer(links).all(document.nodes),
        contents=_contents(document.headings),
        style=overview.style(),
        csp=overview.policy(),
    )


@cache
def _template() -> jinja2.Template:
    loader = jinja2.FileSystemLoader(overview.TEMPLATES / "lobra")
    # What the template calls safe was made safe before.
    return jinja2.Environment(loader=loader, autoescape=True).get_template("report.html.j2")


def _contents(headings: Sequence[Heading]) -> list[dict[str, Any]]:
    """The headings of level 2, each with those of level 3 below it."""
    tree: list[dict[str, Any]] = []
    for heading in headings:
        entry: dict[str, Any] = {"id": heading.id, "text": heading.text, "children": []}
        if heading.level == 2:
            tree.append(entry)
        elif heading.level == 3 and tree:
            tree[-1]["children"].append(entry)
    return tree
