"""Shapes and lines of text as SVG. With its neighbour `lettering` the only home of matplotlib.

They are drawn by matplotlib's own renderer, without a Figure and its Axes: those would work out
limits, ticks and clips, which takes longer than all the drawing.
"""

from __future__ import annotations

import io
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import matplotlib as mpl
from matplotlib.artist import Artist
from matplotlib.backends.backend_svg import RendererSVG
from matplotlib.colors import to_rgba
from matplotlib.lines import Line2D
from matplotlib.patches import Circle, FancyBboxPatch, Patch, Polygon, Rectangle, Wedge
from matplotlib.transforms import Affine2D, Bbox

from lobra.charts.lettering import SHAPER, font, points
from lobra.charts.slim import slim

PT_PER_MM = 72 / 25.4
PAPER = "#ffffff"
Shape = Artist
_OFFSET = {"left": 0.0, "center": 0.5, "right": 1.0}
_RULES: Any = {"svg.hashsalt": "lobra", "svg.fonttype": "path", "path.simplify": False}


@dataclass(frozen=True)
class Line:
    """A line of text on its baseline, in millimetres from the upper left corner."""

    x: float
    y: float
    text: str
    size: float
    weight: str
    colour: str
    align: str


def rule(xs: list[float], ys: list[float], colour: str, width: float, is_behind: bool) -> Shape:
    """A line through the points; the width is in points."""
    return Line2D(
        xs,
        ys,
        color=colour,
        linewidth=width,
        solid_capstyle="butt",
        solid_joinstyle="miter",
        clip_on=False,
        zorder=0 if is_behind else 2,
    )


def box(
    x: float,
    y: float,
    width: float,
    height: float,
    fill: str,
    edge: str | None,
    rounded: float,
    dashed: bool,
    line: float,
) -> Shape:
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
    return patch


def circle(x: float, y: float, r: float, fill: str, edge: str) -> Shape:
    return Circle((x, y), r, facecolor=fill, edgecolor=edge, linewidth=1.4, clip_on=False)


def left_half(x: float, y: float, r: float, fill: str) -> Shape:
    """Half of a circle."""
    return Wedge((x, y), r, 90, 270, facecolor=fill, edgecolor="none")


def polygon(corners: list[tuple[float, float]], fill: str) -> Shape:
    return Polygon(corners, facecolor=fill, edgecolor=fill, clip_on=False)


def svg(
    shapes: Iterable[Shape], lines: Iterable[Line], width: float, height: float, title: str
) -> str:
    """All of it on paper of this size, text above all else; equal drawings give equal text."""
    out = io.StringIO()
    wide, high = width / 25.4 * 72, height / 25.4 * 72
    about = {"Title": title, "Date": None, "Creator": None}
    with mpl.rc_context(_RULES):
        renderer = RendererSVG(wide, high, out, metadata=about)
        renderer._text2path = SHAPER  # which already knows the words: they were measured
        renderer.open_group("figure")
        page = Affine2D().scale(PT_PER_MM, -PT_PER_MM).translate(0, high)
        _draw(_paper(width, height), renderer, page)
        renderer.open_group("axes")
        for shape in sorted(shapes, key=Artist.get_zorder):
            _draw(shape, renderer, page)
        for line in lines:
            _write(line, renderer)
        renderer.close_group("axes")
        renderer.close_group("figure")
        renderer.finalize()
    return slim(out.getvalue())


def _paper(width: float, height: float) -> Shape:
    return Rectangle((0, height), width, -height, facecolor=PAPER, linewidth=0, clip_on=False)


def _draw(shape: Shape, renderer: RendererSVG, page: Affine2D) -> None:
    shape.set_transform(page)
    if shape.get_clip_on():
        shape.set_clip_box(Bbox.from_bounds(0, 0, renderer.width, renderer.height))
    shape.draw(renderer)


def _write(line: Line, renderer: RendererSVG) -> None:
    if not line.text:
        return
    x = line.x * PT_PER_MM - _OFFSET[line.align] * points(line.text, line.size, line.weight)
    pen = renderer.new_gc()
    pen.set_foreground(to_rgba(line.colour), isRGBA=True)
    renderer.open_group("text")
    renderer.draw_text(
        pen, x, line.y * PT_PER_MM, line.text, font(line.weight, line.size), 0, False
    )
    renderer.close_group("text")
