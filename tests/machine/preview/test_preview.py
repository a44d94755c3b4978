"""The preview: a real server on this machine, with real builds, ended with each test."""

import http.client
import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import psutil
import pytest
from making import copy_project
from playwright.sync_api import Browser, Error, Page, expect
from waiting import PATIENCE, until

DATA = "data/departements-participatifs"
RUNS = re.compile(r'<script(?! type="application/vnd)')
"""A script that a browser runs: what a page was made of stands in one that it does not."""

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not hasattr(os, "fork"), reason="needs a fork server"),
]


@dataclass
class Preview:
    """A preview that is running, its data and its pages."""

    process: "subprocess.Popen[str]"
    address: str
    project: Path
    out: Path

    def ask(self, path: str, method: str = "GET", **headers: str) -> tuple[int, str]:
        """Send a request as it is, and return the answer."""
        host, port = self.address.removeprefix("http://").rstrip("/").split(":")
        connection = http.client.HTTPConnection(host, int(port), timeout=PATIENCE)
        connection.request(method, path, headers=headers)
        answer = connection.getresponse()
        status, body = answer.status, answer.read().decode()
        connection.close()
        return status, body

    def edit(self, name: str, old: str, new: str) -> None:
        """Change a file of the project that is previewed, whole: a half would be built as well."""
        path, beside = self.project / name, self.project.with_name("edited")
        text = path.read_text(encoding="utf-8")
        assert old in text
        beside.write_text(text.replace(old, new), encoding="utf-8")
        beside.replace(path)


@pytest.fixture(scope="module")
def preview(real_build: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Preview]:
    """Start a preview of a copy of everything that it watches, so that a test may change it."""
    folder = tmp_path_factory.mktemp("preview")
    project = folder / "project"
    copy_project(project)
    for notebook in (project / "notebooks").glob("*.ipynb"):
        if notebook.stem != "annual_report":  # a template would make all of its pages
            notebook.unlink()
    out = folder / "out"
    shutil.copytree(real_build, out)
    (folder / "secret.html").write_text("hidden words")
    (out / "link.html").symlink_to(folder / "secret.html")
    (out / "inside.html").symlink_to(out / ".build" / "records.json")
    command = [sys.executable, "pipeline.py", "preview", "--port", "0", "--out", str(out)]
    process = subprocess.Popen(
        command,
        cwd=project,
        env={name: os.environ[name] for name in os.environ if name != "PYTHONDONTWRITEBYTECODE"},
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    assert process.stdout is not None
    first = process.stdout.readline()
    found = re.search(r"http://127\.0\.0\.1:\d+/", first)
    assert found, first
    yield Preview(process, found.group(), project, out)
    children = psutil.Process(process.pid).children(recursive=True)
    os.killpg(process.pid, signal.SIGINT)  # as a terminal does on Ctrl-C
    said, _nothing = process.communicate(timeout=PATIENCE)
    assert process.returncode == 130, said
    _gone, left = psutil.wait_procs(children, timeout=PATIENCE)
    assert left == []


def test_pages_have_the_script_and_files_have_none(preview: Preview) -> None:
    status, body = preview.ask("/2025.html")
    assert status == 200
    assert len(RUNS.findall(body)) == 1
    assert re.search(r"\"default-src 'none'; script-src 'sha256-[\w+/]+=*'; connect-src", body)
    assert not RUNS.findall((preview.out / "2025.html").read_text(encoding="utf-8"))


@pytest.mark.parametrize("host", ["evil.example", "evil.example:{port}", "127.0.0.1", "[::1]:80"])
def test_a_foreign_host_is_refused(preview: Preview, host: str) -> None:
    port = preview.address.rstrip("/").rpartition(":")[2]
    for path in ("/2025.html", "/.preview/news?page=/2025.html"):
        status, body = preview.ask(path, Host=host.format(port=port))
        assert status == 403
        assert "Nantes" not in body
    assert preview.ask("/2025.html", Host=f"localhost:{port}")[0] == 200


def test_it_only_shows(preview: Preview) -> None:
    assert preview.ask("/2025.html", "POST")[0] == 501


@pytest.mark.parametrize(
    "path",
    [
        "/../secret.html",
        "/..%2Fsecret.html",
        "/%2e%2e/secret.html",
        "/%252e%252e/secret.html",
        "//secret.html",
        "/link.html",
        "/inside.html",
        "/.build/records.json",
        "/2025.html%00.html",
        "/departements/",
    ],
)
def test_nothing_else_is_served(preview: Preview, path: str) -> None:
    status, body = preview.ask(path)
    assert status in (400, 404)
    assert "hidden words" not in body
    assert "made_of" not in body


def shows(preview: Preview, words: str, year: int = 2024) -> bool:
    """Whether a page says something."""
    return words in preview.ask(f"/{year}.html")[1]


@pytest.fixture
def opened(preview: Preview, browser: Browser) -> Iterator[Page]:
    """Open the page of 2025; nothing may be refused by its policy, or fail in its script."""
    page = browser.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.set_default_timeout(PATIENCE * 1000)
    until(partial(shows, preview, "<html", 2025))
    page.goto(preview.address + "2025.html")
    yield page
    page.close()
    assert [each for each in complaints if "net::ERR_" not in each] == []


def test_the_open_page_follows_a_change(preview: Preview, opened: Page) -> None:
    assert "Des promenades urbaines" not in plain(opened)
    text = f"{DATA}/textes/2025.md"
    preview.edit(text, "Des balades urbaines", "Des promenades urbaines")
    until(lambda: "Des promenades urbaines" in plain(opened))
    expect(opened.get_by_role("alert")).to_be_empty(timeout=PATIENCE * 1000)


def plain(page: Page) -> str:
    """Return the words of a page with ordinary spaces; none while it is being replaced."""
    try:
        return (page.locator("body").text_content() or "").replace("\u00a0", " ")
    except Error:
        return ""


MISTAKES = {
    "data": (
        f"{DATA}/membres.csv",
        "2025,33",
        "2025,Girond",
        "membres.csv, row 24, column membre",
    ),
    "notebook": (
        "notebooks/annual_report.ipynb",
        '"mouvement\\",',
        '"mouvements\\",',
        "phrases/mouvements.md: there is no such phrase",
    ),
    "phrase": (
        "notebooks/phrases/mouvement.md",
        "absents|les",
        "absents|lez",
        "phrases/mouvement.md, line 14: there is no filter “lez”; nearest: les",
    ),
}


@pytest.mark.parametrize("kind", MISTAKES)
def test_a_mistake_shows_in_the_page_until_it_is_mended(
    preview: Preview, opened: Page, kind: str
) -> None:
    name, right, wrong, said = MISTAKES[kind]
    alert = opened.get_by_role("alert")
    expect(alert).to_be_empty(timeout=PATIENCE * 1000)
    preview.edit(name, right, wrong)
    expect(alert).to_contain_text(said, timeout=PATIENCE * 1000)
    assert "16 départements" in plain(opened)  # the last version that succeeded is still there
    preview.edit(name, wrong, right)
    expect(alert).to_be_empty(timeout=PATIENCE * 1000)
    until(lambda: not list(preview.out.rglob("*.erreur.html")))
