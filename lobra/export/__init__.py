"""A notebook as a report: one HTML file that needs nothing else, a tagged PDF, a Word document.

All show the same things in the same order. The exporters are registered with nbconvert, so
JupyterLab's "Save and Export Notebook As…" offers them for any notebook.
"""

from lobra.export.docx import LobraDOCXExporter, to_docx
from lobra.export.html import LobraHTMLExporter, index_html, to_html
from lobra.export.pdf import LobraPDFExporter, to_pdf

__all__ = [
    "LobraDOCXExporter",
    "LobraHTMLExporter",
    "LobraPDFExporter",
    "index_html",
    "to_docx",
    "to_html",
    "to_pdf",
]
