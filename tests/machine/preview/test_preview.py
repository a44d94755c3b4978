"""The preview: a real server on this machine, with real builds, ended with all tests."""

import http.client
import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psutil
import pytest
from own_notebooks import DATA, SAY, WHERE, write_notebook
from playwright.sync_api import Browser, Error, Page, expect
from twin import TWIN
from waiting import PATIENCE, until

from annual_report.base.project import ROOT

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not hasattr(os, "fork"), reason="needs a fork server"),
]


@dataclass
class Preview:
    """A preview that is running, its data and its pages."""

    address: str
    data: Path
    out: Path

    def ask(self, path: str, method: str = "GET", **headers: str) -> tuple[int, str]:
        """Send a request as it is, and return the answer's status and words."""
        host, port = self.address.removeprefix("http://").rstrip("/").split(":")
        connection = http.client.HTTPConnection(host, int(port), timeout=PATIENCE)
        connection.request(method, path, headers=headers)
        answer = connection.getresponse()
        status, body = answer.status, answer.read().decode()
        connection.close()
        return status, body

    def edit(self, name: str, old: str, new: str) -> None:
        """Change a file of the data, whole: a half would be built as well."""
        path, beside = self.data / name, self.data.with_name("edited")
        text = path.read_text(encoding="utf-8")
        assert old in text
        beside.write_text(text.replace(old, new), encoding="utf-8")
        beside.replace(path)


@pytest.fixture(scope="module")
def preview(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Preview]:
    """Start a preview of a small network, whose own notebooks stand in for the project's."""
    folder = tmp_path_factory.mktemp("preview")
    data, out = Path(shutil.copytree(TWIN, folder / "reseau")), folder / "out"
    for name in ("year_data", "trends"):
        write_notebook(data / "notebooks", name)
    pages, parameters = {"name": "{year}", "each": "year"}, f"year: int = 2025\n{DATA}"
    write_notebook(data / "notebooks", "annual_report", WHERE, SAY, pages=pages,
                   parameters=parameters)  # fmt: skip
    out.mkdir()
    (folder / "secret.html").write_text("hidden words")
    (out / "link.html").symlink_to(folder / "secret.html")
    (out / ".build").mkdir()
    (out / ".build" / "records.json").write_text("{}")
    places = ["--data", str(data), "--out", str(out), "--port", "0"]
    process = subprocess.Popen(
        [sys.executable, "pipeline.py", "preview", *places],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    assert process.stdout is not None
    line = process.stdout.readline()
    address = re.search(r"http://127\.0\.0\.1:\d+/", line)
    assert address, line
    yield Preview(address.group(), data, out)
    children = psutil.Process(process.pid).children(recursive=True)
    os.killpg(process.pid, signal.SIGINT)  # as a terminal does on Ctrl-C
    process.communicate(timeout=PATIENCE)
    assert process.returncode == 130
    _gone, left = psutil.wait_procs(children, timeout=PATIENCE)
    assert left == []


@pytest.fixture
def opened(preview: Preview, browser: Browser) -> Iterator[Page]:
    """Open the page of 2025; nothing may be refused by its policy, or fail in its script."""
    page = browser.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.set_default_timeout(PATIENCE * 1000)
    until(lambda: (preview.out / "2025.html").exists())
    page.goto(preview.address + "2025.html")
    yield page
    page.close()
    assert [words for words in complaints if "net::ERR_" not in words] == []


def test_pages_have_the_script_and_files_have_none(preview: Preview, opened: Page) -> None:
    status, body = preview.ask("/2025.html")
    assert (status, body.count("<script")) == (200, 1)
    assert re.search(r"\"default-src 'none'; script-src 'sha256-[\w+/]+=*'; connect-src", body)
    assert "<script" not in (preview.out / "2025.html").read_text(encoding="utf-8")
    assert preview.ask("/2031.html")[0] == 404
    assert preview.ask("/2025.html", "POST")[0] == 501, "it only shows"


@pytest.mark.parametrize("host", ["evil.example", "evil.example:{port}", "127.0.0.1"])
def test_a_foreign_host_is_refused(preview: Preview, host: str) -> None:
    port = preview.address.rstrip("/").rpartition(":")[2]
    for path in ("/2025.html", "/.preview/news?page=/2025.html"):
        status, body = preview.ask(path, Host=host.format(port=port))
        assert status == 403
        assert "Nantes" not in body
    assert preview.ask("/index.html", Host=f"localhost:{port}")[0] in (200, 404)


@pytest.mark.parametrize(
    "path",
    ["/../secret.html", "/%2e%2e/secret.html", "/%252e%252e/secret.html", "//secret.html",
     "/link.html", "/.build/records.json", "/2025.html%00.html", "/departements/",
     "/.preview/news?page=../secret.html"],
)  # fmt: skip
def test_nothing_else_is_served(preview: Preview, path: str) -> None:
    status, body = preview.ask(path)
    assert status in (400, 404)
    assert "hidden words" not in body
    assert "made_of" not in body


def read_words(page: Page) -> str:
    """Return the words of a page; none while it is being replaced."""
    try:
        return page.locator("body").text_content() or ""
    except Error:
        return ""


def test_the_open_page_follows_a_change_and_a_mistake_shows_in_it_until_it_is_mended(
    preview: Preview, opened: Page
) -> None:
    alert = opened.get_by_role("alert")
    preview.edit("rencontres.csv", "Nantes", "Rezé")
    until(lambda: "Rezé" in read_words(opened))
    expect(alert).to_be_empty(timeout=PATIENCE * 1000)
    preview.edit("membres.csv", "2025,44", "2025,Loir-Atlantique")
    expect(alert).to_contain_text("“Loir-Atlantique” is not", timeout=PATIENCE * 1000)
    assert "Rezé" in read_words(opened)  # the last version that succeeded is still there
    preview.edit("membres.csv", "2025,Loir-Atlantique", "2025,44")
    expect(alert).to_be_empty(timeout=PATIENCE * 1000)
