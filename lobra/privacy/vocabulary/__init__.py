"""What cues are told from: words, and Swedish first names in use, in small letters, and shapes."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent


@cache
def _told() -> dict[str, Any]:
    return tomllib.loads((FOLDER / "cues.toml").read_text(encoding="utf-8"))


@cache
def words() -> dict[str, frozenset[str]]:
    """Each list of words by its name; a "-" in front also fits the end of a longer word."""
    return {name: frozenset(text.split()) for name, text in _told().items() if name != "shapes"}


@cache
def shapes() -> dict[str, re.Pattern[str]]:
    """What a number, an address and the like look like, by what they are called."""
    return {kind: re.compile(shape.replace("\n", "")) for kind, shape in _told()["shapes"].items()}


@cache
def first_names() -> frozenset[str]:
    """A help, never a condition, for telling names."""
    return frozenset((FOLDER / "first_names.txt").read_text(encoding="utf-8").casefold().split())
