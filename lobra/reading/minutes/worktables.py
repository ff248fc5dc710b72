"""The working tables of place collaboration: who does what about which problem, and how it goes."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date

from rapidfuzz import fuzz

from lobra.reading import dates, vocabulary
from lobra.reading.found import Doubt, PlaceAction
from lobra.reading.minutes import actors, progress
from lobra.reading.minutes.columns import Table, distinct, kind_of, opened_by
from lobra.reading.source import Line, Source
from lobra.reading.vocabulary import any_of
from lobra_data.errors import quoted

PLACE = re.compile(
    rf"{any_of('worktables.before_place')}\s*(?:(?:för|i|vid|kring|på)\s|[:–-])?\s*(\S.*)", re.I
)
LABELLED_PLACE = re.compile(r"(?:plats|område|stadsdel)\s*:\s*(\S.*)", re.I)
INSIDE_PLACE = frozenset(vocabulary.words("worktables.inside_place"))
NUMBERED = re.compile(r"(?:§\s*\d+|\d{1,2}(?:[.)]|\.\d+))\s*(?=[^\W\d])")
OF_PLAN = re.compile(r"(?:åtgärd\s+)?\d{1,2}\b[.):]?\s*[^\W\d]", re.I)
FURNITURE = re.compile(r"(?:sid(?:a|an)?\.?\s*)?\d+(?:\s*(?:\(\d+\)|/\s*\d+|av \d+))?", re.I)
GENERIC = vocabulary.pattern("worktables.generic")
ABOUT = vocabulary.pattern("worktables.about")
LIGHTS = frozenset(vocabulary.words("worktables.lights"))
LONGEST_ROW = 4000  # characters; nothing is joined to a longer row
NOTHING = frozenset({"", "-", "–", "—", "?", "n/a", "x", "."})


@dataclass
class Place:
    """What the headings have said so far; a guessed place is one without a word for places."""

    name: str | None = None
    kind: str | None = None
    is_guessed: bool = False


@dataclass(frozen=True)
class Row:
    """A row of a table whose head was understood, with as many cells, and where it belongs."""

    line: Line
    table: Table
    where: Place

    @property
    def said(self) -> dict[str, str | None]:
        """What stands in each column; None for nothing and for a dash."""
        cells = {name: self.line.cells[at].strip() for name, at in self.table.columns.items()}
        return {n: None if cell.casefold() in NOTHING else cell for n, cell in cells.items()}

    @property
    def is_of_plan(self) -> bool:
        """Whether its table only tells how measures go: then they are a plan's, not a place's.

        Where it also tells who leads them, they are a plan's if they have numbers.
        """
        named = set(self.table.columns) - {"note", "due", "done"}
        is_plain = named == {"action", "status"}
        is_numbered = bool(OF_PLAN.match(self.said.get("action") or ""))
        is_plain = is_plain or (named == {"action", "status", "lead"} and is_numbered)
        return is_plain and (not self.where.name or self.where.is_guessed)


def place_actions(
    source: Source, year: int | None, held: date | None = None
) -> tuple[list[PlaceAction], list[Doubt]]:
    """The rows of every working table of a document, and what is unsure about them.

    A working table has a column of measures and at least one of problems, responsibles or
    status, whatever they are called and in whatever order. `year` is the year of the meeting and
    completes dates without one; `held` is its date, which decides whether a date lies behind or
    ahead. What the table does not say stays None, a status that nobody can tell is `unknown`.
    """
    doubts: list[Doubt] = []
    rows = [row for row in table_rows(source.lines, doubts) if not row.is_of_plan]
    found = [action for row in rows if (action := _place_action(row, year, held, doubts))]
    doubts += actors.spellings(found)
    return found, doubts


def table_rows(lines: tuple[Line, ...], doubts: list[Doubt]) -> list[Row]:
    """Every row under a head that was understood; one that a page break cut is whole again."""
    out: list[Row] = []
    where, table = Place(), None
    is_cut = False  # text stands between the head and here
    skip = -1  # the second half of a head
    for at, line in enumerate(lines):
        if at == skip:
            continue
        cells = distinct(line.cells)
        if len(cells) == 2 and re.fullmatch(r"[\d\s.§]+", cells[0]):
            cells = cells[1:]  # a numbered heading in columns
        filled = [cell for cell in cells if cell]
        text = filled[0] if filled else line.text
        has_row = bool(table and out and out[-1].table.columns is table.columns)
        if len(cells) < 2 or (len(filled) < 2 and (not has_row or _is_about(text))):
            if not FURNITURE.fullmatch(text.strip()):
                is_heading = _heading(replace(line, text=text), where)
                is_cut = is_cut or not (is_heading or line.cells)
            continue
        head, is_double = opened_by(line, lines[at + 1] if at + 1 < len(lines) else None, doubts)
        if head:
            table, is_cut, skip = head, False, at + 1 if is_double else -1
            continue
        if table and (is_cut or (line.table != table.table and len(cells) != table.width)):
            table = None
        if table and line.table != table.table:
            reason = "Tabellen saknar rubrikrad; kolumnerna är tagna från tabellen ovanför."
            doubts.append(Doubt("place_actions", reason, line.number))
            table = replace(table, table=line.table, kind=where.kind or table.kind)
        if not table or not _fits(cells, line, table, doubts):
            continue
        row = replace(line, cells=(*cells, *[""] * (table.width - len(cells)))[: table.width])
        if has_row and _continues(row, out[-1].line, table):
            above = out[-1].line
            joined = tuple(f"{a} {b}".strip() for a, b in zip(above.cells, row.cells, strict=True))
            out[-1] = replace(out[-1], line=replace(above, cells=joined))
            reason = "Raden ser ut att fortsätta raden ovanför och har fogats till den."
            doubts.append(Doubt("place_actions", reason, line.number))
        else:
            out.append(Row(row, table, replace(where)))
    return out


def _heading(line: Line, where: Place) -> bool:
    """Takes place and kind out of a heading; says whether the line was one of the tables' own."""
    text = line.text.strip().strip("*_# ")
    is_marked = bool(line.heading or line.is_bold)
    if len(text) > 90 or (text.endswith(".") and not is_marked) or line.is_bullet:
        return False
    number = NUMBERED.match(text)
    rest = text[number.end() :] if number else text
    place = PLACE.match(rest) or LABELLED_PLACE.match(rest) or _misspelt_place(rest)
    if place and (is_marked or _is_name(place[1])):
        name = re.split(r"\s*(?:[–:,(]\s*)?\b(?=(?:problem|utveckling|åtgärd|forts)\w*)", place[1],
                        flags=re.I)[0].strip(" –-:(")  # fmt: skip
        if name:
            where.name, where.kind, where.is_guessed = name, kind_of(rest[place.start(1) :]), False
            return True
    kind = kind_of(rest)
    is_about = re.match(r"problem|utveckling", rest, re.I) or ABOUT.search(rest)
    if kind and is_about and (is_marked or len(rest.split()) <= 6):
        where.kind = kind
        return True
    if number:
        where.name = where.kind = None
    elif is_marked and len(rest.split()) <= 5 and not GENERIC.search(rest) and rest[:1].isupper():
        if where.name is None or where.is_guessed:
            where.name, where.kind, where.is_guessed = rest, None, True
        return True
    return bool(line.heading)


