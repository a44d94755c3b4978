"""Attendance as people keep it: a state, a count, or nothing; never a presence nobody noted."""

import shutil
from pathlib import Path

import pytest
from twin import TWIN

from annual_report.measures import list_attendance
from annual_report.network import network_from_package
from annual_report.reading.inspection import Inspection, inspect_package

HEADER = "rencontre,membre,etat,agents"


def read(folder: Path, *rows: str, header: str = HEADER) -> Inspection:
    package = Path(shutil.copytree(TWIN, folder / "package"))
    lines = [header, *(f"2025-1,{row}" for row in rows)]
    (package / "presences.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return inspect_package(package)


def test_a_count_is_a_state_in_either_column_and_an_empty_row_says_nothing(tmp_path: Path) -> None:
    inspection = read(tmp_path, "01,,présent", "31,0,", "44,,")
    assert inspection.package is not None
    frame = inspection.package.tables["presences"]
    assert list(frame) == HEADER.split(",")
    assert frame["etat"].fillna("").tolist() == ["présent", "absent", ""]
    assert frame["agents"].isna().all()
    said, _settings = (str(each) for each in inspection.problems)
    assert said == ("presences.csv, row 4: says neither present nor absent: nothing is counted; "
                    "expected: présent, absent, excusé, non invité")  # fmt: skip


@pytest.mark.parametrize("cells", ["01,absent,3", "01,présent,0", "01,excusé,présent", "01,3,2"])
def test_a_row_that_contradicts_itself_is_refused(cells: str, tmp_path: Path) -> None:
    (error,) = read(tmp_path, cells).errors
    assert "contradicts itself" in str(error)


def test_an_older_column_is_refused_with_its_name_of_today(tmp_path: Path) -> None:
    (error,) = read(tmp_path, "01,3,oui", header="rencontre,membre,agents,invite").errors
    assert "“invite” is not a column of this table" in str(error)
    assert error.nearest == "etat"


@pytest.mark.parametrize(
    "rows", [["01,présent,", "31,absent,", "44,,"], ["01,,2", "31,,0"], ["01,x,", "31,non,"]]
)
def test_three_ordinary_ways_of_keeping_attendance(rows: list[str], tmp_path: Path) -> None:
    """Of three members one was there, one wasn't, and of one nothing is known.

    Rows left blank and rows left out say the same.
    """
    package = read(tmp_path, *rows).package
    assert package is not None
    found = list_attendance(network_from_package(package), 2025)
    states = found[found["meeting"] == "2025-1"].set_index("code")["state"]
    expected = {"01": "présent", "31": "absent", "44": "non renseigné"}
    assert states[list(expected)].to_dict() == expected
