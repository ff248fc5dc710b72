"""Text on its way into Typst: always as a string literal, so that it can never become markup."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable


def literal(text: str) -> str:
    """Text as a Typst string literal: nothing in it can become markup.

    In composed form and without control characters, which a PDF can't show.

    >>> literal('#"1" \\\\ 2')
    '"#\\\\"1\\\\" \\\\\\\\ 2"'
    """
    text = unicodedata.normalize("NFC", text.replace("\\", "\\\\").replace('"', '\\"'))
    text = text.replace("\r\n", "\n").replace("\n", "\\n").replace("\t", "\\t")
    return '"' + "".join(c for c in text if unicodedata.category(c) not in ("Cc", "Cs")) + '"'


def literal_or_none(text: str) -> str:
    """The literal, or Typst's none for an empty text."""
    return literal(text) if text else "none"


def array(parts: Iterable[str]) -> str:
    """A Typst array of expressions; one of a single part keeps its comma."""
    joined = "".join(f"{part}, " for part in parts)
    return f"({joined.rstrip()})" if joined else "()"
