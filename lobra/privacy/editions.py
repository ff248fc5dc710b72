"""The two editions of a report, and which rows the public one may hold as they are.

Apart from `disclosure`, which looks for persons in texts: a notebook's process needs none of that.
"""

from __future__ import annotations

from collections.abc import Mapping

PUBLIC, INTERNAL = "public", "internal"
EDITIONS = {PUBLIC: "Offentlig utgåva", INTERNAL: "Intern utgåva, inte för publicering"}
SUFFIXES = {PUBLIC: "", INTERNAL: "-intern"}
"""What the names of an edition's folder and files end with."""


def is_publishable(row: Mapping[str, str]) -> bool:
    """Reviewed and not sensitive; a table without these columns has nothing to hide."""
    return row.get("is_sensitive", "no") == "no" and row.get("is_reviewed", "yes") == "yes"
