"""From parameters to a finished report: the notebook is run, exported, and let through the gate."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

import nbformat

from lobra.build import evidence, manifest, running
from lobra.build.folder import DOCUMENTS, Built, replacing
from lobra.build.params import ReportParams
from lobra.build.running import BuildError
from lobra.export import exporters
from lobra.export.html import Link
from lobra.privacy import contact, disclosure, gate
from lobra.privacy.disclosure import SUFFIXES
from lobra.reading import names
from lobra.report import own_words
from lobra.report.chapters import voice
from lobra.report.cover import STEMS
from lobra.report.material import Material
from lobra.report.written import Written
from lobra_data import files
from lobra_data.errors import LobraError, Problem, RecordsError, quoted, shown

TOLD = 20  # as many problems of one kind as a person reads


def build(
    params: ReportParams,
    notebooks: Path,
    out: Path,
    data: Path | None = None,
    edition: str = disclosure.PUBLIC,
    formats: Sequence[str] = ("html", "pdf"),
    library: evidence.Library | None = None,
) -> Built:
    """Makes the report of one year and its annexes, and puts them in `out/<council>/<year>/`.

    The internal edition goes to `<year>-intern`. The references on the web page lead to the
    documents of `library`, if there is one. Raises BuildError when a cell fails; the
    half-run notebook then lies beside the report as `<year>-misslyckad.ipynb`. Raises LobraError,
    and publishes nothing, when a finished public file holds what must not be published.
    """
    source = files.find(data)
    written = own_words.load(params.own_words)
    if edition == disclosure.PUBLIC:
        _refuse_personal_contact(source, params)
    target = out / params.council / f"{params.year}{SUFFIXES[edition]}"
    failed = target.with_name(f"{target.name}-misslyckad.ipynb")
    left_out = dict.fromkeys(("n_withheld", "n_blurred", "n_waiting"), 0)
    values = params.as_notebook_values() | {"edition": edition} | left_out
    sources = {document: notebooks / f"{STEMS[document]}.ipynb" for document in DOCUMENTS}
    for notebook in sources.values():
        running.refuse_unfit(notebook, values)
    with replacing(target) as folder, tempfile.TemporaryDirectory(prefix="lobra-") as shown_records:
        withheld = disclosure.prepare(source, Path(shown_records), edition, params.smallest_count)
        own_words.hand_over(written, Path(shown_records))
        _refuse_unknown(written, params, edition, shown_records)
        values["n_withheld"] = withheld.rows[params.council]
        values["n_blurred"] = withheld.small_counts[params.council]
        values["n_waiting"] = withheld.n_waiting(params.council, params.year)
        built = Built(folder, edition)
        links = library.links(target) if library else {}
        nodes = {}
        for document, notebook in sources.items():
            executed = built.file("ipynb", document)
            node = running.run(notebook, executed, values, Path(shown_records), failed)
            for kind in formats:
                built.file(kind, document).write_bytes(_exported(kind, node, links))
            _refuse_unsourced(node)
            nodes[document] = node
        manifest.write_data(nodes.values(), folder / "data")
        if edition == disclosure.PUBLIC:
            _refuse_leaks(source, params, written, folder, target)
        inputs = {f"notebooks/{notebook.name}": notebook for notebook in sources.values()}
        manifest.write(nodes, params, built, inputs | dict(written.files), source.root)
    failed.unlink(missing_ok=True)
    return Built(target, edition)


def _exported(kind: str, node: nbformat.NotebookNode, links: Mapping[str, Link]) -> bytes:
    match kind:
        case "html":
            return exporters.to_html(node, links).encode("utf-8")
        case "pdf":
            return exporters.to_pdf(node)
        case "docx":
            return exporters.to_docx(node)
    raise ValueError(kind)


def _refuse_unsourced(node: nbformat.NotebookNode) -> None:
    missing = evidence.without_source(node)
    if missing:
        told = "\n".join(f"{claim.block}: {claim}" for claim in missing[:TOLD])
        raise BuildError(
            f"Rapporten byggs inte: {len(missing)} uppgifter saknar källa.\n{told}\n"
            "Ange dokument och rad för dem i registren."
        )


def _refuse_personal_contact(source: files.Records, params: ReportParams) -> None:
    people = [row.values["name"] for row in source.rows("people")]
    for file, line, name, value in params.shown_lines():
        if name == "contact":
            wrong = contact.refused(value, people, names.first_names())
            what = "{} kan vara en persons"
            problems = [
                Problem(file, line, name, what.format(quoted(one)), contact.ACCEPTED)
                for one in wrong
            ]
            if problems:
                raise RecordsError(problems)


def _refuse_unknown(written: Written, params: ReportParams, edition: str, root: str) -> None:
    """A comment to what the report doesn't show would vanish without a word."""
    if written.about:
        m = Material(params.council, params.year, edition, data=root)
        if problems := written.unknown(voice.may_be_about(m)):
            raise RecordsError(problems)


def _refuse_leaks(
    source: files.Records, params: ReportParams, written: Written, folder: Path, target: Path
) -> None:
    people = [row.values["name"] for row in source.rows("people")]
    words = [word.strip() for word in (params.never_publish or "").split(";")]
    counts = gate.small_counts(source, params.smallest_count)
    lines = [gate.Line(*one) for one in params.shown_lines()]
    lines += [gate.Line(written.file, n, None, text) for n, text in written.lines]
    allowed = contact.ways(params.contact or "")
    problems = gate.leaks(folder, people, words, counts, lines, allowed)
    if problems:
        told = "\n".join(map(str, problems)).replace(shown(folder), shown(target))
        raise LobraError(f"Den offentliga utgåvan publiceras inte:\n{told}")
