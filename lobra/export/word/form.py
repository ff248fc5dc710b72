"""A plain form as Word: headings, lists and lines as in its Markdown, to be filled in."""

from __future__ import annotations

import re

import docx

from lobra.export.word import page


def written(text: str) -> bytes:
    """The Markdown of a form, of which only headings and list items are known, as a Word file."""
    file = docx.Document()
    for line in text.splitlines():
        if heading := re.fullmatch(r"(#{1,3}) (.*)", line):
            file.add_heading(heading[2], len(heading[1]))
        elif item := re.fullmatch(r"-(?: (.*))?", line):
            file.add_paragraph(item[1] or "", style="List Bullet")
        elif line:
            file.add_paragraph(line)
    properties = file.core_properties
    properties.author, properties.comments, properties.language = "", "", page.LANGUAGE
    return page.packed(file)
