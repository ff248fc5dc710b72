"""Characters that the report's typeface lacks: an emoji or another alphabet in somebody's data.

A PDF for everybody may not contain a character without a shape, so each run of them becomes "□",
and the report says on its last page which characters those were.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from lobra.fonts import FONTS

SUBSTITUTE = "□"
ALIKE = str.maketrans({"✕": "✗", "✖": "✗", "❌": "✗", "✘": "✗", "✅": "✓", "⬤": "●", "◯": "○",
                       "◇": "◆", "★": "*", "☆": "*", "\u2028": "\n", "\u2029": "\n", "\ufeff": "",
                       "―": "—", "‟": "“"})  # fmt: skip


@cache
def known() -> frozenset[int]:
    """The code points that every face of the typeface can draw."""
    from fontTools.ttLib import TTFont

    faces = []
    for file in sorted(FONTS.glob("*.ttf")):
        with TTFont(file, lazy=True) as face:
            faces.append(set(face.getBestCmap()))
    return frozenset(set.intersection(*faces))


@cache
def _plain() -> frozenset[str]:
    """The characters that stay as they are, which nearly every text is made of alone."""
    return frozenset({*map(chr, known()), "\n", "\t"} - {*map(chr, ALIKE)})


def is_drawn(character: str) -> bool:
    """Whether the character has a shape, or needs none."""
    if character in "\n\t" or ord(character) in known():
        return True
    return unicodedata.category(character) == "Cf" and character != "\u00ad"


def replaced(text: str) -> tuple[str, list[str]]:
    """The text with "□" for each run of unknown characters, and what was replaced.

    >>> replaced("Fint 🎉🎉!")
    ('Fint □!', ['U+1F389 PARTY POPPER'])
    """
    if _plain().issuperset(text):
        return text, []
    text = text.translate(ALIKE)
    text = text.translate(dict.fromkeys(map(ord, filter(_is_odd_space, {*text})), " "))
    missing = {c for c in {*text} if not is_drawn(c)}
    if not missing:
        return text, []
    one = re.escape("".join(sorted(missing)))
    run = f"[{one}][{one}\u200d\ufe0f]*"
    return re.sub(run, SUBSTITUTE, text), sorted(map(described, missing))


def described(character: str) -> str:
    """The character's number and its name in the Unicode standard.

    >>> described("🎉")
    'U+1F389 PARTY POPPER'
    """
    return f"U+{ord(character):04X} {unicodedata.name(character, '')}".strip()


def _is_odd_space(character: str) -> bool:
    return unicodedata.category(character) == "Zs" and ord(character) not in known()
