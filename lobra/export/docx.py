"""An executed notebook as a Word document, for councils that comment and sign in Word.

It says what the HTML edition says, made from that edition's own elements.
"""

from __future__ import annotations

from nbconvert.exporters.exporter import Exporter

from lobra.export import contents, html, word_page
from lobra.export.outline import Outline
from lobra.export.word_body import Body
from lobra.export.word_tree import tree_of


class LobraDOCXExporter(Exporter):
    """Real headings, captions, lists and tables; charts as pictures with alt texts."""

    export_from_notebook = "Lobra (Word)"
    output_mimetype = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

    def _file_extension_default(self):
        return ".docx"

    def from_notebook_node(self, nb, resources=None, **kw):
        nb, resources = super().from_notebook_node(nb, resources, **kw)
        name = resources["metadata"].get("name", "") if "metadata" in resources else ""
        return _written(contents.read(nb, name)), resources


def to_docx(notebook) -> bytes:
    """The notebook as a Word document: the same notebook gives the same bytes."""
    return LobraDOCXExporter().from_notebook_node(notebook)[0]


def _written(source: contents.Contents) -> bytes:
    outline, document = Outline(), word_page.blank()
    title, parts = html.elements(source, outline)
    word_page.title_page(Body(document, tree_of("")), source.facts)
    Body(document, tree_of(title)).write()
    word_page.contents_list(document, outline)
    Body(document, tree_of(parts)).write()
    word_page.running_lines(document, source.facts)
    word_page.properties(document, source.facts)
    return word_page.packed(document)
