"""The working tables of place collaboration: who does what about which problem, and how it goes.

A table that only tells how the measures of an action plan go is the plan's, not a place's.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from lobra.reading import dates, vocabulary
from lobra.reading.found import Doubt, MeasureStatus, PlaceAction
from lobra.reading.marks import VERB
from lobra.reading.minutes import actors, progress
from lobra.reading.minutes.columns import Table, distinct, kind_of, opened_by
from lobra.reading.source import Line, Source
from lobra_data.errors import quoted

_PLACE = vocabulary.recogniser("worktables.place")
_GUESSED = re.compile(vocabulary.alternatives("worktables.guessed"), re.I)
_NUMBERED = re.compile(r"(?:§\s*\d+|\w\d?[.)]|\d{1,2}(?:\.\d+|(?=\s+[A-ZÅÄÖ])))\s*(?=[^\W\d])")
_OF_PLAN = re.compile(r"(?:åtgärd\s+)?\d{1,2}\b[.):]?\s*[^\W\d]", re.I)
_NUMBERED_MEASURE = re.compile(r"(Åtgärd\s+\d{1,2}(?:\.\d+)?)\s*[:–-]\s*(\S.*)")
_LONGEST = 90  # characters of a heading
_TEXT = re.compile(r"[^\W\d_]{5}")  # no number of a page
_SPOT = re.compile(r"([A-ZÅÄÖ][^:]{2,40}):\s")  # "Torget: skadegörelse"
_GENERIC = vocabulary.pattern("worktables.generic")
_TASKS = vocabulary.pattern("assignments.titles")
_ABOUT = vocabulary.pattern("worktables.about")
_LIGHTS = frozenset(vocabulary.words("worktables.lights"))
_NOTHING = frozenset({"", "-", "–", "—", "?", "n/a", "x", "."})


@dataclass
class _Place:
    """What the headings have said so far; a guessed place is one without a word for places."""

    name: str | None = None
    kind: str | None = None
    is_guessed: bool = False
    level: int = 0  # of a heading that names both


@dataclass(frozen=True)
class Row:
    """A row of a table whose head was understood, with as many cells, and where it belongs."""

    line: Line
    table: Table
    where: _Place
    is_short: bool

    @property
    def said(self) -> dict[str, str | None]:
        """What stands in each column; None for nothing and for a dash."""
        cells = {name: self.line.cells[at].strip() for name, at in self.table.columns.items()}
        return {n: None if cell.casefold() in _NOTHING else cell for n, cell in cells.items()}

    @property
    def news(self) -> str | None:
        """What the row says of how it goes, in its words."""
        said = self.said
        return ". ".join(filter(None, [said.get("status"), said.get("note")])) or None

    @property
    def is_of_plan(self) -> bool:
        """Whether its table only tells how measures go; or who leads them, if they have numbers."""
        lead = "lead" if _OF_PLAN.match(self.said["action"] or "") else ""
        named = self.table.columns.keys() - {"note", "due", "done", lead}
        return named == {"action", "status"} and (not self.where.name or self.where.is_guessed)

    @property
    def is_of_place(self) -> bool:
        """Whether it tells how it goes under a heading that is surely a place's, also in a plan."""
        where, columns = self.where, self.table.columns.keys()
        is_named = where.name and (where.kind or not where.is_guessed)
        is_told = where.kind and {"place", "problem"} <= columns
        return bool((is_named or is_told) and "status" in columns)


def place_actions(
    source: Source,
    year: int | None,
    held: date | None = None,
    is_left_out: Callable[[Row], bool] = lambda row: False,
) -> tuple[list[PlaceAction], list[Doubt]]:
    """The rows of every working table of a document, and what is unsure about them.

    A working table has a column of measures and at least one of problems, responsibles or
    status, whatever they are called and in whatever order. `year` is the year of the meeting and
    completes dates without one; `held` is its date, which decides whether a date lies behind or
    ahead. What the table does not say stays None, a status that nobody can tell is `unknown`.
    A row that `is_left_out` is another kind of fact.
    """
    doubts: list[Doubt] = []
    rows = [row for row in _rows(source.lines, doubts) if not row.is_of_plan]
    own = [row for row in rows if not is_left_out(row)]
    found = [action for row in own if (action := _place_action(row, year, held, doubts))]
    others = [row.line.number for row in rows if not found and "status" in row.table.columns]
    reason = "Tabellen säger hur det går, men är inte läst som en arbetstabell."
    doubts += [Doubt("place_actions", reason, line) for line in others[:1]]
    doubts += actors.spellings(found)
    return found, doubts


