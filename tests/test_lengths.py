"""How long the documents are: what a person with ten minutes, and an auditor, have to turn."""

import shutil
import subprocess

import pypdfium2 as pdfium
import pytest
from test_report import DOCUMENTS, NAME, YEARS

pytestmark = pytest.mark.slow
FULL, ONE_MEETING, WITHOUT_MINUTES = 14, 8, 4
MOST = {2017: ONE_MEETING, 2018: WITHOUT_MINUTES, 2019: ONE_MEETING, 2021: ONE_MEETING}
MOST_ANNEXES = 24
MEGABYTE = 1024 * 1024


def n_pages(path):
    with pdfium.PdfDocument(path) as pdf:
        return len(pdf)


@pytest.mark.parametrize("year", YEARS)
def test_a_report_of_a_year_with_little_material_is_short(built, year):
    folder = built / YEARS[year] / str(year)
    assert n_pages(folder / f"{NAME}.pdf") <= MOST[year]
    assert n_pages(folder / "bilagor.pdf") <= MOST_ANNEXES


def test_a_full_year_is_read_in_fourteen_pages_and_checked_in_twenty_four(demo_report):
    assert n_pages(demo_report / f"{NAME}.pdf") <= FULL
    assert n_pages(demo_report / "bilagor.pdf") <= MOST_ANNEXES


@pytest.mark.parametrize("name", DOCUMENTS)
def test_the_page_of_a_full_year_is_at_most_a_megabyte(demo_report, name):
    assert (demo_report / f"{name}.html").stat().st_size <= MEGABYTE


@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice finns inte här")
@pytest.mark.parametrize("name", DOCUMENTS)
@pytest.mark.thorough
def test_word_takes_about_as_many_pages_as_paper(reported, name, tmp_path):
    demo = ("--data", "demo/records", "--params", "demo/params")
    run, reports = reported("2024", *demo, "--format", "pdf,docx")
    assert run.status == 0, run.err
    folder = reports / "exempelkoping" / "2024"
    convert = ["soffice", f"-env:UserInstallation={tmp_path.as_uri()}", "--headless"]
    convert += ["--convert-to", "pdf", "--outdir", tmp_path, folder / f"{name}.docx"]
    subprocess.run(convert, check=True, capture_output=True)
    assert n_pages(tmp_path / f"{name}.pdf") <= 1.25 * n_pages(folder / f"{name}.pdf")
