"""The parameters of a report: read from YAML, checked in full before any kernel starts.

Every value is read as text and turned into its type here, so that YAML's own guesses
(`no` → False, `12:30` → 750, `0114` → 76) can't happen.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from contextlib import suppress
from itertools import chain
from pathlib import Path
from typing import Annotated, Any

import yaml
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, PrivateAttr, ValidationError

from lobra.build.kin import Kin
from lobra.report.publications import OWN_PARAMETERS, PUBLICATIONS, REPORT, Publication
from lobra_data import files, frames
from lobra_data.errors import LobraError, Problem, RecordsError, meant, quoted, shown, why

LARGEST = 100_000
Part = tuple[int, int]
"""(2, 4) is the second of four parts."""
WHOLE: Part = (1, 1)
_BLANK = {"", "~", "null"}
Blank = BeforeValidator(lambda value: None if value in _BLANK else value)


class ReportParams(BaseModel):
    """What differs between two reports. The names are those of the notebook's parameters cell."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)

    year: Annotated[int, Field(ge=1990, le=2100)]
    """The year that the report is about."""
    council: Annotated[str, Field(pattern=r"^[a-z0-9-]+$")]
    """The council's folder among the records."""
    report_on: Annotated[dt.date | None, Blank] = None
    """The date that the report bears; nothing reads the clock. Empty: not stated."""
    version: str = "1.0"
    """Version of the report, shown on its title page."""
    case_number: Annotated[str | None, Blank] = None
    """The municipality's case number (diarienummer), if there is one."""
    contact: Annotated[str | None, Blank] = None
    """How to reach the authors: a function or a web page, not a person. What a function can be
    reached at may be published."""
    smallest_count: Annotated[int, Field(ge=1, le=100)] = 5
    """Fewer persons than this are shown as a span in the public edition."""
    never_publish: Annotated[str | None, Blank] = None
    """Words, parted by semicolons, that stop a public edition wherever they stand."""
    indicators: Annotated[str | None, Blank] = None
    """Which indicators the lägesbild is about, parted by semicolons; empty: all there are."""
    first_year: Annotated[int | None, Blank, Field(ge=1975, le=2100)] = None
    """The first year of the lägesbild's figures; empty: as far back as there are any."""

    _file: Path | None = PrivateAttr(None)
    _lines: dict[str, int] = PrivateAttr(default_factory=dict)

    @property
    def file(self) -> Path | None:
        """The file that the parameters come from; None for those made in a program."""
        return self._file

    @property
    def own_words(self) -> Path | None:
        """Where the council's own words for the year lie, if any are written."""
        return self._file and self._file.with_suffix(".md")

    @property
    def kept_back(self) -> list[str]:
        """The words of `never_publish`, one by one."""
        words = (word.strip() for word in (self.never_publish or "").split(";"))
        return [word for word in words if word]

    def shown_lines(self) -> list[tuple[str, int | None, str, str]]:
        """(file, line, name, value) of what stands in the report as it was written."""
        file = shown(self._file) if self._file else "params"
        names = ("version", "case_number", "contact")
        values = [(name, getattr(self, name)) for name in names]
        return [(file, self._lines.get(name), name, value) for name, value in values if value]

    def as_notebook_values(self, publication: Publication = PUBLICATIONS[REPORT]) -> dict[str, Any]:
        """The values that papermill writes into its notebooks: plain text and numbers."""
        others = OWN_PARAMETERS - {*publication.parameters}
        return self.model_dump(mode="json", exclude={"smallest_count", "never_publish", *others})


def load(path: Path) -> ReportParams:
    """The parameters of a file; RecordsError with every problem in it when it is not right."""
    file = shown(path)
    keys, values = _values(_read(path, file), file)
    try:
        params = ReportParams.model_validate(values)
    except ValidationError as error:
        problems = [_problem(file, keys, item) for item in error.errors()]
        raise RecordsError(problems) from None
    params._file, params._lines = path, keys
    return params


def is_same(text: str, wanted: ReportParams) -> bool:
    """Whether the text of a file says just what the parameters are."""
    try:
        return ReportParams.model_validate(_values(text, "")[1]).model_dump() == wanted.model_dump()
    except (LobraError, ValidationError):
        return False


def places(folder: Path) -> dict[int, list[Path]]:
    """The files of parameters by year: in the folder, or in one of its folders, for many councils
    have the same years."""
    found: dict[int, list[Path]] = {}
    for path in sorted([*folder.glob("*.yaml"), *folder.glob("*/*.yaml")]):
        if re.fullmatch("[0-9]{4}", path.stem):
            found.setdefault(int(path.stem), []).append(path)
    return found


