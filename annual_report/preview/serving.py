"""Serving a build to browsers of this machine, and telling the open pages when they change.

The files stay as they are published, without scripts. To an answer, and to nothing else, one
script is added, with a policy that allows its hash alone. A page that is open asks for news of
itself all the time, so the server knows which pages are being looked at.

What is refused: any address but this machine's (a foreign `Host` is a page of elsewhere whose name
was pointed here), any method but GET and HEAD, any body, any file that is not one of the build's
own, and the oldest of more connections than a person's browsers need.
"""

import json
import re
import socket
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from annual_report.preview.shown import NO_POLICY, waiting_page, with_script
from annual_report.program import digest

ADDRESS = "127.0.0.1"
NAMES = (ADDRESS, "localhost")
NEWS = "/.preview/news"
TYPES = {
    ".html": "text/html; charset=utf-8",
    ".json": "application/json",
    ".ipynb": "application/x-ipynb+json",
    ".csv": "text/csv; charset=utf-8",
    ".md": "text/markdown; charset=utf-8",
    ".txt": "text/plain; charset=utf-8",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".pdf": "application/pdf",
}
"""What a file of a build holds, as a browser is told."""
HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": NO_POLICY,
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
MOST = 200
"""How many connections may be open; the pages of one person's browsers need a few."""
RECENT = 3.0
"""Seconds after which a page that asks for no news any more is taken for closed."""

Notice = Mapping[str, str]
Says = Callable[[str], list[Notice]]
"""What there is to say on a page, each with title and text."""


class Server(ThreadingHTTPServer):
    """Serves one folder; `serve_forever` answers until `shutdown` is called."""

    daemon_threads = True

    def __init__(self, folder: Path, says: Says, port: int, tries: int = 50) -> None:
        self.folder, self.says = folder, says
        self._asked: dict[str, float] = {}
        self._connections: list[socket.socket] = []
        for each in range(port, min(port + tries, 65535) + 1):
            try:
                super().__init__((ADDRESS, each), _Answer)
                return
            except OSError as error:  # it is taken: the next one may be free
                taken = error
        raise taken

    @property
    def address(self) -> str:
        """What to type into a browser."""
        return f"http://{ADDRESS}:{self.server_port}/"

    def process_request(self, request: Any, client_address: Any) -> None:
        """Answer a connection; if there are too many, the oldest goes: it has had its time."""
        self._connections = [each for each in self._connections if each.fileno() >= 0]
        if len(self._connections) >= MOST:
            with suppress(OSError):
                self._connections.pop(0).shutdown(socket.SHUT_RDWR)
        self._connections.append(request)
        super().process_request(request, client_address)

    def handle_error(self, _request: Any, _client_address: Any) -> None:
        """Say nothing: whoever asked has gone."""

    @property
    def open(self) -> list[str]:
        """The pages that someone looks at."""
        now = time.monotonic()
        return [page for page, asked in dict(self._asked).items() if now - asked < RECENT]

    def news(self, page: str) -> str:
        """Return what an open page must know: its version, and what went wrong with it."""
        self._asked[page] = time.monotonic()
        content = self.read(page)
        version = digest(content) if content is not None else ""
        return json.dumps({"version": version, "notices": self.says(page)}, ensure_ascii=False)

    def read(self, name: str) -> bytes | None:
        """Return one of the build's files, None if it isn't there or isn't one of them."""
        folder = self.folder.resolve()
        try:
            path = (folder / name).resolve()
            inside = path.relative_to(folder)
            if any(part.startswith(".") for part in inside.parts) or not path.is_file():
                return None
            return path.read_bytes()
        except (OSError, ValueError):  # a link that leads out or round, a name that can't be one
            return None


def file_name(path: str) -> str | None:
    """Return the name of the file that a decoded address asks for, None if it can't be one."""
    name = PurePosixPath(path.lstrip("/") or "index.html")
    strange = any(part.startswith(".") or re.search(r"[\\:\0]", part) for part in name.parts)
    return None if strange or path.startswith("//") or name.suffix not in TYPES else str(name)


class _Answer(BaseHTTPRequestHandler):
    """The answers of one connection."""

    server: Server
    protocol_version = "HTTP/1.1"
    timeout = 60
    """Seconds for the head of a request, and between two."""

    def parse_request(self) -> bool:
        """Refuse, before anything is read, what nobody of this machine's own pages asks."""
        if not super().parse_request():
            return False
        port, headers = self.server.server_port, self.headers
        hosts = {f"{name}:{port}" for name in NAMES} | (set(NAMES) if port == 80 else set())
        origins = {None, *(f"http://{host}" for host in hosts)}
        if headers.get("Host", "").lower() not in hosts or _lower(headers["Origin"]) not in origins:
            self._refuse(403)
        elif self.command not in ("GET", "HEAD"):
            self._refuse(405)
        elif headers.get("Content-Length", "0") != "0" or "Transfer-Encoding" in headers:
            self._refuse(400)
        else:
            return True
        return False

    def do_GET(self) -> None:
        """Answer with news, a page with its script, or a file as it is."""
        asked = urlsplit("http://x" + self.path) if self.path.startswith("/") else urlsplit("")
        path = unquote(asked.path, errors="strict") if _is_text(asked.path) else ""
        if path == NEWS:
            page = file_name(parse_qs(asked.query).get("page", [""])[0])
            if page is None:
                self._refuse(404)
            else:
                self._send(200, self.server.news(page).encode(), TYPES[".json"])
            return
        name = file_name(path) if path else None
        content = self.server.read(name) if name else None
        failed = ".erreur.html"
        if name is None or (content is None and not name.endswith(".html")):
            self._refuse(404)
        elif content is None and name.endswith(failed):  # it is mended
            self._send(302, b"", Location="/" + name.removesuffix(failed) + ".html")
        elif name.endswith(".html"):
            text = waiting_page(name) if content is None else content.decode()
            version = "" if content is None else digest(content)
            text, policy = with_script(text, name, version)
            own = {"Content-Security-Policy": policy}
            self._send(404 if content is None else 200, text.encode(), TYPES[".html"], **own)
        else:
            self._send(200, content or b"", TYPES[PurePosixPath(name).suffix])

    def do_HEAD(self) -> None:
        """Answer as to GET, without the body."""
        self.do_GET()

    def _refuse(self, status: int) -> None:
        self.close_connection = True
        self._send(status, f"{status}\n".encode(), "text/plain; charset=utf-8")

    def _send(self, status: int, content: bytes, kind: str = "", **more: str) -> None:
        self.send_response_only(status)
        length = {"Content-Length": str(len(content))}
        for name, value in {**HEADERS, **length, "Content-Type": kind, **more}.items():
            if value:
                self.send_header(name, value)
        if self.close_connection:
            self.send_header("Connection", "close")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)

    def log_message(self, *_words: Any) -> None:
        """Say nothing of what is asked."""


def _lower(value: str | None) -> str | None:
    return value.lower() if value is not None else None


def _is_text(path: str) -> bool:
    """Whether an address is of letters, once its signs are read."""
    try:
        return bool(unquote(path, errors="strict"))
    except UnicodeDecodeError:
        return False
