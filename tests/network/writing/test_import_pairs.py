"""For every pair of a workbook and of data that both changed: what both authors meant, or nothing.

The pairs are in `import_pairs`, the laws that hold for any others in `test_merging`: here importing
twice is importing once, and undoing gives back the bytes.
"""

import csv
import io
import re
import shutil
from pathlib import Path
from typing import Any

import pytest
from doors import read_files
from import_pairs import PAIRS, Pair
from openpyxl import load_workbook
from twin import TWIN

from annual_report.base.errors import DataError, ParameterError
from annual_report.network.writing.history import find_last_change, take_back
from annual_report.network.writing.importing import read_import
from annual_report.network.writing.workbook import write_workbook

pytestmark = pytest.mark.slow

SHEETS = {
    "membres": "Membres", "rencontres": "Rencontres", "sujets": "Sujets",
    "presences": "Présences 2025", "ressources": "Ressources", "dispositifs": "Dispositifs",
}  # fmt: skip
Table = list[list[str]]


@pytest.fixture(scope="module")
def start(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make the twin once, with counts in its table of attendance, and its workbook."""
    package = Path(shutil.copytree(TWIN, tmp_path_factory.mktemp("pairs") / "reseau"))
    (package / "presences.csv").write_text(
        "rencontre,membre,etat,agents\n"
        "2025-1,01,présent,2\n2025-1,31,absent,\n2025-1,44,présent,12\n",
        encoding="utf-8",
    )
    write_workbook(package, package.parent / "classeur.xlsx")
    return package


@pytest.fixture
def package(start: Path, tmp_path: Path) -> Path:
    shutil.copy(start.parent / "classeur.xlsx", tmp_path)
    return Path(shutil.copytree(start, tmp_path / "reseau"))


def read(path: Path) -> Table:
    return list(csv.reader(io.StringIO(path.read_text(encoding="utf-8"))))


def lines(package: Path) -> set[str]:
    """Return the rows of all tables; a member's is said without its state, which is empty."""
    return {
        line.rstrip(",") if line.startswith("membres") else line
        for path in package.glob("*.csv")
        for row in read(path)
        for line in [f"{path.stem} {','.join(cell.removeprefix(chr(39)) for cell in row)}"]
    }


def changed(rows: Table, change: str) -> None:
    """RowChange a table as a person would: see `import_pairs` for how it is written."""
    if match := re.fullmatch(r"\w+ \+ (.*)", change):
        rows.append(match[1].split(","))
    elif match := re.fullmatch(r"\w+ - (.*)", change):
        rows.remove(row_of(rows, match[1]))
    elif match := re.fullmatch(r"\w+ (\S+) (\w+) =(.*)", change):
        row_of(rows, match[1])[rows[0].index(match[2])] = match[3].strip()
    else:
        raise AssertionError(change)


def row_of(rows: Table, start: str) -> list[str]:
    (found,) = [row for row in rows[1:] if ",".join(row).startswith(start)]
    return found


def change_data(package: Path, changes: str) -> None:
    for change in filter(None, changes.split("; ")):
        path = package / f"{change.split()[0]}.csv"
        rows = read(path)
        changed(rows, change)
        stream = io.StringIO()
        csv.writer(stream, lineterminator="\n").writerows(rows)
        path.write_text(stream.getvalue(), encoding="utf-8")


def change_workbook(package: Path, changes: str) -> Path:
    """Give a workbook what a network with some changes shows, with the memory of the first one."""
    file, typed = package.parent / "classeur.xlsx", package.parent / "typed"
    of_rows = [each for each in changes.split("; ") if re.match(r"\w+ (?:[+-]|.* =)", each)]
    shutil.copytree(package, typed)
    change_data(typed, "; ".join(of_rows))
    write_workbook(typed, typed / "classeur.xlsx")
    book, held = load_workbook(typed / "classeur.xlsx"), load_workbook(file)["Origine"]
    book["Origine"].delete_rows(1, book["Origine"].max_row)
    for row in held.values:
        book["Origine"].append(row)
    for change in (each for each in changes.split("; ") if each not in ("", *of_rows)):
        change_book(book, package, change)
    book.save(file)
    return file


def change_book(book: Any, package: Path, change: str) -> None:
    if change == "origin":
        del book["Origine"]
    elif match := re.fullmatch(r"column (\w+) of (\w+)", change):
        names = read(package / f"{match[2]}.csv")[0]
        book[SHEETS[match[2]]].delete_cols(names.index(match[1]) + 1)
    elif match := re.fullmatch(r"sheet (\w+) as (.*)", change):
        book[SHEETS[match[1]]].title = match[2]
    else:
        del book[SHEETS[change.removeprefix("sheet ")]]


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: f"{pair.workbook} / {pair.data}")
def test_a_pair(pair: Pair, package: Path) -> None:
    workbook = change_workbook(package, pair.workbook)
    change_data(package, pair.data)
    before, files = lines(package), read_files(package)
    if why := re.fullmatch(r"refused: (.*)", pair.outcome):
        with pytest.raises(DataError, match=why[1]):
            read_import(package, workbook)
        assert read_files(package) == files
        return
    found = read_import(package, workbook)
    assert read_files(package) == files  # reading an import writes nothing
    if count := re.fullmatch(r"conflict (\d)", pair.outcome):
        assert len(found.conflicts) == int(count[1])
        with pytest.raises(ParameterError):
            found.apply()
        assert read_files(package) == files
        decide(package, workbook)
        return
    assert found.conflicts == ()
    found.apply()
    after = lines(package)
    expected = {line for line in pair.outcome.split("; ") if line != "nothing"}
    assert {re.sub(r"^(\w+) ", r"\1 + ", line) for line in after - before} | {
        re.sub(r"^(\w+) ", r"\1 - ", line) for line in before - after
    } == expected
    assert read_import(package, workbook).changes == ()
    if expected:
        last = find_last_change(package)
        assert last is not None
        take_back(package, last)
    assert read_files(package) == files


def decide(package: Path, workbook: Path) -> None:
    """Each side may be chosen: the data's changes nothing there, the workbook's is what it says."""
    ids = [conflict.id for conflict in read_import(package, workbook).conflicts]
    theirs = read_import(package, workbook, dict.fromkeys(ids, "data"))
    mine = read_import(package, workbook, dict.fromkeys(ids, "workbook"))
    assert theirs.conflicts == mine.conflicts == ()
    assert theirs.changes != mine.changes
    mine.apply()
    again = read_import(package, workbook)
    assert (again.changes, again.conflicts) == ((), ())
