"""What people do to a workbook or a member's sheet: counted as they meant it, or refused.

Everything goes through the commands, as it does for whoever types.
"""

import re
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from conftest import pipeline
from corpus_case import TWIN
from openpyxl import load_workbook
from openpyxl.comments import Comment

from annual_report.reading.files.interrupted import HISTORY

Edit = Callable[[Any], object]
AIN = "2025-01-Ain.xlsx"
STATES = (
    "rencontre,membre,etat,agents\n2025-1,01,présent,\n2025-1,31,absent,\n2025-1,44,présent,12\n"
)


@pytest.fixture
def package(tmp_path: Path) -> Path:
    folder = Path(shutil.copytree(TWIN, tmp_path / "reseau"))
    (folder / "presences.csv").write_text(STATES, encoding="utf-8")
    return folder


def ask(package: Path, name: str = "classeur.xlsx") -> Path:
    """Have the network's workbook, in a folder beside it."""
    file = package.parent / name
    done = pipeline("workbook", file, "--data", package)
    assert done.returncode == 0, done.stderr
    return file


def collect(package: Path) -> Path:
    folder = package.parent / "fiches"
    done = pipeline("collect", "2025", folder, "--data", package)
    assert done.returncode == 0, done.stderr
    return folder


def edit(file: Path, change: Edit) -> Path:
    book = load_workbook(file)
    change(book)
    book.save(file)
    return file


def take(package: Path, file: Path, *options: str) -> tuple[int, str]:
    done = pipeline("import", file, "--data", package, *options)
    return done.returncode, done.stdout + done.stderr


def gather(package: Path, folder: Path, *options: str) -> tuple[int, str]:
    done = pipeline("gather", folder, "--data", package, *options)
    return done.returncode, done.stdout + done.stderr


def rows(package: Path, table: str) -> list[str]:
    return (package / f"{table}.csv").read_text(encoding="utf-8").splitlines()[1:]


def add(package: Path, table: str, lines: str) -> None:
    with (package / f"{table}.csv").open("a", encoding="utf-8") as file:
        file.write(lines)


def attendance(package: Path) -> list[str]:
    """Return who came, whichever columns the file has."""
    return [",".join(row.split(",")[:4]) for row in rows(package, "presences")]


def held(package: Path) -> dict[str, bytes]:
    return {
        path.relative_to(package).as_posix(): path.read_bytes()
        for path in package.rglob("*")
        if path.is_file() and HISTORY not in path.parts
    }


# --- The same defect through every door -----------------------------------------------------------


def through_rows(package: Path, change: Callable[[Any, list[str]], object]) -> tuple[int, str]:
    def typed(book: Any) -> None:
        sheet = book["Présences"]
        for code in ("01", "31", "44"):
            sheet.append(["2025-2", code, None, None])
        change(sheet, ["C2", "C3", "C4"])

    return take(package, edit(ask(package), typed), "--yes")


def through_grid(package: Path, change: Callable[[Any, list[str]], object]) -> tuple[int, str]:
    def typed(book: Any) -> None:
        change(book["Présences 2025"], ["C2", "C3", "C4"])

    return take(package, edit(ask(package), typed), "--yes")


def through_sheet(package: Path, change: Callable[[Any, list[str]], object]) -> tuple[int, str]:
    add(
        package,
        "rencontres",
        "2025-3,2025,2025-11-04,,distanciel,,,,,\n2025-4,2025,2025-12-04,,distanciel,,,,,\n",
    )
    folder = collect(package)

    def typed(book: Any) -> None:
        change(book["Présences 2025"], ["F3", "F4", "F5"])

    edit(folder / AIN, typed)
    return gather(package, folder, "--yes")


DOORS = {"rows": through_rows, "grid": through_grid, "member's sheet": through_sheet}


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("value", ["3", 3, "absent"])
def test_a_value_merged_over_three_is_refused_through_every_door(
    package: Path, door: str, value: object
) -> None:
    def merged(sheet: Any, cells: list[str]) -> None:
        sheet[cells[0]] = value
        sheet.merge_cells(f"{cells[0]}:{cells[-1]}")

    status, said = DOORS[door](package, merged)
    assert (status, "is merged with others: is it for each of them, or for all?" in said) == (
        1,
        True,
    ), said
    assert rows(package, "presences") == STATES.splitlines()[1:]


# --- State and number are one fact ----------------------------------------------------------------

WORDS = ("x", "3", "absent", "non invité", "5")


