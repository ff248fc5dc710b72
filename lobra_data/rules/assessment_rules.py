"""Rules about what somebody has decided of a measure's goal."""

from __future__ import annotations

from collections.abc import Iterator

from lobra_data.errors import Problem, quoted
from lobra_data.files import Row
from lobra_data.rules.values import day, number
from lobra_data.rules.view import View, at


def measure_is_assessed_once_a_year(view: View) -> Iterator[Problem]:
    """A measure has one assessment a year; a new decision takes the place of the old one."""
    first: dict[tuple[str, str], Row] = {}
    for row in view.rows("assessments"):
        key = row.values["measure_id"], row.values["year"]
        other = first.setdefault(key, row)
        if all(key) and other is not row:
            what = f"{quoted(key[0])} är redan bedömd för {key[1]} på {other.file}:{other.line}"
            yield at(row, "measure_id", what, "Behåll den bedömning som gäller")


def assessed_year_lies_in_the_plan(view: View) -> Iterator[Problem]:
    """A measure is assessed for a year that its plan covers, as far as the period is known."""
    for row in view.rows("assessments"):
        measure = view.find("measures", row.values["measure_id"])
        plan = measure and view.find("action_plans", measure.values["action_plan_id"])
        year = number(row.values["year"])
        if not plan or year is None:
            continue
        first, last = number(plan.values["year_from"]), number(plan.values["year_to"])
        if first and last and last < first:  # date_rules says it
            continue
        if (first and year < first) or (last and year > last):
            period = f"{plan.values['year_from']}–{plan.values['year_to']}".rstrip("–")
            what = f"{quoted(row.values['year'])} ligger utanför planens period {period}"
            yield at(row, "year", what, "Ange ett år som planen gäller eller rätt åtgärd")


def assessment_is_not_made_beforehand(view: View) -> Iterator[Problem]:
    """What came of a year isn't known before the year has begun."""
    for row in view.rows("assessments"):
        decided, year = day(row.values["decided_on"]), number(row.values["year"])
        if decided and year and decided.year < year:
            what = f"{quoted(row.values['decided_on'])} är före året som bedöms"
            yield at(row, "decided_on", what, "Rätta datumet eller året")


def document_and_line_go_together(view: View) -> Iterator[Problem]:
    """A decision stands in a document, on a line, or in none: then role and day are its source."""
    for row in view.rows("assessments"):
        document, line = row.values["document_id"], row.values["line"]
        if bool(document) != bool(line):
            field, other = ("line", "document_id") if document else ("document_id", "line")
            what = f"värdet saknas, men {other} är ifyllt"
            yield at(
                row, field, what, "Fyll i båda, eller ingen om bedömningen inte står någonstans"
            )


RULES = [
    measure_is_assessed_once_a_year,
    assessed_year_lies_in_the_plan,
    assessment_is_not_made_beforehand,
    document_and_line_go_together,
]
