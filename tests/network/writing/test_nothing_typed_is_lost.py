"""What people do to a workbook: counted as they meant it, or refused.

Everything goes through the commands, as it does for whoever types.
"""

import re
import shutil
import zipfile
from pathlib import Path
from typing import Any

import pytest
from changing import change_descriptor
from conftest import pipeline
from doors import (
    STATES,
    add_lines,
    append_row,
    copy_twin,
    edit_workbook,
    fill_in_workbook,
    import_workbook,
    put_cell,
    read_attendance,
    read_files,
    read_rows,
    save_workbook,
)
from openpyxl import load_workbook


@pytest.fixture
def package(tmp_path: Path) -> Path:
    return copy_twin(tmp_path)


# --- State and number are one fact ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("theirs", "mine"),
    [
        ("3", "3"), ("3", "5"), ("3", "x"), ("x", "3"), ("3", "absent"), ("absent", "3"),
        ("absent", "x"), ("absent", "non invité"),
    ],
)  # fmt: skip
def test_two_copies_of_a_workbook_never_make_a_fact_that_is_refused_afterwards(
    package: Path, theirs: str, mine: str
) -> None:
    file = save_workbook(package)
    other = Path(shutil.copy(file, package.parent / "autre.xlsx"))
    for copy, word in ((file, theirs), (other, mine)):
        edit_workbook(copy, put_cell("Présences 2025", "B2", word))
    assert import_workbook(package, file, "--yes")[0] == 0
    status, said = import_workbook(package, other, "--yes")
    agree = mine == theirs or "x" in (mine, theirs)
    assert (status, "conflict 1:" in said) == ((0, False) if agree else (1, True)), said
    assert pipeline("check", "--data", package).returncode == 0
    word = theirs if not agree or mine == "x" else mine
    expected = {"x": "présent,", "3": "présent,3", "5": "présent,5"}.get(word, f"{word},")
    assert read_attendance(package)[0] == f"2025-1,01,{expected}"


# --- Columns that are not there -------------------------------------------------------------------


def in_rows(package: Path) -> Path:
    """Have a workbook in which attendance is a sheet of rows: the network adds a column to it."""
    with change_descriptor(package) as about:
        (table,) = [each for each in about["resources"] if each["name"] == "presences"]
        table["schema"] = {"fields": [{"name": "salle", "type": "string", "title": "Salle"}]}
    lines = STATES.splitlines()
    text = [f"{lines[0]},salle", *(f"{line},Grande salle" for line in lines[1:])]
    (package / "presences.csv").write_text("\n".join(text) + "\n", encoding="utf-8")
    return save_workbook(package)


STAYS = "has no such column: what it held stays as it is"
NO_COLUMN = "is not a column of this table"


@pytest.mark.parametrize(
    ("column", "called", "status", "said"),
    [
        ("Agents", None, 0, f"“Agents” {STAYS}"),
        ("Salle", None, 0, f"“Salle” {STAYS}"),
        ("Agents", "Effectif", 0, f"“Effectif” {NO_COLUMN}: left out"),
        ("Salle", "Nombre", 0, f"“Nombre” {NO_COLUMN}: left out"),
        # One that may be a column that lacks is refused.
        ("État", None, 1, "“État” is a missing column"),
        ("État", "Statut", 1, f"“Statut” {NO_COLUMN}"),
        ("Agents", "Nb agents", 1, f"“Nb agents” {NO_COLUMN}"),
    ],
)
def test_a_column_taken_away_or_renamed_takes_nothing_with_it(
    package: Path, column: str, called: str | None, status: int, said: str
) -> None:
    def change(book: Any) -> None:
        sheet = book["Présences"]
        at = [cell.value for cell in sheet[1]].index(column) + 1
        if called:
            sheet.cell(1, at).value = called
        else:
            sheet.delete_cols(at)

    file = edit_workbook(in_rows(package), change)
    before = read_rows(package, "presences")
    found, heard = import_workbook(package, file, "--yes")
    assert (found, said in heard, read_rows(package, "presences")) == (status, True, before), heard


def test_rows_without_numbers_in_place_of_the_grids_take_no_number_away(package: Path) -> None:
    def change(book: Any) -> None:
        del book["Présences 2025"], book["Présences 2024"]
        sheet = book.create_sheet("Présences")
        for row in (
            ["Rencontre", "Membre", "État"],
            ["2025-1", "01", "présent"],
            ["2025-1", "31", "absent"],
            ["2025-1", "44", "présent"],
        ):
            sheet.append(row)

    before = read_rows(package, "presences")
    status, said = import_workbook(package, fill_in_workbook(package, change), "--yes")
    assert (status, read_rows(package, "presences")) == (0, before), said
    assert said.endswith("nothing would change\n")


# --- Dates ----------------------------------------------------------------------------------------


def test_every_date_of_a_workbook_is_text_so_that_a_month_typed_over_it_stays_one(
    package: Path,
) -> None:
    file = save_workbook(package)
    sheet = load_workbook(file)["Rencontres"]
    cells = [cell for row in sheet["C2:D5"] for cell in row]
    assert [cell.value for cell in cells if cell.value] == [
        *("08/02/2024", "septembre 2024", "19/06/2025", "20/06/2025", "2025"),
    ]
    assert {cell.number_format for cell in cells} == {"@"}
    edit_workbook(file, put_cell("Rencontres", "C2", "juin 2024"))
    assert import_workbook(package, file, "--yes")[0] == 0
    assert read_rows(package, "rencontres")[0].startswith("2024-1,2024,2024-06,,")


