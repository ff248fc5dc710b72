"""The documents say what is true: commands run, options are all there, links lead somewhere."""

import argparse
import datetime as dt
import re
import shlex
import shutil
from pathlib import Path

import pytest
from conftest import ROOT, lobra
from test_init import fill

from lobra import command, review
from lobra.command import lab
from lobra.reading import drafts, reader
from lobra.start import folder

README = (ROOT / "README.md").read_text("utf-8")
DOCUMENTS = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]


def code(language, text=README):
    return re.findall(rf"```{language}\n(.*?)```", text, flags=re.S)


def commands(parser=None):
    """(command, its options) for each command of lobra."""
    parser = parser or command._parser()
    (subparsers,) = (a for a in parser._actions if isinstance(a, argparse._SubParsersAction))
    for name, one in subparsers.choices.items():
        yield name, [o for action in one._actions for o in action.option_strings]


@pytest.mark.parametrize(("name", "options"), [*commands()], ids=lambda value: str(value))
def test_every_command_and_option_is_in_the_readme(name, options):
    assert re.search(rf"lobra {name}|make {name}", README)
    for option in options:
        if option not in ("-h", "--help"):
            assert f"`{option}" in README or f" {option}" in README, option


def test_every_option_that_the_readme_names_exists():
    known = {option for _, options in commands() for option in options}
    known |= {option for action in command._parser()._actions for option in action.option_strings}
    shown = set(re.findall(r"lobra[^`\n]*?(--[a-z-]+)", README))
    assert shown and shown <= known


def placed(argument, places):
    for start, place in places.items():
        if argument.startswith(start):
            return argument.replace(start, place, 1)
    return argument


@pytest.mark.slow
def test_every_lobra_command_of_the_readme_runs(reported, built, tmp_path):
    lines = [line for block in code("sh") for line in block.splitlines() if "lobra " in line]
    assert lines
    for line in lines:
        arguments = shlex.split(line.split("lobra ", 1)[1])
        if arguments[0] == "report":
            run, _ = reported(*arguments[1:])
        else:
            places = {"reports/": f"{built}/", "mina-register": f"{tmp_path}/register"}
            # Nobody sits at a terminal here: what it would ask about is listed.
            more = ["--list"] if arguments[0] == "clear" else []
            run = lobra(*(placed(argument, places) for argument in arguments), *more)
        assert run.status == 0, (line, run.err)


def test_every_make_target_of_the_readme_exists():
    makefile = (ROOT / "Makefile").read_text("utf-8")
    targets = set(re.findall(r"(?:^|`|&& )make ([a-z]+)", README, flags=re.M))
    assert targets >= {"report", "test", "lab", "check"}
    for target in targets:
        assert re.search(rf"^(?:[a-z ]+ )?{target}(?: [a-z ]+)?:", makefile, flags=re.M), target


def test_every_lobra_command_about_open_data_runs(tmp_path):
    page = (ROOT / "docs" / "export.md").read_text("utf-8")
    lines = [line for block in code("sh", page) for line in block.splitlines()]
    assert len(lines) == 2
    for line in lines:
        arguments = shlex.split(line.removeprefix("lobra "))
        run = lobra(*(placed(one, {"oppna-data": str(tmp_path / "data")}) for one in arguments))
        assert run.status == 0, (line, run.err)


def test_the_page_about_open_data_tells_each_option():
    page = (ROOT / "docs" / "export.md").read_text("utf-8")
    (options,) = (options for name, options in commands() if name == "export")
    known = {option for option in options if option not in ("-h", "--help")}
    assert set(re.findall(r"^\| `(--[a-z]+)", page, flags=re.M)) == known


@pytest.mark.parametrize("name", ["README.md", "docs/data.md", "docs/explorer.md"])
def test_the_python_examples_run(name):
    blocks = code("python", (ROOT / name).read_text("utf-8"))
    assert blocks
    for block in blocks:
        exec(compile(block, name, "exec"), {})


def test_every_search_that_the_explorers_page_shows_finds_something(capsys):
    page = (ROOT / "docs" / "explorer.md").read_text("utf-8")
    lines = re.findall(r"^lobra (search .*)$", page, flags=re.M)
    assert lines
    for line in lines:
        assert command.main(shlex.split(line)) == 0, line
        assert capsys.readouterr().out, line


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda p: p.name)
def test_links_and_pictures_lead_to_files(path):
    text = path.read_text("utf-8")
    targets = [t for t in re.findall(r"\]\(([^)#]+)\)", text) if "://" not in t]
    assert [t for t in targets if not (path.parent / t).exists()] == []


