"""Executed notebooks made by hand, for the tests of every format: all kinds of blocks and outputs.

The words of a block can be chosen, so that the same report can be quiet, hostile or endless.
"""

from __future__ import annotations

import base64
import io
from collections.abc import Mapping
from typing import Any

import pandas as pd
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from PIL import Image

from lobra.blocks import (
    Block,
    Chart,
    Column,
    Facts,
    Group,
    KeyFigure,
    KeyFigures,
    Missing,
    OwnWords,
    Source,
    Statement,
    Statements,
    Status,
    Table,
    Text,
    Title,
)
from lobra.export import seal

HOSTILE = (
    '# @ref $x$ *a* _b_ </script><script>alert(1)</script> "q" \\ #read("x") <img src=x> & 🎉 سلام'
)
LONG_WORD = "åbäk" * 125
SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="160mm" height="40mm" viewBox="0 0 160 40">'
    '<title>Möten</title><rect x="5" y="5" width="100" height="20" fill="#12436D"/></svg>'
)
PNG = (
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9"
    "awAAAABJRU5ErkJggg=="
)
OWN = "Vi är *nöjda*.\n\n### Varför\n\n- Fler möten[^1]\n\n![Rådet](a.png)\n\n[^1]: Noten."
DOCUMENT: dict[str, Any] = {
    "title": "Verksamhetsberättelse 2021",
    "council": "Brottsförebyggande rådet Exempelby",
    "municipality": "Exempelby kommun",
    "year": 2021,
    "edition": "Offentlig utgåva",
    "report_on": "2022-02-15",
    "version": "1.0",
    "case_number": None,
    "contact": None,
    "notice": None,
}
OTHER = {"title": "Bilagor 2021", "stem": "bilagor-intern"}
SEE = new_markdown_cell("Se [bilagorna](bilagor) och [annat](annat).")
FACTS = Facts(
    name="blad",
    title="Torget",
    items=[("Mål", "Tryggare torg"), ("Utfall", Status("done", "klar"))],
    source=(Source("Plan", lines=(5,)),),
)
ODD_MARKDOWN = [
    "#", "|a|\n|-|\n", "```\n```", "[^1]", "![](x)", "***", "<!-- c -->", "a\x00b\x1b", "[x](#y)",
    "> # rubrik i citat", "- # rubrik i lista", "$$x$$",
    "| a | b |\n|---|---|\n| 1 |", "\\#let x = 1",
    "text[^1]\n\n[^1]: a\n\n    b\n", "### utan rubrik ovanför", "*" * 50,
]  # fmt: skip
OTHERS: list[dict[str, Any]] = [
    {"text/html": pd.DataFrame({"plats": ["Torget"], "antal": [1]}).to_html(notebook=True)},
    {"text/html": pd.DataFrame({"plats": []}).to_html(notebook=True)},
    {"image/png": PNG, "text/plain": "<Figure>"},
    {"image/svg+xml": SVG},
    {"image/png": "trasig"},
    {"text/plain": "rad 1 🎉\n" + "x" * 500},
    {"text/html": "<script>x()</script>"},
    {"text/markdown": "### Rubrik\n\nText"},
    {"application/vnd.jupyter.widget-view+json": {"model_id": "1"}},
]


def report(*cells: NotebookNode, logo: str = "", **changes: Any) -> NotebookNode:
    """A report as the build makes it: parameters, title page, sections; sealed.

    `changes` are facts of the document that differ from DOCUMENT's.
    """
    hidden = new_code_cell(
        "year = 2021",
        metadata={"tags": ["parameters"]},
        outputs=[new_output("display_data", data={"text/plain": "HEMLIG PARAMETER"})],
    )
    document = DOCUMENT | changes
    title = Title(
        name="titel",
        title=document["title"],
        document=document,
        facts=[("År", "1")],
        logo=logo,
        logo_alt="En sköld" if logo else "",
    )
    made = new_notebook(cells=[hidden, shown(title), *cells])
    seal.put(made, "public")
    return made


def full_report(text: str = "Torget") -> NotebookNode:
    """A report with every block under a heading, and one heading right below another."""
    heading = new_markdown_cell("## Sammanfattning\n\nÅret i korthet.")
    return report(
        heading, *every_block(text), new_markdown_cell("## Nästa år\n\n### Möten\n\nFyra.")
    )


