"""The council's own words: a form that anybody can fill in, and nothing that harms gets through."""

import base64
import io
import json
import re
import struct
import zipfile
import zlib
from pathlib import Path

import nbformat
import pikepdf
import pytest
from conftest import ROOT, lobra, pdf_text
from PIL import Image

from lobra.blocks import Nothing, OwnWords
from lobra.report import own_words
from lobra.report.chapters import voice
from lobra.report.material import Material
from lobra_data.errors import LobraError

AV = "Av: ordföranden, 2025-02-14"
DEMO = "--data", ROOT / "demo" / "records"


def write(tmp_path, monkeypatch, text):
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "params"
    folder.mkdir(exist_ok=True)
    path = folder / "2024.md"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


@pytest.fixture
def read(tmp_path, monkeypatch):
    return lambda text: own_words.load(write(tmp_path, monkeypatch, text))


@pytest.fixture
def refused(tmp_path, monkeypatch):
    """The lines of the error that a file gives."""

    def lines(text):
        with pytest.raises(LobraError) as error:
            own_words.load(write(tmp_path, monkeypatch, text))
        return str(error.value).splitlines()

    return lines


def picture(path: Path, size=(40, 30), kind="PNG", mode="RGB", **options) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.new(mode, size, "teal").save(path, kind, **options)
    return path


def opened(one: str) -> Image.Image:
    return Image.open(io.BytesIO(base64.b64decode(one)))


# What is written.


def test_a_section_has_its_words_and_who_stands_for_them(read):
    found = read(f"# Rådets egna ord\n\n## förord\n\n{AV}\n\nEtt *gott* år.\n\n- ett\n- två\n")
    assert found.section("Förord") == OwnWords(
        name="forord",
        title="Förord",
        text="Ett *gott* år.\n\n- ett\n- två",
        by="ordföranden",
        on="14 februari 2025",
    )


def test_a_form_that_nobody_has_filled_in_says_nothing(read):
    found = read("## Förord\n\n<!-- Skriv\n\nhär -->\n\nAv:\n\n## Slutsatser\n")
    assert found.sections == {}
    assert found.still_to_write == (
        "Ännu inte skrivet i params/2024.md: förord, analys av läget, slutsatser, "
        "beslut som rådet ber om."
    )


def test_a_file_that_is_not_there_is_the_same_as_an_empty_one(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    found = own_words.load(tmp_path / "params" / "2024.md")
    assert (found.sections, found.logo, found.file) == ({}, None, "params/2024.md")


def test_nothing_is_told_to_be_missing_when_all_is_written(read):
    sections = ["Förord", "Analys av läget", "Slutsatser", "Beslut som rådet ber om"]
    assert read("".join(f"## {s}\n{AV}\n\n- Ord.\n\n" for s in sections)).still_to_write == ""


def test_comments_are_never_shown(read):
    found = read(f"## Förord\n{AV}\n\nSynligt. <!-- Dolt. -->\n<!--\n## Slutsatser\nDolt.\n-->\n")
    assert [*found.sections] == ["förord"]
    assert found.section("Förord").text == "Synligt."
    assert "Dolt" not in repr(found)


def test_comments_and_close_ups_name_what_they_are_about(read):
    found = read(
        f"## Kommentar: åtgärd 3\n{AV}\n\nOm trean.\n\n## Närbild: Åtgärd 3\n"
        f"## närbild:  åtgärd   5\n{AV}\n\nOm femman.\n\n"
        f"## Kommentar: Platssamverkan Torget\n{AV}\n\nOm torget.\n"
    )
    assert {key: one.text for key, one in found.sections.items()} == {
        "kommentar: åtgärd 3": "Om trean.",
        "närbild: åtgärd 5": "Om femman.",
        "kommentar: platssamverkan torget": "Om torget.",
    }
    assert found.close_ups == ("Åtgärd 3", "Åtgärd 5")
    assert found.section("Kommentar: Åtgärd 3").name == "kommentar-atgard-3"


def test_what_a_comment_is_about_must_be_shown_in_the_report(read):
    found = read(
        f"## Kommentar: Åtgärd 30\n{AV}\n\nOrd.\n\n## Kommentar: Rådets arbete\n{AV}\n\nOrd.\n\n"
        f"## Kommentar: Platssamverkan Klokartorget\n{AV}\n\nOrd.\n"
    )
    m = Material("exempelkoping", 2024, data=str(ROOT / "demo" / "records"))
    fix = "Skriv åtgärdens nummer, platsens namn eller kapitlets rubrik."
    assert [*map(str, found.unknown(voice.may_be_about(m)))] == [
        'params/2024.md:1: "Åtgärd 30" finns inte bland det som rapporten visar. '
        f'Menade du "Åtgärd 3"? {fix}',
        'params/2024.md:11: "Platssamverkan Klokartorget" finns inte bland det som rapporten '
        f'visar. Menade du "Platssamverkan Klockartorget"? {fix}',
    ]


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.replace("\n", "\r\n").encode(),
        lambda text: text.replace("\n", "\r").encode(),
        lambda text: text.encode("utf-8-sig"),
        lambda text: text.replace("ö", "o\u0308").replace("ä", "a\u0308").encode(),
    ],
    ids=["CRLF", "CR", "BOM", "NFD"],
)
def test_the_same_words_are_read_from_every_editor(read, change):
    text = f"## Förord\n\n{AV}\n\nEtt år.\n\nTvå rader\ni ett stycke.\n"
    assert read(change(text)).sections == read(text).sections


