"""JupyterLab: Run All, change the year, export; what is refused is said, and it goes on."""

import json
import os
import shutil
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

import nbformat
import pytest
from cells import notebook_of
from nbformat import NotebookNode
from playwright.sync_api import Browser, BrowserContext, Download, Page
from waiting import until

from annual_report.base.project import ROOT
from annual_report.machine.pages.written import make_text_fragment

pytestmark = pytest.mark.slow

TOKEN = "un-jeton"
PATIENCE = 180_000
"""Milliseconds that a busy machine may take for a step; nothing is measured."""
RAN = """count => {
  const panel = jupyterapp.shell.currentWidget;
  const cells = [...panel.content.model.cells].filter(
    cell => cell.type === "code" && cell.sharedModel.getSource().trim());
  return panel.sessionContext.session?.kernel?.status === "idle"
    && cells.every(cell => cell.executionCount !== null && cell.executionCount > count);
}"""
READY = """() => window.jupyterapp?.shell.currentWidget?.sessionContext?.session?.kernel?.status
  === "idle" """
LOADED = """() => {
  const panel = window.jupyterapp?.shell.currentWidget;
  return panel?.context?.isReady && panel.content.model.cells.length > 10;
}"""
COUNT = """() => Math.max(...[...jupyterapp.shell.currentWidget.content.model.cells].map(
  cell => cell.executionCount ?? 0))"""
SETTINGS: dict[str, dict[str, Any]] = {
    "notebook-extension/tracker": {"windowingMode": "none"},
    "apputils-extension/notification": {"fetchNews": "false", "checkForUpdates": False},
}


class Lab(NamedTuple):
    """A running JupyterLab: its address and its folder."""

    address: str
    folder: Path


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    """Start JupyterLab in a folder that has the notebooks."""
    home = tmp_path_factory.mktemp("home")
    folder = tmp_path_factory.mktemp("lab")
    shutil.copytree(ROOT / "notebooks", folder / "notebooks")
    places = {
        "HOME": "",
        "JUPYTER_CONFIG_DIR": "config",
        "JUPYTER_DATA_DIR": "data",
        "JUPYTER_RUNTIME_DIR": "runtime",
        "IPYTHONDIR": "ipython",
        "JUPYTERLAB_SETTINGS_DIR": "settings",
        "JUPYTERLAB_WORKSPACES_DIR": "workspaces",
    }
    environment = os.environ | {name: str(home / place) for name, place in places.items()}
    for plugin, values in SETTINGS.items():
        file = home / "settings" / "@jupyterlab" / f"{plugin}.jupyterlab-settings"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps(values), encoding="utf-8")
    command = [
        sys.executable,
        "-m",
        "jupyterlab",
        "--no-browser",
        "--allow-root",
        "--ip=127.0.0.1",
        "--port=0",
        f"--IdentityProvider.token={TOKEN}",
        f"--ServerApp.root_dir={folder}",
        "--expose-app-in-browser",
    ]
    with (home / "log").open("w") as log:
        server = subprocess.Popen(command, env=environment, cwd=folder, stdout=log, stderr=log)
        try:
            until(lambda: server.poll() is not None or _find_address(home))
            yield Lab(_find_address(home), folder)
        finally:
            server.terminate()  # and its kernels
            try:
                server.wait(timeout=30)
            except subprocess.TimeoutExpired:  # a thread that its loop has left waits for ever
                server.kill()
                server.wait()


def _find_address(home: Path) -> str:
    """Return what a server says of itself; "" while it doesn't. A free port might be taken."""
    for file in (home / "runtime").glob("jpserver-*.json"):
        with suppress(ValueError):  # it isn't whole yet
            return f"http://127.0.0.1:{json.loads(file.read_bytes())['port']}"
    return ""


