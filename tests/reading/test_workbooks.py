"""A workbook’s cell is what it shows, or is refused where it stands; a CSV file is text."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Font

from annual_report.errors import UnreadableError
from annual_report.reading.sheets import Form, Sheet, decode_text, read_csv
from annual_report.reading.workbooks import read_workbook

Change = Callable[[Any], object]


def saved(folder: Path, change: Change = lambda sheet: None) -> Path:
    book = Workbook()
    sheet = book.active
    sheet.title = "Membres"
    for row in (["annee", "membre", "jour"], [2025, "44", date(2025, 6, 1)], [2025, "31", None]):
        sheet.append(row)
    sheet["C2"].number_format = "dd/mm/yyyy"
    change(sheet)
    path = folder / "classeur.xlsx"
    book.save(path)
    return path


def read(folder: Path, change: Change = lambda sheet: None) -> Sheet:
    return read_workbook(saved(folder, change))["Membres"]


def test_cells_are_what_they_show(tmp_path: Path) -> None:
    def change(sheet: Any) -> None:
        sheet["C3"] = date(2025, 6, 1)
        sheet["C3"].number_format = "mmmm yyyy"
        sheet.append([2025.0, 1.5, True])

    found = read(tmp_path, change)
    assert found.rows == [
        ["annee", "membre", "jour"],
        ["2025", "44", "2025-06-01"],
        ["2025", "31", "2025-06"],
        ["2025", "1.5", "oui"],
    ]
    assert (found.refused, found.remarks, found.title) == ({}, (), "Membres")


STRUCK = CellRichText("31 ", TextBlock(InlineFont(strike=True), "ou 32"))


def _format(cell: str, value: object, number_format: str) -> Change:
    def change(sheet: Any) -> None:
        sheet[cell] = value
        sheet[cell].number_format = number_format

    return change


@pytest.mark.parametrize(
    ("change", "cells", "said"),
    [
        (lambda sheet: sheet.merge_cells("B2:B3"), [(1, 1), (2, 1)], "is merged with others"),
        (lambda sheet: setattr(sheet["B3"], "font", Font(strike=True)), [(2, 1)], "is struck out"),
        (lambda sheet: setattr(sheet["B3"], "value", STRUCK), [(2, 1)], "is struck out"),
        (
            lambda sheet: setattr(sheet["B3"], "value", "=B2"),
            [(2, 1)],
            "is a formula without a result",
        ),
        (
            _format("C3", date(2025, 6, 3), "mmm yyyy"),
            [(2, 2)],
            "is a day that its cell shows without the day",
        ),
        (_format("C3", 0.5, "0%"), [(2, 2)], "is a number that its cell shows otherwise"),
        (_format("C3", 12, ";;;"), [(2, 2)], "is a number that its cell hides"),
    ],
)
def test_a_cell_that_shows_something_else_is_refused_where_it_stands(
    change: Change, cells: list[tuple[int, int]], said: str, tmp_path: Path
) -> None:
    refused = read(tmp_path, change).refused
    assert {place: error.what for place, error in refused.items()} == dict.fromkeys(cells, said)


def test_what_is_hidden_is_read_and_remarked(tmp_path: Path) -> None:
    def change(sheet: Any) -> None:
        sheet.row_dimensions[3].hidden = True
        sheet.column_dimensions["B"].hidden = True

    found = read(tmp_path, change)
    assert found.rows[2][:2] == ["2025", "31"]
    assert found.remarks == (
        (3, "is a row that is hidden or filtered, and was read"),
        (None, "has hidden columns, which were read"),
    )


def test_an_empty_merged_cell_and_an_empty_text_of_a_formula_say_nothing(tmp_path: Path) -> None:
    assert read(tmp_path, lambda sheet: sheet.merge_cells("C3:C9")).refused == {}


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"\xd0\xcf\x11\xe0rest", "is an old .xls, or is protected by a password"),
        (b"annee,membre\n", "is no workbook: a CSV file goes into the network’s folder"),
        (b"PK\x03\x04", "is damaged, or no workbook"),
    ],
)
def test_what_is_no_workbook_is_refused_with_the_remedy(
    content: bytes, what: str, tmp_path: Path
) -> None:
    (tmp_path / "x.xlsx").write_bytes(content)
    with pytest.raises(UnreadableError) as refused:
        read_workbook(tmp_path / "x.xlsx")
    assert refused.value.what == what
    assert refused.value.expected


@pytest.mark.parametrize(
    ("encoding", "known"), [("utf-8", "utf-8"), ("utf-8-sig", "utf-8-sig"), ("cp1252", "cp1252")]
)
@pytest.mark.parametrize(("separator", "newline"), [(",", "\n"), (";", "\r\n"), ("\t", "\r\n")])
def test_a_csv_file_is_read_in_the_form_that_it_has(
    encoding: str, known: str, separator: str, newline: str, tmp_path: Path
) -> None:
    path = tmp_path / "x.csv"
    rows = [["annee", "membre"], ["2025", "Côte-d’Or"]]
    path.write_bytes(newline.join(map(separator.join, rows)).encode(encoding))
    found = read_csv(path, ["annee", "membre"])
    assert (found.rows, found.form) == (rows, Form(known, separator, newline))


@pytest.mark.parametrize("encoding", ["mac_roman", "cp850", "utf-16-le"])
@pytest.mark.parametrize("words", ["Journée d'accueil", "à l'Hôtel", "août", "Être, île"])
def test_another_encoding_is_refused_and_not_guessed(encoding: str, words: str) -> None:
    with pytest.raises(UnreadableError):
        decode_text(f"annee,titre\n2025,{words}\n".encode(encoding))


def test_a_quotation_mark_that_is_never_closed_is_refused_at_its_row(tmp_path: Path) -> None:
    (tmp_path / "x.csv").write_text('annee,titre\n2025,"x\n2026,y\n', encoding="utf-8")
    with pytest.raises(UnreadableError) as refused:
        read_csv(tmp_path / "x.csv", ["annee"])
    assert refused.value.row == 2
    assert refused.value.what.startswith("has a quotation mark")
