"""The search for paths of the machine and for secrets in every file of a build.

A page travels further than the author thinks. Patterns find file paths (in a home or temporary
folder, on a drive), keys and tokens by their forms, passwords in web addresses, and the values of
this process's environment variables whose names say that they are secret. A path that tells of a
machine is called a "place" here.

A find has one of two consequences: a file of a build is an error (`check_files`), or the find is
"veiled" (`veil_…`): a message, or the code of a notebook, is written with « … » in its place.

The searched text may be code or messages of any program, and no parser knows the paths in these:
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

BEGINS_PATH = r"(?<![\w/.:#-].)"
"""The condition that a "/" begins a path, and goes on with no word, web address or other path.

In a pattern it stands behind that "/": Python finds patterns that begin with a plain sign fast.
"""
REST = r"[^\s\"'<>]*"
"""The rest of a path, up to a space, a quote or the end of an HTML tag."""
HOMES = (
    # Taken: "/home/marie/x.csv". Not taken: "https://example.org/home/", "src/home/x".
    rf"/{BEGINS_PATH}(?:home|Users|root)/[\w.~-]+{REST}",
    # Taken: "C:\Users\Marie", "C:/Users/Marie", and with each backslash twice, as in code.
    r"[A-Za-z]:(?<![A-Za-z]{2}:)(?:\\\\?|/)Users(?:\\\\?|/)" + REST,
    # Taken: the addresses of disks in a network, "smb://nas/projets".
    rf"(?:file|smb|cifs|nfs|afp|sftp)://{REST}",
    # Taken: "\\nas\projets\x.csv", a shared folder of Windows.
    r"\\\\(?<![\w\\]..)[\w.-]{2,}\\[\w$.-]+\\" + REST,
)
"""Patterns of the paths that tell of whoever works there, or of their network."""
PLACES = (
    *HOMES,
    # Taken: "/tmp/x", "/var/log". Not taken: "and/or", "/api/v1".
    rf"/{BEGINS_PATH}(?:tmp|var|usr|opt|etc|mnt|private|srv|proc|dev|data|net|nas|media|Volumes)/[\w.~-]+{REST}",
    # Taken: "C:\Temp\x", "D:\data\x". Not taken: "Note: a/b".
    r"[A-Za-z]:(?<![A-Za-z]{2}:)(?:\\\\?|/)(?:Windows|Program|Temp|Documents|[\w.-]+\\)" + REST,
    # Taken: "~/projets". Not taken: "a~/b".
    r"~/(?<![\w/]..)[\w.-]+" + REST,
)
"""Patterns of all paths on a machine, also of those that tell of nobody ("/tmp/x")."""
KEYS = (
    # The head of a private key's file.
    r"-----BEGIN [A-Z ]*PRIVATE KEY-----",
    # Accounts of a cloud; tokens of code hosts and chats; keys of services.
    r"AKIA[0-9A-Z]{16}\b|ASIA[0-9A-Z]{16}\b",
    r"gh[pousr]_[A-Za-z0-9]{36,}|github_pat_\w{22,}|glpat-[\w-]{20,}|xox[abprs]-[\w-]{10,}",
    r"sk-(?<!\w...)[A-Za-z0-9_-]{20,}",
    # Signed tokens (JWT): three parts, of which two are base64 of an object ("{…").
    r"eyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]+",
    # A password in an address: "https://marie:secret@example.org".
    r"://[^\s/:@\"'<>]+:[^\s/@\"'<>]+@",
)
SECRET_WORDS = ("TOKEN", "SECRET", "PASSW", "APIKEY", "API_KEY", "CREDENTIAL", "PRIVATE")
"""The parts of a variable's name that make its value secret: FORGE_TOKEN, DB_PASSWORD."""
SHORTEST_SECRET = 8
"""The letters from which the value of a variable counts as secret: "test" is found in any text."""
LONGEST_QUOTE = 60
"""The most letters of a path that a message quotes."""
END_OF_SENTENCE = ".,;:!?)"
"""The signs behind a path that belong to the sentence around it."""


def check_files(files: Mapping[str, bytes], *, are_shown: bool = False) -> None:
    """Raise PageError for files that give away a path of a machine, or a secret.

    `files` has the contents by name. With `are_shown` the files come from a notebook that is
    published unchanged: paths that tell of nobody, such as "/tmp/x", may stand there.
    """
    wrong = []
    for name, content in files.items():
        text = content.decode("utf-8", errors="replace")
        for problem in find_secrets(text, homes_alone=are_shown):
            wrong.append(_("{page}: {problem}", page=name, problem=problem))
    if wrong:
        raise PageError("\n".join(wrong))


