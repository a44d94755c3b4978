"""`check --repair` writes what has one answer only, says it, and can be taken back."""

import os
import shutil
import sys
from pathlib import Path

import pytest
from corpus_case import TWIN

from annual_report.errors import DataError
from annual_report.reading.inspection import inspect_package
from annual_report.writing.history import last_change, take_back
from annual_report.writing.repairing import read_repair


@pytest.fixture
def package(tmp_path: Path) -> Path:
    return Path(shutil.copytree(TWIN, tmp_path / "package"))


def edit(package: Path, file: str, *pairs: tuple[str, str]) -> None:
    text = (package / file).read_text(encoding="utf-8")
    for before, after in pairs:
        assert before in text
        text = text.replace(before, after)
    (package / file).write_text(text, encoding="utf-8")


def test_ids_that_a_spreadsheet_made_dates_are_ids_again(package: Path) -> None:
    """One save by a spreadsheet: every id of both tables, and the codes' zeros."""
    whole = {path.name: path.read_text("utf-8") for path in package.glob("*.csv")}
    for file in ("rencontres.csv", "presences.csv"):
        text = (package / file).read_text(encoding="utf-8")
        for year, month, number in (("24", "janv", 1), ("24", "févr", 2), ("25", "janv", 1),
                                    ("25", "févr", 2)):  # fmt: skip
            text = text.replace(f"\n20{year}-{number},", f"\n{month}-{year},")
        (package / file).write_text(text, encoding="utf-8")
    edit(package, "membres.csv", (",01\n", ",1\n"))
    assert len(inspect_package(package).errors) >= 7
    repair = read_repair(package)
    repair.apply()
    assert {path.name: path.read_text("utf-8") for path in package.glob("*.csv")} == whole
    assert repair.changes[0] == (
        "rencontres.csv, row 2, column rencontre: “janv-24” becomes “2024-1”"
    )
    assert inspect_package(package).errors == ()
    last = last_change(package)
    assert last is not None
    take_back(package, last)
    assert ",1\n" in (package / "membres.csv").read_text("utf-8")


def test_what_may_be_two_things_stays(package: Path) -> None:
    edit(package, "rencontres.csv", ("2025-2,2025", "janv-25,2025"))  # 2025-1 is there already
    edit(package, "presences.csv", ("2025-1,01", "mars-25,01"))  # no meeting is called 2025-3
    edit(package, "membres.csv", ("2025,01", "2025,Girond"))
    repair = read_repair(package)
    assert (repair.changes, repair.files) == ([], {})


@pytest.mark.skipif(sys.platform == "win32", reason="no pipe in a folder")
def test_a_pipe_in_the_place_of_a_table_is_not_waited_for(package: Path) -> None:
    (package / "membres.csv").unlink()
    os.mkfifo(package / "membres.csv")
    edit(package, "rencontres.csv", ("\n2025-1,", "\njanv-25,"))
    assert read_repair(package).changes == [
        "rencontres.csv, row 4, column rencontre: “janv-25” becomes “2025-1”"
    ]


def test_what_is_typed_between_looking_and_mending_stays(package: Path) -> None:
    edit(package, "membres.csv", (",01\n", ",1\n"))
    repair = read_repair(package)
    edit(package, "membres.csv", (",44\n", ",31\n"))
    with pytest.raises(DataError, match=r"membres\.csv: was changed meanwhile"):
        repair.apply()
    assert ",44\n" not in (package / "membres.csv").read_text("utf-8")
