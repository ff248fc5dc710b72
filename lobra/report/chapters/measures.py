"""The measures: a row each, and up to three seen closely."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

import pandas as pd

from lobra.blocks import Block, Column, Facts, Group, Nothing, Status, Text
from lobra.report import unseen
from lobra.report.chapters.voice import close_up, comment, named
from lobra.report.following import is_past
from lobra.report.judgements import (
    MARKS,
    MISSED,
    OPEN,
    OUTCOMES,
    PART,
    REACHED,
    UNSEEN,
    Judgement,
    last_word,
    outcome,
    own_judgements,
)
from lobra.report.material import Material, once
from lobra.report.phrases import deadline, in_year, lowered, run_in, shortened, some, titled
from lobra.report.rows import Row, by, iterated
from lobra.report.shown import Cells, listing, remark, retold
from lobra_data import words

VERDICTS = {
    "full": "nått",
    "partial": "delvis nått",
    "none": "inte nått",
    "not_assessed": "ej bedömt",
}
"""What a judgement says of the measure's goal."""
GOAL_WORDS, STEP_WORDS = 12, 14
MOST_CLOSE_UPS, LEAST_FOLLOW_UPS, MOST_FOLLOW_UPS = 3, 2, 4


def measures_table(m: Material) -> Block:
    """One row a measure: goal, target and outcome, judgement, decided or proposed, next step."""
    found, name = own_judgements(m), "atgarderna"
    if not found:
        return _no_plan(m, name)
    source = m.sources(*(one.measure for one in found))
    intro = Text(name="atgarderna-antal", text=_intro(m, found), source=source)
    all_columns: Cells[Judgement] = {
        Column("Nr", 0.35): lambda one: words.text(one.measure["number"], "–"),
        Column("Åtgärd", 1.6): lambda one: str(one.measure["title"]),
        **_goals(m, found),
        **(_verdicts() if _is_judged(found) else _owners()),
    }
    steps: Cells[Judgement] = {Column("Nästa steg", 1.6): lambda one: next_step(m, one.measure)}
    is_ahead = any(next_step(m, one.measure) for one in found)
    columns = {**all_columns, **(steps if is_ahead else {})}
    if not any(words.is_known(one.measure["number"]) for one in found):
        columns = {column: cell for column, cell in columns.items() if column.label != "Nr"}
    sources = [one.source for one in found]
    shown = listing(found, name, f"Åtgärderna {m.year}", columns, sources, source)
    return Group(name="atgarderna-grupp", parts=[("", intro), ("", shown)])


def _is_judged(found: Sequence[Judgement]) -> bool:
    return any(one.fulfilment != "not_assessed" or one.by for one in found)


def _goals(m: Material, found: Sequence[Judgement]) -> Cells[Judgement]:
    is_counted = any(counted(m, one.measure) for one in found)
    head = "Mål eller utfall mot mål" if is_counted else "Mål"
    return {Column(head, 1.7): lambda one: _goal(m, one)}


def _verdicts() -> Cells[Judgement]:
    return {
        Column("Målet", 0.9): lambda one: Status(MARKS[one.fulfilment], VERDICTS[one.fulfilment]),
        Column("Bedömt av", 1.2): lambda one: one.by.rpartition(", ")[0] or _proposed(one),
    }


def _owners() -> Cells[Judgement]:
    return {Column("Ansvarig", 1.2): lambda one: words.text(one.measure["responsible"], "")}


def _no_plan(m: Material, name: str) -> Block:
    """Whose plan there is, if any, when the council has none of its own."""
    council = m.council["name"]
    first = f"Ingen åtgärdsplan för {council} som gäller {m.year} finns {m.here}."
    if m.measures.empty:
        return remark(m, name, first)
    before = m.area(str(m.measures["council_id"].iloc[-1]))
    number = len(m.measures)
    n = f"{words.number(number)} {words.form(number, 'åtgärd', 'åtgärder')}"
    year = int(m.plans["year_from"].min())
    text = (
        f"{first} Föregångaren {before} hade en plan från {year} med {n}. Uppgifterna visar inte "
        f"om {m.area(m.council_id)} har tagit över den, så åtgärderna "
        "bedöms inte här."
    )
    return Text(name=name, text=m.so_far(text), source=m.sources(m.measures))


def _intro(m: Material, found: Sequence[Judgement]) -> str:
    """How many measures there are, how many goals were reached, and who says so."""
    n, counts = len(found), Counter(one.fulfilment for one in found)
    first = f"{_plan(m)} har {words.number(n)} {words.form(n, 'åtgärd', 'åtgärder')}"
    if not _is_judged(found):
        return titled([first, f"Om målen är nådda går inte att bedöma{_why_not(m, found)}"])
    reached, *others = [(code, counts[code]) for code in VERDICTS if counts[code]]
    k = reached[1]
    said = [f"{VERDICTS[reached[0]]} för {some(k)} {words.form(k, 'åtgärd', 'åtgärder')}"]
    said += [f"{VERDICTS[code]} för {some(number)}" for code, number in others]
    return titled([first, f"Målet är {words.listed(said)}", _how_firm(found)])


