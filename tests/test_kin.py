"""What one council's reports are made of is read once, and again as soon as it lies otherwise."""

import os
import shutil
import weakref

import pytest
from conftest import ROOT

from lobra.build import kin, letting_through, seen
from lobra.privacy.editions import PUBLIC

COUNCIL, NEXT, FAR = "hagersten-liljeholmen", "hagersten-alvsjo", "exempelkoping"


@pytest.fixture
def records(records_copy):
    """Two councils of a family, and a made-up one far away."""
    shutil.copytree(ROOT / "demo" / "records" / FAR, records_copy / FAR)
    return records_copy


def test_the_years_of_a_council_share_what_is_read_and_checked_while_nothing_changes(records):
    first = kin.of(records, COUNCIL)
    assert (kin.of(records, COUNCIL) is first, first.councils) == (True, [NEXT, COUNCIL])


def same_size(records):
    """A change that neither size nor time gives away."""
    path = records / COUNCIL / "meetings.csv"
    before = path.stat()
    text = path.read_text("utf-8")
    path.write_text(text.replace("09", "08", 1), "utf-8")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert path.read_text("utf-8") != text and path.stat().st_size == before.st_size


def successor(records):
    (records / NEXT / "places.csv").write_text("annat\n", "utf-8")


def far_person(records):
    with (records / FAR / "people.csv").open("a", encoding="utf-8") as file:
        file.write("x\n")


def another_council(records):
    shutil.copytree(records / FAR, records / "ny")


@pytest.mark.parametrize("change", [same_size, successor, far_person, another_council])
def test_it_is_read_again_when_something_that_counts_has_changed(records, change):
    first = kin.of(records, COUNCIL)
    change(records)
    assert kin.of(records, COUNCIL) is not first


def test_another_council_and_another_folder_have_their_own(records, tmp_path):
    first = kin.of(records, COUNCIL)
    copy = shutil.copytree(records, tmp_path / "annan", copy_function=shutil.copy2)
    assert kin.of(copy, COUNCIL) is not first
    assert kin.of(copy, FAR).councils == [FAR]


def test_it_tells_how_its_files_lay_when_it_was_asked_and_not_what_came_later(records):
    found = kin.of(records, COUNCIL)
    before = found.as_they_lie
    assert f"{COUNCIL}/meetings.csv" in {one.split()[0] for one in before}
    same_size(records)
    assert found.as_they_lie == before
    assert kin.of(records, COUNCIL).as_they_lie != before


def test_nothing_of_one_council_is_kept_while_the_next_is_read(records):
    def prepared(council):
        family = kin.of(records, council)
        assert seen._shown(family, PUBLIC, 5, (), ())[0].keys() == set(family.councils)
        assert letting_through._small_counts(family, 5) is letting_through._small_counts(family, 5)
        return weakref.ref(family)

    first = prepared(COUNCIL)
    assert first() is kin.of(records, COUNCIL)
    kin.of(records, FAR)
    assert first() is None
