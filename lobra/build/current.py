"""Whether a finished report is what would be built now: asked before each build, and by verify.

A manifest says what its report was made of. It is believed only where it agrees with everything
that is there now: one that is damaged, or somebody else's, agrees with nothing.

Of the records it tells what the report sees, which takes a moment to prepare. So a note, which only
this user can read, says which records as they lie were last found to come to just that.
"""

from __future__ import annotations

import hashlib
import json
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, ConfigDict, ValidationError

from lobra.build import fingerprint, seen
from lobra.build.fingerprint import NAME
from lobra.build.folder import note
from lobra.build.kin import Kin
from lobra.build.params import ReportParams
from lobra.privacy import editions
from lobra.privacy.suppression import Told
from lobra.report.publications import (
    PUBLICATIONS,
    REPORT,
    STEMS,
    Publication,
    of_documents,
)
from lobra_data.errors import LobraError, shown

if TYPE_CHECKING:
    from lobra.export.html import Link

SINCE = "sedan rapporten byggdes"


class ToldTable(BaseModel):
    """What an edition has told of a table of persons, as its manifest has it."""

    model_config = ConfigDict(strict=True)

    cells: list[str]
    hidden: list[str]
    sha256: str

    @property
    def told(self) -> Told:
        return Told(frozenset(self.cells), frozenset(self.hidden), self.sha256)


class Parameters(BaseModel):
    """All that the report was built with, whatever it is called; the year leads to the file."""

    model_config = ConfigDict(extra="allow")

    year: int
    council: str


class Manifest(BaseModel):
    """What must be in a manifest; that of an older version of Lobra lacks the later ones."""

    parameters: Parameters
    documents: dict[str, list[str]]
    inputs: dict[str, str]
    files: dict[str, str]
    edition: str
    versions: dict[str, str] = {}
    program: str = ""
    links: str = ""
    tables_of_persons: list[ToldTable] = []
    tables_told_otherwise: list[ToldTable] = []
    smallest_count: int | None = None
    left_out: dict[str, int] = {}

    @property
    def publication(self) -> Publication:
        """What the folder holds; what this version of Lobra doesn't know is read as a report."""
        return of_documents(self.documents) or PUBLICATIONS[REPORT]

    @property
    def formats(self) -> set[str]:
        """The formats that were asked for."""
        made = {Path(name).suffix[1:] for names in self.documents.values() for name in names}
        return made - {"ipynb"}

    @property
    def told(self) -> list[Told]:
        """What this edition and those before it tell of tables of persons."""
        return [one.told for one in (*self.tables_of_persons, *self.tables_told_otherwise)]


@dataclass(frozen=True)
class Wanted:
    """What a report is to be made of. `links` are the ways from its pages to source documents."""

    params: ReportParams
    notebooks: Path
    kin: Kin
    edition: str
    formats: Sequence[str]
    links: Mapping[str, Link] = field(default_factory=dict)
    publication: Publication = PUBLICATIONS[REPORT]

    @property
    def values(self) -> dict[str, Any]:
        """What the parameters hand to the notebooks."""
        return self.params.as_notebook_values(self.publication)

    @property
    def known(self) -> list[str]:
        """All that records as they lie, and words that no report may hold, may have a say in: no
        manifest may even hint at it, for a sum over a few words is found by trying."""
        path, written = self.params.own_words, self.params.contact or ""
        if path and path.is_file():
            written += path.read_text(encoding="utf-8", errors="replace")
        others = [*self.kin.cleared_by_others, "", *self.kin.names_of_others(written)]
        return [*self.kin.as_they_lie, "", *self.params.kept_back, "", *others]


def read(report: Path) -> Manifest:
    """The manifest of the report in a folder; LobraError when there is none that can be used."""
    path = report / NAME
    try:
        if path.exists() and not path.is_file():  # a pipe may never end
            raise OSError
        return Manifest.model_validate_json(path.read_bytes())
    except FileNotFoundError:
        raise LobraError(
            f"{shown(report)}: här finns ingen rapport. Ange mappen med rapporten, "
            "till exempel reports/hagersten-alvsjo/2021."
        ) from None
    except (OSError, ValidationError):
        raise LobraError(
            f"{shown(path)}: filen är skadad eller hör inte till en rapport. Bygg om rapporten."
        ) from None


