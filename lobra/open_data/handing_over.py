"""Open data of the public edition, put in a folder when the last gate has read every file."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path

from lobra.build import current, letting_through, params
from lobra.build.folder import put, working
from lobra.build.kin import Kin
from lobra.open_data import catalogue, chosen, described, written
from lobra.open_data.chosen import Row
from lobra.open_data.described import Publishing
from lobra.privacy import contact, disclosure, editions, gate
from lobra_data import files, frames
from lobra_data.errors import LobraError, shown, why

_WRITERS = {"csv": written.csv, "xlsx": written.workbook, "parquet": written.parquet}
_ELSEWHERE = "Ange en annan mapp."


@dataclass(frozen=True)
class Export:
    """What was written: the files' paths from the folder, with their sizes in bytes, and what
    the catalogue lacks."""

    folder: Path
    sizes: dict[str, int]
    missing: list[str]


@dataclass(frozen=True)
class _Rules:
    """The strictest of what the parameters of all years say."""

    smallest: int
    never: list[str]
    contact: str


def export(
    folder: Path,
    formats: Sequence[str] = ("csv",),
    council: str | None = None,
    year: int | None = None,
    data: Path | None = None,
    params_folder: Path = Path("params"),
    reports: Path = Path("reports"),
    said: Publishing | None = None,
) -> Export:
    """Writes the public edition's tables, of a council and a year or of all, into `folder`.

    What the editions in `reports` have told counts, as it does for the next report. LobraError,
    and nothing is written, when the folder holds anything but an export, or when a finished file
    holds what must not be published.
    """
    folder = Path(os.path.abspath(folder))  # "." has no name
    everyone = files.find(data)
    _refuse_year(everyone, everyone.chosen(council), year)
    source = Kin(everyone, council) if council else everyone
    rules = _rules(params_folder, source, council)
    said = replace(said or Publishing(), contact=rules.contact)
    with working(folder, _ELSEWHERE) as work:
        _refuse_taken(folder)
        finished = work / "data"
        finished.mkdir()
        rows = _prepared(source, work / "register", rules, reports, council, year)
        _write(rows, finished, formats, said, council, year)
        _refuse_leaks(source, finished, folder, rules, said)
        paths = sorted(path for path in finished.rglob("*") if path.is_file())
        sizes = {path.relative_to(finished).as_posix(): path.stat().st_size for path in paths}
        put(finished, folder)
    return Export(folder, sizes, said.missing)


def _prepared(
    source: files.Records,
    folder: Path,
    rules: _Rules,
    reports: Path,
    council: str | None,
    year: int | None,
) -> dict[str, list[Row]]:
    """The rows, out of a copy of the records that holds what the public edition may show."""
    told = (current.told(reports / name) for name in source.councils)
    before = list(chain.from_iterable(chain.from_iterable(one.values()) for one in told))
    disclosure.prepare(source, folder, editions.PUBLIC, rules.smallest, before, never=rules.never)
    return chosen.rows(files.Records(folder), council, year)


def _write(
    rows: dict[str, list[Row]],
    folder: Path,
    formats: Sequence[str],
    said: Publishing,
    council: str | None,
    year: int | None,
) -> None:
    # The data package describes the CSV files, and Parquet is made of them.
    paths = {
        kind: [one.relative_to(folder).as_posix() for one in write(rows, folder)]
        for kind, write in _WRITERS.items()
        if kind in ("csv", *formats)
    }
    about = described.title(rows, council, year), described.description(rows)
    name = "-".join(["lobra", *([council] if council else []), *([str(year)] if year else [])])
    package = described.package(name, *about, said, folder)
    (folder / described.PACKAGE).write_bytes(package)
    made = catalogue.catalogue(*about, said, paths, [year] if year else _years(rows))
    (folder / catalogue.CATALOGUE).write_bytes(made)


def _years(rows: dict[str, list[Row]]) -> list[int]:
    """The years of the meetings, which is what the data is about."""
    days = (
        day
        for row in rows["meetings"]
        for day in (row["held_on"], row["held_earliest"], row["held_latest"])
    )
    return sorted({int(day[:4]) for day in days if day})


def _rules(folder: Path, source: files.Records, council: str | None) -> _Rules:
    loaded = [
        params.load(path) for _, some in sorted(params.places(folder).items()) for path in some
    ]
    mine = [one for one in loaded if one.council in source.councils]
    for one in mine:
        letting_through.refuse_personal_contact(source, one)
    said = [one.contact or "" for one in mine if one.council == (council or one.council)]
    smallest = params.ReportParams.model_fields["smallest_count"].default
    words = {word for one in mine for word in one.kept_back}
    return _Rules(
        max((one.smallest_count for one in mine), default=smallest),
        sorted(words),
        next(filter(None, reversed(said)), "") if council or len(source.councils) == 1 else "",
    )


def _refuse_year(everyone: files.Records, councils: Sequence[str], year: int | None) -> None:
    there = sorted({one for name in councils for one in frames.years(name, everyone)})
    if year not in (None, *there):
        listed = ", ".join(map(str, there)) or "inga"
        raise LobraError(f"{year}: det finns inga uppgifter för året. År med uppgifter: {listed}.")


def _refuse_taken(folder: Path) -> None:
    """A folder with anything but an earlier export in it is somebody else's, and the one that the
    user stands in can't be exchanged."""
    if Path.cwd().is_relative_to(folder):
        raise LobraError(f"{folder}: det är mappen som kommandot körs i. {_ELSEWHERE}")
    try:
        is_own = re.search(
            r'"name": "lobra[-\w]*"', (folder / described.PACKAGE).read_text(encoding="utf-8")
        )
        is_taken = not is_own
    except (OSError, UnicodeDecodeError):
        try:
            is_taken = folder.exists() and any(folder.iterdir())
        except OSError as error:
            raise LobraError(
                f"{shown(folder)}: mappen går inte att läsa ({why(error)}). {_ELSEWHERE}"
            ) from None
    if is_taken:
        raise LobraError(
            f"{shown(folder)}: här ligger redan något annat än öppna data. Ange en mapp som är tom "
            "eller inte finns."
        )


def _refuse_leaks(
    source: files.Records, finished: Path, folder: Path, rules: _Rules, said: Publishing
) -> None:
    people = [row.values["name"] for row in source.rows("people")]
    counts = gate.small_counts(source, rules.smallest)
    allowed = contact.ways(said.contact)
    problems = gate.leaks(finished, people, rules.never, counts, gate.lines_of(source), allowed)
    if problems:
        told = "\n".join(map(str, problems)).replace(shown(finished), shown(folder))
        raise LobraError(f"Öppna data lämnas inte ut:\n{told}")
