"""What a reader sees of an executed notebook, in order, before any format draws it.

Code, prompts, streams, raw cells, parameters and tracebacks are left out. All that the formats must
agree on is decided here: titles and levels of headings, numbers and captions, the cover's facts.
"""

from __future__ import annotations

import base64
import binascii
import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from lobra import blocks
from lobra.blocks import Block
from lobra.export import arrangement, markdown, seal
from lobra.export.nodes import (
    NO_ALT,
    Heading,
    Node,
    Picture,
    Preformatted,
    Remark,
    Voice,
    Words,
)
from lobra.export.outline import Outline

HIDDEN = {"remove-cell", "remove_cell", "hide-cell"}
WITHOUT_OUTPUT = {
    "remove-output",
    "remove_output",
    "hide-output",
    "parameters",
    "injected-parameters",
}
PNG_BEGINS = "iVBORw0KGgo"
HIGHEST_OWN = 3
"""The level below which headings in somebody's own words stand: inside a chapter."""
PICTURES = ("image/svg+xml", "image/png", "image/jpeg")
WIDGET = "application/vnd.jupyter.widget-view+json"
UNSEEN = "Visas inte här."
NO_SCRIPT = Remark(UNSEEN, "Den här delen kräver ett skript och visas inte i rapporten.")
INTERACTIVE = Remark(UNSEEN, "Den här delen är interaktiv och visas bara i JupyterLab.")
BROKEN_PICTURE = Remark(UNSEEN, "Bilden är skadad och kan inte läsas.")
BROKEN_BLOCK = Remark(UNSEEN, "Den här delen är skadad och kan inte läsas.")
OWN_WORDS = "Rådets egna ord"
TALLEST_OWN = 80
"""Millimetres of paper that a picture among somebody's own words may take."""
NO_ALT_TEXT = Remark(UNSEEN, "Bilden saknar en text som beskriver den.")
FOR_PEOPLE = ("report", "lagesbild", "brief")
"""The kinds that are read from top to bottom; annexes are looked things up in."""
COMPANIONS = {"report": "Bilagor", "annexes": "Verksamhetsberättelse"}
"""What the other document is called on the cover of one of this kind."""


@dataclass(frozen=True)
class Companion:
    """The other one of two documents: what it is called, its title, and its file."""

    label: str
    title: str
    file: str


@dataclass(frozen=True)
class Document:
    """A whole report. What isn't known of it is None; `cover` is what the title page says.

    `kind` is "report", "annexes", "lagesbild" or "brief", and None for a notebook that no title
    page says it of; `logo` is the council's, if it has one.
    """

    title: str
    council: str | None
    municipality: str | None
    report_on: dt.date | None
    version: str | None
    notice: str | None
    kind: str | None
    companion: Companion | None
    logo: Picture | None
    cover: tuple[tuple[str, str], ...]
    nodes: tuple[Node, ...]

    @property
    def author(self) -> str:
        return ", ".join(filter(None, (self.council, self.municipality)))

    @property
    def description(self) -> str:
        return " – ".join(filter(None, (self.title, self.council, self.municipality)))

    @property
    def headings(self) -> list[Heading]:
        """The headings that a reader can jump to, in order; not those inside a quote or a list."""
        return [node for node in self.nodes if isinstance(node, Heading)]


