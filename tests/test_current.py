"""A report is built again when anything that it is made of has changed, and else never."""

import json
import os
import shutil
import subprocess
import sys
from dataclasses import replace
from datetime import date

import pytest
import quick
from conftest import ROOT

from lobra.build import batch, current, fingerprint, folder, manifest, params
from lobra.export.html import Link
from lobra.privacy import clearance
from lobra.privacy.suppression import Told
from lobra_data import files
from lobra_data.errors import LobraError

COUNCIL, NEXT, FAR = "hagersten-liljeholmen", "hagersten-alvsjo", "exempelkoping"
TOLD = Told(frozenset({"a", "b"}), frozenset({"a"}), "0" * 64)
WAITING = "Malva Rönnbrink berättade om torget."
OTHER = Told(frozenset({"a", "b"}), frozenset(), "1" * 64)


@pytest.fixture
def project(tmp_path, monkeypatch):
    """A project of its own: the shipped councils, one of a family, and a made-up one far away."""
    for name in ("notebooks", "params"):
        shutil.copytree(ROOT / name, tmp_path / name)
    shutil.copytree(ROOT / "lobra_data" / "records", tmp_path / "records")
    shutil.copytree(ROOT / "demo" / "records" / FAR, tmp_path / "records" / FAR)
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    return tmp_path


def task(project, year=2021, **changes):
    (about,) = params.for_years(project / "params", [year], project / "records")
    made = batch.Task(
        about,
        project / "notebooks",
        project / "reports",
        project / "records",
        "public",
        ("html",),
    )
    return replace(made, **changes)


def run(*tasks, told=None):
    """What becomes of each task, in a command of its own."""
    workers = quick.Quick(told=told)
    events = batch.run(tasks, tasks[0].data, workers)
    return [event.state for event in events if event.state != batch.BUILDING]


def append(path, text):
    path.parent.mkdir(exist_ok=True)
    with path.open("a", encoding="utf-8") as file:
        file.write(text)


def first_row(path, **values):
    """Changes the first row of a table."""
    import csv

    with path.open(encoding="utf-8", newline="") as file:
        rows = [*csv.DictReader(file)]
    row = {name: "" for name in path.read_text("utf-8").splitlines()[0].split(",")}
    rows[:1] = [(rows[0] if rows else row) | values]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, row, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def cleared_elsewhere(project, text):
    mark = clearance.text_hash(text)
    append(project / "records" / FAR / "clearances.csv", f"{mark},{FAR},samordnare,2026-01-01\n")


def test_a_report_that_nothing_has_changed_in_is_not_built_again(project):
    assert run(task(project)) == ["built"]
    assert run(task(project)) == ["unchanged"]


def test_what_is_unchanged_is_built_again_when_it_is_asked_for(project):
    quick.build(task(project))
    events = batch.run([task(project)], task(project).data, quick.Quick(), is_forced=True)
    assert [event.state for event in events] == ["building", "built"]


