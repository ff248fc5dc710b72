"""The action plan, a sheet a measure: what was planned, what came of it, and how it is judged."""

from __future__ import annotations

from collections.abc import Iterator

from lobra.blocks import (
    Block,
    Column,
    Facts,
    Group,
    Nothing,
    Source,
    Sources,
    Statement,
    Statements,
    Status,
)
from lobra.report import unseen
from lobra.report.annexes.compact import EMPTY, filled
from lobra.report.following import is_past, lives
from lobra.report.judgements import (
    MARKS,
    OPEN,
    UNSEEN,
    Judgement,
    judgements,
    last_word,
    outcome,
    target,
)
from lobra.report.material import Material, once
from lobra.report.phrases import deadline, outward
from lobra.report.rows import Row, iterated
from lobra.report.shown import Cells, listing
from lobra_data import frames, words

_GROUPS = {
    "Mål": "goal purpose target_group area".split(),
    "Ansvarig": "responsible forum_text police_contact district_contact other_actors".split(),
    "Finansiering": "funding communication follow_up".split(),
}
"""What a sheet tells together, under the heading of the first field."""
_FIELDS = [name for names in _GROUPS.values() for name in names]


def plan_period(m: Material) -> Block:
    """Which plan the sheets are of, whose it is, for how long it applies and how that is known."""
    plans = m.plans[~m.plans["year_to"].lt(m.year).fillna(False)]
    if plans.empty:
        return Nothing(name="planens-period")
    items = [Statement(_period(m, row), m.source(row)) for row in iterated(plans)]
    return Statements(name="planens-period", title="Planens period", items=items)


def _period(m: Material, plan: Row) -> str:
    if words.is_known(plan["year_to"]):
        years = f"gäller {'–'.join(dict.fromkeys([str(plan['year_from']), str(plan['year_to'])]))}"
    else:
        years = f"gäller från {plan['year_from']}; slutår anges inte"
    parts = [
        words.sentence(plan["title"], years),
        words.sentence(outward(words.text(plan["period_basis"], ""))),
    ]
    if plan["council_id"] != m.council_id:
        parts.append(
            f"Planen är föregångarens ({m.area(plan['council_id'])}), och åtgärderna bedöms "
            "därför inte här."
        )
    return " ".join(filter(None, parts))


def measure_sheets(m: Material) -> Block:
    """Every measure of the plans that cover the year, a forerunner's too.

    What all measures have in common, or lack, is told once before the first sheet. A council
    judges its own plan; of another's it shows only what somebody has decided.
    """
    measures = [one.row for one in lives(m)]
    if not measures:
        return Nothing(name="atgarder")
    judged = {j.measure["measure_id"]: j for j in judgements(m) if j.by or not j.plan_of}
    shared = _shared(measures)
    parts: list[tuple[str, Block]] = [("", _in_common(m, measures, shared))]
    for n, row in enumerate(measures, start=1):
        title, judgement = _heading(row), judged.get(row["measure_id"])
        parts.append((title, _facts(m, row, judgement, shared, f"atgard-{n}")))
        parts.append(("", _activities(m, row, f"atgard-{n}-aktiviteter")))
    return Group(name="atgarder", title="Åtgärder", parts=parts)


def _heading(row: Row) -> str:
    number = f"Åtgärd {row['number']}" if words.is_known(row["number"]) else "Åtgärd"
    return f"{number}: {row['title']}"


def _shared(measures: list[Row]) -> dict[str, str]:
    """The fields that say the same of every measure, or of every measure nothing ("")."""
    if len(measures) < 2:
        return {}
    said = {name: {words.text(row[name], "") for row in measures} for name in _FIELDS}
    return {name: min(found) for name, found in said.items() if len(found) == 1}


def _in_common(m: Material, measures: list[Row], shared: dict[str, str]) -> Block:
    titles, name = _titles(m), "atgarder-gemensamt"
    said = [words.sentence(f"{titles[field]}:", text) for field, text in shared.items() if text]
    empty = [titles[field].lower() for field, text in shared.items() if not text]
    items = [("Gemensamt för alla åtgärder", " ".join(said))] if said else []
    if empty:
        items.append(("Inte antecknat för någon åtgärd", words.sentence(words.listed(empty))))
    if not items:
        return Nothing(name=name)
    source = m.sources(*measures)
    return Facts(name=name, title="Gemensamt för alla åtgärder", items=items, source=source)


def _titles(m: Material) -> dict[str, str]:
    titles = m.titles("measures")
    return titles | {"forum_text": titles["forum_id"]}


