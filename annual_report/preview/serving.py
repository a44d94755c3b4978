"""Serving a build to browsers of this machine, and telling the open pages when they change.

The files stay as they are published, without scripts. To an answer, and to nothing else, one
script is added, with a policy that allows its hash alone. A page that is open asks for news of
itself all the time, so the server knows which pages are being looked at.

What is refused: any address but this machine's (a foreign `Host` is a page of elsewhere whose name
was pointed here), any method but GET and HEAD, any body, and any file that is not one of the
build's own.
"""

import base64
import hashlib
import html
import json
import re
import time
from collections.abc import Callable, Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from annual_report.messages import _
from annual_report.program import hash_bytes
from annual_report.run.tasks import ERROR

ADDRESS = "127.0.0.1"
NAMES = (ADDRESS, "localhost")
NEWS = ".preview/news"
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
NO_POLICY = "default-src 'none'"
HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": NO_POLICY,
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
RECENT = 3.0
"""Seconds after which a page that asks for no news any more is taken for closed."""
SCRIPT = Path(__file__).with_name("refresh.js")
OWN_POLICY = re.compile(r'<meta http-equiv="Content-Security-Policy" content="([^"]*)">')
PUBLISHED = re.compile(r'<meta property="og:url" content="([^"]*)">')
WAITING = """<!DOCTYPE html>
<html lang="fr"><head><meta charset="utf-8"><title>{title}</title>
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
</head>
<body><main><h1>{title}</h1><p><a href="/">{all_pages}</a></p></main></body></html>
"""
Notice = Mapping[str, str]
Says = Callable[[str], list[Notice]]
"""What there is to say on a page, each with title and text."""


class Server(ThreadingHTTPServer):
    """Serves one folder; `serve_forever` answers until it is closed."""

    daemon_threads = True

    def __init__(self, folder: Path, says: Says, port: int, tries: int = 50) -> None:
        self.folder, self.says = folder, says
        self._asked: dict[str, float] = {}
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
        version = hash_bytes(content) if content is not None else ""
        return json.dumps({"version": version, "notices": self.says(page)}, ensure_ascii=False)

    def read(self, name: str) -> bytes | None:
        """Return one of the build's files, None if it isn't there or isn't one of them."""
        folder = self.folder.resolve()
        try:
            path = (folder / name).resolve()
            inside = path.relative_to(folder)
            if any(part.startswith(".") for part in inside.parts) or path.suffix not in TYPES:
                return None
            return path.read_bytes()
        except (OSError, ValueError):  # a link that leads out or round, a name that can't be one
            return None


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
        origins = {"", *(f"http://{host}" for host in hosts)}
        if (
            headers.get("Host", "").lower() not in hosts
            or headers.get("Origin", "").lower() not in origins
        ):
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
        asked = urlsplit(f"http://{ADDRESS}{self.path}")
        name = unquote(asked.path).lstrip("/") or "index.html"
        if name == NEWS:
            page = parse_qs(asked.query).get("page", [""])[0]
            self._send(200, self.server.news(page).encode(), TYPES[".json"])
            return
        content = self.server.read(name)
        if name.endswith(".html"):
            if content is None and name.endswith(ERROR):  # it is mended
                self._send(302, b"", Location=f"/{name.removesuffix(ERROR)}.html")
                return
            text, policy = with_script(content, name)
            own = {"Content-Security-Policy": policy}
            self._send(404 if content is None else 200, text.encode(), TYPES[".html"], **own)
        elif content is None:
            self._refuse(404)
        else:
            self._send(200, content, TYPES[PurePosixPath(name).suffix])

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


def with_script(content: bytes | None, name: str) -> tuple[str, str]:
    """Add the script to a page, or to what stands for one that is not made yet.

    Return it with the policy that allows the script and nothing more.
    """
    if content is None:
        title = html.escape(_("{page} is not made yet", page=name))
        page = WAITING.format(title=title, all_pages=html.escape(_("all pages")))
    else:
        page = content.decode()
    code = SCRIPT.read_text(encoding="utf-8")
    sealed = base64.b64encode(hashlib.sha256(code.encode()).digest()).decode()
    if published := PUBLISHED.search(page):  # its links lead to where all pages are published
        address = published[1].removesuffix(name)
        page = page.replace(f'<a href="{address}', f'<a href="{"../" * name.count("/")}')
    own = OWN_POLICY.search(page)
    policy = html.unescape(own.group(1)) if own else NO_POLICY
    allowed = f"{policy}; script-src 'sha256-{sealed}'; connect-src 'self'; frame-ancestors 'none'"
    version = hash_bytes(content) if content is not None else ""
    data = {"page": name, "version": version, "gone": _("the preview has ended")}
    about = " ".join(f'data-{key}="{html.escape(value)}"' for key, value in data.items())
    # Two policies would both hold: the page's own moves into the header.
    before, end, after = OWN_POLICY.sub("", page, count=1).rpartition("</body>")
    return f"{before}<script {about}>{code}</script>\n{end}{after}", allowed
