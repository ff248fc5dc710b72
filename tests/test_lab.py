"""`lobra lab` in a real JupyterLab: choose, see what the records say, and save nothing of it."""

import csv
import datetime as dt
import json
import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import contextmanager
from pathlib import Path

import pytest
from browsing import for_browser, opened_browser
from conftest import ROOT, lobra

from lobra.command import lab as lab_command
from lobra.command import main
from lobra.reading import drafts, reader
from lobra.start import folder

DOCUMENTS = ROOT / "demo" / "documents"
DAY = dt.date(2026, 1, 9)

SCREENSHOTS = Path(found) if (found := os.environ.get("LOBRA_SCREENSHOTS")) else None


@pytest.fixture
def lab(tmp_path):
    """A running JupyterLab, started by the documented command; its address."""
    yield from server(tmp_path, "lab")


@pytest.fixture
def reviewing(tmp_path):
    """The review of one document of the made-up council, started as `lobra review` the first time;
    its address, and a function from the key of a decision to its row in the CSV."""
    records = tmp_path / "mina register"
    path = DOCUMENTS / "protokoll-2024-05-16.md"
    drafts.write(reader.read_file(path), path, records, "exempelkoping")

    def decision(key):
        with (records / "exempelkoping" / "decisions.csv").open(encoding="utf-8") as file:
            rows = {one["decision_id"]: one for one in csv.DictReader(file)}
        return (rows[key]["text"], rows[key]["is_reviewed"]) if key in rows else None

    for address in server(tmp_path, "review", "--data", records, "--documents", DOCUMENTS):
        yield address, decision


