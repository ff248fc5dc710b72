"""Swedish words as the search knows them: folded, split and cut to their stems.

å, ä and ö are letters of their own; the accents of other letters are none. A word with a hyphen is
one word, so that Hägersten-Liljeholmen isn't Liljeholmen.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

import snowballstemmer

_STEMMER = snowballstemmer.stemmer("swedish")
_WORD = re.compile(r"\w+(?:-\w+)*")
_SWEDISH = frozenset("åäö")
_ENDS_IN_AN = re.compile(r".{2,}an(?=s?$)")
_NO_ENDING = re.compile(r".*(plan|man|organ)s?$")
"""What ends in -an without being the definite form of a word in -a."""
_ANYWHERE, _AT_THE_ENDS = 5, 3
"""How long a stem has to be to be looked for within longer words, or at either end of them."""
_NO_ROBBERY = re.compile(r".*från$")
"""därifrån, utifrån: they end like a compound with "rån" and are none."""


def stems(text: str) -> list[str]:
    """The stems of a text's words, in order.

    >>> stems("Narkotikan i Älvsjö, vid Café Ån")
    ['narkotik', 'i', 'älvsjö', 'vid', 'caf', 'ån']
    >>> stems("Hägersten-Liljeholmens skolor") == stems("hägersten-liljeholmen SKOLAN")
    True
    """
    return [_stem(word) for word in _WORD.findall(folded(text))]


def folded(text: str) -> str:
    """Small letters, without the accents that Swedish has no letters for."""
    text = unicodedata.normalize("NFC", text).casefold()
    return text if text.isascii() else "".join(map(_plain, text))


def compounds(stem: str, vocabulary: Iterable[str]) -> list[str]:
    """The longer stems that hold a stem: at an end, or anywhere if it is long enough to mean
    something there.

    >>> compounds("rån", ["rån", "personrån", "rånförsök", "frånvaro", "därifrån", "gråna"])
    ['personrån', 'rånförsök']
    >>> compounds("narkotik", ["gatunarkotikaförsäljning"])
    ['gatunarkotikaförsäljning']
    """
    if len(stem) < _AT_THE_ENDS:
        return []
    holding = [word for word in vocabulary if stem in word and word != stem]
    if len(stem) >= _ANYWHERE:
        return holding
    return [word for word in holding if _is_at_an_end(stem, word)]


def _is_at_an_end(stem: str, word: str) -> bool:
    if word.startswith(stem):
        return True
    is_long = len(word) - len(stem) >= _AT_THE_ENDS
    return word.endswith(stem) and is_long and not _NO_ROBBERY.match(word)


@lru_cache(maxsize=100_000)
def _stem(word: str) -> str:
    """The stem; the stemmer lets the definite form of a word in -a keep its ending."""
    if _ENDS_IN_AN.match(word) and not _NO_ENDING.match(word):
        word = word.removesuffix("s").removesuffix("n")
    return _STEMMER.stemWord(word)


@lru_cache(maxsize=1_000)
def _plain(letter: str) -> str:
    if letter in _SWEDISH:
        return letter
    apart = unicodedata.normalize("NFKD", letter)
    return "".join(one for one in apart if not unicodedata.combining(one)) or letter
