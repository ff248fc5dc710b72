"""The house style: a sheet measured in millimetres on which every chart is drawn.

This is the only home of matplotlib. A sheet is 160 mm wide, the text width of the printed page,
so that nothing is scaled and 9 pt stays 9 pt. Text is measured before it is placed: labels
wrap and never overlap, and only one that would fill half a page is cut. The same calls give the
same bytes.
"""

from __future__ import annotations

import io
import string
from bisect import bisect
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import islice

import matplotlib as mpl
import matplotlib.backends.backend_svg  # which else is loaded by the first chart of each notebook
import pyphen
from matplotlib.artist import Artist
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties, fontManager
from matplotlib.lines import Line2D
from matplotlib.patches import Circle, FancyBboxPatch, Patch, Polygon, Rectangle, Wedge
from matplotlib.textpath import TextToPath

from lobra.charts.slim import slim
from lobra.fonts import FONTS

WIDTH = 160.0
MM_PER_PT = 25.4 / 72

INK, MUTED, PAPER = "#0b0c0c", "#3D3D3D", "#ffffff"
RULE, FAINT, TINT = "#b1b4b6", "#e4e6e8", "#eef2f6"
BLUE, TEAL, PLUM, ORANGE, LILAC = "#12436D", "#28A197", "#801650", "#F46A25", "#A285D1"

SMALL, BODY = 9.0, 10.0
LEADING, SMALL_LEADING = 4.3, 3.9
"""Millimetres from one line of body text, or small text, to the next."""

MOST_LINES = 12
MOST_LETTERS = 400
"""More letters than any line has room for."""
FEW_LETTERS = 2
_SWEDISH = pyphen.Pyphen(lang="sv")

for file in sorted(FONTS.glob("*.[ot]tf")):
    fontManager.addfont(file)


@cache
def _font(weight: str) -> FontProperties:
    return FontProperties(family=["Source Sans 3", "DejaVu Sans"], weight=weight)


@cache
def measured(text: str, size: float = BODY, weight: str = "normal") -> float:
    """The width of a line of text in millimetres."""
    font = _font(weight).copy()
    font.set_size(size)
    return TextToPath().get_text_width_height_descent(text, font, ismath=False)[0] * MM_PER_PT


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


def height(text: str, width: float, size: float = BODY, weight: str = "normal") -> float:
    """How tall the text is when it is wrapped, in millimetres."""
    return len(wrapped(text, width, size, weight)) * (LEADING if size == BODY else SMALL_LEADING)


class Sheet:
    """Draws from the top down; `bottom` grows with what is drawn and becomes the height."""

    def __init__(self) -> None:
        self._figure = Figure()
        self._axes = self._figure.add_axes((0, 0, 1, 1))
        self._axes.set_axis_off()
        self.bottom = 0.0

    def text(
        self,
        x: float,
        y: float,
        text: str,
        *,
        width: float = WIDTH,
        size: float = BODY,
        weight: str = "normal",
        colour: str = INK,
        align: str = "left",
        middle: bool = False,
    ) -> float:
        """Wrapped text with its top (or middle) at y; returns its height in millimetres."""
        lines = wrapped(text, width, size, weight)
        leading = size * 1.22 * MM_PER_PT
        height = leading * len(lines)
        top = y - height / 2 if middle else y
        font = _font(weight).copy()
        font.set_size(size)
        for n, line in enumerate(lines):
            self._axes.text(
                x,
                top + leading * n + size * 0.92 * MM_PER_PT,
                line,
                color=colour,
                ha=align,
                va="baseline",
                fontproperties=font,
                parse_math=False,
            )
        self._grow(top + height)
        return height

    def line(
        self,
        xs: list[float],
        ys: list[float],
        *,
        colour: str = RULE,
        width: float = 0.7,
        behind: bool = False,
    ) -> None:
        """A line through the points; the width is in points. `behind` puts it under all else."""
        drawn = Line2D(
            xs,
            ys,
            color=colour,
            linewidth=width,
            solid_capstyle="butt",
            solid_joinstyle="miter",
            clip_on=False,
            zorder=0 if behind else 2,
        )
        self.add(drawn)
        self._grow(max(ys))

    def box(
        self,
        x: float,
        y: float,
        width: float,
        height: float,
        *,
        fill: str = PAPER,
        edge: str | None = None,
        rounded: float = 0,
        dashed: bool = False,
        line: float = 1,
    ) -> None:
        """A rectangle with its upper left corner at (x, y)."""
        patch: Patch = Rectangle((x, y), width, height)
        if rounded:
            shape = f"round,pad=0,rounding_size={rounded}"
            patch = FancyBboxPatch((x, y), width, height, boxstyle=shape, mutation_aspect=1)
        patch.set(
            facecolor=fill,
            edgecolor=edge or "none",
            linewidth=line if edge else 0,
            linestyle=(0, (3, 2)) if dashed else "-",
            clip_on=False,
        )
        self.add(patch)
        self._grow(y + height)

    def legend(self, legend: Iterable[tuple[str, str]]) -> None:
        """Each symbol with its meaning, as many on a line as there is room for."""
        x, y = 0.0, self.bottom + 0.6
        for mark, word in legend:
            width = min(measured(word, SMALL) + 11, WIDTH)
            if x + width > WIDTH and x:
                x, y = 0.0, self.bottom + 0.6
            self.mark(x + 2, y + 2.4, mark, 3.6)
            self.text(x + 5.5, y + 0.4, word, width=WIDTH - 6, size=SMALL)
            x += width

    def mark(self, x: float, y: float, kind: str, size: float = 4.4) -> None:
        """A symbol that can be told from the others by its shape alone (see MARKS)."""
        MARKS[kind](self, x, y, size / 2)
        self._grow(y + size / 2)

    def svg(self, title: str) -> str:
        """The sheet as an SVG document; equal drawings give equal text."""
        height = max(self.bottom, 1) + 1
        self._axes.set_xlim(0, WIDTH)
        self._axes.set_ylim(height, 0)
        self._figure.set_size_inches(WIDTH / 25.4, height / 25.4)
        out = io.StringIO()
        with mpl.rc_context(
            {"svg.hashsalt": "lobra", "svg.fonttype": "path", "path.simplify": False}
        ):
            self._figure.savefig(
                out,
                format="svg",
                facecolor=PAPER,
                metadata={"Title": title, "Date": None, "Creator": None},
            )
        return slim(out.getvalue())

    def add(self, drawn: Artist) -> None:
        """What is drawn, as it is: `plot`, `fill` and `add_patch` would first work out how far it
        reaches, for limits that are known here."""
        self._axes.add_artist(drawn)

    def _grow(self, y: float) -> None:
        self.bottom = max(self.bottom, y)

    def _circle(self, x: float, y: float, r: float, fill: str, edge: str) -> None:
        circle = Circle((x, y), r, facecolor=fill, edgecolor=edge, linewidth=1.4, clip_on=False)
        self.add(circle)


