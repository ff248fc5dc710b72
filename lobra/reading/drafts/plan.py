"""Draft rows of an action plan: the plan, its measures, activities and commitments."""

from __future__ import annotations

from lobra.reading import dates
from lobra.reading.drafts import matching
from lobra.reading.drafts.drafting import DraftRows
from lobra.reading.found import Activity, Doubt, Measure, Reading

NOT_STATED = "anges inte"
_PLAIN = ("goal", "purpose", "target_group", "responsible", "other_actors", "funding")
_ROLES = ("police_contact", "district_contact", "communication", "follow_up")
_PARTIES = (
    ("police", "polis", "police_commitments"),
    ("district", "kommun", "district_commitments"),
)


def draft(reading: Reading, out: DraftRows) -> None:
    """Adds the rows that a plan gives, with keys as they would be were the tables empty."""
    plan = out.place.action_plan_id
    years = sorted(set(dates.years(out.place.title)))
    out.add(
        "action_plans",
        plan,
        next((n for n, text in out.place.lines.items() if out.place.title in text), 1),
        title=out.place.title,
        year_from=years[0] if years else None,
        year_to=years[-1] if len(years) > 1 else None,
        period_basis="Åren står i planens titel." if years else "Titeln anger inga år.",
    )
    if not years:
        out.doubts.append(Doubt("action_plans", "Titeln säger inte vilka år planen gäller.", 1))
    forums = matching.by_name(out.place.tables["forums"], "forum_id")
    number = 0
    for one in reading.measures:
        if not one.title:
            out.leave_out("measures", "åtgärden har inget namn.", one.line)
            continue
        number += 1
        _measure(one, number, plan, forums, out)
    for conflict in reading.conflicts:
        reason = "motsägelser i planer har ingen tabell."
        out.leave_out("conflicts", reason, conflict.lines[0] if conflict.lines else None)


def _measure(
    one: Measure, number: int, plan: str, forums: matching.Register, out: DraftRows
) -> None:
    key = f"{plan}-m{number}"
    texts = {name: out.anonymous.plain(getattr(one, name)) for name in (*_PLAIN, *_ROLES)}
    if not one.area:
        reason = "Planen säger inte vilket område åtgärden hör till."
        out.doubts.append(Doubt("measures.area", reason, one.line))
    out.add(
        "measures",
        key,
        one.line,
        action_plan_id=plan,
        number=number,
        area=out.anonymous.plain(one.area) or NOT_STATED,
        title=out.anonymous.text(one.title)[0],
        forum_id=forums.match(one.forum).id,
        forum_text=out.anonymous.plain(one.forum),
        **texts,
    )
    for n, activity in enumerate(one.activities, start=1):
        _activity(activity, n, key, out)
    for party, word, name in _PARTIES:
        for n, text in enumerate(getattr(one, name), start=1):
            (said,), is_sensitive = out.words(text)
            out.add(
                "commitments",
                f"{key}-{word}-{n}",
                one.line,
                measure_id=key,
                party=party,
                number=n,
                text=said,
                is_sensitive=is_sensitive,
            )


def _activity(one: Activity, number: int, measure: str, out: DraftRows) -> None:
    target = one.target or {}
    per = target.get("per")
    span = next((s for s in dates.find_spans(one.title) if str(s.latest) == one.due_latest), None)
    (title,), is_sensitive = out.words(one.title)
    out.add(
        "activities",
        f"{measure}-a{number}",
        one.line,
        measure_id=measure,
        number=number,
        title=title,
        target_count=target.get("count") or None,
        target_unit=target.get("unit"),
        target_per=per if per in ("year", "once") else None,
        due_label=span.text if span else None,
        due_earliest=span.earliest if span else one.due_latest,
        due_latest=one.due_latest,
        is_sensitive=is_sensitive,
    )
