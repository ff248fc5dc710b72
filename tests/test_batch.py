"""Many reports: each built once, the same however many at a time, and none stops another."""

import argparse
import multiprocessing
import os
import shutil
import signal
from dataclasses import replace

import pytest
import quick
from conftest import ROOT

from lobra import command
from lobra.build import batch, params, pool
from lobra.build.running import BuildError
from lobra.command import building
from lobra.privacy.suppression import Told
from lobra_data import files
from lobra_data.errors import LobraError, Problem, RecordsError

LILJEHOLMEN, ALVSJO, DEMO = "hagersten-liljeholmen", "hagersten-alvsjo", "exempelkoping"


@pytest.fixture
def project(tmp_path, monkeypatch):
    """A project of its own, whose councils each have their folder of parameters."""
    shutil.copytree(ROOT / "notebooks", tmp_path / "notebooks")
    shutil.copytree(ROOT / "lobra_data" / "records", tmp_path / "records")
    for year, council in ((2017, LILJEHOLMEN), (2018, LILJEHOLMEN), (2021, ALVSJO)):
        folder = tmp_path / "params" / council
        folder.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / "params" / f"{year}.yaml", folder)
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    return tmp_path


def tasks(project, **changes):
    chosen, wrong = params.all_years(project / "params", project / "records")
    assert wrong == []
    folders = (project / "notebooks", project / "reports", project / "records")
    made = [batch.Task(one, *folders, "public", ("html",)) for one in chosen]
    return [replace(one, **changes) for one in made]


def without_sums(project):
    for path in (project / "records").glob("*/observations.csv"):
        lines = path.read_text("utf-8").splitlines()
        at = lines[0].split(",").index("part_of")
        kept = [line for line in lines[1:] if line.split(",")[at] in ("", "no")]
        path.write_text("\n".join([lines[0], *kept, ""]), "utf-8")


def run(project, workers, some=None):
    some = tasks(project) if some is None else some
    return [(e.task.params.year, e.state) for e in batch.run(some, project / "records", workers)]


def test_a_council_whose_tables_have_sums_is_built_year_by_year_beside_the_others(project):
    workers = quick.Quick(3)
    run(project, workers)
    assert workers.at == [[2017, 2021], [2017], [2018]]
    assert workers.built == [f"{ALVSJO} 2021", f"{LILJEHOLMEN} 2017", f"{LILJEHOLMEN} 2018"]


def test_the_longest_line_is_begun_first_and_built_to_its_end_by_who_knows_its_records(project):
    first, second, alone = tasks(project)
    workers = quick.Quick(1)
    run(project, workers, [alone, first, second])
    assert workers.built == [f"{LILJEHOLMEN} 2017", f"{LILJEHOLMEN} 2018", f"{ALVSJO} 2021"]


def test_workers_are_told_what_nothing_can_be_built_beside(project):
    workers = quick.Quick(3)
    run(project, workers)
    assert workers.alone == {2017: False, 2021: False, 2018: True}
    for page in (project / "reports" / LILJEHOLMEN).glob("*/verksamhetsberattelse.html"):
        page.unlink()
    workers = quick.Quick(3)
    run(project, workers)
    assert workers.alone == {2017: True, 2018: True}


def test_nothing_is_prepared_where_nothing_is_built(project):
    first, again = quick.Quick(3), quick.Quick(3)
    run(project, first)
    run(project, again)
    assert (first.n_prepared > 0, again.n_prepared) == (True, 0)


def test_where_nothing_can_be_worked_out_from_sums_all_years_are_built_at_once(project):
    without_sums(project)
    workers = quick.Quick(3)
    run(project, workers)
    assert workers.at[0] == [2017, 2018, 2021]


def test_internal_editions_need_not_wait(project):
    workers = quick.Quick(3)
    run(project, workers, tasks(project, edition="internal"))
    assert workers.at[0] == [2017, 2018, 2021]


