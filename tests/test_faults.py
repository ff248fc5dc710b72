"""Whatever breaks off, what was good stays whole, and nobody has to clear up by hand."""

import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path

import commands
import faults
import pytest
from conftest import ROOT, lobra
from export_samples import report, shown, table

from lobra.build import build, folder, manifest, running
from lobra.build.params import ReportParams
from lobra.processes import StoppedError, stopping_tidily
from lobra_data import errors, files, saving
from lobra_data.errors import LobraError
from lobra_data.locking import BusyError, locked

pytestmark = pytest.mark.skipif(os.name == "nt", reason="signals and pipes are not Windows's")


def python(code, *arguments, **environment):
    """A child that runs some lines; its process."""
    return subprocess.Popen(
        [sys.executable, "-c", code, *map(str, arguments)],
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT)} | environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def snapshot(root):
    return {p.relative_to(root).as_posix(): p.read_bytes() for p in root.rglob("*") if p.is_file()}


# --- one at a time -------------------------------------------------------------------------------

HOLD = """
import sys
from pathlib import Path
from lobra_data import saving
with saving.changing(Path(sys.argv[1]), "lobra read"):
    print("har", flush=True)
    sys.stdin.read()
"""
WAIT = """
import sys
from pathlib import Path
from lobra_data import saving
with saving.changing(Path(sys.argv[1]), "granskningen"):
    print("fick", flush=True)
"""


def test_a_second_writer_waits_and_says_for_whom(tmp_path):
    holder = python(HOLD, tmp_path)
    assert holder.stdout.readline() == "har\n"
    waiting = python(WAIT, tmp_path)
    assert waiting.stderr.readline() == f"Väntar på lobra read (process {holder.pid}) …\n"
    assert waiting.poll() is None
    holder.communicate("")
    assert waiting.communicate() == ("fick\n", "")
    assert [*tmp_path.iterdir()] == []


def test_a_killed_writer_is_not_waited_for(tmp_path):
    holder = python(HOLD, tmp_path)
    holder.stdout.readline()
    holder.kill()
    holder.communicate()
    assert [path.name for path in tmp_path.iterdir()] == [saving.LOCK]
    assert python(WAIT, tmp_path).communicate() == ("fick\n", "")
    assert [*tmp_path.iterdir()] == []


def test_patience_ends_and_names_who_is_there(tmp_path):
    holder = python(HOLD, tmp_path)
    holder.stdout.readline()
    with pytest.raises(BusyError) as told, saving.changing(tmp_path, "lobra read", patience=0):
        pass
    holder.communicate("")
    assert f"lobra read (process {holder.pid}) arbetar här" in str(told.value)


def test_a_lock_is_never_written_through_a_link(tmp_path):
    (tmp_path / "viktig.txt").write_text("kvar")
    (tmp_path / ".las").symlink_to("viktig.txt")
    with pytest.raises(LobraError) as told, locked(tmp_path / ".las", "jag"):
        pass
    assert "den är en länk som inte får följas" in str(told.value)
    assert (tmp_path / "viktig.txt").read_text() == "kvar"