def _plan(m: Material) -> str:
    plans = m.of_year("action_plans")
    if len(plans) != 1:
        return "Åtgärdsplanerna"
    first, last = (words.text(plans[key].iloc[0], "") for key in ("year_from", "year_to"))
    years = "–".join(dict.fromkeys([first, last]))
    return f"Åtgärdsplanen för {years}" if last else f"Åtgärdsplanen från {first}"


def _why_not(m: Material, found: Sequence[Judgement]) -> str:
    if m.of_year("meetings").empty:
        return f": inget protokoll från {m.year} finns {m.here}"
    rows = (row for one in found for row in m.of_measure("activities", one.measure))
    if not all(outcome(m, row)[0] == OPEN for row in rows):
        return ""
    return f": inget utfall är antecknat{f' {m.here}' if m.n_waiting else ''}"


def _how_firm(found: Sequence[Judgement]) -> str:
    """How many judgements somebody has decided; of the others those that propose something."""
    n = sum(bool(one.by) for one in found)
    proposed = sum(bool(_proposed(one)) for one in found if not one.by)
    decided = f"{words.capitalised(some(n))} {words.form(n, 'bedömning', 'bedömningar')} är "
    decided += words.form(n, "beslutad", "beslutade") if n else ""
    rule = f"{some(proposed)} är förslag enligt en regel" if proposed else ""
    if not n:
        return f"Ingen bedömning är beslutad; {rule}" if rule else "Ingen bedömning är beslutad"
    return words.listed(filter(None, [decided, rule]))


def _proposed(one: Judgement) -> str:
    return "" if one.fulfilment == "not_assessed" else "regel (förslag)"


def counted(m: Material, measure: Row) -> list[str]:
    """The measure's counted outcomes beside their targets: "52 av 40 platser"."""
    found = []
    for activity in m.of_measure("activities", measure):
        kind, row, _ = outcome(m, activity)
        if row is not None and "value" in row and kind in (REACHED, PART, MISSED):
            value, most = words.text(float(row["value"])), activity["target_count"]
            found.append(f"{value} av {most} {activity['target_unit']}")
    return found


def _goal(m: Material, one: Judgement) -> str:
    """The counted outcomes, or else the goal; where the goal is reached in part though every
    count is, also how the other activities went."""
    numbers = counted(m, one.measure)
    if not numbers:
        return shortened(words.text(one.measure["goal"], ""), GOAL_WORDS)
    went = Counter(outcome(m, activity)[0] for activity in m.of_measure("activities", one.measure))
    if one.fulfilment == "partial" and not went[PART] and len(numbers) <= went[REACHED]:
        numbers += [
            f"{some(n)} {words.form(n, 'aktivitet', 'aktiviteter')} "
            f"{words.form(n, *OUTCOMES[kind])}"
            for kind, n in went.items()
            if kind != REACHED
        ]
    return "; ".join(numbers)


def next_step(m: Material, measure: Row) -> str:
    """What lies ahead of a measure by the end of the year, if anything is noted: what the last
    minutes say will be done, or the next deadline of its activities or its place. Where something
    newer of it isn't shown, that is all there is to say."""
    said, _ = last_word(m, measure["measure_id"], None)
    if said in ("done", "cancelled"):
        return ""
    if said in unseen.HOW:
        return words.capitalised(unseen.said_of(m, measure["measure_id"], said))
    dated = [*_ahead(m, measure), *_ahead_at_place(m, measure)]
    first = min(dated, key=lambda one: one[0], default=None)
    return _intended(m, measure) or (first[1] if first else "")


def _intended(m: Material, measure: Row) -> str:
    """What the year's last minutes say that will be done about the measure."""
    of_year = {*m.of_year("meetings")["meeting_id"]}
    last = next((key for key in reversed([*m.meetings["meeting_id"]]) if key in of_year), None)
    rows = [
        row
        for row in m.of_measure("follow_ups", measure)
        if row["meeting_id"] == last and row["basis"] == "stated" and _is_ahead(m, row)
    ]
    return shortened(retold(m, rows[-1]) if rows else "", STEP_WORDS)


def _is_ahead(m: Material, row: Row) -> bool:
    """Whether what was told is about what will be done."""
    statement = m.keyed("statements").get(row["statement_id"])
    is_intention = statement is not None and statement["kind"] == "intention"
    return is_intention or str(m.year + 1) in words.text(row["text"], "")


Ahead = tuple[pd.Timestamp, str]


def _ahead(m: Material, measure: Row) -> Iterator[Ahead]:
    for row in open_activities(m, measure):
        if words.is_known(row["due_latest"]) and not is_past(m, row["due_latest"]):
            yield row["due_latest"], f"{str(row['title']).rstrip('.')}, {deadline(row)}"


