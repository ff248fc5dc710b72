"""`lobra lab` in a real JupyterLab, in a real browser: choose, and see what the records say."""

import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request

import pytest
from conftest import ROOT, lobra

CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome")
pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.skipif(not CHROMIUM, reason="ingen Chromium på PATH"),
]


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
        yield f"http://127.0.0.1:{port}/lab/tree/utforska.ipynb?token=prov"
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


def test_the_explorer_answers_in_a_real_jupyterlab(lab):
    from playwright.sync_api import expect, sync_playwright

    expect.set_options(timeout=30_000)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM,
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        page = browser.new_page(viewport={"width": 1400, "height": 1000})
        page.goto(lab)
        expect(page.get_by_text("Python 3 (ipykernel) | Idle")).to_be_visible(timeout=60_000)
        page.get_by_text("Run", exact=True).first.click()
        page.get_by_text("Run All Cells", exact=True).click()

        council = page.get_by_label("Råd", exact=True)
        expect(council).to_be_visible(timeout=60_000)
        expect(page.get_by_role("heading", name="Utforska registren")).to_be_visible()
        view = page.locator(".lobra-explore").first
        council.select_option("Hägersten-Liljeholmens lokala brottsförebyggande råd")
        expect(view).to_contain_text("2019")  # the choices now are those of the council
        page.get_by_label("År", exact=True).select_option("alla")
        expect(view).to_contain_text("2017")
        page.get_by_label("Plats", exact=True).select_option("Liljeholmen")
        page.get_by_label("Tema", exact=True).select_option("narkotika")
        expect(view.locator("tbody tr").first).to_contain_text("narkotika")
        expect(view).to_contain_text("2017")
        expect(view).to_contain_text("2019")
        page.get_by_role("tab", name="Uppföljning").click()
        expect(page.locator(".lobra-explore img[alt^='Matris: åtgärd']")).to_be_visible()
        assert page.locator(".jp-RenderedText[data-mime-type*='error']").count() == 0
        browser.close()


def test_lab_outside_the_project_says_where_to_stand(tmp_path):
    run = lobra("lab", cwd=tmp_path)
    assert (run.status, run.out) == (1, "")
    assert run.err == (
        "notebooks/utforska.ipynb: notebooken finns inte. Kör kommandot i projektets rot.\n"
    )
