"""The words that reading knows: every line of every list is used, stands once, and is found."""

import doctest
import json
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from lobra.reading import vocabulary

ROOT = Path(__file__).parents[1]
# Which lists are asked for when all of reading is loaded, in a process that has loaded none of it.
ASKING = """
import importlib, json, pkgutil
from lobra.reading import vocabulary

asked = set()

def listening(function):
    def asking(name):
        asked.add(name)
        return function(name)
    return asking

for name in ("words", "lists"):
    setattr(vocabulary, name, listening(getattr(vocabulary, name)))
import lobra.reading
for module in pkgutil.walk_packages(lobra.reading.__path__, "lobra.reading."):
    importlib.import_module(module.name)
print(json.dumps(sorted(asked)))
"""


def lists_of(value: object, name: str) -> Iterator[str]:
    """Every list below a place of a file; a recogniser is no list."""
    if isinstance(value, dict):
        for key, inner in value.items():
            if key != "patterns":
                yield from lists_of(inner, f"{name}.{key}")
    else:
        yield name


FILES = [path for path in sorted(vocabulary.FOLDER.glob("*.toml")) if path.stem != "shown"]
LISTS = [
    name
    for path in FILES
    for name in lists_of(tomllib.loads(path.read_text(encoding="utf-8")), path.stem)
]


def example(line: str, rest: str = "") -> str:
    """The shortest text that a line stands for, or one with some rest of a word at each "*"."""
    return line.replace(" … ", " ").replace("*", rest).replace("?", "x")


def says_all_of(other: str, line: str) -> bool:
    whole = re.compile(vocabulary.pattern_text((other,)))
    return all(whole.fullmatch(example(line, rest)) for rest in ("", "qz"))


def test_every_list_is_used():
    run = subprocess.run(
        [sys.executable, "-c", ASKING], cwd=ROOT, capture_output=True, text=True, check=True
    )
    asked = json.loads(run.stdout)
    unused = [name for name in LISTS if not any(f"{name}.".startswith(f"{one}.") for one in asked)]
    assert (unused, bool(asked)) == ([], True)


@pytest.mark.parametrize("name", LISTS)
def test_no_line_of_a_list_says_what_another_line_says(name):
    lines = vocabulary.words(name)
    said_twice = [
        (line, other)
        for n, line in enumerate(lines)
        for m, other in enumerate(lines)
        if n != m and line[0] != "!" != other[0] and says_all_of(other, line)
    ]
    assert said_twice == []


@pytest.mark.parametrize("name", LISTS)
def test_every_line_of_a_list_is_found_by_the_pattern_of_the_list(name):
    lines = [line for line in vocabulary.words(name) if line[0] != "!"]
    pattern = vocabulary.pattern(name)
    missed = [line for line in lines if not pattern.fullmatch(example(line))]
    assert (missed, bool(lines)) == ([], True)


@pytest.mark.parametrize("name", LISTS)
def test_what_a_list_takes_away_would_else_be_found(name):
    lines = vocabulary.words(name)
    kept = tuple(line for line in lines if line[0] != "!")
    idle = [
        line
        for line in lines
        if line[0] == "!" and not re.match(vocabulary.pattern_text(kept), example(line[1:]))
    ]
    assert idle == []


@pytest.mark.parametrize(
    ("lines", "text", "found"),
    [
        (["brå"], "Nästa brå hålls", "brå"),
        (["brå"], "bråk och håbrå", None),
        (["beslut*"], "ett beslutsförslag", "beslutsförslag"),
        (["*plan"], "en åtgärdsplan gäller", "åtgärdsplan"),
        (["*plan"], "planen", None),
        (["*torg*"], "på Nytorget", "Nytorget"),
        (["???*ade"], "hade lämnade", "lämnade"),
        (["nästa möte"], "nästa\n  möte", "nästa\n  möte"),
        (["möte", "möte i rådet"], "ett möte i rådet", "möte i rådet"),
        (["unga … brott*"], "unga i området, som begår brott", "unga i området, som begår brott"),
        (["unga … brott*"], "unga. Brott", None),
        (["*rån", "!*från"], "därifrån", None),
        (["*rån", "!*från"], "från ett butiksrån", "butiksrån"),
        (["ordf."], "ordf. Berg", "ordf."),
        (["e-post"], "e-post", "e-post"),
    ],
)
def test_a_line_stands_for_the_words_that_its_marks_say(lines, text, found):
    match = re.search(vocabulary.pattern_text(tuple(lines)), text)
    assert (match[0] if match else None) == found


def test_the_pattern_in_the_documentation_is_the_one_that_is_made():
    assert doctest.testmod(vocabulary) == doctest.TestResults(failed=0, attempted=1)


def test_every_form_of_a_date_names_its_year_month_and_day():
    forms = tomllib.loads((vocabulary.FOLDER / "dates.toml").read_text(encoding="utf-8"))
    pattern = vocabulary.alternatives("dates.forms", month="maj", weekday="tisdag")
    named = [
        {part for part in ("year", "month", "day") if f"(?P<{form}_{part}>" in pattern}
        for form in forms["patterns"]["forms"]
    ]
    assert named == [{"year", "month", "day"}] * len(forms["patterns"]["forms"])
