"""Reading a file that somebody else put there: a pipe would be waited for without end."""

import stat
from pathlib import Path

from annual_report.base.errors import UnreadableError
from annual_report.base.messages import _


def read_file(path: Path, most: int, too_large: str) -> bytes:
    """Return a file's bytes; raise UnreadableError saying `too_large` beyond `most` of them.

    What the system itself refuses (a folder, a link that leads to itself) is its OSError.
    """
    status = path.stat()
    if not stat.S_ISREG(status.st_mode) and not stat.S_ISDIR(status.st_mode):
        raise UnreadableError(_("is a pipe or a device"), _("an ordinary file"))
    if status.st_size > most:
        raise refuse_size(too_large, most)
    return path.read_bytes()


def refuse_size(what: str, most: int) -> UnreadableError:
    """Return the error of something that has more than `most` bytes."""
    if most < 1_000_000:
        return UnreadableError(what, _("at most {count} kB", count=most // 1000))
    return UnreadableError(what, _("at most {count} MB", count=most // 1_000_000))
