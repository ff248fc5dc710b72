"""An executed notebook as one HTML file: no network, no script, readable everywhere and by all."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Mapping, Sequence
from functools import cache
from html import escape
from pathlib import Path
from typing import Any

import jinja2
from nbconvert.exporters.html import HTMLExporter
from nbconvert.exporters.templateexporter import TemplateExporter
from traitlets import default
from traitlets.config import Config

from lobra.export import contents, markup, prose
from lobra.export.outline import Outline

TEMPLATES = Path(__file__).parent / "templates"


class LobraHTMLExporter(HTMLExporter):
    """One self-contained Swedish page with contents, print style, light and dark."""

    export_from_notebook = "Lobra (HTML)"

    @default("template_name")
    def _template_name_default(self):
        return "lobra"

    @property
    def default_config(self):
        # Not HTMLExporter's: its styles and highlighter are for code, which is never shown.
        return Config({"NBConvertBase": {"display_data_priority": ["text/html"]}})

    @default("extra_template_basedirs")
    def _extra_template_basedirs_default(self):
        return [str(TEMPLATES)]

    def _create_environment(self):
        environment = super()._create_environment()
        environment.autoescape = True  # what the template calls safe was made safe before
        return environment

    def from_notebook_node(self, nb, resources=None, **kw):
        resources = dict(resources or {})
        name = (resources.get("metadata") or {}).get("name", "")
        resources["lobra"] = _page(contents.read(nb, name))
        return TemplateExporter.from_notebook_node(self, nb, resources, **kw)


def to_html(notebook) -> str:
    """The notebook as one HTML page: the same notebook gives the same text."""
    return LobraHTMLExporter().from_notebook_node(notebook)[0]


def index_html(reports: Sequence[Mapping[str, Any]]) -> str:
    """The page that lists the built reports: by council, the newest year first."""
    councils: dict[str, dict[str, Any]] = {}
    for report in sorted(reports, key=lambda r: (r["council"], -int(r["year"]))):
        entry = {"name": report["council"], "municipality": report["municipality"], "reports": []}
        council = councils.setdefault(report["council_id"], entry)
        council["reports"].append(dict(report))
    outline = Outline()
    for council in councils.values():
        council["id"] = outline.id(council["name"])
    template = _environment().get_template("overview.html.j2")
    return template.render(style=style(), csp=policy(), councils=list(councils.values()))


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


def elements(document: contents.Contents, outline: Outline) -> tuple[str, str]:
    """The title block and all that follows, as safe HTML. The Word edition is made of it too."""
    if document.title_html:
        title = markup.block_html(document.title_html, outline)
    else:
        outline.level(1)
        title = f'<header class="title"><h1>{escape(document.title)}</h1></header>'
    body, has_title = [], bool(document.title_html)
    for n, part in enumerate(document.parts, start=1):
        body.append(_part(part, outline, has_title, prefix=f"not-{n}"))
        has_title = has_title or contents.is_titled(part)
    return title, "\n".join(body)


def _page(document: contents.Contents) -> dict[str, Any]:
    """What the template puts in its places."""
    outline, facts = Outline(), document.facts
    title, body = elements(document, outline)
    return {
        "title": facts["title"],
        "author": ", ".join(filter(None, (facts["council"], facts["municipality"]))),
        "description": " – ".join(
            filter(None, (facts["title"], facts["council"], facts["municipality"]))
        ),
        "facts": facts,
        "title_html": title,
        "body_html": body,
        "contents": outline.tree(),
        "style": style(),
        "csp": policy(),
    }


def _part(part: contents.Part, outline: Outline, has_title: bool, prefix: str) -> str:
    match part:
        case contents.Prose(text, pictures):
            return prose.Html(outline, pictures, prefix).render(text, title_shown=has_title)
        case contents.Block(html):
            return markup.block_html(html, outline)
        case contents.Picture():
            return _figure(part, outline)
        case contents.Markup(html, plain, title):
            made, _ = markup.foreign_html(html, outline, title)
            if "<img" in made or re.sub("<[^>]*>", "", made).strip():
                return made
            if plain.strip():
                return prose.plain_html(plain, outline)
            return _remark(contents.NO_SCRIPT)
        case contents.Plain(text):
            return prose.plain_html(text, outline)
        case contents.Remark():
            return _remark(part)
    raise TypeError(part)


def _figure(picture: contents.Picture, outline: Outline) -> str:
    label = escape(outline.label(picture.title or picture.alt))
    caption = f"<figcaption>{escape(picture.title)}</figcaption>" if picture.title else ""
    scroll = f'<div class="scroll" role="region" tabindex="0" aria-label="{label}">'
    image = prose.picture_html(picture)
    return f'<figure class="picture">{caption}{scroll}{image}</div></figure>'


def _remark(remark: contents.Remark) -> str:
    text = f"<strong>{escape(remark.label)}</strong> {escape(remark.text)}"
    return f'<p class="missing">{text}</p>'


@cache
def _environment() -> jinja2.Environment:
    return jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES / "lobra"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
