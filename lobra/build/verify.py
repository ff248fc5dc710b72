"""Whether a finished report still is what its manifest says, and comes out the same once more.

Asked in this order, because each answer explains the next: are the files those that were built, is
what they were built of unchanged, does a build in a temporary folder give the same bytes?
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from lobra.build import build, evidence, manifest, params
from lobra.build.folder import FORMATS
from lobra.build.params import ReportParams
from lobra.build.running import BuildError
from lobra.report import own_words
from lobra_data import files
from lobra_data.errors import LobraError, shown

SINCE = "sedan rapporten byggdes"


class Parameters(BaseModel):
    """All that the report was built with; the council and the year lead to the file."""

    model_config = ConfigDict(extra="allow")

    year: int
    council: str = ""


class Manifest(BaseModel):
    """What must be in a manifest; that of an older version of Lobra lacks the last four."""

    parameters: Parameters
    documents: dict[str, list[str]]
    inputs: dict[str, str]
    files: dict[str, str]
    edition: str
    versions: dict[str, str] = {}
    program: str = ""
    tables_of_persons: list[manifest.ToldTable] = []
    smallest_count: int | None = None


def differences(
    report: Path,
    notebooks: Path,
    parameters: Path,
    data: Path | None = None,
    documents: Path | None = None,
) -> list[str]:
    """What is not as it was when the report in the folder was built; nothing when all is the same.

    `notebooks` and `parameters` are the folders of what it was built of, `documents` that of the
    source documents that its web pages link to, if they do. Raises LobraError when there is no
    report, BuildError when it can't be built again.
    """
    made = _read(report)
    if tampered := [*_compared(made.files, manifest.sums(report), f"{shown(report)}/")]:
        return tampered
    source = files.find(data)
    wanted = _parameters(made, parameters)
    if changed := [*_changed(made, wanted, notebooks, parameters, source.root)]:
        return changed
    library = None
    if documents:
        rows = source.rows("documents")
        library = evidence.Library(documents, rows, seen_from=report.resolve())
    return [*_rebuilt(report, made, wanted, notebooks, data, library)]


def _read(report: Path) -> Manifest:
    path = report / manifest.NAME
    try:
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


def _parameters(made: Manifest, folder: Path) -> ReportParams:
    """The parameters as they are now: the manifest doesn't tell what must not be published."""
    return params.load(params.file_of(folder, made.parameters.council, made.parameters.year))


def _changed(
    made: Manifest, wanted: ReportParams, notebooks: Path, parameters: Path, root: Path
) -> Iterator[str]:
    """What the report was built of and what has changed."""
    read = build.read_files(notebooks, own_words.load(wanted.own_words))
    yield from _compared(made.inputs, manifest.inputs(read, root))
    file = shown(wanted.file or parameters)
    then = made.parameters.model_dump() | {"smallest_count": made.smallest_count}
    now = wanted.as_notebook_values() | {"smallest_count": wanted.smallest_count}
    for name in sorted(then.keys() | now.keys()):
        if then.get(name) != now.get(name):
            yield f"{file}: {name} har ändrats {SINCE}."
    for name, version in manifest.versions().items():
        if made.versions.get(name) != version:
            then_version = made.versions.get(name, "okänd")
            yield f"{name} är nu version {version}; rapporten byggdes med {then_version}."
    if made.program != manifest.program():
        yield f"Programmet Lobra har ändrats {SINCE}."


def _rebuilt(
    report: Path,
    made: Manifest,
    wanted: ReportParams,
    notebooks: Path,
    data: Path | None,
    library: evidence.Library | None,
) -> Iterator[str]:
    """The files that come out otherwise when the report is built again, somewhere else."""
    endings = {Path(name).suffix[1:] for names in made.documents.values() for name in names}
    formats = [kind for kind in FORMATS if kind in endings]
    told = [one.told for one in made.tables_of_persons]
    with tempfile.TemporaryDirectory(prefix="lobra-") as out:
        try:
            again = build.build(
                wanted, notebooks, Path(out), data, made.edition, formats, library, told
            ).folder
        except LobraError:
            # Its message leads to a half-run notebook that goes with the temporary folder.
            raise BuildError(
                f"{shown(report)}: rapporten går inte att bygga om. Felet visas av "
                f"lobra report {made.parameters.year}."
            ) from None
        now = manifest.sums(again)
        others = [
            name
            for name in sorted(made.files.keys() | now)
            if made.files.get(name) != now.get(name)
        ]
        if (report / manifest.NAME).read_bytes() != (again / manifest.NAME).read_bytes():
            others.append(manifest.NAME)
    yield from (
        f"{shown(report / name)} blir inte likadan när rapporten byggs om." for name in others
    )
    if library is None and any(name.endswith(".html") for name in others):
        yield "Länkar webbsidan till dokumenten? Ange då samma --documents som när den byggdes."


def _compared(then: Mapping[str, str], now: Mapping[str, str], where: str = "") -> Iterator[str]:
    """Each name whose sum isn't what it was, with what has become of it."""
    for name in sorted(then.keys() | now.keys()):
        if name not in now:
            yield f"{where}{name} saknas."
        elif name not in then:
            yield f"{where}{name} har tillkommit {SINCE}."
        elif then[name] != now[name]:
            yield f"{where}{name} har ändrats {SINCE}."
