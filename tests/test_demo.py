"""The made-up council: in order, made anew byte for byte, and marked on every page."""

import csv
import json
import os
import re
import runpy
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import ROOT, pdf_text
from lxml import html

from lobra.privacy.rules import check
from lobra_data import files, frames

DEMO = ROOT / "demo"
NOTICE = "Påhittade uppgifter"


def contents(folder):
    return {p.relative_to(folder): p.read_bytes() for p in folder.rglob("*.*") if p.is_file()}


def test_the_demo_is_in_order(demo_records):
    assert check(files.find(demo_records)) == []


def test_the_demo_is_all_there(demo_records):
    empty = [name for name, table in frames.ALL.items() if table(data=demo_records).empty]
    assert empty == []
    assert len(frames.meetings(year=2024, data=demo_records)) == 4
    assert len(frames.measures(year=2024, data=demo_records)) == 20
    assert frames.councils(data=demo_records)["is_made_up"].all()


def test_the_shipped_real_councils_are_not_made_up_and_hold_no_names():
    assert not frames.councils()["is_made_up"].any()
    assert frames.people().empty


@pytest.fixture
def source(tmp_path):
    """The sources in a copy of the demo that has no documents and records yet."""
    copied = shutil.ignore_patterns("documents", "records", "__pycache__")
    return shutil.copytree(DEMO, tmp_path / "demo", ignore=copied) / "source"


