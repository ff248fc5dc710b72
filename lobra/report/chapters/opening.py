"""The year on one page: foreword, findings in sentences, and what the council asks for."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

import pandas as pd

from lobra.blocks import Block, Group, Statement, Statements, Text
from lobra.report import unseen
from lobra.report.comparing import ALL_CALLS, indicators_of
from lobra.report.figures_told import in_words, overall
from lobra.report.following import is_past
from lobra.report.judgements import Judgement, judged_from, own_judgements
from lobra.report.material import Material, once
from lobra.report.phrases import day_in_year, errand, in_year, lowered, priorities, some
from lobra.report.rows import Row, iterated
from lobra.report.shown import retold, said_missing, waiting
from lobra_data import words

FINDINGS = 5
NAMED, DECISIONS, BEST = 3, 2, 5
"""As many as a sentence names: of themes and what wasn't done; of decisions; of reached goals."""
_DECIDED = re.compile(r"(?i)^(rådet )?beslut(ar|ade|as|ades)? (om )?att ")
_COUNCIL = re.compile(r"(?i)^rådet(?= )")
"""What it decided about itself: "rådet beslutade att det …"."""
FORMAL = ("other", "collaboration", "lagesbild")
"""Themes of how the council works, which every meeting has."""
PROPOSED = ("proposed_added", "proposed_removed")


def findings(m: Material) -> Block:
    """The year in at most five sentences or short paragraphs, the most important first.

    Is it safer, which goals were reached, what was decided, what failed, how far the places are;
    a year whose documents don't tell of all that says when the council met and about what.
    """
    told = [*_safety(m), *_goals(m), *_decided(m), *_not_done(m), *_places(m)]
    if len(told) < FINDINGS:
        told = [*_met(m), *told, *_prioritised(m)][:FINDINGS]
    if not told:
        return said_missing(m, "sammanfattning", f"Inget är antecknat om {m.year}.")
    items = Statements(name="sammanfattning", title=f"Året {m.year} i korthet", items=told)
    if not m.n_waiting:
        return items
    note = Text(name="sammanfattning-vantar", text=waiting(m).text, is_claim=False)
    return Group(name="sammanfattning-grupp", parts=[("", note), ("", items)])


@once
def given(m: Material) -> pd.DataFrame:
    """The assignments of the year's meetings, as they stood when the year ended."""
    rows = unseen.assignments(m)
    return m.by_meeting(rows[rows["meeting_id"].isin(m.of_year("meetings")["meeting_id"])])


def prioritised(m: Material) -> pd.DataFrame:
    """What was prioritised for the year, without what was taken away or only proposed."""
    rows = m.of_year("priorities")
    return rows[~rows["change"].isin(["removed", *PROPOSED])]


def _safety(m: Material) -> Iterator[Statement]:
    """Counts with what their change is worth, and the first share of those who were asked."""
    found = indicators_of(m)
    counts = [one for one in found if one.is_count and one.change and one.id != ALL_CALLS]
    shares = [one for one in found if not one.is_count and one.now is not None][:1]
    shown = sorted(counts, key=lambda one: not one.direction)[:1] + shares
    parts = [overall(counts)] if counts[1:] else []
    is_told = bool(parts) and not shown[0].direction
    parts += [in_words(one, "" if is_told else one.verdict) for one in shown]
    if parts:
        yield Statement(" ".join(parts), m.sources(*(row for one in shown for row in one.rows)))


