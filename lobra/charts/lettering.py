"""How wide text is, and how it is wrapped into lines, in millimetres."""

from __future__ import annotations

import string
from bisect import bisect
from collections.abc import Iterator
from functools import cache
from itertools import islice

import numpy as np
import pyphen
from matplotlib.font_manager import FontProperties, fontManager
from matplotlib.ft2font import FT2Font
from matplotlib.textpath import TextToPath

from lobra.fonts import FONTS

MM_PER_PT = 25.4 / 72
SMALL, BODY = 9.0, 10.0
MOST_LINES = 12
MOST_LETTERS = 400
"""More letters than any line has room for."""
FEW_LETTERS = 2
_SWEDISH = pyphen.Pyphen(lang="sv")

Outline = tuple[np.ndarray, np.ndarray]
Glyph = tuple[str, float, float]
"""The name of its outline, and where it stands."""

for file in sorted(FONTS.glob("*.[ot]tf")):
    fontManager.addfont(file)


class Shaper(TextToPath):
    """matplotlib's own, which sets each word once and not every line that has it.

    No letter moves closer to a space, so that a line is as wide as its words and spaces are.
    """

    def __init__(self) -> None:
        super().__init__()
        self.outlines: dict[str, Outline] = {}
        self.word = cache(self._word)

    def _word(self, word: str, face: FT2Font) -> tuple[list[Glyph], float]:
        """The glyphs of a word and of the space behind it, and where that begins."""
        glyphs, _, _ = self.get_glyphs_with_font(face, f"{word} ", self.outlines)
        return [(name, x, y) for name, x, y, _ in glyphs], glyphs[-1][1]

    def line(self, text: str, weight: str) -> list[Glyph]:
        """The glyphs of a line of text, at the size that a font is asked at."""
        face, placed, begin = _face(weight), [], 0.0
        for word in text.split(" "):
            glyphs, width = self.word(word, face)
            placed += [(name, begin + x, y) for name, x, y in glyphs]
            begin += width + self.word(" ", face)[1]
        return placed[:-1]  # behind the last word is no space


SHAPER = Shaper()


@cache
def _face(weight: str) -> FT2Font:
    """The font in which text of a weight is set, at the size that a font is asked at."""
    return SHAPER._get_font(font(weight, Shaper.FONT_SCALE))  # type: ignore[attr-defined]


def font(weight: str, size: float) -> FontProperties:
    return FontProperties(family=["Source Sans 3", "DejaVu Sans"], weight=weight, size=size)


@cache
def points(text: str, size: float, weight: str) -> float:
    """The width of a line of text in points."""
    face, words = _face(weight), text.split(" ")
    width = sum(SHAPER.word(word, face)[1] for word in words)
    return (width + (len(words) - 1) * SHAPER.word(" ", face)[1]) * (size / Shaper.FONT_SCALE)


def measured(text: str, size: float = BODY, weight: str = "normal") -> float:
    """The width of a line of text in millimetres."""
    return points(text, size, weight) * MM_PER_PT


def wrapped(text: str, width: float, size: float = BODY, weight: str = "normal") -> list[str]:
    """The text as lines of at most `width` millimetres; a word longer than that is hyphenated.

    Of a text that fills half a sheet the first lines are drawn: the table of the chart has it all.
    """
    lines = [*islice(_lines(text, width, size, weight), MOST_LINES + 1)]
    return [*lines[: MOST_LINES - 1], "…"] if len(lines) > MOST_LINES else lines


def _lines(text: str, width: float, size: float, weight: str) -> Iterator[str]:
    is_first, line = True, ""
    for word in text.replace("/", "/\u200b").replace("\u200b", " \u200b").split(" "):
        glued = word.startswith("\u200b")
        word = word.lstrip("\u200b")
        grown = line + word if glued else f"{line} {word}".strip()
        if measured(grown, size, weight) <= width:
            line = grown
            continue
        if line:
            yield line
            is_first = False
        while len(word) > 1 and measured(word, size, weight) > width:
            fits = _fitting(word, width, size, weight)
            n = ([n for n in _syllables(word) if n <= fits] or [max(fits, 1)])[-1]
            yield _hyphened(word, n)
            is_first, word = False, word[n:]
        line = word
    if line or is_first:
        yield line


def _fitting(word: str, width: float, size: float, weight: str) -> int:
    """How many letters of a word have room, with a hyphen."""

    def wide(n: int) -> float:
        return measured(_hyphened(word, n), size, weight)

    return bisect(range(1, min(len(word), MOST_LETTERS)), width, key=wide)


def _hyphened(word: str, n: int) -> str:
    """The first letters of a word that goes on: with a hyphen, unless it has one there."""
    return word[:n] if word[n - 1] == "-" else f"{word[:n]}-"


@cache
def _syllables(word: str) -> tuple[int, ...]:
    """Where a Swedish word may be split, the best place last: late, but with more than two
    letters after it.

    >>> [("förvaltningen"[:n], "förvaltningen"[n:]) for n in _syllables("förvaltningen")]
    [('förvaltning', 'en'), ('för', 'valtningen'), ('förvalt', 'ningen')]
    """
    hyphens = (n + 1 for n, letter in enumerate(word) if letter == "-")
    places = (*_SWEDISH.positions(word), *hyphens)
    end = len(word.rstrip(string.punctuation)) - FEW_LETTERS
    return tuple(sorted((n for n in places if n <= end), key=lambda n: (n < end, n)))