# What is refused.

OK = f"## Förord\n{AV}\n\nOrd.\n"
KNOWN = (
    "Förord, Analys av läget, Slutsatser, Beslut som rådet ber om, Kommentar: …, Närbild: Åtgärd …."
)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            f"## Föord\n{AV}\n\nOrd.\n",
            f'1: okänd rubrik "Föord". Menade du "Förord"? {KNOWN}',
        ),
        (
            f"## Komentar: Åtgärd 3\n{AV}\n\nOrd.\n",
            f'1: okänd rubrik "Komentar: Åtgärd 3". Menade du "Kommentar"? {KNOWN}',
        ),
        (
            "\n## Förord\n\nOrd.\n",
            '2: under "Förord" står inte vem som står för orden. '
            "Skriv överst i avsnittet: Av: ordföranden, 2025-02-14.",
        ),
        (
            "## Förord\nAv: ordföranden, i våras\n\nOrd.\n",
            '2: "i våras" är inget datum. Skriv ÅÅÅÅ-MM-DD, som 2025-02-14.',
        ),
        (
            "## Förord\nAv: ordföranden, 2025-02-30\n\nOrd.\n",
            '2: "2025-02-30" är inget datum. Skriv ÅÅÅÅ-MM-DD, som 2025-02-14.',
        ),
        (
            "## Förord\nAv: 2025-02-14\n\nOrd.\n",
            "2: raden Av: saknar roll eller datum. Skriv till exempel Av: ordföranden, 2025-02-14.",
        ),
        (
            f"{OK}\n## FÖRORD\n{AV}\n\nIgen.\n",
            '6: avsnittet "Förord" står redan på rad 1. Skriv allt under den ena rubriken.',
        ),
        (
            f"Ord.\n\n{OK}",
            "1: text står före den första rubriken. Flytta den under en rubrik som börjar med ##.",
        ),
        (
            f"{OK}\n# Slutsatser\n",
            "6: rubriken har ett # för lite. "
            "Skriv ## framför rubriken på ett avsnitt, ### framför en underrubrik.",
        ),
        (
            f"## Beslut som rådet ber om\n{AV}\n\nAtt nämnden beslutar.\n",
            "4: besluten står inte i en lista. Skriv - framför varje beslut.",
        ),
        (
            f"## Kommentar:\n{AV}\n\nOrd.\n",
            "1: rubriken nämner inte vad den gäller. Skriv till exempel Kommentar: Åtgärd 3.",
        ),
        (
            "## Närbild: Torget\n",
            "1: rubriken nämner inte en åtgärd. Skriv till exempel Närbild: Åtgärd 3.",
        ),
        (
            "".join(f"## Närbild: Åtgärd {n}\n" for n in range(1, 5)),
            "4: 4 närbilder är valda. Välj högst tre.",
        ),
        (f"{OK}\n<!-- här\n", "6: kommentaren tar aldrig slut. Avsluta den med -->."),
        (
            f"{OK}---\n",
            "5: raden gör stycket ovanför till en rubrik. Lägg en tomrad före linjen.",
        ),
        (
            f"{OK}\n<script>alert(1)</script>\n",
            "6: HTML visas inte i rapporten. Skriv utan HTML, med mellanrum efter ett <.",
        ),
        (
            f"{OK}\n<javascript:alert(1)>\n",
            "6: HTML visas inte i rapporten. Skriv utan HTML, med mellanrum efter ett <.",
        ),
        (
            f"{OK}\n[här](javascript:alert(1))\n",
            '6: länken "javascript:alert(1" leder ingenstans. '
            "Skriv en adress som börjar med https://, eller bilagor.",
        ),
        (
            f"{OK}\n[här](&#106;avascript:x)\n",
            '6: länken "&#106;avascript:x" leder ingenstans. '
            "Skriv en adress som börjar med https://, eller bilagor.",
        ),
        (
            f"{OK}\n[här][x]\n\n[x]: ../hemligt.pdf\n",
            '8: länken "../hemligt.pdf" leder ingenstans. '
            "Skriv en adress som börjar med https://, eller bilagor.",
        ),
        (
            f"{OK}\n![torget][x]\n",
            "6: bilden går inte att tolka. "
            'Skriv ![vad bilden visar](bilder/torget.jpg "bildtext").',
        ),
        (
            "## Förord\nOrd \xe5.\n".encode("latin-1"),
            "1: filen är inte UTF-8 utan nog Windows-1252 eller UTF-16. Spara den som UTF-8.",
        ),
        (
            OK.encode("utf-16"),
            "1: filen är inte UTF-8 utan nog Windows-1252 eller UTF-16. Spara den som UTF-8.",
        ),
        (OK + "\0", " filen är ingen textfil. Spara den som text, UTF-8."),
        ("x" * 500_001, " filen är större än 500 kB. Lägg bilder i egna filer."),
    ],
)
def test_a_wrong_form_says_where_what_and_how_to_fix(refused, text, message):
    assert refused(text) == [f"params/2024.md:{message}"]


