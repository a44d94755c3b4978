"""Networks of the project to change: copies with other settings, and files with other words."""

import csv
import errno
import os
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from annual_report.base.project import ROOT

REAL, EXAMPLE = "departements-participatifs", "reseau-exemple"


def copy_network(name: str, folder: Path, **settings: str | Sequence[str]) -> Path:
    """Copy a network of the project, with other settings."""
    network = Path(shutil.copytree(ROOT / "data" / name, folder / name))
    change_settings(network, **settings)
    return network


def change_settings(network: Path, **settings: str | Sequence[str]) -> None:
    """Say something else in a network's table of settings; a setting may have several values."""
    file = network / "reseau.csv"
    with file.open(encoding="utf-8", newline="") as stream:
        heading, *rows = csv.reader(stream)
    rows = [row for row in rows if row[0] not in settings]
    for name, value in settings.items():
        rows += [[name, each] for each in ([value] if isinstance(value, str) else value)]
    with file.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream, lineterminator="\n").writerows([heading, *rows])


def edit(file: Path, old: str, new: str) -> None:
    """Replace words of a file, which must be there."""
    text = file.read_text(encoding="utf-8")
    assert old in text, f"{old!r} is not in {file.name}"
    file.write_text(text.replace(old, new), encoding="utf-8")


def append(file: Path, text: str) -> None:
    """Write some text below what a file has."""
    with file.open("a", encoding="utf-8") as stream:
        stream.write(text)


def read_files(network: Path) -> dict[str, bytes]:
    """Return what every file of a network holds, by its path in the folder."""
    files = (path for path in network.rglob("*") if path.is_file())
    return {path.relative_to(network).as_posix(): path.read_bytes() for path in files}


def hold_file(monkeypatch: pytest.MonkeyPatch, held: Path) -> None:
    """Have a file refuse to be replaced, moved or removed, as one that is open on Windows does."""
    replace, unlink, where = os.replace, Path.unlink, held.absolute()

    def refuse(*files: Path | str) -> None:
        if where in (Path(file).absolute() for file in files):
            raise PermissionError(errno.EACCES, "Permission denied", str(held))

    def replace_others(source: Path | str, target: Path | str) -> None:
        refuse(source, target)
        replace(source, target)

    def unlink_others(file: Path, missing_ok: bool = False) -> None:
        refuse(file)
        unlink(file, missing_ok)

    monkeypatch.setattr(os, "replace", replace_others)
    monkeypatch.setattr(Path, "unlink", unlink_others)


def edit_book(file: Path, change: Callable[[Any], object]) -> None:
    """Change a workbook by hand, and save it as spreadsheets do: aside, then in one step."""
    book = load_workbook(file)
    change(book)
    aside = file.with_name(f".{file.name}")
    book.save(aside)
    aside.replace(file)
