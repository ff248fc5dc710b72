"""`lobra lab` in a real JupyterLab: choose, see what the records say, and save nothing of it."""

import json
import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request

import pytest
from conftest import ROOT, lobra

CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome")
pytestmark = pytest.mark.slow


@pytest.fixture
def lab(tmp_path):
    """A running JupyterLab, started by the documented command; its address with token."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    config = tmp_path / "config"
    config.mkdir()
    settings = {"ServerApp": {"allow_root": True}}
    (config / "jupyter_server_config.json").write_text(json.dumps(settings))
    shutil.copytree(ROOT / "notebooks", tmp_path / "notebooks")
    environment = os.environ | {
        "JUPYTER_PORT": str(port),
        "JUPYTER_TOKEN": "prov",
        "JUPYTER_CONFIG_DIR": str(config),
        "JUPYTERLAB_WORKSPACES_DIR": str(tmp_path / "workspaces"),
        "JUPYTERLAB_SETTINGS_DIR": str(tmp_path / "settings"),
    }
    log = (tmp_path / "lab.log").open("w")
    server = subprocess.Popen(
        [sys.executable, "-m", "lobra", "lab", "--no-browser"],
        cwd=tmp_path,
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


@pytest.mark.browser
@pytest.mark.skipif(not CHROMIUM, reason="ingen Chromium på PATH")
def test_the_explorer_answers_in_a_real_jupyterlab_and_saving_it_changes_nothing(lab, tmp_path):
    from playwright.sync_api import expect, sync_playwright

    expect.set_options(timeout=30_000)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM,
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        page = browser.new_page(viewport={"width": 1400, "height": 1000})
        page.goto(f"{lab}/lab/tree/utforska.ipynb?token=prov")
        expect(page.get_by_text("Python 3 (ipykernel) | Idle")).to_be_visible(timeout=60_000)
        page.get_by_text("Run", exact=True).first.click()
        page.get_by_text("Run All Cells", exact=True).click()

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
        assert page.locator(".jp-RenderedText[data-mime-type*='error']").count() == 0
        expect(page.get_by_text("Python 3 (ipykernel) | Idle")).to_be_visible()
        page.get_by_role("heading", name="Utforska registren").click()
        with page.expect_response(lambda r: r.request.method == "PUT" and "utforska" in r.url):
            page.keyboard.press("Control+s")
        browser.close()
    saved = (tmp_path / "notebooks" / "utforska.ipynb").read_bytes()
    assert saved == (ROOT / "notebooks" / "utforska.ipynb").read_bytes()


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