def test_links_to_the_web_and_to_the_annexes_are_words_like_others(read):
    said = (
        "[Brå](https://bra.se), <https://bra.se>, [brev](mailto:bra@ort.se), [mer](bilagor), 3 < 4"
    )
    assert read(f"## Förord\n{AV}\n\n{said}\n").section("Förord").text == said


def test_every_problem_is_told_at_once_in_the_order_of_the_file(refused):
    told = refused(
        f"## Förord\n\nOrd.\n\n## Slut\n{AV}\n\n<b>Ord.</b>\n\n## Slutsatser\nAv: x, y\nz"
    )
    assert [line.split(":")[1] for line in told] == ["1", "5", "8", "11"]


def test_lines_are_counted_as_an_editor_does_after_a_comment(refused):
    told = refused("<!-- ett\ntvå\n-->\n## Förord\n<!--\n\n-->\n\nOrd.\n\n<b>Ord.</b>\n")
    assert [line.split(":")[1] for line in told] == ["4", "11"]


# Pictures.


def with_picture(source, alt="Ett torg"):
    return f'## Förord\n{AV}\n\nOrd.\n\n![{alt}]({source} "Torget")\n'


def test_a_picture_is_drawn_anew_under_a_name_that_says_nothing(tmp_path, read):
    picture(tmp_path / "params" / "bilder" / "anna andersson.png")
    found = read(with_picture("bilder/anna andersson.png")).section("Förord")
    assert found.text == 'Ord.\n\n![Ett torg](bild-1.png "Torget")'
    assert [(name, opened(data).size) for name, data in found.pictures.items()] == [
        ("bild-1.png", (40, 30))
    ]


