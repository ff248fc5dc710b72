"""The annexes, for whoever checks the report: everything it rests on, row by row.

A cell of `notebooks/bilagor.ipynb` is one call of a function listed here. What isn't there leaves
no trace in its chapter; `gaps` says in a sentence what is not noted.
"""

from lobra.report.annexes.carried import carried_chart, carried_forward
from lobra.report.annexes.checks import (
    awaited,
    conflicts,
    contradictions_found,
    gaps,
    legal_checklist,
)
from lobra.report.annexes.decisions import assignments, decision_table, priorities
from lobra.report.annexes.follow_up import follow_up_matrix, follow_ups, not_followed_up
from lobra.report.annexes.measures import measure_sheets, plan_period
from lobra.report.annexes.meetings import agenda, attendance, meeting_table
from lobra.report.annexes.organisation import forums
from lobra.report.annexes.places import place_tables
from lobra.report.annexes.programmes import observations, programme_table
from lobra.report.annexes.sources import method, sources
from lobra.report.annexes.statements import statistics, what_was_said