def find_secrets(text: str, *, homes_alone: bool = False) -> list[str]:
    """Return a message for each path and secret that a text gives away, without the secret itself.

    "lu dans /tmp/x" → ["“/tmp/x” is a place on a machine"]. With `homes_alone` only those paths
    count that tell of a person or a network.
    """
    problems = []
    _veiled, places = veil_places(text, homes_alone=homes_alone)
    for place in places:
        problems.append(_("“{text}” is a place on a machine", text=place[:LONGEST_QUOTE]))
    for pattern, problem in _list_keys().items():
        if re.search(pattern, text):
            problems.append(problem)
    return [*dict.fromkeys(problems)]


def veil_secrets(text: str, *, homes_alone: bool = False) -> str:
    """Return a message with « … » for each path and each secret that it quotes.

    "lu dans /home/marie/x" → "lu dans …". With `homes_alone` paths that tell of nobody stay.
    """
    without_places, _places = veil_places(text, homes_alone=homes_alone)
    return veil_keys(without_places)


def veil_keys(text: str) -> str:
    """Return a message with « … » for each key and password that it quotes; paths stay.

    "https://marie:secret@exemple.fr" → "https…exemple.fr"
    """
    for pattern in _list_keys():
        text = re.sub(pattern, "…", text)
    return text


def veil_places(text: str, *, homes_alone: bool = False) -> tuple[str, list[str]]:
    """Return a text with the path of each file as "…/name", and a list of the replaced paths.

    "lu dans /home/marie/membres.csv" → ("lu dans …/membres.csv", ["/home/marie/membres.csv"])

    Keys and passwords stay, for `check_files` to refuse. With `homes_alone` paths that tell of
    nobody, such as "/tmp/x", stay too.
    """
    places: list[str] = []
    known = HOMES if homes_alone else PLACES
    for pattern in (*known, *_list_own_folders(homes_alone=homes_alone)):
        found = [place[0] for place in re.finditer(pattern, text)]
        if found:
            places += [place.rstrip(END_OF_SENTENCE) for place in found]
            text = re.sub(pattern, _shorten_place, text)
    return text, places


def _shorten_place(place: re.Match[str]) -> str:
    """Return the words for a path in a text, which tell its file's name and no folder.

    "/home/marie/membres.csv" → "…/membres.csv", "/home/marie" → "…"

    A name without an ending is a folder's, which may be called after a person.
    """
    # The separators of all systems: the text may come from another machine.
    _folder, _slash, name = place[0].replace("\\", "/").rpartition("/")
    has_ending = "." in name.strip(END_OF_SENTENCE)
    return f"…/{name}" if has_ending else "…"


def _list_own_folders(*, homes_alone: bool) -> list[str]:
    """Return patterns of the folders that this process works in, wherever they lie.

    These are the project's folder, the home, the working folder, and that of temporary files: the
    fixed patterns know "/home/marie/x", and neither "/work/x" of a container nor "/scratch/x". With
    `homes_alone` a folder of temporary files that all programs share, such as "/tmp", is left out.
    """
    folders = {str(ROOT), os.path.expanduser("~"), os.getcwd(), tempfile.gettempdir()}
    patterns = []
    # The longest first: of "/srv/reseau/pages", "/srv/reseau" would leave "/pages" standing.
    for folder in sorted(folders, key=len, reverse=True):
        depth = len(Path(folder).parts)
        if depth > 2:
            patterns.append(re.escape(folder))
            # In JSON, as in a notebook's file, each backslash stands twice.
            if "\\" in folder:
                patterns.append(re.escape(folder.replace("\\", "\\\\")))
        # "/work" alone may stand in any text: a name below makes it a path.
        elif depth == 2 and folder.startswith("/"):
            is_shared = folder == tempfile.gettempdir()
            if not (homes_alone and is_shared):
                patterns.append(rf"/{BEGINS_PATH}{re.escape(folder[1:])}/[\w.~-]+{REST}")
    return patterns


def _list_keys() -> dict[str, str]:
    """Return the pattern of a key, or of a secret of this process → the message about it.

    With FORGE_TOKEN=abcdefgh in the environment: "abcdefgh" → "the value of FORGE_TOKEN, of the
    environment, is in it".

    The environment is read at each call: a notebook's run may have set variables.
    """
    keys = dict.fromkeys(KEYS, _("there is something like a key or a password"))
    for name, value in os.environ.items():
        is_secret = any(word in name.upper() for word in SECRET_WORDS)
        # A value with a slash is a file's path, as of a socket, and found as a path.
        if is_secret and len(value) >= SHORTEST_SECRET and "/" not in value:
            keys[re.escape(value)] = _(
                "the value of {name}, of the environment, is in it", name=name
            )
    return keys