def read(
    notebook: Mapping[str, Any], name: str = "", form: str = "html", is_sealed: bool = False
) -> Document:
    """The notebook as a document in the format `form`, which the other document is linked in.

    `name` (of the notebook's file) is the title when nothing in it is one. A cover that names an
    edition says working copy instead, and so does every page, when the build hasn't sealed it;
    `is_sealed` is for the build itself, which needn't find that out.
    """
    shown = [*_cells(notebook)]
    outputs = [output for cell in shown for output in _outputs(cell)]
    title = next((one for one in map(block_of, outputs) if isinstance(one, blocks.Title)), None)
    facts = {key: _text(value) for key, value in title.document.items()} if title else {}
    heading, cover = (title.title, dict(title.facts)) if title else ("", {})
    edition, notice = facts.get("edition"), facts.get("notice")
    if edition and not (is_sealed or seal.is_whole(notebook)):
        cover = {k: seal.WORKING_COPY if v == edition else v for k, v in cover.items()}
        notice = ". ".join(filter(None, (seal.WORKING_COPY, notice)))
    companion = _companion(title.document, form) if title else None
    reader, nodes = _Reader(_files(companion)), []
    for number, cell in enumerate(shown, start=1):
        if cell["cell_type"] == "markdown":
            source = _joined(cell["source"])
            own = "" if heading else markdown.first_title(source)
            nodes += markdown.nodes(
                source,
                _attachments(cell),
                reader.outline,
                f"not-{number}",
                reader.files,
                without_title=bool(own),
            )
            heading = heading or own
        for output in _outputs(cell):
            nodes += reader.nodes(output)
    named = _text(notebook.get("metadata", {}).get("title"))
    return Document(
        title=heading or named or name or "Rapport",
        council=facts.get("council"),
        municipality=facts.get("municipality"),
        report_on=_date(facts.get("report_on")),
        version=facts.get("version"),
        notice=notice,
        kind=facts.get("kind"),
        companion=companion,
        logo=_logo(title) if title else None,
        cover=tuple(cover.items()),
        nodes=tuple(arrangement.arranged(nodes, facts.get("kind") in FOR_PEOPLE)),
    )


def _companion(document: Mapping[str, Any], form: str) -> Companion | None:
    other = document.get("companion")
    if not other:
        return None
    label = COMPANIONS.get(str(document.get("kind")), str(other["title"]))
    return Companion(label, str(other["title"]), f"{other['stem']}.{form}")


def _logo(title: blocks.Title) -> Picture | None:
    made = _picture(_mime(title.logo), title.logo, {"alt": title.logo_alt}, "")
    return made if isinstance(made, Picture) and title.logo else None


def _files(companion: Companion | None) -> dict[str, str]:
    """What a link to the other document may say, with or without the suffix of the edition."""
    if not companion:
        return {}
    stem = companion.file.rpartition(".")[0]
    return dict.fromkeys((stem, stem.partition("-")[0]), companion.file)


def block_of(output: Mapping[str, Any]) -> Block | None:
    """The block that an output carries, if it is one of ours; ValueError when it is damaged."""
    data = output.get("data", {}).get(blocks.MIME)
    if data is None:
        return None
    block = blocks.from_json(data)
    if not isinstance(block, Block):
        raise ValueError("utdata är inget block")
    return block


def fragment(block: Block) -> list[Node]:
    """The nodes of one block on its own, as a notebook shows it below its cell."""
    return arrangement.filled([*_Reader({}).of_block(block)])


