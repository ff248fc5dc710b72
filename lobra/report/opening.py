"""Title page, key figures and summary."""

from __future__ import annotations

import datetime as dt

import pandas as pd

from lobra.blocks import Block, KeyFigure, KeyFigures, Missing, Statement, Statements, Title
from lobra.privacy.disclosure import EDITIONS
from lobra.report.fulfilment import judged_from, judgements, tally
from lobra.report.material import RECORDS, Material
from lobra_data import words

NOTICE = "Påhittade uppgifter"
FEW = 3
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
    held, announced = m.of_year("meetings"), m.of_year("planned_meetings")
    attendance = m.of_year("attendance")
    called = int(attendance["status"].eq("called").sum())
    present = int(attendance["status"].eq("present").sum())
    decisions, assignments = m.of_year("decisions"), m.of_year("assignments")
    measures, activities = m.of_year("measures"), m.of_year("activities")
    places, conflicts = m.of_year("place_actions"), m.of_year("conflicts")
    kept, results = _kept(m.of_year("priorities")), m.of_year("programme_results")
    problems = int(places["kind"].eq("problem").sum())
    is_undated = held["held_on"].isna().any()

    def figure(
        name: str, value: int, label: str, note: str, rows: pd.DataFrame, known: bool
    ) -> KeyFigure:
        return KeyFigure(name, value if known else None, label, note, m.sources(rows) or RECORDS)

    minutes, tables_of_places, plan = len(held) > 0, len(places) > 0, len(measures) > 0
    figures = [
        figure(
            "meetings_held",
            len(held),
            words.form(len(held), "möte", "möten") + " med protokoll",
            "datum saknas i protokollet" if is_undated else "i materialet",
            held,
            True,
        ),
        figure(
            "meetings_announced",
            len(announced),
            words.form(len(announced), "annonserat möte", "annonserade möten"),
            "enligt protokollen",
            announced,
            len(announced) > 0,
        ),
        figure("measures", len(measures), "åtgärder", "i åtgärdsplanen", measures, plan),
        figure(
            "activities",
            len(activities),
            "aktiviteter",
            "i åtgärdsplanens åtgärder",
            activities,
            plan,
        ),
        figure(
            "present",
            present,
            "närvarande",
            "enligt närvarolistan" if present else "protokollen anger inte vilka som kom",
            attendance,
            present > 0,
        ),
        figure(
            "called",
            called,
            "kallade",
            "kallad är inte detsamma som närvarande",
            attendance,
            called > 0,
        ),
        figure(
            "place_actions",
            len(places),
            "insatser i platssamverkan",
            f"{problems} mot problem, {len(places) - problems} för utveckling",
            places,
            tables_of_places,
        ),
        figure(
            "place_actions_problem",
            problems,
            "insatser mot problem",
            "i platssamverkan",
            places,
            tables_of_places,
        ),
        figure(
            "place_actions_development",
            len(places) - problems,
            "insatser för utveckling",
            "i platssamverkan",
            places,
            tables_of_places,
        ),
        figure(
            "place_actions_done",
            int(places["status"].eq("done").sum()),
            "insatser klara",
            f"av {len(places)} i platssamverkan",
            places,
            tables_of_places,
        ),
        figure("priorities", len(kept), "prioriteringar", "områden och teman", kept, len(kept) > 0),
        figure(
            "programmes",
            results["programme_id"].nunique(),
            "program och insatser",
            "nämns i källorna",
            results,
            len(results) > 0,
        ),
        figure("decisions", len(decisions), "beslut", "utöver formalia", decisions, minutes),
        figure("assignments", len(assignments), "uppdrag", "givna på mötet", assignments, minutes),
        figure(
            "conflicts",
            len(conflicts),
            words.form(len(conflicts), "motsägelse", "motsägelser"),
            "i källorna, redovisas i bilaga",
            conflicts,
            minutes,
        ),
    ]
    return KeyFigures(
        name="nyckeltal",
        title=f"Nyckeltal {m.year}",
        figures=figures,
        tiles=_tiles({f.name: f.value for f in figures}),
    )


