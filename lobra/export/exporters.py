"""What nbconvert and JupyterLab's export menu call, and the build: a notebook in, a file out."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

import nbformat
from nbconvert.exporters.exporter import Exporter

from lobra.export import writing
from lobra.export.html import Link
from lobra.export.press import Press
from lobra_data.errors import LobraError


class _OfRun(Exporter):
    """Reads a notebook once all that nbconvert was told to do with it, such as run it, is done.

    One that the build has sealed is run and looked through, and nobody is told to do anything.
    """

    def from_notebook_node(self, nb, resources=None, **kw):
        if not (resources or {}).get("is_sealed"):
            nb, resources = super().from_notebook_node(nb, resources, **kw)
        return nb, resources

    def _preprocess(self, nb, resources):
        if any(getattr(one, "enabled", True) for one in self._preprocessors):
            nb, resources = super()._preprocess(nb, resources)
        else:  # nbconvert would copy it twice more, and validate it after each that does nothing
            nbformat.validate(nb, relax_add_props=True)
        _refuse_unrun(nb)
        return nb, resources


class LobraHTMLExporter(_OfRun):
    """A web page: `writing.to_html`."""

    export_from_notebook = "Lobra (HTML)"
    output_mimetype = "text/html"

    def _file_extension_default(self):
        return ".html"

    def from_notebook_node(self, nb, resources=None, **kw):
        nb, resources = super().from_notebook_node(nb, resources, **kw)
        return writing.to_html(nb, resources.get("links"), *_of(resources)), resources


class LobraPDFExporter(_OfRun):
    """A PDF without browser, LaTeX or system package: `writing.to_pdf`."""

    export_from_notebook = "Lobra (PDF)"
    output_mimetype = "application/pdf"

    def _file_extension_default(self):
        return ".pdf"

    def from_notebook_node(self, nb, resources=None, **kw):
        nb, resources = super().from_notebook_node(nb, resources, **kw)
        return writing.to_pdf(nb, resources.get("press"), *_of(resources)), resources


class LobraDOCXExporter(_OfRun):
    """A Word document: `writing.to_docx`."""

    export_from_notebook = "Lobra (Word)"
    output_mimetype = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

    def _file_extension_default(self):
        return ".docx"

    def from_notebook_node(self, nb, resources=None, **kw):
        nb, resources = super().from_notebook_node(nb, resources, **kw)
        return writing.to_docx(nb, resources.get("press"), *_of(resources)), resources


_EXPORTERS = {"html": LobraHTMLExporter, "pdf": LobraPDFExporter, "docx": LobraDOCXExporter}


def sealed(
    kind: str, notebook: nbformat.NotebookNode, links: Mapping[str, Link], press: Press
) -> bytes:
    """A notebook that the build has just sealed, in one format."""
    resources = {"is_sealed": True, "links": links, "press": press}
    made: Any
    made, _ = _exporter(kind).from_notebook_node(notebook, resources)
    return made.encode("utf-8") if isinstance(made, str) else made


@cache
def _exporter(kind: str) -> Exporter:
    return _EXPORTERS[kind]()


def _refuse_unrun(notebook: Mapping[str, Any]) -> None:
    """A notebook with code of which nothing was run has nothing to show."""
    code = [one for one in notebook["cells"] if one["cell_type"] == "code" and one["source"]]
    if code and not any(one.get("execution_count") or one.get("outputs") for one in code):
        raise LobraError(
            "Notebooken är inte körd och har inget att exportera. Kör alla celler (Run, Run All "
            "Cells) och exportera igen, eller lägg till --execute till jupyter nbconvert."
        )


def _of(resources: Mapping[str, Any]) -> tuple[str, bool]:
    """The name of the notebook's file, and whether the build has just sealed it."""
    name = (resources.get("metadata") or {}).get("name", "")
    return name, resources.get("is_sealed", False)
