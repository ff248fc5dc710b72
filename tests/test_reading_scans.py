"""Scanned documents: a program on the PATH tells the letters, and all that it tells is doubted.

The programs are scripts with the real ones' names, arguments and output: the table below has the
form that Tesseract 5 gave for a page of the made-up council's minutes.
"""

import json
import os
import select
import sys
from contextlib import suppress
from pathlib import Path

import pikepdf
import pytest
import typst
from child_work import asks_for_more, asks_how_much_memory, starts_a_program
from hostile_inputs import is_one_line, png

from lobra.reading import limits, reader
from lobra.reading.facts import doubt_recognised
from lobra.reading.formats import load
from lobra.reading.found import Decision, Doubt, Reading
from lobra.reading.source import Line, Source
from lobra_data.errors import LobraError

pytestmark = pytest.mark.skipif(os.name != "posix", reason="skript med programmens namn")

HEAD = "level page_num block_num par_num line_num word_num left top width height conf text"
# Line number within the block, left, top, width, height, text; in pixels at 300 dots an inch.
WORDS = """\
1 297 421 303 50 Protokoll
1 625 427 64 44 16
1 710 424 115 63 maj
1 851 427 142 44 2024
2 298 693 10 11 «
2 334 677 71 32 Plats:
2 420 677 193 43 Kommunhuset,
2 628 687 65 23 rum
2 700 677 100 32 Eken
3 297 783 71 32 Beslut:
3 380 783 80 32 Rådet
3 470 783 150 32 beslutar
3 630 785 60 30 att
3 700 783 60 43 följa
3 770 783 200 43 stölderna.
"""
INSTALL = "Installera Tesseract med svenska (docs/lasa-in.md visar hur), så läses bilder"


def table(words=WORDS):
    """What `tesseract - - tsv` prints: lines and words, each with its place, and how sure it is."""
    rows = ["\t".join(HEAD.split()), "1\t1\t0\t0\t0\t0\t0\t0\t2481\t3508\t-1\t"]
    for n, row in enumerate(words.splitlines(), start=1):
        line, left, top, width, height, text = row.split(" ", 5)
        rows.append(f"4\t1\t1\t1\t{line}\t0\t{left}\t{top}\t900\t43\t-1\t")
        rows.append(f"5\t1\t1\t1\t{line}\t{n}\t{left}\t{top}\t{width}\t{height}\t91.59\t{text}")
    return "\n".join(rows) + "\n"


@pytest.fixture
def programs(tmp_path, monkeypatch):
    """Puts a script on the PATH, which else is empty: its name, and the Python that it runs."""
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))

    def put(name, code):
        path = folder / name
        path.write_text(f"#!{sys.executable} -I\nimport sys, time, shutil\n{code}\n")
        path.chmod(0o755)

    return put


def tesseract(out=None, languages="eng\nosd\nswe", then=""):
    """A Tesseract that wants what the real one wants and prints this table."""
    out = table() if out is None else out
    return f"""
if sys.argv[1:] == ["--list-langs"]:
    print('List of available languages in "/usr/share/tessdata/" (3):\\n' + {languages!r})
    sys.exit()
picture = sys.stdin.buffer.read()
if sys.argv[1:] != ["-", "-", "-l", "swe", "--dpi", "300", "tsv"] or picture[:3] != b"P5 ":
    sys.exit("wrong use")
{then}
sys.stdout.buffer.write({out!r}.encode())
"""


LARGE = '#place(top + left, image("scan.png", width: 100%, height: 100%, fit: "stretch"))'


def scan(folder, *texts):
    """A PDF whose pages are pictures, but those with a text."""
    (folder / "scan.png").write_bytes(png())
    pages = [text or '#image("scan.png", width: 10cm)' for text in texts or [""]]
    (folder / "p.typ").write_text("\n#pagebreak()\n".join(pages))
    (folder / "p.pdf").write_bytes(typst.compile(folder / "p.typ", root=folder))
    return folder / "p.pdf"


def test_a_scan_is_read_by_tesseract_and_said_to_be_unsure(tmp_path, programs):
    programs("tesseract", tesseract())
    source = load(scan(tmp_path))
    assert [(x.text, x.heading, x.is_bullet, x.page) for x in source.lines] == [
        ("Protokoll 16 maj 2024", 1, False, 1),
        ("Plats: Kommunhuset, rum Eken", 0, True, 1),
        ("Beslut: Rådet beslutar att följa stölderna.", 0, False, 1),
    ]
    assert source.recognised == {1}
    assert source.notes == ("sida 1 är en bild som ett program har tolkat: jämför med originalet",)