def _cells(notebook: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    for cell in notebook["cells"]:
        if not HIDDEN & {*cell.get("metadata", {}).get("tags", ())}:
            yield cell


def _outputs(cell: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    is_shown = not WITHOUT_OUTPUT & {*cell.get("metadata", {}).get("tags", ())}
    return cell.get("outputs", []) if cell["cell_type"] == "code" and is_shown else []


class _Reader:
    """Reads outputs in order; `files` are the other documents that links may name."""

    def __init__(self, files: Mapping[str, str]) -> None:
        self.outline, self.files = Outline(), files
        self.outline.level(1)

    def nodes(self, output: Mapping[str, Any]) -> Iterable[Node]:
        """Of an output with several forms, the best one that all formats can show."""
        if output["output_type"] == "error":
            said = f"{output.get('ename', 'Fel')}: {output.get('evalue', '')}".strip(": ")
            return [Remark("Cellen kunde inte köras.", " ".join(_without_colours(said).split()))]
        if output["output_type"] not in ("display_data", "execute_result"):
            return []
        try:
            if block := block_of(output):
                return [*self.of_block(block)]
        except ValueError:
            return [BROKEN_BLOCK]
        return self._foreign(output)

    def of_block(self, block: Block) -> Iterator[Node]:
        match block:
            case blocks.Title() | blocks.Nothing():
                return
            case blocks.Missing():
                yield Remark("Uppgift saknas.", block.text)
            case blocks.OwnWords():
                yield self._own_words(block)
            case blocks.Group():
                for heading, part in block.parts:
                    if heading:
                        level, words = self.outline.level(3), (Words(heading),)
                        yield Heading(level, self.outline.id(heading), words)
                    yield from self.of_block(part)
            case _:
                yield block  # type: ignore[misc]  # what is left of the kinds is a node itself

    def _own_words(self, block: blocks.OwnWords) -> Voice:
        found = (
            (name, _picture(_mime(data), data, {}, "")) for name, data in block.pictures.items()
        )
        pictures = {
            name: replace(one, tallest=TALLEST_OWN)
            for name, one in found
            if isinstance(one, Picture)
        }
        prefix = self.outline.id("egna ord")
        said = markdown.nodes(
            block.text, pictures, self.outline, prefix, self.files, highest=HIGHEST_OWN
        )
        shown = (
            NO_ALT_TEXT if isinstance(one, Picture) and one.alt == NO_ALT else one for one in said
        )
        return Voice(OWN_WORDS, ", ".join(filter(None, (block.by, block.on))), tuple(shown))

    def _foreign(self, output: Mapping[str, Any]) -> list[Node]:
        data = {mime: _joined(value) for mime, value in output.get("data", {}).items()}
        metadata = output.get("metadata", {})
        plain = _without_colours(data.get("text/plain", ""))
        if WIDGET in data:
            return [INTERACTIVE]
        for mime in PICTURES:
            if mime in data:
                return [_picture(mime, data[mime], {**metadata, **metadata.get(mime, {})}, plain)]
        if "text/html" in data:
            from lobra.export import foreign  # which loads lxml: a report has no such output

            title = str(metadata.get("caption") or metadata.get("title") or "")
            if made := foreign.nodes(data["text/html"], self.outline, title):
                return made
        elif "text/markdown" in data:
            prefix = self.outline.id("not")
            return markdown.nodes(data["text/markdown"], {}, self.outline, prefix, self.files)
        if plain.strip():
            return [Preformatted(plain.rstrip())]
        is_scripted = {"text/html", "application/javascript"} & {*data}
        return [NO_SCRIPT] if is_scripted else []


def _picture(mime: str, data: str, metadata: Mapping[str, Any], plain: str) -> Picture | Remark:
    try:
        raw = data.encode() if mime == "image/svg+xml" else _decoded(data)
    except ValueError:
        return BROKEN_PICTURE
    is_repr = plain.startswith(("<", "Figure(")) or not plain.strip()
    alt = str(metadata.get("alt") or "").strip() or (NO_ALT if is_repr else plain.strip())
    return Picture(mime, raw, alt, str(metadata.get("caption") or metadata.get("title") or ""))


def _mime(data: str) -> str:
    """Of a picture in base64: PNG by its first bytes, else JPEG."""
    return "image/png" if data.startswith(PNG_BEGINS) else "image/jpeg"


def _decoded(data: str) -> bytes:
    try:
        return base64.b64decode("".join(data.split()), validate=True)
    except binascii.Error as error:
        raise ValueError from error


def _attachments(cell: Mapping[str, Any]) -> dict[str, Picture]:
    found = {}
    for name, bundle in cell.get("attachments", {}).items():
        mime = next((mime for mime in PICTURES if mime in bundle), None)
        picture = _picture(mime, _joined(bundle[mime]), {}, "") if mime else None
        if isinstance(picture, Picture):
            found[name] = picture
    return found


def _joined(value: Any) -> str:
    return "".join(value) if isinstance(value, list) else str(value)


def _text(value: Any) -> str | None:
    """A fact as text; None and the empty string are unknown."""
    return None if value is None or not str(value).strip() else str(value)


def _date(value: str | None) -> dt.date | None:
    try:
        return dt.date.fromisoformat(value or "")
    except ValueError:
        return None


def _without_colours(text: str) -> str:
    """Without the terminal's codes."""
    return re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", text)
