"""Draft rows of minutes: the meeting, who was there, and its agenda."""

from __future__ import annotations

import datetime as dt
from itertools import takewhile

from lobra.reading import dates, names
from lobra.reading.drafts import registers, themes
from lobra.reading.drafts.drafting import DraftRows
from lobra.reading.found import AgendaItem, Reading
from lobra_data.ids import slug

UNKNOWN_ROLE = "okänd roll"
NO_DAY = "Protokollet anger ingen dag."


class Minutes:
    """Adds the rows that minutes give, with keys as they would be were the tables empty."""

    def __init__(self, reading: Reading, out: DraftRows, meeting_id: str) -> None:
        self.reading, self.out, self.id = reading, out, meeting_id
        tables = out.tables
        self.organisations = registers.organisations(tables["organisations"], tables["aliases"])
        self.people = registers.by_name(tables["people"], "person_id")
        self.new: dict[tuple[str, str], str] = {}
        self.items: list[tuple[AgendaItem, str]] = []
        """The headings, each with the key of its row."""
        self.forum = self._council_forum()

    def draft(self) -> None:
        """The meeting itself; what was said at it comes under its items."""
        self._meeting()
        self._attendance()
        self._items()

    def add(self, table: str, key: str, one: object, **values: object) -> str:
        """Adds a row of the meeting; its key begins with the meeting's."""
        return self.out.add(table, f"{self.id}-{key}", one, meeting_id=self.id, **values)

    def item(self, line: int, number: str | None = None) -> str:
        """The key of the nearest heading above a line, inside the numbered item if it is known."""
        own = [(one, key) for one, key in self.items if one.line <= line]
        numbered = [n for n, (one, _) in enumerate(own) if number and one.number == number]
        if numbered:
            inside = takewhile(lambda pair: pair[0].level != 1, own[numbered[0] + 1 :])
            own = [own[numbered[0]], *inside]
        return own[-1][1] if own else ""

    def known(self, table: str, text: str, key: str, line: int, **values: str) -> str:
        """The key that a name has in the records, or that of a new row, made once; else ""."""
        register = self.people if table == "people" else self.organisations
        found = self.out.match(register, table, text, line, "Välj, eller lägg till en ny.")
        if found.id or found.is_doubtful or not slug(values["name"]):
            return found.id or ""
        own = (table, registers.fold(values["name"]))
        if own not in self.new:
            self.new[own] = self.out.add(table, f"{self.out.prefix}-{key}", line=line, **values)
        return self.new[own]

    def _council_forum(self) -> str:
        own = [row for row in self.out.tables["forums"] if row["kind"] == "council"]
        if own:
            return own[0]["forum_id"]
        name = self.out.tables["councils"][0]["name"]
        line = self.out.line_of(lambda text: (self.reading.council or name) in text)
        key = f"{self.out.prefix}-f-rad"
        return self.out.add("forums", key, line=line, name=name, kind="council")

    def _meeting(self) -> None:
        r, basis = self.reading, NO_DAY
        told = next((d for d in r.review if d.field == "held_on" and not r.held_on), None)
        if r.held_on:
            basis = "Anges i protokollet."
        elif r.held_earliest or r.held_latest:
            bounds = "Protokollet anger ingen dag, bara gränser för den."
            basis = self.out.plain(told.reason if told else bounds) or NO_DAY
        self.out.add(
            "meetings",
            self.id,
            r,
            line=told.line or 1 if told else self._dated_line(),
            forum_id=self.forum,
            **{"held_earliest": None, "held_latest": None} if r.held_on else {},
            date_basis=basis,
            chair_role=self._officer(r.chair),
            secretary_role=self._officer(r.secretary),
        )

    def _dated_line(self) -> int:
        """The line that says when the meeting was held."""
        if not self.reading.held_on:
            return 1
        held = dt.date.fromisoformat(self.reading.held_on)
        found = self.out.line_of(lambda text: any(d.date == held for d in dates.find_dates(text)))
        short = f"{held.day}/{held.month}"
        return found if found > 1 else self.out.line_of(lambda text: short in text)

    def _officer(self, text: str | None) -> str:
        """The role of chair or secretary; a name alone gives that of the same name on the list."""
        listed = (one.role for one in self.reading.attendance if text and one.name == text)
        if role := next(filter(None, listed), None):
            return self.out.plain(role)
        is_name = text and (names.names_in(text) or names.is_name(text))
        return "" if is_name else self.out.plain(text)

    def _attendance(self) -> None:
        for n, one in enumerate(self.reading.attendance, start=1):
            role, name = self.out.plain(one.role), one.name or ""
            organisation = self.organisations.match(one.role).id or ""
            if one.organisation:
                plain = self.out.plain(one.organisation)
                key, kind = f"org-{slug(plain)[:48].strip('-')}", themes.proposed("sector", plain)
                organisation = self.known(
                    "organisations", one.organisation, key, one.line, name=plain, kind=kind
                )
            person = ""
            if len(name.split()) > 1:
                about = {"name": name, "role": role, "organisation_id": organisation}
                person = self.known("people", name, f"person-{slug(name)}", one.line, **about)
            if not (role or organisation or person):
                why = "raden har varken roll eller organisation"
                self.out.leave_out("attendance", why, one.line)
                continue
            ids = {"organisation_id": organisation, "person_id": person}
            self.add("attendance", f"n{n:02}", one, role=role or UNKNOWN_ROLE, **ids)

    def _items(self) -> None:
        above, n_inside = "", 0
        numbers: set[str | None] = {None}
        for position, one in enumerate(self.reading.agenda_items, start=1):
            number = one.number if one.number not in numbers else ""
            if one.number and not number:
                reason = f"Numret {one.number} finns två gånger; här är det tomt."
                self.out.doubt("agenda_items", reason, one.line)
            numbers.add(one.number)
            is_inside = one.level > 1 and bool(above)
            n_inside = n_inside + 1 if is_inside else 0
            own = f"{above}-{n_inside}" if is_inside else f"p{slug(number or '') or position}"
            about = {"number": number, "position": position, "level": 2 if is_inside else 1}
            parent = f"{self.id}-{above}" if is_inside else ""
            key = self.add("agenda_items", own, one, parent_id=parent, **about)
            above = above if is_inside else own
            self.items.append((one, key))
