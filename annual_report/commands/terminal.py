"""What commands print on the terminal, the person there, and the answers that are typed.

A file's words can't command the terminal: a cell, a file's name or an error's message may hold an
escape sequence that clears the screen, and writes "no error" there.
"""

import os
import sys
import unicodedata
import webbrowser
from collections.abc import Iterable

CONTROLS = ("Cc", "Cf", "Cs", "Zl", "Zp")
"""The Unicode categories of signs that a terminal obeys, or that turn and hide their neighbours."""


def is_anybody_there() -> bool:
    """Whether a person can look at the local page: a terminal, no robot, a browser on a screen."""
    # The services that run commands for a repository set CI=true.
    is_robot = os.environ.get("CI", "").lower() not in ("", "0", "false")
    if is_robot:
        return False
    for stream in (sys.stdin, sys.stdout):
        # Windows starts some programs without streams.
        if stream is None or not stream.isatty():
            return False
    # Linux says by these variables that there is a screen, or a browser of the user's choice.
    names = ("DISPLAY", "WAYLAND_DISPLAY", "BROWSER")
    has_screen = any(os.environ.get(name) for name in names)
    if sys.platform not in ("win32", "darwin") and not has_screen:
        return False
    try:
        webbrowser.get()
    except webbrowser.Error:
        return False
    return True


def ask_question(question: str, usual: str = "") -> str:
    """Print a question, and return the typed answer.

    Return the `usual` answer for an empty line, and where nobody is there to type.
    """
    print(strip_controls(question), end="", flush=True)
    return sys.stdin.readline().strip() or usual


def say_lines(lines: Iterable[str]) -> None:
    """Print lines without control characters."""
    for line in lines:
        # Each is seen at once: a build may take minutes for the next.
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
