"""Draft rows of what a meeting said: statements, decisions, working tables, counts, follow-ups."""

from __future__ import annotations

import re
from collections.abc import Mapping

from lobra.reading import vocabulary
from lobra.reading.drafts import matching, themes
from lobra.reading.drafts.anonymous import slug
from lobra.reading.drafts.drafting import DraftRows, Row
from lobra.reading.found import AgendaItem, Assignment, Decision, Doubt, Reading, Statement
from lobra.reading.minutes import progress
from lobra_data import schema
from lobra_data.words import sentences

_FORMAL = vocabulary.pattern("statements.formal")
_LABEL = re.compile(rf"^\W*{vocabulary.any_of('statements.labels')}\s*:", re.I)


class Said:
    """Adds what was said at a meeting, under the items that it was said under."""

    def __init__(
        self,
        reading: Reading,
        out: DraftRows,
        forum: str,
        items: list[tuple[AgendaItem, str]],
        organisations: matching.Register,
    ) -> None:
        self.reading, self.out, self.place = reading, out, out.place
        self.id, self.forum, self.items = out.place.meeting_id, forum, items
        self.organisations = organisations

    def draft(self) -> None:
        """All of it, follow-ups last: they point at the rest."""
        self._outcomes()
        self._coming()
        sources = {("statements", n): key for n, key in self._statements()}
        sources |= {("place_actions", n): key for n, key in self._place_actions()}
        self._counted()
        self._conflicts()
        self._follow_ups(sources)

    def item(self, line: int, number: str | None = None) -> str:
        """The key of the nearest heading above a line, inside the numbered item if it is known."""
        own = [(one, key) for one, key in self.items if one.line <= line]
        if number is not None:
            first = next((n for n, (one, _) in enumerate(own) if one.number == number), None)
            if first is not None:
                inside = own[first + 1 :]
                end = next((n for n, (one, _) in enumerate(inside) if one.level == 1), len(inside))
                own = own[: first + 1 + end]
        return own[-1][1] if own else ""

    def _asked(self, to: str | None) -> str:
        """The organisation of who is asked: by its name, or by who on the list has the role."""
        if found := self.organisations.match(to).id:
            return found
        wanted = matching.fold(to or "")
        same = {
            row["organisation_id"]
            for row in self.out.rows["attendance"]
            if re.fullmatch(rf"{re.escape(matching.fold(row['role']))}(?:e?n|e?t|a)?", wanted)
        }
        return same.pop() if len(same) == 1 else ""

    def _outcomes(self) -> None:
        for one in self.reading.decisions:
            if not _FORMAL.search(one.text):
                self._said("decisions", "b", one, {})
        held = self.reading.held_on or self.reading.held_earliest or ""
        for asked in self.reading.assignments:
            is_past = bool(asked.due_on and asked.due_on < held)
            if is_past:
                reason = f"Dagen {asked.due_on} är före mötet och är inte med."
                self.out.doubts.append(Doubt("assignments.due_on", reason, asked.line))
            values = {
                "assigned_to": self.out.anonymous.plain(asked.assigned_to),
                "organisation_id": self._asked(asked.assigned_to),
                "due_on": None if is_past else asked.due_on,
            }
            self._said("assignments", "u", asked, values)

    def _said(
        self,
        table: str,
        mark: str,
        one: Decision | Assignment | Statement,
        values: Mapping[str, object],
    ) -> None:
        """A row of what was said under an item; without an item there is no row."""
        item = self.item(one.line, one.item)
        if not item:
            self.out.leave_out(table, "texten står inte under någon punkt.", one.line)
            return
        n = len(self.out.rows[table]) + 1
        (text,), is_sensitive = self.out.words(one.text)
        self.out.add(
            table,
            f"{self.id}-{mark}{n:03d}" if table == "statements" else f"{self.id}-{mark}{n}",
            one.line,
            meeting_id=self.id,
            item_id=item,
            text=text,
            is_sensitive=is_sensitive,
            **values,
        )

    def _coming(self) -> None:
        for one in self.reading.planned_meetings:
            self.out.add(
                "planned_meetings",
                f"{self.id}-utlyst-{one.planned_on}",
                one.line,
                forum_id=self.forum,
                meeting_id=self.id,
                planned_on=one.planned_on,
                starts_at=one.starts_at,
                ends_at=later(one.ends_at, one.starts_at),
                place=self.out.anonymous.plain(one.place),
            )

    def _statements(self) -> list[tuple[int, str]]:
        r, made = self.reading, []
        told = r.outcome_lines
        places = self._places()
        for n, one in enumerate(r.statements):
            if one.line in told or _LABEL.match(one.text) or self._is_formality(one.text):
                continue
            before = len(self.out.rows["statements"])
            named = [
                place
                for place in places
                if re.search(rf"(?<!\w){re.escape(place)}s?(?!\w)", one.text)
            ]
            heading = f"{one.heading or ''}\n{one.text}"
            theme, kind = themes.theme(one.text), themes.kind(one.text)
            above = [item.title or "" for item, _ in self.items if item.line <= one.line]
            is_picture = "lägesbild" in above[-1].casefold() if above else False
            values = {
                "kind": "situation" if kind == "work" and is_picture else kind,
                "theme": theme if theme != "other" else themes.theme(heading),
                "place": named[0] if len(named) == 1 else None,
            }
            self._said("statements", "s", one, values)
            if len(self.out.rows["statements"]) > before:
                made.append((n, self.out.rows["statements"][-1]["statement_id"]))
        return made

    def _is_formality(self, text: str) -> bool:
        said = filter(str.strip, sentences(text, at_every_stop=True))
        return all(_FORMAL.search(sentence) for sentence in said)

    def _places(self) -> list[str]:
        """The places that the records and the working tables know; not the whole area."""
        tables = self.place.tables
        found = {row["place"] for name in ("statements", "observations") for row in tables[name]}
        found |= {row["name"] for row in tables["priorities"] if row["kind"] == "area"}
        found |= {row["name"] for row in tables["forums"] if row["kind"] == "place"}
        found |= {one.place for one in self.reading.place_actions if one.place}
        parts = {
            p.strip() for one in found for p in re.sub(r"(?i)platssamverkan", "", one).split("/")
        }
        whole = {row[name] for row in tables["councils"] for name in ("name", "district")}
        return sorted(part for part in parts - whole if len(part) > 2)

    def _place_actions(self) -> list[tuple[int, str]]:
        made = []
        counts: dict[tuple[str, str], int] = {}
        for n, one in enumerate(self.reading.place_actions):
            if not one.action:
                self.out.leave_out("place_actions", "raden har ingen åtgärd.", one.line)
                continue
            forum = self._forum(one.place, one.line)
            number = counts[forum, one.kind] = counts.get((forum, one.kind), 0) + 1
            texts = (one.problem, one.action, one.status_text)
            (problem, action, status_text), is_sensitive = self.out.words(*texts)
            lead = self.out.anonymous.plain(one.lead)
            key = f"{self.id}-plats-{len(self.out.rows['place_actions']) + 1:02d}"
            self.out.add(
                "place_actions",
                key,
                one.line,
                meeting_id=self.id,
                item_id=self.item(one.line),
                forum_id=forum,
                number=number,
                kind=one.kind,
                problem=problem,
                action=action,
                participants=self.out.anonymous.plain(one.participants),
                lead=lead,
                lead_organisation_id=self.organisations.match(lead).id,
                status=one.status,
                status_text=status_text,
                due_on=one.due_on,
                done_on=one.done_on if one.status == "done" else None,
                is_sensitive=is_sensitive,
            )
            made.append((n, key))
        return made

    def _forum(self, place: str | None, line: int) -> str:
        """The forum of a place; the council itself, with a doubt, where no place is named."""
        if not place:
            reason = "Tabellen anger ingen plats; raden läggs på rådet självt."
            self.out.doubts.append(Doubt("place_actions.place", reason, line))
            return self.forum
        known = matching.Register()
        for row in (*self.place.tables["forums"], *self.out.rows["forums"]):
            if row["kind"] == "place":
                known.add(row["name"], row["forum_id"])
                known.add(re.sub(r"(?i)^platssamverkan\s+", "", row["name"]), row["forum_id"])
        found = known.match(place)
        if found.id:
            return found.id
        if found.is_doubtful:
            listed = ", ".join(f"{shown} ({key})" for key, shown, _ in found.candidates)
            reason = f'"{place}" kan vara {listed}. Ett nytt forum föreslås; byt om det är samma.'
            self.out.doubts.append(Doubt("forums", reason, line))
        return self.out.add(
            "forums",
            f"{self.place.prefix}-f-{slug(place)}",
            line,
            name=next(
                (
                    title
                    for one, _ in self.items
                    if (title := one.title or "").endswith(f" {place}")
                ),
                place,
            ),
            parent_id=self.forum,
            kind="place",
        )

    def _counted(self) -> None:
        for one in self.reading.observations:
            if not one.unit:
                self.out.leave_out("observations", "det framgår inte vad talet räknar.", one.line)
                continue
            (what,), is_sensitive = self.out.words(one.what)
            n = len(self.out.rows["observations"]) + 1
            self.out.add(
                "observations",
                f"{self.id}-tal-{n:02d}",
                one.line,
                meeting_id=self.id,
                item_id=self.item(one.line),
                what=what,
                value=one.value,
                unit=one.unit,
                counts_persons="yes" if themes.counts_persons(one.unit) else "no",
                observed_on=one.observed_on,
                place=self.out.anonymous.plain(one.place),
                is_sensitive=is_sensitive,
            )

    def _conflicts(self) -> None:
        for n, one in enumerate(self.reading.conflicts, start=1):
            if len(one.values) < 2 or str(one.values[0]) == str(one.values[1]):
                continue
            texts, is_sensitive = self.out.words(one.about, *map(str, one.values[:2]))
            lines = [*one.lines, one.lines[-1]][:2] if one.lines else [1, 1]
            self.out.add(
                "conflicts",
                f"{self.id}-motsagelse-{n}",
                lines[0],
                meeting_id=self.id,
                about=texts[0],
                value_a=texts[1],
                line_a=lines[0],
                value_b=texts[2],
                line_b=lines[1],
                is_sensitive=is_sensitive,
            )

    def _follow_ups(self, sources: dict[tuple[str, int], str]) -> None:
        """One row a proposal; an activity and its measure are one."""
        measure_of = {one.key: one.above for one in self.place.subjects}
        proposals = matching.follow_ups(self.reading, self.place.subjects)
        by_activity = {
            (p.source, p.index, measure_of[p.key]) for p in proposals if p.table == "activities"
        }
        for one in proposals:
            source = sources.get((one.source, one.index))
            is_told = one.table == "measures" and (one.source, one.index, one.key) in by_activity
            if not source or is_told:
                continue
            key = schema.load()[one.source].key
            row = next(r for r in self.out.rows[one.source] if r[key] == source)
            column = schema.load()[one.table].key
            listed = ", ".join(f'"{word}"' for word in one.words)
            n = len(self.out.rows["follow_ups"]) + 1
            note, _ = self.out.anonymous.text(f"Föreslagen av orden {listed}.")
            targets = {column: one.key}
            if one.table == "activities":
                targets["measure_id"] = measure_of[one.key]
            self.out.add(
                "follow_ups",
                f"{self.id}-uppf-{n:02d}",
                one.line,
                meeting_id=self.id,
                **{key: source, **targets},
                status=_status(row, one.table),
                basis="inferred",
                note=note,
                is_sensitive=row["is_sensitive"],
            )


def _status(row: Row, table: str) -> str:
    """The status that a row states, for what it follows up: a part done is not the whole done."""
    status = row.get("status") or ""
    if not status:
        status, disagreeing = progress.status_of(row["text"])
        status = "unknown" if disagreeing else status
    return "ongoing" if status == "done" and table in ("measures", "activities") else status


def later(end: str | None, start: str | None) -> str | None:
    """The end of a meeting; None where it would not be after its start."""
    return end if end and (not start or end > start) else None
