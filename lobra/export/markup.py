"""HTML from a cell's output, made safe: what is not on the list of allowed things is left out.

No script, style, form, frame or address outside the file gets through, whoever wrote the notebook.
Tables from elsewhere (a DataFrame) are read into `Grid`, which both editions show in their own way.
"""

from __future__ import annotations

import re
from html import escape
from html.parser import HTMLParser

from lobra.export.grid import EMPTY, Grid, TableReader, grid_html
from lobra.export.outline import Outline

NO_ALT = "Bild utan beskrivning"

VOID = {"br", "col", "hr", "img", "wbr"}
ALLOWED = VOID | set(
    "a abbr b bdi blockquote caption cite code colgroup dd del details dfn div dl dt em figcaption "
    "figure footer h1 h2 h3 h4 h5 h6 header i ins kbd li mark ol p pre q s samp section small span "
    "strong sub summary sup table tbody td tfoot th thead time tr u ul var".split()
)
DROPPED = set(
    "script style template svg math iframe object embed noscript head title textarea select audio "
    "video canvas applet frameset map".split()
)
ATTRIBUTES = set(
    "id class lang dir role tabindex scope colspan rowspan headers start value datetime open alt "
    "src href aria-label aria-labelledby aria-describedby aria-hidden".split()
)
REFERENCES = {"aria-labelledby", "aria-describedby", "headers"}
LINK = re.compile(r"(https?://|mailto:|#)", re.IGNORECASE)
IMAGE = re.compile(r"data:image/(png|jpeg|gif|webp|svg\+xml);base64,[A-Za-z0-9+/=\s]+")


def block_html(html: str, outline: Outline) -> str:
    """A block's own HTML with safe contents, headings in order and ids that are unique."""
    return _cleaned(html, outline, is_own=True)[0]


def foreign_html(html: str, outline: Outline, title: str = "") -> tuple[str, list[Grid]]:
    """HTML that no block made, and the tables in it."""
    return _cleaned(html, outline, is_own=False, title=title)


def _cleaned(html, outline, is_own, title=""):
    cleaner = _Cleaner(outline, is_own, title)
    cleaner.feed(html)
    cleaner.close()
    cleaner.end()
    return "".join(cleaner.out), cleaner.grids


class _Cleaner(HTMLParser):
    def __init__(self, outline: Outline, is_own: bool, title: str) -> None:
        super().__init__(convert_charrefs=True)
        self.out: list[str] = []
        self.grids: list[Grid] = []
        self._outline, self._is_own, self._title = outline, is_own, title
        self._open: list[tuple[str, str]] = []
        self._skipped: list[str] = []
        self._ids: dict[str, str] = {}
        self._heading: tuple[int, str, list[str]] | None = None
        self._reader: TableReader | None = None
        self._n_columns = 0

    def handle_starttag(self, tag, attrs):
        if self._skipped or tag in DROPPED:
            if tag not in ("embed",):
                self._skipped.append(tag)
        elif self._reader:
            self._reader.start(tag, dict(attrs))
        elif tag == "table" and not self._is_own:
            self._reader = TableReader(self._title)
        elif tag in ALLOWED:
            self._start(tag, dict(attrs))

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag):
        if self._skipped:
            if tag in self._skipped:
                del self._skipped[self._skipped.index(tag) :]
        elif self._reader:
            if tag == "table" and self._reader.depth == 0:
                self._end_table()
            else:
                self._reader.stop(tag)
        elif tag not in VOID and any(tag == opened for opened, _ in self._open):
            while self._open:
                opened, closing = self._open.pop()
                self._close(opened, closing)
                if opened == tag:
                    break

    def handle_data(self, data):
        if self._skipped:
            return
        if self._reader:
            self._reader.data(data)
            return
        if self._heading:
            self._heading[2].append(data)
        self.out.append(self._text(data))

    def _text(self, data):
        """In a cell, where room is scarce, a word may break after a stroke: A/B."""
        in_cell = any(tag in ("td", "th") for tag, _ in self._open)
        return re.sub(r"(?<=\w)/(?=\w)", "/<wbr>", escape(data)) if in_cell else escape(data)

    def end(self):
        """Closes what the source left open."""
        if self._reader:
            self._end_table()
        while self._open:
            self._close(*self._open.pop())

    def _start(self, tag, attrs):
        closing = tag
        if tag == "thead":
            self._n_columns = 0
        elif tag == "th":
            self._n_columns += 1
        if re.fullmatch("h[1-6]", tag):
            level = self._outline.level(int(tag[1]))
            text_id = self._id(attrs["id"]) if attrs.get("id") else ""
            self._heading = (level, text_id, [])
            closing = f"h{level}"
            self.out.append("\0heading")  # the text decides the id: filled in when it ends
            self._open.append((tag, closing))
            return
        kept = "".join(self._attribute(tag, key, value) for key, value in attrs.items())
        if tag == "img":
            if " src=" not in kept:
                self.out.append(f"<p>{escape(attrs.get('alt') or NO_ALT)}</p>")
                return
            if "alt" not in attrs:
                kept += f' alt="{NO_ALT}"'
        self.out.append(f"<{tag}{kept}>")
        if tag not in VOID:
            self._open.append((tag, closing))

    def _close(self, tag, closing):
        if self._heading and re.fullmatch("h[1-6]", tag):
            level, text_id, texts = self._heading
            text = "".join(texts)
            text_id = text_id or self._outline.id(text)
            place = len(self.out) - 1 - self.out[::-1].index("\0heading")
            self.out[place] = f'<h{level} id="{escape(text_id)}">'
            self._outline.add(level, text_id, text)
            self._heading = None
        if tag == "tbody" and self.out[-1].startswith("<tbody"):
            self.out.append(f'<tr><td colspan="{self._n_columns}">{EMPTY}</td></tr>')
        self.out.append(f"</{closing}>")

    def _attribute(self, tag, key, value):
        value = value or ""
        if key not in ATTRIBUTES or (key == "class" and not self._is_own):
            return ""
        if key == "id":
            value = self._id(value)
        elif key in REFERENCES:
            value = " ".join(self._ids.get(part, part) for part in value.split())
        elif (key == "src" and not IMAGE.fullmatch(value)) or (
            key == "href" and not LINK.match(value)
        ):
            return ""
        elif key == "href" and value.startswith("#"):
            value = "#" + self._ids.get(value[1:], value[1:])
        elif key == "aria-label" and tag in ("div", "section"):
            value = self._outline.label(value)
        elif key == "tabindex" and value not in ("0", "-1"):
            return ""
        return f" {key}" if key == "open" else f' {key}="{escape(value)}"'

    def _id(self, wanted):
        self._ids[wanted] = self._outline.id(wanted)
        return self._ids[wanted]

    def _end_table(self):
        grid = self._reader.grid()
        self._reader = None
        if grid.head:
            self.grids.append(grid)
            self.out.append(grid_html(grid, self._outline))
