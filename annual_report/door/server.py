"""The server of the door: who may ask, and how an answer is sent. It serves this machine alone.

What is refused: a `Host` other than its own, since any site can point its name here; an address
without the secret, which is another at each start; a POST from a page of elsewhere, by its
`Origin`; a GET never changes anything. A request has a connection of its own: what follows a
refused one is never read as another.
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
NOTHING = "default-src 'none'; frame-ancestors 'none'"
"""The policy of an answer that is no page."""


@dataclass(frozen=True)
class Request:
    """What is asked: the parts of the path below the secret, the query, and what was posted.

    `typed` is None for a request that changes nothing. Of fields of one name `several` has all.
    """

    parts: tuple[str, ...]
    query: Mapping[str, str] = field(default_factory=dict)
    typed: Mapping[str, str] | None = None
    several: Mapping[str, list[str]] = field(default_factory=dict)


@dataclass(frozen=True)
class Response:
    """An answer: its status, its content with the kind of it, its policy; where else to go."""

    status: int
    content: bytes = b""
    kind: str = "text/plain; charset=utf-8"
    policy: str = NOTHING
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
    # On Windows another program could take the same port, and hear what is said to this one.
    allow_reuse_address = os.name != "nt"

    def __init__(self, secret: str, respond: Callable[[Request], Response]) -> None:
        self.secret, self.respond = secret, respond
        super().__init__((ADDRESS, 0), _Answer)

    @property
    def host(self) -> str:
        """The one name that this server is asked by."""
        return f"{ADDRESS}:{self.server_port}"

    @property
    def address(self) -> str:
        """The address of the door."""
        return f"http://{self.host}/{self.secret}/"


class _Answer(BaseHTTPRequestHandler):
    """The answer to one request. HTTP/1.0, as the class has it: a connection ends with it."""

    server: Server
    timeout = 30

    def do_GET(self) -> None:
        """Answer a request that changes nothing."""
        self._answer(is_post=False)

    def do_POST(self) -> None:
        """Answer a request that may change something."""
        self._answer(is_post=True)

    def _answer(self, *, is_post: bool) -> None:
        try:
            response = self._refuse(is_post=is_post) or self._respond(is_post=is_post)
        except Exception as error:  # whatever it is, it is said, and the door stays open
            response = say(500, say_error(error))
        with suppress(BrokenPipeError, ConnectionResetError):  # whoever asked has left
            self._send(response)

    def _refuse(self, *, is_post: bool) -> Response | None:
        """Return the refusal of a request; None for one that may be answered."""
        if self.headers.get_all("Host") != [self.server.host]:
            return say(403, _("another host"))
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

    def _respond(self, *, is_post: bool) -> Response:
        address = urlsplit(self.path)
        parts = tuple(unquote(part) for part in address.path.split("/")[2:])
        query = {name: values[0] for name, values in parse_qs(address.query).items()}
        if not is_post:
            return self.server.respond(Request(parts, query))
        body = self.rfile.read(int(self.headers["Content-Length"]))
        try:
            several = parse_qs(
                body.decode("ascii"),
                keep_blank_values=True,
                errors="strict",
                max_num_fields=MOST_FIELDS,
            )
        except ValueError:
            return say(400, _("no form"))
        typed = {name: values[0] for name, values in several.items()}
        return self.server.respond(Request(parts, query, typed, several))

    def _send(self, response: Response) -> None:
        self.send_response(response.status)
        headers = {
            "Content-Type": response.kind,
            "Content-Length": str(len(response.content)),
            "Content-Security-Policy": response.policy,
            "Cache-Control": "no-store",
            "X-Content-Type-Options": "nosniff",
            # Without a referrer the Origin of a form would be "null".
            "Referrer-Policy": "same-origin",
            "Cross-Origin-Resource-Policy": "same-origin",
            "Cross-Origin-Opener-Policy": "same-origin",
        }
        for name, value in {**headers, **response.headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(response.content)

    def version_string(self) -> str:
        """Say nothing of the program that answers."""
        return "annual-report"

    def log_message(self, *_words: object) -> None:
        """Say nothing of what is asked."""
