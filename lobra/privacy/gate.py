"""The last gate: reads the finished files as anybody could, and finds what must not be published.

It trusts nothing that was done before, and no declaration of what a field may hold. HTML is read
with its alt texts and attributes, PDF with its text and metadata, notebooks and CSV as they stand,
Word files part by part, workbooks cell by cell.
"""

from __future__ import annotations

import json
import re
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2 as pdfium

from lobra.privacy import workbook
from lobra.privacy.cues import names_persons
from lobra.privacy.personal import names_pattern, personal_data
from lobra.privacy.suppression import is_small
from lobra_data import schema, words
from lobra_data.errors import Problem, quoted, shown
from lobra_data.files import Records

FIX = "Ta bort uppgiften ur registren eller märk raden som känslig, och bygg om"
_BREAK = re.compile(r"</w:p>|<w:(?:br|cr|tab)\b[^>]*>")
FIX_WRITTEN = "Skriv om det utan uppgiften, och bygg om"
_MARKUP = re.compile(r"<[^>]+>")
_LINE_HYPHEN = "\ufffe"  # how PDFium writes the hyphen of a word that goes on in the next line
_CUT_WORD = re.compile(rf"(?<=[^\W\d]){_LINE_HYPHEN}(?=[^\W\d])")
_SAID = ("/Alt", "/ActualText", "/E", "/Title", "/Contents", "/TU", "/URI")
_MESSAGES = ("text", "ename", "evalue", "traceback")


@dataclass(frozen=True)
class Line:
    """A line that somebody wrote for the report itself: where it stands, and what is shown of it.
    `field` is its key in a file of parameters."""

    file: str
    number: int | None
    field: str | None
    text: str


def leaks(
    folder: Path,
    names: Iterable[str],
    words: Iterable[str] = (),
    counts: Iterable[str] = (),
    written: Iterable[Line] = (),
    allowed: Iterable[str] = (),
) -> list[Problem]:
    """Everything in the folder's files that names a person, reaches one, or is a planted word.

    `names` are the full names that must not appear, `words` any other texts that must not, and
    `counts` small counts of persons with the word for what they count: "3 ungdomar". What stands
    in a line of `written` is to be mended there. `allowed` are the addresses and numbers of a
    function, which may stand anywhere as they are.
    """
    named = names_pattern(names)
    wanted = [word for word in words if word.strip()]
    planted = re.compile("|".join(map(re.escape, wanted)), re.IGNORECASE) if wanted else None
    small = _counts_pattern(counts)
    problems = set()
    known, free = _Written(written), {_squeezed(one) for one in allowed}
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        for place, text in _texts(path):
            where = f"{shown(path)} ({place})" if place else shown(path)
            found = [one for one in personal_data(text) if _squeezed(one[1]) not in free]
            found += [("ett namn ur people.csv", hit[0]) for hit in _all(named, text)]
            found += [("ett ord som inte får publiceras", hit[0]) for hit in _all(planted, text)]
            found += [("ett litet antal personer", hit["count"]) for hit in _all(small, text)]
            for kind, value in found:
                what = f"{quoted(value)} är {kind}"
                places = known.lines(value)
                problems |= {Problem(p.file, p.number, p.field, what, FIX_WRITTEN) for p in places}
                if not places:
                    problems.add(Problem(where, None, None, what, FIX))
    return sorted(problems, key=lambda problem: problem.order)


class _Written:
    """The lines that were written for the report, as words: a finding may go on over lines."""

    def __init__(self, lines: Iterable[Line]) -> None:
        self._words: dict[str, str] = {}
        self._starts: dict[str, list[tuple[int, Line]]] = {}
        for line in lines:
            said = self._words.get(line.file, " ")
            self._starts.setdefault(line.file, []).append((len(said), line))
            self._words[line.file] = f"{said}{_only_words(line.text)} "

    def lines(self, value: str) -> list[Line]:
        """Each line where the value begins."""
        wanted = re.escape(f" {_only_words(value)} ")
        return [
            [line for start, line in self._starts[file] if start <= found.start() + 1][-1]
            for file, said in self._words.items()
            for found in re.finditer(f"(?={wanted})", said)
        ]


def _only_words(text: str) -> str:
    return re.sub(r"[\W_]+", " ", text).strip().casefold()


def _squeezed(text: str) -> str:
    return "".join(text.split()).casefold()


def small_counts(records: Records, smallest: int) -> set[str]:
    """The small counts of persons in the records' numbers, as they would stand in a text.

    A number without a word for what it counts can't be told from any other, and "en elev" is
    seldom a count.
    """
    rows = [row.values for name in schema.load() for row in records.rows(name)]
    counted = [
        row for row in rows if row.get("counts_persons", "yes") == "yes" and row.get("value")
    ]
    units = {row["unit"].casefold() for row in counted if "counts_persons" in row}
    small = [
        (int(Fraction(row["value"])), row["unit"])
        for row in counted
        if is_small(Fraction(row["value"]), smallest)
        and Fraction(row["value"]).denominator == 1
        and names_persons(row["unit"], units)
    ]
    spelt = ((said, n, unit) for n, unit in small for said in (str(n), words.number(n)))
    return {f"{said} {unit}" for said, n, unit in spelt if said != "ett"}


