"""Draft rows of an action plan: the plan, its measures, activities and commitments."""

from __future__ import annotations

from collections.abc import Mapping

from lobra.reading import dates, plans
from lobra.reading.drafts import registers
from lobra.reading.drafts.drafting import DraftRows
from lobra.reading.found import Activity, Measure, Reading, Statement

NOT_STATED = "anges inte"
NO_YEARS = "Planen anger inga år."
_PARTIES = {"police": "polis", "district": "kommun"}


def draft(reading: Reading, out: DraftRows, plan: str, title: str) -> None:
    """Adds the rows that a plan gives, with keys as they would be were the tables empty."""
    titled = out.line_of(lambda text: title in text)
    first, last, basis = _years(title, out.lines)
    out.add(
        "action_plans",
        plan,
        line=titled,
        title=title,
        year_from=first,
        year_to=last,
        period_basis=basis,
    )
    if basis == NO_YEARS:
        reason = "Planen säger inte vilka år den gäller. Fyll i dem, och grunden för dem: utan år "
        reason += "räknas den inte som årets plan."
        out.doubt("action_plans", reason, titled)
    forums = registers.by_name(out.tables["forums"], "forum_id")
    for one in reading.measures:
        _measure(one, plan, forums, out)
    for conflict in reading.conflicts:
        line = next(iter(conflict.lines), None)
        out.leave_out("conflicts", "motsägelser i planer har ingen tabell", line)


def _years(title: str, lines: Mapping[int, str]) -> tuple[int | None, int | None, str]:
    """The first and the last year of a plan, by its title or else by its text, and which it was."""
    if years := sorted(set(dates.years(title))):
        return years[0], years[-1] if years[1:] else None, "Åren står i planens titel."
    if stated := plans.period(lines):
        return stated.first, stated.last, f"Åren står i planen (rad {stated.line})."
    return None, None, NO_YEARS


def _measure(one: Measure, plan: str, forums: registers.Register, out: DraftRows) -> None:
    key = out.add(
        "measures",
        f"{plan}-m{{}}",
        one,
        action_plan_id=plan,
        number=len(out.rows["measures"]) + 1,
        area=out.plain(one.area) or NOT_STATED,
        title=out.plain(one.title or one.area),
        forum_id=forums.match(one.forum).id,
        forum_text=out.plain(one.forum),
    )
    if not key:
        return
    if not one.title:
        out.doubt("measures.title", "Planen namnger inte åtgärden, bara området.", one.line)
    if not one.area:
        reason = "Planen säger inte vilket område åtgärden hör till."
        out.doubt("measures.area", reason, one.line)
    about: dict[str, object] = {"measure_id": key}
    for n, activity in enumerate(one.activities, start=1):
        out.add("activities", f"{key}-a{n}", activity, number=n, **about, **_target(activity))
    for party, word in _PARTIES.items():
        for n, text in enumerate(getattr(one, f"{party}_commitments"), start=1):
            said = Statement(None, None, text, one.line)
            out.add("commitments", f"{key}-{word}-{n}", said, party=party, number=n, **about)


def _target(one: Activity) -> dict[str, object]:
    """How much the activity is to give, and by when in the plan's own words."""
    target = one.target or {}
    per = target.get("per")
    span = next((s for s in dates.find_spans(one.title) if str(s.latest) == one.due_latest), None)
    return {
        "target_count": target.get("count") or None,
        "target_unit": target.get("unit"),
        "target_per": per if per in ("year", "once") else None,
        "due_label": span.text if span else None,
        "due_earliest": span.earliest if span else one.due_latest,
    }
