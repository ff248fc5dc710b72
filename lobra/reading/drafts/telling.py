"""The words of a text that tell what it is about, whatever their form."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from lobra.reading import vocabulary
from lobra_data.words import NOUN_ENDINGS

_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*|§\s?\d+")
_ENDING = re.compile(
    rf"(?:{'|'.join((*NOUN_ENDINGS, *vocabulary.words('follow_ups.endings')))})$"
)  # the longest is found


@lru_cache(4096)
def telling(text: str, generic: bool = False) -> Mapping[str, str]:
    """The telling words of a text by stem; short ones and (unless wanted) generic ones left out."""
    found: dict[str, str] = {}
    for word in _WORD.findall(text):
        own = stem(word.casefold())
        if len(word) >= 4 and (generic or own not in GENERIC):
            found.setdefault(own, word)
    return found


def stem(word: str) -> str:
    """A word without its ending, so that its forms are one.

    >>> stem("bosättningar") == stem("bosättningen"), stem("vandringarna")
    (True, 'vandring')
    """
    short = _ENDING.sub("", word)
    return short if len(short) >= 4 else word


GENERIC = frozenset(map(stem, vocabulary.words("follow_ups.generic")))
