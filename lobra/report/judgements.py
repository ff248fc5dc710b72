"""Goal fulfilment, measure by measure: decided by a person, or else proposed by a rule.

The rule is careful. It counts what the documents say in so many words, and counted targets whose
outcome is told; links that a reader has inferred, and words such as "ongoing", show no outcome.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from lobra.blocks import Source, Sources
from lobra.report.material import Material, iterated, once
from lobra_data import tables, words

MARKS = {"full": "done", "partial": "ongoing", "none": "cancelled", "not_assessed": "unknown"}
PROPOSAL = "förslag enligt regel"
REACHED, PART, MISSED, OPEN = "reached", "part", "missed", "open"
RULE = (
    "Måluppfyllelsen är beslutad när någon har gjort en bedömning, annars ett förslag enligt en "
    "regel.",
    "Regeln räknar en aktivitet som genomförd när ett protokoll uttryckligen säger att den är "
    "klar, eller när utfallet når det räknebara målet i samma enhet; ett mål per år prövas mot "
    "årets uppgifter. Den är delvis genomförd när utfallet är lägre än målet men inte noll, och "
    "inte genomförd när utfallet är noll, när aktiviteten är avbruten eller när ett protokoll "
    "efter tidsgränsen säger att den inte har börjat.",
    "Regeln föreslår helt när alla aktiviteter är genomförda eller protokollet säger att åtgärden "
    "är klar, om inget annat talar emot det; delvis när något är genomfört; inte när alla "
    "aktiviteter är ogjorda, eller åtgärden är avbruten eller enligt sista protokollet ej "
    "påbörjad. I övrigt föreslås ej "
    "bedömt: pågår säger inget om målet, och tolkade uppföljningar räknas inte. Klar betyder att "
    "arbetet är gjort, inte att brotten har blivit färre.",
)
_OUTCOMES = {
    REACHED: ("genomförd", "genomförda"),
    PART: ("delvis genomförd", "delvis genomförda"),
    MISSED: ("inte genomförd", "inte genomförda"),
    OPEN: ("utan uppgift om utfall",) * 2,
}
_FROM_LEAST = ("cancelled", "not_started", "planned", "ongoing", "done", "unknown")

Outcome = tuple[str, pd.Series | None, str]
"""How an activity went, the row that says so, and the counted outcome in words."""


@dataclass(frozen=True)
class Judgement:
    """How far a measure's goal was reached, on what ground, and who says so."""

    measure: pd.Series
    fulfilment: str
    ground: str
    source: Sources
    by: str
    """Who decided and when; empty for a proposal."""

    @property
    def kind(self) -> str:
        return "beslut" if self.by else PROPOSAL


def proposed(said: str, outcomes: Sequence[str]) -> str:
    """What the rule makes of the last word on a measure and the outcome of each activity.

    >>> proposed("", ["reached", "reached"]), proposed("ongoing", ["reached", "reached"])
    ('full', 'partial')
    >>> proposed("done", ["open"]), proposed("done", ["missed"]), proposed("", ["missed", "open"])
    ('full', 'partial', 'not_assessed')
    >>> proposed("cancelled", ["open"]), proposed("", ["missed"]), proposed("ongoing", ["open"])
    ('none', 'none', 'not_assessed')
    >>> proposed("", [])
    'not_assessed'
    """
    found = Counter(outcomes)
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
        other = tables.labels("assessments", "fulfilment")[proposal.fulfilment]
        ground += f" Regelns förslag var {other}."
    by = f"{row['decided_by_role']}, {words.date(row['decided_on'])}"
    return Judgement(proposal.measure, code, ground, m.source(row), by)


def tally(m: Material) -> str:
    """How many measures have each judgement: "helt 3 och ej bedömt 4; två av sju är …"."""
    found = Counter(j.fulfilment for j in judgements(m))
    labels = tables.labels("assessments", "fulfilment")
    said = words.listed(f"{word} {found[code]}" for code, word in labels.items() if found[code])
    n = sum(bool(j.by) for j in judgements(m))
    firm = f"{words.number(n)} av {words.number(len(judgements(m)))} är beslutade"
    return f"{said}; {firm if n else 'ingen är beslutad'}"


def judged_from(found: Sequence[Judgement]) -> Sources:
    """The documents and decisions behind the judgements, each once."""
    return tuple(dict.fromkeys(Source(one.document) for j in found for one in j.source))


