"""Kolada's JSON: an indicator, a municipality and a year, with values by sex.

A value that is null isn't given, whatever its status. A row is the number of a value in the file.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from lobra.statistics import text_files
from lobra.statistics.asked import Asked
from lobra.statistics.figures import Chunk, Listed, Reading, exact

_PARTS = {"T": "", "K": "kvinnor", "M": "män", None: "", "": ""}


def values(path: Path, found: Any, asked: Asked) -> Reading | None:
    """What the API's version 3 answers, one page or a list of pages."""
    pages = found if isinstance(found, list) else [found]
    if not pages or not all(isinstance(one, dict) for one in pages):
        return None
    groups = [group for page in pages for group in page.get("values") or []]
    if not any(isinstance(group, dict) and "kpi" in group for group in groups):
        return None
    title = "Nyckeltal ur Kolada"
    return Reading(path, "Kolada", title, "kolada", "", iter([_chunk(groups)]))


def _chunk(groups: list[Any]) -> Chunk:
    lines: list[int] = []
    columns: dict[str, list[str]] = {
        name: [] for name in ("indicator", "code", "year", "part", "value")
    }
    listed = []
    for number, (group, one) in enumerate(_values(groups), start=1):
        if one is None or one.get("gender") not in _PARTS:
            what = "det som står här är inget värde i Koladas form"
            listed.append(Listed(number, None, what, "Hämta filen på nytt"))
            continue
        lines.append(number)
        columns["indicator"].append(str(group.get("kpi") or ""))
        columns["code"].append(str(group.get("municipality") or ""))
        columns["year"].append(str(group.get("period") or ""))
        columns["part"].append(_PARTS[one.get("gender")])
        columns["value"].append(exact(one.get("value")))
    return Chunk(text_files.raw(lines, **columns), listed)


def _values(groups: list[Any]) -> Iterator[tuple[dict[str, Any], dict[str, Any] | None]]:
    for group in groups:
        inside = group.get("values") if isinstance(group, dict) else None
        if not isinstance(inside, list):
            yield {}, None
            continue
        for one in inside:
            yield group, one if isinstance(one, dict) else None