def measure_statuses(
    source: Source, year: int | None, held: date | None = None
) -> Iterator[MeasureStatus]:
    """What a document says became of a plan's measures, in tables and as "Åtgärd 2: Klart"."""
    for row in _rows(source.lines, []):
        said, action = row.said, row.said["action"]
        if row.is_of_plan and action and row.news:
            news = progress.read(said["status"], action, said.get("due"), year, held)
            yield MeasureStatus(action, news.status, row.news, row.line.number)
    for line in source.lines:
        if not line.cells and (match := _NUMBERED_MEASURE.match(line.text)):
            news = progress.read(match[2], None, None, year, held)
            if news.status != "unknown":
                yield MeasureStatus(match[1], news.status, match[2], line.number)


def _rows(lines: tuple[Line, ...], doubts: list[Doubt]) -> list[Row]:
    """Every row under a head that was understood."""
    out: list[Row] = []
    where = _Place()
    table: Table | None = None
    is_cut = False  # text stands between the head and here
    skip = -1  # the second half of a head

    def doubt(reason: str, line: Line) -> None:
        doubts.append(Doubt("place_actions", reason, line.number))

    for at, line in enumerate(lines):
        if at == skip:
            continue
        cells = distinct(line.cells)
        filled = [cell for cell in cells if re.search(r"[^\W\d_]", cell)]
        text = filled[0] if filled else line.text
        has_row = bool(out and table and out[-1].table.columns is table.columns)
        is_about = _place(text) or (kind_of(text) and _ABOUT.search(text))
        is_row = len(cells) > 1 and (len(filled) > 1 or (has_row and not is_about))
        if not is_row:
            is_heading = _heading(replace(line, text=text), where)
            is_cut = is_cut or not (is_heading or line.cells or not _TEXT.search(text))
            continue
        head, is_double = opened_by(line, lines[at + 1] if at + 1 < len(lines) else None, doubts)
        if head:
            table, is_cut, skip = head, False, at + 1 if is_double else -1
            continue
        if not table or is_cut or (line.table != table.table and len(cells) != table.width):
            table = None
            continue
        if line.table != table.table:
            doubt("Tabellen saknar rubrikrad; kolumnerna är tagna från tabellen ovanför.", line)
            table = replace(table, table=line.table, kind=where.kind or table.kind)
        told = f"Raden har {len(cells)} celler, rubriken {table.width}"
        if len(cells) * 2 < table.width:
            doubt(f"{told}; den är inte läst.", line)
            continue
        is_short = len(cells) < table.width
        if is_short or any(cells[table.width :]):
            doubt(f"{told}: kontrollera kolumnerna.", line)
        row = (*cells, *[""] * (table.width - len(cells)))[: table.width]
        out.append(Row(replace(line, cells=row), table, replace(where), is_short))
    return out


def _place(text: str) -> tuple[str, bool] | None:
    """The place that a heading names, and whether without a word for places.

    >>> _place("Platssamverkan Torget – problem"), _place("Torget – problem, åtgärder")
    (('Torget', False), ('Torget', True))
    """
    sure, guessed = (way.match(text[:_LONGEST]) for way in (_PLACE, _GUESSED))
    name = sure["name"] if sure else guessed and guessed[guessed.lastgroup or 0]
    return (name, not sure) if name and not _GENERIC.search(name) else None


