"""Draft rows of minutes: the meeting, who was there, and its agenda."""

from __future__ import annotations

import datetime as dt

from lobra.reading import dates, names
from lobra.reading.drafts import matching, themes
from lobra.reading.drafts import said as draft_said
from lobra.reading.drafts.anonymous import slug
from lobra.reading.drafts.drafting import DraftRows
from lobra.reading.found import AgendaItem, Doubt, Reading

UNKNOWN_ROLE = "okänd roll"


class Minutes:
    """Adds the rows that minutes give, with keys as they would be were the tables empty."""

    def __init__(self, reading: Reading, out: DraftRows) -> None:
        self.reading, self.out, self.place = reading, out, out.place
        self.id = self.place.meeting_id
        tables = self.place.tables
        self.organisations = matching.organisations(tables["organisations"], tables["aliases"])
        self.people = matching.by_name(tables["people"], "person_id")
        self.new: dict[tuple[str, str], str] = {}
        self.items: list[tuple[AgendaItem, str]] = []

    def draft(self) -> None:
        self.forum = self._council_forum()
        self._meeting()
        self._attendance()
        self._items()
        said = draft_said.Said(self.reading, self.out, self.forum, self.items, self.organisations)
        said.draft()

    def _council_forum(self) -> str:
        own = [row for row in self.place.tables["forums"] if row["kind"] == "council"]
        if own:
            return own[0]["forum_id"]
        (council,) = self.place.tables["councils"]
        key = f"{self.place.prefix}-f-rad"
        line = self.place.line_of(lambda text: (self.reading.council or council["name"]) in text)
        return self.out.add("forums", key, line, name=council["name"], kind="council")

    def _meeting(self) -> None:
        r = self.reading
        told = next((d for d in r.review if d.field == "held_on"), None)
        if r.held_on:
            basis = "Anges i protokollet."
        elif r.held_earliest or r.held_latest:
            basis = told.reason if told else "Protokollet anger ingen dag, bara gränser för den."
        else:
            basis = "Protokollet anger ingen dag."
        self.out.add(
            "meetings",
            self.id,
            told.line if told and not r.held_on else self._dated_line(),
            forum_id=self.forum,
            held_on=r.held_on,
            held_earliest=None if r.held_on else r.held_earliest,
            held_latest=None if r.held_on else r.held_latest,
            date_basis=self.out.anonymous.plain(basis) or "Protokollet anger ingen dag.",
            starts_at=r.starts_at,
            ends_at=draft_said.later(r.ends_at, r.starts_at),
            place=self.out.anonymous.plain(r.place),
            chair_role=self._officer(r.chair),
            secretary_role=self._officer(r.secretary),
        )

    def _dated_line(self) -> int | None:
        """The line that says when the meeting was held."""
        if not self.reading.held_on:
            return None
        held = dt.date.fromisoformat(self.reading.held_on)
        found = self.place.line_of(lambda text: any(d.date == held for d in dates.find_dates(text)))
        short = f"{held.day}/{held.month}"
        return found if found > 1 else self.place.line_of(lambda text: short in text)

    def _officer(self, text: str | None) -> str:
        """The role of chair or secretary; a name alone gives that of the same name on the list."""
        if not text:
            return ""
        same = [one.role for one in self.reading.attendance if one.name == text and one.role]
        if same:
            return self.out.anonymous.plain(same[0])
        return "" if names.names_in(text) or names.is_name(text) else self.out.anonymous.plain(text)

    def _attendance(self) -> None:
        for n, one in enumerate(self.reading.attendance, start=1):
            role = self.out.anonymous.plain(one.role)
            organisation = self._organisation(one.organisation, one.role, one.line)
            person = self._person(one.name, role, organisation, one.line)
            if not role and not organisation and not person:
                self.out.leave_out(
                    "attendance", "raden har varken roll eller organisation.", one.line
                )
                continue
            self.out.add(
                "attendance",
                f"{self.id}-n{n:02d}",
                one.line,
                meeting_id=self.id,
                role=role or UNKNOWN_ROLE,
                organisation_id=organisation,
                person_id=person,
                status=one.status,
            )

    def _organisation(self, name: str | None, role: str | None, line: int) -> str:
        """The key of the organisation that a list names, or whose name the role is; else ""."""
        if not name:
            return self.organisations.match(role).id or ""
        plain = self.out.anonymous.plain(name)
        key = f"{self.place.prefix}-org-{slug(plain)[:48].strip('-')}" if slug(plain) else ""
        values = {"name": plain, "kind": themes.sector(plain)}
        return self._known("organisations", self.organisations, name, key, line, values)

    def _person(self, name: str | None, role: str, organisation: str, line: int) -> str:
        if not name or len(name.split()) < 2:
            return ""
        key = f"{self.place.prefix}-person-{slug(name)}"
        values = {"name": name, "role": role, "organisation_id": organisation}
        return self._known("people", self.people, name, key, line, values)

    def _known(
        self,
        table: str,
        register: matching.Register,
        name: str,
        key: str,
        line: int,
        values: dict[str, str],
    ) -> str:
        """The key that a name has in the records, or that of a new row, made once; else ""."""
        found = register.match(name)
        if found.is_doubtful:
            listed = ", ".join(f"{shown} ({key})" for key, shown, _ in found.candidates)
            reason = f'"{name}" kan vara {listed}. Välj, eller lägg till en ny.'
            self.out.doubts.append(Doubt(table, reason, line))
        if found.id or found.is_doubtful or not key:
            return found.id or ""
        folded = (table, matching.fold(values["name"]))
        if folded not in self.new:
            self.new[folded] = self.out.add(table, key, line, **values)
        return self.new[folded]

    def _items(self) -> None:
        above: AgendaItem | None = None
        numbers: set[str] = set()
        n_inside = 0
        for position, one in enumerate(self.reading.agenda_items, start=1):
            number = one.number if one.number not in numbers else None
            if one.number and not number:
                reason = f"Numret {one.number} finns två gånger; här är det tomt."
                self.out.doubts.append(Doubt("agenda_items", reason, one.line))
            numbers.add(one.number or "")
            if one.level == 1 or above is None:
                above, above_key, n_inside = one, f"{self.id}-p{slug(number or '') or position}", 0
                key, parent = above_key, None
            else:
                n_inside += 1
                key, parent = f"{above_key}-{n_inside}", above_key
            self.items.append((one, key))
            self.out.add(
                "agenda_items",
                key,
                one.line,
                meeting_id=self.id,
                number=number,
                position=position,
                level=2 if parent else 1,
                parent_id=parent,
                title=self.out.anonymous.text(one.title)[0],
            )
