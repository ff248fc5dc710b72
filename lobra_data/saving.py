"""How tables are written: one form of file, one writer at a time, several files all or none.

Before a file is changed, a journal beside the records says what stood there. Whoever opens the
records after a writer was killed finds the journal and puts back what it says.
"""

from __future__ import annotations

import base64
import csv
import hashlib
import io
import json
import os
import threading
import time
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Literal

from lobra_data import schema
from lobra_data.errors import LobraError, shown, why
from lobra_data.locking import PATIENCE, BusyError, locked

LOCK = ".lobra.las"
JOURNAL = ".lobra-andring.json"
_thread = threading.RLock()
_held: set[Path] = set()


def csv_bytes(
    table: str, rows: Iterable[Mapping[str, str]], without: Collection[str] = ()
) -> bytes:
    """A table's file: UTF-8, LF, the descriptor's columns in its order, as few quotes as can be.

    The columns `without` are left out, with what the rows have in them.
    """
    text = io.StringIO(newline="")
    names = [name for name in schema.load()[table].names if name not in without]
    extra: Literal["raise", "ignore"] = "ignore" if without else "raise"
    writer = csv.DictWriter(text, names, lineterminator="\n", extrasaction=extra)
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode("utf-8")


@contextmanager
def changing(root: Path, who: str, patience: float = PATIENCE) -> Iterator[None]:
    """Only this process writes in the folder while the block runs; the others wait.

    What is read to be changed must be read inside, else another's rows are lost. `who` is what
    those who wait are told. Inside one another the blocks of a process are one.
    """
    root = Path(root)
    with _thread:
        made = _made(root)
        place = root.resolve()
        if place in _held:
            yield
            return
        try:
            with locked(root / LOCK, who, patience):
                _held.add(place)
                try:
                    _heal_inside(root)
                    yield
                finally:
                    _held.discard(place)
        finally:
            _remove(made)


def heal(root: Path) -> None:
    """Takes back what a writer that was killed left half done; a living one is let finish."""
    while os.path.exists(Path(root) / JOURNAL):
        try:
            with changing(root, "lobra", patience=0):
                return
        except BusyError:
            time.sleep(0.01)


def save(files: Mapping[Path, bytes], root: Path | None = None) -> None:
    """Writes each file whose content differs; LobraError, and everything as before, on failure.

    `root` is the folder that readers open, the files' common one unless it is given.
    """
    changed = {path: data for path, data in files.items() if _content(path) != data}
    if not changed:
        return
    root = root or Path(os.path.commonpath([path.parent for path in changed]))
    with changing(root, "lobra"):
        made: list[Path] = []
        try:
            _note(root, changed)
            for path, data in changed.items():
                made += _made(path.parent)
                _write(_beside(path), data)
            for path in changed:
                os.replace(_beside(path), path)
            (root / JOURNAL).unlink()
        except OSError as error:
            where = shown(Path(error.filename2 or error.filename or next(iter(changed))))
            end = _taken_back(root, made)
            raise LobraError(
                f"{where}: filen gick inte att skriva ({why(error)}). {end} "
                "Kontrollera behörigheten och att inget annat program har låst den."
            ) from error
        except BaseException:
            _taken_back(root, made)
            raise


def _note(root: Path, changed: Mapping[Path, bytes]) -> None:
    """Writes the journal: each file's content as it is, and the mark of what it is to be."""
    notes = {}
    for path, data in changed.items():
        before = _content(path)
        notes[Path(os.path.relpath(path, root)).as_posix()] = {
            "before": None if before is None else base64.b64encode(before).decode("ascii"),
            "after": hashlib.sha256(data).hexdigest(),
        }
    journal = root / JOURNAL
    _write(_beside(journal), json.dumps(notes).encode("utf-8"))
    os.replace(_beside(journal), journal)


def _taken_back(root: Path, made: list[Path]) -> str:
    """Undoes a change that failed, and says how that went."""
    try:
        _take_back(root)
    except (OSError, LobraError):
        return "Det som hann ändras tas tillbaka nästa gång registren öppnas."
    _remove(made)
    return "Inget har ändrats."


def _heal_inside(root: Path) -> None:
    try:
        _take_back(root)
    except OSError as error:
        raise LobraError(
            f"{shown(root)}: en ändring som avbröts går inte att ta tillbaka ({why(error)}). "
            "Kontrollera behörigheten och försök igen."
        ) from error


def _take_back(root: Path) -> None:
    """Puts back what the journal says, if there is one: the change that it is about never was.

    A file that holds neither the old nor the new content was changed by somebody since, and is
    left alone. Killed halfway, it is done again.
    """
    journal = root / JOURNAL
    for path, note in _notes(journal).items():
        if _beside(path).is_file():  # a folder of that name is nobody's of ours
            _beside(path).unlink()
        now, before = _content(path), note["before"]
        is_changed = now is not None and hashlib.sha256(now).hexdigest() == note["after"]
        if is_changed and before is not None:
            _write(_beside(path), base64.b64decode(before))
            os.replace(_beside(path), path)
        elif before is None:
            if is_changed:
                path.unlink()
            with suppress(OSError):  # somebody else's files are in it
                path.parent.rmdir()
    journal.unlink(missing_ok=True)
    _beside(journal).unlink(missing_ok=True)


def _notes(journal: Path) -> dict[Path, dict[str, Any]]:
    try:
        if journal.exists() and not journal.is_file():  # a pipe may never end
            raise ValueError
        found = json.loads(journal.read_bytes())
        inside = {Path(os.path.normpath(name)): note for name, note in found.items()}
        if any(name.is_absolute() or ".." in name.parts for name in inside):
            raise ValueError
        return {journal.parent / name: dict(note) for name, note in inside.items()}
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise LobraError(f"{shown(journal)}: filen går inte att läsa ({why(error)}).") from None
    except (ValueError, TypeError, AttributeError):
        raise LobraError(
            f"{shown(journal)}: filen är skadad eller gjord av något annat än Lobra. "
            "Kontrollera registren och ta bort den."
        ) from None


def _write(path: Path, data: bytes) -> None:
    """The file is on the disk, not only on its way there, before anything relies on it."""
    with path.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _beside(path: Path) -> Path:
    return path.with_name(f".{path.name}.ny")


def _content(path: Path) -> bytes | None:
    try:
        return path.read_bytes() if path.is_file() else None
    except OSError:
        return None


def _made(folder: Path) -> list[Path]:
    """Makes a folder and those above it that are missing; the ones that it made."""
    missing = [one for one in (folder, *folder.parents) if not one.exists()]
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        _remove(missing)
        raise LobraError(
            f"{shown(folder)}: mappen gick inte att skapa ({why(error)}). Inget har ändrats. "
            "Flytta det som ligger där, eller ange en annan mapp."
        ) from error
    return missing


def _remove(made: Iterable[Path]) -> None:
    """Removes those of the folders that are empty, the innermost first."""
    for folder in sorted(made, key=lambda one: -len(one.parts)):
        with suppress(OSError):
            folder.rmdir()
