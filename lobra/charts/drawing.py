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
from matplotlib.lines import Line2D
from matplotlib.patches import Circle, FancyBboxPatch, Patch, Polygon, Rectangle, Wedge
from matplotlib.path import Path
from matplotlib.transforms import Affine2D, Bbox

from lobra.charts.lettering import SHAPER, points
from lobra.charts.slim import short, slim

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
        renderer.open_group("figure")
        page = Affine2D().scale(PT_PER_MM, -PT_PER_MM).translate(0, high)
        _draw(_paper(width, height), renderer, page)
        renderer.open_group("axes")
        for shape in sorted(shapes, key=Artist.get_zorder):
            _draw(shape, renderer, page)
        for line in lines:
            _write(line, renderer, out)
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


def _write(line: Line, renderer: RendererSVG, out: io.StringIO) -> None:
    """The glyphs of the words as they were measured; matplotlib would set and turn each anew."""
    if not line.text:
        return
    x = line.x * PT_PER_MM - _OFFSET[line.align] * points(line.text, line.size, line.weight)
    scale = line.size / SHAPER.FONT_SCALE
    where = f"translate({x:f} {line.y * PT_PER_MM:f}) scale({scale:g} {-scale:g})"
    glyphs = SHAPER.line(line.text, line.weight)
    renderer.open_group("text")
    renderer.writer.comment(line.text)  # with which all is written that was begun
    out.write(f'<g style="fill: {line.colour.lower()}" transform="{where}">')
    out.write(_defined([name for name, _, _ in glyphs], renderer))
    out.writelines(f'<use xlink:href="#{name}"{_place(x, y)}/>' for name, x, y in glyphs)
    out.write("</g>")
    renderer.close_group("text")


def _defined(names: list[str], renderer: RendererSVG) -> str:
    """The outlines of the glyphs that the drawing doesn't have yet."""
    known = renderer._glyph_map
    new = [name for name in dict.fromkeys(names) if name not in known]
    known.update((name, SHAPER.outlines[name]) for name in new)
    paths = "".join(_path(name, renderer) for name in new)
    return f"<defs>{paths}</defs>" if paths else ""


_paths: dict[str, str] = {}
"""Each glyph that has been drawn: many charts have the same."""


def _path(name: str, renderer: RendererSVG) -> str:
    """The outline of a glyph, in the whole numbers that FreeType counts in; a space has none."""
    if name not in _paths:
        vertices, codes = SHAPER.outlines[name]
        path = renderer._convert_path(Path(vertices * 64, codes), simplify=False)
        shape = f' d="{path}"' if path else ""
        _paths[name] = f'<path id="{name}"{shape} transform="scale(0.015625)"/>'
    return _paths[name]


def _place(x: float, y: float) -> str:
    """Where a glyph stands in its line; a mark of its own may stand above it."""
    if y:
        return f' transform="translate({x:f} {y:f})"'
    return f' x="{short(x)}"' if x else ""
