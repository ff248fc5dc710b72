"""What nbconvert and JupyterLab's export menu call: a notebook in, a file out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import nbformat
from nbconvert.exporters.exporter import Exporter

from lobra.export import typst, writing
from lobra.export.document import read
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


class LobraHTMLExporter(_OfRun):
    """One self-contained Swedish page with contents, print style, light and dark."""

    export_from_notebook = "Lobra (HTML)"
    output_mimetype = "text/html"

    def _file_extension_default(self):
        return ".html"

    def from_notebook_node(self, nb, resources=None, **kw):
        nb, resources = super().from_notebook_node(nb, resources, **kw)
        return writing.page(read(nb, _name(resources))), resources


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
        from lobra.export import word

        nb, resources = super().from_notebook_node(nb, resources, **kw)
        return word.written(read(nb, _name(resources), "docx")), resources


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
