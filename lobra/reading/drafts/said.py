"""Draft rows of what a meeting said: statements, decisions, working tables, counts, follow-ups."""

from __future__ import annotations

import re
from collections import Counter
from types import SimpleNamespace

from lobra.reading import vocabulary
from lobra.reading.drafts import matching, registers, themes
from lobra.reading.drafts.drafting import Row
from lobra.reading.drafts.minutes import Minutes
from lobra.reading.drafts.registers import Match
from lobra.reading.found import Assignment, Decision, Statement
from lobra.reading.minutes import progress
from lobra_data import schema
from lobra_data.ids import slug
from lobra_data.words import sentences

_FORMAL = vocabulary.pattern("statements.formal")
_LABEL = re.compile(rf"^\W*{vocabulary.any_of('statements.labels')}\s*:", re.I)
_PLACE_FORUM = re.compile(r"platssamverkan\s*", re.I)
_Spoken = Decision | Assignment | Statement


class Said:
    """Adds what was said at a meeting, under the items that it was said under."""

    def __init__(self, minutes: Minutes) -> None:
        self.minutes, self.reading, self.out = minutes, minutes.reading, minutes.out
        self.sources: dict[tuple[str, int], Row] = {}
        """The list of the reading and the place there → the row that a follow-up can point at."""

    def draft(self) -> None:
        """All of it, follow-ups last: they point at the rest."""
        self._outcomes()
        self._statements()
        self._place_actions()
        self._counted()
        self._conflicts()
        self._measure_statuses()
        self._follow_ups()

    def _under(self, table: str, key: str, one: _Spoken, **values: object) -> str:
        """Adds a row of what was said under an item; without an item there is none."""
        if item := self.minutes.item(one.line, one.item):
            return self.minutes.add(table, key, one, item_id=item, **values)
        self.out.leave_out(table, "texten står inte under någon punkt", one.line)
        return ""

    def _outcomes(self) -> None:
        for one in self.reading.decisions:
            if not _FORMAL.search(one.text):
                self._under("decisions", "b{}", one)
        for asked in self.reading.assignments:
            who = self._asked(asked.assigned_to)
            self._under("assignments", "u{}", asked, organisation_id=who)
        for coming in self.reading.planned_meetings:
            key = f"utlyst-{coming.planned_on}"
            self.minutes.add("planned_meetings", key, coming, forum_id=self.minutes.forum)

    def _asked(self, to: str | None) -> str:
        """The organisation of who is asked: by its name, or by who on the list has the role."""
        if found := self.minutes.organisations.match(to).id:
            return found
        same = {
            row["organisation_id"]
            for row in self.out.rows["attendance"]
            if re.fullmatch(
                rf"{re.escape(registers.fold(row['role']))}(?:e?n|e?t|a)?", registers.fold(to or "")
            )
        }
        return same.pop() if len(same) == 1 else ""

    def _statements(self) -> None:
        places = self._places()
        for n, one in enumerate(self.reading.statements):
            said = [s for s in sentences(one.text, at_every_stop=True) if s.strip()]
            is_formality = _LABEL.match(one.text) or all(map(_FORMAL.search, said))
            if one.line in self.reading.outcome_lines or is_formality:
                continue
            named = {p for p in places if re.search(rf"(?<!\w){re.escape(p)}s?(?!\w)", one.text)}
            self._statement(("statements", n), one, named.pop() if len(named) == 1 else "")

    def _statement(self, source: tuple[str, int], one: Statement, place: str = "") -> None:
        theme, kind = themes.proposed("theme", one.text), themes.proposed("kind", one.text)
        if theme == "other":
            theme = themes.proposed("theme", one.heading or "")
        above = [item.title or "" for item, _ in self.minutes.items if item.line <= one.line]
        if kind == "work" and "lägesbild" in "".join(above[-1:]).casefold():
            kind = "situation"
        if self._under("statements", "s{:03}", one, kind=kind, theme=theme, place=place):
            self.sources[source] = self.out.rows["statements"][-1]

    def _places(self) -> set[str]:
        """The places that the records and the working tables know; not the whole area."""
        tables = self.out.tables
        found = {row["place"] for name in ("statements", "observations") for row in tables[name]}
        found |= {row["name"] for row in tables["priorities"] if row["kind"] == "area"}
        found |= {row["name"] for row in tables["forums"] if row["kind"] == "place"}
        found |= {one.place or "" for one in self.reading.place_actions}
        parts = {part.strip() for one in found for part in _PLACE_FORUM.sub("", one).split("/")}
        whole = {row[name] for row in tables["councils"] for name in ("name", "district")}
        return {part for part in parts - whole if len(part) > 2}

    def _place_actions(self) -> None:
        numbers: Counter[tuple[str, str]] = Counter()
        for n, one in enumerate(self.reading.place_actions):
            forum = self._forum(one.place, one.line) if one.action else self.minutes.forum
            key = self.minutes.add(
                "place_actions",
                "plats-{:02}",
                one,
                item_id=self.minutes.item(one.line),
                forum_id=forum,
                number=numbers[forum, one.kind] + 1,
                lead_organisation_id=self.minutes.organisations.match(self.out.plain(one.lead)).id,
                done_on=one.done_on if one.status == "done" else None,
            )
            if key:
                numbers[forum, one.kind] += 1
                self.sources["place_actions", n] = self.out.rows["place_actions"][-1]

    def _forum(self, place: str | None, line: int) -> str:
        """The forum of a place; the council itself, with a doubt, where no place is named."""
        if not place:
            reason = "Tabellen anger ingen plats; raden läggs på rådet självt."
            self.out.doubt("place_actions.place", reason, line)
            return self.minutes.forum
        known = registers.Register()
        for row in (*self.out.tables["forums"], *self.out.rows["forums"]):
            for name in (row["name"], _PLACE_FORUM.sub("", row["name"])):
                if row["kind"] == "place":
                    known.add(name, row["forum_id"])
        fix = "Ett nytt forum föreslås; byt om det är samma."
        if found := self.out.match(known, "forums", place, line, fix).id:
            return found
        titles = (one.title or "" for one, _ in self.minutes.items)
        return self.out.add(
            "forums",
            f"{self.out.prefix}-f-{slug(place)}",
            line=line,
            name=next((title for title in titles if title.endswith(f" {place}")), place),
            parent_id=self.minutes.forum,
            kind="place",
        )

    def _counted(self) -> None:
        for one in self.reading.observations:
            item, persons = self.minutes.item(one.line), themes.counts_persons(one.unit or "")
            about = {"item_id": item, "counts_persons": "yes" if persons else "no"}
            self.minutes.add("observations", "tal-{:02}", one, **about)

    def _conflicts(self) -> None:
        for one in self.reading.conflicts:
            first, second = map(str, [*one.values, "", ""][:2])
            line_a, line_b = [*one.lines, *one.lines[-1:], 1, 1][:2]
            if second and first != second:
                said = SimpleNamespace(
                    about=one.about, value_a=first, value_b=second, line_a=line_a, line_b=line_b
                )
                self.minutes.add("conflicts", "motsagelse-{}", said, line=line_a)

    def _measure_statuses(self) -> None:
        """What a table says of measures stands as statements, unless its line does already."""
        titles = matching.by_title(self.out.subjects)
        for n, one in enumerate(self.reading.measure_statuses):
            there = (row for row in self.sources.values() if row["line"] == str(one.line))
            source = ("measure_statuses", n)
            if row := next(there, None):
                self.sources[source] = row
            else:
                text = one.text if one.title in one.text else f"{one.title}: {one.text}"
                self._statement(source, Statement(None, None, text, one.line))
            fix = "Lägg till uppföljningen för hand."
            if not titles.names:
                reason = "Det står hur åtgärder går, men ingen åtgärdsplan är införd för den tiden."
                self.out.doubt("follow_ups", reason, None)
            elif self.out.match(titles, "follow_ups", one.title, one.line, fix) == Match():
                reason = f'"{one.title}" är inte namnet på någon åtgärd i planen.'
                self.out.doubt("follow_ups", reason, one.line)

    def _follow_ups(self) -> None:
        """One row a proposal; an activity and its measure are one."""
        measure_of = {one.key: one.above for one in self.out.subjects if one.above}
        proposals = matching.follow_ups(self.reading, self.out.subjects)
        told = {(p.source, p.index, measure_of.get(p.key)) for p in proposals}
        found = {}
        for one in proposals:
            row = self.sources.get((one.source, one.index))
            if row and (one.source, one.index, one.key) not in told:
                # What a table says of a measure goes before what its words make likely.
                found[id(row), one.key] = (one, row)
        for one, row in found.values():
            source = "statement_id" if "statement_id" in row else "place_action_id"
            target = {schema.load()[one.table].key: one.key}
            listed = ", ".join(f'"{word}"' for word in one.words)
            self.minutes.add(
                "follow_ups",
                "uppf-{:02}",
                one,
                **{source: row[source], "measure_id": measure_of.get(one.key)} | target,
                status=self._status(one, row),
                basis="stated" if one.is_stated else "inferred",
                note=self.out.plain(f"{matching.PROPOSED} {listed}."),
                is_sensitive=row["is_sensitive"],
            )

    def _status(self, one: matching.Proposal, row: Row) -> str:
        """The status that is stated of what is followed up: a part done is not the whole done."""
        if one.source == "measure_statuses":
            return self.reading.measure_statuses[one.index].status or "unknown"
        status = row.get("status") or ""
        if not status:
            status, disagreeing = progress.status_of(row["text"])
            status = "unknown" if disagreeing else status
        is_part = one.table in ("measures", "activities")
        return "ongoing" if status == "done" and is_part else status
