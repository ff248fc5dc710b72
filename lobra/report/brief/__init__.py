"""The brief before the next meeting, on two pages: what is open, what has changed, what to decide.

A cell of `notebooks/motesunderlag.ipynb` is one call of a function listed here. Each list is cut
where the pages would be too few, and says so.
"""

from lobra.report.brief.decide import next_meeting, to_decide
from lobra.report.brief.figures import changed_figures
from lobra.report.brief.undone import not_raised, open_assignments
