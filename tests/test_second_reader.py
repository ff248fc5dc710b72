"""A second reader: a command or a model that is asked, never believed, and may answer anything."""

import json
import os
import socket
import sys
import threading
from contextlib import contextmanager

import pytest
from conftest import lobra
from hostile_inputs import is_one_line

from lobra.reading import second
from lobra.reading.compared import compare
from lobra.reading.found import Attendant, Decision, Doubt, PlannedMeeting, Reading
from lobra.reading.limits import UnreadableError
from lobra.reading.source import Line, Source

TEXTS = (
    "Protokoll från rådets möte 14 februari 2020 kl. 9-11",
    "Närvarande: Anna Berg, Bo Ek",
    "Rådet beslutar att följa stölderna.",
    "Nästa möte är den 3 april.",
)
SOURCE = Source("p.txt", tuple(Line(n, text) for n, text in enumerate(TEXTS, start=1)))


def fact(field, line, quote):
    return {"field": field, "line": line, "quote": quote}


def command(code):
    """A command that runs this Python."""
    return f"{sys.executable} -I -c {json.dumps('import sys, json, os; ' + code)}"


# --- what is asked and answered ----------------------------------------------------------------


def test_a_command_gets_the_numbered_lines_and_its_facts_come_back():
    echo = command(
        "q = json.load(sys.stdin); l = q['lines'][1]; "
        "assert (q['version'], q['fields'][0], len(q['lines'])) == (1, 'council', 4); "
        "f = {'field': 'present', 'line': l['line'], 'quote': l['text'][12:21], 'sure': 0.5}; "
        "print(json.dumps({'facts': [f]}))"
    )
    assert second.ask(SOURCE, echo, 30) == [("present", 2, "Anna Berg")]


@contextmanager
def serving(*answers):
    """A server on this machine that gives these bytes, one connection each; what it was asked."""
    asked = []
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve():
            for answer in answers:
                connection, _ = server.accept()
                with connection:
                    got = connection.recv(1_000_000)
                    head, _, body = got.partition(b"\r\n\r\n")
                    length = int(
                        head.lower().partition(b"content-length: ")[2].split(b"\r")[0] or 0
                    )
                    while len(body) < length:
                        body += connection.recv(1_000_000)
                    asked.append((head.split(b" HTTP")[0].decode(), body))
                    try:
                        for piece in answer if not isinstance(answer, bytes) else [answer]:
                            connection.sendall(piece)
                    except OSError:
                        pass  # who asked has had enough

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.getsockname()[1]}/v1", asked
        thread.join(10)


def http(value, status="200 OK"):
    body = value if isinstance(value, bytes) else json.dumps(value).encode()
    return b"HTTP/1.1 %b\r\nContent-Length: %d\r\n\r\n%b" % (status.encode(), len(body), body)


MODELS = http({"data": [{"id": "viking-7b"}]})


def said(content):
    return http({"choices": [{"message": {"content": content}}]})


def test_a_model_on_this_machine_is_asked_in_openais_way():
    answer = said(json.dumps({"facts": [fact("date", 1, "14 februari 2020")]}))
    with serving(MODELS, answer) as (address, asked):
        assert second.ask(SOURCE, address, 30) == [("date", 1, "14 februari 2020")]
    assert [what for what, _ in asked] == ["GET /v1/models", "POST /v1/chat/completions"]
    body = json.loads(asked[1][1])
    assert (body["model"], body["stream"], body["temperature"]) == ("viking-7b", False, 0)
    assert [message["role"] for message in body["messages"]] == ["system", "user"]
    lines = json.loads(body["messages"][1]["content"])["lines"]
    assert lines == [{"line": n, "text": text} for n, text in enumerate(TEXTS, start=1)]


@pytest.mark.parametrize(
    "address", ["http://192.0.2.1/v1", "https://example.org", "http://127.0.0.1.example.org/v1"]
)
def test_no_other_machine_is_asked_unless_the_user_says_so(address):
    with pytest.raises(UnreadableError, match="dit dokumentet inte skickas utan --with-remote"):
        second.ask(SOURCE, address, 1)


# --- answers that can't be used ----------------------------------------------------------------

