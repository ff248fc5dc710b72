"""Crime and safety: what is said of each indicator, and how the small charts draw it."""

from __future__ import annotations

import itertools
from types import SimpleNamespace

import pytest
from seen import (
    DEMO,
    HA,
    HL,
    Line,
    Mark,
    Text,
    add,
    by_head,
    cells,
    drawings,
    material,
    records,
    said,
    with_counts,
)

from lobra import charts
from lobra.charts import canvas
from lobra.report import Material, findings, indicators, serious_events
from lobra.report.indicator import Area, Indicator

CRIMES, SHARE = "anmälda brott", "procent av de svarande"


def indicator(before, now, unit=CRIMES, **more):
    return Indicator("Rån", unit, 2024, Area("A", {2023: before, 2024: now}, **more))


@pytest.mark.parametrize(
    ("before", "now", "change", "verdict"),
    [  # 0.025 lies between the binomial tails of each pair; by hand: 0.5 to the power 5 and 6
        (100, 130, "+30 (+30\u00a0%)", "ingen säker förändring"),
        (100, 131, "+31 (+31\u00a0%)", "säker ökning"),
        (100, 73, "−27 (−27\u00a0%)", "säker minskning"),
        (100, 74, "−26 (−26\u00a0%)", "ingen säker förändring"),
        (0, 5, "+5", "ingen säker förändring"),
        (0, 6, "+6", "säker ökning"),
        (7, 7, "oförändrat", ""),
        (None, 7, "", ""),
        (7, None, "", ""),
        (20000, 31000, "+11\u00a0000 (+55\u00a0%)", "säker ökning"),
    ],
)
def test_a_change_of_counts_is_certain_beyond_what_chance_gives(before, now, change, verdict):
    one = indicator(before, now)
    assert (one.change, one.verdict) == (change, verdict)


@pytest.mark.parametrize("unit", ["personer", "anmälda kränkningar", "perioder", "krockar"])
def test_a_unit_that_begins_like_a_rate_is_a_count_all_the_same(unit):
    one = indicator(100, 140, unit)
    assert (one.is_count, one.verdict) == (True, "säker ökning")


@pytest.mark.parametrize("unit", ["per 1 000 invånare", "kr per invånare", "brott/1 000 invånare"])
def test_a_rate_or_an_amount_of_money_is_no_count(unit):
    assert (indicator(100, 130, unit).is_count, indicator(100, 130, unit).verdict) == (False, "")


@pytest.mark.parametrize(
    ("unit", "before", "now", "change"),
    [
        (SHARE, 26, 24, "−2 procentenheter"),
        (SHARE, 24, 25, "+1 procentenhet"),
        (SHARE, 24.5, 24, "−0,5 procentenheter"),
        (SHARE, 24, 24, "oförändrat"),
        ("per 1 000 invånare", 100, 300, "+200 (+200\u00a0%)"),
        ("brott/1 000 invånare", 100, 300, "+200 (+200\u00a0%)"),
        ("medelvärde", 2.5, 5.0, "+2,5 (+100\u00a0%)"),
    ],
)
def test_of_what_is_no_count_of_events_nothing_is_said_to_be_certain(unit, before, now, change):
    one = indicator(before, now, unit)
    assert (one.change, one.verdict) == (change, "")


def change_of(a, b, is_share):
    if a == b:
        return "oförändrat"
    sign = "+" if b > a else "−"
    if is_share:
        return f"{sign}{abs(b - a)} procentenhet{'' if abs(b - a) == 1 else 'er'}"
    word = "ingen säker förändring"
    if (b - a) ** 2 > 1.96**2 * (a + b):
        word = "säker ökning" if b > a else "säker minskning"
    return f"{sign}{abs(b - a)} ({sign}{round(abs(b - a) / a * 100)}\u00a0%), {word}"


def yearly(year):
    """The rows of whole years up to a year, of what is there every year and nobody makes."""
    rows = [row for row in records(DEMO, "statistics") if row["year"] <= str(year)]
    apart = ("Trygga i", "Utsatta för", "Räddning", "Automatlarm")
    return [row for row in rows if not row["month"] and not row["indicator"].startswith(apart)]


