"""`lobra init`: a working folder in which every other command finds what it needs."""

import csv
import datetime as dt
import doctest
import importlib
import json
import re
import shutil
from contextlib import nullcontext

import docx
import pytest
import quick
from conftest import ROOT, Run
from workbooks import Book, edit, new_council, one_meeting

from lobra.build import notebooks
from lobra.command import building, main
from lobra.privacy import clearance
from lobra.reading import reader
from lobra.start import folder
from lobra_data import files, schema
from lobra_data.errors import LobraError


@pytest.fixture
def run(monkeypatch, capsys):
    """Runs a command here, as if one stood in a folder."""

    def command(*arguments, cwd):
        monkeypatch.chdir(cwd)
        capsys.readouterr()
        status = main([*map(str, arguments)])
        out, err = capsys.readouterr()
        return Run(status, out, err)

    return command


DAY = dt.date(2026, 1, 9)
NAME = "Björkdala lokala brottsförebyggande råd"


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A working folder whose path has a space and letters beyond a–z."""
    root = tmp_path_factory.mktemp("ett råd") / "rådets mapp"
    folder.make(root, NAME, "Björkdala", DAY)
    return root


def test_the_folder_holds_all_that_the_other_commands_look_for(made):
    found = sorted(path.relative_to(made).as_posix() for path in made.rglob("*"))
    tables = {f"records/bjorkdala/{name}.csv" for name in schema.load()}
    assert tables <= set(found)
    assert sorted(set(found) - tables) == [
        "LÄSMIG.md",
        "dokument",
        "mallar",
        "mallar/atgardsplan.docx",
        "mallar/atgardsplan.md",
        "mallar/protokoll.docx",
        "mallar/protokoll.md",
        "notebooks",
        *(f"notebooks/{path.name}" for path in sorted((ROOT / "notebooks").glob("*.ipynb"))),
        "params",
        "records",
        "records/bjorkdala",
        "records/bjorkdala/dokument",
        "records/bjorkdala/dokument/infort-for-hand.txt",
    ]


def test_its_notebooks_show_the_new_council_when_somebody_runs_them_by_hand(made):
    begins = {}
    for path in (made / "notebooks").glob("*.ipynb"):
        first = json.loads(path.read_text("utf-8"))["cells"][0]
        if first["metadata"].get("tags") == ["parameters"]:
            begins[path.stem] = tuple(line.partition("  #")[0] for line in first["source"][:2])
    shown = ("year: int = 2026", 'council: str = "bjorkdala"')
    documents = ("verksamhetsberattelse", "bilagor", "lagesbild", "motesunderlag")
    assert begins == dict.fromkeys(documents, shown)


def test_the_readme_is_ten_lines_and_every_command_in_it_exists(made):
    text = (made / "LÄSMIG.md").read_text("utf-8")
    assert len(text.splitlines()) <= 10
    commands = set(re.findall(r"`lobra ([a-z-]+)", text))
    assert commands == {"read", "edit", "save", "review", "lab", "check", "start-year", "report"}
    assert "{" not in text


def test_the_council_and_itself_as_a_forum_are_there_and_lead_to_a_line(made):
    records = files.Records(made / "records")
    given = {name: records.rows(name) for name in schema.load()}
    assert {name: len(rows) for name, rows in given.items() if rows} == {
        "councils": 1,
        "documents": 1,
        "forums": 1,
        "clearances": 2,
    }
    (council,) = (row.values for row in given["councils"])
    assert (council["council_id"], council["name"], council["municipality"]) == (
        *("bjorkdala", NAME),
        "Björkdala",
    )
    text = (made / "records/bjorkdala/dokument/infort-for-hand.txt").read_text("utf-8")
    assert text.splitlines()[int(council["line"]) - 1] == (
        f"Råd: Namn: {NAME}; Kommun: Björkdala; Påhittat: nej"
    )


def test_the_commands_find_the_records_of_the_folder_they_stand_in(run, made, tmp_path):
    work = shutil.copytree(made, tmp_path / "å mapp")
    done = run("check", cwd=work)
    assert (done.status, done.err.splitlines()[0]) == (0, "Registren är i ordning (1 råd).")
    done = run("report", "2026", cwd=work)
    assert done.err.splitlines()[0] == (
        "2026: det finns ingen fil params/2026.yaml. Skapa den med lobra start-year 2026."
    )
    done = run("start-year", "2026", cwd=work)
    assert (done.status, done.out) == (0, "params/2026.yaml\nparams/2026.md\n")
    assert done.err.endswith("lobra read och bygg med lobra report 2026.\n")
    done = run("report", "2026", cwd=work)
    assert done.err.splitlines()[0] == "2026: bjorkdala har inga uppgifter för året."


def test_nothing_of_a_new_council_waits_so_that_its_own_name_can_be_published(made):
    assert clearance.waiting(files.Records(made / "records")) == []


def test_another_folder_named_by_the_user_goes_before_the_one_here(run, made, monkeypatch):
    monkeypatch.setenv("LOBRA_DATA", str(files.SHIPPED))
    done = run("check", cwd=made)
    assert done.err == "Registren är i ordning (2 råd).\n"
    monkeypatch.delenv("LOBRA_DATA")
    done = run("check", "--data", files.SHIPPED, cwd=made)
    assert done.err == "Registren är i ordning (2 råd).\n"


@pytest.mark.parametrize(
    ("name", "kommun", "council"),
    [
        ("Björkdalas lokala brottsförebyggande råd", "Björkdala kommun", "bjorkdala"),
        ("Norra Ängby lokala brottsförebyggande råd", "Stockholm", "norra-angby"),
        ("Lokala brottsförebyggande rådet i Älvsbyn", "Älvsbyn", "alvsbyn"),
        ("Trygghetsrådet", "Upplands-Bro", "upplands-bro"),
        ("brå", "Åre", "are"),
    ],
)
def test_the_id_is_made_of_the_area(name, kommun, council):
    assert folder.id_of(name, kommun) == council


@pytest.mark.parametrize(
    ("name", "kommun", "council", "message"),
    [
        (" ", "Åre", None, "--council: namnet är tomt. Skriv det inom citattecken."),
        ("Rådet", " ", None, "--kommun: namnet är tomt. Skriv det inom citattecken."),
        (
            *("Rådet", "Åre", "Åre"),
            '"Åre" kan inte vara rådets id. Ange ett med --id: små bokstäver a–z, siffror och '
            "bindestreck, till exempel bjorkdala.",
        ),
    ],
)
def test_what_cannot_be_a_council_is_refused(tmp_path, name, kommun, council, message):
    with pytest.raises(LobraError) as error:
        folder.make(tmp_path / "ny", name, kommun, DAY, council)
    assert (str(error.value), [*tmp_path.iterdir()]) == (message, [])


def test_nothing_is_written_over(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "mapp").mkdir()
    (tmp_path / "mapp" / "brev.txt").write_text("mitt")
    with pytest.raises(LobraError) as error:
        folder.make(tmp_path / "mapp", NAME, "Björkdala", DAY)
    assert str(error.value) == (
        "mapp: här ligger redan något. Ange en mapp som är tom eller inte finns."
    )
    assert [path.name for path in (tmp_path / "mapp").iterdir()] == ["brev.txt"]


# --- the templates ---

MINUTES = {
    "Datum:": "Datum: 2026-03-05",
    "Tid:": "Tid: 13.00–15.00",
    "Plats:": "Plats: Kommunhuset, rum Eken",
    "Ordförande:": "Ordförande: Signhild Vassbäck",
    "Sekreterare:": "Sekreterare: Ebbe Tunhammar",
    "Åtgärd 1:": "Åtgärd 1: Fältgruppen är ute fyra kvällar i veckan.",
    "Beslut:": "Beslut: Rådet genomför trygghetsvandringar under våren.",
    "Uppdrag:": "Uppdrag: Säkerhetschefen får i uppdrag att boka datum senast den 16 april 2026.",
    "Nästa möte:": "Nästa möte: 2026-05-14 kl. 13.00, Kommunhuset",
}
PRESENT = [
    "Signhild Vassbäck, kommunstyrelsens ordförande, Kommunstyrelsen",
    "Ebbe Tunhammar, säkerhetschef, Kommunledningsförvaltningen",
    "Orvar Grusvall, skolchef, Barn- och utbildningsförvaltningen",
]
YEARS = "Planen gäller åren"
PLAN = {
    YEARS: "2026–2027",
    "Område": "Unga i risk",
    "Mål": "Unga möter trygga vuxna",
    "Syfte": "Närvaro gör att oro upptäcks tidigt",
    "Målgrupp": "Unga 13–20 år",
    "Ansvarig": "Socialförvaltningen",
    "Samverkansforum": "Samverkansgruppen Unga",
    "Polisens kontakt": "Ungdomspolis",
    "Kommunens kontakt": "Fritidschef",
    "Övriga aktörer": "Föreningsrådet",
    "Finansiering": "Inom ordinarie budget",
    "Kommunikation": "Scheman delas varje månad",
    "Uppföljning": "Antal kvällar",
    "Polisen": "Delar aktuell lägesbild varje fredag.",
    "Kommunen": "Bemannar fältgruppen hela året.",
}
ACTIVITY = "Fältgruppen är ute på kvällar; mål minst 80 kvällar per år"


def filled(kind, lines):
    """The lines of a template with what somebody writes after its labels and in its lists."""
    items = iter(PRESENT if kind == "protokoll" else [ACTIVITY])
    for line in lines:
        label = line.removeprefix("- ")
        if line in ("-", ""):
            yield f"- {next(items)}" if line else line
        elif label.removesuffix(":") in PLAN and kind == "atgardsplan":
            yield f"{line} {PLAN[label.removesuffix(':')]}"
        elif line == "### Åtgärd 1.":
            yield f"{line} Fältarbete kvällar och helger"
        else:
            yield MINUTES.get(line, line)


def fill(source, target, kind):
    """Fills a template in as somebody would, in the editor of its kind."""
    if source.suffix == ".md":
        lines = filled(kind, source.read_text("utf-8").splitlines())
        target.write_text("\n".join(lines), "utf-8")
        return
    file = docx.Document(str(source))
    marks = {"List Bullet": "-", "Heading 3": "###"}
    lines = [
        " ".join(filter(None, (marks.get(one.style.name), one.text))) for one in file.paragraphs
    ]
    for one, line in zip(file.paragraphs, filled(kind, lines), strict=True):
        one.text = re.sub("^(-|###) ?", "", line)
    file.save(str(target))


@pytest.mark.parametrize("ending", ["md", "docx"])
def test_filled_in_minutes_are_read_without_loss(made, tmp_path, ending):
    path = tmp_path / f"protokoll.{ending}"
    fill(made / "mallar" / f"protokoll.{ending}", path, "protokoll")
    read = reader.read_file(path)
    assert (read.kind, read.council, read.held_on) == ("minutes", "Björkdala", "2026-03-05")
    assert (read.starts_at, read.ends_at, read.place) == ("13:00", "15:00", MINUTES["Plats:"][7:])
    assert (read.chair, read.secretary) == ("Signhild Vassbäck", "Ebbe Tunhammar")
    told = [f"{one.name}, {one.role}, {one.organisation}" for one in read.attendance]
    assert told == PRESENT
    assert [one.status for one in read.attendance] == ["present", "present", "apologies"]
    assert [(one.number, one.title) for one in read.agenda_items] == [
        ("1", "Mötets öppnande"),
        ("2", "Lägesbild"),
        ("3", "Uppföljning av åtgärdsplanen"),
        ("4", "Beslut och uppdrag"),
        ("5", "Nästa möte"),
    ]
    assert [(one.item, one.text) for one in read.decisions] == [("4", MINUTES["Beslut:"][8:])]
    (task,), (coming,) = read.as_json()["assignments"], read.as_json()["next_meetings"]
    assert (task["item"], task["to"], task["due"]) == ("4", "Säkerhetschefen", "2026-04-16")
    assert (coming["date"], coming["start"]) == ("2026-05-14", "13:00")
    assert any(MINUTES["Åtgärd 1:"] in one.text for one in read.statements)
    assert read.review == []


@pytest.mark.parametrize("ending", ["md", "docx"])
def test_a_filled_in_plan_is_read_without_loss(made, tmp_path, ending):
    path = tmp_path / f"atgardsplan.{ending}"
    fill(made / "mallar" / f"atgardsplan.{ending}", path, "atgardsplan")
    read = reader.read_file(path)
    assert (read.kind, read.council, read.review) == ("action_plan", "Björkdala", [])
    (measure,) = read.as_json()["measures"]
    (activity,) = measure["activities"]
    assert activity["target"] == {"count": 80, "unit": "kvällar", "per": "year"}
    told = json.dumps(measure, ensure_ascii=False)
    missing = [label for label, value in PLAN.items() if value not in told]
    assert missing == [YEARS]  # which are the plan's own
    assert measure["title"] == "Fältarbete kvällar och helger"


@pytest.mark.parametrize(("kind", "ending"), [(k, e) for k in folder.FORMS for e in ("md", "docx")])
def test_an_empty_template_says_nothing_that_did_not_happen(made, kind, ending):
    read = reader.read_file(made / "mallar" / f"{kind}.{ending}")
    assert (read.held_on, read.attendance, read.decisions, read.assignments) == (None, [], [], [])
    assert (read.planned_meetings, read.observations, read.measures) == ([], [], [])


def test_figures_of_a_new_council_are_called_by_its_id_and_go_through_the_workbook(run, working):
    text = "Region;Brott;År;Period;Antal;/100 000 inv\nBjörkdala kommun;Misshandel;År;2024;9;90;\n"
    (working / "bra.csv").write_text(text, "latin-1")
    given = ("--into", "records", "--retrieved-on", "2026-11-01", "--unknown", "add")
    assert run("stats", "bra.csv", *given, cwd=working).status == 0
    path = working / "records" / "bjorkdala" / "statistics.csv"
    before = path.read_bytes()
    (row,) = csv.DictReader(before.decode().splitlines())
    assert (row["document_id"], row["statistic_id"]) == (
        "bjorkdala-doc-bra",
        "bjorkdala-stat-bra-misshandel-municipality-bjorkdala-2024",
    )
    assert run("edit", cwd=working).status == 0
    assert run("save", "bjorkdala.xlsx", "--yes", cwd=working).out == (
        "Inget är ändrat i arbetsboken.\n"
    )
    assert path.read_bytes() == before


# --- notebooks ---


def test_the_notebooks_of_the_working_folder_are_run_and_else_those_of_the_package(
    tmp_path, monkeypatch
):
    monkeypatch.chdir(tmp_path)
    assert notebooks.folder() == ROOT / "notebooks"
    (tmp_path / "notebooks").mkdir()
    assert notebooks.folder() == notebooks.HERE


def test_a_notebook_of_ones_own_takes_the_place_of_ours(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    names = ("verksamhetsberattelse", "bilagor", "lagesbild", "motesunderlag")
    ours = {
        f"{name}.ipynb": (ROOT / "notebooks" / f"{name}.ipynb").read_text("utf-8") for name in names
    }
    own = tmp_path / "min.ipynb"
    own.write_text(ours["bilagor.ipynb"].replace("## ", "## Vår "), "utf-8")
    with notebooks.chosen(own) as found:
        made = {path.name: path.read_text("utf-8") for path in found.iterdir()}
        assert made == ours | {"verksamhetsberattelse.ipynb": own.read_text("utf-8")}
    assert not found.exists()


@pytest.mark.parametrize(
    ("own", "message"),
    [
        (None, "min.ipynb: notebooken finns inte. Ange en fil som slutar på .ipynb."),
        (("parameters", "egna"), 'min.ipynb: ingen cell har etiketten "parameters".'),
        (
            ("n_waiting:", "n_w:"),
            "min.ipynb: parametercellen saknar n_waiting. Lägg till dem i cellen som har etiketten "
            "parameters.",
        ),
    ],
)
def test_a_notebook_of_ones_own_that_cannot_be_run_is_told_by_its_own_name(
    tmp_path, monkeypatch, own, message
):
    monkeypatch.chdir(tmp_path)
    if own:
        ours = (ROOT / "notebooks" / "bilagor.ipynb").read_text("utf-8")
        (tmp_path / "min.ipynb").write_text(ours.replace(*own), "utf-8")
    with pytest.raises(LobraError) as error, notebooks.chosen(tmp_path / "min.ipynb"):
        pass
    assert str(error.value) == message


def test_a_report_of_a_notebook_of_ones_own_is_current_until_it_is_built_with_ours(
    run, tmp_path, monkeypatch
):
    monkeypatch.setattr(building, "_workers", lambda *_: nullcontext(quick.Quick(2)))
    own = tmp_path / "min.ipynb"
    ours = (ROOT / "notebooks" / "verksamhetsberattelse.ipynb").read_text("utf-8")
    own.write_text(ours.replace("## ", "## Vår "), "utf-8")
    years = ("report", "2017", "2018", "--format", "html", "--out", tmp_path / "ut")
    unchanged = "2 av 2 är oförändrade och byggdes inte om. Med --force byggs de ändå."
    for options, is_current in [
        (("--notebook", own), False),
        (("--notebook", own), True),
        ((), False),
        ((), True),
    ]:
        done = run(*years, *options, cwd=ROOT)
        assert (done.status, unchanged in done.err) == (0, is_current)


def test_a_broken_notebook_of_ones_own_is_named_and_the_params_file_is_enough(run, tmp_path):
    own = tmp_path / "min.ipynb"
    own.write_text("{}")
    done = run("report", "2021", "--notebook", own, "--out", tmp_path / "ut", cwd=ROOT)
    assert done.status == 1
    assert done.err.splitlines()[0].startswith(f"{own}: filen är ingen notebook")


# --- edit and save, as commands ---


@pytest.fixture
def working(tmp_path):
    new_council(tmp_path / "mapp")
    return tmp_path / "mapp"


def test_edit_and_save_go_round(run, working):
    done = run("edit", cwd=working)
    assert (done.status, done.out) == (0, "bjorkdala.xlsx\n")
    assert done.err == "Ändra i Excel, spara och stäng. Kör sedan lobra save bjorkdala.xlsx.\n"
    again = run("edit", cwd=working)
    assert (again.status, again.err) == (
        1,
        "bjorkdala.xlsx: filen finns redan. Spara den med lobra save, eller skriv över den med "
        "--force.\n",
    )
    book = Book(edit(working / "records", working / "bjorkdala.xlsx"))
    one_meeting(book)
    book.save(working / "bjorkdala.xlsx")
    before = {path: path.read_bytes() for path in working.rglob("*.csv")}
    asked = run("save", "bjorkdala.xlsx", cwd=working)
    assert (asked.status, asked.err) == (
        1,
        "Inget har sparats: lägg till --yes för att spara utan fråga.\n",
    )
    assert {path: path.read_bytes() for path in working.rglob("*.csv")} == before
    saved = run("save", "bjorkdala.xlsx", "--yes", cwd=working)
    assert saved.out.splitlines() == [
        "Möten",
        "  + 2026-03-05",
        "Närvaro",
        "  + 2026-03-05 · Kommunpolis",
        "  + 2026-03-05 · Säkerhetschef",
        "Punkter",
        "  + 2026-03-05 · § 1 · Öppnande",
        "  + 2026-03-05 · § 2 · Vandringar",
        "Beslut",
        "  + 2026-03-05 · § 2 · Vandringar · Rådet går runt i maj.",
        "Organisationer",
        "  + Polisen",
        "Dokument",
        "  + Mötet 5 mars 2026, infört för hand",
        "8 nya rader.",
        "Sparat.",
    ]
    assert run("check", cwd=working).status == 0


def test_a_wrong_workbook_is_told_whole_and_nothing_is_saved(run, working):
    book = Book(edit(working / "records", working / "b.xlsx"))
    book.put("Möten", 2, Mötesdag="fredag", Känslig="kanske")
    book.save(working / "b.xlsx")
    done = run("save", "b.xlsx", "--yes", cwd=working)
    assert (done.status, done.out.splitlines(), done.err) == (
        1,
        [
            'Möten, rad 2: Mötesdag: "fredag" är inget datum. Skriv ÅÅÅÅ-MM-DD, till exempel '
            "2019-02-22.",
            'Möten, rad 2: Känslig: "kanske" är varken ja eller nej. Skriv ja eller nej.',
        ],
        "2 fel i arbetsboken. Inget har sparats.\n",
    )


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (
            f",{NAME},,Björkdala,",
            f",{NAME},,okänd,",
            "records/bjorkdala/councils.csv:2: municipality: kommunen är inte ifylld. Skriv dit "
            "den.",
        ),
        (
            f"bjorkdala,{NAME},",
            "bjorkdala,Björkdala,",
            "records/bjorkdala/councils.csv:2: name: rådets fulla namn saknas, till exempel "
            "Björkdala lokala brottsförebyggande råd. Skriv dit det.",
        ),
    ],
)
def test_check_says_what_a_new_council_still_lacks(run, working, old, new, told):
    path = working / "records/bjorkdala/councils.csv"
    path.write_text(path.read_text("utf-8").replace(old, new), "utf-8")
    done = run("check", cwd=working)
    assert (done.status, told in done.err.splitlines()) == (0, True)


@pytest.mark.parametrize("name", ["lobra.workbook.cells", "lobra.start.folder"])
def test_the_examples_in_the_docstrings_hold(name):
    assert doctest.testmod(importlib.import_module(name)).failed == 0