def server(tmp_path, *command, folder=None, python=sys.executable, **environment):
    """JupyterLab started by a command, in a copy of the checkout's notebooks or in a folder."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    config = tmp_path / "config"
    config.mkdir()
    settings = {"ServerApp": {"allow_root": True}}
    (config / "jupyter_server_config.json").write_text(json.dumps(settings))
    if folder is None:
        folder = tmp_path
        shutil.copytree(ROOT / "notebooks", tmp_path / "notebooks")
    environment = (
        os.environ
        | environment
        | {
            "JUPYTER_PORT": str(port),
            "JUPYTER_TOKEN": "prov",
            "JUPYTER_CONFIG_DIR": str(config),
            "JUPYTERLAB_WORKSPACES_DIR": str(tmp_path / "workspaces"),
            "JUPYTERLAB_SETTINGS_DIR": str(tmp_path / "settings"),
        }
    )
    log = (tmp_path / "lab.log").open("w")
    server = subprocess.Popen(
        [python, "-m", "lobra", *map(str, command), "--no-browser"],
        cwd=folder,
        env=environment,
        stdout=log,
        stderr=log,
    )
    try:
        _wait_until_it_answers(f"http://127.0.0.1:{port}/api?token=prov", server, log.name)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(30)
        log.close()


def _wait_until_it_answers(url, server, log):
    end = time.monotonic() + 60
    while time.monotonic() < end:
        try:
            urllib.request.urlopen(url, timeout=5).close()
            return
        except OSError:
            try:
                server.wait(0.2)
                break
            except subprocess.TimeoutExpired:
                continue
    with open(log, encoding="utf-8") as lines:
        pytest.fail(f"JupyterLab svarade inte:\n{lines.read()}")


IDLE = "Python 3 (ipykernel) | Idle"
WRONG = "[data-mime-type*='error'], [data-mime-type*='stderr']"


@contextmanager
def opened(address, name):
    """A page of a real browser on a notebook in JupyterLab, all cells run."""
    from playwright.sync_api import expect

    expect.set_options(timeout=30_000)
    with opened_browser() as browser:
        page = browser.new_page(viewport={"width": 1280, "height": 1000})
        page.goto(f"{address}/lab/tree/{name}?token=prov")
        expect(page.get_by_text(IDLE)).to_be_visible(timeout=60_000)
        run_all(page)
        yield page, expect


def run_all(page):
    page.get_by_text("Run", exact=True).first.click()
    page.get_by_text("Run All Cells", exact=True).click()


def keep(page, name):
    """The page as it is, for somebody to look at, where a folder for that is named."""
    if SCREENSHOTS:
        SCREENSHOTS.mkdir(exist_ok=True)
        page.screenshot(path=SCREENSHOTS / f"{name}.png")


@pytest.mark.slow
@for_browser
def test_the_explorer_answers_in_a_real_jupyterlab_and_saving_it_changes_nothing(lab, tmp_path):
    with opened(lab, "utforska.ipynb") as (page, expect):
        council = page.get_by_label("Råd", exact=True)
        expect(council).to_be_visible(timeout=60_000)
        expect(page.get_by_role("heading", name="Utforska registren")).to_be_visible()
        page.get_by_label("Plats", exact=True).select_option("Liljeholmen")
        page.get_by_label("Sök ord", exact=True).fill("narkotika")
        page.keyboard.press("Enter")
        board = page.locator(".jp-OutputArea-output", has=council)
        expect(board.locator(".lobra-answer").first).to_contain_text("Tas upp 5 gånger")
        expect(board.locator("tbody tr").first).to_contain_text("gymnasieskolorna i Liljeholmen")
        page.get_by_label("Plats", exact=True).select_option("alla")
        page.get_by_label("Sök ord", exact=True).fill("")
        page.keyboard.press("Enter")
        page.get_by_role("tab", name="Samverkan").click()
        picture = board.locator("img[alt^='Matris: forum i rader']")
        expect(picture).to_be_visible()
        expect(picture).to_have_attribute("alt", re.compile("Tryggare äldre"))
        council.select_option("Hägersten-Älvsjös lokala brottsförebyggande råd")
        expect(picture).not_to_have_attribute("alt", re.compile("Tryggare äldre"))
        page.get_by_role("tab", name="Jämför").click()
        sides = [page.get_by_label(name, exact=True) for name in ("Den första", "Den andra")]
        assert [side.input_value() for side in sides] == ["Hägersten-Älvsjö, 2021"] * 2
        assert page.locator(WRONG).count() == 0
        expect(page.get_by_text(IDLE)).to_be_visible()
        page.get_by_role("heading", name="Utforska registren").click()
        with page.expect_response(lambda r: r.request.method == "PUT" and "utforska" in r.url):
            page.keyboard.press("Control+s")
        keep(page, "utforska")
        for name in ("granska", "bilagor", "lagesbild", "motesunderlag"):
            run_beside(page, name, expect)
        expect(page.get_by_text("Jupyter news")).to_have_count(0)
        export_from_the_menu(page, lab, expect)
    for path in (ROOT / "notebooks").glob("*.ipynb"):
        assert (tmp_path / "notebooks" / path.name).read_bytes() == path.read_bytes()


def run_beside(page, name, expect):
    """Opens one more notebook from the list of files, and runs it: a board, or a working copy."""
    with page.expect_response(lambda one: "/channels" in one.url or "/api/sessions" in one.url):
        page.locator(".jp-DirListing-itemText", has_text=f"{name}.ipynb").dblclick()
    notebook = page.locator(".jp-NotebookPanel:visible .jp-Notebook")
    expect(page.locator(".lm-TabBar-tab.jp-mod-current", has_text=f"{name}.ipynb")).to_be_visible()
    expect(page.locator(".jp-NotebookPanel:visible [data-status=idle]")).to_be_visible()
    expect(page.get_by_text(IDLE)).to_be_visible()
    run_all(page)
    expect(notebook.locator(".jp-CodeCell").last.locator(".jp-InputPrompt")).to_have_text(
        re.compile(r"\[\d+\]:")
    )
    keep(page, name)
    assert notebook.locator(WRONG).count() == 0, name
    if name == "granska":
        expect(notebook.get_by_text("Inget väntar på granskning.")).to_be_visible()
        expect(notebook.get_by_label("Dokument", exact=True)).to_have_value(re.compile("."))
    else:
        expect(notebook.locator(".lobra-block h1")).to_contain_text("2021")
        expect(notebook.locator(".lobra-block .facts").first).to_contain_text(
            "Arbetsexemplar, inte för publicering"
        )


BEGINS = {"html": b"<!DOCTYPE html>", "pdf": b"%PDF-", "docx": b"PK"}


def export_from_the_menu(page, lab, expect):
    """The report notebook shows its blocks, and its three exports come from the real menu."""
    with page.expect_response(lambda one: "/api/nbconvert" in one.url, timeout=60_000):
        page.goto(f"{lab}/lab/tree/verksamhetsberattelse.ipynb?token=prov")
    expect(page.get_by_text(IDLE)).to_be_visible(timeout=60_000)
    said = export(page, "html")
    assert "Notebooken är inte körd och har inget att exportera." in said.decode()
    run_all(page)
    notebook = page.locator(".jp-Notebook:visible")
    expect(
        notebook.locator(".jp-RenderedHTMLCommon figure, .jp-RenderedHTML figure").first
    ).to_be_visible(timeout=60_000)
    expect(notebook.get_by_text("[*]:")).to_have_count(0, timeout=60_000)
    expect(notebook.locator(".lobra-block .facts").first).to_contain_text("Arbetsexemplar")
    assert notebook.locator(WRONG).count() == 0
    keep(page, "verksamhetsberattelse")
    for name, start in BEGINS.items():
        made = export(page, name)
        assert made.lstrip().startswith(start), (name, made[:200])
        assert len(made) > 50_000


def export(page, name):
    """What the menu's entry answers with."""
    with page.context.expect_event("request", lambda one: "/nbconvert/lobra_" in one.url) as asked:
        page.get_by_role("menuitem", name="File", exact=True).click()
        page.locator(".lm-Menu-itemLabel", has_text="Save and Export Notebook As").hover()
        page.locator(".lm-Menu-itemLabel", has_text=f"Lobra_{name}").click()
    answer = page.request.get(asked.value.url, headers={"Referer": page.url})
    return answer.body()


