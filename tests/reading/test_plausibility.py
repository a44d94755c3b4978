"""What is allowed and improbable is remarked; advice never gives a value as if it were true."""

import shutil
from pathlib import Path

import pytest
from twin import TWIN

from annual_report.project import ROOT
from annual_report.reading.inspection import inspect_package


def said(tmp_path: Path, file: str, added: str) -> list[str]:
    package = Path(shutil.copytree(TWIN, tmp_path / "package"))
    with (package / file).open("a", encoding="utf-8") as stream:
        stream.write(added)
    return [str(each) for each in inspect_package(package).problems]


@pytest.mark.parametrize(
    ("file", "added", "remark"),
    [
        (
            "rencontres.csv",
            "2025-9,2025,2025-06-19,,présentiel,,Nantes,44,,\n",
            "rencontres.csv, row 6, column rencontre: “2025-9” may be the meeting of row 4: same "
            "day, format and town",
        ),
        (
            "rencontres.csv",
            "2025-9,2025,2025-05-06,2025-07-05,présentiel,,Nantes,44,,\n",
            "rencontres.csv, row 6, column fin: “2025-07-05” makes a meeting of 61 days",
        ),
        (
            "rencontres.csv",
            "2025-9,2025,2025-06-10,,présentiel,,LA ROCHELLE,17,,\n",
            "rencontres.csv, row 6, column ville: “LA ROCHELLE” would be printed as it is typed; "
            "expected: the town’s name as a map has it, such as La Rochelle",
        ),
        (
            "rencontres.csv",
            "2025-9,2025,2025-06-10,,hybride,,Teams,,,\n",
            "rencontres.csv, row 6, column ville: “Teams” is no town; expected: a town, or an "
            "empty cell",
        ),
        (
            "rencontres.csv",
            "2025-9,2025,2025-06-10,,distanciel,,Nantes,,,\n",
            "rencontres.csv, row 6, column ville: “Nantes” is the town of a remote meeting",
        ),
        (
            "rencontres.csv",
            "2024-9,2025,2025-06-10,,distanciel,,,,,\n",
            "rencontres.csv, row 6, column rencontre: “2024-9” begins with another year than the "
            "row’s, 2025",
        ),
        (
            "presences.csv",
            "2025-2,44,200,\n",
            "presences.csv, row 5, column agents: “200” agents are many: the usual count is 12",
        ),
        (
            "sujets.csv",
            "2025,Budgets,participatoin,traité,\n",
            "sujets.csv, row 5, column theme: “participatoin” is one letter away from "
            "“participation”, row 3",
        ),
        (
            "dispositifs.csv",
            "44,Le budget,budget participatif,,https://exemple.fr/budget\n",
            "dispositifs.csv, row 3, column dispositif: “Le budget” has the address of row 2",
        ),
    ],
)
def test_what_is_improbable_is_remarked(file: str, added: str, remark: str, tmp_path: Path) -> None:
    assert said(tmp_path, file, added) == [remark]


def test_a_meeting_that_is_gone_is_said_once_and_no_other_is_suggested(tmp_path: Path) -> None:
    rows = "".join(f"2025-3,{code},1,\n" for code in ("01", "31", "44"))
    assert said(tmp_path, "presences.csv", rows) == [
        "presences.csv, rows 5, 6, 7, column rencontre: “2025-3” is not a known meeting; "
        "expected: an identifier of rencontres.csv"
    ]
    (tmp_path / "b").mkdir()
    (line,) = said(tmp_path / "b", "presences.csv", "2025-01,44,1,\n")
    assert line.endswith("“2025-01” is not a known meeting; expected: an identifier of "
                         "rencontres.csv; nearest: 2025-1")  # fmt: skip


def test_there_is_nothing_to_be_said_of_the_real_network() -> None:
    assert inspect_package(ROOT / "data" / "departements-participatifs").problems == ()