CHANGES = {
    "a record of its own": lambda p: first_row(
        p / "records" / NEXT / "meetings.csv", starts_at="08:45"
    ),
    "a forerunner's record": lambda p: first_row(
        p / "records" / COUNCIL / "meetings.csv", starts_at="08:45"
    ),
    "a file of its own that is no table": lambda p: append(p / "records" / NEXT / "ny.csv", "x\n"),
    "a notebook": lambda p: append(p / "notebooks" / "bilagor.ipynb", "\n"),
    "a parameter": lambda p: append(p / "params" / "2021.yaml", "smallest_count: 6\n"),
    "a word that must not be told": lambda p: append(
        p / "params" / "2021.yaml", "never_publish: Älvsjös\n"
    ),
    "the council's own words": lambda p: append(p / "params" / "2021.md", "<!-- hjälp -->\n"),
    "a page": lambda p: append(p / "reports" / NEXT / "2021" / "bilagor.html", " "),
    "a page that is gone": lambda p: (p / "reports" / NEXT / "2021" / "bilagor.html").unlink(),
    "a file that came to it": lambda p: append(p / "reports" / NEXT / "2021" / "ny.html", " "),
    "a name on the page that another council has": lambda p: first_row(
        p / "records" / FAR / "people.csv", name="Älvsjös Råd"
    ),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_whatever_changes_of_what_it_is_made_of_it_is_built_again(project, change):
    quick.build(task(project))
    assert run(task(project)) == ["unchanged"]
    change(project)
    assert run(task(project)) == ["built"]
    assert run(task(project)) == ["unchanged"]


def test_a_text_that_waits_is_seen_from_when_another_council_clears_it(project):
    first_row(project / "records" / NEXT / "statements.csv", text=WAITING)
    quick.build(task(project))
    cleared_elsewhere(project, "En text som inte finns här.")
    assert run(task(project)) == ["unchanged"]
    cleared_elsewhere(project, WAITING)
    assert run(task(project)) == ["built"]


def test_a_report_that_would_not_be_let_through_now_is_built_again(project):
    """A note that is lost says nothing of it: the page is read through."""
    quick.build(task(project))
    path = project / "records" / NEXT / "people.csv"
    person = {"person_id": "ha-p", "council_id": NEXT, "document_id": "ha-doc-2021-09-17"}
    flags = {"line": "1", "is_sensitive": "no", "is_reviewed": "yes"}
    first_row(path, name="Malva Rönnbrink", **person, **flags)
    assert run(task(project)) == ["unchanged"]
    first_row(path, name="Älvsjös Råd", **person, **flags)
    assert run(task(project)) == ["built"]


def test_only_the_reports_that_see_a_row_are_built_when_it_changes(project):
    years = [task(project, year) for year in (2017, 2018, 2019, 2021)]
    assert run(*years) == ["built"] * 4
    first_row(project / "records" / NEXT / "meetings.csv", starts_at="08:45")
    assert run(*years) == ["unchanged", "unchanged", "unchanged", "built"]
    last = project / "records" / COUNCIL / "attendance.csv"
    first_row(last, role="Annan roll")  # of the meeting of 2019
    assert run(*years) == ["unchanged", "unchanged", "built", "built"]
    assert run(*years) == ["unchanged"] * 4


def test_a_report_of_a_council_whose_records_are_wrong_is_never_said_to_be_unchanged(project):
    quick.build(task(project, 2017))
    append(project / "records" / NEXT / "meetings.csv", "x\n")
    known = batch._Known(project / "records")
    assert not batch._is_current(task(project, 2017), known)


def test_what_has_changed_is_told_with_the_small_counts_that_are_hidden_otherwise(project):
    quick.build(task(project))
    append(project / "params" / "2021.yaml", "smallest_count: 7\n")
    made = current.read(task(project).target)
    wanted = task(project).wanted(batch._Known(project / "records").kin(NEXT))
    told = [*current.changed(made, wanted)]
    assert told[0] == "params/2021.yaml: smallest_count har ändrats sedan rapporten byggdes."
    assert {one.split("/")[-1] for one in told[1:] if "records/" in one} == {
        "observations.csv har ändrats sedan rapporten byggdes."
    }


def test_what_is_known_to_come_to_the_same_is_not_prepared_again(project, monkeypatch):
    quick.build(task(project, 2017))
    first_row(project / "records" / NEXT / "meetings.csv", starts_at="08:45")
    assert run(task(project, 2017)) == ["unchanged"]
    monkeypatch.setattr("lobra.build.seen.hand_over", None)
    assert run(task(project, 2017)) == ["unchanged"]


def test_nothing_in_a_manifest_changes_with_what_the_report_does_not_see(project):
    before, after = task(project, 2017), task(project, 2017, out=project / "andra")
    quick.build(before)
    first_row(project / "records" / NEXT / "meetings.csv", starts_at="08:45")
    append(project / "records" / COUNCIL / "clearances.csv", f"{'0' * 64},{COUNCIL},s,2026-01-01\n")
    quick.build(after)
    both = [one.target / "manifest.json" for one in (before, after)]
    assert both[0].read_bytes() == both[1].read_bytes()


ELSEWHERE = {
    "a record": lambda p: append(p / "records" / FAR / "meetings.csv", "x\n"),
    "a text that it cleared": lambda p: cleared_elsewhere(p, "En text som inte finns här."),
    "a name that stands nowhere else": lambda p: first_row(
        p / "records" / FAR / "people.csv", name="Malva Rönnbrink"
    ),
    "a folder without records": lambda p: append(p / "records" / "anteckningar" / "a.txt", "x"),
}


@pytest.mark.parametrize("change", ELSEWHERE.values(), ids=ELSEWHERE)
def test_what_changes_in_a_council_that_is_no_kin_changes_no_report(project, change):
    quick.build(task(project))
    change(project)
    assert run(task(project)) == ["unchanged"]


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("versions", lambda: {"python": "3"}),
        ("program", lambda: "0" * 64),
    ],
)
def test_another_program_or_another_version_builds_anew(project, monkeypatch, name, other):
    quick.build(task(project))
    monkeypatch.setattr(fingerprint, name, other)
    assert run(task(project)) == ["built"]


