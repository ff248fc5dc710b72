"""Markdown cells as HTML and as Typst, from the same tokens, so that both editions say the same.

Raw HTML and formulas are shown as the text they are. A link leads to the web, to a mail address or
to a place on the page; anything else stays text. Pictures come from the cell's own attachments.
"""

from __future__ import annotations

import base64
from collections.abc import Iterable, Mapping
from functools import cache
from html import escape
from typing import Any

import mistune

from lobra.blocks.typst_text import literal
from lobra.export.grid import Grid, grid_html, numeric_columns
from lobra.export.markup import LINK, NO_ALT
from lobra.export.outline import Outline
from lobra.export.typst_source import call, grid_typst, picture_typst

Token = dict[str, Any]


@cache
def _parser():
    return mistune.create_markdown(renderer=None, plugins=["footnotes", "table", "strikethrough"])


def first_heading(source: str) -> str:
    """The text of the first # heading, or "" when there is none."""
    for token in _parser()(source):
        if token["type"] == "heading" and token["attrs"]["level"] == 1:
            return text_of(token["children"])
    return ""


def text_of(tokens: Iterable[Token]) -> str:
    """The words of the tokens, without their form."""
    texts = []
    for token in tokens:
        if token["type"] in ("softbreak", "linebreak"):
            texts.append(" ")
        elif token["type"] != "footnote_ref":
            texts.append(token.get("raw") or text_of(token.get("children", ())))
    return "".join(texts)


class Renderer:
    """Walks through the tokens; what a token becomes is said by the method with its name."""

    def __init__(self, outline: Outline, pictures: Mapping[str, Any], prefix: str) -> None:
        self._outline, self._pictures, self._prefix = outline, pictures, prefix
        self._heading_above = ""
        self._notes: dict[str, Token] = {}

    def render(self, source: str, title_shown: bool = True) -> str:
        """The cell. When the title stands above already, its own # heading is left out."""
        tokens = _parser()(source)
        for token in tokens:
            if token["type"] == "footnotes":
                self._notes = {note["attrs"]["key"]: note for note in token["children"]}
        if not title_shown:
            first = next((t for t in tokens if _is_title(t)), None)
            tokens = [token for token in tokens if token is not first]
        return self.all(tokens)

    def all(self, tokens: Iterable[Token]) -> str:
        return "".join(self.one(token) for token in tokens)

    def one(self, token: Token) -> str:
        method = getattr(self, f"do_{token['type']}", None)
        if method:
            return method(token)
        if "children" in token:
            return self.all(token["children"])
        return self.do_text(token) if token.get("raw", "").strip() else ""

    def do_blank_line(self, token: Token) -> str:
        return ""

    def grid(self, token: Token) -> Grid:
        """A markdown table; it has no caption of its own and takes the heading above it."""
        head, rows = [], []
        for part in token["children"]:
            if part["type"] == "table_head":
                head = _texts(part)
            else:
                rows = [_texts(row) for row in part["children"]]
        return Grid(self._heading_above, head, rows, numeric_columns(rows, len(head)))

    def picture(self, token: Token):
        """The attached picture that the token names, or None, and its alt text."""
        url = token["attrs"]["url"]
        return self._pictures.get(url.removeprefix("attachment:")), text_of(token["children"])

    def _inline(self, blocks: list[Token]) -> str:
        """A note's paragraphs as running text, since a note has no room for more."""
        return self.do_linebreak({}).join(
            self.all(block["children"])
            if block["type"] in ("paragraph", "block_text")
            else self.do_text({"raw": text_of([block])})
            for block in blocks
            if block["type"] != "blank_line"
        )


class Html(Renderer):
    def do_text(self, token):
        return escape(token["raw"])

    def do_heading(self, token):
        text = text_of(token["children"])
        if not text.strip():
            return ""
        level, id = self._outline.level(token["attrs"]["level"]), self._outline.id(text)
        self._outline.add(level, id, text)
        self._heading_above = text
        return f'<h{level} id="{escape(id)}">{self.all(token["children"])}</h{level}>\n'

    def do_paragraph(self, token):
        return f"<p>{self.all(token['children'])}</p>\n"

    def do_block_text(self, token):
        return self.all(token["children"])

    def do_block_html(self, token):
        return f"<p>{escape(token['raw'].strip())}</p>\n"

    def do_block_quote(self, token):
        return f"<blockquote>{self.all(token['children'])}</blockquote>\n"

    def do_block_code(self, token):
        return plain_html(token["raw"], self._outline)

    def do_list(self, token):
        tag = "ol" if token["attrs"].get("ordered") else "ul"
        first = token["attrs"].get("start", 1)
        start = f' start="{first}"' if tag == "ol" and first != 1 else ""
        items = "".join(f"<li>{self.all(item['children'])}</li>\n" for item in token["children"])
        return f"<{tag}{start}>\n{items}</{tag}>\n"

    def do_thematic_break(self, token):
        return "<hr>\n"

    def do_table(self, token):
        return grid_html(self.grid(token), self._outline)

    def do_strong(self, token):
        return f"<strong>{self.all(token['children'])}</strong>"

    def do_emphasis(self, token):
        return f"<em>{self.all(token['children'])}</em>"

    def do_strikethrough(self, token):
        return f"<del>{self.all(token['children'])}</del>"

    def do_codespan(self, token):
        return f"<code>{escape(token['raw'])}</code>"

    def do_softbreak(self, token):
        return "\n"

    def do_linebreak(self, token):
        return "<br>\n"

    def do_link(self, token):
        inner = self.all(token["children"])
        url = token["attrs"]["url"]
        return f'<a href="{escape(url)}">{inner}</a>' if LINK.match(url) else inner

    def do_image(self, token):
        picture, alt = self.picture(token)
        return picture_html(picture, alt) if picture else escape(f"[Bild: {alt or NO_ALT}]")

    def do_footnote_ref(self, token):
        n, key = token["attrs"]["index"], self._prefix
        return f'<sup><a id="{key}-ref-{n}" href="#{key}-{n}" aria-label="Fotnot {n}">{n}</a></sup>'

    def do_footnotes(self, token):
        key, notes = self._prefix, []
        for note in token["children"]:
            n = note["attrs"]["index"]
            back = f'<a href="#{key}-ref-{n}" aria-label="Tillbaka till texten, fotnot {n}">↑</a>'
            notes.append(f'<li id="{key}-{n}">{self._inline(note["children"])} {back}</li>\n')
        return f'<ol class="footnotes">\n{"".join(notes)}</ol>\n'


