"""What commands print on the terminal, the person there, and the answers that are typed.

A file's words can't command the terminal: a cell, a file's name or an error's message may hold an
escape sequence that clears the screen, and writes "no error" there.
"""

import os
import sys
import unicodedata
import webbrowser
from collections.abc import Iterable
from contextlib import suppress

CONTROLS = ("Cc", "Cf", "Cs", "Zl", "Zp")
"""The Unicode categories of signs that a terminal obeys, or that turn and hide their neighbours."""


def is_anybody_there() -> bool:
    """Whether a person can look at the local page: a terminal, no robot, a browser on a screen."""
    is_robot = os.environ.get("CI", "").lower() not in ("", "0", "false")
    streams = (sys.stdin, sys.stdout)
    # Windows starts some programs without streams.
    if is_robot or not all(stream is not None and stream.isatty() for stream in streams):
        return False
    has_screen = sys.platform in ("win32", "darwin") or any(
        os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "BROWSER")
    )
    with suppress(webbrowser.Error):
        return has_screen and webbrowser.get() is not None
    return False


def ask_question(question: str, usual: str = "") -> str:
    """Print a question, and return the typed answer.

    Return the `usual` answer for an empty line, and where nobody is there to type.
    """
    print(strip_controls(question), end="", flush=True)
    return sys.stdin.readline().strip() or usual


def say_lines(lines: Iterable[str]) -> None:
    """Print lines, each without control characters and without a wait for the next."""
    for line in lines:
        print(strip_controls(line), flush=True)


def strip_controls(text: str) -> str:
    """Return a text without control characters, ends of lines among them, but for tabs.

    Rows to paste into a spreadsheet have tabs between their cells.
    """
    harmless = ""
    # Sign by sign: Unicode has no range for the signs that a terminal obeys.
    for sign in text:
        if sign == "\t" or unicodedata.category(sign) not in CONTROLS:
            harmless += sign
    return harmless
