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

README = ROOT / "README.md"
INDEX = ROOT / "docs" / "README.md"
PAGES = {p: p.read_text("utf-8") for p in (README, *sorted((ROOT / "docs").glob("*.md")))}
"""What a user reads: the front door and the pages behind it."""
DOCUMENTS = PAGES | {ROOT / n: (ROOT / n).read_text("utf-8") for n in ("CONTRIBUTING.md",)}
ELSEWHERE_RUN = {"analyst.md", "explorer.md", "export.md"}
"""The pages whose commands have a test of their own."""
NEEDS_A_CLUSTER = {"many.md"}


def name_of(value):
    return str(value.relative_to(ROOT)) if isinstance(value, Path) else str(value)


def code(language, text):
    return re.findall(rf"```{language}\n(.*?)```", text, flags=re.S)


def lines_of(language, *paths):
    """The lines of all code in a language, each once, in the order of the pages."""
    blocks = (block for path in paths for block in code(language, PAGES[path]))
    return list(dict.fromkeys(line for block in blocks for line in block.splitlines()))


def commands(parser=None):
    """(command, its options) for each command of lobra."""
    parser = parser or command._parser()
    (subparsers,) = (a for a in parser._actions if isinstance(a, argparse._SubParsersAction))
    for name, one in subparsers.choices.items():
        yield name, [o for action in one._actions for o in action.option_strings]


def tables_of_options():
    """(commands, options) for each table of options: its heading names the commands."""
    for text in PAGES.values():
        for heading, rows in re.findall(r"^\| Väljare till (.*)\n\|-.*\n((?:\|.*\n)+)", text, re.M):
            options = re.findall(r"^\| `(--[a-z-]+)", rows, re.M)
            yield re.findall(r"`lobra ([a-z-]+)`", heading), options


@pytest.mark.parametrize(("name", "options"), [*commands()], ids=lambda value: str(value))
def test_one_table_tells_exactly_the_options_of_each_command(name, options):
    told = [sorted(rows) for named, rows in tables_of_options() if name in named]
    assert told == [sorted(set(options) - {"-h", "--help"})]


def test_the_index_leads_to_a_page_about_each_command_and_to_each_page():
    rows = re.findall(r"^\| `lobra ([a-z-]+)` \|.*\]\(([^)#]+)[^)]*\) \|$", PAGES[INDEX], re.M)
    assert sorted(name for name, _ in rows) == sorted(name for name, _ in commands())
    for name, page in rows:
        assert f"lobra {name}" in PAGES[INDEX.parent / page], (name, page)
    linked = set(re.findall(r"\]\(([^)#/]+)\)", PAGES[INDEX]))
    assert linked == {path.name for path in PAGES if path not in (README, INDEX)}


def test_the_front_door_is_short_and_leads_to_the_index():
    assert PAGES[README].count("\n") <= 130
    assert "(docs/README.md)" in PAGES[README]


def test_the_options_of_lobra_itself_are_documented():
    known = {option for a in command._parser()._actions for option in a.option_strings}
    told = set(re.findall(r"`lobra (--[a-z-]+)", PAGES[README]))
    assert told == known - {"-h", "--help"}


@pytest.mark.parametrize("path", DOCUMENTS, ids=name_of)
def test_every_option_that_a_page_names_exists(path):
    options = {name: set(its) for name, its in commands()}
    known = set().union(*options.values())
    known |= {option for a in command._parser()._actions for option in a.option_strings}
    shown = set(re.findall(r"lobra[^`\n&]*?(--[a-z-]+)", DOCUMENTS[path]))
    assert shown <= known
    for name, rest in re.findall(r"lobra ([a-z-]+) ([^`\n.,|]*)", DOCUMENTS[path]):
        if name in options:
            assert set(re.findall(r"--[a-z-]+", rest)) <= options[name], (name, rest)


@pytest.mark.parametrize("path", PAGES, ids=name_of)
def test_every_command_that_a_page_shows_is_understood(path):
    text = re.sub(r"\$\{\{.*?\}\}", "1", PAGES[path])  # what GitHub fills in
    for block in code(r"\w*", text):
        for line in re.findall(r"^ *(?:- run: |\S+ -m |\S*/)?lobra (.+)$", block, re.M):
            parsed = command._parser().parse_args(shlex.split(line))
            assert callable(parsed.run), line


def placed(argument, places):
    for start, place in places.items():
        if argument.startswith(start):
            return argument.replace(start, place, 1)
    return argument


@pytest.mark.slow
def test_every_lobra_command_of_the_pages_runs(reported, built, tmp_path):
    pages = [path for path in PAGES if path.name not in ELSEWHERE_RUN]
    lines = [line for line in lines_of("sh", *pages) if "lobra " in line]
    assert {line.split()[1] for line in lines} >= {"report", "read", "search", "trace", "verify"}
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


def test_every_make_target_of_the_pages_exists():
    makefile = (ROOT / "Makefile").read_text("utf-8")
    texts = "".join(PAGES.values())
    targets = set(re.findall(r"(?:^|`|&& )make ([a-z]+)", texts, flags=re.M))
    assert targets >= {"report", "test", "lab", "check"}
    for target in targets:
        assert re.search(rf"^(?:[a-z ]+ )?{target}(?: [a-z ]+)?:", makefile, flags=re.M), target


def test_every_lobra_command_about_open_data_runs(tmp_path):
    lines = lines_of("sh", ROOT / "docs" / "export.md")
    assert len(lines) == 2
    for line in lines:
        arguments = shlex.split(line.removeprefix("lobra "))
        run = lobra(*(placed(one, {"oppna-data": str(tmp_path / "data")}) for one in arguments))
        assert run.status == 0, (line, run.err)


@pytest.mark.parametrize("path", [p for p in PAGES if code("python", PAGES[p])], ids=name_of)
def test_the_python_examples_run(path):
    for block in code("python", PAGES[path]):
        ready = compile(block, path.name, "exec")
        if path.name not in NEEDS_A_CLUSTER:
            exec(ready, {})


def test_every_search_that_the_explorers_page_shows_finds_something(capsys):
    lines = lines_of("sh", ROOT / "docs" / "explorer.md")
    assert lines
    for line in lines:
        assert command.main(shlex.split(line.removeprefix("lobra "))) == 0, line
        assert capsys.readouterr().out, line


def anchors(path):
    """What GitHub calls the headings of a page."""
    headings = re.findall(r"^#+ (.+)$", path.read_text("utf-8"), re.M)
    return {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("path", DOCUMENTS, ids=name_of)
def test_links_and_pictures_lead_to_files_and_headings(path):
    links = [t for t in re.findall(r"\]\(([^)]+)\)", DOCUMENTS[path]) if "://" not in t]
    for link in links:
        name, _, heading = link.partition("#")
        target = path.parent / name if name else path
        assert target.exists(), link
        assert not heading or heading in anchors(target), link


def test_the_exit_statuses_are_documented():
    assert re.findall(r"^\| (\d) \|", PAGES[README], re.M) == ["0", "1", "2", "3"]


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
    """Reviews as the guide says: certain rows together, the rest one by one."""
    for document in review.documents(records):
        review.accept_all(document, None, records)
        for one in review.drafts(document, records):
            if one.table == "action_plans":
                assert (one.values["year_from"], one.values["year_to"]) == ("2026", "2027")
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