def test_a_picture_with_a_name_from_a_mac_is_found(tmp_path, read):
    picture(tmp_path / "params" / "a\u030a.png")
    assert read(with_picture("å.png")).section("Förord").pictures


def test_a_picture_above_the_first_heading_is_the_logo(tmp_path, read):
    picture(tmp_path / "params" / "logo.png")
    found = read(f"# Titel\n\n![Vår sköld](logo.png)\n\n{OK}")
    assert (found.logo.name, found.logo.alt) == ("bild-1.png", "Vår sköld")
    assert [*found.files] == ["params/2024.md", "params/2024.md#bild-1.png"]


def test_neither_place_nor_camera_nor_a_remark_is_left_of_a_photo(tmp_path, read):
    exif = Image.Exif()
    exif[271] = "KameranMärke"
    exif.get_ifd(0x8825).update({1: "N", 2: (59.0, 17.0, 30.0)})
    path = tmp_path / "params" / "foto.jpg"
    picture(path, kind="JPEG", exif=exif, comment=b"Fotograf Anna", icc_profile=b"ICCHEMLIG")
    before = path.read_bytes()
    assert b"KameranM" in before and b"Fotograf" in before and b"ICCHEMLIG" in before
    (data,) = read(with_picture("foto.jpg")).section("Förord").pictures.values()
    assert not opened(data).getexif()
    assert set(opened(data).info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "CMYK"])
def test_every_kind_of_colour_comes_out_the_same_way(tmp_path, read, mode):
    (tmp_path / "params").mkdir()
    image = Image.new("RGB", (40, 30), "teal").convert("L" if mode == "LA" else "RGB").convert(mode)
    image.save(tmp_path / "params" / "bild", "JPEG" if mode == "CMYK" else "PNG")
    (data,) = read(with_picture("bild")).section("Förord").pictures.values()
    assert (opened(data).mode, opened(data).size) == ("RGB", (40, 30))


def test_what_can_be_seen_through_stands_on_white(tmp_path, read):
    (tmp_path / "params").mkdir()
    Image.new("RGBA", (40, 30), (0, 0, 0, 0)).save(tmp_path / "params" / "bild.png")
    (data,) = read(with_picture("bild.png")).section("Förord").pictures.values()
    assert opened(data).getpixel((20, 15)) == (255, 255, 255)


def test_a_photo_is_turned_upright_and_no_wider_than_a_page_needs(tmp_path, read):
    exif = Image.Exif()
    exif[274] = 6  # lies on its side
    picture(tmp_path / "params" / "foto.jpg", (900, 3200), "JPEG", exif=exif)
    (data,) = read(with_picture("foto.jpg")).section("Förord").pictures.values()
    assert opened(data).size == (1600, 450)


def test_a_photo_becomes_a_jpeg_and_a_drawing_stays_sharp(tmp_path, read):
    noise = Image.effect_noise((300, 300), 80).convert("RGB")
    (tmp_path / "params").mkdir()
    noise.save(tmp_path / "params" / "foto.png")
    picture(tmp_path / "params" / "ritad.png", (300, 300))
    found = read(with_picture("foto.png") + "\n![En ruta](ritad.png)\n").section("Förord")
    assert [*found.pictures] == ["bild-1.jpg", "bild-2.png"]


def test_the_same_picture_gives_the_same_bytes(tmp_path, read):
    noise = Image.effect_noise((300, 300), 80)
    (tmp_path / "params").mkdir()
    noise.save(tmp_path / "params" / "foto.png")
    assert read(with_picture("foto.png")) == read(with_picture("foto.png"))


