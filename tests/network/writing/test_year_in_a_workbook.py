"""A new year goes into the workbook that the network is; what it would lose there, it doesn't."""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import PIL.Image
import pytest
from changing import edit, edit_book, read_files
from conftest import pipeline
from openpyxl import Workbook, load_workbook
from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment
from openpyxl.drawing.image import Image
from openpyxl.worksheet.table import Table

from annual_report.network.network import open_network
from annual_report.network.reading.files.archive import unpack_workbook
from annual_report.network.reading.inspection import inspect_network
from annual_report.network.reading.tables import read_tables
from annual_report.network.writing.whole_folder import (
    replace_files,
    turn_into_files,
    turn_into_workbook,
)
from annual_report.network.writing.workbook import list_losses, write_workbook
from annual_report.network.writing.year_drawing import draw_year

Change = Callable[[Any], object]


@pytest.fixture
def book(twin: Path) -> Path:
    """Make the small network one workbook, with a column and a sheet of its author's own."""
    turn_into_workbook(twin)

    def change(opened: Any) -> None:
        opened["Sujets"]["F1"] = "Bureau"
        opened["Sujets"]["F2"] = "à moi"
        opened.create_sheet("Notes")["A1"] = "à moi aussi"

    edit_book(twin / "reseau.xlsx", change)
    return twin / "reseau.xlsx"


def test_a_year_is_a_sheet_more_and_what_is_its_authors_stays(book: Path) -> None:
    before, content = open_network(book.parent), book.read_bytes()
    done = pipeline("new", "2026", "--data", book.parent)
    assert done.returncode == 0
    assert done.stdout.splitlines()[-1] == "textes/2026.md: the questions to answer"
    opened = load_workbook(book)
    assert opened["Sujets"]["F2"].value == "à moi"
    assert opened["Notes"]["A1"].value == "à moi aussi"
    assert opened.sheetnames[1:4] == ["2026", "2025", "2024"]
    sheet = opened["2026"]
    assert [cell.value for cell in sheet[1]] == ["Date", None, "à compléter", "à compléter"]
    assert [cell.value for cell in sheet[7]] == ["Membre", "État", "R1", "R2"]
    names = ["01 Ain", "31 Haute-Garonne", "44 Loire-Atlantique"]
    assert [cell.value for cell in sheet["A"]][7:] == names
    helps = {rule.promptTitle for rule in sheet.data_validations.dataValidation}
    assert helps >= {"Date", "Format *", "Membre", "État", "Présence"}
    after = open_network(book.parent)
    assert after.years == (2024, 2025, 2026)
    assert [*after.membres["membre"]][-3:] == ["01", "31", "44"]
    assert after.rencontres.equals(before.rencontres)
    (old,) = (book.parent / "anciens").rglob("*.xlsx")
    assert old.read_bytes() == content
    # What is to be filled in is said at its sheet.
    lines = [str(problem) for problem in inspect_network(book.parent).problems]
    assert any(line.startswith("reseau.xlsx, sheet Sujets, B") for line in lines), lines


def add_chart(opened: Any) -> None:
    chart = BarChart()
    chart.add_data(Reference(opened["2025"], min_col=1, min_row=1, max_row=9))
    opened["Notes"].add_chart(chart)


def add_picture(opened: Any) -> None:
    file = BytesIO()
    PIL.Image.new("RGB", (9, 9), "navy").save(file, "png")
    opened["Notes"].add_image(Image(file), "C3")


def test_comments_pictures_and_formatted_tables_stop_no_year_and_stay(book: Path) -> None:
    def change(opened: Any) -> None:
        opened["Notes"]["A1"].comment = Comment("vu avec elle", "moi")
        opened["Sujets"].add_table(Table(displayName="T", ref="A1:F4"))
        add_picture(opened)

    edit_book(book, change)
    done = pipeline("new", "2026", "--data", book.parent)
    assert done.returncode == 0, done.stderr
    assert "without" not in done.stdout
    opened = load_workbook(book)
    assert opened["Notes"]["A1"].comment.text == "vu avec elle"
    assert [*opened["Sujets"].tables] == ["T"]
    assert len(opened["Notes"]._images) == 1
    assert open_network(book.parent).years == (2024, 2025, 2026)


DRAWN = "its drawings and charts as they were"
CALCULATED = "the results of its formulas, until a spreadsheet opens and saves it"
LOSSES: list[tuple[str, Change]] = [
    (DRAWN, add_chart),
    (CALCULATED, lambda opened: opened["Notes"].__setitem__("A2", "=1+1")),
]


@pytest.mark.parametrize(("loss", "change"), LOSSES)
def test_what_a_written_workbook_lacks_is_said_with_the_place_of_its_copy(
    loss: str, change: Change, book: Path
) -> None:
    edit_book(book, change)
    before = book.read_bytes()
    done = pipeline("new", "2026", "--data", book.parent)
    assert done.returncode == 0, done.stderr
    *_rows, written, place = done.stdout.splitlines()
    assert written == f"reseau.xlsx: is written without {loss}"
    folder = place.removeprefix("what was there is in ").removesuffix(", which nothing reads")
    assert (book.parent / folder / "reseau.xlsx").read_bytes() == before
    assert "2026" in str(load_workbook(book).sheetnames)


