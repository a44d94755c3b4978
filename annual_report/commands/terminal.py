"""What commands print on the terminal, and the answers that a person types there.

A file's words can't command the terminal: a cell, a file's name or an error's message may hold an
escape sequence that clears the screen, and writes "no error" there.
"""

import sys
import unicodedata
from collections.abc import Iterable

CONTROLS = ("Cc", "Cf", "Cs", "Zl", "Zp")
"""The Unicode categories of signs that a terminal obeys, or that turn and hide their neighbours."""


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