def huge_png(side: int) -> bytes:
    """A PNG of few bytes that says that it is so many dots wide and high."""

    def chunk(kind, data):
        whole = kind + data
        return struct.pack(">I", len(data)) + whole + struct.pack(">I", zlib.crc32(whole))

    size = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    parts = chunk(b"IHDR", size) + chunk(b"IDAT", zlib.compress(b"\0" * 1000)) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + parts


HOW = "Spara den som PNG eller JPEG."


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("saknas.png", "bilden finns inte. Kontrollera filens namn och mapp."),
        ("../utanför.png", "bilden ligger utanför mappen med parametrar. Lägg filen i mappen."),
        ("länk.png", "bilden ligger utanför mappen med parametrar. Lägg filen i mappen."),
        ("bilder/../../utanför.png", None),
        ("/etc/hosts", "bilden ligger inte i mappen med parametrar. "
         "Lägg filen där och skriv vägen dit, som bilder/torget.jpg."),
        ("https://ort.se/x.png", "bilden ligger inte i mappen med parametrar. "
         "Lägg filen där och skriv vägen dit, som bilder/torget.jpg."),
        ("C:\\bilder\\x.png", "bilden ligger inte i mappen med parametrar. "
         "Lägg filen där och skriv vägen dit, som bilder/torget.jpg."),
        ("ritning.svg", f"en SVG kan rymma program och hämta annat från nätet. {HOW}"),
        ("text.png", f"filen går inte att läsa som bild (varken PNG eller JPEG). {HOW}"),
        ("rörlig.gif", f"filen går inte att läsa som bild (varken PNG eller JPEG). {HOW}"),
        ("halv.png", f"filen går inte att läsa som bild (den är trasig). {HOW}"),
        ("tung.jpg", "bilden är större än 20 MB. Minska den."),
        ("bomb.png", "bilden har fler än 60 miljoner punkter. Minska den."),
        ("stor.png", "bilden har fler än 60 miljoner punkter. Minska den."),
        ("bilder", "bilden finns inte. Kontrollera filens namn och mapp."),
    ],
)  # fmt: skip
def test_a_picture_that_cannot_be_used_says_why(tmp_path, refused, source, message):
    folder = tmp_path / "params"
    (folder / "bilder").mkdir(parents=True)
    picture(tmp_path / "utanför.png")
    (folder / "länk.png").symlink_to(tmp_path / "utanför.png")
    (folder / "ritning.svg").write_text("<svg><script>alert(1)</script></svg>")
    (folder / "text.png").write_text("ingen bild")
    picture(folder / "rörlig.gif", kind="GIF")
    (folder / "halv.png").write_bytes(picture(folder / "hel.png", (400, 400)).read_bytes()[:200])
    with (folder / "tung.jpg").open("wb") as file:
        file.truncate(20_000_001)
    (folder / "bomb.png").write_bytes(huge_png(60_000))
    (folder / "stor.png").write_bytes(huge_png(9_000))
    message = message or "bilden ligger utanför mappen med parametrar. Lägg filen i mappen."
    assert refused(with_picture(source)) == [f'params/2024.md:6: "{source}": {message}']


def test_a_picture_must_say_what_it_shows(tmp_path, refused):
    picture(tmp_path / "params" / "torget.png")
    assert refused(with_picture("torget.png", alt=" ")) == [
        'params/2024.md:6: bilden "torget.png" saknar beskrivning. '
        "Skriv inom [ ] vad bilden visar, för den som inte ser den."
    ]


# On the way to the report.


def test_a_chapter_has_the_words_or_nothing(tmp_path, read):
    picture(tmp_path / "params" / "torget.png")
    found = read(f"![Logotyp](torget.png)\n\n## Närbild: Åtgärd 3\n\n{with_picture('torget.png')}")
    records = tmp_path / "records"
    (records / "exempelkoping").mkdir(parents=True)
    for path in (ROOT / "demo" / "records" / "exempelkoping").glob("*.csv"):
        (records / "exempelkoping" / path.name).write_bytes(path.read_bytes())
    own_words.hand_over(found, records)
    m = Material("exempelkoping", 2024, data=str(records))
    assert voice.foreword(m) == found.section("Förord")
    assert m.own_words.logo == found.logo
    assert m.own_words.close_ups == ("Åtgärd 3",)
    assert voice.comment(m, "Åtgärd 3") == Nothing(name="kommentar-atgard-3")
    assert [type(f(m)) for f in (voice.analysis, voice.conclusions, voice.decisions_asked)] == [
        Nothing
    ] * 3