def _facts(
    m: Material, row: Row, judged: Judgement | None, shared: dict[str, str], name: str
) -> Facts:
    pledged = m.of_measure("commitments", row)
    items = [("Bedömning", _judgement(judged))] if judged else []
    items += _planned(m, row, shared)
    pledges = [
        words.sentence(f"{label}:", " ".join(words.sentence(row["text"]) for row in mine))
        for party, label in frames.labels("commitments", "party").items()
        if (mine := [row for row in pledged if row["party"] == party])
    ]
    items += [("Åtaganden", " ".join(pledges))] if pledges else []
    plan = m.lines(row, *pledged)
    told = [one for one in (judged.source if judged else ()) if not _is_within(one, plan)]
    return Facts(name=name, title=_heading(row), items=items, source=(*plan, *told))


def _is_within(source: Source, others: Sources) -> bool:
    """Whether others name the same lines."""
    return any(
        one.document == source.document and {*source.lines} <= {*one.lines} for one in others
    )


def _planned(m: Material, row: Row, shared: dict[str, str]) -> Iterator[tuple[str, str]]:
    """The fields that are filled in and not told for all measures, those of a group together."""
    titles = _titles(m)
    for names in _GROUPS.values():
        shown = [name for name in names if name not in shared and words.is_known(row[name])]
        if shown:
            first, *rest = shown
            said = [words.sentence(row[first])]
            said += [words.sentence(f"{titles[name]}:", row[name]) for name in rest]
            yield titles[first], " ".join(said)


def _judgement(judged: Judgement) -> str:
    """✓ helt, beslut av rådet, 5 december 2024. Fler unga än planerat hade sommarjobb."""
    word = frames.labels("assessments", "fulfilment")[judged.fulfilment]
    who = f"beslut av {judged.by[:1].lower()}{judged.by[1:]}" if judged.by else judged.kind
    return f"{Status(MARKS[judged.fulfilment], word)}, {who}. {judged.ground}"


def _activities(m: Material, measure: Row, name: str) -> Block:
    rows = m.of_measure("activities", measure)
    if not rows:
        return Nothing(name=name)
    columns: Cells[Row] = {
        Column("Aktivitet", 2.6): lambda row: row["title"],
        Column("Mål", 1.4): lambda row: target(m, row) or EMPTY,
        Column("Senast", 1): lambda row: deadline(row) or EMPTY,
        Column("Utfall eller senaste läge", 2.2): lambda row: _came_of(m, row),
    }
    title = f"Aktiviteter i åtgärden {measure['title']}"
    if words.is_known(measure["number"]):
        title = f"Aktiviteter i åtgärd {measure['number']}"
    sources = [m.places([row, *_told(m, row)]) for row in rows]
    return filled(listing(rows, name, title, columns, sources))


def _came_of(m: Material, activity: Row) -> str:
    """The counted outcome, the latest follow-up with its day, that a newer one isn't shown, and
    whether the deadline passed."""
    kind, _, counted = outcome(m, activity)
    parts = [counted] if counted else []
    row, why = _follow_up(m, activity)
    if row is not None:
        basis = "" if row["basis"] == "stated" else ", tolkad"
        day = m.short_day(m.meeting(row["meeting_id"]))
        parts.append(f"{m.status('follow_ups', row['status'])}, {day}{basis}")
    if kind == OPEN and is_past(m, activity["due_latest"]):
        parts.append("tidsgränsen har gått ut")
    if why:
        parts.append(unseen.said(why, is_newer=_is_told(m, activity)))
    elif kind == UNSEEN:
        parts.append("en nyare uppgift visas inte")
    return "; ".join(parts) or EMPTY


def _told(m: Material, activity: Row) -> Iterator[Row]:
    """The rows that `_came_of` is made of."""
    _, ground, _ = outcome(m, activity)
    row, _ = _follow_up(m, activity)
    yield from (one for one in (ground, row) if one is not None)


@once
def _told_last(m: Material) -> dict[str, Row]:
    """The latest that is told of each activity."""
    return {row["activity_id"]: row for row in iterated(m.by_meeting(m.told("follow_ups")))}


def _follow_up(m: Material, activity: Row) -> tuple[Row | None, str]:
    """The last word on the activity, or else the latest that a reader has inferred, and why one
    that is newer isn't shown; then an inferred one says nothing of how it stands."""
    key = activity["activity_id"]
    said, row = last_word(m, activity["measure_id"], key)
    if said in unseen.HOW:
        return None, said
    if row is None:
        row = _told_last(m).get(key)
    since = None if row is None else m.meeting(row["meeting_id"])["first"]
    why = unseen.newer(m, "activity_id", key, since)
    is_sure = row is not None and row["basis"] == "stated"
    return (row if is_sure or not why else None), why


def _is_told(m: Material, activity: Row) -> bool:
    return bool(m.told("follow_ups")["activity_id"].eq(activity["activity_id"]).any())
