"""What a reader sees of an executed notebook, in order. Both exporters start from here.

Code, prompts, streams, raw cells, parameters and tracebacks are left out. Of an output with
several formats the best one that both editions can show is taken.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from lobra.export import prose
from lobra.export.markup import NO_ALT

HIDDEN_TAGS = {"remove-cell", "remove_cell", "hide-cell"}
HIDDEN_OUTPUT_TAGS = {
    "remove-output",
    "remove_output",
    "hide-output",
    "parameters",
    "injected-parameters",
}
PICTURES = ("image/svg+xml", "image/png", "image/jpeg")
INTERACTIVE = "Den här delen är interaktiv och visas bara i JupyterLab."


@dataclass(frozen=True)
class Prose:
    """A markdown cell, with the pictures pasted into it."""

    source: str
    pictures: Mapping[str, Picture] = field(default_factory=dict)


@dataclass(frozen=True)
class Block:
    """One of Lobra's own blocks, which brings its form for both editions."""

    html: str
    typst: str
    plain: str = ""


@dataclass(frozen=True)
class Picture:
    """An image that is no block; `alt` may only say that nobody has described it."""

    mime: str
    data: bytes
    alt: str = NO_ALT
    title: str = ""


@dataclass(frozen=True)
class Markup:
    """HTML from elsewhere, a DataFrame for instance; `plain` is its text form."""

    html: str
    plain: str
    title: str = ""


@dataclass(frozen=True)
class Plain:
    """Text as it stands, with its line breaks."""

    text: str


@dataclass(frozen=True)
class Remark:
    """Something that the exporter has to say about a part that it cannot show."""

    label: str
    text: str


NO_SCRIPT = Remark("Visas inte här.", "Den här delen kräver ett skript och visas inte i rapporten.")
Part = Prose | Block | Picture | Markup | Plain | Remark


@dataclass(frozen=True)
class Contents:
    """The document's facts (None means unknown), the HTML of its title block, and its parts."""

    facts: dict[str, Any]
    title_html: str
    parts: list[Part]

    @property
    def title(self) -> str:
        return self.facts["title"]


FACTS = (
    "title council municipality year edition report_on version case_number contact notice"
).split()


def read(notebook: Mapping[str, Any], name: str = "") -> Contents:
    """The notebook's contents. `name` (of its file) is the title when nothing in it is one."""
    facts: dict[str, Any] = dict.fromkeys(FACTS)
    title_html, parts = "", []
    for part, found in _parts(notebook):
        if found is not None and not title_html and part is not None:
            facts.update({key: _text(found.get(key)) for key in FACTS})
            title_html = part.html
        elif part is not None:
            parts.append(part)
    if not facts["title"]:
        facts["title"] = _first_heading(parts) or _text(_named(notebook)) or name or "Rapport"
    return Contents(facts, title_html, parts)


def is_titled(part: Part) -> bool:
    """Whether the part holds a # heading: the title, when no title block stands above."""
    return isinstance(part, Prose) and bool(prose.first_heading(part.source))


def _parts(notebook: Mapping[str, Any]) -> Iterator[tuple[Part | None, dict | None]]:
    """Each part, and the document's facts with the part that is a title block."""
    for cell in notebook["cells"]:
        tags = set(cell.get("metadata", {}).get("tags", ()))
        if tags & HIDDEN_TAGS:
            continue
        if cell["cell_type"] == "markdown":
            yield Prose(_joined(cell["source"]), _attachments(cell)), None
        elif cell["cell_type"] == "code" and not tags & HIDDEN_OUTPUT_TAGS:
            for output in cell.get("outputs", ()):
                yield _part(output), _document(output)


def _part(output: Mapping[str, Any]) -> Part | None:
    kind = output["output_type"]
    if kind == "error":
        said = f"{output.get('ename', 'Fel')}: {output.get('evalue', '')}".strip(": ")
        return Remark("Cellen kunde inte köras.", " ".join(_unescaped(said).split()))
    if kind not in ("display_data", "execute_result"):
        return None
    data = {mime: _joined(value) for mime, value in output.get("data", {}).items()}
    metadata = output.get("metadata", {})
    if "lobra" in metadata and "text/html" in data and "text/x-typst" in data:
        return Block(data["text/html"], data["text/x-typst"], data.get("text/plain", ""))
    plain = _unescaped(data.get("text/plain", ""))
    if "application/vnd.jupyter.widget-view+json" in data:
        return Remark("Visas inte här.", INTERACTIVE)
    for mime in PICTURES:
        if mime in data:
            own = {**metadata, **metadata.get(mime, {})}
            return _picture(mime, data[mime], own, plain)
    if "text/html" in data:
        title = str(metadata.get("caption") or metadata.get("title") or "")
        return Markup(data["text/html"], plain, title)
    if "text/markdown" in data:
        return Prose(data["text/markdown"])
    if "application/javascript" in data and not plain:
        return NO_SCRIPT
    return Plain(plain) if plain.strip() else None


def _picture(mime: str, data: str, metadata: Mapping[str, Any], plain: str) -> Part:
    try:
        if mime == "image/svg+xml":
            raw = data.encode("utf-8")
        else:
            raw = base64.b64decode("".join(data.split()), validate=True)
    except (binascii.Error, ValueError):
        return Remark("Visas inte här.", "Bilden är skadad och kan inte läsas.")
    is_repr = plain.startswith(("<", "Figure(")) or not plain.strip()
    alt = str(metadata.get("alt") or "").strip() or (NO_ALT if is_repr else plain.strip())
    return Picture(mime, raw, alt, str(metadata.get("caption") or metadata.get("title") or ""))


def _attachments(cell: Mapping[str, Any]) -> dict[str, Picture]:
    pictures = {}
    for name, bundle in cell.get("attachments", {}).items():
        for mime in PICTURES:
            if mime in bundle:
                part = _picture(mime, _joined(bundle[mime]), {}, "")
                if isinstance(part, Picture):
                    pictures[name] = part
                break
    return pictures


def _document(output: Mapping[str, Any]) -> dict[str, Any] | None:
    lobra = output.get("metadata", {}).get("lobra", {})
    return lobra.get("document") if isinstance(lobra, Mapping) else None


def _first_heading(parts: list[Part]) -> str:
    for part in parts:
        if isinstance(part, Prose) and (heading := prose.first_heading(part.source)):
            return heading
    return ""


def _named(notebook: Mapping[str, Any]) -> Any:
    return notebook.get("metadata", {}).get("title")


def _joined(value: Any) -> str:
    return "".join(value) if isinstance(value, list) else str(value)


def _text(value: Any) -> str | None:
    """A fact as text; None and the empty string are unknown."""
    return None if value is None or not str(value).strip() else str(value)


def _unescaped(text: str) -> str:
    """Without the terminal's colour codes."""
    return re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", text)
