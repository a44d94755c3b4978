"""People's edits of a year's sheet: understood as meant, or refused at their place."""

import copy
import shutil
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from changing import EXAMPLE, copy_network, edit_book
from gestures import GESTURES, Gesture, Tables
from office import find_office, save_all_by_office
from openpyxl import load_workbook

from annual_report.network.reading.changes import KEPT, keep_tables, list_changes
from annual_report.network.reading.inspection import inspect_network
from annual_report.network.reading.problems import Problem, join_alike
from annual_report.network.reading.tables import read_tables
from annual_report.network.writing.whole_folder import turn_into_workbook

pytestmark = pytest.mark.slow

NAME = "classeur.xlsx"
XLSX = "xlsx:Calc MS Excel 2007 XML"
FEW = 4
"""Lines that one gesture may cost at most."""
YEARLY = ("membres", "rencontres", "presences")
IDS = [gesture.name for gesture in GESTURES]


@pytest.fixture(scope="module")
def books(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Write the fictional network's workbook, of a single year and of two years."""
    folder = copy_network(EXAMPLE, tmp_path_factory.mktemp("gestures"))
    turn_into_workbook(folder)
    books = {}
    for name, years in (("first", {"2025"}), ("second", {"2024", "2025"})):
        book = load_workbook(folder / f"{EXAMPLE}.xlsx")
        for title in [title for title in book.sheetnames if title.isdecimal()]:
            if title not in years:
                book.remove(book[title])
        place = tmp_path_factory.mktemp(name) / NAME
        book.save(place)
        books[name] = place
    return books


def read(folder: Path) -> tuple[Tables, list[Problem]]:
    """Return the tables of a workbook, and the problems that are told."""
    inspection = inspect_network(folder)
    assert inspection.partial_contents, inspection.problems
    tables = inspection.partial_contents.tables
    rows = {name: [dict(row) for row in tables[name].every_row] for name in YEARLY}
    return rows, [*inspection.problems]


@cache
def read_once(folder: Path) -> Tables:
    """Return the tables of a workbook that no test changes."""
    return read(folder)[0]


def canonical(tables: Tables) -> dict[str, list[tuple[tuple[str, str], ...]]]:
    """Return the rows of tables in order, without empty cells and unknown attendance."""
    said = {}
    for name in YEARLY:
        rows = tables[name]
        if name == "presences":
            rows = [row for row in rows if row["etat"]]
        said[name] = sorted(
            tuple(sorted((key, value) for key, value in row.items() if value)) for row in rows
        )
    return said


def look_at(gesture: Gesture, before: Path, folder: Path) -> None:
    """Compare the outcome of a gesture with the expected one."""
    got, problems = read(folder)
    lines = [str(problem) for problem in problems]
    errors = [problem for problem in problems if problem.severity == "error"]
    if gesture.comes != "later":
        assert any(gesture.said in line for line in lines), lines
    if gesture.comes == "refused":
        assert errors, "silence"
        for problem in errors:
            assert problem.place.file == NAME, problem
            assert problem.place.sheet, problem
        assert len(join_alike(errors)) <= FEW, errors
        return
    assert not errors, errors
    if gesture.comes == "understood":
        wanted = copy.deepcopy(read_once(before.parent))
        gesture.want(wanted)
        assert canonical(got) == canonical(wanted)


@pytest.mark.parametrize("gesture", GESTURES, ids=IDS)
@pytest.mark.parametrize("age", ["second", pytest.param("first", marks=pytest.mark.deep)])
def test_a_gesture_is_understood_or_refused_where_it_stands(
    age: str, gesture: Gesture, books: dict[str, Path], tmp_path: Path
) -> None:
    shutil.copy(books[age], tmp_path / NAME)
    edit_book(tmp_path / NAME, gesture.do)
    look_at(gesture, books[age], tmp_path)


@pytest.mark.parametrize(
    "gesture", [gesture for gesture in GESTURES if gesture.comes == "later"], ids=lambda g: g.name
)
def test_what_no_sheet_shows_is_found_beside_what_was_built(
    gesture: Gesture, books: dict[str, Path], tmp_path: Path
) -> None:
    shutil.copy(books["second"], tmp_path / NAME)
    keep_tables(tmp_path, tmp_path / "build")
    edit_book(tmp_path / NAME, gesture.do)
    for _check in range(2):  # as long as it is true
        changes = list_changes(read_tables(tmp_path), tmp_path / "build" / KEPT)
        remarks = [str(remark) for table in changes for remark in table.remark()]
        assert [gesture.said in line for line in remarks].count(True) == 1, remarks
        assert "sheet 2025, " in " ".join(remarks)


def as_saved(gesture: Gesture) -> Gesture:
    """Return a gesture with the outcome expected once a spreadsheet has computed the formulas."""
    if gesture.computed is None:
        return gesture
    return replace(gesture, comes="understood", want=gesture.computed, said="")


@pytest.mark.deep
@pytest.mark.skipif(find_office() is None, reason="LibreOffice is not installed")
@pytest.mark.parametrize("age", ["first", "second"])
def test_gestures_come_to_the_same_when_a_spreadsheet_saves_them(
    age: str, books: dict[str, Path], tmp_path: Path
) -> None:
    """Edit a year's sheet as people do, let LibreOffice save the file, and read the result.

    The workbook is that of a network's first year, or of the second.
    """
    changed = tmp_path / "changed"
    changed.mkdir()
    for number, gesture in enumerate(GESTURES):
        file = changed / f"{number}.xlsx"
        shutil.copy(books[age], file)
        edit_book(file, gesture.do)
    saved = save_all_by_office(changed, XLSX, tmp_path / "saved")
    wrong = []
    for number, gesture in enumerate(map(as_saved, GESTURES)):
        folder = tmp_path / f"one-{number}"
        folder.mkdir()
        shutil.copy(saved / f"{number}.xlsx", folder / NAME)
        try:
            look_at(gesture, books[age], folder)
        except AssertionError as error:
            wrong.append(f"{gesture.name}: {error}")
    assert not wrong, "\n".join(wrong)