@pytest.mark.parametrize("year", [2023, 2024])
def test_each_indicator_is_told_with_last_year_change_and_comparisons(year):
    rows = yearly(year)
    known = {(row["indicator"], row["area"], row["year"]): row for row in rows}
    expected = []
    for name in dict.fromkeys(row["indicator"] for row in rows):
        mine, old = (known[name, "Exempelköping", str(y)] for y in (year, year - 1))
        there, before = (known[name, "Länet", str(y)] for y in (year, year - 1))
        country = known.get((name, "Hela landet", str(year)))
        is_share = mine["unit"] == SHARE
        elsewhere = f"länet {there['value']} procent"
        if mine["per_100k"]:
            rate = f"{mine['per_100k']} per 100 000 invånare"
            elsewhere = f"{rate} (länet {there['per_100k']}, hela landet {country['per_100k']})"
        elif not is_share:
            percent = (int(there["value"]) / int(before["value"]) - 1) * 100
            elsewhere = f"länet {'+' if percent > 0 else '−'}{abs(round(percent))}\u00a0%"
        preliminary = ", preliminärt" if mine["is_preliminary"] == "yes" else ""
        expected.append(
            {
                "Indikator": name,
                str(year): f"{mine['value']} {mine['unit']}{preliminary}",
                str(year - 1): old["value"],
                "Förändring": change_of(int(old["value"]), int(mine["value"]), is_share),
                "Jämförelse": elsewhere,
            }
        )
    assert len(expected) == 9
    assert by_head(indicators(material(DEMO, year)))[:9] == expected


def test_a_round_of_a_survey_is_compared_with_the_round_before_and_calls_with_no_alarms_in_them():
    assert cells(indicators(material(DEMO, 2024)))[9:] == [
        [
            "Trygga i bostadsområdet sena kvällar",
            "80,2 procent av de svarande",
            "74,3 (2021)",
            "+5,9 procentenheter, säker ökning",
            "länet 76,6 procent",
        ],
        [
            "Utsatta för något brott det senaste året",
            "11,7 procent av de svarande",
            "12,9 (2021)",
            "−1,2 procentenheter, ingen säker förändring",
            "länet 12,1 procent",
        ],
        [
            "Räddningstjänstens insatser utan automatlarm",
            "272 insatser",  # 486 with 214 alarms
            "265",
            "+7 (+3\u00a0%), ingen säker förändring",
            "864 per 100 000 invånare (länet 878)",
        ],
    ]


@pytest.mark.parametrize(("council", "year"), [(HL, 2017), (HL, 2019), (HA, 2021), (HL, 2010)])
def test_without_statistics_one_sentence_says_which_numbers_are_missing(council, year):
    assert indicators(material(council, year)).text == (
        f"Inga siffror för {year} över anmälda brott (Brottsförebyggande rådet, Brå) eller upplevd "
        "trygghet (trygghetsmätning) finns i materialet."
    )


def test_numbers_that_may_wait_for_review_are_not_called_missing():
    assert indicators(with_counts(HL, 2019, n_waiting=119)).text == (
        "Inga siffror för 2019 över anmälda brott (Brottsförebyggande rådet, Brå) eller upplevd "
        "trygghet (trygghetsmätning) finns i det som är granskat; 119 uppgifter väntar på "
        "granskning."
    )


def number(folder, council, year, value, **more):
    """A row of statistics on robberies."""
    about = {"indicator": "Rån", "area": "Området", "is_comparison": "no", "unit": CRIMES}
    row = {"is_preliminary": "no", "counts_persons": "no", "publisher": "Brå"} | about
    meeting = {HL: "hl-doc-2019-02-22", HA: "ha-doc-2021-09-17"}[council]
    values = row | {"year": year, "value": value, "document_id": meeting}
    add(folder, council, "statistics", **(values | more))


def robberies(folder, council=HL, year=2019):
    (row,) = cells(indicators(Material(council, year, data=folder)))
    return row


def test_a_value_that_the_source_leaves_out_is_not_one_that_nobody_has(records_copy):
    number(records_copy, HL, 2018, 30)
    assert robberies(records_copy) == ["Rån", "okänt", "30", "redovisas inte", "anges inte"]
    number(records_copy, HL, 2019, "")
    assert robberies(records_copy)[1:3] == ["redovisas inte", "30"]


def test_a_forerunners_area_is_not_compared_with(records_copy):
    number(records_copy, HL, 2020, 90)
    number(records_copy, HA, 2021, 30)
    assert robberies(records_copy, HA, 2021)[1:4] == ["30 anmälda brott", "okänt", "redovisas inte"]


