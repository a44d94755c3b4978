"""Attendance as people keep it: a state, a count, or nothing; never a presence nobody noted."""

import csv
import shutil
from pathlib import Path

import pandas as pd
import pytest
from twin import TWIN

from annual_report.measures import list_attendance
from annual_report.network import network_of
from annual_report.project import ROOT
from annual_report.reading.inspection import Inspection, inspect_package
from annual_report.reading.schema import shared

REAL = ROOT / "data" / "departements-participatifs" / "datapackage.json"


def read(tmp_path: Path, header: str, *rows: str, descriptor: Path = REAL) -> Inspection:
    package = Path(shutil.copytree(TWIN, tmp_path / "package"))
    shutil.copy(descriptor, package / "datapackage.json")
    lines = [header, *(f"2025-1,{row}" for row in rows)]
    (package / "presences.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return inspect_package(package)


def list_states(inspection: Inspection) -> list[tuple[str | None, int | None]]:
    assert inspection.package is not None, inspection.errors
    frame = inspection.package.tables["presences"]
    assert list(frame) == ["rencontre", "membre", "etat", "agents"]
    return [
        (None if pd.isna(state) else str(state), None if pd.isna(agents) else int(agents))
        for state, agents in zip(frame["etat"], frame["agents"], strict=True)
    ]


@pytest.mark.parametrize(
    ("typed", "state"),
    [
        ("présent", ("présent", None)), ("Présente", ("présent", None)), ("x", ("présent", None)),
        ("X", ("présent", None)), ("oui", ("présent", None)), ("✓", ("présent", None)),
        ("3", ("présent", 3)), ("3 agents", ("présent", 3)), ("1", ("présent", 1)),
        ("absent", ("absent", None)), ("non", ("absent", None)), ("0", ("absent", None)),
        ("excusé", ("excusé", None)), ("Excusée", ("excusé", None)),
        ("non invité", ("non invité", None)), ("pas invitée", ("non invité", None)),
        ("", (None, None)), ("?", (None, None)), ("nc", (None, None)),
    ],
)  # fmt: skip
@pytest.mark.parametrize("column", ["etat", "agents"])
def test_what_people_type_is_one_state(
    typed: str, state: tuple[str | None, int | None], column: str, tmp_path: Path
) -> None:
    cells = f"01,{typed}," if column == "etat" else f"01,,{typed}"
    assert list_states(read(tmp_path, "rencontre,membre,etat,agents", cells)) == [state]


@pytest.mark.parametrize("typed", ["-", "—", "/", "- -"])
@pytest.mark.parametrize("column", ["etat", "agents"])
def test_a_dash_is_refused_with_the_choices(typed: str, column: str, tmp_path: Path) -> None:
    cells = f"01,{typed}," if column == "etat" else f"01,,{typed}"
    inspection = read(tmp_path, "rencontre,membre,etat,agents", cells)
    assert [str(error) for error in inspection.errors] == [
        f"presences.csv, row 2, column {column}: “{typed}” may mean absent or not recorded; "
        "expected: présent, absent, excusé, non invité, a number of agents, or an empty cell"
    ]


@pytest.mark.parametrize("cells", ["01,absent,3", "01,présent,0", "01,excusé,présent", "01,3,2"])
def test_a_row_that_contradicts_itself_is_refused(cells: str, tmp_path: Path) -> None:
    (error,) = read(tmp_path, "rencontre,membre,etat,agents", cells).errors
    assert "contradicts itself" in str(error)


def test_a_count_is_a_state_and_an_empty_row_says_nothing(tmp_path: Path) -> None:
    """3 agents; nobody came; blank, or a count in the column of the states."""
    inspection = read(tmp_path, "rencontre,membre,etat,agents", "01,,3", "31,0,", "44,,")
    assert list_states(inspection) == [("présent", 3), ("absent", None), (None, None)]
    assert [str(each) for each in inspection.problems if each.place.file == "presences.csv"] == [
        "presences.csv, row 4: says neither present nor absent: nothing is counted; "
        "expected: présent, absent, excusé, non invité"
    ]


def test_an_older_column_is_refused_with_its_name_of_today(tmp_path: Path) -> None:
    (error,) = read(tmp_path, "rencontre,membre,agents,invite", "01,3,oui").errors
    assert "“invite” is not a column of this table" in str(error)
    assert error.nearest == "etat"


def test_three_ordinary_ways_of_keeping_attendance(tmp_path: Path) -> None:
    """Three members; worked out by hand. One was there, one wasn't, of one nothing is known.

    Rows left blank and rows left out say the same: one of the two that are known came.
    """
    header = "rencontre,membre,etat,agents"
    for number, rows in enumerate(
        (["01,présent,", "31,absent,", "44,,"], ["01,,2", "31,,0"], ["01,x,", "31,non,"])
    ):
        folder = tmp_path / str(number)
        folder.mkdir()
        package = read(folder, header, *rows).package
        assert package is not None
        found = list_attendance(network_of(package), 2025)
        states = found[found["meeting"] == "2025-1"].set_index("code")["state"]
        expected = {"01": "présent", "31": "absent", "44": "non renseigné"}
        assert states[list(expected)].to_dict() == expected


def test_the_networks_have_the_columns_of_states() -> None:
    for name in ("departements-participatifs", "reseau-exemple"):
        folder = ROOT / "data" / name
        fields = shared()["presences"]["schema"]["fields"]
        assert [field["name"] for field in fields] == ["rencontre", "membre", "etat", "agents"]
        with (folder / "presences.csv").open(encoding="utf-8") as stream:
            assert next(csv.reader(stream)) == [field["name"] for field in fields]
