"""Blocks as JupyterLab shows them below their cells, and what a board needs to be there.

Each block carries its style: a cell above may not have been run, or be out of sight and taken away.
"""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Any

from lobra.blocks import Block, Title
from lobra.export.html import block_html

_STYLE = """<style>
.lobra-block.lobra-block{max-width:60rem;line-height:1.5}
.lobra-block .unseen{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
.lobra-block .hint{display:none}
.lobra-block .scroll{overflow-x:auto}
.lobra-block figure{margin:1em 0}
.lobra-block figcaption,.lobra-block.lobra-block caption{font-weight:bold;text-align:left;
caption-side:top;padding:.3em 0}
.lobra-block.lobra-block table{border-collapse:collapse;margin:0;font-size:.95em}
.lobra-block.lobra-block :is(th,td){border-bottom:1px solid #8886;padding:.3em .8em .3em 0;
text-align:left;vertical-align:top;white-space:normal;max-width:none}
.lobra-block.lobra-block .num{text-align:right}
.lobra-block img{background:#fff;max-width:100%}
.lobra-block .missing{border-left:4px solid #f46a25;padding-left:.7em}
.lobra-block .voice{border-left:4px solid #4a7fb0;padding-left:1em}
.lobra-block :is(.source,.ref,.note){font-size:.9em;opacity:.85}
.lobra-block .status{border:1px solid;border-radius:1em;padding:.05em .5em;white-space:nowrap}
.lobra-block.lobra-block :is(dl,dt,dd){float:none;width:auto;margin:0;padding:0}
.lobra-block .facts :is(dt,dd){display:inline}
.lobra-block .key-figures{display:grid;gap:1em;
grid-template-columns:repeat(auto-fill,minmax(10em,1fr))}
.lobra-block .key-figures>div{display:flex;flex-direction:column;padding:.5em .7em;
background:#8881;border-top:4px solid #4a7fb0}
.lobra-block .key-figures .value{order:-1;font-size:1.7em;line-height:1.2;font-weight:bold}
</style>"""


def outputs(bundle: Mapping[str, Any]) -> tuple[dict[str, Any], ...]:
    """What an output widget shows: the only widget in which a page runs a script."""
    return ({"output_type": "display_data", "data": bundle, "metadata": {}},)


OWN_KEYS = outputs(
    {
        "text/html": """<style>
.lobra-board.lobra-board.lobra-board :focus-visible{outline:3px solid #1f5fa8 !important;
outline-offset:1px}
</style>
<script>
document.currentScript.closest(".lobra-board").addEventListener("focusin", ({target}) =>
  target.matches("select, button, [role=tab]") && (target.dataset.lmSuppressShortcuts = ""));
</script>"""
    }
)
"""On a board with this class one sees where the keyboard is, and what is chosen and pressed gets
its own keys. JupyterLab takes an arrow for the next cell, Enter for editing, two d for deleting."""


def show_in_notebooks() -> None:
    """Makes Jupyter show blocks as HTML; nothing where no kernel runs."""
    from IPython import get_ipython

    if shell := get_ipython():
        shell.display_formatter.formatters["text/html"].for_type(Block, shown)


def shown(block: Block) -> str:
    """A block with its style; a title page as its facts, of which one says which edition it is."""
    inner = _title(block) if isinstance(block, Title) else block_html(block)
    return f'{_STYLE}<div class="lobra-block">{inner}</div>' if inner else ""


def _title(title: Title) -> str:
    facts = "".join(
        f"<div><dt>{escape(label)}:</dt> <dd>{escape(text)}</dd></div>"
        for label, text in title.facts
    )
    return f'<h1>{escape(title.title)}</h1><dl class="facts">{facts}</dl>'
