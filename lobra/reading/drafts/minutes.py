"""Draft rows of minutes: the meeting, who was there, and its agenda."""

from __future__ import annotations

import datetime as dt
from itertools import takewhile

from lobra.reading import dates, names
from lobra.reading.drafts import themes
from lobra.reading.drafts.drafting import DraftRows, Row
from lobra.reading.drafts.registers import Register
from lobra.reading.found import AgendaItem
from lobra_data.ids import slug

NO_DAY = "Protokollet anger ingen dag."


class Minutes:
    """Adds the rows that minutes give, with keys as they would be were the tables empty."""

    def __init__(self, out: DraftRows, meeting_id: str) -> None:
        self.out, self.reading, self.id = out, out.reading, meeting_id
        self.plain = out.anonymous.plain
        named = out.tables["organisations"], "organisation_id", "name", "short_name"
        self.organisations = Register(*named)
        for row in out.tables["aliases"]:
            self.organisations.add(row["alias"], row["organisation_id"])
        self.people = Register(out.tables["people"], "person_id", "name")
        self.items: list[tuple[AgendaItem, str]] = []
        """The headings, each with the key of its row."""
        self.forum = self._council_forum()
        self._meeting()
        self._attendance()
        self._items()

    def add(self, table: str, key: str, one: object, **values: object) -> Row | None:
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

    def _council_forum(self) -> str:
        for row in self.out.tables["forums"]:
            if row["kind"] == "council":
                return row["forum_id"]
        name = self.out.tables["councils"][0]["name"]
        said = (self.reading.council or name).partition(" i ")[0]
        line = self.out.line_of(lambda text: said in text)
        key = f"{self.out.prefix}-f-rad"
        self.out.add("forums", key, line=line, name=name, kind="council")
        return key

    def _meeting(self) -> None:
        r, basis = self.reading, NO_DAY
        told = next((doubt for doubt in r.review if doubt.field == "held_on"), None)
        line = (told and told.line) or 1
        if r.held_on:
            line, basis = self._dated_line(r.held_on), "Anges i protokollet."
        elif r.held_earliest or r.held_latest:
            said = told.reason if told else "Protokollet anger bara gränser för dagen."
            basis = self.plain(said) or NO_DAY
        about = {"forum_id": self.forum, "date_basis": basis, "chair_role": self._officer(r.chair)}
        about["secretary_role"] = self._officer(r.secretary)
        no_bounds = dict.fromkeys(("held_earliest", "held_latest") if r.held_on else ())
        self.out.add("meetings", self.id, r, line=line, **about, **no_bounds)

    def _dated_line(self, day: str) -> int:
        """The line that says when the meeting was held."""
        held = dt.date.fromisoformat(day)
        return self.out.line_of(
            lambda text: any(one.date == held for one in dates.find_dates(text, held.year))
        )

    def _officer(self, text: str | None) -> str:
        """The role of chair or secretary; a name alone gives that of the same name on the list."""
        listed = (one.role for one in self.reading.attendance if text and one.name == text)
        if role := next(filter(None, listed), None):
            return self.plain(role)
        is_name = text and (names.names_in(text) or names.is_name(text))
        return "" if is_name else self.plain(text)

    def _attendance(self) -> None:
        known = self.out.known
        for n, one in enumerate(self.reading.attendance, start=1):
            role, name, person = self.plain(one.role), one.name or "", ""
            organisation = self.organisations.match(one.role).id or ""
            if plain := self.plain(one.organisation):
                about = {"name": plain, "kind": themes.proposed("sector", plain)}
                key = f"org-{slug(plain)[:48].strip('-')}"
                organisation = known(
                    self.organisations, "organisations", plain, key, one.line, **about
                )
            if len(name.split()) > 1:
                about = {"name": name, "role": role, "organisation_id": organisation}
                key = f"person-{slug(name)}"
                person = known(self.people, "people", name, key, one.line, **about)
            ids = {"organisation_id": organisation, "person_id": person}
            self.add("attendance", f"n{n:02}", one, role=role or "okänd roll", **ids)

    def _items(self) -> None:
        above, n_inside = "", 0
        numbers: set[str | None] = set()
        for position, one in enumerate(self.reading.agenda_items, start=1):
            number = one.number if one.number not in numbers else None
            numbers.add(number)
            is_inside = one.level > 1 and bool(above)
            n_inside = n_inside + 1 if is_inside else 0
            own = f"{above}-{n_inside}" if is_inside else f"p{slug(number or '') or position}"
            about = {"number": number, "position": position, "level": 2 if is_inside else 1}
            parent = f"{self.id}-{above}" if is_inside else ""
            self.add("agenda_items", own, one, parent_id=parent, **about)
            above = above if is_inside else own
            self.items.append((one, f"{self.id}-{own}"))
            if one.number and not number:
                reason = f"Numret {one.number} finns två gånger; här är det tomt."
                self.reading.doubt("agenda_items", reason, one.line)
