"""From parameters to a finished report: the notebook is run, exported, and let through the gate."""

from __future__ import annotations

import ctypes
import os
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from functools import partial
from itertools import chain
from pathlib import Path

import nbformat

from lobra.blocks import Block, cited
from lobra.build import current, evidence, fingerprint, manifest, running, seen, steps
from lobra.build import data as data_files
from lobra.build.current import Wanted
from lobra.build.folder import Built, half_run, place, put, working
from lobra.build.kin import of as kin_of
from lobra.build.letting_through import leaks, refuse_personal_contact
from lobra.build.params import ReportParams
from lobra.build.provisioning import typesetter
from lobra.build.running import BuildError
from lobra.export import exporters
from lobra.export.html import Link
from lobra.export.press import BrokenError, Press
from lobra.privacy import editions, gate
from lobra.privacy.suppression import Told
from lobra.processes import share_one_heap
from lobra.report import cover, own_words
from lobra.report.publications import PUBLICATIONS, REPORT, STEMS, Publication
from lobra.report.written import Written
from lobra_data.errors import LobraError, Problem, RecordsError, quoted, shown, why

TOLD = 20  # as many problems of one kind as a person reads


def build(
    params: ReportParams,
    notebooks: Path,
    out: Path,
    data: Path | None = None,
    edition: str = editions.PUBLIC,
    formats: Sequence[str] = ("html", "pdf"),
    links: Mapping[str, Link] | None = None,
    before: Mapping[str, Sequence[Told]] | None = None,
    publication: Publication = PUBLICATIONS[REPORT],
) -> Built:
    """Makes the report of one year and its annexes, and puts them in `out/<council>/<year>/`.

    Another `publication` goes to a folder beside it, the internal edition to `<year>-intern`. The
    references on the web page lead where `links` says. `before` is what editions have told that
    readers have, by their folders: those of the council in `out`, when it isn't given. Raises
    BuildError when it breaks off; the half-run notebook of a failing cell is then kept in
    `half_run`, outside the reports. Raises LobraError, and publishes nothing, when a finished
    public file holds what must not be published.
    """
    share_one_heap()
    kin = kin_of(data, params.council)
    wanted = Wanted(params, notebooks, kin, edition, formats, links or {}, publication)
    if edition == editions.PUBLIC:
        refuse_personal_contact(kin, params)
    target = place(out, params.council, params.year, edition, publication)
    with _told(target), working(target) as work:
        told = current.told(target.parent) if before is None else before
        put(_made(wanted, target, work, told), target)
    _give_back()
    return Built(target, edition)


def _give_back() -> None:
    """Lets the system have what C libraries have let go of: the heap else keeps what a report took,
    in a process that builds another."""
    with suppress(AttributeError, TypeError):  # it is of glibc alone, and Windows has no such place
        ctypes.CDLL(None).malloc_trim(0)


def _made(wanted: Wanted, target: Path, work: Path, before: Mapping[str, Sequence[Told]]) -> Path:
    """The finished folder, still in `work`: whole, and let through by the gate."""
    params, edition = wanted.params, wanted.edition
    values = wanted.values | {"edition": edition} | dict.fromkeys(seen.LEFT_OUT, 0)
    documents = wanted.publication.documents
    sources = {document: wanted.notebooks / f"{STEMS[document]}.ipynb" for document in documents}
    for notebook in sources.values():
        running.refuse_unfit(notebook, values)
    steps.tell("läser registren")
    folder = work / "rapport"
    folder.mkdir()
    shown_records = work / running.RECORDS
    written = own_words.load(params.own_words)
    # What changes while the report is built has other sums than these: the next build sees it.
    read = current.read_files(wanted.notebooks, written.files, wanted.publication)
    sums = fingerprint.inputs(read)
    fingerprint.program()
    everything = [one for some in before.values() for one in some]
    handed_over = seen.hand_over(wanted, everything, shown_records)
    own_words.hand_over(written, shown_records)
    cover.mark(shown_records, edition)
    values |= handed_over.left_out
    built = Built(folder, edition)
    blocks, set_beside = {}, list[Future[None]]()
    # Typst needs no Python while it sets pages: meanwhile, all else is written and read through.
    with running.Runs(work, half_run(target)) as runs, ThreadPoolExecutor(1, "pdf") as beside:
        begun = {
            document: runs.begin(notebook, built.file("ipynb", document), values)
            for document, notebook in sources.items()
        }
        _refuse_unknown(written, params, edition, str(shown_records))
        for document, run in begun.items():
            node = run.result()
            _give_back()  # what Typst may need meanwhile
            write = partial(_write, built, document, node, wanted.links)
            set_beside += [beside.submit(write, kind) for kind in wanted.formats if kind == "pdf"]
            for kind in wanted.formats:
                if kind != "pdf":
                    write(kind)
            blocks[document] = [*evidence.blocks(node)]
            _refuse_unsourced(blocks[document])
        tables = [*evidence.tables(chain.from_iterable(blocks.values()))]
        data_files.write_data(tables, folder / "data")
        finished = {path for path in gate.files_in(folder) if path.suffix != ".pdf"}
        is_public = edition == editions.PUBLIC
        found = partial(leaks, wanted.kin, params, written, folder)
        problems = found(finished) if is_public else []
        _give_back()
        for one in set_beside:
            one.result()
    told = handed_over.told
    others = current.otherwise(before, target.name, told) if is_public else []
    manifest.write(blocks, wanted, sums, handed_over, built, others)
    if is_public:
        problems += found(gate.files_in(folder) - finished)
    _refuse_leaks(problems, folder, target)
    return folder