WRONG = {
    "no json": ("print('hej')", "svarade inte med JSON"),
    "nothing": ("pass", "svarade inte med JSON"),
    "nested": ("print('[' * 100000)", "svarade inte med JSON"),
    "no text": ("os.write(1, bytes(range(256)))", "svarade inte med JSON"),
    "number too long": ("print('9' * 5000)", "svarade inte med JSON"),
    "no list": ("print('{}')", 'gav ingen lista "facts"'),
    "too many": ("print(json.dumps({'facts': [1] * 6000}))", 'gav ingen lista "facts"'),
    "no facts": ("print(json.dumps({'facts': [1]}))", "utan känt fält, radnummer och citat"),
    "unknown field": (
        "print(json.dumps({'facts': [{'field': [], 'line': 1, 'quote': 'a'}]}))",
        "utan känt fält",
    ),
    "no line": (
        "print(json.dumps({'facts': [{'field': 'date', 'line': True, 'quote': 'a'}]}))",
        "radnummer",
    ),
    "fails": ("sys.exit(3)", "slutade med fel 3"),
    "a gigabyte": ("b = b'x' * 1000000; [os.write(1, b) for _ in range(1000)]", "mer än 5 MB"),
}


@pytest.mark.parametrize("name", WRONG)
def test_an_answer_that_cannot_be_used_is_one_line(name):
    code, says = WRONG[name]
    with pytest.raises(UnreadableError) as error:
        second.ask(SOURCE, command(code), 60)
    line = str(error.value.about("p.txt"))
    assert line.startswith("p.txt: den andra läsaren ") and says in line and is_one_line(line)


@pytest.mark.parametrize("name", ["", "finns-inte-alls", "'öppen"])
def test_a_command_that_does_not_exist_is_one_line(name):
    with pytest.raises(UnreadableError, match="kunde inte startas: kommandot finns inte"):
        second.ask(SOURCE, name, 5)


ENDLESS = "\nwhile True: pass"
CHILD = "import subprocess; subprocess.Popen([sys.executable, '-c', 'while True: pass'])"


@pytest.mark.skipif(os.name != "posix", reason="grupper av processer")
@pytest.mark.parametrize("code", ["exec('while True: pass')", CHILD])
def test_a_command_that_does_not_end_is_ended_with_all_it_started(code):
    with pytest.raises(UnreadableError, match="svarade inte inom 1 sekunder"):
        second.ask(SOURCE, command(code), 1)


ENDLESS_BODY = b"HTTP/1.1 200 OK\r\n\r\n"
HTTP_WRONG = {
    "no such page": ([http(b"", "404 Not Found")], "svarade med HTTP 404"),
    "sends on": (
        [b"HTTP/1.1 302 Found\r\nLocation: http://192.0.2.1/\r\nContent-Length: 0\r\n\r\n"],
        "svarade med HTTP 302",
    ),
    "no http": ([b"\x00\xff\x00\n" * 9], "gick inte att nå"),
    "hangs up": ([b""], "gick inte att nå"),
    "no models": ([http({})], "svarade inte som en OpenAI-kompatibel tjänst"),
    "no message": ([MODELS, http({"choices": []})], "svarade inte som en OpenAI-kompatibel tjänst"),
    "prose": ([MODELS, said("Här är fakta: …")], "svarade inte med JSON"),
    "endless": ([[ENDLESS_BODY, *[b"x" * 1_000_000] * 50]], "mer än 5 MB"),
}


@pytest.mark.parametrize("name", HTTP_WRONG)
def test_a_model_whose_answer_cannot_be_used_is_one_line(name):
    answers, says = HTTP_WRONG[name]
    with serving(*answers) as (address, _), pytest.raises(UnreadableError) as error:
        second.ask(SOURCE, address, 30)
    line = str(error.value.about("p.txt"))
    assert says in line and is_one_line(line)


def test_a_model_that_is_slow_is_given_up_however_it_drips():
    def drip():
        yield b"HTTP/1.1 200 OK\r\nX: "
        while True:
            threading.Event().wait(0.05)
            yield b"x"

    with (
        serving(drip()) as (address, _),
        pytest.raises(UnreadableError, match="svarade inte inom 1 sekunder"),
    ):
        second.ask(SOURCE, address, 1)


# --- what is kept ------------------------------------------------------------------------------


def compared(*said, **fields):
    reading = Reading("minutes", **fields)
    compare(reading, SOURCE, said)
    return reading