@pytest.mark.parametrize(("council", "found"), [("exempelkoping", "Ord."), ("annanstans", "")])
def test_a_notebook_run_by_hand_takes_the_words_of_its_own_council(
    tmp_path, monkeypatch, council, found
):
    write(tmp_path, monkeypatch, OK)
    (tmp_path / "params" / "2024.yaml").write_text(f"year: 2024\ncouncil: {council} # råd\n")
    (tmp_path / "notebooks").mkdir()
    monkeypatch.chdir(tmp_path / "notebooks")
    m = Material("exempelkoping", 2024, data=str(ROOT / "demo" / "records"))
    assert getattr(voice.foreword(m), "text", "") == found


def test_a_report_that_is_built_never_looks_for_words_elsewhere(tmp_path, monkeypatch, read):
    records = tmp_path / "records"
    records.mkdir()
    own_words.hand_over(own_words.load(None), records)
    write(tmp_path, monkeypatch, OK)
    (tmp_path / "params" / "2024.yaml").write_text("year: 2024\ncouncil: exempelkoping\n")
    assert own_words.for_notebook(records, "exempelkoping", 2024).sections == {}


def test_the_demo_has_written_all_that_the_form_asks_for():
    for year in (2023, 2024):
        found = own_words.load(ROOT / "demo" / "params" / f"{year}.md")
        m = Material("exempelkoping", year, data=str(ROOT / "demo" / "records"))
        assert (found.missing, found.unknown(voice.may_be_about(m))) == ([], [])
        texts = {key: len(one.text.split()) for key, one in found.sections.items()}
        assert all(110 <= texts[key] <= 185 for key in ("förord", "analys av läget", "slutsatser"))


# A whole build.

CELL = """\
from lobra import report
from lobra.report.chapters import voice
from lobra.report.material import Material
m = Material(council, year, edition, n_withheld, n_blurred, n_waiting)"""
NAMES = "year council report_on version case_number contact edition n_withheld n_blurred n_waiting"


@pytest.fixture
def project(tmp_path):
    """A working folder whose notebooks show a foreword."""
    kernel = {"name": "python3", "language": "python", "display_name": "Python 3"}
    made = nbformat.v4.new_notebook(metadata={"kernelspec": kernel})
    values = "\n".join(f"{name} = None" for name in NAMES.split())
    made.cells = [
        nbformat.v4.new_code_cell(values, metadata={"tags": ["parameters"]}),
        nbformat.v4.new_code_cell(CELL),
        nbformat.v4.new_code_cell("report.title_page(m)"),
        nbformat.v4.new_markdown_cell("## Förord"),
        nbformat.v4.new_code_cell("voice.foreword(m)"),
    ]
    (tmp_path / "notebooks").mkdir()
    nbformat.write(made, tmp_path / "notebooks" / "verksamhetsberattelse.ipynb")
    made.cells = [*made.cells[:1], nbformat.v4.new_markdown_cell("# Bilagor\n\nInga.")]
    nbformat.write(made, tmp_path / "notebooks" / "bilagor.ipynb")
    (tmp_path / "params").mkdir()
    about = "year: 2024\ncouncil: exempelkoping\ncontact: trygghet@ort.se, 08-508 22 000\n"
    (tmp_path / "params" / "2024.yaml").write_text(about)
    return tmp_path


def build(project, *more):
    return lobra("report", "2024", *DEMO, *more, cwd=project, PYTHONPATH=str(ROOT))


