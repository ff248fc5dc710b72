"""Reading documents: what is claimed is right, what is unsure is said, whatever the layout."""

import csv
import dataclasses
import json
import pickle
import re
from pathlib import Path

import pytest
import written_as
import yaml
from conftest import lobra
from hostile_inputs import ERROR, HOSTILE, is_one_line

from lobra.reading import evaluate, limits, reader
from lobra.reading.found import (
    Activity,
    AgendaItem,
    Assignment,
    Doubt,
    Measure,
    Observation,
    PlaceAction,
    PlannedMeeting,
    Reading,
    Statement,
)
from lobra.reading.source import Line, Source
from lobra_data import schema, words

HERE = Path(__file__).parent / "reading"
SHARED = Path(__file__).parents[2] / "shared"
SETS = {"corpus": HERE, "others": HERE / "others"}
GOLD = sorted((HERE / "gold").glob("*.yaml"))
needs_shared = pytest.mark.skipif(
    not (SHARED / "gold").is_dir(), reason="../shared med de fyra dokumenten finns inte"
)


@pytest.fixture(scope="session")
def readings(shared) -> dict[Path, Reading]:
    """Every annotated document, read once in child processes."""

    def read(folder: Path) -> None:
        paths = [path for one in SETS.values() for path, _ in pairs(one)]
        with limits.Readers(reader.read_file, workers=2) as readers:
            (folder / "readings").write_bytes(pickle.dumps(dict(readers.read(paths))))

    return pickle.loads((shared("readings", read) / "readings").read_bytes())


def pairs(folder: Path) -> list[tuple[Path, dict]]:
    return list(evaluate.pairs(folder / "documents", folder / "gold"))


@pytest.mark.parametrize("name", SETS)
def test_no_field_is_read_worse_than_the_kept_score(name, readings):
    """When it is read better, write the new figures: `lobra evaluate … --json` into score.json."""
    kept = json.loads((HERE / "score.json").read_text(encoding="utf-8"))[name]
    scored = [evaluate.score(gold, readings[path]) for path, gold in pairs(SETS[name])]
    now, _ = evaluate.total(scored)
    worse = {
        field: (score.found, score.claimed, len(score.silent), kept[field])
        for field, score in now.items()
        if score.found < kept[field]["found"]
        or score.claimed - score.found > kept[field]["claimed"] - kept[field]["found"]
        or len(score.silent) > kept[field]["silent"]
    }
    assert worse == {}
    assert set(kept) - {"all"} == set(now)


def test_the_reader_is_good_enough_to_be_of_use(readings):
    scored = [
        evaluate.score(gold, readings[path])
        for folder in SETS.values()
        for path, gold in pairs(folder)
    ]
    _, every = evaluate.total(scored)
    assert every.f1 >= 0.95
    assert every.precision >= 0.97


@pytest.mark.parametrize("path", GOLD, ids=lambda path: path.stem)
def test_what_a_careful_reader_doubts_is_on_the_list(path, readings):
    gold = yaml.safe_load(path.read_text(encoding="utf-8"))
    reading = readings[HERE / "documents" / gold["document"]]
    doubted = {doubt["field"] for doubt in reading.as_json()["review"]}
    assert set(gold["review_must_mention"]) - doubted == set()
    assert all(doubt.reason.endswith((".", "?")) for doubt in reading.review)


@pytest.mark.parametrize("path", GOLD, ids=lambda path: path.stem)
def test_every_fact_points_at_the_line_where_it_stands(path, readings):
    gold = yaml.safe_load(path.read_text(encoding="utf-8"))
    document = HERE / "documents" / gold["document"]
    lines = document.read_text(encoding="utf-8").splitlines()
    reading = readings[document]

    def stands(words: str, line: int) -> bool:
        around = " ".join(lines[max(0, line - 2) : line + 4])
        is_writer = words == reading.secretary and re.search(r"\bjag\b", around)
        return bool(is_writer) or words.split()[0].strip("*_|#>") in around

    stated = [(a.name, a.line) for a in reading.attendance]
    stated += [(item.title, item.line) for item in reading.agenda_items if item.title]
    stated += [(one.text, one.line) for one in [*reading.decisions, *reading.assignments]]
    stated += [(one.action, one.line) for one in reading.place_actions if one.action]
    assert [one for one in stated if not stands(*one)] == []


@needs_shared
def test_the_four_real_documents_reach_the_agreed_score():
    answers = list(evaluate.pairs(SHARED / "documents", SHARED / "gold"))
    scored = [evaluate.score(gold, reader.read_file(path)) for path, gold in answers]
    _, every = evaluate.total(scored)
    assert every.f1 >= 0.97
    assert every.precision >= 0.98


