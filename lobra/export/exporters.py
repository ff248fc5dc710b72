"""What nbconvert, JupyterLab's export menu and the build call: a notebook in, a file out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache
from typing import Any

import nbformat
from nbconvert.exporters.exporter import Exporter
from nbconvert.exporters.html import HTMLExporter
from nbconvert.exporters.templateexporter import TemplateExporter
from traitlets import default
from traitlets.config import Config

from lobra.export import overview, typst
from lobra.export.document import Document, read
from lobra.export.html import Link, Writer, address
from lobra.export.nodes import Heading
from lobra.export.press import Press
from lobra_data.errors import LobraError


class _OfRun(Exporter):
    """Reads a notebook once all that nbconvert was told to do with it, such as run it, is done."""

    def _preprocess(self, nb, resources):
        if any(getattr(one, "enabled", True) for one in self._preprocessors):
            nb, resources = super()._preprocess(nb, resources)
        else:  # nbconvert would copy it twice more, and validate it after each that does nothing
            nbformat.validate(nb, relax_add_props=True)
        _refuse_unrun(nb)
        return nb, resources


class LobraHTMLExporter(_OfRun, HTMLExporter):
    """One self-contained Swedish page with contents, print style, light and dark."""

    export_from_notebook = "Lobra (HTML)"

    @default("template_name")
    def _template_name_default(self):
        return "lobra"

    @property
    def default_config(self):
        # Not HTMLExporter's: its styles and highlighter are for code, which is never shown.
        return Config({"NBConvertBase": {"display_data_priority": ["text/html"]}})

    @default("extra_template_basedirs")
    def _extra_template_basedirs_default(self):
        return [str(overview.TEMPLATES)]

    def _create_environment(self):
        environment = super()._create_environment()
        environment.autoescape = True  # what the template calls safe was made safe before
        return environment

    def _preprocess(self, nb, resources):
        nb, resources = super()._preprocess(nb, resources)
        resources["lobra"] = _page(read(nb, _name(resources)), resources.get("links", {}))
        return nb, resources

    def from_notebook_node(self, nb, resources=None, **kw):
        return TemplateExporter.from_notebook_node(self, nb, resources, **kw)


class LobraPDFExporter(_OfRun):
    """PDF with cover, contents, page numbers and tags; no browser, LaTeX or system package."""

    export_from_notebook = "Lobra (PDF)"
    output_mimetype = "application/pdf"

    def _file_extension_default(self):
        return ".pdf"

    def from_notebook_node(self, nb, resources=None, **kw):
        nb, resources = super().from_notebook_node(nb, resources, **kw)
        return typst.written(read(nb, _name(resources), "pdf")), resources


class LobraDOCXExporter(_OfRun):
    """Real headings, captions, lists and tables; charts as pictures with alt texts."""

    export_from_notebook = "Lobra (Word)"
    output_mimetype = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

    def _file_extension_default(self):
        return ".docx"

    def from_notebook_node(self, nb, resources=None, **kw):
        from lobra.export import word  # who wants no Word waits for none of it

        nb, resources = super().from_notebook_node(nb, resources, **kw)
        return word.written(read(nb, _name(resources), "docx")), resources


def to_html(notebook, links: Mapping[str, Link] | None = None) -> str:
    """The notebook as one page; its references lead to the documents of `links`, by title."""
    return _html_exporter().from_notebook_node(notebook, {"links": links or {}})[0]


@cache
def _html_exporter() -> LobraHTMLExporter:
    """One for all pages, since each else compiles the templates anew."""
    return LobraHTMLExporter()


def to_pdf(notebook, press: Press | None = None) -> bytes:
    """The notebook as a PDF: the same notebook gives the same bytes."""
    return typst.written(read(notebook, form="pdf"), press)


def to_docx(notebook, press: Press | None = None) -> bytes:
    """The notebook as a Word document: the same notebook gives the same bytes."""
    from lobra.export import word

    return word.written(read(notebook, form="docx"), press)


def _page(document: Document, links: Mapping[str, Link]) -> dict[str, Any]:
    """What the template puts in its places."""
    return {
        "document": replace(document, nodes=()),
        "logo": address(document.logo) if document.logo else "",
        "body_html": Writer(links).all(document.nodes),
        "contents": _contents(document.headings),
        "style": overview.style(),
        "csp": overview.policy(),
    }


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


def _refuse_unrun(notebook: Mapping[str, Any]) -> None:
    """A notebook with code of which nothing was run has nothing to show."""
    code = [one for one in notebook["cells"] if one["cell_type"] == "code" and one["source"]]
    if code and not any(one.get("execution_count") or one.get("outputs") for one in code):
        raise LobraError(
            "Notebooken är inte körd och har inget att exportera. Kör alla celler (Run, Run All "
            "Cells) och exportera igen, eller lägg till --execute till jupyter nbconvert."
        )


def _name(resources: Mapping[str, Any]) -> str:
    """The name of the notebook's file, which titles a notebook that has no heading."""
    return (resources.get("metadata") or {}).get("name", "")