@pytest.mark.parametrize(
    "changes",
    [
        {"formats": ("html", "docx")},
        {"links": {"Protokoll 17 september 2021": Link("protokoll.md", "protokoll.md")}},
    ],
    ids=["formats", "links"],
)
def test_what_is_asked_for_otherwise_is_built_otherwise(project, changes):
    quick.build(task(project))
    assert run(task(project, **changes)) == ["built"]
    assert run(task(project, **changes)) == ["unchanged"]


def test_each_edition_has_its_own(project):
    quick.build(task(project))
    assert run(task(project, edition="internal")) == ["built"]
    assert run(task(project), task(project, edition="internal")) == ["unchanged", "unchanged"]


@pytest.mark.parametrize(
    "text", ["", "{", "[]", "{}", '{"files": {}}', '{"parameters": {"year": 2021}}', "\xff"]
)
def test_a_damaged_manifest_is_thrown_away(project, text):
    quick.build(task(project))
    (task(project).target / "manifest.json").write_text(text, "latin-1")
    assert run(task(project)) == ["built"]
    assert run(task(project)) == ["unchanged"]


def test_the_report_of_another_year_is_no_report_of_this_one(project):
    quick.build(task(project, 2018))
    (project / "reports" / COUNCIL / "2018").rename(project / "reports" / COUNCIL / "2017")
    assert run(task(project, 2017)) == ["built"]


def test_a_link_in_the_place_of_a_report_is_none(project):
    quick.build(task(project))
    there = task(project).target
    there.rename(project / "annorstädes")
    there.symlink_to(project / "annorstädes")
    assert not current.is_current(there, task(project).wanted(batch._Known(None).kin(NEXT)))


def test_words_that_must_not_be_told_are_in_no_manifest(project):
    append(project / "params" / "2021.yaml", "never_publish: Malva Rönnbrink\n")
    assert run(task(project)) == ["built"]
    text = (task(project).target / "manifest.json").read_text("utf-8")
    shutil.copy(ROOT / "params" / "2021.yaml", project / "params" / "2021.yaml")
    quick.build(task(project))
    assert (task(project).target / "manifest.json").read_text("utf-8") == text


def test_what_records_came_to_is_noted_where_only_the_user_reads_it(project):
    assert run(task(project)) == ["built"]
    path = folder.note(task(project).target)
    text = (task(project).target / "manifest.json").read_text("utf-8")
    assert path.read_text("utf-8") not in text
    assert os.name == "nt" or path.stat().st_mode & 0o777 == 0o600


def test_when_the_note_is_lost_the_records_are_prepared_anew_and_nothing_is_built(project):
    quick.build(task(project))
    note = folder.note(task(project).target)
    before = note.read_text("utf-8")
    note.unlink()
    assert run(task(project)) == ["unchanged"]
    assert note.read_text("utf-8") == before
    for damaged in (b"0" * 64, b"\xff"):
        note.write_bytes(damaged)
        assert run(task(project)) == ["unchanged"]
        assert note.read_text("utf-8") == before


def test_a_council_whose_editions_tell_the_same_is_left_alone(project):
    told = {2017: [TOLD], 2018: [TOLD]}
    assert run(task(project, 2017), task(project, 2018), told=told) == ["built", "built"]
    assert run(task(project, 2017), task(project, 2018), told=told) == ["unchanged", "unchanged"]


def test_what_another_edition_tells_otherwise_builds_those_that_did_not_know_it(project):
    quick.build(task(project, 2017), [TOLD])
    quick.build(task(project, 2018), [OTHER])
    both = task(project, 2017), task(project, 2018)
    assert run(*both, told={2017: [OTHER], 2018: [OTHER]}) == ["built", "built"]
    assert run(*both) == ["unchanged", "unchanged"]


def test_a_picture_that_changes_builds_anew(project):
    shutil.copytree(ROOT / "demo" / "params" / "bilder", project / "params" / "bilder")
    pictures = sorted((project / "params" / "bilder").iterdir())
    text = f"![Rådets märke](bilder/{pictures[0].name})\n"
    append(project / "params" / "2021.md", text)
    quick.build(task(project))
    assert run(task(project)) == ["unchanged"]
    append(pictures[0], " ")
    assert run(task(project)) == ["built"]
    append(project / "params" / "2021.md", "<!-- hjälp -->\n")
    made = current.read(task(project).target)
    wanted = task(project).wanted(batch._Known(project / "records").kin(NEXT))
    assert [*current.changed(made, wanted)] == [
        "params/2021.md har ändrats sedan rapporten byggdes."
    ]


