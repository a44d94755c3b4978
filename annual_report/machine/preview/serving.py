"""Serving a build to browsers of this machine, and telling the open pages when they change.

The files stay as they are published, without scripts. To an answer, and to nothing else, one
script is added, with a policy that allows its hash alone. A page that is open asks for news of
itself all the time, so the server knows which pages are being looked at.

What is refused: any address but this machine's (a foreign `Host` is a page of elsewhere whose name
was pointed here), any method but GET, and any file that is not one of the build's own. Each answer
ends its connection, and no body is read.
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
from urllib.parse import parse_qs, unquote

from annual_report.base.messages import _
from annual_report.base.program import hash_bytes

ADDRESS = "127.0.0.1"
NAMES = (ADDRESS, "localhost")
TRIES = 50
"""Ports that are tried, from the one that is asked for."""
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


class Server(ThreadingHTTPServer):
    """Serves one folder; `serve_forever` answers until it is closed.

    `list_notices` returns what there is to say on a page, each with title and text.
    """

    daemon_threads = True

    def __init__(
        self, folder: Path, list_notices: Callable[[str], list[Notice]], port: int
    ) -> None:
        self._folder, self._list_notices = folder.resolve(), list_notices
        self._asked: dict[str, float] = {}
        for each in range(port, min(port + TRIES, 65535) + 1):
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

    @property
    def open(self) -> list[str]:
        """The pages that someone looks at."""
        now = time.monotonic()
        return [page for page, asked in dict(self._asked).items() if now - asked < RECENT]

    def handle_error(self, _request: Any, _client_address: Any) -> None:
        """Say nothing: the browser that asked has gone."""

    def tell_news(self, page: str) -> bytes:
        """Return what an open page must know: its version, and what went wrong with it."""
        self._asked[page] = time.monotonic()
        version = _hash_page(self.read(page))
        news = {"version": version, "notices": self._list_notices(page)}
        return json.dumps(news, ensure_ascii=False).encode()

    def read(self, name: str) -> bytes | None:
        """Return one of the build's files, None if it isn't there or isn't one of them."""
        try:
            path = (self._folder / name).resolve()
            inside = path.relative_to(self._folder)
            if any(part.startswith(".") for part in inside.parts) or path.suffix not in TYPES:
                return None
            return path.read_bytes()
        except (OSError, ValueError):  # a link that leads out or round, a name that can't be one
            return None


class _Answer(BaseHTTPRequestHandler):
    """The answer to one request."""

    server: Server
    timeout = 60
    """Seconds for the head of a request."""

    def do_GET(self) -> None:
        """Answer with news, a page with its script, or a file as it is."""
        path, _mark, query = self.path.partition("?")
        name = unquote(path).lstrip("/") or "index.html"
        # Under another name than this machine's; then news, a page, any other file.
        if self.headers.get("Host") not in [f"{each}:{self.server.server_port}" for each in NAMES]:
            self._send(403, b"403\n")
        elif name == NEWS:
            page = parse_qs(query).get("page", [""])[0]
            self._send(200, self.server.tell_news(page), TYPES[".json"])
        elif name.endswith(".html"):
            content = self.server.read(name)
            page, policy = add_script(content, name)
            self._send(404 if content is None else 200, page.encode(), TYPES[".html"], policy)
        elif (content := self.server.read(name)) is None:
            self._send(404, b"404\n")
        else:
            self._send(200, content, TYPES[PurePosixPath(name).suffix])

    def _send(
        self, status: int, content: bytes, kind: str = TYPES[".txt"], policy: str = NO_POLICY
    ) -> None:
        """Send an answer of a type, under a Content-Security-Policy."""
        self.send_response_only(status)
        headers = {**HEADERS, "Content-Security-Policy": policy, "Content-Type": kind}
        for name, value in {**headers, "Content-Length": str(len(content))}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_words: Any) -> None:
        """Say nothing of what is asked."""


def _hash_page(content: bytes | None) -> str:
    """Return a page's version, "" for one that is not made yet."""
    return "" if content is None else hash_bytes(content)


def add_script(content: bytes | None, name: str) -> tuple[str, str]:
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
    policy = html.unescape(own[1]) if own else NO_POLICY
    allowed = f"{policy}; script-src 'sha256-{sealed}'; connect-src 'self'; frame-ancestors 'none'"
    data = {"page": name, "version": _hash_page(content), "gone": _("the preview has ended")}
    about = " ".join(f'data-{key}="{html.escape(value)}"' for key, value in data.items())
    # Two policies would both hold: the page's own moves into the header.
    before, end, after = OWN_POLICY.sub("", page, count=1).rpartition("</body>")
    return f"{before}<script {about}>{code}</script>\n{end}{after}", allowed
