"""The network as a workbook and back: nothing lost, nothing changed, every change told first."""

import gc
import re
import shutil
from pathlib import Path
from typing import Any

import pytest
from doors import Edit, append_row, fill_in_workbook, put_cell, read_files
from openpyxl import load_workbook
from twin import TWIN

from annual_report.base.errors import DataError
from annual_report.base.project import ROOT
from annual_report.commands.telling import tell_proposal
from annual_report.network.reading.inspection import inspect_package
from annual_report.network.reading.schema import read_shared_tables
from annual_report.network.writing.importing import read_import
from annual_report.network.writing.new_network import make_network
from annual_report.network.writing.proposal import Proposal
from annual_report.network.writing.workbook import write_workbook

NETWORKS = [
    TWIN,
    ROOT / "data" / "departements-participatifs",
    pytest.param(ROOT / "data" / "reseau-exemple", marks=pytest.mark.slow),
]


def edited(twin: Path, edit: Edit) -> Proposal:
    """Write the workbook, let somebody edit it, and take it back."""
    return read_import(twin, fill_in_workbook(twin, edit))


@pytest.mark.parametrize("network", NETWORKS, ids=lambda path: str(path.name))
def test_what_comes_back_unchanged_changes_nothing(network: Path, tmp_path: Path) -> None:
    path = tmp_path / "classeur.xlsx"
    write_workbook(network, path)
    found = read_import(network, path)
    assert (found.changes, found.files, found.understandings) == ((), {}, ())


def test_attendance_has_a_grid_for_every_year_that_has_a_meeting(tmp_path: Path) -> None:
    write_workbook(TWIN, tmp_path / "classeur.xlsx")
    book = load_workbook(tmp_path / "classeur.xlsx")
    assert book.sheetnames == [
        "Mode d’emploi",
        *("Membres", "Rencontres", "Sujets", "Présences 2025", "Présences 2024", "Ressources"),
        *("Dispositifs", "Listes", "Origine"),
    ]
    rows = [[cell.value for cell in row[:3]] for row in book["Présences 2025"].iter_rows()]
    assert rows == [
        ["Membre *", "2025-1 : 19/06/2025 Nantes", "2025-2 : 2025"],
        ["01 Ain", "2", None],
        ["31 Haute-Garonne", "absent", None],
        ["44 Loire-Atlantique", "12", None],
    ]


def test_a_row_of_a_grid_is_named_once(twin: Path) -> None:
    def edit(book: Any) -> None:
        grid = book["Présences 2025"]
        grid["A2"], grid["B2"], grid["C2"] = "Ain", 3, 4

    assert "  read: “Ain” as “01” (Présences 2025, Membre, row 2)" in [
        *tell_proposal(edited(twin, edit), {})
    ]


def find_lists(path: Path) -> dict[str, str]:
    """Return the list of each column of meetings that has one."""
    rules = load_workbook(path)["Rencontres"].data_validations.dataValidation
    return {str(each.sqref)[:2]: each.formula1 for each in rules if each.type == "list"}


def test_no_list_proposes_what_nobody_has_written(tmp_path: Path) -> None:
    make_network(tmp_path / "reseau", {"annee": "2025", "membres": "44"})
    write_workbook(tmp_path / "reseau", tmp_path / "reseau.xlsx")
    assert set(find_lists(tmp_path / "reseau.xlsx")) == {"E2", "H2", "I2"}


def test_the_sheets_help_and_block_nothing(tmp_path: Path) -> None:
    path = tmp_path / "classeur.xlsx"
    write_workbook(TWIN, path)
    sheet = load_workbook(path)["Rencontres"]
    lists = find_lists(path)
    assert set(lists) == {"E2", "F2", "G2", "H2", "I2"}
    assert lists["H2"] == "Listes!$F$2:$F$102"  # the 101 départements
    assert lists["I2"] == "Listes!$A$2:$A$101"  # the 100 institutions of departmental rank
    assert not sheet.protection.sheet  # LibreOffice deletes no row of a sheet that has it
    assert not any(rule.showErrorMessage for rule in sheet.data_validations.dataValidation)
    formula = load_workbook(path)["Sujets"]["B3"]
    assert (formula.value, formula.data_type, formula.quotePrefix) == (
        "+ de participation",
        "s",
        True,
    )


def test_every_change_is_told_row_by_row_and_nothing_is_written(twin: Path) -> None:
    before = read_files(twin)

    def edit(book: Any) -> None:
        book["Membres"].append([2025, "75"])
        book["Membres"].delete_rows(2)
        book["Rencontres"]["G4"] = "Saint-Nazaire"
        book["Rencontres"]["C3"] = None

    found = edited(twin, edit)
    assert [str(change) for change in found.changes] == [
        "Membres: removed: 2024, 01",
        "Membres: added: 2025, 75C",
        "Rencontres: changed: 2024-2: Début: “2024-09” becomes “not recorded”",
        "Rencontres: changed: 2025-1: Ville: “Nantes” becomes “Saint-Nazaire”",
    ]
    assert read_files(twin) == before
    found.apply()
    after = read_files(twin)
    assert {name for name in after if after[name] != before.get(name)} == {
        "membres.csv",
        "rencontres.csv",
    }
    assert after["membres.csv"] == (
        b"annee,membre,etat\n2024,20R,\n2024,31,\n2024,44,\n"
        b"2025,01,\n2025,31,\n2025,44,\n2025,75C,\n"
    )


