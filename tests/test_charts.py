"""Charts are drawn to the page's width, with readable text that is neither cut nor overlapping."""

import datetime as dt
import re
import xml.etree.ElementTree as ET

import pytest

from lobra import charts
from lobra.charts import canvas

DAY = dt.date(2021, 12, 28)
LONG = "Samverkan/trygghetsskapande åtgärder kring Fruängen/Västertorp/Hägerstensåsen"
DRAWINGS = {
    "timeline": lambda: charts.timeline(
        "T",
        2021,
        [
            charts.Event(DAY, DAY, LONG),
            charts.Event(DAY, DAY, "x", "ring"),
            charts.Event(dt.date(2021, 1, 1), DAY, LONG),
        ],
    ),
    "strips": lambda: charts.strips(
        "T", [(LONG, ["done"] * 40 + ["unknown"])], {"done": "klar", "unknown": "okänd"}
    ),
    "matrix": lambda: charts.matrix(
        "T",
        [LONG, "b", "sist"],
        [(LONG, [charts.Cell("done"), charts.Cell("ring", "12"), charts.Cell("none", LONG)])],
        [("done", LONG), ("ring", LONG)],
        last="sist",
    ),
    "matrix of dates": lambda: charts.matrix(
        "T",
        ["17 sep 2021", "Senast uppföljd"],
        [("a", [charts.Cell("done"), charts.Cell("none", "17 sep 2021")])],
        [("done", "klar")],
        last="Senast uppföljd",
    ),
    "lifelines": lambda: charts.lifelines(
        "T",
        [2018, 2019, 2020, 2021, 2022],
        [(LONG, 2018, 2019), ("Hägersten-Älvsjö", 2021, 2022)],
        [
            charts.Life(LONG, 2018, {2019: "done"}, 2019, "klar 2019"),
            charts.Life("b", 2010, {2012: "done", 2021: "unknown"}, None, LONG),
        ],
        [("diamond", "beslutad"), ("done", LONG)],
        "Vid slutet av 2021",
    ),
    "many years": lambda: charts.lifelines(
        "T", [*range(2015, 2023)], [], [charts.Life("a", 2015, {}, None, "följer med")], [], "sist"
    ),
    "multiples": lambda: charts.multiples(
        "T",
        [
            charts.Panel(
                LONG, "antal", [(LONG, {2018: 3.0, 2019: None, 2020: 4.5}), ("b", {2020: 4.4})]
            ),
            charts.Panel("b", LONG, [("a", {2019: 0.0})], [LONG, "ingen säker förändring"]),
            charts.Panel("c", "st", [("a", {2019: None})]),
        ],
    ),
}


@pytest.fixture(params=DRAWINGS)
def drawing(request):
    return DRAWINGS[request.param]()


def test_a_chart_is_as_wide_as_the_text_of_the_page(drawing):
    width = ET.fromstring(drawing).get("width")
    assert float(width.removesuffix("pt")) * 25.4 / 72 == pytest.approx(160, abs=0.01)


def test_the_same_values_give_the_same_bytes():
    for draw in DRAWINGS.values():
        assert draw() == draw()


def test_no_text_is_smaller_than_nine_points(drawing):
    scales = [float(s) for s in re.findall(r"scale\((0\.\d+) -0\.\d+\)", drawing)]
    assert scales
    assert min(scales) * 100 >= 9


def drawn_sheets(monkeypatch):
    """The sheets behind all drawings."""
    sheets, svg = [], canvas.Sheet.svg
    monkeypatch.setattr(
        canvas.Sheet, "svg", lambda sheet, title: sheets.append(sheet) or svg(sheet, title)
    )
    for draw in DRAWINGS.values():
        draw()
    assert len(sheets) == len(DRAWINGS)
    return sheets


def test_nothing_is_drawn_outside_the_page(monkeypatch):
    sheets = drawn_sheets(monkeypatch)
    for sheet in sheets:
        page = sheet._figure.bbox
        for artist in [*sheet._axes.texts, *sheet._axes.patches]:
            box = artist.get_window_extent()
            assert page.x0 - 1 <= box.x0 and box.x1 <= page.x1 + 1, artist
            assert page.y0 - 1 <= box.y0 and box.y1 <= page.y1 + 1, artist


def test_no_two_texts_overlap(monkeypatch):
    sheets = drawn_sheets(monkeypatch)
    for sheet in sheets:
        boxes = [(t.get_text(), t.get_window_extent()) for t in sheet._axes.texts]
        for n, (text, box) in enumerate(boxes):
            for other, its in boxes[n + 1 :]:
                wide = min(box.x1, its.x1) - max(box.x0, its.x0)
                high = min(box.y1, its.y1) - max(box.y0, its.y0)
                assert wide < 1 or high < 4, (text, other)


def test_every_line_of_wrapped_text_fits():
    for width in (20, 35, 60):
        lines = canvas.wrapped(LONG, width)
        assert all(canvas.measured(line) <= width for line in lines)
        assert "".join(lines).replace(" ", "").replace("-", "") == LONG.replace(" ", "")


@pytest.mark.parametrize(
    "width, lines",
    [
        (15, ["Förvalt-", "ningen i", "Fruäng-", "en/", "Väster-", "torp"]),
        (18, ["Förvalt-", "ningen i", "Fruängen/", "Västertorp"]),
        (30, ["Förvaltningen i", "Fruängen/", "Västertorp"]),
    ],
)
def test_a_word_is_split_only_where_it_does_not_fit_and_as_swedish_words_are(width, lines):
    assert canvas.wrapped("Förvaltningen i Fruängen/Västertorp", width) == lines


def test_house_colours_stand_out_from_white():
    def luminance(colour):
        parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
        linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    for name in ("BLUE", "TEAL", "PLUM", "ORANGE", "LILAC", "MUTED", "INK"):
        assert 1.05 / (luminance(getattr(canvas, name)) + 0.05) >= 3, name


def test_a_label_that_would_fill_the_page_ends_after_twelve_lines_and_says_so():
    whole = canvas.wrapped("mycket text " * 11, 22)
    assert len(whole) == 11
    assert canvas.wrapped("mycket text " * 12, 22) == [*whole, whole[0]]
    assert canvas.wrapped("mycket text " * 750, 22) == [*whole, "…"]
    assert canvas.wrapped("", 22) == [""]
