"""The file for a double-click that opens the door: beside the workbook, or in the menu on Linux.

    Ouvrir les pages.cmd        Windows: the Python that wrote it, else `py -3`, else a sentence
    Ouvrir les pages.command    macOS: the same in a shell, `python3` in the place of `py -3`
    a .desktop file             Linux, in the menu of the person: a folder's own files aren't run

A shared folder may keep the path of another person's Python, and a Python may be moved: neither is
an error as long as some Python has the program. The file is no source of a page.

A line in it has two hashes: of the text here that it was made of, and of its own. By them a file of
an older version is known, and is renewed; a file that a person has changed stays as it is.
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

TEXTS = {"win32": "windows.cmd", "darwin": "macos.command", "linux": "linux.desktop"}
"""The file here that is the text of a launcher, by the system as Python calls it."""
MARK = "annual-report: "
"""The words before the hashes."""
SCRIPT = """\
for python in "$0" python3; do \
"$python" -c "import annual_report" 2>/dev/null || continue; \
"$python" -m annual_report open && exit; \
read -r _; exit 1; \
done; echo {missing}; read -r _"""
"""What the menu runs: an error keeps its window until somebody has read it."""


def lay_launcher(folder: Path, system: str = sys.platform) -> list[str]:
    """Lay the launcher of a folder where it lacks or is old; return sentences of what is new.

    A folder that nobody may write into goes without: the door opens by its command.
    """
    if system not in TEXTS:
        return []
    file = find_launcher(folder, system)
    is_new = not file.exists()
    try:
        if not is_new and not _is_old(file.read_bytes().decode(), system):
            return []
        write_whole_file(file.parent, file.name, write_launcher(folder, system).encode())
        file.chmod(0o755)
    except (OSError, ReportError, UnicodeDecodeError):
        return []
    if not is_new:
        return []
    if system == "linux":
        return [_("“{name}” in the menu of applications opens the pages", name=_say_title(folder))]
    return [_("{file}: a double-click opens the pages", file=file.name)]


def _is_old(text: str, system: str) -> bool:
    """Whether the program wrote a launcher of another version, and nobody has changed it.

    The Python that it starts doesn't count: in a shared folder it is that of another person.
    """
    mark = text.partition(MARK)[2].partition("\n")[0].strip()
    template, _space, own = mark.partition(" ")
    if not own or _hash(text.replace(mark, "")) != own:
        return False
    return template != _hash(_read_template(system))


def find_launcher(folder: Path, system: str = sys.platform) -> Path:
    """Return where the launcher of a folder lies on a system."""
    if system != "linux":
        return folder / (_("Open the pages") + Path(TEXTS[system]).suffix)
    home = os.environ.get("XDG_DATA_HOME") or os.path.expanduser("~/.local/share")
    # Two folders may have one name.
    key = hash_bytes(str(folder.resolve()).encode())[:8]
    name = f"annual-report-{make_slug(folder.resolve().name)}-{key}.desktop"
    return Path(home, "applications", name)


def write_launcher(folder: Path, system: str = sys.platform, python: str = sys.executable) -> str:
    """Return the text of a launcher, which starts by a Python, with its hashes."""
    bare = _fill_template(folder, system, python, mark="")
    mark = f"{_hash(_read_template(system))} {_hash(bare)}"
    return _fill_template(folder, system, python, mark)


def _fill_template(folder: Path, system: str, python: str, mark: str) -> str:
    """Return the text of a launcher with a mark; each system quotes in its way."""
    template = _read_template(system)
    missing = _(
        "Python or annual-report is not here any more: install it again, see docs/installation.md"
    )
    if system == "win32":
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
    return Path(__file__).with_name(TEXTS[system]).read_text(encoding="utf-8")


def _hash(text: str) -> str:
    return hash_bytes(text.encode())[:16]


def _say_title(folder: Path) -> str:
    name = " ".join(folder.resolve().name.split())
    return _("Annual reports – {name}", name=name)


def _quote_for_menu(word: str) -> str:
    """Return a word as the line Exec of a .desktop file has it: in quotes, a percent sign twice."""
    quoted = word.replace("%", "%%")
    for sign in ("\\", '"', "`", "$"):
        quoted = quoted.replace(sign, "\\" + sign)
    # The line is a text of its own, in which each backslash stands twice.
    return '"' + quoted.replace("\\", "\\\\") + '"'
