r"""The one filter where lines are written: what a file says can't command the terminal.

A cell, a file's name or an error's message may hold an escape sequence that clears the screen, and
writes "no error" there. Every sign that is no print is written as its number instead, `\u001b`,
which is also how JSON writes it.
"""

import os
import re
import sys
import traceback
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from types import TracebackType
from typing import Any, TextIO

COMMANDS = ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")
"""The categories of signs that a terminal obeys, or that turn and hide what stands beside them."""
WHO_MAY_ENTER = re.compile(r"://[^/@\s]*@")


def printable(text: str) -> str:
    """Write a text's signs that are no print as their numbers; ends of lines and tabs stay.

    Of an address, who may enter there and by which password is left out.
    """
    text = WHO_MAY_ENTER.sub("://", text)
    return text if text.isprintable() else "".join(map(_print, text))


def _print(sign: str) -> str:
    if sign in "\n\t" or sign.isprintable() or unicodedata.category(sign) not in COMMANDS:
        return sign
    number = ord(sign)
    if number < 0x10000:
        return f"\\u{number:04x}"
    high, low = divmod(number - 0x10000, 0x400)
    return f"\\u{0xD800 + high:04x}\\u{0xDC00 + low:04x}"


class Filtered:
    """A stream that writes print alone."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def write(self, text: str) -> int:
        """Write what is print."""
        return self._stream.write(printable(text))

    def writelines(self, lines: Any) -> None:
        """Write lines one by one."""
        for line in lines:
            self.write(line)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)


@contextmanager
def filtered_streams() -> Iterator[None]:
    """Let whatever is said to the terminal, by whomever, go through the filter."""
    before = sys.stdout, sys.stderr
    sys.stdout, sys.stderr = Filtered(sys.stdout), Filtered(sys.stderr)
    try:
        yield
    finally:
        sys.stdout, sys.stderr = before


def tell_whole(
    kind: type[BaseException], error: BaseException, trace: TracebackType | None
) -> None:
    """Print an error with its stack, as Python would, through the filter."""
    sys.stderr.write(printable("".join(traceback.format_exception(kind, error, trace))))


def silence(stream: TextIO) -> None:
    """Let what is written to a stream that nobody reads any more go nowhere, what it holds too."""
    with suppress(OSError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
