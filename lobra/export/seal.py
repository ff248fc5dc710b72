"""Which edition a notebook is: what the build sealed, as long as nothing in it has changed since.

A notebook that was run by hand has no seal, and one that was changed after the build has a broken
one: both are working copies, whatever their cover says.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

WORKING_COPY = "Arbetsexemplar, inte för publicering"
_METADATA = "lobra"
_SHOWN = ("cell_type", "source", "attachments", "outputs")


def put(notebook: Any, edition: str) -> None:
    """Seals a notebook as it is now."""
    notebook["metadata"][_METADATA] = {"edition": edition, "sha256": _digest(notebook)}


def is_whole(notebook: Mapping[str, Any]) -> bool:
    """Whether the notebook shows what it showed when it was sealed."""
    seal = notebook.get("metadata", {}).get(_METADATA)
    return isinstance(seal, Mapping) and seal.get("sha256") == _digest(notebook)


def _digest(notebook: Mapping[str, Any]) -> str:
    """One sum over all that can be shown: an editor that saves the file changes none of it."""
    cells = [
        {name: cell[name] for name in _SHOWN if cell.get(name)}
        | {"tags": cell.get("metadata", {}).get("tags", [])}
        for cell in notebook["cells"]
    ]
    return hashlib.sha256(json.dumps(_bare(cells), sort_keys=True).encode()).hexdigest()


def _bare(value: Any) -> Any:
    """Without counts of runs, and with each text in one piece: files hold it line by line."""
    if isinstance(value, dict):  # not Mapping, which takes ten times as long to ask for
        return {key: _bare(one) for key, one in value.items() if key != "execution_count"}
    if isinstance(value, list):
        is_text = value and all(isinstance(one, str) for one in value)
        return "".join(value) if is_text else [_bare(one) for one in value]
    return value
