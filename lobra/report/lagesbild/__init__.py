"""The lägesbild: crime and safety in figures, for whoever decides on a plan.

A cell of `notebooks/lagesbild.ipynb` is one call of a function listed here, or of the report's own
where both show the same. Without figures the first says which are missing; the others leave no
trace.
"""

from lobra.report.lagesbild.change import against_before, kind_by_kind
from lobra.report.lagesbild.reading import how_to_read
from lobra.report.lagesbild.rescue import rescue_service
from lobra.report.lagesbild.season import month_by_month
from lobra.report.lagesbild.short import in_short
from lobra.report.lagesbild.surveys import rounds
from lobra.report.lagesbild.years import year_by_year
