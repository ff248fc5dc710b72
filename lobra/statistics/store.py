"""All figures of a folder in one Parquet file, through DuckDB: millions, read an area at a time.

A figure is told from another by its indicator, area, year, month and part. What is known of it
goes by these rules: a final value takes the place of a preliminary one, a newer file that of an
older one, and no value ever that of a value. Sorted by area, so that one area is read alone.
"""

from __future__ import annotations

import csv
import io
import tempfile
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, fields, replace
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd

from lobra.statistics import merging
from lobra.statistics.figures import KEY, VALUES, Listed, Source
from lobra_data.errors import LobraError, shown

FOLDER = "_statistik"
"""The store's place among records; a name that begins so is no council's."""
_KEY = ", ".join(KEY)
_SAME = " AND ".join(f"new.{name} = old.{name}" for name in KEY)
_EQUAL = " AND ".join(
    f"new.{name} IS NOT DISTINCT FROM old.{name}" for name in (*VALUES, "is_preliminary")
)
_COLUMNS = {
    "indicator": "VARCHAR", "area": "VARCHAR", "year": "SMALLINT", "month": "TINYINT",
    "part": "VARCHAR", "value": "DOUBLE", "per_100k": "DOUBLE", "n_answers": "DOUBLE",
    "low": "DOUBLE", "high": "DOUBLE", "is_preliminary": "BOOLEAN", "source": "INTEGER",
    "row": "BIGINT",
}  # fmt: skip
_NAMES = ", ".join(_COLUMNS)


@dataclass
class Outcome:
    """What became of a file's rows: `n_rows` is the sum of the counts below it."""

    n_rows: int = 0
    n_new: int = 0
    n_replaced: int = 0
    n_known: int = 0
    n_listed: int = 0
    listed: list[Listed] = field(default_factory=list)
    changes: pd.DataFrame = field(default_factory=pd.DataFrame)
    """The values that were replaced by others: `value_old`, `value`, `is_preliminary_old`."""


class Store:
    """A folder's figures and the files that they come from."""

    def __init__(self, folder: Path | None) -> None:
        """Without a folder it is empty, and what is imported is only looked at."""
        self.folder = folder or Path()
        self.path = self.folder / "figures.parquet" if folder else None
        found = _sources(folder / "sources.csv") if folder else ()
        self.sources = {one.source: one for one in found}

    def figures(self, areas: Iterable[str] = (), indicators: Iterable[str] = ()) -> pd.DataFrame:
        """The figures of these areas and indicators, or of all; empty without a store."""
        wanted = {"area": list(areas), "indicator": list(indicators)}
        given = {name: values for name, values in wanted.items() if values}
        where = " AND ".join(f"list_contains(${name}, {name})" for name in given)
        with _opened() as database:
            table = _old(self.path)
            query = (
                f"SELECT {_NAMES} FROM {table} {f'WHERE {where}' if where else ''} ORDER BY {_KEY}"
            )
            return database.execute(query, given).df()