@contextmanager
def _told(target: Path) -> Iterator[None]:
    """Whatever breaks the build off becomes one message, so that other reports can go on."""
    try:
        yield
    except LobraError:
        raise
    except OSError as error:
        where = os.fsdecode(error.filename or tempfile.gettempdir())  # where the work is done
        raise BuildError(broken_off(target, f"{why(error)} ({shown(Path(where))})")) from error
    except MemoryError as error:
        raise BuildError(broken_off(target, "minnet tog slut")) from error
    except Exception as error:
        what = f"ett fel i Lobra ({type(error).__name__}: {' '.join(str(error).split())})"
        raise BuildError(broken_off(target, what)) from error


def broken_off(target: Path, what: str) -> str:
    return f"{shown(target)}: rapporten kunde inte byggas: {what}. Den förra rapporten är orörd."


def _write(
    built: Built, document: str, node: nbformat.NotebookNode, links: Mapping[str, Link], kind: str
) -> None:
    steps.tell(f"skriver {kind.upper()} av {STEMS[document]}")
    built.file(kind, document).write_bytes(_exported(kind, node, links))


def _exported(kind: str, node: nbformat.NotebookNode, links: Mapping[str, Link]) -> bytes:
    """One format of a document; BuildError where Typst breaks down over it."""
    try:
        return exporters.sealed(kind, node, links, Press(typesetter))
    except BrokenError:
        raise BuildError(
            f"Rapporten kunde inte byggas: {kind.upper()} klarade inte innehållet. "
            f"{_longest(node)}Den förra rapporten är orörd."
        ) from None


def _longest(node: nbformat.NotebookNode) -> str:
    """Names the longest text of all tables: the one that most likely doesn't fit a page."""
    cells = [(text, c) for c in evidence.claims(evidence.blocks(node)) for _, text in c.cells]
    if not cells:
        return ""
    text, claim = max(cells, key=lambda one: len(one[0]))
    return (
        f"Korta den längsta texten ({len(text)} tecken, i {quoted(claim.title or claim.block)}, "
        f"{cited(claim.source) or 'utan källa'}): {quoted(text)}. "
    )


def _refuse_unsourced(blocks: Sequence[Block]) -> None:
    missing = evidence.without_source(evidence.claims(blocks))
    if missing:
        told = "\n".join(f"{claim.block}: {claim}" for claim in missing[:TOLD])
        raise BuildError(
            f"Rapporten byggs inte: {len(missing)} uppgifter saknar källa.\n{told}\n"
            "Ange dokument och rad för dem i registren."
        )


def _refuse_unknown(written: Written, params: ReportParams, edition: str, root: str) -> None:
    """A comment to what the report doesn't show would vanish without a word."""
    if written.about:
        from lobra.report.chapters import voice
        from lobra.report.material import Material

        m = Material(params.council, params.year, edition, data=root)
        if problems := written.unknown(voice.may_be_about(m)):
            raise RecordsError(problems)


def _refuse_leaks(problems: Iterable[Problem], folder: Path, target: Path) -> None:
    found = sorted(set(problems), key=lambda problem: problem.order)
    if found:
        told = "\n".join(map(str, found)).replace(shown(folder), shown(target))
        raise LobraError(f"Den offentliga utgåvan publiceras inte:\n{told}")