def make(source, **environment):
    demo = source.parent
    return subprocess.run(
        [sys.executable, demo / "make_demo.py"],
        cwd=demo.parent,
        env=os.environ | environment,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def made_rows(source, table):
    file = source.parent / "records" / "exempelkoping" / f"{table}.csv"
    return list(csv.DictReader(file.read_text(encoding="utf-8").splitlines()))


def change(path, before, after):
    text = path.read_text(encoding="utf-8")
    assert text.count(before) == 1
    path.write_text(text.replace(before, after), encoding="utf-8")


def test_the_script_gives_the_same_demo(source):
    run = make(source)
    assert (run.returncode, run.stdout, run.stderr) == (0, "", "")
    for folder in ("records", "documents"):
        assert contents(source.parent / folder) == contents(DEMO / folder)


MEETING = """\
Påhittade uppgifter – inget i dokumentet har hänt

# Protokoll 6 februari 2025

- Tid: Torsdagen den 6 februari 2025 kl. 09.30–11.00
- Plats: Biblioteket
- Ordförande: Kommundirektör
- Sekreterare: Preventionssamordnare

## Närvarande

- Malva Rönnbrink, Kommundirektör, Kommunledningsförvaltningen

## § 1 Uppföljning

Åtgärd 15: Sju av tio lampor är utbytta, enligt planen.
> utfall physical_environment Bryggparken
> följer m15.2 pågår
> tal 7 | lampor | saker | | Bryggparken | utbytta lampor

Rådet beslutar att fira.
> beslut

### Platssamverkan Bryggparken
> platser bryggparken

| Slag | Ställe | Problem | Åtgärd | Deltagare | Ansvarig | Läge | Kommentar | Ska ske | Klar |
| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |
| problem | Bryggan | Mörkt | Lampor | Polis | Parkingenjör | pågår | Sju av tio |  |  |
> ansvar sbf
> gäller m15
"""


def test_a_meeting_is_added_by_one_file_that_reads_like_minutes(source):
    (source / "protokoll-2025-02-06.md").write_text(MEETING, encoding="utf-8")
    assert make(source).stderr == ""
    document = source.parent / "documents" / "protokoll-2025-02-06.md"
    said = [line for line in MEETING.splitlines() if not line.startswith(">")]
    assert document.read_text(encoding="utf-8").splitlines() == said
    places = {"document_id": "bv-doc-2025-02-06", "is_sensitive": "no", "is_reviewed": "yes"}
    common = {"council_id": "exempelkoping", "meeting_id": "bv-2025-02-06", **places}
    assert made_rows(source, "meetings")[-1] == common | {
        "forum_id": "bv-f-rad",
        "held_on": "2025-02-06",
        "held_earliest": "",
        "held_latest": "",
        "date_basis": "Anges i protokollet, med veckodag som stämmer.",
        "starts_at": "09:30",
        "ends_at": "11:00",
        "place": "Biblioteket",
        "chair_role": "Kommundirektör",
        "secretary_role": "Preventionssamordnare",
        "line": "5",
    }
    assert made_rows(source, "follow_ups")[-2] == common | {
        "follow_up_id": "bv-2025-02-06-uppf-01",
        "statement_id": "bv-2025-02-06-s001",
        "place_action_id": "",
        "measure_id": "bv-m15",
        "activity_id": "bv-m15-a2",
        "programme_id": "",
        "assignment_id": "",
        "status": "ongoing",
        "basis": "stated",
        "note": "",
        "line": "16",
    }
    assert made_rows(source, "decisions")[-1] == common | {
        "decision_id": "bv-2025-02-06-b1",
        "item_id": "bv-2025-02-06-p1",
        "text": "Fira.",
        "line": "18",
    }
    assert made_rows(source, "place_actions")[-1] == common | {
        "place_action_id": "bv-2025-bryggparken-p1",
        "item_id": "bv-2025-02-06-p1-1",
        "forum_id": "bv-f-bryggparken",
        "number": "1",
        "kind": "problem",
        "spot": "Bryggan",
        "problem": "Mörkt",
        "action": "Lampor",
        "participants": "Polis",
        "lead": "Parkingenjör",
        "lead_organisation_id": "bv-org-sbf",
        "status": "ongoing",
        "status_text": "Sju av tio.",
        "due_on": "",
        "done_on": "",
        "line": "24",
    }
    assert check(files.find(source.parent / "records")) == []


def test_a_source_that_is_taken_away_takes_its_document_with_it(source):
    added = source / "protokoll-2025-02-06.md"
    added.write_text(MEETING, encoding="utf-8")
    make(source)
    added.unlink()
    make(source)
    for folder in ("records", "documents"):
        assert contents(source.parent / folder) == contents(DEMO / folder)


@pytest.mark.parametrize(
    ("line", "wrong", "message"),
    [
        (
            "> beslut",
            "> belsut",
            '22: okänd anteckning "belsut". Menade du "beslut"? Orden är person, läge, arbete, '
            "avsikt, utfall, känslig, ogranskad, följer, program, svarar, beslut, uppdrag, tal, "
            "prio, utlyst, motsägelse, bedömd, platser, ansvar, gäller, resultat.",
        ),
        (
            "> följer m15.2 pågår",
            "> följer m155 pågår",
            '18: "m155" finns inte i Åtgärder. Menade du "m15"? '
            "Rätta ordet eller lägg till det som saknas.",
        ),
        (
            "| saker | | Bryggparken | utbytta lampor",
            "| saker | Bryggparken | utbytta lampor",
            '19: "tal 7 | lampor | saker | Bryggparken | utbytta lampor" har inte rätt form. '
            "Skriv > tal {value}[–{value_max}] | {unit} | {counts_persons:personer|saker} | "
            "{observed_on} | {place} | {what}.",
        ),
        (
            "> följer m15.2 pågår",
            "> följer m15.2 pagår",
            '18: status: "pagår" finns inte. Menade du "pågår"? '
            "Välj not_started, planned, ongoing, done, cancelled, unknown.",
        ),
        (
            "- Tid: Torsdagen den 6",
            "- Tid: Fredagen den 6",
            '5: "Fredagen den 6 februari 2025" är en torsdag. Rätta veckodagen eller datumet.',
        ),
        (
            "Påhittade uppgifter",
            "Uppgifter",
            "5: före raden saknas en rad som ger Dokument. Skriv den.",
        ),
        (
            "> tal 7",
            "> unitt: lampa\n> tal 7",
            '19: raden ovanför har inte gett något som har kolumnen "unitt". '
            "Rätta ordet eller flytta det sist.",
        ),
        (
            "- Malva Rönnbrink, Kommundirektör, Kommunledningsförvaltningen",
            "- Malva Rönnbrink, Kommundirektör, Kommunledningsförvaltningen\n> person ronnbrink",
            '13: "ronnbrink" finns redan. Välj ett annat ord.',
        ),
        (
            "- Malva Rönnbrink, Kommundirektör, Kommunledningsförvaltningen",
            "- Malva Rönnbrink, Kommundirektör",
            "12: raden har inte rätt form. "
            'Skriv den som "- {person_id}, {role}, {organisation_id}".',
        ),
        (
            "| Polis | Parkingenjör |",
            "| Parkingenjör |",
            '29: raden har inte rätt form. Skriv den som "| {kind:problem} | {spot} | {problem} | '
            "{action} | {participants} | {lead} | {status} | {status_text} | {due_on} | "
            '{done_on} |".',
        ),
        (
            "- Plats: Biblioteket\n",
            "",
            '5: raderna efter saknas. Skriv som "- Tid: {held_on} kl. {h}.{min}–{to_h}.{to_min} '
            '- Plats: {place} - Ordförande: {chair_role} - Sekreterare: {secretary_role}".',
        ),
        (
            "> beslut",
            "> bedömd m15 full",
            '22: raden ovanför "bedömd m15 full" har inte rätt form. '
            'Skriv den som "{:[^:]*}: {ground}".',
        ),
        (
            "Rådet beslutar att fira.\n",
            "Rådet beslutar att fira.\n\n",
            "23: anteckningen hör inte till någon rad. Flytta den rakt under raden.",
        ),
    ],
)
def test_a_slip_in_a_source_is_told_with_its_line_and_nothing_is_written(
    source, line, wrong, message, monkeypatch
):
    path = source / "protokoll-2025-02-06.md"
    path.write_text(MEETING, encoding="utf-8")
    change(path, line, wrong)
    # In this process: a new one for each slip would take seconds.
    monkeypatch.chdir(source.parents[1])
    monkeypatch.syspath_prepend(source.parent)
    with pytest.raises(SystemExit) as stopped:
        runpy.run_path(str(source.parent / "make_demo.py"), run_name="__main__")
    assert stopped.value.code == f"demo/source/protokoll-2025-02-06.md:{message}"
    assert {path.name for path in source.parent.iterdir()}.isdisjoint({"documents", "records"})


def test_a_source_of_no_known_kind_is_refused(source):
    (source / "brev-2025.md").write_text("Hej", encoding="utf-8")
    run = make(source)
    assert run.stderr == (
        "demo/source/brev-2025.md: okänt slags fil. "
        "Börja filens namn med atgardsplan, protokoll, statistik, utvardering och bindestreck.\n"
    )
    assert run.returncode == 1


def test_a_new_optional_column_is_written_empty_and_can_be_filled(source, tmp_path):
    package = tmp_path / "path" / "lobra_data"
    shutil.copytree(ROOT / "lobra_data", package, ignore=shutil.ignore_patterns("records"))
    descriptor = package / "datapackage.json"
    content = json.loads(descriptor.read_text(encoding="utf-8"))
    (table,) = (table for table in content["resources"] if table["name"] == "observations")
    table["schema"]["fields"].append(
        {"name": "some_day", "type": "date", "personal": {"may": "none", "why": "a day"}}
    )
    descriptor.write_text(json.dumps(content), encoding="utf-8")
    (source / "protokoll-2025-02-06.md").write_text(
        MEETING.replace("utbytta lampor\n", "utbytta lampor\n> some_day: 3 mars 2025\n"),
        encoding="utf-8",
    )
    assert make(source, PYTHONPATH=str(package.parent)).stderr == ""
    *before, last = made_rows(source, "observations")
    shown = files.find(DEMO / "records").rows("observations")
    assert before == [row.values | {"some_day": ""} for row in shown]
    assert (last["what"], last["some_day"]) == ("utbytta lampor", "2025-03-03")


@pytest.mark.slow
@pytest.mark.parametrize("name", ["verksamhetsberattelse", "bilagor"])
def test_every_page_says_that_the_council_is_made_up(demo_report, name):
    page, pdf = (demo_report / f"{name}.{kind}" for kind in ("html", "pdf"))
    assert html.parse(page).getroot().xpath("count(//*[contains(text(), $n)])", n=NOTICE) >= 1
    pages = pdf_text(Path(pdf))
    assert len(pages) >= 10
    assert [n for n, text in enumerate(pages, start=1) if NOTICE not in text] == []


@pytest.mark.slow
@pytest.mark.parametrize(("name", "charts"), [("verksamhetsberattelse", 3), ("bilagor", 2)])
def test_no_chapter_or_chart_of_a_full_year_is_missing(demo_report, name, charts):
    cells = json.loads((ROOT / "notebooks" / f"{name}.ipynb").read_text("utf-8"))["cells"]
    written = ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown"]
    page = html.parse(demo_report / f"{name}.html").getroot()
    headings = [heading.text_content() for heading in page.xpath("//main//h2")]
    assert headings == re.findall(r"(?m)^## (.+)$", "\n".join(written))
    assert page.xpath("//p[@class='missing']") == []
    assert len(page.xpath("//figure[contains(@class, 'chart')]")) == charts