@pytest.mark.slow
def test_the_words_reach_every_format_and_the_photo_gives_nothing_away(project):
    exif = Image.Exif()
    exif[271] = "KameranMarke"
    picture(project / "params" / "foto.jpg", (64, 48), "JPEG", exif=exif)
    text = with_picture("foto.jpg").replace("Ord.", "Skriv till trygghet@ort.se, 08-508 22 000.")
    (project / "params" / "2024.md").write_text(text)
    run = build(project, "--format", "html,pdf,docx")
    assert (run.status, run.err) == (
        0,
        "Ännu inte skrivet i params/2024.md: analys av läget, slutsatser, "
        "beslut som rådet ber om.\n",
    )
    folder = project / "reports" / "exempelkoping" / "2024"
    report = folder / "verksamhetsberattelse.html"
    whole = report.read_text("utf-8")
    assert "Skriv till" in whole and "ordföranden, 14 februari 2025" in whole
    assert any("Skriv till" in page for page in pdf_text(report.with_suffix(".pdf")))
    about = json.loads((folder / "manifest.json").read_text("utf-8"))
    assert {"params/2024.md", "params/2024.md#bild-1.png"} < set(about["inputs"])
    for path in folder.rglob("*"):
        if path.is_file():
            assert b"KameranMarke" not in unpacked(path), path


def unpacked(path: Path) -> bytes:
    """All that a file holds, what is packed in it as well."""
    data = path.read_bytes()
    if path.suffix == ".docx":
        with zipfile.ZipFile(path) as parts:
            data += b"".join(map(parts.read, parts.namelist()))
    if path.suffix == ".pdf":
        with pikepdf.open(path) as pdf:
            data += b"".join(
                one.read_raw_bytes() for one in pdf.objects if isinstance(one, pikepdf.Stream)
            )
    for one in re.findall(rb"[A-Za-z0-9+/]{200,}=*", data):
        data += base64.b64decode(one + b"=" * (-len(one) % 4), validate=False)
    return data


@pytest.mark.slow
def test_what_must_not_be_published_is_mended_where_it_was_written(project):
    (project / "params" / "2024.md").write_text(
        f"## Förord\n{AV}\n\nRing 070-123 45 67.\n\nTack, Ebbe\n**Tunhammar**!\n"
    )
    run = build(project, "--format", "html,pdf,docx")
    fix = "Skriv om det utan uppgiften, och bygg om."
    assert (run.status, run.err.splitlines()) == (
        1,
        [
            "Den offentliga utgåvan publiceras inte:",
            f'params/2024.md:4: "070-123 45 67" är ett telefonnummer. {fix}',
            f'params/2024.md:6: "Ebbe Tunhammar" är ett namn ur people.csv. {fix}',
        ],
    )
    assert not (project / "reports" / "exempelkoping" / "2024").exists()


@pytest.mark.slow
def test_a_comment_about_what_is_not_there_stops_the_build(project):
    (project / "params" / "2024.md").write_text(f"## Kommentar: Åtgärd 30\n{AV}\n\nOrd.\n")
    run = build(project)
    assert (run.status, run.err.partition(". ")[0]) == (
        1,
        'params/2024.md:1: "Åtgärd 30" finns inte bland det som rapporten visar',
    )


def test_a_contact_that_may_be_a_persons_is_refused_before_anything_is_run(project):
    about = "year: 2024\ncouncil: exempelkoping\ncontact: Ebbe, ebbe@ort.se, 070-123 45 67\n"
    (project / "params" / "2024.yaml").write_text(about)
    run = build(project)
    accepted = (
        "Ange en funktion: en adress som trygghet@kommun.se eller kontaktcenter@kommun.se, eller "
        "ett växelnummer som 08-508 22 000 eller 0771-123 456 (inte ett mobilnummer)."
    )
    assert (run.status, run.err.splitlines()) == (
        1,
        [
            f'params/2024.yaml:3: contact: "070-123 45 67" kan vara en persons. {accepted}',
            f'params/2024.yaml:3: contact: "ebbe@ort.se" kan vara en persons. {accepted}',
        ],
    )
