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
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from pathlib import Path
from typing import Any, ClassVar
from urllib.parse import parse_qs, unquote, urlsplit

from watchfiles import watch

from annual_report.base.errors import say_error
from annual_report.base.messages import _
from annual_report.base.program import hash_bytes
from annual_report.machine.making.build import build_jobs
from annual_report.machine.making.job import Event, Job, Options, Tell

ADDRESS, NEWS = "127.0.0.1", ".preview/news"  # where it serves, and where pages ask for news
NAME = re.compile(r"(?:[\w-][\w.-]*/)?[\w-][\w.-]*\.\w+")
"""The name of a file of a build: nothing that it keeps for itself. It writes no links."""
POLICY = "default-src 'none';"  # how that of each page begins
SCRIPT = Path(__file__).with_name("refresh.js").read_text("utf-8")
WAITING = Path(__file__).with_name("waiting.html").read_text("utf-8")
Reporter = Callable[[], AbstractContextManager[Tell]]


def run_preview(job: Callable[[], Job], folders: Sequence[Path], port: int, told: Reporter) -> None:
    """Build a job, made anew for each build, at each change in some folders, until Ctrl-C."""

    def hear(event: Event) -> None:
        tell(event)
        if event.kind == "failed":
            failures[event.page] = event.said

    answer = partial(_Answer, directory=str(job().out))
    try:
        server = ThreadingHTTPServer((ADDRESS, port), answer)
    except (OSError, OverflowError):  # it is taken, or none: any other will do
        server = ThreadingHTTPServer((ADDRESS, 0), answer)
    address = f"http://{ADDRESS}:{server.server_port}/"
    print(_("preview: {address} (Ctrl-C ends it)", address=address), flush=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    # The first wait ends without a change; what changes during a build ends the next one.
    waits = watch(*folders, debounce=300, rust_timeout=300, yield_on_timeout=True)
    for number, changes in enumerate(waits):
        if changes or number == 0:
            options = Options(jobs=os.cpu_count() or 1, first=tuple(_Answer.opened))
            _Answer.opened, failures = set(), dict[str, str]()
            try:
                with told() as tell:
                    build_jobs([job()], options, hear)
            except Exception as error:  # whatever it is, it is mended by another change
                failures[""] = say_error(error)
            _Answer.failures = failures


class _Answer(SimpleHTTPRequestHandler):
    """The answer to one request: news, a page with its script, or a file as it is."""

    failures: ClassVar[dict[str, str]] = {}  # of the last build, by page; of all pages by ""
    opened: ClassVar[set[str]] = set()  # the pages that have asked for news since

    def send_head(self) -> Any:
        """Send the head of an answer, and return its body; None if that was an error."""
        address, port = urlsplit(self.path), self.connection.getsockname()[1]
        name = unquote(address.path).strip("/") or "index.html"
        # Another host is a page of elsewhere whose name was pointed here.
        if self.headers.get("Host") not in (f"{ADDRESS}:{port}", f"localhost:{port}"):
            return self.send_error(403)
        if is_news := name == NEWS:
            name = parse_qs(address.query).get("page", [""])[0]
        file = Path(self.directory, name)
        if not NAME.fullmatch(name) or file.is_symlink():
            return self.send_error(404)
        if not name.endswith(".html"):
            return super().send_head()
        content = file.read_bytes() if file.is_file() else b""
        if is_news:
            self.opened.add(name.removesuffix(".html"))
            failure = self.failures.get("") or self.failures.get(name, "")
            news = {"version": hash_bytes(content), "failure": failure}
            return self._send(200, json.dumps(news), "application/json")
        return self._send(200 if content else 404, _add_script(content, name), "text/html")

    def _send(self, status: int, text: str, kind: str) -> BytesIO:
        self.send_response(status)
        self.send_header("Content-Type", f"{kind}; charset=utf-8")
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        return BytesIO(text.encode())

    def log_message(self, *_words: Any) -> None:
        """Say nothing of what is asked."""


def _add_script(content: bytes, name: str) -> str:
    """Return a page with the script, which its policy then allows, or what stands for no page."""
    title = html.escape(_("{page} is not made yet", page=name))
    page = content.decode() or WAITING.format(title=title)
    sealed = base64.b64encode(hashlib.sha256(SCRIPT.encode()).digest()).decode()
    allowed = f"{POLICY} script-src 'sha256-{sealed}'; connect-src 'self';"
    data = {"page": name, "version": hash_bytes(content), "gone": _("the preview has ended"),
            "failed": _("This page is not up to date")}  # fmt: skip
    about = " ".join(f'data-{key}="{html.escape(value)}"' for key, value in data.items())
    before, end, after = page.replace(POLICY, allowed, 1).rpartition("</body>")
    return f"{before}<script {about}>{SCRIPT}</script>\n{end}{after}"
