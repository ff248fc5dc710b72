"""Lists of words and phrases as patterns, so that a vocabulary can be read as one."""

from __future__ import annotations

import re


def any_of(phrases: str) -> str:
    """A pattern for any of the phrases, which commas and line breaks part; the longest first.

    A phrase is literal, but for "…", which stands for the rest of its word.

    >>> any_of("rådet, lokala brå, enhet…")
    '(?:lokala\\\\s+brå|enhet\\\\w*|rådet)'
    """
    listed = [" ".join(phrase.split()) for phrase in re.split(r"[,\n]", phrases) if phrase.strip()]
    longest = sorted(dict.fromkeys(listed), key=len, reverse=True)
    return f"(?:{'|'.join(_pattern(phrase) for phrase in longest)})"


def named_patterns(*named: tuple[str, str]) -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Pairs of a name and its pattern, which takes small and capital letters as the same."""
    return tuple((name, re.compile(pattern, re.I)) for name, pattern in named)


def _pattern(phrase: str) -> str:
    words = [re.escape(word).replace("…", r"\w*") for word in phrase.split()]
    return r"\s+".join(words)
