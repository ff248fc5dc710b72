"""Typst source: every text goes in as a string literal, so that nothing in it can become markup.

A block's own Typst is taken only when, its texts aside, it calls nothing but the template.
"""

from __future__ import annotations

import itertools
import re

from lobra.blocks.typst_text import literal
from lobra.export.grid import Grid
from lobra.export.outline import Outline

STRING = re.compile(r'"(?:[^"\\]|\\.)*"', re.DOTALL)
FUNCTIONS = set("chart table key-figures list text note missing heading".split())
WORDS = set(
    "title alt source svg bytes columns rows label align width value note text header-column "
    "none true false".split()
)
WORD = re.compile(r"[A-Za-z_][\w-]*")
CALL = re.compile(r"#lobra-([a-z-]+)\(")
HEADING = re.compile(r"^#lobra-heading\((\d+)", re.MULTILINE)
WITH_NOTES = re.compile(r"^#lobra-(list|key-figures)\(", re.MULTILINE)


def call(function: str, *texts: str | None, **named: str | None) -> str:
    """A call of one of the template's functions; None is Typst's none.

    >>> call("lobra-text", "Klart.", source=None)
    '#lobra-text("Klart.", source: none)'
    """
    plain = [_optional(text) for text in texts]
    return f"#{function}({', '.join(filter(None, [*plain, arguments(named)]))})"


def arguments(named: dict[str, str | None]) -> str:
    """Named arguments of a call.

    >>> arguments({"report_on": None, "title": "År"})
    'report-on: none, title: "År"'
    """
    return ", ".join(f"{k.replace('_', '-')}: {_optional(text)}" for k, text in named.items())


def is_safe(source: str) -> bool:
    """Whether a block's Typst only calls the template with texts, numbers, lists of them.

    >>> is_safe('#lobra-text("#read(1)", source: none)'), is_safe('#read("/etc/hosts")')
    (True, False)
    """
    bare = STRING.sub("", source)
    if set(CALL.findall(bare)) - FUNCTIONS or bare.count("#") != len(CALL.findall(bare)):
        return False
    bare = CALL.sub("(", bare)
    return not set(WORD.findall(bare)) - WORDS and not re.search(r"[^\w\s(),:.-]", bare)


def in_order(source: str, outline: Outline) -> str:
    """The block's headings, at the levels that they have in this notebook.

    A line break inside a text is escaped, so a line can only begin with a real call.
    """
    return HEADING.sub(lambda m: f"#lobra-heading({outline.level(int(m[1]))}", source)


def numbered(source: str) -> str:
    """Each list with a number of its own, by which its items can share a footnote.

    >>> numbered("#lobra-list(())\\n#lobra-list(())")
    '#lobra-list(id: 1, ())\\n#lobra-list(id: 2, ())'
    """
    numbers = itertools.count(1)
    return WITH_NOTES.sub(lambda m: f"{m[0]}id: {next(numbers)}, ", source)


def tables_with_row_headings(source: str) -> list[bool]:
    """For each table, in order, whether its first column heads the rows."""
    bare = STRING.sub("", source)
    tables = re.split(r"#lobra-table\(", bare)[1:]
    return [not re.search(r"header-column\s*:\s*false", re.split(r"#lobra-", t)[0]) for t in tables]


def grid_typst(grid: Grid) -> str:
    """A table that no block made, with widths after how much there is to read in each column."""
    shares = [
        min(max((len(row[n]) for row in [grid.head, *grid.rows]), default=1), 40) + 4
        for n in range(len(grid.head))
    ]
    columns = "".join(
        f"(label: {literal(label)}, align: {literal('right' if is_numeric else 'left')}, "
        f"width: {literal(f'{share / 10:g}fr')}), "
        for label, is_numeric, share in zip(grid.head, grid.numeric, shares, strict=True)
    )
    rows = "".join("(" + "".join(f"{literal(c)}, " for c in row) + "), " for row in grid.rows)
    return (
        f"#lobra-table(title: {literal(grid.title)}, columns: ({columns}), rows: ({rows}), "
        f'source: "")'
    )


def picture_typst(mime: str, data: bytes, alt: str, title: str) -> str:
    """A picture that no block made: as wide as it was drawn, at most the width of the page."""
    if mime == "image/svg+xml":
        raw = f"bytes({literal(data.decode('utf-8'))})"
        return f'#lobra-picture({raw}, "svg", {literal(alt)}, {literal(title)})'
    raw = f"bytes(({','.join(map(str, data))},))"
    format = {"image/png": "png", "image/jpeg": "jpg"}[mime]
    return f"#lobra-picture({raw}, {literal(format)}, {literal(alt)}, {literal(title)})"


def _optional(text: str | None) -> str:
    return "none" if text is None else literal(text)