def test_of_two_own_areas_each_has_its_line(records_copy):
    for area, value in (("Norra", 10), ("Södra", 20)):
        number(records_copy, HL, 2019, value, area=area)
    rows = cells(indicators(Material(HL, 2019, data=records_copy)))
    assert [row[:2] for row in rows] == [
        ["Rån, Norra", "10 anmälda brott"],
        ["Rån, Södra", "20 anmälda brott"],
    ]


def test_a_later_year_says_nothing_yet(records_copy):
    number(records_copy, HL, 2018, 30)
    number(records_copy, HL, 2020, 60)
    assert robberies(records_copy)[1:3] == ["okänt", "30"]


def test_what_has_changed_for_certain_is_named_first(records_copy):
    for name, before, now in (("Misshandel", 50, 52), ("Rån", 100, 50), ("Skadegörelse", 40, 90)):
        for year, value in ((2018, before), (2019, now)):
            number(records_copy, HL, year, value, indicator=name)
    first = said(findings(Material(HL, 2019, data=records_copy)))[1]
    assert first == (
        "Rån har minskat säkert och skadegörelse har ökat säkert sedan 2018; för ett annat syns "
        "ingen säker förändring. Rån: 50 anmälda brott 2019, 100 året före, säker minskning."
    )


# What is compared


def test_nothing_is_compared_across_a_break_in_the_series():
    one = indicator(100, 200, series={2024: 2024})
    assert (one.before, one.last, one.change, one.verdict) == (None, 100, "", "")
    assert (one.is_cut, one.own.breaks) == (True, [2024])
    assert indicator(100, 200, series={2023: 2015, 2024: 2015}).verdict == "säker ökning"


@pytest.mark.parametrize(
    ("series", "mean", "verdict"),
    [({}, 20, "säker ökning"), ({2024: 2022, 2023: 2022, 2022: 2022}, None, "")],
)
def test_a_year_is_held_against_the_mean_of_three_years_of_its_own_series(series, mean, verdict):
    own = Area("A", {2021: 18, 2022: 20, 2023: 22, 2024: 40}, series=series)
    one = Indicator("Rån", CRIMES, 2024, own)
    assert (one.mean, one.verdict_of_mean) == (mean, verdict)
    assert one.change_of_mean == ("+100\u00a0%" if mean else "")


def test_more_people_are_no_rise_of_crime():
    own = Area("A", {2023: 150, 2024: 200}, rates={2023: 500.0, 2024: 500.0})
    assert Indicator("Rån", CRIMES, 2024, own).verdict == "ingen säker förändring"
    assert indicator(150, 200).verdict == "säker ökning"


@pytest.mark.parametrize(
    ("n", "verdict"), [(400, "ingen säker förändring"), (4000, "säker minskning")]
)
def test_shares_are_judged_where_it_is_known_how_many_answered(n, verdict):
    assert indicator(29, 24, SHARE, answers={2023: n, 2024: n}).verdict == verdict
    assert indicator(29, 24, SHARE, answers={2024: n}).verdict == ""
    bounds = {2023: (27.0, 31.0), 2024: (22.0, 26.0)}
    assert indicator(29, 24, SHARE, bounds=bounds).verdict == "säker minskning"


# The drawing


def panels(drawing):
    """Title → (points of each line of the first area, of the others, the end marks, zero's y)."""
    titles = [t for t in drawing.of(Text) if t.weight == "bold" and not t.is_middle]
    found = {}
    for title in titles:
        floor = min((t.y for t in titles if t.y > title.y + 1), default=9999)

        def is_mine(x, y, title=title, floor=floor):
            return title.y < y < floor and title.x <= x < title.x + 52

        lines = [line for line in drawing.of(Line) if is_mine(*line.points[0])]
        found[title.text] = SimpleNamespace(
            own=[line.points for line in lines if line.colour == canvas.BLUE],
            other=[line.points for line in lines if line.width == 1.1],
            marks=[mark for mark in drawing.of(Mark) if is_mine(mark.x, mark.y)],
            zero=next(line.points[0][1] for line in lines if line.width == 0.8),
            texts=[t.text for t in drawing.of(Text) if t.x >= title.x and is_mine(title.x, t.y)],
        )
    return found


