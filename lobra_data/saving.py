"""How tables are written: one form of file, and several files of a folder all or none."""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path

from lobra_data import schema
from lobra_data.errors import LobraError, shown


def csv_bytes(table: str, rows: Iterable[Mapping[str, str]]) -> bytes:
    """A table's file: UTF-8, LF, the descriptor's columns in its order, as few quotes as can be."""
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, schema.load()[table].names, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode("utf-8")


def save(files: Mapping[Path, bytes]) -> None:
    """Writes each file whose content differs; LobraError, and everything as before, on failure.

    All are written beside their places first and then renamed; should a rename fail, those
    before it are undone.
    """
    changed = {path: data for path, data in files.items() if _content(path) != data}
    staged: dict[Path, Path] = {}
    undo: list[tuple[Path, bytes | None]] = []
    made: list[Path] = []
    try:
        for path, data in changed.items():
            made += _made(path.parent)
            staged[path] = path.with_name(f".{path.name}.ny")
            staged[path].write_bytes(data)
        for path in changed:
            undo.append((path, _content(path)))
            os.replace(staged[path], path)
    except OSError as error:
        _undo(undo[:-1], staged, made)
        where = shown(Path(error.filename2 or error.filename or next(iter(changed))))
        raise LobraError(
            f"{where}: filen gick inte att skriva ({error.strerror}). Inget har ändrats. "
            "Kontrollera behörigheten och att inget annat program har låst den."
        ) from error


def _content(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except OSError:
        return None


def _made(folder: Path) -> list[Path]:
    """Makes a folder and those above it that are missing; the ones that it made."""
    missing = [one for one in (folder, *folder.parents) if not one.exists()]
    folder.mkdir(parents=True, exist_ok=True)
    return missing


def _undo(
    done: list[tuple[Path, bytes | None]], staged: Mapping[Path, Path], made: list[Path]
) -> None:
    for path, before in reversed(done):
        with suppress(OSError):
            if before is None:
                path.unlink()
            else:
                staged[path].write_bytes(before)
                os.replace(staged[path], path)
    for path in staged.values():
        with suppress(OSError):
            path.unlink(missing_ok=True)
    for folder in sorted(made, key=lambda one: -len(one.parts)):
        with suppress(OSError):
            folder.rmdir()
