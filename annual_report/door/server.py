"""The web server of the local page: the checks of each request, and the form of each response.

Other web sites can make a person's browser send requests to this server. Three checks keep them
out: the header `Host` has to be the server's own, since any site can point its name at 127.0.0.1;
the address has to begin with a secret, drawn anew at each start; and a POST has to come from a page
of this server, by its header `Origin`. A GET never changes anything.
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
"""The address of this computer for itself: no other computer reaches it."""
LARGEST = 400_000
"""Bytes that are posted: a year's text has at most a quarter of it, and signs are escaped."""
MOST_FIELDS = 100
FORM = "application/x-www-form-urlencoded"
"""The only type of content that is read: a page of another site can't send it with our `Origin`."""
PLAIN = "default-src 'none'; frame-ancestors 'none'"
"""The Content-Security-Policy of a response that is no page."""
HEADERS = {
    # The address of a page holds the secret: no cache keeps it, and no other site is told of it.
    "Cache-Control": "no-store",
    # "no-referrer" would be stricter, but then the Origin of a form is "null".
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}
"""The headers of every response."""


@dataclass(frozen=True)
class Request:
    """A request that has passed the checks.

    `parts` is the path below the secret, cut at its slashes; `values` maps the names of the query
    and of the form to their values. Only a request with `is_post` may change something.
    """

    parts: tuple[str, ...]
    values: Mapping[str, list[str]] = field(default_factory=dict)
    is_post: bool = False

    def get(self, name: str) -> str:
        """Return the first value of a field; "" without any."""
        return self.values.get(name, [""])[0]


@dataclass(frozen=True)
class Response:
    """A response: status, content with its media type, Content-Security-Policy, more headers."""

    status: int
    content: bytes = b""
    kind: str = "text/plain; charset=utf-8"
    policy: str = PLAIN
    headers: Mapping[str, str] = field(default_factory=dict)


def make_text_response(status: int, words: str) -> Response:
    """Return a response of plain words, for a request that gets no page: (404, "there is …")."""
    return Response(status, words.encode())


def make_redirect(path: str) -> Response:
    """Return the response that makes a browser ask for a path with a GET.

    After a POST, so that a page that is loaded again doesn't send the form a second time.
    """
    return Response(303, headers={"Location": path})


class Server(ThreadingHTTPServer):
    """A web server at a free port; `respond` is called with each request that passes the checks."""

    # A browser that is still loading something doesn't keep the program from ending.
    daemon_threads = True
    # On Windows another program could take the same port, and hear the secret.
    allow_reuse_address = os.name != "nt"

    def __init__(self, secret: str, respond: Callable[[Request], Response]) -> None:
        self.secret = secret
        self.respond = respond
        # Port 0 lets the system choose a port that no program has.
        super().__init__((ADDRESS, 0), _Handler)

    @property
    def host(self) -> str:
        """The only value of the header `Host` that the server takes."""
        return f"{ADDRESS}:{self.server_port}"

    @property
    def address(self) -> str:
        """The address of the first page, with the secret."""
        return f"http://{self.host}/{self.secret}/"


class _Handler(BaseHTTPRequestHandler):
    """A request and the response, each in a thread of the server.

    HTTP/1.0, the default of the class, ends the connection with the response: the bytes that follow
    a refused request are never read as a second request.
    """

    server: Server
    # Seconds: a browser that opens a connection and is silent holds no thread for ever.
    timeout = 30

    def do_GET(self) -> None:
        """Respond to a request that changes nothing."""
        self._handle()

    def do_POST(self) -> None:
        """Respond to a request that may change something."""
        self._handle()

    def _handle(self) -> None:
        """Check a request and respond to it; a fault of any kind is told to the browser.

        The server goes on: a person may mend the fault, or look at other pages.
        """
        try:
            response = self._check_request() or self._respond()
        except Exception as error:
            response = make_text_response(500, say_error(error))
        # The browser may have closed the connection: nobody waits for the response.
        with suppress(BrokenPipeError, ConnectionResetError):
            self._send(response)

    def _check_request(self) -> Response | None:
        """Return the error response to a request that another web site may have sent, else None.

        Another site doesn't know the secret in the address, and can set neither header.
        """
        # Every value is compared: of two headers `Host` the second may be the false one.
        if self.headers.get_all("Host") != [self.server.host]:
            return make_text_response(403, _("another host"))
        is_post = self.command == "POST"
        if is_post and self.headers.get_all("Origin") != [f"http://{self.server.host}"]:
            return make_text_response(403, _("another origin"))
        secret = urlsplit(self.path).path.split("/")[1:2]
        given = unquote("".join(secret)).encode()
        # `==` stops at the first wrong letter: its time would tell how much of a guess is right.
        if not hmac.compare_digest(given, self.server.secret.encode()):
            return make_text_response(404, _("this door is closed: open another one"))
        return self._check_form() if is_post else None

    def _check_form(self) -> Response | None:
        """Return the error response to a POST that is no form, or too long a one, else None."""
        # Without a length the server would wait for bytes until the browser gives up.
        length = self.headers.get("Content-Length", "")
        if not (length.isascii() and length.isdecimal()):
            return make_text_response(411, _("a request without its length"))
        if int(length) > LARGEST:
            return make_text_response(413, _("too long"))
        if self.headers.get_content_type() != FORM:
            return make_text_response(415, _("no form"))
        return None

    def _respond(self) -> Response:
        """Read the query and the form of a checked request, and return the response.

        "/SECRET/r/gironde/?annee=2025" → Request(("r", "gironde", ""), {"annee": ["2025"]}).
        """
        address = urlsplit(self.path)
        # Without the "" before the first slash, and without the secret.
        parts = [unquote(part) for part in address.path.split("/")[2:]]
        fields = address.query
        if self.command == "POST":
            # A form is escaped, "é" is "%C3%A9": all its bytes are ASCII. Other bytes, which no
            # browser sends, are no reason to fail: latin-1 reads any.
            body = self.rfile.read(int(self.headers["Content-Length"]))
            fields += "&" + body.decode("latin-1")
        try:
            values = parse_qs(
                fields, keep_blank_values=True, errors="strict", max_num_fields=MOST_FIELDS
            )
        except ValueError:
            return make_text_response(400, _("no form"))
        return self.server.respond(Request(tuple(parts), values, self.command == "POST"))

    def _send(self, response: Response) -> None:
        """Write a response to the browser, with its own headers and those of every response."""
        self.send_response(response.status)
        self.send_header("Content-Type", response.kind)
        self.send_header("Content-Length", str(len(response.content)))
        self.send_header("Content-Security-Policy", response.policy)
        for name, value in {**HEADERS, **response.headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(response.content)

    def version_string(self) -> str:
        """Return a name for the header `Server` without the versions of Python and machine."""
        return "annual-report"

    def log_message(self, *_words: object) -> None:
        """Write no log: an address holds the secret."""
