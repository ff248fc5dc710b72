"""What tests ask of a reading: the parts of its facts that they compare."""

from __future__ import annotations

from lobra.reading.found import Reading

HEAD = "Protokoll 2022-05-03\n\nNärvarande: Vera Sandell, Nils Åkerby, Anna-Karin Dahl\n\n"


def decided(found: Reading) -> list[str]:
    return [one.text for one in found.decisions]


def who(found: Reading) -> list[tuple[str | None, str | None]]:
    return [(one.assigned_to, one.text) for one in found.assignments]


def titles(found: Reading) -> list[tuple[str | None, str | None]]:
    return [(one.number, one.title) for one in found.agenda_items]


def who_came(found: Reading) -> list[tuple[str | None, str | None, str]]:
    return [(one.name, one.role, one.status) for one in found.attendance]
