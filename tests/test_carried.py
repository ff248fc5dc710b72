"""What comes over from earlier years and from the council before, and what goes on."""

from __future__ import annotations

import pytest
from conftest import sourced
from seen import change

from lobra.blocks import Nothing, cited
from lobra.report import Material
from lobra.report.annexes import assignments, carried_chart, carried_forward

HL, HA, DEMO = "hagersten-liljeholmen", "hagersten-alvsjo", "exempelkoping"


def test_measures_of_the_council_before_are_shown_with_year_council_and_last_word():
    chart = carried_chart(Material(HA, 2021))
    by_measure = {row[0]: row[1:] for row in sourced(chart.table)}
    assert len(by_measure) == 7
    assert by_measure["3. Ungdomar"] == [
        "från 2018, Hägersten-Liljeholmen",
        "2019 pågår och 2021 pågår",
        "följer med till 2022",
        "Åtgärdsplan för Hägersten-Liljeholmen och polisen, rad 210; "
        "Protokoll 22 februari 2019, rad 35, 43, 45, 47; "
        "Protokoll 17 september 2021, rad 72, 206, 257, 287",
    ]
    assert by_measure["6. Påträngande tiggeri"][1] == "2019 okänd"


def test_the_chart_names_no_source_that_says_nothing_of_the_measures():
    assert cited(carried_chart(Material(HA, 2021)).source) == (
        "Åtgärdsplan för Hägersten-Liljeholmen och polisen; Protokoll 22 februari 2019; "
        "Protokoll 17 september 2021"
    )


def test_the_first_year_of_a_plan_has_nothing_from_before():
    assert isinstance(carried_chart(Material(HL, 2018)), Nothing)


def test_an_open_assignment_comes_over_to_the_next_council():
    (row,) = assignments(Material(HA, 2021)).rows
    assert row[1:] == [
        "Preventionssamordnare",
        "22 feb 2019, Hägersten-Liljeholmen",
        "öppet, följer med till 2022",
    ]


def test_an_assignment_closed_in_the_year_came_over_and_one_closed_before_did_not(demo_records):
    rows = assignments(Material(DEMO, 2024, data=demo_records)).rows
    assert [(row[0], row[4]) for row in rows if row[2].endswith("2023")] == [
        ("Redovisa rutinen vid hot och våld i skolan.", "avslutat 8 feb 2024"),
        ("Ta fram en gemensam lägesbild för 2024.", "avslutat 8 feb 2024"),
        ("Bjuda in grannkommunerna till ett erfarenhetsutbyte.", "öppet, följer med till 2025"),
    ]


def test_a_measure_that_minutes_call_done_ends_and_one_taken_up_again_does_not(demo_records):
    chart = carried_chart(Material(DEMO, 2024, data=demo_records))
    state = {row[0]: row[3] for row in chart.table.rows}
    assert state["3. Meningsfull sommar"] == "klar 2024"
    assert state["12. Samtalsgrupp för den som utövar våld"] == "avbruten 2024"
    assert state["17. Trygghet vid Resecentrum"] == "inget avslut antecknat"


def text_and_rows(m):
    (_, note), (_, table) = carried_forward(m).parts
    return note.text, {row[0]: row[1:] for row in table.rows}


def test_what_no_minutes_end_goes_on_and_the_report_says_what_is_not_known():
    text, rows = text_and_rows(Material(HA, 2021))
    assert text == (
        "Inget avslut av åtgärderna är antecknat. De följer därför med till 2022. "
        "Uppgifterna visar inte om Hägersten-Älvsjö har tagit över föregångarens plan."
    )
    assert len(rows) == 7
    assert rows["2. Liljeholmen, Narkotika"] == [
        "17 sep 2021",
        "alla 2",
    ]


def test_a_plan_that_ends_carries_nothing_over_by_itself(demo_records):
    text, rows = text_and_rows(Material(DEMO, 2024, data=demo_records))
    assert text.startswith("Åtgärdsplanen slutar 2024. Om åtgärderna förs vidare avgörs i nästa")
    assert "3. Meningsfull sommar" not in rows
    assert rows["20. Grannsamverkan mot inbrott"] == [
        "5 dec 2024",
        "inga av 3. För 1 har tidsgränsen gått ut.",
    ]


def test_a_yearly_activity_is_left_as_long_as_the_plan_goes_on(demo_records):
    _, rows = text_and_rows(Material(DEMO, 2023, data=demo_records))
    assert rows["19. Förebygga bedrägerier mot äldre"][1] == "alla 3"
    assert "17. Trygghet vid Resecentrum" not in rows


def test_only_activities_whose_deadline_is_ahead_are_left(demo_records):
    _, rows = text_and_rows(Material(DEMO, 2023, data=demo_records))
    assert rows["1. Tidig samverkan runt enskilda barn"][1] == (
        "2 av 3: Samverkansmöten för varje skola; Utbilda skolpersonal i arbetssättet. "
        "För 1 har tidsgränsen gått ut."
    )
    assert rows["15. Platssamverkan Bryggparken"][1] == "alla 3"


@pytest.mark.parametrize(
    ("due", "state"),
    [
        ("2020-12-31", "öppet, tidsgränsen har gått ut"),
        ("2021-12-31", "öppet, tidsgränsen har gått ut"),
        ("2022-01-01", "öppet, följer med till 2022"),
    ],
)
def test_what_is_late_at_the_years_end_is_carried_over_as_late_and_not_ahead(
    records_copy, due, state
):
    change(records_copy, HL, "assignments", "hl-2019-02-22-u1", due_on=due)
    (row,) = assignments(Material(HA, 2021, data=records_copy)).rows
    assert row[-1] == state


def test_without_a_plan_nothing_goes_on():
    assert isinstance(carried_forward(Material(HL, 2017)), Nothing)