def for_years(
    folder: Path, years: Iterable[int], data: Path | None = None, council: str | None = None
) -> list[ReportParams]:
    """The parameters of each year, in order: of one council, or of all that have a file for it.

    Refuses years without a file or without records.
    """
    chosen, refused = [], []
    there, source = places(folder), files.find(data)
    known = _councils(source)
    for year in years:
        everyone = map(load, there.get(year, []))
        loaded = [one for one in everyone if council in (None, one.council)]
        if not loaded:
            refused.append(_no_file(folder, year, council))
        for params in loaded:
            if wrong := _unfit(params, source, known):
                refused.append(wrong)
            else:
                chosen.append(params)
    refused += _twice(chosen)
    if refused:
        raise LobraError("\n".join([*refused, _years_that_can_be_built(there, source)]))
    return chosen


def _no_file(folder: Path, year: int, council: str | None) -> str:
    whose, option = (f" för {council}", f" --council {council}") if council else ("", "")
    return (
        f"{year}: det finns ingen fil {shown(folder / f'{year}.yaml')}{whose}. "
        f"Skapa den med lobra start-year {year}{option}."
    )


def kept_back(folder: Path) -> tuple[dict[str, list[str]], list[LobraError]]:
    """The words that must not be published, by council, out of its files for all years, and what is
    wrong with files that can't say."""
    found: dict[str, list[str]] = {}
    loaded, wrong = _loaded(places(folder))
    for params in loaded:
        found.setdefault(params.council, []).extend(params.kept_back)
    return found, wrong


def of_report(folder: Path, council: str, year: int) -> ReportParams:
    """The parameters of one report, wherever in the folder their file lies."""
    mine = places(folder).get(year, [folder / f"{year}.yaml"])
    loaded = [load(path) for path in mine]
    return next((one for one in loaded if one.council == council), loaded[0])


def all_years(
    folder: Path,
    data: Path | None = None,
    council: str | None = None,
    part: Part = WHOLE,
) -> tuple[list[ReportParams], list[LobraError]]:
    """Each year of each council, or of one, that has both a file of parameters and records, year
    by year, and what is wrong with other files; LobraError when there is nothing to build.

    Of a part no other council's records are read here, but which councils there are.
    """
    source = files.find(data)
    loaded, wrong = _loaded(places(folder))
    there = [one for one in loaded if council in (None, one.council)]
    mine = councils_of(part, there)
    found = _buildable((one for one in there if one.council in mine), source)
    if not (found or wrong or (there and part != WHOLE)):
        whose, option = (f" för {council}", f" --council {council}") if council else ("", "")
        raise LobraError(
            f"{shown(folder)}: inget år kan byggas{whose}. Skapa parametrar för ett år med "
            f"uppgifter, till exempel med lobra start-year 2021{option}."
        )
    if refused := _twice(found):
        raise LobraError("\n".join(refused))
    return found, wrong


def councils_of(part: Part, every: Iterable[ReportParams]) -> set[str]:
    """The councils that one of several machines builds: each is kept whole, so that every part
    comes out as it would beside the others."""
    number, n_parts = part
    return {*sorted({one.council for one in every})[number - 1 :: n_parts]}


def _unfit(params: ReportParams, source: files.Records, known: list[str]) -> str:
    """Why parameters from a file can't be built; empty when they can."""
    file, year = params._file, params.year
    if file and file.stem != str(year):
        return (
            f"{shown(file)}: year är {year}, men filen heter {file.name}. "
            "Rätta året eller byt namn på filen."
        )
    if params.council not in known:
        return (
            f"{file and shown(file)}: council: rådet {quoted(params.council)} finns inte. "
            f"{meant(params.council, known)}Råd: {', '.join(known)}."
        )
    with suppress(RecordsError):  # the build tells all that is wrong with the records
        if year not in frames.years(params.council, Kin(source, params.council)):
            return f"{year}: {params.council} har inga uppgifter för året."
    return ""


def _councils(source: files.Records) -> list[str]:
    """The councils whose own row can be read, and those that nothing can be known of yet."""
    read = {name: source.read(name, "councils") for name in source.councils}
    named = {row.values["council_id"] for rows, _ in read.values() for row in rows}
    return sorted(named | {name for name, (_, problems) in read.items() if problems})


def _twice(chosen: Iterable[ReportParams]) -> list[str]:
    """Two files for one report would be built in one place, the one over the other."""
    first: dict[tuple[str, int], ReportParams] = {}
    twice = [(first.setdefault((one.council, one.year), one), one) for one in chosen]
    return [
        f"{shown(other.file)}: {shown(one.file)} gäller samma råd och år. Ta bort den ena."
        for one, other in twice
        if one is not other and one.file and other.file
    ]


