"""Goal fulfilment, measure by measure: decided by a person, or else proposed by a rule.

The rule is careful. It counts what the documents say in so many words, and counted targets whose
outcome is told; links that a reader has inferred, and words such as "ongoing", show no outcome.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

import pandas as pd

from lobra.blocks import Source, Sources
from lobra.privacy.disclosure import INTERNAL, is_publishable
from lobra.report import unseen
from lobra.report.material import Material, iterated, once
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
_OUTCOMES = {
    REACHED: ("genomförd", "genomförda"),
    PART: ("delvis genomförd", "delvis genomförda"),
    MISSED: ("inte genomförd", "inte genomförda"),
    DISPUTED: ("med motstridiga uppgifter",) * 2,
    UNSEEN: ("vars senaste uppföljning inte visas",) * 2,
    OPEN: ("utan uppgift om utfall",) * 2,
}
FROM_LEAST = ("cancelled", "not_started", "planned", "ongoing", "done", "unknown")

Outcome = tuple[str, pd.Series | None, str]
"""How an activity went, the row that says so, and the counted outcome in words."""


@dataclass(frozen=True, eq=False)
class Judgement:
    """How far a measure's goal was reached, on what ground, and who says so."""

    measure: pd.Series
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
    decided = decided[decided["year"].eq(m.year).fillna(False)].set_index("measure_id")
    proposals = [_proposal(m, measure) for measure in iterated(measures)]
    return tuple(_decision(m, proposal, decided) for proposal in proposals)


def _decision(m: Material, proposal: Judgement, decided: pd.DataFrame) -> Judgement:
    """What somebody has decided, or else the proposal itself."""
    if proposal.measure["measure_id"] not in decided.index:
        return proposal
    row = decided.loc[proposal.measure["measure_id"]]
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


def _proposal(m: Material, measure: pd.Series) -> Judgement:
    said, row = last_word(m, measure["measure_id"], None)
    activities = iterated(m.of_measure("activities", measure))
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


def _ground(m: Material, said: str, row: pd.Series | None, outcomes: Sequence[Outcome]) -> str:
    """What was found, in words: the last word on the measure, and how its activities went."""
    parts = []
    if row is not None:
        word = m.label("follow_ups", "status", said)
        day = m.short_day(m.meeting(row["meeting_id"]))
        parts.append(f"Åtgärden {word if said == 'ongoing' else f'är {word}'} ({day}).")
    n = Counter(kind for kind, *_ in outcomes)
    if n.total() > n[OPEN]:
        told = words.listed(words.count(n[k], *forms) for k, forms in _OUTCOMES.items() if n[k])
        parts.append(words.sentence(f"aktiviteter: {told}"))
    else:
        parts.append("Inget utfall av aktiviteterna är antecknat.")
    return " ".join([*parts, *(words.sentence(text) for *_, text in outcomes if text)])


def outcome(m: Material, activity: pd.Series) -> Outcome:
    """What came of an activity; worked out once, since its place in a report says it again."""
    key = (outcome, activity["activity_id"])
    if key not in m.remembered:
        m.remembered[key] = _outcome(m, activity)
    return m.remembered[key]


def _outcome(m: Material, activity: pd.Series) -> Outcome:
    is_yearly = activity["target_per"] == "year"
    results = _results(m, activity, is_yearly)
    if apart := _disputed(m, activity, results):
        return DISPUTED, results.iloc[-1], apart
    counted = _counted(activity, results)
    if _is_outdated(m, activity, results, is_yearly):
        return UNSEEN, None, ""
    if len(counted):
        result = counted.iloc[-1]
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


def _results(m: Material, activity: pd.Series, is_yearly: bool) -> pd.DataFrame:
    """What is told of the activity's programme that can be held against its target, by value."""
    rows, planned = (
        m.ever("programme_results"),
        _view(m).find("activities", activity["activity_id"]),
    )
    told = targets.comparable(_view(m), planned) if planned else []
    rows = rows[
        rows["programme_result_id"].isin([row.values["programme_result_id"] for row in told])
    ]
    rows = rows[rows["year"].eq(m.year) if is_yearly else rows["year"].le(m.year)]
    return rows.sort_values("value", na_position="first")


def _is_outdated(m: Material, activity: pd.Series, results: pd.DataFrame, is_yearly: bool) -> bool:
    """Whether something newer is told of the activity's programme that isn't shown."""
    year = m.year if is_yearly else None
    told = m.meetings[m.meetings["document_id"].isin(results["document_id"])]
    since = told["first"].max()
    return bool(unseen.newer(m, "programme_id", activity["programme_id"], since, year))


def _counted(activity: pd.Series, results: pd.DataFrame) -> pd.DataFrame:
    """Those that are counted as the target is."""
    unit = str(activity["target_unit"])
    is_same = [words.is_same_noun(words.text(one, ""), unit) for one in results["unit"]]
    return results[results["value"].notna() & pd.Series(is_same, results.index, dtype="bool")]


def _disputed(m: Material, activity: pd.Series, results: pd.DataFrame) -> str:
    """What plan and programme, or two outcomes of a year, state differently; empty if nothing is
    or somebody has found out which is right."""
    view = _view(m)
    planned = view.find("activities", activity["activity_id"])
    told = [view.find("programme_results", key) for key in results["programme_result_id"]]
    for row in filter(None, told):
        aim = targets.other_aim(planned, row) if planned else ""
        if aim and planned and not view.is_resolved(planned, row):
            plan = f"{activity['target_count']} {activity['target_unit']}"
            said = aim[:1].lower() + aim[1:]
            return f"planen anger målet {plan}, programmet {said} ({row.values['year']})"
    counted = _counted(activity, results)
    for year, rows in counted.groupby("year"):
        if rows["value"].nunique() > 1:
            values = words.listed(words.text(float(one)) for one in rows["value"].unique())
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
def _stated(m: Material) -> pd.DataFrame:
    """What meetings said in so many words, with the day of each."""
    rows = m.told("follow_ups")
    rows = rows[rows["basis"].eq("stated")]
    return rows.assign(on=rows["meeting_id"].map(m.meetings.set_index("meeting_id")["first"]))


@once
def last_word(
    m: Material, measure_id: str, activity_id: str | None, year: int | None = None
) -> tuple[str, pd.Series | None]:
    """The status at the last meeting that states one, the least where one meeting says two; or
    why something newer isn't shown, which leaves open how it stands."""
    field, key = ("activity_id", activity_id) if activity_id else ("measure_id", measure_id)
    rows = _stated(m)
    rows = rows[rows["measure_id"].eq(measure_id)]
    about = rows["activity_id"]
    rows = rows[about.isna() if activity_id is None else about.eq(activity_id)]
    if year:
        rows = rows[rows["on"].dt.year.eq(year)]
    if why := unseen.newer(m, field, key, rows["on"].max(), year, is_itself=True):
        return why, None
    if rows.empty:
        return "", None
    rows = rows[rows["on"].eq(rows["on"].max())]
    row = min(iterated(rows), key=lambda row: FROM_LEAST.index(row["status"]))
    said = str(row["status"])
    return ("", None) if said == "unknown" else (said, row)


def target(m: Material, activity: pd.Series) -> str:
    """The counted target of an activity in words; empty when it has none."""
    if not words.is_known(activity["target_count"]):
        return ""
    per, unit = activity["target_per"], words.text(activity["target_unit"], "")
    often = m.label("activities", "target_per", per) if words.is_known(per) else ""
    return " ".join(f"minst {activity['target_count']} {unit} {often}".split())