def comparable(reading: Reading) -> dict:
    """A reading without what a format decides: line numbers and how paragraphs are broken."""

    def without_lines(value):
        if isinstance(value, dict):
            return {k: without_lines(v) for k, v in value.items() if k not in ("line", "lines")}
        if isinstance(value, list):
            return [without_lines(one) for one in value]
        if not isinstance(value, str):
            return value
        return re.sub(r"\s*([-/])\s*", r"\1", " ".join(value.split()))

    out = without_lines(reading.as_json())
    for key in ("review", "paragraphs", "observations", "conflicts"):
        del out[key]
    out["items"] = [item for item in out["items"] if item["number"]]
    return out


DEMO = Path(__file__).parents[1] / "demo" / "documents"
OWN = [
    *(HERE / "documents" / name for name in ("grankoping-tabbar.txt", "ulvsta-platssamverkan.md")),
    *(DEMO / f"{name}.md" for name in ("protokoll-2023-09-14", "atgardsplan-2023-2024")),
]


@pytest.mark.parametrize("form", ["docx", "pdf", "html", "text"])
@pytest.mark.parametrize("path", OWN, ids=lambda path: path.stem)
def test_a_document_says_the_same_in_every_format(path, form, tmp_path):
    other = tmp_path / f"{path.stem}.{'txt' if form == 'text' else form}"
    getattr(written_as, f"as_{form}")(path, other)
    assert comparable(reader.read_file(other)) == comparable(reader.read_file(path))


def as_source(text: str) -> Source:
    rows = enumerate(text.strip().splitlines(), start=1)
    return Source("p.txt", tuple(Line(n, row.strip()) for n, row in rows if row.strip()))


def test_a_notice_has_nobody_present_and_decides_nothing():
    notice = reader.read(
        as_source("""
        Kallelse till Åbro brottsförebyggande råd
        Tid: onsdag 6 mars 2024 kl. 9-11
        Plats: Rådhuset
        Ledamöter
        Anna Berg, ordförande
        Bo Ek, polisen
        Dagordning
        1. Mötets öppnande
        2. Beslut om handlingsplan
        3. Nästa möte
        """)
    )
    assert notice.kind == "notice"
    assert {one.status for one in notice.attendance} == {"called"}
    assert notice.decisions == []
    assert [item.number for item in notice.agenda_items] == ["1", "2", "3"]


def test_the_date_of_writing_is_never_the_date_of_the_meeting():
    minutes = reader.read(
        as_source("""
        Minnesanteckningar från Åbro BRÅ
        Närvarande: Anna Berg, Bo Ek
        1. Öppnande
        Anna Berg öppnade mötet.
        2. Övrigt
        Inget togs upp.
        Justerat den 4 april 2022
        Version 1.0, 2014-05-15
        """)
    )
    assert minutes.held_on is None
    assert "held_on" in {doubt.field for doubt in minutes.review}


def test_a_wrong_weekday_is_said():
    minutes = reader.read(
        as_source("""
        Minnesanteckningar Åbro BRÅ
        Tid: måndag 6 mars 2024 kl. 9-11
        1. Öppnande
        Anna Berg öppnade mötet.
        2. Övrigt
        Inget togs upp.
        """)
    )
    assert minutes.held_on == "2024-03-06"
    assert any("Veckodagen" in doubt.reason for doubt in minutes.review)


def decided(when: str) -> list[str]:
    minutes = reader.read(
        as_source(f"""
        Minnesanteckningar Åbro BRÅ
        Tid: onsdag 6 mars 2024 kl. 9-11
        1. Öppnande
        Anna Berg öppnade mötet.
        2. Belysning
        Rådet beslutade {when} att köpa lampor.
        """)
    )
    return [one.text for one in minutes.decisions]


@pytest.mark.parametrize("month", words.MONTHS)
def test_what_was_decided_in_an_earlier_month_is_not_decided_again(month):
    assert decided("enhälligt") == ["Rådet beslutade enhälligt att köpa lampor."]
    assert decided(f"i {month}") == []


def test_the_same_sentence_with_two_numbers_is_a_conflict():
    minutes = reader.read(
        as_source("""
        Minnesanteckningar Åbro BRÅ 2024-03-06
        1. Öppnande
        Mötet öppnades av ordföranden.
        2. Sommarjobb
        På torget har totalt 46 ungdomar arbetat under sommaren.
        3. Övrigt
        På torget har totalt 48 ungdomar arbetat under sommaren.
        """)
    )
    assert [conflict.values for conflict in minutes.conflicts] == [[46, 48]]


@pytest.mark.parametrize("text", ["", "x", "\t\t\t", "1.\n2.\n3.", "§ § §", "Närvarande:\nBeslut:"])
def test_almost_nothing_gives_almost_nothing(text):
    reading = reader.read(as_source(text))
    assert reading.held_on is None
    assert reading.attendance == reading.decisions == reading.measures == []
    assert reading.review


