"""Only what the build made, and nobody changed since, calls itself an edition."""

from __future__ import annotations

import copy
import io
import json
import re

import docx
import nbformat
import pytest
from conftest import pdf_text
from export_samples import full_report, report, shown
from nbformat.v4 import new_markdown_cell

from lobra.blocks import Text, Title
from lobra.export import seal, writing
from lobra.report import Material, cover, title_page
from lobra_data import files

COUNCIL = "hagersten-liljeholmen"
WORKING = "Arbetsexemplar, inte för publicering"


def sealed(notice=None):
    """A report whose cover names its edition, as the real ones do."""
    notebook = full_report()
    title = Title(
        name="titel",
        title="Verksamhetsberättelse 2021",
        document={"edition": "Offentlig utgåva", "notice": notice},
        facts=[("Utgåva", "Offentlig utgåva"), ("Version", "1.0")],
    )
    notebook.cells[1] = shown(title)
    seal.put(notebook, "public")
    return notebook


def in_every_format(notebook):
    """The page, the PDF's cover and other pages, and the Word file's running head and body."""
    file = docx.Document(io.BytesIO(writing.to_docx(notebook)))
    first, *pages = pdf_text(writing.to_pdf(notebook))
    heads = [paragraph.text for paragraph in file.sections[0].header.paragraphs]
    body = [paragraph.text for paragraph in file.paragraphs]
    return writing.to_html(notebook), first, pages, " ".join(heads), " ".join(body)


def without_seal(notebook):
    del notebook.metadata["lobra"]


def with_another_text(notebook):
    notebook.cells[2].source += " Ett ord till."


def with_another_output(notebook):
    notebook.cells[4] = shown(Text(name="t", text="Något annat."))


def with_one_cell_more(notebook):
    notebook.cells.append(new_markdown_cell("Tillägg"))


def with_one_cell_less(notebook):
    notebook.cells.pop()


def with_a_hidden_cell(notebook):
    notebook.cells[2].metadata["tags"] = ["remove-cell"]


CHANGES = [
    without_seal,
    with_another_text,
    with_another_output,
    with_one_cell_more,
    with_one_cell_less,
    with_a_hidden_cell,
]


def test_what_the_build_sealed_says_its_edition_and_nothing_of_a_working_copy():
    page, first, pages, heads, body = in_every_format(sealed())
    assert WORKING not in " ".join([page, first, *pages, heads, body])
    assert "Offentlig utgåva" in page
    assert "Offentlig utgåva" in first


@pytest.mark.parametrize("change", CHANGES)
def test_what_was_changed_after_the_build_is_a_working_copy_on_every_page(change):
    notebook = sealed()
    change(notebook)
    page, first, pages, heads, body = in_every_format(notebook)
    assert re.search(rf'class="notice".*?{WORKING}', page, re.S)
    assert pages
    assert [WORKING in " ".join(one.split()) for one in [first, *pages]] == [True] * (
        1 + len(pages)
    )
    assert WORKING in heads
    assert WORKING in body
    assert "Offentlig utgåva" not in " ".join([page, first, *pages, heads, body])


def test_a_working_copy_of_a_made_up_council_says_both():
    notebook = sealed(notice="Påhittade uppgifter")
    without_seal(notebook)
    assert f"{WORKING}. Påhittade uppgifter" in writing.to_html(notebook)


def test_an_editor_that_saves_the_notebook_breaks_no_seal():
    notebook = nbformat.reads(nbformat.writes(sealed()), as_version=4)
    before = writing.to_html(notebook)
    notebook.metadata["language_info"] = {"name": "python"}
    for number, cell in enumerate(notebook.cells):
        cell.id, cell.metadata["collapsed"] = f"annat-{number}", False
        if cell.cell_type == "code":
            cell.execution_count = number
    assert writing.to_html(notebook) == before
    assert WORKING not in before


def test_a_seal_holds_for_the_notebook_as_its_file_has_it():
    assert seal.is_whole(json.loads(nbformat.writes(sealed())))


def test_a_notebook_that_names_no_edition_is_no_working_copy_either():
    notebook = copy.deepcopy(report(edition=None))
    without_seal(notebook)
    assert WORKING not in writing.to_html(notebook)


@pytest.mark.parametrize("edition", ["public", "internal"])
def test_a_title_page_names_the_edition_that_a_build_prepared_the_records_for(
    records_copy, edition
):
    def named():
        page = title_page(Material(COUNCIL, 2019, edition, data=str(records_copy)))
        assert dict(page.facts)["Utgåva"] == page.document["edition"]
        return page.document["edition"]

    assert named() == WORKING
    cover.mark(records_copy, "internal" if edition == "public" else "public")
    assert named() == WORKING
    cover.mark(records_copy, edition)
    assert (
        named()
        == {
            "public": "Offentlig utgåva",
            "internal": "Intern utgåva, inte för publicering",
        }[edition]
    )
    assert files.find(records_copy).councils == files.find().councils
