"""Whether a finished report still is what its manifest says, and comes out the same once more.

Asked in this order, because each answer explains the next: are the files those that were built, is
what they were built of unchanged, does a build in a temporary folder give the same bytes?
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

from lobra.build import build, current, evidence, fingerprint, params
from lobra.build.current import Manifest, Wanted
from lobra.build.folder import FORMATS
from lobra.build.kin import Kin
from lobra.build.running import BuildError
from lobra_data import files
from lobra_data.errors import LobraError, shown


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
    made = current.read(report)
    if tampered := [*current.tampered(report, made)]:
        return tampered
    source = files.find(data)
    # As they are now: the manifest doesn't tell what must not be published.
    wanted = params.of_report(parameters, made.parameters.council, made.parameters.year)
    kin = Kin(source, wanted.council)
    links = {}
    if documents:
        links = evidence.Library(documents, source.rows("documents")).links(report)
    formats = [kind for kind in FORMATS if kind in made.formats]
    asked = Wanted(wanted, notebooks, kin, made.edition, formats, links, made.publication)
    if changed := [*current.changed(made, asked)]:
        return changed
    return [*_rebuilt(report, made, asked, data)]


def _rebuilt(report: Path, made: Manifest, wanted: Wanted, data: Path | None) -> Iterator[str]:
    """The files that come out otherwise when the report is built again, somewhere else."""
    told = {
        report.name: [one.told for one in made.tables_of_persons],
        "": [one.told for one in made.tables_told_otherwise],
    }
    with tempfile.TemporaryDirectory(prefix="lobra-") as out:
        try:
            again = build.build(
                wanted.params,
                wanted.notebooks,
                Path(out),
                data,
                made.edition,
                wanted.formats,
                wanted.links,
                told,
                wanted.publication,
            ).folder
        except LobraError:
            # Its message leads to a half-run notebook that goes with the temporary folder.
            raise BuildError(
                f"{shown(report)}: rapporten går inte att bygga om. Felet visas av "
                f"lobra report {made.parameters.year}."
            ) from None
        now = fingerprint.outputs(again)
        others = [
            name
            for name in sorted(made.files.keys() | now)
            if made.files.get(name) != now.get(name)
        ]
        if (report / current.NAME).read_bytes() != (again / current.NAME).read_bytes():
            others.append(current.NAME)
    yield from (
        f"{shown(report / name)} blir inte likadan när rapporten byggs om." for name in others
    )
    if not wanted.links and any(name.endswith(".html") for name in others):
        yield "Länkar webbsidan till dokumenten? Ange då samma --documents som när den byggdes."
