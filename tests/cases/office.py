"""Files that the real LibreOffice saves, for the corpus and for `pytest --deep -k office`.

`python tests/cases/office.py` makes `corpus/office` again. Each name has the table and the
settings: `TABLE--settings.ext`. LibreOffice reads the twin's tables as after a person's
double-click, with French settings, and so takes "2024-09" or "01" for a date or a number.
"""

import html
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from twin import CORPUS, TWIN

OFFICE = CORPUS / "office"
AS_FRENCH = "CSV:44,34,76,1,,1036,false,true"
"""Reading options: comma, quotes, UTF-8, from row 1, French, numbers even in quotes, detect."""

SAVED = {
    "membres--calc.xlsx": ("membres.csv", "xlsx:Calc MS Excel 2007 XML"),
    "rencontres--calc.xlsx": ("rencontres.csv", "xlsx:Calc MS Excel 2007 XML"),
    "rencontres--windows.csv": ("rencontres.csv", "csv:Text - txt - csv (StarCalc):59,34,ANSI"),
    "rencontres--guillemets.csv": (
        "rencontres.csv",
        "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,true",
    ),
}
"""The twin's table, and the form in which LibreOffice saves it."""


def find_office() -> str | None:
    """Return the path of LibreOffice, None without an installed one."""
    return shutil.which("soffice") or shutil.which("libreoffice")


def save_by_office(source: Path, form: str, folder: Path, *, reading: str | None = None) -> Path:
    """Let LibreOffice open `source` and save it in `folder`; return the file."""
    office = find_office()
    assert office is not None
    with tempfile.TemporaryDirectory() as profile:
        command = [office, f"-env:UserInstallation=file://{profile}", "--headless"]
        if reading:
            command.append(f"--infilter={reading}")
        command += ["--convert-to", form, "--outdir", str(folder), str(source)]
        subprocess.run(command, check=True, capture_output=True, timeout=120)
    return folder / f"{source.stem}.{form.split(':')[0]}"


def save_all_by_office(folder: Path, form: str, target: Path) -> Path:
    """Let LibreOffice save copies of all files of a folder in another folder; return that."""
    office = find_office()
    assert office is not None
    files = sorted(map(str, folder.iterdir()))
    with tempfile.TemporaryDirectory() as profile:
        command = [office, f"-env:UserInstallation=file://{profile}", "--headless"]
        command += ["--convert-to", form, "--outdir", str(target), *files]
        subprocess.run(command, check=True, capture_output=True, timeout=900)
    return target


def edit_by_office(book: Path, target: Path, *lines: str) -> Path:
    """Let LibreOffice open a workbook, run lines of Basic on the `Sheets`, and save the file."""
    with tempfile.TemporaryDirectory() as profile:
        saving = f'book.storeToURL("{target.as_uri()}", saved())'
        command = write_macro(Path(profile), book, *lines, saving)
        subprocess.run(command, check=True, capture_output=True, timeout=120)
    return target


class HeldBook:
    """A workbook that a LibreOffice has open, changed and saved in place.

    Each of `steps` has lines of Basic for the workbook's `Sheets`.
    """

    def __init__(self, book: Path, profile: Path, *steps: Sequence[str]) -> None:
        self._signals = profile / "signals"
        self._signals.mkdir(parents=True)
        lines: list[str] = []
        for number, step in enumerate(steps):
            lines += [*self._wait_for(str(number)), *step, "book.store()"]
        lines += self._wait_for("close")
        command = write_macro(profile, book, *lines)
        # The program is started by another one, which ends first if it is told to.
        self._process = subprocess.Popen(command, start_new_session=True)

    def take_step(self, number: int) -> None:
        """Have the lines of a step carried out, and the workbook saved."""
        (self._signals / str(number)).touch()

    def close(self) -> None:
        """Close the workbook and LibreOffice."""
        (self._signals / "close").touch()
        self._process.wait(120)

    def kill(self) -> None:
        """End LibreOffice at once, if still there."""
        if self._process.poll() is None:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()

    def _wait_for(self, name: str) -> list[str]:
        address = (self._signals / name).as_uri()
        return [f'Do While Not FileExists("{address}")', "Wait 100", "Loop"]


def write_macro(profile: Path, book: Path, *lines: str) -> list[str]:
    """Write lines of Basic for an open workbook into a new profile; return the command that runs.

    The lines know `book`, its `sheets`, and how to have it `saved()` as Excel does.
    """
    office = find_office()
    assert office is not None
    module = "\n".join(
        (
            "Sub Edit",
            "Dim opened(0) As New com.sun.star.beans.PropertyValue",
            "Dim saved(0) As New com.sun.star.beans.PropertyValue",
            'opened(0).Name = "Hidden" : opened(0).Value = True',
            'saved(0).Name = "FilterName" : saved(0).Value = "Calc MS Excel 2007 XML"',
            f'book = StarDesktop.loadComponentFromURL("{book.as_uri()}", "_blank", 0, opened())',
            "sheets = book.Sheets",
            *lines,
            "book.close(True)",
            "End Sub",
        )
    )
    command = [office, f"-env:UserInstallation={profile.as_uri()}", "--headless"]
    # The first start makes the profile.
    subprocess.run(
        [*command, "--terminate_after_init"], check=True, capture_output=True, timeout=120
    )
    Path(profile, "user/basic/Standard/Module1.xba").write_text(
        '<script:module xmlns:script="http://openoffice.org/2000/script" '
        f'script:name="Module1" script:language="StarBasic">{html.escape(module)}'
        "</script:module>",
        encoding="utf-8",
    )
    macro = "vnd.sun.star.script:Standard.Module1.Edit?language=Basic&location=application"
    return [*command, macro]


def make(name: str, folder: Path) -> Path:
    """Make a file of the corpus in `folder`."""
    table, form = SAVED[name]
    with tempfile.TemporaryDirectory() as place:
        made = save_by_office(TWIN / table, form, Path(place), reading=AS_FRENCH)
        return Path(shutil.move(made, folder / name))


if __name__ == "__main__":
    if find_office() is None:
        sys.exit("LibreOffice is not installed: apt-get install libreoffice-calc-nogui")
    OFFICE.mkdir(exist_ok=True)
    for each in SAVED:
        make(each, OFFICE)
