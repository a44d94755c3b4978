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
from pathlib import Path, PurePosixPath
from typing import Any

from tornado.httpserver import HTTPServer
from tornado.iostream import IOStream
from tornado.netutil import bind_sockets
from tornado.web import Application, HTTPError, RequestHandler

from annual_report.preview.shown import NO_POLICY, waiting_page, with_script
from annual_report.program import digest

ADDRESS = "127.0.0.1"
NAMES = (ADDRESS, "localhost")
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
NEWS = "/.preview/news"
HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": NO_POLICY,
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
LIMITS = {"max_body_size": 0, "max_header_size": 16_384, "idle_connection_timeout": 60.0}
"""Of a request: nothing that is asked for here has a body."""
MOST = 200
"""How many connections may be open; the pages of one person's browsers need a few."""
RECENT = 3.0
"""Seconds after which a page that asks for no news any more is taken for closed."""

Notice = Mapping[str, str]
Says = Callable[[str], list[Notice]]
"""What there is to say on a page, each with title and text."""


class Server:
    """Serves one folder. Its methods belong to the event loop that `start` is called in."""

    def __init__(self, folder: Path, says: Says, port: int, tries: int = 50) -> None:
        self.folder = folder
        self.says = says
        self.sockets = _bound(port, tries)
        self.port: int = self.sockets[0].getsockname()[1]
        self._asked: dict[str, float] = {}
        self._server: HTTPServer | None = None

    @property
    def address(self) -> str:
        """What to type into a browser."""
        return f"http://{ADDRESS}:{self.port}/"

    def start(self) -> None:
        """Answer from now on."""
        with_server = {"server": self}
        routes = [(re.escape(NEWS), _News, with_server), ("/(.*)", _File, with_server)]
        application = Application(routes, log_function=lambda _handler: None)
        self._server = _Limited(application, **LIMITS)
        self._server.add_sockets(self.sockets)

    async def stop(self) -> None:
        """Answer no more, and let go of every connection."""
        assert self._server is not None
        self._server.stop()
        await self._server.close_all_connections()

    @property
    def open(self) -> list[str]:
        """The pages that someone looks at. Any thread may ask."""
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


class _Limited(HTTPServer):
    """tornado's server, with no more connections than are good for it."""

    def initialize(self, *args: Any, **options: Any) -> None:
        """Begin without a connection."""
        super().initialize(*args, **options)
        self._streams: list[IOStream] = []

    def handle_stream(self, stream: IOStream, address: tuple[Any, ...]) -> None:
        """Answer a connection; if there are too many, the oldest goes: it has had its time."""
        self._streams = [each for each in self._streams if not each.closed()]
        if len(self._streams) >= MOST:
            self._streams.pop(0).close()
        self._streams.append(stream)
        super().handle_stream(stream, address)


def _bound(port: int, tries: int) -> list[socket.socket]:
    """Take a port of this machine's own address, or the next one that is free."""
    for each in range(port, min(port + tries, 65535) + 1):
        try:
            return bind_sockets(each, ADDRESS, family=socket.AF_INET)
        except OSError as error:
            taken = error
    raise taken


def file_name(path: str) -> str | None:
    """Return the name of the file that a decoded address asks for, None if it can't be one."""
    name = PurePosixPath(path.lstrip("/") or "index.html")
    strange = any(part.startswith(".") or re.search(r"[\\:\0]", part) for part in name.parts)
    return None if strange or path.startswith("//") or name.suffix not in TYPES else str(name)


class _Handler(RequestHandler):
    """What both kinds of answers share: the headers, and what is refused."""

    SUPPORTED_METHODS = ("GET", "HEAD")

    def initialize(self, server: Server) -> None:
        self.server = server

    def set_default_headers(self) -> None:
        self.clear_header("Server")
        for name, value in HEADERS.items():
            self.set_header(name, value)

    def prepare(self) -> None:
        port = self.server.port
        hosts = {f"{name}:{port}" for name in NAMES} | (set(NAMES) if port == 80 else set())
        origin = self.request.headers.get("Origin")
        if self.request.host.lower() not in hosts:
            raise HTTPError(403)
        if origin is not None and origin.lower() not in {f"http://{host}" for host in hosts}:
            raise HTTPError(403)

    def write_error(self, status_code: int, **_about: Any) -> None:
        self.set_header("Content-Type", "text/plain; charset=utf-8")
        self.finish(f"{status_code}\n")

    async def head(self, *path: str) -> None:
        await self.get(*path)  # tornado leaves the body out

    async def get(self, *path: str) -> None:
        raise NotImplementedError

    def asked(self, path: str) -> str:
        """Return the name of the file that is asked for; answer 404 if it can't be one."""
        name = file_name(path)
        if name is None:
            raise HTTPError(404)
        return name


class _File(_Handler):
    """A file of the build, as it is on the disk but for the script."""

    async def get(self, *path: str) -> None:
        name = self.asked(path[0])
        content = self.server.read(name)
        failed = ".erreur.html"
        if content is None and name.endswith(failed):  # it is mended
            self.redirect("/" + name.removesuffix(failed) + ".html")
            return
        page = name.endswith(".html")
        if content is None and not page:
            raise HTTPError(404)
        self.set_status(404 if content is None else 200)
        self.set_header("Content-Type", TYPES[PurePosixPath(name).suffix])
        if page:
            text = waiting_page(name) if content is None else content.decode()
            version = "" if content is None else digest(content)
            text, policy = with_script(text, name, version)
            self.set_header("Content-Security-Policy", policy)
            content = text.encode()
        await self.finish(content)


class _News(_Handler):
    """The news of an open page, which asks for them again and again."""

    async def get(self, *_path: str) -> None:
        page = self.asked(self.get_query_argument("page", ""))
        self.set_header("Content-Type", TYPES[".json"])
        await self.finish(self.server.news(page))