@pytest.mark.parametrize(
    ("edit", "message"),
    [
        (
            put_cell("Membres", "B2", "Girond"),
            "classeur.xlsx, sheet Membres, row 2, column Membre: “Girond” is not a French "
            "département; expected: an Insee code or an official name; nearest: Gironde (33)",
        ),
        (
            append_row("Membres", 2025, "44"),
            "classeur.xlsx, sheet Membres, row 9: “2025, 44” is there twice; "
            "expected: one row only; row 8 has it too",
        ),
        (
            put_cell("Rencontres", "D4", "2025-06-01"),
            "classeur.xlsx, sheet Rencontres, row 4, column Fin: “2025-06-01” is an end before its "
            "start; expected: 2025-06-19 or later",
        ),
        (
            put_cell("Membres", "D1", "Courriel"),
            "classeur.xlsx, sheet Membres, row 1: “Courriel” is a column for personal data: only "
            "counts are kept, never names or addresses; expected: Année, Membre, État",
        ),
    ],
)
def test_a_workbook_with_an_error_is_refused_whole(twin: Path, edit: Edit, message: str) -> None:
    before = read_files(twin)
    with pytest.raises(DataError) as error:
        edited(twin, edit)
    assert str(error.value) == message
    assert read_files(twin) == before


def test_what_is_taken_out_of_a_workbook_stays_and_another_sheet_is_remarked(
    twin: Path,
) -> None:
    def edit(book: Any) -> None:
        del book["Dispositifs"], book["Présences 2024"]
        book["Présences 2025"].delete_cols(2)
        book.create_sheet("Brouillon").append(["x"])

    found = edited(twin, edit)
    assert (found.changes, found.files) == ((), {})
    assert [str(problem) for problem in found.problems] == [
        "classeur.xlsx, sheet Brouillon: is not a table of the network: not read",
        "classeur.xlsx: “Dispositifs, 2025-1” has no place in this workbook: what the data hold "
        "stays as it is",
    ]


def test_a_grist_export_is_taken_too(twin: Path) -> None:
    """As Grist exports: the tables' ids for titles, the columns' ids in the first row."""

    def edit(book: Any) -> None:
        for name in ("Mode d’emploi", "Listes", "Origine", "Présences 2025", "Présences 2024"):
            del book[name]
        book.create_sheet("Présences", index=3)
        for name, sheet in zip(read_shared_tables(), list(book.worksheets), strict=True):
            columns = inspect_columns(twin, name)
            sheet.title = name.capitalize()
            for number, column in enumerate(columns, start=1):
                sheet.cell(1, number).value = column
        for row in (["2025-1", "01", "", 2], ["2025-1", 31, "absent"], ["2025-1", 44, True, 12]):
            book["Presences"].append(row)

    found = edited(twin, edit)
    assert (found.changes, found.conflicts) == ((), ())
    assert [str(problem) for problem in found.problems] == [
        "classeur.xlsx: does not say what it held when it was made: it can add and complete, "
        "never remove"
    ]


def inspect_columns(twin: Path, table: str) -> list[str]:
    read = inspect_package(twin).package
    assert read is not None
    return list(read.tables[table].columns)


def test_a_network_with_an_error_gives_no_workbook(twin: Path, tmp_path: Path) -> None:
    (twin / "membres.csv").write_text("annee,membre\n2025,Girond\n", encoding="utf-8")
    with pytest.raises(DataError):
        write_workbook(twin, tmp_path / "classeur.xlsx")
    assert not (tmp_path / "classeur.xlsx").exists()


@pytest.mark.slow
@pytest.mark.parametrize("title", ["=1+1", "+33", "-1", "@SOMME(A1)", "=cmd|' /C calc'!A0"])
def test_what_begins_like_a_formula_is_a_text_everywhere(twin: Path, title: str) -> None:
    def edit(book: Any) -> None:
        cell = book["Sujets"]["B2"]
        cell.value, cell.data_type = title, "s"

    found = edited(twin, edit)
    found.apply()
    (change,) = found.changes
    lines = (twin / "sujets.csv").read_text(encoding="utf-8").splitlines()
    (line,) = [each for each in lines if each.startswith("2025,'") and "prévu" in each]
    assert (change.after or {})["theme"] == "jeunes"
    assert line.split(",")[1] in (f"'{title}", f"'{title}".replace("' ", "’ "))
    path = twin.parent / "rendu.xlsx"
    write_workbook(twin, path)
    assert read_import(twin, path).changes == ()
    cell = load_workbook(path)["Sujets"][f"B{lines.index(line) + 1}"]
    assert (cell.value[0], cell.data_type, cell.quotePrefix) == (title[0], "s", True)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no disk that is always full")
def test_a_workbook_that_finds_no_room_is_one_line_and_leaves_nothing(twin: Path) -> None:
    """A library that writes as it draws would complain once more when it is thrown away."""
    target = twin.parent / "classeur.xlsx"
    target.with_name(".classeur.part.xlsx").symlink_to("/dev/full")
    with pytest.raises(OSError, match="No space left on device"):
        write_workbook(twin, target)
    gc.collect()
    assert [each.name for each in twin.parent.iterdir()] == [twin.name]


@pytest.mark.slow
def test_what_hundreds_of_rows_break_is_said_in_a_few_lines_with_its_cause(tmp_path: Path) -> None:
    twin = Path(shutil.copytree(ROOT / "data" / "reseau-exemple", tmp_path / "reseau"))
    with pytest.raises(DataError) as error:
        edited(twin, lambda book: book["Membres"].delete_rows(2, 150))
    first, second, *_others, last = str(error.value).splitlines()
    assert first == "classeur.xlsx: rows of Membres that are gone: 150; what follows may come of it"
    assert second.startswith("rencontres.csv, rows 2, 3, 4 and 3 others, column annee: “2020” is")
    assert re.fullmatch(r"and \d+ more", last)
    assert len(error.value.problems) == 22
