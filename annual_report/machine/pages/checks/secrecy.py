"""The one scan of what a build gives out: no path of the machine, no secret.

A page travels further than whoever made it thinks. The patterns know what a place on a machine
looks like (a home or temporary folder, a drive, a registry with a password in its address), what
keys and tokens look like, and, of this very process, the values of its environment that are named
like secrets.
"""

import os
import re
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

from annual_report.base.errors import PageError
from annual_report.base.messages import _
from annual_report.base.project import ROOT

ALONE = r"(?<![\w/.:#-].)"
"""Before a path stands anything but a word, a link's address or another part of a path.

It comes after the path's first sign: patterns that begin with a plain sign are found fast.
"""
REST = r"[^\s\"'<>]*"
PLACES = (
    # Unix; addresses of disks in a network; Windows, with either slash; shares; a home.
    rf"/{ALONE}(?:home|Users|root|tmp|var|usr|opt|etc|mnt|private|srv|proc|dev|data|net|nas|media|Volumes)/[\w.~-]+{REST}",
    rf"(?:file|smb|cifs|nfs|afp|sftp)://{REST}",
    r":(?<=[A-Za-z]:)(?<![A-Za-z]{2}:)(?:\\\\?|/)(?:Users|Windows|Program|Temp|Documents|[\w.-]+\\)"
    + REST,
    r"\\\\(?<![\w\\]..)[\w.-]{2,}\\[\w$.-]+\\" + REST,
    r"~/(?<![\w/]..)[\w.-]+" + REST,
)
DRIVE = r"(?:\b[A-Za-z](?=:[\\/]))?"
"""The letter of a drive, where a place of Windows begins."""
KEYS = (
    # Keys, cloud accounts, forges and chats, services, signed tokens; a password in an address.
    r"-----BEGIN [A-Z ]*PRIVATE KEY-----",
    r"AKIA[0-9A-Z]{16}\b|ASIA[0-9A-Z]{16}\b",
    r"gh[pousr]_[A-Za-z0-9]{36,}|github_pat_\w{22,}|glpat-[\w-]{20,}|xox[abprs]-[\w-]{10,}",
    r"sk-(?<!\w...)[A-Za-z0-9_-]{20,}",
    r"eyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]+",
    r"://[^\s/:@\"'<>]+:[^\s/@\"'<>]+@",
)
SECRET_NAMES = re.compile(r"TOKEN|SECRET|PASSW|API_?KEY|CREDENTIAL|PRIVATE", re.IGNORECASE)
SHORTEST = 8
"""Shorter values of the environment say nothing, and are found in any text."""


def check_files(files: Mapping[str, bytes]) -> None:
    """Raise PageError if a file says where it was made, by whom, or anything secret."""
    wrong = [
        _("{page}: {problem}", page=name, problem=problem)
        for name, content in files.items()
        for problem in dict.fromkeys(find_secrets(content.decode("utf-8", errors="replace")))
    ]
    if wrong:
        raise PageError("\n".join(wrong))


def find_secrets(text: str) -> Iterator[str]:
    """Yield what a text gives away; a secret itself isn't repeated."""
    for pattern in _list_places():
        for place in re.finditer(pattern, text):
            yield _("“{text}” is a place on a machine", text=place[0][:60])
    if any(re.search(pattern, text) for pattern in KEYS):
        yield _("there is something like a key or a password")
    for name, value in _list_own_secrets().items():
        if value in text:
            yield _("the value of {name}, of the environment, is in it", name=name)


def veil_secrets(text: str) -> str:
    """Return a message without the places and secrets that it may quote."""
    text, _places = veil_places(text)
    for pattern in KEYS:
        text = re.sub(pattern, "…", text)
    for value in _list_own_secrets().values():
        text = text.replace(value, "…")
    return text


def veil_places(text: str) -> tuple[str, list[str]]:
    """Return a text in which a file's place is « …/its name », with the veiled places.

    Keys and passwords stay, for `check_files` to refuse.
    """
    veiled: list[str] = []

    def veil(place: re.Match[str]) -> str:
        # The last part of a folder's place may be a person's name.
        name = re.split(r"[\\/]", place[0])[-1]
        veiled.append(f"…/{name}" if "." in name.strip(".,;:!?)") else "…")
        return veiled[-1]

    for pattern in _list_places():
        text = re.sub(DRIVE + pattern, veil, text)
    return text, [place.rstrip(".,;:!?)") for place in veiled]


def _list_places() -> list[str]:
    """List what places look like, and those of this very process, the long ones first."""
    here = (str(ROOT), os.path.expanduser("~"), os.getcwd(), tempfile.gettempdir())
    # "/" or "C:\\Users" alone would be found in any text.
    own = {place for place in here if len(Path(place).parts) > 2}
    own |= {place.replace("\\", "\\\\") for place in own}  # as JSON writes them
    return [*PLACES, *map(re.escape, sorted(own, key=len, reverse=True))]


def _list_own_secrets() -> dict[str, str]:
    """Return what the environment holds under names of secrets."""
    # A value with a slash is a file's path, as of a socket, and found as a place.
    return {
        name: value
        for name, value in os.environ.items()
        if len(value) >= SHORTEST and "/" not in value and SECRET_NAMES.search(name)
    }