# --- the commands ------------------------------------------------------------------------------


def test_read_prints_one_json_object_with_the_agreed_keys():
    run = lobra("read", "--json", HERE / "documents" / "grankoping-tabbar.txt")
    assert run.status == 0
    assert run.err == ""
    read = json.loads(run.out)
    agreed = """kind council date date_earliest date_latest start end place chair secretary contact
        attendance items decisions assignments next_meetings actions measures observations
        conflicts review"""
    assert set(agreed.split()) <= set(read)
    assert read["date"] == "2015-01-21"
    assert read["attendance"][1] == {
        "name": "Göran Mossmyr",
        "role": "Kommunpolis",
        "organisation": None,
        "status": "present",
        "line": 11,
    }


def test_json_keeps_the_agreed_names_of_what_the_tables_call_otherwise():
    reading = Reading(
        "minutes",
        held_on="2024-03-04",
        starts_at="09:00",
        ends_at="11:00",
        agenda_items=[AgendaItem("1", "Läget", 1, 4)],
        assignments=[Assignment("1", "Polisen", "Polisen återkommer.", "2024-05-01", 5)],
        planned_meetings=[PlannedMeeting("2024-06-03", "09:00", None, None, 9)],
        place_actions=[
            PlaceAction("Torget", "problem", None, "Ljus", None, None, "planned", None,
                        "2024-04-01", None, 7)
        ],
        measures=[Measure(None, "Ljus", activities=[Activity("Mät", "2024-12-31", None, 3)])],
        observations=[Observation("Nio gick.", 9, "boende", "2024-02-01", None, 6)],
        statements=[Statement("1", None, "Läget är lugnt.", 6)],
        review=[Doubt("held_on", "?"), Doubt("place_actions.due_on", "?"), Doubt("kind", "?")],
    )  # fmt: skip
    read = reading.as_json()
    assert (read["date"], read["start"], read["end"]) == ("2024-03-04", "09:00", "11:00")
    assert read["items"] == [{"number": "1", "title": "Läget", "level": 1, "line": 4}]
    assert read["assignments"] == [
        {"item": "1", "to": "Polisen", "text": "Polisen återkommer.", "due": "2024-05-01",
         "line": 5}
    ]  # fmt: skip
    assert read["next_meetings"] == [
        {"date": "2024-06-03", "start": "09:00", "end": None, "place": None, "line": 9}
    ]
    assert (read["actions"][0]["due"], read["actions"][0]["done_on"]) == ("2024-04-01", None)
    assert read["measures"][0]["activities"] == [
        {"title": "Mät", "due": "2024-12-31", "target": None, "line": 3}
    ]
    assert read["observations"][0]["date"] == "2024-02-01"
    assert read["paragraphs"][0]["text"] == "Läget är lugnt."
    assert [one["field"] for one in read["review"]] == ["date", "actions.due", "kind"]


def test_what_a_reading_holds_is_called_as_in_the_tables():
    tables = schema.load()
    lists = [f.name for f in dataclasses.fields(Reading) if str(f.type).startswith("list[")]
    assert set(lists) - set(tables) == {"review", "measure_statuses"}
    kinds = {
        "agenda_items": AgendaItem,
        "planned_meetings": PlannedMeeting,
        "place_actions": PlaceAction,
        "observations": Observation,
    }
    other = {
        table: {field.name for field in dataclasses.fields(kind)} - set(tables[table].names)
        for table, kind in kinds.items()
    }
    assert other == {
        "agenda_items": set(),
        "planned_meetings": set(),
        "place_actions": {"place"},  # in the records a place is a forum
        "observations": set(),
    }


def test_read_prints_an_object_a_line_for_many_files_and_goes_on_after_a_broken_one(tmp_path):
    broken = tmp_path / "trasig.pdf"
    broken.write_bytes(b"%PDF-1.7 inget mer")
    document = HERE / "documents" / "grankoping-tabbar.txt"
    run = lobra("read", "--json", document, broken, document)
    assert run.status == 1
    assert [json.loads(line)["date"] for line in run.out.splitlines()] == ["2015-01-21"] * 2
    assert run.err.count("\n") == 1
    assert str(broken) in run.err


def test_read_tells_a_person_what_was_found_and_what_is_unsure():
    run = lobra("read", HERE / "documents" / "storhallan-central.txt")
    assert run.status == 0
    assert "protokoll" in run.out
    assert "? rad" in run.out
    assert "2013-09-04" in run.out


def test_read_of_an_empty_folder_says_so(tmp_path):
    run = lobra("read", tmp_path)
    assert (run.status, run.out) == (1, "")
    assert run.err == f"{tmp_path}: mappen är tom. Ange en fil.\n"


