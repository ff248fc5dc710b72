"""What was built: the manifest, and the list of all reports."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Mapping, Sequence
from itertools import chain
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict

from lobra.blocks import Block, KeyFigures, Title
from lobra.build import evidence, fingerprint
from lobra.build.current import ToldTable, Wanted, as_told, sum_of_links
from lobra.build.fingerprint import NAME
from lobra.build.folder import FORMATS, Built, listing
from lobra.build.seen import Seen
from lobra.export import overview
from lobra.privacy import editions, gate
from lobra.report.publications import ANNEXES, PUBLICATIONS, REPORT, of_documents
from lobra_data.errors import LobraError, shown, why
from lobra_data.files import Records


def write(
    blocks: Mapping[str, Sequence[Block]],
    wanted: Wanted,
    inputs: Mapping[str, str],
    seen: Seen,
    built: Built,
    before: Sequence[ToldTable],
) -> None:
    """Says what the report was made of and what was made: `manifest.json` in its folder.

    `blocks` are those of each document, `inputs` the sums of all files beside the records as they
    were read. Of the records only what the report sees is told: no value that it hides can be found
    from that. `before` is what other editions tell of tables of persons otherwise.
    """
    folder, main = built.folder, blocks[wanted.publication.main]
    title = next((one for one in main if isinstance(one, Title)), None)
    figures = [one for one in main if isinstance(one, KeyFigures)]
    claims = [*evidence.claims(chain.from_iterable(blocks.values()))]
    contents = {
        "document": dict(title.document) if title else {},
        "parameters": wanted.values,
        "smallest_count": wanted.params.smallest_count,
        "left_out": seen.left_out,
        "key_figures": {f.name: f.value for block in figures for f in block.figures},
        "claims": evidence.summary(claims),
        "shown_figures": [(f.label, f.shown) for block in figures for f in block.shown],
        "versions": fingerprint.versions(),
        "program": fingerprint.program(),
        "inputs": {**inputs, **seen.sums},
        "links": sum_of_links(wanted.links),
        "documents": {
            document: _made(built, document) for document in wanted.publication.documents
        },
        "files": fingerprint.outputs(folder),
        "edition": built.edition,
        "tables_of_persons": [one.model_dump() for one in as_told(seen.told)],
        "tables_told_otherwise": [one.model_dump() for one in before],
    }
    text = json.dumps(contents, ensure_ascii=False, indent=2) + "\n"
    (folder / NAME).write_text(text, encoding="utf-8", newline="\n")


def _made(built: Built, document: str) -> list[str]:
    """The files of one document, the way its folder has them."""
    paths = [built.file(kind, document) for kind in (*FORMATS, "ipynb")]
    return [path.name for path in paths if path.is_file()]


class _Document(BaseModel):
    model_config = ConfigDict(strict=True)

    title: str
    council: str
    municipality: str | None
    year: int
    notice: str | None = None


class _Manifest(BaseModel):
    """What the list of reports needs of a manifest; one that lacks it is somebody else's."""

    model_config = ConfigDict(strict=True)

    document: _Document
    shown_figures: list[tuple[str, str]]
    documents: dict[str, list[str]]
    edition: str


def write_index(out: Path, source: Records | None = None) -> list[str]:
    """Lists all built reports, from their manifests, in `out/index.html`.

    Returns a message for each manifest that can't be used: its report isn't in the list. A
    manifest may have been changed since its report was let through: a list that names somebody
    of the `source`, or says how to reach anybody, isn't written.
    """
    reports, unusable, made_of = [], [], fingerprint.of_manifests(out)
    index = out / "index.html"
    try:
        with listing(out) as work:
            for path in fingerprint.manifests(out):
                try:
                    reports += _entries(path)
                except (OSError, ValueError):
                    unusable.append(
                        f"{shown(path)}: filen är skadad eller gjord av något annat än Lobra; "
                        "rapporten är inte med i listan. Bygg om den, eller flytta mappen."
                    )
            beside = index.with_name(".index.html.ny")
            page = overview.page(reports, "" if unusable else made_of)
            (work / index.name).write_text(page, encoding="utf-8", newline="\n")
            people = [row.values["name"] for row in source.rows("people")] if source else []
            made_from = gate.lines_of(source) if source else ()  # where a place is a place
            if problems := gate.leaks(work, people, written=made_from):
                told = "\n".join(map(str, problems)).replace(shown(work), shown(out))
                raise LobraError(f"Listan över rapporter skrivs inte:\n{told}")
            shutil.copyfile(work / index.name, beside)
            os.replace(beside, index)
    except OSError as error:
        raise LobraError(
            f"{shown(index)}: listan över rapporter går inte att skriva ({why(error)}). "
            "Rapporterna är byggda."
        ) from None
    return unusable


def _entries(path: Path) -> list[dict[str, Any]]:
    """What the list says of a report; nothing of an internal edition, for it may be published."""
    if not path.is_file():  # a pipe may never end
        raise ValueError
    found = _Manifest.model_validate_json(path.read_bytes())
    if found.edition != editions.PUBLIC:
        return []
    folder = f"{path.parent.parent.name}/{path.parent.name}"
    files = {
        document: {Path(name).suffix[1:]: f"{folder}/{Path(name).name}" for name in names}
        for document, names in found.documents.items()
    }
    main = (of_documents(found.documents) or PUBLICATIONS[REPORT]).main
    return [
        found.document.model_dump()
        | {
            "council_id": path.parent.parent.name,
            "files": files.get(main, {}),
            "annexes": files.get(ANNEXES, {}),
            "key_figures": found.shown_figures,
        }
    ]
