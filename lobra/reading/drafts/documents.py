"""A document's lines as a reviewer sees them, and its row: one that is known again, or new."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from html import unescape
from itertools import chain
from pathlib import Path

from lobra.reading import formats
from lobra.reading.drafts import councils
from lobra.reading.drafts.anonymous import Anonymous
from lobra.reading.formats import plain
from lobra.reading.found import Reading
from lobra.reading.limits import read_limited
from lobra.reading.source import UnreadableError
from lobra_data import schema
from lobra_data.ids import free, slug

Row = dict[str, str]
_KINDS = {"minutes": "Protokoll", "notice": "Kallelse", "action_plan": "Åtgärdsplan"}
_WEB_TITLE = re.compile(rb"(?i)<title\b[^>]*>([^<]+)")
_BEGINS = {"minutes": "", "notice": "kallelse-"}


def lines_of(path: Path) -> dict[int, str]:
    """Line number → text: of a text file its own lines, else those that the reader makes of it.

    Files of other kinds are opened in a child process with limits; LobraError for one that
    can't be read.
    """
    data = path.read_bytes()
    if b"%PDF-" not in data[:1024] and not data.startswith(b"PK"):
        text, _ = plain.decoded(data)
        if not plain.is_html(text):
            return dict(enumerate(plain.split_lines(text.rstrip("\r\n")), start=1))
    return {line.number: line.text for line in read_limited(path, formats.load).lines}


def known(reading: Reading, path: Path, n_lines: int, own: Sequence[Row]) -> Row | None:
    """The row, brought up to date, that the council has of a document which was read before.

    It is known by its content, its kind and day, or its name.
    """
    stated = _stated(reading, path, n_lines)
    for row in own:
        if row["sha256"] == stated["sha256"]:
            row["kind"] = reading.kind if row["kind"] == "other" else row["kind"]
            return row
    same = [row for row in own if (row["kind"], row["dated_on"]) == (reading.kind, reading.held_on)]
    for row in same or (row for row in own if _can_be(row, reading, path)):
        row |= {name: value for name, value in stated.items() if value}
        return row
    return None


def new(reading: Reading, path: Path, lines: Mapping[int, str], begin: str, used: set[str]) -> Row:
    """The row of a document that was never read; `begin` is what the council's ids begin with."""
    kind = _BEGINS.get(reading.kind) if reading.held_on else None
    own = slug(path.stem) or "dokument" if kind is None else f"{kind}{reading.held_on}"
    return schema.load()["documents"].empty() | {
        "document_id": free(f"{begin}-doc-{own}", used),
        "kind": reading.kind,
        "title": title(reading, path, lines),
        **_stated(reading, path, max(lines)),
    }


def _stated(reading: Reading, path: Path, n_lines: int) -> Row:
    return {
        "sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
        "file_name": path.name,
        "n_lines": str(n_lines),
        "dated_on": reading.held_on or "",
    }


def _can_be(row: Row, reading: Reading, path: Path) -> bool:
    """Whether a document with this file name is the one that was read, with another text.

    "protokoll.pdf" of another day is another document; "protokoll-2024-03-04.pdf" is this one
    with its date corrected.
    """
    is_same_day = not reading.held_on or row["dated_on"] in ("", reading.held_on)
    is_own_name = any(letter.isdigit() for letter in path.stem)
    is_this = row["file_name"] == path.name and row["kind"] == reading.kind
    return is_this and (is_same_day or is_own_name)


def title(reading: Reading, path: Path, lines: Mapping[int, str]) -> str:
    """Minutes by their day; others by their first line, a plan by the first that says it is one."""
    if reading.kind in _BEGINS:
        return f"{_KINDS[reading.kind]} {reading.held_on or 'utan datum'}"
    every = [*_web_title(path), *lines.values()]
    heads = [head for text in every if (head := text.strip("#*_ \t"))]
    wanted = [text for text in heads if reading.kind == "other" or "plan" in text.casefold()]
    # A page's head, in columns, names the plan too; a sentence about it is no title.
    whole = [text for text in wanted if "\t" not in text and not text.endswith((".", ":"))]
    found = next(chain(whole, wanted), path.stem)[:150]
    return Anonymous({}).plain(found) or _KINDS.get(reading.kind, "Dokument")


def _web_title(path: Path) -> list[str]:
    """A web page's own title, which is none of its lines."""
    found = _WEB_TITLE.search(path.read_bytes()[:20_000])
    with suppress(UnreadableError):
        return [unescape(plain.decoded(found[1])[0])] if found else []
    return []


def new_council(reading: Reading, council_id: str, lines: Mapping[int, str]) -> Row:
    """The row of a council that the records don't have: only what the document says."""
    is_made_up = "påhittad" in " ".join(lines.values())[:2000].casefold()
    return schema.load()["councils"].empty() | {
        "council_id": council_id,
        "name": reading.council or council_id,
        "district": councils.place(reading.council or ""),
        "municipality": "okänd",
        "is_made_up": "yes" if is_made_up else "no",
        "line": "1",
    }