@pytest.mark.parametrize("mine", WORDS)
@pytest.mark.parametrize("theirs", WORDS)
def test_two_copies_of_a_workbook_never_make_a_fact_that_is_refused_afterwards(
    package: Path, mine: str, theirs: str
) -> None:
    file = ask(package)
    other = Path(shutil.copy(file, package.parent / "autre.xlsx"))
    for copy, word in ((file, theirs), (other, mine)):
        edit(copy, lambda book, word=word: book["Présences 2025"].__setitem__("B2", word))  # type: ignore[misc]
    assert take(package, file, "--yes")[0] == 0
    status, said = take(package, other, "--yes")
    agree = mine == theirs or "x" in (mine, theirs)
    assert (status, "conflict 1:" in said) == ((0, False) if agree else (1, True)), said
    assert pipeline("check", "--data", package).returncode == 0
    word = theirs if not agree or mine == "x" else mine
    expected = {"x": "présent,", "3": "présent,3", "5": "présent,5"}.get(word, f"{word},")
    assert attendance(package)[0] == f"2025-1,01,{expected}"


@pytest.mark.parametrize("mine", ["3", "absent"])
@pytest.mark.parametrize("theirs", ["3", "absent", "excusé"])
def test_a_sheet_and_the_data_never_make_one_either(package: Path, mine: str, theirs: str) -> None:
    folder = collect(package)
    file = ask(package)
    edit(file, lambda book: book["Présences 2025"].__setitem__("B2", theirs))
    assert take(package, file, "--yes")[0] == 0
    before = attendance(package)
    edit(folder / AIN, lambda book: book["Présences 2025"].__setitem__("F2", mine))
    gather(package, folder, "--yes")
    assert pipeline("check", "--data", package).returncode == 0
    assert attendance(package) == before


# --- Columns that are not there -------------------------------------------------------------------


def in_rows(package: Path) -> Path:
    """Have a workbook in which attendance is a sheet of rows: that of a year before the last."""
    add(package, "rencontres", "2026-1,2026,2026-01-15,,distanciel,,,,,\n")
    for code in ("01", "31", "44"):
        add(package, "membres", f"2026,{code}\n")
    return ask(package)


@pytest.mark.parametrize("called", [None, "Nombre", "Effectif", "Nb agents"])
@pytest.mark.parametrize("column", ["État", "Agents"])
def test_a_column_taken_away_or_renamed_says_nothing(
    package: Path, column: str, called: str | None
) -> None:
    file = in_rows(package)

    def change(book: Any) -> None:
        sheet = next(
            sheet for sheet in book.worksheets if "Agents" in [cell.value for cell in sheet[1]]
        )
        at = [cell.value for cell in sheet[1]].index(column) + 1
        assert sheet.max_row > 1
        if called:
            sheet.cell(1, at).value = called
        else:
            sheet.delete_cols(at)

    before = rows(package, "presences")
    status, said = take(package, edit(file, change), "--yes")
    assert (status, rows(package, "presences")) == (0, before), said
    assert f"“{column}” has no such column: what it held stays as it is" in said
    if called:
        assert f"“{called}” is not a column of this table: left out" in said


# --- Dates ----------------------------------------------------------------------------------------


def test_every_date_of_a_workbook_is_text_so_that_a_month_typed_over_it_stays_one(
    package: Path,
) -> None:
    file = ask(package)
    sheet = load_workbook(file)["Rencontres"]
    cells = [cell for row in sheet["C2:D5"] for cell in row]
    assert [cell.value for cell in cells if cell.value] == [
        *("08/02/2024", "2024-09", "19/06/2025", "20/06/2025", "2025"),
    ]
    assert {cell.number_format for cell in cells} == {"@"}
    edit(file, lambda book: book["Rencontres"].__setitem__("C2", "juin 2024"))
    assert take(package, file, "--yes")[0] == 0
    assert rows(package, "rencontres")[0].startswith("2024-1,2024,2024-06,,")


# --- Conflicts ------------------------------------------------------------------------------------


def test_conflicts_keep_their_numbers_from_one_try_to_the_next(package: Path) -> None:
    file = ask(package)
    for copy, letter in ((file, "A"), (Path(shutil.copy(file, package.parent / "b.xlsx")), "B")):

        def change(book: Any, letter: str = letter) -> None:
            for row in (2, 3, 4, 5):
                book["Rencontres"][f"J{row}"] = f"Titre {letter}{row}"

        edit(copy, change)
    assert take(package, file, "--yes")[0] == 0
    other = package.parent / "b.xlsx"
    status, said = take(package, other, "--yes")
    assert (status, re.findall(r"conflict (\d):", said)) == (1, ["1", "2", "3", "4"])
    status, said = take(package, other, "--yes", "--take", "4", "--leave", "1,2")
    assert (status, re.findall(r"conflict (\d):", said)) == (1, ["3"])
    commands = [line.partition("pipeline.py ")[2] for line in said.splitlines()[-2:]]
    assert commands == [
        f'import "{other}" --data "{package}" --take 4,3 --leave 1,2',
        f'import "{other}" --data "{package}" --take 4 --leave 1,2,3',
    ]
    status, said = take(package, other, "--yes", "--take", "4,3", "--leave", "1,2")
    assert (status, [row.split(",")[-1] for row in rows(package, "rencontres")]) == (
        0,
        ["Titre A2", "Titre A3", "Titre B4", "Titre B5"],
    )


