"""The server of the door, for this machine alone: the checks of a request, the form of an answer.

Refused are a `Host` other than the server's own, since any site can point its name here; an address
without the secret, which is another at each start; a POST from a page of elsewhere, by its
`Origin`. A GET never changes anything. A request has a connection of its own: the bytes after a
refused request are never read as another one.
"""

import hmac
import os
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, unquote, urlsplit

from annual_report.base.errors import say_error
from annual_report.base.messages import _

ADDRESS = "127.0.0.1"
LARGEST = 400_000
"""Bytes that are posted: a year's text has at most a quarter of it, and signs are escaped."""
MOST_FIELDS = 100
FORM = "application/x-www-form-urlencoded"
PLAIN = "default-src 'none'; frame-ancestors 'none'"
"""The policy of an answer that is no page."""
HEADERS = {
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    # Without a referrer the Origin of a form would be "null".
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}
"""The headers of every answer."""


@dataclass(frozen=True)
class Request:
    """A request: the parts of its path below the secret, and the values of its query and form.

    Only a POST may change something.
    """

    parts: tuple[str, ...]
    values: Mapping[str, list[str]] = field(default_factory=dict)
    is_post: bool = False

    def get(self, name: str) -> str:
        """Return the first value of a name; "" without any."""
        return self.values.get(name, [""])[0]


@dataclass(frozen=True)
class Response:
    """An answer: its status, its content with its kind, its policy, headers of its own."""

    status: int
    content: bytes = b""
    kind: str = "text/plain; charset=utf-8"
    policy: str = PLAIN
    headers: Mapping[str, str] = field(default_factory=dict)


def say(status: int, words: str) -> Response:
    """Return an answer of some words."""
    return Response(status, words.encode())


def go_to(path: str) -> Response:
    """Return the answer that sends a browser to a page of the door."""
    return Response(303, headers={"Location": path})


class Server(ThreadingHTTPServer):
    """A server at a free port, for requests whose addresses begin with a secret."""

    daemon_threads = True
    # On Windows another program could take the same port, and hear the secret.
    allow_reuse_address = os.name != "nt"

    def __init__(self, secret: str, respond: Callable[[Request], Response]) -> None:
        self.secret = secret
        self.respond = respond
        super().__init__((ADDRESS, 0), _Handler)

    @property
    def host(self) -> str:
        """The one name that this server is asked by."""
        return f"{ADDRESS}:{self.server_port}"

    @property
    def address(self) -> str:
        """The address of the door."""
        return f"http://{self.host}/{self.secret}/"


class _Handler(BaseHTTPRequestHandler):
    """One request and its answer. HTTP/1.0, as the class has it: a connection ends with it."""

    server: Server
    timeout = 30

    def do_GET(self) -> None:
        """Answer a request that changes nothing."""
        self._answer()

    def do_POST(self) -> None:
        """Answer a request that may change something."""
        self._answer()

    def _answer(self) -> None:
        """Answer a request, and stay open whatever fails in it."""
        try:
            response = self._refuse() or self._respond()
        except Exception as error:
            response = say(500, say_error(error))
        # The browser may have left.
        with suppress(BrokenPipeError, ConnectionResetError):
            self._send(response)

    def _refuse(self) -> Response | None:
        """Return the refusal of a request; None for one that may be answered."""
        if self.headers.get_all("Host") != [self.server.host]:
            return say(403, _("another host"))
        is_post = self.command == "POST"
        if is_post and self.headers.get_all("Origin") != [f"http://{self.server.host}"]:
            return say(403, _("another origin"))
        secret = urlsplit(self.path).path.split("/")[1:2]
        given = unquote("".join(secret)).encode()
        if not hmac.compare_digest(given, self.server.secret.encode()):
            return say(404, _("this door is closed: open another one"))
        if not is_post:
            return None
        length = self.headers.get("Content-Length", "")
        if not (length.isascii() and length.isdecimal()) or self.headers.get("Transfer-Encoding"):
            return say(411, _("a request without its length"))
        if int(length) > LARGEST:
            return say(413, _("too long"))
        if self.headers.get_content_type() != FORM:
            return say(415, _("no form"))
        return None

    def _respond(self) -> Response:
        """Return the answer to a request that may be answered, if its values can be read."""
        address = urlsplit(self.path)
        parts = [unquote(part) for part in address.path.split("/")[2:]]
        fields = address.query
        if self.command == "POST":
            body = self.rfile.read(int(self.headers["Content-Length"]))
            fields += "&" + body.decode("latin-1")
        try:
            values = parse_qs(
                fields, keep_blank_values=True, errors="strict", max_num_fields=MOST_FIELDS
            )
        except ValueError:
            return say(400, _("no form"))
        return self.server.respond(Request(tuple(parts), values, self.command == "POST"))

    def _send(self, response: Response) -> None:
        self.send_response(response.status)
        self.send_header("Content-Type", response.kind)
        self.send_header("Content-Length", str(len(response.content)))
        self.send_header("Content-Security-Policy", response.policy)
        for name, value in {**HEADERS, **response.headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(response.content)

    def version_string(self) -> str:
        """Return a name that tells nothing of the machine."""
        return "annual-report"

    def log_message(self, *_words: object) -> None:
        """Write no log: an address holds the secret."""