def test_only_the_pages_that_are_pictures_are_recognised(tmp_path, programs):
    programs("tesseract", tesseract())
    source = load(scan(tmp_path, "Typsatt text", "", ""))
    assert source.recognised == {2, 3}
    assert [line.page for line in source.lines] == [1, 2, 2, 2, 3, 3, 3]
    assert source.notes == (
        "sidorna 2–3 är bilder som ett program har tolkat: jämför med originalet",
    )


@pytest.mark.parametrize("languages", [None, "eng\nosd"])
def test_without_a_program_that_knows_swedish_one_line_says_what_to_install(
    tmp_path, programs, languages
):
    if languages:
        programs("tesseract", tesseract(languages=languages))
    with pytest.raises(LobraError) as error:
        load(scan(tmp_path))
    assert str(error.value) == (
        f"{tmp_path}/p.pdf: PDF-filen är en inläst bild utan text (1 sida). {INSTALL}, "
        "eller skriv av protokollet i ett textdokument."
    )


def test_a_page_that_is_a_picture_among_others_is_told(tmp_path, programs):
    source = load(scan(tmp_path, "Text", ""))
    assert [line.text for line in source.lines] == ["Text"]
    assert source.notes == (
        f"sida 2 är en bild och har inte lästs: {INSTALL.replace('I', 'i', 1)}",
    )


def test_a_page_where_no_words_are_found_is_told(tmp_path, programs):
    programs("tesseract", tesseract(table("")))
    source = load(scan(tmp_path, "Text", ""))
    assert source.notes == ("sida 2 är en bild där inga ord hittades",)
    with pytest.raises(LobraError, match="hittade inga ord: läs in pappret igen"):
        load(scan(tmp_path))


def test_a_stamp_on_a_scanned_page_does_not_hide_the_scan(tmp_path, programs):
    path = scan(tmp_path, "#set page(margin: 0pt)\n" + LARGE + "Dnr 2021/7", "", "Slut")
    source = load(path)
    assert [line.text for line in source.lines] == ["Dnr 2021/7", "Slut"]
    assert source.notes == (
        f"sida 2 är en bild och har inte lästs: {INSTALL.replace('I', 'i', 1)}",
        "sida 1 är en bild med några ord bredvid, och bara de har lästs: "
        + INSTALL.replace("I", "i", 1),
    )
    programs("tesseract", tesseract())
    assert load(path).lines[0].text == "Protokoll 16 maj 2024"
    assert load(path).recognised == {1, 2}
    programs("tesseract", tesseract(table("")))
    assert [line.text for line in load(path).lines] == ["Dnr 2021/7", "Slut"]


def test_letters_that_a_scanner_has_told_already_are_unsure_too(tmp_path, programs):
    """Most scanners lay them unseen over the picture: a text layer."""
    path = scan(tmp_path, "#set page(margin: 0pt)\n" + LARGE)
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        font = pikepdf.Dictionary(
            Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica
        )
        pdf.pages[0].Resources.Font = pikepdf.Dictionary(F=font)
        pdf.pages[0].contents_add(b"BT 3 Tr /F 12 Tf 1 0 0 1 99 700 Tm (Beslut fattas) Tj ET")
        pdf.save(path)
    source = load(path)
    assert [line.text for line in source.lines] == ["Beslut fattas"]
    assert source.recognised == {1}
    assert source.notes == ("sida 1 är en bild som ett program har tolkat: jämför med originalet",)


ODD = {
    "nothing": "",
    "another table": "a\tb\nc\td\n",
    "numbers that are none": table("1 x 421 -3 ² Protokoll"),
    "no page's places": table("1 99999999999999999999 421 303 50 Protokoll"),
    "rows cut off": table()[:90],
    "control characters": table("1 297 421 303 50 \x1b[31m\x07"),
}


@pytest.mark.parametrize("name", ODD)
def test_an_odd_table_is_no_crash(tmp_path, programs, name):
    programs("tesseract", tesseract(ODD[name]))
    try:
        lines = load(scan(tmp_path)).lines
    except LobraError as error:
        assert is_one_line(str(error))
    else:
        assert all(line.text.isprintable() for line in lines)


