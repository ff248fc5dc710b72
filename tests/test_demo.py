"""The made-up council: in order, made anew byte for byte, and marked on every page."""

import subprocess
import sys
from pathlib import Path

import pytest
from conftest import ROOT, lobra, pdf_text
from lxml import html

from lobra.privacy.rules import check
from lobra_data import files, tables

DEMO = ROOT / "demo"
NOTICE = "Påhittade uppgifter"


def contents(folder):
    return {p.relative_to(folder): p.read_bytes() for p in folder.rglob("*.*") if p.is_file()}


def test_the_demo_is_in_order(demo_records):
    assert check(files.find(demo_records)) == []


def test_the_demo_is_all_there(demo_records):
    empty = [name for name, table in tables.ALL.items() if table(data=demo_records).empty]
    assert empty == []
    assert len(tables.meetings(year=2024, data=demo_records)) == 4
    assert len(tables.measures(year=2024, data=demo_records)) == 20
    assert tables.councils(data=demo_records)["is_made_up"].all()


def test_the_shipped_real_councils_are_not_made_up_and_hold_no_names():
    assert not tables.councils()["is_made_up"].any()
    assert tables.people().empty


def test_the_script_gives_the_same_demo(tmp_path):
    copy = tmp_path / "demo"
    copy.mkdir()
    (copy / "make_demo.py").write_bytes((DEMO / "make_demo.py").read_bytes())
    (tmp_path / "lobra_data").mkdir()
    descriptor = ROOT / "lobra_data" / "datapackage.json"
    (tmp_path / "lobra_data" / "datapackage.json").write_bytes(descriptor.read_bytes())
    subprocess.run([sys.executable, copy / "make_demo.py"], check=True, capture_output=True)
    for folder in ("records", "documents"):
        assert contents(copy / folder) == contents(DEMO / folder)


@pytest.mark.slow
def test_every_page_says_that_the_council_is_made_up(demo_records, tmp_path):
    run = lobra(
        "report", "2024", "--data", demo_records, "--params", DEMO / "params", "--out", tmp_path
    )
    assert run.status == 0, run.err
    page, pdf = run.out.splitlines()
    assert html.parse(page).getroot().xpath("count(//*[contains(text(), $n)])", n=NOTICE) >= 1
    pages = pdf_text(Path(pdf))
    assert len(pages) > 20
    assert [n for n, text in enumerate(pages, start=1) if NOTICE not in text] == []


@pytest.mark.slow
def test_no_section_of_the_full_report_is_empty(demo_records, tmp_path):
    run = lobra(
        "report", "2024", "--data", demo_records, "--params", DEMO / "params", "--out", tmp_path
    )
    page = html.parse(run.out.splitlines()[0]).getroot()
    assert page.xpath("//p[@class='missing']") == []
    assert len(page.xpath("//img")) >= 14