def test_evaluate_shows_a_field_a_row_and_names_the_silent_errors(tmp_path):
    (tmp_path / "facit").mkdir()
    (tmp_path / "dokument").mkdir()
    (tmp_path / "dokument" / "p.txt").write_text(
        "Protokoll Åbro BRÅ\nTid: 6 mars 2024 kl. 9-11\n1. Öppnande\nAnna Berg öppnade mötet.\n"
        "2. Övrigt\nInget.\n",
        encoding="utf-8",
    )
    (tmp_path / "facit" / "p.yaml").write_text(
        "kind: minutes\ndate: 2024-03-07\nstart: '09:00'\n", encoding="utf-8"
    )
    run = lobra("evaluate", tmp_path / "dokument", tmp_path / "facit")
    assert run.status == 0
    rows = {row.split()[0]: row.split()[1:] for row in run.out.splitlines()[1:5]}
    assert rows["date"][:3] == ["0", "1", "1"]
    assert rows["start"][:3] == ["1", "1", "1"]
    assert "p.txt: date: 2024-03-06" in run.out


@pytest.mark.parametrize(
    ("files", "says"),
    [
        ({}, "inga facit"),
        ({"facit/p.yaml": "kind: minutes"}, "dokumentet p finns inte"),
        ({"facit/p.yaml": "kind: [", "dokument/p.txt": "x"}, "p.yaml:1: facit går inte att läsa"),
        ({"facit/p.yaml": "bara text", "dokument/p.txt": "x"}, "nycklar och värden"),
    ],
)
def test_evaluate_says_what_is_wrong_with_the_answers(files, says, tmp_path):
    for folder in ("facit", "dokument"):
        (tmp_path / folder).mkdir()
    for name, text in files.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    run = lobra("evaluate", tmp_path / "dokument", tmp_path / "facit")
    assert (run.status, run.out) == (1, "")
    assert says in run.err
    assert run.err.count("\n") == 1


def test_a_hostile_file_costs_the_command_one_line_and_nothing_is_written(tmp_path):
    """A fourth of them: test_reading_hostile.py reads each."""
    made = {}
    for n, name in enumerate([*HOSTILE][::4]):
        folder = tmp_path / f"{n}"
        folder.mkdir()
        made[name] = HOSTILE[name].make(folder)
    folders = {name for name, path in made.items() if path.is_dir()}
    before = sorted(tmp_path.rglob("*"))
    run = lobra("read", "--json", *(path for name, path in made.items() if name not in folders))
    refused = [name for name in made if HOSTILE[name].expected == ERROR and name not in folders]
    assert run.status == 1
    assert len(run.err.splitlines()) == len(refused) > 10
    assert all(is_one_line(line) for line in run.err.splitlines())
    assert len([json.loads(line) for line in run.out.splitlines()]) == (
        len(made) - len(refused) - len(folders)
    )
    assert sorted(tmp_path.rglob("*")) == before


DEMO = Path(__file__).parents[1] / "demo"


def demo_rows(table: str, document: Path) -> list[dict[str, str]]:
    """The reviewed rows of the made-up council that come from one of its documents."""
    folder = DEMO / "records" / "exempelkoping"

    def rows(name: str) -> list[dict[str, str]]:
        with (folder / f"{name}.csv").open(encoding="utf-8") as stream:
            return list(csv.DictReader(stream))

    (of,) = (r["document_id"] for r in rows("documents") if r["file_name"] == document.name)
    return [row for row in rows(table) if row["document_id"] == of]


@pytest.mark.parametrize(
    "document", sorted(DEMO.glob("documents/protokoll-*.md")), ids=lambda path: path.stem
)
def test_minutes_of_the_demo_give_what_its_reviewed_records_have(document):
    reading = reader.read_file(document)
    (meeting,) = demo_rows("meetings", document)
    assert (reading.held_on, reading.starts_at, reading.ends_at, reading.place) == (
        meeting["held_on"],
        meeting["starts_at"],
        meeting["ends_at"],
        meeting["place"],
    )
    assert [one.status for one in reading.attendance] == [
        row["status"] for row in demo_rows("attendance", document)
    ]
    items = [row for row in demo_rows("agenda_items", document) if row["level"] == "1"]
    assert [item.title for item in reading.agenda_items if item.level == 1] == [
        row["title"] for row in items
    ]
    told = " ".join(one.text.casefold() for one in reading.decisions)
    decided = [row["text"].casefold() for row in demo_rows("decisions", document)]
    assert [text for text in decided if text not in told] == []
    assert len(reading.assignments) == len(demo_rows("assignments", document))
    assert [
        (a.action, a.kind, a.status, a.due_on or "", a.done_on or "") for a in reading.place_actions
    ] == [
        (row["action"], row["kind"], row["status"], row["due_on"], row["done_on"])
        for row in demo_rows("place_actions", document)
    ]
    assert reading.conflicts == []