@pytest.mark.slow
@for_browser
def test_an_edit_on_the_review_board_survives_every_button_with_the_keyboard_alone(reviewing):
    address, decision = reviewing
    first, second, third = (f"exempelkoping-2024-05-16-b{n}" for n in (1, 2, 3))
    with opened(address, "granska.ipynb") as (page, expect):
        rows = page.get_by_label("Rader", exact=True)
        field = page.get_by_label("Beslut", exact=True)
        message = page.locator(".lobra-message")
        expect(rows).to_be_visible(timeout=60_000)
        rows.focus()

        def is_there(target):
            return target.count() == 1 and target.evaluate("one => one === document.activeElement")

        def go(key, target):
            """With Tab or Shift+Tab alone, and one sees where one is."""
            for _ in range(40):
                if is_there(target):
                    seen = target.evaluate("one => getComputedStyle(one).outlineWidth")
                    assert seen == "3px", target
                    return
                page.keyboard.press(key)
            pytest.fail(f"{key} leder inte till {target}")

        def show(n, key="Shift+Tab"):
            go(key, rows)
            words = rows.locator("option", has_text=f"Beslut, rad {n}").first.inner_text()
            labels = rows.locator("option").all_inner_texts()
            steps = labels.index(words) - rows.evaluate("one => one.selectedIndex")
            for _ in range(abs(steps)):
                page.keyboard.press("ArrowDown" if steps > 0 else "ArrowUp")
            expect(page.locator(".lobra-source .own .number")).to_have_text(str(n))
            words = re.escape(words.replace("\xa0", " ").split(": ", 1)[1])
            expect(field).to_have_value(re.compile(f"^{words}"))
            assert is_there(rows)

        def type_(text):
            go("Tab", field)
            page.keyboard.press("Control+a")
            page.keyboard.type(text)

        def press(name, said, key="Shift+Tab", then=None):
            button = page.get_by_role("button", name=re.compile(f"^{name}(:.*)?$"))
            go(key, button)
            page.keyboard.press("Space")
            expect(message).to_contain_text(said)
            expect(then or button).to_be_focused()

        show(95)
        type_("Fyra vandringar genomförs.")
        press("Nästa", "")
        expect(rows.locator("option", has_text="Fyra vandringar genomförs.")).to_have_count(1)
        assert decision(first) == ("Fyra vandringar genomförs.", "no")
        show(97)
        type_("Bedrägerier tas upp.")
        press("Godkänn", "Sparad och godkänd: " + second)
        assert decision(second) == ("Bedrägerier tas upp.", "yes")
        show(99)
        type_("Cykelstölder följs.")
        press("Ta bort", "Borttagen: " + third)
        assert decision(third) is None
        press("Ångra", "Ångrat: borttagningen av " + third, "Tab")
        assert decision(third) == ("Cykelstölder följs.", "no")
        keep(page, "granska-tangentbord")
        show(99)
        type_("Cykelstölderna följs.")
        press("Godkänn alla säkra", "säkra rader är godkända")
        assert decision(third)[0] == "Cykelstölderna följs."
        go("Shift+Tab", page.get_by_label("Visa", exact=True))
        page.keyboard.press("ArrowDown")
        expect(rows.locator("option", has_text="Beslut, rad 97")).to_have_count(1)
        show(97, "Tab")
        type_("Bedrägerier mot äldre tas upp.")
        press("Öppna igen", second + " väntar på granskning igen.")
        assert decision(second) == ("Bedrägerier mot äldre tas upp.", "no")
        press("Lägg till rad", "Fyll i fälten", "Tab", page.get_by_label("Möte", exact=True))
        go("Tab", page.get_by_label("Punkt", exact=True))
        for _ in range(8):
            page.keyboard.press("ArrowDown")
        type_("Ett nytt beslut.")
        press("Godkänn", "exempelkoping-decisions-1")
        assert decision("exempelkoping-decisions-1") == ("Ett nytt beslut.", "yes")
        assert page.locator(".jp-Cell").count() == 6  # no key was taken for JupyterLab's own
        assert page.get_by_text("notified about official Jupyter news").count() == 0


