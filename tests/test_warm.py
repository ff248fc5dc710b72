"""Kernels forked from a process that has loaded everything: as fresh as any other, only sooner."""

import asyncio
import copy
import json
import os
import socket
import subprocess
import sys
import tempfile
from pathlib import Path
from select import select

import nbformat
import papermill
import pytest
from conftest import ROOT

from lobra.build import becoming, forked, provisioning, running, steps, warm
from lobra.build.running import KERNEL, Runs
from lobra.export.press import Press
from lobra.export.typesetter import RefusedError

forks = pytest.mark.skipif(not warm.is_possible(), reason="kernels are forked on Linux only")

PARAMETERS = 'year = 0\nedition = ""'
VALUES = {"year": 2021, "edition": "public"}
TELLING = {
    "a frame": "import pandas as pd\npd.DataFrame({f'c{n}': [n / 3] for n in range(30)})",
    "a plot": "import matplotlib.pyplot as plt\n_ = plt.plot([1, 3, 2])",
    "a block": (
        "from lobra import report\n"
        "report.decided(report.Material('hagersten-alvsjo', year, edition))"
    ),
    "what is printed": "import sys\nprint('ut')\nprint('fel', file=sys.stderr)",
    "the namespace": "sorted(name for name in globals() if not name.startswith('_'))",
    "arguments": "import os\nsys.argv[0], len(sys.argv), sys.path, sys.flags",
    "signals": (
        "import signal\n"
        "names = 'SIGINT', 'SIGTERM', 'SIGCHLD', 'SIGHUP'\n"
        "[str(signal.getsignal(getattr(signal, n))).split(' at ')[0] for n in names]"
    ),
    "threads": "import threading\nsorted(t.name.split('-')[0] for t in threading.enumerate())",
    "sockets": (
        "held = [f'/proc/self/fd/{n}' for n in os.listdir('/proc/self/fd')]\n"
        "sum('socket' in os.readlink(one) for one in held if os.path.lexists(one))"
    ),
    "limits": "import resource\nresource.getrlimit(resource.RLIMIT_NOFILE)",
    "how plots are drawn": "import matplotlib\nmatplotlib.get_backend(), os.environ['MPLBACKEND']",
    "where it is": "import tempfile\nos.getcwd() == os.path.realpath(tempfile.gettempdir())",
}


@pytest.fixture
def work(tmp_path):
    """A folder for the work on a report, with the shipped records."""
    (tmp_path / "work").mkdir()
    (tmp_path / "work" / running.RECORDS).symlink_to(ROOT / "lobra_data" / "records")
    return tmp_path / "work"


def written(work, *sources):
    """A notebook of a cell with parameters and others."""
    cells = [nbformat.v4.new_code_cell(source) for source in (PARAMETERS, *sources)]
    cells[0].metadata["tags"] = ["parameters"]
    kernel = {"name": KERNEL, "display_name": "Python 3", "language": "python"}
    path = work.parent / "prov.ipynb"
    nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata={"kernelspec": kernel}), path)
    return path


def ran(work, *sources):
    """The notebook as papermill left it, with its record; BuildError where it breaks off."""
    with Runs(work, work.parent / "misslyckad.ipynb") as runs:
        begun = runs.begin(written(work, *sources), work.parent / "ut.ipynb", VALUES)
        made = None if begun.done.exception() else copy.deepcopy(begun.done.result())
        begun.result()
    return made


def said(node):
    return [cell.outputs[-1]["data"]["text/plain"] for cell in node.cells[2:]]


@pytest.mark.slow
@forks
def test_what_a_forked_kernel_gives_is_what_papermills_own_gives(work, monkeypatch):
    path = written(work, *TELLING.values())
    for name, value in running._surroundings(str(work)).items():
        monkeypatch.setenv(name, value)
    ordinary = papermill.execute_notebook(
        path,
        None,
        VALUES,
        kernel_name=KERNEL,
        cwd=work,
        progress_bar=False,
        extra_arguments=[*running.KERNEL_OPTIONS],
    )
    forked = ran(work, *TELLING.values())
    spring = warm.spring()
    assert spring and spring._has_answered  # else two ordinary kernels would be compared
    for name, mine, other in zip(TELLING, forked.cells[2:], ordinary.cells[2:], strict=True):
        assert (name, mine.execution_count, mine.outputs) == (
            name,
            other.execution_count,
            other.outputs,
        )
    record = forked.metadata.papermill
    assert record.parameters == ordinary.metadata.papermill.parameters == VALUES
    assert {*record} == {*ordinary.metadata.papermill}
    assert {*forked.cells[3].metadata.papermill} == {*ordinary.cells[3].metadata.papermill}


