"""Rules about personal data in the records, told together with those of `lobra_data.rules`."""

from __future__ import annotations

from collections.abc import Iterator

from lobra.privacy.personal import names_pattern, personal_data
from lobra_data import rules
from lobra_data.errors import Problem, quoted
from lobra_data.files import Records
from lobra_data.rules.text_rules import free_texts
from lobra_data.rules.view import View, at


def no_personal_data_outside_people(view: View) -> Iterator[Problem]:
    """No text that may be published gives an e-mail address, a phone or an identity number."""
    for table in view.tables.values():
        if table.name == "people":
            continue
        for row, field, text in free_texts(view, table):
            if row.values.get("is_sensitive") == "yes":
                continue
            for kind, found in personal_data(text):
                what = f"{quoted(found)} ser ut som {kind}"
                yield at(row, field, what, "Ta bort uppgiften; skriv roll eller organisation")


def no_names_outside_people(view: View) -> Iterator[Problem]:
    """The table people is the only one with names, so that leaving it out leaves all names out."""
    for council, people in view.by_council("people").items():
        pattern = names_pattern(row.values["name"] for row in people)
        if not pattern:
            continue
        for table in view.tables.values():
            if table.name == "people":
                continue
            for row, field, text in free_texts(view, table, council):
                found = pattern.search(text)
                if found and row.values.get("is_sensitive") != "yes":
                    what = f"{quoted(found[0])} är namnet på en person i people.csv"
                    yield at(row, field, what, "Skriv personens roll i stället")


RULES = [no_personal_data_outside_people, no_names_outside_people]


def check(records: Records, council: str | None = None) -> list[Problem]:
    """What is wrong with the records, personal data where none may be included."""
    return rules.check(records, council, also=RULES)
