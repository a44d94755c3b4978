"""Files that the real LibreOffice saves, for the corpus and for `pytest --deep -k office`.

`python tests/cases/office.py` makes `corpus/office` again. Each name says which table it stands
for and what was done: `TABLE--what.ext`. LibreOffice reads the twin's tables as a person's
double-click would, with French settings, so that it turns "2024-09" or "01" into what it
believes they are.
"""

import html
import shutil
import subprocess
import sys
import tempfile
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
    """Return the path of LibreOffice, None where there is none."""
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
    """Let LibreOffice open every file of a folder and save it in another; return that one."""
    office = find_office()
    assert office is not None
    files = sorted(map(str, folder.iterdir()))
    with tempfile.TemporaryDirectory() as profile:
        command = [office, f"-env:UserInstallation=file://{profile}", "--headless"]
        command += ["--convert-to", form, "--outdir", str(target), *files]
        subprocess.run(command, check=True, capture_output=True, timeout=900)
    return target


def edit_by_office(book: Path, target: Path, *lines: str) -> Path:
    """Let LibreOffice open a workbook, do to its `Sheets` what lines of Basic say, and save it."""
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
            f'book.storeToURL("{target.as_uri()}", saved())',
            "book.close(True)",
            "End Sub",
        )
    )
    with tempfile.TemporaryDirectory() as profile:
        command = [office, f"-env:UserInstallation=file://{profile}", "--headless"]
        macro = "vnd.sun.star.script:Standard.Module1.Edit?language=Basic&location=application"
        for word in ("--terminate_after_init", macro):  # the first start makes the profile
            subprocess.run([*command, word], check=True, capture_output=True, timeout=120)
            Path(profile, "user/basic/Standard/Module1.xba").write_text(
                '<script:module xmlns:script="http://openoffice.org/2000/script" '
                f'script:name="Module1" script:language="StarBasic">{html.escape(module)}'
                "</script:module>",
                encoding="utf-8",
            )
    return target


def make(name: str, folder: Path) -> Path:
    """Make one file of the corpus in `folder`."""
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
