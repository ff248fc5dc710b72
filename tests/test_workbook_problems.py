"""What can be wrong with a workbook: each time sheet, row, heading, and how to mend it."""

import datetime as dt
import shutil

import openpyxl
import pytest
from workbooks import COUNCIL, MEETING, Book, edit, new_council, one_meeting, plan, save

from lobra.workbook import reading
from lobra_data.errors import LobraError

AGAIN = "Gör en ny arbetsbok med lobra edit"
UNDO = f"Ångra borttagningen. {AGAIN} om det inte går."
DAY = "Skriv ÅÅÅÅ-MM-DD, till exempel 2019-02-22."


@pytest.fixture(scope="module")
def base(tmp_path_factory):
    """Records with one meeting that was entered by hand, and the workbook of them."""
    root = tmp_path_factory.mktemp("fel")
    records = new_council(root / "grund")
    book = Book(edit(records, root / "tom.xlsx"))
    one_meeting(book)
    save(book.save(root / "ifylld.xlsx"), records)
    edit(records, root / "bok.xlsx")
    return root


def put(sheet, line, **values):
    return lambda book: book.put(sheet, line, **values)


def serial(book):
    cell = book.cell("Möten", 2, "Mötesdag")
    cell.value, cell.number_format = 45356, "General"


def copy_a_row(book):
    for n, cell in enumerate(book["Närvaro"][3], start=1):
        book["Närvaro"].cell(4, n).value = cell.value


def two_of_a_name(book):
    for line in (3, 4):
        book.put("Organisationer", line, Namn="Skolan", Slag="skola")
    book.put("Närvaro", 3, Organisation="Skolan")


