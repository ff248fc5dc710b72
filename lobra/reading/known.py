"""Words that each name a field, as labels and in the heads of tables, with some letters misread."""

from __future__ import annotations

import re
from functools import lru_cache

from rapidfuzz import fuzz, process

from lobra.reading import vocabulary

# Letters that scanners mix up, as one.
_MIXED = str.maketrans("åäöàâéi1|0", "aaoaaelllo")
_SHORT = 5  # letters of a word that isn't guessed at


class Known:
    """The words of tables of the vocabulary, by the field that each names."""

    def __init__(self, *tables: str, least: float) -> None:
        """`least` of 100 is how like a known word a misread one has to be."""
        meanings = [one for table in tables for one in vocabulary.meanings(table).items()]
        self._fields = {letters(word): name for word, name in meanings}
        self._folded = {word.translate(_MIXED): word for word in self._fields}
        self._long = [word for word in self._folded if len(word) > _SHORT]
        self._least = least
        self.find = lru_cache(maxsize=8192)(self._find)

    def _find(self, text: str) -> tuple[str, str, bool] | None:
        """The field that a text names, its known word, and whether its letters were guessed."""
        word = letters(text)
        if word in self._fields:
            return self._fields[word], word, False
        folded = word.translate(_MIXED)
        found = self._folded.get(folded)
        if not found and len(word) > _SHORT:
            near = process.extractOne(
                folded, self._long, scorer=fuzz.ratio, score_cutoff=self._least
            )
            found = self._folded[near[0]] if near else None
        return (self._fields[found], found, True) if found else None


def letters(text: str) -> str:
    """A text's letters, small; digits only where a letter may have been misread as one."""
    return re.sub(r"[^\w|]|_|(?<![^\W\d])\d+", "", text.casefold())
