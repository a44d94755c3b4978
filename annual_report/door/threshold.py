"""How the door opens and ends: one for a folder, whoever asks for another finds the first.

What tells where it is lies in the person's own cache, and nobody else can read the secret there:

    annual-report/KEY.lock      locked as long as a door is open on the folder
    annual-report/KEY.address   its address
"""

import os
import secrets
import sys
import threading
import time
import webbrowser
from contextlib import suppress
from pathlib import Path

from filelock import FileLock, Timeout

from annual_report.base.errors import ReportError
from annual_report.base.messages import _
from annual_report.base.program import hash_bytes
from annual_report.base.whole_files import write_whole_file
from annual_report.door.answers import Answers
from annual_report.door.house import House
from annual_report.door.launchers import lay_launcher
from annual_report.door.server import Server

PATIENCE = 20.0
"""Seconds that a door which is opening, or ending, is waited for."""


def open_door(
    place: Path, notebooks: tuple[Path, ...] = (), out: str = "", *, with_browser: bool = True
) -> None:
    """Open the door on a folder, or show the one that is open there, and stay until nobody looks.

    Raise ReportError if the first one answers to nobody.
    """
    cache = _find_cache()
    key = hash_bytes(f"{place.resolve()}|{out}|{Path.cwd()}".encode())
    lock = FileLock(cache / f"{key}.lock")
    note = cache / f"{key}.address"
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        try:
            with lock.acquire(timeout=0):
                _stay_open(place, notebooks, out, note, with_browser=with_browser)
                return
        except Timeout:
            address = note.read_text(encoding="utf-8") if note.is_file() else ""
        if address:
            print(_("the door is open already: {address}", address=address), flush=True)
            _show(address, with_browser=with_browser)
            return
        time.sleep(0.2)
    raise ReportError(_("another program keeps the door of this folder: end it, then try again"))


def is_anybody_there() -> bool:
    """Whether a person can look at the door: a terminal, no robot, a browser to show it in."""
    is_robot = os.environ.get("CI", "").lower() not in ("", "0", "false")
    streams = (sys.stdin, sys.stdout)
    if is_robot or not all(stream is not None and stream.isatty() for stream in streams):
        return False
    has_screen = sys.platform in ("win32", "darwin") or any(
        os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "BROWSER")
    )
    with suppress(webbrowser.Error):
        return has_screen and webbrowser.get() is not None
    return False


def _find_cache() -> Path:
    """Return the folder of the person's own where the program keeps what it needs a while."""
    if sys.platform == "win32":
        home = os.environ.get("LOCALAPPDATA") or os.path.expanduser("~/AppData/Local")
    elif sys.platform == "darwin":
        home = os.path.expanduser("~/Library/Caches")
    else:
        home = os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache")
    folder = Path(home, "annual-report")
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder.chmod(0o700)
    return folder


def _stay_open(
    place: Path, notebooks: tuple[Path, ...], out: str, note: Path, *, with_browser: bool
) -> None:
    """Serve until nobody looks; the note says where as long as somebody is served."""
    house = House(place, notebooks, out)
    secret = secrets.token_urlsafe(24)
    server = Server(secret, Answers(house, secret).respond)
    if not out:
        lay_launcher(place)
    write_whole_file(note.parent, note.name, server.address.encode())
    threading.Thread(target=server.serve_forever, daemon=True).start()
    print(_("the door is open: {address}", address=server.address), flush=True)
    print(_("to close it: “Close” there, or Ctrl-C here"), flush=True)
    try:
        _show(server.address, with_browser=with_browser)
        house.work()
    finally:
        note.unlink(missing_ok=True)
        server.shutdown()
        server.server_close()
    print(_("the door is closed"), flush=True)


def _show(address: str, *, with_browser: bool) -> None:
    """Show the door in the person's browser; its address was said, whatever becomes of it."""
    if with_browser:
        with suppress(webbrowser.Error):
            webbrowser.open(address)