def test_years_that_have_told_of_sums_wait_though_the_sums_are_gone(project):
    without_sums(project)
    old = tasks(project)[0]
    quick.build(old, [Told(frozenset("a"), frozenset(), "0" * 64)])
    workers = quick.Quick(3)
    run(project, workers)
    assert [2017, 2018, 2021] not in workers.at


@pytest.mark.parametrize("n", [1, 2, 3])
def test_every_year_knows_the_same_of_those_before_it_however_many_are_built_at_once(project, n):
    told = {2017: [Told(frozenset("ab"), frozenset("a"), "0" * 64)]}
    run(project, quick.Quick(n, told))
    manifests = sorted((project / "reports").glob("*/*/manifest.json"))
    texts = [path.read_text("utf-8") for path in manifests]
    assert ['"tables_told_otherwise": []' in text for text in texts] == [True, True, False]


def test_a_batch_that_was_stopped_goes_on_where_it_was(project):
    class Stopped(quick.Quick):
        def next(self):
            if self.built:
                raise KeyboardInterrupt
            return super().next()

    first, second = Stopped(2), quick.Quick(2)
    with pytest.raises(KeyboardInterrupt):
        run(project, first)
    run(project, second)
    both = [*first.built, *second.built]
    assert sorted(both) == [f"{ALVSJO} 2021", f"{LILJEHOLMEN} 2017", f"{LILJEHOLMEN} 2018"]
    assert run(project, quick.Quick(2)) == [(y, "unchanged") for y in (2017, 2018, 2021)]


def test_each_part_of_a_batch_holds_whole_councils_and_together_they_are_all(project):
    def councils(part):
        chosen, wrong = params.all_years(project / "params", project / "records", part=part)
        assert wrong == []
        return [(one.council, one.year) for one in chosen]

    whole = [(LILJEHOLMEN, 2017), (LILJEHOLMEN, 2018), (ALVSJO, 2021)]
    assert [councils((n, 2)) for n in (1, 2)] == [whole[2:], whole[:2]]
    assert councils((3, 3)) == []
    assert councils((1, 1)) == whole
    with pytest.raises(LobraError, match="inget år kan byggas"):
        params.all_years(project / "reports", project / "records", part=(1, 2))


def test_a_part_of_a_batch_reads_no_other_councils_records(project, monkeypatch):
    shutil.copytree(ROOT / "demo" / "records" / DEMO, project / "records" / DEMO)
    (project / "params" / "2024.yaml").write_text(f"year: 2024\ncouncil: {DEMO}\n")
    read, read_file = set(), files.read_file
    monkeypatch.setattr(files, "read_file", lambda *of: read.add(of[0]) or read_file(*of))
    (found,), _ = params.all_years(project / "params", project / "records", part=(1, 3))
    others = {path.stem for path in read if path.parent.name != DEMO}
    assert (found.council, others) == (DEMO, {"councils"})  # which tell who came after whom


def test_years_that_are_named_are_parted_as_well(monkeypatch):
    made = []
    monkeypatch.chdir(ROOT)
    monkeypatch.setattr(building, "build", lambda tasks, *rest: made.append(tasks) or 0)
    for part in ("1/2", "2/2"):
        assert command.main(["report", "2018", "2021", "--shard", part]) == 0
    assert [[one.params.year for one in tasks] for tasks in made] == [[2021], [2018]]


def test_records_that_are_wrong_stop_their_own_councils_reports(project):
    path = project / "records" / ALVSJO / "meetings.csv"
    path.write_text(path.read_text("utf-8").replace("09:00", "nio"), "utf-8")
    made = {one.params.council: one for one in tasks(project)}
    event = batch.made(made[ALVSJO])
    assert event.state == batch.FAILED
    assert isinstance(event.error, RecordsError)
    assert "nio" in str(event.error)
    shutil.copytree(ROOT / "demo" / "records" / "exempelkoping", project / "records" / "langt-bort")
    (project / "records" / "langt-bort" / "meetings.csv").write_text("trasig\n", "utf-8")
    workers = quick.Quick(1)
    run(project, workers)
    assert len(workers.built) == 3


