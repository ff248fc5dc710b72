"""Where the records lie and how one of their files is read: cells as text, doubts as Problems."""

from __future__ import annotations

import csv
import io
import os
import stat
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, wraps
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, TypeVar, cast

from lobra_data import saving, schema, words
from lobra_data.errors import LobraError, Problem, RecordsError, meant, quoted, shown, why
from lobra_data.schema import Table

NO_COUNCIL = (
    "inget råd hittades",
    "Ange en mapp som har en undermapp med CSV-filer för varje råd",
)
LONGEST = 100_000  # below the limit of the csv module, which other libraries change for all
SHIPPED = Path(__file__).with_name("records")
P = ParamSpec("P")
R = TypeVar("R", bound="Records")
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Row:
    """One row as it stands in its file: the line it begins on, and its values as text.

    An empty string means that nothing is stated, never zero or no.
    """

    file: str
    line: int
    values: dict[str, str]


class Records:
    """A folder with one sub-folder a council, each with one CSV file a table.

    A file is read once; after a change on disk, make a new `Records`.
    """

    def __init__(self, root: Path | str) -> None:
        self.root = Path(root)
        saving.heal(self.root)
        self._read: dict[tuple[str, str], tuple[list[Row], list[Problem]]] = {}
        self.worked_out: dict[object, tuple[object, Any]] = {}

    @cached_property
    def councils(self) -> list[str]:
        """The councils that have a folder with at least one CSV file."""
        return sorted(
            folder.name
            for folder in self.root.iterdir()
            if folder.is_dir() and not folder.name.startswith((".", "_")) and _tables_in(folder)
        )

    def path(self, council: str, table: str) -> Path:
        """The file of one table of one council, whether it is there or not."""
        return self.root / council / f"{table}.csv"

    def read(self, council: str, table: str) -> tuple[list[Row], list[Problem]]:
        """The rows that could be read and what was wrong with the rest."""
        if (council, table) not in self._read:
            self._read[council, table] = read_file(self.path(council, table), schema.load()[table])
        return self._read[council, table]

    def rows(self, table: str, council: str | None = None) -> list[Row]:
        """The rows of one table, of one council or of all; RecordsError when any is unreadable."""
        rows, problems = [], []
        for name in self.chosen(council):
            read, wrong = self.read(name, table)
            rows += read
            problems += wrong
        if problems:
            raise RecordsError(problems)
        return rows

    def chosen(self, council: str | None) -> list[str]:
        """All councils for None, else the one that is named, if it is there."""
        councils = self.councils
        if council is None:
            return councils
        if council not in councils:
            raise LobraError(
                f"{shown(self.root)}: inget råd heter {quoted(council)}. "
                f"{meant(council, councils)}Det finns: {', '.join(councils)}."
            )
        return [council]


def kept_with_records(
    make: Callable[Concatenate[R, P], T],
) -> Callable[Concatenate[R, P], T]:
    """What is worked out of records, and how it was last asked for, is kept with them and dies with
    them: nothing of one council takes memory while the next is read."""

    @wraps(make)
    def kept(records: R, *args: P.args, **named: P.kwargs) -> T:
        how = args, named
        if records.worked_out.get(make, (None,))[0] != how:
            records.worked_out[make] = how, make(records, *args, **named)
        return cast(T, records.worked_out[make][1])

    return kept


class Proposed(Records):
    """Records as they would be: these tables of one council, the rest as it lies in the folder."""

    def __init__(self, root: Path, council: str, tables: Mapping[str, list[Row]]) -> None:
        super().__init__(root)
        self._council = council
        self._read = {(council, name): (rows, []) for name, rows in tables.items()}

    @cached_property
    def councils(self) -> list[str]:
        """The councils of the folder, and the one whose tables are given."""
        return sorted({*super().councils, self._council})


