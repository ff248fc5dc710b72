"""stderr as a log for machines: one JSON object a line, and nothing in it of what the records hold.

Closed by default: of whatever is written only the place is kept, `file` and `line`. A message is
passed on when Lobra itself wrote it, it is about no place in a file, and it quotes nothing.
"""

from __future__ import annotations

import io
import json
import re
import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TextIO

from lobra_data.errors import LobraError, RecordsError, shown

_PLACE = re.compile(
    r"(?P<file>[^\s:\"]*[./][^:\"]*?)(?: \((?P<part>[^)\"]*)\))?(?::(?P<line>\d+))?"
    r": (?:(?P<field>[a-z_]+): )?"
)
_QUOTES = re.compile(r"[\"'”’`«»]")


class JsonLines(io.TextIOBase):
    """Takes the place of stderr; what is printed there becomes events that hold no values."""

    def __init__(self, out: TextIO) -> None:
        self._out = out
        self._begun = ""

    def write(self, text: str) -> int:
        *whole, self._begun = (self._begun + text).split("\n")
        for line in filter(str.strip, whole):
            self.event("info", "message", **_place(line))
        return len(text)

    def event(self, level: str, event: str, **facts: Any) -> None:
        """One line: how grave, what it is, and what is known of it; empty facts are left out."""
        known = {name: value for name, value in facts.items() if value not in (None, "")}
        line = json.dumps({"level": level, "event": event} | known, ensure_ascii=False)
        print(line, file=self._out, flush=True)

    def failed(self, error: BaseException, **facts: Any) -> None:
        """An error as an event for each place that it is about; its kind says who can mend it."""
        for one in _events(error):
            self.event("error", "failed", **facts | one)


@contextmanager
def as_json(is_wanted: bool) -> Iterator[None]:
    """Lets stderr be JSON as long as the block lasts, if that is wanted."""
    if not is_wanted:
        yield
        return
    usual = sys.stderr
    sys.stderr = JsonLines(usual)
    try:
        yield
    finally:
        sys.stderr = usual


def _events(error: BaseException) -> Iterator[dict[str, Any]]:
    if isinstance(error, RecordsError):
        for problem in error.problems:
            place = {"file": problem.file, "line": problem.line, "field": problem.field}
            yield {"kind": "records"} | place
    elif getattr(error, "exit_status", 1) == 3:  # what a cell or a program says may be anything
        yield {"kind": "build"}
    elif isinstance(error, LobraError):
        for line in str(error).splitlines():
            told = not (_PLACE.match(line) or _QUOTES.search(line))
            yield {"kind": "input"} | _place(line) | ({"message": line} if told else {})
    else:
        where = traceback.extract_tb(error.__traceback__)[-1]
        place = {"file": shown(Path(where.filename)), "line": where.lineno}
        yield {"kind": "bug", "error": type(error).__name__} | place


def _place(line: str) -> dict[str, Any]:
    """Where something is, out of a message that begins with it; empty when it doesn't."""
    found = _PLACE.match(line)
    if not found:
        return {}
    place = found.groupdict()
    return place | {"line": int(place["line"]) if place["line"] else None}
