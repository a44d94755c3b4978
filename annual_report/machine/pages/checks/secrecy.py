"""The search for places of the machine and secrets in every file of a build.

A page travels further than the author thinks. Patterns find places of a machine (a home or
temporary folder, a drive, a registry with a password in the address), keys and tokens by their
forms, and the values of variables of this process whose names say that they are secret.
"""

import os
import re
import tempfile
from collections.abc import Mapping
from pathlib import Path

from annual_report.base.errors import PageError
from annual_report.base.messages import _
from annual_report.base.project import ROOT

ALONE = r"(?<![\w/.:#-].)"
"""Before a path stands anything but a word, a link's address or another part of a path.

It comes after the path's first sign: patterns that begin with a plain sign are found fast.
"""
REST = r"[^\s\"'<>]*"
HOMES = (
    # Unix; Windows, with either slash; addresses of disks in a network, and shares.
    rf"/{ALONE}(?:home|Users|root)/[\w.~-]+{REST}",
    r"[A-Za-z]:(?<![A-Za-z]{2}:)(?:\\\\?|/)Users(?:\\\\?|/)" + REST,
    rf"(?:file|smb|cifs|nfs|afp|sftp)://{REST}",
    r"\\\\(?<![\w\\]..)[\w.-]{2,}\\[\w$.-]+\\" + REST,
)
"""Places that tell of whoever works there, or of their network."""
PLACES = (
    *HOMES,
    rf"/{ALONE}(?:tmp|var|usr|opt|etc|mnt|private|srv|proc|dev|data|net|nas|media|Volumes)/[\w.~-]+{REST}",
    r"[A-Za-z]:(?<![A-Za-z]{2}:)(?:\\\\?|/)(?:Windows|Program|Temp|Documents|[\w.-]+\\)" + REST,
    r"~/(?<![\w/]..)[\w.-]+" + REST,
)
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


def check_files(files: Mapping[str, bytes], *, are_shown: bool = False) -> None:
    """Raise PageError for a file that tells the place of the making, a person, or a secret.

    The files of a notebook that are shown unchanged may name places that tell of nobody.
    """
    wrong = []
    for name, content in files.items():
        text = content.decode("utf-8", errors="replace")
        for problem in find_secrets(text, homes_alone=are_shown):
            wrong.append(_("{page}: {problem}", page=name, problem=problem))
    if wrong:
        raise PageError("\n".join(wrong))


def find_secrets(text: str, *, homes_alone: bool = False) -> list[str]:
    """Return a line for each place and secret that a text gives away, without quoting a secret."""
    _veiled, places = veil_places(text, homes_alone=homes_alone)
    problems = [_("“{text}” is a place on a machine", text=place[:60]) for place in places]
    problems += [problem for key, problem in _list_keys().items() if re.search(key, text)]
    return [*dict.fromkeys(problems)]


def veil_secrets(text: str, *, homes_alone: bool = False) -> str:
    """Return a message without the places and secrets in quoted texts."""
    text, _places = veil_places(text, homes_alone=homes_alone)
    return veil_keys(text)


def veil_keys(text: str) -> str:
    """Return a message without the keys and passwords in quoted texts; places stay."""
    for key in _list_keys():
        text = re.sub(key, "…", text)
    return text


def veil_places(text: str, *, homes_alone: bool = False) -> tuple[str, list[str]]:
    """Return a text with the place of each file as « …/name », and the places that were veiled.

    Keys and passwords stay, for `check_files` to refuse. If only homes are veiled, places that tell
    of nobody stay too.
    """
    places: list[str] = []

    def veil(place: re.Match[str]) -> str:
        places.append(place[0].rstrip(".,;:!?)"))
        # The last part of a folder's place may be a person's name.
        name = re.split(r"[\\/]", place[0])[-1]
        return f"…/{name}" if "." in name.strip(".,;:!?)") else "…"

    for pattern in _list_places(HOMES if homes_alone else PLACES):
        text = re.sub(pattern, veil, text)
    return text, places


def _list_places(known: tuple[str, ...]) -> list[str]:
    """List the patterns of places, and the places of this process, the longest first."""
    here = (str(ROOT), os.path.expanduser("~"), os.getcwd(), tempfile.gettempdir())
    # "/" or "C:\\Users" alone would be found in any text.
    own = {place for place in here if len(Path(place).parts) > 2}
    own |= {place.replace("\\", "\\\\") for place in own}  # as JSON writes them
    return [*known, *map(re.escape, sorted(own, key=len, reverse=True))]


def _list_keys() -> dict[str, str]:
    """List the patterns of keys, and the secrets of this process, each with a refusal's words."""
    keys = dict.fromkeys(KEYS, _("there is something like a key or a password"))
    for name, value in os.environ.items():
        # A value with a slash is a file's path, as of a socket, and found as a place.
        if len(value) >= SHORTEST and "/" not in value and SECRET_NAMES.search(name):
            keys[re.escape(value)] = _(
                "the value of {name}, of the environment, is in it", name=name
            )
    return keys
