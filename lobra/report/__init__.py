"""The report, chapter by chapter: each function takes the material and returns a block.

A notebook cell is one such call. The chapters are the modules of `chapters`; a new section is a
function in its chapter, listed here and called in the notebook.
"""

from lobra.export import html as _html
from lobra.report.chapters.annexes import (
    accessibility,
    conflicts,
    conflicts_chart,
    contradictions_found,
    gaps,
    legal_checklist,
    method,
    source_coverage,
    sources,
)
from lobra.report.chapters.carried import (
    announced,
    carried_assignments,
    carried_chart,
    carried_forward,
    intentions,
    next_priorities,
    open_assignments,
)
from lobra.report.chapters.decisions import (
    assignments,
    decision_table,
    priorities,
    priorities_chart,
)
from lobra.report.chapters.follow_up import follow_up_matrix, follow_ups, never_followed_up
from lobra.report.chapters.fulfilment import fulfilment_chart, fulfilment_table
from lobra.report.chapters.meetings import (
    agenda,
    attendance,
    attendance_chart,
    meeting_table,
    timeline,
)
from lobra.report.chapters.opening import key_figures, summary, title_page
from lobra.report.chapters.organisation import forum_tree, forums, mandate
from lobra.report.chapters.places import place_leads, place_spread, place_status, place_tables
from lobra.report.chapters.plan import (
    commitments_chart,
    measure_sheets,
    plan_overview,
    plan_period,
)
from lobra.report.chapters.programmes import observations, programme_table, programmes_chart
from lobra.report.chapters.situation import (
    kinds_chart,
    places_chart,
    statistics,
    themes_chart,
    what_was_said,
)
from lobra.report.material import Material

_html.show_in_notebooks()