def _goals(m: Material) -> Iterator[Statement]:
    """How many of the plan's goals were reached, who says so, and which the best are."""
    mine = own_judgements(m)
    if not mine:
        return
    by = Counter(one.fulfilment for one in mine)
    n = words.number(len(mine))
    if by["not_assessed"] == len(mine):
        known = "granskat" if m.n_waiting else "antecknat"
        text = f"Inget av planens {n} mål går att bedöma av det som är {known}."
        if m.of_year("meetings").empty:
            minutes = "granskade protokoll" if m.n_waiting else "protokoll"
            measures = words.form(len(mine), "enda åtgärd", f"{n} åtgärder")
            text = f"Utan {minutes} är det okänt vad som blev av planens {measures}."
        yield Statement(text, m.sources(*(one.measure for one in mine)))
        return
    best = sorted((one for one in mine if one.fulfilment == "full"), key=lambda one: not one.by)
    reached = words.capitalised(words.number(len(best))) if best else "Inget"
    said = words.form(len(best) or 1, "är nått", "är nådda")
    text = f"{reached} av planens {n} mål {said}{_named(best)}."
    yield Statement(" ".join(filter(None, [text, _firmness(best), _others(by)])), judged_from(mine))


def _named(best: Sequence[Judgement]) -> str:
    """: ”A”, ”B” och två till."""
    titles = [f"”{one.measure['title']}”" for one in best[:BEST]]
    rest = len(best) - len(titles)
    titles += [f"{words.number(rest)} till"] if rest > 0 else []
    return f": {words.listed(titles)}" if titles else ""


def _firmness(best: Sequence[Judgement]) -> str:
    """Whether the judgements are decided or only proposed."""
    n = sum(bool(one.by) for one in best)
    rest = len(best) - n
    if not best:
        return ""
    if len(best) == 1:
        return f"Bedömningen {'är beslutad' if n else 'är ett förslag'}."
    if not n or not rest:
        return f"Bedömningarna {'är beslutade' if n else 'är förslag'}."
    decided = (
        f"{words.number(n, 'en')} av bedömningarna {words.form(n, 'är beslutad', 'är beslutade')}"
    )
    proposed = f"{words.number(rest, 'en')} {words.form(rest, 'är ett förslag', 'är förslag')}"
    return words.sentence(f"{decided} och {proposed}")


def _others(by: Counter[str]) -> str:
    """The goals that weren't reached, or can't be judged."""
    said = {
        "partial": ("är delvis nått", "är delvis nådda"),
        "none": ("är inte nått", "är inte nådda"),
        "not_assessed": ("är inte bedömt", "är inte bedömda"),
    }
    told = [f"{words.number(by[key])} {words.form(by[key], *said[key])}" for key in said if by[key]]
    first, _, rest = words.listed(told).partition(" ")
    return words.sentence(f"{first} mål {rest}") if told else ""


def _decided(m: Material) -> Iterator[Statement]:
    """What was decided and asked for, and what became of it by the end of the year."""
    decided, asked = m.by_meeting(m.of_year("decisions")), given(m)
    if decided.empty and asked.empty:
        return
    parts = [words.sentence(took_and_gave(decided, asked))]
    if len(decided):
        parts.append(_told(m, decided))
    if len(asked):
        parts.append(outcomes(m, asked))
    yield Statement(" ".join(parts), m.sources(decided, asked))


def took_and_gave(decisions: pd.DataFrame, asked: pd.DataFrame) -> str:
    """How many decisions the council took and assignments it gave, where there are any."""
    n, k = len(decisions), len(asked)
    took = f"fattade {words.number(n)} beslut" if n else ""
    gave = f"gav {words.number(k)} uppdrag" if k else ""
    return f"Rådet {words.listed(filter(None, [took, gave]))}"


def _told(m: Material, rows: pd.DataFrame) -> str:
    """All of a few decisions; of more, the first of each of the last meetings."""
    firsts = rows.drop_duplicates("meeting_id").tail(DECISIONS)
    is_all = len(rows) <= DECISIONS
    chosen = rows if is_all else firsts if len(firsts) == DECISIONS else rows[:DECISIONS]
    said = [f"att {_task(m, row)}{_when(m, row)}" for row in iterated(chosen)]
    return f"{'Rådet beslutade' if is_all else 'Bland annat beslutade rådet'} {words.listed(said)}."


