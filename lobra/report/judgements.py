"""Goal fulfilment, measure by measure: decided by a person, or else proposed by a rule.

The rule is careful. It counts what the documents say in so many words, and counted targets whose
outcome is told; links that a reader has inferred, and words such as "ongoing", show no outcome.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from math import inf

from lobra.blocks import Source, Sources
from lobra.privacy.editions import INTERNAL, is_publishable
from lobra.report import unseen
from lobra.report.material import Material, once
from lobra.report.rows import Row, by, iterated
from lobra_data import frames, resolved, schema, words
from lobra_data.rules import targets
from lobra_data.rules.view import View

MARKS = {"full": "done", "partial": "ongoing", "none": "cancelled", "not_assessed": "unknown"}
PROPOSAL = "förslag enligt regel"
REACHED, PART, MISSED, OPEN = "reached", "part", "missed", "open"
DISPUTED, UNSEEN = "disputed", "unseen"
RULE = (
    "Måluppfyllelsen är beslutad när någon har gjort en bedömning, annars ett förslag enligt en "
    "regel.",
    "Regeln räknar en aktivitet som genomförd när ett protokoll uttryckligen säger att den är "
    "klar, eller när utfallet når det räknebara målet i samma enhet och på samma plats; ett mål "
    "per år prövas mot årets uppgifter, och det som flera aktiviteter delar på prövas inte. Den är "
    "delvis genomförd när utfallet är lägre än målet men inte noll, och inte genomförd när "
    "utfallet är noll, när aktiviteten är avbruten eller när ett protokoll efter tidsgränsen säger "
    "att den inte har börjat.",
    "Regeln föreslår helt när alla aktiviteter är genomförda eller protokollet säger att åtgärden "
    "är klar, om inget annat talar emot det; delvis när något är genomfört; inte när alla "
    "aktiviteter är ogjorda, eller åtgärden är avbruten eller enligt sista protokollet ej "
    "påbörjad. I övrigt föreslås ej bedömt, liksom när planen och programmet anger målet olika: "
    "pågår säger inget om målet, och tolkade uppföljningar räknas inte. Klar betyder att arbetet "
    "är gjort, inte att brotten har blivit färre.",
)
OUTCOMES = {
    REACHED: ("genomförd", "genomförda"),
    PART: ("delvis genomförd", "delvis genomförda"),
    MISSED: ("inte genomförd", "inte genomförda"),
    DISPUTED: ("med motstridiga uppgifter",) * 2,
    UNSEEN: ("vars senaste uppföljning inte visas",) * 2,
    OPEN: ("utan uppgift om utfall",) * 2,
}
"""How one activity went, and how several did."""
FROM_LEAST = ("cancelled", "not_started", "planned", "ongoing", "done", "unknown")

Outcome = tuple[str, Row | None, str]
"""How an activity went, the row that says so, and the counted outcome in words."""


@dataclass(frozen=True, eq=False)
class Judgement:
    """How far a measure's goal was reached, on what ground, and who says so."""

    measure: Row
    fulfilment: str
    ground: str
    source: Sources
    by: str
    """Who decided and when; empty for a proposal."""
    plan_of: str = ""
    """The forerunner whose plan the measure stands in; empty for the council's own."""

    @property
    def kind(self) -> str:
        kind = "beslut" if self.by else PROPOSAL
        return f"{kind} (föregångarens plan, {self.plan_of})" if self.plan_of else kind


def proposed(said: str, outcomes: Sequence[str]) -> str:
    """What the rule makes of the last word on a measure and the outcome of each activity.

    >>> proposed("", ["reached", "reached"]), proposed("ongoing", ["reached", "reached"])
    ('full', 'partial')
    >>> proposed("done", ["open"]), proposed("done", ["missed"]), proposed("", ["missed", "open"])
    ('full', 'partial', 'not_assessed')
    >>> proposed("cancelled", ["open"]), proposed("", ["missed"]), proposed("ongoing", ["open"])
    ('none', 'none', 'not_assessed')
    >>> proposed("", []), proposed("", ["reached", "disputed"]), proposed("withheld", ["reached"])
    ('not_assessed', 'not_assessed', 'not_assessed')
    """
    found = Counter(outcomes)
    if said in unseen.HOW or found[DISPUTED] or found[UNSEEN]:
        return "not_assessed"
    n_some = found[REACHED] + found[PART]
    is_all = n_some and found[REACHED] == len(outcomes)
    if said in ("cancelled", "not_started"):
        return "partial" if n_some else "none"
    if (is_all and said not in ("ongoing", "planned")) or (
        said == "done" and not found[PART] and not found[MISSED]
    ):
        return "full"
    if n_some or said == "done":
        return "partial"
    return "none" if outcomes and found[MISSED] == len(outcomes) else "not_assessed"


