"""All documents of the four real years and of a full made-up one, in a real browser: judged by axe,
on a phone, enlarged, by keyboard alone.

The PDF files are judged by the validator.
"""

from __future__ import annotations

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from browsing import for_browser, opened_browser
from pdf_validator import failures
from test_report import DOCUMENTS, NAME, YEARS

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]
DESK, PHONE, ENLARGED = (1280, 900), (320, 640), (640, 450)
COMMON_PHONE, SCREENS = (390, 844), 25
FULL = "2024, ett helt år"
MODES = {
    "light": (DESK, {"media": "screen", "color_scheme": "light"}),
    "dark": (DESK, {"media": "screen", "color_scheme": "dark"}),
    "phone": (PHONE, {"media": "screen", "color_scheme": "light"}),
    "phone, dark": (PHONE, {"media": "screen", "color_scheme": "dark"}),
    "print": (DESK, {"media": "print", "color_scheme": "light"}),
}
OPEN_ALL = "() => document.querySelectorAll('details').forEach(d => { d.open = true })"
OPEN_ALL_OR_AS_AT_FIRST = """isOpen => document.querySelectorAll('details').forEach(d => {
  d.atFirst ??= d.open;
  d.open = isOpen || d.atFirst;
})"""
WORDS_OF_SIZE = "size => { document.documentElement.style.fontSize = size }"
SIDEWAYS = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def browser():
    with opened_browser() as browser:
        yield browser


def _each(year):
    """What 2021 and the full year show, the others show as well."""
    return year if year in (2021, FULL) else pytest.param(year, marks=pytest.mark.thorough)


@pytest.fixture(params=[_each(year) for year in (*YEARS, FULL)])
def folder(request, built):
    if request.param == FULL:
        return request.getfixturevalue("demo_report")
    return built / YEARS[request.param] / str(request.param)


@pytest.fixture(params=DOCUMENTS)
def name(request):
    return request.param


@pytest.fixture
def visit(browser):
    """Opens a file in a window of some size; what the page asks for or complains of is noted."""
    opened = []

    def open_page(path, size=DESK):
        width, height = size
        page = browser.new_page(viewport={"width": width, "height": height})
        page.noted = []
        page.on("console", lambda message: page.noted.append(message.text))
        page.on("pageerror", lambda error: page.noted.append(str(error)))
        page.on("request", lambda request: page.noted.append(request.url))
        page.goto(path.as_uri())
        opened.append(page)
        return page

    yield open_page
    for page in opened:
        page.close()


@pytest.fixture(scope="module")
def looked_at(browser):
    """A file in a mode, opened or as it is at first. Only looked at, never used, it is loaded once
    for all its modes, and axe with it."""
    pages = {}

    def show(path, mode, is_open=False):
        if path not in pages:
            while pages:
                pages.popitem()[1].close()
            pages[path] = browser.new_page()
            pages[path].goto(path.as_uri())
            pages[path].evaluate(Axe().axe_script)
        size, media = MODES[mode]
        width, height = size
        pages[path].set_viewport_size({"width": width, "height": height})
        pages[path].emulate_media(**media)
        pages[path].evaluate(OPEN_ALL_OR_AS_AT_FIRST, is_open)
        return pages[path]

    yield show
    for page in pages.values():
        page.close()


@pytest.fixture(scope="module")
def enlarged(browser):
    """A file on a small or enlarged screen, opened or as it is at first, with words of some size.
    It is loaded once for all of that."""
    pages = {}

    def show(path, size, is_open, words="100%"):
        if path not in pages:
            pages[path] = browser.new_page(device_scale_factor=2)
            pages[path].goto(path.as_uri())
        width, height = size
        pages[path].set_viewport_size({"width": width, "height": height})
        pages[path].evaluate(OPEN_ALL_OR_AS_AT_FIRST, is_open)
        pages[path].evaluate(WORDS_OF_SIZE, words)
        return pages[path]

    yield show
    for page in pages.values():
        page.close()


AXE = {"runOnly": {"type": "tag", "values": RULES}, "resultTypes": ["violations"]}
JUDGED = """options => {
  const looks = new Map([[null, '']])
  const look = one => {
    if (!looks.has(one)) {
      const own = getComputedStyle(one)
      const style = [own.color, own.backgroundColor, own.backgroundImage, own.opacity, own.fontSize,
        own.fontWeight, own.display, own.visibility, own.position, own.textShadow]
      looks.set(one, `${look(one.parentElement)}>${one.tagName}.${one.className} ${style}`)
    }
    return looks.get(one)
  }
  const seen = {}
  for (const one of document.querySelectorAll('body *')) {
    const n = one.firstElementChild ? 0 : seen[look(one)] = (seen[look(one)] ?? 0) + 1
    one.toggleAttribute('data-alike', n > 5)
  }
  axe.configure({rules: [{id: 'color-contrast', selector: ':not([data-alike])'}]})
  return axe.run(options)
}"""


def violations(page, n_passed=10):
    """What axe finds, as "rule: element" lines, where more rules than `n_passed` are kept.

    Of what has the same colours, letters and place in the page, as the cells of a long table, axe
    weighs the contrast of the first five.
    """
    found = page.evaluate(JUDGED, AXE)
    assert found["testEngine"]["name"] == "axe-core"
    assert len(found["passes"]) > n_passed
    return [
        f"{rule['id']}: {node['html'][:200]}"
        for rule in found["violations"]
        for node in rule["nodes"]
    ]


@for_browser
@pytest.mark.parametrize(("mode", "is_open"), [("light", False), *((mode, True) for mode in MODES)])
def test_axe_finds_nothing(folder, name, looked_at, mode, is_open):
    assert violations(looked_at(folder / f"{name}.html", mode, is_open)) == []