def _when(m: Material, row: Row) -> str:
    """The day in brackets, where the year has several meetings."""
    if len(m.of_year("meetings")) == 1:
        return ""
    return f" ({in_year(m, m.meeting(row['meeting_id']))})"


def _task(m: Material, row: Row) -> str:
    """What was decided or asked for as it follows upon "att": its first sentence."""
    first, *_ = words.sentences(retold(m, row) or str(row["text"]))
    said = errand(row, first)
    return lowered(m, _COUNCIL.sub("det", _DECIDED.sub("", said)))


def outcomes(m: Material, asked: pd.DataFrame) -> str:
    """How the year's assignments stood when it ended; that none is closed is only not noted."""
    closed, late = int(asked["is_closed"].sum()), len(_late(m, asked))
    untold = int(_is_untold(asked).sum())
    rest = len(asked) - closed - late - untold
    if len(asked) == 1:
        if closed:
            return "Uppdraget är avslutat."
        if late:
            return "Tidsgränsen för uppdraget har passerat, och inget avslut är antecknat."
        if untold:
            why = unseen.HOW[asked["unseen"].iloc[0]]
            return f"En nyare uppföljning av uppdraget {why}."
        return "Inget avslut av uppdraget är antecknat."
    said = [f"{words.number(late)} har passerat sin tidsgräns"] if late else []
    said += [f"{words.number(rest)} har inget antecknat avslut"] if rest else []
    said += [f"för {words.number(untold)} visas inte den senaste uppföljningen"] if untold else []
    done = words.form(closed, "är avslutat", "är avslutade")
    first = [f"{words.number(closed)} av uppdragen {done}"] if closed else []
    return words.sentence(words.listed([*first, *said]))


def _late(m: Material, rows: pd.DataFrame) -> pd.DataFrame:
    """Assignments that nothing has closed though their day had passed, as far as is known."""
    has_passed = rows["due_on"].map(lambda day: is_past(m, day)).astype(bool)
    return rows[has_passed & ~rows["is_closed"] & rows["unseen"].eq("")]


def _is_untold(rows: pd.DataFrame) -> pd.Series:
    """Which assignments something newer is told of that isn't shown: it may have closed them."""
    return ~rows["is_closed"] & rows["unseen"].ne("")


def _not_done(m: Material) -> Iterator[Statement]:
    """Goals that were missed and assignments that are late, with who answers for them."""
    missed = [one for one in own_judgements(m) if one.fulfilment == "none"]
    late = iterated(m.by_meeting(_late(m, unseen.assignments(m))))
    parts = [_missed(one) for one in missed] + [_overdue(m, row) for row in late]
    rest = len(parts) - NAMED
    if rest > 0:
        more = words.form(rest, "sak till är inte gjord", "saker till är inte gjorda")
        parts = [*parts[:NAMED], words.sentence(f"{words.number(rest, 'en')} {more}")]
    if parts:
        sources = (*judged_from(missed), *m.sources(*late))
        yield Statement(" ".join(parts), tuple(dict.fromkeys(sources)))


def _missed(one: Judgement) -> str:
    owner = words.text(one.measure["responsible"], "")
    by = f", som {words.uncapitalised(owner)} ansvarar för," if owner else ""
    goal = f"Målet för ”{one.measure['title']}”{by}"
    if not one.by:
        return f"{goal} föreslås räknas som inte nått."
    ground, *_ = words.sentences(one.ground)
    return f"{goal} är inte nått: {words.uncapitalised(ground)}"


def _overdue(m: Material, row: Row) -> str:
    owner = words.text(row["assigned_to"], "")
    who = f" (ansvarig: {words.uncapitalised(owner)})" if owner else ""
    return (
        f"Uppdraget att {_task(m, row)}{who} skulle vara klart den "
        f"{day_in_year(m, row['due_on'])} men är inte antecknat som avslutat."
    )


