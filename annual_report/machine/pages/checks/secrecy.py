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
from annual_report.base.messages import N_, _
from annual_report.base.project import ROOT

ALONE = r"(?<![\w/.:#-].)"
"""Before a path stands anything but a word, a link's address or another part of a path.

It comes after the path's first sign: patterns that begin with a plain sign are found fast.
"""
REST = r"[^\s\"'<>]*"
PATHS = [
    re.compile(pattern)
    for pattern in (
        # Unix; addresses of disks in a network; Windows, with either slash; shares; a home.
        rf"/{ALONE}(?:home|Users|root|tmp|var|usr|opt|etc|mnt|private|srv|proc|dev|data|net|nas|media|Volumes)/[\w.~-]+{REST}",
        rf"(?:file|smb|cifs|nfs|afp|sftp)://{REST}",
        r":(?<=[A-Za-z]:)(?<![A-Za-z]{2}:)(?:\\\\?|/)(?:Users|Windows|Program|Temp|Documents|[\w.-]+\\)"
        + REST,
        r"\\\\(?<![\w\\]..)[\w.-]{2,}\\[\w$.-]+\\" + REST,
        r"~/(?<![\w/]..)[\w.-]+" + REST,
    )
]
DRIVE = r"(?:\b[A-Za-z](?=:[\\/]))?"
"""The letter of a drive, where a place of Windows begins."""
SECRETS = [
    re.compile(pattern)
    for pattern in (
        # Keys, cloud accounts, forges and chats, services, signed tokens; a password in an address.
        r"-----BEGIN [A-Z ]*PRIVATE KEY-----",
        r"AKIA[0-9A-Z]{16}\b|ASIA[0-9A-Z]{16}\b",
        r"gh[pousr]_[A-Za-z0-9]{36,}|github_pat_\w{22,}|glpat-[\w-]{20,}|xox[abprs]-[\w-]{10,}",
        r"sk-(?<!\w...)[A-Za-z0-9_-]{20,}",
        r"eyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]+",
        r"://[^\s/:@\"'<>]+:[^\s/@\"'<>]+@",
    )
]
SECRET_NAMES = re.compile(r"TOKEN|SECRET|PASSW|API_?KEY|CREDENTIAL|PRIVATE", re.IGNORECASE)
A_PLACE = N_("“{text}” is a place on a machine")
A_KEY = N_("there is something like a key or a password")
A_VALUE = N_("the value of {name}, of the environment, is in it")
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


def veil_secrets(text: str) -> str:
    """Return a message without the places and secrets that it may quote."""
    for pattern, _said, _name in _list_patterns():
        text = pattern.sub("…", text)
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

    for pattern, message, _name in _list_patterns():
        if message == A_PLACE:
            text = re.sub(rf"{DRIVE}{pattern.pattern}", veil, text)
    return text, [place.rstrip(".,;:!?)") for place in veiled]


def find_secrets(text: str) -> Iterator[str]:
    """Yield what a text gives away; a secret itself isn't repeated."""
    for pattern, message, name in _list_patterns():
        for match in pattern.finditer(text):
            yield _(message, text=match[0][:60], name=name)


def _list_patterns() -> Iterator[tuple[re.Pattern[str], str, str]]:
    """Yield what gives something away on this machine, in this environment; long places first.

    Each pattern comes with what is said of it, and with the name of a secret. `re` keeps patterns.
    """
    places = (str(ROOT), os.path.expanduser("~"), os.getcwd(), tempfile.gettempdir())
    # "/" or "C:\\Users" alone would be found in any text.
    own = {place for place in places if len(Path(place).parts) > 2}
    own |= {place.replace("\\", "\\\\") for place in own}  # as JSON writes them
    exact = (re.compile(re.escape(place)) for place in sorted(own, key=len, reverse=True))
    yield from ((pattern, A_PLACE, "") for pattern in (*PATHS, *exact))
    yield from ((pattern, A_KEY, "") for pattern in SECRETS)
    for name, value in os.environ.items():
        # A value with a slash is a file's path, as of a socket, and found as a place.
        if len(value) >= SHORTEST and "/" not in value and SECRET_NAMES.search(name):
            yield re.compile(re.escape(value)), A_VALUE, name
