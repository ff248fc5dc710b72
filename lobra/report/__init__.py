"""The report, chapter by chapter: each function takes the material and returns a block.

A notebook cell is one such call. The chapters are the modules of this package, in the order
of the report; a new section is a function in its chapter, listed here and called in the notebook.
"""

from lobra.export import html as _html
from lobra.report.annexes import (
    accessibility,
    chart_tables,
    conflicts,
    conflicts_chart,
    gaps,
    method,
    source_coverage,
    sources,
)
from lobra.report.carried import carried_assignments, carried_chart, carried_forward
from lobra.report.contradictions import contradictions_found
from lobra.report.decisions import (
    assignments,
    decision_table,
    priorities,
    priorities_chart,
)
from lobra.report.follow_up import follow_up_matrix, follow_ups, never_followed_up
from lobra.report.fulfilment import fulfilment_chart, fulfilment_table
from lobra.report.law import legal_checklist
from lobra.report.material import Material
from lobra.report.meetings import (
    agenda,
    attendance,
    attendance_chart,
    meeting_table,
    timeline,
)
from lobra.report.next_year import announced, intentions, next_priorities, open_assignments
from lobra.report.opening import key_figures, summary, title_page
from lobra.report.organisation import forum_tree, forums, mandate
from lobra.report.places import place_leads, place_spread, place_status, place_tables
from lobra.report.plan import commitments_chart, measure_sheets, plan_overview, plan_period
from lobra.report.programmes import observations, programme_table, programmes_chart
from lobra.report.situation import (
    kinds_chart,
    places_chart,
    statistics,
    themes_chart,
    what_was_said,
)

_html.show_in_notebooks()
