"""The Swedish words that reading knows: lists in the files beside this one, and patterns of them.

A list is a TOML text with one word or phrase a line; "#" begins a remark. In a line "*" stands for
the rest of a word ("beslut*", "*plan"), "?" for one letter, "…" for up to nine words and a space
for any white space; "!" before it takes away what another line would let in. Small letters stand
for large ones too where the pattern says so. A list is named by its file and its place there:
"kind.opened". A recogniser is a pattern in a file's table `patterns`, where a list's name in braces
stands for any of its lines, and another pattern's for that one.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache, reduce
from operator import getitem
from pathlib import Path
from typing import Any

# What the marks of a line stand for, as they look in an escaped pattern; the widest first.
_MARKS = {r"\ …\ ": r"(?:[\s,]+[\w-]+){0,9}?[\s,]+", r"\ ": r"\s+", r"\*": r"\w*", r"\?": r"\w"}
FOLDER = Path(__file__).parent


def words(name: str) -> tuple[str, ...]:
    """The lines of a list, in its order."""
    return _lines(_found(name))


def lists(name: str) -> dict[str, tuple[str, ...]]:
    """The lists of a table of a file, by their names there, in its order."""
    return {key: _lines(text) for key, text in _found(name).items()}


def meanings(name: str) -> dict[str, str]:
    """Each word of the lists in a table of a file → the name of its list."""
    return {word: key for key, own in lists(name).items() for word in own}


def shown(kind: str) -> dict[str, str]:
    """What doubts call the fields of a kind of fact, in its order."""
    return dict(_found(f"shown.{kind}"))


def any_of(*names: str) -> str:
    """The text of a pattern for whole words of the lists: a longer phrase goes before a shorter."""
    return pattern_text(tuple(line for name in names for line in words(name)))


def pattern(*names: str) -> re.Pattern[str]:
    """Any of the words of the lists, in small or capital letters."""
    return re.compile(any_of(*names), re.I)


def recogniser(name: str, /, **parts: str) -> re.Pattern[str]:
    """A pattern of a file, "decisions.told", with what its braces name in place.

    That is one of `parts`, a list of the file or another pattern there; with a full stop in the
    name a list of another file.
    """
    file, key = name.split(".")
    return re.compile(_filled(file, _file(file)["patterns"][key], parts))


def alternatives(name: str, /, **parts: str) -> str:
    """Any of the patterns in a table of a file, its groups named after it: "iso_day"."""
    file, key = name.split(".")
    ways = _file(file)["patterns"][key].items()
    return "|".join(
        re.sub(r"\(\?P([<=])", rf"(?P\1{way}_", _filled(file, text, parts)) for way, text in ways
    )


def _filled(file: str, text: str, parts: dict[str, str]) -> str:
    own = _file(file)["patterns"]

    def put(slot: re.Match[str]) -> str:
        inner = slot[1]
        if inner in parts:
            return parts[inner]
        if inner in own and inner not in _file(file):
            return _filled(file, own[inner], parts)
        return any_of(inner if "." in inner else f"{file}.{inner}")

    return re.sub(r"\{([a-z_]+(?:\.[a-z_]+)*)\}", put, text)


def named_patterns(name: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    """The lists of a table of a file, each as a pattern with its name."""
    return tuple((key, re.compile(pattern_text(own), re.I)) for key, own in lists(name).items())


def pattern_text(phrases: tuple[str, ...]) -> str:
    r"""The text of a pattern for whole words.

    >>> pattern_text(("brå", "lokala brå", "*plan", "!altan*"))
    '(?:(?!\\b(?:altan\\w*))(?:\\b(?:lokala\\s+brå\\b|brå\\b)|\\b\\w*(?:plan\\b)))'
    """
    longest = sorted(dict.fromkeys(phrases), key=len, reverse=True)
    wanted = [one for one in longest if one[0] != "!"]
    ways = [
        start + "(?:" + "|".join(map(_ending, own)) + ")"
        for start, own in (
            (r"\b", [one for one in wanted if one[0] != "*"]),
            (r"\b\w*", [one[1:] for one in wanted if one[0] == "*"]),
        )
        if own
    ]
    text = ways[0] if len(ways) == 1 else f"(?:{'|'.join(ways)})"
    denied = tuple(one[1:] for one in longest if one[0] == "!")
    return f"(?:(?!{pattern_text(denied)}){text})" if denied else text


def _ending(phrase: str) -> str:
    """A phrase as a pattern, up to the end of its last word."""
    if phrase.isalpha():
        return phrase + r"\b"
    text = re.escape(phrase)
    for mark, meaning in _MARKS.items():
        text = text.replace(mark, meaning)
    return text + r"\b" if phrase[-1].isalnum() else text


@cache
def _file(name: str) -> dict[str, Any]:
    return tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))


def _found(name: str) -> Any:
    file, *path = name.split(".")
    return reduce(getitem, path, _file(file))


def _lines(text: str) -> tuple[str, ...]:
    kept = (line.partition("#")[0].strip() for line in text.splitlines())
    return tuple(line for line in kept if line)
