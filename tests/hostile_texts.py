"""Texts that would break a report or do something in it, and a council that is full of them."""

# ruff: noqa: RUF001 - look-alike and invisible signs are what is tried

from __future__ import annotations

import csv
import shutil
from pathlib import Path

from conftest import ROOT
from seen import clear

from lobra.privacy import clearance
from lobra_data import saving, schema
from lobra_data.files import Records

COUNCIL, YEAR = "exempelkoping", 2024
AWAY = "hostile.example"
TEXTS = [
    # HTML and SVG
    "<script>window.ran=1</script>",
    "</script><script>window.ran=2</script>",
    f"<img src=http://{AWAY}/1.png onerror=window.ran=3>",
    "<svg onload=window.ran=4></svg>",
    "<svg><title></title><script>window.ran=5</script></svg>",
    f'"><iframe src="http://{AWAY}/2"></iframe>',
    "' onmouseover='window.ran=6' x='",
    f"<link rel=stylesheet href=//{AWAY}/3.css>",
    f"<style>@import 'http://{AWAY}/4.css';*{{display:none}}</style>",
    f"<style>body{{background:url(//{AWAY}/5)}}</style>",
    f'<base href="http://{AWAY}/">',
    f'<meta http-equiv=refresh content="0;url=http://{AWAY}/6">',
    "<details open ontoggle=window.ran=7>",
    "</td></tr></table></section></main></body></html>",
    "<!-- öppen kommentar",
    "]]><![CDATA[ x",
    "&lt;script&gt;window.ran=8&lt;/script&gt;",
    "&#60;b&#62; &amp;amp; &nbsp;",
    "<plaintext>",
    "<textarea><title>",
    "<form action=javascript:window.ran=9><button autofocus onfocus=window.ran=10>",
    # XML: entities that grow
    '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><x>&b;</x>',
    "&lol9; &xxe; %pe;",
    '<?xml version="1.0"?><?php echo 1 ?>',
    # links
    "javascript:window.ran=11",
    "[tryck här](javascript:window.ran=12)",
    f"[![x](http://{AWAY}/7.png)](http://{AWAY}/8)",
    "<javascript:window.ran=13>",
    "data:text/html,<script>window.ran=14</script>",
    "vbscript:msgbox file:///etc/passwd",
    # Markdown
    "# Rubrik\n## En till",
    "| a | b |\n|---|---|\n| 1 | 2 |",
    "```\nöppet stycke kod",
    "***___~~~ `x` \\ [^1] [a][b]\n\n[b]: x",
    "- punkt\n  - under\n> citat\n1. ett",
    "---",
    # Typst
    '#read("/etc/passwd") #include "x.typ"',
    "#let x = 1; #panic() #while true {}",
    "@ref <etikett> $x^2 + sum_(i=0)$ *fet _kursiv",
    "#set page(width: 1pt) ] ) } \\u{0}",
    '"; #pagebreak() #eval("1") "',
    "// kommentar /* öppen kommentar",
    # LaTeX
    "\\input{/etc/passwd} \\write18{id} \\end{document}",
    "$$\\frac{a}{b}$$ \\(x\\) ~ ^ _ % #1",
    # formulas
    "=cmd|' /C calc'!A0",
    '=HYPERLINK("http://hostile.example/9";"x")',
    "+SUM(A1:A9)",
    "-2+3",
    "@SUM(1+1)",
    "=1+1;\"x\",'y'",
    'DDEAUTO c:\\windows\\system32\\cmd.exe "/k calc"',
    # templates and formats of programs
    "{{ 7*7 }} {% for x in y %} {# z #}",
    "${7*7} #{7*7} <%= 7*7 %>",
    "{0} {name!r} %s %(x)d %n \\N{BULLET}",
    "$(id) `id` ; rm -rf / | cat &",
    "'; DROP TABLE statements; --",
    # names of files
    "../../../etc/passwd",
    "CON.txt:ström nul aux.",
    "C:\\temp\\fil?*<>|.csv",
    "~/.ssh/x /dev/zero %2e%2e%2f",
    # signs
    "\u202emosk\u202c \u2066isolat\u2069 \u200fåt höger",
    "noll\u200bbredd\u200d\u2060\ufeff slut\u00ad",
    "a" + "\u0301" * 40 + " Zalgo",
    "🎉 👩‍👩‍👧‍👦 🇸🇪 ☠️",
    "سلام مرحبا بالعالم",
    "安全委员会 안녕하세요 ひらがな",
    "ﷺ ⠿ 𝔘𝔫𝔦 ｆｕｌｌ",
    "\u2028rad\u2029stycke nästa",
    "<NA> nan None NULL undefined true 1e309",
    # long
    "åbäk" * 125,
    "a/b-" * 150,
    "mycket text. " * 300,
]
CONTROLS = {
    ("commitments", 2): "\x00",
    ("decisions", 2): "\x07",
    ("decisions", 3): "\x1b[31m",
    ("decisions", 4): "\x08",
    ("decisions", 5): "\x7f",
    ("decisions", 6): "\x85",
}
"""Signs that no record may hold, and a row of the demo to put each in."""
FEW, PAGES = 3, 2000
"""The fields of a table with fewer rows share the texts: a council's name stands on every page. The
text that fills pages is in the last field of each other table: in all of them a build took
minutes, and was tried by hand."""


def write(folder: Path) -> Path:
    """A copy of the demo's records where every free text is hostile, all of them cleared.

    The rows of a table share the texts, so that each stands in every field.
    """
    root = plain(folder)
    for name, table in schema.load().items():
        fields = [one.name for one in clearance.free_fields(table)]
        rows = [dict(row.values) for row in Records(root).rows(name, COUNCIL)] if fields else []
        short = [one for one in TEXTS if len(one) < PAGES]
        for at, field in enumerate(fields):
            texts = TEXTS if field == fields[-1] and len(rows) >= FEW else short
            texts = texts if len(rows) >= FEW else texts[at :: len(fields)]
            for n, row in enumerate(rows):
                first = (n + at) % max(len(rows), 1)
                mine = texts[first :: len(rows)] or [texts[(n + at) % len(texts)]]
                row[field] = " ".join(mine)
        if fields:
            (root / COUNCIL / f"{name}.csv").write_bytes(saving.csv_bytes(name, rows))
    clear(root, COUNCIL, *(one.text for one in clearance.waiting(Records(root))))
    (folder / "params").mkdir()
    shutil.copy(ROOT / "demo" / "params" / f"{YEAR}.yaml", folder / "params")
    return root


def plain(folder: Path) -> Path:
    """A copy of the demo's records as they are."""
    return Path(shutil.copytree(ROOT / "demo" / "records", folder / "records"))


def cells(path: Path) -> list[str]:
    """Every value of a CSV file."""
    with path.open(encoding="utf-8", newline="") as file:
        return [value for row in csv.reader(file) for value in row]