def is_current(report: Path, wanted: Wanted) -> bool:
    """Whether a build would make just what lies there; nothing is built to know it."""
    try:
        made = read(report)
        return (
            not report.is_symlink()
            and made.edition == wanted.edition
            and made.formats == set(wanted.formats)
            and made.links == sum_of_links(wanted.links)
            and not any(tampered(report, made))
            and not any(_changed_beside_records(made, wanted))
            and _is_known(made, report)
            and (_is_noted(report, wanted) or _comes_to_the_same(report, made, wanted))
        )
    except (LobraError, OSError):
        return False


def tampered(report: Path, made: Manifest) -> Iterator[str]:
    """The files that aren't those that were built."""
    yield from _compared(made.files, fingerprint.outputs(report), f"{shown(report)}/")


def changed(made: Manifest, wanted: Wanted) -> Iterator[str]:
    """What the report was built of and what has changed."""
    yield from _changed_beside_records(made, wanted)
    yield from _changed_in_records(made, wanted)


def _changed_beside_records(made: Manifest, wanted: Wanted) -> Iterator[str]:
    own_words = _own_words(wanted.params, made.inputs)
    read_now = read_files(wanted.notebooks, own_words, wanted.publication)
    then_beside = {name: one for name, one in made.inputs.items() if not _is_of_records(name)}
    yield from _compared(then_beside, fingerprint.inputs(read_now))
    file = wanted.params.file and shown(wanted.params.file)
    then = made.parameters.model_dump() | {"smallest_count": made.smallest_count}
    now = wanted.values | {"smallest_count": wanted.params.smallest_count}
    for name in sorted(then.keys() | now.keys()):
        if then.get(name) != now.get(name):
            yield f"{file}: {name} har ändrats {SINCE}."
    for name, version in fingerprint.versions().items():
        if made.versions.get(name) != version:
            then_version = made.versions.get(name, "okänd")
            yield f"{name} är nu version {version}; rapporten byggdes med {then_version}."
    if made.program != fingerprint.program():
        yield f"Programmet Lobra har ändrats {SINCE}."


def _changed_in_records(made: Manifest, wanted: Wanted) -> Iterator[str]:
    """What the report sees of the records, prepared as for a build."""
    with tempfile.TemporaryDirectory(prefix="lobra-") as folder:
        now = seen.hand_over(wanted, made.told, Path(folder))
    then = {name: one for name, one in made.inputs.items() if _is_of_records(name)}
    yield from _compared(then, now.sums, "Det som rapporten ser av ")
    if made.left_out != now.left_out:
        yield f"Hur många uppgifter som inte visas har ändrats {SINCE}."
    if made.tables_of_persons != as_told(now.told):
        yield f"Det som visas av tabeller över personer har ändrats {SINCE}."


def _is_of_records(name: str) -> bool:
    return name.startswith("records/")


def _comes_to_the_same(report: Path, made: Manifest, wanted: Wanted) -> bool:
    """Whether records that lie otherwise are sound, come to what the report shows, and don't say
    that something in it must not be published. It is noted if so."""
    known = wanted.known  # before anything of it is read
    if wanted.kin.problems or any(_changed_in_records(made, wanted)):
        return False
    if wanted.edition == editions.PUBLIC:
        from lobra.build import letting_through  # only now: it loads what reads finished files

        if not letting_through.may_stay(report, wanted.kin, wanted.params):
            return False
    keep_in_mind(report, noted(report, known))
    return True


def read_files(
    notebooks: Path,
    written: Mapping[str, Path],
    publication: Publication = PUBLICATIONS[REPORT],
) -> dict[str, Path]:
    """What a report is made of beside the records, by what the manifest calls it; `written` are
    the files of the council's own words."""
    names = (f"{STEMS[document]}.ipynb" for document in publication.documents)
    return {f"notebooks/{name}": notebooks / name for name in names} | dict(written)


