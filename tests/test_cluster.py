"""A Dask cluster builds the same tasks: what it needs is shipped, and what it makes comes back."""

import os
import shutil
import sys
from pathlib import Path

import pytest
import quick
from conftest import ROOT

from lobra.build import batch, fingerprint, params
from lobra_data.errors import LobraError

distributed = pytest.importorskip("distributed")
pytestmark = pytest.mark.slow
COUNCIL, NEXT = "hagersten-liljeholmen", "hagersten-alvsjo"


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    """The scheduler of two workers that lose one process; they know nothing of this folder."""
    here = Path(__file__).parent
    os.environ["LOBRA_TEST_DEAD"] = str(tmp_path_factory.mktemp("mark") / "dead")
    os.environ["PYTHONPATH"] = os.pathsep.join([str(ROOT), str(here), *sys.path])
    scratch = str(tmp_path_factory.mktemp("scratch"))
    with distributed.LocalCluster(
        n_workers=2,
        threads_per_worker=1,
        dashboard_address=None,
        preload=str(here / "quick_worker.py"),
        local_directory=scratch,
    ) as workers:
        yield workers.scheduler_address


@pytest.fixture
def project(tmp_path, monkeypatch):
    for name in ("notebooks", "params"):
        shutil.copytree(ROOT / name, tmp_path / name)
    shutil.copytree(ROOT / "lobra_data" / "records", tmp_path / "records")
    path = tmp_path / "records" / NEXT / "meetings.csv"
    path.write_text(path.read_text("utf-8").replace("09:00", "nio"), "utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(address):
    from lobra.build.cluster import Cluster

    folders = Path("notebooks"), Path("reports"), Path("records")
    chosen, _ = params.all_years(Path("params"), Path("records"))
    tasks = [batch.Task(one, *folders, "public", ("html",)) for one in chosen]
    with Cluster(address, Path("params"), Path("notebooks"), Path("records")) as workers:
        events = [*batch.run(tasks, Path("records"), workers)]
    return tasks, {e.task.params.year: e for e in events if e.state != batch.BUILDING}


def test_a_lost_worker_loses_no_report_and_what_is_wrong_is_told_as_it_is_called_here(
    address, project
):
    tasks, events = run(address)
    assert Path(os.environ["LOBRA_TEST_DEAD"]).exists()
    states = {year: event.state for year, event in events.items()}
    assert states == {2017: "built", 2018: "built", 2019: "built", 2021: "failed"}
    assert events[2017].unwritten == "Ännu inte skrivet i params/2017.yaml."
    told = str(events[2021].error)
    assert told.startswith("records/hagersten-alvsjo/meetings.csv:2: starts_at: ")
    pages = sorted(path.as_posix() for path in Path("reports").glob("*/*/*.html"))
    assert pages == [
        f"reports/{COUNCIL}/{year}/{name}.html"
        for year in (2017, 2018, 2019)
        for name in ("bilagor", "verksamhetsberattelse")
    ]
    shutil.copy(ROOT / "lobra_data" / "records" / NEXT / "meetings.csv", Path("records", NEXT))
    again = batch.run(tasks[:3], Path("records"), quick.Quick())
    assert [event.state for event in again] == ["unchanged"] * 3


def test_a_worker_with_another_lobra_builds_nothing(address, project, monkeypatch):
    monkeypatch.setattr(fingerprint, "program", lambda: "0" * 64)
    _, events = run(address)
    assert {event.state for event in events.values()} == {"failed"}
    assert "har en annan version av Lobra" in str(events[2017].error)
    assert not [*Path("reports").glob("*/*/*.html")]


def test_where_nobody_answers_the_address_is_named(project, monkeypatch):
    from lobra.build import cluster

    monkeypatch.setattr(cluster, "ANSWER", 1)
    with pytest.raises(LobraError) as told:
        run("tcp://127.0.0.1:9")
    assert str(told.value).startswith(
        "--cluster tcp://127.0.0.1:9: ingen schemaläggare med arbetare svarar där"
    )
