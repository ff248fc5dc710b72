"""The workbook as Excel opens it. This room and `lobra.build` are the homes of xlsxwriter.

A cell is text, a number or a day. The only formulas are our own, which give new rows their label:
what stands in the records is never one, whatever it begins with.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import io
from collections.abc import Mapping, Sequence
from typing import Any

import xlsxwriter
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from lobra.workbook import by_hand, cells, layout
from lobra.workbook.layout import Column, Labels, Sheet

VERSION = "1"
SPARE = 300  # rows below the last that have drop-downs and a label
_SAVED = dt.datetime(1980, 1, 1)  # the same records give the same bytes
_FIRST_DAY = "1990-01-01"
_LINE = 15  # points
_WIDTH = 60  # characters
_MOST_LINES = 8
_WIDE = {"text", "summary", "title", "goal", "purpose", "action", "problem", "ground", "note"}
_COVER = (
    "Varje blad är en tabell i registren, varje rad en sak: ett möte, en person på ett möte, "
    "en punkt, ett beslut. Bladen står i den ordning man brukar fylla i dem.",
    "Ett nytt möte: en rad i Möten, sedan en rad för varje person i Närvaro, för varje punkt i "
    "Punkter och för varje beslut i Beslut. Skriv på första tomma raden.",
    "Rubriker med * måste fyllas i. Peka på en rubrik för att läsa vad kolumnen betyder.",
    "Celler med pil har en lista att välja i. Den gråa kolumnen Benämning är det namn som andra "
    "blad väljer raden med; den gör sig själv.",
    "Tomt betyder att dokumentet inte säger det. Skriv aldrig noll eller nej för det som inte "
    "står där.",
    "Datum skrivs 2021-09-17. Skriv roller i stället för namn, utom i bladet Personer.",
    "Nya rader räknas som granskade av dig. Vilket dokument de kommer ur kan väljas; lämnas det "
    "tomt tas mötets eller planens dokument, annars står uppgiften som införd för hand.",
    "Ta bort en rad genom att ta bort hela raden i Excel. Sortera och filtrera som du vill, men "
    "låt rubrikerna stå kvar.",
    "Spara och stäng arbetsboken. Kör sedan lobra save med filens namn: allt kontrolleras, och "
    "inget ändras förrän du har sagt ja.",
)


def fingerprint(row: Mapping[str, str]) -> str:
    """What tells whether a row still is as it was when the workbook was made."""
    return hashlib.sha256("\x1f".join(row.values()).encode()).hexdigest()[:16]


def workbook(
    council: str, rows: Mapping[str, Sequence[Mapping[str, str]]], labels: Labels
) -> bytes:
    """All tables of one council as an Excel workbook; `rows` are theirs, `labels` of all rows."""
    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(out, options) as book:
        book.set_properties({"created": _SAVED, "title": f"Register: {council}"})
        _Writing(book, council, rows, labels).write()
    return out.getvalue()


class _Writing:
    def __init__(
        self,
        book: xlsxwriter.Workbook,
        council: str,
        rows: Mapping[str, Sequence[Mapping[str, str]]],
        labels: Labels,
    ) -> None:
        self.book, self.council, self.rows, self.labels = book, council, rows, labels
        top: dict[str, Any] = {"valign": "top"}
        self.head = book.add_format(
            top | {"bold": True, "text_wrap": True, "bottom": 1, "bg_color": "#DCE6F1"}
        )
        self.text = book.add_format(top | {"num_format": "@"})
        self.wide = book.add_format(top | {"num_format": "@", "text_wrap": True})
        self.day = book.add_format(top | {"num_format": "yyyy-mm-dd", "align": "left"})
        self.number = book.add_format(top | {"num_format": "General", "align": "left"})
        self.label = book.add_format(top | {"font_color": "#595959", "bg_color": "#F2F2F2"})
        self.lists: list[list[str]] = []

    def write(self) -> None:
        cover = self.book.add_worksheet(layout.COVER)
        made = {name: self.book.add_worksheet(one.title) for name, one in layout.sheets().items()}
        lists, known = self.book.add_worksheet(layout.LISTS), self.book.add_worksheet(layout.KNOWN)
        for name, sheet in layout.sheets().items():
            self._fill(made[name], sheet)
        self._cover(cover)
        for n, words in enumerate(self.lists):
            for line, word in enumerate(words):
                lists.write_string(line, n, word)
        lists.very_hidden()
        self._known(known)
        known.very_hidden()
        cover.activate()

    def _cover(self, sheet: Worksheet) -> None:
        name = self.labels.of("councils").get(self.council, self.council)
        big = self.book.add_format({"bold": True, "font_size": 16})
        wrapped = self.book.add_format({"text_wrap": True, "valign": "top"})
        link = self.book.add_format({"font_color": "#0B5394", "underline": 1, "valign": "top"})
        sheet.set_column(0, 0, 28)
        sheet.set_column(1, 1, 90)
        sheet.write_string(0, 0, name, big)
        for line, text in enumerate(_COVER, start=2):
            sheet.merge_range(line, 0, line, 1, text, wrapped)
            sheet.set_row(line, _LINE * (1 + len(text) // 130))
        start = len(_COVER) + 3
        sheet.write_string(start, 0, "Bladen", self.book.add_format({"bold": True}))
        for line, one in enumerate(layout.sheets().values(), start=start + 1):
            sheet.write_url(line, 0, f"internal:'{one.title}'!A1", link, one.title)
            sheet.write_string(line, 1, one.table.description, wrapped)
            sheet.set_row(line, _LINE * (1 + len(one.table.description) // 110))
        sheet.hide_gridlines(2)

    def _known(self, sheet: Worksheet) -> None:
        """Which rows the workbook was made of: what is gone of them was taken away."""
        lines = [(layout.KNOWN, VERSION, self.council, "")]
        for name in layout.ORDER:
            key, labels = layout.sheets()[name].table.key, self.labels.of_or_none(name)
            lines += [
                (name, row[key], fingerprint(row), labels.get(row[key], ""))
                for row in self.rows[name]
            ]
        for line, values in enumerate(lines):
            for n, value in enumerate(values):
                sheet.write_string(line, n, value)

    def _fill(self, sheet: Worksheet, of: Sheet) -> None:
        rows, table = self.rows[of.table.name], of.table
        first = len(of.headings) - len(of.columns)
        last = len(rows) + SPARE
        for n, heading in enumerate(of.headings[:first]):
            sheet.write_string(0, n, heading, self.head)
        sheet.set_column(0, 0, 4, self.text, {"hidden": True})
        if first > 1:
            sheet.set_column(1, 1, 34, self.label)
        for n, column in enumerate(of.columns, start=first):
            self._column(sheet, n, last, of, column)
        for line, row in enumerate(rows, start=1):
            sheet.write_string(line, 0, row[table.key])
            if first > 1:
                sheet.write_string(line, 1, self.labels.of(table.name)[row[table.key]], self.label)
            for n, column in enumerate(of.columns, start=first):
                self._value(sheet, line, n, column, row[column.name])
            sheet.set_row(line, _LINE * _lines(of, row))
        if first > 1 and table.name not in layout.NEVER_NEW:
            for line in range(len(rows) + 1, last + 1):
                sheet.write_formula(line, 1, _label_formula(of, line + 1), self.label, "")
        sheet.set_row(0, 2 * _LINE)
        sheet.freeze_panes(1, first + 1)
        sheet.autofilter(0, 0, max(1, len(rows)), len(of.headings) - 1)
        sheet.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})

    def _column(self, sheet: Worksheet, n: int, last: int, of: Sheet, column: Column) -> None:
        """The heading with its note, the width and what may be chosen."""
        field = column.field
        must = field.is_required and not by_hand.is_made(of.table.name, field.name)
        sheet.write_string(0, n, column.title + (" *" if must else ""), self.head)
        told = field.description or column.title
        sheet.write_comment(0, n, told, {"x_scale": 2, "y_scale": 1 + len(told) / 160})
        sheet.set_column(n, n, _width(column), self._format(column))
        if choices := self._choices(column):
            what: dict[str, Any] = {
                "validate": "list",
                "source": choices,
                "error_title": "Välj i listan",
                "error_message": "Värdet finns inte i listan. Välj ett som finns, eller lägg först "
                "till raden i dess eget blad.",
                "error_type": "warning" if column.target else "stop",
            }
            sheet.data_validation(1, n, last, n, what)
        elif field.type == "date":
            what = {
                "validate": "date",
                "criteria": ">=",
                "value": dt.date.fromisoformat(_FIRST_DAY),
                "error_title": "Skriv ett datum",
                "error_message": "Skriv dagen som 2021-09-17.",
                "error_type": "warning",
            }
            sheet.data_validation(1, n, last, n, what)

    def _choices(self, column: Column) -> str:
        """Where the words or names to choose from stand; empty when anything may be written."""
        if column.target == "councils":
            return self._listed(list(self.labels.of("councils").values()))
        if column.target:
            last = len(self.rows[column.target]) + 1 + SPARE
            title = layout.sheets()[column.target].title
            return f"='{title}'!$B$2:$B${last}"
        if column.field.type == "boolean":
            return self._listed([cells.YES, cells.NO])
        return self._listed(list(column.field.labels.values())) if column.field.labels else ""

    def _listed(self, words: list[str]) -> str:
        if words not in self.lists:
            self.lists.append(words)
        name = xl_col_to_name(self.lists.index(words))
        return f"={layout.LISTS}!${name}$1:${name}${len(words)}"

    def _format(self, column: Column) -> Any:
        if column.field.type == "date":
            return self.day
        if column.field.type in ("integer", "number", "year"):
            return self.number
        return self.wide if column.name in _WIDE else self.text

    def _value(self, sheet: Worksheet, line: int, n: int, column: Column, value: str) -> None:
        field, form = column.field, self._format(column)
        text = self.labels.shown(column, value)
        if not text:
            sheet.write_blank(line, n, None, form)
        elif field.type == "date" and (day := cells.day(text)) and text >= _FIRST_DAY:
            sheet.write_datetime(line, n, day, form)
        elif field.type in ("integer", "number", "year") and cells.is_exact(text):
            sheet.write_number(line, n, float(text), form)
        else:
            sheet.write_string(line, n, text[: cells.LONGEST], form)


def _lines(of: Sheet, row: Mapping[str, str]) -> int:
    """How many lines a row needs; not every program finds that out by itself."""
    long = (len(row[one.name]) for one in of.columns if one.name in _WIDE)
    return min(_MOST_LINES, 1 + max(long, default=0) // _WIDTH)


def _width(column: Column) -> int:
    if column.name in _WIDE:
        return _WIDTH
    if column.target:
        return 34
    return 12 if column.field.type != "string" or column.field.labels else 24


def _label_formula(of: Sheet, line: int) -> str:
    """The label of a new row, as `layout.label` makes it, in words that every Excel knows."""
    parts = [_part(of, name, line) for name in layout.LABELLED[of.table.name]]
    formula = parts[0]
    for n, part in enumerate(parts[1:], start=1):
        before = "&".join(parts[:n])
        formula += f'&IF({part}="","",IF({before}="","","{layout.BETWEEN}")&{part})'
    return f"={formula}"


def _part(of: Sheet, name: str, line: int) -> str:
    names = [name, *([layout.OTHERWISE[name]] if name in layout.OTHERWISE else [])]
    shown = [_cell_text(of, one, line) for one in names]
    return shown[0] if len(shown) == 1 else f'IF({shown[0]}="",{shown[1]},{shown[0]})'


def _cell_text(of: Sheet, name: str, line: int) -> str:
    n = next(n for n, one in enumerate(of.columns) if one.name == name)
    cell = f"{xl_col_to_name(n + len(of.headings) - len(of.columns))}{line}"
    if of.columns[n].field.type != "date":
        return f"TRIM(LEFT(TRIM({cell}),{layout.LONGEST_PART}))"
    # TEXT(…, "yyyy-mm-dd") would need other letters in a Swedish Excel
    day = f'YEAR({cell})&"-"&RIGHT("0"&MONTH({cell}),2)&"-"&RIGHT("0"&DAY({cell}),2)'
    return f"IF(ISNUMBER({cell}),{day},TRIM({cell}))"