def find(data: Path | str | Records | None = None) -> Records:
    """The records to use: those given, else those of LOBRA_DATA, else the shipped ones."""
    if isinstance(data, Records):
        return data
    given = data or os.environ.get("LOBRA_DATA")
    root = _at_home(Path(given)) if given else SHIPPED
    source = "" if data or not given else " (miljövariabeln LOBRA_DATA)"
    if not root.is_dir():
        state = "är ingen mapp" if root.exists() else "finns inte"
        raise LobraError(
            f"{shown(root)}{source}: mappen med uppgifter {state}. "
            "Ange en mapp som har en undermapp för varje råd."
        )
    records = Records(root)
    try:
        councils = records.councils
        tables_here = _tables_in(root)
    except OSError as error:
        raise LobraError(
            f"{shown(root)}{source}: mappen går inte att läsa ({why(error)}). "
            "Kontrollera behörigheten."
        ) from error
    if councils:
        return records
    if {path.stem for path in tables_here} & set(schema.load()):
        raise LobraError(
            f"{shown(root)}{source}: tabellerna ligger direkt i mappen. "
            "Ange mappen ovanför, som har en undermapp för varje råd."
        )
    what, fix = NO_COUNCIL
    raise LobraError(f"{shown(root)}{source}: {what}. {fix}.")


def _at_home(path: Path) -> Path:
    try:
        return path.expanduser()
    except RuntimeError:
        raise LobraError(
            f"{shown(path)}: användarens hemmapp är okänd. Skriv hela sökvägen."
        ) from None


def read_file(path: Path, table: Table) -> tuple[list[Row], list[Problem]]:
    """The rows of a CSV file and everything about it that is not a row of this table.

    Never raises for what a file can hold. A row with too few or too many values is left out,
    and so is all that follows a quote that is never closed.
    """
    file = shown(path)
    text, problem = _text(path, file, table)
    if problem:
        return [], [problem]
    lines = _lines(text)
    names, line, error = next(lines)
    if error:
        return [], [_quote_problem(file, line, error)]
    problems = _header_problems(file, line, names, table)
    if problems:
        return [], problems
    rows: list[Row] = []
    for cells, line, error in lines:
        if error:
            problems.append(_quote_problem(file, line, error))
            break
        if not any(cells):
            problems.append(Problem(file, line, None, "raden är tom", "Ta bort raden."))
        elif len(cells) != len(names):
            problems.append(_count_problem(file, line, len(cells), len(names)))
        else:
            rows.append(Row(file, line, dict(zip(names, cells, strict=True))))
    return rows, problems


def _tables_in(folder: Path) -> list[Path]:
    return [path for path in folder.glob("*.csv") if not path.name.startswith(".")]


def _text(path: Path, file: str, table: Table) -> tuple[str, Problem | None]:
    """The file as NFC text, or why it is none."""
    try:
        if not stat.S_ISREG(path.stat().st_mode):  # a pipe or a device may never end
            return "", _no_file(path, file)
        data = path.read_bytes()
    except OSError as error:
        return "", _unreadable(path, file, table, error)
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "", Problem(file, 1, None, "filen är sparad som UTF-16", "Spara som UTF-8")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        # a byte order mark is not part of error.object, which error.start counts in
        return "", Problem(
            file,
            _line_of(error.object[: error.start]),
            None,
            f"tecknet med byten 0x{error.object[error.start]:02X} är inte UTF-8 "
            "(filen är nog sparad som Windows-1252)",
            'Spara som UTF-8 (i Excel: "CSV UTF-8")',
        )
    if "\0" in text:
        line = _line_of(data[: data.index(b"\0")])
        what = "filen innehåller ett nolltecken (NUL); den är skadad eller ingen textfil"
        return "", Problem(file, line, None, what, "Ta bort tecknet eller spara som UTF-8")
    if not text.strip():
        return "", Problem(file, 1, None, "filen är tom", _write_header(table))
    return unicodedata.normalize("NFC", text), None


def _unreadable(path: Path, file: str, table: Table, error: OSError) -> Problem:
    if isinstance(error, FileNotFoundError):
        return Problem(file, None, None, "filen saknas", _write_header(table))
    return Problem(
        file,
        None,
        None,
        f"filen går inte att läsa ({why(error)})",
        "Kontrollera behörigheten och att inget annat program har låst den.",
    )


