"""Draft rows of what a meeting said: statements, decisions, working tables, counts, follow-ups."""

from __future__ import annotations

import re
from collections.abc import Sequence
from types import SimpleNamespace

from lobra.reading import vocabulary
from lobra.reading.drafts import matching, themes
from lobra.reading.drafts.drafting import Row
from lobra.reading.drafts.matching import Subject
from lobra.reading.drafts.minutes import Minutes
from lobra.reading.drafts.registers import Register, fold
from lobra.reading.found import Assignment, Decision, Statement
from lobra.reading.minutes import progress
from lobra_data import schema
from lobra_data.ids import slug
from lobra_data.words import named, sentences

_FORMAL = vocabulary.pattern("statements.formal")
_LABEL = re.compile(rf"^\W*{vocabulary.any_of('statements.labels')}\s*:", re.I)
_PLACE_FORUM = re.compile(r"platssamverkan\s*", re.I)


class Said:
    """Adds what was said at a meeting, under the items that it was said under.

    `subjects` are what the document can follow up.
    """

    def __init__(self, minutes: Minutes, subjects: Sequence[Subject]) -> None:
        self.minutes, self.reading, self.out = minutes, minutes.reading, minutes.out
        self.subjects = {one.key: one for one in subjects}
        self.sources: dict[tuple[str, int], Row] = {}
        """The list of the reading and the place there → the row that a follow-up can point at."""
        self.followed: set[tuple[int, str]] = set()
        """The rows that follow something up, and the measure or what else that is."""
        self._outcomes()
        self._statements()
        self._place_actions()
        self._counted()
        self._measure_statuses()
        self._follow_ups()

    def _under(
        self, table: str, key: str, one: Decision | Assignment | Statement, **values: object
    ) -> Row | None:
        """Adds a row of what was said under an item; without an item there is none."""
        if item := self.minutes.item(one.line, one.item):
            return self.minutes.add(table, key, one, item_id=item, **values)
        self.out.leave_out(table, "texten står inte under någon punkt", one.line)
        return None

    def _outcomes(self) -> None:
        for one in self.reading.decisions:
            if not _FORMAL.search(one.text):
                self._under("decisions", "b{}", one)
        for asked in self.reading.assignments:
            who = self._asked(asked.assigned_to or "")
            self._under("assignments", "u{}", asked, organisation_id=who)
        for coming in self.reading.planned_meetings:
            key = f"utlyst-{coming.planned_on}"
            self.minutes.add("planned_meetings", key, coming, forum_id=self.minutes.forum)

    def _asked(self, to: str) -> str:
        """The organisation of who is asked: by its name, or by who on the list has the role."""
        same = {
            row["organisation_id"]
            for row in self.out.rows["attendance"]
            if re.fullmatch(rf"{re.escape(fold(row['role']))}(?:e?n|e?t|a)?", fold(to))
        }
        by_role = same.pop() if len(same) == 1 else ""
        return self.minutes.organisations.match(to).id or by_role

    def _statements(self) -> None:
        places = self._places()
        for n, one in enumerate(self.reading.statements):
            said = [s for s in sentences(one.text, at_every_stop=True) if s.strip()]
            is_formality = _LABEL.match(one.text) or all(map(_FORMAL.search, said))
            if one.line not in self.reading.outcome_lines and not is_formality:
                at = named(one.text, places)
                if row := self._statement(one, at.pop() if len(at) == 1 else ""):
                    self.sources["statements", n] = row

    def _statement(self, one: Statement, place: str = "") -> Row | None:
        theme, kind = themes.proposed("theme", one.text), themes.proposed("kind", one.text)
        if theme == "other":
            theme = themes.proposed("theme", one.heading or "")
        above = [item.title or "" for item, _ in self.minutes.items if item.line <= one.line]
        if kind == "work" and "lägesbild" in "".join(above[-1:]).casefold():
            kind = "situation"
        return self._under("statements", "s{:03}", one, kind=kind, theme=theme, place=place)

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
        forums, there = Register(), self.out.rows["place_actions"]
        for row in self.out.tables["forums"]:
            if row["kind"] == "place":
                forums.add(row["name"], row["forum_id"])
                forums.add(_PLACE_FORUM.sub("", row["name"]), row["forum_id"])
        for n, one in enumerate(self.reading.place_actions):
            forum = self._forum(one.place, one.line, forums) if one.action else self.minutes.forum
            same = [row for row in there if (row["forum_id"], row["kind"]) == (forum, one.kind)]
            lead = self.minutes.organisations.match(self.minutes.plain(one.lead)).id
            about = {"forum_id": forum, "number": len(same) + 1, "lead_organisation_id": lead}
            about["done_on"] = one.done_on if one.status == "done" else None
            about["item_id"] = self.minutes.item(one.line)
            if added := self.minutes.add("place_actions", "plats-{:02}", one, **about):
                self.sources["place_actions", n] = added

    def _forum(self, place: str | None, line: int, forums: Register) -> str:
        """The forum of a place; the council itself, with a doubt, where that can't be told."""
        if not place:
            reason = "Tabellen anger ingen plats; raden läggs på rådet självt."
            self.reading.doubt("place_actions.place", reason, line)
            return self.minutes.forum
        titles = (one.title or "" for one, _ in self.minutes.items)
        name = next((title for title in titles if title.endswith(f" {place}")), place)
        about = {"name": name, "parent_id": self.minutes.forum, "kind": "place"}
        own = self.out.known(forums, "forums", place, f"f-{slug(place)}", line, **about)
        return own or self.minutes.forum

    def _counted(self) -> None:
        for one in self.reading.observations:
            item, persons = self.minutes.item(one.line), themes.counts_persons(one.unit or "")
            about = {"item_id": item, "counts_persons": "yes" if persons else "no"}
            self.minutes.add("observations", "tal-{:02}", one, **about)
        for told in self.reading.conflicts:
            if len(set(map(str, told.values))) > 1:
                (first, second, *_), (line_a, *_) = told.values, told.lines
                said = SimpleNamespace(about=told.about, value_a=str(first), value_b=str(second))
                lines = {"line": line_a, "line_a": line_a, "line_b": told.lines[:2][-1]}
                self.minutes.add("conflicts", "motsagelse-{}", said, **lines)

    def _measure_statuses(self) -> None:
        """What a table says of measures stands as statements, unless its line does already."""
        titles = matching.by_title(self.subjects.values())
        is_any_plan = any(one.table == "measures" for one in self.subjects.values())
        for one in self.reading.measure_statuses:
            text = one.text if one.title in one.text else f"{one.title}: {one.text}"
            there = (row for row in self.sources.values() if row["line"] == str(one.line))
            row = next(there, None) or self._statement(Statement(None, None, text, one.line))
            fix = "Lägg till uppföljningen för hand."
            found = self.out.match(titles, "follow_ups", one.title, one.line, fix)
            if row and found.id:
                measure, status = self.subjects[found.id], one.status or "unknown"
                self._follow_up(row, measure, (one.title,), True, status)
            elif not is_any_plan:
                reason = "Det står hur åtgärder går, men ingen åtgärdsplan är införd för den tiden."
                self.reading.doubt("follow_ups", reason)
            elif not found.id and not found.candidates:
                reason = f'"{one.title}" är inte namnet på någon åtgärd i planen.'
                self.reading.doubt("follow_ups", reason, one.line)

    def _follow_ups(self) -> None:
        """One row a proposal; where an activity is proposed, its measure is meant by it."""
        proposals = matching.follow_ups(self.reading, list(self.subjects.values()))
        proposals.sort(key=lambda one: (one.text.line, one.subject.table != "activities"))
        for one in proposals:
            if row := self.sources.get((one.text.source, one.text.index)):
                self._follow_up(row, one.subject, one.words, one.is_stated)

    def _follow_up(
        self, row: Row, subject: Subject, words: Sequence[str], is_stated: bool, status: str = ""
    ) -> None:
        own = id(row), subject.above or subject.key
        if own in self.followed:
            return
        self.followed.add(own)
        if not status:
            told, is_disputed = progress.status_of(row.get("text", ""))
            status = row.get("status") or ("unknown" if is_disputed else told)
            if status == "done" and subject.table in ("measures", "activities"):
                status = "ongoing"  # a part done is not the whole done
        listed = ", ".join(f'"{word}"' for word in words)
        note = self.minutes.plain(f"{matching.PROPOSED} {listed}.")
        about = {"measure_id": subject.above} | {schema.load()[subject.table].key: subject.key}
        about |= {"status": status, "basis": "stated" if is_stated else "inferred", "note": note}
        # Its line, and whether it is sensitive, are those of the row that it points at.
        self.minutes.add("follow_ups", "uppf-{:02}", SimpleNamespace(**row), **about)
