"""The action plan, measure by measure."""

from __future__ import annotations

import pandas as pd

from lobra.blocks import (
    Block,
    Column,
    Group,
    Nothing,
    Statement,
    Statements,
    Status,
    Table,
)
from lobra.report.judgements import (
    MARKS,
    Judgement,
    judgements,
    target,
)
from lobra.report.material import Material, iterated
from lobra.report.shown import (
    Cells,
    Columns,
    listing,
    said_missing,
    table,
)
from lobra_data import tables, words

_FIELDS = (
    "goal purpose target_group responsible forum_text police_contact district_contact "
    "other_actors funding communication follow_up"
).split()


def plan_period(m: Material) -> Block:
    """Which plan applies, for how long, and how that is known."""
    plans = m.of_year("action_plans")
    if plans.empty:
        return said_missing(m, "planens-period", _no_plan(m))
    items = []
    for _, row in plans.iterrows():
        end = row["year_to"] if words.is_known(row["year_to"]) else "slutår anges inte"
        text = f"{row['title']}: från {row['year_from']}, {end}."
        text = " ".join([text, words.sentence(row["period_basis"])]).strip()
        items.append(Statement(text, m.source(row)))
    return Statements(name="planens-period", title="Planens period", items=items)


def measure_sheets(m: Material) -> Block:
    """Every measure with all its fields, activities and commitments."""
    measures = m.of_year("measures")
    if measures.empty:
        return Nothing(name="atgarder")
    parts: list[tuple[str, Block]] = []
    for row in iterated(measures):
        parts.append((f"Åtgärd {row['number']}: {row['title']}", _facts(m, row)))
        parts.append(("", _activities(m, row)))
    return Group(name="atgarder", title="Åtgärder", parts=parts)


def _facts(m: Material, row: pd.Series) -> Table:
    titles, mine = m.titles("measures"), m.of_measure("commitments", row)
    facts = [("Område", row["area"]), *((titles[name], words.text(row[name])) for name in _FIELDS)]
    for party, label in tables.labels("commitments", "party").items():
        said = "; ".join(text.rstrip(".") for text in mine.loc[mine["party"].eq(party), "text"])
        facts.append((f"Åtagande, {label}", said or words.NOT_STATED))
    return Table(
        name=f"atgard-{row['number']}",
        title=f"Åtgärd {row['number']}, {row['area']}: planens uppgifter",
        source=m.source(row),
        columns=[Column("Fält", 1), Column("Innehåll", 3)],
        rows=facts,
    )


def _activities(m: Material, measure: pd.Series) -> Table:
    rows = m.of_measure("activities", measure)
    columns: Columns = {
        Column("Aktivitet", 3): "title",
        Column("Räknebart mål", 1.4): lambda row: target(m, row) or "inget",
        Column("Tidsgräns", 1): lambda row: words.text(row["due_label"], "ingen"),
    }
    name = f"atgard-{measure['number']}-aktiviteter"
    title = f"Åtgärd {measure['number']}, {measure['area']}: prioriterade aktiviteter"
    return table(m, rows, name, title, columns, m.sources(rows))


def _no_plan(m: Material) -> str:
    name = m.council["name"]
    if len(m.measures):
        return (
            f"Ingen åtgärdsplan för {name} {m.year} finns {m.here}. Föregångarens plan "
            f"hade {words.count(len(m.measures), 'åtgärd', 'åtgärder')}; vad protokollen säger om "
            "dem visas under Uppföljning."
        )
    return f"Ingen åtgärdsplan för {name} som gäller {m.year} finns {m.here}."


def fulfilment_table(m: Material) -> Block:
    """Every measure with its judgement, who made it, and the ground for it."""
    found, labels = judgements(m), tables.labels("assessments", "fulfilment")
    if not found:
        return Nothing(name="maluppfyllelse")
    columns: Cells[Judgement] = {
        Column("Åtgärd", 1.5): lambda j: m.measure(j.measure),
        Column("Bedömning", 0.9): lambda j: Status(MARKS[j.fulfilment], labels[j.fulfilment]),
        Column("Förslag eller beslut", 1.6): lambda j: f"{j.kind}: {j.by}" if j.by else j.kind,
        Column("Grund", 2.3): lambda j: j.ground,
    }
    title = f"Åtgärdernas måluppfyllelse {m.year} och grunden för bedömningen"
    return listing(found, "maluppfyllelse", title, columns, [j.source for j in found])
