"""Title page, key figures and summary."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pandas as pd

from lobra.blocks import Block, KeyFigure, KeyFigures, Statement, Statements, Title
from lobra.privacy.disclosure import EDITIONS
from lobra.report import counting, unseen
from lobra.report.chapters.fulfilment import judged_from, own_judgements, tally
from lobra.report.material import RECORDS, Material, iterated
from lobra.report.shown import said_missing
from lobra_data import words

NOTICE = "Påhittade uppgifter"
FEW = 3
MOST_TILES = 6
TILES = (
    "meetings_held meetings_announced measures activities present called place_actions "
    "place_actions_done decisions assignments conflicts priorities programmes"
).split()
"""What is shown large, if it says something about this year; meetings always and first."""
_DAYS = ("held_on", "held_earliest", "held_latest")


def title_page(
    m: Material,
    report_on: str | None = None,
    version: str = "1.0",
    case_number: str | None = None,
    contact: str | None = None,
) -> Block:
    """Council, year, edition, case number, version and contact."""
    title = f"Verksamhetsberättelse {m.year}"
    name, municipality = str(m.council["name"]), words.text(m.council["municipality"])
    document = {
        "title": title,
        "council": name,
        "municipality": municipality,
        "year": m.year,
        "edition": EDITIONS[m.edition],
        "report_on": report_on,
        "version": version,
        "case_number": case_number,
        "contact": contact,
        "notice": NOTICE if m.council["is_made_up"] else None,
        "meetings": [
            {key: None if pd.isna(row[key]) else f"{row[key]:%Y-%m-%d}" for key in _DAYS}
            for _, row in m.of_year("meetings").iterrows()
        ],
    }
    first, last = dt.date(m.year, 1, 1), dt.date(m.year, 12, 31)
    day = words.text(pd.Timestamp(report_on) if report_on else None, "ej angivet")
    facts = [
        ("Råd", name),
        ("Kommun", municipality),
        ("Period", f"{words.date(first, year=False)}–{words.date(last)}"),
        ("Utgåva", EDITIONS[m.edition]),
        ("Version", version),
        ("Rapportdatum", day),
        ("Diarienummer", words.text(case_number, "ej angivet")),
        ("Kontakt", words.text(contact, "ej angivet")),
    ]
    return Title(name="titelsida", title=title, document=document, facts=facts)


def key_figures(m: Material) -> Block:
    """The year in numbers; what the documents don't say is unknown, not zero."""
    figures = _figures(m)
    shown = [one.name for one in figures if one.value or one.name == TILES[0]]
    return KeyFigures(
        name="nyckeltal",
        title=f"Nyckeltal {m.year}",
        figures=figures,
        tiles=sorted(set(shown) & set(TILES), key=TILES.index)[:MOST_TILES],
    )


def _figures(m: Material) -> list[KeyFigure]:
    def of(
        name: str, n: int, label: str, note: str, rows: pd.DataFrame, is_known: bool = False
    ) -> KeyFigure:
        """A figure of the rows; none of them is unknown, unless `is_known` and nothing waits."""
        value = n if n or (is_known and not m.n_waiting) else None
        return KeyFigure(name, value, label, note, m.sources(rows) or RECORDS)

    held, planned = map(m.of_year, ("meetings", "planned_meetings"))
    listed = counting.persons(m.of_year("attendance"))
    measures, acts = map(m.of_year, ("measures", "activities"))
    places = unseen.place_actions(m)
    decided, given, conflicts = map(m.of_year, ("decisions", "assignments", "conflicts"))
    kept, results = _kept(m), m.of_year("programme_results")
    called, present = (int(listed["status"].eq(code).sum()) for code in ("called", "present"))
    against, done = int(places["kind"].eq("problem").sum()), int(places["status"].eq("done").sum())
    n, other, programmes = len(places), len(places) - against, results["programme_id"].nunique()
    is_planned, is_held = len(measures) > 0, len(held) > 0

    held_as = words.form(len(held), "möte med protokoll", "möten med protokoll")
    planned_as = words.form(len(planned), "annonserat möte", "annonserade möten")
    conflicts_as = words.form(len(conflicts), "motsägelse", "motsägelser")
    day = "datum saknas i protokollet" if held["held_on"].isna().any() else m.here
    present_as, came, called_as = _presence(listed)
    kinds = f"{against} mot problem, {other} för utveckling" if n else m.here
    where, annex = "i platssamverkan", "i källorna, redovisas i bilaga"
    return [
        of("meetings_held", len(held), held_as, day, held, True),
        of("meetings_announced", len(planned), planned_as, "enligt protokollen", planned),
        of(
            "measures",
            len(measures),
            words.form(len(measures), "åtgärd", "åtgärder"),
            "i åtgärdsplanen",
            measures,
        ),
        of("activities", len(acts), "aktiviteter", "i åtgärdsplanens åtgärder", acts, is_planned),
        of("present", present, present_as, came, listed),
        of("called", called, called_as, "kallad är inte detsamma som närvarande", listed),
        of("place_actions", n, f"insatser {where}", kinds, places),
        of("place_actions_problem", against, "insatser mot problem", where, places, n > 0),
        of("place_actions_development", other, "insatser för utveckling", where, places, n > 0),
        of(
            "place_actions_done",
            done,
            "insatser klara",
            f"av {n} {where}" if n else where,
            places,
            n > 0,
        ),
        of("priorities", len(kept), "prioriteringar", "områden och teman", kept),
        of("programmes", programmes, "program och insatser", "nämns i källorna", results),
        of("decisions", len(decided), "beslut", "utöver formalia", decided, is_held),
        of("assignments", len(given), "uppdrag", "givna på mötet", given, is_held),
        of("conflicts", len(conflicts), conflicts_as, annex, conflicts, is_held),
    ]