def shown(block: Block, kind: str = "display_data") -> NotebookNode:
    """A cell that shows a block, as the notebook holds it after it was run."""
    made = new_output(kind, data=block._repr_mimebundle_())
    return new_code_cell("report.x(m)", outputs=[made])


def output(data: Mapping[str, Any], metadata: Mapping[str, Any] | None = None) -> NotebookNode:
    """A cell that shows something else than a block."""
    made = new_output("display_data", data=data, metadata=metadata or {})
    return new_code_cell("x", outputs=[made])


def table(text: str = "Torget", rows: int = 3, columns: int = 3, name: str = "tabell") -> Table:
    """A table that has one source for all its rows; its last column is a status."""
    labels = ["Plats", "Åtgärd", "Antal", "Ansvarig", "Status", "Klart", "Källa"][:columns]
    return Table(
        name=name,
        title=f"Åtgärder {text}",
        columns=[Column(label, is_number=label == "Antal") for label in labels],
        rows=[
            [text if n != 2 else str(row) for n in range(columns - 1)] + [Status("done", "klar")]
            for row in range(rows)
        ],
        source=(Source(text),),
    )


def chart(text: str = "Ett möte i mars.", name: str = "diagram") -> Chart:
    """A chart with its alt text and its table."""
    return Chart(
        name=name,
        title=f"Möten: {text}",
        svg=SVG,
        alt=text,
        source=(Source(text),),
        table=table(text),
    )


def own_words(text: str = OWN) -> OwnWords:
    """The council's own words, with a picture."""
    pictures = {"a.png": PNG}
    return OwnWords(name="ord", text=text, by="ordföranden", on="1 mars 2022", pictures=pictures)


def picture(width: int, height: int) -> str:
    """A PNG of so many dots, in base64."""
    out = io.BytesIO()
    Image.new("RGB", (width, height), "#12436D").save(out, "PNG")
    return base64.b64encode(out.getvalue()).decode()


def numbers() -> KeyFigures:
    """The four numbers of a year."""
    labels = ["mål nådda", "möten hållna", "brott färre", "insatser klara"]
    figures = [KeyFigure(label, n, label, "", ()) for n, label in enumerate(labels)]
    return KeyFigures(name="tal", figures=figures, tiles=labels)


def of_days() -> list[NotebookNode]:
    """A chapter whose sources are minutes of one year, a plan, and no document at all."""
    titles = ["Protokoll 16 maj 2024", "Plan", "Protokoll 8 februari 2024", "registren"]
    sources = tuple(Source(title, "", (4,)) for title in titles)
    only = Text(name="b", text="Räknat.", source=sources[3:])
    return [
        new_markdown_cell("## A"),
        shown(Text(name="a", text="Sagt.", source=sources)),
        new_markdown_cell("## B"),
        shown(only),
    ]


def told() -> list[NotebookNode]:
    """A chapter of a paragraph and two statements from two documents, and one of a paragraph."""
    plan, minutes = (Source("Plan", "", (5,)),), (Source("Protokoll", "2", (6,)),)
    items = [Statement("Ett.", minutes), Statement("Två.", (*minutes, *plan))]
    return [
        new_markdown_cell("## A"),
        shown(Text(name="a", text="Först.", source=plan)),
        shown(Statements(name="b", items=items)),
        new_markdown_cell("## B"),
        shown(Text(name="c", text="Sedan.", source=plan)),
    ]


def every_block(text: str = "Torget") -> list[NotebookNode]:
    """A cell for each kind of block, all saying `text`."""
    source = (Source(text),)
    figures = [
        KeyFigure("m", None, text, text, source),
        KeyFigure("n", 33, "åtgärder", "", (Source("s. 2"),)),
    ]
    items = [Statement(text, source), Statement("Kort.", source), Statement("Utan.")]
    return [
        shown(KeyFigures(name="tal", figures=figures, tiles=["m", "n"])),
        shown(Text(name="text", text=text, source=source)),
        shown(Statements(name="lista", items=items)),
        shown(Missing(name="saknas", text=text)),
        shown(chart(text)),
        shown(Group(name="grupp", parts=[(text, table(text)), ("", chart("Två.", "d2"))])),
        shown(OwnWords(name="ord", text=OWN, by=text, on="1 mars", pictures={"a.png": PNG})),
        shown(Facts(name="blad", title=text, items=[("Mål", text), ("Utfall", "")], source=source)),
    ]
