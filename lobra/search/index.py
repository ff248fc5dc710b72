"""The index: every row's stems in SQLite's FTS5, in memory, and a copy of it in a private file.

The copy says which records it was made of. When they have changed since, or a byte of it has, it
is made anew. What is withheld from the public is in it, so nobody else may read it.
"""

from __future__ import annotations

import hashlib
import os
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import astuple, fields
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path

from lobra.private import private_folder
from lobra.search.forms import stems
from lobra.search.rows import READ, Found, Rows
from lobra_data import files, schema
from lobra_data.errors import LobraError
from lobra_data.files import Records

_DIGEST = hashlib.sha256().digest_size
FIELDS = [one.name for one in fields(Found)]
# Where a word stands says how much it weighs: text, place, theme, more; and what only narrows.
_COLUMNS = {"text": 10, "place": 4, "theme": 4, "more": 2, "narrow": 0}
WEIGHTS = ", ".join(map(str, _COLUMNS.values()))
SAID = "{text place theme more}"
"""The columns in which words are looked for."""
NAMED = "{place text}"
"""Those that name a place."""


class Index:
    """What was found in some records once, ready to be asked."""

    def __init__(self, database: sqlite3.Connection) -> None:
        self.database = database
        self.places = [name for (name,) in database.execute("SELECT name FROM place")]
        self.councils = dict(database.execute("SELECT id, name FROM council"))
        self.vocabulary = [stem for (stem,) in database.execute("SELECT stem FROM stem")]


_ready: dict[Path, tuple[bytes, Index]] = {}


def of(root: Path) -> Index:
    """The index of the records in a folder: as they are now, whatever was asked before."""
    root = root.resolve()
    state = _state(files.find(root))
    kept, index = _ready.get(root, (b"", None))
    if index is None or kept != state:
        index = Index(_kept(root, state) or _made(root, state))
        _ready[root] = state, index
    return index


def forget() -> None:
    """The next question reads the copy, as in a new process."""
    _ready.clear()


def _state(records: Records) -> bytes:
    """Sum of what the index is made of: the files' size and times, which every change changes."""
    tell = hashlib.sha256(_program())
    for council in records.councils:
        for table in READ:
            with suppress(FileNotFoundError):
                about = records.path(council, table).stat()
                seen = (about.st_size, about.st_mtime_ns, about.st_ctime_ns, about.st_ino)
                tell.update(repr((council, table, seen)).encode())
    return tell.digest()


@lru_cache(maxsize=1)
def _program() -> bytes:
    """Sum of the program that makes the index."""
    paths = [*sorted(Path(__file__).parent.glob("*.py")), schema.DESCRIPTOR]
    sums = [hashlib.sha256(path.read_bytes()).digest() for path in paths]
    return b"".join(sums) + f"{version('snowballstemmer')}{sqlite3.sqlite_version}".encode()


def _kept(root: Path, state: bytes) -> sqlite3.Connection | None:
    """The copy, if it is whole and of these records."""
    try:
        data = _path(root).read_bytes()
    except (OSError, LobraError):
        return None
    rest = memoryview(data)[_DIGEST:]
    if rest[:_DIGEST] != state or hashlib.sha256(rest).digest() != data[:_DIGEST]:
        return None
    database = _empty()
    database.deserialize(bytes(rest[_DIGEST:]).partition(b"\n")[2])
    return database


def _made(root: Path, state: bytes) -> sqlite3.Connection:
    """A new index; that it can't be kept stops nobody from asking it."""
    database = _empty()
    _fill(database, Rows(files.find(root)))
    with suppress(OSError, LobraError):
        _sweep(_path(root).parent)
        about = state + os.fsencode(root).hex().encode() + b"\n"
        _keep(_path(root), about + database.serialize())
    return database


def _sweep(folder: Path) -> None:
    """Clears the copies of records that are no more: what they held may be withheld."""
    for path in folder.glob("*.index"):
        with path.open("rb") as file:
            file.seek(2 * _DIGEST)
            root = file.readline(20_000).strip()
        with suppress(ValueError):  # it names no folder: it is damaged
            if Path(os.fsdecode(bytes.fromhex(root.decode("ascii")))).is_dir():
                continue
        path.unlink()


def _empty() -> sqlite3.Connection:
    return sqlite3.connect(":memory:", check_same_thread=False)


def _path(root: Path) -> Path:
    mark = hashlib.sha256(os.fsencode(root)).hexdigest()[:16]
    return private_folder("lobra-search") / f"{mark}.index"


def _keep(path: Path, data: bytes) -> None:
    """Writes the copy beside the old one and then over it: a reader sees one or the other."""
    handle, new = tempfile.mkstemp(dir=path.parent, prefix=path.stem)
    try:
        with open(handle, "wb") as file:
            file.write(hashlib.sha256(data).digest() + data)
        os.replace(new, path)
    finally:
        Path(new).unlink(missing_ok=True)


def _fill(database: sqlite3.Connection, rows: Rows) -> None:
    columns = ", ".join(_COLUMNS)
    tokens = "unicode61 remove_diacritics 0 tokenchars '-_'"
    database.executescript(
        f"""
        CREATE TABLE row ({", ".join(f'"{name}"' for name in FIELDS)});
        CREATE VIRTUAL TABLE said USING fts5({columns}, content='', tokenize="{tokens}");
        CREATE TABLE place (name);
        CREATE TABLE council (id, name);
        CREATE TABLE stem (stem);
        """
    )
    vocabulary: set[str] = set()
    for number, (found, more) in enumerate(rows.all(), start=1):
        told = [stems(text) for text in (found.text, found.place, found.theme, more)]
        vocabulary.update(*told)
        texts = [" ".join(some) for some in told] + [" ".join(narrowing(found))]
        marks = ", ".join("?" * len(FIELDS))
        database.execute(f"INSERT INTO row VALUES ({marks})", astuple(found))
        values = ", ".join("?" * (1 + len(_COLUMNS)))
        database.execute(f"INSERT INTO said (rowid, {columns}) VALUES ({values})", (number, *texts))
    for table, found_names in (("place", rows.places()), ("stem", vocabulary)):
        names = [(name,) for name in sorted(found_names)]
        database.executemany(f"INSERT INTO {table} VALUES (?)", names)
    database.executemany("INSERT INTO council VALUES (?, ?)", rows.councils())
    database.execute("INSERT INTO said(said) VALUES ('optimize')")
    database.commit()


def narrowing(found: Found) -> Iterator[str]:
    """Words of the index's own that say which council and years a row is of."""
    yield council_word(found.council_id)
    if found.earliest and found.latest:
        yield from map(year_word, range(int(found.earliest[:4]), int(found.latest[:4]) + 1))


def council_word(council_id: str) -> str:
    return f"council_{council_id}"


def year_word(year: int) -> str:
    return f"year_{year}"