@pytest.mark.slow
@forks
def test_a_notebook_sees_nothing_of_the_one_before_and_no_random_number_twice(work, monkeypatch):
    monkeypatch.setattr(warm, "_limits", lambda: [(7, 301, 302)])  # RLIMIT_NOFILE
    leave = "import builtins, os, sys\nbuiltins.rest = os.environ['REST'] = 'kvar'\nos.getpid()"
    look = (
        "import os, builtins, random, resource, numpy\n"
        "os.environ.get('REST'), hasattr(builtins, 'rest'), resource.getrlimit(7)"
    )
    chance = "os.getpid(), random.random(), numpy.random.random()"
    first, second = ran(work, leave, look, chance), ran(work, look, chance)
    assert said(first)[1] == "('kvar', True, (301, 302))"
    assert said(second)[0] == "(None, False, (301, 302))"
    mine, other = (set(said(node)[-1].strip("()").split(", ")) for node in (first, second))
    assert not mine & other


@pytest.mark.slow
@forks
def test_a_kernel_that_cannot_be_forked_is_started_as_usual(work, monkeypatch):
    def refuse(*_):
        raise OSError("ingen kärna startade")

    monkeypatch.setattr(warm.Spring, "fork", refuse)
    assert said(ran(work, "'pandas' in __import__('sys').modules")) == ["False"]
    monkeypatch.undo()
    assert said(ran(work, "'pandas' in __import__('sys').modules")) == ["True"]


@pytest.mark.slow
@forks
def test_a_cell_can_be_interrupted(work):
    manager = provisioning.Manager(kernel_name=KERNEL, connection_file=str(work / "k.json"))

    async def interrupted():
        await manager._async_start_kernel(cwd=str(work), extra_arguments=running.KERNEL_OPTIONS)
        client = manager.client()
        client.start_channels()
        await client.wait_for_ready(60)
        asked = client.execute("print('igång', flush=True)\nwhile True: pass")
        while (await client.get_iopub_msg(60))["msg_type"] != "stream":
            pass
        await manager._async_interrupt_kernel()
        reply = await client._async_recv_reply(asked, timeout=60)
        client.stop_channels()
        await manager._async_shutdown_kernel(now=True)
        return reply["content"]["ename"]

    assert asyncio.run(interrupted()) == "KeyboardInterrupt"


def test_a_build_runs_this_pythons_own_kernel_whatever_is_installed_by_its_name(
    tmp_path, monkeypatch
):
    other = {
        "argv": ["/finns/inte", "{connection_file}"],
        "display_name": "x",
        "language": "python",
    }
    (tmp_path / "kernels" / KERNEL).mkdir(parents=True)
    (tmp_path / "kernels" / KERNEL / "kernel.json").write_text(json.dumps(other))
    monkeypatch.setenv("JUPYTER_PATH", str(tmp_path))
    command = provisioning.Manager(kernel_name=KERNEL).format_kernel_cmd()
    assert command[:3] == [sys.executable, "-m", becoming.LAUNCHER]


@forks
@pytest.mark.parametrize(("length", "way"), [(40, "ipc"), (120, "tcp")])
def test_a_kernel_answers_in_the_folder_of_the_work_or_at_a_port_where_its_name_is_too_long(
    length, way
):
    with tempfile.TemporaryDirectory(dir="/tmp") as folder:
        work = Path(folder, "w" * (length - len(folder)))
        work.mkdir()
        where = "import json\nfrom ipykernel.connect import get_connection_info\n"
        where += "json.loads(get_connection_info())['transport']"
        assert said(ran(work, where)) == [repr(way)]
        assert [*work.iterdir()] == []


