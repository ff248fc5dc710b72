"""A drawing in fewer characters: a page holds many, and nobody sees a thousandth of a point."""

from __future__ import annotations

import re

DECIMALS = 3
_NUMBER = re.compile(r"-?\d+\.\d+")
_ID = re.compile(r'( id="|href="#|url\(#)([^")]*)')


def slim(svg: str) -> str:
    """The same picture as matplotlib's, without what only editors read.

    >>> slim('<?xml?>\\n<svg> <g id="a"><path id="L-1" d="M 0.12345 1.0\\nL 2.5 3"/></g> </svg>')
    '<svg><g><path id="a0" d="M 0.123 1 L 2.5 3"/></g></svg>'
    """
    before, _, about = svg[svg.index("<svg") :].partition("<metadata>")
    svg = before.rstrip() + about.partition("</metadata>")[2]
    svg = re.sub(r' d="[^"]*', lambda found: " " + _rounded(" ".join(found[0].split())), svg)
    svg = re.sub(r"translate\([^)]*\)", lambda found: _rounded(found[0]), svg)
    svg = re.sub(r'<g id="[^"]*">', "<g>", svg).replace("xlink:href=", "href=")
    names = dict.fromkeys(re.findall(r' id="([^"]*)"', svg))
    few = {name: f"a{n}" for n, name in enumerate(names)}
    svg = _ID.sub(lambda found: found[1] + few[found[2]], svg)
    return re.sub(r">\s+<", "><", svg).strip()


def _rounded(text: str) -> str:
    if "." not in text:  # a glyph, which has whole numbers only, and many
        return text
    return _NUMBER.sub(lambda found: short(float(found[0])), text)


def short(number: float) -> str:
    shown = f"{number:.{DECIMALS}f}".rstrip("0").rstrip(".")
    return "0" if shown == "-0" else shown
