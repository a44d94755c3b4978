"""The preview: builds, serves the pages to this machine's browsers, and builds again on a change.

The files stay as they are published, without scripts. To an answer, and to nothing else, one script
is added, with a policy that allows its hash alone. Of the program, it is the one that was started.
"""

import base64
import hashlib
import html
import json
import os
import re
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from pathlib import Path
from typing import Any, cast
from urllib.parse import parse_qs, unquote, urlsplit

from watchfiles import watch

from annual_report.base.errors import say_error
from annual_report.base.messages import _
from annual_report.base.program import hash_bytes
from annual_report.machine.making.build import build_jobs
from annual_report.machine.making.job import Event, Job, Options, Tell

ADDRESS, NEWS, RECENT = "127.0.0.1", ".preview/news", 3.0
"""Where it serves, where pages ask for news, and for how many seconds they are open after that."""
NAME = re.compile(r"(?:[\w-][\w.-]*/)?[\w-][\w.-]*\.\w+")
"""The name of a file of a build: nothing that it keeps for itself. It writes no links."""
PUBLISHED = re.compile(r'<meta property="og:url" content="([^"]*)">')
POLICY = re.compile(r'<meta http-equiv="Content-Security-Policy" content="([^"]*)">')
SCRIPT, WAITING = (
    Path(__file__).with_name(name).read_text("utf-8") for name in ("refresh.js", "waiting.html")
)


def run_preview(
    job: Callable[[], Job],
    folders: Sequence[Path],
    port: int,
    reporter: Callable[[], AbstractContextManager[Tell]],
) -> None:
    """Build a job, made anew for each build, at each change in some folders, until Ctrl-C."""
    failures: dict[str, str] = {}  # what failed, by page; with all of them by ""
    asked: dict[str, float] = {}  # when each page has asked for news

    def hear(event: Event) -> None:
        tell(event)
        if event.kind == "failed":
            failures[event.page] = event.said
        elif event.page:  # and so the data can be read again
            failures.pop(event.page, None)
            failures.pop("", None)

    answer = partial(Answer, failures=failures, asked=asked, directory=str(job().out))
    try:
        server = ThreadingHTTPServer((ADDRESS, port), answer)
    except (OSError, OverflowError):  # it is taken, or none: any other will do
        server = ThreadingHTTPServer((ADDRESS, 0), answer)
    with server:
        address = f"http://{ADDRESS}:{server.server_port}/"
        print(_("preview: {address} (Ctrl-C ends it)", address=address), flush=True)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        # The first wait ends without a change; what changes during a build ends the next one.
        waits = watch(*folders, debounce=300, rust_timeout=300, yield_on_timeout=True)
        for number, changes in enumerate(waits):
            now = time.monotonic()
            first = tuple(page for page, at in asked.items() if now - at < RECENT)
            if changes or number == 0:
                try:
                    with reporter() as tell:
                        build_jobs([job()], Options(jobs=os.cpu_count() or 1, first=first), hear)
                except Exception as error:  # whatever it is, it is mended by another change
                    failures[""] = say_error(error)


class Answer(SimpleHTTPRequestHandler):
    """The answer to one request: news, a page with its script, or a file as it is."""

    def __init__(self, *request: Any, failures: Any, asked: Any, **options: Any) -> None:
        self._failures, self._asked = failures, asked
        super().__init__(*request, **options)

    def send_head(self) -> Any:
        """Send the head of an answer, and return its body; None if that was an error."""
        address, server = urlsplit(self.path), cast(ThreadingHTTPServer, self.server)
        name, port = unquote(address.path).strip("/") or "index.html", server.server_port
        # Another host is a page of elsewhere whose name was pointed here.
        if self.headers.get("Host") not in (f"{ADDRESS}:{port}", f"localhost:{port}"):
            return self.send_error(403)
        if name == NEWS:
            news = self._list_news(parse_qs(address.query).get("page", [""])[0])
            return self._send(200, json.dumps(news), "application/json", "")
        if not NAME.fullmatch(name) or Path(self.directory, name).is_symlink():
            return self.send_error(404)
        if not name.endswith(".html"):
            return super().send_head()
        content = self._read(name)
        return self._send(404 if content is None else 200, *add_script(content, name))

    def _read(self, name: str) -> bytes | None:
        file = Path(self.directory, name)
        return file.read_bytes() if file.is_file() else None

    def _list_news(self, page: str) -> dict[str, object]:
        """Return which version of an open page there is, and what went wrong."""
        self._asked[page.removesuffix(".html")] = time.monotonic()
        said = self._failures.get("") or self._failures.get(page)
        title = _("This page is not up to date")
        notices = [{"title": title, "text": said}] if said else []
        return {"version": hash_bytes(self._read(page) or b""), "notices": notices}

    def _send(self, status: int, text: str, kind: str, policy: str) -> BytesIO:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Cache-Control", "no-store")
        self.send_header("Content-Security-Policy", policy)
        self.end_headers()
        return BytesIO(text.encode())

    def log_message(self, *_words: Any) -> None:
        """Say nothing of what is asked."""


def add_script(content: bytes | None, name: str) -> tuple[str, str, str]:
    """Return a page, or what stands for one that isn't made yet, with the script.

    Then its type, and the policy that allows the script and nothing more.
    """
    title = html.escape(_("{page} is not made yet", page=name))
    link = "" if name == "index.html" else f'<p><a href="/">{html.escape(_("all pages"))}</a></p>'
    page = content.decode() if content else WAITING.format(title=title, link=link)
    if published := PUBLISHED.search(page):  # where its links lead: here they stay at home
        home = published[1].removesuffix(name)
        page = page.replace(f'<a href="{home}', f'<a href="{"../" * name.count("/")}')
    sealed = base64.b64encode(hashlib.sha256(SCRIPT.encode()).digest()).decode()
    policies = [html.unescape(own) for own in POLICY.findall(page)]
    own = [f"script-src 'sha256-{sealed}'", "connect-src 'self'", "frame-ancestors 'none'"]
    data = {"page": name, "version": hash_bytes(content or b""), "gone": _("the preview has ended")}
    about = " ".join(f'data-{key}="{html.escape(value)}"' for key, value in data.items())
    # Two policies would both hold: the page's own moves into the header.
    before, end, after = POLICY.sub("", page).rpartition("</body>")
    page = f"{before}<script {about}>{SCRIPT}</script>\n{end}{after}"
    return page, "text/html; charset=utf-8", "; ".join([*policies, *own])
