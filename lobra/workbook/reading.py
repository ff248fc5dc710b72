"""What stands in a workbook that somebody has worked in. This room is the home of openpyxl.

Rows are known by their hidden id, columns by their heading, so that both may be moved. Nothing is
taken for meant that Excel may have done by itself: merged cells, errors, formulas, days in a text.
"""

from __future__ import annotations

import datetime as dt
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import openpyxl

from lobra.workbook import cells, layout
from lobra.workbook.layout import Sheet
from lobra.workbook.writing import VERSION
from lobra_data.errors import LobraError, Problem, nearest, quoted, shown, why

LARGEST = 300_000_000  # bytes unpacked; a workbook that holds more was not made here
_HEADINGS_WITHIN = 10  # rows that somebody may have put above the headings
_AGAIN = "Gör en ny arbetsbok med lobra edit"
_OLD = b"\xd0\xcf\x11\xe0"


@dataclass(frozen=True)
class Given:
    """One row of a sheet as text: where it stands, its hidden id, its label, a cell a field."""

    line: int
    key: str
    label: str
    cells: dict[str, str]


@dataclass
class Content:
    """A whole workbook: what it was made of, its rows by table, what is wrong, what isn't read."""

    council: str
    known: dict[str, dict[str, tuple[str, str]]]
    """table → key → (fingerprint, label) of each row that it was made of."""
    rows: dict[str, list[Given]] = field(default_factory=dict)
    """Only of sheets that could be read."""
    problems: list[Problem] = field(default_factory=list)
    """`file` is the table, `line` the row of its sheet, `field` the field or a heading."""
    notes: list[str] = field(default_factory=list)


def read(path: Path) -> Content:
    """What stands in it and all that is wrong; LobraError for a file that is none of ours."""
    book = _opened(path)
    content = _known(path, book)
    titles = {one.title for one in layout.sheets().values()}
    ours = {*titles, layout.COVER, layout.LISTS, layout.KNOWN}
    others = [name for name in book.sheetnames if name not in ours]
    for table, sheet in layout.sheets().items():
        if sheet.title in book.sheetnames:
            _Reading(book[sheet.title], sheet, content).read()
        else:
            fix = _back(sheet.title, others)
            content.problems.append(Problem(table, None, None, "bladet saknas", fix))
    content.notes += [f"Bladet {quoted(name)} läses inte." for name in others]
    return content


def _opened(path: Path) -> Any:
    try:
        if not path.is_file():
            raise LobraError(f"arbetsboken finns inte. {_AGAIN}.")
        with path.open("rb") as opened:
            is_old = opened.read(4) == _OLD
        if is_old:
            what = "filen har lösenord eller är sparad i Excels gamla format. Spara den utan "
            raise LobraError(f"{what}lösenord som Excel-arbetsbok (.xlsx).")
        with zipfile.ZipFile(path) as packed:
            if sum(one.file_size for one in packed.infolist()) > LARGEST:
                raise LobraError("filen är för stor för att vara en arbetsbok från Lobra.")
        return openpyxl.load_workbook(path)
    except LobraError as error:
        what = str(error)
    except OSError as error:
        what = f"arbetsboken går inte att läsa ({why(error)}). Stäng den i Excel och försök igen."
    except Exception:  # openpyxl raises many kinds for a broken file
        what = "filen är ingen Excel-arbetsbok (.xlsx) eller är skadad. Spara om den i Excel, "
        what += "eller gör en ny med lobra edit."
    raise LobraError(f"{shown(path)}: {what}")


def _known(path: Path, book: Any) -> Content:
    file, rows = shown(path), book[layout.KNOWN].values if layout.KNOWN in book.sheetnames else ()
    lines = [[str(value or "") for value in row] for row in rows]
    if not lines or len(lines[0]) < 3 or lines[0][0] != layout.KNOWN:
        raise LobraError(f"{file}: arbetsboken är inte gjord av lobra edit. {_AGAIN}.")
    if lines[0][1] != VERSION:
        raise LobraError(f"{file}: arbetsboken är gjord av en annan version av Lobra. {_AGAIN}.")
    known: dict[str, dict[str, tuple[str, str]]] = {name: {} for name in layout.ORDER}
    for line in lines[1:]:
        table, key, mark, label = [*line, "", "", ""][:4]
        if table in known:
            known[table][key] = (mark, label)
    return Content(lines[0][2], known)