def assert_on_scale(panel, series):
    """Every point lies at its year and value; `series` are the runs of (year, value)."""
    points = [point for run in [*panel.own, *panel.other] for point in run]
    known = [pair for run in series for pair in run]
    assert [len(run) for run in [*panel.own, *panel.other]] == [len(run) for run in series]
    highest = max(known, key=lambda pair: pair[1])
    up = (panel.zero - points[known.index(highest)][1]) / highest[1]
    assert up > 0
    first, last = min(known), max(known)
    across = (points[known.index(last)][0] - points[known.index(first)][0]) / (last[0] - first[0])
    assert across > 0
    start = points[known.index(first)][0] - first[0] * across
    for (x, y), (year, value) in zip(points, known, strict=True):
        assert (x, panel.zero - y) == pytest.approx((start + across * year, up * value))


def runs(pairs):
    """The stretches of years that have values, as (year, value)."""
    known = itertools.groupby(pairs, key=lambda pair: pair[1] != "")
    return [[(year, float(value)) for year, value in run] for has_value, run in known if has_value]


@pytest.mark.parametrize("year", [2023, 2024])
def test_lines_go_through_every_years_value_beside_the_comparison(monkeypatch, year):
    done = drawings(monkeypatch)
    indicators(material(DEMO, year))
    (drawing,) = done
    rows = yearly(year)
    drawn = panels(drawing)
    assert list(drawn) == list(dict.fromkeys(row["indicator"] for row in rows))
    for name, panel in drawn.items():
        mine = [row for row in rows if row["indicator"] == name]
        field = "per_100k" if any(row["per_100k"] for row in mine) else "value"
        is_compared = field == "per_100k" or mine[0]["unit"] == SHARE
        series = []
        others = [name for name in ("Länet", "Hela landet") if is_compared]
        for side in ("Exempelköping", *others):
            area = [row for row in mine if row["area"] == side]
            series += runs([(int(row["year"]), row[field]) for row in area])
        assert_on_scale(panel, series)
        ends = [panel.own[-1][-1], *(run[-1] for run in panel.other)]
        assert [mark.kind for mark in panel.marks] == ["filled", "ring", "diamond"][: len(ends)]
        assert [(mark.x, mark.y) for mark in panel.marks] == ends
    words = {text.text for text in drawing.of(Text)}
    assert {"Exempelköping", "Länet", "ingen säker förändring"} <= words


def test_a_panel_says_below_what_a_reader_cannot_see_in_the_line(monkeypatch):
    done = drawings(monkeypatch)
    indicators(material(DEMO, 2024))
    texts = [text.text for text in done[0].of(Text)]
    start = texts.index("Misshandel")
    assert texts[start : start + 10] == [
        "Misshandel",
        "per 100 000 invånare",
        "2018",
        "2024",
        "559",
        "676",
        "748",
        "176 anmälda brott, preliminärt",
        "189 året före, −13 (−7\u00a0%)",
        "ingen säker förändring",
    ]


def test_nine_indicators_are_drawn_and_all_are_in_the_table(monkeypatch, records_copy):
    for n in range(10):
        number(records_copy, HL, 2019, n + 1, indicator=f"Slag {n}")
    done = drawings(monkeypatch)
    block = indicators(Material(HL, 2019, data=records_copy))
    assert len(cells(block)) == 10
    assert list(panels(done[0])) == [f"Slag {n}" for n in range(9)]


def test_a_year_without_a_value_breaks_the_line(monkeypatch):
    done = drawings(monkeypatch)
    values = {2018: 4.0, 2019: None, 2020: 2.0, 2021: 1.0, 2023: 3.0}
    charts.multiples("T", [charts.Panel("Rån", "antal", [("A", values), ("B", {2018: 1.0})])])
    panel = panels(done[0])["Rån"]
    series = [[(2018, 4.0)], [(2020, 2.0), (2021, 1.0)], [(2023, 3.0)], [(2018, 1.0)]]
    assert_on_scale(panel, series)
    assert [(mark.kind, mark.x) for mark in panel.marks] == [
        ("filled", panel.own[-1][-1][0]),
        ("ring", panel.other[0][0][0]),
    ]
    weights = {text.text: text.weight for text in done[0].of(Text)}
    assert (weights["3"], weights["1"]) == ("bold", "normal")


def test_a_comparison_higher_than_the_own_area_sets_the_scale(monkeypatch):
    done = drawings(monkeypatch)
    own, other = {2020: 1.0, 2021: 2.0}, {2020: 5.0, 2021: 8.0}
    charts.multiples("T", [charts.Panel("Rån", "antal", [("A", own), ("B", other)])])
    series = [[(2020, 1.0), (2021, 2.0)], [(2020, 5.0), (2021, 8.0)]]
    assert_on_scale(panels(done[0])["Rån"], series)


