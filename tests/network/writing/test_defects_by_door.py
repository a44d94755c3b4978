"""The same defect is refused, or read and remarked, the same way through every door."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from changing import edit
from doors import DOORS, STATES, copy_twin, read_rows
from openpyxl.styles import Font

Change = Callable[[Any, list[str]], object]


class Defect(NamedTuple):
    """What somebody does to three cells of attendance, and what is said of it."""

    name: str
    change: Change
    said: str
    is_of_all: bool = False
    """Whether it is tried through every door."""


def put(value: object, number_format: str = "General") -> Change:
    def change(sheet: Any, cells: list[str]) -> None:
        sheet[cells[0]] = value
        sheet[cells[0]].number_format = number_format

    return change


def merged(value: object) -> Change:
    def change(sheet: Any, cells: list[str]) -> None:
        sheet[cells[0]] = value
        sheet.merge_cells(f"{cells[0]}:{cells[-1]}")

    return change


def struck(sheet: Any, cells: list[str]) -> None:
    sheet[cells[0]] = "absent"
    sheet[cells[0]].font = Font(strike=True)


def hidden(sheet: Any, cells: list[str]) -> None:
    sheet[cells[0]] = "absent"
    sheet.row_dimensions[sheet[cells[0]].row].hidden = True


REFUSED = (
    Defect("a figure merged", merged(3), "is merged with others"),
    Defect("a state merged", merged("absent"), "is merged with others", True),
    Defect("a formula without value", put("=1+1"), "is a formula without a result"),
    Defect("a month shown", put(date(2025, 6, 14), "mmmm yyyy"), "shows without the day"),
    Defect("a percentage", put(0.5, "0%"), "is a number that its cell shows otherwise"),
    Defect(
        "outside the choices", put("peut-être"), "“peut-être” is not a state of attendance", True
    ),
    Defect("struck out", struck, "“absent” is struck out"),
    Defect("absent or not recorded", put("-"), "“-” can mean “none” or “not recorded”"),
)
REMARKED = (Defect("a hidden row", hidden, "is a row that is hidden or filtered, and was read"),)


@pytest.fixture
def package(tmp_path: Path) -> Path:
    return copy_twin(tmp_path)


BY_DOOR = [("grid", defect) for defect in REFUSED] + [
    (door, defect) for door in DOORS if door != "grid" for defect in REFUSED if defect.is_of_all
]
"""Every defect through one door, and of each kind one through all of them."""


@pytest.mark.parametrize(("door", "defect"), BY_DOOR, ids=lambda each: getattr(each, "name", each))
def test_a_defect_is_refused_through_every_door(package: Path, door: str, defect: Defect) -> None:
    status, said = DOORS[door](package, defect.change)
    assert (status, defect.said in said) == (1, True), said
    assert "Présences" in said  # the sheet is named
    assert read_rows(package, "presences") == STATES.splitlines()[1:]


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("defect", REMARKED, ids=lambda defect: defect.name)
def test_what_is_hidden_is_read_and_said(package: Path, door: str, defect: Defect) -> None:
    status, said = DOORS[door](package, defect.change)
    assert (status, defect.said in said) == (0, True), said
    new = [row for row in read_rows(package, "presences") if row not in STATES.splitlines()]
    assert len([row for row in new if ",absent," in row]) == 1


@pytest.mark.parametrize("door", DOORS)
def test_who_is_no_member_of_the_year_is_refused_through_every_door(
    package: Path, door: str
) -> None:
    """The member left the list after the workbook or the sheet was sent."""

    def change(sheet: Any, cells: list[str]) -> None:
        sheet[cells[0]] = "x"
        edit(package / "membres.csv", "2025,01,\n", "")
        table = package / "presences.csv"
        table.write_text(STATES.replace("2025-1,01,présent,\n", ""), encoding="utf-8")

    status, said = DOORS[door](package, change)
    assert (status, "“01” is not a member that year" in said) == (1, True), said
    assert not any(",01," in row for row in read_rows(package, "presences"))
