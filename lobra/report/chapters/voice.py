"""What the council itself says: the same words in each chapter that gives it room."""

from __future__ import annotations

from lobra.blocks import Block, Nothing
from lobra.report import written
from lobra.report.material import Material
from lobra.report.rows import Row, iterated
from lobra_data import words
from lobra_data.ids import slug


def foreword(m: Material) -> Block:
    """The council's foreword."""
    return _said(m, written.FOREWORD)


def analysis(m: Material) -> Block:
    """How the council itself sees the situation."""
    return _said(m, written.ANALYSIS)


def conclusions(m: Material) -> Block:
    """What the council concludes from the year."""
    return _said(m, written.CONCLUSIONS)


def decisions_asked(m: Material) -> Block:
    """What the council asks its board and its partners to decide."""
    return _said(m, written.DECISIONS)


def comment(m: Material, about: str) -> Block:
    """A comment to a chapter by its heading, a measure ("Åtgärd 3") or a place by its name."""
    return _said(m, f"{written.COMMENT}: {about}")


def close_up(m: Material, measure: str) -> Block:
    """What the council says of a measure that it shows closely; `m.own_words.close_ups` has which
    it has chosen, and one may be chosen without a word."""
    return _said(m, f"{written.CLOSE_UP}: {measure}")


def named(measure: Row) -> str:
    """What a measure is called where the council writes of it: its number, or else its title."""
    number = measure["number"]
    return f"Åtgärd {number}" if words.is_known(number) else str(measure["title"])


def may_be_about(m: Material) -> list[str]:
    """What a comment may name beside chapters: the year's measures and places that are shown."""
    rows = m.of_year("measures")
    measures = iterated(rows if len(rows) else m.measures)
    forums = m.own("forums")
    places = forums.loc[forums["kind"].eq("place"), "name"]
    return [*dict.fromkeys(map(named, measures)), *places]


def _said(m: Material, heading: str) -> Block:
    return m.own_words.section(heading) or Nothing(name=slug(heading))
