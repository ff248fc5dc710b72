"""The two documents: each function takes the material of a council and year and returns a block.

A notebook cell is one such call. `notebooks/verksamhetsberattelse.ipynb` calls the functions that
are listed here, a module of `chapters` for each of its chapters; `notebooks/bilagor.ipynb` those of
`annexes`. A module is loaded when a function of it is asked for: it brings pandas and matplotlib,
which who only prepares or exports a report shouldn't wait for.
"""

from importlib import import_module
from typing import Any

_LISTED = {
    "material": ["Material"],
    "cover": ["title_page"],
    "chapters.voice": ["foreword", "analysis", "comment", "conclusions", "decisions_asked"],
    "chapters.opening": ["findings"],
    "chapters.numbers": ["year_in_numbers"],
    "chapters.situation": ["indicators", "serious_events", "what_was_told"],
    "chapters.council": ["attendance", "decided", "mandate", "meetings"],
    "chapters.measures": ["close_ups", "measures_table"],
    "chapters.places": ["place_status", "places"],
    "chapters.ahead": ["next_year", "not_done"],
    "chapters.knowledge": ["how_we_know"],
}
_HOMES = {name: f"{__name__}.{module}" for module, names in _LISTED.items() for name in names}
__all__ = [*_HOMES]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)
