"""The server of the door lets in nobody but the page that it has opened itself, and no other file.

The requests are sent as they are, by a socket: a client of HTTP would put them right.
"""

import re
import shutil
import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from twin import TWIN

from annual_report.door.routes import Routes
from annual_report.door.server import LARGEST, Server
from annual_report.door.workspace import Workspace

SECRET = "secret-of-a-test"
WITHIN = f"/{SECRET}/r/reseau/"
FORM = "Content-Type: application/x-www-form-urlencoded\r\n"


class Door:
    """A door that is open on a network, and answers whatever is sent to it."""

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace
        self.server = Server(SECRET, Routes(workspace, SECRET).respond)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def send(self, request: str) -> tuple[int, str, str]:
        """Send a request as it is; return the answer's status, its head and its words."""
        with socket.create_connection(("127.0.0.1", self.server.server_port), 20) as connection:
            connection.sendall(request.encode("latin-1"))
            answer = b""
            while part := connection.recv(65536):
                answer += part
        head, _blank, body = answer.decode("utf-8", "replace").partition("\r\n\r\n")
        status = re.match(r"HTTP/1\.\d (\d+)", head)
        return int(status[1]) if status else 0, head, body

    def get(self, path: str, host: str = "") -> tuple[int, str, str]:
        """Ask for something."""
        return self.send(f"GET {path} HTTP/1.1\r\nHost: {host or self.server.host}\r\n\r\n")

    def post(self, path: str, body: str, origin: str | None = "", more: str = FORM) -> int:
        """Post a form; return the answer's status."""
        host = self.server.host
        said = "" if origin is None else f"Origin: {origin or f'http://{host}'}\r\n"
        length = f"Content-Length: {len(body)}\r\n"
        head = f"POST {path} HTTP/1.1\r\nHost: {host}\r\n{said}{length}{more}\r\n"
        return self.send(head + body)[0]


@pytest.fixture(scope="module")
def door(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Door]:
    """Open a door on one network; nothing of its work is done, so that nothing changes."""
    folder = tmp_path_factory.mktemp("door")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        patch.setenv("XDG_DATA_HOME", str(folder / "home"))
        shutil.copytree(TWIN, "reseau")
        out = folder / "build" / "reseau"
        (out / ".build").mkdir(parents=True)
        (out / "2025.html").write_text("<p>the page of 2025</p>")
        (folder / "hidden.html").write_text("hidden words")
        (out / "link.html").symlink_to(folder / "hidden.html")
        files = {"2025.html": "", "link.html": "", ".build/2025.ipynb": ""}
        (out / ".build" / "2025.ipynb").write_text("hidden words")
        records = f'{{"key": "", "outline": {{}}, "pages": {{"2025": {{"files": {files!r}}}}}}}'
        (out / ".build" / "records.json").write_text(records.replace("'", '"'))
        workspace = Workspace(Path("."))
        workspace.networks["reseau"].check()
        started = Door(workspace)
        yield started
        started.server.shutdown()
        started.server.server_close()


def test_who_has_the_address_gets_pages_that_may_load_nothing_of_elsewhere(door: Door) -> None:
    for path in (WITHIN, f"{WITHIN}texte?annee=2025", f"{WITHIN}envoyer?annee=2025"):
        status, head, body = door.get(path)
        assert status == 200
        assert "2025" in body
        assert "default-src 'none'" in head
        assert "Referrer-Policy: same-origin" in head
        assert "Cache-Control: no-store" in head
    # Without a script the time of the last save stands beside whatever is typed, and is true.
    assert "Last saved on" in door.get(f"{WITHIN}texte?annee=2025")[2]
    status, head, body = door.get(f"{WITHIN}pages/2025.html")
    assert status == 200
    assert body == "<p>the page of 2025</p>"
    assert "sandbox allow-same-origin" in head
    assert "script-src 'none'" in head


@pytest.mark.parametrize(
    "host",
    ["evil.example", "evil.example:{port}", "127.0.0.1", "localhost:{port}", "[::1]:{port}",
     "127.0.0.1:{port}.evil.example", "127.0.0.1:1", "127.0.0.1:{port}\r\nHost: evil.example"],
)  # fmt: skip
def test_another_host_is_refused(door: Door, host: str) -> None:
    status, _head, body = door.get(WITHIN, host.format(port=door.server.server_port))
    assert status == 403
    assert "2025" not in body


@pytest.mark.parametrize("path", ["/", "/r/reseau/", "/secret-of-a-tesu/", "/é/"])
def test_an_address_without_the_secret_leads_nowhere(door: Door, path: str) -> None:
    status, _head, body = door.get(path)
    assert status == 404
    assert "2025" not in body