def _heading(line: Line, where: _Place) -> bool:
    """Takes place and kind out of a heading; says whether the line was one of the tables' own."""
    text = line.text.strip().strip("*_# ")
    is_marked = bool(line.heading or line.is_bold or line.cells)
    if len(text) > _LONGEST or (text.endswith(".") and not is_marked) or line.is_bullet:
        return False
    number = _NUMBERED.match(text)
    rest = text[number.end() :] if number else text
    kind = kind_of(rest)
    if (place := _place(rest)) and (is_marked or not VERB.search(rest)):
        (where.name, where.is_guessed), where.kind = place, kind
        where.level = line.heading if kind else 0
    elif kind and (is_marked or len(rest.split()) <= 6):
        if 0 < line.heading <= where.level:
            where.name = None  # of the same rank
        where.kind = kind
    elif number or _TASKS.fullmatch(rest):
        where.name = where.kind = None
        return bool(line.heading)
    elif is_marked and len(rest.split()) <= 5 and not _GENERIC.search(rest) and rest[:1].isupper():
        if where.name is None or where.is_guessed:
            where.name, where.kind, where.is_guessed = rest, None, True
    else:
        return bool(line.heading)
    return True


def _place_action(
    row: Row, year: int | None, held: date | None, doubts: list[Doubt]
) -> PlaceAction | None:
    """One row as an action, its words kept and its status and dates understood.

    None for a row that only has a problem and a place: nothing is done about it yet.
    """
    line, table, where, said = row.line.number, row.table, row.where, row.said

    def doubt(what: str, reason: str, is_of_table: bool = False) -> None:
        if not (is_of_table and reason in table.told):
            doubts.append(Doubt(f"place_actions.{what}", reason, line))
        table.told.add(reason)

    if not any(text for name, text in said.items() if name not in ("problem", "place")):
        doubt("action", "Raden har ingen åtgärd och är inte läst.")
        table.place = said.get("place") or table.place
        return None
    others = [said.get(name) or "" for name in ("participants", "lead")]
    if row.is_short and any(progress.status_of(one)[0] != "unknown" for one in others):
        doubt("lead", "Cellerna kan ha förskjutits; deltagare och ansvarig är lämnade tomma.")
        said["participants"] = said["lead"] = None
    kind = kind_of(said.get("kind") or "") or where.kind or table.kind
    if where.kind and table.kind and where.kind != table.kind:
        doubt("kind", "Rubriken och kolumnen säger olika om problem och utveckling.", True)
    if kind is None:
        doubt("kind", "Det framgår inte om raden gäller ett problem eller utveckling.", True)
    place, spot = _placed(row, doubt)
    if not said["action"]:
        doubt("action", "Raden har ingen åtgärd.")
    shown = said.get("status") or ""
    light = shown.casefold().strip(" .") in _LIGHTS
    told = said.get("note") if light or not shown else shown
    news = progress.read(told, said["action"], said.get("due"), year, held)
    if light and news.status == "unknown":
        doubt("status", f"Färgen {quoted(shown)} säger inte hur långt det har kommit.")
    for reason in news.doubts:
        doubt("status", reason)
    ended = [day.date for day in dates.find_dates(said.get("done") or "", year) if day.date][:1]
    ahead = [day for day in ended if held and day > held]  # by when it is to be done
    return PlaceAction(
        place=place,
        kind=kind or "problem",
        problem=": ".join(filter(None, [spot, said.get("spot"), said.get("problem")])) or None,
        action=said["action"],
        participants=said.get("participants"),
        lead=actors.lead(said.get("lead")),
        status=news.status,
        status_text=row.news,
        due_on=ahead[0].isoformat() if ahead else news.due_on,
        done_on=ended[0].isoformat() if ended and not ahead else news.done_on,
        line=line,
    )


def _placed(row: Row, doubt: Callable[[str, str, bool], None]) -> tuple[str | None, str | None]:
    """The place of a row, and the spot there; the heading's place goes before the row's own."""
    where, table, said = row.where, row.table, row.said
    own = table.place = said.get("place") or table.place
    if own and not said.get("place"):
        reason = f"Platsen saknas på raden och är tagen från raden ovanför: {quoted(own)}."
        doubt("place", reason, False)
    if not (own or where.name) and (found := _SPOT.match(said.get("problem") or "")):
        doubt("place", "Platsen är tagen ur problemets ord.", True)
        return found[1], None
    if not where.name or (own and where.is_guessed and not where.kind):
        if own:
            told = f"rubriken över tabellen säger {quoted(where.name)}" if where.name else ""
            told = told or "ingen rubrik säger var"
            doubt("place", f"Platsen är radens egen; {told}.", True)
        return own, None
    if own or where.is_guessed:
        doubt("place", f"Platsen är tagen från rubriken {quoted(where.name)}.", True)
    return where.name, own