def test_to_know_that_a_picture_is_the_same_it_is_not_drawn(project, monkeypatch):
    shutil.copytree(ROOT / "demo" / "params" / "bilder", project / "params" / "bilder")
    (picture, *_) = sorted((project / "params" / "bilder").iterdir())
    append(project / "params" / "2021.md", f"![Rådets märke](bilder/{picture.name})\n")
    quick.build(task(project))
    monkeypatch.setattr("lobra.report.own_words.load", None)
    assert run(task(project)) == ["unchanged"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes here")
@pytest.mark.parametrize("name", ["records/hagersten-alvsjo/ny.csv", "params/2021.md"])
def test_a_pipe_among_what_a_report_is_made_of_is_never_read(project, name):
    quick.build(task(project))
    os.mkfifo(project / name)
    known = batch._Known(project / "records")
    assert not batch._is_current(task(project), known)


def test_a_list_of_reports_is_written_anew_when_it_lists_others(project):
    quick.build(task(project))
    reports = project / "reports"
    assert not current.is_listed(reports)
    manifest.write_index(reports)
    assert current.is_listed(reports)
    shutil.rmtree(reports / NEXT)
    assert not current.is_listed(reports)


def test_a_list_that_names_a_person_or_says_how_to_reach_somebody_is_not_written(project):
    quick.build(task(project))
    reports = project / "reports"
    person = "person-far,exempelkoping,Malva Rönnbrink,,,bv-doc-plan,1,no,yes\n"
    append(project / "records" / FAR / "people.csv", person)
    manifest.write_index(reports, files.Records(project / "records"))
    listed = (reports / "index.html").read_bytes()
    path = task(project).target / "manifest.json"
    made = path.read_text(encoding="utf-8")
    for what, kind in (
        ("Malva R&ouml;nnbrink", '"Malva Rönnbrink" är ett namn ur people.csv'),
        ("Ring 19850112-4452.", '"19850112-4452" är ett personnummer'),
    ):
        changed = json.loads(made)
        changed["document"]["notice"] = what
        path.write_text(json.dumps(changed), encoding="utf-8")
        with pytest.raises(LobraError) as told:
            manifest.write_index(reports, files.Records(project / "records"))
        assert str(told.value).startswith(
            f"Listan över rapporter skrivs inte:\nreports/index.html: {kind}. "
        )
        assert (reports / "index.html").read_bytes() == listed
        assert [one.name for one in reports.iterdir() if one.name.startswith(".")] == []


def test_a_place_that_is_cleared_and_bears_a_persons_name_stops_no_list_of_reports(project):
    quick.build(task(project))
    place = "Kvarnby Strandlund"
    person = f"person-far,exempelkoping,{place},,,bv-doc-plan,1,no,yes\n"
    append(project / "records" / FAR / "people.csv", person)
    path = task(project).target / "manifest.json"
    made = json.loads(path.read_text(encoding="utf-8"))
    made["document"]["municipality"] = place
    path.write_text(json.dumps(made), encoding="utf-8")
    councils = project / "records" / FAR / "councils.csv"
    councils.write_text(
        councils.read_text("utf-8").replace("Exempelköpings kommun", place), "utf-8"
    )
    with pytest.raises(LobraError, match="namn ur people.csv"):
        manifest.write_index(project / "reports", files.Records(project / "records"))
    clearance.clear(project / "records", FAR, [place], "granskare", date(2026, 11, 26))
    assert manifest.write_index(project / "reports", files.Records(project / "records")) == []


def test_what_a_dead_build_left_beside_a_report_is_no_report(project):
    """The last report, half removed: it lies hidden until the next build clears it away."""
    quick.build(task(project), [TOLD])
    reports, there = project / "reports", task(project).target
    manifest.write_index(reports)
    listed = (reports / "index.html").read_text("utf-8")
    shutil.copytree(there, there.with_name(f".{there.name}.ny"))
    assert current.is_listed(reports)
    manifest.write_index(reports)
    assert (reports / "index.html").read_text("utf-8") == listed
    assert [*current.told(there.parent)] == [there.name]


def test_where_the_note_cannot_be_written_the_records_are_prepared_each_time(project):
    quick.build(task(project))
    note = folder.note(task(project).target)
    note.unlink()
    note.mkdir()  # where a file can't be
    assert run(task(project)) == ["unchanged"]
    assert run(task(project)) == ["unchanged"]


def test_to_know_that_nothing_has_changed_no_notebook_is_opened(project):
    quick.build(task(project))
    code = (
        "import sys; from lobra import command; "
        "status = command.main(['report', '2021', '--data', 'records', '--format', 'html']); "
        "heavy = ('papermill', 'ipykernel'); "
        "print(status, [name for name in heavy if name in sys.modules])"
    )
    subprocess.run([sys.executable, "-c", code], check=True, capture_output=True)  # the list
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "0 []"
    assert done.stderr == (
        "Rapporten är oförändrad och byggdes inte om. Med --force byggs den ändå.\n"
    )