def test_what_both_say_is_no_doubt():
    reading = compared(
        ("date", 1, "14 februari 2020"),
        ("start", 1, "9-11"),
        ("end", 1, "kl. 9-11"),
        ("present", 2, "Bo Ek"),
        ("decisions", 3, "att följa stölderna."),
        ("next_meetings", 4, "3 april"),
        held_on="2020-02-14",
        starts_at="09:00",
        ends_at="11:00",
        attendance=[Attendant("Bo Ek", None, None, "present", 2)],
        decisions=[Decision("1", "att följa stölderna", 3)],
        planned_meetings=[PlannedMeeting("2020-04-03", None, None, None, 4)],
    )
    assert reading.review == []


def test_what_only_the_second_reader_says_comes_in_with_a_doubt():
    reading = compared(
        ("date", 1, "14 februari 2020"),
        ("present", 2, "Anna Berg"),
        ("decisions", 3, "Rådet beslutar att följa stölderna"),
    )
    assert (reading.held_on, reading.attendance, reading.decisions) == (
        "2020-02-14",
        [Attendant("Anna Berg", None, None, "present", 2)],
        [Decision(None, "Rådet beslutar att följa stölderna", 3)],
    )
    assert reading.review == [
        Doubt("held_on", "Bara den andra läsaren fann: 14 februari 2020.", 1),
        Doubt("attendance", "Bara den andra läsaren fann: Anna Berg.", 2),
        Doubt("decisions", "Bara den andra läsaren fann: Rådet beslutar att följa stölderna.", 3),
    ]


def test_what_the_two_disagree_on_stays_as_lobra_read_it_with_a_doubt():
    reading = compared(
        ("date", 1, "14 februari 2020"),
        ("called", 2, "Bo Ek"),
        held_on="2020-02-15",
        place="Skype",
        attendance=[Attendant("Bo Ek", None, None, "present", 2)],
    )
    assert (reading.held_on, reading.place) == ("2020-02-15", "Skype")
    assert reading.attendance == [Attendant("Bo Ek", None, None, "present", 2)]
    assert reading.review == [
        Doubt("held_on", "Lobra läste 15 februari 2020, den andra läsaren 14 februari 2020.", 1),
        Doubt("place", "Den andra läsaren fann inte: Skype."),
        Doubt("attendance", "Den andra läsaren fann inte: Bo Ek.", 2),
        Doubt("attendance", "Lobra läste Bo Ek som närvarande, den andra läsaren som kallad.", 2),
    ]


@pytest.mark.parametrize(
    "said",
    [
        ("date", 1, "15 februari 2020"),  # not there
        ("date", 2, "14 februari 2020"),  # on another line
        ("date", -1, "14 februari 2020"),
        ("date", 1, "Protokoll"),  # no day
        ("next_meetings", 4, "den 3 april"),  # in no known year
        ("start", 1, "februari"),
        ("chair", 3, "Rådet"),
        ("present", 2, "Anna Berg, Bo Ek"),  # two
        ("decisions", 3, ""),
        ("decisions", 3, "\x1b[31mRådet beslutar"),
        ("decisions", 3, "Rådet beslutar\n"),
    ],
)
def test_what_does_not_stand_on_its_line_or_is_no_such_thing_is_left_out_and_told(said):
    reading = compared(said)
    assert reading == Reading(
        "minutes",
        review=[
            Doubt(
                "document",
                "Den andra läsaren gav en uppgift som inte står så på sin rad, och den togs inte "
                "med.",
            )
        ],
    )


def test_the_command_line_asks_the_second_reader_and_lists_what_differs(tmp_path):
    (tmp_path / "p.txt").write_text("Hej\nAnna Berg\n", encoding="utf-8")
    answer = {"facts": [fact("chair", 2, "Anna Berg"), fact("date", 1, "Hej")]}
    run = lobra("read", tmp_path / "p.txt", "--with", command(f"print({json.dumps(answer)!r})"))
    assert (run.status, run.err) == (0, "")
    assert [line for line in run.out.splitlines() if "andra läsaren" in line] == [
        "  ? Den andra läsaren gav en uppgift som inte står så på sin rad, och den togs inte med.",
        "  ? rad 2: Bara den andra läsaren fann: Anna Berg.",
    ]


def test_the_command_line_says_why_a_second_reader_cannot_be_used(tmp_path):
    (tmp_path / "p.txt").write_text("Hej\n", encoding="utf-8")
    run = lobra("read", tmp_path / "p.txt", "--with", "http://192.0.2.1/v1")
    assert (run.status, run.out) == (1, "")
    assert run.err == (
        f"{tmp_path}/p.txt: den andra läsaren ligger på en annan dator, dit dokumentet inte "
        "skickas utan --with-remote. Se docs/second-reader.md, eller läs utan --with.\n"
    )
