"""Reading a file that somebody else put there: an ordinary one, and no more of it than is needed.

A pipe would be waited for without end and a device would fill the memory: both are refused, and so
is a file that goes on beyond what it may hold.
"""

import errno
import os
import stat
from pathlib import Path

from annual_report.errors import UnreadableError
from annual_report.messages import _


def read_file(path: Path, most: int, too_large: str) -> bytes:
    """Return a file's bytes; raise UnreadableError saying `too_large` beyond `most` of them.

    What the system itself refuses (a folder, a link that leads to itself) is its OSError.
    """
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    opened = os.open(path, flags)
    try:
        mode = os.fstat(opened).st_mode
        if stat.S_ISDIR(mode):
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(path))
        if not stat.S_ISREG(mode):
            raise UnreadableError(_("is a pipe or a device"), _("an ordinary file"))
        with os.fdopen(opened, "rb", closefd=False) as stream:
            content = stream.read(most + 1)
    finally:
        os.close(opened)
    if len(content) > most:
        raise UnreadableError(too_large, _most(most))
    return content


def _most(count: int) -> str:
    if count < 1_000_000:
        return _("at most {count} kB", count=count // 1000)
    return _("at most {count} MB", count=count // 1_000_000)