def _counts_pattern(counts: Iterable[str]) -> re.Pattern[str] | None:
    """Finds the counts in text and in the cells of a table, where a comma may part the two.

    The number must stand alone, and not name an item, a line or a page; what is counted begins
    with a small letter, or it is the heading after a number.
    """
    spaced = {r"[\s,;|]+".join(map(re.escape, count.split())) for count in counts if count.split()}
    if not spaced:
        return None
    phrases = "|".join(
        f"(?i:{one[0]}){one[1:]}" if one[0].isalpha() else one
        for one in sorted(spaced, key=len, reverse=True)
    )
    numbered = "".join(
        rf"(?<!{word}\s)" for word in ("rad", "Rad", "punkt", "Punkt", "sida", "Sida")
    )
    return re.compile(rf"(?<![\w–§/-])(?<!\d[.,:])(?<!–\s){numbered}(?P<count>{phrases})(?![\w-])")


def _all(pattern: re.Pattern[str] | None, text: str) -> Iterator[re.Match[str]]:
    return pattern.finditer(text) if pattern else iter(())


def _texts(path: Path) -> Iterator[tuple[str, str]]:
    """(where in the file, text) for each readable part of a file."""
    if path.suffix == ".pdf":
        yield from _pdf_texts(path)
    elif path.suffix == ".xlsx":
        yield from workbook.texts(path)
    elif path.suffix == ".docx":
        with zipfile.ZipFile(path) as parts:
            for name in parts.namelist():
                if name.endswith((".xml", ".rels")):
                    text = parts.read(name).decode("utf-8", "replace")
                    # a run of text may be cut anywhere into elements, but ends with its paragraph
                    yield name, _MARKUP.sub("", _BREAK.sub("\n", text))
                    yield name, text
    elif path.suffix == ".html":
        yield "", _page_text(path.read_text(encoding="utf-8"))
    elif path.suffix == ".ipynb":
        yield from _notebook_texts(json.loads(path.read_text(encoding="utf-8")))
    elif path.name != "manifest.json":  # holds checksums, whose digits mean nothing
        yield "", path.read_text(encoding="utf-8-sig")


def _notebook_texts(notebook: dict[str, Any]) -> Iterator[tuple[str, str]]:
    yield "metadata", json.dumps(notebook["metadata"], ensure_ascii=False)
    for number, cell in enumerate(notebook["cells"], start=1):
        place = f"cell {number}"
        yield place, "".join(cell["source"])
        for output in cell.get("outputs", []):
            about = output.get("metadata", {}) | {key: output.get(key) for key in _MESSAGES}
            yield place, json.dumps(about, ensure_ascii=False)
            for kind, text in output.get("data", {}).items():
                if kind.endswith("json"):
                    yield place, "\n".join(_strings(text))
                elif kind == "text/html":
                    yield place, _page_text("".join(text))
                elif not kind.startswith("image/"):
                    yield place, "".join(text)


def _strings(value: Any) -> Iterator[str]:
    """Every text in a JSON value, of a drawing what can be read in it."""
    if isinstance(value, str):
        yield _MARKUP.sub(" ", value) if "<svg" in value else value
    elif isinstance(value, dict | list):
        for one in value.values() if isinstance(value, dict) else value:
            yield from _strings(one)


def _pdf_texts(path: Path) -> Iterator[tuple[str, str]]:
    with pdfium.PdfDocument(path) as pdf:
        for number, page in enumerate(pdf, start=1):
            for text in _as_read(page.get_textpage().get_text_range()):
                yield f"sida {number}", text
    with pikepdf.open(path) as pdf:
        metadata = [value for key, value in pdf.open_metadata().items() if "purl.org/dc/" in key]
        several = [" ".join(value) if not isinstance(value, str) else value for value in metadata]
        yield "metadata", " ".join([*map(str, pdf.docinfo.values()), *several])
        yield "alternativtexter", " ".join(text for item in pdf.objects for text in _said(item))


def _as_read(text: str) -> set[str]:
    """A page's text with each hyphen at a line's end as it stands, and with those words whole."""
    text = text.replace("\xad", "").replace("\r\n", "\n")
    whole = _CUT_WORD.sub("", text)
    return {text.replace(_LINE_HYPHEN, "-"), whole.replace(_LINE_HYPHEN, "-")}


def _said(item: pikepdf.Object) -> Iterator[str]:
    """What an object of a PDF says beside the page's text, itself or in what it holds."""
    if isinstance(item, pikepdf.Array):
        parts = [("", part) for part in item.as_list()]
    elif isinstance(item, (pikepdf.Dictionary, pikepdf.Stream)):
        parts = list(item.items())
    else:
        return
    for key, part in parts:
        if key in _SAID and isinstance(part, pikepdf.String):
            yield str(part)
        elif isinstance(part, pikepdf.Object) and not part.is_indirect:
            yield from _said(part)


def _page_text(page: str) -> str:
    reader = _Page()
    reader.feed(page)
    return reader.text


class _Page(HTMLParser):
    """All that a page says: its text, and the attributes that are read aloud or shown."""

    def __init__(self) -> None:
        super().__init__()
        self._parts: list[str] = []
        self._is_style = False

    @property
    def text(self) -> str:
        return " ".join(self._parts)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._is_style = tag == "style"
        self._parts += [value for name, value in attrs if value and name not in ("src", "id")]

    def handle_endtag(self, tag: str) -> None:
        self._is_style = False

    def handle_data(self, data: str) -> None:
        if not self._is_style:
            self._parts.append(data)

    def handle_comment(self, data: str) -> None:
        self._parts.append(data)
