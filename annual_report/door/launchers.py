"""The file for a double-click that opens the local page: beside the workbook, or in Linux's menu.

    Ouvrir les pages.cmd        Windows: the Python that wrote it, else `py -3`, else a sentence
    Ouvrir les pages.command    macOS: the same in a shell, `python3` in the place of `py -3`
    a .desktop file             Linux, in the person's menu: file managers run no file of a folder

A shared folder may keep the path of a colleague's Python, and a Python may be moved: neither is an
error as long as some Python has the program. The file is no source of a page.

A line of the file, the mark, has two hashes: of the template that the file was made of, and of the
file's own text. By these hashes a file of an older version, to be renewed, differs from a file that
a person has changed and that is left alone.
"""

import os
import shlex
import sys
from pathlib import Path

from annual_report.base.errors import ReportError
from annual_report.base.letters import make_slug
from annual_report.base.messages import _
from annual_report.base.program import hash_bytes
from annual_report.base.whole_files import write_whole_file

TEMPLATES = {"win32": "windows.cmd", "darwin": "macos.command", "linux": "linux.desktop"}
"""`sys.platform` of a system → the template of its file, in this folder."""
MARK = "annual-report: "
"""The words before the two hashes."""
SCRIPT = """\
for python in "$0" python3; do \
"$python" -c "import annual_report" 2>/dev/null || continue; \
"$python" -m annual_report open && exit; \
read -r _; exit 1; \
done; echo {missing}; read -r _"""
"""The shell script of Linux's menu; `$0` is the Python that wrote the file.

After an error the window waits for a key, until somebody has read the message.
"""


def lay_launcher(folder: Path, system: str = sys.platform) -> list[str]:
    """Write the file for a double-click on a folder where the file is missing or out of date.

    Return a sentence about a file that wasn't there before. A folder that can't be written into
    goes without the file: the command still opens the pages.
    """
    # Other systems, such as a BSD, have the command alone.
    if system not in TEMPLATES:
        return []
    file = find_launcher(folder, system)
    is_new = not file.exists()
    try:
        if not is_new and not _is_old(file.read_bytes().decode(), system):
            return []
        write_whole_file(file.parent, file.name, write_launcher(folder, system).encode())
        # macOS runs a .command file only if it is executable.
        file.chmod(0o755)
    except (OSError, ReportError, UnicodeDecodeError):
        return []
    if not is_new:
        return []
    if system == "linux":
        return [_("“{name}” in the menu of applications opens the pages", name=_say_title(folder))]
    return [_("{file}: a double-click opens the pages", file=file.name)]


def _is_old(text: str, system: str) -> bool:
    """Whether the text of a launcher was made of an older template, and no person has changed it.

    The path of Python doesn't count: in a shared folder two persons would renew each other's file
    for ever.
    """
    # The hash of the text was taken before the mark was written into it.
    mark = text.partition(MARK)[2].partition("\n")[0].strip()
    template, _space, own = mark.partition(" ")
    if not own or _hash(text.replace(mark, "")) != own:
        return False
    return template != _hash(_read_template(system))


def find_launcher(folder: Path, system: str = sys.platform) -> Path:
    """Return the path of the file for a double-click on a folder."""
    if system != "linux":
        return folder / (_("Open the pages") + Path(TEMPLATES[system]).suffix)
    home = os.environ.get("XDG_DATA_HOME") or os.path.expanduser("~/.local/share")
    # The menu is one for all folders, and two folders may have the same name.
    key = hash_bytes(str(folder.resolve()).encode())[:8]
    name = f"annual-report-{make_slug(folder.resolve().name)}-{key}.desktop"
    return Path(home, "applications", name)


def write_launcher(folder: Path, system: str = sys.platform, python: str = sys.executable) -> str:
    """Return the text of a launcher with the two hashes; `python` is the Python to run."""
    # The hash of a text can't be a part of the same text: a text without mark is hashed.
    bare = _fill_template(folder, system, python, mark="")
    mark = f"{_hash(_read_template(system))} {_hash(bare)}"
    return _fill_template(folder, system, python, mark)


def _fill_template(folder: Path, system: str, python: str, mark: str) -> str:
    """Return the template of a system, filled; each system has rules for the quotes of a path."""
    template = _read_template(system)
    missing = _(
        "Python or annual-report is not here any more: install it again, see docs/installation.md"
    )
    if system == "win32":
        # `cmd` takes %name% for a variable, and reads lines that end like Windows' own.
        text = template.format(mark=mark, python=python.replace("%", "%%"), missing=missing)
        return text.replace("\n", "\r\n")
    if system == "darwin":
        return template.format(mark=mark, python=shlex.quote(python), missing=shlex.quote(missing))
    return template.format(
        mark=mark,
        title=_say_title(folder),
        script=_quote_for_menu(SCRIPT.format(missing=shlex.quote(missing))),
        python=_quote_for_menu(python),
        folder=str(folder.resolve()).replace("\\", "\\\\"),
    )


def _read_template(system: str) -> str:
    return Path(__file__).with_name(TEMPLATES[system]).read_text(encoding="utf-8")


def _hash(text: str) -> str:
    return hash_bytes(text.encode())[:16]


def _say_title(folder: Path) -> str:
    name = " ".join(folder.resolve().name.split())
    return _("Annual reports – {name}", name=name)


def _quote_for_menu(word: str) -> str:
    """Return a word in quotes for the line `Exec` of a .desktop file.

    The rules are in the Desktop Entry Specification, where "%" begins a field, such as a file.
    """
    quoted = word.replace("%", "%%")
    for sign in ("\\", '"', "`", "$"):
        quoted = quoted.replace(sign, "\\" + sign)
    # The value of every line is unescaped once before `Exec` is: each backslash stands twice.
    return '"' + quoted.replace("\\", "\\\\") + '"'
