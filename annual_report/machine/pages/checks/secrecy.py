"""The search for places of the machine and secrets in every file of a build.

A page travels further than the author thinks. Patterns find places of a machine (a home or
temporary folder, a drive, a registry with a password in the address), keys and tokens by their
forms, and the values of variables of this process whose names say that they are secret.

Two things are done with a find: a file of a build is refused (`check_files`), and a message or the
code of a notebook goes out with « … » in its place: it is veiled (`veil_…`).

What is searched is any text, code and messages of any program, of which no parser knows the paths:
hence the patterns, each with an example.
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
    # Taken: "/home/marie/x.csv". Not taken: "https://example.org/home/", "src/home/x".
    rf"/{ALONE}(?:home|Users|root)/[\w.~-]+{REST}",
    # Taken: "C:\Users\Marie", "C:/Users/Marie", and with each backslash twice, as in code.
    r"[A-Za-z]:(?<![A-Za-z]{2}:)(?:\\\\?|/)Users(?:\\\\?|/)" + REST,
    # Taken: the addresses of disks in a network, "smb://nas/projets".
    rf"(?:file|smb|cifs|nfs|afp|sftp)://{REST}",
    # Taken: "\\nas\projets\x.csv", a shared folder of Windows.
    r"\\\\(?<![\w\\]..)[\w.-]{2,}\\[\w$.-]+\\" + REST,
)
"""Places that tell of whoever works there, or of their network."""
PLACES = (
    *HOMES,
    # Taken: "/tmp/x", "/var/log". Not taken: "and/or", "/api/v1".
    rf"/{ALONE}(?:tmp|var|usr|opt|etc|mnt|private|srv|proc|dev|data|net|nas|media|Volumes)/[\w.~-]+{REST}",
    # Taken: "C:\Temp\x", "D:\data\x". Not taken: "Note: a/b".
    r"[A-Za-z]:(?<![A-Za-z]{2}:)(?:\\\\?|/)(?:Windows|Program|Temp|Documents|[\w.-]+\\)" + REST,
    # Taken: "~/projets". Not taken: "a~/b".
    r"~/(?<![\w/]..)[\w.-]+" + REST,
)
"""All places on a machine, those that tell of nobody as well."""
KEYS = (
    # The head of a private key's file.
    r"-----BEGIN [A-Z ]*PRIVATE KEY-----",
    # Accounts of a cloud; tokens of forges and chats; keys of services.
    r"AKIA[0-9A-Z]{16}\b|ASIA[0-9A-Z]{16}\b",
    r"gh[pousr]_[A-Za-z0-9]{36,}|github_pat_\w{22,}|glpat-[\w-]{20,}|xox[abprs]-[\w-]{10,}",
    r"sk-(?<!\w...)[A-Za-z0-9_-]{20,}",
    # Signed tokens (JWT): three parts, of which two are base64 of an object ("{…").
    r"eyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]+",
    # A password in an address: "https://marie:secret@example.org".
    r"://[^\s/:@\"'<>]+:[^\s/@\"'<>]+@",
)
# Taken: FORGE_TOKEN, DB_PASSWORD. Not taken: HOME.
SECRET_NAMES = re.compile(r"TOKEN|SECRET|PASSW|API_?KEY|CREDENTIAL|PRIVATE", re.IGNORECASE)
SHORTEST = 8
"""Shorter values of the environment say nothing, and are found in any text."""
LONGEST_QUOTE = 60
"""The letters of a place that a message quotes."""


def check_files(files: Mapping[str, bytes], *, are_shown: bool = False) -> None:
    """Raise PageError for files that give away a place on a machine, or a secret.

    `files` has the contents by name. Those of somebody's notebook that are shown unchanged
    (`are_shown`) may name places that tell of nobody, such as « /tmp/x ».
    """
    wrong = []
    for name, content in files.items():
        text = content.decode("utf-8", errors="replace")
        for problem in find_secrets(text, homes_alone=are_shown):
            wrong.append(_("{page}: {problem}", page=name, problem=problem))
    if wrong:
        raise PageError("\n".join(wrong))


def find_secrets(text: str, *, homes_alone: bool = False) -> list[str]:
    """Return a message for each place and secret that a text gives away, without the secret itself.

    With `homes_alone` only those places count that tell of a person or a network.
    """
    problems = []
    _veiled, places = veil_places(text, homes_alone=homes_alone)
    for place in places:
        problems.append(_("“{text}” is a place on a machine", text=place[:LONGEST_QUOTE]))
    for key, problem in _list_keys().items():
        if re.search(key, text):
            problems.append(problem)
    return [*dict.fromkeys(problems)]


def veil_secrets(text: str, *, homes_alone: bool = False) -> str:
    """Return a message with « … » for each place and secret in what it quotes.

    With `homes_alone` places that tell of nobody stay.
    """
    text, _places = veil_places(text, homes_alone=homes_alone)
    return veil_keys(text)


def veil_keys(text: str) -> str:
    """Return a message with « … » for each key and password in what it quotes; places stay."""
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
    """Return the patterns `known`, and those of this process's own places, the longest first.

    Its own are the project's folder, the home, the working folder and that of temporary files.
    """
    places = set()
    for place in (str(ROOT), os.path.expanduser("~"), os.getcwd(), tempfile.gettempdir()):
        # "/" or "C:\\Users" alone would be found in any text.
        if len(Path(place).parts) > 2:
            places.add(place)
            # In JSON, as in a notebook's file, each backslash stands twice.
            places.add(place.replace("\\", "\\\\"))
    return [*known, *map(re.escape, sorted(places, key=len, reverse=True))]


def _list_keys() -> dict[str, str]:
    """Return the patterns of keys and of this process's secrets → the message that refuses each."""
    keys = dict.fromkeys(KEYS, _("there is something like a key or a password"))
    for name, value in os.environ.items():
        # A value with a slash is a file's path, as of a socket, and found as a place.
        if len(value) >= SHORTEST and "/" not in value and SECRET_NAMES.search(name):
            keys[re.escape(value)] = _(
                "the value of {name}, of the environment, is in it", name=name
            )
    return keys
