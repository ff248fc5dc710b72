"""The telling words of a Swedish text: without endings, and without those that tell nothing."""

from __future__ import annotations

import re

from lobra.reading import vocabulary
from lobra_data.words import NOUN_ENDINGS

GENERIC = frozenset(vocabulary.words("follow_ups.generic"))
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*|§\s?\d+")
_ENDINGS = re.compile(
    rf"(?:{'|'.join((*NOUN_ENDINGS, *vocabulary.words('follow_ups.endings')))})$"
)  # the longest is found


def words(text: str, generic: bool = False) -> dict[str, str]:
    """The telling words of a text by stem; short ones and (unless wanted) generic ones left out."""
    found: dict[str, str] = {}
    for match in _WORD.finditer(text):
        word = match[0].casefold()
        short = stem(word)
        if len(word) < 4 or (not generic and (word in GENERIC or short in _GENERIC_STEMS)):
            continue
        found.setdefault(short, match[0])
    return found


def stem(word: str) -> str:
    """A word without its ending, so that its forms are one.

    >>> stem("bosättningar") == stem("bosättningen"), stem("vandringarna")
    (True, 'vandring')
    """
    short = _ENDINGS.sub("", word)
    return short if len(short) >= 4 else word


_GENERIC_STEMS = frozenset(map(stem, GENERIC))