def _kept(priorities: pd.DataFrame) -> pd.DataFrame:
    """What was prioritised, without what was taken away."""
    return priorities[~priorities["change"].isin(["removed", "proposed_removed"])]


def _tiles(values: dict[str, int | None]) -> list[str]:
    """At most six: those that say something about this year, meetings always first."""
    order = [
        "meetings_held",
        "meetings_announced",
        "measures",
        "activities",
        "present",
        "called",
        "place_actions",
        "place_actions_done",
        "decisions",
        "assignments",
        "conflicts",
        "priorities",
        "programmes",
    ]
    return [name for name in order if name == "meetings_held" or values[name]][:6]


def summary(m: Material) -> Block:
    """What was done and what remains, in sentences made from the records."""
    items: list[Statement] = []
    held, announced = m.of_year("meetings"), m.of_year("planned_meetings")
    days = [m.meeting_day(row) for _, row in held.iterrows()]
    if len(held):
        number = words.count(len(held), "möte", "möten")
        place = " Dagen anges inte i protokollet." if held["held_on"].isna().any() else ""
        text = f"{number} med protokoll: {words.listed(days)}.{place}"
        items.append(Statement(text, m.sources(held)))
    if len(announced) and not len(held):
        dates = words.listed(words.date(day, year=False) for day in announced["planned_on"])
        number = words.count(len(announced), "möte", "möten")
        text = f"{number} annonserades ({dates}), men inget protokoll finns i materialet."
        items.append(Statement(text, m.sources(announced)))
    kept = _kept(m.of_year("priorities"))
    if len(kept):
        names = words.listed(dict.fromkeys(kept["name"]))
        items.append(Statement(f"Prioriterat: {names}.", m.sources(kept)))
    measures, activities = m.of_year("measures"), m.of_year("activities")
    if len(measures):
        dated = activities["due_latest"].notna().sum()
        counted = activities["target_count"].notna().sum()
        items.append(
            Statement(
                f"Åtgärdsplanen har {words.count(len(measures), 'åtgärd', 'åtgärder')} med "
                f"{words.count(len(activities), 'aktivitet', 'aktiviteter')}; "
                f"{words.number(int(counted))} har ett räknebart mål och "
                f"{words.number(int(dated))} en tidsgräns.",
                m.sources(measures),
            )
        )
    places = m.of_year("place_actions")
    if len(places):
        counts = places["status"].value_counts()
        said = words.listed(
            f"{word} {counts[code]}"
            for code, word in m.status_labels("place_actions").items()
            if counts[code]
        )
        items.append(
            Statement(
                f"Platssamverkan redovisar {len(places)} insatser på "
                f"{words.number(places['forum_id'].nunique())} platser: {said}.",
                m.sources(places),
            )
        )
    decisions = m.of_year("decisions")
    if len(decisions) > FEW:
        text = f"{len(decisions)} beslut fattades utöver formalia."
        items.append(Statement(text, m.sources(decisions)))
    else:
        items += [
            Statement(words.sentence("Beslut:", row["text"]), m.source(row))
            for _, row in decisions.iterrows()
        ]
    given = m.assignments[m.assignments["meeting_id"].isin(held["meeting_id"])]
    if len(given):
        n = words.count(len(given), "uppdrag", "uppdrag")
        closed = int(given["is_closed"].sum())
        text = f"{n} gavs, {words.number(closed)} är avslutade."
        items.append(Statement(text, m.sources(given)))
    for _, row in given[~given["is_closed"]].head(FEW).iterrows():
        who = row["assigned_to"][:1].lower() + row["assigned_to"][1:]
        text = words.sentence(f"Öppet uppdrag till {who}:", row["text"])
        items.append(Statement(text, m.source(row)))
    if judgements(m):
        text = words.sentence(f"Måluppfyllelse per åtgärd: {tally(m)}")
        items.append(Statement(text, judged_from(judgements(m))))
    if not items:
        return Missing(name="sammanfattning", text=f"Källorna säger inget om {m.year}.")
    return Statements(name="sammanfattning", title="Sammanfattning", items=items)
