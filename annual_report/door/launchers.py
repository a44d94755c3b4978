"""The file for a double-click that opens the local page: beside the workbook, or in Linux's menu.

    Ouvrir les pages.cmd        Windows: the Python that wrote it, else `py -3`, else a sentence
    Ouvrir les pages.command    macOS: the same in a shell, `python3` in the place of `py -3`
    a .desktop file             Linux, in the person's menu: file managers run no file of a folder

A shared folder may keep the path of a colleague's Python, and a Python may be moved: neither is an
error as long as some Python has the program. The file is no source of a page, and is never written
over: all that a newer version of the program does begins behind the same command.
"""

import os
import shlex
import sys
from pathlib import Path

from annual_report.base.letters import make_slug
from annual_report.base.messages import _
from annual_report.base.program import hash_bytes

TEMPLATES = {"win32": "windows.cmd", "darwin": "macos.command", "linux": "linux.desktop"}
"""`sys.platform` of a system → the template of its file, in this folder."""
SCRIPT = """\
for python in "$0" python3; do \
"$python" -c "import annual_report" 2>/dev/null || continue; \
"$python" -m annual_report open . && exit; \
read -r _; exit 1; \
done; echo {missing}; read -r _"""
"""The shell script of Linux's menu; `$0` is the Python that wrote the file.

After an error the window waits for a key, until somebody has read the message.
"""


def lay_launcher(folder: Path, system: str = sys.platform) -> list[str]:
    """Write the file by which a double-click opens a folder's pages; return a sentence on it.

    Return [] where nothing is written: the file is there, the folder can't be written into, or the
    system has no such files. The command `open` still opens the pages. `system` is a value of
    `sys.platform`.
    """
    # Other systems, such as a BSD, have the command alone.
    if system not in TEMPLATES:
        return []
    file = find_launcher(folder, system)
    try:
        # The folder of Linux's menu may be missing.
        file.parent.mkdir(parents=True, exist_ok=True)
        # "x" refuses a file that is there: a person may have changed it.
        with file.open("xb") as stream:
            stream.write(write_launcher(folder, system).encode())
        # macOS runs a .command file only if it is executable.
        file.chmod(0o755)
    except OSError:
        return []
    if system == "linux":
        return [_("“{name}” in the menu of applications opens the pages", name=_say_title(folder))]
    return [_("{file}: a double-click opens the pages", file=file.name)]


def find_launcher(folder: Path, system: str = sys.platform) -> Path:
    """Return the path of the file by which a double-click opens a folder's pages.

    Windows: "FOLDER/Ouvrir les pages.cmd"; Linux: a file in the folder of its menu of applications,
    ".local/share/applications/annual-report-gironde-1f0c9a7e.desktop".
    """
    if system != "linux":
        return folder / (_("Open the pages") + Path(TEMPLATES[system]).suffix)
    home = os.environ.get("XDG_DATA_HOME") or os.path.expanduser("~/.local/share")
    # All folders share the menu, and two folders may have the same name: a hash of the path tells
    # them apart.
    key = hash_bytes(str(folder.resolve()).encode())[:8]
    name = f"annual-report-{make_slug(folder.resolve().name)}-{key}.desktop"
    return Path(home, "applications", name)


def write_launcher(folder: Path, system: str = sys.platform, python: str = sys.executable) -> str:
    """Return the text of the file by which a double-click opens a folder's pages.

    `python` is the path of the Python to run. Each system has its own rules for signs in a path.
    """
    template = Path(__file__).with_name(TEMPLATES[system]).read_text(encoding="utf-8")
    missing = _(
        "Python or annual-report is not here any more: install it again, see docs/installation.md"
    )
    if system == "win32":
        # `cmd` takes %name% for a variable, and reads lines that end like Windows' own.
        text = template.format(python=python.replace("%", "%%"), missing=missing)
        return text.replace("\n", "\r\n")
    if system == "darwin":
        return template.format(python=shlex.quote(python), missing=shlex.quote(missing))
    return template.format(
        title=_say_title(folder),
        script=_quote_for_menu(SCRIPT.format(missing=shlex.quote(missing))),
        python=_quote_for_menu(python),
        # The value of a line in a .desktop file has its backslashes twice.
        folder=str(folder.resolve()).replace("\\", "\\\\"),
    )


def _say_title(folder: Path) -> str:
    """Return the name of a folder in the menu of Linux: "Annual reports – gironde"."""
    # A newline in a folder's name would end the line of the .desktop file.
    name = " ".join(folder.resolve().name.split())
    return _("Annual reports – {name}", name=name)


def _quote_for_menu(word: str) -> str:
    r"""Return a word in quotes for the line `Exec` of a .desktop file: `50 $` → `"50 \\$"`.

    The rules stand in the Desktop Entry Specification, "The Exec key".
    """
    # A single "%" begins a code that the menu fills in, such as "%f" for a file.
    quoted = word.replace("%", "%%")
    # Within quotes these four signs need a backslash; the backslash goes first, or the backslashes
    # of the other three would be doubled.
    for sign in ("\\", '"', "`", "$"):
        quoted = quoted.replace(sign, "\\" + sign)
    # The value of every line is unescaped once before `Exec` is: each backslash stands twice.
    return '"' + quoted.replace("\\", "\\\\") + '"'