WRONG = [
    (
        "a day with slashes",
        put("Möten", 2, Mötesdag="17/9/2021"),
        'Möten, rad 2: Mötesdag: "17/9/2021" kan läsas på flera sätt: dag och månad går att '
        f"förväxla. {DAY}",
    ),
    (
        "a weekday",
        put("Möten", 2, Mötesdag="fredag"),
        f'Möten, rad 2: Mötesdag: "fredag" är inget datum. {DAY}',
    ),
    (
        "Excel's number for a day",
        serial,
        'Möten, rad 2: Mötesdag: "45356" är Excels löpnummer för en dag. Menade du 2024-03-05? '
        "Skriv det.",
    ),
    (
        "a day that is none",
        put("Möten", 2, Mötesdag="2026-02-30"),
        f'Möten, rad 2: Mötesdag: "2026-02-30" finns inte i almanackan. {DAY}',
    ),
    (
        "a clock with the day",
        put("Möten", 2, Mötesdag=dt.datetime(2026, 3, 5, 13, 0)),
        "Möten, rad 2: Mötesdag: Excel har gjort om värdet till en dag eller ett klockslag. "
        "Formatera cellen som text och skriv värdet igen.",
    ),
    (
        "1-2 made a day",
        put("Punkter", 2, Nummer=dt.datetime(2026, 2, 1)),
        "Punkter, rad 2: Nummer: Excel har gjort om värdet till en dag eller ett klockslag. "
        "Formatera cellen som text och skriv värdet igen.",
    ),
    (
        "a year that can't be",
        put("Möten", 2, Mötesdag=dt.datetime(2206, 3, 5)),
        "Möten, rad 2: Mötesdag: året 2206 är orimligt. Rätta årtalet.",
    ),
    (
        "a day and its bounds",
        put("Möten", 2, Tidigast="2026-03-01"),
        "Möten, rad 2: Mötesdag: mötet har både ett datum och gränser för datumet. Ta bort "
        "Tidigast och Senast, eller Mötesdag om datumet inte är känt.",
    ),
    (
        "a clock in words",
        put("Möten", 2, Börjar="halv tio"),
        'Möten, rad 2: Börjar: "halv tio" har fel form. Skriv klockslaget som TT:MM, till exempel '
        "09:30.",
    ),
    (
        "an end before the start",
        put("Möten", 2, Börjar="10:00", Slutar="09:00"),
        'Möten, rad 2: Slutar: "09:00" är inte senare än Börjar "10:00". Rätta klockslagen.',
    ),
    (
        "a word that isn't in the list",
        put("Närvaro", 2, Närvaro="närvarade"),
        'Närvaro, rad 2: Närvaro: "närvarade" finns inte att välja. Menade du "närvarande"? Välj '
        "i listan: närvarande, kallad, anmält förhinder, frånvarande, okänd.",
    ),
    (
        "neither yes nor no",
        put("Möten", 2, Granskad="kanske"),
        'Möten, rad 2: Granskad: "kanske" är varken ja eller nej. Skriv ja eller nej.',
    ),
    (
        "an organisation that isn't there",
        put("Närvaro", 2, Organisation="Polis"),
        'Närvaro, rad 2: Organisation: "Polis" finns inte i Organisationer. Menade du "Polisen"? '
        "Välj i listan, eller lägg först till raden i Organisationer.",
    ),
    (
        "a meeting that isn't there",
        put("Närvaro", 3, Möte="6 mars"),
        'Närvaro, rad 3: Möte: "6 mars" finns inte i Möten. Välj i listan, eller lägg först till '
        "raden i Möten.",
    ),
    (
        "a name that two have",
        two_of_a_name,
        'Närvaro, rad 3: Organisation: "Skolan" heter 2 rader i Organisationer. Ge dem olika namn '
        "där, spara, och välj sedan här.",
    ),
    (
        "what must be there emptied",
        put("Beslut", 2, Beslut=None),
        "Beslut, rad 2: Beslut: värdet saknas. Fyll i beslut.",
    ),
    (
        "a new row half filled in",
        put("Närvaro", 4, Roll="Rektor"),
        "Närvaro, rad 4: Möte: värdet saknas. Fyll i möte.\n"
        "Närvaro, rad 4: Närvaro: värdet saknas. Fyll i närvaro.",
    ),
    (
        "a formula",
        put("Beslut", 2, Beslut="=A1&B1"),
        "Beslut, rad 2: Beslut: cellen innehåller en formel. Kopiera cellen och klistra in den som "
        "värde.",
    ),
    (
        "an error",
        put("Beslut", 2, Beslut="#REF!"),
        "Beslut, rad 2: Beslut: cellen visar felet #REF!. Skriv värdet på nytt.",
    ),
    (
        "merged cells",
        lambda book: book["Närvaro"].merge_cells("E2:E3"),
        "Närvaro, rad 2: cellerna E2:E3 är sammanfogade. Dela dem och fyll i varje rad för sig.",
    ),
    (
        "thousands or decimals",
        put(
            *("Räknade uppgifter", 2),
            **{"Möte": MEETING, "Vad": "träd", "Värde": "1.000", "Enhet": "träd"},
            Räknar_personer="nej",
        ),
        'Räknade uppgifter, rad 2: Värde: "1.000" kan vara tusental eller decimaler. Skriv 1234 '
        "eller 1,234.",
    ),
    (
        "a word for a number",
        put("Punkter", 3, Nivå="två"),
        'Punkter, rad 3: Nivå: "två" är inget heltal. Skriv bara siffror, utan mellanslag och '
        "decimaler.",
    ),
    (
        "a number that is too low",
        put("Punkter", 3, Nivå=0),
        'Punkter, rad 3: Nivå: "0" är för lågt. Lägsta tillåtna värde är 1.',
    ),
    (
        "a place that is taken",
        put("Punkter", 3, Ordning=1),
        'Punkter, rad 3: Ordning: "1" finns redan på Punkter, rad 2. Ett möte har varje nummer en '
        "gång.",
    ),
    (
        "broken letters",
        put("Möten", 2, Plats="HÃ¤gersten"),
        'Möten, rad 2: Plats: trasigt eller osynligt tecken i "HÃ¤gersten". Skriv om ordet för '
        "hand.",
    ),
    (
        "a column taken away",
        lambda book: book["Möten"].delete_cols(book.column("Möten", "Plats")),
        f"Möten, rad 1: Plats: kolumnen saknas. {UNDO}",
    ),
    (
        "a column with another name",
        put("Möten", 1, Plats="Platsen"),
        'Möten, rad 1: Plats: kolumnen saknas. Byt tillbaka namnet från "Platsen".',
    ),
    (
        "a column twice",
        lambda book: book["Möten"].cell(1, 20, "Plats"),
        "Möten, rad 1: Plats: kolumnen finns flera gånger. Behåll en av dem.",
    ),
    (
        "the hidden column taken away",
        lambda book: book["Möten"].delete_cols(1),
        f"Möten, rad 1: den dolda kolumnen med id saknas. {UNDO}",
    ),
    (
        "the headings taken away",
        lambda book: book["Möten"].delete_rows(1),
        f"Möten, rad 1: rubrikerna saknas. Lägg tillbaka dem. {AGAIN} om det inte går.",
    ),
    (
        "a sheet taken away",
        lambda book: book.book.remove(book["Beslut"]),
        f"Beslut: bladet saknas. {UNDO}",
    ),
    (
        "a sheet with another name",
        lambda book: setattr(book["Beslut"], "title", "Besluten"),
        'Beslut: bladet saknas. Byt tillbaka namnet från "Besluten".',
    ),
    (
        "a row copied and left so",
        copy_a_row,
        "Närvaro, rad 4: samma rad står också på rad 3. Ta bort den ena, eller skriv en ny rad på "
        "en tom rad.",
    ),
    (
        "a part of a sheet sorted",
        put("Organisationer", 2, Benämning="Skolan"),
        'Organisationer, rad 2: Benämning: Benämning är "Skolan", men raden var "Polisen". Har en '
        "del av bladet sorterats för sig? Ångra det, eller rätta benämningen.",
    ),
    (
        "a row taken away that others name",
        lambda book: book["Organisationer"].delete_rows(2),
        'Närvaro, rad 2: Organisation: "Polisen" finns inte i Organisationer. Rätta värdet eller '
        "lägg till raden i Organisationer.",
    ),
    (
        "a document made up",
        put("Dokument", 4, Titel="Nytt"),
        "Dokument, rad 4: raden är ny, men sådana läggs inte till här. Ett nytt dokument läses in "
        "med lobra read.",
    ),
    (
        "a council made up",
        put("Råd", 3, Namn="Annat"),
        "Råd, rad 3: raden är ny, men sådana läggs inte till här. Ett nytt råd görs med lobra "
        "init.",
    ),
]


