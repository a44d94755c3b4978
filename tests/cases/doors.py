"""The ways in which attendance comes in: a sheet of rows, a grid.

Everything goes through the commands, as it does for whoever types.
"""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

from changing import append
from conftest import pipeline
from openpyxl import load_workbook
from twin import TWIN

from annual_report.network.reading.files.interrupted import HISTORY

Edit = Callable[[Any], object]
STATES = (
    "rencontre,membre,etat,agents\n2025-1,01,présent,\n2025-1,31,absent,\n2025-1,44,présent,12\n"
)


def copy_twin(place: Path) -> Path:
    """Copy the small network, with states in its table of attendance."""
    folder = Path(shutil.copytree(TWIN, place / "reseau"))
    (folder / "presences.csv").write_text(STATES, encoding="utf-8")
    return folder


def save_workbook(package: Path, name: str = "classeur.xlsx") -> Path:
    """Have the network's workbook, in a folder beside it."""
    file = package.parent / name
    done = pipeline("workbook", file, "--data", package)
    assert done.returncode == 0, done.stderr
    return file


def edit_workbook(file: Path, change: Edit) -> Path:
    book = load_workbook(file)
    change(book)
    book.save(file)
    return file


def fill_in_workbook(package: Path, change: Edit) -> Path:
    return edit_workbook(save_workbook(package), change)


def put_cell(sheet: str, cell: str, value: object) -> Edit:
    """Say what somebody types in a cell."""
    return lambda book: book[sheet].__setitem__(cell, value)


def append_row(sheet: str, *cells: object) -> Edit:
    """Say what somebody types below a sheet's last row."""
    return lambda book: book[sheet].append(cells)


def import_workbook(package: Path, file: Path, *options: str) -> tuple[int, str]:
    done = pipeline("import", file, "--data", package, *options)
    return done.returncode, done.stdout + done.stderr


def read_rows(package: Path, table: str) -> list[str]:
    return (package / f"{table}.csv").read_text(encoding="utf-8").splitlines()[1:]


def add_lines(package: Path, table: str, lines: str) -> None:
    append(package / f"{table}.csv", lines)


def read_attendance(package: Path) -> list[str]:
    """Return who came, whichever columns the file has."""
    return [",".join(row.split(",")[:4]) for row in read_rows(package, "presences")]


def read_files(package: Path) -> dict[str, bytes]:
    return {
        path.relative_to(package).as_posix(): path.read_bytes()
        for path in package.rglob("*")
        if path.is_file() and HISTORY not in path.parts
    }


def through_rows(package: Path, change: Callable[[Any, list[str]], object]) -> tuple[int, str]:
    def typed(book: Any) -> None:
        sheet = book.create_sheet("Présences")
        sheet.append(["Rencontre", "Membre", "État", "Agents"])
        for code in ("01", "31", "44"):
            sheet.append(["2025-2", code, None, None])
        change(sheet, ["C2", "C3", "C4"])

    return import_workbook(package, fill_in_workbook(package, typed), "--yes")


def through_grid(package: Path, change: Callable[[Any, list[str]], object]) -> tuple[int, str]:
    def typed(book: Any) -> None:
        change(book["Présences 2025"], ["C2", "C3", "C4"])

    return import_workbook(package, fill_in_workbook(package, typed), "--yes")


DOORS = {"rows": through_rows, "grid": through_grid}
