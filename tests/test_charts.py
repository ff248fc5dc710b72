"""Charts are drawn to the page's width, with readable text that is neither cut nor overlapping."""

import datetime as dt
import re
import xml.etree.ElementTree as ET

import pytest
from matplotlib.textpath import TextToPath
from matplotlib.transforms import Bbox

from lobra import charts
from lobra.charts import canvas
from lobra.charts.lettering import font

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
    sheets = []
    with monkeypatch.context() as spied:
        spied.setattr(canvas.Sheet, "svg", lambda sheet, title: sheets.append(sheet) or title)
        for draw in DRAWINGS.values():
            draw()
    assert len(sheets) == len(DRAWINGS)
    return sheets


def text_boxes(sheet):
    """Each line of text with the room it takes where it is drawn, in points from the lower left
    corner."""
    placed = re.findall(r"translate\(([-\d.]+) ([-\d.]+)\) scale\(0", sheet.svg("T"))
    written = [one for one in sheet.lines if one.text]
    for one, (left, base) in zip(written, placed, strict=True):
        wide = canvas.measured(one.text, one.size, one.weight) / canvas.MM_PER_PT
        low = (sheet.bottom + 1) / canvas.MM_PER_PT - float(base) - 0.25 * one.size
        yield one.text, Bbox.from_bounds(float(left), low, wide, 1.25 * one.size)


@pytest.mark.parametrize("align, part", [("left", 0), ("center", 0.5), ("right", 1)])
def test_a_text_begins_ends_or_has_its_middle_where_it_is_put(align, part):
    sheet = canvas.Sheet()
    sheet.text(80, 10, "Platser", align=align)
    ((_, box),) = text_boxes(sheet)
    assert (box.x0 + part * box.width) * canvas.MM_PER_PT == pytest.approx(80, abs=0.001)


def test_nothing_is_drawn_outside_the_page(monkeypatch):
    for sheet in drawn_sheets(monkeypatch):
        wide, high = canvas.WIDTH / canvas.MM_PER_PT, (sheet.bottom + 1) / canvas.MM_PER_PT
        shapes = [(shape, shape.get_window_extent()) for shape in sheet.shapes]
        for drawn, box in [*text_boxes(sheet), *shapes]:
            assert box.x0 >= -1 and box.x1 <= wide + 1, drawn
            assert box.y0 >= -1 and box.y1 <= high + 1, drawn


def test_no_two_texts_overlap(monkeypatch):
    for sheet in drawn_sheets(monkeypatch):
        boxes = [*text_boxes(sheet)]
        for n, (text, box) in enumerate(boxes):
            for other, its in boxes[n + 1 :]:
                wide = min(box.x1, its.x1) - max(box.x0, its.x0)
                high = min(box.y1, its.y1) - max(box.y0, its.y0)
                assert wide < 1 or high < 4, (text, other)


@pytest.mark.parametrize("weight", ["normal", "bold"])
@pytest.mark.parametrize(
    "text", [LONG, "AV To. V. Ta, fly fiffig – 12,5 %", " två  mellanrum ", ""]
)
def test_a_line_is_as_wide_as_its_words_and_the_spaces_between_them(text, weight):
    """Only as long as the typeface moves no letter closer to a space."""
    whole = TextToPath().get_text_width_height_descent(text, font(weight, 9), ismath=False)[0]
    assert canvas.measured(text, 9, weight) == whole * canvas.MM_PER_PT


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
