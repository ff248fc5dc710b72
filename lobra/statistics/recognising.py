"""Which reader a file is for: every reader is asked, and the first that knows the file has it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from lobra.statistics import bra, bra_tables, forms, kolada, pxweb, text_files, workbooks
from lobra.statistics.asked import Asked
from lobra.statistics.figures import Reading
from lobra.statistics.text_files import TextFile
from lobra.statistics.workbooks import Workbook
from lobra_data.errors import LobraError, shown, why

_TEXT: tuple[Callable[[TextFile, Asked], Reading | None], ...] = (
    bra.database,
    forms.survey,
    forms.tidy,
    pxweb.table,
    bra.municipal,  # last: without its header it is only names and numbers
)
_BOOKS: tuple[Callable[[Workbook, Asked], Reading | None], ...] = (
    forms.survey,
    forms.tidy,
    bra_tables.tables,
)
FORMATS = (
    "Brås databas (CSV), Brås kommunlista (CSV), Brås Exceltabeller, Kolada (JSON), "
    "PxWeb (json-stat2, CSV), enkätmallen och ordnade tabeller (CSV, Excel)"
)


def read(path: Path, asked: Asked) -> Reading:
    """The file with its reader; LobraError when no reader knows it."""
    try:
        with path.open("rb") as file:
            start = file.read(4096)
    except OSError as error:
        raise LobraError(f"{shown(path)}: filen går inte att läsa ({why(error)}).") from None
    found = None
    if not start:
        raise LobraError(f"{shown(path)}: filen är tom. Hämta den på nytt.")
    if start.startswith(workbooks.BEGINS):
        book = workbooks.opened(path)
        found = next((one for reader in _BOOKS if (one := reader(book, asked))), None)
    elif start.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"{", b"["):
        found = _json(path, asked)
    else:
        text = text_files.opened(path)
        found = next((one for reader in _TEXT if (one := reader(text, asked))), None)
    if found is None:
        raise LobraError(
            f"{shown(path)}: filen känns inte igen. Det som läses är {FORMATS}. "
            "docs/statistik.md säger hur varje fil hämtas."
        )
    return found


def _json(path: Path, asked: Asked) -> Reading | None:
    try:
        found = json.loads(path.read_text("utf-8-sig"))
    except (ValueError, UnicodeDecodeError, RecursionError):
        raise LobraError(f"{shown(path)}: filen är inte hel JSON. Hämta den på nytt.") from None
    return kolada.values(path, found, asked) or pxweb.json_stat(path, found, asked)