def test_the_exit_statuses_are_documented():
    assert all(f"{n} " in README for n in (0, 1, 2, 3))


# --- the analyst's year ---

GUIDE = (ROOT / "docs" / "analyst.md").read_text("utf-8")
LINES = re.findall(
    r"^\| `([^`]+)` \|", (ROOT / "docs" / "troubleshooting.md").read_text("utf-8"), re.M
)


@pytest.mark.slow
def test_every_command_of_the_analysts_year_runs_in_its_order(tmp_path, monkeypatch, capsys):
    here = tmp_path / "år"
    here.mkdir()
    monkeypatch.chdir(here)
    monkeypatch.delenv("LOBRA_DATA", raising=False)
    opened = []
    monkeypatch.setattr(lab, "_open", lambda name, *_: opened.append(name) or 0)
    blocks = re.findall(r"```sh\n(.*?)```", GUIDE, flags=re.S)
    for line in "".join(blocks).splitlines():
        program, *arguments = shlex.split(line)
        if program == "cd":
            monkeypatch.chdir(arguments[0])
            for kind in ("protokoll", "atgardsplan"):
                fill(Path("mallar", f"{kind}.docx"), Path("dokument", f"{kind}.docx"), kind)
            continue
        more = {"save": ["--yes"], "report": ["--format", "html"]}
        status = command.main([*arguments, *more.get(arguments[0], [])])
        assert status == 0, (line, capsys.readouterr())
        if arguments[0] == "review":
            review_all(Path("records"))
    assert opened == ["granska.ipynb"]
    assert "trygghetsvandringar under våren" in Path("reports/granvik/2026/bilagor.html").read_text(
        "utf-8"
    )


def review_all(records):
    """Reviews as the guide says: certain rows together, the plan's years, the rest one by one."""
    for document in review.documents(records):
        review.accept_all(document, None, records)
        for one in review.drafts(document, records):
            if one.table == "action_plans":
                years = {"year_from": "2026", "year_to": "2026"}
                review.correct(one.table, one.key, years, records)
            review.accept(one.table, one.key, records)
    assert review.documents(records) == {}


PROVOKED = {
    "här ligger redan": "init . --council Rådet --kommun Granvik",
    "notebooken finns inte": "lab",
    "Vilka register": "review",
    "mappen … finns inte": "review --documents borta",
    "ingen fil params": "report 2026",
    "inga uppgifter för året": "report 2025",
    "filen finns redan": "edit",
    "inte granskade": "check",
    "kommunen är inte ifylld": "check",
}
"""A part of each line of the table, and the command that says it in the folder of `troubled`; the
lines of the exporters and of the board are in their own tests."""
ELSEWHERE = ("Notebooken är inte körd", "raden har ändrats sedan den visades")


@pytest.fixture
def troubled(tmp_path, monkeypatch):
    """A working folder where much is left to do."""
    monkeypatch.delenv("LOBRA_DATA", raising=False)
    folder.make(tmp_path / "mapp", "Granviks råd", "okänd", dt.date(2026, 1, 9), "granvik")
    monkeypatch.chdir(tmp_path / "mapp")
    fill(Path("mallar/protokoll.md"), Path("dokument/protokoll.md"), "protokoll")
    path = Path("dokument/protokoll.md")
    drafts.write(reader.read_file(path), path, Path("records"), "granvik")
    Path("granvik.xlsx").touch()
    Path("params/2025.yaml").write_text("council: granvik\nyear: 2025\n", "utf-8")


@pytest.mark.parametrize("line", LINES)
def test_every_line_of_the_troubleshooting_is_what_the_program_says(
    line, troubled, monkeypatch, tmp_path, capsys
):
    if any(part in line for part in ELSEWHERE):
        parts = [part for part in re.split("…", line) if part]
        source = "".join(p.read_text("utf-8") for p in (ROOT / "lobra").rglob("*.py"))
        joined = re.sub(r'"\s*f?"', "", source)
        assert all(part in joined for part in parts)
        return
    (said,) = (said for part, said in PROVOKED.items() if part in line)
    if said in ("lab", "review"):  # from outside the working folder
        monkeypatch.chdir(tmp_path)
    if said == "review":
        shutil.copytree(tmp_path / "mapp" / "notebooks", tmp_path / "notebooks")
    command.main(shlex.split(said))
    out, err = capsys.readouterr()
    pattern = ".*".join(map(re.escape, line.split("…")))
    assert any(re.fullmatch(pattern, one) for one in (out + err).splitlines()), (out, err)


def test_the_troubleshooting_has_a_line_for_each_provocation():
    assert len(LINES) == len(PROVOKED) + len(ELSEWHERE)
