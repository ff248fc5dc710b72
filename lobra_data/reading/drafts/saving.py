"""Writes several files of a folder as one: all of them, or none."""

from __future__ import annotations

import csv
import io
import json
import os
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from lobra_data import schema
from lobra_data.errors import LobraError, shown

DOUBTS = "granskning"
"""The folder beside the councils' with the doubts about each document; no table, no council."""


def csv_bytes(table: str, rows: Iterable[Mapping[str, str]]) -> bytes:
    """A table's file: UTF-8, LF, the descriptor's columns in its order, as few quotes as can be."""
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, schema.load()[table].names, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode("utf-8")


def doubts_path(folder: Path, document_id: str) -> Path:
    """Where the doubts about a document are kept."""
    return Path(folder) / DOUBTS / f"{document_id}.json"


def read_doubts(folder: Path, document_id: str) -> dict[str, Any]:
    """What is kept about a document's reading; empty when nothing is.

    `doubts` is a list of {field, reason, line}; `read` maps table → key → the mark of the words
    that the draft was made of, also of drafts that a person has removed since.
    """
    path = doubts_path(folder, document_id)
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as error:
        what = f"{shown(path)}: filen med tvivel går inte att läsa ({error})"
        raise LobraError(f"{what}. Ta bort den och läs dokumentet igen.") from error
    return found if isinstance(found, dict) else {}


def json_bytes(values: Mapping[str, Any]) -> bytes:
    """A JSON file that people can read and compare."""
    return (json.dumps(values, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode("utf-8")


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


def _undo(done: list[tuple[Path, bytes | None]], staged: Mapping[Path, Path], made: list[Path]):
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
