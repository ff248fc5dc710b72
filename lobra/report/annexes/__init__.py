"""The annexes, for whoever checks the report: everything it rests on, row by row.

A cell of `notebooks/bilagor.ipynb` is one call of a function listed here.
"""

from lobra.report.annexes.carried import carried_assignments, carried_chart, carried_forward
from lobra.report.annexes.checks import (
    accessibility,
    conflicts,
    contradictions_found,
    gaps,
    legal_checklist,
    method,
    sources,
)
from lobra.report.annexes.decisions import assignments, decision_table, priorities
from lobra.report.annexes.follow_up import follow_up_matrix, follow_ups, never_followed_up
from lobra.report.annexes.measures import fulfilment_table, measure_sheets, plan_period
from lobra.report.annexes.meetings import agenda, attendance, attendance_chart, meeting_table
from lobra.report.annexes.organisation import forums
from lobra.report.annexes.places import place_tables
from lobra.report.annexes.programmes import observations, programme_table
from lobra.report.annexes.statements import statistics, what_was_said
