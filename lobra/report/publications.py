"""What can be built of a council's records: which documents, of which notebooks, with what names.

A publication is a folder of finished files. The build, the manifest and the commands know one only
by what is said of it here.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

REPORT, ANNEXES, LAGESBILD, BRIEF = "report", "annexes", "lagesbild", "brief"
STEMS = {
    REPORT: "verksamhetsberattelse",
    ANNEXES: "bilagor",
    LAGESBILD: "lagesbild",
    BRIEF: "motesunderlag",
}
"""What each document's notebook and files are called, without the edition's suffix."""
TITLES = {
    REPORT: "Verksamhetsberättelse",
    ANNEXES: "Bilagor till verksamhetsberättelsen",
    LAGESBILD: "Lägesbild",
    BRIEF: "Mötesunderlag, läget vid slutet av",
}
"""What stands before the year in each document's title."""


@dataclass(frozen=True)
class Publication:
    """The documents of a year, the main one first. `suffix` follows the year in the folder's name;
    `parameters` are those of a params file that these notebooks alone ask for."""

    documents: tuple[str, ...]
    suffix: str = ""
    parameters: tuple[str, ...] = ()

    @property
    def main(self) -> str:
        return self.documents[0]


PUBLICATIONS = {
    REPORT: Publication((REPORT, ANNEXES)),
    LAGESBILD: Publication((LAGESBILD,), "-lagesbild", ("indicators", "first_year")),
    BRIEF: Publication((BRIEF,), "-motesunderlag"),
}
OWN_PARAMETERS = {name for one in PUBLICATIONS.values() for name in one.parameters}


def of_documents(documents: Collection[str]) -> Publication | None:
    """The publication that a manifest tells of; None when it is of another version of Lobra."""
    found = (one for one in PUBLICATIONS.values() if set(one.documents) == set(documents))
    return next(found, None)
