"""What a report is built of: frozen data that knows its title, its rows and where they come from.

A notebook cell returns a block. The cell's output carries it as JSON, each exporter draws it from
that, and its tables become the CSV files. Nothing here knows how anything looks.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields
from typing import Any

MIME = "application/vnd.lobra+json"
SOURCE = "Källa"
"""The heading of the last column of every CSV file: where a row comes from."""
UNKNOWN = "okänt"
STATUS_SYMBOLS = {
    "done": "✓",
    "ongoing": "◉",
    "planned": "○",
    "not_started": "□",
    "cancelled": "✗",
    "unknown": "?",
}


@dataclass(frozen=True)
class Source:
    """Where something is stated: a document by its title, the numbered item, the lines.

    What no document states has its ground as `document`: RECORDS, or who decided it and when.

    >>> str(Source("Protokoll 17 september 2021", "1", (46, 48)))
    'Protokoll 17 september 2021, punkt 1, rad 46, 48'
    """

    document: str
    item: str = ""
    lines: tuple[int, ...] = ()

    def __str__(self) -> str:
        return ", ".join(part for part in (self.document, self.place) if part)

    @property
    def place(self) -> str:
        """The place inside the document: "punkt 1, rad 46"; empty for the whole of it."""
        item = f"punkt {self.item}" if self.item else ""
        lines = f"rad {', '.join(map(str, self.lines))}" if self.lines else ""
        return ", ".join(part for part in (item, lines) if part)


Sources = tuple[Source, ...]

RECORDS: Sources = (Source("registren"),)
"""The ground of a statement about the records as a whole: nothing that a reader can look up."""


def cited(sources: Iterable[Source]) -> str:
    """The sources as a reader sees them, one after the other."""
    return "; ".join(map(str, sources))


class Status(str):
    """A status as a reader sees it: symbol and Swedish word. `code` is the record's value."""

    code: str

    def __new__(cls, code: str, word: str) -> Status:
        status = super().__new__(cls, f"{STATUS_SYMBOLS[code]} {word}")
        status.code = code
        return status

    @property
    def word(self) -> str:
        return self.partition(" ")[2]

    def __reduce__(self) -> tuple[type[Status], tuple[str, str]]:  # for copy and pickle
        return Status, (self.code, self.word)


@dataclass(frozen=True)
class Column:
    """A table's column: heading, and its share of the width against the other columns."""

    label: str
    share: float = 1
    is_number: bool = False


def _counted(n: int) -> str:
    """A number as the report writes them: 9999, 10 000."""
    return f"{n:,}".replace(",", "\u00a0") if abs(n) >= 10_000 else str(n)


@dataclass(frozen=True)
class KeyFigure:
    """A number that sums up the year. None means that the documents don't say, never zero.

    `of` is the whole that it is a part of; `before` is last year's value, in words.
    """

    name: str
    value: int | None
    label: str
    note: str
    source: Sources
    of: int | None = None
    before: str = ""

    @property
    def shown(self) -> str:
        """The number as a reader sees it: "6", "6 av 20"."""
        if self.value is None:
            return UNKNOWN
        whole = "" if self.of is None else f" av {_counted(self.of)}"
        return f"{_counted(self.value)}{whole}"


@dataclass(frozen=True)
class Statement:
    """One thing that is said, and where."""

    text: str
    source: Sources = ()


@dataclass(frozen=True, kw_only=True)
class Block:
    """Base of all blocks; `name` is unique in a report and names the block's CSV file."""

    name: str
    title: str = ""
    source: Sources = ()
    is_claim: bool = True
    """False for what the report says of itself, which no document can vouch for."""

    def tables(self) -> Iterator[Table]:
        """The data behind the block, as its CSV files hold them; none for a block of prose."""
        return iter(())

    def _table(self, **held: Any) -> Table:
        """A table with the block's own name, title and source."""
        own = {one: getattr(self, one) for one in ("name", "title", "source", "is_claim")}
        return Table(**own | held)

    def _repr_mimebundle_(self, **_: object) -> dict[str, Any]:  # IPython's protocol
        return {MIME: to_json(self), "text/plain": self.title or self.name}


@dataclass(frozen=True, kw_only=True)
class Title(Block):
    """The title page. `document` is for the manifest and the running lines; `facts` are shown.

    Its `kind` says which document it is; its `companion`, if it has one, has the `title` of the
    other of the two and the `stem` of that one's files. `logo` is the council's, in base64, and
    `logo_alt` says what it shows.
    """

    document: Mapping[str, Any]
    facts: Sequence[tuple[str, str]]
    logo: str = field(default="", repr=False)
    logo_alt: str = ""


@dataclass(frozen=True, kw_only=True)
class KeyFigures(Block):
    """The year's numbers; those whose names are in `tiles` are shown large, in that order."""

    figures: Sequence[KeyFigure]
    tiles: Sequence[str]

    @property
    def shown(self) -> list[KeyFigure]:
        by_name = {figure.name: figure for figure in self.figures}
        return [by_name[name] for name in self.tiles]

    def tables(self) -> Iterator[Table]:
        columns = [Column(label) for label in ("Namn", "Värde", "Nyckeltal", "Förklaring")]
        rows = [[f.name, f.shown, f.label, f.note] for f in self.figures]
        yield self._table(columns=columns, rows=rows, sources=[f.source for f in self.figures])