@for_browser
@pytest.mark.parametrize("mode", MODES)
def test_axe_finds_nothing_in_the_list_of_reports(built, looked_at, mode):
    assert violations(looked_at(built / "index.html", mode)) == []


@for_browser
def test_axe_would_have_found_something(tmp_path, looked_at):
    """In each mode what is wrong in that mode alone, and what is wrong in all."""
    bad = tmp_path / "bad.html"
    style = """
        @media (prefers-color-scheme: dark) { .dark { color: #999 } }
        @media (max-width: 400px) { .narrow { color: #999 } }
        @media print { .print { color: #999 } }
    """
    bad.write_text(
        f"<title>x</title><style>{style}</style><img src='data:,'><p class=dark>Dunkel"
        f"<p class=narrow>Nätt<p class=print>Papper<ul>{'<li>rad' * 9}<li class=dark>Elfte</ul>"
        "<details><summary>Mer</summary><p style='color: #999'>Svagt</details>"
    )
    wrong = {
        ("light", False): "",
        ("dark", False): "DE",
        ("phone, dark", True): "DNES",
        ("phone", False): "N",
        ("print", True): "PS",
        ("light", True): "S",
    }
    for (mode, is_open), weak in wrong.items():
        found = violations(looked_at(bad, mode, is_open), n_passed=0)
        assert {one.partition(":")[0] for one in found} >= {"html-has-lang", "image-alt"}
        pale = [one for one in found if one.startswith("color-contrast: ")]
        assert "".join(re.findall(r">([A-Z])", "".join(pale))) == weak, (mode, is_open)


@for_browser
@pytest.mark.parametrize("size", [PHONE, ENLARGED], ids=["320", "200 %"])
def test_the_page_never_scrolls_sideways(folder, name, enlarged, size):
    for is_open in (False, True):
        page = enlarged(folder / f"{name}.html", size, is_open)
        assert page.evaluate("() => innerWidth") == size[0]
        assert page.evaluate(SIDEWAYS) <= 0, is_open


@for_browser
def test_the_report_of_a_full_year_is_read_on_a_phone_in_25_screens(demo_report, visit):
    width, height = COMMON_PHONE
    page = visit(demo_report / f"{NAME}.html", (width, height))
    assert page.evaluate("() => document.documentElement.scrollHeight") <= SCREENS * height
    assert page.evaluate(SIDEWAYS) <= 0


SMALLEST_WORDS = """() => Math.min(...[...document.querySelectorAll('.chart .scroll > img')].map(
  e => 9 * e.getBoundingClientRect().width * 25.4 / 72 / 160))"""


@for_browser
def test_words_of_charts_are_at_least_eleven_pixels_on_a_phone_beside_a_hint(demo_report, visit):
    page = visit(demo_report / f"{NAME}.html", COMMON_PHONE)
    assert page.evaluate(SMALLEST_WORDS) >= 11
    assert page.locator(".chart .hint").count() == page.locator(".chart").count() > 2
    assert all(hint.is_visible() for hint in page.locator(".chart .hint").all())


@for_browser
def test_words_enlarged_twice_stay_on_the_page(folder, name, enlarged):
    page = enlarged(folder / f"{name}.html", DESK, is_open=True, words="200%")
    assert page.evaluate("() => getComputedStyle(document.documentElement).fontSize") == "32px"
    assert page.evaluate(SIDEWAYS) <= 0


@for_browser
def test_nothing_is_fetched_and_nothing_goes_wrong(folder, name, visit):
    path = folder / f"{name}.html"
    page = visit(path)
    page.evaluate(OPEN_ALL)
    page.wait_for_load_state("networkidle")
    assert [noted for noted in page.noted if not noted.startswith("data:")] == [path.as_uri()]


WALK = """() => {
  const at = document.activeElement;
  if (!at || at === document.body || at.walked) return null;
  at.walked = true;
  const ring = getComputedStyle(at);
  return {
    tag: at.tagName,
    text: at.textContent.trim(),
    ring: ring.outlineStyle !== 'none' && parseFloat(ring.outlineWidth) >= 2,
  };
}"""
LEFT_OUT = """() => [...document.querySelectorAll('a[href], summary, [role=region]')]
  .filter(e => e.checkVisibility() && !e.walked).map(e => e.outerHTML.slice(0, 120))"""


@for_browser
def test_everything_is_reached_and_opened_by_keyboard_alone(folder, visit):
    page = visit(folder / f"{NAME}.html")
    page.keyboard.press("Tab")
    first = page.evaluate(WALK)
    assert (first["tag"], first["text"]) == ("A", "Hoppa till innehållet")
    n_opened = 0
    for _ in range(5000):
        page.keyboard.press("Tab")
        at = page.evaluate(WALK)
        if at is None:
            break
        assert at["ring"], at
        if at["tag"] == "SUMMARY":
            page.keyboard.press("Enter")
            assert page.evaluate("() => document.activeElement.parentElement.open"), at
            n_opened += 1
    assert n_opened >= 10
    assert page.evaluate(LEFT_OUT) == []


@for_browser
def test_the_first_link_leads_past_the_contents(folder, visit):
    page = visit(folder / f"{NAME}.html")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("() => document.activeElement.tagName") == "MAIN"


@pytest.mark.parametrize("profile", ["ua1", "2a"])
def test_the_pdf_is_valid_for_screen_readers_and_archives(folder, name, profile):
    assert failures((folder / f"{name}.pdf").read_bytes(), profile) == []
