"""Refused exports in a real Jupyter server: the reason is answered, and the server goes on."""

import json
import os
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import nbformat
import pytest
from cells import notebook_of
from nbformat import NotebookNode
from waiting import PATIENCE, until

from annual_report.machine.pages.publishing import make_text_fragment

pytestmark = pytest.mark.slow
TOKEN = "essai"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """Start a Jupyter server, and return its address and its folder."""
    home = tmp_path_factory.mktemp("home")
    folder = tmp_path_factory.mktemp("notebooks")
    places = ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR", "IPYTHONDIR")
    environment = os.environ | {name: str(home / name) for name in ("HOME", *places)}
    command = [
        sys.executable, "-m", "jupyter_server", "--no-browser", "--allow-root", "--ip=127.0.0.1",
        "--port=0", f"--IdentityProvider.token={TOKEN}", f"--ServerApp.root_dir={folder}",
    ]  # fmt: skip
    with (home / "log").open("w") as log:
        process = subprocess.Popen(command, env=environment, cwd=folder, stdout=log, stderr=log)
        try:
            until(lambda: process.poll() is not None or _is_ready(home))
            yield _find_address(home), folder
        finally:
            process.kill()  # a frozen one wouldn't end by itself
            process.wait()


def _is_ready(home: Path) -> bool:
    """Whether a server answers: it says where it is before it does."""
    with suppress(OSError, ValueError):
        return ask(f"{_find_address(home)}/api")[0] == 200
    return False


def _find_address(home: Path) -> str:
    for file in home.glob("JUPYTER_RUNTIME_DIR/jpserver-*.json"):
        with suppress(ValueError):  # it isn't whole yet
            return f"http://127.0.0.1:{json.loads(file.read_bytes())['port']}"
    return ""


def ask(address: str) -> tuple[int, str]:
    """Return the status and the text of what a server answers."""
    request = urllib.request.Request(address, headers={"Authorization": f"token {TOKEN}"})
    try:
        with urllib.request.urlopen(request, timeout=PATIENCE) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as refused:
        return refused.code, refused.read().decode()


def not_run() -> NotebookNode:
    return nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("publish('Un mot.')")])


def failed() -> NotebookNode:
    notebook = notebook_of(make_text_fragment("Un mot."))
    error = nbformat.v4.new_output("error", ename="KeyError", evalue="'membre'", traceback=[])
    notebook.cells[0].outputs.append(error)
    return notebook


SILENT = "from annual_report import publish\nif False:\n    publish('Un mot.')\n3"
REFUSED = {
    "not-run": (not_run(), "the notebook was not run: jupyter nbconvert"),
    "failed": (failed(), "it failed, KeyError"),
    "nothing": (notebook_of({"text/plain": "3"}, source=SILENT), "nothing is published"),
    "machine": (
        notebook_of(make_text_fragment("Voir /home/marie/notes.csv.")),
        "is a place on a machine",
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_refused_export_says_why_and_the_server_goes_on(
    server: tuple[str, Path], name: str
) -> None:
    address, folder = server
    notebook, reason = REFUSED[name]
    nbformat.write(notebook, folder / f"{name}.ipynb")
    status, answer = ask(f"{address}/nbconvert/annual_report/{name}.ipynb")
    assert (status, reason in answer) == (500, True)
    assert ask(f"{address}/api")[0] == 200
