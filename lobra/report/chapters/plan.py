"""The action plan, measure by measure."""

from __future__ import annotations

import pandas as pd

from lobra.blocks import Block, Column, Group, Nothing, Statement, Statements, Table
from lobra.charts import Cell
from lobra.report.material import Material, iterated
from lobra.report.shown import NUMBERS, Columns, counted, matrix_chart, said_missing, table
from lobra_data import tables, words

_FIELDS = (
    "goal purpose target_group responsible forum_text police_contact district_contact "
    "other_actors funding communication follow_up"
).split()
_COUNTED = {
    "activity_id": "Aktiviteter",
    "target_count": "Räknebara mål",
    "due_latest": "Tidsgränser",
}


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


def plan_overview(m: Material) -> Block:
    """For each measure: activities, countable targets and deadlines."""
    measures, activities = m.of_year("measures"), m.of_year("activities")
    if measures.empty:
        return Nothing(name="planens-innehall")
    of = _by_measure(measures, activities)
    return matrix_chart(
        "planens-innehall",
        f"Åtgärdsplanens innehåll {m.year}: aktiviteter, mål och tidsgränser",
        "Åtgärd",
        [*_COUNTED.values()],
        [
            (m.measure(row), [counted(some[field].count()) for field in _COUNTED])
            for row, some in of
        ],
        NUMBERS,
        [("filled", "finns, antal"), ("none", "finns inte")],
        m.sources(measures, activities),
        [m.lines(row, some) for row, some in of],
    )


def commitments_chart(m: Material) -> Block:
    """How many commitments police and district administration each made."""
    measures, rows = m.of_year("measures"), m.of_year("commitments")
    if rows.empty:
        return Nothing(name="ataganden")
    parties, of = tables.labels("commitments", "party"), _by_measure(measures, rows)
    grid = []
    for row, some in of:
        cells = [counted(some["party"].eq(party).sum()) for party in parties]
        grid.append((m.measure(row), [*cells, Cell("none", words.text(row["responsible"]))]))
    return matrix_chart(
        "ataganden",
        f"Parternas åtaganden {m.year}, antal per åtgärd",
        "Åtgärd",
        [*map(words.capitalised, parties.values())],
        grid,
        NUMBERS,
        [("filled", "åtaganden, antal"), ("none", "inga åtaganden")],
        m.sources(rows),
        [m.lines(row, some) for row, some in of],
        last="Ansvarig",
    )


def _by_measure(measures: pd.DataFrame, rows: pd.DataFrame) -> list[tuple[pd.Series, pd.DataFrame]]:
    """Each measure with the rows that belong to it."""
    keys = rows["measure_id"]
    return [(row, rows[keys.eq(row["measure_id"])]) for row in iterated(measures)]


def measure_sheets(m: Material) -> Block:
    """Every measure with all its fields, activities and commitments."""
    measures = m.of_year("measures")
    if measures.empty:
        return Nothing(name="atgarder")
    parts: list[tuple[str, Block]] = []
    for row in iterated(measures):
        number = f" {row['number']}" if words.is_known(row["number"]) else ""
        parts.append((f"Åtgärd{number}: {row['title']}", _facts(m, row)))
        parts.append(("", _activities(m, row)))
    return Group(name="atgarder", title="Åtgärder", parts=parts)


def _facts(m: Material, row: pd.Series) -> Table:
    titles, mine = m.titles("measures"), m.of_measure("commitments", row)
    facts = [("Område", row["area"]), *((titles[name], words.text(row[name])) for name in _FIELDS)]
    for party, label in tables.labels("commitments", "party").items():
        said = "; ".join(text.rstrip(".") for text in mine.loc[mine["party"].eq(party), "text"])
        facts.append((f"Åtagande, {label}", said or words.NOT_STATED))
    return Table(
        name=f"atgard-{_key(row)}",
        title=f"{_named(row)}: planens uppgifter",
        source=m.source(row),
        columns=[Column("Fält", 1), Column("Innehåll", 3)],
        rows=facts,
    )


def _key(measure: pd.Series) -> str:
    """What names a measure's tables: its number in the plan, or else its own id."""
    return str(measure["number" if words.is_known(measure["number"]) else "measure_id"])


def _named(measure: pd.Series) -> str:
    if words.is_known(measure["number"]):
        return f"Åtgärd {measure['number']}, {measure['area']}"
    return f"Åtgärden {measure['title']}"


def _activities(m: Material, measure: pd.Series) -> Table:
    rows = m.of_measure("activities", measure)
    columns: Columns = {
        Column("Aktivitet", 3): "title",
        Column("Räknebart mål", 1.4): lambda row: target(m, row) or "inget",
        Column("Tidsgräns", 1): lambda row: words.text(row["due_label"], "ingen"),
    }
    name = f"atgard-{_key(measure)}-aktiviteter"
    title = f"{_named(measure)}: prioriterade aktiviteter"
    return table(m, rows, name, title, columns, m.sources(rows))


def target(m: Material, activity: pd.Series) -> str:
    """The counted target of an activity in words; empty when it has none."""
    if not words.is_known(activity["target_count"]):
        return ""
    per, unit = activity["target_per"], words.text(activity["target_unit"], "")
    often = m.label("activities", "target_per", per) if words.is_known(per) else ""
    return " ".join(f"minst {activity['target_count']} {unit} {often}".split())


def _no_plan(m: Material) -> str:
    name = m.council["name"]
    if len(m.measures):
        return (
            f"Ingen åtgärdsplan för {name} {m.year} finns {m.here}. Föregångarens plan "
            f"hade {words.count(len(m.measures), 'åtgärd', 'åtgärder')}; vad protokollen säger om "
            "dem visas under Uppföljning."
        )
    return f"Ingen åtgärdsplan för {name} som gäller {m.year} finns {m.here}."