@once
def judgements(m: Material) -> tuple[Judgement, ...]:
    """One for each measure of the plans that cover the year."""
    plans = m.plans[~m.plans["year_to"].lt(m.year).fillna(False)]
    measures = m.measures[m.measures["action_plan_id"].isin(plans["action_plan_id"])]
    decided = m.ever("assessments")
    decided = decided[decided["year"].eq(m.year).fillna(False)]
    by_measure = {row["measure_id"]: row for row in iterated(decided)}
    proposals = [_proposal(m, measure) for measure in iterated(measures)]
    return tuple(_decision(m, proposal, by_measure) for proposal in proposals)


def _decision(m: Material, proposal: Judgement, decided: Mapping[str, Row]) -> Judgement:
    """What somebody has decided, or else the proposal itself."""
    row = decided.get(proposal.measure["measure_id"])
    if row is None:
        return proposal
    code, ground = str(row["fulfilment"]), words.sentence(row["ground"])
    if code != proposal.fulfilment:
        other = frames.labels("assessments", "fulfilment")[proposal.fulfilment]
        ground += f" Regelns förslag var {other}."
    by = f"{row['decided_by_role']}, {words.date(row['decided_on'])}"
    return replace(proposal, fulfilment=code, ground=ground, source=m.source(row), by=by)


def own_judgements(m: Material) -> tuple[Judgement, ...]:
    """Those of the council's own plan: a forerunner's measures aren't this council's success."""
    return tuple(j for j in judgements(m) if not j.plan_of)


def judged_from(found: Sequence[Judgement]) -> Sources:
    """The documents and decisions behind the judgements, each once."""
    return tuple(dict.fromkeys(Source(one.document) for j in found for one in j.source))


def _proposal(m: Material, measure: Row) -> Judgement:
    said, row = last_word(m, measure["measure_id"], None)
    activities = m.of_measure("activities", measure)
    outcomes = [outcome(m, one) for one in activities]
    apart = [a for a, o in zip(activities, outcomes, strict=True) if o[0] == DISPUTED]
    is_old = row is not None and row["meeting_id"] != m.meetings["meeting_id"].iloc[-1]
    told = "" if said == "not_started" and is_old else said  # it may have begun since
    code = proposed(told, [kind for kind, *_ in outcomes])
    told_by = (row, *(ground for _, ground, _ in outcomes))
    grounds = [one for one in told_by if one is not None] + apart
    ground = _ground(m, said, row, outcomes)
    if said in unseen.HOW:
        why = unseen.said_of(m, measure["measure_id"], said)
        ground = f"{words.sentence(why)} {ground}"
    plan_of = m.area(measure["council_id"]) if measure["council_id"] != m.council_id else ""
    source = m.places(grounds) or m.source(measure)
    return Judgement(measure, code, ground, source, "", plan_of)


def _ground(m: Material, said: str, row: Row | None, outcomes: Sequence[Outcome]) -> str:
    """What was found, in words: the last word on the measure, and how its activities went."""
    parts = []
    if row is not None:
        word = m.label("follow_ups", "status", said)
        day = m.short_day(m.meeting(row["meeting_id"]))
        parts.append(f"Åtgärden {word if said == 'ongoing' else f'är {word}'} ({day}).")
    n = Counter(kind for kind, *_ in outcomes)
    if n.total() > n[OPEN]:
        told = words.listed(words.count(n[k], *forms) for k, forms in OUTCOMES.items() if n[k])
        parts.append(words.sentence(f"aktiviteter: {told}"))
    else:
        parts.append("Inget utfall av aktiviteterna är antecknat.")
    return " ".join([*parts, *(words.sentence(text) for *_, text in outcomes if text)])


def outcome(m: Material, activity: Row) -> Outcome:
    """What came of an activity; worked out once, since its place in a report says it again."""
    key = (outcome, activity["activity_id"])
    if key not in m.remembered:
        m.remembered[key] = _outcome(m, activity)
    return m.remembered[key]


def _outcome(m: Material, activity: Row) -> Outcome:
    is_yearly = activity["target_per"] == "year"
    results = _results(m, activity, is_yearly)
    if apart := _disputed(m, activity, results):
        return DISPUTED, results[-1], apart
    counted = _counted(activity, results)
    if _is_outdated(m, activity, results, is_yearly):
        return UNSEEN, None, ""
    if counted:
        result = counted[-1]
        value, target = float(result["value"]), int(activity["target_count"])
        kind = REACHED if value >= target else PART if value else MISSED
        unit = activity["target_unit"]
        return kind, result, f"utfall {words.text(value)} av målet {target} {unit}"
    year = m.year if is_yearly else None
    said, row = last_word(m, activity["measure_id"], activity["activity_id"], year)
    if said in unseen.HOW:
        return UNSEEN, None, ""
    if said == "done":
        return REACHED, row, ""
    is_late = False
    if row is not None and words.is_known(activity["due_latest"]):
        is_late = m.meeting(row["meeting_id"])["first"] > activity["due_latest"]
    if said == "cancelled" or (is_late and said in ("not_started", "planned")):
        return MISSED, row, ""
    return OPEN, None, ""