def _is_about(text: str) -> bool:
    """Whether a row with one text in it is a heading inside the table."""
    return bool(PLACE.match(text) or (kind_of(text) and ABOUT.search(text)))


def _misspelt_place(text: str) -> re.Match[str] | None:
    first, _, rest = text.partition(" ")
    is_near = len(first) > 9 and fuzz.ratio(first.casefold(), "platssamverkan") >= 88
    return re.match(rf"{re.escape(first)}\s+(\S.*)", text) if is_near and rest else None


def _is_name(text: str) -> bool:
    """Whether every word could belong to the name of a place, so that it's no sentence."""
    words = re.findall(r"[^\s/–-]+", text)
    is_tail = [w[:1].isupper() or w[:1].isdigit() or w.casefold() in INSIDE_PLACE for w in words]
    cut = next((k for k, w in enumerate(words) if GENERIC.search(w)), len(words))
    return bool(words) and len(words) <= 9 and words[0][:1].isupper() and all(is_tail[:cut])


def _fits(cells: tuple[str, ...], line: Line, table: Table, doubts: list[Doubt]) -> bool:
    """Whether a row can be read by the table's columns; says when it has too few or too many."""
    extra = len([cell for cell in cells[table.width :] if cell])
    if len(cells) * 2 < table.width:
        reason = f"Raden har {len(cells)} celler men rubriken {table.width}; den är inte läst."
        doubts.append(Doubt("place_actions", reason, line.number))
        return False
    if len(cells) < table.width or extra:
        table.short.add(line.number)
        reason = f"Raden har {len(cells)} celler, rubriken {table.width}: kontrollera kolumnerna."
        doubts.append(Doubt("place_actions", reason, line.number))
    return True


