"""What is published is read through whole, though some of it is still written meanwhile."""

import nbformat
import pytest
from conftest import ROOT

from lobra.blocks import MIME, Title, to_json
from lobra.build import build
from lobra.build.params import ReportParams
from lobra.privacy import gate, published
from lobra_data.errors import LobraError

WORD = "Kvarnstugehemligheten"


class Run:
    """A notebook that was run: a title, and a text."""

    def __init__(self, executed):
        self._executed = executed

    def result(self):
        about = {"title": WORD, "council": "Rådet", "municipality": None, "year": 2021}
        block = to_json(Title(name="titel", document=about, facts=()))
        shown = nbformat.v4.new_output("display_data", {MIME: block, "text/plain": ""})
        cell = nbformat.v4.new_code_cell("report.title(m)", outputs=[shown], execution_count=1)
        words = nbformat.v4.new_markdown_cell(f"## Rubrik\n\n{WORD}")
        node = nbformat.v4.new_notebook(cells=[cell, words])
        nbformat.write(node, self._executed)
        return node


class Runs:
    """No kernel: the build's own part is what is looked at."""

    def __init__(self, *_):
        pass

    def __enter__(self):
        return self

    def __exit__(self, *_):
        pass

    def begin(self, notebook, executed, values):
        return Run(executed)


@pytest.fixture
def read(monkeypatch):
    """The names of the files that the gate reads, in order."""
    names, texts = [], published.texts

    def noted(name, data):
        names.append(name)
        return texts(name, data)

    monkeypatch.setattr(build.running, "Runs", Runs)
    monkeypatch.setattr(gate.published, "texts", noted)
    return names


def built(tmp_path, **params):
    about = ReportParams(year=2021, council="hagersten-alvsjo", **params)
    return build.build(about, ROOT / "notebooks", tmp_path / "reports")


def test_every_file_of_a_report_is_read_through_once(tmp_path, read):
    made = built(tmp_path)
    files = [path.name for path in made.folder.rglob("*") if path.is_file()]
    assert sorted(name for name in read if name in files) == sorted(files)
    assert [name for name in read if name.endswith((".pdf", ".json"))] == [
        "bilagor.pdf",
        "manifest.json",
        "verksamhetsberattelse.pdf",
    ]


def test_what_stands_in_files_that_are_read_first_and_last_is_told_together(tmp_path, read):
    with pytest.raises(LobraError) as told:
        built(tmp_path, never_publish=WORD)
    ends = {
        line.split(":")[0].split(" (")[0].rpartition(".")[2]
        for line in str(told.value).split("\n")[1:]
    }
    assert ends == {"html", "ipynb", "json", "pdf"}
    assert not (tmp_path / "reports" / "hagersten-alvsjo" / "2021").exists()