def test_a_program_that_fails_is_told(tmp_path, programs):
    programs("tesseract", tesseract(then="sys.exit(1)"))
    with pytest.raises(LobraError, match="Textigenkänningen misslyckades: skriv av protokollet"):
        load(scan(tmp_path))
    notes = load(scan(tmp_path, "Text", "")).notes
    assert notes == ("sida 2 är en bild och har inte lästs: textigenkänningen misslyckades",)


def ocrmypdf(made, pages, status=0):
    """An OCRmyPDF that wants what the real one wants and writes this file."""
    wanted = (
        f"--quiet --output-type pdf --optimize 0 --jobs 1 --deskew --force-ocr --pages {pages} "
        "-l swe"
    ).split()
    return f"""
if sys.argv[1:-2] != {wanted!r} or not sys.argv[-2].endswith("p.pdf"):
    sys.exit("wrong use")
shutil.copy({str(made)!r}, sys.argv[-1])
sys.exit({status})
"""


def test_ocrmypdf_goes_before_tesseract(tmp_path, programs):
    (tmp_path / "made.pdf").write_bytes(typst.compile(b"A#pagebreak()Beslut fattas#pagebreak()B"))
    programs("ocrmypdf", ocrmypdf(tmp_path / "made.pdf", "2"))
    programs("tesseract", tesseract())
    source = load(scan(tmp_path, "Text", "", "Slut"))
    assert [line.text for line in source.lines] == ["Text", "Beslut fattas", "Slut"]
    assert source.recognised == {2}


@pytest.mark.parametrize("status", [0, 3])
def test_tesseract_reads_what_ocrmypdf_cannot(tmp_path, programs, status):
    (tmp_path / "made.pdf").write_bytes(b"no PDF")
    programs("ocrmypdf", ocrmypdf(tmp_path / "made.pdf", "1", status))
    programs("tesseract", tesseract())
    assert load(scan(tmp_path)).lines[0].text == "Protokoll 16 maj 2024"


def test_every_fact_from_a_picture_is_doubted_and_no_other():
    lines = tuple(Line(n, "rad", page=n) for n in (1, 2))
    reading = Reading("minutes", held_on="2020-02-14", place="Eken")
    reading.decisions = [Decision(None, "Ja", 1), Decision(None, "Nej", 2)]
    doubt_recognised(reading, Source("p.pdf", lines, 2, recognised=frozenset({2})))
    assert reading.review == [
        Doubt("held_on", "Läst ur en bild, jämför med originalet: 14 februari 2020."),
        Doubt("place", "Läst ur en bild, jämför med originalet: Eken."),
        Doubt("decisions", "Läst ur en bild, jämför med originalet: Nej.", 2),
    ]


def test_a_scan_is_read_in_a_child_of_its_own_with_its_doubts(tmp_path, programs):
    programs("tesseract", tesseract())
    reading = limits.read_limited(scan(tmp_path), reader.read_file)
    claimed = {key for key, value in reading.as_json().items() if value} - {"kind", "review"}
    assert {"date", "place"} <= claimed
    doubted = [d.field for d in reading.review if d.reason.startswith("Läst ur en bild")]
    assert {"held_on", "place"} <= set(doubted)
    assert json.dumps(reading.as_json())


# --- time --------------------------------------------------------------------------------------


@pytest.mark.skipif(sys.platform != "linux", reason="memory is limited on Linux only")
def test_a_program_may_use_more_memory_than_the_child_that_starts_it():
    assert limits.read_limited(Path("a"), asks_how_much_memory, megabytes=700) == (4096, 700)


def test_a_file_may_take_longer_when_its_reader_allows_it():
    with limits.Readers(asks_for_more, seconds=2) as readers:
        ((_, answer),) = readers.read([Path("scan.pdf")])
    assert answer == "scan.pdf"


@pytest.mark.skipif(not hasattr(os, "pidfd_open"), reason="Linux")
def test_the_programs_that_a_child_has_started_end_with_it(tmp_path):
    with limits.Readers(starts_a_program, seconds=2) as readers:
        ((_, answer),) = readers.read([tmp_path / "pid"])
    assert "2 sekunder" in str(answer)
    with suppress(ProcessLookupError):  # it has ended already, else it does soon
        ended, *_ = select.select([os.pidfd_open(int((tmp_path / "pid").read_text()))], [], [], 10)
        assert ended