@forks
def test_a_kernel_that_is_ended_before_it_has_begun_never_runs(work):
    manager = provisioning.Manager(kernel_name=KERNEL, connection_file=str(work / "k.json"))
    manager.end()

    async def started():
        await manager._async_start_kernel(cwd=str(work), extra_arguments=running.KERNEL_OPTIONS)
        ended = await asyncio.to_thread(manager.provisioner.process.wait, 20)
        await manager._async_cleanup_resources()
        return ended

    assert asyncio.run(started()) is not None


@forks
def test_the_process_that_is_forked_has_one_thread_and_ends_when_it_is_dried():
    spring = warm.Spring()
    forked = spring.fork(["ipykernel_launcher", "--version"], os.environ, "/")
    assert forked.wait(60) is not None
    assert os.listdir(f"/proc/{spring._process.pid}/task") == [str(spring._process.pid)]
    spring.close()
    assert spring._process.returncode == 0
    with pytest.raises(OSError):
        spring.fork(["ipykernel_launcher"], os.environ, "/")


@forks
def test_who_is_lent_the_process_gets_kernels_that_end_with_who_asked_for_them(tmp_path):
    def kernel(asked, name):
        return asked.fork([becoming.LAUNCHER, "-f", str(tmp_path / name)], os.environ, "/")

    spring = warm.Spring()
    one, other = (warm.Spring(spring.shared()) for _ in range(2))
    mine, its = kernel(spring, "1.json"), kernel(one, "2.json")
    one.close()
    assert its.wait(20) is not None
    assert mine.poll() is None
    assert other.is_fit
    spring.close()
    assert not other.is_fit
    with pytest.raises(OSError):
        kernel(other, "3.json")
    other.close()


@forks
def test_typst_is_forked_too_and_makes_there_what_it_makes_in_a_process_that_was_started():
    asked = {"input": b'#set text(font: "Okant")\n= A', "pdf_standards": ["a-2a"], "timestamp": 0}
    process = warm.spring().typesetter()
    with Press(lambda: process) as typst:
        forked = typst.printed(**asked)
        with pytest.raises(RefusedError):
            typst.printed(input=b"#panic()")
        assert typst.printed(**asked) == forked
        assert os.readlink(f"/proc/{process.pid}/fd/2") == os.devnull  # for its last words
        assert process.poll() is None
    assert process.returncode is not None
    with Press() as typst:
        assert typst.printed(**asked) == forked


@forks
def test_a_forked_process_of_typsts_ends_with_who_asked_for_it_and_with_where_it_was_forked():
    spring = warm.Spring()
    other = warm.Spring(spring.shared())
    its, mine = other.typesetter(), spring.typesetter()
    other.close()
    assert its.wait(20) is not None
    assert mine.poll() is None
    spring._process.kill()
    assert mine.wait(20) is not None
    spring.close()


@forks
def test_typst_is_started_where_it_cannot_be_forked(monkeypatch):
    def refuse(*_):
        raise OSError("ingen process startade")

    monkeypatch.setattr(warm.Spring, "typesetter", refuse)
    with Press(provisioning.typesetter) as typst:
        assert typst.printed(input=b"A").data.startswith(b"%PDF-1.7")


@forks
def test_another_pythonpath_needs_another_process(monkeypatch):
    first = warm.spring()
    assert warm.spring() is first
    monkeypatch.setenv("PYTHONPATH", f"{ROOT}:/finns/inte")
    assert warm.spring() is not first
    assert first._process.returncode is not None
    warm.dry()


@pytest.mark.parametrize("platform", ["win32", "darwin"])
def test_nothing_is_forked_where_that_is_unsafe(monkeypatch, platform):
    monkeypatch.setattr(sys, "platform", platform)
    assert warm.spring() is None


def test_nothing_is_forked_when_somebody_says_not_to(monkeypatch):
    monkeypatch.setenv("LOBRA_COLD", "1")
    assert warm.spring() is None


def test_steps_are_told_to_whoever_listens_and_to_nobody_afterwards():
    heard = []
    with steps.told_to(heard.append):
        steps.tell("läser registren")
    steps.tell("skriver PDF")
    assert heard == ["läser registren", ""]