@pytest.fixture(scope="module")
def window(browser: Browser) -> Iterator[BrowserContext]:
    """Open a window that loads JupyterLab's own files once for all tests."""
    context = browser.new_context(viewport={"width": 1400, "height": 1000}, accept_downloads=True)
    context.set_default_timeout(PATIENCE)
    yield context
    context.close()


def opened(page: Page, lab: Lab, notebook: str) -> None:
    page.goto(f"{lab.address}/lab/tree/{notebook}?token={TOKEN}&reset")
    page.wait_for_function(LOADED)


def run_all(page: Page, before: int) -> int:
    """Run all cells by the menu; return how many cells have been run since the start."""
    page.wait_for_function(READY)
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.locator('[data-command="runmenu:run-all"]').click()
    page.wait_for_function(RAN, arg=before)
    return int(page.evaluate(COUNT))


def exported(page: Page) -> bytes:
    """Save and export by the menu, and return what the browser saves."""
    saved: list[Download] = []

    def save(download: Download) -> None:
        saved.append(download)

    page.on("download", save)
    page.context.on("page", lambda popup: popup.on("download", save))
    until(partial(_offers_the_export, page))
    page.get_by_role("menuitem", name="Annual_report").click()
    deadline = time.monotonic() + PATIENCE / 1000
    while not saved and time.monotonic() < deadline:
        page.wait_for_timeout(100)
    assert saved[0].suggested_filename == "annual_report.html"
    return Path(saved[0].path()).read_bytes()


def _offers_the_export(page: Page) -> bool:
    """Open the menu of exporters, which stays empty if the server hasn't told them yet."""
    for _level in range(2):
        page.keyboard.press("Escape")
    page.get_by_role("menuitem", name="File", exact=True).click()
    page.locator(".lm-Menu-item", has_text="Save and Export Notebook As").hover()
    page.wait_for_timeout(1000)
    return page.get_by_role("menuitem", name="Annual_report").is_visible()


def test_run_all_change_the_year_and_export(
    lab: Lab, window: BrowserContext, real_build: Path
) -> None:
    page = window.new_page()
    opened(page, lab, "notebooks/annual_report.ipynb")
    count = run_all(page, 0)

    assert exported(page) == (real_build / "2025.html").read_bytes()

    parameters = page.locator(".jp-CodeCell", has_text="year: int").first
    parameters.get_by_text("2025", exact=True).first.dblclick()
    page.keyboard.type("2024")
    run_all(page, count)
    assert exported(page) == (real_build / "2024.html").read_bytes()

    page.close()


def ask(address: str) -> tuple[int, str]:
    """Return the status and the text of what a server answers."""
    request = urllib.request.Request(address, headers={"Authorization": f"token {TOKEN}"})
    try:
        with urllib.request.urlopen(request, timeout=PATIENCE / 1000) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as refused:
        return refused.code, refused.read().decode()


def failed() -> NotebookNode:
    notebook = notebook_of(make_text_fragment("Un mot."))
    error = nbformat.v4.new_output("error", ename="KeyError", evalue="'membre'", traceback=[])
    notebook.cells[0].outputs.append(error)
    return notebook


SILENT = "from annual_report import publish\nif False:\n    publish('Un mot.')\n3"
REFUSED = {
    "not-run": (
        nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("publish('Un mot.')")]),
        "it was not run: jupyter nbconvert",
    ),
    "failed": (failed(), "it failed, KeyError"),
    "nothing": (notebook_of({"text/plain": "3"}, source=SILENT), "nothing is published"),
    "machine": (
        notebook_of(make_text_fragment("Voir /home/marie/notes.csv.")),
        "is a place on a machine",
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_refused_export_says_why_and_the_server_goes_on(lab: Lab, name: str) -> None:
    notebook, reason = REFUSED[name]
    nbformat.write(notebook, lab.folder / f"{name}.ipynb")
    status, answer = ask(f"{lab.address}/nbconvert/annual_report/{name}.ipynb")

    assert status == 500
    assert reason in answer
    assert ask(f"{lab.address}/api")[0] == 200