class Typst(Renderer):
    def do_text(self, token):
        return f"#{literal(token['raw'])};" if token["raw"] else ""

    def do_heading(self, token):
        text = text_of(token["children"])
        if not text.strip():
            return ""
        level = self._outline.level(token["attrs"]["level"])
        self._heading_above = text
        return f"\n\n#lobra-heading({level}, {literal(text)})\n\n"

    def all(self, tokens):
        tokens = [token for token in tokens if token["type"] != "blank_line"]
        if [token["type"] for token in tokens[-2:]] == ["heading", "paragraph"]:
            lead_in = f"\n\n#lobra-lead-in[{super().all(tokens[-1]['children'])}]\n\n"
            return super().all(tokens[:-1]) + lead_in
        return super().all(tokens)

    def do_paragraph(self, token):
        return f"\n\n#lobra-prose[{self.all(token['children'])}]\n\n"

    def do_block_text(self, token):
        return self.all(token["children"])

    def do_block_html(self, token):
        return f"\n\n#lobra-prose[#{literal(token['raw'].strip())};]\n\n"

    def do_block_quote(self, token):
        return f"\n\n#lobra-prose[#quote(block: true)[{self.all(token['children'])}]]\n\n"

    def do_block_code(self, token):
        return f"\n\n{plain_typst(token['raw'])}\n\n"

    def do_list(self, token):
        kind = "enum" if token["attrs"].get("ordered") else "list"
        start = f"start: {token['attrs'].get('start', 1)}, " if kind == "enum" else ""
        items = ", ".join(f"[{self.all(item['children'])}]" for item in token["children"])
        inner = f"#{kind}({start}{items})"
        return inner if token["attrs"].get("depth") else f"\n\n#lobra-prose[{inner}]\n\n"

    def do_thematic_break(self, token):
        return "\n\n#lobra-rule()\n\n"

    def do_table(self, token):
        return f"\n\n{grid_typst(self.grid(token))}\n\n"

    def do_strong(self, token):
        return f"#strong[{self.all(token['children'])}]"

    def do_emphasis(self, token):
        return f"#emph[{self.all(token['children'])}]"

    def do_strikethrough(self, token):
        return f"#strike[{self.all(token['children'])}]"

    def do_codespan(self, token):
        return f"#raw({literal(token['raw'])});"

    def do_softbreak(self, token):
        return "\n"

    def do_linebreak(self, token):
        return "#linebreak();"

    def do_link(self, token):
        inner, url = self.all(token["children"]), token["attrs"]["url"]
        is_outside = LINK.match(url) and not url.startswith("#")
        return f"#link({literal(url)})[{inner}]" if is_outside else inner

    def do_image(self, token):
        picture, alt = self.picture(token)
        if not picture:
            return f"#{literal(f'[Bild: {alt or NO_ALT}]')};"
        return picture_typst(picture.mime, picture.data, alt or picture.alt, "")

    def do_footnote_ref(self, token):
        note = self._notes.get(token["raw"])
        return f"#footnote[{self._inline(note['children'])}]" if note else ""

    def do_footnotes(self, token):
        return ""  # they stand where they are referred to


def picture_html(picture, alt: str = "") -> str:
    """A picture that stands in the file itself."""
    data = base64.b64encode(picture.data).decode("ascii")
    image = f'<img src="data:{picture.mime};base64,{data}" alt="{escape(alt or picture.alt)}">'
    return image


def plain_html(text: str, outline: Outline) -> str:
    """Text with its line breaks, in a box that scrolls when the lines are long."""
    scroll = f'<div class="scroll" role="region" tabindex="0" aria-label="{outline.label("Text")}">'
    return f"{scroll}<pre>{escape(text.rstrip())}</pre></div>\n"


def plain_typst(text: str) -> str:
    """The same for the PDF."""
    return call("lobra-plain", text.rstrip().expandtabs(4))


def _texts(row: Token) -> list[str]:
    return [text_of(cell["children"]) for cell in row["children"]]


def _is_title(token: Token) -> bool:
    return token["type"] == "heading" and token["attrs"]["level"] == 1
