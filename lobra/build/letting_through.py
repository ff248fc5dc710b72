"""Whether a public report may be published, of all that records and parameters say: asked of what
is built, and again of what lies there when something else in the records has changed."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain
from pathlib import Path

from lobra.build import steps
from lobra.build.params import ReportParams
from lobra.privacy import contact, gate
from lobra.reading import names
from lobra.report import own_words
from lobra.report.written import Written
from lobra_data import files
from lobra_data.errors import Problem, RecordsError, quoted


def refuse_personal_contact(source: files.Records, params: ReportParams) -> None:
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


def leaks(
    source: files.Records,
    params: ReportParams,
    written: Written,
    folder: Path,
    paths: Iterable[Path],
) -> list[Problem]:
    """What must not be published of what stands in these files of the folder."""
    steps.tell("läser igenom de färdiga filerna")
    people = [row.values["name"] for row in source.rows("people")]
    counts = _small_counts(source, params.smallest_count)
    lines = [gate.Line(*one) for one in params.shown_lines()]
    lines += [gate.Line(written.file, n, None, text) for n, text in written.lines]
    allowed = contact.ways(params.contact or "")
    made_of = chain(lines, gate.lines_of(source))
    return gate.leaks(folder, people, params.kept_back, counts, made_of, allowed, paths)


def may_stay(report: Path, source: files.Records, params: ReportParams) -> bool:
    """Whether a finished report would be let through as the records are now. The notebooks alone
    are read: they hold all that the other files show, which were read through with them."""
    refuse_personal_contact(source, params)
    written = own_words.load(params.own_words)
    return not leaks(source, params, written, report, sorted(report.glob("*.ipynb")))


@files.kept_with_records  # the same for all years of a council
def _small_counts(source: files.Records, smallest: int) -> set[str]:
    return gate.small_counts(source, smallest)