def content(lab, name, put=None):
    """A notebook as the server's contents API gives it, after `put` was saved there."""
    request = urllib.request.Request(
        f"{lab}/api/contents/{name}?token=prov",
        method="PUT" if put else "GET",
        data=json.dumps(put).encode() if put else None,
    )
    with urllib.request.urlopen(request, timeout=30) as answer:
        return json.load(answer)


def git(folder, *arguments):
    identity = ("-c", "user.name=Prov", "-c", "user.email=prov@example.se")
    command = ["git", *identity, *arguments]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True)
    return done.stdout


def ran(notebook):
    """The notebook as JupyterLab sends it after somebody ran it."""
    for n, cell in enumerate(notebook["cells"], start=1):
        cell["metadata"] |= {"scrolled": True, "trusted": True}
        if cell["cell_type"] == "code":
            output = {"output_type": "stream", "name": "stdout", "text": "Malva Rönnbrink"}
            cell |= {"execution_count": n, "outputs": [output]}
            cell["metadata"]["execution"] = {"iopub.execute_input": "2026-11-26T10:00:00Z"}
    notebook["metadata"] |= {
        "widgets": {"application/vnd.jupyter.widget-state+json": {"state": {}}},
        "kernelspec": {"display_name": "Python 3 (ipykernel)", "name": "python3"},
        "language_info": {"name": "python", "version": "3.13.1", "nbconvert_exporter": "python"},
    }
    return notebook


@pytest.mark.slow
@pytest.mark.skipif(not shutil.which("git"), reason="git is not installed here")
def test_a_notebook_that_was_run_and_saved_does_not_stop_git_pull(lab, tmp_path):
    folder = tmp_path / "notebooks"
    shutil.copy(ROOT / ".gitignore", folder)
    git(folder, "init", "--quiet", "--initial-branch", "main")
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--message", "Before")
    upstream = tmp_path / "upstream"
    git(tmp_path, "clone", "--quiet", folder, upstream)
    names = sorted(path.name for path in folder.glob("*.ipynb"))
    for name in names:
        model = {"type": "notebook", "content": ran(content(lab, name)["content"])}
        content(lab, name, put=model)
    assert git(folder, "status", "--porcelain") == ""

    for name in names:  # upstream every notebook has changed
        path = upstream / name
        path.write_text(path.read_text("utf-8").replace('"cells"', ' "cells"'), "utf-8")
    git(upstream, "commit", "--quiet", "--all", "--message", "After")
    git(folder, "pull", "--quiet", "--ff-only", upstream, "main")
    assert [(folder / name).read_bytes() for name in names] == [
        (upstream / name).read_bytes() for name in names
    ]