def _done(sheet: Sheet, x: float, y: float, r: float) -> None:
    sheet._circle(x, y, r, BLUE, BLUE)
    tick = [x - 0.5 * r, x - 0.1 * r, x + 0.55 * r], [y + 0.05 * r, y + 0.45 * r, y - 0.42 * r]
    sheet.line(*tick, colour=PAPER, width=1.4)


def _ongoing(sheet: Sheet, x: float, y: float, r: float) -> None:
    sheet._circle(x, y, r, PAPER, TEAL)
    sheet.add(Wedge((x, y), r, 90, 270, facecolor=TEAL, edgecolor="none"))


def _planned(sheet: Sheet, x: float, y: float, r: float) -> None:
    sheet._circle(x, y, r, PAPER, LILAC)
    sheet._circle(x, y, r * 0.18, INK, INK)


def _not_started(sheet: Sheet, x: float, y: float, r: float) -> None:
    sheet.box(x - r * 0.9, y - r * 0.9, r * 1.8, r * 1.8, edge=ORANGE, line=1.6)


def _cancelled(sheet: Sheet, x: float, y: float, r: float) -> None:
    d = r * 0.75
    sheet.line([x - d, x + d], [y - d, y + d], colour=PLUM, width=2)
    sheet.line([x - d, x + d], [y + d, y - d], colour=PLUM, width=2)


def _unknown(sheet: Sheet, x: float, y: float, r: float) -> None:
    sheet.box(x - r * 0.9, y - r * 0.9, r * 1.8, r * 1.8, edge=MUTED, dashed=True, line=0.9)
    y += 0.1
    sheet.text(x, y, "?", align="center", middle=True, size=SMALL, weight="bold", colour=MUTED)


def _filled(sheet: Sheet, x: float, y: float, r: float) -> None:
    sheet._circle(x, y, r * 0.8, BLUE, BLUE)


def _ring(sheet: Sheet, x: float, y: float, r: float) -> None:
    sheet._circle(x, y, r * 0.8, PAPER, BLUE)


def _diamond(sheet: Sheet, x: float, y: float, r: float) -> None:
    corners = [(x, y - r), (x + r, y), (x, y + r), (x - r, y)]
    sheet.add(Polygon(corners, facecolor=ORANGE, edgecolor=ORANGE, clip_on=False))


def _square(sheet: Sheet, x: float, y: float, r: float) -> None:
    sheet.box(x - r * 0.75, y - r * 0.75, r * 1.5, r * 1.5, fill=PLUM, edge=PLUM)


def _absent(sheet: Sheet, x: float, y: float, r: float) -> None:
    sheet.line([x - r * 0.6, x + r * 0.6], [y, y], colour=MUTED, width=1.2)


def _missing(sheet: Sheet, x: float, y: float, r: float) -> None:
    sheet.box(x - r * 0.9, y - r * 0.5, r * 1.8, r, edge=MUTED, dashed=True, line=0.9)


MARKS = {
    "done": _done,
    "ongoing": _ongoing,
    "planned": _planned,
    "not_started": _not_started,
    "cancelled": _cancelled,
    "unknown": _unknown,
    "filled": _filled,
    "ring": _ring,
    "diamond": _diamond,
    "square": _square,
    "none": _absent,
    "missing": _missing,
}