@pytest.mark.parametrize(
    "origin", ["https://evil.example", "null", None, "http://127.0.0.1", "http://localhost:{port}"]
)
def test_a_form_of_elsewhere_changes_nothing(door: Door, origin: str | None) -> None:
    given = origin and origin.format(port=door.server.server_port)
    before = [*door.workspace.tasks]
    assert door.post(f"{WITHIN}preparer", "annee=2026", given) == 403
    assert [*door.workspace.tasks] == before


@pytest.mark.parametrize("what", ["preparer?annee=2026", "envoyer?annee=2025", "ouvrir?quoi=x"])
def test_an_address_alone_changes_nothing(door: Door, what: str) -> None:
    before = len(door.workspace.tasks)
    door.get(f"{WITHIN}{what}")
    # A page that is shown is made again, which changes nothing of the network.
    network = door.workspace.networks["reseau"]
    works = [task.work for task in [*door.workspace.tasks][before:]]
    assert set(works) <= {network.renew}
    for method in ("PUT", "DELETE", "OPTIONS", "HEAD"):
        request = f"{method} {WITHIN} HTTP/1.1\r\nHost: {door.server.host}\r\n\r\n"
        assert door.send(request)[0] == 501


@pytest.mark.parametrize(
    "path",
    ["pages/../../../hidden.html", "pages/..%2f..%2f..%2fhidden.html", "pages/link.html",
     "pages/%2e%2e/%2e%2e/hidden.html", "pages//etc/passwd", "pages/.build/records.json",
     "pages/.build%2frecords.json", "pages/.build/2025.ipynb", "pages/2025.html%00.json",
     "pages/..\\..\\hidden.html", "pages/", "envoi/../../hidden.html", "envoi/hidden.html",
     "envoi/", "../../hidden.html", "textes/2025.md"],
)  # fmt: skip
def test_no_file_is_sent_but_those_of_the_build(door: Door, path: str) -> None:
    status, _head, body = door.get(WITHIN + path)
    assert status == 404
    assert "hidden words" not in body
    assert "outline" not in body


@pytest.mark.parametrize(
    ("head", "status"),
    [("Content-Length: -5\r\n", 411), ("Content-Length: ²\r\n", 411), ("", 411),
     (f"Content-Length: {LARGEST + 1}\r\n", 413), ("Transfer-Encoding: chunked\r\n", 411),
     ("Content-Length: 5\r\nContent-Type: text/plain\r\n", 415)],
)  # fmt: skip
def test_what_is_posted_has_a_length_a_limit_and_a_form(door: Door, head: str, status: int) -> None:
    host = door.server.host
    start = f"POST {WITHIN}texte HTTP/1.1\r\nHost: {host}\r\nOrigin: http://{host}\r\n"
    assert door.send(f"{start}{head}\r\n12345")[0] == status
    assert door.post(f"{WITHIN}texte", "annee=2025&a=%FF%00") in (400, 404)
    assert door.post(f"{WITHIN}texte", "&".join(["a=1"] * 200)) == 400


def test_what_follows_a_refused_request_is_never_another_one(door: Door) -> None:
    host = door.server.host
    second = f"POST {WITHIN}preparer HTTP/1.1\r\nHost: {host}\r\nOrigin: http://{host}\r\n\r\n"
    first = f"POST {WITHIN}x HTTP/1.1\r\nHost: {host}\r\nConnection: keep-alive\r\n"
    answer = door.send(f"{first}Content-Length: {len(second)}\r\n\r\n{second}")
    assert answer[0] == 403
    assert answer[2].count("HTTP/1") == 0


def test_only_what_a_network_has_is_opened_or_prepared(
    door: Door, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[Path] = []
    monkeypatch.setattr("annual_report.door.routes.open_by_system", opened.append)
    assert door.post(f"{WITHIN}ouvrir", "annee=2025&quoi=%2Fetc%2Fpasswd") == 404
    assert door.post(f"{WITHIN}ouvrir", "annee=../2025&quoi=texte") == 404
    assert opened == []
    assert door.post(f"{WITHIN}ouvrir", "annee=2025&quoi=texte") == 303
    assert [path.as_posix() for path in opened] == ["reseau/textes/2025.md"]
    for year in ("2031", "0", "2025%00"):
        assert door.post(f"{WITHIN}preparer", f"annee={year}") == 404
        assert door.post(f"{WITHIN}texte", f"annee={year}&chapitre-1=x") == 404


def test_no_other_program_can_take_the_port_of_a_door(door: Door) -> None:
    for address in ("127.0.0.1", "0.0.0.0"):
        with socket.socket() as foreign:
            foreign.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            with pytest.raises(OSError, match="in use"):
                foreign.bind((address, door.server.server_port))