def _results(m: Material, activity: Row, is_yearly: bool) -> list[Row]:
    """What is told of the activity's programme that can be held against its target, by value."""
    planned = _view(m).find("activities", activity["activity_id"])
    told = targets.comparable(_view(m), planned) if planned else []
    keys = {row.values["programme_result_id"] for row in told}
    rows = [
        row
        for row in _results_until(m)
        if row["programme_result_id"] in keys and (row["year"] == m.year or not is_yearly)
    ]
    return sorted(rows, key=lambda row: row["value"] if words.is_known(row["value"]) else -inf)


@once
def _results_until(m: Material) -> list[Row]:
    rows = m.ever("programme_results")
    return iterated(rows[rows["year"].le(m.year).fillna(False)])


def _is_outdated(m: Material, activity: Row, results: Sequence[Row], is_yearly: bool) -> bool:
    """Whether something newer is told of the activity's programme that isn't shown."""
    year = m.year if is_yearly else None
    documents = {row["document_id"] for row in results}
    since = max((day for key, day in _days(m) if key in documents), default=None)
    return bool(unseen.newer(m, "programme_id", activity["programme_id"], since, year))


@once
def _days(m: Material) -> list[tuple[str, dt.date]]:
    """The document of each meeting, and its day."""
    return [(row["document_id"], row["first"]) for row in iterated(m.meetings)]


def _counted(activity: Row, results: Sequence[Row]) -> list[Row]:
    """Those that are counted as the target is."""
    unit = str(activity["target_unit"])
    return [
        row
        for row in results
        if words.is_known(row["value"]) and words.is_same_noun(words.text(row["unit"], ""), unit)
    ]


def _disputed(m: Material, activity: Row, results: Sequence[Row]) -> str:
    """What plan and programme, or two outcomes of a year, state differently; empty if nothing is
    or somebody has found out which is right."""
    view = _view(m)
    planned = view.find("activities", activity["activity_id"])
    told = [view.find("programme_results", row["programme_result_id"]) for row in results]
    for row in filter(None, told):
        aim = targets.other_aim(planned, row) if planned else ""
        if aim and planned and not view.is_resolved(planned, row):
            plan = f"{activity['target_count']} {activity['target_unit']}"
            said = aim[:1].lower() + aim[1:]
            return f"planen anger målet {plan}, programmet {said} ({row.values['year']})"
    for year, rows in sorted(by(_counted(activity, results), "year").items()):
        found = dict.fromkeys(float(row["value"]) for row in rows)
        if len(found) > 1:
            values = words.listed(map(words.text, found))
            return f"utfallet {year} anges som {values} {activity['target_unit']}"
    return ""


@once
def _view(m: Material) -> View:
    """The rows that may be shown, for rules to look at."""
    return View(m.data, m.lineage, {name: _keys(m, name) for name in schema.load()})


def _keys(m: Material, table: str) -> set[str]:
    """The keys of what may be shown; a frame of every table would take long to make."""
    key = schema.load()[table].key
    rows = (row.values for council in m.lineage for row in resolved.rows(m.data, table, council))
    return {row[key] for row in rows if m.edition == INTERNAL or is_publishable(row)}


@once
def _stated(m: Material, measure_id: str) -> list[tuple[dt.date, Row]]:
    """What meetings said in so many words of a measure, with the day of each."""
    rows = [row for row in m.told_of.get(measure_id, ()) if row["basis"] == "stated"]
    return [(m.meeting(row["meeting_id"])["first"], row) for row in rows]


@once
def last_word(
    m: Material, measure_id: str, activity_id: str | None, year: int | None = None
) -> tuple[str, Row | None]:
    """The status at the last meeting that states one, the least where one meeting says two; or
    why something newer isn't shown, which leaves open how it stands."""
    field, key = ("activity_id", activity_id) if activity_id else ("measure_id", measure_id)
    told = [
        (on, row)
        for on, row in _stated(m, measure_id)
        if (row["activity_id"] if words.is_known(row["activity_id"]) else None) == activity_id
        and (not year or on.year == year)
    ]
    last = max((on for on, _ in told), default=None)
    if why := unseen.newer(m, field, key, last, year, is_itself=True):
        return why, None
    if not told:
        return "", None
    rows = (row for on, row in told if on == last)
    row = min(rows, key=lambda row: FROM_LEAST.index(row["status"]))
    said = str(row["status"])
    return ("", None) if said == "unknown" else (said, row)


def target(m: Material, activity: Row) -> str:
    """The counted target of an activity in words; empty when it has none."""
    if not words.is_known(activity["target_count"]):
        return ""
    per, unit = activity["target_per"], words.text(activity["target_unit"], "")
    often = m.label("activities", "target_per", per) if words.is_known(per) else ""
    return " ".join(f"minst {activity['target_count']} {unit} {often}".split())