class _Reading:
    """One sheet."""

    def __init__(self, sheet: Any, of: Sheet, content: Content) -> None:
        self.sheet, self.of, self.content = sheet, of, content
        self.lines: list[tuple[Any, ...]] = list(sheet.iter_rows())

    def read(self) -> None:
        """Adds the rows to the content, unless the headings leave open what stands where."""
        if (head := self._head()) is not None and (places := self._places(head)) is not None:
            self._refuse_merged(head)
            self.content.rows[self.of.table.name] = list(self._rows(head, places))

    def _rows(self, head: int, places: dict[str, int]) -> Iterator[Given]:
        """The rows with anything in them."""
        for cells_ in self.lines[head + 1 :]:
            line = cells_[0].row
            read = {name: self._text(cells_[n], line, name) for name, n in places.items()}
            key, label = read.pop(layout.ID), read.pop(layout.LABEL, "")
            if not any(read.values()):
                continue
            self._refuse_mixed(line, key, label)
            yield Given(line, key, label, read)

    def _problem(self, line: int | None, name: str | None, what: str, fix: str) -> None:
        self.content.problems.append(Problem(self.of.table.name, line, name, what, fix))

    def _head(self) -> int | None:
        """The row with the headings: most of them stand in it."""
        wanted = set(self.of.headings)
        for n, line in enumerate(self.lines[:_HEADINGS_WITHIN]):
            if len(wanted & {_heading(cell.value) for cell in line}) * 2 > len(wanted):
                return n
        self._problem(1, None, "rubrikerna saknas", f"Lägg tillbaka dem. {_AGAIN} om det inte går")
        return None

    def _places(self, head: int) -> dict[str, int] | None:
        """Where each field stands; None when a column is missing or there twice."""
        names = {one.title: one.name for one in self.of.columns}
        names |= {layout.ID: layout.ID, layout.LABEL: layout.LABEL}
        line = head + 1
        titles = [_heading(cell.value) for cell in self.lines[head]]
        missing = [one for one in self.of.headings if one not in titles]
        spare = [one for one in titles if one and one not in names]
        twice = [one for one in dict.fromkeys(titles) if one in names and titles.count(one) > 1]
        for title in missing:
            if title == layout.ID:
                what, fix = "den dolda kolumnen med id saknas", f"Ångra borttagningen. {_AGAIN}"
                self._problem(line, None, what, f"{fix} om det inte går")
            else:
                self._problem(line, title, "kolumnen saknas", _back(title, spare))
        for title in twice:
            self._problem(line, title, "kolumnen finns flera gånger", "Behåll en av dem")
        for title in spare:
            self.content.notes.append(f"{self.of.title}: kolumnen {quoted(title)} läses inte.")
        self._note_stray(head, titles)
        if missing or twice:
            return None
        return {names[title]: n for n, title in enumerate(titles) if title in names}

    def _note_stray(self, head: int, titles: Sequence[str]) -> None:
        for n, title in enumerate(titles):
            if not title and any(line[n].value is not None for line in self.lines[head + 1 :]):
                letter = self.lines[head][n].column_letter
                self.content.notes.append(
                    f"{self.of.title}: kolumn {letter} saknar rubrik och läses inte."
                )

    def _refuse_merged(self, head: int) -> None:
        for merged in self.sheet.merged_cells.ranges:
            if merged.max_row > head + 1:
                what = f"cellerna {merged.coord} är sammanfogade"
                self._problem(merged.min_row, None, what, "Dela dem och fyll i varje rad för sig")

    def _refuse_mixed(self, line: int, key: str, label: str) -> None:
        """Part of a sheet sorted by itself puts one row's label beside another's values."""
        there = self.content.known[self.of.table.name].get(key)
        if there and there[1] and cells.plain(label) != cells.plain(there[1]):
            what = f"{layout.LABEL} är {quoted(label)}, men raden var {quoted(there[1])}"
            fix = "Har en del av bladet sorterats för sig? Ångra det, eller rätta benämningen"
            self._problem(line, layout.LABEL, what, fix)

    def _text(self, cell: Any, line: int, name: str) -> str:
        value = cell.value
        if value is None or (name == layout.LABEL and cell.data_type == "f"):
            return ""
        if cell.data_type == "f":
            fix = "Kopiera cellen och klistra in den som värde"
            self._problem(line, name, "cellen innehåller en formel", fix)
            return ""
        if cell.data_type == "e":
            self._problem(line, name, f"cellen visar felet {value}", "Skriv värdet på nytt")
            return ""
        if isinstance(value, dt.datetime | dt.time | dt.timedelta):
            return self._time(value, line, name)
        return _plain(value)

    def _time(self, value: dt.datetime | dt.time | dt.timedelta, line: int, name: str) -> str:
        """A day or a clock where one belongs; elsewhere Excel has made it of something else."""
        of = next((one.field for one in self.of.columns if one.name == name), None)
        if of and of.type == "date" and isinstance(value, dt.datetime):
            if value.time() == dt.time():
                return value.date().isoformat()
        elif of and isinstance(value, dt.time) and cells.is_clock(of):
            return value.strftime("%H:%M")
        what = "Excel har gjort om värdet till en dag eller ett klockslag"
        fix = "Formatera cellen som text och skriv värdet igen"
        self._problem(line, name, what, fix)
        return ""


def _back(title: str, others: Sequence[str]) -> str:
    """How to get a sheet or column back: from the name that it has got, if one is near."""
    near = nearest(title, others)
    renamed = f"Byt tillbaka namnet från {quoted(near)}" if near else ""
    return renamed or f"Ångra borttagningen. {_AGAIN} om det inte går"


def _heading(value: object) -> str:
    """A heading as it was written: without the mark of what must be filled in."""
    return cells.plain(str(value or "")).removesuffix("*").strip()


def _plain(value: object) -> str:
    """Text and numbers as a person writes them: a comma before decimals."""
    if isinstance(value, bool):
        return cells.YES if value else cells.NO
    if isinstance(value, int):
        return str(value)
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value).replace(".", ",")
    return cells.plain(str(value))