def test_areas_are_named_once_above_or_in_each_panel_where_they_differ(monkeypatch):
    done = drawings(monkeypatch)
    one = charts.Panel("Rån", "antal", [("A", {2020: 1.0}), ("B", {2020: 8.0})])
    alone = charts.Panel("Hot", "antal", [("A", {2020: 1.0})])
    other = charts.Panel("Stöld", "antal", [("A", {2020: 1.0}), ("C", {2020: 8.0})])
    for some in ([one, alone, one], [one, other]):
        charts.multiples("T", some)
    same, differing = ([t.text for t in drawing.of(Text)] for drawing in done)
    assert [same.count(name) for name in ("A", "B", "1", "8")] == [1, 1, 3, 2]
    assert [differing.count(name) for name in ("A", "B", "C", "8")] == [2, 1, 1, 2]
    marks = [(mark.kind, mark.x) for mark in done[0].of(Mark)][:2]
    assert [kind for kind, _ in marks] == ["filled", "ring"]


# Serious events


def events(m):
    return [item.text for item in getattr(serious_events(m), "items", [])]


def inside(council, year):
    return Material(council, year, edition="internal", data=material(council, year).data)


def test_serious_events_are_told_as_the_minutes_tell_them():
    assert events(material(HL, 2017)) == [
        "Mötet mellan 29 november och 7 december 2017: Enligt uppgifter hos polisen rånar unga "
        "vuxna andra unga med vapen. Polisen behöver signalement för att hitta gärningsmän."
    ]


def test_what_stands_on_one_line_is_told_together_or_withheld_together():
    assert events(inside(HA, 2021)) == [
        "Mötet den 17 september 2021: De flesta skjutningarna i området är provskjutningar av "
        "vapen. "
        "Några skjutningar i början av mätperioden var riktade mot person."
    ]
    assert events(material(HA, 2021)) == []


def test_a_threat_is_told_with_what_the_police_made_of_it():
    assert events(inside(HL, 2017))[1] == (
        "Mötet mellan 29 november och 7 december 2017: En skola fick ett bombhot via en utländsk "
        "chattsida. Polisen bedömde att hotet inte var allvarligt och inte skulle verkställas."
    )


@pytest.mark.parametrize("of", [(HL, 2018), (HL, 2019), (DEMO, 2023), (DEMO, 2024)])
def test_a_year_without_serious_events_shows_none(of):
    assert events(inside(*of)) == []


@pytest.mark.parametrize(
    ("text", "kind", "told"),
    [
        ("En skjutning i dag.", "situation", "En skjutning den 22 februari 2019."),
        ("En sprängning. Den beskrivs nedan.", "situation", "En sprängning."),
        ("En sprängning beskrivs nedan.", "situation", None),
        ("En skjutning ska utredas.", "intention", None),
        ("Mordet är uppklarat.", "outcome", "Mordet är uppklarat."),
        ("Polisen samordnar arbetet.", "situation", None),
        ("Mötet sköts upp.", "situation", None),
        ("En elevs självmord.", "situation", None),
    ],
)
def test_an_event_is_chosen_by_the_words_that_the_minutes_use(records_copy, text, kind, told):
    place = {"item_id": "hl-2019-02-22-p3", "line": 48}
    add(records_copy, HL, "statements", theme="violence", kind=kind, text=text, **place)
    expected = [f"Mötet den 22 februari 2019: {told}"] if told else []
    assert events(Material(HL, 2019, data=records_copy)) == expected


def test_the_day_of_undated_minutes_is_their_meeting(records_copy):
    about = {"meeting_id": "hl-2017", "document_id": "hl-doc-2017", "item_id": "hl-2017-p2"}
    text = "En skjutning skedde i dag."
    add(records_copy, HL, "statements", theme="fire", kind="situation", text=text, **about)
    assert "Mötet mellan 29 november och 7 december 2017: En skjutning skedde vid mötet." in events(
        Material(HL, 2017, data=records_copy)
    )


def test_five_serious_events_are_told_and_no_sixth(records_copy):
    for n in range(6):
        place = {"item_id": "hl-2019-02-22-p3", "line": 100 + 2 * n}
        text = f"Skjutning {n}."
        add(records_copy, HL, "statements", theme="violence", kind="situation", text=text, **place)
    assert events(Material(HL, 2019, data=records_copy)) == [
        f"Mötet den 22 februari 2019: Skjutning {n}." for n in range(5)
    ]
