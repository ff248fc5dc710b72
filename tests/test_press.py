"""Typst in a process of its own: what it costs and breaks ends with that process."""

import os
import sys

import psutil
import pytest

from lobra.export.press import BrokenError, Press
from lobra.export.typesetter import RefusedError

BROKEN = (
    "Typst klarade inte innehållet. Korta den längsta texten eller minska den största bilden, och "
    "försök igen."
)


def children():
    return {one.pid for one in psutil.Process().children()}


def test_one_process_sets_all_that_is_asked_for_in_a_block_and_is_gone_after_it():
    before = children()
    with Press() as press:
        first = press.printed(input=b"= A", pdf_standards=["a-2a"], timestamp=0)
        (process,) = children() - before
        with pytest.raises(RefusedError):
            press.printed(input=b"#panic()")
        again = press.printed(input=b"= A", pdf_standards=["a-2a"], timestamp=0)
        assert children() - before == {process}
    assert children() == before
    assert first == again
    assert first.data.startswith(b"%PDF-1.7")


def test_a_press_that_nothing_is_asked_of_starts_no_process():
    before = children()
    with Press():
        assert children() == before


def test_what_typst_warns_of_is_told_beside_the_file():
    with Press() as press:
        printed = press.printed(input=b'#set text(font: "Okant")\nA')
    assert printed.warnings == ("unknown font family: okant",)


def test_typst_that_is_killed_breaks_one_document_and_no_other():
    before = children()
    with Press() as press:
        press.printed(input=b"A")
        (process,) = map(psutil.Process, children() - before)
        process.kill()
        process.wait()
        with pytest.raises(BrokenError) as told:
            press.printed(input=b"A")
    assert str(told.value) == BROKEN
    with Press() as press:
        assert press.printed(input=b"A").data


def test_nothing_in_the_folder_where_a_command_is_run_is_taken_for_a_library(tmp_path, monkeypatch):
    (tmp_path / "pickle.py").write_text("raise SystemExit")
    (tmp_path / "typst.py").write_text("raise SystemExit")
    monkeypatch.chdir(tmp_path)
    with Press() as press:
        assert press.printed(input=b"A").data


def test_typst_that_cannot_be_started_is_told_in_the_same_words(monkeypatch):
    monkeypatch.setattr(sys, "executable", "/bin/false" if os.name == "posix" else "whoami")
    with Press() as press, pytest.raises(BrokenError) as told:
        press.printed(input=b"A")
    assert str(told.value) == BROKEN