@pytest.mark.slow
def test_what_somebody_wrote_in_a_notebook_is_saved(lab):
    notebook = content(lab, "utforska.ipynb")["content"]
    written = "# Egna ord"
    notebook["cells"].append(
        {"id": "egen", "cell_type": "markdown", "metadata": {"tags": ["mitt"]}, "source": written}
    )
    content(lab, "utforska.ipynb", put={"type": "notebook", "content": notebook})
    *_, last = content(lab, "utforska.ipynb")["content"]["cells"]
    assert (last["source"], last["metadata"]["tags"]) == (written, ["mitt"])


def test_lab_outside_the_project_says_where_to_stand(tmp_path):
    run = lobra("lab", cwd=tmp_path)
    assert (run.status, run.out) == (1, "")
    assert run.err == (
        "notebooks/utforska.ipynb: notebooken finns inte. Kör kommandot i mappen som lobra init "
        "gjorde, eller i projektets rot.\n"
    )


@pytest.fixture
def working(tmp_path, monkeypatch):
    """A working folder as `lobra init` makes it, where one stands."""
    folder.make(tmp_path / "mapp", "Björkdala lokala brottsförebyggande råd", "Björkdala", DAY)
    monkeypatch.chdir(tmp_path / "mapp")
    monkeypatch.delenv("LOBRA_DATA", raising=False)
    return tmp_path


@pytest.fixture
def started(monkeypatch):
    """What JupyterLab would be started with: the notebook, and the folders in the environment."""
    seen = []

    def run(command, env, check):
        seen.append((command[3], env.get("LOBRA_DATA"), env.get("LOBRA_DOCUMENTS")))
        return subprocess.CompletedProcess(command, 0)

    monkeypatch.setattr(lab_command.subprocess, "run", run)
    return seen


def test_jupyterlab_is_started_without_grammars_that_take_longer_than_all_else(
    working, monkeypatch
):
    package = working / "jupyterlab"
    package.mkdir()
    (package / "__init__.py").touch()
    (package / "labapp.py").write_text(
        "import sys, jsonschema\ndef main():\n    sys.exit('lark' in sys.modules)\n"
    )
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(map(str, (working, ROOT))))
    assert main(["lab"]) == 0


def test_review_opens_the_folders_of_the_working_folder_without_being_told(working, started):
    assert main(["review"]) == 0
    here = working / "mapp"
    assert started == [("notebooks/granska.ipynb", str(here / "records"), str(here / "dokument"))]


def test_review_remembers_the_folders_that_it_was_given_and_lab_knows_them(working, started):
    for name in ("register", "källor"):
        (working / name).mkdir()
    assert main(["review", "--data", "../register", "--documents", "../källor"]) == 0
    assert main(["review"]) == 0
    given = (str(working / "register"), str(working / "källor"))
    assert started == [("notebooks/granska.ipynb", *given)] * 2
    assert main(["lab"]) == 0
    assert started[-1][2] == given[1]


@pytest.mark.parametrize("content", ["{", "[]", '{"data": 3}', '"x"'])
def test_a_broken_memory_is_as_good_as_none(working, started, content):
    lab_command.REMEMBERED.write_text(content, "utf-8")
    assert main(["review"]) == 0
    assert started[0][1] == str(working / "mapp" / "records")


def test_review_says_which_folder_is_missing(working, started, capsys):
    assert main(["review", "--documents", "borta"]) == 1
    assert capsys.readouterr().err == (
        "--documents: mappen borta finns inte. Ange den som finns.\n"
    )
    assert started == []


def test_review_of_nobodys_records_asks_which(working, started, capsys):
    shutil.rmtree("records")
    assert main(["review"]) == 1
    assert capsys.readouterr().err == (
        "Vilka register gäller det? Ange --data MAPP. Kör kommandot i mappen som lobra init "
        "gjorde, eller i projektets rot.\n"
    )
