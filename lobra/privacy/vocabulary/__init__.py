"""The words that cues are told from, and Swedish first names in use, in small letters."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent


@cache
def words() -> dict[str, frozenset[str]]:
    """Each list of words by its name; a "-" in front also fits the end of a longer word."""
    lists = tomllib.loads((FOLDER / "cues.toml").read_text(encoding="utf-8"))
    return {name: frozenset(text.split()) for name, text in lists.items()}


@cache
def first_names() -> frozenset[str]:
    """A help, never a condition, for telling names."""
    return frozenset((FOLDER / "first_names.txt").read_text(encoding="utf-8").casefold().split())