def _presence(listed: pd.DataFrame) -> tuple[str, str, str]:
    """What the numbers of the lists count: of several, each list's persons anew."""
    came = listed[listed["status"].eq("present")]
    called_as = "kallelser" if listed["meeting_id"].nunique() > 1 else "kallade"
    n = came["meeting_id"].nunique()
    if n > 1:
        mean = words.text(round(len(came) / n, 1))
        return "närvaromarkeringar", f"i genomsnitt {mean} per möte", called_as
    note = "enligt närvarolistan" if n else "vilka som kom är inte antecknat"
    return "närvarande", note, called_as


def _kept(m: Material) -> pd.DataFrame:
    """What was prioritised, without what was taken away or only proposed."""
    rows = m.of_year("priorities")
    return rows[~rows["change"].isin(["removed", "proposed_added", "proposed_removed"])]


def summary(m: Material) -> Block:
    """What was done and what remains, in sentences made from the records."""
    items = [*_meetings(m), *_plan(m), *_places(m), *_decided(m), *_given(m)]
    if own := own_judgements(m):
        text = words.sentence(f"Måluppfyllelse per åtgärd: {tally(m)}")
        items.append(Statement(text, judged_from(own)))
    if items and m.n_waiting:
        items.insert(0, waiting(m))
    if not items:
        return said_missing(m, "sammanfattning", f"Inget är antecknat om {m.year}.")
    return Statements(name="sammanfattning", title="Sammanfattning", items=items)


def waiting(m: Material) -> Statement:
    """What the reader has to know before all else, as long as rows wait for review."""
    hidden = f"{m.waiting} och visas inte i den offentliga utgåvan."
    return Statement(f"{hidden} Alla tal gäller det som är granskat.", RECORDS)


def _meetings(m: Material) -> Iterator[Statement]:
    held, planned, kept = m.of_year("meetings"), m.of_year("planned_meetings"), _kept(m)
    if len(held):
        number = words.count(len(held), "möte", "möten")
        days = words.listed(m.meeting_day(row) for row in iterated(held))
        undated = " Dagen anges inte i protokollet." if held["held_on"].isna().any() else ""
        yield Statement(f"{number} med protokoll: {days}.{undated}", m.sources(held))
    elif len(planned):
        number = words.count(len(planned), "möte", "möten")
        days = words.listed(words.date(day, year=False) for day in planned["planned_on"])
        text = f"{number} annonserades ({days}), men inget protokoll finns {m.here}."
        yield Statement(text, m.sources(planned))
    if len(kept):
        names = words.listed(dict.fromkeys(kept["name"]))
        yield Statement(f"Prioriterat: {names}.", m.sources(kept))


def _plan(m: Material) -> Iterator[Statement]:
    measures, activities = m.of_year("measures"), m.of_year("activities")
    if len(measures):
        text = (
            f"Åtgärdsplanen har {words.count(len(measures), 'åtgärd', 'åtgärder')} med "
            f"{words.count(len(activities), 'aktivitet', 'aktiviteter')}; "
            f"{words.number(activities['target_count'].count())} har ett räknebart mål och "
            f"{words.number(activities['due_latest'].count())} en tidsgräns."
        )
        yield Statement(text, m.sources(measures))


def _places(m: Material) -> Iterator[Statement]:
    rows = unseen.place_actions(m)
    if len(rows):
        counts, labels = rows["status"].value_counts(), m.status_labels("place_actions")
        said = words.listed(f"{labels[c]} {counts[c]}" for c in labels if counts.get(c))
        n = rows["forum_id"].nunique()
        places = "en plats" if n == 1 else f"{words.number(n)} platser"
        actions = words.count(len(rows), "insats", "insatser")
        text = f"Platssamverkan redovisar {actions} på {places}: {said}."
        yield Statement(text, m.sources(rows))


def _decided(m: Material) -> Iterator[Statement]:
    rows = m.by_meeting(m.of_year("decisions"))
    if len(rows) > FEW:
        yield Statement(f"{len(rows)} beslut fattades utöver formalia.", m.sources(rows))
        return
    for row in iterated(rows):
        yield Statement(words.sentence("Beslut:", row["text"]), m.source(row))


def _given(m: Material) -> Iterator[Statement]:
    rows = unseen.assignments(m)
    rows = m.by_meeting(rows[rows["meeting_id"].isin(m.of_year("meetings")["meeting_id"])])
    is_open = ~rows["is_closed"] & rows["unseen"].eq("")
    if len(rows):
        number = words.count(len(rows), "uppdrag", "uppdrag")
        n_closed = int(rows["is_closed"].sum())
        closed = f"{words.number(n_closed)} är {words.form(n_closed, 'avslutat', 'avslutade')}"
        n = len(rows) - int(is_open.sum()) - n_closed
        untold = f" För {words.number(n)} finns nyare uppföljning som inte visas." if n else ""
        yield Statement(f"{number} gavs, {closed}.{untold}", m.sources(rows))
    for row in iterated(rows[is_open].head(FEW)):
        who = words.text(row["assigned_to"], "")
        to = f" till {who[:1].lower()}{who[1:]}" if who else ""
        text = words.sentence(f"Öppet uppdrag{to}:", row["text"])
        yield Statement(text, m.source(row))
