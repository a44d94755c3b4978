"""The preview: a real server on this machine, with real builds, ended with each test."""

import http.client
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from pathlib import Path

import psutil
import pytest
from making import copy_project
from playwright.sync_api import Browser, Error, Page, expect
from waiting import PATIENCE, until

from annual_report.preview.serving import MOST, file_name
from annual_report.preview.shown import with_script

DATA = "data/departements-participatifs"

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

    def ask(
        self, path: str, method: str = "GET", **headers: str
    ) -> tuple[int, http.client.HTTPMessage, str]:
        """Send a request as it is, and return the answer."""
        host, port = self.address.removeprefix("http://").rstrip("/").split(":")
        connection = http.client.HTTPConnection(host, int(port), timeout=PATIENCE)
        connection.request(method, path, headers=headers)
        answer = connection.getresponse()
        status, said, body = answer.status, answer.msg, answer.read().decode()
        connection.close()
        return status, said, body

    def edit(self, name: str, old: str, new: str) -> None:
        """Change a file of the project that is previewed."""
        path = self.project / name
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new), encoding="utf-8")


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
    assert process.returncode == 0, said
    assert said.endswith("the preview has ended\n")
    _gone, left = psutil.wait_procs(children, timeout=PATIENCE)
    assert left == []


def test_pages_have_the_script_and_files_have_none(preview: Preview) -> None:
    status, headers, body = preview.ask("/2025.html")
    assert status == 200
    assert body.count("<script") == 1
    policy = headers["Content-Security-Policy"]
    assert re.search(r"default-src 'none'.*; script-src 'sha256-[\w+/]+=*'; connect-src", policy)
    assert "Content-Security-Policy" not in body  # the page's own, which would forbid the script
    assert "<script" not in (preview.out / "2025.html").read_text(encoding="utf-8")
    assert preview.ask("/")[2].replace("\n", "")[:15] == "<!DOCTYPE html>"


@pytest.mark.parametrize("host", ["evil.example", "evil.example:{port}", "127.0.0.1", "[::1]:80"])
def test_a_foreign_host_is_refused(preview: Preview, host: str) -> None:
    port = preview.address.rstrip("/").rpartition(":")[2]
    for path in ("/2025.html", "/.preview/news?page=/2025.html"):
        status, _headers, body = preview.ask(path, Host=host.format(port=port))
        assert (status, body) == (403, "403\n")
    assert preview.ask("/2025.html", Host=f"localhost:{port}")[0] == 200
    assert preview.ask("/2025.html", Origin="http://evil.example")[0] == 403


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "PATCH"])
def test_it_only_shows(preview: Preview, method: str) -> None:
    assert preview.ask("/2025.html", method)[0] == 405


def test_head_is_a_get_without_its_body(preview: Preview) -> None:
    status, headers, body = preview.ask("/2025.html", "HEAD")
    assert (status, body) == (200, "")
    assert int(headers["Content-Length"]) == len(preview.ask("/2025.html")[2].encode())


@pytest.mark.parametrize(
    "path",
    [
        "/../secret.html",
        "/..%2Fsecret.html",
        "/%2e%2e/secret.html",
        "/departements/../../secret.html",
        "/%252e%252e/secret.html",
        "/..%5Csecret.html",
        "//secret.html",
        "/link.html",
        "/inside.html",
        "/.build/2025.json",
        "/.build/outline.json",
        "/departements/../.build/2025.json",
        "/2025.html%00.html",
        "/2025.html::$DATA",
        "/departements/",
        "/%ff.html",
    ],
)
def test_nothing_else_is_served(preview: Preview, path: str) -> None:
    status, _headers, body = preview.ask(path)
    assert status in (400, 404)
    assert "hidden words" not in body
    assert "fingerprint" not in body


@pytest.mark.parametrize("path", ["/a:b.html", "/.x/y.html", "/a\\b.html", "//a.html", "/a.py"])
def test_strange_names_are_no_files(path: str) -> None:
    assert file_name(path) is None


def test_a_page_without_body_or_policy_still_gets_the_script() -> None:
    page, policy = with_script("<p>é", "x.html", "1")
    assert page.startswith("<p>é<script ")
    assert policy.startswith("default-src 'none'; script-src 'sha256-")


def shows(preview: Preview, words: str, year: int = 2024) -> bool:
    """Whether a page says something; a preview that starts anew answers nobody for a moment."""
    with suppress(OSError, http.client.HTTPException):
        return words in preview.ask(f"/{year}.html")[2]
    return False


