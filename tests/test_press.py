"""Typst in a process of its own: what it costs and breaks ends with that process."""

import os
import subprocess
import sys

import pytest

from lobra.export import press
from lobra.export.press import BrokenError, Press
from lobra.export.typesetter import RefusedError

BROKEN = (
    "Typst klarade inte innehållet. Korta den längsta texten eller minska den största bilden, och "
    "försök igen."
)


@pytest.fixture
def started(monkeypatch):
    """The processes that are started."""
    found = []

    class Popen(subprocess.Popen):
        def __init__(self, *args, **kwargs):
            super().__init__(*args, **kwargs)
            found.append(self)

    monkeypatch.setattr(press.subprocess, "Popen", Popen)
    return found


def test_one_process_sets_all_that_is_asked_for_in_a_block_and_is_gone_after_it(started):
    with Press() as typst:
        first = typst.printed(input=b"= A", pdf_standards=["a-2a"], timestamp=0)
        with pytest.raises(RefusedError):
            typst.printed(input=b"#panic()")
        again = typst.printed(input=b"= A", pdf_standards=["a-2a"], timestamp=0)
        (process,) = started
        assert process.poll() is None
    assert process.returncode is not None
    assert first == again
    assert first.data.startswith(b"%PDF-1.7")


def test_a_press_that_nothing_is_asked_of_starts_no_process(started):
    with Press():
        assert started == []


def test_what_typst_warns_of_is_told_beside_the_file():
    with Press() as typst:
        printed = typst.printed(input=b'#set text(font: "Okant")\nA')
    assert printed.warnings == ("unknown font family: okant",)


def test_typst_that_is_killed_breaks_one_document_and_no_other(started):
    with Press() as typst:
        typst.printed(input=b"A")
        (process,) = started
        process.kill()
        process.wait()
        with pytest.raises(BrokenError) as told:
            typst.printed(input=b"A")
    assert str(told.value) == BROKEN
    with Press() as typst:
        assert typst.printed(input=b"A").data


def test_nothing_in_the_folder_where_a_command_is_run_is_taken_for_a_library(tmp_path, monkeypatch):
    (tmp_path / "pickle.py").write_text("raise SystemExit")
    (tmp_path / "typst.py").write_text("raise SystemExit")
    monkeypatch.chdir(tmp_path)
    with Press() as typst:
        assert typst.printed(input=b"A").data


def test_typst_that_cannot_be_started_is_told_in_the_same_words(monkeypatch):
    monkeypatch.setattr(sys, "executable", "/bin/false" if os.name == "posix" else "whoami")
    with Press() as typst, pytest.raises(BrokenError) as told:
        typst.printed(input=b"A")
    assert str(told.value) == BROKEN
