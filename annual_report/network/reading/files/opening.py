"""Reading a file that somebody else put there: an ordinary one, and no more of it than is needed.

A pipe would be waited for without end and a device would fill the memory: both are refused, and so
is a file that goes on beyond what it may hold.
"""

import stat
from pathlib import Path

from annual_report.base.errors import UnreadableError
from annual_report.base.messages import _


def read_file(path: Path, most: int, too_large: str) -> bytes:
    """Return a file's bytes; raise UnreadableError saying `too_large` beyond `most` of them.

    What the system itself refuses (a folder, a link that leads to itself) is its OSError.
    """
    mode = path.stat().st_mode
    if not stat.S_ISREG(mode) and not stat.S_ISDIR(mode):
        raise UnreadableError(_("is a pipe or a device"), _("an ordinary file"))
    with path.open("rb") as stream:
        content = stream.read(most + 1)
    if len(content) <= most:
        return content
    raise refuse_size(too_large, most)


def refuse_size(what: str, most: int) -> UnreadableError:
    """Return the error of something that has more than `most` bytes."""
    if most < 1_000_000:
        return UnreadableError(what, _("at most {count} kB", count=most // 1000))
    return UnreadableError(what, _("at most {count} MB", count=most // 1_000_000))
