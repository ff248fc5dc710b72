"""The kinds of chart that a report is drawn with. Each takes plain values and gives an SVG.

A chart says everything directly: labels beside what they name instead of a legend to look up,
symbols that differ in shape as well as colour.
"""

from lobra.charts.lifelines import Life, lifelines
from lobra.charts.lines import Curve, lines
from lobra.charts.matrix import Cell, matrix, strips
from lobra.charts.multiples import Panel, multiples
from lobra.charts.timeline import Event, timeline
from lobra.charts.versus import Against, versus