def _no_file(path: Path, file: str) -> Problem:
    if path.is_dir():
        return Problem(file, None, None, "här ligger en mapp, inte en fil", "Flytta mappen.")
    what = "här ligger ett rör eller en enhet, inte en vanlig fil"
    return Problem(file, None, None, what, "Ta bort den och lägg tabellen där.")


def _write_header(table: Table) -> str:
    return f"Skapa den med rubrikraden {','.join(table.names)}"


def _line_of(before: bytes) -> int:
    """The number of the line that comes after these bytes."""
    return before.replace(b"\r\n", b"\n").replace(b"\r", b"\n").count(b"\n") + 1


def _lines(text: str) -> Iterator[tuple[list[str], int, str]]:
    """Each row's cells, the line it begins on, and why it could not be split (else empty).

    Lines with nothing on them are passed over but counted; a cell may hold several lines. Most
    texts stand in many cells, and are kept once.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")  # in cells too
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    kept: dict[str, str] = {}
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield [], line, str(error)
            return
        if max(map(len, cells), default=0) > LONGEST:
            yield [], line, "field limit"
            return
        if cells:
            stripped = [*map(str.strip, cells)]
            yield [*map(kept.setdefault, stripped, stripped)], line, ""


def _quote_problem(file: str, line: int, error: str) -> Problem:
    if "field limit" in error:
        what = f"ett värde är längre än {LONGEST} tecken"
        return Problem(file, line, None, what, "Saknas ett avslutande citattecken? Sätt dit det.")
    return Problem(
        file,
        line,
        None,
        "ett citattecken stängs aldrig, eller så står det text efter det",
        'Sätt " före och efter hela värdet och skriv "" för ett citattecken inne i texten.',
    )


def _count_problem(file: str, line: int, n_cells: int, n_names: int) -> Problem:
    if n_cells > n_names:
        fix = 'Sätt " före och efter text som innehåller kommatecken.'
    else:
        fix = "Skriv ett kommatecken för varje värde som saknas."
    what = f"raden har {words.count(n_cells, 'värde', 'värden')}, rubrikraden har {n_names}"
    return Problem(file, line, None, what, fix)


def _header_problems(file: str, line: int, names: list[str], table: Table) -> list[Problem]:
    """What is wrong with the header; the order of the columns is free."""
    whole = f"rubrikraden är {','.join(table.names)}"
    separator = _other_separator(names, table)
    if separator:
        what = f"värdena skiljs åt av {separator}"
        fix = "Spara om filen med kommatecken mellan värdena"
        return [Problem(file, line, None, what, fix)]
    if not set(names) & set(table.names):
        what = f"rubrikraden saknas; första raden börjar med {quoted(names[0])}"
        return [Problem(file, line, None, what, f"Lägg till den: {whole}.")]
    missing = [name for name in table.names if name not in names]
    problems = []
    for name in dict.fromkeys(names):
        if not name:
            fix = "Ge kolumnen ett namn eller ta bort den"
            problems.append(Problem(file, line, None, "en kolumn saknar rubrik", fix))
        elif name not in table.names:
            fix = f"{meant(name, missing)}Byt namn på kolumnen eller ta bort den"
            problems.append(Problem(file, line, None, f"okänd kolumn {quoted(name)}", fix))
        elif names.count(name) > 1:
            what = f"kolumnen finns {names.count(name)} gånger"
            problems.append(Problem(file, line, name, what, "Behåll en av dem"))
    problems += [
        Problem(file, line, name, "kolumnen saknas", f"Lägg till den; {whole}.") for name in missing
    ]
    return problems


def _other_separator(names: list[str], table: Table) -> str | None:
    """What stands between the names of a header that is no header with commas."""
    for mark, name in ((";", "semikolon, som i svenska Excel"), ("\t", "tabbtecken")):
        cells = {cell.strip(' "') for cell in names[0].split(mark)}
        if len(names) == 1 and len(cells) > 1 and cells & set(table.names):
            return name
    return None