@pytest.mark.parametrize(
    ("does", "message"), [one[1:] for one in WRONG], ids=[one[0] for one in WRONG]
)
def test_each_problem_is_told_by_sheet_row_and_heading_and_nothing_is_saved(
    base, tmp_path, does, message
):
    book = Book(base / "bok.xlsx")
    does(book)
    found = plan(book.save(tmp_path / "b.xlsx"), base / "grund" / "records")
    assert "\n".join(found.problems) == message
    assert found.files == {}


def with_sheet(path, values):
    book = openpyxl.Workbook()
    book.create_sheet("Lobra").append(values)
    book.save(path)


NO_WORKBOOK = [
    (
        "a CSV file by another name",
        lambda path: path.write_text("id;namn\n1;x\n"),
        "b.xlsx: filen är ingen Excel-arbetsbok (.xlsx) eller är skadad. Spara om den i Excel, "
        "eller gör en ny med lobra edit.",
    ),
    (
        "an old or locked one",
        lambda path: path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)),
        "b.xlsx: filen har lösenord eller är sparad i Excels gamla format. Spara den utan lösenord "
        "som Excel-arbetsbok (.xlsx).",
    ),
    (
        "somebody else's",
        lambda path: openpyxl.Workbook().save(path),
        f"b.xlsx: arbetsboken är inte gjord av lobra edit. {AGAIN}.",
    ),
    (
        "of another version",
        lambda path: with_sheet(path, ["Lobra", "99", COUNCIL]),
        f"b.xlsx: arbetsboken är gjord av en annan version av Lobra. {AGAIN}.",
    ),
    ("none at all", lambda path: None, f"b.xlsx: arbetsboken finns inte. {AGAIN}."),
    ("a folder", lambda path: path.mkdir(), f"b.xlsx: arbetsboken finns inte. {AGAIN}."),
]


@pytest.mark.parametrize(
    ("makes", "message"), [one[1:] for one in NO_WORKBOOK], ids=[one[0] for one in NO_WORKBOOK]
)
def test_what_is_no_workbook_of_ours_is_refused(tmp_path, monkeypatch, makes, message):
    monkeypatch.chdir(tmp_path)
    makes(tmp_path / "b.xlsx")
    with pytest.raises(LobraError) as error:
        reading.read(tmp_path / "b.xlsx")
    assert str(error.value) == message


SINCE = [
    (
        "both changed",
        lambda text: text.replace("Kommunpolis", "Lokalpolis"),
        put("Närvaro", 2, Roll="Polischef"),
        "Närvaro, rad 2: raden har ändrats i registren sedan arbetsboken gjordes. Gör en ny "
        "arbetsbok med lobra edit och för in ändringen där.",
    ),
    (
        "changed there and taken away here",
        lambda text: text.replace("Kommunpolis", "Lokalpolis"),
        lambda book: book["Närvaro"].delete_rows(2),
        f'Närvaro: raden "{MEETING} · Lokalpolis" är borttagen här men har ändrats i registren. '
        f"{AGAIN} och för in ändringen där.",
    ),
    (
        "taken away there",
        lambda text: "".join(text.splitlines(keepends=True)[:-1]),
        put("Närvaro", 3, Roll="Chef"),
        "Närvaro, rad 3: raden har tagits bort ur registren sedan arbetsboken gjordes. Ta bort den "
        "här också, eller skriv den på en ny rad.",
    ),
]


@pytest.mark.parametrize(
    ("meanwhile", "does", "message"), [one[1:] for one in SINCE], ids=[one[0] for one in SINCE]
)
def test_what_was_changed_in_both_places_is_refused(base, tmp_path, meanwhile, does, message):
    records = shutil.copytree(base / "grund" / "records", tmp_path / "records")
    path = records / COUNCIL / "attendance.csv"
    path.write_text(meanwhile(path.read_text("utf-8")), "utf-8")
    book = Book(base / "bok.xlsx")
    does(book)
    found = plan(book.save(tmp_path / "b.xlsx"), records)
    assert ("\n".join(found.problems), found.files) == (message, {})


def test_records_without_the_council_are_refused(base, tmp_path, demo_records):
    with pytest.raises(LobraError) as error:
        plan(base / "bok.xlsx", demo_records)
    assert str(error.value).endswith(
        f'records: rådet "{COUNCIL}", som arbetsboken gäller, finns inte här. Ange rätt mapp med '
        "--data."
    )
