"""`lobra verify`: a report is what was built, its material is the same, and so is a new build."""

import json
import shutil

import pytest
from conftest import ROOT, lobra

from lobra.build import fingerprint

COUNCIL = "hagersten-liljeholmen"
HTML = ("--format", "html")
pytestmark = pytest.mark.slow


@pytest.fixture
def project(reported, tmp_path):
    """A project of its own with the notebooks, params, records and report of 2017."""
    run, reports = reported("2017", *HTML)
    assert run.status == 0, run.err
    for name in ("notebooks", "params"):
        shutil.copytree(ROOT / name, tmp_path / name)
    shutil.copytree(ROOT / "lobra_data" / "records", tmp_path / "records")
    shutil.copytree(reports, tmp_path / "reports")
    return tmp_path


def verify(project, *more):
    arguments = (f"reports/{COUNCIL}/2017", "--data", "records", *more)
    return lobra("verify", *arguments, cwd=project)


def replace(path, before, after):
    text = path.read_text("utf-8")
    assert text.count(before) >= 1
    path.write_text(text.replace(before, after), "utf-8")


def test_an_untouched_report_is_built_again_with_the_same_bytes(project):
    run = verify(project)
    assert (run.status, run.err) == (0, "")
    assert run.out == (f"reports/{COUNCIL}/2017 är orörd och blir likadan när den byggs om.\n")
    assert not (project / "reports" / COUNCIL / "2017-misslyckad.ipynb").exists()


def test_each_file_that_was_touched_is_named_before_anything_is_built(project):
    folder = project / "reports" / COUNCIL / "2017"
    with (folder / "verksamhetsberattelse.html").open("a") as file:
        file.write(" ")
    (folder / "tabeller.xlsx").unlink()
    (folder / "data" / "eget.csv").write_text("a,b\n")
    shutil.rmtree(project / "notebooks")  # a build would end here
    run = verify(project)
    there = f"reports/{COUNCIL}/2017"
    assert (run.status, run.err) == (1, "")
    assert run.out.splitlines() == [
        f"{there}/data/eget.csv har tillkommit sedan rapporten byggdes.",
        f"{there}/tabeller.xlsx saknas.",
        f"{there}/verksamhetsberattelse.html har ändrats sedan rapporten byggdes.",
    ]


def test_each_input_that_has_changed_is_named_before_anything_is_built(project):
    replace(project / "records" / COUNCIL / "forums.csv", ",hl-doc-2017,15,", ",hl-doc-2017,16,")
    path = project / "records" / COUNCIL / "forum_members.csv"
    path.write_text(path.read_text("utf-8").splitlines()[0] + "\n", "utf-8")
    replace(project / "notebooks" / "bilagor.ipynb", "## ", "## X")
    replace(project / "params" / "2017.yaml", "version: ", "version: 9")
    run = verify(project)
    assert (run.status, run.err) == (1, "")
    assert run.out.splitlines() == [
        "notebooks/bilagor.ipynb har ändrats sedan rapporten byggdes.",
        "params/2017.yaml: version har ändrats sedan rapporten byggdes.",
        f"Det som rapporten ser av records/{COUNCIL}/forum_members.csv saknas.",
        f"Det som rapporten ser av records/{COUNCIL}/forums.csv har ändrats sedan rapporten "
        "byggdes.",
    ]


def test_other_versions_and_another_program_are_named(project):
    path = project / "reports" / COUNCIL / "2017" / "manifest.json"
    made = json.loads(path.read_text("utf-8"))
    made["versions"]["typst"] = "0.1"
    made["program"] = "0" * 64
    path.write_text(json.dumps(made), "utf-8")
    run = verify(project)
    assert run.status == 1
    assert run.out.splitlines() == [
        f"typst är nu version {fingerprint.versions()['typst']}; rapporten byggdes med 0.1.",
        "Programmet Lobra har ändrats sedan rapporten byggdes.",
    ]


def test_a_file_that_was_changed_together_with_the_manifest_is_found_by_the_new_build(project):
    folder = project / "reports" / COUNCIL / "2017"
    with (folder / "bilagor.html").open("a") as file:
        file.write(" ")
    made = json.loads((folder / "manifest.json").read_text("utf-8"))
    made["files"] = fingerprint.outputs(folder)
    text = json.dumps(made, ensure_ascii=False, indent=2) + "\n"
    (folder / "manifest.json").write_text(text, "utf-8")
    run = verify(project)
    assert (run.status, run.err) == (1, "")
    assert run.out.splitlines() == [
        f"reports/{COUNCIL}/2017/bilagor.html blir inte likadan när rapporten byggs om.",
        f"reports/{COUNCIL}/2017/manifest.json blir inte likadan när rapporten byggs om.",
        "Länkar webbsidan till dokumenten? Ange då samma --documents som när den byggdes.",
    ]


def test_a_report_that_cannot_be_built_again_gives_status_three(project):
    folder = project / "reports" / COUNCIL / "2017"
    replace(project / "notebooks" / "bilagor.ipynb", "annexes.", "1 / 0, annexes.")
    made = json.loads((folder / "manifest.json").read_text("utf-8"))
    changed = project / "notebooks" / "bilagor.ipynb"
    made["inputs"]["notebooks/bilagor.ipynb"] = fingerprint.of_file(changed)
    (folder / "manifest.json").write_text(json.dumps(made), "utf-8")
    run = verify(project)
    assert (run.status, run.out) == (3, "")
    assert run.err == (
        f"reports/{COUNCIL}/2017: rapporten går inte att bygga om. "
        "Felet visas av lobra report 2017.\n"
    )


@pytest.mark.thorough
def test_links_to_documents_are_compared_as_they_lead_from_the_report(tmp_path):
    demo = ("--data", ROOT / "demo" / "records", "--params", ROOT / "demo" / "params")
    documents = ("--documents", ROOT / "demo" / "documents")
    inside = ("--edition", "internal", *HTML, "--out", tmp_path)
    assert lobra("report", "2023", *demo, *documents, *inside).status == 0
    report = tmp_path / "exempelkoping" / "2023-intern"
    assert ".md" in (report / "bilagor-intern.html").read_text("utf-8")
    run = lobra("verify", report, *demo, *documents)
    assert (run.status, run.err) == (0, "")


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", '{"document": 1}', '"x"', '{"parameters": {}, "files": {}}', "\xff"]
)
def test_a_damaged_manifest_is_told_in_one_line(tmp_path, text):
    (tmp_path / "manifest.json").write_text(text, "latin-1")
    run = lobra("verify", tmp_path)
    assert (run.status, run.out) == (1, "")
    assert run.err == (
        f"{tmp_path}/manifest.json: filen är skadad eller hör inte till en rapport. "
        "Bygg om rapporten.\n"
    )


def test_one_that_is_no_report_does_not_stop_the_others(project):
    there = project / "reports" / COUNCIL / "2017"
    (there / "tabeller.xlsx").unlink()
    run = lobra("verify", project / "params", there, "--data", project / "records")
    assert run.status == 1
    assert run.err.startswith(f"{project}/params: här finns ingen rapport.")
    assert run.out == f"{there}/tabeller.xlsx saknas.\n"