def _proposal(m: Material, measure: pd.Series) -> Judgement:
    said, row = last_word(m, measure["measure_id"], None)
    outcomes = [outcome(m, one) for one in iterated(m.of_measure("activities", measure))]
    is_old = row is not None and row["meeting_id"] != m.meetings["meeting_id"].iloc[-1]
    told = "" if said == "not_started" and is_old else said  # it may have begun since
    code = proposed(told, [kind for kind, *_ in outcomes])
    grounds = [one for one in (row, *(ground for _, ground, _ in outcomes)) if one is not None]
    ground = _ground(m, said, row, outcomes)
    return Judgement(measure, code, ground, m.places(grounds) or m.source(measure), "")


def _ground(m: Material, said: str, row: pd.Series | None, outcomes: Sequence[Outcome]) -> str:
    """What was found, in words: the last word on the measure, and how its activities went."""
    parts = []
    if row is not None:
        word = m.label("follow_ups", "status", said)
        day = m.short_day(m.meeting(row["meeting_id"]))
        parts.append(f"Åtgärden {word if said == 'ongoing' else f'är {word}'} ({day}).")
    n = Counter(kind for kind, *_ in outcomes)
    if n[REACHED] + n[PART] + n[MISSED]:
        told = words.listed(words.count(n[k], *forms) for k, forms in _OUTCOMES.items() if n[k])
        parts.append(words.sentence(f"aktiviteter: {told}"))
    else:
        parts.append("Inget utfall av aktiviteterna är antecknat.")
    return " ".join([*parts, *(words.sentence(text) for *_, text in outcomes if text)])


def outcome(m: Material, activity: pd.Series) -> Outcome:
    """What came of an activity."""
    is_yearly = activity["target_per"] == "year"
    result = _result(m, activity, is_yearly)
    if result is not None:
        value, target = float(result["value"]), int(activity["target_count"])
        kind = REACHED if value >= target else PART if value else MISSED
        unit = activity["target_unit"]
        return kind, result, f"utfall {words.text(value)} av målet {target} {unit}"
    year = m.year if is_yearly else None
    said, row = last_word(m, activity["measure_id"], activity["activity_id"], year)
    if said == "done":
        return REACHED, row, ""
    is_late = False
    if row is not None and words.is_known(activity["due_latest"]):
        is_late = m.meeting(row["meeting_id"])["first"] > activity["due_latest"]
    if said == "cancelled" or (is_late and said in ("not_started", "planned")):
        return MISSED, row, ""
    return OPEN, None, ""


def _result(m: Material, activity: pd.Series, is_yearly: bool) -> pd.Series | None:
    """The counted outcome of the activity's programme, if it is counted as the target is."""
    if not words.is_known(activity["target_count"]) or not words.is_known(activity["programme_id"]):
        return None
    rows = m.ever("programme_results")
    rows = rows[rows["programme_id"].eq(activity["programme_id"]) & rows["value"].notna()]
    rows = rows[rows["unit"].str.casefold().eq(str(activity["target_unit"]).casefold())]
    rows = rows[rows["year"].eq(m.year) if is_yearly else rows["year"].le(m.year)]
    return rows.sort_values("value").iloc[-1] if len(rows) else None


def last_word(
    m: Material, measure_id: str, activity_id: str | None, year: int | None = None
) -> tuple[str, pd.Series | None]:
    """The status at the last meeting that states one; the least where one meeting says two."""
    rows = m.told("follow_ups")
    rows = rows[rows["measure_id"].eq(measure_id) & rows["basis"].eq("stated")]
    about = rows["activity_id"]
    rows = rows[about.isna() if activity_id is None else about.eq(activity_id)]
    rows = rows.assign(on=rows["meeting_id"].map(m.meetings.set_index("meeting_id")["first"]))
    if year:
        rows = rows[rows["on"].dt.year.eq(year)]
    if rows.empty:
        return "", None
    rows = rows[rows["on"].eq(rows["on"].max())]
    row = min(iterated(rows), key=lambda row: _FROM_LEAST.index(row["status"]))
    said = str(row["status"])
    return ("", None) if said == "unknown" else (said, row)


def target(m: Material, activity: pd.Series) -> str:
    """The counted target of an activity in words; empty when it has none."""
    if not words.is_known(activity["target_count"]):
        return ""
    per, unit = activity["target_per"], words.text(activity["target_unit"], "")
    often = m.label("activities", "target_per", per) if words.is_known(per) else ""
    return " ".join(f"minst {activity['target_count']} {unit} {often}".split())