def test_a_sheet_that_is_not_there_is_made_with_its_lists(book: Path) -> None:
    edit_book(book, lambda opened: opened.remove(opened["Sujets"]))
    assert pipeline("new", "2026", "--data", book.parent).returncode == 0
    sheet = load_workbook(book)["Sujets"]
    assert [cell.value for cell in sheet[1]][:2] == ["Année *", "Sujet"]
    assert [cell.value for cell in sheet["A"]][1:] == [2026, 2027]
    assert sheet.data_validations.dataValidation
    assert open_network(book.parent).years == (2024, 2025, 2026)


def test_a_drawing_with_nothing_in_it_is_no_loss(book: Path) -> None:
    """LibreOffice gives each sheet one."""
    parts = unpack_workbook(book.read_bytes())
    parts["xl/drawings/drawing1.xml"] = b"<wsDr></wsDr>"
    assert list_losses(parts) == []
    parts["xl/drawings/drawing2.xml"] = b"<wsDr><twoCellAnchor><sp/></twoCellAnchor></wsDr>"
    assert list_losses(parts) == [DRAWN]
    parts["xl/pivotTables/pivotTable1.xml"] = b"<pivotTableDefinition/>"
    assert list_losses(parts)[1:] == ["its pivot tables, controls or links to other workbooks"]


@pytest.mark.parametrize("lock", [".~lock.reseau.xlsx#", "~$reseau.xlsx"])
@pytest.mark.parametrize("command", [("new", "2026"), ("csv",)])
def test_a_workbook_that_is_open_elsewhere_is_not_written(
    lock: str, command: tuple[str, ...], book: Path
) -> None:
    (book.parent / lock).touch()
    before = read_files(book.parent)
    done = pipeline(*command, "--data", book.parent)
    assert done.returncode == 1
    assert f"reseau.xlsx: is open in a spreadsheet, as {lock} says: nothing was written" in (
        done.stderr
    )
    assert read_files(book.parent) == before


def test_a_network_is_turned_once(book: Path) -> None:
    again = pipeline("workbook", "--data", book.parent)
    assert again.returncode == 2
    assert again.stderr == "reseau.xlsx: is this network’s workbook already\n"
    assert turn_into_files(book.parent)[0] == "membres.csv: written"
    assert not book.exists()
    old = sorted(path.name for path in (book.parent / "anciens").rglob("*") if path.is_file())
    assert old.count("reseau.xlsx") == 1
    assert {"membres.csv", "datapackage.json"} <= {*old}
    assert pipeline("csv", "--data", book.parent).returncode == 2
    own = [problem.value for problem in inspect_network(book.parent).problems if problem.value]
    assert own == ["Bureau"]


def test_what_is_written_over_and_what_goes_is_set_aside(tmp_path: Path) -> None:
    """An analyst may have a workbook of the network's name."""
    own, gone = tmp_path / "reseau.xlsx", tmp_path / "membres.csv"
    own.write_bytes(b"mine")
    gone.write_bytes(b"annee,membre")
    before = read_files(tmp_path)
    done = replace_files(tmp_path, {own: b"new"}, [gone])
    assert done[0] == "reseau.xlsx: written"
    (place,) = (tmp_path / "anciens").iterdir()
    assert read_files(place) == before
    assert own.read_bytes() == b"new"
    assert not gone.exists()


def test_a_year_is_a_number_and_a_text_like_a_formula_is_a_text(twin: Path) -> None:
    edit(twin / "rencontres.csv", "Retour d’expériences", "=2+2")
    book = load_workbook(BytesIO(write_workbook(read_tables(twin), "Réseau")))
    sheet = book["2025"]
    assert sheet["C5"].value == "44 Loire-Atlantique"
    assert sheet["C6"].value == "=2+2"
    assert sheet["C6"].data_type == "s"
    assert sheet["C6"].quotePrefix
    assert book["Sujets"]["A2"].value == 2025
    (genres,) = {
        rule.formula1
        for rule in sheet.data_validations.dataValidation
        if rule.promptTitle == "Genre"
    }
    suggested = book["Listes"][genres.removeprefix("Listes!")]
    assert [cell.value for (cell,) in suggested] == ["atelier", "rencontre annuelle"]


def test_who_is_noted_and_no_member_any_more_has_a_line_in_the_sheet(twin: Path) -> None:
    edit(twin / "membres.csv", "2025,01,", "2025,01,parti")
    tables = read_tables(twin)
    lines = [
        row[:3] for row in draw_year(Workbook(), tables, "2025").iter_rows(7, values_only=True)
    ]
    assert lines[0] == ("Membre", "État", "1")
    assert ("01 Ain", "parti", "présent") in lines
    assert ("31 Haute-Garonne", "", "absent") in lines
