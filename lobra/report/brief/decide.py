"""When the council meets next, and what is waiting for its decision."""

from __future__ import annotations

from collections.abc import Iterator

from lobra.blocks import Block, Nothing, Statement, Statements, Text
from lobra.report.chapters.ahead import CHANGES, announced, carried_over, coming_priorities
from lobra.report.following import lives
from lobra.report.judgements import judged_from, own_judgements
from lobra.report.material import Material
from lobra.report.phrases import ended, priorities
from lobra.report.rows import iterated
from lobra_data import words


def next_meeting(m: Material) -> Block:
    """The last meeting and the next one, as far as they are known."""
    name, held, coming = "nasta-mote", m.meetings, announced(m)
    if held.empty:
        return Text(name=name, text=m.so_far(f"Inget protokoll finns {m.here}."), is_claim=False)
    (last,) = iterated(held.tail(1))
    day = f"{'den ' if words.is_known(last['held_on']) else ''}{m.meeting_day(last)}"
    said = f"Det senaste mötet som det finns protokoll från hölls {day}."
    if len(coming):
        said += f" Nästa möte är annonserat till den {words.date(coming.iloc[0]['planned_on'])}."
    else:
        said += " Ingen dag för nästa möte är antecknad."
    return Text(name=name, text=said, source=m.sources(last, coming[:1]))


def to_decide(m: Material) -> Block:
    """What waits for a decision; what the council itself asks others for stands apart."""
    items = [*_plan(m), *_judgements(m), *_priorities(m)]
    if not items:
        return Nothing(name="ska-beslutas")
    return Statements(name="ska-beslutas", title="Det som ska beslutas", items=items)


def _plan(m: Material) -> Iterator[Statement]:
    own = [one.row for one in lives(m) if one.row["council_id"] == m.council_id]
    for label, text in carried_over(m):
        if label == "Åtgärdsplanen":
            yield Statement(ended(text), m.sources(*own))


def _judgements(m: Material) -> Iterator[Statement]:
    """Which judgements of goals are but proposals."""
    open_ones = [
        one for one in own_judgements(m) if not one.by and one.fulfilment != "not_assessed"
    ]
    n = len(open_ones)
    if n:
        what = words.form(n, "åtgärds mål är bara ett förslag", "åtgärders mål är bara förslag")
        text = f"Bedömningen av {words.number(n, 'en')} {what}. Rådet avgör om målen är nådda."
        yield Statement(text, judged_from(open_ones))


def _priorities(m: Material) -> Iterator[Statement]:
    rows = coming_priorities(m)
    for change in ("proposed_added", "proposed_removed"):
        some = rows[rows["change"].eq(change).fillna(False)]
        if len(some):
            text = ended(f"{CHANGES[change]}: {priorities(m, some)}")
            yield Statement(text, m.sources(some))
