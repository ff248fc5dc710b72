"""What is kept about a document's reading, beside the records: doubts, and what was read."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from lobra_data.errors import LobraError, shown

DOUBTS = "granskning"
"""The folder beside the councils' with the doubts about each document; no table, no council."""


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
        if path.exists() and not path.is_file():  # a pipe may never end
            raise ValueError("ingen vanlig fil")
        found = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as error:
        what = f"{shown(path)}: filen med tvivel går inte att läsa ({error})"
        raise LobraError(f"{what}. Ta bort den och läs dokumentet igen.") from error
    return found if isinstance(found, dict) else {}