def test_a_second_build_of_a_year_waits_and_says_for_whom(tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    target = tmp_path / "reports" / "rad" / "2021"
    code = """
import sys
from pathlib import Path
from lobra.build import folder
with folder.working(Path(sys.argv[1])):
    print("fick")
"""
    with folder.working(target):
        second = python(code, target, TMPDIR=str(tmp_path))
        said = second.stderr.readline()
        assert said == f"Väntar på lobra report 2021 (process {os.getpid()}) …\n"
    assert second.communicate() == ("fick\n", "")


# --- several files are one change ----------------------------------------------------------------

SAVE = """
import os, signal, sys
from pathlib import Path
from lobra_data import saving
root, number = Path(sys.argv[1]), int(sys.argv[2])
def killing(name):
    original = getattr(os, name)
    def killed(*arguments):
        global number
        number -= 1
        if number == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return original(*arguments)
    setattr(os, name, killed)
for name in ("replace", "fsync", "unlink", "mkdir"):
    killing(name)
saving.save({root / name: b"ny" for name in ("rad/a.csv", "rad/b.csv", "ny/c.csv")}, root)
"""


@pytest.mark.parametrize("number", range(1, 20))
def test_a_change_that_was_killed_is_there_whole_or_not_at_all(tmp_path, number):
    (tmp_path / "rad").mkdir()
    before = {"rad/a.csv": b"gammal a", "rad/b.csv": b"gammal b"}
    for name, data in before.items():
        (tmp_path / name).write_bytes(data)
    killed = python(SAVE, tmp_path, number)
    killed.communicate()
    files.Records(tmp_path)  # what every reader does
    found = snapshot(tmp_path)
    found.pop(saving.LOCK, None)  # the next writer's to remove
    finished = dict.fromkeys(("rad/a.csv", "rad/b.csv", "ny/c.csv"), b"ny")
    assert {k: v for k, v in found.items() if not k.endswith(".ny")} in (before, finished)
    assert killed.returncode == -signal.SIGKILL or number > 13
    assert killed.returncode == -signal.SIGKILL or found == finished
    with saving.changing(tmp_path, "nästa"):
        pass
    assert snapshot(tmp_path) in (before, finished)


def half_changed(root, **now):
    """A journal of a change from "gammal" to "ny", and what the files hold now."""
    for name, data in now.items():
        (root / f"{name}.csv").write_bytes(data)
    (root / saving.JOURNAL).write_text(
        json.dumps(
            {
                f"{name}.csv": {
                    "before": "Z2FtbWFs",  # gammal
                    "after": "3f1ebc6cbc5a1ad1d0d6ad3dd2bd1c8d8ddb5f15bd4ff6b2d0cf6b0e6e1d0f6c",
                }
                for name in now
            }
        )
    )


def test_what_somebody_wrote_after_the_kill_is_left_alone(tmp_path):
    half_changed(tmp_path, a=b"rettat for hand")
    files.Records(tmp_path)
    assert snapshot(tmp_path) == {"a.csv": b"rettat for hand"}


@pytest.mark.parametrize(
    "text", ['{"../x.csv": {}}', '{"/etc/x": {}}', "[1]", "trasig", '{"a": 1}']
)
def test_a_foreign_journal_changes_nothing(tmp_path, text):
    (tmp_path / "rad").mkdir()
    (tmp_path / "x.csv").write_text("kvar")
    (tmp_path / "rad" / saving.JOURNAL).write_text(text)
    with pytest.raises(LobraError) as told:
        files.Records(tmp_path / "rad")
    assert str(told.value).startswith(
        f"{tmp_path}/rad/{saving.JOURNAL}: filen är skadad eller gjord av något annat än Lobra."
    )
    assert (tmp_path / "x.csv").read_text() == "kvar"


def test_a_full_disk_is_said_to_be_full(tmp_path, monkeypatch):
    def full(_descriptor):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(LobraError) as told:
        saving.save({tmp_path / "a.csv": b"ny"})
    assert "(disken är full). Inget har ändrats." in str(told.value)
    assert [*tmp_path.iterdir()] == []


# --- builds that are ended -----------------------------------------------------------------------

HANG = """import re
open({mark!r}, "w").close()
re.match("(a+)+$", "a" * 60 + "b")"""  # in C code, which lets nothing else run


@pytest.fixture
def hanging(tmp_path):
    """A project whose second cell never ends; its file `hangs` is there when that has begun."""
    hang = HANG.format(mark=str(tmp_path / "hangs"))
    for name in ("notebooks", "params"):
        (tmp_path / name).mkdir()
    (tmp_path / "tmp").mkdir()
    (tmp_path / "params" / "2021.yaml").write_bytes((ROOT / "params" / "2021.yaml").read_bytes())
    for path in (ROOT / "notebooks").glob("[vb]*.ipynb"):
        notebook = json.loads(path.read_text("utf-8"))
        notebook["cells"] = [notebook["cells"][0], notebook["cells"][1] | {"source": hang}]
        (tmp_path / "notebooks" / path.name).write_text(json.dumps(notebook), "utf-8")
    return tmp_path


def kernels(place):
    """The living processes that work in a folder below another."""
    found = []
    for path in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            is_dead = ") Z" in (path / "stat").read_text()
            if (path / "cwd").readlink().is_relative_to(place) and not is_dead:
                found.append(int(path.name))
    return found


def until(condition, seconds=60.0):
    """Waits for something that another process does; whether it came."""
    end = time.monotonic() + seconds
    while not condition() and time.monotonic() < end:
        time.sleep(0.05)
    return condition()


def _hear_all():
    """Whoever started the tests may ignore a signal, as nohup and a shell's & do."""
    for number in (signal.SIGINT, signal.SIGHUP):
        signal.signal(number, signal.SIG_DFL)


@pytest.fixture
def heeding():
    before = signal.signal(signal.SIGHUP, signal.SIG_DFL)
    yield
    signal.signal(signal.SIGHUP, before)


@pytest.mark.skipif(not hasattr(signal, "SIGHUP"), reason="ends the process at once here")
def test_a_signal_to_end_that_a_library_tells_as_its_own_error_is_heeded(heeding):
    with pytest.raises(StoppedError, match="SIGHUP") as heeded, stopping_tidily():
        try:
            signal.raise_signal(signal.SIGHUP)
        except BaseException as lost:
            raise ValueError("Error building `model` serializer") from lost
    assert heeded.value.exit_status == 129
    with pytest.raises(ValueError, match="own"), stopping_tidily():
        raise ValueError("its own")


IN_A_CALLBACK = """
import ctypes, signal
from lobra.processes import StoppedError, stopping_tidily

@ctypes.CFUNCTYPE(None)
def called_by_c():
    signal.raise_signal(signal.{})

try:
    with stopping_tidily():
        called_by_c()
        signal.pause()
except (StoppedError, KeyboardInterrupt) as heeded:
    print(type(heeded).__name__, heeded)
"""


@pytest.mark.skipif(os.name != "posix", reason="nothing waits for signals here")
@pytest.mark.parametrize(
    ("name", "heeded"), [("SIGTERM", "StoppedError SIGTERM"), ("SIGINT", "KeyboardInterrupt")]
)
def test_a_signal_that_comes_where_no_exception_can_be_handed_on_is_heeded_all_the_same(
    name, heeded
):
    done = subprocess.run(
        [sys.executable, "-c", IN_A_CALLBACK.format(name)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        preexec_fn=_hear_all,
    )
    assert (done.stdout.strip(), done.stderr) == (heeded, "")


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
def test_a_build_that_is_ended_takes_its_hanging_kernel_with_it(hanging, number):
    temporary, said = hanging / "tmp", hanging / "said"
    environment = os.environ | {"TMPDIR": str(temporary)}
    report = ["report", "2021", "--format", "html"]
    process = commands.begin(report, hanging, environment, hanging / "out", said)
    try:
        assert until((hanging / "hangs").exists)
        os.kill(process.pid, number)
        process.join(60)
    finally:
        process.kill()
    assert until(lambda: kernels(temporary) == [], 5)
    if number == signal.SIGKILL:
        assert process.exitcode == -signal.SIGKILL
        assert [*temporary.glob("lobra-*/*")] != []
    else:
        assert process.exitcode == 128 + number
        assert said.read_text("utf-8") == (
            "Avbrutet. Det som blev färdigt ligger kvar, och allt annat är som förut.\n"
        )
        assert [*temporary.glob("lobra-*/*")] == []
    assert [*hanging.glob("reports/*/*")] == []


@pytest.mark.slow
def test_a_cell_that_hangs_in_c_code_is_ended_when_its_time_is_out(hanging, monkeypatch):
    monkeypatch.setattr(running, "CELL_SECONDS", 2)
    monkeypatch.setattr(tempfile, "tempdir", str(hanging / "tmp"))
    params = ReportParams(year=2021, council="hagersten-alvsjo")
    with pytest.raises(running.BuildError) as told:
        build.build(params, hanging / "notebooks", hanging / "reports", formats=["html"])
    assert str(told.value).startswith(
        'Rapporten kunde inte byggas: cellen "import re" gav felet cellen tog mer än 2 sekunder. '
    )
    assert kernels(hanging / "tmp") == []
    assert [*hanging.glob("reports/*/*")] == []


# --- builds that break off -----------------------------------------------------------------------


def test_a_breakdown_of_typst_names_the_longest_text_and_stops_no_other_report(monkeypatch):
    monkeypatch.setenv("LOBRA_COLD", "1")
    monkeypatch.setattr(sys, "executable", "/bin/false")  # Typst is a process, and ends at once
    with pytest.raises(running.BuildError) as told:
        build._exported("pdf", report(shown(table("ord " * 1025))), {})
    assert str(told.value).startswith(
        "Rapporten kunde inte byggas: PDF klarade inte innehållet. Korta den längsta texten "
        "(4100 tecken, i "
    )


@pytest.mark.parametrize(
    ("error", "status", "what"),
    [
        (OSError(28, "No space left on device", "/x/y"), 3, "disken är full (/x/y)"),
        (OSError(28, "No space left on device"), 3, f"disken är full ({tempfile.gettempdir()})"),
        (MemoryError(), 3, "minnet tog slut"),
        (KeyError("två\nrader"), 3, "ett fel i Lobra (KeyError: 'två\\nrader')"),
    ],
)
def test_whatever_breaks_a_build_off_is_one_line_with_its_reason(
    tmp_path, monkeypatch, error, status, what
):
    def broken(*_):
        raise error

    monkeypatch.setattr(build.seen, "hand_over", broken)
    params = ReportParams(year=2021, council="hagersten-alvsjo")
    with pytest.raises(running.BuildError) as told:
        build.build(params, ROOT / "notebooks", tmp_path / "reports", formats=["html"])
    assert str(told.value) == (
        f"{tmp_path}/reports/hagersten-alvsjo/2021: rapporten kunde inte byggas: {what}. "
        "Den förra rapporten är orörd."
    )
    assert told.value.exit_status == status
    assert not folder.half_run(tmp_path / "reports" / "hagersten-alvsjo" / "2021").exists()


FOREIGN = [
    b"[]",
    b"{}",
    b'{"document": [], "documents": 3}',
    b'{"document": {"title": 1, "council": "x", "municipality": "y", "year": "i fjol"}}',
    b'{"document": {"title": "T", "council": "x", "municipality": "y", "year": "i fjol"}, '
    b'"shown_figures": [], "documents": {}, "edition": "public"}',
    b"\xff\xfe",
    b"[" * 100_000,
]


@pytest.mark.parametrize("content", FOREIGN, ids=range(len(FOREIGN)))
def test_a_foreign_manifest_is_told_and_not_listed(tmp_path, monkeypatch, content):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    path = tmp_path / "reports" / "annat" / "2021" / "manifest.json"
    path.parent.mkdir(parents=True)
    path.write_bytes(content)
    assert manifest.write_index(tmp_path / "reports") == [
        f"{path}: filen är skadad eller gjord av något annat än Lobra; rapporten är inte med i "
        "listan. Bygg om den, eller flytta mappen."
    ]
    assert "annat" not in (tmp_path / "reports" / "index.html").read_text("utf-8")


def test_a_list_that_cannot_be_written_is_told(tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    (tmp_path / "index.html").mkdir()
    with pytest.raises(LobraError) as told:
        manifest.write_index(tmp_path)
    assert str(told.value) == (
        f"{tmp_path}/index.html: listan över rapporter går inte att skriva (en mapp ligger där en "
        "fil skulle ligga). Rapporterna är byggda."
    )


# --- what isn't a file ---------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["pipe", "device"])
def test_a_pipe_or_a_device_among_the_records_is_told(records_copy, kind):
    path = records_copy / "hagersten-alvsjo" / "aliases.csv"
    path.unlink()
    os.mkfifo(path) if kind == "pipe" else path.symlink_to("/dev/zero")
    run = lobra("check", "--data", records_copy)
    assert run.status == 1
    assert run.out == (
        f"{path}: här ligger ett rör eller en enhet, inte en vanlig fil. Ta bort den och lägg "
        "tabellen där.\n"
    )


def test_a_pipe_as_parameters_is_told(tmp_path):
    os.mkfifo(tmp_path / "2021.yaml")
    run = lobra("report", "2021", "--params", tmp_path)
    assert (run.status, run.out) == (1, "")
    assert run.err == f"{tmp_path}/2021.yaml: här ligger ingen vanlig fil. Ta bort den.\n"


def test_an_unknown_user_in_lobra_data_is_told():
    run = lobra("check", LOBRA_DATA="~ingen-som-finns/register")
    assert (run.status, run.out) == (1, "")
    assert run.err == (
        "~ingen-som-finns/register: användarens hemmapp är okänd. Skriv hela sökvägen.\n"
    )


def test_an_empty_council_is_wrong_usage(tmp_path):
    run = lobra("read", tmp_path / "a.md", "--council", "")
    assert run.status == 2
    assert run.err.endswith("lobra read: fel: --council: rådets id är tomt\n")


def test_a_path_is_shown_on_one_line_whatever_is_in_it():
    assert errors.shown(Path("/a\x1b[31m\n\udcff")) == "/a\ufffd[31m\ufffd\ufffd"


# --- the harness ---------------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.thorough
@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
def test_random_kills_failing_writes_and_pairs_leave_nothing_damaged(tmp_path):
    """A few of what docs/faults.md tells of; `python tests/faults.py` does them all."""
    harness = tmp_path / "harness"
    code = (
        "import sys; from pathlib import Path; import faults; "
        "found = faults.disturb(Path(sys.argv[1]), 3, 3, 1, seed=7); "
        "print(*found.notes, sep='\\n')"
    )
    run = python(code, harness, PYTHONPATH=f"{ROOT}{os.pathsep}{ROOT / 'tests'}")
    said, wrong = run.communicate()
    assert (run.returncode, said.strip()) == (0, ""), wrong
    assert faults.COUNTS[0] == "runs"