# --- what isn't loaded ---------------------------------------------------------------------------

HEAVY = ["pandas", "numpy", "matplotlib", "typst"]
HEAVY += ["jupyter_client", "nbconvert", "nbformat", "papermill", "IPython"]


def loaded(code):
    code += f"\nimport sys\nprint([name for name in {HEAVY} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
    return done.stdout.splitlines()[-1]


@pytest.mark.parametrize("arguments", [["--help"], ["--version"], ["report", "--wrong"], []])
def test_who_asks_for_help_waits_for_nothing_heavy(arguments):
    code = "import contextlib\nfrom lobra.command import main\n"
    code += f"with contextlib.suppress(SystemExit): main({arguments})"
    assert loaded(code) == "[]"


def test_a_process_that_reads_documents_loads_nothing_heavy():
    assert loaded("import lobra.reading.limits, lobra.reading.reader, lobra.reading.drafts") == "[]"


def test_a_build_is_prepared_and_exported_without_what_draws_its_charts_and_sets_its_pages():
    there = loaded("import lobra.build.build")
    others = ("pandas", "numpy", "matplotlib", "typst")
    assert [name for name in others if repr(name) in there] == []


def test_a_build_loads_no_ipython_to_find_its_kernel():
    code = "from lobra.build.provisioning import Manager\n"
    code += f"Manager(kernel_name={KERNEL!r}).format_kernel_cmd()"
    assert loaded(code) == "['jupyter_client']"


def test_a_kernel_of_a_build_loads_no_debugger_but_its_cells_may():
    code = "import sys, lobra.build.kernel\nfirst = 'debugpy' in sys.modules\nimport debugpy\n"
    code += "print(first, debugpy is sys.modules['debugpy'])"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
    assert done.stdout.split() == ["False", "True"]


@forks
def test_the_process_that_kernels_come_from_loads_nothing_more_when_nobody_is_there_to_ask():
    """Else a killed build would leave it running until everything is loaded."""
    mine, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    with theirs:
        mine.close()
        command = [sys.executable, "-X", "importtime", "-m", warm.__name__, str(theirs.fileno())]
        done = subprocess.run(
            command,
            cwd=ROOT,
            pass_fds=[theirs.fileno()],
            capture_output=True,
            text=True,
            timeout=60,
        )
    loaded = {line.rpartition("|")[2].strip() for line in done.stderr.splitlines()}
    assert (done.returncode, loaded & {*warm.LOADED}) == (0, set())


@pytest.mark.slow
@forks
def test_whoever_asks_for_a_kernel_and_is_killed_leaves_no_word_of_it():
    mine, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    with mine, theirs:
        mine.send(b"{}")
        mine.shutdown(socket.SHUT_RD)  # the answer meets what it does when nobody is there
        done = subprocess.run(
            [sys.executable, "-m", warm.__name__, str(theirs.fileno())],
            cwd=ROOT,
            pass_fds=[theirs.fileno()],
            capture_output=True,
            text=True,
            timeout=60,
        )
    assert (done.returncode, done.stderr) == (0, "")


def test_a_build_talks_with_its_kernels_through_the_client_that_never_waits_for_nothing(tmp_path):
    manager = provisioning.Manager(connection_file=str(tmp_path / "kernel.json"))
    assert isinstance(manager.client(), provisioning.Client)


@forks
def test_two_threads_that_see_a_process_end_close_no_file_of_others(tmp_path, monkeypatch):
    child = subprocess.Popen([sys.executable, "-c", ""])
    asked = [forked.Forked(child.pid, os.pidfd_open(child.pid))]
    opened = []

    def seen_by_another_thread_too(*arguments):
        ready = select(*arguments)
        if not opened:
            opened.append(None)
            assert asked[0].poll() == 1
            opened[0] = (tmp_path / "annat").open("w")
        return ready

    monkeypatch.setattr(forked, "select", seen_by_another_thread_too)
    assert asked[0].wait() == 1
    child.wait()
    with opened[0] as other:
        other.write("ord")
    descriptor = asked[0]._descriptor
    asked.clear()
    with pytest.raises(OSError, match="Bad file descriptor"):
        os.fstat(descriptor)
