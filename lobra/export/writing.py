"""A notebook as a file in each format: the same notebook gives the same bytes.

`name` titles a notebook that has no heading, `is_sealed` says that it has just been sealed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

import jinja2

from lobra.export import overview, typst
from lobra.export.document import read
from lobra.export.html import Link, Writer, address
from lobra.export.nodes import Heading
from lobra.export.press import Press


def to_html(
    notebook: Mapping[str, Any],
    links: Mapping[str, Link] | None = None,
    name: str = "",
    is_sealed: bool = False,
) -> str:
    """One self-contained Swedish page with contents, print style, light and dark.

    Its references lead to the documents of `links`, by title.
    """
    document = read(notebook, name, is_sealed=is_sealed)
    return _template().render(
        document=document,
        logo=address(document.logo) if document.logo else "",
        body_html=Writer(links).all(document.nodes),
        contents=_contents(document.headings),
        style=overview.style(),
        csp=overview.policy(),
    )


def to_pdf(
    notebook: Mapping[str, Any],
    press: Press | None = None,
    name: str = "",
    is_sealed: bool = False,
) -> bytes:
    """A PDF with cover, contents, page numbers and tags."""
    return typst.written(read(notebook, name, "pdf", is_sealed), press)


def to_docx(
    notebook: Mapping[str, Any],
    press: Press | None = None,
    name: str = "",
    is_sealed: bool = False,
) -> bytes:
    """A Word document with real headings, captions, lists and tables; charts as pictures."""
    from lobra.export import word  # who wants no Word waits for none of it

    return word.written(read(notebook, name, "docx", is_sealed), press)


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