def test_two_new_meetings_of_one_identifier_are_not_melted_into_one(package: Path) -> None:
    file = ask(package)
    other = Path(shutil.copy(file, package.parent / "autre.xlsx"))
    edit(file, lambda book: book["Rencontres"].append(
        ["2025-3", 2025, "04/11/2025", None, "distanciel"]))  # fmt: skip
    second = ["2025-3", 2025, None, None, "distanciel", "atelier", "Rennes", None, None, "Bilan"]
    edit(other, lambda book: book["Rencontres"].append(second))
    assert take(package, file, "--yes")[0] == 0
    status, said = take(package, other, "--yes")
    assert (status, re.findall(r"conflict (\d):", said)) == (1, ["1"])
    assert rows(package, "rencontres")[-1] == "2025-3,2025,2025-11-04,,distanciel,,,,,"
    assert take(package, other, "--yes", "--take", "1")[0] == 0
    assert rows(package, "rencontres")[-1] == "2025-3,2025,,,distanciel,atelier,Rennes,,,Bilan"


# --- What a spreadsheet keeps beside the cells ----------------------------------------------------


def test_a_workbook_with_notes_is_not_written_over(package: Path) -> None:
    def note(book: Any) -> None:
        book["Rencontres"]["C5"].comment = Comment("À vérifier avec Nantes", "A")

    file = edit(ask(package), note)
    typed = file.read_bytes()
    done = pipeline("workbook", file, "--data", package)
    assert (done.returncode, file.read_bytes()) == (2, typed)
    assert "has notes beside its cells, which are in no table" in done.stderr


def test_a_formula_that_gives_an_empty_text_is_an_empty_cell(package: Path) -> None:
    file = edit(ask(package), lambda book: book["Rencontres"].__setitem__("J5", "=1"))
    old = rb'<c r="J5"([^>]*)><f>1</f><v ?/?>(?:</v>)?</c>'
    assert rewrite(file, old, rb'<c r="J5"\1 t="str"><f>""</f></c>')
    status, said = take(package, file)
    assert (status, "nothing would change" in said) == (0, True), said
    assert rewrite(file, rb' t="str"><f>""', b'><f>""')
    status, said = take(package, file)
    assert (status, "sheet Rencontres: cell J5 is a formula without a result" in said) == (1, True)


def rewrite(file: Path, old: bytes, new: bytes) -> int:
    """Change the XML of a workbook's sheets; return how often."""
    count = 0
    with zipfile.ZipFile(file) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(file, "w") as archive:
        for name, content in parts.items():
            changed, found = re.subn(old, new, content)
            archive.writestr(name, changed)
            count += found
    return count


@pytest.mark.parametrize("lock", [".~lock.rencontres.csv#", "~$rencontres.csv"])
def test_an_import_waits_until_a_spreadsheet_has_closed_the_table(package: Path, lock: str) -> None:
    file = edit(ask(package), lambda book: book["Rencontres"].__setitem__("J5", "Bilan"))
    (package / lock).write_bytes(b",somebody,")
    before = held(package)
    status, said = take(package, file, "--yes")
    assert (status, held(package)) == (1, before)
    assert f"rencontres.csv: is open in a spreadsheet, as {lock} says: nothing was written" in said
    (package / lock).unlink()
    assert take(package, file, "--yes")[0] == 0


# --- A year that begins ---------------------------------------------------------------------------


def test_a_new_year_has_a_line_for_subjects_where_others_exist(package: Path) -> None:
    add(package, "sujets", "2026,Budget vert,,traité,\n")
    assert pipeline("new", "2026", "--data", package).returncode == 0
    assert rows(package, "sujets")[-2:] == ["2026,Budget vert,,traité,", "2027,à compléter,,prévu,"]


def test_init_with_enter_throughout_says_what_lacks(tmp_path: Path) -> None:
    done = pipeline("init", tmp_path / "neuf", "annee=2026", "--yes")
    assert done.returncode == 0, done.stderr
    assert "before pages can be made: the members of 2026" in done.stdout
    build = f'build --data "{tmp_path / "neuf"}"'
    assert build not in done.stdout
    done = pipeline("init", tmp_path / "autre", "annee=2026", "membres=Gers", "--yes")
    assert 'build --data "' in done.stdout