def test_a_council_whose_records_are_wrong_is_not_left_out_of_all(project):
    (project / "records" / ALVSJO / "meetings.csv").write_text("trasig\n", "utf-8")
    assert [one.params.council for one in tasks(project)][-1] == ALVSJO


def test_a_file_of_parameters_that_is_wrong_does_not_stop_the_others(project):
    (project / "params" / "2016.yaml").write_text("year: 2016\n", "utf-8")
    chosen, wrong = params.all_years(project / "params", project / "records")
    assert [one.year for one in chosen] == [2017, 2018, 2021]
    assert [str(error) for error in wrong] == [
        "params/2016.yaml: council: parametern saknas. Lägg till raden council: …."
    ]


def test_reports_that_are_built_no_more_are_removed_when_that_is_asked_for(project):
    made = tasks(project)
    for one in (*made, replace(made[2], edition="internal")):
        quick.build(one)
    (project / "reports" / ALVSJO / "eget").mkdir()
    (project / "reports" / ALVSJO / "eget" / "manifest.json").write_text("{}")
    gone = batch.prune(project / "reports", made[1:], "public")
    assert gone == [made[0].target]
    left = sorted(path.name for path in (project / "reports").glob("*/*"))
    assert left == ["2018", "2021", "2021-intern", "eget"]


@pytest.mark.parametrize("part", ["2021", f"--all --council {ALVSJO}", "--all --shard 1/2"])
def test_a_part_of_all_reports_removes_none(part, capsys, monkeypatch):
    monkeypatch.chdir(ROOT)
    assert command.main(["report", "--prune", *part.split()]) == 1
    assert capsys.readouterr().err == (
        "--prune tar bort allt som inte byggs och går därför bara ihop med --all, utan --council "
        "och --shard.\n"
    )


@pytest.mark.parametrize(
    ("argument", "message"),
    [
        (["--jobs", "0"], "'0' är inget antal (1 eller fler)"),
        (["--shard", "5/4"], "'5/4' är ingen del (2/4 är den andra av fyra)"),
        (["--shard", "0/4"], "'0/4' är ingen del (2/4 är den andra av fyra)"),
        (["--jobs", "2", "--cluster", "x"], "går inte ihop med"),
    ],
)
def test_a_number_that_is_none_is_wrong_usage(argument, message, capsys):
    with pytest.raises(SystemExit) as ended:
        command.main(["report", "--all", *argument])
    assert ended.value.code == 2
    assert message in capsys.readouterr().err


def test_two_files_for_one_report_are_refused(project):
    shutil.copy(project / "params" / ALVSJO / "2021.yaml", project / "params")
    with pytest.raises(Exception) as told:
        params.all_years(project / "params", project / "records")
    assert str(told.value) == (
        "params/hagersten-alvsjo/2021.yaml: params/2021.yaml gäller samma råd och år. "
        "Ta bort den ena."
    )


def test_what_is_wrong_with_records_keeps_its_places_on_the_way_between_processes():
    import pickle

    error = RecordsError([Problem("a.csv", 3, "title", "fel", "Rätta")])
    again = pickle.loads(pickle.dumps(error))
    assert (type(again), again.problems, str(again)) == (RecordsError, error.problems, str(error))


def test_a_worker_that_is_killed_costs_its_own_report_alone(project, monkeypatch):
    """The first process is killed with its task; another takes the next one, and answers."""
    broken = replace(tasks(project)[0], data=project / "finns-inte")
    with pool.Pool(1) as workers:
        workers.submit(broken)
        os.kill(_working(workers).pid, signal.SIGKILL)
        event = workers.next()
        assert (event.state, type(event.error)) == (batch.FAILED, BuildError)
        assert str(event.error).startswith(
            f"reports/{LILJEHOLMEN}/2017: rapporten kunde inte byggas: processen som byggde den dog"
        )
        workers.submit(broken)
        assert "mappen med uppgifter finns inte" in str(workers.next().error)