def _years_that_can_be_built(there: Mapping[int, list[Path]], source: files.Records) -> str:
    by_council: dict[str, list[int]] = {}
    for params in _buildable(_loaded(there)[0], source):
        by_council.setdefault(params.council, []).append(params.year)
    if not by_council:
        return "Inget år kan byggas än."
    parts = (f"{', '.join(map(str, sorted(y)))} ({c})" for c, y in by_council.items())
    return f"År som kan byggas: {'; '.join(parts)}."


def _loaded(there: Mapping[int, list[Path]]) -> tuple[list[ReportParams], list[LobraError]]:
    """The parameters of each file that is right, and what is wrong with others."""
    found, wrong = [], []
    for path in chain.from_iterable(there.values()):
        try:
            found.append(load(path))
        except LobraError as error:
            wrong.append(error)
    return found, wrong


def _buildable(loaded: Iterable[ReportParams], source: files.Records) -> list[ReportParams]:
    """Those that have records behind them, year by year."""
    known = _councils(source)
    found = (one for one in loaded if not _unfit(one, source, known))
    return sorted(found, key=lambda one: (one.year, one.council))


def _read(path: Path, file: str) -> str:
    try:
        if path.exists() and not path.is_file():  # a pipe may never end
            raise LobraError(f"{file}: här ligger ingen vanlig fil. Ta bort den.")
        raw = path.read_bytes()
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise LobraError(f"{file}: filen är inte UTF-8. Spara den som UTF-8.") from None
    except OSError as error:
        raise LobraError(f"{file}: filen går inte att läsa ({why(error)}).") from None
    if len(raw) > LARGEST:
        raise LobraError(f"{file}: filen är för stor för att vara en parameterfil.")
    return text


def _values(text: str, file: str) -> tuple[dict[str, int], dict[str, str]]:
    """Each key's line, and each key's value as text."""
    try:
        root = yaml.compose(text, Loader=yaml.BaseLoader)
    except (yaml.YAMLError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        place = f"{file}:{mark.line + 1}" if mark else file
        raise LobraError(
            f"{place}: raden är inte giltig YAML. Skriv namn: värde, en på varje rad."
        ) from None
    if not isinstance(root, yaml.MappingNode):
        raise LobraError(f"{file}: filen har inga parametrar. Skriv namn: värde på varje rad.")
    keys: dict[str, int] = {}
    values: dict[str, str] = {}
    problems = []
    for key, value in root.value:
        line = key.start_mark.line + 1
        name = str(key.value)
        if not isinstance(value, yaml.ScalarNode):
            fix = "Skriv ett enda värde."
            problems.append(Problem(file, line, name, "värdet är en lista eller en grupp", fix))
        elif name in keys:
            what = f"namnet står redan på rad {keys[name]}"
            problems.append(Problem(file, line, name, what, "Ta bort den ena raden."))
        else:
            values[name] = value.value
        keys.setdefault(name, line)
    if problems:
        raise RecordsError(problems)
    return keys, values


_ALLOWED = ", ".join(ReportParams.model_fields)


def _problem(file: str, keys: dict[str, int], item: Any) -> Problem:
    """pydantic's finding in Swedish: what is there and what to write instead."""
    name = str(item["loc"][0])
    value = quoted(str(item["input"]))
    line = keys.get(name)
    kind = item["type"]
    if kind == "extra_forbidden":
        if not name.isidentifier():
            what = f"{quoted(name)} kan inte vara namnet på en parameter"
        else:
            what = f"okänd parameter {quoted(name)}"
        fix = f"{meant(name, ReportParams.model_fields)}Tillåtna: {_ALLOWED}"
        return Problem(file, line, None, what, fix)
    if kind == "missing":
        return Problem(file, None, name, "parametern saknas", f"Lägg till raden {name}: …")
    if kind.startswith(("int_", "greater_", "less_")) and name == "smallest_count":
        return Problem(file, line, name, f"{value} är inget antal", "Skriv ett tal från 1 till 100")
    if kind.startswith(("int_", "greater_", "less_")):
        return Problem(file, line, name, f"{value} är inget årtal", "Skriv fyra siffror, som 2021")
    if kind.startswith(("date_", "datetime_")):
        fix = "Skriv ÅÅÅÅ-MM-DD, eller lämna tomt"
        return Problem(file, line, name, f"{value} är inget datum", fix)
    if kind == "string_pattern_mismatch":
        fix = "Skriv mappens namn: små bokstäver a–z, siffror och bindestreck"
        return Problem(file, line, name, f"{value} är inget id för ett råd", fix)
    return Problem(file, line, name, f"{value} kan inte tolkas", "Skriv ett vanligt värde")