def _continues(row: Line, above: Line, table: Table) -> bool:
    """Whether a row is the rest of the one above, cut by a page break."""
    columns = table.columns
    if sum(map(len, above.cells)) > LONGEST_ROW:
        return False
    if not any(row.cells[columns[name]] for name in ("problem", "action") if name in columns):
        return True
    filled = [(a, b) for a, b in zip(above.cells, row.cells, strict=True) if b]
    return len(filled) < len(row.cells) and all(
        a and a[-1] not in ".!?" and b[0].islower() for a, b in filled
    )


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

    if not {name for name, text in said.items() if text} - {"problem", "place"}:
        doubt("action", "Raden har ingen åtgärd och är inte läst.")
        return None
    others = [said.get(name) or "" for name in ("participants", "lead")]
    if line in table.short and any(progress.status_of(one)[0] != "unknown" for one in others):
        doubt("lead", "Cellerna kan ha förskjutits; deltagare och ansvarig är lämnade tomma.")
        said["participants"] = said["lead"] = None
    kind = kind_of(said.get("kind") or "") or where.kind or table.kind
    if where.kind and table.kind and where.kind != table.kind:
        reason = "Rubriken ovanför och första kolumnen säger olika om problem och utveckling."
        doubt("kind", reason, is_of_table=True)
    if kind is None:
        reason = "Det framgår inte om raden gäller ett problem eller utveckling."
        doubt("kind", reason, is_of_table=True)
    place = said.get("place") or (table.place if "place" in table.columns else None)
    if place and not said.get("place"):
        doubt("place", f"Platsen saknas på raden och är tagen från raden ovanför: {quoted(place)}.")
    elif not place and where.name and where.is_guessed:
        doubt("place", f"Platsen är tagen från rubriken {quoted(where.name)}.", is_of_table=True)
    table.place = said.get("place") or table.place
    if not said["action"]:
        doubt("action", "Raden har ingen åtgärd.")
    shown = said.get("status") or ""
    light = shown.casefold().strip(" .") in LIGHTS
    told = said.get("note") if light or not shown else shown
    news = progress.read(told, said["action"], said.get("due"), year, held)
    if light and news.status == "unknown":
        doubt("status", f"Färgen {quoted(shown)} säger inte hur långt det har kommit.")
    ended = [day.date for day in dates.find_dates(said.get("done") or "", year) if day.date]
    for reason in news.doubts:
        doubt("status", reason)
    return PlaceAction(
        place=place or where.name,
        kind=kind or "problem",
        problem=": ".join(filter(None, [said.get("spot"), said.get("problem")])) or None,
        action=said["action"],
        participants=said.get("participants"),
        lead=actors.lead(said.get("lead")),
        status=news.status,
        status_text=". ".join(filter(None, [said.get("status"), said.get("note")])) or None,
        due_on=news.due_on,
        done_on=ended[0].isoformat() if ended else news.done_on,
        line=line,
    )
