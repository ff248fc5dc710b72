"""The action plan, measure by measure."""

from __future__ import annotations

import pandas as pd

from lobra.blocks import Block, Column, Group, Missing, Nothing, Statement, Statements, Table
from lobra.charts import Cell
from lobra.report.drawn import counted, matrix_chart
from lobra.report.material import Material
from lobra_data import words

_FIELDS = (
    "goal",
    "purpose",
    "target_group",
    "responsible",
    "forum_text",
    "police_contact",
    "district_contact",
    "other_actors",
    "funding",
    "communication",
    "follow_up",
)


def plan_period(m: Material) -> Block:
    """Which plan applies, for how long, and how that is known."""
    plans = m.of_year("action_plans")
    if plans.empty:
        return Missing(name="planens-period", text=_no_plan(m))
    items = []
    for _, row in plans.iterrows():
        end = row["year_to"] if words.is_known(row["year_to"]) else "slutår anges inte"
        text = f"{row['title']}: från {row['year_from']}, {end}."
        text = " ".join([text, words.sentence(row["period_basis"])]).strip()
        items.append(Statement(text, m.source(row)))
    return Statements(name="planens-period", title="Planens period", items=items)


def plan_overview(m: Material) -> Block:
    """For each measure: activities, countable targets and deadlines."""
    measures, activities = m.of_year("measures"), m.of_year("activities")
    if measures.empty:
        return Nothing(name="planens-innehall")
    grid, places = [], []
    for key, row in measures.iterrows():
        mine = activities[activities["measure_id"].eq(row["measure_id"])]
        numbers = [len(mine), mine["target_count"].notna().sum(), mine["due_latest"].notna().sum()]
        grid.append((m.measure(row), [counted(n) for n in numbers]))
        places.append(m.lines(measures.loc[[key]], mine))
    return matrix_chart(
        "planens-innehall",
        f"Åtgärdsplanens innehåll {m.year}: aktiviteter, mål och tidsgränser",
        "Åtgärd",
        ["Aktiviteter", "Räknebara mål", "Tidsgränser"],
        grid,
        {"filled": "", "none": "0"},
        [("filled", "finns, antal"), ("none", "finns inte")],
        m.sources(measures, activities),
        sources=places,
    )


def commitments_chart(m: Material) -> Block:
    """How many commitments police and district administration each made."""
    measures, rows = m.of_year("measures"), m.of_year("commitments")
    if rows.empty:
        return Nothing(name="ataganden")
    counts = rows.groupby(["measure_id", "party"], observed=False).size()
    parties = [str(party) for party in rows["party"].cat.categories]
    heads = [words.capitalised(m.label("commitments", "party", p)) for p in parties]
    grid = [
        (
            m.measure(row),
            [
                *(counted(counts.get((row["measure_id"], party), 0)) for party in parties),
                Cell("none", row["responsible"]),
            ],
        )
        for _, row in measures.iterrows()
    ]
    return matrix_chart(
        "ataganden",
        f"Parternas åtaganden {m.year}, antal per åtgärd",
        "Åtgärd",
        heads,
        grid,
        {"filled": "", "none": "0"},
        [("filled", "åtaganden, antal"), ("none", "inga åtaganden")],
        m.sources(rows),
        last="Ansvarig",
        sources=[
            m.lines(measures.loc[[key]], rows[rows["measure_id"].eq(row["measure_id"])])
            for key, row in measures.iterrows()
        ],
    )


def measure_sheets(m: Material) -> Block:
    """Every measure with all its fields, activities and commitments."""
    measures = m.of_year("measures")
    if measures.empty:
        return Nothing(name="atgarder")
    parts = []
    for _, row in measures.iterrows():
        heading = f"Åtgärd {row['number']}: {row['title']}"
        parts.append((heading, _facts(m, row)))
        parts.append(("", _activities(m, row)))
    return Group(name="atgarder", title="Åtgärder", parts=parts)


def _facts(m: Material, row: pd.Series) -> Table:
    commitments = m.ever("commitments")
    mine = commitments[commitments["measure_id"].eq(row["measure_id"])]
    titles = m.titles("measures")
    facts = [["Område", row["area"]]]
    facts += [[titles[name], words.text(row[name])] for name in _FIELDS]
    for party in mine["party"].cat.categories:
        said = mine.loc[mine["party"].eq(party), "text"]
        label = words.capitalised(m.label("commitments", "party", party))
        facts.append(
            [
                f"Åtagande, {label.lower()}",
                "; ".join(text.rstrip(".") for text in said) or words.NOT_STATED,
            ]
        )
    return Table(
        name=f"atgard-{row['number']}",
        title=f"Åtgärd {row['number']}, {row['area']}: planens uppgifter",
        source=m.source(row),
        columns=[Column("Fält", 1), Column("Innehåll", 3)],
        rows=facts,
    )


def _activities(m: Material, row: pd.Series) -> Table:
    activities = m.ever("activities")
    mine = activities[activities["measure_id"].eq(row["measure_id"])]
    return Table(
        name=f"atgard-{row['number']}-aktiviteter",
        title=f"Åtgärd {row['number']}, {row['area']}: prioriterade aktiviteter",
        source=m.sources(mine),
        columns=[
            Column("Aktivitet", 3),
            Column("Räknebart mål", 1.4),
            Column("Tidsgräns", 1),
        ],
        rows=[
            [a["title"], _target(m, a), words.text(a["due_label"], "ingen")]
            for _, a in mine.iterrows()
        ],
        sources=m.each(mine),
    )


def _target(m: Material, activity: pd.Series) -> str:
    if not words.is_known(activity["target_count"]):
        return "inget"
    per = activity["target_per"]
    often = m.label("activities", "target_per", per) if words.is_known(per) else ""
    unit = words.text(activity["target_unit"], "")
    return f"minst {activity['target_count']} {unit} {often}".strip()


def _no_plan(m: Material) -> str:
    name = m.council["name"]
    if len(m.measures):
        return (
            f"Ingen åtgärdsplan för {name} {m.year} finns i materialet. Föregångarens plan "
            f"hade {words.count(len(m.measures), 'åtgärd', 'åtgärder')}; vad protokollen säger om "
            "dem visas under Uppföljning."
        )
    return f"Ingen åtgärdsplan för {name} som gäller {m.year} finns i materialet."
