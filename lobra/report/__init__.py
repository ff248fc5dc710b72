"""The two documents: each function takes the material of a council and year and returns a block.

A notebook cell is one such call. `notebooks/verksamhetsberattelse.ipynb` calls the functions that
are listed here, a module of `chapters` for each of its chapters; `notebooks/bilagor.ipynb` those of
`annexes`.
"""

from lobra.export import html as _html
from lobra.report import annexes
from lobra.report.chapters.ahead import next_year, not_done
from lobra.report.chapters.council import attendance, decided, mandate, meetings
from lobra.report.chapters.knowledge import how_we_know
from lobra.report.chapters.measures import close_ups, measures_table
from lobra.report.chapters.numbers import year_in_numbers
from lobra.report.chapters.opening import findings
from lobra.report.chapters.places import place_status, places
from lobra.report.chapters.situation import indicators, serious_events, what_was_told
from lobra.report.chapters.voice import analysis, comment, conclusions, decisions_asked, foreword
from lobra.report.cover import title_page
from lobra.report.material import Material

_html.show_in_notebooks()
