"""The start and the end of the local page: a single running program for each folder.

A second double-click on a folder's file finds the program that runs already, by two files in the
person's own cache. Other persons can't read the cache: the address there holds the secret.

    annual-report/KEY.lock      locked as long as a program runs for the folder
    annual-report/KEY.address   the address of its local page
"""

import secrets
import threading
import time
import webbrowser
from contextlib import suppress
from pathlib import Path

from filelock import FileLock, Timeout
from platformdirs import user_cache_path

from annual_report.base.errors import ReportError
from annual_report.base.messages import _
from annual_report.base.program import hash_bytes
from annual_report.base.whole_files import write_whole_file
from annual_report.door.routes import Routes
from annual_report.door.server import Server
from annual_report.door.workspace import Workspace

PATIENCE = 20.0
"""Seconds that a program which is starting, or ending, is waited for."""


def open_door(
    folder: Path, notebooks: tuple[Path, ...] = (), out: str = "", *, with_browser: bool = True
) -> None:
    """Run the local page for a folder, or show the local page of the program that runs already.

    The folder is a network, or holds networks; with `out` only `notebooks` are built, into the
    folder `out`. `with_browser` opens the person's browser. Return when the last tab is closed.

    Raise ReportError if the lock is held and no address is found.
    """
    cache = _find_cache()
    # One program for each folder, kind of work and working folder: the pages and the files to send
    # are written into the working folder.
    key = hash_bytes(f"{folder.resolve()}|{out}|{Path.cwd()}".encode())
    lock = FileLock(cache / f"{key}.lock")
    address_file = cache / f"{key}.address"
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        # The first program gets the lock, and keeps it until the last tab is closed.
        try:
            with lock.acquire(timeout=0):
                workspace = Workspace(folder, notebooks, out)
                _serve_until_closed(workspace, address_file, with_browser=with_browser)
                return
        # Another program runs for this folder: its address is in the file once its server runs.
        except Timeout:
            address = address_file.read_text(encoding="utf-8") if address_file.is_file() else ""
        if address:
            print(_("the door is open already: {address}", address=address), flush=True)
            _show_in_browser(address, with_browser=with_browser)
            return
        # It is starting, and writes its address next, or is ending, and frees the lock next.
        time.sleep(0.2)
    raise ReportError(_("another program keeps the door of this folder: end it, then try again"))


def _find_cache() -> Path:
    """Return the program's folder in the person's own cache, closed to other persons.

    The address of a local page stands there, and whoever has it can use the page.
    """
    folder = user_cache_path("annual-report", appauthor=False, ensure_exists=True)
    folder.chmod(0o700)
    return folder


def _serve_until_closed(workspace: Workspace, address_file: Path, *, with_browser: bool) -> None:
    """Run the web server and the work until the last browser tab has closed.

    The address file exists meanwhile, so that a second double-click finds the server.
    """
    secret = secrets.token_urlsafe(24)
    # A new secret at each start: an address from a browser's history leads nowhere.
    server = Server(secret, Routes(workspace, secret).respond)
    write_whole_file(address_file.parent, address_file.name, server.address.encode())
    # The server has a thread for itself, and the work the main thread, where Ctrl-C arrives.
    threading.Thread(target=server.serve_forever, daemon=True).start()
    print(_("the door is open: {address}", address=server.address), flush=True)
    print(_("to close it: “Close” there, or Ctrl-C here"), flush=True)
    try:
        _show_in_browser(server.address, with_browser=with_browser)
        workspace.work()
    finally:
        address_file.unlink(missing_ok=True)
        server.shutdown()
        server.server_close()
    print(_("the door is closed"), flush=True)


def _show_in_browser(address: str, *, with_browser: bool) -> None:
    """Open an address in the person's browser; without any browser the printed one is copied."""
    if with_browser:
        with suppress(webbrowser.Error):
            webbrowser.open(address)
