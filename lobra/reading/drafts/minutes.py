"""Draft rows of minutes: the meeting, who was there, and its agenda."""

from __future__ import annotations

import datetime as dt
from itertools import takewhile

from lobra.reading import dates, names
from lobra.reading.drafts import themes
from lobra.reading.drafts.drafting import DraftRows, Row
from lobra.reading.drafts.registers import Register
from lobra.reading.found import AgendaItem, Reading
from lobra_data.ids import slug

UNKNOWN_ROLE = "okänd roll"
NO_DAY = "Protokollet anger ingen dag."


class Minutes:
    """Adds the rows that minutes give, with keys as they would be were the tables empty."""

    def __init__(self, reading: Reading, out: DraftRows, meeting_id: str) -> None:
        self.reading, self.out, self.id = reading, out, meeting_id
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
        r, line, basis = self.reading, self._dated_line(), "Anges i protokollet."
        bounds: dict[str, None] = {"held_earliest": None, "held_latest": None}
        if not r.held_on:
            told = next((doubt for doubt in r.review if doubt.field == "held_on"), None)
            line, basis = (told and told.line) or 1, NO_DAY
            if r.held_earliest or r.held_latest:
                said = told.reason if told else "Protokollet anger bara gränser för dagen."
                bounds, basis = {}, self.out.plain(said) or NO_DAY
        self.out.add(
            "meetings",
            self.id,
            r,
            line=line,
            forum_id=self.forum,
            **bounds,
            date_basis=basis,
            chair_role=self._officer(r.chair),
            secretary_role=self._officer(r.secretary),
        )

    def _dated_line(self) -> int:
        """The line that says when the meeting was held."""
        if not self.reading.held_on:
            return 1
        held = dt.date.fromisoformat(self.reading.held_on)
        return self.out.line_of(
            lambda text: any(one.date == held for one in dates.find_dates(text, held.year))
        )

    def _officer(self, text: str | None) -> str:
        """The role of chair or secretary; a name alone gives that of the same name on the list."""
        listed = (one.role for one in self.reading.attendance if text and one.name == text)
        if role := next(filter(None, listed), None):
            return self.out.plain(role)
        is_name = text and (names.names_in(text) or names.is_name(text))
        return "" if is_name else self.out.plain(text)

    def _attendance(self) -> None:
        for n, one in enumerate(self.reading.attendance, start=1):
            role, name, person = self.out.plain(one.role), one.name or "", ""
            organisation = self.organisations.match(one.role).id or ""
            if plain := self.out.plain(one.organisation):
                organisation = self.out.known(
                    self.organisations,
                    "organisations",
                    plain,
                    f"org-{slug(plain)[:48].strip('-')}",
                    one.line,
                    name=plain,
                    kind=themes.proposed("sector", plain),
                )
            if len(name.split()) > 1:
                about = {"name": name, "role": role, "organisation_id": organisation}
                key = f"person-{slug(name)}"
                person = self.out.known(self.people, "people", name, key, one.line, **about)
            ids = {"organisation_id": organisation, "person_id": person}
            self.add("attendance", f"n{n:02}", one, role=role or UNKNOWN_ROLE, **ids)

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
                self.out.doubt("agenda_items", reason, one.line)