def _ahead_at_place(m: Material, measure: Row) -> Iterator[Ahead]:
    """Actions with a day to come, of the place that the plan names for the measure."""
    for row in _to_come(m).get(measure["forum_id"], ()):
        yield row["due_on"], f"{row['action']}, {words.date(row['due_on'])}"


@once
def _to_come(m: Material) -> dict[str, list[Row]]:
    """Actions with a day after the year, by their place."""
    rows = unseen.place_actions(m)
    return by(iterated(rows[rows["due_on"].dt.year.gt(m.year).fillna(False)]), "forum_id")


def open_activities(m: Material, measure: Row) -> list[Row]:
    """The activities whose outcome nobody has told, and that nobody has ended."""
    rows = m.of_measure("activities", measure)
    return [row for row in rows if outcome(m, row)[0] == OPEN]


def close_ups(m: Material) -> Block:
    """Up to three measures seen closely: those that the council has chosen, else those judged that
    were followed up most in the year. What the council says of any other measure follows."""
    chosen = _chosen(m)
    parts: list[tuple[str, Block]] = []
    for n, one in enumerate(chosen, start=1):
        rows, heading, title = _told(m, one.measure), named(one.measure), _title(one)
        source = m.sources(one.measure, rows)
        facts = Facts(name=f"narbild-{n}", title=title, items=_close(m, one, rows), source=source)
        parts += [(title, facts), ("", close_up(m, heading)), ("", comment(m, heading))]
    close = [named(one.measure) for one in chosen]
    for one in own_judgements(m):
        said = comment(m, named(one.measure))
        if named(one.measure) not in close and not isinstance(said, Nothing):
            parts.append((_title(one), said))
    return Group(name="narbilder", parts=parts) if parts else Nothing(name="narbilder")


def _title(one: Judgement) -> str:
    number = words.text(one.measure["number"], "")
    return f"{f'Åtgärd {number}'.strip()}: {one.measure['title']}"


def _chosen(m: Material) -> list[Judgement]:
    def told(one: Judgement) -> int:
        return len(_told(m, one.measure))

    if wanted := [name.casefold() for name in m.own_words.close_ups]:
        known = {named(one.measure).casefold(): one for one in own_judgements(m)}
        return [known[name] for name in wanted if name in known]
    judged = [one for one in own_judgements(m) if one.fulfilment != "not_assessed"]
    most = sorted(judged, key=lambda one: (-told(one), not one.by))
    return [one for one in most if told(one) >= LEAST_FOLLOW_UPS][:MOST_CLOSE_UPS]


def _told(m: Material, measure: Row) -> pd.DataFrame:
    """What the year's minutes say of the measure in so many words, each text once."""
    rows = m.of_year("follow_ups")
    rows = rows[rows["measure_id"].eq(measure["measure_id"]).fillna(False)]
    rows = rows[rows["basis"].eq("stated") & rows["text"].notna()]
    return m.by_meeting(rows, "line").drop_duplicates("text")


def _close(m: Material, one: Judgement, rows: pd.DataFrame) -> list[tuple[str, str]]:
    """What was to be done and by whom, what was told when, the numbers, and what remains."""
    left = [row["title"] for row in open_activities(m, one.measure)]
    items = [
        ("Mål", words.text(one.measure["goal"], "")),
        ("Ansvar", words.text(one.measure["responsible"], "")),
        *(_said(m, row) for row in iterated(rows.tail(MOST_FOLLOW_UPS))),
        ("Utfall", words.listed(counted(m, one.measure))),
        ("Bedömning", titled([_verdict(one), ground(m, one)])),
        ("Utan antecknat utfall", run_in(lowered(m, title) for title in left)),
        ("Nyare uppgift visas inte", run_in(lowered(m, title) for title in _unseen(m, one))),
    ]
    return [(label, words.sentence(text)) for label, text in items if text]


def _verdict(one: Judgement) -> str:
    """What is judged, and by whom; of what nobody has judged a rule proposes nothing either."""
    if one.fulfilment == "not_assessed":
        verdict, by = "målet är inte bedömt", ""
    else:
        verdict, by = f"målet är {VERDICTS[one.fulfilment]}", "förslag enligt en regel"
    by = words.uncapitalised(one.by) if one.by else by
    return f"{verdict} ({by})" if by else verdict


def _said(m: Material, row: Row) -> tuple[str, str]:
    meeting = m.meeting(row["meeting_id"])
    return words.capitalised(in_year(m, meeting)), retold(m, row)


def _unseen(m: Material, one: Judgement) -> Iterator[str]:
    """The measure itself, or those of its activities, of which something newer isn't shown."""
    if last_word(m, one.measure["measure_id"], None)[0] in unseen.HOW:
        yield "åtgärden som helhet"
    for row in m.of_measure("activities", one.measure):
        if outcome(m, row)[0] == UNSEEN:
            yield str(row["title"])


def ground(m: Material, one: Judgement) -> str:
    """Why somebody decided as they did; a proposal has no ground in words of anybody's own."""
    rows = m.of_measure("assessments", one.measure)
    return titled(row["ground"] for row in rows if row["year"] == m.year) if one.by else ""