def _own_words(params: ReportParams, then: Mapping[str, str]) -> Mapping[str, Path]:
    """The files of the council's own words, by what they were called. Which pictures they show is
    looked for only when they showed any, or have changed."""
    path = params.own_words
    if not path or not path.exists():
        return {}
    name = f"params/{path.name}"
    is_same = then.get(name) == fingerprint.of_file(path)
    if is_same and not any(one.startswith(f"{name}#") for one in then):
        return {name: path}
    from lobra.report import own_words

    found = own_words.files(path)
    return {next((n for n in then if n.startswith(one)), one): p for one, p in found.items()}


def is_listed(out: Path) -> bool:
    """Whether the list of all reports was made of just the manifests that are there."""
    try:
        index = out / "index.html"
        page = index.read_text(encoding="utf-8") if index.is_file() else ""
    except (OSError, ValueError):
        return False
    return f'content="{fingerprint.of_manifests(out)}"' in page


def told(reports: Path) -> dict[str, list[Told]]:
    """What each public edition among a council's reports tells of tables of persons, by its folder.

    A manifest that can't be used is told of by the list of reports.
    """
    found: dict[str, list[Told]] = {}
    for path in sorted(reports.glob(f"[!.]*/{NAME}")):
        with suppress(OSError, ValueError):
            if path.is_file():  # a pipe may never end
                made = _Published.model_validate_json(path.read_bytes())
                if made.edition == editions.PUBLIC:
                    found[path.parent.name] = [one.told for one in made.tables_of_persons]
    return found


class _Published(BaseModel):
    edition: str
    tables_of_persons: list[ToldTable] = []


def otherwise(
    before: Mapping[str, Sequence[Told]], name: str, mine: Iterable[Told]
) -> list[ToldTable]:
    """What other editions than that in the folder `name` tell that it doesn't tell itself. Where
    all tell the same, a new build changes nothing: so only this has a say in it."""
    others = {one for other, some in before.items() if other != name for one in some}
    return as_told(others - {*mine})


def as_told(some: Iterable[Told]) -> list[ToldTable]:
    """The same as a manifest has it, in one order."""
    tables = [
        ToldTable(cells=sorted(one.cells), hidden=sorted(one.hidden), sha256=one.sha256)
        for one in some
    ]
    return sorted(tables, key=lambda one: (one.cells, one.hidden, one.sha256))


def _is_known(made: Manifest, report: Path) -> bool:
    """Whether the report was built knowing what other editions tell now."""
    if made.edition != editions.PUBLIC:
        return True
    mine = [one.told for one in made.tables_of_persons]
    return made.tables_told_otherwise == otherwise(told(report.parent), report.name, mine)


def sum_of_links(links: Mapping[str, Link]) -> str:
    """One sum over all links; empty when there are none."""
    ways = [f"{title}\0{link}" for title, link in sorted(links.items())]
    return hashlib.sha256("\n".join(ways).encode()).hexdigest() if ways else ""


def keep_in_mind(report: Path, told: str) -> None:
    """Keeps `noted` where only this user can read it."""
    path = note(report)
    with suppress(OSError):  # a lost note only means that the records are prepared to know it
        path.unlink(missing_ok=True)
        path.touch(mode=0o600)
        path.write_text(told, encoding="utf-8")


def noted(report: Path, known: Sequence[str]) -> str:
    """One sum over all that is `known`, and that the very report was found to come of."""
    about = [fingerprint.of_file(report / NAME), *known]
    return hashlib.sha256(json.dumps(about).encode()).hexdigest()


def _is_noted(report: Path, wanted: Wanted) -> bool:
    path = note(report)
    return path.is_file() and path.read_bytes() == noted(report, wanted.known).encode()


def _compared(then: Mapping[str, str], now: Mapping[str, str], where: str = "") -> Iterator[str]:
    """Each name whose sum isn't what it was, with what has become of it."""
    for name in sorted(then.keys() | now.keys()):
        if name not in now:
            yield f"{where}{name} saknas."
        elif name not in then:
            yield f"{where}{name} har tillkommit {SINCE}."
        elif then[name] != now[name]:
            yield f"{where}{name} har ändrats {SINCE}."