# --- Conflicts ------------------------------------------------------------------------------------


def test_conflicts_keep_their_numbers_from_one_try_to_the_next(package: Path) -> None:
    file = save_workbook(package)
    for copy, letter in ((file, "A"), (Path(shutil.copy(file, package.parent / "b.xlsx")), "B")):

        def change(book: Any, letter: str = letter) -> None:
            for row in (2, 3, 4, 5):
                book["Rencontres"][f"J{row}"] = f"Titre {letter}{row}"

        edit_workbook(copy, change)
    assert import_workbook(package, file, "--yes")[0] == 0
    other = package.parent / "b.xlsx"
    status, said = import_workbook(package, other, "--yes")
    assert (status, re.findall(r"conflict (\d):", said)) == (1, ["1", "2", "3", "4"])
    status, said = import_workbook(package, other, "--yes", "--take", "4", "--leave", "1,2")
    assert (status, re.findall(r"conflict (\d):", said)) == (1, ["3"])
    commands = [line.partition("pipeline.py ")[2] for line in said.splitlines()[-2:]]
    assert commands == [
        f'import "{other}" --data "{package}" --take 4,3 --leave 1,2 --yes',
        f'import "{other}" --data "{package}" --take 4 --leave 1,2,3 --yes',
    ]
    status, said = import_workbook(package, other, "--yes", "--take", "4 3", "--leave", "1, 2")
    assert (status, [row.split(",")[-1] for row in read_rows(package, "rencontres")]) == (
        0,
        ["Titre A2", "Titre A3", "Titre B4", "Titre B5"],
    )


def test_two_new_meetings_of_one_identifier_are_not_melted_into_one(package: Path) -> None:
    file = save_workbook(package)
    other = Path(shutil.copy(file, package.parent / "autre.xlsx"))
    edit_workbook(file, append_row("Rencontres", "2025-3", 2025, "04/11/2025", None, "distanciel"))
    second = ("2025-3", 2025, None, None, "distanciel", "atelier", "Rennes", None, None, "Bilan")
    edit_workbook(other, append_row("Rencontres", *second))
    assert import_workbook(package, file, "--yes")[0] == 0
    status, said = import_workbook(package, other, "--yes")
    assert (status, re.findall(r"conflict (\d):", said)) == (1, ["1"])
    assert read_rows(package, "rencontres")[-1] == "2025-3,2025,2025-11-04,,distanciel,,,,,"
    assert import_workbook(package, other, "--yes", "--take", "1")[0] == 0
    assert read_rows(package, "rencontres")[-1] == "2025-3,2025,,,distanciel,atelier,Rennes,,,Bilan"


# --- What a spreadsheet keeps beside the cells ----------------------------------------------------


def test_a_formula_that_gives_an_empty_text_is_an_empty_cell(package: Path) -> None:
    file = fill_in_workbook(package, put_cell("Rencontres", "J5", "=1"))
    old = rb'<c r="J5"([^>]*)><f>1</f><v ?/?>(?:</v>)?</c>'
    assert rewrite(file, old, rb'<c r="J5"\1 t="str"><f>""</f></c>')
    status, said = import_workbook(package, file)
    assert (status, "nothing would change" in said) == (0, True), said
    assert rewrite(file, rb' t="str"><f>""', b'><f>""')
    status, said = import_workbook(package, file)
    assert (status, "is a formula without a result" in said) == (1, True)


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
    file = fill_in_workbook(package, put_cell("Rencontres", "J5", "Bilan"))
    (package / lock).write_bytes(b",somebody,")
    before = read_files(package)
    status, said = import_workbook(package, file, "--yes")
    assert (status, read_files(package)) == (1, before)
    assert f"rencontres.csv: is open in a spreadsheet, as {lock} says: nothing was written" in said
    (package / lock).unlink()
    assert import_workbook(package, file, "--yes")[0] == 0


# --- A year that begins ---------------------------------------------------------------------------


def test_a_remark_about_a_file_that_nobody_touched_does_not_stand_first(package: Path) -> None:
    add_lines(package, "rencontres", "2025-3,2025,2025-11,,présentiel,,Auch,32,32,\n")
    file = fill_in_workbook(package, append_row("Membres", 2025, "33 Gironde"))
    said = import_workbook(package, file)[1].splitlines()
    assert said[:2] == ["Membres: added: 2025, 33", "rencontres.csv"]


def test_a_year_without_meetings_has_a_grid_too(package: Path) -> None:
    add_lines(package, "membres", "2026,44\n2026,31\n")
    file = save_workbook(package)
    assert import_workbook(package, file) == (0, "nothing would change\n")

    def typed(book: Any) -> None:
        book["Rencontres"].append(["2026-1", 2026, "mars 2026", None, "en visio"])
        book["Présences 2026"]["B1"], book["Présences 2026"]["B2"] = "2026-1", "x"

    assert import_workbook(package, edit_workbook(file, typed), "--yes")[0] == 0
    assert read_attendance(package)[-1] in ("2026-1,31,présent,", "2026-1,44,présent,")
    edit_workbook(file, put_cell("Présences 2026", "C2", "x"))
    status, said = import_workbook(package, file, "--yes")
    assert (status, "“x” is in a column that names no known meeting" in said) == (1, True), said