class Import:
    """Files on their way into a store; nothing is written but what `files` gives."""

    def __init__(self, store: Store, database: duckdb.DuckDBPyConnection, scratch: Path) -> None:
        self._store, self._database, self._scratch = store, database, scratch
        self._sources = dict(store.sources)
        self._is_changed = False
        self.read: set[int] = set()
        """The sources of the files that are read this time."""
        database.execute(f"CREATE TABLE old AS SELECT {_NAMES} FROM {_old(store.path)}")

    def source(self, about: Source) -> Source:
        """The file as a source, the same again when it has been read before."""
        again = next((one for one in self._sources.values() if one.sha256 == about.sha256), None)
        if again:
            retrieved_on = about.retrieved_on or again.retrieved_on
            made = replace(about, source=again.source, retrieved_on=retrieved_on)
        else:
            made = replace(about, source=max(self._sources, default=0) + 1)
        self._sources[made.source] = made
        self.read.add(made.source)
        return made

    def add(self, source: Source, frames: Iterable[pd.DataFrame]) -> Outcome:
        """Merges a file's figures into those there are."""
        database = self._database
        columns = ", ".join(f"{name} {kind}" for name, kind in _COLUMNS.items())
        database.execute(f"CREATE OR REPLACE TABLE new (no BIGINT, {columns})")
        n = 0
        for frame in frames:
            frame = frame.assign(source=source.source, no=range(n, n + len(frame)))
            n += len(frame)
            database.execute(f"INSERT INTO new SELECT no, {_NAMES} FROM frame")
        outcome = Outcome(n_rows=n)
        self._drop(merging.doubles(self._doubles()), outcome)
        outcome.n_known = self._forget_known()
        verdict = merging.against(self._differing(), self._sources)
        self._drop(verdict, outcome)
        outcome.n_known += self._delete(verdict.known)
        outcome.n_replaced, outcome.changes = verdict.n_replaced, verdict.changes
        database.execute(f"DELETE FROM old USING new WHERE {_SAME}")
        (n_left,) = database.execute("SELECT count(*) FROM new").fetchone() or (0,)
        database.execute(f"INSERT INTO old SELECT {_NAMES} FROM new")
        outcome.n_new = n_left - outcome.n_replaced
        self._is_changed = self._is_changed or n_left > 0
        return outcome

    def note_lines(self, source: Source, n_lines: int) -> None:
        """How many rows the file turned out to have."""
        self._sources[source.source] = replace(source, n_lines=n_lines)

    def files(self) -> dict[Path, bytes]:
        """The store's files as they are to be: the same bytes for the same figures."""
        made = {self._store.folder / "sources.csv": _csv(self._sources.values())}
        if self._is_changed:
            target = self._scratch / "figures.parquet"
            self._database.execute(
                f"COPY (SELECT {_NAMES} FROM old ORDER BY area, indicator, part, year, month) "
                f"TO {_quoted(target)} (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 61440)"
            )
            made[self._store.folder / "figures.parquet"] = target.read_bytes()
        return made

    def figures(self, areas: Iterable[str]) -> pd.DataFrame:
        """The figures of some areas as they will be."""
        query = f"SELECT {_NAMES} FROM old WHERE list_contains($areas, area) ORDER BY {_KEY}"
        return self._database.execute(query, {"areas": list(areas)}).df()

    @property
    def sources(self) -> Mapping[int, Source]:
        return self._sources

    def _doubles(self) -> pd.DataFrame:
        """The rows of the new file that stand there more than once."""
        return self._database.execute(
            f"SELECT new.* FROM new JOIN (SELECT {_KEY} FROM new GROUP BY ALL HAVING count(*) > 1) "
            f"USING ({_KEY}) ORDER BY no"
        ).df()

    def _forget_known(self) -> int:
        done = self._database.execute(f"DELETE FROM new USING old WHERE {_SAME} AND {_EQUAL}")
        return int((done.fetchone() or (0,))[0])

    def _differing(self) -> pd.DataFrame:
        """New rows whose figure is there with another value, the old one's columns with _old."""
        others = ", ".join(
            f"old.{name} AS {name}_old" for name in (*VALUES, "is_preliminary", "source", "row")
        )
        return self._database.execute(
            f"SELECT new.*, {others} FROM new JOIN old ON {_SAME} ORDER BY no"
        ).df()

    def _drop(self, verdict: merging.Verdict, outcome: Outcome) -> None:
        outcome.n_listed += self._delete(verdict.dropped)
        outcome.listed += verdict.listed

    def _delete(self, numbers: Collection[int]) -> int:
        if len(numbers):
            gone = pd.DataFrame({"no": list(numbers)})
            self._database.execute("DELETE FROM new USING gone WHERE new.no = gone.no")
            del gone
        return len(numbers)


@contextmanager
def importing(store: Store) -> Iterator[Import]:
    """An import with a database of its own, which is gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="lobra-statistik-") as name:
        scratch = Path(name)
        with _opened(scratch / "import.duckdb") as database:
            yield Import(store, database, scratch)


@contextmanager
def _opened(path: Path | None = None) -> Iterator[duckdb.DuckDBPyConnection]:
    """A database that stays within its memory and never asks the network for anything."""
    settings: dict[str, Any] = {
        "memory_limit": "1GB",
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
    }
    try:
        with duckdb.connect(str(path or ":memory:"), config=settings) as database:
            database.execute("SET enable_progress_bar = false")  # it would go to stdout
            yield database
    except duckdb.Error as error:
        said = str(error).splitlines()[0]
        raise LobraError(
            f"Statistiken går inte att läsa eller skriva ({said}). Kontrollera att disken har "
            f"plats, eller ta bort mappen {FOLDER} och läs in filerna på nytt."
        ) from error


def _old(path: Path | None) -> str:
    """The kept figures as a table of SQL; none of them when there is no store yet."""
    if path and path.is_file():
        return f"read_parquet({_quoted(path)})"
    nothing = ", ".join(f"NULL::{kind} AS {name}" for name, kind in _COLUMNS.items())
    return f"(SELECT {nothing} WHERE false)"


def _quoted(path: Path) -> str:
    return "'" + str(path).replace("'", "''") + "'"


def _sources(path: Path) -> Iterator[Source]:
    if not path.is_file():
        return
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            try:
                numbers = {"source": int(row["source"]), "n_lines": int(row["n_lines"])}
                yield Source(**(row | numbers))  # type: ignore[arg-type]
            except (KeyError, ValueError, TypeError):
                raise LobraError(
                    f"{shown(path)}: filen är inte så som Lobra skrev den. Hämta tillbaka "
                    f"den, eller ta bort mappen {FOLDER} och läs in filerna på nytt."
                ) from None


def _csv(sources: Iterable[Source]) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, [one.name for one in fields(Source)], lineterminator="\n")
    writer.writeheader()
    writer.writerows(asdict(one) for one in sources)
    return text.getvalue().encode("utf-8")