@pytest.mark.skipif(not hasattr(os, "sched_setaffinity"), reason="Linux alone can be told so")
def test_there_are_as_many_workers_as_processors_that_may_be_used(project):
    allowed = os.sched_getaffinity(0)
    options = argparse.Namespace(cluster=None, jobs=None, traceback=False)
    os.sched_setaffinity(0, {min(allowed)})
    try:
        workers = building._workers(tasks(project), options)
    finally:
        os.sched_setaffinity(0, allowed)
    broken = replace(tasks(project)[0], data=project / "finns-inte")
    with workers:
        workers.submit(broken)
        assert not workers.is_free
        workers.next()


def test_what_nothing_can_be_built_beside_costs_no_other_process(project):
    broken = replace(tasks(project)[0], data=project / "finns-inte")
    with pool.Pool(2) as workers:
        workers.submit(broken, is_alone=True)
        assert not workers.is_free
        assert multiprocessing.active_children() == []
        assert "mappen med uppgifter finns inte" in str(workers.next().error)
        assert workers.is_free
        workers.submit(broken)
        workers.next()
        workers.submit(broken, is_alone=True)
        assert _working(workers) in multiprocessing.active_children()  # which is there anyhow
        workers.next()


def _working(workers):
    """The process of the one worker that has something to do."""
    ((worker, _),) = workers._busy.values()
    return worker.process


def told(capsys, some, events):
    """What a command says of events; its status and both streams."""
    said = building._Told(some)
    for event in events:
        said.take(event)
    return said.end(), *capsys.readouterr()


def test_answers_come_in_order_and_what_went_wrong_comes_once_at_the_end(project, capsys):
    first, second, third = tasks(project)
    wrong = RecordsError([Problem("a.csv", 3, None, "fel", "Rätta")])
    events = [
        batch.Event(third, batch.BUILT, "Ännu inte skrivet i params/2021.md: förord."),
        batch.Event(second, batch.FAILED, error=wrong),
        batch.Event(first, batch.FAILED, error=wrong),
    ]
    status, out, err = told(capsys, [first, second, third], events)
    assert status == 1
    folder = project / "reports" / ALVSJO / "2021"
    assert out == f"{folder}/verksamhetsberattelse.html\n{folder}/bilagor.html\n"
    assert err.splitlines() == [
        "Ännu inte skrivet i params/2021.md: förord.",
        "2 av 3 rapporter kunde inte byggas:",
        "a.csv:3: fel. Rätta.",
    ]


def test_a_broken_build_among_wrong_data_gives_status_three(project, capsys):
    first, second, _ = tasks(project)
    events = [
        batch.Event(first, batch.FAILED, error=RecordsError([])),
        batch.Event(second, batch.FAILED, error=BuildError("bröts")),
    ]
    assert told(capsys, [first, second], events)[0] == 3


@pytest.mark.parametrize(
    ("n", "text"),
    [
        (1, "Rapporten är oförändrad och byggdes inte om. Med --force byggs den ändå.\n"),
        (3, "3 av 3 är oförändrade och byggdes inte om. Med --force byggs de ändå.\n"),
    ],
)
def test_the_command_says_what_was_not_built_again(project, capsys, n, text):
    some = tasks(project)[:n]
    status, _, err = told(capsys, some, [batch.Event(one, batch.UNCHANGED) for one in some])
    assert (status, err) == (0, text)


def test_one_line_tells_what_is_done_and_what_is_left(project, capsys, monkeypatch):
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    first, second, third = tasks(project)
    said = building._Told([first, second, third])
    said.take(batch.Event(first, batch.UNCHANGED))
    said.take(batch.Event(second, batch.BUILDING))
    said.take(batch.Event(third, batch.BUILT))
    lines = [line for line in capsys.readouterr().err.split("\r\033[K") if line]
    assert lines == [
        "1 av 3 klara, 2 kvar: 1 oförändrad",
        "1 av 3 klara, 2 kvar: 1 oförändrad",
        "2 av 3 klara, 1 kvar: 1 byggd, 1 oförändrad",
    ]