def _places(m: Material) -> Iterator[Statement]:
    """How far the work on the places has come, all together and place by place."""
    rows = unseen.place_actions(m)
    if rows.empty:
        return
    by, places = rows["status"].value_counts(), rows["forum_id"].nunique()
    done, ongoing, unknown = (int(by.get(code, 0)) for code in ("done", "ongoing", "unknown"))
    where = words.form(places, "platsen", f"de {words.number(places)} platserna")
    actions = f"{some(len(rows))} {words.form(len(rows), 'insats', 'insatser')} på {where}"
    reached = f"{some(done) if done else 'ingen'} av {actions}"
    said = [f"{reached} {words.form(done or 1, 'är klar', 'är klara')}"]
    said += [f"{some(ongoing)} pågår"] if ongoing else []
    parts = [words.sentence(words.listed(said))]
    parts += [f"För {some(unknown)} är läget okänt."] if unknown else []
    parts += [_by_place(m, rows)] if places > 1 else []
    yield Statement(" ".join(parts), m.sources(rows))


def _by_place(m: Material, rows: pd.DataFrame) -> str:
    """Klockartorget har 5 av 12 insatser klara, Bryggparken 5 av 10."""
    said = [
        (m.place_names[str(key)], f"{int(some_of['status'].eq('done').sum())} av {len(some_of)}")
        for key, some_of in rows.groupby("forum_id", sort=False)
    ]
    (place, first), *others = said
    told = [f"{place} har {first} insatser klara", *(f"{name} {n}" for name, n in others)]
    return words.sentence(words.listed(told))


def _met(m: Material) -> Iterator[Statement]:
    """When the council met and what the minutes are about, or that no minutes tell of it."""
    held, planned = m.of_year("meetings"), m.of_year("planned_meetings")
    if len(held):
        days = words.listed(_on(m, row) for row in iterated(held))
        meetings = f"{words.number(len(held))} {words.form(len(held), 'möte', 'möten')}"
        about = _about(m, words.form(len(held), "Det", "De"))
        yield Statement(f"Protokoll finns från {meetings}, {days}.{about}", m.sources(held))
    elif len(planned):
        days = words.listed(words.date(day, year=False) for day in planned["planned_on"])
        number = f"{words.number(len(planned))} {words.form(len(planned), 'möte', 'möten')}"
        text = f"{number} annonserades ({days}), men inget protokoll från {m.year} finns {m.here}."
        yield Statement(words.sentence(text), m.sources(planned))


def _on(m: Material, meeting: Row) -> str:
    """The day in running text."""
    is_dated = words.is_known(meeting["held_on"])
    return f"{'den' if is_dated else 'hållet'} {m.meeting_day(meeting)}"


def _about(m: Material, minutes: str) -> str:
    """The themes that the minutes say most of, as far as they may be shown."""
    rows = m.of_year("statements")
    counts = (
        rows["theme"].astype("str").value_counts(sort=False).drop(list(FORMAL), errors="ignore")
    )
    most = counts.sort_values(ascending=False, kind="stable").index[:NAMED]
    named = words.listed(m.label("statements", "theme", theme) for theme in most)
    return f" {minutes} tar bland annat upp {named}." if len(most) else ""


def _prioritised(m: Material) -> Iterator[Statement]:
    """What was prioritised and what was only proposed to be, or to be no longer."""
    rows = m.of_year("priorities")
    kept = prioritised(m)
    parts = [f"Prioriterat {m.year}: {priorities(m, kept)}."] if len(kept) else []
    new, old = (rows[rows["change"].eq(change)] for change in PROPOSED)
    parts += [f"Föreslaget som nytt {m.year}: {priorities(m, new)}."] if len(new) else []
    parts += [f"Föreslaget att upphöra {m.year}: {priorities(m, old)}."] if len(old) else []
    if parts:
        yield Statement(" ".join(parts), m.sources(rows))