def test_a_module_that_is_saved_twice_in_a_second_is_run_as_it_is(preview: Preview) -> None:
    """Its bytecode would seem right: it is as old, and made of as many letters."""
    module = "annual_report/pages/csv.py"
    words = ('<p class="take">', '<p class="made">', '<p class="same">')
    second = int(time.time()) + 3600
    for moment, (old, new) in enumerate(pairwise(words)):
        saved = preview.project / "saved.py"  # no edit without its time may be seen
        saved.write_text((preview.project / module).read_text().replace(old, new))
        os.utime(saved, ns=(0, second * 10**9 + moment))
        saved.replace(preview.project / module)
        until(partial(shows, preview, new))


def test_a_body_is_refused_before_it_is_read(preview: Preview) -> None:
    """Eight of a hundred megabytes from anywhere filled the memory before any check."""
    host, port = preview.address.removeprefix("http://").rstrip("/").split(":")
    for wanted in ("localhost", "evil.example"):
        with socket.create_connection((host, int(port)), timeout=PATIENCE) as asked:
            head = f"POST / HTTP/1.1\r\nHost: {wanted}\r\nContent-Length: 100000000\r\n\r\n"
            asked.sendall(head.encode())
            answer = asked.recv(100)  # though no body was sent
        assert answer == b"" or answer.startswith(b"HTTP/1.1 4"), answer


@pytest.mark.parametrize("sent", ["", "GET /2025.html HTTP/1.1\r\nHost: 127"])
def test_connections_that_ask_for_nothing_whole_stop_nothing(preview: Preview, sent: str) -> None:
    host, port = preview.address.removeprefix("http://").rstrip("/").split(":")
    with ExitStack() as stack:
        for _number in range(MOST + 100):
            held = socket.create_connection((host, int(port)), timeout=PATIENCE)
            stack.enter_context(held).sendall(sent.encode())
        assert preview.ask("/2025.html")[0] == 200


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


def test_any_number_of_pages_may_be_open(preview: Preview, browser: Browser) -> None:
    """A browser holds six connections to a server: a page that held one kept the seventh out."""
    context = browser.new_context()
    for _number in range(8):
        context.new_page().goto(preview.address + "2025.html", timeout=PATIENCE * 1000)
    assert {page.title() for page in context.pages} == {context.pages[0].title()}
    context.close()


CHANGES = {
    "data": (f"{DATA}/rencontres.csv", "2025-06-20", "2025-06-21", "21 juin"),
    "text": (
        f"{DATA}/textes/2025.md",
        "fil de balades urbaines",
        "fil de promenades urbaines",
        "fil de promenades urbaines",
    ),
    "template": (
        "templates/report/layout.html.j2",
        "{{ words.skip }}",
        "Passer au contenu",
        "Passer au contenu",
    ),
    "notebook": (
        "notebooks/annual_report.ipynb",
        'Les rencontres\\", ',
        'Les réunions\\", ',
        "Les réunions",
    ),
    "phrase": (
        "notebooks/phrases/mouvement.md",
        "n’est nouveau.",
        "n’est récent.",
        "Aucun n’est récent.",
    ),
    "code": (
        "annual_report/french/numbers.py",
        '"quinze", "seize")',
        '"quinze", "quinze plus un")',
        "quinze plus un départements",
    ),
}


@pytest.mark.parametrize("kind", CHANGES)
def test_the_open_page_follows_each_change(preview: Preview, opened: Page, kind: str) -> None:
    name, old, new, shown = CHANGES[kind]
    assert shown not in plain(opened)
    preview.edit(name, old, new)
    until(lambda: shown in plain(opened))
    preview.edit(name, new, old)
    until(lambda: shown not in plain(opened))
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
        "plus_listé|les",
        "plus_listé|lez",
        "phrases/mouvement.md, line 17: there is no filter “lez”; nearest: les",
    ),
    "code": (
        "annual_report/frame.py",
        "import pandas as pd",
        "import pandas as as pd",
        "invalid syntax",
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
    assert "seize départements" in plain(opened)  # the last version that succeeded is still there
    preview.edit(name, wrong, right)
    expect(alert).to_be_empty(timeout=PATIENCE * 1000)
    until(lambda: not list(preview.out.rglob("*.erreur.html")))


def test_a_module_that_is_touched_during_a_build_leaves_no_failure(preview: Preview) -> None:
    """Pages are refused then, for it may have been another in between; they must be made again."""
    words = ("fil de balades", "fil de courses", "fil de visites")
    for later, (old, new) in enumerate(pairwise(words)):
        preview.edit(f"{DATA}/textes/2025.md", old, new)
        time.sleep(0.2 + 0.3 * later)  # in one of these the page is being made, on most machines
        os.utime(preview.project / "annual_report/frame.py")
        until(partial(shows, preview, new, 2025))
    until(lambda: not list(preview.out.rglob("*.erreur.html")))
