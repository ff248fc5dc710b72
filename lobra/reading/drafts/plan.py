"""Draft rows of an action plan: the plan, its measures, activities and commitments."""

from __future__ import annotations

from lobra.reading import dates, plans
from lobra.reading.drafts.drafting import DraftRows
from lobra.reading.drafts.registers import Register
from lobra.reading.found import Activity, Measure, Statement
from lobra_data.words import NOT_STATED


def draft(out: DraftRows, plan: str, title: str) -> None:
    """Adds the rows that a plan gives, with keys as they would be were the tables empty."""
    titled = out.line_of(lambda text: title in text)
    first, last, basis = None, None, "Planen anger inga år."
    if years := sorted(set(dates.years(title))):
        first, last = years[0], years[-1] if len(years) > 1 else None
        basis = "Åren står i planens titel."
    elif stated := plans.period(out.lines):
        first, last, basis = stated.first, stated.last, f"Åren står i planen (rad {stated.line})."
    else:
        reason = "Planen säger inte vilka år den gäller. Fyll i dem, och grunden för dem: utan år "
        reason += "räknas den inte som årets plan."
        out.reading.doubt("action_plans", reason, titled)
    about = {"title": title, "year_from": first, "year_to": last, "period_basis": basis}
    out.add("action_plans", plan, line=titled, **about)
    forums = Register(out.tables["forums"], "forum_id", "name")
    for one in out.reading.measures:
        _measure(one, plan, forums, out)


def _measure(one: Measure, plan: str, forums: Register, out: DraftRows) -> None:
    plain = out.anonymous.plain
    row = out.add(
        "measures",
        f"{plan}-m{{}}",
        one,
        action_plan_id=plan,
        number=len(out.rows["measures"]) + 1,
        area=plain(one.area) or NOT_STATED,
        title=plain(one.title or one.area),
        forum_id=forums.match(one.forum).id,
        forum_text=plain(one.forum),
    )
    if not row:
        return
    key = row["measure_id"]
    if not one.title:
        reason = "Planen namnger inte åtgärden, bara området."
        out.reading.doubt("measures.title", reason, one.line)
    if not one.area:
        reason = "Planen säger inte vilket område åtgärden hör till."
        out.reading.doubt("measures.area", reason, one.line)
    for n, activity in enumerate(one.activities, start=1):
        about = {"measure_id": key, "number": n} | _target(activity)
        out.add("activities", f"{key}-a{n}", activity, **about)
    for party, word in (("police", "polis"), ("district", "kommun")):
        for n, text in enumerate(getattr(one, f"{party}_commitments"), start=1):
            said = Statement(None, None, text, one.line)
            about = {"measure_id": key, "number": n, "party": party}
            out.add("commitments", f"{key}-{word}-{n}", said, **about)


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