@dataclass(frozen=True, kw_only=True)
class Text(Block):
    """A paragraph, with its source if it states a fact."""

    text: str


@dataclass(frozen=True, kw_only=True)
class OwnWords(Block):
    """What the council itself says, apart from what the records say.

    `text` is markdown, and a picture in it is one of `pictures`: the name of its file → its PNG or
    JPEG in base64. `by` is the role that stands for the words, `on` the day in words.
    """

    text: str
    by: str
    on: str
    pictures: Mapping[str, str] = field(default_factory=dict, repr=False)
    is_claim: bool = False


@dataclass(frozen=True, kw_only=True)
class Facts(Block):
    """Labels, each with its text right behind it, such as a measure's sheet."""

    items: Sequence[tuple[str, str]]

    def tables(self) -> Iterator[Table]:
        yield self._table(columns=[Column("Fält"), Column("Innehåll")], rows=self.items)


@dataclass(frozen=True, kw_only=True)
class Missing(Block):
    """Says what the documents don't say. A section without data shows this, never nothing."""

    text: str


@dataclass(frozen=True, kw_only=True)
class Nothing(Block):
    """Shows nothing, where the block before it in the section has said what is missing."""


@dataclass(frozen=True, kw_only=True)
class Statements(Block):
    """A list of what the documents say, each with its source."""

    items: Sequence[Statement]

    def tables(self) -> Iterator[Table]:
        rows, sources = [[item.text] for item in self.items], [item.source for item in self.items]
        yield self._table(columns=[Column("Uppgift")], rows=rows, sources=sources)


@dataclass(frozen=True, kw_only=True)
class Table(Block):
    """Rows of text; the first column heads each row.

    `sources` are the rows' own, one for each; without them all rows come from `source`.
    """

    columns: Sequence[Column]
    rows: Sequence[Sequence[str]]
    sources: Sequence[Sources] = ()

    def tables(self) -> Iterator[Table]:
        yield self

    def sourced(self) -> Iterator[tuple[Sequence[str], Sources]]:
        """Each row with where it comes from."""
        for n, row in enumerate(self.rows):
            yield row, (self.sources[n] if self.sources else ()) or self.source

    def csv(self) -> str:
        """The cells, each row with its whole source in the last column."""
        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow([*(column.label for column in self.columns), SOURCE])
        writer.writerows([*row, cited(source)] for row, source in self.sourced())
        return out.getvalue()


@dataclass(frozen=True, kw_only=True)
class Chart(Block):
    """A drawing with the text that stands in for it and the table that it was drawn from."""

    svg: str = field(repr=False)
    alt: str
    table: Table

    def tables(self) -> Iterator[Table]:
        """Under the chart's name; rows without a source of their own have the chart's."""
        own = ("columns", "rows", "sources")
        source = self.table.source or self.source
        yield self._table(source=source, **{one: getattr(self.table, one) for one in own})


@dataclass(frozen=True, kw_only=True)
class Group(Block):
    """Several blocks from one call, each under a heading of the third level (or none)."""

    parts: Sequence[tuple[str, Block]]

    def tables(self) -> Iterator[Table]:
        for _, part in self.parts:
            yield from part.tables()


_KINDS = {
    kind.__name__: kind
    for kind in (
        Chart,
        Column,
        Facts,
        Group,
        KeyFigure,
        KeyFigures,
        Missing,
        Nothing,
        OwnWords,
        Source,
        Statement,
        Statements,
        Table,
        Text,
        Title,
    )
}


def to_json(value: Any) -> Any:
    """A block, or anything in one, as plain JSON; a value that is the default is left out."""
    match value:
        case Status():
            return {"kind": "Status", "code": value.code, "word": value.word}
        case str() | int() | float() | None:
            return value
        case Mapping():
            return {"kind": "dict", "items": {key: to_json(one) for key, one in value.items()}}
        case Sequence():
            return [to_json(one) for one in value]
    held = {one.name: getattr(value, one.name) for one in fields(value)}
    kept = {one.name for one in fields(value) if held[one.name] != one.default}
    return {"kind": type(value).__name__} | {
        name: to_json(held[name]) for name in held if name in kept
    }


def from_json(value: Any) -> Any:
    """What `to_json` was given, lists as tuples; ValueError when it is nothing of ours."""
    if isinstance(value, list):
        return tuple([one if isinstance(one, str) else from_json(one) for one in value])
    if not isinstance(value, dict):
        return value
    kind = value.get("kind")
    try:
        if kind == "dict":
            return {key: from_json(one) for key, one in value["items"].items()}
        made = Status if kind == "Status" else _KINDS[value["kind"]]
        return made(**{key: from_json(one) for key, one in value.items() if key != "kind"})
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"ingen del av en rapport: {kind}") from error
