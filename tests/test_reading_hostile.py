"""Broken and hostile files: each is read or refused with one line, in time, and nothing else."""

import json
import os
import random
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from child_work import (
    cannot_be_sent,
    cleaned,
    dies,
    eats_memory,
    goes_wrong,
    never_ends,
    own_process,
)
from hostile_inputs import ERROR, HOSTILE, TEXT, is_one_line

from lobra.reading import limits, reader
from lobra.reading.formats import load
from lobra_data.errors import LobraError

SECONDS = 30


@pytest.fixture(scope="module")
def readers():
    with limits.Readers(reader.read_with_lines, seconds=SECONDS, megabytes=1024) as readers:
        yield readers


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_read_or_refused_with_one_line(name, readers, tmp_path, capfd):
    hostile = HOSTILE[name]
    path = hostile.make(tmp_path)
    before = sorted(tmp_path.rglob("*"))
    ((same, answer),) = readers.read([path])
    assert same == path
    if hostile.expected == ERROR:
        assert isinstance(answer, LobraError), answer
        assert is_one_line(str(answer))
        assert hostile.says in str(answer)
        assert "avbröts" not in str(answer)
    else:
        assert not isinstance(answer, LobraError), answer
        reading, source = answer
        text = " ".join(line.text for line in source.lines)
        assert hostile.says in text
        assert "HEMLIGT" not in text
        assert "HEMLIGT" not in json.dumps(reading.as_json(), ensure_ascii=False)
        assert not any("\n" in line.text for line in source.lines)
    assert sorted(tmp_path.rglob("*")) == before
    assert capfd.readouterr() == ("", "")


def test_there_are_enough_hostile_files():
    assert len(HOSTILE) >= 90


# --- the child process -------------------------------------------------------------------------


def test_a_file_that_takes_too_long_is_given_up_and_the_next_one_is_read():
    with limits.Readers(never_ends, seconds=2) as readers:
        (_, first), (_, second) = readers.read([Path("loop.txt"), Path("b.txt")])
    assert "2 sekunder" in str(first) and is_one_line(str(first))
    assert second == "b.txt"


def test_a_line_of_numbers_without_end_is_cleaned_in_time(tmp_path):
    numbers = random.Random(2)
    line = " ".join(f"{numbers.randrange(256):02X}" for _ in range(80_000))
    (tmp_path / "p.txt").write_text(f"Protokoll\n{line}\n")
    assert limits.read_limited(tmp_path / "p.txt", cleaned, seconds=20) > 2


def test_a_child_that_dies_is_replaced():
    with limits.Readers(dies) as readers:
        answers = [answer for _, answer in readers.read(map(Path, ["a", "b", "die.txt", "c"]))]
    assert answers[0] == answers[1] != answers[3]
    assert str(answers[2]).startswith("die.txt: läsningen avbröts")


@pytest.mark.skipif(sys.platform != "linux", reason="memory is limited on Linux only")
def test_a_file_that_needs_too_much_memory_is_given_up():
    with limits.Readers(eats_memory, megabytes=512) as readers:
        (_, first), (_, second) = readers.read([Path("eat.txt"), Path("b.txt")])
    assert "minne" in str(first) and is_one_line(str(first))
    assert second == "b.txt"


def test_nothing_that_a_reader_prints_is_seen(capfd):
    with limits.Readers(goes_wrong) as readers:
        (_, first), (_, second) = readers.read([Path("a"), Path("b")])
    assert "ZeroDivisionError" in str(first) and "hemligt" not in str(first)
    assert str(second) == "rad ett rad två"
    assert capfd.readouterr() == ("", "")


def test_an_answer_that_cannot_be_sent_is_one_line_too():
    with pytest.raises(LobraError, match=r"^a\.txt: "):
        limits.read_limited(Path("a.txt"), cannot_be_sent)


def test_children_are_used_again_and_answers_keep_their_order():
    paths = [Path(f"{n}.txt") for n in range(40)]
    with limits.Readers(own_process, workers=2) as readers:
        found = list(readers.read(paths))
    assert [path for path, _ in found] == paths
    assert len({answer for _, answer in found}) <= 2
    assert os.getpid() not in {answer for _, answer in found}


def test_a_child_is_replaced_before_its_memory_has_grown(monkeypatch):
    monkeypatch.setattr(limits, "FILES_PER_CHILD", 3)
    with limits.Readers(own_process) as readers:
        found = [answer for _, answer in readers.read([Path("a")] * 7)]
    assert len(set(found)) == 3


def test_only_a_few_answers_are_read_ahead():
    asked = []

    def paths():
        for n in range(100):
            asked.append(n)
            yield Path(f"{n}")

    with limits.Readers(own_process) as readers:
        next(readers.read(paths()))
        assert len(asked) < 10


def test_no_child_is_left_when_reading_stops_early():
    with limits.Readers(own_process, workers=2) as readers:
        reading = readers.read([Path("a")] * 50)
        children = {next(reading)[1], next(reading)[1]}
        reading.close()
    assert not [pid for pid in children if _is_alive(pid)]


def _is_alive(pid):
    try:
        os.kill(pid, 0)
    except OSError:
        return False
    return True


@pytest.mark.skipif(os.name != "posix", reason="signals as on Linux and macOS")
def test_ctrl_c_ends_the_children(tmp_path):
    script = tmp_path / "script.py"
    script.write_text(
        f"import sys; sys.path[:] = {[str(Path(__file__).parent), *sys.path]!r}\n"
        # a job in the background is born with the signal ignored
        "import signal; signal.signal(signal.SIGINT, signal.default_int_handler)\n"
        "from pathlib import Path; import child_work as t\n"
        "from lobra.reading import limits\n"
        "with limits.Readers(t.never_ends, workers=2, seconds=50) as readers:\n"
        "    reading = readers.read([Path('a'), Path('loop.txt'), Path('loop.txt')] * 9)\n"
        "    next(reading)\n"
        "    print(*[c._process.pid for c in readers._alive], flush=True)\n"
        "    list(reading)\n"
    )
    process = subprocess.Popen(
        [sys.executable, script], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    children = [int(pid) for pid in process.stdout.readline().split()]
    assert children and all(map(_is_alive, children))
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=40)
    assert "KeyboardInterrupt" in err
    assert not [pid for pid in children if _is_alive(pid)]


def test_a_module_in_the_current_folder_is_not_run(tmp_path, monkeypatch):
    (tmp_path / "pickle.py").write_text("raise SystemExit")
    (tmp_path / "a.txt").write_text(TEXT)
    monkeypatch.chdir(tmp_path)
    assert limits.read_limited(Path("a.txt"), load).lines
