"""The page that lists all reports, and what it has in common with their own pages.

Who writes it after a batch has built nothing itself, and doesn't wait for nbconvert.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import jinja2

from lobra.export.outline import Outline

TEMPLATES = Path(__file__).parent / "templates"


def page(reports: Sequence[Mapping[str, Any]], made_of: str = "") -> str:
    """The page that lists the built reports: by council, the newest year first. `made_of` is a sum
    over what it is made of, to be found in the page."""
    councils: dict[str, dict[str, Any]] = {}
    outline = Outline()
    for report in sorted(reports, key=lambda r: (r["council"], -int(r["year"]))):
        if report["council_id"] not in councils:
            councils[report["council_id"]] = {
                "id": outline.id(report["council"]),
                "name": report["council"],
                "municipality": report["municipality"],
                "reports": [],
            }
        councils[report["council_id"]]["reports"].append(dict(report))
    template = _environment().get_template("overview.html.j2")
    listed = list(councils.values())
    return template.render(style=style(), csp=policy(), councils=listed, made_of=made_of)


@cache
def style() -> str:
    """The one style sheet; the page's policy lets no other through."""
    css = (TEMPLATES / "lobra" / "report.css").read_text(encoding="utf-8")
    return f"\n{css}"


@cache
def policy() -> str:
    """The Content-Security-Policy: nothing but pictures in the file and this very style sheet."""
    digest = base64.b64encode(hashlib.sha256(style().encode("utf-8")).digest()).decode("ascii")
    return (
        f"default-src 'none'; img-src data:; style-src 'sha256-{digest}'; "
        "base-uri 'none'; form-action 'none'"
    )


@cache
def _environment() -> jinja2.Environment:
    return jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES / "lobra"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
